// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/unseen.h"

#include <ctype.h>
#include <string.h>

#include "tree/walk.h"

/* Whether TEXT has `struct RECORD {` or the same of a union. */
static bool declares(const char *text, const char *record)
{
	size_t length = strlen(record);

	for (const char *at = text; (at = strstr(at, record)); at += length) {
		const char *end = at + length, *begin = at;

		while (isspace((unsigned char)*end))
			end++;
		while (begin > text && isspace((unsigned char)begin[-1]))
			begin--;
		if (*end == '{' && begin < at && begin - text >= 5 &&
		    (!strncmp(begin - 5, "union", 5) || (begin - text >= 6 && !strncmp(begin - 6, "struct", 6))))
			return true;
	}
	return false;
}

static bool is_declared_in(struct tree *tree, const struct walked_file *source, const char *record)
{
	struct error ignored = { 0 };
	char *path = walked_path(tree, source), *text = read_file(path, NULL, &ignored);
	bool is_there = text && declares(text, record);

	error_clear(&ignored);
	free(text);
	free(path);
	return is_there;
}

bool is_filled_unseen(struct tree *tree, const struct ir_field *field)
{
	const struct walked_files *sources;
	struct error ignored = { 0 };
	bool is_own = false;

	if (!tree->module || !walk_lacks_sources(tree))
		return false;
	/* "PATH:LINE", of a record without a name */
	if (strchr(field->record, ':'))
		return !tree_in_module(tree, field->record);
	if (walk_sources(tree, &sources, &ignored)) {
		error_clear(&ignored);
		return true;
	}
	for (size_t i = 0; i < sources->count && !is_own; i++)
		is_own = tree_in_module(tree, sources->data[i].path) &&
			 is_declared_in(tree, &sources->data[i], field->record);
	return !is_own;
}
