// SPDX-License-Identifier: GPL-2.0-only
#include "rules/rules.h"

#include <string.h>

#include "base/exit_code.h"

const struct rule *const rules[RULE_COUNT] = {
#define RULE(id, row) [RULE_##id] = &row,
#include "rules/table.h"
#undef RULE
};

int rule_find(const char *name)
{
	for (int r = 0; r < RULE_COUNT; r++)
		if (!strcmp(rules[r]->name, name))
			return r;
	return -1;
}

bool rule_is_about(enum rule_id rule, enum contract_kind kind)
{
	return rules[rule]->about->has(&contracts[kind]);
}

void rule_put_kinds(enum rule_id rule, struct strbuf *out)
{
	const char *before = "";

	for (int kind = 0; kind < KIND_COUNT; kind++) {
		if (!rule_is_about(rule, (enum contract_kind)kind))
			continue;
		strbuf_printf(out, "%s%s", before, contracts[kind].name);
		before = ", ";
	}
}

const char *verdict_name(enum verdict verdict)
{
	static const char *const names[] = {
		[VERDICT_NOT_RUN] = "not run", [VERDICT_HOLDS] = "holds",
		[VERDICT_VIOLATES] = "violates", [VERDICT_UNDECIDED] = "undecided",
		[VERDICT_NA] = "n/a",
	};

	return names[verdict];
}

bool row_allows(const struct row *row, enum rule_id rule)
{
	bool any = false;

	if (row->verdicts[rule] != VERDICT_VIOLATES)
		return false;
	vec_each(finding, &row->findings) {
		if (finding->rule != rule)
			continue;
		if (!finding->allowed)
			return false;
		any = true;
	}
	return any;
}

bool row_is_unjudged(const struct row *row)
{
	return !row->analysed && row->built != ROW_ELSEWHERE;
}

bool only_covers(const struct strings *only, const char *file)
{
	vec_each(path, only)
		if (!strcmp(file, *path) || path_below(file, *path))
			return true;
	return !only->count;
}

bool run_covers(const struct run *run, const struct row *row)
{
	return !run->part.count && (only_covers(&run->only, row->file) || only_covers(&run->only, row->ops_file));
}

int run_exit_code(const struct run *run)
{
	bool undecided = run->problems.count;

	vec_each(arch, &run->arches)
		undecided = undecided || arch->why_not;

	vec_each(allowance, &run->allowances)
		undecided = undecided || (*allowance)->wrong;

	vec_each(row, &run->rows) {
		undecided = undecided || row_is_unjudged(row);
		for (int r = 0; r < RULE_COUNT; r++) {
			if (row->verdicts[r] == VERDICT_VIOLATES &&
			    !row_allows(row, (enum rule_id)r))
				return EXIT_VIOLATION;
			undecided = undecided || row->verdicts[r] == VERDICT_UNDECIDED;
		}
	}
	return undecided ? EXIT_UNDECIDED : EXIT_ALL_HOLD;
}

void row_free(struct row *row)
{
	vec_free(&row->findings);
	vec_free(&row->undecided);
}

void run_free(struct run *run)
{
	vec_each(row, &run->rows)
		row_free(row);
	vec_free(&run->rows);
	vec_free(&run->arches);
	vec_free(&run->problems);
	vec_free(&run->allowances);
	vec_free(&run->only);
	vec_free(&run->part.parsed);
	vec_free(&run->part.cached);
	arena_free(run->arena);
	run->arena = NULL;
}
