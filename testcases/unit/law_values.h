/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Random expressions, twice: as values of the domain, which simplifies them, and as a list of
 * what was asked for, which is evaluated as it stands.
 */
#ifndef MNCHECK_TEST_LAW_VALUES_H
#define MNCHECK_TEST_LAW_VALUES_H

#include "laws.h"

#include <string.h>

#include "domain/state.h"

enum { SYMBOLS = 2, NODES_MAX = 40 };

/* A number for each symbol. */
struct assignment {
	uint64_t symbols[SYMBOLS];
};

/* One expression: a symbol, a constant, or an operation on earlier nodes. */
struct node {
	enum { NODE_SYMBOL, NODE_CONST, NODE_OPERATION } kind;
	enum ir_opcode opcode;
	uint32_t width;
	uint32_t a, b;		/* operands; SYMBOL: which one is a */
	uint64_t bits;		/* CONST */
	const struct value *value;	/* what the domain made of it */
};

struct nodes {
	struct values *values;
	struct node list[NODES_MAX];
	uint32_t count;
	uint32_t widths[SYMBOLS];
};

/* What the nodes are under an assignment. */
struct numbers {
	uint64_t bits[NODES_MAX];
	bool defined[NODES_MAX];	/* C says what it is */
};

static inline uint32_t add_node(struct nodes *nodes, struct node node)
{
	nodes->list[nodes->count] = node;
	return nodes->count++;
}

static inline void add_symbol(struct nodes *nodes, uint32_t number, uint32_t width)
{
	static const char site;
	struct symbol symbol = { .kind = SYMBOL_ANY, .index = number, .site = &site };

	nodes->widths[number] = width;
	add_node(nodes, (struct node){ .kind = NODE_SYMBOL, .width = width, .a = number,
				       .value = value_symbol(nodes->values, &symbol, width) });
}

static inline uint32_t add_const(struct nodes *nodes, uint32_t width)
{
	uint64_t bits = random_bits(width);

	return add_node(nodes, (struct node){ .kind = NODE_CONST, .width = width, .bits = bits,
					      .value = value_const(nodes->values, width, bits) });
}

static inline uint32_t add_operation(struct nodes *nodes, enum ir_opcode opcode, uint32_t a, uint32_t b,
				     uint32_t width)
{
	bool unary = opcode >= IR_ZEXT && opcode <= IR_CAST;
	const struct value *right = unary ? NULL : nodes->list[b].value;

	return add_node(nodes, (struct node){
		.kind = NODE_OPERATION, .opcode = opcode, .width = width, .a = a, .b = b,
		.value = value_operation(nodes->values, opcode, nodes->list[a].value, right, width, NULL) });
}

/* A node of WIDTH bits, a new constant where there is none or now and then. */
static inline uint32_t pick_node(struct nodes *nodes, uint32_t width)
{
	for (int i = 0; i < 6; i++) {
		uint32_t node = laws_below(nodes->count);

		if (nodes->list[node].width == width)
			return node;
	}
	return add_const(nodes, width);
}

/* One operation more, with up to one constant; WIDTHS are those that casts choose from. */
static inline void add_random(struct nodes *nodes, const uint8_t *widths, uint32_t nwidths)
{
	uint32_t a = laws_below(nodes->count), from = nodes->list[a].width;

	if (laws_one_in(4)) {
		uint32_t to = widths[laws_below(nwidths)];
		enum ir_opcode opcode = to < from ? IR_TRUNC : to == from ? IR_CAST :
			laws_one_in(2) ? IR_ZEXT : IR_SEXT;

		add_operation(nodes, opcode, a, a, to);
		return;
	}
	uint32_t b = laws_one_in(3) ? add_const(nodes, from) : pick_node(nodes, from);
	enum ir_opcode opcode = laws_one_in(3) ? IR_EQ + laws_below(IR_ULE - IR_EQ + 1) :
		IR_ADD + laws_below(IR_ONES - IR_ADD + 1);

	if (laws_one_in(2))
		add_operation(nodes, opcode, a, b, ir_is_compare(opcode) ? 1 : from);
	else
		add_operation(nodes, opcode, b, a, ir_is_compare(opcode) ? 1 : from);
}

/* Symbols, and OPERATIONS on them. */
static inline void random_nodes(struct nodes *nodes, struct values *values, uint32_t operations,
				const uint8_t *widths, uint32_t nwidths)
{
	nodes->values = values;
	nodes->count = 0;
	for (uint32_t i = 0; i < SYMBOLS; i++)
		add_symbol(nodes, i, widths[laws_below(nwidths)]);
	for (uint32_t i = 0; i < operations && nodes->count + 2 <= NODES_MAX; i++)
		add_random(nodes, widths, nwidths);
}

static inline struct numbers evaluate(const struct nodes *nodes, const struct assignment *given)
{
	struct numbers numbers = { .defined = { false } };

	for (uint32_t i = 0; i < nodes->count; i++) {
		const struct node *node = &nodes->list[i];
		uint64_t x = numbers.bits[node->a], y = numbers.bits[node->b];
		uint32_t width = nodes->list[node->a].width;

		numbers.defined[i] = true;
		if (node->kind == NODE_SYMBOL) {
			numbers.bits[i] = given->symbols[node->a];
		} else if (node->kind == NODE_CONST) {
			numbers.bits[i] = node->bits;
		} else if (node->opcode >= IR_ZEXT) {
			numbers.defined[i] = numbers.defined[node->a];
			numbers.bits[i] = concrete_cast(node->opcode, width, node->width, x);
		} else {
			numbers.defined[i] = numbers.defined[node->a] && numbers.defined[node->b] &&
				concrete_defined(node->opcode, width, x, y);
			numbers.bits[i] = numbers.defined[i] ?
				concrete_binary(node->opcode, width, x, y) : 0;
		}
	}
	return numbers;
}

/* How symbols that are no SYMBOL_ANY are read; NULL: there are none. */
typedef uint64_t read_symbol(const struct value *symbol, void *context);

/* What VALUE is; false where C does not say. */
static inline bool evaluate_value(const struct value *value, const struct assignment *given,
				  read_symbol *read, void *context, uint64_t *bits)
{
	uint64_t x, y;

	switch (value->kind) {
	case VALUE_CONST:
		*bits = value->bits;
		return true;
	case VALUE_SYMBOL:
		*bits = value->symbol->kind == SYMBOL_ANY ? given->symbols[value->symbol->index] :
			read(value, context);
		return true;
	case VALUE_OPERATION:
		break;
	default:
		fail();
	}
	if (!evaluate_value(value->a, given, read, context, &x))
		return false;
	if (!value->b) {
		*bits = concrete_cast(value->opcode, value->a->width, value->width, x);
		return true;
	}
	if (!evaluate_value(value->b, given, read, context, &y) ||
	    !concrete_defined(value->opcode, value->a->width, x, y))
		return false;
	*bits = concrete_binary(value->opcode, value->a->width, x, y);
	return true;
}

/* ---- a context for one round ---- */

struct setting {
	struct values *values;
	struct domain domain;
	struct nodes nodes;
};

/* What PLACE holds that STATE does not bind: as at entry, or as of EPOCH. */
static inline const struct value *unbound_place(struct domain *domain, const struct state *state,
						const struct place *place, const void *epoch)
{
	struct symbol symbol = { .kind = epoch ? SYMBOL_MEMORY : SYMBOL_ENTRY, .place = place,
				 .site = epoch };

	(void)state;
	return value_symbol(domain->values, &symbol, (uint32_t)place->width);
}

static inline void begin_setting(struct setting *setting, uint32_t operations, const uint8_t *widths,
				 uint32_t nwidths)
{
	setting->values = values_new(64);
	setting->domain = (struct domain){ .values = setting->values, .unbound = unbound_place,
					   .arena = values_arena(setting->values) };
	random_nodes(&setting->nodes, setting->values, operations, widths, nwidths);
}

static inline void end_setting(struct setting *setting)
{
	values_free(setting->values);
}

static inline const char *value_text(const struct value *value)
{
	static char text[1000];
	struct strbuf out = { 0 };

	value_print(value, &out);
	snprintf(text, sizeof(text), "%s", strbuf_text(&out));
	strbuf_free(&out);
	return text;
}

static inline const char *set_text(const struct intset *set)
{
	static char text[1000];
	struct strbuf out = { 0 };

	intset_print(set, false, &out);
	snprintf(text, sizeof(text), "%s", strbuf_text(&out));
	strbuf_free(&out);
	return text;
}

/* ---- facts ---- */

struct fact_check {
	struct domain *domain;
	const struct assignment *given;
	read_symbol *read;
	void *context;
	uint32_t broken;	/* id of a value whose fact does not hold; 0 none */
};

static inline bool check_fact(uint32_t key, const void *set, void *context)
{
	struct fact_check *check = context;
	uint64_t bits;

	if (!evaluate_value(value_by_id(check->domain->values, key), check->given, check->read,
			    check->context, &bits) || intset_contains(set, bits))
		return true;
	check->broken = key;
	return false;
}

/* The value whose fact in STATE does not hold under GIVEN, or NULL. */
static inline const struct value *broken_fact(struct domain *domain, const struct state *state,
					      const struct assignment *given, read_symbol *read,
					      void *context)
{
	struct fact_check check = { domain, given, read, context, 0 };

	pmap_each(state->facts, check_fact, &check);
	return check.broken ? value_by_id(domain->values, check.broken) : NULL;
}

/* The next assignment of NODES' symbols after GIVEN, all zero at first; false behind the last. */
static inline bool next_assignment(const struct nodes *nodes, struct assignment *given)
{
	for (uint32_t i = 0; i < SYMBOLS; i++) {
		if (given->symbols[i] < width_mask(nodes->widths[i])) {
			given->symbols[i]++;
			return true;
		}
		given->symbols[i] = 0;
	}
	return false;
}

#define each_assignment(nodes, given)                                          \
	for (bool more_ = (*(given) = (struct assignment){ { 0 } }, true); more_; \
	     more_ = next_assignment(nodes, given))

#endif
