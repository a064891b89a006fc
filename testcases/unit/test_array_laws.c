/* layers: base ir domain */
// SPDX-License-Identifier: GPL-2.0-only
/*
 * Arrays at unknown indices against brute force: random stores and fills, by constants and by
 * symbols, beside an array of bytes for every assignment. The array is one row of four, or two
 * rows of two.
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
	LOADS = 16,
	SYMBOLS_SEEN = 300,
};

static const uint8_t flat_bits[] = { 1, 2 }, nested_bits[] = { 1 };
static const uint8_t value_bits[] = { 1, 2, 8 };

static const char function;

/* A number, or a symbol. */
struct index {
	bool is_symbol;
	uint32_t number;
};

struct element {
	bool nested;		/* has a column */
	struct index row, column;
};

struct step {
	struct element element;
	bool fill;		/* zero a part of the array, from the element on */
	uint32_t value;		/* node; fill: how many bytes */
	const struct value *loads[LOADS];	/* all elements after it */
};

/* What symbols are under one assignment: what their places held when they were first read. */
struct dictionary {
	const uint8_t *now;
	const struct assignment *given;
	uint32_t count;
	const struct value *symbols[SYMBOLS_SEEN];
	uint8_t bits[SYMBOLS_SEEN];
};

static read_symbol read_symbol_once;

/* How many bytes into the array REGION begins. */
static int64_t begin_of(const struct region *region, struct dictionary *dictionary)
{
	uint64_t index;

	if (region->kind != REGION_ELEMENT)
		return 0;
	if (!evaluate_value(region->value, dictionary->given, read_symbol_once, dictionary, &index))
		fail();
	return begin_of(region->parent, dictionary) + region->offset + (int64_t)(index * region->stride);
}

static uint64_t read_symbol_once(const struct value *symbol, void *context)
{
	struct dictionary *dictionary = context;
	const struct place *place = symbol->symbol->place;

	for (uint32_t i = 0; i < dictionary->count; i++)
		if (dictionary->symbols[i] == symbol)
			return dictionary->bits[i];
	law(dictionary->count < SYMBOLS_SEEN && place->width == 8, "symbol of %u bits",
	    (unsigned)place->width);
	uint8_t bits = dictionary->now[begin_of(place->region, dictionary) + place->offset / 8];

	dictionary->symbols[dictionary->count] = symbol;
	dictionary->bits[dictionary->count++] = bits;
	return bits;
}

/* ---- the domain's side ---- */

static const struct value *index_into(const struct setting *s, const struct value *pointer,
				      struct index index, uint64_t stride)
{
	const struct value *value = index.is_symbol ?
		value_operation(s->values, IR_ZEXT, s->nodes.list[index.number].value, NULL, 64, NULL) :
		value_const(s->values, 64, index.number);

	return value_index(s->values, pointer, value, stride);
}

/* The region that ELEMENT is in, and in *OFFSET the bits into it. */
static const struct region *region_of(const struct setting *s, struct element element, int64_t *offset)
{
	const struct region *array = region_local(s->values, &function, 0, "array");
	const struct value *pointer = index_into(s, value_address(s->values, array, 0), element.row,
						 element.nested ? ELEMENTS / 2 : 1);

	if (element.nested)
		pointer = index_into(s, pointer, element.column, 1);
	const struct region *region = region_of_pointer(s->values, pointer, offset);

	*offset *= 8;
	return region;
}

/* The index that NUMBER counts to: numbers below LIMIT first, then symbols. */
static struct index index_at(uint32_t number, uint32_t limit)
{
	return (struct index){ number >= limit, number >= limit ? number - limit : number };
}

static uint32_t count_elements(bool nested)
{
	uint32_t half = ELEMENTS / 2 + SYMBOLS;

	return nested ? half * half : ELEMENTS + SYMBOLS;
}

static struct element element_at(uint32_t number, bool nested)
{
	uint32_t half = ELEMENTS / 2 + SYMBOLS;

	if (!nested)
		return (struct element){ .row = index_at(number, ELEMENTS) };
	return (struct element){ true, index_at(number / half, ELEMENTS / 2),
				 index_at(number % half, ELEMENTS / 2) };
}

static void make_step(struct step *step, struct setting *s, struct state *state, bool nested)
{
	int64_t offset;

	step->element = element_at(laws_below(count_elements(nested)), nested);
	step->fill = !nested && !step->element.row.is_symbol && laws_one_in(4);
	step->value = step->fill ? 1 + laws_below(ELEMENTS - step->element.row.number) :
		laws_below(s->nodes.count);
	const struct region *region = region_of(s, step->element, &offset);

	domain_at(&s->domain, step);
	if (step->fill)
		state_fill(&s->domain, state, region, offset, step->value * 8, value_fill_zero(s->values));
	else
		state_store(&s->domain, state, region, offset, 8, NULL,
			    value_operation(s->values, IR_CAST, s->nodes.list[step->value].value, NULL, 8,
					    NULL));
	domain_at(&s->domain, &step->loads);
	for (uint32_t i = 0; i < count_elements(nested); i++) {
		region = region_of(s, element_at(i, nested), &offset);
		step->loads[i] = state_load(&s->domain, state, region, offset, 8, NULL);
	}
	/* the next store may be of a value that was loaded here */
	add_node(&s->nodes, (struct node){ .kind = NODE_CONST, .width = 8,
		.value = step->loads[laws_below(count_elements(nested))] });
}

/* ---- the concrete side ---- */

static uint32_t byte_of(const struct assignment *given, struct element element)
{
	uint32_t row = element.row.is_symbol ? (uint32_t)given->symbols[element.row.number] :
		element.row.number;
	uint32_t column = element.column.is_symbol ? (uint32_t)given->symbols[element.column.number] :
		element.column.number;

	return element.nested ? row * (ELEMENTS / 2) + column : row;
}

static void run_step(const struct step *step, const struct setting *s, const struct assignment *given,
		     struct dictionary *dictionary, uint8_t *array)
{
	uint32_t at = byte_of(given, step->element);
	bool nested = step->element.nested;
	uint64_t bits = 0;

	if (!step->fill && !evaluate_value(s->nodes.list[step->value].value, given, read_symbol_once,
					   dictionary, &bits))
		fail();
	for (uint32_t i = 0; i < (step->fill ? step->value : 1); i++)
		array[at + i] = (uint8_t)bits;
	for (uint32_t i = 0; i < count_elements(nested); i++) {
		uint8_t wanted = array[byte_of(given, element_at(i, nested))];

		law(evaluate_value(step->loads[i], given, read_symbol_once, dictionary, &bits) &&
		    bits == wanted, "element %u of %s is %#x, not %s = %#llx", i,
		    nested ? "two rows" : "one row", wanted, value_text(step->loads[i]),
		    (unsigned long long)bits);
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

		bool nested = laws_one_in(2);

		begin_setting(&s, 0, nested ? nested_bits : flat_bits,
			      nested ? sizeof(nested_bits) : sizeof(flat_bits));
		add_const(&s.nodes, value_bits[laws_below(sizeof(value_bits))]);
		for (uint32_t i = 0; i < STEPS; i++)
			make_step(&steps[i], &s, &state, nested);
		each_assignment(&s.nodes, &given) {
			uint8_t array[ELEMENTS];

			memcpy(array, &entry, sizeof(array));
			dictionary = (struct dictionary){ .now = array, .given = &given };
			for (uint32_t i = 0; i < STEPS; i++)
				run_step(&steps[i], &s, &given, &dictionary, array);
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
