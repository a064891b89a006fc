// SPDX-License-Identifier: GPL-2.0-only
/* The rule that makes a header which a driver's own makefile generates. Nobody runs it: that there is one is told. */
#include <string.h>

#include "kbuild/flags_internal.h"

/* The makefile read for DIRECTORY whose rule makes HEADER; NULL: there is no such rule. */
static const char *maker_in(struct flags *flags, struct flags_directory *directory, const char *header)
{
	struct make *caller = directory->parent ? directory->parent->make : flags->top;
	struct make *make = flags_read_directory(flags, caller, directory->name, true);
	const char *maker = make_maker_of(make, directory->path, header);

	maker = maker ? arena_strdup(flags->arena, maker) : NULL;
	make_free(make);
	return maker;
}

const char *flags_maker_of(struct flags *flags, const char *file, const char *header)
{
	const char *key = path_normalise(flags->arena, file), *own = path_dir(flags->arena, key), *maker = NULL;
	struct flags_directory *directories[2];
	struct strings aside = { 0 };
	struct built built = { 0 };

	if (ends_with(key, ".c"))
		(void)flags_find_near(flags, arena_strndup(flags->arena, key, strlen(key) - 2), &built, &aside);
	directories[0] = built.object ? built.directory : NULL;
	directories[1] = flags_find_directory(flags, strcmp(own, ".") ? own : "");
	for (size_t i = 0; i < 2 && !maker; i++)
		if (directories[i] && (!i || directories[i] != directories[0]))
			maker = maker_in(flags, directories[i], header);
	vec_free(&aside);
	return maker;
}
