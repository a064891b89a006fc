// SPDX-License-Identifier: GPL-2.0-only
/*
 * All callbacks are judged in step: what one round of them lacks is brought in at once, so
 * that its files are parsed in parallel. Each has an engine of its own, which goes as soon
 * as its verdicts stand; what it proves is right whoever else was judged. Which way is tried first can
 * hang on the units that others had linked: the order of callbacks is fixed, and so is that, but for rows of
 * an earlier scan (analysis/verdict_cache.h), which bring in nothing.
 */
#include "analysis/judging.h"

#include <string.h>

#include "analysis/hints.h"
#include "analysis/models.h"
#include "analysis/nonblock_caller.h"
#include "analysis/passes.h"
#include "analysis/resolver.h"
#include "analysis/sequences.h"
#include "analysis/verdict_cache.h"
#include "engine/engine.h"
#include "engine/reach.h"
#include "rules/judge.h"
#include "tree/tree.h"

/* Rounds of refinement until what is still open stays undecided. */
#define ROUNDS 200
/* Of these, rounds that only look for further values of violations found already. */
#define DETAIL_ROUNDS 40
/* Functions in headers of up to so many instructions are entered at once. */
#define OPEN_INSTRUCTIONS 40

/* One callback while it is judged. */
struct trial {
	struct court *court;
	struct candidate *candidate;
	struct subject subject;
	bool asks_caller;	/* a rule has asked for court->nonblock */
	struct engine *engine;
	struct judge *judge;	/* NULL: finished, or never begun */
	cause_list wanted;	/* of this round */
	struct dependency_log log;
	bool details;
	unsigned rounds;
};

struct court {
	const struct judging *judging;
	struct program *program;
	struct reach *reach;	/* over `program`, for all engines */
	struct resolver resolver;
	struct sequences *sequences;	/* NULL: no rule asks */
	struct hints *hints[EVENT_KINDS_MAX];	/* for each event; NULL: there are none */
	struct verdict_cache *cache;	/* NULL: every callback is judged anew */
	bool logs;		/* somebody wants dependencies: the cache, the observer */
	struct nonblock_caller nonblock;	/* see find_caller() */
	bool nonblock_found;
	struct trial *trials;	/* one per candidate */
	struct row *rows;	/* likewise */
	size_t count, finished;
};

static bool sets_end(const struct candidate *candidate)
{
	const char *end = contracts[candidate->kind].end_field;

	for (size_t i = 0; end && i < candidate->nsiblings; i++)
		if (!strcmp(candidate->siblings[i], end))
			return true;
	return false;
}

/* The caller that must not block, looked for when the first rule asks. */
static const struct nonblock_caller *find_caller(void *context)
{
	struct trial *trial = context;
	struct court *court = trial->court;
	struct error error = { 0 };

	trial->asks_caller = true;
	if (!court->judging->session)
		return NULL;
	if (!court->nonblock_found &&
	    find_nonblock_caller(court->judging->session, court->judging->run->arena,
				 &court->nonblock, &error))
		court->nonblock.answer = NONBLOCK_UNKNOWN;
	error_clear(&error);
	court->nonblock_found = true;
	return &court->nonblock;
}

static void describe_subject(struct court *court, struct trial *trial)
{
	struct passes passes = passes_of(court->program, trial->candidate);

	trial->subject = (struct subject){
		.function = {
			.unit = trial->candidate->unit, .function = trial->candidate->body,
		},
		.passes = passes.function,
		.passes_why = passes.why_not,
		.kind = trial->candidate->kind,
		.sets_end = sets_end(trial->candidate),
		.find_nonblock_caller = find_caller,
		.context = trial,
	};
	if (court->sequences)
		sequences_tell(court->sequences, trial->candidate, &trial->subject);
}

static bool is_likely(void *context, const char *callee, const char *caller, unsigned event)
{
	struct trial *trial = context;
	struct court *court = trial->court;
	struct strmap asked = { 0 };
	bool likely = court->hints[event] &&
		      hints_lead(court->hints[event], callee, caller, &asked);

	if (court->logs)
		dependency_log_hints(&trial->log, court->judging->run->arena, &asked);
	strmap_free(&asked);
	return likely;
}

static void open_hints(struct court *court)
{
	for (int event = 0; court->judging->session && event < EVENT_KINDS_MAX; event++)
		if (event_words[event])
			court->hints[event] = hints_open(&court->resolver, event_words[event]);
}

static void begin_trial(struct court *court, struct trial *trial)
{
	struct engine_options options = {
		.budgets = default_budgets, .open_instructions = OPEN_INSTRUCTIONS,
		.reach = court->reach, .home = trial->candidate->unit->main_file,
		.is_likely = is_likely, .context = trial,
	};

	memcpy(options.events, judged_events, sizeof(options.events));
	trial->engine = engine_new(court->program, &options);
	trial->judge = judge_begin(trial->engine, &trial->subject, court->judging->run->arena);
	if (court->judging->run->explained)
		judge_keep_dependencies(trial->judge);
}

static void tell_observer(struct court *court, const struct trial *trial,
			  const struct dependencies *dependencies)
{
	struct observer *observer = court->judging->observer;

	if (observer && observer->judged)
		observer->judged(observer, trial->candidate, dependencies);
}

/* Judged before, and nothing has changed since that the row depends on. */
static bool still_stands(struct court *court, struct trial *trial, struct row *row)
{
	const struct dependencies *dependencies = court->cache ?
		verdict_cache_recall(court->cache, trial->candidate, &trial->subject, row) : NULL;

	trial->asks_caller = false;
	if (!dependencies)
		return false;
	tell_observer(court, trial, dependencies);
	court->judging->progress->update(court->judging->progress, "explore", ++court->finished,
					 court->count);
	return true;
}

/* WAS_HEARD: to the end, and not cut off by a failure of the whole. */
static void hand_on_dependencies(struct court *court, struct trial *trial, const struct row *row,
				 bool was_heard)
{
	struct dependencies dependencies = { 0 };

	if (!court->logs)
		return;
	dependencies_collect(&trial->log, court->judging->run->arena,
			     court->judging->session->units, trial->candidate, trial->engine, row,
			     &dependencies);
	tell_observer(court, trial, &dependencies);
	if (court->cache && was_heard)
		verdict_cache_keep(court->cache, trial->candidate, &trial->subject,
				   trial->asks_caller, &dependencies, row);
	dependencies_free(&dependencies);
}

static void end_trial(struct court *court, struct trial *trial, bool was_heard)
{
	struct run *run = court->judging->run;
	struct progress *progress = court->judging->progress;
	struct row *row = &court->rows[trial - court->trials];

	row->analysed = true;
	judge_finish(trial->judge, row);
	hand_on_dependencies(court, trial, row, was_heard);
	run->stats.functions_explored += engine_functions_explored(trial->engine);
	engine_free(trial->engine);
	dependency_log_free(&trial->log);
	vec_free(&trial->wanted);
	trial->judge = NULL;
	trial->engine = NULL;
	progress->update(progress, "explore", ++court->finished, court->count);
}

/* Finds out what the verdicts hang on; when it is nothing any more, they stand. */
static void run_round(struct court *court, struct trial *trial)
{
	const bool *enabled = court->judging->run->rule_enabled;

	vec_clear(&trial->wanted);
	judge_round(trial->judge, enabled, trial->details, &trial->wanted);
	if (!trial->wanted.count && !trial->details) {
		trial->details = true;
		trial->rounds = ROUNDS - DETAIL_ROUNDS;
		judge_round(trial->judge, enabled, true, &trial->wanted);
	}
	if (!trial->wanted.count)
		end_trial(court, trial, true);
}

static int bring_wanted(struct court *court, struct error *error)
{
	cause_list all = { 0 };
	int failed = 0;

	if (!court->judging->session)
		return 0;
	for (size_t i = 0; i < court->count; i++) {
		struct trial *trial = &court->trials[i];

		for (size_t j = 0; trial->judge && j < trial->wanted.count; j++) {
			vec_push(&all, trial->wanted.data[j]);
			if (court->logs)
				dependency_log_cause(&trial->log, court->judging->run->arena,
						     trial->wanted.data[j]);
		}
	}
	failed = resolver_bring(&court->resolver, all.data, all.count, error);
	vec_free(&all);
	return failed;
}

/* What cannot be had any more stays undecided, which the next round sees. */
static void resolve_wanted(struct trial *trial)
{
	bool spent = ++trial->rounds >= ROUNDS;

	vec_each(cause, &trial->wanted)
		if (spent || !engine_resolve(*cause))
			engine_give_up(*cause);
}

/* One round of all that are not finished. Returns how many are left, or -1. */
static long run_rounds(struct court *court, struct error *error)
{
	long left = 0;

	for (size_t i = 0; i < court->count; i++) {
		if (process_interrupted())
			return error_set(error, ERROR_ENVIRONMENT, "interrupted");
		if (court->trials[i].judge)
			run_round(court, &court->trials[i]);
		left += court->trials[i].judge != NULL;
	}
	if (!left)
		return 0;
	if (bring_wanted(court, error))
		return -1;
	for (size_t i = 0; i < court->count; i++)
		if (court->trials[i].judge)
			resolve_wanted(&court->trials[i]);
	return left;
}

static void link_units(struct court *court, struct ir_unit *const *units, size_t count)
{
	struct session *session = court->judging->session;

	for (size_t i = 0; i < count; i++)
		program_add_unit(court->program, units[i], false);
	for (size_t i = 0; session && i < unit_source_count(session->units); i++)
		resolver_link(&court->resolver, unit_source_at(session->units, i)->file);
}

static bool asks_for_sequences(const struct court *court)
{
	const struct candidate *candidates = court->judging->candidates->data;
	bool any = false;

	for (size_t i = 0; i < court->count; i++)
		any = any || (candidates[i].body && contracts[candidates[i].kind].has_sequence);
	return any && court->judging->run->rule_enabled[RULE_MISSING_SET_SEQ];
}

static int judge_all(struct court *court, struct error *error)
{
	const struct judging *judging = court->judging;
	long left = 1;

	if (load_models(court->program, judging->options, judging->progress, error))
		return -1;
	if (asks_for_sequences(court)) {
		court->sequences = sequences_find(&court->resolver, court->program, error);
		if (!court->sequences)
			return -1;
	}
	judging->progress->update(judging->progress, "explore", 0, court->count);
	if (court->cache && verdict_cache_prepare(court->cache, judging->candidates->data,
						  court->count, error))
		return -1;
	for (size_t i = 0; i < court->count; i++) {
		struct trial *trial = &court->trials[i];

		trial->court = court;
		trial->candidate = &judging->candidates->data[i];
		court->rows[i] = candidate_row(judging->run->arena, trial->candidate);
		if (!trial->candidate->body)
			continue;
		describe_subject(court, trial);
		if (!still_stands(court, trial, &court->rows[i]))
			begin_trial(court, trial);
	}
	while (left > 0)
		left = run_rounds(court, error);
	return left ? -1 : 0;
}

/* Hands over the rows; after a failure some have not been heard to the end. */
static void close_court(struct court *court)
{
	for (size_t i = 0; i < court->count; i++) {
		if (court->trials[i].judge)
			end_trial(court, &court->trials[i], false);
		if (court->trials[i].candidate)
			vec_push(&court->judging->run->rows, court->rows[i]);
	}
	sequences_free(court->sequences);
	for (int event = 0; event < EVENT_KINDS_MAX; event++)
		hints_close(court->hints[event]);
	verdict_cache_close(court->cache);
	reach_free(court->reach);
	program_free(court->program);
	resolver_free(&court->resolver);
	free(court->trials);
	free(court->rows);
}

/* An explanation is made while a verdict is, and is not kept with it. */
static bool may_recall(const struct judging *judging)
{
	const struct session *session = judging->session;

	return session && session->store && !judging->run->explained &&
	       !session->tree->recalls_only;
}

int judge_candidates(const struct judging *judging, struct ir_unit *const *units, size_t nunits,
		     struct error *error)
{
	size_t count = judging->candidates->count;
	struct court court = {
		.judging = judging,
		.program = program_new(),
		.trials = xcalloc(count + 1, sizeof(struct trial)),
		.rows = xcalloc(count + 1, sizeof(struct row)),
		.count = count,
	};
	double start = now_seconds(), parsing = 0;

	court.reach = reach_new(court.program);
	court.resolver = (struct resolver){
		.session = judging->session, .index = judging->index, .program = court.program,
	};
	if (may_recall(judging))
		court.cache = verdict_cache_open(judging->session, judging->index, judging->run);
	court.logs = court.cache || (judging->session && judging->observer &&
				     judging->observer->judged);
	if (judging->session)
		parsing = unit_source_extract_seconds(judging->session->units);
	open_hints(&court);
	link_units(&court, units, nunits);
	int failed = judge_all(&court, error);
	if (judging->session)
		parsing = unit_source_extract_seconds(judging->session->units) - parsing;
	judging->run->stats.explore = now_seconds() - start - parsing;
	close_court(&court);
	return failed;
}
