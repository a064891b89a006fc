/* layers: base ir domain */
// SPDX-License-Identifier: GPL-2.0-only
/*
 * States against brute force: memory of two small variables beside an array of bits, the join of
 * two states, unions of facts, and chains of widenings.
 *
 * A state stands for pairs of an assignment of its symbols and the memory that comes of it. What
 * a joined state says must hold for each pair of either side, where a JOIN symbol is what
 * stands in its place.
 */
#include "law_values.h"

enum {
	ROUNDS = 2500,
	ROUNDS_OF_CHAINS = 250,
	VARIABLES = 2,
	BITS = 32,		/* of each variable */
	STORES = 5,
	STEPS = 60,		/* of a chain */
	/* a chain changes what it knows of a value so often: two bounds, and to know nothing */
	CHANGES_OF_A_VALUE = 3,
};

static const uint8_t few_bits[] = { 1, 2, 3, 4 };
static const uint8_t places[] = { 8, 16, 32 };

/* The function that the variables are local to, and the block where states join. */
static const char function, block;

/* What memory holds under one assignment. */
struct memory {
	uint32_t bits[VARIABLES];
	uint32_t temp;		/* what temporary 1 holds */
};

struct reading {
	const struct memory *entry, *now;
};

/* A state, and how it came about: by stores on top of what was there at entry. */
struct subject {
	struct state state;
	struct store {
		uint32_t variable, offset, width;
		enum { STORE_NODE, STORE_ZERO, STORE_COPY } kind;
		uint32_t node;		/* COPY: offset in the other variable */
	} stores[STORES];
	uint32_t nstores;
	uint32_t temp;		/* the node in temporary 1 */
	bool excluded[256];	/* assignments that its assumptions exclude, by number */
};

static const struct region *variable(struct domain *domain, uint32_t number)
{
	return region_local(domain->values, &function, number, "v");
}

static uint32_t cut(uint32_t bits, uint32_t offset, uint32_t width)
{
	return (uint32_t)((bits >> offset) & width_mask(width));
}

/*
 * What an ENTRY symbol is: memory at entry. What a JOIN symbol is, and a MEMORY symbol of the
 * block: what stands in its place now.
 */
static uint64_t read_memory(const struct value *symbol, void *context)
{
	const struct reading *reading = context;
	const struct place *place = symbol->symbol->place;
	bool entry = symbol->symbol->kind == SYMBOL_ENTRY;

	if (place->region->function == &block)
		return reading->now->temp;
	law(entry || symbol->symbol->kind == SYMBOL_JOIN || symbol->symbol->site == &block,
	    "nobody knows what %s is", value_text(symbol));
	return cut((entry ? reading->entry : reading->now)->bits[place->region->index],
		   (uint32_t)place->offset, (uint32_t)place->width);
}

/* ---- stores ---- */

static struct store random_store(const struct nodes *nodes)
{
	struct store store = { .width = places[laws_below(sizeof(places))] };

	store.variable = laws_below(VARIABLES);
	store.offset = 8 * laws_below((BITS - store.width) / 8 + 1);
	store.kind = laws_one_in(4) ? STORE_ZERO : laws_one_in(4) ? STORE_COPY : STORE_NODE;
	store.node = store.kind == STORE_COPY ? 8 * laws_below((BITS - store.width) / 8 + 1) :
		laws_below(nodes->count);
	return store;
}

static void apply_store(struct domain *domain, struct state *state, const struct nodes *nodes,
			const struct store *store)
{
	const struct region *region = variable(domain, store->variable);
	const struct value *value = nodes->list[store->node % nodes->count].value;

	switch (store->kind) {
	case STORE_NODE:
		value = value_operation(domain->values, IR_ZEXT, value, NULL, store->width, NULL);
		state_store(domain, state, region, store->offset, store->width, NULL, value);
		break;
	case STORE_ZERO:
		state_fill(domain, state, region, store->offset, store->width,
			   value_fill_zero(domain->values));
		break;
	case STORE_COPY:
		state_copy(domain, state, region, store->offset,
			   variable(domain, !store->variable), store->node, store->width);
		break;
	}
}

static void apply_concretely(struct memory *memory, const struct numbers *numbers,
			     const struct store *store)
{
	uint32_t *bits = &memory->bits[store->variable];
	uint32_t value = store->kind == STORE_ZERO ? 0 : store->kind == STORE_NODE ?
		(uint32_t)numbers->bits[store->node] :
		cut(memory->bits[!store->variable], store->node, store->width);

	*bits &= (uint32_t)~(width_mask(store->width) << store->offset);
	*bits |= value << store->offset;
}

static struct memory run_stores(const struct subject *subject, struct memory memory,
				const struct numbers *numbers)
{
	for (uint32_t i = 0; i < subject->nstores; i++)
		apply_concretely(&memory, numbers, &subject->stores[i]);
	memory.temp = (uint32_t)numbers->bits[subject->temp];
	return memory;
}

static bool all_defined(const struct nodes *nodes, const struct numbers *numbers)
{
	for (uint32_t i = 0; i < nodes->count; i++)
		if (!numbers->defined[i])
			return false;
	return true;
}

/* Goes on from BASE (NULL: from nothing) by stores and assumptions. */
static void make_subject(struct subject *subject, struct domain *domain, struct nodes *nodes,
			 const struct subject *base)
{
	*subject = base ? *base : (struct subject){ .nstores = 0 };
	for (uint32_t i = laws_below(STORES); i > 0 && subject->nstores < STORES; i--) {
		subject->stores[subject->nstores] = random_store(nodes);
		apply_store(domain, &subject->state, nodes, &subject->stores[subject->nstores++]);
	}
	subject->temp = laws_below(nodes->count);
	subject->state.temps = pmap_set(domain->arena, subject->state.temps, 1,
					nodes->list[subject->temp].value);
	for (uint32_t i = laws_below(3); i > 0; i--) {
		uint32_t node = laws_below(nodes->count), number = 0;
		const struct value *value = nodes->list[node].value;
		const struct intset *set = random_set(values_pool(domain->values), value->width);
		struct state before = subject->state;
		struct assignment given;

		if (!state_assume(domain, &subject->state, value, set)) {
			subject->state = before;
			continue;
		}
		each_assignment(nodes, &given) {
			struct numbers numbers = evaluate(nodes, &given);

			subject->excluded[number++] |= !intset_contains(set, numbers.bits[node]);
		}
	}
}

/* ---- what a state says ---- */

struct binding_check {
	struct domain *domain;
	const struct assignment *given;
	struct reading *reading;
	const char *what;
};

static void check_load(const struct binding_check *check, const struct state *state, uint32_t number,
		       uint32_t offset, uint32_t width)
{
	const struct value *value = state_load(check->domain, state, variable(check->domain, number),
					       offset, width, NULL);
	uint32_t wanted = cut(check->reading->now->bits[number], offset, width);
	const struct intset *range = state_range(check->domain, state, value);
	uint64_t bits;

	law(!evaluate_value(value, check->given, read_memory, check->reading, &bits) || bits == wanted,
	    "%s: v%u@%u of %u bits is %#x, not %s = %#llx", check->what, number, offset, width, wanted,
	    value_text(value), (unsigned long long)bits);
	law(intset_contains(range, wanted), "%s: v%u@%u of %u bits is %#x, not in %s", check->what,
	    number, offset, width, wanted, set_text(range));
}

/* All that STATE says of memory, temporaries and values is so. */
static void check_state(const struct binding_check *check, const struct state *state)
{
	const struct value *temp = pmap_get(state->temps, 1);
	const struct value *broken = broken_fact(check->domain, state, check->given, read_memory,
						 check->reading);
	uint64_t bits;

	law(!broken, "%s: the fact about %s does not hold", check->what, value_text(broken));
	law(!temp || !evaluate_value(temp, check->given, read_memory, check->reading, &bits) ||
	    bits == check->reading->now->temp, "%s: temporary %s", check->what, value_text(temp));
	for (uint32_t number = 0; number < VARIABLES; number++)
		for (uint32_t p = 0; p < sizeof(places); p++)
			for (uint32_t offset = 0; offset + places[p] <= BITS; offset += 8)
				check_load(check, state, number, offset, places[p]);
}

/* STATE holds for all that SUBJECT stands for. */
static void check_covers(struct domain *domain, const struct nodes *nodes, const struct state *state,
			 const struct subject *subject, const char *what)
{
	struct memory entry = { { (uint32_t)laws_random(), (uint32_t)laws_random() }, 0 };
	struct assignment given;
	uint32_t number = 0;

	each_assignment(nodes, &given) {
		struct numbers numbers = evaluate(nodes, &given);

		if (subject->excluded[number++] || !all_defined(nodes, &numbers) || laws_below(4))
			continue;
		struct memory now = run_stores(subject, entry, &numbers);
		struct reading reading = { &entry, &now };
		struct binding_check check = { domain, &given, &reading, what };

		check_state(&check, state);
	}
}

/* ---- the laws ---- */

static void loads_give_what_was_stored(void **unused)
{
	(void)unused;
	laws_rounds(ROUNDS) {
		struct setting s;
		struct subject subject;

		begin_setting(&s, 5, few_bits, sizeof(few_bits));
		make_subject(&subject, &s.domain, &s.nodes, NULL);
		check_covers(&s.domain, &s.nodes, &subject.state, &subject, "alone");
		end_setting(&s);
	}
}

static void a_join_covers_both_sides(void **unused)
{
	(void)unused;
	laws_rounds(ROUNDS) {
		struct setting s;
		struct subject base, a, b;

		begin_setting(&s, 5, few_bits, sizeof(few_bits));
		make_subject(&base, &s.domain, &s.nodes, NULL);
		make_subject(&a, &s.domain, &s.nodes, &base);
		make_subject(&b, &s.domain, &s.nodes, &base);
		for (int widen = 0; widen < 2; widen++) {
			struct state joined = state_join(&s.domain, &a.state, &b.state, &block, widen);

			check_covers(&s.domain, &s.nodes, &joined, &a, "a in the join");
			check_covers(&s.domain, &s.nodes, &joined, &b, "b in the join");
		}
		struct state again = state_join(&s.domain, &a.state, &a.state, &block, false);

		law(state_same_memory(&a.state, &again) && pmap_equal(a.state.facts, again.facts),
		    "a joined with itself is another");
		end_setting(&s);
	}
}

static void united_facts_cover_both_sides(void **unused)
{
	(void)unused;
	laws_rounds(ROUNDS) {
		struct setting s;
		struct subject a, b, nothing = { .nstores = 0, .temp = 0 };

		begin_setting(&s, 6, few_bits, sizeof(few_bits));
		make_subject(&a, &s.domain, &s.nodes, &nothing);
		b = a;	/* same memory, other facts */
		b.state.facts = NULL;
		memset(b.excluded, 0, sizeof(b.excluded));
		struct subject c = b;

		make_subject(&c, &s.domain, &s.nodes, &b);
		c.state.memory = a.state.memory;
		c.state.temps = a.state.temps;
		c.nstores = a.nstores;
		c.temp = a.temp;
		memcpy(c.stores, a.stores, sizeof(c.stores));
		for (int widen = 0; widen < 2; widen++) {
			struct state united = a.state;
			bool changed = state_unite_facts(&s.domain, &united, &c.state, widen).changed;

			check_covers(&s.domain, &s.nodes, &united, &a, "a in the union");
			check_covers(&s.domain, &s.nodes, &united, &c, "c in the union");
			law(changed || pmap_equal(united.facts, a.state.facts), "changed, and did not say so");
			law(!state_unite_facts(&s.domain, &united, &c.state, widen).changed || !changed || widen,
			    "the union with what is in it already changed it");
		}
		end_setting(&s);
	}
}

/* More than the values that a state may have facts about: SETTING's, and their parts. */
static uint32_t count_values(const struct setting *setting)
{
	uint32_t most = 0;

	for (uint32_t i = 0; i < setting->nodes.count; i++)
		if (setting->nodes.list[i].value->id > most)
			most = setting->nodes.list[i].value->id;
	return most;
}

static void every_chain_of_widenings_ends(void **unused)
{
	(void)unused;
	laws_rounds(ROUNDS_OF_CHAINS) {
		struct setting s;
		static const uint8_t wide[] = { 8, 32, 64 };
		struct state first = { .memory = NULL };
		uint32_t changes = 0;

		begin_setting(&s, 2, wide, sizeof(wide));
		for (uint32_t i = 0; i < s.nodes.count; i++)
			state_assume(&s.domain, &first, s.nodes.list[i].value,
				     intset_const(values_pool(s.values), s.nodes.list[i].width, 0));
		uint32_t most = CHANGES_OF_A_VALUE * count_values(&s);

		for (uint32_t step = 0; step < STEPS + most; step++) {
			struct state next = { .memory = NULL };

			for (uint32_t i = 0; i < s.nodes.count; i++) {
				struct state before = next;
				const struct intset *set = intset_const(values_pool(s.values),
					s.nodes.list[i].width, step);

				if (!state_assume(&s.domain, &next, s.nodes.list[i].value, set))
					next = before;
			}
			changes += state_unite_facts(&s.domain, &first, &next, true).changed;
		}
		law(changes <= most, "%u changes, at most %u were to be expected", changes, most);
		end_setting(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(loads_give_what_was_stored),
		cmocka_unit_test(a_join_covers_both_sides),
		cmocka_unit_test(united_facts_cover_both_sides),
		cmocka_unit_test(every_chain_of_widenings_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
