// SPDX-License-Identifier: GPL-2.0-only
/* Expressions: made, calculated, and asked about symbols. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kbuild/kconfig_internal.h"

static struct expression *make(struct kconfig *kconfig, enum expression_kind kind)
{
	struct expression *expression = arena_alloc(kconfig->arena, sizeof(*expression));

	expression->kind = kind;
	return expression;
}

struct expression *make_symbol(struct kconfig *kconfig, struct kconfig_symbol *symbol)
{
	struct expression *expression = make(kconfig, EXPRESSION_SYMBOL);

	expression->symbol = symbol;
	return expression;
}

struct expression *make_comparison(struct kconfig *kconfig, enum expression_kind kind,
				   struct kconfig_symbol *left, struct kconfig_symbol *right)
{
	struct expression *expression = make(kconfig, kind);

	expression->symbol = left;
	expression->other = right;
	return expression;
}

struct expression *make_not(struct kconfig *kconfig, struct expression *operand)
{
	struct expression *expression = make(kconfig, EXPRESSION_NOT);

	expression->left = operand;
	return expression;
}

static struct expression *join(struct kconfig *kconfig, enum expression_kind kind, struct expression *left,
			       struct expression *right)
{
	if (!left || !right)
		return left ? left : right;
	struct expression *expression = make(kconfig, kind);

	expression->left = left;
	expression->right = right;
	return expression;
}

struct expression *both_of(struct kconfig *kconfig, struct expression *left, struct expression *right)
{
	return join(kconfig, EXPRESSION_AND, left, right);
}

struct expression *either_of(struct kconfig *kconfig, struct expression *left, struct expression *right)
{
	return join(kconfig, EXPRESSION_OR, left, right);
}

struct expression *with_modules(struct kconfig *kconfig, struct expression *expression)
{
	if (!expression)
		return NULL;
	switch (expression->kind) {
	case EXPRESSION_SYMBOL:
		if (expression->symbol != kconfig->module)
			return expression;
		return both_of(kconfig, expression, make_symbol(kconfig, kconfig->modules));
	case EXPRESSION_NOT:
		expression->left = with_modules(kconfig, expression->left);
		return expression;
	case EXPRESSION_AND:
	case EXPRESSION_OR:
		expression->left = with_modules(kconfig, expression->left);
		expression->right = with_modules(kconfig, expression->right);
		return expression;
	default:
		return expression;
	}
}

struct expression *is_off(struct kconfig *kconfig, const struct expression *expression)
{
	switch (expression->kind) {
	case EXPRESSION_SYMBOL:
		return make_comparison(kconfig, EXPRESSION_EQUAL, expression->symbol, kconfig->no);
	case EXPRESSION_NOT:
		return make_not(kconfig, is_off(kconfig, expression->left));
	case EXPRESSION_AND:
		return either_of(kconfig, is_off(kconfig, expression->left), is_off(kconfig, expression->right));
	case EXPRESSION_OR:
		return both_of(kconfig, is_off(kconfig, expression->left), is_off(kconfig, expression->right));
	default:
		return make_not(kconfig, make_comparison(kconfig, expression->kind, expression->symbol,
							 expression->other));
	}
}

/* ---- values ---- */

struct number {
	enum { NUMBER_NONE, NUMBER_SIGNED, NUMBER_UNSIGNED } kind;
	long long value;
};

static struct number read_number(const char *text, enum symbol_type type)
{
	struct number number = { .kind = NUMBER_SIGNED };
	char *end;

	errno = 0;
	switch (type) {
	case TYPE_BOOL:
	case TYPE_TRISTATE:
		number.value = !strcmp(text, "n") ? 0 : !strcmp(text, "m") ? 1 : !strcmp(text, "y") ? 2 : -1;
		return number;
	case TYPE_HEX:
		number.kind = NUMBER_UNSIGNED;
		number.value = (long long)strtoull(text, &end, 16);
		break;
	default:
		number.value = strtoll(text, &end, type == TYPE_INT ? 10 : 0);
	}
	if (errno || *end || end == text || !isxdigit((unsigned char)end[-1]))
		number.kind = NUMBER_NONE;
	return number;
}

/* Less than, equal to or greater than 0. */
static int compare(struct kconfig *kconfig, struct kconfig_symbol *left, struct kconfig_symbol *right)
{
	struct number a = { 0 }, b = { 0 };

	calc_symbol(kconfig, left);
	calc_symbol(kconfig, right);
	if (left->type != TYPE_STRING || right->type != TYPE_STRING) {
		a = read_number(symbol_text(left), left->type);
		b = read_number(symbol_text(right), right->type);
	}
	if (a.kind == NUMBER_NONE || b.kind == NUMBER_NONE)
		return strcmp(symbol_text(left), symbol_text(right));
	if (a.kind == NUMBER_UNSIGNED || b.kind == NUMBER_UNSIGNED)
		return ((unsigned long long)a.value > (unsigned long long)b.value) -
		       ((unsigned long long)a.value < (unsigned long long)b.value);
	return (a.value > b.value) - (a.value < b.value);
}

static enum tristate calc_comparison(struct kconfig *kconfig, const struct expression *expression)
{
	int order = compare(kconfig, expression->symbol, expression->other);
	bool holds = false;

	switch (expression->kind) {
	case EXPRESSION_EQUAL:
		holds = order == 0;
		break;
	case EXPRESSION_UNEQUAL:
		holds = order != 0;
		break;
	case EXPRESSION_LESS:
		holds = order < 0;
		break;
	case EXPRESSION_LESS_EQUAL:
		holds = order <= 0;
		break;
	case EXPRESSION_GREATER:
		holds = order > 0;
		break;
	default:
		holds = order >= 0;
	}
	return holds ? TRI_YES : TRI_NO;
}

/* Chains grow to the left: a few hundred options may select one. */
static enum tristate calc_chain(struct kconfig *kconfig, struct expression *chain)
{
	enum expression_kind kind = chain->kind;
	bool is_and = kind == EXPRESSION_AND;
	enum tristate value = is_and ? TRI_YES : TRI_NO, end = TRI_YES - value;

	for (struct expression *at = chain; at && value != end;) {
		struct expression *part = at->kind == kind ? at->right : at;
		enum tristate here = calc_expression(kconfig, part);

		value = is_and ? least(value, here) : most(value, here);
		at = part == at ? NULL : at->left;
	}
	return value;
}

static enum tristate calc_anew(struct kconfig *kconfig, struct expression *expression)
{
	switch (expression->kind) {
	case EXPRESSION_SYMBOL:
		calc_symbol(kconfig, expression->symbol);
		return expression->symbol->value;
	case EXPRESSION_NOT:
		return TRI_YES - calc_expression(kconfig, expression->left);
	case EXPRESSION_AND:
	case EXPRESSION_OR:
		return calc_chain(kconfig, expression);
	default:
		return calc_comparison(kconfig, expression);
	}
}

enum tristate calc_expression(struct kconfig *kconfig, struct expression *expression)
{
	if (!expression)
		return TRI_YES;
	if (expression->round == kconfig->round)
		return expression->value;
	if (kconfig->depth >= KCONFIG_DEPTH_MOST)
		return TRI_NO;
	kconfig->depth++;
	enum tristate value = calc_anew(kconfig, expression);

	kconfig->depth--;
	expression->value = value;
	expression->round = kconfig->round;
	return value;
}

/* ---- questions ---- */

bool mentions_symbol(const struct expression *expression, const struct kconfig_symbol *symbol)
{
	for (; expression; expression = expression->left) {
		switch (expression->kind) {
		case EXPRESSION_NOT:
			break;
		case EXPRESSION_AND:
		case EXPRESSION_OR:
			if (mentions_symbol(expression->right, symbol))
				return true;
			break;
		default:
			return expression->symbol == symbol || expression->other == symbol;
		}
	}
	return false;
}

bool needs_symbol(const struct kconfig *kconfig, const struct expression *expression,
		  const struct kconfig_symbol *symbol)
{
	for (; expression && expression->kind == EXPRESSION_AND; expression = expression->left)
		if (needs_symbol(kconfig, expression->right, symbol))
			return true;
	if (!expression || expression->symbol != symbol)
		return false;
	switch (expression->kind) {
	case EXPRESSION_SYMBOL:
		return true;
	case EXPRESSION_EQUAL:
		return expression->other == kconfig->yes || expression->other == kconfig->module;
	case EXPRESSION_UNEQUAL:
		return expression->other == kconfig->no;
	default:
		return false;
	}
}
