// SPDX-License-Identifier: GPL-2.0-only
/* Which directory builds a file: on the way down to it, beside that way, or one that names it by a path. */
#include <string.h>

#include "kbuild/flags_internal.h"
#include "kbuild/make_words.h"

static bool find_in_directory(struct flags_directory *directory, const char *key, struct built *built)
{
	built->object = strmap_get(&directory->objects, key);
	built->directory = directory;
	return built->object;
}

/* Descends from DIRECTORY towards KEY, and looks at the deepest first. */
static bool find_below(struct flags *flags, struct flags_directory *directory, const char *key,
		       struct built *built)
{
	for (size_t i = 0; i < directory->below.count; i++) {
		const char *path = flags_normal_path(flags, directory->below.data[i]);

		if (!flags_is_below(key, path) || !*path ||
		    strmap_get(&flags->directories, path) == directory)
			continue;
		if (find_below(flags, flags_enter(flags, directory->below.data[i], directory), key, built))
			return true;
	}
	return find_in_directory(directory, key, built);
}

static bool find_from_roots(struct flags *flags, const char *key, struct built *built)
{
	for (size_t i = 0; i < flags->roots.count; i++) {
		const char *path = flags_normal_path(flags, flags->roots.data[i]);

		if (flags_is_below(key, path) &&
		    find_below(flags, flags_enter(flags, flags->roots.data[i], NULL), key, built))
			return true;
	}
	return false;
}

/* How much of the path A, in whole components, B begins with. */
static size_t common_path(const char *a, const char *b)
{
	size_t common = 0, i;

	for (i = 0; a[i] && a[i] == b[i]; i++)
		if (a[i] == '/')
			common = i;
	return (!a[i] || a[i] == '/') && (!b[i] || b[i] == '/') ? i : common;
}

static void add_aside(struct flags *flags, struct flags_directory *directory, const char *name,
		      const char *key, struct strings *aside)
{
	const char *path = flags_normal_path(flags, name);

	if (!flags_is_below(key, path) && common_path(path, key) > strlen(directory->path))
		vec_push(aside, (char *)path);
}

/*
 * Directories beside the way to KEY: those that a directory on the way descends to, or would if a symbol were
 * set, and that go a part of the way themselves. drivers/gpu/drm descends to amd/amdgpu, which builds what
 * lies in amd/display.
 */
static void list_aside(struct flags *flags, const char *key, struct strings *aside)
{
	size_t count = flags->directories.count;

	for (size_t i = 0; i < count; i++) {
		struct flags_directory *directory = flags->directories.entries[i].value;

		if (!flags_is_below(key, directory->path))
			continue;
		vec_each(name, &directory->below)
			add_aside(flags, directory, *name, key, aside);
		make_each_word(word, make_value(directory->make, "obj-"))
			if (word.text[word.length - 1] == '/')
				add_aside(flags, directory,
					  arena_printf(flags->arena, "%s/%.*s", directory->name,
						       (int)word.length, word.text), key, aside);
	}
}

struct flags_directory *flags_find_directory(struct flags *flags, const char *path)
{
	struct built nothing;
	/* Below every directory there is this: so its makefile is evaluated with those above it. */
	const char *inside = *path ? arena_printf(flags->arena, "%s/.", path) : ".";

	find_from_roots(flags, inside, &nothing);
	return strmap_get(&flags->directories, path);
}

bool flags_find_evaluated(struct flags *flags, const char *path, const char *key, struct built *built)
{
	struct flags_directory *directory = flags_find_directory(flags, path);

	return directory && find_in_directory(directory, key, built);
}

/* It does, or it would in another configuration. */
static bool find_by(struct flags *flags, const char *path, const char *key, struct built *built,
		    struct flags_gates *gates)
{
	return flags_find_evaluated(flags, path, key, built) || flags_gates_by(flags, path, key, gates);
}

static bool find_by_any(struct flags *flags, const struct strings *directories, const char *key,
			struct built *built, struct flags_gates *gates)
{
	for (size_t i = 0; i < directories->count; i++)
		if (find_by(flags, directories->data[i], key, built, gates))
			return true;
	return false;
}

/*
 * A file that no makefile above it builds: the makefile of another directory does, one of ASIDE or one that
 * says so by a path. What it says holds the file's directory, or its last part, or the object's name after
 * a slash.
 */
static bool find_elsewhere(struct flags *flags, const char *key, const struct strings *aside,
			   struct built *built, struct flags_gates *gates)
{
	const char *directory = path_dir(flags->arena, key);
	const char *top = arena_strndup(flags->arena, key, strcspn(key, "/"));
	const char *above = path_dir(flags->arena, directory);
	const char *scopes[] = { arena_printf(flags->arena, "arch/%s", flags->world.arch), above, top, "" };
	const char *needles[] = { directory, arena_printf(flags->arena, "/%s/", path_base(directory)),
				  arena_printf(flags->arena, "/%s.o", path_base(key)) };
	bool is_foreign = !strcmp(top, "arch") && !flags_is_below(key, scopes[0]);

	if (find_by_any(flags, aside, key, built, gates))
		return true;
	/* A module has few makefiles: what one of them names need not be read from its text. */
	if (flags->module)
		return find_by_any(flags, flags_mentioning(flags, "", ""), key, built, gates);
	if (!strcmp(directory, "."))
		return false;
	for (size_t i = 0; i < sizeof(scopes) / sizeof(*scopes); i++)
		for (size_t j = 0; j < sizeof(needles) / sizeof(*needles); j++) {
			/* A word alone is no path where there are many makefiles. */
			if ((j == 1 && i >= 2) || (!j && i && !strchr(directory, '/')) || !strcmp(scopes[i], "."))
				continue;
			/* What lies in another architecture's directory is of interest to few. */
			if (i && is_foreign)
				continue;
			if (find_by_any(flags, flags_mentioning(flags, scopes[i], needles[j]), key, built,
					gates))
				return true;
		}
	return false;
}

bool flags_find_near(struct flags *flags, const char *key, struct built *built, struct strings *aside)
{
	if (find_from_roots(flags, key, built))
		return true;
	list_aside(flags, key, aside);
	vec_each(path, aside)
		if (flags_find_evaluated(flags, *path, key, built))
			return true;
	built->object = NULL;
	return false;
}

bool flags_find_optimistic(struct flags *optimist, const char *key, struct built *built,
			    struct flags_gates *gates)
{
	struct strings aside = { 0 };
	bool found = flags_find_near(optimist, key, built, &aside) || flags_gates_in_way(optimist, key, gates) ||
		     find_elsewhere(optimist, key, &aside, built, gates);

	vec_free(&aside);
	return found;
}
