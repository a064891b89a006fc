// SPDX-License-Identifier: GPL-2.0-only
/* The meaning of each instruction. */
#include <string.h>

#include "engine/entry_cases.h"
#include "engine/internal.h"

/* ---- values and types ---- */

/* Bits of memory that a value of INST's type takes. */
static uint64_t storage_width(struct activation *activation, const struct ir_inst *inst)
{
	if (inst->bit_width)
		return inst->bit_width;
	if (inst->type.kind == IR_BOOL)
		return 8;
	if (inst->type.kind == IR_PTR)
		return activation->unit->pointer_bits;
	return inst->type.bits ? inst->type.bits : UNKNOWN_SIZE_BITS;
}

static const struct ir_field *field_of(struct activation *activation, uint32_t field)
{
	return field ? &activation->unit->fields.data[field] : NULL;
}

/* ---- memory ---- */

static const struct value *load(struct frame *frame, const struct state *state,
				const struct ir_inst *inst)
{
	struct activation *activation = frame->activation;
	int64_t offset;
	const struct region *region = state_region(&activation->domain, state,
						   operand_value(frame, &inst->a), &offset);
	uint64_t width = storage_width(activation, inst);

	if (!region || width > 64)
		return any_value(activation, inst, 0, type_width(activation, inst->type));
	const struct value *value = state_load(&activation->domain, state, region,
					       offset * 8 + inst->bit_offset, width,
					       field_of(activation, inst->field));
	if (inst->bit_width && inst->type.kind != IR_BOOL)
		return operate(activation, inst->type.is_signed ? IR_SEXT : IR_ZEXT,
			       value->width < width ? operate(activation, IR_ZEXT, value, NULL,
							      (uint32_t)width, inst) : value,
			       NULL, type_width(activation, inst->type), inst);
	return fit_value(activation, value, inst->type);
}

/* A volatile read of memory that no other code can change is like any other. */
static const struct value *load_volatile(struct frame *frame, const struct state *state,
					 const struct ir_inst *inst)
{
	struct activation *activation = frame->activation;
	int64_t offset;
	const struct region *region = state_region(&activation->domain, state,
						   operand_value(frame, &inst->a), &offset);

	if (region && !activation->domain.exposed(&activation->domain, state, region) &&
	    region_root(region)->kind != REGION_GLOBAL)
		return load(frame, state, inst);
	struct symbol symbol = { .kind = SYMBOL_ANY, .site = inst };

	free_site(activation->engine, inst);
	/* a pointer that is read twice from one place may be the same */
	if (region)
		symbol.place = place_get(activation->engine->values, region, offset * 8,
					 storage_width(activation, inst), NULL);
	return value_symbol(activation->engine->values, &symbol, type_width(activation, inst->type));
}

/* An error number, -4095..-1: a trace shows where it comes from. */
static bool is_error_constant(const struct value *value)
{
	uint64_t bits;

	return value_is_const(value, &bits) && value->width >= 32 &&
	       sign_extend(bits, value->width) < 0 && sign_extend(bits, value->width) >= -4095;
}

/* A write through a pointer leaves memory under other names as it is: assumption "no-alias". */
static void note_write(struct activation *activation, const struct region *region,
		       const struct ir_inst *inst)
{
	if (region_root(region)->kind == REGION_POINTEE)
		note_assumption(activation, ASSUMPTION_NO_ALIAS, inst, NULL);
}

static void store(struct frame *frame, struct state *state, const struct ir_inst *inst)
{
	struct activation *activation = frame->activation;
	int64_t offset;
	const struct region *region = state_region(&activation->domain, state,
						   operand_value(frame, &inst->a), &offset);
	uint64_t width = storage_width(activation, inst);
	const struct value *value = operand_value(frame, &inst->b);

	if (!region)
		return;
	note_write(activation, region, inst);
	if (is_error_constant(value))
		trace_add(activation, state, inst, (struct trace){
			.kind = TRACE_ASSIGN, .value = value });
	offset = offset * 8 + inst->bit_offset;
	if (width > 64) {
		effect_escape(activation, state, value);
		state_fill(&activation->domain, state, region, offset, width,
			   value_fill_joined(activation->engine->values, region, offset, inst, POINTS_ANYWHERE));
		return;
	}
	if (value->width > width)
		value = operate(activation, IR_TRUNC, value, NULL, (uint32_t)width, inst);
	effect_store(activation, state, region, offset, width, field_of(activation, inst->field),
		     value);
}

static void copy(struct frame *frame, struct state *state, const struct ir_inst *inst)
{
	struct activation *activation = frame->activation;
	struct values *values = activation->engine->values;
	int64_t to_offset, from_offset;
	const struct region *to = state_region(&activation->domain, state,
					       operand_value(frame, &inst->a), &to_offset);
	const struct region *from = state_region(&activation->domain, state,
						 operand_value(frame, &inst->b), &from_offset);
	uint64_t width = inst->type.bits ? inst->type.bits : UNKNOWN_SIZE_BITS;

	if (!to)
		return;
	note_write(activation, to, inst);
	if (from)
		state_copy(&activation->domain, state, to, to_offset * 8, from, from_offset * 8,
			   width);
	else
		state_fill(&activation->domain, state, to, to_offset * 8, width,
			   value_fill_joined(values, to, to_offset * 8, inst, POINTS_ANYWHERE));
}

static void zero(struct frame *frame, struct state *state, const struct ir_inst *inst)
{
	struct activation *activation = frame->activation;
	int64_t offset;
	const struct region *region = state_region(&activation->domain, state,
						   operand_value(frame, &inst->a), &offset);

	if (!region)
		return;
	note_write(activation, region, inst);
	state_fill(&activation->domain, state, region, offset * 8,
		   inst->type.bits ? inst->type.bits : UNKNOWN_SIZE_BITS,
		   value_fill_zero(activation->engine->values));
}

static void declare(struct frame *frame, struct state *state, const struct ir_inst *inst)
{
	struct activation *activation = frame->activation;
	struct engine *engine = activation->engine;
	const struct ir_local *local = &activation->function->locals[inst->a.index];
	const struct region *region = region_local(engine->values, activation->function,
						   inst->a.index, local->name);

	state_drop_region(&activation->domain, state, region);
	state->escaped = pmap_remove(activation->scratch, state->escaped, region->id);
	if (local->address_taken || local->type.kind == IR_AGG)
		state_fill(&activation->domain, state, region, 0,
			   local->type.bits ? local->type.bits : UNKNOWN_SIZE_BITS,
			   value_fill_indeterminate(engine->values));
}

/* ---- arithmetic ---- */

static const struct value *binary(struct frame *frame, struct state *state, const struct ir_inst *inst)
{
	struct activation *activation = frame->activation;
	const struct value *a = operand_value(frame, &inst->a), *b = operand_value(frame, &inst->b);
	uint32_t width = ir_is_compare(inst->opcode) ? 1 : type_width(activation, inst->type);

	if (inst->a.type.kind == IR_FLOAT || inst->a.type.bits > 64)
		return any_value(activation, inst, 0, width);
	if (a->width < b->width)
		a = operate(activation, IR_ZEXT, a, NULL, b->width, inst);
	else if (b->width < a->width)
		b = operate(activation, IR_ZEXT, b, NULL, a->width, inst);
	const struct value *result = operate(activation, inst->opcode, a, b, width, inst);

	if ((inst->opcode == IR_EQ || inst->opcode == IR_NE) && a->width == activation->unit->pointer_bits &&
	    state_truth(&activation->domain, state, result) == TRUTH_UNKNOWN)
		state_compare(&activation->domain, state, a, b);
	return result;
}

static const struct value *cast(struct frame *frame, const struct ir_inst *inst)
{
	struct activation *activation = frame->activation;
	const struct value *a = operand_value(frame, &inst->a);
	uint32_t width = type_width(activation, inst->type);

	if (inst->type.kind == IR_FLOAT || inst->a.type.kind == IR_FLOAT)
		return any_value(activation, inst, 0, width);
	if (a->width == width)
		return a;
	if (width == 1)
		return fit_value(activation, a, inst->type);
	return operate(activation, inst->opcode, a, NULL, width, inst);
}

/*
 * Whether the address of INST's member tells which member it is. The first member has the address of its object.
 * It is told apart where a source names it. A header's function means members of the lock itself, which the
 * locks of all types have in common.
 */
static bool names_member(const struct frame *frame, const struct ir_inst *inst)
{
	return inst->field && (inst->offset || !program_is_in_header(frame->activation->info->key));
}

static const struct value *address_of_field(struct frame *frame, const struct ir_inst *inst)
{
	struct engine *engine = frame->activation->engine;
	const struct value *address = value_offset(engine->values, operand_value(frame, &inst->a),
						   inst->offset);

	if (names_member(frame, inst) && !intmap_has(&engine->address_fields, address->id))
		intmap_set(&engine->address_fields, address->id,
			   (void *)field_of(frame->activation, inst->field));
	return address;
}

static const struct value *unsupported(struct frame *frame, struct state *state,
				       const struct ir_inst *inst)
{
	struct activation *activation = frame->activation;
	struct cause *cause = cause_at(activation, CAUSE_UNSUPPORTED, inst, NULL, NULL, inst->text);
	const struct pmap *causes = cause_add(activation->engine, NULL, cause);

	effect_meet(activation, state, causes);
	effect_opaque(activation, state, inst, NULL, 0, causes);
	return any_value(activation, inst, 0, type_width(activation, inst->type));
}

static void explain_site(struct activation *activation, enum cause_kind kind,
			 const struct ir_inst *inst)
{
	cause_of_site(activation->engine, inst, cause_add(activation->engine, NULL,
		cause_at(activation, kind, inst, NULL, NULL, inst->text)));
}

/* The argument that a va_arg reads; NULL: it is none that a caller is known to pass. */
static const struct value *variable_argument(struct frame *frame, const struct state *state,
					     const struct ir_inst *inst)
{
	struct activation *activation = frame->activation;
	struct values *values = activation->engine->values;
	const struct ir_function *function = activation->function;

	if (!inst->text || strcmp(inst->text, "va_arg") || inst->a.kind == IR_NONE || !function->variadic)
		return NULL;
	const struct intset *number = state_range(&activation->domain, state,
						  operand_value(frame, &inst->a));
	if (!intset_is_const(number) || !activation->caller ||
	    function->nparams + intset_min(number) >= activation->narguments)
		return NULL;
	const struct region *region = region_local(values, function,
		VARIABLE_ARGUMENTS + (uint32_t)intset_min(number), "...");
	return import_place(activation, place_get(values, region, 0,
						  type_width(activation, inst->type), NULL));
}

/*
 * The hardware chooses what assembly yields that is volatile, or has no inputs. All else that lowering does not know has a
 * cause.
 */
static const struct value *unknown(struct frame *frame, const struct state *state,
				   const struct ir_inst *inst)
{
	struct activation *activation = frame->activation;
	const struct value *argument = variable_argument(frame, state, inst);

	if (argument)
		return argument;
	if (!inst->text || !starts_with(inst->text, "asm")) {
		explain_site(activation, CAUSE_UNSUPPORTED, inst);
	} else {
		note_assumption(activation, ASSUMPTION_ASM, inst, NULL);
		if (!strcmp(inst->text, IR_ASM_THAT_MAY_FAULT))
			explain_site(activation, CAUSE_FAULT, inst);
		else if (!strcmp(inst->text, IR_ASM_OF_INPUTS))
			explain_site(activation, CAUSE_UNSUPPORTED, inst);
		else
			free_site(activation->engine, inst);
	}
	return any_value(activation, inst, 0, type_width(activation, inst->type));
}

static const struct value *compute(struct frame *frame, struct state *state,
				   const struct ir_inst *inst)
{
	struct values *values = frame->activation->engine->values;

	switch (inst->opcode) {
	case IR_LOAD:
		return load(frame, state, inst);
	case IR_VOLATILE:
		return load_volatile(frame, state, inst);
	case IR_STORE:
		store(frame, state, inst);
		return NULL;
	case IR_COPY:
		copy(frame, state, inst);
		return NULL;
	case IR_ZERO:
		zero(frame, state, inst);
		return NULL;
	case IR_DECL:
		declare(frame, state, inst);
		return NULL;
	case IR_FIELD:
		return address_of_field(frame, inst);
	case IR_INDEX:
		return value_index(values, operand_value(frame, &inst->a),
				   operand_value(frame, &inst->b), inst->stride);
	case IR_ZEXT:
	case IR_SEXT:
	case IR_TRUNC:
	case IR_CAST:
		return cast(frame, inst);
	case IR_UNKNOWN:
		return unknown(frame, state, inst);
	case IR_UNSUPPORTED:
		return unsupported(frame, state, inst);
	default:
		return binary(frame, state, inst);
	}
}

/* ---- control ---- */

static bool is_live_after(const struct activation *activation, const struct ir_inst *last,
			  uint32_t temp)
{
	const struct cfg *cfg = activation->info->cfg;

	for (uint32_t i = 0; i < last->ntargets; i++)
		if (bit_is_set(cfg->live_temps[last->targets[i]], temp))
			return true;
	for (uint32_t i = 0; i < last->ncases; i++)
		if (bit_is_set(cfg->live_temps[last->cases[i].target], temp))
			return true;
	return false;
}

/* Temporaries pass from block to block in the state: those that live after LAST, or all. */
static void save_temps(struct frame *frame, struct state *state, const struct ir_inst *last)
{
	struct activation *activation = frame->activation;
	const struct ir_function *function = activation->function;

	state->temps = NULL;
	for (uint32_t i = 0; i < function->ntemps; i++)
		if (frame->temps[i] && (!last || is_live_after(activation, last, i)))
			state->temps = pmap_set(activation->scratch, state->temps, i,
						frame->temps[i]);
}

static bool restore_temp(uint32_t key, const void *value, void *context)
{
	struct frame *frame = context;

	frame->temps[key] = value;
	return true;
}

/* INST will make symbols that it made in an earlier round of its loop: those become older ones. */
static void age_site(struct frame *frame, struct state *state, const struct ir_inst *inst)
{
	size_t bytes = (frame->activation->function->ntemps + 1) * sizeof(*frame->temps);

	save_temps(frame, state, NULL);
	state_age(&frame->activation->domain, state, inst);
	memset(frame->temps, 0, bytes);
	pmap_each(state->temps, restore_temp, frame);
}

static void go(struct frame *frame, struct state *state, uint32_t block)
{
	struct state next = *state;

	if (frame->is_undecided)
		note_undecided(frame->worklist, frame->block, block);
	enqueue(frame->worklist, block, &next);
}

static void branch(struct frame *frame, struct state *state, const struct ir_inst *inst)
{
	struct activation *activation = frame->activation;
	const struct value *condition = operand_value(frame, &inst->a);
	enum truth truth = state_truth(&activation->domain, state, condition);

	frame->is_undecided = truth == TRUTH_UNKNOWN;
	for (int taken = 1; taken >= 0; taken--) {
		struct state next = *state;

		if (truth != TRUTH_UNKNOWN && truth != (enum truth)taken)
			continue;
		if (!state_assume_truth(&activation->domain, &next, condition, taken))
			continue;
		if (inst->a.kind != IR_CONST)
			trace_add(activation, &next, inst, (struct trace){
				.kind = TRACE_BRANCH, .taken = (uint32_t)taken,
				.known = truth != TRUTH_UNKNOWN && !is_decided_by_case(activation, condition),
				.value = condition });
		go(frame, &next, inst->targets[taken ? 0 : 1]);
	}
}

static void take_case(struct frame *frame, struct state *state, const struct ir_inst *inst,
		      const struct value *value, const struct intset *set, uint32_t number,
		      uint32_t target)
{
	struct state next = *state;

	if (!state_assume(&frame->activation->domain, &next, value, set))
		return;
	trace_add(frame->activation, &next, inst, (struct trace){
		.kind = TRACE_CASE, .taken = number, .value = value, .range = set });
	go(frame, &next, target);
}

static void switch_to(struct frame *frame, struct state *state, const struct ir_inst *inst)
{
	struct activation *activation = frame->activation;
	struct intset_pool *pool = values_pool(activation->engine->values);
	const struct value *value = operand_value(frame, &inst->a);
	const struct intset *rest = state_range(&activation->domain, state, value);

	frame->is_undecided = !intset_is_const(rest);
	for (uint32_t i = 0; i < inst->ncases && !intset_is_empty(rest); i++) {
		const struct intset *arm = intset_range(pool, value->width, inst->cases[i].low,
							inst->cases[i].high);
		const struct intset *both = intset_intersect(pool, rest, arm);

		if (!intset_is_empty(both))
			take_case(frame, state, inst, value, both, i + 1, inst->cases[i].target);
		rest = intset_intersect(pool, rest, intset_complement(pool, arm));
	}
	if (!intset_is_empty(rest))
		take_case(frame, state, inst, value, rest, 0, inst->targets[0]);
}

/* The path goes on depending on CAUSE. */
static void depend_on(struct activation *activation, struct state *state,
			  const struct cause *cause)
{
	state->lost = cause_add(activation->engine, state->lost, cause);
}

/* The aggregate at ADDRESS is returned. */
static void return_aggregate(struct frame *frame, struct state *state, const struct value *address)
{
	struct activation *activation = frame->activation;
	const struct ir_function *function = activation->function;
	int64_t offset;
	const struct region *from = state_region(&activation->domain, state, address, &offset);

	if (from && function->return_type.bits)
		state_copy(&activation->domain, state,
			   region_local(activation->engine->values, function, RESULT_LOCAL, "result"), 0,
			   from, offset * 8, function->return_type.bits);
}

static void terminate(struct frame *frame, struct state *state, const struct ir_inst *inst)
{
	const struct value *value;

	switch (inst->opcode) {
	case IR_RETURN:
		value = inst->a.kind == IR_NONE ? NULL : operand_value(frame, &inst->a);
		if (value && frame->activation->function->return_type.kind == IR_AGG) {
			return_aggregate(frame, state, value);
			value = NULL;
		}
		add_exit(frame->worklist, state, value, inst);
		return;
	case IR_UNREACHABLE:
		return;
	default:
		break;
	}
	save_temps(frame, state, inst);
	switch (inst->opcode) {
	case IR_BRANCH:
		branch(frame, state, inst);
		break;
	case IR_SWITCH:
		switch_to(frame, state, inst);
		break;
	default:
		if (inst->opcode == IR_CHOOSE && inst->text && inst->ntargets > 1)
			depend_on(frame->activation, state, cause_at(frame->activation,
				      CAUSE_UNSUPPORTED, inst, NULL, NULL, inst->text));
		frame->is_undecided = inst->ntargets > 1;
		for (uint32_t i = 0; i < inst->ntargets; i++)
			go(frame, state, inst->targets[i]);
	}
}

/* ---- blocks ---- */

/* Pointers that one instruction may follow. */
#define POINTERS_MAX 16

static bool makes_symbols(enum ir_opcode opcode)
{
	return opcode == IR_CALL || opcode == IR_VOLATILE || opcode == IR_UNKNOWN ||
	       opcode == IR_UNSUPPORTED;
}

static void look_at_watched(struct frame *frame, struct state *state, const struct ir_inst *inst)
{
	struct activation *activation = frame->activation;

	if (!intmap_has(&activation->engine->watched, (uint64_t)(uintptr_t)inst))
		return;
	trace_add(activation, state, inst, (struct trace){ .kind = TRACE_NOTE });
	add_event(activation, (struct event){
		.name = EVENT_WATCHED, .state = *state, .site = inst, .unit = activation->unit,
		.causes = causes_of_facts(activation->engine, state) });
}

/* Notes that INST made symbols, if more were made than BEFORE. */
static void note_mixing(struct activation *activation, const struct ir_inst *inst, uint64_t before)
{
	if (activation->domain.mixed != before)
		intmap_set(&activation->mixing, (uint64_t)(uintptr_t)inst, activation);
}

/* The pointers that INST follows, in POINTERS; returns how many. */
static uint32_t pointers_of(struct frame *frame, const struct ir_inst *inst,
			    const struct value **pointers, uint32_t most)
{
	uint32_t count = 0;

	switch (inst->opcode) {
	case IR_COPY:
		pointers[count++] = operand_value(frame, &inst->b);
		/* fall through */
	case IR_LOAD:
	case IR_STORE:
	case IR_ZERO:
	case IR_VOLATILE:
		pointers[count++] = operand_value(frame, &inst->a);
		break;
	case IR_CALL:
		if (inst->a.kind != IR_SYMBOL)
			pointers[count++] = operand_value(frame, &inst->a);
		for (uint32_t i = 0; i < inst->nargs && count < most; i++)
			pointers[count++] = operand_value(frame, &inst->args[i]);
		break;
	default:
		break;
	}
	return count;
}

/* What keeps an access of INST from having one place each, and can be taken apart; NULL: nothing. */
static const struct value *choice_of(struct frame *frame, const struct state *state,
				     const struct ir_inst *inst)
{
	struct activation *activation = frame->activation;
	const struct value *pointers[POINTERS_MAX], *choice = NULL;
	uint32_t count = pointers_of(frame, inst, pointers, POINTERS_MAX);

	for (uint32_t i = 0; i < count && !choice; i++)
		if (pointers[i]->width == activation->unit->pointer_bits)
			choice = state_choice(&activation->domain, state, pointers[i]);
	return choice;
}

static void run_from(struct frame *frame, struct state *state, uint32_t next);

/* Budgets are looked at again after so many forks. */
#define FORKS_UNTIL_CHECK 64

/* A copy of FRAME that goes on from number NEXT in STATE. */
static void fork_frame(const struct frame *frame, struct state *state, uint32_t next)
{
	size_t bytes = (frame->activation->function->ntemps + 1) * sizeof(*frame->temps);
	struct frame fork = *frame;

	if (++frame->activation->forks % FORKS_UNTIL_CHECK == 0)
		check_budgets(frame->activation);
	if (frame->activation->gave_up)
		return;
	fork.temps = xmalloc(bytes);
	memcpy(fork.temps, frame->temps, bytes);
	run_from(&fork, state, next);
	free(fork.temps);
}

/* Whether instruction number NEXT accesses memory at a constant in STATE, such as null: no way goes on. */
static bool follows_null(struct frame *frame, const struct state *state, uint32_t next)
{
	struct activation *activation = frame->activation;
	const struct ir_inst *inst = &activation->function->blocks[frame->block].insts[next];
	const struct value *pointers[POINTERS_MAX];
	uint32_t count = inst->opcode == IR_CALL ? 0 :
		pointers_of(frame, inst, pointers, POINTERS_MAX);

	for (uint32_t i = 0; i < count; i++)
		if (state_pointer(&activation->domain, state, pointers[i])->kind == VALUE_CONST)
			return true;
	return false;
}

/* Goes on from number NEXT in a state for each way of CHOICE. */
static void take_apart(struct frame *frame, const struct state *state, uint32_t next,
		       const struct value *choice)
{
	bool more = true;

	for (uint32_t number = 0; more; number++) {
		struct state part = *state;

		if (state_choose(&frame->activation->domain, &part, choice, number, &more) &&
		    !follows_null(frame, &part, next))
			fork_frame(frame, &part, next);
	}
}

/* Whether the address that instruction number NEXT loads from is an element's: computed from an index just before. */
static bool loads_element(const struct ir_block *block, uint32_t next)
{
	const struct ir_operand *address = &block->insts[next].a;

	if (block->insts[next].opcode != IR_LOAD || block->insts[next].type.kind != IR_PTR ||
	    address->kind != IR_TEMP)
		return false;
	while (next-- > 0)
		if (block->insts[next].result == address->index)
			return block->insts[next].opcode == IR_INDEX;
	return false;
}

/* A pointer that was loaded from an array is told from those that other indices load. */
static void keep_loaded(struct frame *frame, struct state *state, const struct ir_inst *inst)
{
	struct activation *activation = frame->activation;
	int64_t offset;
	const struct region *region = state_region(&activation->domain, state,
						   operand_value(frame, &inst->a), &offset);

	if (region && !state->epoch)
		state_keep_loaded(&activation->domain, state, region, offset * 8,
				  storage_width(activation, inst), field_of(activation, inst->field));
}

/* Runs the instructions from number NEXT on; forks where a call has several outcomes. */
static void run_from(struct frame *frame, struct state *state, uint32_t next)
{
	struct activation *activation = frame->activation;
	const struct ir_block *block = &activation->function->blocks[frame->block];

	for (; next < block->count; next++) {
		const struct ir_inst *inst = &block->insts[next];

		if (ir_is_terminator(inst->opcode)) {
			terminate(frame, state, inst);
			return;
		}
		const struct value *choice = choice_of(frame, state, inst);
		if (choice) {
			take_apart(frame, state, next, choice);
			return;
		}
		if (activation->info->cfg->in_loop[frame->block] &&
		    (makes_symbols(inst->opcode) ||
		     intmap_has(&activation->mixing, (uint64_t)(uintptr_t)inst)))
			age_site(frame, state, inst);
		uint64_t mixed = activation->domain.mixed;
		domain_at(&activation->domain, inst);
		if (inst->opcode == IR_CALL)
			break;
		if (activation->engine->watched.base.count)
			look_at_watched(frame, state, inst);
		const struct value *result = compute(frame, state, inst);
		note_mixing(activation, inst, mixed);
		if (loads_element(block, next))
			keep_loaded(frame, state, inst);
		if (inst->result != IR_NO_RESULT)
			frame->temps[inst->result] = result;
	}

	const struct ir_inst *call = &block->insts[next];
	continuations after = { 0 };
	activation->in_loop = activation->info->cfg->in_loop[frame->block];
	uint64_t mixed = activation->domain.mixed;
	execute_call(frame, state, call, &after);
	note_mixing(activation, call, mixed);
	vec_each(c, &after) {
		if (call->result != IR_NO_RESULT)
			frame->temps[call->result] = c->result;
		fork_frame(frame, &c->state, next + 1);
	}
	vec_free(&after);
}

void execute_block(struct activation *activation, struct worklist *worklist, uint32_t block,
		   const struct state *state)
{
	struct frame frame = {
		.activation = activation, .worklist = worklist, .block = block,
		.temps = xcalloc(activation->function->ntemps + 1, sizeof(*frame.temps)),
	};
	struct state now = *state;

	activation->forks = 0;
	pmap_each(state->temps, restore_temp, &frame);
	run_from(&frame, &now, 0);
	free(frame.temps);
}
