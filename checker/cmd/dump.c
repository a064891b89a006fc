// SPDX-License-Identifier: GPL-2.0-only
/* mncheck dump: shows what the steps of the pipeline make of a source, a callback, a tree. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/command.h"
#include "cmd/settings.h"
#include "analysis/nonblock_caller.h"
#include "cmd/dump_command.h"
#include "cmd/dump_contract.h"
#include "cmd/dump_rounds.h"
#include "cmd/single.h"
#include "cmd/states.h"
#include "ir/ir.h"
#include "kbuild/kbuild.h"

/* What can be shown of a function; --help and the options are made from it. */
enum {
	OPTION_IR = 600, OPTION_CFG, OPTION_STATES, OPTION_ROUNDS, OPTION_NONBLOCK, OPTION_CONTRACT,
	OPTION_COMMAND,
};

static const struct argp_option options[] = {
	{ "ir", OPTION_IR, NULL, 0, "The intermediate representation, as text", 0 },
	{ "cfg", OPTION_CFG, NULL, 0, "The control-flow graph, for Graphviz' dot", 0 },
	{ "states", OPTION_STATES, NULL, 0,
	  "All ways in which FUNCTION can end, as the engine sees them", 0 },
	{ "rounds", OPTION_ROUNDS, NULL, 0,
	  "Of a callback in a TREE, or in a FILE of one: what each round of the refinement asked, depended on, "
	  "looked into and spent, and why a verdict stays undecided", 0 },
	{ "nonblock", OPTION_NONBLOCK, NULL, 0,
	  "Of a TREE, not of a FILE: who calls notifiers without blocking, and with which events", 0 },
	{ "contract", OPTION_CONTRACT, NULL, 0,
	  "The kinds of callbacks, how each era tells blockability, and which kinds a rule is about", 0 },
	{ "command", OPTION_COMMAND, NULL, 0,
	  "Of FILES of a TREE: how they are compiled, in the form of compile_commands.json", 0 },
	{ "output", 'o', "FILE", 0, "Write to FILE (default: standard output)", 0 },
	{ 0 },
};

static error_t parse(int key, char *value, struct argp_state *state)
{
	struct settings *settings = state->input;

	switch (key) {
	case OPTION_IR:
	case OPTION_CFG:
	case OPTION_STATES:
	case OPTION_ROUNDS:
	case OPTION_NONBLOCK:
	case OPTION_CONTRACT:
	case OPTION_COMMAND:
		settings->dump = key;
		return 0;
	case 'o':
		settings->output = value;
		return 0;
	case ARGP_KEY_END:
		if (!settings->dump)
			return usage_error(state, "one of --ir, --cfg, --states, --rounds, --nonblock, "
					   "--contract and --command is needed");
		if (settings->dump == OPTION_NONBLOCK && settings->arguments.count > 1)
			return usage_error(state, "at most one TREE is expected");
		if (settings->dump == OPTION_CONTRACT && settings->arguments.count)
			return usage_error(state, "--contract is about no file");
		if (settings->dump == OPTION_NONBLOCK || settings->dump == OPTION_CONTRACT)
			return 0;
		if (settings->dump == OPTION_COMMAND)
			return settings->arguments.count > 1 ? 0 :
			       usage_error(state, "a TREE and FILES of it are needed");
		if (settings->dump == OPTION_ROUNDS &&
		    (!settings->arguments.count || settings->arguments.count > 2))
			return usage_error(state, "a CALLBACK and its TREE are needed");
		if (!settings->arguments.count || settings->arguments.count > 2)
			return usage_error(state, "[FUNCTION] FILE is needed; the compiler's "
					   "flags go behind --");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* Text inside a dot label: lines end in \l, which aligns them to the left. */
static void put_label(struct strbuf *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '\n') {
			strbuf_puts(out, "\\l");
			continue;
		}
		if (*text == '"' || *text == '\\')
			strbuf_putc(out, '\\');
		strbuf_putc(out, *text);
	}
	strbuf_puts(out, "\\l");
}

static const char *edge_label(const struct ir_inst *end, uint32_t target)
{
	if (end->opcode == IR_BRANCH)
		return target ? "false" : "true";
	return end->opcode == IR_SWITCH && !target ? "default" : "";
}

static void put_edges(struct strbuf *out, uint32_t from, const struct ir_inst *end)
{
	for (uint32_t i = 0; i < end->ntargets; i++)
		strbuf_printf(out, "\tb%u -> b%u [label=\"%s\"];\n", from, end->targets[i],
			      edge_label(end, i));
	for (uint32_t i = 0; i < end->ncases; i++)
		strbuf_printf(out, "\tb%u -> b%u [label=\"%llu..%llu\"];\n", from,
			      end->cases[i].target, (unsigned long long)end->cases[i].low,
			      (unsigned long long)end->cases[i].high);
}

static void put_graph(const struct ir_unit *unit, const struct ir_function *function,
		      struct strbuf *out)
{
	strbuf_printf(out, "digraph \"%s\" {\n\tnode [shape=box, fontname=monospace];\n",
		      ir_plain_name(unit->symbols.data[function->symbol].name));
	for (uint32_t i = 0; i < function->nblocks; i++) {
		const struct ir_block *block = &function->blocks[i];

		strbuf_printf(out, "\tb%u [label=\"%u:\\l", i, i);
		for (uint32_t j = 0; j < block->count; j++) {
			struct strbuf line = { 0 };

			ir_print_inst(unit, function, &block->insts[j], &line);
			put_label(out, strbuf_text(&line));
			strbuf_free(&line);
		}
		strbuf_puts(out, "\"];\n");
		if (block->count)
			put_edges(out, i, &block->insts[block->count - 1]);
	}
	strbuf_puts(out, "}\n");
}

static int dump_function(struct ir_unit *unit, struct ir_function *function, int what,
			 struct strbuf *out, struct error *error)
{
	if (ir_function_load(unit, function, error))
		return -1;
	if (what == OPTION_CFG)
		put_graph(unit, function, out);
	else
		ir_dump_function(unit, function, out);
	return 0;
}

/* Shows all functions called NAME (there may be a static one per header), or the whole unit. */
static int dump_unit(struct ir_unit *unit, int what, const char *name, struct strbuf *out,
		     struct error *error)
{
	if (!name && what == OPTION_IR) {
		ir_print_unit(unit, out);
		return 0;
	}
	vec_each(function, &unit->functions) {
		const char *key = unit->symbols.data[function->symbol].name;

		if (name && strcmp(ir_plain_name(key), name) && strcmp(key, name))
			continue;
		if (dump_function(unit, function, what, out, error))
			return -1;
	}
	if (name && !out->length)
		return error_set(error, ERROR_USAGE, "%s: has no function '%s' with a body",
				 unit->main_file, name);
	return 0;
}

static void put_caller(const struct nonblock_caller *caller, struct strbuf *out)
{
	const char *before = "";

	if (caller->function)
		strbuf_printf(out, "%s:%u: %s: ", caller->file, caller->line, caller->function);
	switch (caller->answer) {
	case NONBLOCK_UNKNOWN:
		strbuf_printf(out, "unknown: %s", caller->why_not);
		break;
	case NONBLOCK_NOBODY:
		strbuf_puts(out, "nobody calls notifiers without blocking");
		break;
	case NONBLOCK_NO_EVENT:
		strbuf_puts(out, "ranges have no event");
		break;
	case NONBLOCK_EVENTS:
		for (size_t i = 0; i < caller->nevents; i++, before = ", ") {
			const struct nonblock_event *event = &caller->events[i];

			strbuf_printf(out, "%s%s (%" PRIu64 ")", before,
				      event->name ? event->name : "unnamed", event->value);
		}
		break;
	}
	strbuf_putc(out, '\n');
}

static int dump_nonblock(const struct settings *settings, struct error *error)
{
	const char *tree = settings->arguments.count ? settings->arguments.data[0] : NULL;
	const char *arch = settings->options.arches.count ? settings->options.arches.data[0] : NULL;
	struct nonblock_caller caller;
	struct terminal terminal;
	struct session session;
	struct strbuf out = { 0 };

	terminal_open(&terminal, settings->progress);
	int failed = session_open_tree(&session, &settings->options, &terminal.progress, tree, error);
	if (!failed && arch)
		failed = (arch = tree_arch(session.tree, arch, error)) ? 0 : -1;
	if (!failed)
		failed = session_open_build(&session, arch, error);
	if (!failed)
		failed = find_nonblock_caller(&session, session.tree->arena, &caller, error);
	terminal_close(&terminal);
	if (!failed) {
		put_caller(&caller, &out);
		failed = output_write(settings->output, &out, error);
	}
	session_close(&session);
	strbuf_free(&out);
	return failed;
}

static int dump_commands(const struct settings *settings, struct strbuf *out, struct error *error)
{
	struct terminal terminal;

	terminal_open(&terminal, settings->progress);
	int failed = dump_command(settings, &terminal.progress, out, error);
	terminal_close(&terminal);
	return failed;
}

/* What is about no unit: the rounds of a callback, the contract, commands of the compiler. */
static int dump_other(const struct settings *settings, struct error *error)
{
	struct strbuf out = { 0 };
	int failed = output_check(settings->output, error);

	if (!failed && settings->dump == OPTION_ROUNDS)
		failed = dump_rounds(settings, &out, error);
	else if (!failed && settings->dump == OPTION_COMMAND)
		failed = dump_commands(settings, &out, error);
	else if (!failed)
		dump_contract(&out);
	if (!failed)
		failed = output_write(settings->output, &out, error);
	strbuf_free(&out);
	return failed;
}

static int dump(const struct settings *settings, struct error *error)
{
	struct terminal terminal;
	struct strbuf out = { 0 };
	size_t length = 0;
	const char *file = vec_last(&settings->arguments);
	const char *name = settings->arguments.count > 1 ? settings->arguments.data[0] : NULL;

	if (output_check(settings->output, error))
		return -1;
	terminal_open(&terminal, settings->progress);
	char *text = make_single_unit(settings, &terminal.progress, file, &length, error);
	terminal_close(&terminal);
	struct ir_unit *unit = text ? ir_parse_unit(text, length, file, error) : NULL;
	int failed = unit ? 0 : -1;
	if (unit && settings->dump == OPTION_STATES) {
		failed = dump_states(settings, unit, name, &out, error);
	} else if (unit) {
		failed = dump_unit(unit, settings->dump, name, &out, error);
		ir_unit_free(unit);
	}
	if (!failed)
		failed = output_write(settings->output, &out, error);
	strbuf_free(&out);
	return failed;
}

int cmd_dump(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{ &rules_argp, 0, NULL, 0 }, { &work_argp, 0, NULL, 0 },
		{ &tree_argp, 0, NULL, 0 }, { 0 },
	};
	struct settings settings;
	struct error error = { 0 };
	int failed = settings_parse(&settings, argc, argv, children, options, parse,
				    "[FUNCTION] FILE [-- FLAGS...]\n--rounds CALLBACK [TREE | FILE]\n"
				    "--nonblock [TREE]\n--contract\n--command TREE FILE...",
				    "Shows one function of a translation unit, or all of them; or how a callback "
				    "of a tree came to its verdicts, round by round.");

	if (!failed) {
		failed = settings.dump == OPTION_NONBLOCK ? dump_nonblock(&settings, &error) :
			 settings.dump == OPTION_CONTRACT || settings.dump == OPTION_ROUNDS ||
		 settings.dump == OPTION_COMMAND ?
			 dump_other(&settings, &error) :
			 dump(&settings, &error);
		if (failed)
			print_error(&error);
	}
	error_clear(&error);
	settings_free(&settings);
	return failed ? EXIT_TROUBLE : EXIT_ALL_HOLD;
}
