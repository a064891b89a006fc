// SPDX-License-Identifier: GPL-2.0-only
/*
 * Seeks given values under which wishes hold. Depth first with undo: a wish is split into what it needs, each
 * need is tried in the ways that there are, and after each step the values are calculated anew, so nothing is
 * believed that the Kconfig files do not yield. What is needed is pinned, so that a later need cannot take it
 * away.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kbuild/kconfig_internal.h"

#define STEPS_MOST 4000
#define NESTED_MOST 80
#define ROUNDS_MOST 4
#define TRIES_MOST 8

/* What a symbol was given before. */
struct saved {
	struct kconfig_symbol *symbol;
	bool is_given;
	enum tristate given;
	const char *given_text;
	struct kconfig_symbol *given_member;
	unsigned priority;
};

struct pin {
	struct kconfig_symbol *symbol;
	bool is_on;
};

/* Why it cannot be done; the later in this list, the more it says. */
enum reason { REASON_NONE, REASON_STUCK, REASON_EXCLUDED, REASON_UNDEFINED };

struct seeker {
	struct kconfig *kconfig;
	VEC(struct saved) trail;
	VEC(struct pin) pins;
	unsigned nested, steps;
	enum reason reason;
	const char *why_not;
};

struct mark { size_t trail, pins; };

static bool satisfy(struct seeker *seeker, struct expression *expression, enum tristate level);
static bool falsify(struct seeker *seeker, struct expression *expression);
static bool switch_on(struct seeker *seeker, struct kconfig_symbol *symbol, enum tristate level);
static bool switch_off(struct seeker *seeker, struct kconfig_symbol *symbol);

/* ---- going there and back ---- */

static struct saved save(struct kconfig_symbol *symbol)
{
	return (struct saved){ symbol, symbol->is_given, symbol->given, symbol->given_text, symbol->given_member,
			       symbol->priority };
}

static void restore(const struct saved *saved)
{
	struct kconfig_symbol *symbol = saved->symbol;

	symbol->is_given = saved->is_given;
	symbol->given = saved->given;
	symbol->given_text = saved->given_text;
	symbol->given_member = saved->given_member;
	symbol->priority = saved->priority;
}

static struct mark mark(const struct seeker *seeker)
{
	return (struct mark){ seeker->trail.count, seeker->pins.count };
}

static bool back_to(struct seeker *seeker, struct mark mark)
{
	bool changed = seeker->trail.count > mark.trail;

	while (seeker->trail.count > mark.trail)
		restore(&vec_pop(&seeker->trail));
	seeker->pins.count = mark.pins;
	if (changed)
		forget_values(seeker->kconfig);
	return false;
}

static void give(struct seeker *seeker, struct kconfig_symbol *symbol, const char *text)
{
	vec_push(&seeker->trail, save(symbol));
	if (symbol->choice)
		vec_push(&seeker->trail, save(symbol->choice));
	if (symbol->choice && *text == 'y')
		symbol->choice->given = TRI_NO;
	give_value(seeker->kconfig, symbol, text);
	if (symbol->choice && *text == 'y')
		symbol->choice->is_given = true;
	forget_values(seeker->kconfig);
}

static const struct pin *pinned(const struct seeker *seeker, const struct kconfig_symbol *symbol)
{
	vec_each(pin, &seeker->pins)
		if (pin->symbol == symbol)
			return pin;
	return NULL;
}

static void pin(struct seeker *seeker, struct kconfig_symbol *symbol, bool is_on)
{
	if (!pinned(seeker, symbol))
		vec_push(&seeker->pins, (struct pin){ symbol, is_on });
}

static bool give_up(struct seeker *seeker, enum reason reason, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Remembers the reason that says most. */
static bool give_up(struct seeker *seeker, enum reason reason, const char *format, ...)
{
	va_list args;

	if (reason <= seeker->reason)
		return false;
	seeker->reason = reason;
	va_start(args, format);
	seeker->why_not = arena_vprintf(seeker->kconfig->arena, format, args);
	va_end(args);
	return false;
}

static const char *name_of(const struct kconfig_symbol *symbol)
{
	return symbol->name ? symbol->name : "<choice>";
}

static enum tristate value_of(struct seeker *seeker, struct kconfig_symbol *symbol)
{
	calc_symbol(seeker->kconfig, symbol);
	return symbol->value;
}

static bool enter(struct seeker *seeker, const struct kconfig_symbol *symbol)
{
	if (seeker->nested >= NESTED_MOST || seeker->steps++ >= STEPS_MOST)
		return give_up(seeker, REASON_STUCK, "no way was found for CONFIG_%s", name_of(symbol));
	seeker->nested++;
	return true;
}

/* ---- on ---- */

static bool by_prompt(struct seeker *seeker, struct kconfig_symbol *symbol, const struct property *prompt,
		      enum tristate level)
{
	bool is_module = symbol->type == TYPE_TRISTATE && level == TRI_MOD &&
			 seeker->kconfig->modules_value != TRI_NO;

	if (!satisfy(seeker, prompt->condition, level))
		return false;
	give(seeker, symbol, is_module ? "m" : "y");
	/* a module may be off where a choice or a condition is y */
	if (value_of(seeker, symbol) == TRI_NO && is_module)
		give(seeker, symbol, "y");
	return value_of(seeker, symbol) >= level;
}

static bool by_property(struct seeker *seeker, struct kconfig_symbol *symbol, const struct property *property,
			enum tristate level)
{
	if (property->kind == PROPERTY_PROMPT)
		return by_prompt(seeker, symbol, property, level);
	if (property->kind != PROPERTY_DEFAULT)
		return false;
	return satisfy(seeker, property->condition, level) && satisfy(seeker, property->value, level) &&
	       value_of(seeker, symbol) >= level;
}

/* One of those that select or imply it is on. */
static bool by_others(struct seeker *seeker, struct kconfig_symbol *symbol, struct expression *others,
		      enum tristate level)
{
	for (; others; others = others->kind == EXPRESSION_OR ? others->left : NULL) {
		struct expression *one = others->kind == EXPRESSION_OR ? others->right : others;
		struct mark before = mark(seeker);

		if (satisfy(seeker, one, level) && value_of(seeker, symbol) >= level)
			return true;
		back_to(seeker, before);
	}
	return false;
}

static bool find_way_on(struct seeker *seeker, struct kconfig_symbol *symbol, enum tristate level)
{
	struct mark before = mark(seeker);

	for (const struct property *property = symbol->properties; property; property = property->next) {
		if (by_property(seeker, symbol, property, level))
			return true;
		back_to(seeker, before);
	}
	return by_others(seeker, symbol, symbol->selected, level) ||
	       by_others(seeker, symbol, symbol->implied, level) ||
	       (has_prompt(symbol) ?
		give_up(seeker, REASON_STUCK, "no way was found to switch CONFIG_%s on", name_of(symbol)) :
		give_up(seeker, REASON_UNDEFINED, "needs CONFIG_%s", name_of(symbol)));
}

static bool switch_on(struct seeker *seeker, struct kconfig_symbol *symbol, enum tristate level)
{
	const struct pin *other = pinned(seeker, symbol);

	if (other && !other->is_on)
		return give_up(seeker, REASON_EXCLUDED, "what is wanted is excluded by CONFIG_%s",
			       name_of(symbol));
	if (symbol->type == TYPE_BOOL)
		level = level == TRI_NO ? TRI_NO : TRI_YES;
	if (value_of(seeker, symbol) >= level) {
		pin(seeker, symbol, true);
		return true;
	}
	if (!symbol->menus)
		return give_up(seeker, REASON_UNDEFINED, "needs CONFIG_%s", name_of(symbol));
	if (!is_boolean(symbol) || !enter(seeker, symbol))
		return false;
	pin(seeker, symbol, true);
	bool done = find_way_on(seeker, symbol, level);

	seeker->nested--;
	return done;
}

/* ---- off ---- */

/* Another member of its choice is on. */
static bool choose_another(struct seeker *seeker, struct kconfig_symbol *symbol)
{
	vec_each(member, &symbol->choice->members) {
		struct mark before = mark(seeker);

		if (*member != symbol && switch_on(seeker, *member, TRI_YES) &&
		    value_of(seeker, symbol) == TRI_NO)
			return true;
		back_to(seeker, before);
	}
	return false;
}

/* Nothing that holds selects or implies it. */
static bool release(struct seeker *seeker, struct expression *others)
{
	for (; others; others = others->kind == EXPRESSION_OR ? others->left : NULL) {
		struct expression *one = others->kind == EXPRESSION_OR ? others->right : others;

		if (calc_expression(seeker->kconfig, one) != TRI_NO && !falsify(seeker, one))
			return false;
	}
	return true;
}

/* The default that holds is n, or does not hold. */
static bool take_default_away(struct seeker *seeker, struct kconfig_symbol *symbol)
{
	struct property *property = first_default(seeker->kconfig, symbol);
	struct mark before = mark(seeker);

	if (!property)
		return true;
	if (falsify(seeker, property->value))
		return true;
	back_to(seeker, before);
	return falsify(seeker, property->condition) || back_to(seeker, before);
}

/* What switched it on once may not be all that does: with one gone, others come into play. */
static bool find_way_off(struct seeker *seeker, struct kconfig_symbol *symbol)
{
	if (symbol->choice && symbol->visible != TRI_NO)
		return choose_another(seeker, symbol);
	for (unsigned tries = 0; tries < TRIES_MOST; tries++) {
		if (symbol->visible != TRI_NO)
			give(seeker, symbol, "n");
		if (!release(seeker, symbol->selected))
			return false;
		if (value_of(seeker, symbol) == TRI_NO)
			return true;
		if (!release(seeker, symbol->implied) || !take_default_away(seeker, symbol))
			return false;
		if (value_of(seeker, symbol) == TRI_NO)
			return true;
	}
	return false;
}

static bool switch_off(struct seeker *seeker, struct kconfig_symbol *symbol)
{
	const struct pin *other = pinned(seeker, symbol);

	if (other && other->is_on)
		return give_up(seeker, REASON_EXCLUDED,
			       "what is wanted is excluded by CONFIG_%s, which it needs", name_of(symbol));
	if (value_of(seeker, symbol) == TRI_NO) {
		pin(seeker, symbol, false);
		return true;
	}
	if (!is_boolean(symbol) || !enter(seeker, symbol))
		return false;
	pin(seeker, symbol, false);
	bool done = find_way_off(seeker, symbol);

	seeker->nested--;
	if (!done && has_prompt(symbol))
		give_up(seeker, REASON_STUCK, "no way was found to switch CONFIG_%s off", name_of(symbol));
	else if (!done)
		give_up(seeker, REASON_EXCLUDED, "what is wanted is excluded by CONFIG_%s", name_of(symbol));
	return done;
}

/* ---- numbers and strings ---- */

static bool set_text(struct seeker *seeker, struct kconfig_symbol *symbol, const char *text)
{
	calc_symbol(seeker->kconfig, symbol);
	if (!strcmp(symbol_text(symbol), text))
		return true;
	if (!symbol->menus)
		return give_up(seeker, REASON_UNDEFINED, "needs CONFIG_%s", name_of(symbol));
	for (const struct property *property = symbol->properties; property; property = property->next) {
		struct mark before = mark(seeker);

		if (property->kind == PROPERTY_PROMPT && is_valid_text(symbol, text) &&
		    satisfy(seeker, property->condition, TRI_MOD)) {
			give(seeker, symbol, text);
			calc_symbol(seeker->kconfig, symbol);
			if (!strcmp(symbol_text(symbol), text))
				return true;
		}
		back_to(seeker, before);
	}
	return give_up(seeker, REASON_STUCK, "CONFIG_%s cannot have the value wanted", name_of(symbol));
}

/* ---- expressions ---- */

static bool is_literal(const struct kconfig_symbol *symbol)
{
	return symbol->is_constant || !symbol->menus;
}

static bool make_equal(struct seeker *seeker, struct kconfig_symbol *symbol, struct kconfig_symbol *literal)
{
	if (!is_boolean(symbol))
		return set_text(seeker, symbol, literal->name);
	if (!strcmp(literal->name, "n"))
		return switch_off(seeker, symbol);
	if (!switch_on(seeker, symbol, *literal->name == 'y' ? TRI_YES : TRI_MOD))
		return false;
	if (*literal->name == 'm' && value_of(seeker, symbol) == TRI_YES)
		give(seeker, symbol, "m");
	return !strcmp(symbol_text(symbol), literal->name);
}

static bool make_unequal(struct seeker *seeker, struct kconfig_symbol *symbol, struct kconfig_symbol *literal)
{
	if (symbol->type == TYPE_STRING)
		return set_text(seeker, symbol, *literal->name ? "" : "none");
	if (!is_boolean(symbol))
		return false;
	if (!strcmp(literal->name, "n"))
		return switch_on(seeker, symbol, TRI_MOD);
	return switch_off(seeker, symbol);
}

/* Numbers at and beside the one that is compared with. */
static bool make_ordered(struct seeker *seeker, struct expression *comparison, bool wanted)
{
	long number = strtol(comparison->other->name ? comparison->other->name : "", NULL, 0);

	for (long offset = -1; offset <= 1; offset++) {
		struct mark before = mark(seeker);
		char text[32];

		snprintf(text, sizeof(text), comparison->symbol->type == TYPE_HEX ? "0x%lx" : "%ld",
			 number + offset);
		if (set_text(seeker, comparison->symbol, text) &&
		    (calc_expression(seeker->kconfig, comparison) != TRI_NO) == wanted)
			return true;
		back_to(seeker, before);
	}
	return false;
}

static bool settle(struct seeker *seeker, struct expression *comparison, bool wanted)
{
	bool equal = comparison->kind == EXPRESSION_EQUAL;

	if ((calc_expression(seeker->kconfig, comparison) != TRI_NO) == wanted)
		return true;
	if (!comparison->symbol->menus && !comparison->symbol->is_constant)
		return give_up(seeker, REASON_UNDEFINED, "needs CONFIG_%s", name_of(comparison->symbol));
	if (!is_literal(comparison->other) || is_literal(comparison->symbol))
		return give_up(seeker, REASON_STUCK, "no way was found to give CONFIG_%s another value",
			       name_of(comparison->symbol));
	if (comparison->kind != EXPRESSION_EQUAL && comparison->kind != EXPRESSION_UNEQUAL)
		return make_ordered(seeker, comparison, wanted);
	return equal == wanted ? make_equal(seeker, comparison->symbol, comparison->other) :
				 make_unequal(seeker, comparison->symbol, comparison->other);
}

/* One of two will do: first the one that is nearer. */
static bool either(struct seeker *seeker, const struct expression *expression, enum tristate level, bool wanted)
{
	struct expression *sides[] = { expression->left, expression->right };
	struct mark before = mark(seeker);

	for (size_t i = 0; i < 2; i++) {
		if (wanted ? satisfy(seeker, sides[i], level) : falsify(seeker, sides[i]))
			return true;
		back_to(seeker, before);
	}
	return false;
}

static bool satisfy(struct seeker *seeker, struct expression *expression, enum tristate level)
{
	struct kconfig *kconfig = seeker->kconfig;

	if (!expression)
		return true;
	switch (expression->kind) {
	case EXPRESSION_AND:
		return satisfy(seeker, expression->left, level) && satisfy(seeker, expression->right, level);
	case EXPRESSION_OR:
		if (calc_expression(kconfig, expression) >= level)
			return true;
		return either(seeker, expression, level, true);
	case EXPRESSION_NOT:
		if (calc_expression(kconfig, expression) >= level)
			return true;
		return falsify(seeker, expression->left);
	case EXPRESSION_SYMBOL:
		if (expression->symbol == kconfig->module)
			return level <= TRI_MOD;
		if (is_literal(expression->symbol) && is_boolean(expression->symbol))
			return expression->symbol->value >= level;
		return switch_on(seeker, expression->symbol, level);
	default:
		return settle(seeker, expression, true);
	}
}

static bool falsify(struct seeker *seeker, struct expression *expression)
{
	if (!expression)
		return false;
	if (calc_expression(seeker->kconfig, expression) == TRI_NO)
		return true;
	switch (expression->kind) {
	case EXPRESSION_AND:
		return either(seeker, expression, TRI_NO, false);
	case EXPRESSION_OR:
		return falsify(seeker, expression->left) && falsify(seeker, expression->right);
	case EXPRESSION_NOT:
		return satisfy(seeker, expression->left, TRI_YES);
	case EXPRESSION_SYMBOL:
		return !is_literal(expression->symbol) && switch_off(seeker, expression->symbol);
	default:
		return settle(seeker, expression, false);
	}
}

/* ---- wishes ---- */

static bool grant(struct seeker *seeker, const struct kconfig_setting *setting)
{
	struct kconfig_symbol *symbol = symbol_called(seeker->kconfig, setting->symbol);

	if (!strcmp(setting->value, "n") && (!symbol || is_boolean(symbol) || !symbol->menus))
		return !symbol || !symbol->menus || switch_off(seeker, symbol);
	if (!symbol || !symbol->menus)
		return give_up(seeker, REASON_UNDEFINED, "needs CONFIG_%s", setting->symbol);
	if (!is_boolean(symbol))
		return set_text(seeker, symbol, setting->value);
	return switch_on(seeker, symbol, *setting->value == 'y' ? TRI_YES : TRI_MOD);
}

static bool is_granted(struct kconfig *kconfig, const struct kconfig_setting *setting)
{
	const char *value = kconfig_value(kconfig, setting->symbol);

	if (!strcmp(setting->value, "n"))
		return !kconfig_is_on(kconfig, setting->symbol);
	if (!strcmp(setting->value, "m"))
		return kconfig_is_on(kconfig, setting->symbol);
	return value && !strcmp(value, setting->value);
}

static bool all_granted(struct kconfig *kconfig, const struct kconfig_setting *settings, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!is_granted(kconfig, &settings[i]))
			return false;
	return true;
}

/* What an earlier wish got may be lost to a later one: then once more, knowing what was pinned. */
static bool grant_all(struct seeker *seeker, const struct kconfig_setting *settings, size_t count)
{
	for (unsigned round = 0; round < ROUNDS_MOST; round++) {
		seeker->pins.count = 0;
		for (size_t i = 0; i < count; i++)
			if (!grant(seeker, &settings[i]))
				return false;
		if (all_granted(seeker->kconfig, settings, count))
			return true;
	}
	return give_up(seeker, REASON_STUCK, "CONFIG_%s and what else is wanted exclude each other",
		       count ? settings[0].symbol : "");
}

/* ---- report ---- */

static bool is_listed(const struct kconfig_outcome *outcome, const char *name)
{
	vec_each(change, &outcome->given)
		if (!strcmp(change->symbol, name))
			return true;
	return false;
}

/* Values before the first and after the last step, of all symbols that were given one. */
static void list_changes(struct seeker *seeker, struct kconfig_outcome *outcome)
{
	VEC(struct saved) after = { 0 };

	vec_each(saved, &seeker->trail)
		vec_push(&after, save(saved->symbol));
	for (size_t i = seeker->trail.count; i--;)
		restore(&seeker->trail.data[i]);
	forget_values(seeker->kconfig);
	vec_each(saved, &after) {
		struct kconfig_symbol *symbol = saved->symbol;

		if (!symbol->name || is_listed(outcome, symbol->name))
			continue;
		calc_symbol(seeker->kconfig, symbol);
		vec_push(&outcome->given, (struct kconfig_change){
			.symbol = symbol->name,
			.was = arena_strdup(seeker->kconfig->arena, symbol_text(symbol)) });
	}
	vec_each(saved, &after)
		restore(saved);
	forget_values(seeker->kconfig);
	vec_each(change, &outcome->given) {
		struct kconfig_symbol *symbol = symbol_called(seeker->kconfig, change->symbol);

		calc_symbol(seeker->kconfig, symbol);
		change->now = arena_strdup(seeker->kconfig->arena, symbol_text(symbol));
	}
	vec_free(&after);
}

bool kconfig_require(struct kconfig *kconfig, const struct kconfig_setting *settings, size_t count,
		     struct kconfig_outcome *outcome)
{
	struct seeker seeker = { .kconfig = kconfig };
	bool done = grant_all(&seeker, settings, count);

	*outcome = (struct kconfig_outcome){ 0 };
	if (done) {
		list_changes(&seeker, outcome);
	} else {
		back_to(&seeker, (struct mark){ 0 });
		outcome->why_not = seeker.why_not ? seeker.why_not : "no way was found";
	}
	vec_free(&seeker.trail);
	vec_free(&seeker.pins);
	return done;
}

void kconfig_outcome_free(struct kconfig_outcome *outcome)
{
	vec_free(&outcome->given);
}
