// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/rounds.h"

#include <stdarg.h>
#include <string.h>

#include "analysis/round_words.h"

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

/* ---- causes ---- */

static struct round_cause *note_cause(struct round_subject *subject, const struct cause *cause)
{
	struct rounds *rounds = subject->rounds;
	uint64_t key = (uint64_t)(uintptr_t)cause;
	struct round_cause *known = intmap_get(&rounds->causes, key);
	struct strbuf place = { 0 }, what = { 0 }, reason = { 0 }, remedy = { 0 };

	/* an engine that has gone may have had one at this address */
	if (known && known->subject->engine)
		return known;
	put_place(cause, &place);
	put_open(cause, &what);
	put_reason(cause, &reason);
	put_remedy(cause, &remedy);
	known = arena_alloc(rounds->arena, sizeof(*known));
	*known = (struct round_cause){
		.place = strbuf_keep(&place, rounds->arena),
		.what = strbuf_keep(&what, rounds->arena),
		.reason = strbuf_keep(&reason, rounds->arena),
		.remedy = strbuf_keep(&remedy, rounds->arena),
		.done = "", .subject = subject,
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

/* CAUSE is resolved: its callee is entered from now on, or its calls are known. */
static void tell_entered(struct rounds *rounds, struct program *program,
			 const struct cause *cause)
{
	struct function_ref ref = cause->callee ?
		program_find(program, cause->callee) : (struct function_ref){ 0 };
	const struct ir_loc *loc = ref.function ? &ref.function->loc : NULL;

	if (!loc || !loc->file || cause->kind == CAUSE_INDIRECT)
		return;
	rounds_tell(rounds, cause, "%s '%s' (%s:%u)",
		    cause->kind == CAUSE_FRONTIER ? "follows the calls of" : "enters",
		    ir_plain_name(cause->callee), ref.unit->files.data[loc->file], loc->line);
}

void rounds_settle(struct rounds *rounds, struct program *program, const struct cause *cause,
		   bool resolved, const char *why)
{
	struct round_cause *known = find_cause(rounds, cause);

	if (!known)
		return;
	if (!resolved && !why)
		why = why_given_up(cause);
	if (resolved)
		tell_entered(rounds, program, cause);
	else if (why)
		rounds_tell(rounds, cause, "%s", why);
	known->fate = resolved ? FATE_RESOLVED : FATE_GIVEN_UP;
	known->round = (unsigned)known->subject->done.count;
}

/* ---- questions ---- */

static enum verdict verdict_so_far(const struct judgement *judgement)
{
	return judgement->not_applicable ? VERDICT_NA : judgement->violated ? VERDICT_VIOLATES :
	       judgement->depends_on || judgement->undecided_why ? VERDICT_UNDECIDED : VERDICT_HOLDS;
}

static void note_event(struct rounds *rounds, const struct judgement *judgement,
		       struct round_question *question)
{
	struct strbuf event = { 0 }, way = { 0 };

	put_event(judgement->closest, &event);
	put_way(judgement, &way);
	question->event = strbuf_keep(&event, rounds->arena);
	question->way = strbuf_keep(&way, rounds->arena);
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
		.rule = judgement->rule, .search = search_words(judgement), .verdict = verdict_so_far(judgement),
		.steps = told->steps, .spent = told->spent, .sources = told->sources,
	};
	struct strbuf asked = { 0 };
	cause_list causes = { 0 };

	put_asked(judgement, &asked);
	question.asked = strbuf_keep(&asked, rounds->arena);
	causes_list(judgement->depends_on, &causes);
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
	if (judgement->closest && question.verdict == VERDICT_UNDECIDED)
		note_event(rounds, judgement, &question);
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

void rounds_explain_sequence(struct round_subject *subject, const char *lines)
{
	subject->sequence = *lines ? arena_strdup(subject->rounds->arena, lines) : NULL;
}

void rounds_finish(struct round_subject *subject, const struct row *row)
{
	if (!subject)
		return;
	memcpy(subject->verdicts, row->verdicts, sizeof(subject->verdicts));
	subject->engine = NULL;
}
