// SPDX-License-Identifier: GPL-2.0-only
/* The parts of a SARIF log that describe the tool and its run. */
#include "report/sarif.h"
#include "base/version.h"

#include <ctype.h>
#include <string.h>

#include "report/printers.h"
#include "report/json_values.h"

/* Code hosts cut longer descriptions off, also within a word. */
#define DESCRIPTION_MAX 1000

const struct sarif_notice_kind sarif_notices[SARIF_NOTICE_COUNT] = {
	[SARIF_UNDECIDED] = { "undecided", "A verdict could not be proved either way.", "note" },
	[SARIF_NOT_ANALYSED] = { "not-analysed", "A callback was found and not judged.", "warning" },
	[SARIF_NOT_BUILT] = { "not-built", "The architecture cannot build a callback that was found.", "note" },
	[SARIF_NOT_SEARCHED] = { "not-searched", "A file could not be searched for callbacks.",
				 "warning" },
	[SARIF_NOT_JUDGED] = { "not-judged", "Nothing was judged for an architecture.", "error" },
	[SARIF_ASSUMES] = { "assumes", "A callback was judged in another configuration than the "
			    "build's.", "note" },
	[SARIF_SUPPRESSION] = { "suppression", "A suppression has no reason, names no rule, or "
				"suppresses nothing any more.", "warning" },
};

/* ---- rules ---- */

/* The first paragraph of the rule's page after title and message, on one line; malloc'd. */
static char *describe_rule(const struct rule *rule)
{
	const char *at = strstr(rule->page, "\nMessage:");
	const char *start = at ? strstr(at, "\n\n") : NULL;
	struct strbuf text = { 0 };

	if (!start)
		return xstrdup(rule->title);
	start += 2;
	const char *end = strstr(start, "\n\n");
	for (; *start && (!end || start < end) && text.length < DESCRIPTION_MAX; start++)
		strbuf_putc(&text, *start == '\n' ? ' ' : *start);
	while (text.length >= DESCRIPTION_MAX && text.text[text.length - 1] != ' ')
		text.text[--text.length] = '\0';
	return strbuf_take(&text);
}

/* The rule's name in CamelCase: "fails-blockable" becomes "FailsBlockable". */
static json_t *rule_name(const struct rule *rule)
{
	struct strbuf name = { 0 };
	bool first = true;

	for (const char *at = rule->name; *at; at++) {
		if (*at != '-')
			strbuf_putc(&name, first ? (char)toupper((unsigned char)*at) : *at);
		first = *at == '-';
	}
	json_t *value = json_string(strbuf_text(&name));
	strbuf_free(&name);
	return value;
}

static json_t *rule_properties(void)
{
	json_t *properties = json_object(), *tags = json_array();

	json_append(tags, json_string("correctness"));
	json_append(tags, json_string("mmu-notifier"));
	json_set(properties, "tags", tags);
	json_set(properties, "precision", json_string("very-high"));
	json_set(properties, "problem.severity", json_string("warning"));
	return properties;
}

static json_t *rule_json(const struct rule *from)
{
	json_t *rule = json_object(), *defaults = json_object(), *help;
	char *description = describe_rule(from);

	json_set(rule, "id", json_string(from->name));
	json_set(rule, "name", rule_name(from));
	json_set(rule, "shortDescription", sarif_message(from->title));
	json_set(rule, "fullDescription", sarif_message(description));
	help = sarif_message(from->page);
	json_set(help, "markdown", json_text(from->page));
	json_set(rule, "help", help);
	json_set(defaults, "level", json_string("warning"));
	json_set(defaults, "enabled", json_boolean(from->by_default));
	json_set(rule, "defaultConfiguration", defaults);
	json_set(rule, "properties", rule_properties());
	free(description);
	return rule;
}

int sarif_rule_index(const struct run *run, enum rule_id rule)
{
	int index = 0;

	for (int earlier = 0; earlier < (int)rule; earlier++)
		index += run->rule_enabled[earlier];
	return index;
}

json_t *sarif_driver(const struct run *run)
{
	json_t *driver = json_object(), *list = json_array(), *notices = json_array();

	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (run->rule_enabled[rule])
			json_append(list, rule_json(rules[rule]));
	for (int i = 0; i < SARIF_NOTICE_COUNT; i++) {
		json_t *notice = json_object();

		json_set(notice, "id", json_string(sarif_notices[i].id));
		json_set(notice, "shortDescription", sarif_message(sarif_notices[i].text));
		json_append(notices, notice);
	}
	json_set(driver, "name", json_string("mncheck"));
	json_set(driver, "version", json_string(MNCHECK_VERSION));
	json_set(driver, "semanticVersion", json_string(MNCHECK_VERSION));
	json_set(driver, "rules", list);
	json_set(driver, "notifications", notices);
	return driver;
}

/* ---- notifications ---- */

static json_t *reference(const char *id, int index)
{
	json_t *descriptor = json_object();

	json_set(descriptor, "id", json_string(id));
	json_set(descriptor, "index", json_integer(index));
	return descriptor;
}

/* RULE < 0: the notification is about no rule. Takes LOCATION over. */
static json_t *notification(const struct run *run, enum sarif_notice kind, int rule,
			    json_t *location, const char *text)
{
	json_t *notice = json_object(), *locations = json_array();

	json_set(notice, "descriptor", reference(sarif_notices[kind].id, (int)kind));
	if (rule >= 0 && run->rule_enabled[rule])
		json_set(notice, "associatedRule", reference(rules[rule]->name,
			 sarif_rule_index(run, (enum rule_id)rule)));
	json_set(notice, "level", json_string(sarif_notices[kind].level));
	json_set(notice, "message", sarif_message(text));
	json_append(locations, location);
	json_set(notice, "locations", locations);
	return notice;
}

static json_t *row_location(const struct row *row)
{
	return sarif_location(row->file, row->line, 0, 0);
}

static bool has_reason(const struct row *row, int rule)
{
	vec_each(reason, &row->undecided)
		if ((int)reason->rule == rule)
			return true;
	return false;
}

/* A notification for each enabled rule of which an analysed row has no verdict. */
static void add_silent_rules(json_t *notices, const struct run *run, const struct row *row)
{
	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (row->analysed && !has_reason(row, rule) &&
		    shown_verdict(run, row, (enum rule_id)rule) == VERDICT_UNDECIDED)
			json_append(notices, notification(run, SARIF_UNDECIDED, rule,
				row_location(row), "undecided; no reason was recorded"));
}

static void add_row_notices(json_t *notices, const struct run *run, const struct row *row)
{
	struct arena *arena = arena_new();

	if (!row->analysed)
		json_append(notices, notification(run, row_is_unjudged(row) ? SARIF_NOT_ANALYSED : SARIF_NOT_BUILT,
			-1, row_location(row),
			arena_printf(arena, "'%s' was %s: %s", row->callback, row_lacks(row),
				     row_why_not(row))));
	if (row->assumes)
		json_append(notices, notification(run, SARIF_ASSUMES, -1, row_location(row),
			arena_printf(arena, "'%s' was judged with: %s", row->callback,
				     row->assumes)));
	vec_each(reason, &row->undecided)
		json_append(notices, notification(run, SARIF_UNDECIDED, (int)reason->rule,
			sarif_location_at(reason->at, row),
			arena_printf(arena, "%s is undecided for '%s': %s",
				     rules[reason->rule]->name, row->callback, reason->why)));
	add_silent_rules(notices, run, row);
	arena_free(arena);
}

static void add_failed_arches(json_t *notices, const struct run *run)
{
	vec_each(arch, &run->arches) {
		if (!arch->why_not)
			continue;
		char *text = xasprintf("not judged for %s: %s", arch->arch, arch->why_not);

		json_append(notices, notification(run, SARIF_NOT_JUDGED, -1,
						  sarif_location(NULL, 0, 0, 0), text));
		free(text);
	}
}

json_t *sarif_invocation(const struct run *run)
{
	json_t *invocation = json_object();
	json_t *execution = json_array(), *configuration = json_array();

	vec_each(row, &run->rows)
		add_row_notices(execution, run, row);
	vec_each(problem, &run->problems)
		json_append(execution, notification(run, SARIF_NOT_SEARCHED, -1,
			sarif_location(problem->file, 0, 0, 0), problem->why));
	add_failed_arches(execution, run);
	vec_each(from, &run->allowances) {
		const struct allowance *allowance = *from;

		if (allowance->wrong)
			json_append(configuration, notification(run, SARIF_SUPPRESSION,
				rule_find(allowance->rule),
				sarif_location(allowance->file, allowance->line, 0, 0),
				allowance->wrong));
	}
	json_set(invocation, "executionSuccessful", json_true());
	json_set(invocation, "toolExecutionNotifications", execution);
	json_set(invocation, "toolConfigurationNotifications", configuration);
	return invocation;
}
