// SPDX-License-Identifier: GPL-2.0-only
/* Directories that kbuild visits: scripts/Makefile.build evaluated for each, once. */
#include <string.h>

#include "kbuild/flags_internal.h"

bool flags_is_below(const char *path, const char *directory)
{
	size_t length = strlen(directory);

	return !length || (!strncmp(path, directory, length) && (!path[length] || path[length] == '/'));
}

const char *flags_normal_path(struct flags *flags, const char *path)
{
	const char *normal = path_normalise(flags->arena, path);
	const char *below = flags->module && *normal == '/' ? path_below(normal, flags->module) : NULL;

	if (flags->module && !strcmp(normal, flags->module))
		return "";
	if (below)
		return below;
	return strcmp(normal, ".") ? normal : "";
}

static void list_objects(struct flags *flags, struct flags_directory *directory)
{
	static const char *const lists[] = {
		"real-obj-y", "real-obj-m", "lib-y", "extra-y", "always-y", "targets",
	};

	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		make_each_word(word, make_value(directory->make, lists[i])) {
			const char *object, *key;

			if (word.length < 3 || memcmp(word.text + word.length - 2, ".o", 2))
				continue;
			object = arena_strndup(flags->arena, word.text, word.length);
			key = flags_normal_path(flags, arena_strndup(flags->arena, word.text, word.length - 2));
			if (!strmap_has(&directory->objects, key))
				strmap_set(&directory->objects, key, (void *)object);
		}
	make_each_word(word, make_value(directory->make, "subdir-ym"))
		vec_push(&directory->below, arena_strndup(flags->arena, word.text, word.length));
}

struct make *flags_read_directory(struct flags *flags, struct make *caller, const char *name, bool keep_rules)
{
	struct make *make = make_new(&flags->world);

	if (keep_rules)
		make_keep_rules(make);
	make_inherit(make, caller);
	make_set_command_line(make, "obj", name);
	make_set_command_line(make, "need-builtin", "1");
	make_set_command_line(make, "need-modorder", "1");
	make_read(make, path_join(flags->arena, flags->sources->tree->path, "scripts/Makefile.build"));
	return make;
}

struct flags_directory *flags_enter(struct flags *flags, const char *name, struct flags_directory *parent)
{
	const char *path = flags_normal_path(flags, name);
	struct flags_directory *directory = strmap_get(&flags->directories, path);

	if (directory)
		return directory;
	directory = arena_alloc(flags->arena, sizeof(*directory));
	directory->name = arena_strdup(flags->arena, name);
	directory->path = path;
	directory->parent = parent;
	directory->make = flags_read_directory(flags, parent ? parent->make : flags->top, name, false);
	strmap_set(&flags->directories, path, directory);
	list_objects(flags, directory);
	return directory;
}
