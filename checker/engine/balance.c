// SPDX-License-Identifier: GPL-2.0-only
#include "engine/balance.h"

#include "engine/internal.h"
#include "engine/reach.h"

/* Explorations of one function, each with more of its callees entered. */
#define ROUNDS 12
/* Steps for one function, and for all. Most functions are small; the rest of the steps is the rule's. */
#define STEPS_FOR_FUNCTION 1000
#define STEPS_FOR_ALL 8000
/* The state of a function: 1 + enum balance_answer, or this. */
#define UNDER_WAY 16

/* How a function is explored: roughly, and if that shows nothing, with all of its states. */
enum exploring { EXPLORING_ROUGHLY, EXPLORING_ALL, EXPLORING_COUNT };

struct balance {
	struct engine *engines[EXPLORING_COUNT];
	struct engine *client;	/* that asks */
	struct intmap known;	/* struct ir_function pointer -> its state; LACKS is not kept */
	struct intmap lacking;	/* of those that lack something -> pmap: what */
	size_t units;		/* of the program, as of `lacking` */
	struct intmap assumed;	/* functions asked about while they were under way */
	bool refuted;		/* one of them does not keep the balance */
};

/* One question, passed on from function to function. */
struct balance_inquiry {
	struct balance *balance;
	balance_exempts *exempts;
	void *context;
	struct arena *arena;
	const struct pmap *lacking;
};

struct balance *balance_new(struct engine *engine)
{
	struct balance *balance = xcalloc(1, sizeof(*balance));
	struct engine_options options = {
		.budgets = default_budgets, .reach = engine->options.reach,
		.open_instructions = engine->options.open_instructions,
		.is_modular = true, .tracks_locks = true, .first_cause = CAUSES_OF_BALANCE,
	};

	options.budgets.steps = STEPS_FOR_FUNCTION;
	options.budgets.all_steps = STEPS_FOR_ALL;
	balance->engines[EXPLORING_ALL] = engine_new(engine->program, &options);
	options.merges_by_locks = true;
	options.first_cause = CAUSES_OF_ROUGH_BALANCE;
	balance->engines[EXPLORING_ROUGHLY] = engine_new(engine->program, &options);
	balance->client = engine;
	return balance;
}

void balance_free(struct balance *balance)
{
	if (!balance)
		return;
	for (int how = 0; how < EXPLORING_COUNT; how++) {
		engine_credit(balance->client, balance->engines[how]);
		engine_free(balance->engines[how]);
	}
	intmap_free(&balance->known);
	intmap_free(&balance->lacking);
	intmap_free(&balance->assumed);
	free(balance);
}

static enum balance_answer ask(struct balance_inquiry *inquiry, struct function_ref ref);

static void lack(struct balance_inquiry *inquiry, const struct cause *cause)
{
	inquiry->lacking = pmap_set(inquiry->arena, inquiry->lacking, cause->id, cause);
}

/* What a call that was not looked into does. *AGAIN: it was opened, so its caller shows more now. */
static enum balance_answer ask_call(struct balance_inquiry *inquiry, struct cause *cause, bool *again)
{
	enum balance_answer answer;

	if (inquiry->exempts(cause, inquiry->context))
		return BALANCE_KEPT;
	switch (cause->kind) {
	case CAUSE_CLOSED:
		answer = ask(inquiry, cause_callee(cause->engine, cause));
		if (answer == BALANCE_CHANGED)
			*again = engine_resolve(cause) || *again;
		return answer == BALANCE_CHANGED ? BALANCE_KEPT : answer;
	case CAUSE_NO_BODY:
	case CAUSE_INDIRECT:
		if (cause->hopeless)
			return BALANCE_CHANGED;
		lack(inquiry, cause);
		return BALANCE_LACKS;
	case CAUSE_OTHERS:
	case CAUSE_FAULT:
		return BALANCE_KEPT;	/* it decides the way alone */
	default:
		return BALANCE_CHANGED;
	}
}

static enum balance_answer ask_calls(struct balance_inquiry *inquiry, struct engine *engine,
				     const struct pmap *met, bool *again)
{
	enum balance_answer worst = BALANCE_KEPT;
	cause_list calls = { 0 };

	causes_list(unresolved_causes(engine, met), &calls);
	for (size_t i = 0; i < calls.count && worst != BALANCE_CHANGED; i++) {
		enum balance_answer answer = ask_call(inquiry, calls.data[i], again);

		if (answer != BALANCE_KEPT)
			worst = answer;
	}
	vec_free(&calls);
	return worst;
}

static enum balance_answer explore_by(struct balance_inquiry *inquiry, struct engine *engine,
				      struct function_ref ref)
{
	for (unsigned round = 0; round < ROUNDS; round++) {
		const struct exploration *run = engine_explore(engine, ref, NULL, 0, UINT32_MAX);
		bool again = false;

		if (run->incomplete)
			return BALANCE_CHANGED;
		enum balance_answer answer = ask_calls(inquiry, engine, run->met, &again);
		if (again)
			continue;
		vec_each(outcome, &run->outcomes)
			if (outcome->state.locks)
				return BALANCE_CHANGED;
		return answer;
	}
	return BALANCE_CHANGED;
}

static enum balance_answer explore_alone(struct balance_inquiry *inquiry, struct function_ref ref)
{
	enum balance_answer answer = BALANCE_CHANGED;

	for (int how = 0; how < EXPLORING_COUNT && answer == BALANCE_CHANGED; how++)
		answer = explore_by(inquiry, inquiry->balance->engines[how], ref);
	return answer;
}

static bool is_open(uint32_t key, const void *value, void *context)
{
	const struct cause *cause = value;

	(void)key, (void)context;
	return !cause->resolved && !cause->hopeless;
}

/* What the function ID lacked, if it lacks all of that still; or NULL. */
static const struct pmap *still_lacking(struct balance *balance, uint64_t id)
{
	size_t units = program_unit_count(balance->client->program);

	if (balance->units != units) {
		intmap_free(&balance->lacking);
		balance->lacking = (struct intmap){ 0 };
		balance->units = units;
	}
	const struct pmap *lacking = intmap_get(&balance->lacking, id);
	return pmap_each(lacking, is_open, NULL) ? lacking : NULL;
}

static bool add_lacking(uint32_t key, const void *value, void *context)
{
	(void)key;
	lack(context, value);
	return true;
}

static enum balance_answer answer_anew(struct balance_inquiry *inquiry, struct function_ref ref,
				       uint64_t id)
{
	const struct pmap *before = inquiry->lacking;

	inquiry->lacking = NULL;
	enum balance_answer answer = engine_never_locks(inquiry->balance->client, ref) ? BALANCE_KEPT :
				     explore_alone(inquiry, ref);
	if (answer == BALANCE_LACKS)
		intmap_set(&inquiry->balance->lacking, id, (void *)inquiry->lacking);
	pmap_each(before, add_lacking, inquiry);
	return answer;
}

static enum balance_answer ask(struct balance_inquiry *inquiry, struct function_ref ref)
{
	struct balance *balance = inquiry->balance;
	uint64_t id = (uint64_t)(uintptr_t)ref.function;
	uintptr_t known = (uintptr_t)intmap_get(&balance->known, id);
	enum balance_answer answer;

	if (!ref.function)
		return BALANCE_CHANGED;
	if (known == UNDER_WAY) {
		intmap_set(&balance->assumed, id, balance);
		return BALANCE_KEPT;
	}
	if (known)
		return (enum balance_answer)(known - 1);
	const struct pmap *lacking = still_lacking(balance, id);
	if (lacking) {
		pmap_each(lacking, add_lacking, inquiry);
		return BALANCE_LACKS;
	}
	intmap_set(&balance->known, id, (void *)(uintptr_t)UNDER_WAY);
	answer = answer_anew(inquiry, ref, id);
	if (answer != BALANCE_KEPT && intmap_has(&balance->assumed, id))
		balance->refuted = true;
	intmap_set(&balance->known, id, answer == BALANCE_LACKS ? NULL :
		   (void *)(uintptr_t)(1 + answer));
	return answer;
}

enum balance_answer balance_ask(struct balance *balance, const struct cause *cause,
				balance_exempts *exempts, void *context, struct arena *arena,
				const struct pmap **lacking)
{
	struct balance_inquiry inquiry = { balance, exempts, context, arena, *lacking };
	struct function_ref ref = cause_callee(cause->engine, cause);

	if (!balance->client->options.reach)
		return BALANCE_CHANGED;
	enum balance_answer answer = ask(&inquiry, ref);

	*lacking = inquiry.lacking;
	if (!balance->refuted)
		return answer;
	/* answers that assumed it are asked for again */
	intmap_free(&balance->known);
	intmap_free(&balance->assumed);
	intmap_free(&balance->lacking);
	balance->known = balance->assumed = balance->lacking = (struct intmap){ 0 };
	balance->refuted = false;
	return answer == BALANCE_KEPT ? BALANCE_CHANGED : answer;
}
