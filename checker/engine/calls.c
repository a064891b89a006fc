// SPDX-License-Identifier: GPL-2.0-only
/* Calls: which function is meant, and whether it is entered. */
#include <string.h>

#include "engine/internal.h"

#define ARGUMENTS_MAX 64

struct call {
	struct frame *frame;
	const struct state *state;
	const struct ir_inst *inst;
	const struct value *arguments[ARGUMENTS_MAX];
	uint32_t narguments;
	continuations *out;
};

static void meet(struct call *call, struct cause *cause)
{
	struct activation *activation = call->frame->activation;

	activation->result->met = cause_add(activation->engine, activation->result->met, cause);
}

static void call_opaque(struct call *call, struct cause *cause)
{
	struct activation *activation = call->frame->activation;
	struct continuation after = { .state = *call->state };

	meet(call, cause);
	trace_add(activation, &after.state, call->inst, (struct trace){
		.kind = TRACE_CALL, .text = cause->callee });
	after.result = effect_opaque(activation, &after.state, call->inst, call->arguments,
				     call->narguments, cause_add(activation->engine, NULL, cause));
	vec_push(call->out, after);
}

/* Each argument as wide as the parameter it becomes. */
static void fit_arguments(struct call *call, const struct ir_function *callee)
{
	struct activation *activation = call->frame->activation;

	for (uint32_t i = 0; i < call->narguments && i < callee->nparams; i++)
		if (callee->locals[i].type.kind != IR_AGG)
			call->arguments[i] = fit_value(activation, call->arguments[i],
						       callee->locals[i].type);
}

static void call_known(struct call *call, struct function_ref ref, const char *key)
{
	struct activation *activation = call->frame->activation;
	struct engine *engine = activation->engine;

	if (!ref.function) {
		call_opaque(call, cause_at(activation, CAUSE_NO_BODY, call->inst, key, NULL, NULL));
		return;
	}
	struct function_info *info = engine_function(engine, ref);
	if (ref.function->damage || !info->cfg) {
		call_opaque(call, cause_at(activation, CAUSE_DAMAGED, call->inst, key, NULL,
					   ref.function->damage));
		return;
	}
	if (!info->open) {
		call_opaque(call, cause_at(activation, CAUSE_CLOSED, call->inst, key, NULL, NULL));
		return;
	}
	if (activation->depth >= engine->options.budgets.call_depth) {
		call_opaque(call, cause_at(activation, CAUSE_BUDGET, call->inst, key, NULL,
					   "call depth"));
		return;
	}
	fit_arguments(call, ref.function);
	struct summary *summary = summarise(activation, call->state, info, call->arguments,
					    call->narguments);
	activation->result->met = causes_unite(engine, activation->result->met,
					       summary->result.met);
	rely_on_summary(activation, summary);
	if (summary->result.incomplete)
		call_opaque(call, summary->result.incomplete);
	else
		apply_summary(activation, call->state, summary, call->inst, call->arguments,
			      call->narguments, call->out);
}

static void call_intrinsic_or_known(struct call *call, struct function_ref ref, const char *key)
{
	struct continuation after = { .state = *call->state };

	switch (execute_intrinsic(call->frame, &after.state, call->inst, ir_plain_name(key),
				  call->arguments, call->narguments, &after.result)) {
	case INTRINSIC_NONE:
		call_known(call, ref, key);
		break;
	case INTRINSIC_DONE:
		vec_push(call->out, after);
		break;
	case INTRINSIC_DEAD:
		break;
	}
}

/* The member that an unknown function pointer was loaded from. */
static const struct ir_field *pointer_field(const struct value *callee)
{
	while (callee->kind == VALUE_SYMBOL && callee->symbol->kind == SYMBOL_INNER)
		callee = callee->symbol->inner;
	return callee->kind == VALUE_SYMBOL ? callee->field : NULL;
}

/* Through a pointer that may be any function assigned to its field. */
static void call_targets(struct call *call, const struct ir_field *field)
{
	struct activation *activation = call->frame->activation;
	struct engine *engine = activation->engine;
	struct field_targets targets = { 0 };

	program_field_targets(engine->program, field->record, field->name, &targets);
	if (!targets.count || targets.count > engine->options.budgets.targets) {
		call_opaque(call, cause_at(activation, CAUSE_BUDGET, call->inst, NULL, field,
					   "targets of a function pointer"));
	} else {
		rely_on(activation, ASSUMPTION_FIELD_TARGETS, call->inst, field);
		vec_each(target, &targets)
			call_intrinsic_or_known(call, program_resolve(engine->program,
				target->unit, target->symbol, false), target->key);
	}
	vec_free(&targets);
}

static void call_value(struct call *call, const struct value *callee)
{
	struct activation *activation = call->frame->activation;
	struct program *program = activation->engine->program;
	const char *key = value_function(callee);

	if (key) {
		uint32_t symbol = ir_find_symbol(activation->unit, key);

		call_intrinsic_or_known(call, symbol ?
			program_resolve(program, activation->unit, symbol,
					activation->info->ref.is_model) :
			program_find(program, key), key);
		return;
	}
	const struct ir_field *field = pointer_field(callee);
	if (field && program_field_is_complete(program, field->record, field->name))
		call_targets(call, field);
	else
		call_opaque(call, cause_at(activation, CAUSE_INDIRECT, call->inst, NULL, field,
					   NULL));
}

void execute_call(struct frame *frame, struct state *state, const struct ir_inst *inst,
		  continuations *out)
{
	struct activation *activation = frame->activation;
	struct call call = { .frame = frame, .state = state, .inst = inst, .out = out };

	for (uint32_t i = 0; i < inst->nargs && i < ARGUMENTS_MAX; i++)
		call.arguments[call.narguments++] = operand_value(frame, &inst->args[i]);
	if (inst->a.kind == IR_SYMBOL) {
		const struct ir_symbol *symbol = &activation->unit->symbols.data[inst->a.index];

		call_intrinsic_or_known(&call, program_resolve(activation->engine->program,
				activation->unit, inst->a.index,
				activation->info->ref.is_model), symbol->name);
		if (symbol->is_noreturn)
			vec_clear(out);
	} else {
		call_value(&call, operand_value(frame, &inst->a));
	}
	vec_each(c, out) {
		if (inst->result == IR_NO_RESULT)
			continue;
		uint32_t width = type_width(activation, inst->type);

		c->result = c->result ? fit_value(activation, c->result, inst->type) :
			any_value(activation, inst, 0, width);
	}
}
