// SPDX-License-Identifier: GPL-2.0-only
/* The table of subcommands, in the order of --help, and the choice of one. */
#include "cmd/command.h"

#include <argp.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/kbuild_check.h"
#include "cmd/settings.h"

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < ncommands; i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static error_t parse_first(int key, char *value, struct argp_state *state)
{
	const struct command **command = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->err_stream = NULL;
		return 0;
	case ARGP_KEY_ARG:
		*command = find_command(value);
		if (!*command)
			return usage_error(state, "unknown command '%s' (see mncheck --help)", value);
		state->next = state->argc;
		return 0;
	case ARGP_KEY_NO_ARGS:
		return usage_error(state, "a command is needed (see mncheck --help)");
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* The text for --help: argp prints what follows the vertical tab behind the options. */
static char *describe_commands(void)
{
	struct strbuf text = { 0 };

	strbuf_puts(&text, "Checks that each mmu-notifier callback of a Linux tree keeps its contract."
		    "\vCommands:\n");
	for (size_t i = 0; i < ncommands; i++)
		strbuf_printf(&text, "  %s %s\n      %s\n", commands[i].name,
			      commands[i].arguments, commands[i].what);
	strbuf_puts(&text, "\nmncheck COMMAND --help lists the options of one.\n\n"
		    "Rules (mncheck explain RULE shows the page):\n");
	for (int rule = 0; rule < RULE_COUNT; rule++)
		strbuf_printf(&text, "  %s\n      %s%s\n", rules[rule]->name, rules[rule]->title,
			      rules[rule]->by_default ? "" : " (off by default)");
	strbuf_puts(&text, "\n"
		    "In a kernel build, make C=1|C=2 CHECK=\"mncheck [OPTION...]\": judges the "
		    "callbacks of each file as it is compiled; warnings go to stderr, the exit code "
		    "is 0. OPTION, there or in CF=, written out in full: --strict makes a warning of "
		    "what is undecided, too; rules and work as for scan.\n\n"
		    "Exit codes: 0 every callback holds; 1 a violation; 2 usage or environment; "
		    "3 no violation, but something undecided, not analysed, or a suppression "
		    "that is wrong or stale (with --strict: 1).");
	return strbuf_take(&text);
}

/* Runs a call by kbuild, which names no subcommand. False if ARGV is none; else *CODE is the exit code. */
static bool run_as_checker(int argc, char **argv, int *code)
{
	struct arena *arena = arena_new();
	struct checker_call call;
	bool is_one = checker_call_read(arena, argc, argv, &call);

	if (is_one)
		*code = check_for_kbuild(&call);
	checker_call_free(&call);
	arena_free(arena);
	return is_one;
}

int run_command_line(int argc, char **argv)
{
	int code;

	if (run_as_checker(argc, argv, &code))
		return code;
	const struct command *command = NULL;
	char *text = describe_commands();
	struct argp argp = { .parser = parse_first, .args_doc = "COMMAND ...", .doc = text };
	int first = 0;

	argp_program_version_hook = print_version;
	argp_err_exit_status = EXIT_TROUBLE;
	error_t failed = argp_parse(&argp, argc, argv, ARGP_IN_ORDER, &first, &command);
	free(text);
	if (failed || !command)
		return EXIT_TROUBLE;
	/* argp has stopped at the subcommand's name: find that again */
	for (first = 1; first < argc && strcmp(argv[first], command->name);)
		first++;
	char *name = xasprintf("mncheck %s", command->name);
	argv[first] = name;
	code = command->run(argc - first, argv + first);
	free(name);
	return code;
}
