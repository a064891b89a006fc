// SPDX-License-Identifier: GPL-2.0-only
/* mncheck hook: installs a git hook, removes it, or does what the hook does. */
#include "cmd/hook.h"
#include "cmd/settings.h"

#include <string.h>

#include "cmd/command.h"

const struct hook *hook_find(const char *name)
{
	for (size_t i = 0; i < nhooks; i++)
		if (!strcmp(hooks[i].name, name))
			return &hooks[i];
	return NULL;
}

static bool is_action(const char *word)
{
	return !strcmp(word, "install") || !strcmp(word, "uninstall") || !strcmp(word, "run");
}

static error_t parse(int key, char *value, struct argp_state *state)
{
	struct settings *settings = state->input;

	(void)value;
	if (key != ARGP_KEY_END)
		return ARGP_ERR_UNKNOWN;
	if (!settings->arguments.count || !is_action(settings->arguments.data[0]))
		return usage_error(state, "install, uninstall or run is expected");
	if (settings->arguments.count > 3)
		return usage_error(state, "at most a HOOK and a TREE are expected");
	return 0;
}

/* The arguments are [HOOK] [TREE]; a single word that names no hook is the tree. */
static int run_action(const struct settings *settings, struct error *error)
{
	const struct strings *words = &settings->arguments;
	const char *action = words->data[0], *tree = ".";
	const struct hook *hook = words->count > 1 ? hook_find(words->data[1]) : NULL;

	if (words->count > 2 && !hook) {
		error_set(error, ERROR_USAGE, "unknown hook '%s': %s or %s", words->data[1],
			  hooks[0].name, hooks[1].name);
		return EXIT_TROUBLE;
	}
	if (words->count > (hook ? 2u : 1u))
		tree = words->data[words->count - 1];
	if (!strcmp(action, "uninstall"))
		return hook_uninstall(hook, tree, error) ? EXIT_TROUBLE : EXIT_ALL_HOLD;
	if (!hook)
		hook = &hooks[0];
	if (!strcmp(action, "install"))
		return hook_install(settings, hook, tree, error) ? EXIT_TROUBLE : EXIT_ALL_HOLD;
	return hook->run(settings, hook, tree);
}

int cmd_hook(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{ &rules_argp, 0, NULL, 0 }, { &work_argp, 0, NULL, 0 },
		{ &tree_argp, 0, NULL, 0 }, { 0 },
	};
	struct settings settings;
	struct error error = { 0 };
	int code = EXIT_TROUBLE;

	if (!settings_parse(&settings, argc, argv, children, NULL, parse,
			    "install|uninstall [HOOK] [TREE] [-- FLAGS...]\n"
			    "run [HOOK] [TREE] [-- WORDS...]",
			    "Puts a hook into git that judges the callbacks which a change to a kernel "
			    "tree (default: the current directory) can affect, takes it out again, or "
			    "does what the hook does. HOOK is pre-push (the default), which judges what "
			    "is pushed, or pre-commit, which judges what is staged. FLAGS are options "
			    "of run that the hook is to use (--build DIR, --rule RULE, ...).\v"
			    "The hook says nothing when nothing new is wrong. It stops git only for a "
			    "new violation, and says how to go on all the same; where it cannot judge, "
			    "it says so and lets git go on. A hook of somebody else's is not touched. "
			    "Under pre-commit, run judges from PRE_COMMIT_FROM_REF to "
			    "PRE_COMMIT_TO_REF where these are set.\n\n"
			    "Exit codes of run: 0 go on; 1 a new violation; 2 usage."))
		code = run_action(&settings, &error);
	if (error.message)
		print_error(&error);
	error_clear(&error);
	settings_free(&settings);
	return code;
}
