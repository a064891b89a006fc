// SPDX-License-Identifier: GPL-2.0-only
/* See linear.h. */
#include "domain/linear.h"

static bool is_sum(const struct value *value)
{
	return value->kind == VALUE_OPERATION && (value->opcode == IR_ADD || value->opcode == IR_SUB);
}

static bool add_term(struct sum *sum, const struct value *value, int sign, bool *cancels)
{
	for (uint32_t i = 0; i < sum->count; i++) {
		if (sum->terms[i].value != value)
			continue;
		*cancels = *cancels || sum->terms[i].times * sign < 0;
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
static bool add_sum(struct sum *sum, const struct value *value, int sign, bool *cancels)
{
	if (value->kind == VALUE_CONST) {
		sum->constant += sign > 0 ? value->bits : 0 - value->bits;
		return true;
	}
	if (!is_sum(value))
		return add_term(sum, value, sign, cancels);
	return add_sum(sum, value->a, sign, cancels) &&
	       add_sum(sum, value->b, value->opcode == IR_ADD ? sign : -sign, cancels);
}

bool sum_cancels(const struct value *a, const struct value *b, bool subtract, struct sum *sum)
{
	bool cancels = false;

	*sum = (struct sum){ 0 };
	return (is_sum(a) || is_sum(b)) && add_sum(sum, a, 1, &cancels) &&
	       add_sum(sum, b, subtract ? -1 : 1, &cancels) && cancels;
}
