// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sums in which terms cancel each other: start + (end - start) is end. Without that a path is taken to be open
 * although its conditions contradict each other. All arithmetic is modulo the width, so this is exact.
 */
#include "domain/value_make.h"

/* Longer sums stay as they are. */
#define TERMS_MAX 8

struct sum {
	uint32_t width;
	uint64_t constant;
	uint32_t count;
	struct {
		const struct value *value;
		int times;	/* how often it is added; below 0: subtracted */
	} terms[TERMS_MAX];
	bool cancels;		/* a term was added that had been subtracted, or the other way round */
};

static bool is_sum(const struct value *value)
{
	return value->kind == VALUE_OPERATION && (value->opcode == IR_ADD || value->opcode == IR_SUB);
}

static bool add_term(struct sum *sum, const struct value *value, int sign)
{
	for (uint32_t i = 0; i < sum->count; i++) {
		if (sum->terms[i].value != value)
			continue;
		sum->cancels = sum->cancels || sum->terms[i].times * sign < 0;
		sum->terms[i].times += sign;
		return true;
	}
	if (sum->count == TERMS_MAX)
		return false;
	sum->terms[sum->count].value = value;
	sum->terms[sum->count++].times = sign;
	return true;
}

/* Adds VALUE, or subtracts it. False: that is too long. */
static bool add_sum(struct sum *sum, const struct value *value, int sign)
{
	if (value->kind == VALUE_CONST) {
		sum->constant += sign > 0 ? value->bits : 0 - value->bits;
		return true;
	}
	if (!is_sum(value))
		return add_term(sum, value, sign);
	return add_sum(sum, value->a, sign) &&
	       add_sum(sum, value->b, value->opcode == IR_ADD ? sign : -sign);
}

/* The terms of SUM that are added, or those that are subtracted; NULL: there are none. */
static const struct value *one_side(struct values *values, const struct sum *sum, int sign)
{
	const struct value *side = NULL;

	for (uint32_t i = 0; i < sum->count; i++)
		for (int times = sum->terms[i].times * sign; times > 0; times--)
			side = side ? value_operation(values, IR_ADD, side, sum->terms[i].value,
						      sum->width, NULL) : sum->terms[i].value;
	return side;
}

static const struct value *make_sum(struct values *values, const struct sum *sum)
{
	const struct value *constant = value_const(values, sum->width, sum->constant);
	const struct value *plus = one_side(values, sum, 1), *minus = one_side(values, sum, -1);

	if (!plus)
		return minus ? value_operation(values, IR_SUB, constant, minus, sum->width, NULL) : constant;
	if (minus)
		plus = value_operation(values, IR_SUB, plus, minus, sum->width, NULL);
	return value_operation(values, IR_ADD, plus, constant, sum->width, NULL);
}

/* Whether SUM is 0, or with NE whether it is not. */
static const struct value *make_comparison(struct values *values, const struct sum *sum, enum ir_opcode opcode)
{
	const struct value *plus = one_side(values, sum, 1), *minus = one_side(values, sum, -1);
	const struct value *constant = value_const(values, sum->width, sum->constant);

	if (plus)
		plus = value_operation(values, IR_ADD, plus, constant, sum->width, NULL);
	else
		plus = constant;
	return value_operation(values, opcode, plus, minus ? minus : value_const(values, sum->width, 0),
			       1, NULL);
}

const struct value *value_cancel(struct values *values, enum ir_opcode opcode,
				 const struct value *a, const struct value *b)
{
	struct sum sum = { .width = a->width };
	bool compares = opcode == IR_EQ || opcode == IR_NE;

	if ((!is_sum(a) && !is_sum(b)) || (!compares && opcode != IR_ADD && opcode != IR_SUB))
		return NULL;
	if (!add_sum(&sum, a, 1) || !add_sum(&sum, b, opcode == IR_ADD ? 1 : -1) || !sum.cancels)
		return NULL;
	return compares ? make_comparison(values, &sum, opcode) : make_sum(values, &sum);
}
