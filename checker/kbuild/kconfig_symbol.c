// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of symbols. Its hash and its order are those of the tree's `conf`: a new symbol comes first in
 * its bucket, and files that `conf` writes have the order of the table.
 */
#include <string.h>

#include "kbuild/kconfig_internal.h"

/* Fowler, Noll and Vo, 32 bits, variant 1a (public domain). */
static unsigned bucket_of(const struct kconfig *kconfig, const char *name, size_t length)
{
	unsigned hash = 2166136261u;

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned)name[i]) * 16777619u;
	return hash % kconfig->era.buckets;
}

static struct kconfig_symbol *insert_symbol(struct kconfig *kconfig, unsigned bucket, const char *name)
{
	struct kconfig_symbol *symbol = arena_alloc(kconfig->arena, sizeof(*symbol));

	symbol->name = name;
	symbol->next = kconfig->buckets[bucket];
	kconfig->buckets[bucket] = symbol;
	return symbol;
}

static struct kconfig_symbol *single_letter(const struct kconfig *kconfig, char letter)
{
	switch (letter) {
	case 'y':
		return kconfig->yes;
	case 'm':
		return kconfig->module;
	case 'n':
		return kconfig->no;
	default:
		return NULL;
	}
}

static struct kconfig_symbol *look_up(const struct kconfig *kconfig, unsigned bucket, const char *name,
				      size_t length, bool is_constant)
{
	struct kconfig_symbol *symbol = kconfig->buckets[bucket];

	for (; symbol; symbol = symbol->next)
		if (symbol->name && symbol->is_constant == is_constant &&
		    !strncmp(symbol->name, name, length) && !symbol->name[length])
			return symbol;
	return NULL;
}

struct kconfig_symbol *find_symbol(struct kconfig *kconfig, const char *name, size_t length, bool is_constant)
{
	struct kconfig_symbol *symbol = length == 1 ? single_letter(kconfig, *name) : NULL;

	if (symbol)
		return symbol;
	unsigned bucket = bucket_of(kconfig, name, length);

	symbol = look_up(kconfig, bucket, name, length, is_constant);
	if (symbol)
		return symbol;
	symbol = insert_symbol(kconfig, bucket, arena_strndup(kconfig->arena, name, length));
	symbol->is_constant = is_constant;
	return symbol;
}

struct kconfig_symbol *symbol_called(const struct kconfig *kconfig, const char *name)
{
	size_t length = strlen(name);

	return look_up(kconfig, bucket_of(kconfig, name, length), name, length, false);
}

struct kconfig_symbol *new_choice(struct kconfig *kconfig)
{
	struct kconfig_symbol *choice = insert_symbol(kconfig, 0, NULL);

	choice->is_choice = choice->is_never_written = true;
	if (kconfig->era.members_choose)
		choice->type = TYPE_BOOL;
	return choice;
}

struct property *add_property(struct kconfig *kconfig, struct menu *menu, enum property_kind kind,
			      struct expression *condition)
{
	struct property *property = arena_alloc(kconfig->arena, sizeof(*property));
	struct kconfig_symbol *symbol = menu->symbol;

	property->kind = kind;
	property->menu = menu;
	property->condition = condition;
	if (!symbol)
		return property;
	if (symbol->last_property)
		symbol->last_property->next = property;
	else
		symbol->properties = property;
	symbol->last_property = property;
	return property;
}

bool has_prompt(const struct kconfig_symbol *symbol)
{
	for (const struct property *property = symbol->properties; property; property = property->next)
		if (property->kind == PROPERTY_PROMPT)
			return true;
	return false;
}
