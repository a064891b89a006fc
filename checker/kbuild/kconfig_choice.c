// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which member of a choice is on.
 *
 * Up to 6.10 a choice has a value of its own, y or m; where it is y one member is chosen, where it is m each
 * member is a module or off as was given. From 6.11 on there are members alone, and the one whose y was given
 * last wins.
 */
#include "kbuild/kconfig_internal.h"

/* The first default that can be seen, else the first member that can. */
static struct kconfig_symbol *default_member(struct kconfig *kconfig, const struct kconfig_symbol *choice)
{
	for (struct property *property = choice->properties; property; property = property->next) {
		if (property->kind != PROPERTY_DEFAULT || property->value->kind != EXPRESSION_SYMBOL ||
		    calc_expression(kconfig, property->condition) == TRI_NO)
			continue;
		if (property->value->symbol->visible != TRI_NO)
			return property->value->symbol;
	}
	vec_each(member, &choice->members)
		if ((*member)->visible != TRI_NO)
			return *member;
	return NULL;
}

struct kconfig_symbol *calc_chosen(struct kconfig *kconfig, struct kconfig_symbol *choice)
{
	struct kconfig_symbol *chosen = choice->given_member;

	vec_each(member, &choice->members)
		calc_visibility(kconfig, *member);
	if (!chosen || chosen->visible == TRI_NO)
		chosen = default_member(kconfig, choice);
	if (!chosen)
		choice->value = TRI_NO;
	return chosen;
}

/* Of the visible members that a y was given, the latest. */
static struct kconfig_symbol *weightiest(const struct kconfig_symbol *choice)
{
	struct kconfig_symbol *found = NULL;

	vec_each(member, &choice->members)
		if ((*member)->visible != TRI_NO && (*member)->is_given && (*member)->given == TRI_YES &&
		    (!found || (*member)->priority > found->priority))
			found = *member;
	return found;
}

/* All were said to be off: the one of which that was said first is on. */
static struct kconfig_symbol *lightest(const struct kconfig_symbol *choice)
{
	struct kconfig_symbol *found = NULL;

	vec_each(member, &choice->members)
		if ((*member)->visible != TRI_NO && (!found || (*member)->priority <= found->priority))
			found = *member;
	return found;
}

static struct kconfig_symbol *first_open(const struct kconfig_symbol *choice)
{
	vec_each(member, &choice->members)
		if ((*member)->visible != TRI_NO && !(*member)->is_given)
			return *member;
	return NULL;
}

struct kconfig_symbol *calc_members(struct kconfig *kconfig, struct kconfig_symbol *choice)
{
	struct kconfig_symbol *chosen;

	vec_each(member, &choice->members)
		calc_visibility(kconfig, *member);
	chosen = weightiest(choice);
	if (!chosen) {
		chosen = default_member(kconfig, choice);
		if (chosen && chosen->is_given && chosen->given == TRI_NO)
			chosen = NULL;
	}
	if (!chosen)
		chosen = first_open(choice);
	if (!chosen)
		chosen = lightest(choice);
	vec_each(member, &choice->members) {
		if ((*member)->visible == TRI_NO)
			continue;
		(*member)->value = *member == chosen ? TRI_YES : TRI_NO;
		(*member)->is_written = true;
		(*member)->round = kconfig->round;
	}
	return chosen;
}
