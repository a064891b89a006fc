// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/passes.h"

#include <string.h>

/*
 * In the text form of IR (ir/IR.md), for a callback at the line that the locations name:
 *
 *	*finish = NULL;
 *	accepted = first(notifier, range, sequence, finish);
 *	if (accepted && *finish)
 *		second(*finish);
 *	return accepted;
 */
#define BODY                                                                   \
	"  locals 5 temps 13 blocks 4\n"                                       \
	"  l0 ptr%u \"notifier\" param\n"                                      \
	"  l1 ptr%u \"range\" param\n"                                         \
	"  l2 u%u \"sequence\" param\n"                                        \
	"  l3 ptr%u \"finish\" param\n"                                        \
	"  l4 bool \"accepted\"\n"                                             \
	"b0:\n"                                                                \
	"  decl l4\n"                                                          \
	"  %%0 = load ptr%u l3\n"                                              \
	"  store ptr%u %%0, 0\n"                                               \
	"  %%1 = load ptr%u l0\n"                                              \
	"  %%2 = load ptr%u l1\n"                                              \
	"  %%3 = load u%u l2\n"                                                \
	"  %%4 = load ptr%u l3\n"                                              \
	"  %%5 = call bool &2(%%1:ptr%u, %%2:ptr%u, %%3:u%u, %%4:ptr%u)\n"     \
	"  store bool l4, %%5\n"                                               \
	"  %%6 = load bool l4\n"                                               \
	"  branch %%6 b1 b3 \"accepted\"\n"                                    \
	"b1:\n"                                                                \
	"  %%7 = load ptr%u l3\n"                                              \
	"  %%8 = load ptr%u %%7\n"                                             \
	"  %%9 = ne bool %%8:ptr%u, 0\n"                                       \
	"  branch %%9 b2 b3 \"*finish\"\n"                                     \
	"b2:\n"                                                                \
	"  %%10 = load ptr%u l3\n"                                             \
	"  %%11 = load ptr%u %%10\n"                                           \
	"  call &3(%%11:ptr%u)\n"                                              \
	"  jump b3\n"                                                          \
	"b3:\n"                                                                \
	"  %%12 = load bool l4\n"                                              \
	"  return %%12:bool\n"

#define PASSES_PARAMS 4

/* The assignment of CANDIDATE's function to FIELD; with BESIDE, that to FIELD of the same ops. */
static const struct ir_assign *find_assign(const struct candidate *candidate, const char *field,
					   const struct ir_assign *beside)
{
	const struct ir_unit *unit = candidate->unit;

	vec_each(assign, &unit->assigns) {
		const struct ir_field *known = &unit->fields.data[assign->field];

		if (!assign->variable || strcmp(known->name, field) ||
		    strcmp(known->record, contracts[candidate->kind].record))
			continue;
		if (beside ? assign->variable == beside->variable &&
			     assign->object == beside->object :
			     !strcmp(ir_plain_name(unit->symbols.data[assign->symbol].name),
				     candidate->function))
			return assign;
	}
	return NULL;
}

static const struct ir_assign *find_first(const struct candidate *candidate)
{
	const struct ir_assign *found = NULL;

	for (const char *const *field = contracts[candidate->kind].fields; *field && !found; field++)
		found = find_assign(candidate, *field, NULL);
	return found;
}

static bool has_second(const struct candidate *candidate)
{
	const char *field = contracts[candidate->kind].finish_field;

	for (size_t i = 0; field && i < candidate->nsiblings; i++)
		if (!strcmp(candidate->siblings[i], field))
			return true;
	return false;
}

/* Gives each instruction, a line with two blanks below a block's label, the place LINE. */
static void print_body(const char *body, unsigned line, struct strbuf *out)
{
	bool inside = false;

	while (*body) {
		size_t length = strcspn(body, "\n");

		inside = inside || *body == 'b';
		strbuf_printf(out, "%.*s", (int)length, body);
		if (inside && *body == ' ')
			strbuf_printf(out, " @1:%u:1", line);
		strbuf_putc(out, '\n');
		body += length + 1;
	}
}

static struct ir_unit *write_passes(const struct candidate *candidate, const char *second)
{
	const struct ir_unit *unit = candidate->unit;
	const char *first = unit->symbols.data[candidate->body->symbol].name;
	unsigned b = unit->pointer_bits;
	struct strbuf text = { 0 }, body = { 0 };
	char *plain = xasprintf(BODY, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b);
	struct error error = { 0 };

	print_body(plain, candidate->line, &body);
	strbuf_printf(&text, "mncheck-ir 3\nmain \"%s\"\narch \"%s\"\npointer %u\n"
		      "files 1\n@1 \"%s\"\nsymbols 3\n"
		      "&1 function bool \"two passes:%s\" @1:%u:1\n"
		      "&2 function bool \"%s\" @1:%u:1\n&3 function void \"%s\" @1:%u:1\n"
		      "fields 0\nglobals 0\nassigns 0\ndeps 0\nproblems 0\nfunctions 1\n"
		      "function &1 bool params 4 @1:%u:1 end %u body %zu\n%send\n",
		      unit->main_file, unit->arch, b, candidate->file, candidate->function,
		      candidate->line, first, candidate->line, second, candidate->line,
		      candidate->line, candidate->line, body.length, strbuf_text(&body));
	struct ir_unit *made = ir_parse_unit(xstrdup(strbuf_text(&text)), text.length,
					     "two passes", &error);
	BUG_IF(!made);
	error_clear(&error);
	strbuf_free(&text);
	strbuf_free(&body);
	free(plain);
	return made;
}

struct passes passes_of(const struct candidate *candidate)
{
	const struct contract *contract = &contracts[candidate->kind];
	const struct ir_assign *first, *second = NULL;

	if (!has_second(candidate))
		return (struct passes){ .why_not = NULL };
	first = find_first(candidate);
	/* the function above passes these parameters: one with others is not known either */
	if (first && candidate->body->nparams == PASSES_PARAMS)
		second = find_assign(candidate, contract->finish_field, first);
	if (!second)
		return (struct passes){
			.why_not = "which function the second pass of its ops is is not known" };
	struct ir_unit *unit = write_passes(candidate,
		candidate->unit->symbols.data[second->symbol].name);
	return (struct passes){ .function = { unit, &unit->functions.data[0], false } };
}
