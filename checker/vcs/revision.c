// SPDX-License-Identifier: GPL-2.0-only
/* Reads the repository's files: git costs three processes, and copies an index that is of no use here. */
#include "vcs/revision.h"

#include <ctype.h>
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

/* A repository; of a linked work tree with a directory of its own, and one that is shared. */
struct repository {
	const char *own, *shared;
	const char *head;	/* HEAD's line */
};

static bool open_repository(struct arena *arena, const char *tree, struct repository *repository)
{
	const char *own = git_directory(arena, tree);
	const char *common = own ? first_line(arena, path_join(arena, own, "commondir")) : NULL;

	*repository = (struct repository){
		.own = own, .shared = common ? path_join(arena, own, common) : own,
		.head = own ? first_line(arena, path_join(arena, own, "HEAD")) : NULL,
	};
	return repository->head;
}

static const char *commit_of(struct arena *arena, const struct repository *repository)
{
	const char *line = repository->head;

	for (int i = 0; i < REFERENCES_MAX && line && starts_with(line, "ref: "); i++) {
		const char *name = line + 5, *next;

		if (strstr(name, "..") || *name == '/')
			return NULL;
		next = first_line(arena, path_join(arena, repository->shared, name));
		line = next ? next : find_packed(arena, repository->shared, name);
	}
	return line && is_commit(line) ? line : NULL;
}

const char *revision_commit(struct arena *arena, const char *tree)
{
	struct repository repository;

	return open_repository(arena, tree, &repository) ? commit_of(arena, &repository) : NULL;
}

/* ---- the remote ---- */

/* The value behind `=` in a line of git's configuration: quotes and comments go, and one escape is left of two. */
static const char *config_value(struct arena *arena, const char *text)
{
	struct strbuf value = { 0 };
	bool quoted = false;
	size_t kept = 0;

	for (text += strspn(text, " \t"); *text && (quoted || (*text != '#' && *text != ';')); text++) {
		if (*text == '"') {
			quoted = !quoted;
			continue;
		}
		if (*text == '\\' && text[1])
			text++;
		strbuf_add(&value, text, 1);
		if (quoted || !isspace((unsigned char)*text))
			kept = value.length;
	}
	const char *found = kept ? arena_strndup(arena, value.text, kept) : NULL;

	strbuf_free(&value);
	return found;
}

/* VALUE where LINE is `url = VALUE`, without blanks before it; else NULL. */
static const char *url_value(struct arena *arena, const char *line)
{
	if (strncasecmp(line, "url", 3))
		return NULL;
	line += 3 + strspn(line + 3, " \t");
	return *line == '=' ? config_value(arena, line + 1) : NULL;
}

/* The last URL of the remote "origin" that the configuration itself has: what it includes is not read. */
static const char *origin_url(struct arena *arena, const char *directory)
{
	struct error ignored = { 0 };
	char *text = read_file(path_join(arena, directory, "config"), NULL, &ignored), *rest = text;
	const char *url = NULL;
	bool inside = false;

	error_clear(&ignored);
	while (rest) {
		char *line = strsep(&rest, "\r\n");

		line += strspn(line, " \t");
		if (*line == '[')
			inside = starts_with(line, "[remote \"origin\"]");
		const char *value = inside ? url_value(arena, line) : NULL;

		url = value ? value : url;
	}
	free(text);
	return url;
}

/* "git@host:path", as ssh takes it, becomes "ssh://git@host/path". */
static const char *spell_url(struct arena *arena, const char *url)
{
	const char *colon = strchr(url, ':'), *slash = strchr(url, '/');

	if (strstr(url, "://") || !colon || (slash && slash < colon))
		return url;
	return arena_printf(arena, "ssh://%.*s/%s", (int)(colon - url), url, colon + 1 + (colon[1] == '/'));
}

/* What stands before the host may be a password or a token, except for ssh, where it is a user. */
static const char *without_secrets(struct arena *arena, const char *url)
{
	const char *host = strstr(url, "://");

	if (!host)
		return url;
	host += 3;
	size_t length = strcspn(host, "/");
	const char *at = memrchr(host, '@', length), *colon = at ? memchr(host, ':', (size_t)(at - host)) : NULL;

	if (!at)
		return url;
	if (!starts_with(url, "ssh://"))
		return arena_printf(arena, "%.*s%s", (int)(host - url), url, at + 1);
	return colon ? arena_printf(arena, "%.*s%s", (int)(colon - url), url, at) : url;
}

const struct revision *revision_of(struct arena *arena, const char *path)
{
	struct repository repository;
	struct revision found = { 0 };

	if (open_repository(arena, path, &repository))
		found.commit = commit_of(arena, &repository);
	if (!found.commit)
		return NULL;
	const char *url = origin_url(arena, repository.shared);

	if (starts_with(repository.head, "ref: refs/heads/"))
		found.branch = repository.head + strlen("ref: refs/heads/");
	found.repository = url ? without_secrets(arena, spell_url(arena, url)) : NULL;
	return arena_copy(arena, &found, sizeof(found));
}
