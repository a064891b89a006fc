// SPDX-License-Identifier: GPL-2.0-only
/*
 * What stands around an entry becomes part of its conditions; what an entry selects becomes part of the
 * selected symbol; choices get their members.
 */
#include "kbuild/kconfig_internal.h"

struct menu *next_menu(const struct menu *menu)
{
	if (menu->first)
		return menu->first;
	while (menu && !menu->next)
		menu = menu->parent;
	return menu ? menu->next : NULL;
}

/* Before 6.11 a choice's own value is the upper bound of its members' visibility. */
static struct expression *depends_for_entries(struct kconfig *kconfig, const struct menu *block)
{
	if (block->kind == MENU_CHOICE && !kconfig->era.members_choose)
		return make_symbol(kconfig, block->symbol);
	return block->depends;
}

static void hand_on(struct kconfig *kconfig, const struct menu *menu, const struct property *property)
{
	struct expression *by = both_of(kconfig, make_symbol(kconfig, menu->symbol), property->condition);

	if (property->kind == PROPERTY_SELECT)
		property->symbol->selected = either_of(kconfig, property->symbol->selected, by);
	else if (property->kind == PROPERTY_IMPLY)
		property->symbol->implied = either_of(kconfig, property->symbol->implied, by);
}

static void finish_property(struct kconfig *kconfig, const struct menu *menu, struct property *property)
{
	property->condition = both_of(kconfig, menu->depends, with_modules(kconfig, property->condition));
	hand_on(kconfig, menu, property);
}

static void finish_entry(struct kconfig *kconfig, struct menu *menu, struct expression *around)
{
	menu->depends = both_of(kconfig, around, with_modules(kconfig, menu->depends));
	if (!menu->symbol) {
		if (menu->prompt)
			finish_property(kconfig, menu, menu->prompt);
		return;
	}
	for (struct property *property = menu->symbol->properties; property; property = property->next)
		if (property->menu == menu)
			finish_property(kconfig, menu, property);
	if (menu->kind == MENU_CONFIG)
		menu->symbol->depends = either_of(kconfig, menu->symbol->depends, menu->depends);
}

/* ---- choices ---- */

/* A choice without a type has that of its first member, members without one have the choice's. */
static void share_type(const struct menu *choice)
{
	for (const struct menu *menu = choice->first; menu && !choice->symbol->type; menu = menu->next)
		if (menu->symbol)
			choice->symbol->type = menu->symbol->type;
	for (const struct menu *menu = choice->first; menu; menu = menu->next)
		if (menu->symbol && !menu->symbol->type)
			menu->symbol->type = choice->symbol->type;
}

static bool is_same_leaf(const struct expression *a, const struct expression *b)
{
	return a == b || (a->kind == b->kind && a->kind != EXPRESSION_AND && a->kind != EXPRESSION_OR &&
			  a->kind != EXPRESSION_NOT && a->symbol == b->symbol && a->other == b->other);
}

static bool has_part(const struct expression *all, const struct expression *part)
{
	for (; all && all->kind == EXPRESSION_AND; all = all->left)
		if (has_part(all->right, part))
			return true;
	return all && is_same_leaf(all, part);
}

/* Each of the parts that PARTS joins with && is one of ALL's. */
static bool has_all_parts(const struct expression *all, const struct expression *parts)
{
	for (; parts && parts->kind == EXPRESSION_AND; parts = parts->left)
		if (!has_all_parts(all, parts->right))
			return false;
	return !parts || has_part(all, parts);
}

/* `conf` shows ENTRY below OVER, which stands before it. */
static bool is_below(const struct kconfig *kconfig, const struct menu *entry, const struct menu *over)
{
	const struct expression *depends = entry->prompt ? entry->prompt->condition : entry->depends;

	return mentions_symbol(depends, over->symbol) &&
	       (needs_symbol(kconfig, depends, over->symbol) || has_all_parts(depends, over->prompt->condition));
}

/* Members of another type than the choice's are there only when it is y. */
static void bind_member(struct kconfig *kconfig, struct kconfig_symbol *choice, struct menu *menu)
{
	struct expression *is_yes;

	if (choice->type != TYPE_TRISTATE || menu->symbol->type == TYPE_TRISTATE)
		return;
	is_yes = make_comparison(kconfig, EXPRESSION_EQUAL, choice, kconfig->yes);
	menu->depends = both_of(kconfig, is_yes, menu->depends);
	for (struct property *property = menu->symbol->properties; property; property = property->next)
		if (property->menu == menu)
			property->condition = both_of(kconfig, is_yes, property->condition);
}

static void add_member(struct kconfig *kconfig, struct kconfig_symbol *choice, struct menu *menu)
{
	if (menu->symbol->choice)
		return;
	menu->symbol->choice = choice;
	vec_push(&choice->members, menu->symbol);
	if (!kconfig->era.members_choose)
		bind_member(kconfig, choice, menu);
}

/* All options in a choice are its members. Before 6.11 those that `conf` shows below another one are not. */
static void collect_members(struct kconfig *kconfig, struct kconfig_symbol *choice, struct menu *block)
{
	for (struct menu *menu = block->first; menu; menu = menu->next) {
		struct menu *over = menu;

		if (menu->kind == MENU_IF && menu->first)
			collect_members(kconfig, choice, menu);
		if (menu->kind != MENU_CONFIG)
			continue;
		add_member(kconfig, choice, menu);
		if (kconfig->era.members_choose || !over->prompt)
			continue;
		while (menu->next && is_below(kconfig, menu->next, over))
			menu = menu->next;
	}
}

/* Unless it is optional, something is chosen wherever the choice is visible: as if it were selected. */
static void finish_choice(struct kconfig *kconfig, struct menu *menu)
{
	struct kconfig_symbol *choice = menu->symbol;

	collect_members(kconfig, choice, menu);
	if (!choice->is_optional && menu->prompt)
		choice->selected = both_of(kconfig, menu->prompt->condition,
					   make_symbol(kconfig, kconfig->module));
}

void finish_menus(struct kconfig *kconfig)
{
	for (struct menu *menu = next_menu(&kconfig->root); menu; menu = next_menu(menu)) {
		if (menu->kind == MENU_CHOICE && !kconfig->era.members_choose)
			share_type(menu);
		finish_entry(kconfig, menu, depends_for_entries(kconfig, menu->parent));
	}
	for (struct menu *menu = next_menu(&kconfig->root); menu; menu = next_menu(menu))
		if (menu->kind == MENU_CHOICE)
			finish_choice(kconfig, menu);
}
