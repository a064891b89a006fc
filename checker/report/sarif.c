// SPDX-License-Identifier: GPL-2.0-only
/*
 * The SARIF 2.1.0 log. Code hosts make an alert of each result, so only findings are results:
 *
 *	finding			a result; its path is a code flow
 *	undecided, not analysed	a notification
 *	holds			an entry in the run's property bag
 */
#include "report/sarif.h"

#include <string.h>

#include "base/map.h"
#include "report/changes.h"
#include "report/printers.h"
#include "report/json_values.h"
#include "vcs/revision.h"

#define SARIF_SCHEMA                                                           \
	"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

/* Code hosts accept no more steps of one path. The last steps matter most, so the first are dropped. */
#define SARIF_STEPS_MAX 5000

/* ---- results ---- */

static json_t *path_json(const struct finding *finding)
{
	json_t *locations = json_array(), *thread = json_object(), *threads = json_array();
	json_t *flow = json_object(), *flows = json_array();
	size_t first = finding->ntrace > SARIF_STEPS_MAX ? finding->ntrace - SARIF_STEPS_MAX : 0;

	for (size_t i = first; i < finding->ntrace; i++) {
		const struct trace_step *from = &finding->trace[i];
		json_t *step = json_object();
		json_t *location = sarif_location(from->file, from->line, from->column, 0);

		json_set(location, "message", sarif_message(from->note));
		json_set(step, "location", location);
		json_set(step, "nestingLevel", json_integer(from->depth));
		json_set(step, "executionOrder", json_integer((json_int_t)(i - first) + 1));
		json_append(locations, step);
	}
	json_set(thread, "locations", locations);
	json_append(threads, thread);
	json_set(flow, "threadFlows", threads);
	json_append(flows, flow);
	return flows;
}

/*
 * Our fingerprint, and the line hash that code hosts compute from the source. Where the source
 * was not at hand, ours also serves as line hash; COUNT tells equal ones apart.
 */
static json_t *fingerprints_json(const struct finding *finding, size_t count)
{
	json_t *fingerprints = json_object();
	char *own = xasprintf("%s:%zu", finding->fingerprint, count);

	json_set(fingerprints, "primaryLocationLineHash",
		 json_text(finding->line_hash ? finding->line_hash : own));
	json_set(fingerprints, "mncheckFinding/v1", json_text(own));
	free(own);
	return fingerprints;
}

/* Every result gets the list, empty or not: an absent list means "not known". */
static json_t *suppressions_json(const struct finding *finding)
{
	json_t *suppressions = json_array();
	const struct allowance *allowed = finding->allowed;

	if (!allowed)
		return suppressions;
	json_t *suppression = json_object();
	json_set(suppression, "kind", json_string(allowed->where ? "external" : "inSource"));
	json_set(suppression, "status", json_string("accepted"));
	json_set(suppression, "justification", json_text(allowed->because));
	json_set(suppression, "location", sarif_location(allowed->file, allowed->line, 0, 0));
	json_append(suppressions, suppression);
	return suppressions;
}

/* Lines are replaced as a whole: the region ends where the next line begins. */
static json_t *replacement_json(const struct source_edit *edit)
{
	json_t *replacement = json_object(), *region = json_object();

	json_set(region, "startLine", json_integer(edit->line));
	json_set(region, "startColumn", json_integer(1));
	json_set(region, "endLine", json_integer(edit->line + edit->removed));
	json_set(region, "endColumn", json_integer(1));
	json_set(replacement, "deletedRegion", region);
	json_set(replacement, "insertedContent", sarif_message(edit->text));
	return replacement;
}

static json_t *fixes_json(const struct fix *from)
{
	json_t *fixes = json_array(), *fix = json_object(), *changes = json_array(), *change = json_object();
	json_t *replacements = json_array();

	json_append(replacements, replacement_json(&from->edit));
	json_set(change, "artifactLocation", sarif_artifact(from->file));
	json_set(change, "replacements", replacements);
	json_append(changes, change);
	json_set(fix, "description", sarif_message(from->idiom));
	json_set(fix, "artifactChanges", changes);
	json_append(fixes, fix);
	return fixes;
}

static json_t *callback_json(const struct row *row)
{
	json_t *callback = json_object(), *list = json_array();

	json_set(callback, "name", json_text(row->callback));
	json_set(callback, "kind", json_string("function"));
	json_append(list, callback);
	return list;
}

static json_t *result_properties(const struct run *run, const struct row *row,
				 const struct finding *finding)
{
	json_t *properties = json_object();

	json_set(properties, "callback", json_text(row->callback));
	json_set(properties, "ops", json_text(row->ops));
	json_set(properties, "kind", json_string(contracts[row->kind].name));
	json_set(properties, "architectures", json_arches(run, finding->arches));
	return properties;
}

static json_t *result_json(const struct run *run, const struct row *row,
			   const struct finding *finding, size_t count)
{
	json_t *result = json_object(), *locations = json_array();
	json_t *location = sarif_location(finding->file, finding->line, finding->column,
					  finding->end_column);

	json_set(result, "ruleId", json_string(rules[finding->rule]->name));
	json_set(result, "ruleIndex", json_integer(sarif_rule_index(run, finding->rule)));
	json_set(result, "kind", json_string("fail"));
	json_set(result, "level", json_string("warning"));
	json_set(result, "message", sarif_message(finding->message));
	json_set(location, "logicalLocations", callback_json(row));
	json_append(locations, location);
	json_set(result, "locations", locations);
	if (finding->ntrace)
		json_set(result, "codeFlows", path_json(finding));
	json_set(result, "partialFingerprints", fingerprints_json(finding, count));
	json_set(result, "suppressions", suppressions_json(finding));
	if (finding->fix)
		json_set(result, "fixes", fixes_json(finding->fix));
	json_set(result, "properties", result_properties(run, row, finding));
	return result;
}

/* The baselineState of a finding of RUN; NULL: RUN is compared with nothing. */
static const char *baseline_of(const struct run *run, const struct finding *finding)
{
	const struct finding_change *change;

	if (!run->change)
		return NULL;
	if (!run->change->changes)
		return "new";
	change = finding_change_of(run->change->changes, finding);
	return change && change->earlier ? "unchanged" : "new";
}

/* People said that the finding is none, or stays: for a code host that is a suppression. */
static void add_triage(const struct run *run, const struct finding *finding, json_t *result)
{
	const struct changes *changes = run->change ? run->change->changes : NULL;
	const struct finding_change *change = changes ? finding_change_of(changes, finding) : NULL;
	json_t *suppression;

	if (!change || !triage_dismisses(change->triage))
		return;
	suppression = json_object();
	json_set(suppression, "kind", json_string("external"));
	json_set(suppression, "status", json_string("accepted"));
	json_set(suppression, "justification",
		 json_text(*change->triage->note ? change->triage->note : triage_name(change->triage->state)));
	json_append(json_object_get(result, "suppressions"), suppression);
}

/* GONE: the run of the findings that only the state before has. */
static void add_results(const struct run *run, bool gone, json_t *results)
{
	struct strmap seen = { 0 };

	vec_each(row, &run->rows) {
		vec_each(finding, &row->findings) {
			const char *key = finding->fingerprint;
			const char *baseline = gone ? "absent" : baseline_of(run, finding);

			if (told_before(run, row, finding))
				continue;
			size_t count = (size_t)strmap_get(&seen, key) + 1;
			strmap_set(&seen, key, (void *)count);
			json_t *result = result_json(run, row, finding, count);

			if (baseline)
				json_set(result, "baselineState", json_string(baseline));
			add_triage(run, finding, result);
			json_append(results, result);
		}
	}
	strmap_free(&seen);
}

static json_t *results_json(const struct run *run)
{
	json_t *results = json_array();

	add_results(run, false, results);
	if (run->change)
		add_results(run->change->fixed, true, results);
	return results;
}

/* ---- the run ---- */

/* All rows with all verdicts, those that hold too. */
static json_t *run_properties(const struct run *run)
{
	json_t *properties = json_object(), *callbacks = json_array();

	vec_each(row, &run->rows) {
		json_t *callback = json_object();

		json_set(callback, "file", json_text(row->file));
		json_set(callback, "line", json_integer(row->line));
		json_set(callback, "callback", json_text(row->callback));
		json_set(callback, "ops", json_text(row->ops));
		json_set(callback, "kind", json_string(contracts[row->kind].name));
		json_set(callback, "analysed", json_boolean(row->analysed));
		json_set(callback, "architectures", json_arches(run, row->arches));
		json_set(callback, "verdicts", json_verdicts(run, row));
		json_append(callbacks, callback);
	}
	json_set(properties, "treeVersion", json_text(run->tree_version));
	json_set(properties, "architecture", json_text(run->arch));
	json_set(properties, "callbacks", callbacks);
	return properties;
}

/* Code hosts keep one category per architecture: the part of the id before its last slash. */
static json_t *automation_json(const struct run *run)
{
	json_t *details = json_object();
	char *id = xasprintf("mncheck/%s/", run->arch && *run->arch ? run->arch : "any");

	json_set(details, "id", json_text(id));
	free(id);
	return details;
}

static json_t *bases_json(void)
{
	json_t *bases = json_object(), *base = json_object();

	json_set(base, "description", sarif_message("the top of the kernel tree"));
	json_set(bases, SARIF_BASE, base);
	return bases;
}

/*
 * Where the tree is from. SARIF wants the address of a repository: one that has no remote is named by its directory. All
 * files are relative to its top.
 */
static json_t *provenance_json(const struct run *run)
{
	const struct revision *revision = run->revision;
	json_t *list = json_array(), *provenance = json_object(), *mapped = json_object();

	json_set(provenance, "repositoryUri", sarif_uri(revision->repository ? revision->repository : run->tree_path));
	json_set(provenance, "revisionId", json_text(revision->commit));
	if (revision->branch)
		json_set(provenance, "branch", json_text(revision->branch));
	json_set(mapped, "uriBaseId", json_string(SARIF_BASE));
	json_set(provenance, "mappedTo", mapped);
	json_append(list, provenance);
	return list;
}

static json_t *run_json(const struct run *from)
{
	json_t *run = json_object(), *tool = json_object(), *invocations = json_array();

	json_set(tool, "driver", sarif_driver(from));
	json_set(run, "tool", tool);
	json_set(run, "automationDetails", automation_json(from));
	json_append(invocations, sarif_invocation(from));
	json_set(run, "invocations", invocations);
	if (from->revision)
		json_set(run, "versionControlProvenance", provenance_json(from));
	json_set(run, "originalUriBaseIds", bases_json());
	json_set(run, "columnKind", json_string("utf16CodeUnits"));
	json_set(run, "results", results_json(from));
	json_set(run, "properties", run_properties(from));
	return run;
}

void print_sarif(const struct run *run, const struct print_options *options, struct strbuf *out)
{
	json_t *log = json_object(), *runs = json_array();

	(void)options;
	json_set(log, "$schema", json_string(SARIF_SCHEMA));
	json_set(log, "version", json_string("2.1.0"));
	json_append(runs, run_json(run));
	json_set(log, "runs", runs);
	json_print(log, out);
}
