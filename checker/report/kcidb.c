// SPDX-License-Identifier: GPL-2.0-only
/*
 * KernelCI's report, schema 5.3: the tree is a checkout, each architecture a build, each rule of each callback a test,
 * each finding an issue, which an incident ties to its test. Nothing here sends it.
 *
 *	holds		PASS
 *	violates	FAIL; DONE if the findings are suppressed
 *	undecided	ERROR: the test did not come to an end
 *	not analysed	MISS: the test did not run
 *	n/a		no test
 */
#include "report/printers.h"

#include <ctype.h>

#include "base/map.h"
#include "base/version.h"
#include "report/json_values.h"
#include "vcs/revision.h"

#define EXCERPT_MAX 16384	/* the schema's limit */

struct kcidb {
	const struct run *run;
	const char *origin;
	struct arena *arena;
	const char *checkout;	/* the id */
	json_t *builds, *tests, *issues, *incidents;
	struct strmap told;	/* issues, by id */
};

static json_t *begin_object(const struct kcidb *kcidb, const char *id)
{
	json_t *object = json_object();

	json_set(object, "id", json_text(id));
	json_set(object, "origin", json_string(kcidb->origin));
	return object;
}

static void set_known(json_t *object, const char *key, const char *value)
{
	if (value)
		json_set(object, key, json_text(value));
}

/* The schema takes https alone. */
static json_t *checkout_json(const struct kcidb *kcidb)
{
	const struct revision *revision = kcidb->run->revision;
	json_t *checkout = begin_object(kcidb, kcidb->checkout), *list = json_array();

	if (revision) {
		set_known(checkout, "git_commit_hash", revision->commit);
		set_known(checkout, "git_repository_branch", revision->branch);
		if (revision->repository && starts_with(revision->repository, "https://"))
			set_known(checkout, "git_repository_url", revision->repository);
	}
	if (kcidb->run->tree_version)
		json_set(checkout, "comment", json_text(arena_printf(kcidb->arena, "Linux %s",
								     kcidb->run->tree_version)));
	json_set(checkout, "valid", json_true());
	json_append(list, checkout);
	return list;
}

static const char *build_id(const struct kcidb *kcidb, size_t arch)
{
	const char *name = arch < kcidb->run->arches.count ? kcidb->run->arches.data[arch].arch : NULL;

	return arena_printf(kcidb->arena, "%s:%s", kcidb->checkout, name ? name : "any");
}

static void add_build(struct kcidb *kcidb, size_t index)
{
	const struct run_arch *arch = index < kcidb->run->arches.count ? &kcidb->run->arches.data[index] : NULL;
	json_t *build = begin_object(kcidb, build_id(kcidb, index)), *misc = json_object();

	json_set(build, "checkout_id", json_text(kcidb->checkout));
	if (arch)
		set_known(build, "architecture", arch->arch);
	json_set(build, "comment", json_string("judged without a build: sources and configuration are read"));
	json_set(build, "status", json_string(arch && arch->why_not ? "ERROR" : "PASS"));
	if (arch)
		set_known(build, "log_excerpt", arch->why_not ? arena_printf(kcidb->arena, "%.*s", EXCERPT_MAX / 4,
									      arch->why_not) : NULL);
	json_set(misc, "mncheck", json_string(MNCHECK_VERSION));
	json_set(build, "misc", misc);
	json_append(kcidb->builds, build);
}

/* A path's names have letters, digits, _ and -. */
static const char *path_name(struct arena *arena, const char *name)
{
	char *safe = arena_strdup(arena, *name ? name : "_");

	for (char *at = safe; *at; at++)
		if (!isalnum((unsigned char)*at) && *at != '_' && *at != '-')
			*at = '_';
	return safe;
}

/* A row on one of the architectures. */
struct kcidb_test {
	const struct row *row;
	size_t arch;
	bool analysed;
	const char *why_not, *assumes;
	enum verdict verdict;
	enum rule_id rule;
};

static const char *status_of(const struct kcidb_test *test)
{
	if (!test->analysed)
		return "MISS";
	switch (test->verdict) {
	case VERDICT_HOLDS:
		return "PASS";
	case VERDICT_VIOLATES:
		return row_allows(test->row, test->rule) ? "DONE" : "FAIL";
	default:
		return "ERROR";
	}
}

/* The path of a finding or the reason for none, no longer than the schema allows. */
static void put_excerpt(const struct kcidb_test *test, struct strbuf *out)
{
	vec_each(finding, &test->row->findings) {
		if (finding->rule != test->rule)
			continue;
		strbuf_printf(out, "%s:%u: %s\n", finding->file, finding->line, finding->message);
		for (size_t i = 0; i < finding->ntrace; i++)
			strbuf_printf(out, "%s:%u: %s\n", finding->trace[i].file, finding->trace[i].line,
				      finding->trace[i].note);
	}
	vec_each(reason, &test->row->undecided)
		if (reason->rule == test->rule)
			strbuf_printf(out, "%s: %s\n", reason->at && *reason->at ? reason->at : test->row->file,
				      reason->why);
	if (!test->analysed)
		strbuf_printf(out, "%s\n", test->why_not ? test->why_not : "no reason was recorded");
	if (out->length > EXCERPT_MAX / 4) {		/* a byte becomes one character at most */
		out->length = EXCERPT_MAX / 4;
		out->text[out->length] = '\0';
	}
}

static json_t *misc_json(const struct kcidb_test *test)
{
	json_t *misc = json_object();

	json_set(misc, "file", json_text(test->row->file));
	json_set(misc, "line", json_integer(test->row->line));
	json_set(misc, "callback", json_text(test->row->callback));
	json_set(misc, "ops", json_text(test->row->ops));
	json_set(misc, "kind", json_string(contracts[test->row->kind].name));
	json_set(misc, "rule", json_string(rules[test->rule]->name));
	json_set(misc, "verdict", json_string(verdict_name(test->verdict)));
	set_known(misc, "assumes", test->assumes);
	return misc;
}

static void add_issue(struct kcidb *kcidb, const struct row *row, const struct finding *finding, const char *id)
{
	json_t *issue, *culprit, *misc;

	if (strmap_has(&kcidb->told, id))
		return;
	strmap_set(&kcidb->told, id, kcidb);
	issue = begin_object(kcidb, id);
	culprit = json_object();
	misc = json_object();
	json_set(issue, "version", json_integer(1));
	json_set(issue, "report_subject", json_text(arena_printf(kcidb->arena, "%s: %s", row->file,
								 finding->message)));
	json_set(culprit, "code", json_true());
	json_set(issue, "culprit", culprit);
	json_set(issue, "comment", json_text(rules[finding->rule]->title));
	json_set(misc, "fingerprint", json_text(finding->fingerprint));
	json_set(issue, "misc", misc);
	json_append(kcidb->issues, issue);
}

static void add_incidents(struct kcidb *kcidb, const struct kcidb_test *test, const char *id)
{
	vec_each(finding, &test->row->findings) {
		if (finding->rule != test->rule || finding->allowed ||
		    !(finding->arches >> test->arch & 1 || kcidb->run->arches.count < 2))
			continue;
		const char *issue = arena_printf(kcidb->arena, "%s:%s", kcidb->origin, finding->fingerprint);

		add_issue(kcidb, test->row, finding, issue);
		json_t *incident = begin_object(kcidb, arena_printf(kcidb->arena, "%s:%s", id, finding->fingerprint));
		json_set(incident, "issue_id", json_text(issue));
		json_set(incident, "issue_version", json_integer(1));
		json_set(incident, "test_id", json_text(id));
		json_set(incident, "present", json_true());
		json_append(kcidb->incidents, incident);
	}
}

static void add_test(struct kcidb *kcidb, const struct kcidb_test *test)
{
	const struct row *row = test->row;
	const char *build = build_id(kcidb, test->arch), *rule = rules[test->rule]->name;
	const char *id = arena_printf(kcidb->arena, "%s:%s:%s:%s:%s", build, row->file, row->callback,
				      row->ops ? row->ops : "", rule);
	json_t *object = begin_object(kcidb, id);
	struct strbuf excerpt = { 0 };

	json_set(object, "build_id", json_text(build));
	json_set(object, "path", json_text(arena_printf(kcidb->arena, "mncheck.%s.%s", rule,
							path_name(kcidb->arena, row->callback))));
	json_set(object, "comment", json_text(arena_printf(kcidb->arena, "%s: %s", row->callback, rule)));
	json_set(object, "status", json_string(status_of(test)));
	if (test->verdict != VERDICT_HOLDS)
		put_excerpt(test, &excerpt);
	if (excerpt.length)
		json_set(object, "log_excerpt", json_text(strbuf_text(&excerpt)));
	json_set(object, "misc", misc_json(test));
	json_append(kcidb->tests, object);
	if (test->verdict == VERDICT_VIOLATES)
		add_incidents(kcidb, test, id);
	strbuf_free(&excerpt);
}

/* The tests of ROW on architecture ARCH; with one architecture the row's own verdicts are that one's. */
static void add_tests(struct kcidb *kcidb, const struct row *row, size_t arch)
{
	const struct row_arch *own = kcidb->run->arches.count > 1 ? &row->by_arch[arch] : NULL;
	enum row_built built = own ? own->built : row->built;
	struct kcidb_test test = {
		.row = row, .arch = arch, .analysed = own ? own->analysed : row->analysed,
		.why_not = own ? own->why_not : row->why_not, .assumes = own ? own->assumes : row->assumes,
	};

	if ((own && !own->judged) || (!test.analysed && built == ROW_ELSEWHERE))
		return;
	for (int rule = 0; rule < RULE_COUNT; rule++) {
		test.rule = (enum rule_id)rule;
		test.verdict = own && own->analysed ? own->verdicts[rule] :
			       shown_verdict(kcidb->run, row, test.rule);
		if (kcidb->run->rule_enabled[rule] && rule_is_about(test.rule, row->kind) &&
		    test.verdict != VERDICT_NA)
			add_test(kcidb, &test);
	}
}

static json_t *version_json(void)
{
	json_t *version = json_object();

	json_set(version, "major", json_integer(5));
	json_set(version, "minor", json_integer(3));
	return version;
}

/* A checkout of which git knows nothing is told apart by its release alone. */
static const char *checkout_id(const struct run *run, const char *origin, struct arena *arena)
{
	if (run->revision)
		return arena_printf(arena, "%s:%s", origin, run->revision->commit);
	return arena_printf(arena, "%s:%s", origin, run->tree_version ? run->tree_version : "unknown");
}

void print_kcidb(const struct run *run, const struct print_options *options, struct strbuf *out)
{
	struct arena *arena = arena_new();
	const char *origin = options->origin ? options->origin : "mncheck";
	struct kcidb kcidb = {
		.run = run, .origin = origin, .arena = arena, .checkout = checkout_id(run, origin, arena),
		.builds = json_array(), .tests = json_array(), .issues = json_array(), .incidents = json_array(),
	};
	json_t *root = json_object();
	size_t narches = run->arches.count ? run->arches.count : 1;

	for (size_t i = 0; i < narches; i++) {
		add_build(&kcidb, i);
		vec_each(row, &run->rows)
			add_tests(&kcidb, row, i);
	}
	json_set(root, "version", version_json());
	json_set(root, "checkouts", checkout_json(&kcidb));
	json_set(root, "builds", kcidb.builds);
	json_set(root, "tests", kcidb.tests);
	json_set(root, "issues", kcidb.issues);
	json_set(root, "incidents", kcidb.incidents);
	json_print(root, out);
	strmap_free(&kcidb.told);
	arena_free(arena);
}
