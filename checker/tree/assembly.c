// SPDX-License-Identifier: GPL-2.0-only
/*
 * Functions written in assembler. SYM_FUNC_START(name), ENTRY(name), _GLOBAL(name), ...: any macro in
 * capitals that begins a line counts, so this list of macros need not exist.
 */
#include <ctype.h>
#include <dirent.h>
#include <string.h>

#include "base/map.h"
#include "base/str.h"
#include "tree/tree.h"
#include "tree/tree_state.h"

/* Limits the recursion; directories below arch/ARCH are less deep. */
#define DEPTH_MAX 8

static bool is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

struct assembly_reader {
	struct tree_state *state;
	const char *arch;
};

/* The key of NAME in tree_state.assembly; with an empty NAME: the key that says that ARCH was read. */
static char *key_of(struct tree_state *state, const char *arch, const char *name, size_t length)
{
	return arena_printf(state->tree.arena, "%s %.*s", arch, (int)length, name);
}

static void read_line(const struct assembly_reader *reader, const char *line)
{
	const char *at = line, *name;

	while (isupper((unsigned char)*at) || *at == '_')
		at++;
	if (at == line || *at != '(')
		return;
	for (name = ++at; is_name_char(*at); at++)
		;
	if (at == name)
		return;
	strmap_set(&reader->state->assembly,
		   key_of(reader->state, reader->arch, name, (size_t)(at - name)),
		   reader->state);
}

static void read_assembly(const struct assembly_reader *reader, const char *path)
{
	struct error error = { 0 };
	char *text = read_file(path, NULL, &error);

	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		read_line(reader, line);
	}
	free(text);
	error_clear(&error);
}

static void walk(const struct assembly_reader *reader, const char *directory, unsigned depth)
{
	DIR *stream = depth < DEPTH_MAX ? opendir(directory) : NULL;
	struct dirent *entry;

	while (stream && (entry = readdir(stream))) {
		char *path = arena_printf(reader->state->tree.arena, "%s/%s", directory, entry->d_name);

		if (entry->d_name[0] == '.')
			continue;
		if (entry->d_type == DT_DIR)
			walk(reader, path, depth + 1);
		else if (ends_with(path, ".S"))
			read_assembly(reader, path);
	}
	if (stream)
		closedir(stream);
}

bool tree_is_assembly(struct tree *tree, const char *arch, const char *name)
{
	struct tree_state *state = (struct tree_state *)tree;
	struct assembly_reader reader = { state, arch };
	char *read = key_of(state, arch, "", 0);

	if (!strmap_has(&state->assembly, read)) {
		strmap_set(&state->assembly, read, state);
		walk(&reader, arena_printf(tree->arena, "%s/arch/%s", tree->path, arch), 0);
	}
	return *name && strmap_has(&state->assembly, key_of(state, arch, name, strlen(name)));
}
