// SPDX-License-Identifier: GPL-2.0-only
/* Patches and mails, as diff and b4 take them: applied by git to a repository of our own. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/process.h"
#include "vcs/change.h"

static void git(const char *const *argv)
{
	struct error error = { 0 };
	struct exit_state state;
	char *tree = xasprintf("%s/tree", top);
	struct run_options options = { .directory = tree };

	if (run_process(argv, &options, NULL, NULL, &state, &error) || state.code)
		abort();
	free(tree);
}

void prepare_repository(void)
{
	git((const char *const[]){ "git", "init", "-q", NULL });
	git((const char *const[]){ "git", "add", ".", NULL });
	git((const char *const[]){ "git", "-c", "user.name=x", "-c", "user.email=x@x", "commit", "-q", "-m", "all", NULL });
}

static void see_text(void *context, const char *path, const char *text, size_t length)
{
	(void)context, (void)path;
	if (text && text[length])
		abort();
}

void read_patch(const char *text, size_t length)
{
	char *tree = xasprintf("%s/tree", top);
	struct change_request request = { .kind = CHANGE_MAIL, .mail = text, .mail_length = length };
	struct change change = { 0 };
	struct error error = { 0 };

	if (!change_open(&change, tree, NULL, &request, &error))
		(void)change_read(&change, &change.files, see_text, NULL, &error);
	change_close(&change);
	error_clear(&error);
	free(tree);
}
