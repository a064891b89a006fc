// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a repository's configuration would have git run: a monitor of the file system, hooks, filters, helpers of
 * remotes. git reads more configuration from the environment, which outweighs the repository's.
 */
#include <stdlib.h>
#include <string.h>

#include "vcs/git.h"

static const char *const replaced[][2] = {
	{ "core.fsmonitor", "false" },
	{ "core.hooksPath", "/dev/null" },
	{ "core.askPass", "" },
	{ "credential.helper", "" },
	{ "log.showSignature", "false" },
	/* when a partial clone fetches: a program that names commits (this one cannot be started), and cleaning up */
	{ "core.alternateRefsCommand", "/dev/null" },
	{ "maintenance.auto", "false" },
	{ "gc.auto", "0" },
};

/* One more setting behind the COUNT that the environment has. */
static void add_setting(struct git *git, unsigned *count, const char *key, const char *value)
{
	vec_push(&git->environment, arena_printf(git->arena, "GIT_CONFIG_KEY_%u=%s", *count, key));
	vec_push(&git->environment, arena_printf(git->arena, "GIT_CONFIG_VALUE_%u=%s", *count, value));
	(*count)++;
}

/* "filter.NAME.clean" and the like, each with a NUL behind it: NAME runs nothing, and needs nothing. */
static void add_filters(struct git *git, const char *keys, const char *end, unsigned *count)
{
	for (const char *key = keys; key < end; key += strlen(key) + 1) {
		const char *last = strrchr(key, '.');
		bool runs = last && (!strcmp(last, ".clean") || !strcmp(last, ".smudge") || !strcmp(last, ".process"));

		if (runs)
			add_setting(git, count, key, "");
		else if (last && !strcmp(last, ".required"))
			add_setting(git, count, key, "false");
	}
}

void git_config_nothing(struct git *git, const struct strbuf *filters)
{
	const char *known = getenv("GIT_CONFIG_COUNT");
	unsigned count = known ? (unsigned)strtoul(known, NULL, 10) : 0;

	for (size_t i = 0; i < sizeof(replaced) / sizeof(*replaced); i++)
		add_setting(git, &count, replaced[i][0], replaced[i][1]);
	add_filters(git, strbuf_text(filters), strbuf_text(filters) + filters->length, &count);
	vec_push(&git->environment, arena_printf(git->arena, "GIT_CONFIG_COUNT=%u", count));
	/* what a partial clone lacks may come from a server, by no other program than git's own */
	vec_push(&git->environment, arena_strdup(git->arena, "GIT_ALLOW_PROTOCOL=https:http"));
	vec_push(&git->environment, arena_strdup(git->arena, "GIT_TERMINAL_PROMPT=0"));
}
