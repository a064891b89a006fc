// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which locks a state holds.
 *
 * A loop that takes the locks of all elements of an array would hold one more in each round. From the third
 * on, the locks that one call in a loop took are a *row*: one entry that stands for all of them, by their
 * member. A loop that drops locks of that member drops the row (assumption "lock-rows").
 */
#include <string.h>

#include "engine/internal.h"

/* Locks of one call in a loop that are told apart. */
#define LOCKS_BEFORE_ROW 2

struct lock_search {
	const struct ir_field *field;	/* NULL: any */
	const void *site;		/* NULL: any */
	int sign;			/* of their counts */
	const struct lock *found;	/* one of them */
	size_t count;
	const struct pmap *rest;	/* all others */
	struct arena *arena;		/* of `rest`; NULL: it is not wanted */
};

static bool is_same_field(const struct ir_field *a, const struct ir_field *b)
{
	return a == b || (a && b && !strcmp(a->name, b->name) && !strcmp(a->record, b->record));
}

static bool look_at_lock(uint32_t key, const void *value, void *context)
{
	struct lock_search *search = context;
	const struct lock *lock = value;

	if (lock->count * search->sign > 0 && is_same_field(lock->field, search->field) &&
	    (!search->site || lock->site == search->site)) {
		search->found = lock;
		search->count += (size_t)(lock->count * search->sign);
	} else if (search->arena) {
		search->rest = pmap_set(search->arena, search->rest, key, value);
	}
	return true;
}

/*
 * The lock that an operation on ADDRESS means: that very one, or, for an unlock, the held one that is
 * the same member of the same type. Its name may have changed with memory.
 */
static const struct lock *find_lock(const struct state *state, const struct value *address,
				    const struct ir_field *field, int delta)
{
	const struct lock *exact = pmap_get(state->locks, address->id);
	struct lock_search search = { .field = field, .sign = 1 };

	if (exact || delta > 0 || !field)
		return exact;
	pmap_each(state->locks, look_at_lock, &search);
	return search.found;
}

/* The member that the lock at ADDRESS is, or that a pointer to it was loaded from; or NULL. */
static const struct ir_field *field_of_lock(const struct engine *engine, const struct value *address)
{
	const struct ir_field *field = intmap_get(&engine->address_fields, address->id);

	return field || address->kind != VALUE_SYMBOL ? field : address->field;
}

static void put_lock(struct activation *activation, struct state *state, const struct lock *lock)
{
	if (lock->count || lock->is_row)
		state->locks = pmap_set(activation->scratch, state->locks, lock->address->id,
					arena_copy(activation->scratch, lock, sizeof(*lock)));
	else
		state->locks = pmap_remove(activation->scratch, state->locks, lock->address->id);
}

/* ---- rows ---- */

/* What stands for the address of the row of FIELD. */
static const struct value *row_address(struct engine *engine, const struct ir_field *field)
{
	const char *name = field ? arena_printf(engine->arena, "%s.%s of several", field->record,
						field->name) : "several locks";

	return value_address(engine->values, region_global(engine->values, name), 0);
}

/*
 * The row of LOCK's member changes as LOCK tells: its locks are taken, or all that are held are dropped.
 * Where a row is dropped, later drops of its other locks change nothing.
 */
static void change_row(struct activation *activation, struct state *state, const struct lock *lock)
{
	struct engine *engine = activation->engine;
	struct lock_search held = { .field = lock->field, .sign = 1, .arena = activation->scratch };
	const struct lock *row = pmap_get(state->locks, row_address(engine, lock->field)->id);
	struct lock changed = *lock;

	changed.address = row_address(engine, lock->field);
	changed.is_row = true;
	changed.count = lock->count > 0 ? 1 : lock->count < 0 ? -1 : 0;
	if (row && row->count)
		changed.count = row->count == changed.count ? row->count : 0;
	else if (row && changed.count < 0)
		changed.count = 0;
	if (lock->count < 0) {
		pmap_each(state->locks, look_at_lock, &held);
		if (held.found && !(row && row->count > 0))
			changed.count = 0;
		state->locks = held.rest;
		note_assumption(activation, ASSUMPTION_LOCK_ROWS, lock->site, NULL);
	}
	put_lock(activation, state, &changed);
}

/* Locks that the call of LOCK, in a loop, took or dropped become a row where they are many. */
static void form_row(struct activation *activation, struct state *state, const struct lock *lock)
{
	struct lock_search search = { .field = lock->field, .site = lock->site,
		.sign = lock->count > 0 ? 1 : -1, .arena = activation->scratch };

	pmap_each(state->locks, look_at_lock, &search);
	if (search.count <= LOCKS_BEFORE_ROW)
		return;
	state->locks = search.rest;
	change_row(activation, state, lock);
}

/* Whether an operation on LOCK's member by DELTA is one on its row. */
static bool is_of_row(struct activation *activation, const struct state *state,
		      const struct lock *lock, int delta)
{
	return pmap_get(state->locks, row_address(activation->engine, lock->field)->id) &&
	       !pmap_get(state->locks, lock->address->id) && (lock->in_loop || delta < 0);
}

/* ---- operations ---- */

/*
 * What holds a lock is an object: the pointer that leads to the lock at ADDRESS is neither null nor an error
 * (assumption "valid-address"). Returns false: in STATE it is.
 */
static bool assume_object(struct activation *activation, struct state *state,
			  const struct value *address, const void *site)
{
	struct intset_pool *pool = values_pool(activation->engine->values);
	int64_t offset;
	const struct region *region = region_of_pointer(activation->engine->values, address, &offset);

	if (!region || region->kind != REGION_POINTEE)
		return true;
	note_assumption(activation, ASSUMPTION_VALID_ADDRESS, site, NULL);
	return state_assume(&activation->domain, state, region->value,
			    intset_range(pool, region->value->width, 4096, (uint64_t)0 - 4096));
}

static void change_lock(struct activation *activation, struct state *state, const struct lock *operation)
{
	const struct lock *known = find_lock(state, operation->address, operation->field,
					     operation->count);
	struct lock lock = known ? *known : *operation;

	if (known) {
		if (known->address != operation->address)
			note_assumption(activation, ASSUMPTION_LOCK_IDENTITY, operation->site, NULL);
		lock.count += operation->count;
		lock.site = operation->site;
		lock.trace = operation->trace;
		lock.in_loop = operation->in_loop;
	}
	put_lock(activation, state, &lock);
	if (lock.in_loop && lock.count)
		form_row(activation, state, &lock);
}

static bool effect_operation(struct activation *activation, struct state *state, struct lock *operation)
{
	const struct ir_field *field = field_of_lock(activation->engine, operation->address);

	operation->address = state_pointer(&activation->domain, state, operation->address);
	if (!assume_object(activation, state, operation->address, operation->site))
		return false;
	operation->field = field ? field : field_of_lock(activation->engine, operation->address);
	operation->in_loop = operation->in_loop || activation->in_loop;
	if (!is_of_row(activation, state, operation, operation->count))
		change_lock(activation, state, operation);
	else if (operation->in_loop)
		change_row(activation, state, operation);
	/* else one lock of a row is dropped, and the others stay */
	return true;
}

bool effect_lock(struct activation *activation, struct state *state,
		 const struct value *address, int delta, const void *site)
{
	struct lock operation = { .address = address, .count = delta, .site = site, .trace = state->trace };

	return !activation->engine->options.tracks_locks ||
	       effect_operation(activation, state, &operation);
}

bool effect_lock_of_outcome(struct activation *activation, struct state *state,
			    const struct lock *inner, const struct value *address, const void *site)
{
	struct lock operation = *inner;

	operation.address = address;
	operation.site = site;
	operation.trace = state->trace;
	if (!inner->is_row)
		return effect_operation(activation, state, &operation);
	if (inner->count)
		change_row(activation, state, &operation);
	return true;
}

static bool drop_settled(uint32_t key, const void *value, void *context)
{
	struct lock_search *search = context;

	if (((const struct lock *)value)->count)
		search->rest = pmap_set(search->arena, search->rest, key, value);
	return true;
}

void drop_settled_rows(struct activation *activation, struct state *state)
{
	struct lock_search search = { .arena = activation->scratch };

	if (!state->locks)
		return;
	pmap_each(state->locks, drop_settled, &search);
	state->locks = search.rest;
}
