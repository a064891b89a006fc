// SPDX-License-Identifier: GPL-2.0-only
/*
 * The JSON report, schema 1. Keys stand in the order in which they are set here, and
 * everything but stats.seconds depends on the input alone. ASCII only: whatever bytes a
 * file name holds, the output can be shown and parsed anywhere.
 */
#include "report/printers.h"

#include <jansson.h>
#include <string.h>

#include "report/escape.h"

#define JSON_SCHEMA 1

/* The text as a JSON string, NULL as null. */
static json_t *json_text(const char *text)
{
	struct strbuf valid = { 0 };

	if (!text)
		return json_null();
	escape_for_json(&valid, text);
	json_t *value = json_stringn(strbuf_text(&valid), valid.length);
	strbuf_free(&valid);
	return value;
}

static void set(json_t *object, const char *key, json_t *value)
{
	BUG_IF(json_object_set_new(object, key, value));
}

static void append(json_t *array, json_t *value)
{
	BUG_IF(json_array_append_new(array, value));
}

static json_t *tool_json(void)
{
	json_t *tool = json_object();

	set(tool, "name", json_string("mncheck"));
	set(tool, "version", json_string(MNCHECK_VERSION));
	return tool;
}

static json_t *tree_json(const struct run *run)
{
	json_t *tree = json_object();

	set(tree, "path", json_text(run->tree_path));
	set(tree, "version", json_text(run->tree_version));
	set(tree, "build", json_text(run->build));
	set(tree, "arch", json_text(run->arch));
	return tree;
}

static json_t *verdicts_json(const struct run *run, const struct row *row)
{
	json_t *verdicts = json_object();

	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (run->rule_enabled[rule])
			set(verdicts, rules[rule]->name,
			    json_string(verdict_name(shown_verdict(run, row, rule))));
	return verdicts;
}

static json_t *trace_json(const struct finding *finding)
{
	json_t *trace = json_array();

	for (size_t i = 0; i < finding->ntrace; i++) {
		const struct trace_step *from = &finding->trace[i];
		json_t *step = json_object();

		set(step, "file", json_text(from->file));
		set(step, "line", json_integer(from->line));
		set(step, "column", json_integer(from->column));
		set(step, "depth", json_integer(from->depth));
		set(step, "note", json_text(from->note));
		append(trace, step);
	}
	return trace;
}

static json_t *findings_json(const struct row *row)
{
	json_t *findings = json_array();

	vec_each(from, &row->findings) {
		json_t *finding = json_object();

		set(finding, "rule", json_string(rules[from->rule]->name));
		set(finding, "message", json_text(from->message));
		set(finding, "file", json_text(from->file));
		set(finding, "line", json_integer(from->line));
		set(finding, "column", json_integer(from->column));
		set(finding, "fingerprint", json_text(from->fingerprint));
		set(finding, "trace", trace_json(from));
		append(findings, finding);
	}
	return findings;
}

static json_t *undecided_json(const struct row *row)
{
	json_t *reasons = json_array();

	vec_each(from, &row->undecided) {
		json_t *reason = json_object();

		set(reason, "rule", json_string(rules[from->rule]->name));
		set(reason, "why", json_text(from->why));
		set(reason, "at", json_text(from->at ? from->at : ""));
		append(reasons, reason);
	}
	return reasons;
}

static json_t *row_json(const struct run *run, const struct row *from)
{
	json_t *row = json_object();

	set(row, "file", json_text(from->file));
	set(row, "line", json_integer(from->line));
	set(row, "callback", json_text(from->callback));
	set(row, "ops", json_text(from->ops));
	set(row, "kind", json_string(contracts[from->kind].name));
	set(row, "analysed", json_boolean(from->analysed));
	set(row, "why_not", from->analysed ? json_null() : json_text(from->why_not));
	set(row, "assumes", json_text(from->assumes));
	set(row, "verdicts", verdicts_json(run, from));
	set(row, "findings", findings_json(from));
	set(row, "undecided", undecided_json(from));
	return row;
}

static json_t *problems_json(const struct run *run)
{
	json_t *problems = json_array();

	vec_each(from, &run->problems) {
		json_t *problem = json_object();

		set(problem, "file", json_text(from->file));
		set(problem, "why", json_text(from->why));
		append(problems, problem);
	}
	return problems;
}

/* Milliseconds are all that a reader can use. */
static json_t *seconds_json(double seconds)
{
	return json_real((double)(long)(seconds * 1000 + 0.5) / 1000);
}

static json_t *stats_json(const struct run *run)
{
	json_t *stats = json_object(), *seconds = json_object();

	set(stats, "files_parsed", json_integer((json_int_t)run->stats.files_parsed));
	set(stats, "units_cached", json_integer((json_int_t)run->stats.units_cached));
	set(stats, "functions_explored", json_integer((json_int_t)run->stats.functions_explored));
	set(stats, "unsupported", json_integer((json_int_t)run->stats.unsupported));
	set(seconds, "locate", seconds_json(run->stats.locate));
	set(seconds, "flags", seconds_json(run->stats.flags));
	set(seconds, "extract", seconds_json(run->stats.extract));
	set(seconds, "explore", seconds_json(run->stats.explore));
	set(stats, "seconds", seconds);
	return stats;
}

void print_json(const struct run *run, const struct print_options *options, struct strbuf *out)
{
	json_t *root = json_object(), *callbacks = json_array();

	(void)options;
	set(root, "schema", json_integer(JSON_SCHEMA));
	set(root, "tool", tool_json());
	set(root, "tree", tree_json(run));
	vec_each(row, &run->rows)
		append(callbacks, row_json(run, row));
	set(root, "callbacks", callbacks);
	set(root, "problems", problems_json(run));
	set(root, "stats", stats_json(run));
	char *text = json_dumps(root, JSON_INDENT(1) | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(9));
	BUG_IF(!text);
	strbuf_puts(out, text);
	strbuf_putc(out, '\n');
	free(text);
	json_decref(root);
}
