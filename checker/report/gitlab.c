// SPDX-License-Identifier: GPL-2.0-only
/*
 * GitLab's code quality report, a list of issues. GitLab compares the fingerprints of two branches: what only one has is
 * new or fixed. Findings are major; what is undecided or was not judged is for information.
 */
#include "report/printers.h"

#include <inttypes.h>
#include <xxhash.h>

#include "base/map.h"
#include "report/json_values.h"

struct gitlab {
	json_t *issues;
	struct strmap seen;	/* fingerprint -> how many issues have it */
};

/* GitLab drops all issues of one fingerprint but the first: COUNT tells equal ones apart. */
static json_t *fingerprint_json(struct gitlab *gitlab, const char *text)
{
	size_t count = (size_t)strmap_get(&gitlab->seen, text) + 1;
	char *unique = xasprintf("%s:%zu", text, count);
	char *hash = xasprintf("%016" PRIx64, (uint64_t)XXH64(unique, strlen(unique), 0));

	strmap_set(&gitlab->seen, text, (void *)count);
	json_t *value = json_string(hash);
	free(unique);
	free(hash);
	return value;
}

/* Lines are counted from 1: an issue without a line is about the file's first. */
static json_t *location_json(const char *file, unsigned line)
{
	json_t *location = json_object(), *lines = json_object();

	json_set(lines, "begin", json_integer(line ? line : 1));
	json_set(location, "path", json_text(file));
	json_set(location, "lines", lines);
	return location;
}

static void add_issue(struct gitlab *gitlab, const char *check, const char *severity, const char *identity,
		      const char *text, json_t *location)
{
	json_t *issue = json_object();

	json_set(issue, "type", json_string("issue"));
	json_set(issue, "check_name", json_string(check));
	json_set(issue, "description", json_text(text));
	json_set(issue, "severity", json_string(severity));
	json_set(issue, "fingerprint", fingerprint_json(gitlab, identity));
	json_set(issue, "location", location);
	json_append(gitlab->issues, issue);
}

static void add_finding(void *context, const struct row *row, const struct finding *finding)
{
	(void)row;
	add_issue(context, rules[finding->rule]->name, "major", finding->fingerprint, finding->message,
		  location_json(finding->file, finding->line));
}

/* The identity of what is open has no line and no reason: both change without anything being new. */
static void add_open(struct gitlab *gitlab, const struct row *row, const char *rule, const char *text)
{
	char *identity = xasprintf("%s %s %s %s", rule, row->file, row->callback, row->ops ? row->ops : "");

	add_issue(gitlab, rule, "info", identity, text, location_json(row->file, row->line));
	free(identity);
}

static void add_open_rules(struct gitlab *gitlab, const struct row *row)
{
	int last = -1;

	vec_each(reason, &row->undecided) {
		if ((int)reason->rule == last)
			continue;
		last = (int)reason->rule;
		char *text = xasprintf("%s is undecided for '%s': %s", rules[reason->rule]->name, row->callback,
				       reason->why);

		add_open(gitlab, row, rules[reason->rule]->name, text);
		free(text);
	}
	if (row_is_unjudged(row)) {
		char *text = xasprintf("'%s' was not analysed: %s", row->callback, row_why_not(row));

		add_open(gitlab, row, "not-analysed", text);
		free(text);
	}
}

void print_gitlab(const struct run *run, const struct print_options *options, struct strbuf *out)
{
	struct gitlab gitlab = { .issues = json_array() };

	(void)options;
	each_counted(run, add_finding, &gitlab);
	vec_each(row, &run->rows)
		add_open_rules(&gitlab, row);
	json_print(gitlab.issues, out);
	strmap_free(&gitlab.seen);
}
