// SPDX-License-Identifier: GPL-2.0-only
#include "report/spelling.h"

#include <string.h>

#include "base/str.h"

static const char *join(struct arena *arena, const char *directory, const char *path)
{
	return strcmp(directory, ".") ? path_join(arena, directory, path) : path;
}

const char *spell_path(struct arena *arena, const struct spelling *spelling, const char *path)
{
	const char *below;

	if (!path || !*path)
		return path;
	if (spelling->unit_file && !strcmp(path, spelling->unit_file))
		return spelling->file;
	if (*path == '/') {
		below = path_below(path, spelling->directory);
		return below ? below : path;
	}
	if (starts_with(path, "build/"))
		return join(arena, spelling->build, path + strlen("build/"));
	return join(arena, spelling->tree, path);
}

/* "FILE:LINE" */
static const char *spell_place(struct arena *arena, const struct spelling *spelling,
			       const char *place)
{
	const char *colon = place ? strrchr(place, ':') : NULL;

	if (!colon)
		return spell_path(arena, spelling, place);
	const char *file = arena_strndup(arena, place, (size_t)(colon - place));
	return arena_printf(arena, "%s%s", spell_path(arena, spelling, file), colon);
}

/* TEXT, in which paths below the working directory become relative. */
static const char *spell_text(struct arena *arena, const struct spelling *spelling, const char *text)
{
	char *prefix = text ? xasprintf("%s/", spelling->directory) : NULL;
	const char *found = text ? strstr(text, prefix) : NULL;
	struct strbuf out = { 0 };

	if (!found) {
		free(prefix);
		return text;
	}
	for (; found; found = strstr(text, prefix)) {
		strbuf_add(&out, text, (size_t)(found - text));
		text = found + strlen(prefix);
	}
	strbuf_puts(&out, text);
	free(prefix);
	return strbuf_keep(&out, arena);
}

static void spell_row(struct arena *arena, const struct spelling *spelling, struct row *row)
{
	row->file = spell_path(arena, spelling, row->file);
	row->ops_file = spell_path(arena, spelling, row->ops_file);
	row->why_not = spell_text(arena, spelling, row->why_not);
	vec_each(finding, &row->findings) {
		finding->file = spell_path(arena, spelling, finding->file);
		for (size_t i = 0; i < finding->ntrace; i++)
			finding->trace[i].file = spell_path(arena, spelling, finding->trace[i].file);
		for (size_t i = 0; i < finding->nwhole; i++)
			finding->whole[i].file = spell_path(arena, spelling, finding->whole[i].file);
	}
	vec_each(reason, &row->undecided) {
		reason->at = spell_place(arena, spelling, reason->at);
		reason->why = spell_text(arena, spelling, reason->why);
	}
}

void spell_run(struct run *run, const struct spelling *spelling)
{
	vec_each(row, &run->rows)
		spell_row(run->arena, spelling, row);
	vec_each(problem, &run->problems) {
		problem->file = spell_path(run->arena, spelling, problem->file);
		problem->why = spell_text(run->arena, spelling, problem->why);
	}
	vec_each(allowance, &run->allowances)
		(*allowance)->file = spell_path(run->arena, spelling, (*allowance)->file);
}
