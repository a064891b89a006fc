// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "rules/judge.h"
#include "rules/page.h"

RULE_PAGE(page_sleeps_nonblockable, "sleeps-nonblockable.md");

/* More events than this are not named one by one. */
#define EVENTS_TOLD 4

/* ---- which events a path needs ---- */

struct needs {
	struct values *values;
	const struct ir_field *field;	/* of the event; NULL: the path does not read it */
	const struct intset *set;
};

static bool find_event_fact(uint32_t key, const void *set, void *context)
{
	struct needs *needs = context;
	const struct value *value = value_by_id(needs->values, key);
	const struct ir_field *field = value->kind == VALUE_SYMBOL ? value->field : NULL;

	if (!field || strcmp(field->record, NONBLOCK_RECORD) || strcmp(field->name, NONBLOCK_FIELD))
		return true;
	needs->field = field;
	needs->set = set;
	return false;
}

/* Writes the names of the events in the set, or outside of it. False if there are none, or too many. */
static bool name_events(const struct needs *needs, bool inside, struct strbuf *out)
{
	size_t told = 0;

	for (uint32_t i = 0; i < needs->field->nenumerators; i++) {
		const struct ir_enumerator *one = &needs->field->enumerators[i];

		if (intset_contains(needs->set, one->bits) != inside)
			continue;
		if (told++ == EVENTS_TOLD)
			return false;
		strbuf_printf(out, "%s%s", told > 1 ? " or " : "", one->name);
	}
	return told > 0;
}

/* When the path to EVENT runs: "on MMU_NOTIFY_CLEAR", "on every event but ...", "whatever the event". */
static const char *describe_needs(struct judgement *judgement, const struct event *event)
{
	struct needs needs = { engine_domain(judgement->engine)->values, NULL, NULL };
	struct strbuf text = { 0 };
	const char *words;

	pmap_each(event->state.facts, find_event_fact, &needs);
	if (!needs.field)
		return "whatever the event";
	if (name_events(&needs, true, &text)) {
		words = arena_printf(judgement->arena, "on %s", strbuf_text(&text));
	} else {
		strbuf_free(&text);
		words = name_events(&needs, false, &text) ?
			arena_printf(judgement->arena, "on every event but %s", strbuf_text(&text)) :
			"on some events";
	}
	strbuf_free(&text);
	return words;
}

/* ---- whether it happens today ---- */

/* The events that CALLER passes, by name. */
static const char *describe_passed(struct judgement *judgement,
				   const struct nonblock_caller *caller)
{
	struct strbuf text = { 0 };

	for (size_t i = 0; i < caller->nevents; i++) {
		const struct nonblock_event *event = &caller->events[i];

		if (i)
			strbuf_puts(&text, " or ");
		if (event->name)
			strbuf_puts(&text, event->name);
		else
			strbuf_printf(&text, "event %llu", (unsigned long long)event->value);
	}
	return strbuf_keep(&text, judgement->arena);
}

/* Compares with the events that CALLER passes; *EVENT becomes one that happens on such an event. */
static const char *compare_events(struct judgement *judgement,
				  const struct nonblock_caller *caller, const struct event **event)
{
	const char *passed = describe_passed(judgement, caller);
	bool any_open = false;

	for (size_t i = 0; i < caller->nevents; i++) {
		bool open;
		const struct event *today = find_event_on(judgement, JUDGED_SLEEP,
							  caller->events[i].value, &open);

		any_open = any_open || open;
		if (!today)
			continue;
		const char *needs = describe_needs(judgement, *event);
		*event = today;
		return arena_printf(judgement->arena, "reachable today: %s; %s() passes %s", needs,
				    caller->function, passed);
	}
	return arena_printf(judgement->arena, "%s: %s; %s() passes %s",
			    any_open ? "perhaps reachable today" : "latent",
			    describe_needs(judgement, *event), caller->function, passed);
}

static const char *describe_reachability(struct judgement *judgement, const struct event **event)
{
	const struct subject *subject = judgement->subject;
	const struct nonblock_caller *caller = subject->find_nonblock_caller ?
		subject->find_nonblock_caller(subject->context) : NULL;

	if (!caller)
		return describe_needs(judgement, *event);
	switch (caller->answer) {
	case NONBLOCK_NOBODY:
		return "latent: nobody in this tree asks not to block";
	case NONBLOCK_NO_EVENT:
		return arena_printf(judgement->arena, "reachable today: from %s()",
				    caller->function);
	case NONBLOCK_EVENTS:
		return compare_events(judgement, caller, event);
	case NONBLOCK_UNKNOWN:
		break;
	}
	return arena_printf(judgement->arena, "%s; which events are passed today is not known",
			    describe_needs(judgement, *event));
}

static void judge(struct judgement *judgement)
{
	const struct event *event = find_event(judgement, false, JUDGED_SLEEP);

	if (!event)
		return;
	const char *today = describe_reachability(judgement, &event);
	judgement_violates_by(judgement, event, false, arena_printf(judgement->arena,
		"'%s' may sleep in %s%s although the range is not blockable (%s)",
		judgement->callback, describe_event(judgement, event),
		describe_pointers(judgement, event), today));
}

const struct rule rule_sleeps_nonblockable = {
	.name = "sleeps-nonblockable",
	.title = "may sleep although the range is not blockable",
	.by_default = true,
	.rank = 1,
	.steps = 250000,
	.any_way = true,
	.about = &kinds_with_blockability,
	.judge = judge,
	.page = page_sleeps_nonblockable,
};
