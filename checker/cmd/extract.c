// SPDX-License-Identifier: GPL-2.0-only
/* mncheck extract: parses one translation unit and writes the unit to a file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/command.h"
#include "cmd/settings.h"
#include "cmd/single.h"
#include "ir/ir.h"
#include "report/escape.h"

enum { OPTION_TREE = 512 };

static const struct argp_option options[] = {
	{ "output", 'o', "UNIT", 0, "Write the unit to this file (default: standard output)", 0 },
	{ "tree", OPTION_TREE, "DIR", 0,
	  "Record paths relative to this kernel tree (default: the one that FILE lies in)", 0 },
	{ 0 },
};

static error_t parse(int key, char *value, struct argp_state *state)
{
	struct settings *settings = state->input;

	switch (key) {
	case 'o':
		settings->output = value;
		return 0;
	case OPTION_TREE:
		settings->tree = value;
		return 0;
	case ARGP_KEY_END:
		if (settings->arguments.count != 1)
			return usage_error(state, "exactly one FILE is needed; the compiler's "
					   "flags go behind --");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* What of the unit TEXT, made of FILE, is not whole: one line each for errors and for functions. */
static void tell_damage(const char *file, const char *text, size_t length)
{
	struct error error = { 0 };
	char *copy = memcpy(xcalloc(1, length + 1), text, length);
	struct ir_unit *unit = ir_parse_unit(copy, length, file, &error);

	if (!unit) {
		error_clear(&error);
		return;
	}
	struct strbuf lines = { 0 };

	vec_each(problem, &unit->problems) {
		strbuf_puts(&lines, "mncheck: ");
		escape_for_terminal(&lines, *problem);
		strbuf_putc(&lines, '\n');
	}
	vec_each(function, &unit->functions) {
		const char *name = unit->symbols.data[function->symbol].name;

		if (!function->damage)
			continue;
		strbuf_puts(&lines, "mncheck: ");
		escape_for_terminal(&lines, arena_printf(unit->arena, "%s: '%s' is not whole: %s", file,
							 ir_plain_name(name), function->damage));
		strbuf_putc(&lines, '\n');
	}
	fputs(strbuf_text(&lines), stderr);
	strbuf_free(&lines);
	ir_unit_free(unit);
}

static int extract(const struct settings *settings, struct error *error)
{
	struct terminal terminal;
	struct strbuf text = { 0 };

	if (output_check(settings->output, error))
		return -1;
	terminal_open(&terminal, settings->progress);
	text.text = make_single_unit(settings, &terminal.progress, settings->arguments.data[0],
				     &text.length, error);
	terminal_close(&terminal);
	int failed = text.text ? output_write(settings->output, &text, error) : -1;
	if (!failed)
		tell_damage(settings->arguments.data[0], text.text, text.length);
	free(text.text);
	return failed;
}

int cmd_extract(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{ &work_argp, 0, NULL, 0 }, { &tree_argp, 0, NULL, 0 }, { 0 },
	};
	struct settings settings;
	struct error error = { 0 };
	int failed = settings_parse(&settings, argc, argv, children, options, parse,
				    "FILE -o UNIT [-- FLAGS...]",
				    "Parses one translation unit: with the flags behind --, else, in "
				    "a kernel tree, as kbuild compiles it.");

	if (!failed) {
		failed = extract(&settings, &error);
		if (failed)
			print_error(&error);
	}
	error_clear(&error);
	settings_free(&settings);
	return failed ? EXIT_TROUBLE : EXIT_ALL_HOLD;
}
