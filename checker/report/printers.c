// SPDX-License-Identifier: GPL-2.0-only
/* The table of printers, and the functions that several of them share. */
#include "report/printers.h"

#include <string.h>

const struct printer printers[] = {
	{ "text", "gcc-style findings, then a table of verdicts", print_text },
	{ "json", "everything, schema 1", print_json },
	{ "sarif", "SARIF 2.1.0, for code hosts and editors", print_sarif },
};

const size_t nprinters = sizeof(printers) / sizeof(printers[0]);

const struct printer *printer_find(const char *name)
{
	for (size_t i = 0; i < nprinters; i++)
		if (!strcmp(printers[i].name, name))
			return &printers[i];
	return NULL;
}

enum verdict shown_verdict(const struct run *run, const struct row *row, enum rule_id rule)
{
	enum verdict verdict = row->verdicts[rule];

	if (!run->rule_enabled[rule])
		return VERDICT_NOT_RUN;
	return verdict == VERDICT_NOT_RUN ? VERDICT_UNDECIDED : verdict;
}

void put_arches(const struct run *run, arch_set arches, const char *separator, struct strbuf *out)
{
	const char *before = "";

	for (size_t i = 0; i < run->arches.count; i++) {
		if (!(arches >> i & 1) || !run->arches.data[i].arch)
			continue;
		strbuf_printf(out, "%s%s", before, run->arches.data[i].arch);
		before = separator;
	}
}

arch_set arches_of_verdict(const struct run *run, const struct row *row, enum rule_id rule)
{
	arch_set arches = 0;

	for (size_t i = 0; i < run->arches.count; i++) {
		const struct row_arch *arch = &row->by_arch[i];

		if (arch->counts && arch->analysed && arch->verdicts[rule] == row->verdicts[rule])
			arches |= (arch_set)1 << i;
	}
	return arches;
}

enum row_state row_state(const struct run *run, const struct row *row)
{
	enum row_state state = row->analysed ? ROW_STATE_HOLDS : ROW_STATE_NOT_ANALYSED;
	bool allowed = false;

	for (int rule = 0; rule < RULE_COUNT; rule++) {
		enum verdict verdict = shown_verdict(run, row, rule);

		if (row_allows(row, (enum rule_id)rule))
			allowed = true;
		else if (verdict == VERDICT_VIOLATES)
			return ROW_STATE_VIOLATES;
		if (verdict == VERDICT_UNDECIDED && state == ROW_STATE_HOLDS)
			state = ROW_STATE_UNDECIDED;
	}
	return allowed && state == ROW_STATE_HOLDS ? ROW_STATE_ALLOWED : state;
}

static bool same_finding(const struct finding *a, const struct finding *b)
{
	return a->rule == b->rule && a->line == b->line && a->column == b->column &&
	       !strcmp(a->file, b->file) && !strcmp(a->message, b->message);
}

bool told_before(const struct run *run, const struct row *row, const struct finding *finding)
{
	for (const struct row *earlier = run->rows.data; earlier < row; earlier++)
		vec_each(other, &earlier->findings)
			if (same_finding(finding, other))
				return true;
	return false;
}
