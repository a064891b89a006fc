// SPDX-License-Identifier: GPL-2.0-only
/*
 * The first line of a text report. A report that is found in a log or a mail a year later says by itself what it
 * is about.
 */
#include "report/printers.h"

#include "base/version.h"
#include "report/escape.h"
#include "report/text_parts.h"

#define COMMIT_SHOWN 12		/* characters of a commit's name, as the kernel's Fixes: tags have them */

static void put_tree(const struct run *run, struct strbuf *out)
{
	if (run->module) {
		strbuf_puts(out, "module ");
		escape_for_terminal(out, run->module);
		strbuf_puts(out, ", ");
	}
	strbuf_puts(out, "Linux ");
	escape_for_terminal(out, run->tree_version && *run->tree_version ? run->tree_version : "of an unknown version");
	strbuf_puts(out, " in ");
	escape_for_terminal(out, run->tree_path);
	if (run->commit)
		strbuf_printf(out, ", commit %.*s", COMMIT_SHOWN, run->commit);
}

/* "x86, everything on". A result of an earlier mncheck does not name its configuration. */
static void put_configuration(const struct run *run, struct strbuf *out)
{
	size_t start = out->length;

	for (size_t i = 0; i < run->arches.count; i++)
		if (run->arches.data[i].arch)
			strbuf_printf(out, "%s%s", out->length > start ? ", " : "; ", run->arches.data[i].arch);
	if (!run->configuration)
		return;
	strbuf_puts(out, out->length > start ? ", " : "; ");
	escape_for_terminal(out, run->configuration);
}

/* The rules that are on, or those that are off where these are fewer. */
static void put_rules(const struct run *run, struct strbuf *out)
{
	size_t on = 0;

	for (int rule = 0; rule < RULE_COUNT; rule++)
		on += run->rule_enabled[rule];
	bool but = on > RULE_COUNT / 2;
	const char *separator = but ? "; all rules but " : on == 1 ? "; rule " : "; rules ";

	if (on == RULE_COUNT)
		strbuf_puts(out, "; all rules");
	else if (!on)
		strbuf_puts(out, "; no rule");
	for (int rule = 0; rule < RULE_COUNT; rule++) {
		if (run->rule_enabled[rule] == but)
			continue;
		strbuf_printf(out, "%s%s", separator, rules[rule]->name);
		separator = ", ";
	}
}

void print_header(const struct run *run, const struct print_options *options, struct strbuf *out)
{
	struct strbuf line = { 0 };

	/* units alone name no tree */
	if (!run->tree_path)
		return;
	strbuf_puts(&line, "mncheck " MNCHECK_VERSION ": ");
	put_tree(run, &line);
	put_configuration(run, &line);
	put_rules(run, &line);
	if (run->part.count)
		strbuf_printf(&line, "; part %u of %u", run->part.index, run->part.count);
	put_wrapped(out, options, strbuf_text(&line), 0, 2);
	strbuf_free(&line);
}
