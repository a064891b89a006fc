// SPDX-License-Identifier: GPL-2.0-only
/* Visits, rewrites and prints values. */
#include <inttypes.h>

#include "domain/value.h"

typedef bool visit_symbol(const struct value *symbol, void *context);

static bool region_any_symbol(const struct region *region, visit_symbol *visit, void *context)
{
	for (; region; region = region->parent)
		if (region->value && value_any_symbol(region->value, visit, context))
			return true;
	return false;
}

bool value_any_symbol(const struct value *value, visit_symbol *visit, void *context)
{
	switch (value->kind) {
	case VALUE_CONST:
		return false;
	case VALUE_SYMBOL:
		return visit(value, context);
	case VALUE_ADDRESS:
	case VALUE_FILL:
		return region_any_symbol(value->region, visit, context);
	case VALUE_OPERATION:
		return value_any_symbol(value->a, visit, context) ||
		       (value->b && value_any_symbol(value->b, visit, context));
	}
	return false;
}

const struct region *region_rewrite(struct value_map *map, const struct region *region,
				    int64_t *offset)
{
	*offset = 0;
	switch (region->kind) {
	case REGION_LOCAL:
		return map->local(map, region);
	case REGION_GLOBAL:
	case REGION_FUNCTION:
	case REGION_STRING:
		return region;
	case REGION_POINTEE: {
		const struct value *pointer = value_rewrite(map, region->value);

		return pointer ? region_of_pointer(map->values, pointer, offset) : NULL;
	}
	case REGION_ELEMENT: {
		int64_t base;
		const struct region *parent = region_rewrite(map, region->parent, &base);
		const struct value *index = parent ? value_rewrite(map, region->value) : NULL;

		if (!index)
			return NULL;
		const struct value *element = value_index(map->values,
			value_address(map->values, parent, base + region->offset),
			index, region->stride);
		return region_of_pointer(map->values, element, offset);
	}
	}
	return NULL;
}

const struct value *value_rewrite(struct value_map *map, const struct value *value)
{
	switch (value->kind) {
	case VALUE_CONST:
		return value;
	case VALUE_SYMBOL:
		return map->symbol(map, value);
	case VALUE_ADDRESS: {
		int64_t base;
		const struct region *region = region_rewrite(map, value->region, &base);

		return region ? value_address(map->values, region, base + value->offset) : NULL;
	}
	case VALUE_FILL: {
		int64_t base;

		if (!value->region)
			return value;
		const struct region *region = region_rewrite(map, value->region, &base);
		return region ? value_fill_moved(map->values, value, region, base * 8 + value->offset,
						 value->epoch) : NULL;
	}
	case VALUE_OPERATION: {
		const struct value *a = value_rewrite(map, value->a);
		const struct value *b = value->b && a ? value_rewrite(map, value->b) : NULL;

		if (!a || (value->b && !b))
			return NULL;
		if (a == value->a && b == value->b)
			return value;
		return value_operation(map->values, value->opcode, a, b, value->width, map->site);
	}
	}
	return NULL;
}

/* ---- text ---- */

static void print_region(const struct region *region, struct strbuf *out)
{
	switch (region->kind) {
	case REGION_LOCAL:
		strbuf_puts(out, region->name && *region->name ? region->name : "(temporary)");
		break;
	case REGION_GLOBAL:
	case REGION_FUNCTION:
		strbuf_puts(out, ir_plain_name(region->name));
		break;
	case REGION_STRING:
		strbuf_printf(out, "\"%s\"", region->name);
		break;
	case REGION_POINTEE:
		strbuf_puts(out, "*");
		value_print(region->value, out);
		break;
	case REGION_ELEMENT:
		print_region(region->parent, out);
		strbuf_putc(out, '[');
		value_print(region->value, out);
		strbuf_putc(out, ']');
		break;
	}
}

void place_print(const struct place *place, struct strbuf *out)
{
	const struct region *region = place->region;

	if (place->field && region->kind == REGION_POINTEE) {
		value_print(region->value, out);
		strbuf_printf(out, "->%s", place->field->name);
	} else if (place->field) {
		print_region(region, out);
		strbuf_printf(out, ".%s", place->field->name);
	} else {
		print_region(region, out);
		if (place->offset)
			strbuf_printf(out, "@%" PRId64, place->offset / 8);
	}
}

static void print_symbol(const struct symbol *symbol, struct strbuf *out)
{
	const struct ir_inst *site = symbol->site;

	switch (symbol->kind) {
	case SYMBOL_ENTRY:
	case SYMBOL_MEMORY:
	case SYMBOL_INDETERMINATE:
	case SYMBOL_MIXED:
	case SYMBOL_JOIN:
		if (symbol->place)
			place_print(symbol->place, out);
		else
			strbuf_puts(out, "(joined)");
		break;
	case SYMBOL_RESULT:
		strbuf_puts(out, "result of the call");
		break;
	case SYMBOL_INNER:
		value_print(symbol->inner, out);
		break;
	case SYMBOL_OUTCOME:
		strbuf_puts(out, "(outcome)");
		break;
	case SYMBOL_ANY:
	case SYMBOL_COMPUTED:
		strbuf_printf(out, "(value at line %u)", site ? site->loc.line : 0);
		break;
	}
}

void value_print(const struct value *value, struct strbuf *out)
{
	switch (value->kind) {
	case VALUE_CONST:
		strbuf_printf(out, "%" PRId64, sign_extend(value->bits, value->width));
		break;
	case VALUE_SYMBOL:
		print_symbol(value->symbol, out);
		break;
	case VALUE_ADDRESS:
		strbuf_putc(out, '&');
		print_region(value->region, out);
		if (value->offset)
			strbuf_printf(out, "+%" PRId64, value->offset);
		break;
	case VALUE_OPERATION:
		strbuf_printf(out, "%s(", ir_opcode_name(value->opcode));
		value_print(value->a, out);
		if (value->b) {
			strbuf_puts(out, ", ");
			value_print(value->b, out);
		}
		strbuf_putc(out, ')');
		break;
	case VALUE_FILL:
		strbuf_puts(out, value->fill_zero ? "(zeroes)" :
			    value->fill_indeterminate ? "(indeterminate)" : "(copy of ");
		if (value->region) {
			print_region(value->region, out);
			strbuf_putc(out, ')');
		}
		break;
	}
}
