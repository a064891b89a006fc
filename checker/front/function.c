// SPDX-License-Identifier: GPL-2.0-only
/* Lowers one function and adds it to the unit. */
#include "front/lower.h"

#include <string.h>

static void lower_parameters(struct lower *lower, struct ir_function *function)
{
	int count = clang_Cursor_getNumArguments(lower->cursor);

	for (int i = 0; i < count; i++) {
		CXCursor parameter = clang_Cursor_getArgument(lower->cursor, (unsigned)i);
		CXType ctype = clang_getCursorType(parameter);
		struct ir_type type = is_array(ctype) ? lower->front->pointer
						      : ir_type_of(lower->front, ctype);
		uint32_t local = new_local(lower,
					   cursor_spelling(parameter, lower->front->unit->arena),
					   type);

		lower->locals.data[local].is_param = true;
		intmap_set(&lower->local_of, cursor_key(parameter), (void *)((uintptr_t)local + 1));
	}
	function->nparams = (uint32_t)lower->locals.count;
}

/* Ends the last block with a return; the value is unknown. */
static void lower_end(struct lower *lower, unsigned line)
{
	struct ir_operand value = none();

	if (block_is_done(lower))
		return;
	lower->loc.line = line;
	lower->loc.column = 1;
	if (lower->return_type.kind != IR_VOID)
		value = emit_unknown(lower, lower->return_type, "no return statement");
	emit(lower, (struct ir_inst){ .opcode = IR_RETURN, .result = IR_NO_RESULT, .a = value });
}

/* Ends blocks without a terminator as unreachable: they were made but never filled. */
static void close_blocks(struct lower *lower)
{
	for (uint32_t i = 0; i < lower->blocks.count; i++)
		if (!lower->blocks.data[i].done) {
			lower->current = i;
			emit_unreachable(lower);
		}
}

static void lower_body_of(struct lower *lower, struct ir_function *function)
{
	unsigned count;
	CXCursor *children = cursor_children(lower->cursor, lower->arena, &count);
	CXCursor body = count ? children[count - 1] : clang_getNullCursor();

	lower->current = new_block(lower);
	lower->loc = function->loc;
	lower_parameters(lower, function);
	if (clang_getCursorKind(body) == CXCursor_CompoundStmt)
		lower_compound(lower, node_new(lower->front, lower->arena, body, NULL), false);
	lower_end(lower, function->end_line);
	settle_gotos(lower);
	close_blocks(lower);
}

static void lower_free(struct lower *lower)
{
	printed_free(lower);
	vec_each(block, &lower->blocks)
		vec_free(&block->insts);
	vec_free(&lower->blocks);
	vec_free(&lower->locals);
	intmap_free(&lower->local_of);
	intmap_free(&lower->labels);
	vec_free(&lower->taken_labels);
	vec_free(&lower->gotos);
	arena_free(lower->arena);
}

/*
 * The body of a damaged function need not be well-formed, and the engine does not look into it:
 * drops a body that fails the verifier. A function that fails it costs the unit nothing else.
 */
static int keep_or_drop_body(struct ir_unit *unit, struct ir_function *function,
			     struct error *error)
{
	if (!ir_verify_function(unit, function, error))
		return 0;
	if (!function->damage)
		function->damage = arena_strdup(unit->arena, error->message);
	error_clear(error);
	function->nblocks = 0;
	function->ntemps = 0;
	return ir_verify_function(unit, function, error);
}

int lower_function(struct front *front, struct reference *reference, struct error *error)
{
	CXSourceRange extent = clang_getCursorExtent(reference->decl);
	struct ir_function function = {
		.symbol = symbol_for(front, reference),
		.return_type = reference->type,
		.variadic = clang_Cursor_isVariadic(reference->decl),
		.loc = loc_of(front, reference->decl),
		.end_line = place_expanded(front, clang_getRangeEnd(extent)).line,
	};
	struct lower lower = {
		.front = front,
		.arena = arena_new(),
		.cursor = reference->decl,
		.name = reference->plain,
		.return_type = function.return_type,
	};

	lower_body_of(&lower, &function);
	finish_function(&lower, &function);
	function.damage = damage_of(front, reference->decl);
	if (!function.damage)
		function.damage = lower.damage;
	if (function.damage)
		note_lost(front, reference->decl, function.damage);
	vec_push(&front->unit->functions, function);
	front->unit->symbols.data[function.symbol].function = (uint32_t)front->unit->functions.count;
	lower_free(&lower);
	return keep_or_drop_body(front->unit, &vec_last(&front->unit->functions), error);
}
