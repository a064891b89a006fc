// SPDX-License-Identifier: GPL-2.0-only
/* Calls: which function each enters, and why it does not. */
#include <string.h>

#include "engine/static_call.h"
#include "engine/static_tables.h"
#include "engine/strategy.h"

#define ARGUMENTS_MAX 64

struct call {
	struct frame *frame;
	const struct state *state;
	struct state chosen;	/* with the causes of the choice of a pointer's targets */
	struct state before;	/* without what was in the place of an aggregate result */
	const struct ir_inst *inst;
	const struct value *arguments[ARGUMENTS_MAX];
	uint32_t narguments;
	continuations *out;
};

/* One opaque call stands for several, of CAUSES; CALLEE when it is one function. */
static void call_opaquely(struct call *call, const struct pmap *causes, const char *callee)
{
	struct activation *activation = call->frame->activation;
	struct continuation after = { .state = *call->state };
	const struct region *result = result_region(activation, call->inst);

	effect_meet(activation, call->state, causes);
	if (result)	/* the callee writes there */
		effect_escape(activation, &after.state,
			      value_address(activation->engine->values, result, 0));
	trace_add(activation, &after.state, call->inst, (struct trace){
		.kind = TRACE_CALL, .text = callee });
	after.result = effect_opaque(activation, &after.state, call->inst, call->arguments,
				     call->narguments, causes);
	vec_push(call->out, after);
}

static void call_opaque(struct call *call, struct cause *cause)
{
	call_opaquely(call, cause_add(call->frame->activation->engine, NULL, cause),
		      cause->callee);
}

static void meet_all(struct activation *activation, const struct exploration *inner)
{
	struct exploration *result = activation->result;

	if (inner->crowded_at && (!result->crowded_at || inner->crowded_at < result->crowded_at))
		result->crowded_at = inner->crowded_at;
	result->met = causes_unite(activation->engine, result->met, inner->met);
	for (unsigned e = 0; e < EVENT_KINDS_MAX; e++)
		result->met_for[e] = causes_unite(activation->engine, result->met_for[e],
						  inner->met_for[e]);
}

/* Widens each argument to its parameter. */
static void fit_arguments(struct call *call, const struct ir_function *callee)
{
	struct activation *activation = call->frame->activation;

	/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): a function without a body is not entered */
	for (uint32_t i = 0; i < call->narguments && i < callee->nparams; i++)
		if (callee->locals[i].type.kind != IR_AGG)
			call->arguments[i] = fit_value(activation, call->arguments[i],
						       callee->locals[i].type);
}

/* The cause that keeps the body of REF from being entered here; NULL: there is none. */
static struct cause *obstacle(struct call *call, struct function_ref ref, const char *key)
{
	struct activation *activation = call->frame->activation;
	struct engine *engine = activation->engine;

	if (!ref.function)
		return cause_at(activation, CAUSE_NO_BODY, call->inst, key, NULL, NULL);
	const struct function_info *info = engine_function(engine, ref);
	if (ref.function->damage || !info->cfg)
		return cause_at(activation, CAUSE_DAMAGED, call->inst, key, NULL,
				ref.function->damage);
	if (!info->open)
		return cause_at(activation, CAUSE_CLOSED, call->inst, key, NULL, NULL);
	if (activation->depth >= engine->options.budgets.call_depth)
		return cause_at(activation, CAUSE_BUDGET, call->inst, key, NULL, "call depth");
	return NULL;
}

static void enter(struct call *call, struct function_ref ref)
{
	struct activation *activation = call->frame->activation;
	struct function_info *info = engine_function(activation->engine, ref);

	struct intmap translated = { 0 };

	fit_arguments(call, ref.function);
	struct summary *summary = summarise(&(struct call_context){
		.caller = activation, .state = call->state, .arguments = call->arguments,
		.narguments = call->narguments, .depth = activation->depth + 1,
		.translated = &translated }, info);
	intmap_free(&translated);
	if (!summary)
		return;
	meet_all(activation, &summary->result);
	note_summary(activation, summary);
	if (summary->result.incomplete)
		call_opaque(call, summary->result.incomplete);
	else
		apply_summary(activation, call->state, summary, call->inst, call->arguments,
			      call->narguments, call->out);
}

/* The targets of a pointer: functions to enter, and causes for the rest. */
struct targets {
	struct field_targets functions;
	const struct pmap *closed;
	const struct ir_field *field;	/* the member that holds them, or NULL */
	bool incomplete;	/* others may exist: one cause stands for them already */
};

static void add_obstacle(struct call *call, struct targets *targets, struct cause *cause)
{
	targets->closed = cause_add(call->frame->activation->engine, targets->closed, cause);
}

/* Adds the functions known to be put into FIELD, and a cause unless these are all. POINTER, loaded from it, may be NULL. */
static void add_field(struct call *call, const struct ir_field *field, const struct value *pointer,
		      struct targets *targets)
{
	struct activation *activation = call->frame->activation;
	struct program *program = activation->engine->program;
	uint32_t most = activation->engine->options.budgets.targets;
	size_t before = targets->functions.count;

	targets->field = field;
	if (pointer && targets_of_variable(activation, pointer, field, &targets->functions) &&
	    targets->functions.count - before <= most)
		return;
	targets->functions.count = before;
	program_field_targets(program, field->record, field->name, &targets->functions);
	targets->incomplete = targets->incomplete ||
		!program_field_is_complete(program, field->record, field->name);
	if (targets->incomplete && targets->functions.count > before &&
	    activation->engine->strategy->takes_known_targets)
		effect_meet(activation, call->state, cause_add(activation->engine, NULL,
			cause_at(activation, CAUSE_INDIRECT, call->inst, NULL, field,
				 program_lost(program, field->record, field->name))));
	else if (targets->incomplete)
		add_obstacle(call, targets, cause_at(activation, CAUSE_INDIRECT, call->inst, NULL,
						     field, program_lost(program, field->record, field->name)));
	else if (targets->functions.count == before || targets->functions.count - before > most)
		add_obstacle(call, targets, cause_at(activation, CAUSE_BUDGET, call->inst, NULL,
						     field, "targets of a function pointer"));
	if (targets->functions.count - before > most)
		targets->functions.count = before + most;
	if (targets->functions.count > before)
		note_assumption(activation, ASSUMPTION_FIELD_TARGETS, call->inst, field);
}

/*
 * Enters each function that can be entered. One opaque call stands for the others. As long as targets
 * are missing, the functions that are not entered matter for events alone: the call can return anything
 * anyway.
 */
static void call_targets(struct call *call, struct targets *targets)
{
	struct activation *activation = call->frame->activation;
	struct engine *engine = activation->engine;

	vec_each(target, &targets->functions) {
		struct function_ref ref = program_resolve(engine->program, target->unit,
							  target->symbol, NULL);
		struct cause *cause = obstacle(call, ref, target->key);

		if (!cause) {
			activation->entering = targets->field;
			enter(call, ref);
			activation->entering = NULL;
		} else if (targets->incomplete && !engine->strategy->takes_known_targets) {
			effect_meet(activation, call->state, cause_add(engine, NULL, cause));
		} else {
			add_obstacle(call, targets, cause);
		}
	}
	if (targets->closed)
		call_opaquely(call, targets->closed, NULL);
	vec_free(&targets->functions);
}

static void call_static(struct call *call, const struct static_call *known, const char *key)
{
	struct targets targets = { 0 };

	/* static_call_cond() goes on after null; its result is not used */
	if (known->may_be_null && call->inst->type.kind == IR_VOID)
		vec_push(call->out, (struct continuation){ .state = *call->state });
	vec_each(function, &known->functions)
		vec_push(&targets.functions, *function);
	vec_each(field, &known->fields)
		add_field(call, *field, NULL, &targets);
	if (known->incomplete)
		add_obstacle(call, &targets, cause_at(call->frame->activation, CAUSE_INDIRECT,
						      call->inst, key, NULL, NULL));
	if (targets.functions.count && !known->incomplete)
		note_assumption(call->frame->activation, ASSUMPTION_STATIC_CALLS, call->inst, NULL);
	call_targets(call, &targets);
}

static void call_known(struct call *call, struct function_ref ref, const char *key)
{
	struct program *program = call->frame->activation->engine->program;
	const struct static_call *known = ref.function ? NULL : program_static_call(program, key);
	struct cause *cause;

	if (known) {
		call_static(call, known, key);
		return;
	}
	cause = obstacle(call, ref, key);
	if (cause)
		call_opaque(call, cause);
	else
		enter(call, ref);
}

/* Whether a model of the engine's role stood in for the function KEY. */
static bool call_in_role(struct call *call, const char *key)
{
	struct engine *engine = call->frame->activation->engine;
	struct function_ref ref = { 0 };

	if (!engine->options.role || call->frame->activation->info->ref.is_model)
		return false;
	ref = program_role_model(engine->program, engine->options.role, key);
	if (ref.function)
		call_known(call, ref, key);
	return ref.function;
}

/* Whether one stood in for all that FIELD may hold. */
static bool call_member_in_role(struct call *call, const struct ir_field *field)
{
	struct engine *engine = call->frame->activation->engine;
	struct function_ref ref = { 0 };

	if (!engine->options.role)
		return false;
	ref = program_role_member(engine->program, engine->options.role, field);
	if (ref.function)
		call_known(call, ref, ref.unit->symbols.data[ref.function->symbol].name);
	return ref.function;
}

static void call_intrinsic_or_known(struct call *call, struct function_ref ref, const char *key)
{
	struct continuation after = { .state = *call->state };

	if (call_in_role(call, key))
		return;
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

/* Without trampolines a static call is a call through its key. The trampoline that it would have, or NULL. */
static const char *trampoline_of(struct engine *engine, const struct value *callee)
{
	const struct symbol *symbol = callee->kind == VALUE_SYMBOL ? callee->symbol : NULL;

	if (!symbol || (symbol->kind != SYMBOL_ENTRY && symbol->kind != SYMBOL_MEMORY) ||
	    symbol->place->region->kind != REGION_GLOBAL)
		return NULL;
	const char *name = static_call_of_key(symbol->place->region->name);
	return name ? region_global(engine->values, arena_printf(engine->arena,
		STATIC_CALL_TRAMPOLINE "%s", name))->name : NULL;
}

/* The function that ACTIVATION runs, if it is a model. */
static const struct ir_function *the_model(const struct activation *activation)
{
	return activation->info->ref.is_model ? activation->function : NULL;
}

static void call_value(struct call *call, const struct value *callee)
{
	struct activation *activation = call->frame->activation;
	struct program *program = activation->engine->program;
	const char *key = value_function(callee);

	if (key) {
		uint32_t symbol = ir_find_symbol(activation->unit, key);

		call_intrinsic_or_known(call, symbol ?
			program_resolve(program, activation->unit, symbol, the_model(activation)) :
			program_find(program, key), key);
		return;
	}
	key = trampoline_of(activation->engine, callee);
	if (key) {
		call_known(call, program_find(program, key), key);
		return;
	}
	const struct ir_field *field = pointer_field(callee);
	if (field && call_member_in_role(call, field))
		return;
	if (field) {
		struct targets targets = { 0 };

		/* causes that might show the pointer to be another */
		call->chosen = *call->state;
		call->chosen.lost = causes_unite(activation->engine, call->chosen.lost,
						 causes_of_escape(activation, callee));
		call->state = &call->chosen;
		add_field(call, field, callee, &targets);
		call_targets(call, &targets);
		return;
	}
	call_opaque(call, cause_at(activation, CAUSE_INDIRECT, call->inst, NULL, NULL, NULL));
}

static void call_symbol(struct call *call, uint32_t symbol, const char *key)
{
	struct activation *activation = call->frame->activation;
	struct program *program = activation->engine->program;
	const struct ir_function *model = the_model(activation);
	struct function_ref ref = program_resolve(program, activation->unit, symbol, model);

	if (ref.function || !program_means_original(program, activation->unit, symbol, model)) {
		call_intrinsic_or_known(call, ref, key);
		return;
	}
	free_site(activation->engine, call->inst);
	vec_push(call->out, (struct continuation){ .state = *call->state });
}

/* The aggregate that INST returns is unknown, until the callee shows it. */
static void forget_result(struct call *call)
{
	struct activation *activation = call->frame->activation;
	const struct region *region = result_region(activation, call->inst);

	if (!region)
		return;
	call->before = *call->state;
	state_drop_region(&activation->domain, &call->before, region);
	state_fill(&activation->domain, &call->before, region, 0,
		   call->inst->type.bits ? call->inst->type.bits : UNKNOWN_SIZE_BITS,
		   value_fill_joined(activation->engine->values, region, 0, call->inst, POINTS_OUTSIDE));
	call->state = &call->before;
}

void execute_call(struct frame *frame, struct state *state, const struct ir_inst *inst,
		  continuations *out)
{
	struct activation *activation = frame->activation;
	struct call call = { .frame = frame, .state = state, .inst = inst, .out = out };

	activation->call = inst;
	for (uint32_t i = 0; i < inst->nargs && i < ARGUMENTS_MAX; i++) {
		const struct value *argument = operand_value(frame, &inst->args[i]);

		call.arguments[call.narguments++] = inst->args[i].type.kind == IR_INT ?
			state_number(&activation->domain, state, argument) :
			state_pointer(&activation->domain, state, argument);
	}
	forget_result(&call);
	if (inst->a.kind == IR_SYMBOL) {
		const struct ir_symbol *symbol = &activation->unit->symbols.data[inst->a.index];

		call_symbol(&call, inst->a.index, symbol->name);
		if (symbol->is_noreturn)
			vec_clear(out);
	} else {
		call_value(&call, state_pointer(&activation->domain, state,
						operand_value(frame, &inst->a)));
	}
	vec_each(c, out) {
		if (inst->result == IR_NO_RESULT)
			continue;
		uint32_t width = type_width(activation, inst->type);

		c->result = c->result ? fit_value(activation, c->result, inst->type) :
			any_value(activation, inst, 0, width);
	}
}
