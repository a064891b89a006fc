// SPDX-License-Identifier: GPL-2.0-only
/* Scopes with cleanups, labels, and gotos between scopes. */
#include "front/lower.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* The function named by cleanup(...) in a printed declaration, malloc'd, or NULL. */
static char *cleanup_name(const char *text)
{
	const char *start = strstr(text, "cleanup(");
	size_t length = 0;

	if (!start)
		return NULL;
	start += strlen("cleanup(");
	while (isalnum((unsigned char)start[length]) || start[length] == '_')
		length++;
	return xasprintf("%.*s", (int)length, start);
}

void add_cleanup(struct lower *lower, CXCursor variable, uint32_t local)
{
	char *text = print_declaration(variable), *name = cleanup_name(text);
	struct reference *function;
	struct cleanup *cleanup;

	free(text);
	if (!name)
		return;
	function = function_named(lower->front, name);
	free(name);
	if (!function) {
		emit_unsupported(lower, type_void, "a cleanup function that is not declared");
		return;
	}
	cleanup = arena_alloc(lower->arena, sizeof(*cleanup));
	cleanup->outer = lower->cleanups;
	cleanup->depth = cleanup->outer ? cleanup->outer->depth + 1 : 1;
	cleanup->local = local;
	cleanup->function = function;
	lower->cleanups = cleanup;
}

void run_cleanups(struct lower *lower, struct cleanup *until)
{
	for (struct cleanup *c = lower->cleanups; c && c != until; c = c->outer) {
		struct ir_operand argument = local_address(lower, c->local);
		CXType result = clang_getResultType(c->function->ctype);

		call_symbol(lower, c->function, &argument, 1, result);
	}
}

static struct cleanup *common(struct cleanup *a, struct cleanup *b)
{
	while (a != b) {
		if (!a || !b)
			return NULL;
		if (a->depth >= b->depth)
			a = a->outer;
		else
			b = b->outer;
	}
	return a;
}

/* ---- labels --------------------------------------------------------------------- */

struct label *label_for(struct lower *lower, CXCursor statement)
{
	struct label *label = intmap_get(&lower->labels, cursor_key(statement));

	if (label)
		return label;
	label = arena_alloc(lower->arena, sizeof(*label));
	label->cursor = statement;
	label->block = new_block(lower);
	intmap_set(&lower->labels, cursor_key(statement), label);
	return label;
}

void lower_label(struct lower *lower, struct node *node, bool want_value, struct ir_operand *value)
{
	struct label *label = label_for(lower, node->cursor);
	struct node *statement;

	expand(lower->front, lower->arena, node);
	at(lower, node);
	start_block(lower, label->block);
	label->placed = true;
	label->cleanups = lower->cleanups;
	*value = none();
	if (!node->nkids)
		return;
	statement = node->kids[node->nkids - 1];
	if (want_value && is_expression(statement->kind))
		*value = lower_value(lower, statement);
	else if (want_value && statement->kind == CXCursor_LabelStmt)
		lower_label(lower, statement, true, value);
	else
		lower_statement(lower, statement);
}

void lower_goto(struct lower *lower, struct node *node)
{
	CXCursor target = clang_getNullCursor();
	struct label *label;

	expand(lower->front, lower->arena, node);
	at(lower, node);
	if (node->nkids)
		target = clang_getCursorReferenced(node->kids[0]->cursor);
	if (clang_getCursorKind(target) != CXCursor_LabelStmt) {
		emit_unsupported(lower, type_void, "a goto without a label");
		return;
	}
	label = label_for(lower, target);
	if (!lower->cleanups) {
		emit_jump(lower, label->block);
		return;
	}
	if (block_is_done(lower))
		return;		/* unreachable */
	vec_push(&lower->gotos, (struct pending_goto){ lower->current, lower->cleanups, label,
						       lower->loc });
	lower->blocks.data[lower->current].done = true;
}

void settle_gotos(struct lower *lower)
{
	uint32_t current = lower->current;

	for (size_t i = 0; i < lower->gotos.count; i++) {
		struct pending_goto *jump = &lower->gotos.data[i];

		lower->current = jump->block;
		lower->blocks.data[jump->block].done = false;
		lower->cleanups = jump->cleanups;
		lower->loc = jump->loc;
		run_cleanups(lower, common(jump->cleanups, jump->label->cleanups));
		emit_jump(lower, jump->label->block);
	}
	lower->cleanups = NULL;
	lower->current = current;
	for (size_t i = 0; i < lower->labels.base.count; i++) {
		struct label *label = lower->labels.base.entries[i].value;

		if (!label->placed && !lower->blocks.data[label->block].done) {
			lower->current = label->block;
			emit_unsupported(lower, type_void, "a label that was not found");
			emit_unreachable(lower);
		}
	}
	lower->current = current;
}

static void take_label(struct lower *lower, CXCursor statement)
{
	struct label *label = label_for(lower, statement);

	vec_each(known, &lower->taken_labels)
		if (*known == label)
			return;
	vec_push(&lower->taken_labels, label);
}

static struct ir_operand goto_target(struct lower *lower, struct node *node)
{
	const struct ir_type number = { .kind = IR_INT, .bits = lower->front->pointer.bits };

	expand(lower->front, lower->arena, node);
	return node->nkids ? convert(lower, lower_value(lower, node->kids[0]), number) : none();
}

/* Any of the labels whose addresses are taken. */
static void choose_label(struct lower *lower)
{
	struct ir_inst inst = { .opcode = IR_CHOOSE, .result = IR_NO_RESULT, .text = "computed goto" };

	inst.ntargets = (uint32_t)lower->taken_labels.count;
	inst.targets = arena_alloc(lower->arena, inst.ntargets * sizeof(*inst.targets));
	for (uint32_t i = 0; i < inst.ntargets; i++)
		inst.targets[i] = lower->taken_labels.data[i]->block;
	emit(lower, inst);
}

static bool numbers_differ(const struct ir_case *cases, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		for (uint32_t j = 0; j < i; j++)
			if (cases[i].low == cases[j].low)
				return false;
	return true;
}

/* A switch by the labels' numbers. What is no number of a label leads to any of them. */
void lower_computed_goto(struct lower *lower, struct node *node)
{
	struct ir_inst inst = { .opcode = IR_SWITCH, .result = IR_NO_RESULT,
				.telling = IR_TELLS_NOTHING };
	struct ir_operand target = goto_target(lower, node);
	uint32_t other;

	if (!lower->taken_labels.count)
		each_taken_label(lower, take_label);
	at(lower, node);
	inst.a = target;
	inst.ncases = (uint32_t)lower->taken_labels.count;
	if (!inst.ncases) {
		emit_unsupported(lower, type_void, "a computed goto in a function without labels");
		return;
	}
	inst.cases = arena_alloc(lower->arena, inst.ncases * sizeof(*inst.cases));
	for (uint32_t i = 0; i < inst.ncases; i++) {
		const struct label *label = lower->taken_labels.data[i];

		inst.cases[i].low = inst.cases[i].high = label_number(label->cursor);
		inst.cases[i].target = label->block;
	}
	if (target.kind == IR_NONE || !numbers_differ(inst.cases, inst.ncases)) {
		choose_label(lower);
		return;
	}
	other = new_block(lower);
	inst.targets = arena_alloc(lower->arena, sizeof(*inst.targets));
	inst.targets[0] = other;
	inst.ntargets = 1;
	emit(lower, inst);
	start_block(lower, other);
	choose_label(lower);
}
