// SPDX-License-Identifier: GPL-2.0-only
/* Mirrors json.c: a key that one of them writes, the other reads. */
#include "report/result_read.h"

#include <jansson.h>
#include <string.h>

struct result_reader {
	struct run *run;
	const char *name;	/* of the text, for messages */
	struct error *error;
};

/* ---- values ---- */

/* A string in the run's arena; NULL for what is no string. */
static const char *text_at(const struct result_reader *reader, const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? arena_strdup(reader->run->arena, text) : NULL;
}

/* The same, "" for what is no string. */
static const char *word_at(const struct result_reader *reader, const json_t *object, const char *key)
{
	const char *text = text_at(reader, object, key);

	return text ? text : "";
}

static unsigned number_at(const json_t *object, const char *key)
{
	json_int_t number = json_integer_value(json_object_get(object, key));

	return number < 0 || number > (json_int_t)UINT32_MAX ? 0 : (unsigned)number;
}

static bool flag_at(const json_t *object, const char *key, bool missing)
{
	const json_t *value = json_object_get(object, key);

	return json_is_boolean(value) ? json_is_true(value) : missing;
}

static enum verdict verdict_of_name(const char *name)
{
	for (int verdict = VERDICT_HOLDS; name && verdict <= VERDICT_NA; verdict++)
		if (!strcmp(verdict_name((enum verdict)verdict), name))
			return (enum verdict)verdict;
	return VERDICT_NOT_RUN;
}

static int kind_of_name(const char *name)
{
	for (int kind = 0; name && kind < KIND_COUNT; kind++)
		if (!strcmp(contracts[kind].name, name))
			return kind;
	return -1;
}

static int rule_at(const json_t *object, const char *key)
{
	const char *name = json_string_value(json_object_get(object, key));

	return name ? rule_find(name) : -1;
}

static arch_set arches_at(const struct result_reader *reader, const json_t *object, const char *key)
{
	const json_t *list = json_object_get(object, key);
	arch_set arches = 0;

	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *name = json_string_value(json_array_get(list, i));

		for (size_t arch = 0; name && arch < reader->run->arches.count; arch++)
			if (reader->run->arches.data[arch].arch && !strcmp(reader->run->arches.data[arch].arch, name))
				arches |= (arch_set)1 << arch;
	}
	return arches;
}

/* ---- the tree ---- */

static void read_texts(const struct result_reader *reader, const json_t *list, struct strings *texts)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *text = json_string_value(json_array_get(list, i));

		if (text)
			vec_push(texts, arena_strdup(reader->run->arena, text));
	}
}

static void read_tree(const struct result_reader *reader, const json_t *tree)
{
	struct run *run = reader->run;
	const json_t *list = json_object_get(tree, "architectures");

	run->tree_path = text_at(reader, tree, "path");
	run->tree_version = text_at(reader, tree, "version");
	run->commit = text_at(reader, tree, "commit");
	run->config = text_at(reader, tree, "config");
	run->configuration = text_at(reader, tree, "configuration");
	run->module = text_at(reader, tree, "module");
	read_texts(reader, json_object_get(tree, "only"), &run->only);
	run->build = text_at(reader, tree, "build");
	run->arch = text_at(reader, tree, "arch");
	for (size_t i = 0; i < json_array_size(list) && i < ARCHES_MAX; i++) {
		const json_t *arch = json_array_get(list, i);

		vec_push(&run->arches, (struct run_arch){
			.arch = text_at(reader, arch, "arch"), .build = text_at(reader, arch, "build"),
			.why_not = text_at(reader, arch, "why_not"),
		});
	}
}

/* ---- suppressions ---- */

static void read_suppressions(const struct result_reader *reader, const json_t *list)
{
	struct run *run = reader->run;

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *from = json_array_get(list, i);
		struct allowance *allowance = arena_alloc(run->arena, sizeof(*allowance));

		*allowance = (struct allowance){
			.file = word_at(reader, from, "file"), .line = number_at(from, "line"),
			.where = text_at(reader, from, "where"), .rule = word_at(reader, from, "rule"),
			.because = text_at(reader, from, "because"), .wrong = text_at(reader, from, "wrong"),
			.used = number_at(from, "findings"),
		};
		vec_push(&run->allowances, allowance);
	}
}

/* The suppression of RULE at PLACE, "file:line"; one that the list lacks is made. */
static const struct allowance *find_allowance(const struct result_reader *reader, const json_t *finding,
					      const char *rule)
{
	struct run *run = reader->run;
	const char *place = json_string_value(json_object_get(finding, "suppressed_at"));
	const char *colon = place ? strrchr(place, ':') : NULL;

	if (!colon)
		return NULL;
	size_t length = (size_t)(colon - place);
	unsigned line = (unsigned)strtoul(colon + 1, NULL, 10);

	vec_each(allowance, &run->allowances)
		if ((*allowance)->line == line && !strcmp((*allowance)->rule, rule) &&
		    strlen((*allowance)->file) == length && !strncmp((*allowance)->file, place, length))
			return *allowance;
	struct allowance *made = arena_alloc(run->arena, sizeof(*made));

	*made = (struct allowance){
		.file = arena_strndup(run->arena, place, length), .line = line, .used = 1,
		.rule = rule, .because = text_at(reader, finding, "suppressed"),
	};
	return made;
}

/* ---- rows ---- */

static void read_verdicts(const json_t *object, enum verdict *verdicts)
{
	for (int rule = 0; rule < RULE_COUNT; rule++)
		verdicts[rule] = verdict_of_name(json_string_value(json_object_get(object, rules[rule]->name)));
}

static void read_trace(const struct result_reader *reader, const json_t *list, struct finding *finding)
{
	finding->ntrace = json_array_size(list);
	finding->trace = arena_alloc(reader->run->arena, (finding->ntrace + 1) * sizeof(*finding->trace));
	for (size_t i = 0; i < finding->ntrace; i++) {
		const json_t *step = json_array_get(list, i);

		finding->trace[i] = (struct trace_step){
			.file = word_at(reader, step, "file"), .line = number_at(step, "line"),
			.column = number_at(step, "column"), .depth = number_at(step, "depth"),
			.note = word_at(reader, step, "note"),
		};
	}
}

static void read_findings(const struct result_reader *reader, const json_t *list, struct row *row)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *from = json_array_get(list, i);
		int rule = rule_at(from, "rule");

		if (rule < 0)
			continue;
		vec_push(&row->findings, (struct finding){
			.rule = (enum rule_id)rule, .message = word_at(reader, from, "message"),
			.file = word_at(reader, from, "file"), .line = number_at(from, "line"),
			.column = number_at(from, "column"), .end_column = number_at(from, "end_column"),
			.fingerprint = word_at(reader, from, "fingerprint"),
			.line_hash = text_at(reader, from, "line_hash"),
			.arches = arches_at(reader, from, "arch"),
			.allowed = find_allowance(reader, from, rules[rule]->name),
		});
		read_trace(reader, json_object_get(from, "trace"), &vec_last(&row->findings));
	}
}

static void read_reasons(const struct result_reader *reader, const json_t *list, struct row *row)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *from = json_array_get(list, i);
		int rule = rule_at(from, "rule");

		if (rule >= 0)
			vec_push(&row->undecided, (struct undecided){
				.rule = (enum rule_id)rule, .why = word_at(reader, from, "why"),
				.at = word_at(reader, from, "at"), .decide = text_at(reader, from, "decide"),
				.arches = arches_at(reader, from, "arch"),
			});
	}
}

/* Without several architectures the one has what the row has. */
static void read_by_arch(const struct result_reader *reader, const json_t *all, struct row *row)
{
	const struct run *run = reader->run;

	row->by_arch = arena_alloc(run->arena, (run->arches.count + 1) * sizeof(*row->by_arch));
	for (size_t i = 0; i < run->arches.count; i++) {
		const json_t *from = run->arches.data[i].arch ? json_object_get(all, run->arches.data[i].arch) : NULL;
		struct row_arch *arch = &row->by_arch[i];

		if (!json_is_object(from) && (all || run->arches.count > 1))
			continue;
		if (!all) {
			*arch = (struct row_arch){ true, true, row->built, row->analysed, row->why_not, row->assumes, { 0 } };
			memcpy(arch->verdicts, row->verdicts, sizeof(arch->verdicts));
			continue;
		}
		*arch = (struct row_arch){
			.judged = true, .counts = flag_at(from, "counts", true),
			.built = flag_at(from, "buildable", true) ? ROW_BUILT : ROW_ELSEWHERE,
			.analysed = flag_at(from, "analysed", true),
			.why_not = text_at(reader, from, "why_not"), .assumes = text_at(reader, from, "assumes"),
		};
		if (arch->analysed)
			read_verdicts(json_object_get(from, "verdicts"), arch->verdicts);
	}
}

static void read_row(const struct result_reader *reader, const json_t *from)
{
	int kind = kind_of_name(json_string_value(json_object_get(from, "kind")));

	if (kind < 0)
		return;
	struct row row = {
		.file = word_at(reader, from, "file"), .line = number_at(from, "line"),
		.callback = word_at(reader, from, "callback"), .ops = word_at(reader, from, "ops"),
		.ops_file = word_at(reader, from, "ops_file"), .kind = (enum contract_kind)kind,
		.built = flag_at(from, "buildable", true) ? ROW_BUILT : ROW_ELSEWHERE,
		.analysed = flag_at(from, "analysed", true), .why_not = text_at(reader, from, "why_not"),
		.assumes = text_at(reader, from, "assumes"), .arches = arches_at(reader, from, "arch"),
	};

	/* a row that was not analysed has no verdicts; those in the report are how it is shown */
	if (row.analysed)
		read_verdicts(json_object_get(from, "verdicts"), row.verdicts);
	read_by_arch(reader, json_object_get(from, "by_arch"), &row);
	read_findings(reader, json_object_get(from, "findings"), &row);
	read_reasons(reader, json_object_get(from, "undecided"), &row);
	vec_push(&reader->run->rows, row);
}

/* ---- the whole ---- */

/* Older reports do not list the rules: those that any row has a verdict for. */
static void read_rules(const struct result_reader *reader, const json_t *root)
{
	const json_t *list = json_object_get(root, "rules"), *rows = json_object_get(root, "callbacks");

	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *name = json_string_value(json_array_get(list, i));
		int rule = name ? rule_find(name) : -1;

		if (rule >= 0)
			reader->run->rule_enabled[rule] = true;
	}
	for (size_t i = 0; !list && i < json_array_size(rows); i++)
		for (int rule = 0; rule < RULE_COUNT; rule++)
			if (json_object_get(json_object_get(json_array_get(rows, i), "verdicts"), rules[rule]->name))
				reader->run->rule_enabled[rule] = true;
}

static void read_problems(const struct result_reader *reader, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *from = json_array_get(list, i);

		vec_push(&reader->run->problems, (struct run_problem){
			text_at(reader, from, "file"), word_at(reader, from, "why"), 0,
		});
	}
}

static void read_stats(const struct result_reader *reader, const json_t *stats)
{
	const json_t *seconds = json_object_get(stats, "seconds");
	struct run *run = reader->run;

	run->stats.files_parsed = number_at(stats, "files_parsed");
	run->stats.units_cached = number_at(stats, "units_cached");
	run->stats.functions_explored = number_at(stats, "functions_explored");
	run->stats.unsupported = number_at(stats, "unsupported");
	run->stats.locate = json_number_value(json_object_get(seconds, "locate"));
	run->stats.flags = json_number_value(json_object_get(seconds, "flags"));
	run->stats.extract = json_number_value(json_object_get(seconds, "extract"));
	run->stats.explore = json_number_value(json_object_get(seconds, "explore"));
}

static void read_part(const struct result_reader *reader, const json_t *root)
{
	const json_t *part = json_object_get(root, "part"), *list = json_object_get(part, "suppressions");
	struct run *run = reader->run;

	run->part.tool = text_at(reader, json_object_get(root, "tool"), "version");
	run->part.index = number_at(part, "index");
	run->part.count = number_at(part, "count");
	read_texts(reader, json_object_get(part, "parsed"), &run->part.parsed);
	read_texts(reader, json_object_get(part, "cached"), &run->part.cached);
	for (size_t i = 0; i < run->allowances.count && i < json_array_size(list); i++) {
		const json_t *from = json_array_get(list, i);

		run->allowances.data[i]->part.nowhere = flag_at(from, "nowhere", false);
		run->allowances.data[i]->part.about = flag_at(from, "about", false);
		run->allowances.data[i]->part.open = flag_at(from, "open", false);
	}
	list = json_object_get(part, "problems");
	for (size_t i = 0; i < run->problems.count && i < json_array_size(list); i++)
		run->problems.data[i].order = (unsigned)json_integer_value(json_array_get(list, i));
}

/* Refuses what is no whole result. */
static int check_root(const struct result_reader *reader, const json_t *root)
{
	const json_t *schema = json_object_get(root, "schema"), *change = json_object_get(root, "change");

	if (!json_is_integer(schema) || !json_is_array(json_object_get(root, "callbacks")))
		return error_set(reader->error, ERROR_ENVIRONMENT, "%s: no result of mncheck: write one with mncheck scan "
				 "--format json -o FILE", reader->name);
	if (json_integer_value(schema) != 1)
		return error_set(reader->error, ERROR_ENVIRONMENT, "%s: a result of schema %lld, and this mncheck reads "
				 "schema 1", reader->name, (long long)json_integer_value(schema));
	if (change && !flag_at(change, "whole", false))
		return error_set(reader->error, ERROR_ENVIRONMENT, "%s: the news of a change (mncheck diff), and not a whole "
				 "result: write one with mncheck scan --format json -o FILE", reader->name);
	return 0;
}

int result_read(const char *text, size_t length, const char *name, struct run *run, struct error *error)
{
	struct result_reader reader = { run, name, error };
	json_error_t trouble;
	json_t *root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &trouble);

	run->arena = arena_new();
	if (!root)
		return error_set(error, ERROR_ENVIRONMENT, "%s:%d: no JSON: %s", name, trouble.line, trouble.text);
	int failed = check_root(&reader, root);
	const json_t *rows = json_object_get(root, "callbacks");

	if (!failed) {
		read_tree(&reader, json_object_get(root, "tree"));
		read_rules(&reader, root);
		read_suppressions(&reader, json_object_get(root, "suppressions"));
		read_problems(&reader, json_object_get(root, "problems"));
		read_stats(&reader, json_object_get(root, "stats"));
		read_part(&reader, root);
	}
	for (size_t i = 0; !failed && i < json_array_size(rows); i++)
		read_row(&reader, json_array_get(rows, i));
	json_decref(root);
	return failed;
}

int result_read_file(const char *path, struct run *run, struct error *error)
{
	bool is_stdin = !strcmp(path, "-");
	size_t length = 0;
	char *text = read_file(is_stdin ? "/dev/stdin" : path, &length, error);

	if (!text)
		return -1;
	int failed = result_read(text, length, is_stdin ? "stdin" : path, run, error);
	free(text);
	return failed;
}
