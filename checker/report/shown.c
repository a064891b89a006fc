// SPDX-License-Identifier: GPL-2.0-only
/* What several printers show alike. */
#include "report/printers.h"

#include <string.h>

#include "report/changes.h"

enum verdict shown_verdict(const struct run *run, const struct row *row, enum rule_id rule)
{
	enum verdict verdict = row->verdicts[rule];

	if (!run->rule_enabled[rule])
		return VERDICT_NOT_RUN;
	if (verdict != VERDICT_NOT_RUN)
		return verdict;
	/* not analysed: what the rule is about is open, the rest is as always */
	return row_is_unjudged(row) && rule_is_about(rule, row->kind) ? VERDICT_UNDECIDED : VERDICT_NA;
}

const char *describe_kind(struct arena *arena, enum contract_kind kind, const char *ops)
{
	if (kinds_that_call.has(&contracts[kind]))
		return "calls notifiers";
	return arena_printf(arena, "%s callback of %s", contracts[kind].name, ops && *ops ? ops : "a nameless table");
}

const char *row_lacks(const struct row *row)
{
	return row->built == ROW_ELSEWHERE ? "not built" : "not analysed";
}

const char *row_why_not(const struct row *row)
{
	return row->why_not ? row->why_not : "no reason was recorded";
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
	enum row_state state = row->analysed ? ROW_STATE_HOLDS :
			       row_is_unjudged(row) ? ROW_STATE_NOT_ANALYSED : ROW_STATE_NOT_BUILT;
	bool allowed = false;

	if (contract_is_named_only((int)row->kind))
		return ROW_STATE_NAMED;
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

void each_counted(const struct run *run,
		  void (*visit)(void *context, const struct row *row, const struct finding *finding),
		  void *context)
{
	vec_each(row, &run->rows)
		vec_each(finding, &row->findings)
			if (!finding->allowed && !told_before(run, row, finding) &&
			    !triage_dismisses(finding_triage(run, finding)))
				visit(context, row, finding);
}

static const struct finding_change *change_of(const struct run *run, const struct finding *finding)
{
	const struct changes *changes = run->change ? run->change->changes : NULL;

	return changes ? finding_change_of(changes, finding) : NULL;
}

enum baseline_state finding_baseline(const struct run *run, const struct finding *finding)
{
	const struct finding_change *change = change_of(run, finding);

	if (!run->change)
		return BASELINE_UNKNOWN;
	if (change && change->fate == FINDING_DISMISSED)
		return BASELINE_DISMISSED;
	return change && change->earlier ? BASELINE_UNCHANGED : BASELINE_NEW;
}

const struct triage *finding_triage(const struct run *run, const struct finding *finding)
{
	const struct finding_change *change = change_of(run, finding);

	return change ? change->triage : NULL;
}

void put_styled(struct strbuf *out, const struct print_options *options, enum style style,
		const char *text)
{
	static const char *const codes[] = {
		[STYLE_PLAIN] = "", [STYLE_BOLD] = "1", [STYLE_WARNING] = "1;35",
		[STYLE_NOTE] = "1;36", [STYLE_GOOD] = "32", [STYLE_BAD] = "1;31",
		[STYLE_OPEN] = "33", [STYLE_FAINT] = "2",
	};

	if (!options->colour || style == STYLE_PLAIN || !*text)
		strbuf_puts(out, text);
	else
		strbuf_printf(out, "\033[%sm%s\033[0m", codes[style], text);
}

void tell_whole_paths(struct run *run)
{
	vec_each(row, &run->rows) {
		vec_each(finding, &row->findings) {
			if (!finding->whole)
				continue;
			finding->trace = finding->whole;
			finding->ntrace = finding->nwhole;
		}
	}
}
