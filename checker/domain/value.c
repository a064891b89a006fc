// SPDX-License-Identifier: GPL-2.0-only
#include "domain/value.h"

#include <string.h>

#include "domain/value_make.h"

/* Results of operations by a hash of their operands: loops and states ask for the same over and over. */
#define RECENT_OPERATIONS 2048

struct recent_operation {
	const struct value *a, *b, *result;	/* a NULL: unused */
	uint32_t opcode, width;
};

/* One table per kind of object: from hash to object, and from id to object. */
struct values {
	struct arena *arena;
	struct intset_pool *pool;
	uint32_t pointer_bits;
	struct table {
		struct intmap by_hash;
		VEC(const void *) by_id;	/* id - 1 -> object */
	} regions, places, symbols, values, pointees;
	struct recent_operation recent[RECENT_OPERATIONS];
};

struct values *values_new(uint32_t pointer_bits)
{
	struct values *values = xcalloc(1, sizeof(*values));

	values->arena = arena_new_unshared();
	values->pool = intset_pool_new();
	values->pointer_bits = pointer_bits;
	return values;
}

struct arena *values_arena(struct values *values)
{
	return values->arena;
}

struct intset_pool *values_pool(struct values *values)
{
	return values->pool;
}

uint32_t values_pointer_bits(const struct values *values)
{
	return values->pointer_bits;
}

#define NO_ID SIZE_MAX

/*
 * Hash-consing: returns the object in TABLE that is equal to PROBE. A new one gets the next
 * id at ID_OFFSET, unless that is NO_ID.
 */
static const void *intern(struct values *values, struct table *table, const void *probe,
			  size_t size, uint64_t hash, bool (*same)(const void *, const void *),
			  size_t id_offset)
{
	const void *found;

	while ((found = intmap_get(&table->by_hash, hash)) && !same(found, probe))
		hash++;
	if (found)
		return found;
	void *copy = arena_copy(values->arena, probe, size);

	if (id_offset != NO_ID) {
		vec_push(&table->by_id, copy);
		uint32_t id = (uint32_t)table->by_id.count;

		memcpy((char *)copy + id_offset, &id, sizeof(id));
	}
	intmap_set(&table->by_hash, hash, copy);
	return copy;
}

static void free_table(struct table *table)
{
	intmap_free(&table->by_hash);
	vec_free(&table->by_id);
}

void values_free(struct values *values)
{
	if (!values)
		return;
	free_table(&values->regions);
	free_table(&values->places);
	free_table(&values->symbols);
	free_table(&values->values);
	free_table(&values->pointees);
	intset_pool_free(values->pool);
	arena_free(values->arena);
	free(values);
}

const struct region *region_by_id(const struct values *values, uint32_t id)
{
	return values->regions.by_id.data[id - 1];
}

const struct place *place_by_id(const struct values *values, uint32_t id)
{
	return values->places.by_id.data[id - 1];
}

const struct value *value_by_id(const struct values *values, uint32_t id)
{
	return values->values.by_id.data[id - 1];
}

static uint64_t pointer_hash(const void *pointer)
{
	return (uint64_t)(uintptr_t)pointer;
}

static uint64_t text_hash(const char *text)
{
	return text ? hash_bytes(text, strlen(text), 0) : 0;
}

/* ---- regions ---- */

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static bool same_region(const void *a, const void *b)
{
	const struct region *x = a, *y = b;

	return x->kind == y->kind && x->function == y->function && x->index == y->index &&
	       x->parent == y->parent && x->value == y->value && x->offset == y->offset &&
	       x->stride == y->stride && same_text(x->name, y->name);
}

static const struct region *intern_region(struct values *values, struct region *probe)
{
	uint64_t hash = hash_mix(0, probe->kind);

	probe->pointer_bits = values->pointer_bits;
	hash = hash_mix(hash, text_hash(probe->name));
	hash = hash_mix(hash, pointer_hash(probe->function));
	hash = hash_mix(hash, probe->index);
	hash = hash_mix(hash, pointer_hash(probe->parent));
	hash = hash_mix(hash, pointer_hash(probe->value));
	hash = hash_mix(hash, (uint64_t)probe->offset);
	probe->hash = hash_mix(hash, probe->stride);
	probe->has_elements = NULL;
	if (probe->parent)
		*probe->parent->has_elements = true;
	const struct region *known = intern(values, &values->regions, probe, sizeof(*probe),
					    probe->hash, same_region,
					    offsetof(struct region, id));
	if (!known->has_elements)
		((struct region *)known)->has_elements = arena_alloc(values->arena, sizeof(bool));
	return known;
}

bool region_has_elements(const struct region *region)
{
	return *region->has_elements;
}

const struct region *region_local(struct values *values, const void *function, uint32_t index,
				  const char *name)
{
	struct region probe = { .kind = REGION_LOCAL, .function = function, .index = index,
				.name = name };

	return intern_region(values, &probe);
}

void region_align(const struct region *region, uint32_t bytes)
{
	((struct region *)region)->alignment = bytes;
}

static const struct region *named_region(struct values *values, enum region_kind kind,
					 const char *name)
{
	struct region probe = { .kind = kind, .name = name };

	return intern_region(values, &probe);
}

const struct region *region_global(struct values *values, const char *key)
{
	return named_region(values, REGION_GLOBAL, key);
}

const struct region *region_function(struct values *values, const char *key)
{
	return named_region(values, REGION_FUNCTION, key);
}

const struct region *region_string(struct values *values, const char *text)
{
	return named_region(values, REGION_STRING, text);
}

const struct region *region_of_pointer(struct values *values, const struct value *pointer,
				       int64_t *offset)
{
	*offset = 0;
	if (pointer->kind == VALUE_ADDRESS) {
		*offset = pointer->offset;
		return pointer->region;
	}
	if (pointer->kind == VALUE_CONST || pointer->kind == VALUE_FILL)
		return NULL;
	if (pointer->kind == VALUE_OPERATION && pointer->opcode == IR_ADD &&
	    pointer->b->kind == VALUE_CONST && pointer->width == values->pointer_bits) {
		const struct region *region = region_of_pointer(values, pointer->a, offset);

		*offset += sign_extend(pointer->b->bits, pointer->width);
		return region;
	}
	struct region probe = { .kind = REGION_POINTEE, .value = pointer };
	return intern_region(values, &probe);
}

const struct region *region_root(const struct region *region)
{
	while (region->kind == REGION_ELEMENT)
		region = region->parent;
	return region;
}

/* ---- places ---- */

static bool same_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return x->region == y->region && x->offset == y->offset && x->width == y->width;
}

const struct place *place_get(struct values *values, const struct region *region,
			      int64_t offset_bits, uint64_t width, const struct ir_field *field)
{
	struct place probe = { .region = region, .offset = offset_bits, .width = width,
			       .field = field };
	uint64_t hash = hash_mix(0, pointer_hash(region));

	hash = hash_mix(hash, (uint64_t)offset_bits);
	probe.hash = hash_mix(hash, width);
	return intern(values, &values->places, &probe, sizeof(probe), probe.hash, same_place,
			 offsetof(struct place, id));
}

/* ---- symbols and values ---- */

static bool same_symbol(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;

	return x->kind == y->kind && x->index == y->index && x->place == y->place &&
	       x->site == y->site && x->inner == y->inner && x->age == y->age &&
	       x->mark == y->mark;
}

static const struct symbol *intern_symbol(struct values *values, const struct symbol *probe)
{
	uint64_t hash = hash_mix(0, probe->kind);

	hash = hash_mix(hash, (uint64_t)probe->index << 32 | probe->age);
	hash = hash_mix(hash, pointer_hash(probe->place));
	hash = hash_mix(hash, pointer_hash(probe->site));
	hash = hash_mix(hash, pointer_hash(probe->inner));
	hash = hash_mix(hash, probe->mark);
	/* a symbol needs no id: its value has one */
	return intern(values, &values->symbols, probe, sizeof(*probe), hash, same_symbol, NO_ID);
}

static bool same_value(const void *a, const void *b)
{
	const struct value *x = a, *y = b;

	return x->kind == y->kind && x->opcode == y->opcode && x->width == y->width &&
	       x->bits == y->bits && x->symbol == y->symbol && x->region == y->region &&
	       x->offset == y->offset && x->a == y->a && x->b == y->b && x->epoch == y->epoch &&
	       x->fill_zero == y->fill_zero && x->fill_indeterminate == y->fill_indeterminate &&
	       x->fill_joined == y->fill_joined && x->fill_pointing == y->fill_pointing;
}

static const struct value *intern_value(struct values *values, struct value *probe)
{
	uint64_t hash = hash_mix(0, probe->kind);

	hash = hash_mix(hash, probe->opcode);
	hash = hash_mix(hash, probe->width);
	hash = hash_mix(hash, probe->bits);
	hash = hash_mix(hash, pointer_hash(probe->symbol));
	hash = hash_mix(hash, pointer_hash(probe->region));
	hash = hash_mix(hash, (uint64_t)probe->offset);
	hash = hash_mix(hash, pointer_hash(probe->a));
	hash = hash_mix(hash, pointer_hash(probe->b));
	hash = hash_mix(hash, pointer_hash(probe->epoch));
	probe->hash = hash_mix(hash, probe->fill_pointing * 8u + probe->fill_joined * 4u + probe->fill_zero * 2u +
			       probe->fill_indeterminate);
	return intern(values, &values->values, probe, sizeof(*probe), probe->hash, same_value,
			 offsetof(struct value, id));
}

const struct value *value_const(struct values *values, uint32_t width, uint64_t bits)
{
	struct value probe = { .kind = VALUE_CONST, .width = width,
			       .bits = bits & width_mask(width) };

	return intern_value(values, &probe);
}

const struct value *value_symbol(struct values *values, const struct symbol *symbol,
				 uint32_t width)
{
	struct value probe = { .kind = VALUE_SYMBOL, .width = width,
			       .symbol = intern_symbol(values, symbol) };

	if ((symbol->kind == SYMBOL_ENTRY || symbol->kind == SYMBOL_MEMORY ||
	     symbol->kind == SYMBOL_MIXED) && symbol->place)
		probe.field = symbol->place->field;
	return intern_value(values, &probe);
}

const struct value *value_address(struct values *values, const struct region *region,
				  int64_t offset)
{
	if (region->kind == REGION_POINTEE && !offset)
		return region->value;
	struct value probe = { .kind = VALUE_ADDRESS, .width = values->pointer_bits,
			       .region = region, .offset = offset };
	return intern_value(values, &probe);
}

const struct value *value_offset(struct values *values, const struct value *pointer,
				 int64_t offset)
{
	int64_t base;
	const struct region *region = region_of_pointer(values, pointer, &base);

	if (!offset)
		return pointer;
	if (!region)
		return value_const(values, pointer->width, pointer->bits + (uint64_t)offset);
	return value_address(values, region, base + offset);
}

const struct value *value_element(struct values *values, const struct region *parent, int64_t base,
				  const struct value *index, uint64_t stride)
{
	struct region probe = { .kind = REGION_ELEMENT, .parent = parent, .value = index,
				.offset = base, .stride = stride };

	return value_address(values, intern_region(values, &probe), 0);
}

static const struct value *fill(struct values *values, struct value probe)
{
	probe.kind = VALUE_FILL;
	return intern_value(values, &probe);
}

const struct value *value_fill_zero(struct values *values)
{
	return fill(values, (struct value){ .fill_zero = true });
}

const struct value *value_fill_indeterminate(struct values *values)
{
	return fill(values, (struct value){ .fill_indeterminate = true });
}

const struct value *value_fill_copy(struct values *values, const struct region *source,
				    int64_t offset_bits, const void *epoch)
{
	return fill(values, (struct value){ .region = source, .offset = offset_bits,
					    .epoch = epoch });
}

const struct value *value_fill_mark(struct values *values, const struct region *source, int64_t offset_bits,
				    const void *mark, enum pointing pointing)
{
	return fill(values, (struct value){ .region = source, .offset = offset_bits, .epoch = mark,
					    .fill_pointing = pointing });
}

const struct value *value_fill_joined(struct values *values, const struct region *source, int64_t offset_bits,
				      const void *block, enum pointing pointing)
{
	return fill(values, (struct value){ .region = source, .offset = offset_bits, .epoch = block,
					    .fill_joined = true, .fill_pointing = pointing });
}

bool value_fill_is_vague(const struct value *fill)
{
	return fill->fill_joined || (uintptr_t)fill->epoch & 1;
}

const struct value *value_fill_moved(struct values *values, const struct value *old, const struct region *source,
				     int64_t offset_bits, const void *epoch)
{
	return fill(values, (struct value){ .region = source, .offset = offset_bits, .epoch = epoch,
					    .fill_joined = old->fill_joined, .fill_pointing = old->fill_pointing });
}

static bool same_pointees(const void *a, const void *b)
{
	const struct pointees *x = a, *y = b;

	return x->count == y->count && x->more == y->more && x->pointing == y->pointing &&
	       (!x->count || !memcmp(x->at, y->at, x->count * sizeof(*x->at)));
}

static int by_id(const void *a, const void *b)
{
	const struct value *x = *(const struct value *const *)a, *y = *(const struct value *const *)b;

	return x->id < y->id ? -1 : x->id > y->id;
}

const struct pointees *pointees_get(struct values *values, const struct value *const *targets,
				    uint32_t count, bool more, enum pointing pointing)
{
	size_t size = sizeof(struct pointees) + count * sizeof(*targets);
	struct pointees *probe = xcalloc(1, size);

	probe->count = count;
	probe->more = more;
	probe->pointing = pointing;
	probe->hash = hash_mix(count * 2 + more, pointing);
	if (count)
		memcpy(probe->at, targets, count * sizeof(*targets));
	qsort(probe->at, count, sizeof(*probe->at), by_id);
	for (uint32_t i = 0; i < count; i++) {
		probe->hash = hash_mix(probe->hash, probe->at[i]->id);
	}
	const struct pointees *known = intern(values, &values->pointees, probe, size, probe->hash,
					      same_pointees, NO_ID);
	free(probe);
	return known;
}

const struct value *value_make_operation(struct values *values, enum ir_opcode opcode,
					 const struct value *a, const struct value *b,
					 uint32_t width)
{
	uint32_t depth = a->depth > (b ? b->depth : 0) ? a->depth : (b ? b->depth : 0);
	struct value probe = { .kind = VALUE_OPERATION, .opcode = (uint8_t)opcode,
			       .width = width, .depth = depth + 1, .a = a, .b = b };

	return intern_value(values, &probe);
}

static uint64_t operation_slot(enum ir_opcode opcode, const struct value *a, const struct value *b)
{
	return hash_mix(a->id, (uint64_t)opcode << 32 | (b ? b->id : 0)) % RECENT_OPERATIONS;
}

const struct value *values_recall(const struct values *values, enum ir_opcode opcode, const struct value *a,
				  const struct value *b, uint32_t width)
{
	const struct recent_operation *recent = &values->recent[operation_slot(opcode, a, b)];

	return recent->a == a && recent->b == b && recent->opcode == opcode && recent->width == width ?
		recent->result : NULL;
}

const struct value *values_remember(struct values *values, enum ir_opcode opcode, const struct value *a,
				    const struct value *b, uint32_t width, const struct value *result)
{
	values->recent[operation_slot(opcode, a, b)] = (struct recent_operation){
		.a = a, .b = b, .result = result, .opcode = opcode, .width = width,
	};
	return result;
}

bool value_is_const(const struct value *value, uint64_t *bits)
{
	if (value->kind != VALUE_CONST)
		return false;
	*bits = value->bits;
	return true;
}

const char *value_function(const struct value *value)
{
	if (value->kind == VALUE_ADDRESS && value->region->kind == REGION_FUNCTION &&
	    !value->offset)
		return value->region->name;
	return NULL;
}
