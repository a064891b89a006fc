// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which options some configuration has on. Conditions are taken for true wherever one of their symbols may make
 * them so, and an option is on only if something that may be on, or the user, puts it there. So "no" is certain.
 */
#include <string.h>

#include "kbuild/kconfig_internal.h"

/* `A = y`, `A = m`, `A != n` need an A that is on; of other comparisons nothing is known. */
static bool may_compare(const struct kconfig *kconfig, const struct expression *expression)
{
	const struct kconfig_symbol *symbol = expression->symbol, *other = expression->other;
	const struct kconfig_symbol *constant = symbol->is_constant ? symbol : other;
	const struct kconfig_symbol *asked = symbol->is_constant ? other : symbol;
	bool wants_on = expression->kind == EXPRESSION_EQUAL ?
			constant == kconfig->yes || constant == kconfig->module :
			expression->kind == EXPRESSION_UNEQUAL && constant == kconfig->no;

	return !wants_on || asked->may_be_on;
}

static bool may_hold(const struct kconfig *kconfig, const struct expression *expression)
{
	if (!expression)
		return true;
	switch (expression->kind) {
	case EXPRESSION_SYMBOL:
		return expression->symbol->may_be_on;
	case EXPRESSION_NOT:
		return expression->left->kind != EXPRESSION_SYMBOL || expression->left->symbol != kconfig->yes;
	case EXPRESSION_AND:
		return may_hold(kconfig, expression->left) && may_hold(kconfig, expression->right);
	case EXPRESSION_OR:
		return may_hold(kconfig, expression->left) || may_hold(kconfig, expression->right);
	default:
		return may_compare(kconfig, expression);
	}
}

static bool may_switch_on(const struct kconfig *kconfig, const struct kconfig_symbol *symbol)
{
	if (!symbol->menus)
		return false;
	if (symbol->is_choice)
		return may_hold(kconfig, symbol->depends);
	if (!is_boolean(symbol))
		return true;
	for (const struct property *property = symbol->properties; property; property = property->next) {
		if (property->kind != PROPERTY_PROMPT && property->kind != PROPERTY_DEFAULT)
			continue;
		if (may_hold(kconfig, property->condition) &&
		    (property->kind == PROPERTY_PROMPT || may_hold(kconfig, property->value)))
			return true;
	}
	return (symbol->selected && may_hold(kconfig, symbol->selected)) ||
	       (symbol->implied && may_hold(kconfig, symbol->implied));
}

/* From nothing on up, until nothing more comes on. */
static void find_possible(struct kconfig *kconfig)
{
	bool changed = true;

	kconfig->yes->may_be_on = kconfig->module->may_be_on = true;
	while (changed) {
		changed = false;
		each_symbol(symbol, kconfig) {
			if (symbol->may_be_on || !may_switch_on(kconfig, symbol))
				continue;
			symbol->may_be_on = true;
			changed = true;
		}
	}
	kconfig->knows_possible = true;
}

bool kconfig_may_be_on(struct kconfig *kconfig, const char *name)
{
	const struct kconfig_symbol *symbol = symbol_called(kconfig, name);

	if (!kconfig->knows_possible)
		find_possible(kconfig);
	return symbol && symbol->may_be_on;
}
