// SPDX-License-Identifier: GPL-2.0-only
/*
 * Values of symbols, each calculated when it is asked for and kept for the round. A symbol that depends on
 * itself sees its value as n or empty.
 *
 *	visible			a prompt whose conditions hold: a value that was given counts
 *	depends_value		what any of its entries depends on: bounds what is implied
 *	selected_value		a lower bound, whatever else says
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "kbuild/kconfig_internal.h"

void forget_values(struct kconfig *kconfig)
{
	kconfig->round++;
	if (kconfig->modules)
		calc_symbol(kconfig, kconfig->modules);
}

enum symbol_type type_now(const struct kconfig *kconfig, const struct kconfig_symbol *symbol)
{
	if (symbol->type != TYPE_TRISTATE)
		return symbol->type;
	if (kconfig->modules_value == TRI_NO)
		return TYPE_BOOL;
	if (!kconfig->era.members_choose && symbol->choice && symbol->visible == TRI_YES)
		return TYPE_BOOL;
	return TYPE_TRISTATE;
}

const char *symbol_text(const struct kconfig_symbol *symbol)
{
	static const char *const names[] = { "n", "m", "y" };

	if (is_boolean(symbol))
		return names[symbol->value];
	return symbol->text ? symbol->text : "";
}

struct property *first_default(struct kconfig *kconfig, struct kconfig_symbol *symbol)
{
	for (struct property *property = symbol->properties; property; property = property->next)
		if (property->kind == PROPERTY_DEFAULT && calc_expression(kconfig, property->condition) != TRI_NO)
			return property;
	return NULL;
}

/* ---- numbers ---- */

bool is_valid_text(const struct kconfig_symbol *symbol, const char *text)
{
	switch (symbol->type) {
	case TYPE_STRING:
		return true;
	case TYPE_INT:
		text += *text == '-';
		return *text && strspn(text, "0123456789") == strlen(text) && (*text != '0' || !text[1]);
	case TYPE_HEX:
		if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
			text += 2;
		return *text && strspn(text, "0123456789abcdefABCDEF") == strlen(text);
	case TYPE_BOOL:
	case TYPE_TRISTATE:
		return *text && strchr("ymnYMN", *text);
	default:
		return false;
	}
}

static const struct property *range_of(struct kconfig *kconfig, const struct kconfig_symbol *symbol)
{
	for (const struct property *property = symbol->properties; property; property = property->next)
		if (property->kind == PROPERTY_RANGE && calc_expression(kconfig, property->condition) != TRI_NO)
			return property;
	return NULL;
}

static long long bound(struct kconfig *kconfig, struct kconfig_symbol *symbol, int base)
{
	calc_symbol(kconfig, symbol);
	if (symbol->type == TYPE_INT)
		base = 10;
	else if (symbol->type == TYPE_HEX)
		base = 16;
	return strtoll(symbol_text(symbol), NULL, base);
}

/* The end of its range that TEXT lies beyond; NULL: it lies within. */
static struct kconfig_symbol *bound_beyond(struct kconfig *kconfig, struct kconfig_symbol *symbol,
					   const char *text)
{
	int base = symbol->type == TYPE_HEX ? 16 : 10;
	const struct property *range = range_of(kconfig, symbol);
	long long value = strtoll(text, NULL, base);

	if (!range)
		return NULL;
	if (value < bound(kconfig, range->symbol, base))
		return range->symbol;
	return value > bound(kconfig, range->most, base) ? range->most : NULL;
}

bool is_within_range(struct kconfig *kconfig, struct kconfig_symbol *symbol, const char *text)
{
	if (symbol->type != TYPE_INT && symbol->type != TYPE_HEX)
		return true;
	return is_valid_text(symbol, text) && !bound_beyond(kconfig, symbol, text);
}

static void calc_text(struct kconfig *kconfig, struct kconfig_symbol *symbol)
{
	const char *text = symbol->text;
	struct property *property = NULL;

	if (symbol->visible != TRI_NO && symbol->is_given)
		text = symbol->given_text;
	else
		property = first_default(kconfig, symbol);
	if (property && property->value->kind == EXPRESSION_SYMBOL) {
		symbol->is_written = true;
		calc_symbol(kconfig, property->value->symbol);
		text = symbol_text(property->value->symbol);
	}
	symbol->text = text ? text : "";
	if (symbol->type == TYPE_STRING)
		return;
	struct kconfig_symbol *beyond = bound_beyond(kconfig, symbol, symbol->text);

	if (beyond)
		symbol->text = symbol_text(beyond);
}

/* ---- bool and tristate ---- */

/* What a condition means for SYMBOL: a bool is never m. */
static enum tristate rounded(const struct kconfig *kconfig, const struct kconfig_symbol *symbol,
			     enum tristate value)
{
	return value == TRI_MOD && type_now(kconfig, symbol) == TYPE_BOOL ? TRI_YES : value;
}

static enum tristate calc_prompts(struct kconfig *kconfig, const struct kconfig_symbol *symbol)
{
	const struct kconfig_symbol *choice = kconfig->era.members_choose ? NULL : symbol->choice;
	enum tristate visible = TRI_NO;

	for (const struct property *property = symbol->properties; property; property = property->next) {
		if (property->kind != PROPERTY_PROMPT || visible == TRI_YES)
			continue;
		enum tristate here = calc_expression(kconfig, property->condition);

		/* a module cannot be chosen where the choice is y */
		if (choice && symbol->type == TYPE_TRISTATE && here == TRI_MOD && choice->value == TRI_YES)
			here = TRI_NO;
		visible = most(visible, here);
	}
	if (visible == TRI_MOD && (symbol->type != TYPE_TRISTATE || kconfig->modules_value == TRI_NO))
		return TRI_YES;
	return visible;
}

void calc_visibility(struct kconfig *kconfig, struct kconfig_symbol *symbol)
{
	if (symbol->is_transitional) {
		symbol->visible = TRI_YES;
		return;
	}
	symbol->visible = calc_prompts(kconfig, symbol);
	symbol->depends_value = symbol->selected_value = symbol->implied_value = TRI_NO;
	if (symbol->choice)
		return;
	symbol->depends_value = rounded(kconfig, symbol, calc_expression(kconfig, symbol->depends));
	if (symbol->selected)
		symbol->selected_value = rounded(kconfig, symbol, calc_expression(kconfig, symbol->selected));
	if (symbol->implied && (!kconfig->era.implies_yes || symbol->depends_value != TRI_NO))
		symbol->implied_value = rounded(kconfig, symbol, calc_expression(kconfig, symbol->implied));
}

/* No value that was given counts. */
static enum tristate calc_default(struct kconfig *kconfig, struct kconfig_symbol *symbol)
{
	enum tristate value = TRI_NO;

	if (symbol->selected_value != TRI_NO)
		symbol->is_written = true;
	if (symbol->is_choice)
		return TRI_NO;
	struct property *property = first_default(kconfig, symbol);

	if (property)
		value = least(calc_expression(kconfig, property->value),
			      calc_expression(kconfig, property->condition));
	if (value != TRI_NO)
		symbol->is_written = true;
	if (symbol->implied_value != TRI_NO) {
		symbol->is_written = true;
		value = most(value, symbol->implied_value);
		if (!kconfig->era.implies_yes)
			value = least(value, symbol->depends_value);
	}
	return value;
}

static enum tristate calc_tristate(struct kconfig *kconfig, struct kconfig_symbol *symbol)
{
	enum tristate value;

	if (kconfig->era.members_choose && symbol->choice) {
		calc_members(kconfig, symbol->choice);
		return symbol->value;
	}
	if (symbol->choice && symbol->visible == TRI_YES)
		return symbol->choice->chosen == symbol ? TRI_YES : TRI_NO;
	if (symbol->visible != TRI_NO && symbol->is_given)
		value = least(symbol->given, symbol->visible);
	else
		value = calc_default(kconfig, symbol);
	value = most(value, symbol->selected_value);
	if (value == TRI_MOD && kconfig->era.implies_yes && symbol->implied_value == TRI_YES)
		return TRI_YES;
	return rounded(kconfig, symbol, value);
}

/* ---- any ---- */

static const char *text_at_first(const struct kconfig *kconfig, const struct kconfig_symbol *symbol)
{
	if (symbol->type == TYPE_UNKNOWN)
		return symbol->name;
	if (!kconfig->era.numbers_default || symbol->type == TYPE_STRING)
		return "";
	return symbol->type == TYPE_HEX ? "0x0" : "0";
}

static void calc_type(struct kconfig *kconfig, struct kconfig_symbol *symbol)
{
	symbol->is_written = false;
	calc_visibility(kconfig, symbol);
	if (symbol->visible != TRI_NO)
		symbol->is_written = true;
	if (!is_boolean(symbol)) {
		calc_text(kconfig, symbol);
		return;
	}
	symbol->value = calc_tristate(kconfig, symbol);
	if (symbol == kconfig->modules)
		kconfig->modules_value = symbol->value;
	if (symbol->is_choice && symbol->value == TRI_YES && !kconfig->era.members_choose)
		symbol->chosen = calc_chosen(kconfig, symbol);
}

/* Where members are visible, whether they are written is up to the choice. */
static void mark_members(const struct kconfig_symbol *choice)
{
	if (!choice->is_written)
		return;
	vec_each(member, &choice->members)
		if ((*member)->visible != TRI_NO)
			(*member)->is_written = true;
}

void calc_symbol(struct kconfig *kconfig, struct kconfig_symbol *symbol)
{
	if (symbol->round == kconfig->round || symbol == kconfig->yes || symbol == kconfig->module ||
	    symbol == kconfig->no || kconfig->depth >= KCONFIG_DEPTH_MOST)
		return;
	symbol->round = kconfig->round;
	symbol->value = TRI_NO;
	symbol->text = text_at_first(kconfig, symbol);
	symbol->chosen = NULL;
	if (symbol->type == TYPE_UNKNOWN)
		return;
	kconfig->depth++;
	calc_type(kconfig, symbol);
	kconfig->depth--;
	if (symbol->is_choice && !kconfig->era.members_choose)
		mark_members(symbol);
	if (symbol->is_never_written || symbol->is_transitional)
		symbol->is_written = false;
}
