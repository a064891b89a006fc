// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/rounds.h"

#include <stdarg.h>
#include <string.h>

/* Calls of a way to an event that are named; longer ones lose their middle. */
#define CALLS_NAMED 10

struct rounds *rounds_new(void)
{
	struct rounds *rounds = xcalloc(1, sizeof(*rounds));

	rounds->arena = arena_new();
	return rounds;
}

static void free_question(struct round_question *question)
{
	vec_free(&question->causes);
	vec_free(&question->refused);
}

static void free_subject(struct round_subject *subject)
{
	vec_each(round, &subject->done) {
		vec_each(question, &round->questions)
			free_question(question);
		vec_free(&round->questions);
		vec_free(&round->wanted);
	}
	vec_free(&subject->done);
}

void rounds_free(struct rounds *rounds)
{
	if (!rounds)
		return;
	vec_each(subject, &rounds->subjects)
		free_subject(*subject);
	vec_free(&rounds->subjects);
	intmap_free(&rounds->causes);
	arena_free(rounds->arena);
	free(rounds);
}

static const char *keep(struct rounds *rounds, struct strbuf *text)
{
	const char *copy = arena_strdup(rounds->arena, strbuf_text(text));

	strbuf_free(text);
	return copy;
}

/* ---- causes ---- */

static void describe_reason(const struct cause *cause, struct strbuf *out)
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

/* cause_describe() tells what stays open in the end; this, what may still be resolved. */
static void describe_open(const struct cause *cause, struct strbuf *out)
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
		describe_reason(cause, out);
	}
}

/* "file:line, in 'f'"; without an instruction the place of the function. */
static const char *place_of(struct rounds *rounds, const struct cause *cause)
{
	const struct ir_unit *unit = cause->unit;
	const struct ir_function *function = cause->function;
	struct ir_loc loc = { 0 };
	struct strbuf text = { 0 };

	if (cause->site && cause->site->loc.file)
		loc = cause->site->loc;
	else if (function)
		loc = function->loc;
	if (unit && loc.file)
		strbuf_printf(&text, "%s:%u", unit->files.data[loc.file], loc.line);
	if (unit && function)
		strbuf_printf(&text, "%sin '%s'", text.length ? ", " : "",
			      ir_plain_name(unit->symbols.data[function->symbol].name));
	return keep(rounds, &text);
}

static struct round_cause *note_cause(struct round_subject *subject, const struct cause *cause)
{
	struct rounds *rounds = subject->rounds;
	uint64_t key = (uint64_t)(uintptr_t)cause;
	struct round_cause *known = intmap_get(&rounds->causes, key);
	struct strbuf what = { 0 }, reason = { 0 }, remedy = { 0 };

	/* an engine that has gone may have had one at this address */
	if (known && known->subject->engine)
		return known;
	describe_open(cause, &what);
	describe_reason(cause, &reason);
	if (cause_lacks_targets(cause))
		strbuf_printf(&remedy, "source that puts a function into '%s.%s', or a model (--model) "
			      "of the function that calls it", cause->field->record,
			      cause->field->name);
	else
		cause_remedy(cause, &remedy);
	known = arena_alloc(rounds->arena, sizeof(*known));
	*known = (struct round_cause){
		.place = place_of(rounds, cause),
		.what = keep(rounds, &what), .reason = keep(rounds, &reason),
		.remedy = keep(rounds, &remedy), .done = "", .subject = subject,
	};
	intmap_set(&rounds->causes, key, known);
	return known;
}

static struct round_cause *find_cause(struct rounds *rounds, const struct cause *cause)
{
	return rounds ? intmap_get(&rounds->causes, (uint64_t)(uintptr_t)cause) : NULL;
}

void rounds_tell(struct rounds *rounds, const struct cause *cause, const char *format, ...)
{
	struct round_cause *known = find_cause(rounds, cause);
	va_list args;

	if (!known)
		return;
	va_start(args, format);
	const char *text = arena_vprintf(rounds->arena, format, args);
	va_end(args);
	known->done = *known->done ? arena_printf(rounds->arena, "%s; %s", known->done, text) : text;
}

void rounds_settle(struct rounds *rounds, const struct cause *cause, bool resolved, const char *why)
{
	struct round_cause *known = find_cause(rounds, cause);

	if (!known)
		return;
	if (why)
		rounds_tell(rounds, cause, "%s", why);
	known->fate = resolved ? FATE_RESOLVED : FATE_GIVEN_UP;
	known->round = (unsigned)known->subject->done.count;
}

/* ---- questions ---- */

static bool asked_about(const struct judgement *judgement, bool blockable)
{
	return judgement->asked[0][blockable] || judgement->asked[1][blockable];
}

/* How many values are named; of more it is said which they are not. */
#define VALUES_NAMED 4

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

static const char *describe_asked(struct rounds *rounds, const struct judgement *judgement)
{
	bool with = asked_about(judgement, true), without = asked_about(judgement, false);
	struct strbuf text = { 0 };

	if (with || without) {
		put_sought(judgement, &text);
		strbuf_puts(&text, with && without ? ", range blockable and not?" :
				   with ? ", range blockable?" : ", range not blockable?");
	} else {
		strbuf_puts(&text, "what do its table and its driver say?");
	}
	return keep(rounds, &text);
}

static const char *describe_search(const struct judgement *judgement)
{
	bool prover = judgement->asked[0][0] || judgement->asked[0][1];
	bool searcher = judgement->asked[1][0] || judgement->asked[1][1];

	return prover && searcher ? "searcher and prover" : searcher ? "searcher" :
	       prover ? "prover" : "";
}

/* The calls on the way to the event that was seen, as lines. */
static const char *describe_way(struct rounds *rounds, const struct judgement *judgement)
{
	struct judgement seen = *judgement;
	const struct trace_step *step;
	struct strbuf text = { 0 };
	size_t count = 0, calls = 0, named = 0;

	seen.engine = judgement->closest_by;
	step = make_path(&seen, judgement->closest->state.trace, judgement->closest_blockable, NULL,
			 &count);
	for (size_t i = 0; i < count; i++)
		calls += step[i].is_call;
	for (size_t i = 0; i < count; i++) {
		if (!step[i].is_call)
			continue;
		if (++named == CALLS_NAMED && calls > CALLS_NAMED)
			strbuf_puts(&text, "...\n");
		if (named < CALLS_NAMED || named == calls)
			strbuf_printf(&text, "%s:%u: %s\n", step[i].file, step[i].line, step[i].note);
	}
	return keep(rounds, &text);
}

static void describe_event(struct rounds *rounds, const struct judgement *judgement,
			   struct round_question *question)
{
	const struct event *event = judgement->closest;
	struct strbuf text = { 0 };

	if (!event || question->verdict != VERDICT_UNDECIDED)
		return;
	strbuf_printf(&text, "'%s' in %s", event->name, event->text ? event->text : "?");
	if (event->site && event->site->loc.file)
		strbuf_printf(&text, " (%s:%u)", event->unit->files.data[event->site->loc.file],
			      event->site->loc.line);
	question->event = keep(rounds, &text);
	question->way = describe_way(rounds, judgement);
}

static enum verdict verdict_so_far(const struct judgement *judgement)
{
	return judgement->not_applicable ? VERDICT_NA : judgement->violated ? VERDICT_VIOLATES :
	       judgement->hangs_on || judgement->undecided_why ? VERDICT_UNDECIDED : VERDICT_HOLDS;
}

/* A round that looks for details as well asks twice: what it comes to counts. */
static void add_question(struct round *round, struct round_question question)
{
	vec_each(known, &round->questions) {
		if (known->rule != question.rule)
			continue;
		free_question(known);
		*known = question;
		return;
	}
	vec_push(&round->questions, question);
}

static void note_question(struct judge_log *log, const struct judge_question *told)
{
	struct round_subject *subject = (struct round_subject *)((char *)log -
		offsetof(struct round_subject, log));
	struct rounds *rounds = subject->rounds;
	const struct judgement *judgement = told->judgement;
	struct round_question question = {
		.rule = judgement->rule, .asked = describe_asked(rounds, judgement),
		.search = describe_search(judgement), .verdict = verdict_so_far(judgement),
		.steps = told->steps, .sources = told->sources,
	};
	cause_list causes = { 0 };

	causes_list(judgement->hangs_on, &causes);
	vec_each(cause, &causes)
		vec_push(&question.causes, note_cause(subject, *cause));
	vec_each(cause, told->refused)
		vec_push(&question.refused, note_cause(subject, *cause));
	vec_free(&causes);
	if (judgement->undecided_why && *judgement->undecided_at)
		question.why = arena_printf(rounds->arena, "%s: %s", judgement->undecided_at,
					    judgement->undecided_why);
	else if (judgement->undecided_why)
		question.why = arena_strdup(rounds->arena, judgement->undecided_why);
	describe_event(rounds, judgement, &question);
	add_question(&vec_last(&subject->done), question);
}

/* ---- rounds ---- */

struct round_subject *rounds_begin(struct rounds *rounds, const struct candidate *candidate,
				   struct engine *engine)
{
	struct round_subject *subject;

	if (!rounds)
		return NULL;
	subject = arena_alloc(rounds->arena, sizeof(*subject));
	*subject = (struct round_subject){
		.rounds = rounds, .log.judged = note_question, .engine = engine,
		.file = arena_strdup(rounds->arena, candidate->file),
		.callback = arena_strdup(rounds->arena, candidate->function),
		.ops = arena_strdup(rounds->arena, candidate->ops ? candidate->ops : ""),
		.arch = arena_strdup(rounds->arena, candidate->unit->arch ? candidate->unit->arch : ""),
		.line = candidate->line, .kind = candidate->kind,
		.assumes = candidate->assumes ?
			arena_strdup(rounds->arena, candidate->assumes) : NULL,
	};
	vec_push(&rounds->subjects, subject);
	return subject;
}

void rounds_open_round(struct round_subject *subject)
{
	if (subject)
		vec_push(&subject->done, (struct round){ 0 });
}

void rounds_close_round(struct round_subject *subject, const cause_list *causes)
{
	if (!subject)
		return;
	vec_each(cause, causes)
		vec_push(&vec_last(&subject->done).wanted, note_cause(subject, *cause));
	engine_spending(subject->engine, &vec_last(&subject->done).spent);
}

void rounds_explain_sequence(struct round_subject *subject, const struct sequences *sequences,
			     const struct candidate *candidate)
{
	struct strbuf text = { 0 };

	sequences_explain(sequences, candidate, &text);
	subject->sequence = keep(subject->rounds, &text);
}

void rounds_finish(struct round_subject *subject, const struct row *row)
{
	if (!subject)
		return;
	memcpy(subject->verdicts, row->verdicts, sizeof(subject->verdicts));
	subject->engine = NULL;
}
