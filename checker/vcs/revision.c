// SPDX-License-Identifier: GPL-2.0-only
#include "vcs/revision.h"

#include <string.h>

#include "vcs/git.h"

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

/* The first line of git's output; NULL also if it is empty. */
static const char *ask(const struct git *git, struct arena *arena, const char *const *argv)
{
	struct error ignored = { 0 };
	const char *line = git_line(git, argv, &ignored);

	error_clear(&ignored);
	return line && *line ? arena_strdup(arena, line) : NULL;
}

const struct revision *revision_of(struct arena *arena, const char *path)
{
	static const char *const commit[] = { "rev-parse", "--verify", "--quiet", "HEAD^{commit}", NULL };
	static const char *const branch[] = { "symbolic-ref", "--quiet", "--short", "HEAD", NULL };
	static const char *const origin[] = { "config", "--get", "remote.origin.url", NULL };
	struct revision found = { 0 };
	struct error ignored = { 0 };
	struct git git;

	if (!git_open(&git, path, &ignored) && git.prefix && !*git.prefix)
		found.commit = ask(&git, arena, commit);
	if (found.commit) {
		const char *url = ask(&git, arena, origin);

		found.branch = ask(&git, arena, branch);
		found.repository = url ? without_secrets(arena, spell_url(arena, url)) : NULL;
	}
	git_close(&git);
	error_clear(&ignored);
	return found.commit ? arena_copy(arena, &found, sizeof(found)) : NULL;
}
