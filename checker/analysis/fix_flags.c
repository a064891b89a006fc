// SPDX-License-Identifier: GPL-2.0-only
/* Idioms of code that must not sleep or reclaim: an allocation with other flags, no offer to sleep. */
#include "analysis/fix_site.h"

#include <string.h>

/* In so many lines behind an allocation its failure must be looked at. */
#define LINES_TO_TEST 3

/* ---- flags ---- */

/* The place of a flag that may reclaim in TEXT, and its LENGTH; NULL: there is none. */
static const char *find_flag(const char *text, size_t *length)
{
	for (const char *const *flag = reclaiming_flags; *flag; flag++) {
		*length = strlen(*flag);
		for (const char *at = text; (at = strstr(at, *flag)); at += *length)
			if ((at == text || !in_word(at[-1])) && !in_word(at[*length]))
				return at;
	}
	return NULL;
}

/* The word before the first ` = ` of TEXT, in the arena; NULL: nothing is assigned. */
static const char *assigned_name(const struct fix_site *site, const char *text)
{
	const char *sign = strstr(text, " = "), *from = sign;

	while (from && from > text && in_word(from[-1]))
		from--;
	return from && sign > from ? arena_strndup(site->arena, from, (size_t)(sign - from)) : NULL;
}

/* Whether the code behind LINE tests NAME: an allocation that must not wait fails more often. */
static bool is_tested(const struct fix_site *site, const char *name, unsigned line)
{
	for (unsigned i = 1; i <= LINES_TO_TEST && line + i <= site->source->nlines; i++) {
		const char *text = site_line(site, line + i), *test = strstr(text, "if (");

		if (test && strstr(test, name))
			return true;
	}
	return false;
}

/* FLAGS instead of the reclaiming ones of LINE, any of the callback's file. */
static void propose_flags_at(struct fix_site *site, unsigned line, const char *flags)
{
	size_t length;
	const char *text = site_line(site, line), *flag = find_flag(text, &length);
	const char *name = flag ? assigned_name(site, text) : NULL;

	if (!flag || !name || !is_tested(site, name, line))
		return;
	bool sleeps = !strcmp(flags, FLAGS_WITHOUT_SLEEP);

	site_propose(site, sleeps ? "allocate without sleeping" : "allocate without reclaim", line, 1,
		     arena_printf(site->arena, "%.*s%s%s\n", (int)(flag - text), text, flags, flag + length));
}

void propose_flags(struct fix_site *site, const char *flags)
{
	for (size_t i = site->finding->ntrace; i-- > 1;) {
		const struct trace_step *step = &site->finding->trace[i];

		if (!strcmp(step->file, site->row->file) && step->line && step->line <= site->source->nlines)
			propose_flags_at(site, step->line, flags);
	}
}

/* ---- offers ---- */

void propose_no_offer(struct fix_site *site)
{
	for (size_t i = site->finding->ntrace; i-- > 1;) {
		const struct trace_step *step = &site->finding->trace[i];

		if (strcmp(step->file, site->row->file) || !step->line || step->line > site->source->nlines)
			continue;
		const char *text = skip_space(site_line(site, step->line));

		for (const char *const *offer = sleep_offers; *offer; offer++)
			if (!strncmp(text, *offer, strlen(*offer)) && !*skip_space(text + strlen(*offer)) &&
			    site_begins_statement(site, step->line))
				site_propose(site, "do not offer to sleep", step->line, 1, "");
	}
}
