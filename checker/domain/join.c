// SPDX-License-Identifier: GPL-2.0-only
/* The order of states: equality, and least upper bounds with widening. */
#include "domain/binding.h"

struct joining {
	struct domain *domain;
	const struct state *a, *b;
	struct state result;
	const void *site;
	bool widen;
	bool changed;		/* A does not include all of B ... */
	bool lacks;		/* ... nor B all of A */
	unsigned differences;	/* facts that differ */
	bool inexact;		/* a set that was united has more than both */
	struct losses losses;
};

static bool differs(uint32_t key, const void *a, const void *b, void *context)
{
	(void)key, (void)a, (void)b, (void)context;
	return false;
}

static bool same_lock(uint32_t key, const void *a, const void *b, void *context)
{
	const struct lock *x = a, *y = b;

	(void)key, (void)context;
	return x && y && x->count == y->count;
}

bool state_same_locks(const struct state *a, const struct state *b)
{
	return pmap_diff(a->locks, b->locks, same_lock, NULL);
}

static bool same_contents(uint32_t key, const void *a, const void *b, void *context)
{
	(void)key;
	return pmap_diff(a, b, differs, context);
}

bool state_same_memory(const struct state *a, const struct state *b)
{
	return a->epoch == b->epoch && state_same_locks(a, b) &&
	       pmap_diff(a->temps, b->temps, differs, NULL) &&
	       pmap_diff(a->escaped, b->escaped, differs, NULL) &&
	       pmap_diff(a->targets, b->targets, differs, NULL) &&
	       pmap_diff(a->memory, b->memory, same_contents, NULL);
}

/* ---- facts ---- */

/* The range of VALUE without the facts of a state. */
static const struct intset *bare_range(struct domain *domain, const struct value *value)
{
	static const struct state empty;

	return state_range(domain, &empty, value);
}

/* Whether SET is all of its ranges. */
static bool is_solid(struct domain *domain, const struct intset *set)
{
	struct intset_pool *pool = values_pool(domain->values);
	const struct intset *ranges = intset_empty(pool, set->width);

	for (uint32_t i = 0; i < set->count; i++)
		ranges = intset_union(pool, ranges, intset_range(pool, set->width,
				      set->ranges[i].low, set->ranges[i].high));
	return ranges == set && set->count < INTSET_RANGES_MAX;
}

/*
 * Whether the united facts allow what A or B allows, and nothing else: one includes the other, or they differ
 * in one set.
 */
static bool is_exact(const struct joining *j)
{
	return !j->changed || (!j->lacks && !j->widen) || (j->differences < 2 && !j->inexact);
}

static void lose_fact(struct joining *j, const struct pmap **lost, const struct value *value)
{
	*lost = pmap_set(j->domain->arena, *lost, value->id, value);
}

static bool unite_fact(uint32_t key, const void *a, const void *b, void *context)
{
	struct joining *j = context;
	const struct value *value = value_by_id(j->domain->values, key);
	const struct intset *x = state_range(j->domain, j->a, value);
	const struct intset *y = state_range(j->domain, j->b, value);
	const struct intset *both = intset_union(values_pool(j->domain->values), x, y);

	j->differences++;
	j->lacks = j->lacks || both != y;
	j->inexact = j->inexact || !is_solid(j->domain, x) || !is_solid(j->domain, y) ||
		     !is_solid(j->domain, both);
	if (both == x) {
		if (!a) {	/* A implies it without a fact of its own */
			j->result.facts = pmap_remove(j->domain->arena, j->result.facts, key);
			lose_fact(j, &j->losses.only_b, value);
		} else if (b) {
			lose_fact(j, &j->losses.more_b, value);
		}
		return true;
	}
	j->changed = true;
	if (!b)
		lose_fact(j, &j->losses.only_a, value);
	if (!a)
		lose_fact(j, &j->losses.only_b, value);
	if (a && b) {
		lose_fact(j, &j->losses.more_a, value);
		if (both != y)
			lose_fact(j, &j->losses.more_b, value);
	}
	if (j->widen) {
		const struct intset *wide = widen_range(values_pool(j->domain->values), x, both);

		j->inexact = j->inexact || wide != both;
		both = wide;
	}
	if (intset_subset(bare_range(j->domain, value), both))
		j->result.facts = pmap_remove(j->domain->arena, j->result.facts, key);
	else
		j->result.facts = pmap_set(j->domain->arena, j->result.facts, key, both);
	return true;
}

static bool unite_note(uint32_t key, const void *a, const void *b, void *context)
{
	struct joining *j = context;

	if (!a)
		j->result.notes = pmap_set(j->domain->arena, j->result.notes, key, b);
	return true;
}

static bool unite_escape(uint32_t key, const void *a, const void *b, void *context)
{
	struct joining *j = context;

	if (!a)
		j->result.escaped = pmap_set(j->domain->arena, j->result.escaped, key, b);
	return true;
}

/*
 * Asks the domain for the dependencies of facts that the joined state has no more. If one of
 * the two ways depended on nothing, so does the joined one; else it depends on either's.
 */
static void lose_facts(struct joining *j)
{
	j->losses.lost_a = j->a->lost;
	j->losses.lost_b = j->b->lost;
	if (j->domain->lose)
		j->result.lost = j->domain->lose(j->domain, &j->losses);
	if (j->domain->blurred && !is_exact(j))
		j->domain->blurred(j->domain, &j->result);
}

/* ---- whether it is worth trying ---- */

/* How the facts of A and B differ, as far as it matters. */
struct covering {
	struct domain *domain;
	const struct state *a, *b;
	unsigned differences;
	unsigned b_exceeds;		/* values of which A does not allow all that B allows */
	bool a_exceeds;			/* the other way round, of some value */
	const struct value *only;	/* one of b_exceeds */
};

/* Goes on as long as A and B may be united exactly, or B made more general. */
static bool compare_fact(uint32_t key, const void *a, const void *b, void *context)
{
	struct covering *c = context;
	const struct value *value = value_by_id(c->domain->values, key);
	const struct intset *x = state_range(c->domain, c->a, value), *y = state_range(c->domain, c->b, value);

	(void)a, (void)b;
	c->differences++;
	c->a_exceeds = c->a_exceeds || !intset_subset(x, y);
	if (!intset_subset(y, x)) {
		c->b_exceeds++;
		c->only = value;
	}
	return c->b_exceeds < 2 || !c->a_exceeds;
}

static struct covering compare_facts(struct domain *domain, const struct state *a, const struct state *b)
{
	struct covering c = { .domain = domain, .a = a, .b = b };

	pmap_diff(a->facts, b->facts, compare_fact, &c);
	return c;
}

/*
 * The consensus of two implicants (Quine, "A way to simplify truth functions", 1955): of A, where x is not
 * zero, and of B, where x is zero and y is not, B need not say anything of x. C compares them.
 */
static void generalise(const struct covering *c, struct state *b)
{
	struct domain *domain = c->domain;
	struct intset_pool *pool = values_pool(domain->values);

	if (c->b_exceeds != 1 || !pmap_get(b->facts, c->only->id))
		return;
	const struct intset *x = state_range(domain, c->a, c->only), *y = state_range(domain, b, c->only);
	const struct intset *both = intset_union(pool, x, y);
	if (!is_solid(domain, x) || !is_solid(domain, y) || !is_solid(domain, both))
		return;
	b->facts = intset_subset(bare_range(domain, c->only), both) ?
		pmap_remove(domain->arena, b->facts, c->only->id) :
		pmap_set(domain->arena, b->facts, c->only->id, both);
}

bool state_may_unite_exactly(struct domain *domain, const struct state *a, struct state *b, bool generalises)
{
	struct covering c = compare_facts(domain, a, b);
	const struct pmap *before = b->facts;

	if (generalises)
		generalise(&c, b);
	if (b->facts != before)
		c = compare_facts(domain, a, b);
	return c.differences < 2 || !c.b_exceeds || !c.a_exceeds;
}

struct union_of_facts state_unite_facts(struct domain *domain, struct state *a,
					const struct state *b, bool widen)
{
	struct state before = *a;
	struct joining j = { .domain = domain, .a = &before, .b = b, .result = before,
			     .widen = widen };

	pmap_diff(before.facts, b->facts, unite_fact, &j);
	pmap_diff(before.notes, b->notes, unite_note, &j);
	lose_facts(&j);
	*a = j.result;
	return (struct union_of_facts){ .changed = j.changed, .exact = is_exact(&j) };
}

/* ---- memory ---- */

static const struct intset *range_as(struct domain *domain, const struct state *state,
				     const struct value *value, uint32_t width)
{
	const struct intset *range = state_range(domain, state, value);

	return range->width == width ? range :
		intset_cast(values_pool(domain->values), IR_ZEXT, range, width);
}

/* The value of PLACE that is X in one state and Y in the other. */
static const struct value *join_values(struct joining *j, const struct value *x,
				       const struct value *y, const struct place *place)
{
	if (x == y)
		return x;
	uint32_t width = x->width > y->width ? x->width : y->width;
	struct symbol symbol = { .kind = SYMBOL_JOIN, .place = place, .site = j->site };
	const struct value *joined = value_symbol(j->domain->values, &symbol, width);
	const struct value *address = state_join_pointers(j->domain, j->a, j->b, &j->result, x, y,
							  joined, j->widen);

	if (address && address != joined)
		return address;
	const struct intset *p = range_as(j->domain, j->a, x, width);
	const struct intset *q = range_as(j->domain, j->b, y, width);
	const struct intset *both = intset_union(values_pool(j->domain->values), p, q);

	if (both != p && j->widen)
		both = widen_range(values_pool(j->domain->values), p, both);
	j->result.facts = intset_is_full(both) ?
		pmap_remove(j->domain->arena, j->result.facts, joined->id) :
		pmap_set(j->domain->arena, j->result.facts, joined->id, both);
	if (j->domain->joined)
		j->domain->joined(j->domain, joined, x, y);
	return joined;
}

static bool unite_wild(uint32_t key, const void *a, const void *b, void *context)
{
	struct joining *j = context;

	if (!a)
		j->result.wild = pmap_set(j->domain->arena, j->result.wild, key, b);
	return true;
}

/* Of what PLACE holds in STATE: VALUE, or with NULL what is not bound there. */
static enum pointing pointing_of_bound(const struct joining *j, const struct state *state,
				       const struct place *place, const struct value *value)
{
	if (value)
		return pointing_of_content(j->domain, state, value);
	return region_root(place->region)->kind == REGION_LOCAL ? POINTS_ANYWHERE : POINTS_MIXED;
}

static bool join_place(uint32_t key, const void *a, const void *b, void *context)
{
	struct joining *j = context;
	const struct place *place = place_by_id(j->domain->values, key);
	const struct value *x = a, *y = b, *joined;

	if ((x && x->kind == VALUE_FILL) || (y && y->kind == VALUE_FILL)) {
		joined = value_fill_joined(j->domain->values, place->region, place->offset, j->site,
					   worse_pointing(pointing_of_bound(j, j->a, place, x),
							  pointing_of_bound(j, j->b, place, y)));
	} else {
		if (!x)
			x = state_load(j->domain, j->a, place->region, place->offset,
				       place->width, place->field);
		if (!y)
			y = state_load(j->domain, j->b, place->region, place->offset,
				       place->width, place->field);
		joined = join_values(j, x, y, place);
	}
	const struct pmap *contents = state_contents(&j->result, place->region);
	contents = pmap_set(j->domain->arena, contents, key, joined);
	j->result.memory = pmap_set(j->domain->arena, j->result.memory, place->region->id,
				    contents);
	return true;
}

static bool join_region(uint32_t key, const void *a, const void *b, void *context)
{
	(void)key;
	return pmap_diff(a, b, join_place, context);
}

static bool join_temp(uint32_t key, const void *a, const void *b, void *context)
{
	struct joining *j = context;

	if (!a || !b) {		/* one side has it no more, so nothing reads it */
		j->result.temps = pmap_remove(j->domain->arena, j->result.temps, key);
		return true;
	}
	const struct region *region = region_local(j->domain->values, j->site, key, "");
	const struct place *place = place_get(j->domain->values, region, 0, 64, NULL);
	j->result.temps = pmap_set(j->domain->arena, j->result.temps, key,
				   join_values(j, a, b, place));
	return true;
}

static void join_epochs(struct joining *j)
{
	if (j->a->epoch == j->b->epoch)
		return;
	j->result.epoch = j->site;
	if (j->domain->epochs_joined)
		j->domain->epochs_joined(j->domain, j->site, j->a->epoch, j->b->epoch);
}

struct state state_join(struct domain *domain, const struct state *a, const struct state *b,
			const void *site, bool widen)
{
	struct state left = *a, aged = *b, targets = *a;
	struct joining j = { .domain = domain, .a = &left, .b = &aged, .site = site, .widen = widen };

	domain_at(domain, site);
	state_age(domain, &aged, site);
	state_join_targets(domain, &left, &aged, &targets);
	a = &left;
	j.result = left;
	j.result.targets = targets.targets;
	pmap_diff(a->wild, aged.wild, unite_wild, &j);
	pmap_diff(a->facts, aged.facts, unite_fact, &j);
	pmap_diff(a->notes, aged.notes, unite_note, &j);
	lose_facts(&j);
	pmap_diff(a->escaped, aged.escaped, unite_escape, &j);
	join_epochs(&j);
	pmap_diff(a->memory, aged.memory, join_region, &j);
	pmap_diff(a->temps, aged.temps, join_temp, &j);
	return j.result;
}

/* ---- text ---- */

struct printing {
	struct domain *domain;
	struct strbuf *out;
};

static bool print_binding(uint32_t key, const void *value, void *context)
{
	struct printing *p = context;

	strbuf_puts(p->out, "  ");
	place_print(place_by_id(p->domain->values, key), p->out);
	strbuf_puts(p->out, " = ");
	value_print(value, p->out);
	strbuf_putc(p->out, '\n');
	return true;
}

static bool print_contents(uint32_t key, const void *contents, void *context)
{
	(void)key;
	return pmap_each(contents, print_binding, context);
}

static bool print_fact(uint32_t key, const void *set, void *context)
{
	struct printing *p = context;

	strbuf_puts(p->out, "  where ");
	value_print(value_by_id(p->domain->values, key), p->out);
	strbuf_puts(p->out, " in ");
	intset_print(set, true, p->out);
	strbuf_putc(p->out, '\n');
	return true;
}

static bool print_lock(uint32_t key, const void *value, void *context)
{
	struct printing *p = context;
	const struct lock *lock = value;

	(void)key;
	strbuf_puts(p->out, "  lock ");
	value_print(lock->address, p->out);
	strbuf_printf(p->out, " %+d\n", lock->count);
	return true;
}

void state_print(struct domain *domain, const struct state *state, struct strbuf *out)
{
	struct printing p = { domain, out };

	pmap_each(state->memory, print_contents, &p);
	pmap_each(state->facts, print_fact, &p);
	pmap_each(state->locks, print_lock, &p);
}
