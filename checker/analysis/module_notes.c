// SPDX-License-Identifier: GPL-2.0-only
/* What the author of a module can do about verdicts that stay open: sources to name, a configure step to run. */
#include <string.h>

#include "analysis/scan_state.h"
#include "kbuild/kbuild.h"
#include "tree/walk.h"

static bool is_undecided(const struct run *run)
{
	vec_each(row, &run->rows)
		if (row->undecided.count)
			return true;
	return false;
}

/* The name in "... 'NAME' file not found"; NULL: PROBLEM is another one. */
static const char *missing_header(struct arena *arena, const char *problem)
{
	const char *end = strstr(problem, "' file not found"), *start = end;

	while (start && start > problem && start[-1] != '\'')
		start--;
	return start && start > problem ? arena_strndup(arena, start, (size_t)(end - start)) : NULL;
}

/* What the module's dkms.conf runs before make, "" if nothing. */
static const char *configure_step(struct scan *scan)
{
	struct tree *tree = scan->session.tree;
	struct error ignored = { 0 };
	char *text = read_file(path_join(tree->arena, tree->module, "dkms.conf"), NULL, &ignored);
	const char *line = text ? strstr(text, "PRE_BUILD=") : NULL, *step = "";

	if (line && (line == text || line[-1] == '\n')) {
		line += strlen("PRE_BUILD=");
		step = arena_printf(tree->arena, " (dkms.conf has PRE_BUILD=%.*s)", (int)strcspn(line, "\n"), line);
	}
	error_clear(&ignored);
	free(text);
	return step;
}

void scan_note_missing(struct scan *scan)
{
	struct tree *tree = scan->session.tree;

	for (size_t i = 0; i < unit_source_count(scan->session.units) && !scan->missing; i++) {
		const struct source_unit *made = unit_source_at(scan->session.units, i);

		if (!made->unit || !tree_in_module(tree, made->file))
			continue;
		vec_each(problem, &made->unit->problems) {
			const char *header = missing_header(tree->arena, *problem);

			if (header && !scan->missing)
				scan->missing = arena_printf(tree->arena, "%s includes %s, which was not found",
							     path_below(made->file, tree->module), header);
		}
	}
}

void scan_tell_of_module(struct scan *scan)
{
	struct tree *tree = scan->session.tree;

	if (!tree->module || !is_undecided(scan->run))
		return;
	if (scan->missing)
		tree_notice(tree, "%s: if a configure step of the module writes it, run that first%s", scan->missing,
			    configure_step(scan));
	if (walk_lacks_sources(tree))
		tree_notice(tree, "%s has headers alone, so what the module calls in the kernel was not looked into: --build with "
			    "the kernel's configured sources decides more", tree->path);
}
