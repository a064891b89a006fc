/* layers: base ir domain */
// SPDX-License-Identifier: GPL-2.0-only
/*
 * Arrays at unknown indices against brute force: random stores and fills, by constants and by
 * symbols, beside an array of bytes for every assignment.
 *
 * A store that may have hit an element makes that a symbol. The law: a symbol is the same each
 * time. It is what stood in its place when it was first read, and whatever is loaded later must be
 * right with that.
 */
#include "law_values.h"

enum {
	ROUNDS = 1500,
	ELEMENTS = 4,
	STEPS = 6,
	SYMBOLS_SEEN = 300,
};

static const uint8_t index_bits[] = { 1, 2 };
static const uint8_t value_bits[] = { 1, 2, 8 };

static const char function;

/* An element is named by a number, or by a node that is its index. */
struct element {
	bool by_node;
	uint32_t number;
};

struct step {
	struct element element;
	bool fill;		/* zero a part of the array, from the element on */
	uint32_t value;		/* node; fill: how many elements */
	const struct value *loads[ELEMENTS + SYMBOLS];	/* all elements after it */
};

/* What symbols are under one assignment: what their places held when they were first read. */
struct dictionary {
	const uint8_t *now;
	const struct assignment *given;
	uint32_t count;
	const struct value *symbols[SYMBOLS_SEEN];
	uint8_t bits[SYMBOLS_SEEN];
};

static uint64_t read_symbol_once(const struct value *symbol, void *context)
{
	struct dictionary *dictionary = context;
	const struct place *place = symbol->symbol->place;
	const struct region *region = place->region;
	uint64_t element = 0;

	for (uint32_t i = 0; i < dictionary->count; i++)
		if (dictionary->symbols[i] == symbol)
			return dictionary->bits[i];
	if (region->kind == REGION_ELEMENT &&
	    !evaluate_value(region->value, dictionary->given, read_symbol_once, context, &element))
		fail();
	uint8_t bits = dictionary->now[(int64_t)element + (region->kind == REGION_ELEMENT ?
			region->offset : 0) + place->offset / 8];

	law(dictionary->count < SYMBOLS_SEEN && place->width == 8, "symbol of %u bits",
	    (unsigned)place->width);
	dictionary->symbols[dictionary->count] = symbol;
	dictionary->bits[dictionary->count++] = bits;
	return bits;
}

/* ---- the domain's side ---- */

static const struct region *region_of(struct domain *domain, const struct nodes *nodes,
				      struct element element, int64_t *offset)
{
	const struct region *array = region_local(domain->values, &function, 0, "array");
	const struct value *index = element.by_node ?
		value_operation(domain->values, IR_ZEXT, nodes->list[element.number].value, NULL, 64, NULL) :
		value_const(domain->values, 64, element.number);
	const struct value *pointer = value_index(domain->values,
		value_address(domain->values, array, 0), index, 1);
	const struct region *region = region_of_pointer(domain->values, pointer, offset);

	*offset *= 8;
	return region;
}

static struct element random_element(void)
{
	bool by_node = laws_one_in(2);

	return (struct element){ by_node, laws_below(by_node ? SYMBOLS : ELEMENTS) };
}

static void make_step(struct step *step, struct domain *domain, struct nodes *nodes, struct state *state)
{
	int64_t offset;

	step->element = random_element();
	step->fill = !step->element.by_node && laws_one_in(4);
	step->value = step->fill ? 1 + laws_below(ELEMENTS - step->element.number) :
		laws_below(nodes->count);
	const struct region *region = region_of(domain, nodes, step->element, &offset);

	if (step->fill)
		state_fill(domain, state, region, offset, step->value * 8, value_fill_zero(domain->values));
	else
		state_store(domain, state, region, offset, 8, NULL,
			    value_operation(domain->values, IR_CAST, nodes->list[step->value].value, NULL, 8, NULL));
	for (uint32_t i = 0; i < ELEMENTS + SYMBOLS; i++) {
		struct element element = { i >= ELEMENTS, i >= ELEMENTS ? i - ELEMENTS : i };

		region = region_of(domain, nodes, element, &offset);
		step->loads[i] = state_load(domain, state, region, offset, 8, NULL);
	}
	/* the next store may be of what was loaded here */
	if (nodes->count < NODES_MAX - 1)
		add_node(nodes, (struct node){ .kind = NODE_CONST, .width = 8,
			.value = step->loads[laws_below(ELEMENTS + SYMBOLS)] });
}

/* ---- the concrete side ---- */

static uint32_t number_of(const struct assignment *given, struct element element)
{
	return element.by_node ? (uint32_t)given->symbols[element.number] : element.number;
}

static void run_step(const struct step *step, const struct nodes *nodes, const struct assignment *given,
		     struct dictionary *dictionary, uint8_t *array)
{
	uint32_t at = number_of(given, step->element);
	uint64_t bits = 0;

	if (!step->fill && !evaluate_value(nodes->list[step->value].value, given, read_symbol_once,
					   dictionary, &bits))
		fail();
	for (uint32_t i = 0; i < (step->fill ? step->value : 1); i++)
		array[at + i] = (uint8_t)bits;
	for (uint32_t i = 0; i < ELEMENTS + SYMBOLS; i++) {
		struct element element = { i >= ELEMENTS, i >= ELEMENTS ? i - ELEMENTS : i };
		uint8_t wanted = array[number_of(given, element)];

		law(evaluate_value(step->loads[i], given, read_symbol_once, dictionary, &bits) &&
		    bits == wanted, "element %s%u is %#x, not %s = %#llx", element.by_node ? "s" : "",
		    element.number, wanted, value_text(step->loads[i]), (unsigned long long)bits);
	}
}

static void a_symbol_is_the_same_each_time(void **unused)
{
	static struct dictionary dictionary;

	(void)unused;
	laws_rounds(ROUNDS) {
		struct setting s;
		struct state state = { .memory = NULL };
		struct step steps[STEPS];
		uint64_t entry = laws_random();
		struct assignment given;

		begin_setting(&s, 0, index_bits, sizeof(index_bits));
		add_const(&s.nodes, value_bits[laws_below(sizeof(value_bits))]);
		for (uint32_t i = 0; i < STEPS; i++)
			make_step(&steps[i], &s.domain, &s.nodes, &state);
		each_assignment(&s.nodes, &given) {
			uint8_t array[ELEMENTS];

			memcpy(array, &entry, sizeof(array));
			dictionary = (struct dictionary){ .now = array, .given = &given };
			for (uint32_t i = 0; i < STEPS; i++)
				run_step(&steps[i], &s.nodes, &given, &dictionary, array);
		}
		end_setting(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_symbol_is_the_same_each_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
