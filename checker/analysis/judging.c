// SPDX-License-Identifier: GPL-2.0-only
/*
 * The refinements of all callbacks run in step. What a round of all of them lacks is brought in at once,
 * so its files are parsed in parallel. Each callback has an engine of its own, which goes as soon as its
 * verdicts stand.
 *
 * A row does not depend on the other callbacks: what a search finds, and the way that it tries first, depend
 * on the units that are linked by then, so each callback has a program of its own. Files are parsed once, and
 * programs share their units.
 */
#include "analysis/judging.h"

#include <string.h>

#include "analysis/hints.h"
#include "analysis/models.h"
#include "analysis/nonblock_caller.h"
#include "analysis/passes.h"
#include "analysis/resolver.h"
#include "analysis/rounds.h"
#include "analysis/sequences.h"
#include "analysis/verdict_cache.h"
#include "engine/engine.h"
#include "engine/reach.h"
#include "rules/judge.h"
#include "tree/tree.h"

/* Of REFINEMENT_ROUNDS, those that only look for further values of violations found already. */
#define DETAIL_ROUNDS 40
/* Functions in headers of up to so many instructions are entered at once. */
#define OPEN_INSTRUCTIONS 40

/* The refinement of one callback. */
struct refinement {
	struct refinements *all;
	struct candidate *candidate;
	struct subject subject;
	bool asks_caller;	/* a rule has asked for all->nonblock */
	struct linked_units own;	/* its program; not used without a session */
	struct linked_units *linked;	/* its own, or all->given */
	struct reach *reach;	/* over linked->program */
	struct engine *engine;
	struct judge *judge;	/* NULL: finished, or never begun */
	struct round_subject *log;	/* NULL: there is none */
	cause_list wanted;	/* in this round, to be resolved */
	struct dependency_log asked;	/* for its dependencies */
	struct strmap sources;	/* files that were looked for, for its causes */
	bool details;		/* it looks for further values of violations by now */
	unsigned rounds;	/* so far; the details begin DETAIL_ROUNDS before the last */
};

/* Those of all callbacks. */
struct refinements {
	const struct judging *judging;
	struct program *models;	/* of all programs */
	struct linked_units given;	/* the units that the caller gave; with a session those that tell sequences */
	struct resolver resolver;
	struct sequences *sequences;	/* NULL: no rule asks */
	struct hints *hints[EVENT_KINDS_MAX];	/* for each event; NULL: there are none */
	struct verdict_cache *cache;	/* NULL: every callback is judged anew */
	bool keeps_dependencies;	/* for the cache or the observer */
	struct nonblock_caller nonblock;	/* see find_caller() */
	bool nonblock_found;
	struct refinement *each;	/* one per candidate */
	struct row *rows;	/* likewise */
	size_t count;		/* of candidates */
	size_t finished;	/* of these, for the progress */
};

static bool sets_end(const struct candidate *candidate)
{
	const char *end = contracts[candidate->kind].end_field;

	for (size_t i = 0; end && i < candidate->nsiblings; i++)
		if (!strcmp(candidate->siblings[i], end))
			return true;
	return false;
}

/* Finds the caller that must not block, when the first rule asks. */
static const struct nonblock_caller *find_caller(void *context)
{
	struct refinement *refinement = context;
	struct refinements *all = refinement->all;
	struct error error = { 0 };

	refinement->asks_caller = true;
	if (!all->judging->session)
		return NULL;
	if (!all->nonblock_found &&
	    find_nonblock_caller(all->judging->session, all->judging->run->arena,
				 &all->nonblock, &error))
		all->nonblock.answer = NONBLOCK_UNKNOWN;
	error_clear(&error);
	all->nonblock_found = true;
	return &all->nonblock;
}

static void describe_subject(struct refinements *all, struct refinement *refinement)
{
	struct passes passes = passes_of(refinement->candidate);

	refinement->subject = (struct subject){
		.function = {
			.unit = refinement->candidate->unit, .function = refinement->candidate->body,
		},
		.passes = passes.function,
		.passes_why = passes.why_not,
		.kind = refinement->candidate->kind,
		.sets_end = sets_end(refinement->candidate),
		.find_nonblock_caller = find_caller,
		.context = refinement,
	};
	if (all->sequences)
		sequences_tell(all->sequences, refinement->candidate, &refinement->subject);
}

/*
 * Links what the callback is made of. Without a session all units are there, and one program does for all
 * callbacks.
 */
static void link_candidate(struct refinements *all, struct refinement *refinement)
{
	const struct candidate *candidate = refinement->candidate;

	refinement->linked = &all->given;
	if (all->judging->session) {
		refinement->linked = &refinement->own;
		refinement->own.program = program_new();
		program_share_models(refinement->own.program, all->models);
		program_expect_strong(refinement->own.program);
		resolver_link(&all->resolver, &refinement->own, candidate->file);
		resolver_link(&all->resolver, &refinement->own, candidate->unit->main_file);
		resolver_link(&all->resolver, &refinement->own, candidate->ops_file);
	}
	if (refinement->subject.passes.unit)
		program_add_unit(refinement->linked->program, refinement->subject.passes.unit, false);
	refinement->reach = reach_new(refinement->linked->program);
}

static void free_program(struct refinement *refinement)
{
	reach_free(refinement->reach);
	program_free(refinement->own.program);
	strmap_free(&refinement->own.files);
	refinement->reach = NULL;
	refinement->own = (struct linked_units){ 0 };
}

static bool is_likely(void *context, const char *callee, const char *caller, unsigned event)
{
	struct refinement *refinement = context;
	struct refinements *all = refinement->all;
	struct strmap asked = { 0 };
	bool likely = all->hints[event] &&
		      hints_lead(all->hints[event], callee, caller, &asked);

	if (all->keeps_dependencies)
		dependency_log_hints(&refinement->asked, all->judging->run->arena, &asked);
	strmap_free(&asked);
	return likely;
}

static void open_hints(struct refinements *all)
{
	for (int event = 0; all->judging->session && event < EVENT_KINDS_MAX; event++)
		if (event_words[event])
			all->hints[event] = hints_open(&all->resolver, event_words[event]);
}

static void log_sequences(struct refinement *refinement)
{
	struct strbuf text = { 0 };

	sequences_explain(refinement->all->sequences, refinement->candidate, &text);
	rounds_explain_sequence(refinement->log, strbuf_text(&text));
	strbuf_free(&text);
}

static void begin_refinement(struct refinements *all, struct refinement *refinement)
{
	struct engine_options options = {
		.budgets = default_budgets, .open_instructions = OPEN_INSTRUCTIONS,
		.home = refinement->candidate->unit->main_file,
		.is_likely = is_likely, .context = refinement,
		.role = contracts[refinement->candidate->kind].role,
	};

	link_candidate(all, refinement);
	options.reach = refinement->reach;
	memcpy(options.events, judged_events, sizeof(options.events));
	refinement->engine = engine_new(refinement->linked->program, &options);
	refinement->judge = judge_begin(refinement->engine, &refinement->subject, all->judging->run->arena);
	if (all->judging->run->explained)
		judge_keep_dependencies(refinement->judge);
	judge_refuse(refinement->judge, all->judging->run->refused);
	refinement->log = rounds_begin(all->judging->rounds, refinement->candidate,
				       refinement->engine);
	if (refinement->log)
		judge_tell(refinement->judge, &refinement->log->log);
	if (refinement->log && all->sequences &&
	    refinement->subject.sequence_use == SEQUENCE_UNKNOWN)
		log_sequences(refinement);
}

static void tell_observer(struct refinements *all, const struct refinement *refinement,
			  const struct dependencies *dependencies)
{
	struct observer *observer = all->judging->observer;

	if (observer && observer->judged)
		observer->judged(observer, refinement->candidate, dependencies);
}

static void tell_progress(const struct refinements *all, const struct refinement *refinement)
{
	struct progress *progress = all->judging->progress;

	progress->update(progress, "explore", refinement->candidate->file, all->finished, all->count);
}

/* Takes ROW from the verdict cache. Returns false where that has none that still stands. */
static bool recall_row(struct refinements *all, struct refinement *refinement, struct row *row)
{
	const struct dependencies *dependencies = all->cache ?
		verdict_cache_recall(all->cache, refinement->candidate, &refinement->subject, row) : NULL;

	refinement->asks_caller = false;
	if (!dependencies)
		return false;
	tell_observer(all, refinement, dependencies);
	ir_unit_free(refinement->subject.passes.unit);
	all->finished++;
	tell_progress(all, refinement);
	return true;
}

/* COMPLETE: no failure of the whole cut the refinement off. */
static void pass_on_dependencies(struct refinements *all, struct refinement *refinement,
				 const struct row *row, bool complete)
{
	struct dependencies dependencies = { 0 };

	if (!all->keeps_dependencies)
		return;
	dependencies_collect(&refinement->asked, all->judging->run->arena,
			     all->judging->session->units, refinement->candidate, refinement->engine, row,
			     &dependencies);
	tell_observer(all, refinement, &dependencies);
	if (all->cache && complete)
		verdict_cache_keep(all->cache, refinement->candidate, &refinement->subject,
				   refinement->asks_caller, &dependencies, row);
	dependencies_free(&dependencies);
}

/* A parser that died took a source from the search: what is undecided may be so for want of it. */
static void tell_faults(const struct refinements *all, const struct refinement *refinement, struct row *row)
{
	struct arena *arena = all->judging->run->arena;
	const struct session *session = all->judging->session;

	for (size_t i = 0; session && row->undecided.count && i < unit_source_count(session->units); i++) {
		const struct source_unit *made = unit_source_at(session->units, i);

		if (!made->faulted || !strmap_has(&refinement->sources, made->file))
			continue;
		vec_each(undecided, &row->undecided)
			undecided->why = arena_printf(arena, "%s; and %s could not be looked into: %s",
						      undecided->why, made->file, made->why_not);
	}
}

static void end_refinement(struct refinements *all, struct refinement *refinement, bool complete)
{
	struct run *run = all->judging->run;
	struct row *row = &all->rows[refinement - all->each];

	row->analysed = true;
	judge_finish(refinement->judge, row);
	tell_faults(all, refinement, row);
	rounds_finish(refinement->log, row);
	pass_on_dependencies(all, refinement, row, complete);
	run->stats.functions_explored += engine_functions_explored(refinement->engine);
	engine_free(refinement->engine);
	dependency_log_free(&refinement->asked);
	strmap_free(&refinement->sources);
	vec_free(&refinement->wanted);
	free_program(refinement);
	refinement->judge = NULL;
	refinement->engine = NULL;
	all->finished++;
	tell_progress(all, refinement);
}

/* Whether REFINEMENT, of which the last round wanted nothing, has something else to look for. */
static bool goes_on(struct refinement *refinement, const bool *enabled)
{
	if (judge_in_detail(refinement->judge, enabled)) {
		refinement->rounds = 0;
		return true;
	}
	if (refinement->details)
		return false;
	refinement->details = true;
	refinement->rounds = REFINEMENT_ROUNDS - DETAIL_ROUNDS;
	return true;
}

/* Finds the causes that verdicts depend on. Where there are none left, the verdicts stand. */
static void run_round(struct refinements *all, struct refinement *refinement)
{
	const bool *enabled = all->judging->run->rule_enabled;

	vec_clear(&refinement->wanted);
	rounds_open_round(refinement->log);
	do
		judge_round(refinement->judge, enabled, refinement->details, &refinement->wanted);
	while (!refinement->wanted.count && goes_on(refinement, enabled));
	rounds_close_round(refinement->log, &refinement->wanted);
	if (!refinement->wanted.count)
		end_refinement(all, refinement, true);
}

/* Whether a file was looked for that is its first look, for a cause that REFINEMENT wants. */
static bool is_new_source(struct refinement *refinement, const struct source_request *request)
{
	vec_each(cause, &refinement->wanted)
		if (*cause == request->cause)
			return !strmap_set(&refinement->sources, request->file, refinement);
	return false;
}

/* What the last round looked for is charged to each that wanted it, whether or not it was parsed before. */
static void charge_sources(struct refinements *all)
{
	for (size_t i = 0; i < all->count; i++) {
		struct refinement *refinement = &all->each[i];
		uint32_t count = 0;

		if (!refinement->judge)
			continue;
		vec_each(request, &all->resolver.requests)
			count += is_new_source(refinement, request);
		judge_charge(refinement->judge, count);
	}
}

static int bring_wanted(struct refinements *all, struct error *error)
{
	VEC(struct wanted_cause) wanted = { 0 };
	int failed = 0;

	if (!all->judging->session)
		return 0;
	for (size_t i = 0; i < all->count; i++) {
		struct refinement *refinement = &all->each[i];

		for (size_t j = 0; refinement->judge && j < refinement->wanted.count; j++) {
			vec_push(&wanted, (struct wanted_cause){ refinement->wanted.data[j], refinement->linked });
			if (all->keeps_dependencies)
				dependency_log_cause(&refinement->asked, all->judging->run->arena,
						     refinement->wanted.data[j]);
		}
	}
	failed = resolver_bring(&all->resolver, wanted.data, wanted.count, error);
	charge_sources(all);
	vec_free(&wanted);
	return failed;
}

/* What cannot be resolved stays undecided, as the next round sees. */
static void resolve_wanted(struct refinement *refinement)
{
	struct rounds *rounds = refinement->all->judging->rounds;
	bool spent = ++refinement->rounds >= REFINEMENT_ROUNDS;

	vec_each(cause, &refinement->wanted) {
		bool resolved = !spent && engine_resolve(*cause);

		if (!resolved)
			engine_give_up(*cause);
		rounds_settle(rounds, refinement->linked->program, *cause, resolved,
			      spent ? "the rounds of refinement are over" : NULL);
	}
}

/* One round of all that are not finished. Returns how many are left, or -1. */
static long run_rounds(struct refinements *all, struct error *error)
{
	long left = 0;

	for (size_t i = 0; i < all->count; i++) {
		if (process_interrupted())
			return error_set(error, ERROR_ENVIRONMENT, "interrupted");
		if (all->each[i].judge) {
			tell_progress(all, &all->each[i]);
			run_round(all, &all->each[i]);
		}
		left += all->each[i].judge != NULL;
	}
	if (!left)
		return 0;
	if (bring_wanted(all, error))
		return -1;
	for (size_t i = 0; i < all->count; i++)
		if (all->each[i].judge)
			resolve_wanted(&all->each[i]);
	return left;
}

static void link_units(struct refinements *all, struct ir_unit *const *units, size_t count)
{
	struct session *session = all->judging->session;

	for (size_t i = 0; i < count; i++)
		program_add_unit(all->given.program, units[i], false);
	if (!session)
		program_complete_private(all->given.program);
}

/* What tells sequences may stand in any file that was parsed so far. */
static void link_all(struct refinements *all)
{
	const struct unit_source *source = all->judging->session ? all->judging->session->units : NULL;

	for (size_t i = 0; source && i < unit_source_count(source); i++)
		resolver_link(&all->resolver, &all->given, unit_source_at(source, i)->file);
}

static bool asks_for_sequences(const struct refinements *all)
{
	const struct candidate *candidates = all->judging->candidates->data;
	bool any = false;

	for (size_t i = 0; i < all->count; i++)
		any = any || (candidates[i].body && contracts[candidates[i].kind].has_sequence);
	return any && all->judging->run->rule_enabled[RULE_MISSING_SET_SEQ];
}

/* The row of a callback that no rule is about: there is nothing to analyse. */
static void name_row(const struct run *run, struct row *row)
{
	row->analysed = true;
	for (int rule = 0; rule < RULE_COUNT; rule++)
		row->verdicts[rule] = run->rule_enabled[rule] ? VERDICT_NA : VERDICT_NOT_RUN;
}

static int judge_all(struct refinements *all, struct error *error)
{
	const struct judging *judging = all->judging;
	long left = 1;

	if (load_models(all->models, judging->options, judging->progress, error))
		return -1;
	program_share_models(all->given.program, all->models);
	if (asks_for_sequences(all)) {
		link_all(all);
		all->sequences = sequences_find(&all->resolver, &all->given, error);
		if (!all->sequences)
			return -1;
	}
	judging->progress->update(judging->progress, "explore", NULL, 0, all->count);
	if (all->cache && verdict_cache_prepare(all->cache, judging->candidates->data,
						  all->count, error))
		return -1;
	for (size_t i = 0; i < all->count; i++) {
		struct refinement *refinement = &all->each[i];

		refinement->all = all;
		refinement->candidate = &judging->candidates->data[i];
		all->rows[i] = candidate_row(judging->run->arena, refinement->candidate);
		if (contract_is_named_only((int)refinement->candidate->kind))
			name_row(judging->run, &all->rows[i]);
		if (!refinement->candidate->body)
			continue;
		describe_subject(all, refinement);
		if (!recall_row(all, refinement, &all->rows[i]))
			begin_refinement(all, refinement);
	}
	while (left > 0)
		left = run_rounds(all, error);
	return left ? -1 : 0;
}

/* Hands over the rows. After a failure some refinements are cut off here. */
static void close_all(struct refinements *all)
{
	for (size_t i = 0; i < all->count; i++) {
		if (all->each[i].judge)
			end_refinement(all, &all->each[i], false);
		if (all->each[i].candidate)
			vec_push(&all->judging->run->rows, all->rows[i]);
	}
	sequences_free(all->sequences);
	for (int event = 0; event < EVENT_KINDS_MAX; event++)
		hints_close(all->hints[event]);
	verdict_cache_close(all->cache);
	strmap_free(&all->given.files);
	program_free(all->given.program);
	program_free(all->models);
	resolver_free(&all->resolver);
	free(all->each);
	free(all->rows);
}

/* Explanations and logs are made while a verdict is, and the verdict cache keeps neither. */
static bool may_recall(const struct judging *judging)
{
	const struct session *session = judging->session;

	return session && session->store && !judging->run->explained && !judging->rounds &&
	       !session->joins;
}

int judge_candidates(const struct judging *judging, struct ir_unit *const *units, size_t nunits,
		     struct error *error)
{
	size_t count = judging->candidates->count;
	struct refinements all = {
		.judging = judging,
		.models = program_new(),
		.given = { .program = program_new() },
		.each = xcalloc(count + 1, sizeof(struct refinement)),
		.rows = xcalloc(count + 1, sizeof(struct row)),
		.count = count,
	};
	double start = now_seconds(), parsing = 0;

	all.resolver = (struct resolver){
		.session = judging->session, .index = judging->index, .models = all.models,
		.rounds = judging->rounds,
	};
	if (may_recall(judging))
		all.cache = verdict_cache_open(judging->session, judging->index, judging->run);
	all.keeps_dependencies = all.cache || (judging->session && judging->observer &&
				     judging->observer->judged);
	if (judging->session)
		parsing = unit_source_extract_seconds(judging->session->units);
	open_hints(&all);
	link_units(&all, units, nunits);
	int failed = judge_all(&all, error);
	if (judging->session)
		parsing = unit_source_extract_seconds(judging->session->units) - parsing;
	judging->run->stats.explore = now_seconds() - start - parsing;
	close_all(&all);
	return failed;
}
