// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/round_words.h"

#include <string.h>

#include "engine/spending.h"

/* Calls of a way to an event that are named; longer ones lose their middle. */
#define CALLS_NAMED 10
/* Values that are named; of more, those that are not among them. */
#define VALUES_NAMED 4

/* ---- causes ---- */

void put_place(const struct cause *cause, struct strbuf *out)
{
	const struct ir_unit *unit = cause->unit;
	const struct ir_function *function = cause->function;
	struct ir_loc loc = { 0 };

	if (cause->site && cause->site->loc.file)
		loc = cause->site->loc;
	else if (function)
		loc = function->loc;
	if (unit && loc.file)
		strbuf_printf(out, "%s:%u", unit->files.data[loc.file], loc.line);
	if (unit && function)
		strbuf_printf(out, "%sin '%s'", loc.file ? ", " : "",
			      ir_plain_name(unit->symbols.data[function->symbol].name));
}

void put_reason(const struct cause *cause, struct strbuf *out)
{
	size_t budget = cause->kind == CAUSE_BUDGET ? cause_budget(cause) : 0;

	if (cause_lacks_targets(cause)) {
		strbuf_printf(out, "calls through '%s.%s', and no source is known that puts a "
			      "function there", cause->field->record, cause->field->name);
		return;
	}
	cause_describe(cause, out);
	if (budget)
		strbuf_printf(out, " (%zu%s)", budget,
			      strcmp(cause->detail, "memory") ? "" : " MiB");
}

void put_open(const struct cause *cause, struct strbuf *out)
{
	const char *callee = cause->callee ? ir_plain_name(cause->callee) : "";

	switch (cause->kind) {
	case CAUSE_CLOSED:
		strbuf_printf(out, "calls '%s', not entered yet", callee);
		break;
	case CAUSE_NO_BODY:
		strbuf_printf(out, "calls '%s', which no file parsed so far defines", callee);
		break;
	case CAUSE_FRONTIER:
		strbuf_printf(out, "leads to a call of '%s', which no file parsed so far defines",
			      callee);
		break;
	case CAUSE_INDIRECT:
		if (!cause->field)
			cause_describe(cause, out);
		else if (cause->tried_near)
			strbuf_printf(out, "calls through '%s.%s', whose targets far from the "
				      "callback are not known yet", cause->field->record,
				      cause->field->name);
		else
			strbuf_printf(out, "calls through '%s.%s', whose targets are not all "
				      "known yet", cause->field->record, cause->field->name);
		break;
	default:
		put_reason(cause, out);
	}
}

void put_remedy(const struct cause *cause, struct strbuf *out)
{
	if (cause_lacks_targets(cause))
		strbuf_printf(out, "source that puts a function into '%s.%s', or a model (--model) of the "
			      "function that calls it", cause->field->record, cause->field->name);
	else
		cause_remedy(cause, out);
}

const char *why_given_up(const struct cause *cause)
{
	switch (cause->kind) {
	case CAUSE_INDIRECT:
		return cause->field ? NULL : "the pointer comes from no member, so the index has "
			"nothing to be asked for";
	case CAUSE_NO_BODY:
	case CAUSE_FRONTIER:
	case CAUSE_CLOSED:
		return NULL;
	case CAUSE_DAMAGED:
		return "its source was parsed already";
	case CAUSE_UNSUPPORTED:
		return "its source is there, and its meaning is not known";
	case CAUSE_BUDGET:
		return cause_lacks_targets(cause) ? "all files that the index names for it were parsed" :
						    "a budget that is spent is not raised";
	case CAUSE_RECURSION:
		return "all of it was entered, and it does not settle";
	case CAUSE_OTHERS:
	case CAUSE_FAULT:
		return "it is decided at run time, and no source says how";
	case CAUSE_JOINED:
	case CAUSE_CONTENT:
	case CAUSE_ALIAS:
	case CAUSE_UNSET:
	case CAUSE_INPUT:
		return "its source is there, and says no more";
	case CAUSE_ELSEWHERE:
		return "the index of definitions has functions alone";
	}
	return NULL;
}

/* ---- questions ---- */

static bool asked_about(const struct judgement *judgement, bool blockable)
{
	return judgement->asked[0][blockable] || judgement->asked[1][blockable];
}

/* " 0 or -EAGAIN"; of too many values nothing, and false. */
static bool put_few(const struct intset *values, struct strbuf *out)
{
	bool first = true;

	if (intset_size(values) > VALUES_NAMED)
		return false;
	for (uint32_t i = 0; i < values->count; i++)
		for (uint64_t v = values->ranges[i].low;; v++) {
			strbuf_puts(out, first ? " " : " or ");
			print_errno(v, values->width, out);
			first = false;
			if (v == values->ranges[i].high)
				break;
		}
	return true;
}

static void put_values(struct engine *engine, const struct intset *values, struct strbuf *out)
{
	struct intset_pool *pool = values_pool(engine_domain(engine)->values);

	strbuf_puts(out, "a result");
	if (put_few(values, out))
		return;
	strbuf_puts(out, " other than");
	if (put_few(intset_complement(pool, values), out))
		return;
	strbuf_puts(out, " some values");
}

/* "is 'sleep' reached", "is a result other than 0 returned". */
static void put_sought(const struct judgement *judgement, struct strbuf *out)
{
	const struct intset *values = judgement->values[0] ? judgement->values[0] :
							     judgement->values[1];
	bool any = false;

	for (int event = 0; event < EVENT_KINDS_MAX; event++) {
		if (!judgement->sought[event])
			continue;
		strbuf_printf(out, "is '%s' reached", judged_events[event]);
		any = true;
	}
	if (values) {
		strbuf_puts(out, "is ");
		put_values(judgement->engine, values, out);
		strbuf_puts(out, " returned");
	} else if (!any) {
		strbuf_puts(out, "does every way out keep the rule");
	}
}

void put_asked(const struct judgement *judgement, struct strbuf *out)
{
	bool with = asked_about(judgement, true), without = asked_about(judgement, false);

	if (with || without) {
		put_sought(judgement, out);
		strbuf_puts(out, with && without ? ", range blockable and not?" :
				   with ? ", range blockable?" : ", range not blockable?");
	} else {
		strbuf_puts(out, "what do its table and its driver say?");
	}
}

const char *search_words(const struct judgement *judgement)
{
	bool prover = judgement->asked[0][0] || judgement->asked[0][1];
	bool searcher = judgement->asked[1][0] || judgement->asked[1][1];

	return prover && searcher ? "searcher and prover" : searcher ? "searcher" :
	       prover ? "prover" : "";
}

/* Lines of the way, which has CALLS calls among COUNT STEPS. */
static void put_calls(const struct trace_step *steps, size_t count, size_t calls, struct strbuf *out)
{
	size_t named = 0;

	for (size_t i = 0; i < count; i++) {
		if (!steps[i].is_call)
			continue;
		if (++named == CALLS_NAMED && calls > CALLS_NAMED)
			strbuf_puts(out, "...\n");
		if (named < CALLS_NAMED || named == calls)
			strbuf_printf(out, "%s:%u: %s\n", steps[i].file, steps[i].line, steps[i].note);
	}
}

void put_way(const struct judgement *judgement, struct strbuf *out)
{
	struct judgement seen = *judgement;
	size_t calls = 0;

	seen.engine = judgement->closest_by;
	struct path_wish wish = { .blockable = judgement->closest_blockable };
	struct finding_path path = make_finding_path(&seen, judgement->closest->state.trace, &wish);

	for (size_t i = 0; i < path.nsteps; i++)
		calls += path.steps[i].is_call;
	put_calls(path.steps, path.nsteps, calls, out);
}

void put_event(const struct event *event, struct strbuf *out)
{
	strbuf_printf(out, "'%s' in %s", event->name, event->text ? event->text : "?");
	if (event->site && event->site->loc.file)
		strbuf_printf(out, " (%s:%u)", event->unit->files.data[event->site->loc.file],
			      event->site->loc.line);
}
