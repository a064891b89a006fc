// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/row_blob.h"

/* ---- writing ---- */

static void pack_path(struct strbuf *out, const struct trace_step *steps, size_t count)
{
	pack_number(out, count);
	for (size_t i = 0; i < count; i++) {
		const struct trace_step *step = &steps[i];

		pack_text(out, step->file);
		pack_number(out, step->line);
		pack_number(out, step->column);
		pack_number(out, step->depth);
		pack_number(out, step->is_call);
		pack_text(out, step->note);
	}
}

static void pack_finding(struct strbuf *out, const struct finding *finding)
{
	pack_text(out, rules[finding->rule]->name);
	pack_text(out, finding->message);
	pack_text(out, finding->file);
	pack_number(out, finding->line);
	pack_number(out, finding->column);
	pack_text(out, finding->fingerprint);
	pack_text(out, finding->allowed ? finding->allowed->because : NULL);
	pack_path(out, finding->trace, finding->ntrace);
	pack_path(out, finding->whole, finding->nwhole);
}

void pack_verdicts(struct strbuf *out, const struct row *row)
{
	for (int rule = 0; rule < RULE_COUNT; rule++)
		pack_number(out, row->verdicts[rule]);
	pack_number(out, row->findings.count);
	vec_each(finding, &row->findings)
		pack_finding(out, finding);
	pack_number(out, row->undecided.count);
	vec_each(reason, &row->undecided) {
		pack_text(out, rules[reason->rule]->name);
		pack_text(out, reason->why);
		pack_text(out, reason->at);
		pack_text(out, reason->decide);
	}
}

/* ---- reading ---- */

static enum rule_id unpack_rule(struct unpacking *from)
{
	int rule = rule_find(unpack_text(from));

	from->broken = from->broken || rule < 0;
	return rule < 0 ? 0 : (enum rule_id)rule;
}

static struct trace_step *unpack_path(struct unpacking *from, size_t *count)
{
	*count = unpack_count(from);
	struct trace_step *steps = arena_alloc(from->arena, (*count + 1) * sizeof(*steps));

	for (size_t i = 0; i < *count && !from->broken; i++) {
		struct trace_step *step = &steps[i];

		step->file = unpack_text(from);
		step->line = (unsigned)unpack_number(from, UINT32_MAX);
		step->column = (unsigned)unpack_number(from, UINT32_MAX);
		step->depth = (unsigned)unpack_number(from, UINT32_MAX);
		step->is_call = unpack_number(from, 1);
		step->note = unpack_text(from);
	}
	return steps;
}

static struct finding unpack_finding(struct unpacking *from)
{
	struct finding finding = { .rule = unpack_rule(from) };

	finding.message = unpack_text(from);
	finding.file = unpack_text(from);
	finding.line = (unsigned)unpack_number(from, UINT32_MAX);
	finding.column = (unsigned)unpack_number(from, UINT32_MAX);
	finding.fingerprint = unpack_text(from);
	const char *because = unpack_optional(from);

	if (because) {
		struct allowance allowance = { .file = "", .rule = "", .because = because };

		finding.allowed = arena_copy(from->arena, &allowance, sizeof(allowance));
	}
	finding.trace = unpack_path(from, &finding.ntrace);
	finding.whole = unpack_path(from, &finding.nwhole);
	return finding;
}

void unpack_verdicts(struct unpacking *from, struct row *row)
{
	for (int rule = 0; rule < RULE_COUNT; rule++)
		row->verdicts[rule] = (enum verdict)unpack_number(from, VERDICT_NA);
	size_t count = unpack_count(from);
	for (size_t i = 0; i < count && !from->broken; i++)
		vec_push(&row->findings, unpack_finding(from));
	count = unpack_count(from);
	for (size_t i = 0; i < count && !from->broken; i++) {
		struct undecided reason = { .rule = unpack_rule(from) };

		reason.why = unpack_text(from);
		reason.at = unpack_text(from);
		reason.decide = unpack_optional(from);
		vec_push(&row->undecided, reason);
	}
}
