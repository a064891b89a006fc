// SPDX-License-Identifier: GPL-2.0-only
/* A missing header that a makefile has a rule for: a reason that names the header names that makefile as well. */
#include <string.h>

#include "analysis/scan_state.h"
#include "kbuild/kbuild.h"

/* The name in front of " was not found", or of " may do so, and that header was not found"; NULL: WHY has none. */
static const char *header_of(struct arena *arena, const char *why)
{
	const char *end = strstr(why, "was not found"), *start;

	while (end && end > why && *end != '\'')
		end--;
	for (start = end; start && start > why && start[-1] != '\''; start--)
		;
	return start && start > why && ends_with(arena_strndup(arena, start, (size_t)(end - start)), ".h") ?
	       arena_strndup(arena, start, (size_t)(end - start)) : NULL;
}

/* The makefile with the rule for HEADER, which the file of ROW misses, or that of the place AT; NULL: none is known. */
static const char *maker_of(struct scan *scan, const struct row *row, const char *at, const char *header)
{
	struct kbuild *kbuild = scan->session.kbuild;
	const char *file = arena_strndup(scan->run->arena, at, strcspn(at, ":"));
	const char *maker = *file ? kbuild_maker_of(kbuild, file, header) : NULL;

	return maker || !strcmp(file, row->file) ? maker : kbuild_maker_of(kbuild, row->file, header);
}

void scan_tell_makers(struct scan *scan)
{
	struct arena *arena = scan->run->arena;

	vec_each(row, &scan->run->rows)
		vec_each(open, &row->undecided) {
			const char *header = header_of(arena, open->why);
			const char *maker = header ? maker_of(scan, row, open->at ? open->at : "", header) : NULL;

			if (maker)
				open->why = arena_printf(arena, "%s: a rule of %s makes it, and no rule is run (--build with a "
							 "directory where it was made decides more)", open->why, maker);
		}
}
