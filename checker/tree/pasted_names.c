// SPDX-License-Identifier: GPL-2.0-only
/* Functions whose names a macro pastes together: `DEFINE_TREE(name)` has `name ## _first`. */
#include <string.h>

#include "tree/index.h"
#include "tree/lexer.h"
#include "tree/overlay.h"

#define PASTES "##"

/* What stands beside the pasting operator. */
struct pasting {
	const struct tree *tree;
	const char *arch;
	const char *rest;	/* of the name, without the part */
	size_t length;		/* of the rest */
	bool is_end;		/* it follows the operator */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\\' || c == '\n';
}

/* Whether the rest follows the operator at AT, or ends before it in TEXT. */
static bool is_beside(const struct pasting *pasting, const char *text, const char *at)
{
	const char *begin = at + strlen(PASTES);

	if (pasting->is_end) {
		while (is_blank(*begin))
			begin++;
		return !strncmp(begin, pasting->rest, pasting->length) &&
		       !is_identifier_char((unsigned char)begin[pasting->length]);
	}
	while (at > text && is_blank(at[-1]))
		at--;
	if ((size_t)(at - text) < pasting->length)
		return false;
	begin = at - pasting->length;
	return !strncmp(begin, pasting->rest, pasting->length) &&
	       (begin == text || !is_identifier_char((unsigned char)begin[-1]));
}

static bool pastes_itself(const struct pasting *pasting, const char *text)
{
	for (const char *at = text; (at = strstr(at, PASTES)); at += strlen(PASTES))
		if (is_beside(pasting, text, at))
			return true;
	return false;
}

static char *read_source(const struct pasting *pasting, const char *path)
{
	struct error error = { 0 };
	char *text = read_file(tree_file(pasting->tree, pasting->tree->arena, path), NULL, &error);

	error_clear(&error);
	return text;
}

static bool header_pastes(const struct pasting *pasting, const char *path)
{
	char *text = read_source(pasting, path);
	bool pastes = text && pastes_itself(pasting, text);

	free(text);
	return pastes;
}

/* Whether the header NAME does, which FILE includes: looked for where the kernel's own headers are. */
static bool include_pastes(const struct pasting *pasting, const char *file, const char *name,
			   size_t length)
{
	struct arena *arena = pasting->tree->arena;
	const char *slash = strrchr(file, '/');

	return header_pastes(pasting, arena_printf(arena, "include/%.*s", (int)length, name)) ||
	       header_pastes(pasting, arena_printf(arena, "%.*s%.*s",
			     slash ? (int)(slash + 1 - file) : 0, file, (int)length, name)) ||
	       header_pastes(pasting, arena_printf(arena, "arch/%s/include/%.*s", pasting->arch,
			     (int)length, name));
}

static bool includes_pasting(const struct pasting *pasting, const char *file, const char *text)
{
	static const char directive[] = "#include";

	for (const char *at = text; (at = strstr(at, directive));) {
		at += strlen(directive);
		at += strspn(at, " \t");
		const char *name = at + 1, *end = *at == '<' ? strchr(name, '>') :
						  *at == '"' ? strchr(name, '"') : NULL;

		if (end && include_pastes(pasting, file, name, (size_t)(end - name)))
			return true;
	}
	return false;
}

static bool pastes(const struct pasting *pasting, const char *file)
{
	char *text = read_source(pasting, file);
	bool found = text && (pastes_itself(pasting, text) || includes_pasting(pasting, file, text));

	free(text);
	return found;
}

void keep_pasting(const struct tree *tree, const char *arch, const char *name, const char *part,
		  size_t length, struct strings *files)
{
	struct pasting pasting = {
		.tree = tree, .arch = arch, .is_end = part == name,
		.rest = part == name ? name + length : name, .length = strlen(name) - length,
	};
	size_t kept = 0;

	/* a macro that is given the whole name need not paste */
	for (size_t i = 0; pasting.length && i < files->count; i++)
		if (pastes(&pasting, files->data[i]))
			files->data[kept++] = files->data[i];
	if (pasting.length)
		files->count = kept;
}

/* A shorter part of a name says too little. */
#define PART_LEAST 3

void each_part(const char *name,
	       void (*visit)(void *context, const char *name, const char *part, size_t length),
	       void *context)
{
	size_t whole = strlen(name);

	visit(context, name, name, whole);
	for (size_t length = whole - 1; length >= PART_LEAST && length < whole; length--) {
		const char *end = name + whole - length;

		if (name[length] == '_' || name[length - 1] == '_')
			visit(context, name, name, length);
		if (*end == '_' || end[-1] == '_')
			visit(context, name, end, length);
	}
}
