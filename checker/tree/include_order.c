// SPDX-License-Identifier: GPL-2.0-only
/* includes_may_precede(): whether macros can tell in which order headers are read. */
#include "tree/includes_state.h"

/* A walk through a file in the order of the compiler that takes all #if branches. */
struct order {
	struct includes *includes;
	const struct include_path *path;
	const struct strmap *set;
	bool is_forced;		/* this is an -include file, which comes first in either order */
	bool clash;		/* a macro can tell the order */
};

static struct word *word_at(const struct order *order, const struct include_event *event)
{
	return &order->includes->words.data[event->id];
}

/* The file outside of the set that defined WORD last in this walk, or NULL. */
static const struct include_file *definer_of(const struct order *order, const struct word *word)
{
	return word->defined == order->includes->visit ? word->definer : NULL;
}

/* A file of the set that defines WORD, or NULL. */
static const struct include_file *theirs(const struct order *order, const struct word *word)
{
	return word->learnt == order->includes->visit ? word->theirs : NULL;
}

static void define(const struct order *order, uint32_t id, const struct include_file *file)
{
	struct word *word = &order->includes->words.data[id];

	word->definer = file;
	word->defined = order->includes->visit;
}

static void learn_their_macros(struct order *order)
{
	for (size_t i = 0; i < order->set->count; i++) {
		struct include_file *file = include_file_at(order->includes,
						      order->set->entries[i].key);

		file->in_set = order->includes->visit;
		vec_each(id, &file->defines) {
			struct word *word = &order->includes->words.data[*id];

			word->theirs = file;
			word->learnt = order->includes->visit;
		}
	}
}

static bool is_harmless(const struct includes *includes, uint64_t word)
{
	for (size_t i = 0; i < HARMLESS_MACROS; i++)
		if (includes->harmless[i] == word)
			return true;
	return false;
}

/*
 * EVENT, in a file of the set, names a macro that the usual order has defined before it and the new one
 * has not.
 */
static bool comes_too_late(const struct order *order, const struct include_event *event)
{
	const struct include_file *definer = definer_of(order, word_at(order, event));

	return definer && (event->kind == TEXT_CONDITION || !definer->is_public);
}

/* EVENT, in FILE outside of the set, names a macro of the set that the usual order has not defined yet. */
static bool comes_too_early(const struct order *order, const struct include_file *file,
			    const struct include_event *event)
{
	const struct include_file *definer = theirs(order, word_at(order, event));

	return definer && definer->visited != order->includes->visit &&
	       (event->kind == TEXT_CONDITION || !file->is_public);
}

/* An #undef of a macro that nothing defines. */
static bool does_nothing(const struct order *order, const struct include_event *event)
{
	return event->kind == TEXT_UNDEFINE && !definer_of(order, word_at(order, event)) &&
	       !theirs(order, word_at(order, event)) &&
	       !intmap_has(order->path->given, event->word);
}

static void walk_order(struct order *order, const struct include_file *from);

static void walk_include(struct order *order, const struct include_file *from, bool in_set,
			 struct include_event *event)
{
	struct include_file *file = find_include(order->includes, order->path, from, event);

	/* files of the set include only files of the set */
	if (file && (!in_set || file->in_set == order->includes->visit) &&
	    visit_include(order->includes, file))
		walk_order(order, file);
}

static void walk_order(struct order *order, const struct include_file *from)
{
	bool in_set = from->in_set == order->includes->visit;

	for (size_t i = 0; i < from->events.count && !order->clash; i++) {
		struct include_event *event = &from->events.data[i];

		if (event->kind == TEXT_INCLUDE) {
			walk_include(order, from, in_set, event);
		} else if (!order->is_forced && !is_harmless(order->includes, event->word) &&
			   !does_nothing(order, event)) {
			order->clash = in_set ? comes_too_late(order, event) :
						comes_too_early(order, from, event);
			if (!in_set && event->kind >= TEXT_DEFINE)
				define(order, event->id, from);
		}
	}
}

bool includes_may_precede(struct includes *includes, const char *file,
			  const struct include_path *path, const struct strmap *set)
{
	struct order order = { .includes = includes, .path = path, .set = set, .is_forced = true };
	struct include_file command_line = { .path = "" };

	includes->visit++;
	learn_their_macros(&order);
	for (size_t i = 0; path->extra && i < path->extra->base.count; i++)
		define(&order, include_word_id(includes, path->extra->base.entries[i].number), &command_line);
	for (size_t i = 0; i < path->nforced; i++) {
		struct include_file *forced = include_file_at(includes, path->forced[i]);

		if (visit_include(includes, forced))
			walk_order(&order, forced);
	}
	order.is_forced = false;
	walk_order(&order, include_file_at(includes, file));
	return !order.clash;
}
