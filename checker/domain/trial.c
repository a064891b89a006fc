// SPDX-License-Identifier: GPL-2.0-only
#include "domain/trial.h"

/* Facts that are mended one after the other, before the trial ends without an input. */
#define MENDINGS 60

/* A fact that does not hold. */
struct amiss {
	struct trial *trial;
	const struct value *value;	/* NULL: there is none */
	const struct intset *set;
	uint32_t skip;			/* so many are left for later */
};

static bool holds_fact(struct trial *trial, const struct value *value, const struct intset *set)
{
	uint64_t bits;

	return try_value(trial, value, &bits) && intset_contains(set, bits);
}

static bool find_amiss(uint32_t key, const void *set, void *context)
{
	struct amiss *amiss = context;
	struct trial *trial = amiss->trial;
	const struct value *value = value_by_id(trial->domain->values, key);

	/* the number of an outcome was chosen with the outcome, whose facts are here */
	if (value->kind == VALUE_CONST ||
	    (value->kind == VALUE_SYMBOL && value->symbol->kind == SYMBOL_OUTCOME) ||
	    holds_fact(trial, value, set))
		return true;
	amiss->value = value;
	amiss->set = set;
	return amiss->skip-- > 0;
}

static void free_trial(struct trial *trial)
{
	intmap_free(&trial->numbers);
	intmap_free(&trial->objects);
	vec_free(&trial->guesses);
}

/* Ranges hold numbers that known bits exclude: a number that is in no set is not taken. */
static bool are_members(const struct trial *trial)
{
	vec_each(guess, &trial->guesses)
		if (!intset_contains(guess->range, guess->bits))
			return false;
	return true;
}

bool find_by_trial(struct domain *domain, const struct state *state, const struct value *value,
		   const struct intset *set)
{
	struct trial trial = { .domain = domain, .state = state };
	bool found = false;

	for (unsigned i = 0; i < MENDINGS && !found && trial.steps < TRIAL_STEPS_MOST; i++) {
		struct amiss amiss = { .trial = &trial, .skip = i % 4 == 3 };

		if (value && !holds_fact(&trial, value, set)) {
			amiss.value = value;
			amiss.set = set;
		}
		if (!amiss.value || i % 2)
			pmap_each(state->facts, find_amiss, &amiss);
		found = !amiss.value && are_members(&trial) && trial.steps < TRIAL_STEPS_MOST;
		if (amiss.value)
			(void)aim_at(&trial, amiss.value, amiss.set);
	}
	free_trial(&trial);
	return found;
}
