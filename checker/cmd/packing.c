// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/packing.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- writing ---- */

void pack_text(struct strbuf *out, const char *text)
{
	strbuf_add(out, text ? text : "", strlen(text ? text : "") + 1);
}

void pack_number(struct strbuf *out, uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, number);
	pack_text(out, text);
}

void pack_texts(struct strbuf *out, const struct strings *texts)
{
	pack_number(out, texts->count);
	vec_each(text, texts)
		pack_text(out, *text);
}

void pack_numbers(struct strbuf *out, const numbers *list)
{
	pack_number(out, list->count);
	vec_each(number, list)
		pack_number(out, *number);
}

static void pack_path(struct strbuf *out, const struct finding *finding)
{
	pack_number(out, finding->ntrace);
	for (size_t i = 0; i < finding->ntrace; i++) {
		const struct trace_step *step = &finding->trace[i];

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
	pack_path(out, finding);
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

/* The text at the place reached, not copied; NULL when none ends there. */
static const char *next_text(struct unpacking *from)
{
	const char *text = from->at;
	const char *zero = text < from->end ?
			   memchr(text, '\0', (size_t)(from->end - text)) : NULL;

	from->broken = from->broken || !zero;
	if (!zero)
		return NULL;
	from->at = zero + 1;
	return text;
}

const char *unpack_text(struct unpacking *from)
{
	const char *text = next_text(from);

	return text ? arena_strdup(from->arena, text) : "";
}

const char *unpack_optional(struct unpacking *from)
{
	const char *text = unpack_text(from);

	return *text ? text : NULL;
}

uint64_t unpack_number(struct unpacking *from, uint64_t most)
{
	const char *text = next_text(from);
	uint64_t number = text ? strtoull(text, NULL, 10) : 0;

	from->broken = from->broken || number > most;
	return from->broken ? 0 : number;
}

size_t unpack_count(struct unpacking *from)
{
	return (size_t)unpack_number(from, (uint64_t)(from->end - from->at));
}

void unpack_texts(struct unpacking *from, struct strings *texts)
{
	size_t count = unpack_count(from);

	for (size_t i = 0; i < count && !from->broken; i++)
		vec_push(texts, (char *)unpack_text(from));
}

void unpack_numbers(struct unpacking *from, numbers *list, size_t limit)
{
	size_t count = unpack_count(from);

	for (size_t i = 0; i < count && !from->broken; i++)
		vec_push(list, (uint32_t)unpack_number(from, limit ? limit - 1 : 0));
	from->broken = from->broken || (count && !limit);
}

static enum rule_id unpack_rule(struct unpacking *from)
{
	int rule = rule_find(unpack_text(from));

	from->broken = from->broken || rule < 0;
	return rule < 0 ? 0 : (enum rule_id)rule;
}

static void unpack_path(struct unpacking *from, struct finding *finding)
{
	finding->ntrace = unpack_count(from);
	finding->trace = arena_alloc(from->arena, (finding->ntrace + 1) * sizeof(*finding->trace));
	for (size_t i = 0; i < finding->ntrace && !from->broken; i++) {
		struct trace_step *step = &finding->trace[i];

		step->file = unpack_text(from);
		step->line = (unsigned)unpack_number(from, UINT32_MAX);
		step->column = (unsigned)unpack_number(from, UINT32_MAX);
		step->depth = (unsigned)unpack_number(from, UINT32_MAX);
		step->is_call = unpack_number(from, 1);
		step->note = unpack_text(from);
	}
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
	unpack_path(from, &finding);
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
