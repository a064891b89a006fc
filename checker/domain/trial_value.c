// SPDX-License-Identifier: GPL-2.0-only
/* Computing values, on the numbers that a trial has for their symbols. */
#include "domain/intset_build.h"
#include "domain/trial.h"

/* Objects are so many bytes apart, the first is that far from null. */
#define OBJECT_BYTES ((uint64_t)1 << 24)

uint32_t any_below(struct trial *trial, uint32_t below)
{
	trial->random = hash_mix(trial->random, 1);
	return (uint32_t)(trial->random >> 32) % below;
}

struct guess *guess_of(struct trial *trial, const struct value *symbol)
{
	size_t index = (size_t)(uintptr_t)intmap_get(&trial->numbers, symbol->id);

	if (!index) {
		const struct intset *range = state_range(trial->domain, trial->state, symbol);
		uint64_t first = range->count ? intset_min(range) : 0;

		vec_push(&trial->guesses, (struct guess){
			symbol, range, (first & ~range->known_mask) | range->known_bits });
		index = trial->guesses.count;
		intmap_set(&trial->numbers, symbol->id, (void *)(uintptr_t)index);
	}
	return &trial->guesses.data[index - 1];
}

/* ---- computing ---- */

static bool try_object(struct trial *trial, const struct region *region, uint64_t *bits)
{
	uintptr_t index = (uintptr_t)intmap_get(&trial->objects, region->id);

	if (region->alignment > OBJECT_BYTES || region->pointer_bits < 64)
		return false;
	if (!index) {
		index = trial->objects.base.count + 1;
		intmap_set(&trial->objects, region->id, (void *)index);
	}
	*bits = index * OBJECT_BYTES;
	return true;
}

bool try_region(struct trial *trial, const struct region *region, uint64_t *bits)
{
	uint64_t index;

	switch (region->kind) {
	case REGION_POINTEE:
		return region->value->width == region->pointer_bits && try_value(trial, region->value, bits);
	case REGION_ELEMENT:
		if (!try_region(trial, region->parent, bits) || !try_value(trial, region->value, &index))
			return false;
		index = (uint64_t)sign_extend(index, region->value->width);
		*bits = (*bits + index * region->stride + (uint64_t)region->offset) &
			width_mask(region->pointer_bits);
		return true;
	default:
		return try_object(trial, region, bits);
	}
}

static bool try_address(struct trial *trial, const struct value *value, uint64_t *bits)
{
	if (!try_region(trial, value->region, bits))
		return false;
	*bits = (*bits + (uint64_t)value->offset) & width_mask(value->width);
	return intset_contains(state_range(trial->domain, trial->state, value), *bits);
}

static bool try_cast(struct trial *trial, const struct value *value, uint64_t *bits)
{
	if (!try_value(trial, value->a, bits))
		return false;
	if (value->opcode == IR_SEXT)
		*bits = (uint64_t)sign_extend(*bits, value->a->width);
	*bits &= width_mask(value->width);
	return value->opcode == IR_SEXT || value->opcode == IR_ZEXT || value->opcode == IR_TRUNC;
}

static bool try_comparison(struct trial *trial, const struct value *value, uint64_t x, uint64_t y,
			   uint64_t *bits)
{
	struct intset_pool *pool = values_pool(trial->domain->values);
	uint32_t width = value->a->width;
	enum truth truth = intset_compare(value->opcode, intset_const(pool, width, x),
					  intset_const(pool, width, y));

	*bits = truth == TRUTH_TRUE;
	return truth != TRUTH_UNKNOWN;
}

static bool try_operation(struct trial *trial, const struct value *value, uint64_t *bits)
{
	uint64_t x, y;

	if (!value->b)
		return try_cast(trial, value, bits);
	if (value->a->width != value->b->width || !try_value(trial, value->a, &x) ||
	    !try_value(trial, value->b, &y))
		return false;
	if (ir_is_compare(value->opcode))
		return try_comparison(trial, value, x, y, bits);
	return value->width == value->a->width && intset_fold(value->opcode, value->width, x, y, bits);
}

bool try_value(struct trial *trial, const struct value *value, uint64_t *bits)
{
	const struct value *equal = value->kind == VALUE_SYMBOL ? state_equal(trial->state, value) : NULL;

	if (equal)
		return ++trial->steps <= TRIAL_STEPS_MOST && try_value(trial, equal, bits) &&
		       intset_contains(state_range(trial->domain, trial->state, value), *bits);
	if (++trial->steps > TRIAL_STEPS_MOST)
		return false;
	switch (value->kind) {
	case VALUE_CONST:
		*bits = value->bits;
		return true;
	case VALUE_SYMBOL:
		*bits = guess_of(trial, value)->bits;
		return true;
	case VALUE_ADDRESS:
		return try_address(trial, value, bits);
	case VALUE_OPERATION:
		return try_operation(trial, value, bits);
	case VALUE_FILL:
		break;
	}
	return false;
}
