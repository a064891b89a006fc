// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/states.h"
#include "cmd/settings.h"

#include <string.h>

#include "analysis/models.h"
#include "engine/engine.h"

static void put_causes(struct strbuf *out, const char *label, const struct pmap *causes)
{
	cause_list list = { 0 };

	causes_list(causes, &list);
	vec_each(cause, &list) {
		strbuf_printf(out, "    %s: ", label);
		cause_describe(*cause, out);
		strbuf_putc(out, '\n');
	}
	vec_free(&list);
}

static void put_value(struct strbuf *out, const struct value *value, const struct intset *range,
		      bool is_signed)
{
	if (!value) {
		strbuf_puts(out, "nothing");
		return;
	}
	value_print(value, out);
	if (range) {
		strbuf_puts(out, " in ");
		intset_print(range, is_signed, out);
	}
}

static void put_exploration(struct strbuf *out, struct engine *engine,
			    const struct ir_function *function,
			    const struct exploration *exploration)
{
	size_t number = 0;

	vec_each(outcome, &exploration->outcomes) {
		strbuf_printf(out, "  outcome %zu: returns ", ++number);
		put_value(out, outcome->result, outcome->range, function->return_type.is_signed);
		strbuf_putc(out, '\n');
		put_causes(out, "path depends on", outcome->causes);
		put_causes(out, "value depends on", outcome->value_causes);
		state_print(engine_domain(engine), &outcome->state, out);
	}
	vec_each(event, &exploration->events) {
		strbuf_printf(out, "  event %s %s ", event->name, event->text ? event->text : "");
		put_value(out, event->value, event->range, true);
		strbuf_putc(out, '\n');
	}
	if (exploration->incomplete) {
		strbuf_puts(out, "  incomplete: ");
		cause_describe(exploration->incomplete, out);
		strbuf_putc(out, '\n');
	}
}

static void explore_function(struct program *program, struct ir_unit *unit,
			     struct ir_function *function, struct strbuf *out)
{
	struct engine_options options = { .budgets = default_budgets, .open_all = true, .tracks_locks = true };
	struct engine *engine = engine_new(program, &options);
	struct function_ref ref = { .unit = unit, .function = function };

	strbuf_printf(out, "%s\n", unit->symbols.data[function->symbol].name);
	put_exploration(out, engine, function, engine_explore(engine, ref, NULL, 0, UINT32_MAX));
	engine_free(engine);
}

int dump_states(const struct settings *settings, struct ir_unit *unit, const char *name,
		struct strbuf *out, struct error *error)
{
	struct program *program = program_new();
	struct terminal terminal;

	program_add_unit(program, unit, false);
	terminal_open(&terminal, settings->progress);
	int failed = load_models(program, &settings->options, &terminal.progress, error);
	terminal_close(&terminal);
	for (size_t i = 0; i < unit->functions.count && !failed; i++) {
		struct ir_function *function = &unit->functions.data[i];
		const char *key = unit->symbols.data[function->symbol].name;

		if (!name || !strcmp(ir_plain_name(key), name) || !strcmp(key, name))
			explore_function(program, unit, function, out);
	}
	if (!failed && !out->length)
		failed = error_set(error, ERROR_USAGE, "%s: has no function '%s' with a body",
				   unit->main_file, name ? name : "");
	program_free(program);
	return failed;
}
