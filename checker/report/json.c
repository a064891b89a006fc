// SPDX-License-Identifier: GPL-2.0-only
/*
 * The JSON report, schema 1. Keys are printed in the order in which this file sets them.
 * All values but stats.seconds depend on the input alone.
 */
#include "report/printers.h"
#include "base/version.h"

#include <string.h>

#include "report/changes.h"
#include "report/json_values.h"

#define JSON_SCHEMA 1

static json_t *tool_json(void)
{
	json_t *tool = json_object();

	json_set(tool, "name", json_string("mncheck"));
	json_set(tool, "version", json_string(MNCHECK_VERSION));
	return tool;
}

static json_t *architectures_json(const struct run *run)
{
	json_t *list = json_array();

	vec_each(from, &run->arches) {
		json_t *arch = json_object();

		json_set(arch, "arch", json_text(from->arch));
		json_set(arch, "build", json_text(from->build));
		json_set(arch, "why_not", json_text(from->why_not));
		json_append(list, arch);
	}
	return list;
}

static json_t *texts_json(const struct strings *texts)
{
	json_t *list = json_array();

	vec_each(text, texts)
		json_append(list, json_text(*text));
	return list;
}

static json_t *tree_json(const struct run *run)
{
	json_t *tree = json_object();

	json_set(tree, "path", json_text(run->tree_path));
	json_set(tree, "version", json_text(run->tree_version));
	if (run->commit)
		json_set(tree, "commit", json_text(run->commit));
	if (run->config)
		json_set(tree, "config", json_text(run->config));
	if (run->configuration)
		json_set(tree, "configuration", json_text(run->configuration));
	if (run->module)
		json_set(tree, "module", json_text(run->module));
	if (run->only.count)
		json_set(tree, "only", texts_json(&run->only));
	json_set(tree, "build", json_text(run->build));
	json_set(tree, "arch", json_text(run->arch));
	json_set(tree, "architectures", architectures_json(run));
	return tree;
}

/* The row on each of several architectures. */
static json_t *by_arch_json(const struct run *run, const struct row *row)
{
	json_t *all = json_object();

	for (size_t i = 0; i < run->arches.count; i++) {
		const struct row_arch *from = &row->by_arch[i];
		json_t *arch = json_object();
		struct row alone = { .analysed = from->analysed, .built = from->built, .kind = row->kind };

		if (!from->judged) {
			json_decref(arch);
			continue;
		}
		memcpy(alone.verdicts, from->verdicts, sizeof(alone.verdicts));
		json_set(arch, "counts", json_boolean(from->counts));
		json_set(arch, "analysed", json_boolean(from->analysed));
		json_set(arch, "buildable", json_boolean(from->built != ROW_ELSEWHERE));
		json_set(arch, "why_not", from->analysed ? json_null() : json_text(from->why_not));
		json_set(arch, "assumes", json_text(from->assumes));
		json_set(arch, "verdicts", json_verdicts(run, &alone));
		json_set(all, run->arches.data[i].arch, arch);
	}
	return all;
}

static json_t *trace_json(const struct finding *finding)
{
	json_t *trace = json_array();

	for (size_t i = 0; i < finding->ntrace; i++) {
		const struct trace_step *from = &finding->trace[i];
		json_t *step = json_object();

		json_set(step, "file", json_text(from->file));
		json_set(step, "line", json_integer(from->line));
		json_set(step, "column", json_integer(from->column));
		json_set(step, "depth", json_integer(from->depth));
		json_set(step, "note", json_text(from->note));
		json_append(trace, step);
	}
	return trace;
}

/* The place of a suppression: "drivers/x.c:12", null for none. */
static json_t *place_json(const struct allowance *allowed)
{
	struct strbuf place = { 0 };

	if (!allowed)
		return json_null();
	strbuf_printf(&place, "%s:%u", allowed->file, allowed->line);
	json_t *value = json_text(strbuf_text(&place));
	strbuf_free(&place);
	return value;
}

static json_t *triage_json(const struct triage *from)
{
	json_t *triage = json_object();

	json_set(triage, "state", json_string(triage_name(from->state)));
	json_set(triage, "link", json_text(from->link));
	json_set(triage, "note", json_text(from->note));
	json_set(triage, "who", json_text(from->who));
	json_set(triage, "when", json_text(from->when));
	return triage;
}

/* In a comparison: what became of the finding, and what people said about it. */
static void add_fate(json_t *finding, const struct run *run, const struct finding *from)
{
	const struct changes *changes = run->change ? run->change->changes : NULL;
	const struct finding_change *change = changes ? finding_change_of(changes, from) : NULL;

	if (!change)
		return;
	json_set(finding, "state", json_string(finding_fate_name(change->fate)));
	if (change->triage)
		json_set(finding, "triage", triage_json(change->triage));
}

static json_t *findings_json(const struct run *run, const struct row *row)
{
	json_t *findings = json_array();

	vec_each(from, &row->findings) {
		json_t *finding = json_object();

		json_set(finding, "rule", json_string(rules[from->rule]->name));
		json_set(finding, "message", json_text(from->message));
		json_set(finding, "file", json_text(from->file));
		json_set(finding, "line", json_integer(from->line));
		json_set(finding, "column", json_integer(from->column));
		json_set(finding, "end_column", json_integer(from->end_column));
		json_set(finding, "fingerprint", json_text(from->fingerprint));
		json_set(finding, "line_hash", json_text(from->line_hash));
		json_set(finding, "arch", json_arches(run, from->arches));
		json_set(finding, "suppressed",
			 json_text(from->allowed ? from->allowed->because : NULL));
		json_set(finding, "suppressed_at", place_json(from->allowed));
		json_set(finding, "trace", trace_json(from));
		add_fate(finding, run, from);
		json_append(findings, finding);
	}
	return findings;
}

static json_t *undecided_json(const struct run *run, const struct row *row)
{
	json_t *reasons = json_array();

	vec_each(from, &row->undecided) {
		json_t *reason = json_object();

		json_set(reason, "rule", json_string(rules[from->rule]->name));
		json_set(reason, "why", json_text(from->why));
		json_set(reason, "at", json_text(from->at ? from->at : ""));
		json_set(reason, "decide", json_text(from->decide));
		json_set(reason, "arch", json_arches(run, from->arches));
		json_append(reasons, reason);
	}
	return reasons;
}

static json_t *row_json(const struct run *run, const struct row *from)
{
	json_t *row = json_object();

	json_set(row, "file", json_text(from->file));
	json_set(row, "line", json_integer(from->line));
	json_set(row, "callback", json_text(from->callback));
	json_set(row, "ops", json_text(from->ops));
	json_set(row, "ops_file", json_text(from->ops_file));
	json_set(row, "kind", json_string(contracts[from->kind].name));
	json_set(row, "analysed", json_boolean(from->analysed));
	json_set(row, "buildable", json_boolean(from->built != ROW_ELSEWHERE));
	json_set(row, "why_not", from->analysed ? json_null() : json_text(from->why_not));
	json_set(row, "assumes", json_text(from->assumes));
	json_set(row, "arch", json_arches(run, from->arches));
	json_set(row, "verdicts", json_verdicts(run, from));
	if (run->arches.count > 1)
		json_set(row, "by_arch", by_arch_json(run, from));
	json_set(row, "findings", findings_json(run, from));
	json_set(row, "undecided", undecided_json(run, from));
	return row;
}

/* The rules that were asked, in the order of all reports. */
static json_t *rules_json(const struct run *run)
{
	json_t *list = json_array();

	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (run->rule_enabled[rule])
			json_append(list, json_string(rules[rule]->name));
	return list;
}

static json_t *problems_json(const struct run *run)
{
	json_t *problems = json_array();

	vec_each(from, &run->problems) {
		json_t *problem = json_object();

		json_set(problem, "file", json_text(from->file));
		json_set(problem, "why", json_text(from->why));
		json_append(problems, problem);
	}
	return problems;
}

static json_t *suppressions_json(const struct run *run)
{
	json_t *suppressions = json_array();

	vec_each(from, &run->allowances) {
		const struct allowance *allowance = *from;
		json_t *suppression = json_object();

		json_set(suppression, "file", json_text(allowance->file));
		json_set(suppression, "line", json_integer(allowance->line));
		json_set(suppression, "where", json_text(allowance->where));
		json_set(suppression, "rule", json_text(allowance->rule));
		json_set(suppression, "because", json_text(allowance->because));
		json_set(suppression, "findings", json_integer((json_int_t)allowance->used));
		json_set(suppression, "wrong", json_text(allowance->wrong));
		json_append(suppressions, suppression);
	}
	return suppressions;
}

/* Rounded to milliseconds. */
static json_t *seconds_json(double seconds)
{
	return json_real((double)(long)(seconds * 1000 + 0.5) / 1000);
}

static json_t *stats_json(const struct run *run)
{
	json_t *stats = json_object(), *seconds = json_object();

	json_set(stats, "files_parsed", json_integer((json_int_t)run->stats.files_parsed));
	json_set(stats, "units_cached", json_integer((json_int_t)run->stats.units_cached));
	json_set(stats, "functions_explored", json_integer((json_int_t)run->stats.functions_explored));
	json_set(stats, "unsupported", json_integer((json_int_t)run->stats.unsupported));
	json_set(seconds, "locate", seconds_json(run->stats.locate));
	json_set(seconds, "flags", seconds_json(run->stats.flags));
	json_set(seconds, "extract", seconds_json(run->stats.extract));
	json_set(seconds, "explore", seconds_json(run->stats.explore));
	json_set(stats, "seconds", seconds);
	return stats;
}

/* ---- comparisons ---- */

/* The findings that only the state before has. */
static json_t *gone_json(const struct run *run, const struct run *fixed)
{
	json_t *list = json_array();

	vec_each(row, &fixed->rows) {
		json_t *one = json_object();

		json_set(one, "file", json_text(row->file));
		json_set(one, "line", json_integer(row->line));
		json_set(one, "callback", json_text(row->callback));
		json_set(one, "ops", json_text(row->ops));
		json_set(one, "kind", json_string(contracts[row->kind].name));
		json_set(one, "findings", findings_json(run, row));
		json_append(list, one);
	}
	return list;
}

static json_t *place_of_row(const struct row *row)
{
	json_t *place = json_object();

	json_set(place, "file", json_text(row->file));
	json_set(place, "line", json_integer(row->line));
	json_set(place, "callback", json_text(row->callback));
	json_set(place, "ops", json_text(row->ops));
	json_set(place, "kind", json_string(contracts[row->kind].name));
	return place;
}

static json_t *rules_of_row(const bool *set)
{
	json_t *list = json_array();

	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (set[rule])
			json_append(list, json_string(rules[rule]->name));
	return list;
}

static bool is_any(const bool *set)
{
	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (set[rule])
			return true;
	return false;
}

/* The callbacks that were renamed, added, or vanished, and those with rules newly undecided or decided. */
static json_t *rows_json(const struct changes *changes)
{
	json_t *list = json_array();

	vec_each(change, &changes->rows) {
		if (change->fate == ROW_STAYED && !is_any(change->opened) && !is_any(change->decided))
			continue;
		json_t *row = json_object();

		json_set(row, "state", json_string(row_fate_name(change->fate)));
		json_set(row, "before", change->before ? place_of_row(change->before) : json_null());
		json_set(row, "after", change->after ? place_of_row(change->after) : json_null());
		json_set(row, "undecided", rules_of_row(change->opened));
		json_set(row, "decided", rules_of_row(change->decided));
		json_append(list, row);
	}
	return list;
}

static json_t *counts_json(const struct changes *changes)
{
	json_t *counts = json_object();

	for (int fate = 0; fate < FINDING_FATE_COUNT; fate++)
		json_set(counts, finding_fate_name((enum finding_fate)fate), json_integer((json_int_t)changes->fates[fate]));
	json_set(counts, "undecided", json_integer((json_int_t)changes->opened));
	json_set(counts, "decided", json_integer((json_int_t)changes->decided));
	for (int fate = 0; fate < ROW_FATE_COUNT; fate++)
		json_set(counts, row_fate_name((enum row_fate)fate), json_integer((json_int_t)changes->row_fates[fate]));
	return counts;
}

/* What the whole result of a comparison adds to the two states. */
static void add_changes(json_t *change, const struct changes *changes)
{
	json_t *complaints = json_array();

	json_set(change, "whole", json_true());
	json_set(change, "counts", counts_json(changes));
	json_set(change, "callbacks", rows_json(changes));
	vec_each(complaint, &changes->complaints)
		json_append(complaints, json_text(*complaint));
	json_set(change, "problems", complaints);
}

/* The two states that are compared, and the findings of the first that the second has not. */
static void add_change(json_t *root, const struct run *run)
{
	json_t *change;

	if (!run->change)
		return;
	change = json_object();
	json_set(change, "from", json_text(run->change->from));
	json_set(change, "to", json_text(run->change->to));
	if (run->change->changes)
		add_changes(change, run->change->changes);
	else
		json_set(change, "judged", json_integer((json_int_t)run->change->judged));
	json_set(root, "change", change);
	json_set(root, "fixed", gone_json(run, run->change->fixed));
}

/* ---- parts ---- */

static json_t *part_suppressions(const struct run *run)
{
	json_t *list = json_array();

	vec_each(allowance, &run->allowances) {
		json_t *one = json_object();

		json_set(one, "nowhere", json_boolean((*allowance)->part.nowhere));
		json_set(one, "about", json_boolean((*allowance)->part.about));
		json_set(one, "open", json_boolean((*allowance)->part.open));
		json_append(list, one);
	}
	return list;
}

/* What mncheck merge needs besides the result; lists go with those of the result, item by item. */
static json_t *part_json(const struct run *run)
{
	json_t *part = json_object(), *orders = json_array();

	json_set(part, "index", json_integer(run->part.index));
	json_set(part, "count", json_integer(run->part.count));
	json_set(part, "parsed", texts_json(&run->part.parsed));
	json_set(part, "cached", texts_json(&run->part.cached));
	json_set(part, "suppressions", part_suppressions(run));
	vec_each(problem, &run->problems)
		json_append(orders, json_integer(problem->order));
	json_set(part, "problems", orders);
	return part;
}

void print_json(const struct run *run, const struct print_options *options, struct strbuf *out)
{
	json_t *root = json_object(), *callbacks = json_array();

	(void)options;
	json_set(root, "schema", json_integer(JSON_SCHEMA));
	json_set(root, "tool", tool_json());
	json_set(root, "tree", tree_json(run));
	add_change(root, run);
	vec_each(row, &run->rows)
		json_append(callbacks, row_json(run, row));
	json_set(root, "callbacks", callbacks);
	json_set(root, "problems", problems_json(run));
	json_set(root, "suppressions", suppressions_json(run));
	json_set(root, "rules", rules_json(run));
	if (run->part.count)
		json_set(root, "part", part_json(run));
	json_set(root, "stats", stats_json(run));
	json_print(root, out);
}
