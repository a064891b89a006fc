// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/callers.h"

#include <string.h>

#include "analysis/nonblock_caller.h"
#include "contract/notifying.h"
#include "kbuild/kbuild.h"
#include "tree/needles.h"
#include "tree/tree.h"

/* ---- files ---- */

bool wants_all_callers(const bool rule_enabled[RULE_COUNT])
{
	size_t enabled = 0;

	for (int r = 0; r < RULE_COUNT; r++)
		enabled += rule_enabled[r];
	return rule_enabled[RULE_CALLER_IGNORES_FAILURE] && (enabled == 1 || enabled == RULE_COUNT);
}

/*
 * All that begin a range, and the end of one that a function of another file began. The core's own start is looked for by
 * its definition: more files name it than call it.
 */
static const char *const needles[] = {
	"mmu_notifier_invalidate_range_end", "mmu_notifier_invalidate_range_start", NONBLOCK_START, CORE_START
};
#define NNEEDLES 3
#define FAILING 2	/* from this one on they can fail */

bool may_have_callers(const char *text, size_t length, const bool rule_enabled[RULE_COUNT])
{
	size_t first = wants_all_callers(rule_enabled) ? 0 : FAILING;
	struct needle_set set;

	if (!rule_enabled[RULE_CALLER_IGNORES_FAILURE])
		return false;
	needle_set_init(&set, &needles[first], sizeof(needles) / sizeof(*needles) - first);
	bool may = needle_set_matches(&set, text, length);

	needle_set_free(&set);
	return may;
}

void expect_all_callers(struct tree *tree)
{
	tree_expect_survey(tree, needles, NNEEDLES);
}

static bool is_listed(const struct strings *files, const char *file)
{
	vec_each(known, files)
		if (!strcmp(*known, file))
			return true;
	return false;
}

/* The sources that define the core's start. */
static int core_files(struct tree *tree, const char *arch, struct tree_index **index, struct strings *files,
		      struct error *error)
{
	struct strings found = { 0 };

	if (!*index)
		*index = tree_index_open(tree, error);
	if (!*index)
		return -1;
	tree_index_definitions(*index, CORE_START, arch, &found);
	vec_each(file, &found)
		if (ends_with(*file, ".c") && !is_listed(files, *file))
			vec_push(files, *file);
	vec_free(&found);
	return 0;
}

int caller_files(struct session *session, struct tree_index **index, const bool rule_enabled[RULE_COUNT],
		 struct strings *files, struct error *error)
{
	bool all = wants_all_callers(rule_enabled);
	int failed = all ? kernel_files_that_name(session, needles, NNEEDLES, files, error) :
			   nonblock_caller_files(session, files, error);

	return failed ? -1 : core_files(session->tree, kbuild_arch(session->kbuild), index, files, error);
}

int files_that_may_call(struct tree *tree, struct tree_index **index, const bool rule_enabled[RULE_COUNT],
			struct strings *files, struct error *error)
{
	bool all = wants_all_callers(rule_enabled);

	return tree_survey(tree, all ? needles : &needles[FAILING], all ? NNEEDLES : 1, files, error) ||
	       core_files(tree, "", index, files, error) ? -1 : 0;
}

/* ---- functions ---- */

/* What one function of the unit was found to do, by what it calls. */
struct caller_role {
	bool begins, ends;	/* a range */
	bool ends_own;		/* one that is a variable of it: if it did not begin that, a callee did */
	bool fails;		/* calls what can fail */
};

struct caller_scan {
	struct ir_unit *unit;
	struct caller_role *roles;	/* by function */
};

/* The member that the pointer TEMP was loaded from in BLOCK, or NULL. */
static const struct ir_field *member_of(const struct ir_unit *unit, const struct ir_block *block, uint32_t temp)
{
	for (uint32_t i = 0; i < block->count; i++) {
		const struct ir_inst *inst = &block->insts[i];

		if (inst->opcode == IR_LOAD && inst->result == temp && inst->field)
			return &unit->fields.data[inst->field];
	}
	return NULL;
}

static bool calls_failing_member(const struct ir_unit *unit, const struct ir_block *block,
				 const struct ir_inst *inst)
{
	const struct ir_field *field = inst->a.kind == IR_TEMP ? member_of(unit, block, inst->a.index) : NULL;
	int kind = field ? contract_find(field->record, field->name) : -1;

	return kind >= 0 && kinds_that_can_fail.has(&contracts[kind]);
}

/* Whether the range of the call INST is a variable of FUNCTION. */
static bool gets_own_range(const struct ir_function *function, const struct ir_inst *inst)
{
	const struct ir_operand *range = inst->nargs > NOTIFYING_RANGE ? &inst->args[NOTIFYING_RANGE] : NULL;

	return range && range->kind == IR_LOCAL && range->index >= function->nparams;
}

/* Adds what the call INST of FUNCTION does; a wrapper in the same unit does what it hands on. */
static void add_named(const struct caller_scan *scan, const struct ir_function *function, const struct ir_inst *inst,
		      struct caller_role *role)
{
	const struct ir_symbol *called = &scan->unit->symbols.data[inst->a.index];
	bool tells = inst->type.kind != IR_VOID;
	const struct notifying *known = notifying_find(ir_plain_name(called->name));

	if (known) {
		role->begins = role->begins || known->begins;
		role->fails = role->fails || (known->fails && tells);
		role->ends = role->ends || !known->begins;
		role->ends_own = role->ends_own || (!known->begins && gets_own_range(function, inst));
	} else if (called->function) {
		const struct caller_role *wrapper = &scan->roles[called->function - 1];

		role->begins = role->begins || (wrapper->begins && !wrapper->ends);
		role->fails = role->fails || (wrapper->fails && !wrapper->ends && tells);
	}
}

static struct caller_role role_of(const struct caller_scan *scan, const struct ir_function *function)
{
	struct caller_role role = { 0 };

	for (uint32_t b = 0; b < function->nblocks; b++)
		for (uint32_t i = 0; i < function->blocks[b].count; i++) {
			const struct ir_block *block = &function->blocks[b];
			const struct ir_inst *inst = &block->insts[i];

			if (inst->opcode != IR_CALL)
				continue;
			if (inst->a.kind == IR_SYMBOL)
				add_named(scan, function, inst, &role);
			else if (inst->type.kind != IR_VOID && calls_failing_member(scan->unit, block, inst))
				role.fails = true;
		}
	return role;
}

/* Wrappers of wrappers: until nothing is added. */
static void find_roles(struct caller_scan *scan)
{
	for (bool more = true; more;) {
		more = false;
		for (size_t i = 0; i < scan->unit->functions.count; i++) {
			struct caller_role role = role_of(scan, &scan->unit->functions.data[i]);

			more = more || memcmp(&role, &scan->roles[i], sizeof(role));
			scan->roles[i] = role;
		}
	}
}

static bool is_wanted(const struct caller_scan *scan, size_t index, bool all)
{
	const struct ir_function *function = &scan->unit->functions.data[index];
	const struct caller_role *role = &scan->roles[index];
	const char *file = function->loc.file ? scan->unit->files.data[function->loc.file] : scan->unit->main_file;

	return !strcmp(file, scan->unit->main_file) &&
	       (role->fails || (all && (role->begins || role->ends_own)));
}

static void add_caller(struct ir_unit *unit, struct ir_function *function, struct candidates *candidates)
{
	enum contract_kind kind = 0;

	while (!kinds_that_call.has(&contracts[kind]))
		kind++;
	vec_push(candidates, (struct candidate){
		.kind = kind, .function = ir_plain_name(unit->symbols.data[function->symbol].name),
		.ops = "", .ops_file = unit->main_file, .ops_line = function->loc.line,
		.file = unit->main_file, .line = function->loc.line, .unit = unit, .body = function,
	});
}

int callers_in_unit(struct ir_unit *unit, bool all, struct candidates *candidates, struct error *error)
{
	struct caller_scan scan = { unit, xcalloc(unit->functions.count + 1, sizeof(*scan.roles)) };
	int failed = 0;

	vec_each(function, &unit->functions)
		failed = failed || ir_function_load(unit, function, error) ? -1 : 0;
	if (!failed)
		find_roles(&scan);
	for (size_t i = 0; i < unit->functions.count && !failed; i++)
		if (is_wanted(&scan, i, all))
			add_caller(unit, &unit->functions.data[i], candidates);
	free(scan.roles);
	return failed;
}
