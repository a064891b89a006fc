// SPDX-License-Identifier: GPL-2.0-only
#include "vcs/head.h"

#include <string.h>
#include <sys/stat.h>

#include "base/str.h"

/* A reference may name another one: git follows five. */
#define REFERENCES_MAX 5

/* The first line of a file, in ARENA; NULL: it cannot be read. */
static char *first_line(struct arena *arena, const char *path)
{
	struct error ignored = { 0 };
	struct stat st;
	char *text = stat(path, &st) || !S_ISREG(st.st_mode) ? NULL : read_file(path, NULL, &ignored);
	char *line = text ? arena_strndup(arena, text, strcspn(text, "\r\n")) : NULL;

	error_clear(&ignored);
	free(text);
	return line;
}

static bool is_commit(const char *text)
{
	size_t length = strspn(text, "0123456789abcdef");

	return (length == 40 || length == 64) && !text[length];
}

/* Of a linked work tree, .git is a file that names the directory. */
static const char *git_directory(struct arena *arena, const char *tree)
{
	const char *path = path_join(arena, tree, ".git");
	struct stat st;

	if (stat(path, &st))
		return NULL;
	if (S_ISDIR(st.st_mode))
		return path;
	const char *line = first_line(arena, path);

	return line && starts_with(line, "gitdir: ") ? path_join(arena, tree, line + 8) : NULL;
}

/* The commit of the reference NAME in the file of packed ones; NULL: it has none. */
static const char *find_packed(struct arena *arena, const char *directory, const char *name)
{
	struct error ignored = { 0 };
	char *text = read_file(path_join(arena, directory, "packed-refs"), NULL, &ignored), *rest = text;
	const char *found = NULL;

	error_clear(&ignored);
	while (rest && !found) {
		char *line = strsep(&rest, "\n"), *space = strchr(line, ' ');

		if (!space || strcmp(space + 1, name))
			continue;
		*space = '\0';
		found = is_commit(line) ? arena_strdup(arena, line) : NULL;
	}
	free(text);
	return found;
}

const char *head_commit(struct arena *arena, const char *tree)
{
	const char *own = git_directory(arena, tree);
	const char *common = own ? first_line(arena, path_join(arena, own, "commondir")) : NULL;
	const char *shared = common ? path_join(arena, own, common) : own;
	const char *line = own ? first_line(arena, path_join(arena, own, "HEAD")) : NULL;

	for (int i = 0; i < REFERENCES_MAX && line && starts_with(line, "ref: "); i++) {
		const char *name = line + 5, *next;

		if (strstr(name, "..") || *name == '/')
			return NULL;
		next = first_line(arena, path_join(arena, shared, name));
		line = next ? next : find_packed(arena, shared, name);
	}
	return line && is_commit(line) ? line : NULL;
}
