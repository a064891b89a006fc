// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/dump_rounds.h"

#include <string.h>
#include <sys/stat.h>

#include "analysis/judging.h"
#include "analysis/pipeline.h"
#include "analysis/rounds.h"
#include "cmd/single.h"
#include "report/escape.h"
#include "report/report.h"

/* Causes that a round leaves for later are named up to so many. */
#define CAUSES_LEFT 4

static void put(struct strbuf *out, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* One line; what comes from sources is escaped. */
static void put(struct strbuf *out, const char *format, ...)
{
	va_list args;
	struct arena *arena = arena_new();

	va_start(args, format);
	escape_for_terminal(out, arena_vprintf(arena, format, args));
	va_end(args);
	strbuf_putc(out, '\n');
	arena_free(arena);
}

/* ---- one round, or several alike ---- */

static bool same_question(const struct round_question *a, const struct round_question *b)
{
	return a->rule == b->rule && a->verdict == b->verdict && !strcmp(a->asked, b->asked) &&
	       !strcmp(a->search, b->search) && !a->why == !b->why &&
	       (!a->why || !strcmp(a->why, b->why));
}

/* Whether two rounds ask the same and come to the same, whatever the causes. */
static bool are_alike(const struct round *a, const struct round *b)
{
	if (a->questions.count != b->questions.count)
		return false;
	for (size_t i = 0; i < a->questions.count; i++)
		if (!same_question(&a->questions.data[i], &b->questions.data[i]))
			return false;
	return true;
}

static void put_counts(struct strbuf *text, size_t first, size_t last)
{
	if (first == last)
		strbuf_printf(text, ", depends on %zu cause%s", first, first == 1 ? "" : "s");
	else
		strbuf_printf(text, ", depends on %zu cause%s at first, on %zu at last", first,
			      first == 1 ? "" : "s", last);
}

/* FIRST and LAST are one question, in the first and the last of the rounds that are shown as one. */
static void put_question(const struct round_question *first, const struct round_question *last,
			 struct strbuf *out)
{
	struct strbuf causes = { 0 };

	if (first->causes.count || last->causes.count)
		put_counts(&causes, first->causes.count, last->causes.count);
	put(out, "  %s: %s %s%s%s%s", rules[last->rule]->name, last->asked, last->search,
	    *last->search ? ": " : "", last->verdict == VERDICT_UNDECIDED ? "open" :
	    verdict_name(last->verdict), strbuf_text(&causes));
	strbuf_free(&causes);
	if (last->why)
		put(out, "    %s", last->why);
	if (last->event)
		put(out, "    sees %s, which is not proved", last->event);
}

static void put_cause(struct strbuf *out, const char *before, const struct round_cause *cause,
		      const char *what)
{
	put(out, "%s%s%s%s", before, cause->place, *cause->place ? ": " : "", what);
}

static bool is_among(const round_causes *causes, const struct round_cause *cause)
{
	vec_each(other, causes)
		if (*other == cause)
			return true;
	return false;
}

static void put_wanted(const struct round_subject *subject, size_t first, size_t last,
		       struct strbuf *out)
{
	bool any = false;

	for (size_t i = first; i <= last; i++) {
		vec_each(cause, &subject->done.data[i].wanted) {
			struct strbuf before = { 0 };

			if (!any)
				put(out, "  looks into");
			any = true;
			if (first == last)
				strbuf_puts(&before, "    ");
			else
				strbuf_printf(&before, "    round %zu: ", i + 1);
			put_cause(out, strbuf_text(&before), *cause, (*cause)->what);
			put(out, "      %s%s", (*cause)->fate == FATE_GIVEN_UP ? "given up: " : "",
			    (*cause)->done);
			strbuf_free(&before);
		}
	}
}

/* What NUMBER (from 1), the round, depends on and was not looked into after it. */
static void put_left(const struct round *round, size_t number, struct strbuf *out)
{
	round_causes left = { 0 };

	vec_each(question, &round->questions)
		vec_each(cause, &question->causes)
			if (!is_among(&round->wanted, *cause) && !is_among(&left, *cause))
				vec_push(&left, *cause);
	if (left.count)
		put(out, "  depends on, besides");
	for (size_t i = 0; i < left.count && i < CAUSES_LEFT; i++) {
		const struct round_cause *cause = left.data[i];
		bool given_up = cause->fate == FATE_GIVEN_UP && cause->round <= number;

		put_cause(out, "    ", cause, given_up ? cause->reason : cause->what);
	}
	if (left.count > CAUSES_LEFT)
		put(out, "    and %zu more", left.count - CAUSES_LEFT);
	vec_free(&left);
}

/* "12 steps by the prover": what was spent since BEFORE. */
static void put_spent(const struct spending *before, const struct spending *after,
		      struct strbuf *out)
{
	struct strbuf memory = { 0 };

	if (after->memory >> 20)
		strbuf_printf(&memory, ", %zu MiB", after->memory >> 20);
	put(out, "  spent: %u steps by the prover, %u by the searcher; in all so far: %zu functions "
	    "entered, %zu summaries, %zu states%s", after->steps[0] - before->steps[0],
	    after->steps[1] - before->steps[1], after->functions, after->summaries, after->states,
	    strbuf_text(&memory));
	strbuf_free(&memory);
}

/* Whether the rounds FIRST to LAST, which are alike, depend on the same causes. */
static bool same_causes(const struct round_subject *subject, size_t first, size_t last)
{
	const struct round *a = &subject->done.data[first];

	for (size_t i = first + 1; i <= last; i++) {
		const struct round *b = &subject->done.data[i];

		for (size_t j = 0; j < a->questions.count; j++) {
			const round_causes *x = &a->questions.data[j].causes;
			const round_causes *y = &b->questions.data[j].causes;

			if (x->count != y->count ||
			    (x->count && memcmp(x->data, y->data, x->count * sizeof(*x->data))))
				return false;
		}
	}
	return true;
}

static void put_rounds(const struct round_subject *subject, size_t first, size_t last,
		       struct strbuf *out)
{
	const struct round *begin = &subject->done.data[first], *end = &subject->done.data[last];
	static const struct spending nothing;

	if (first == last)
		put(out, "round %zu", first + 1);
	else
		put(out, "rounds %zu to %zu: the same questions%s", first + 1, last + 1,
		    same_causes(subject, first, last) ? " and causes" : "");
	for (size_t i = 0; i < end->questions.count; i++)
		put_question(&begin->questions.data[i], &end->questions.data[i], out);
	put_wanted(subject, first, last, out);
	put_left(end, last + 1, out);
	put_spent(first ? &subject->done.data[first - 1].spent : &nothing, &end->spent, out);
}

/* ---- the end ---- */

static const struct round_question *last_question(const struct round_subject *subject,
						  enum rule_id rule, size_t *round)
{
	for (size_t i = subject->done.count; i-- > 0;) {
		const struct round *at = &subject->done.data[i];

		for (size_t j = at->questions.count; j-- > 0;) {
			*round = i + 1;
			if (at->questions.data[j].rule == rule)
				return &at->questions.data[j];
		}
	}
	return NULL;
}

static void put_reason(const struct round_cause *cause, struct strbuf *out)
{
	put_cause(out, "    ", cause, cause->reason);
	if (cause->fate == FATE_GIVEN_UP)
		put(out, "      given up in round %u: %s", cause->round, cause->done);
	else
		put(out, "      not looked into: the rule came to its end before");
	put(out, "      would be decided by: %s", cause->remedy);
}

static void put_lines(const char *lines, struct strbuf *out)
{
	while (*lines) {
		size_t length = strcspn(lines, "\n");

		put(out, "      %.*s", (int)length, lines);
		lines += length + (lines[length] == '\n');
	}
}

/* The event that a search of RULE saw last and could not prove. */
static void put_event(const struct round_subject *subject, enum rule_id rule, struct strbuf *out)
{
	const struct round_question *seen = NULL;

	vec_each(round, &subject->done)
		vec_each(question, &round->questions)
			if (question->rule == rule && question->event)
				seen = question;
	if (!seen)
		return;
	put(out, "    what it may lead to: %s, by way of", seen->event);
	put_lines(seen->way, out);
}

static bool same_reasons(const struct round_question *a, const struct round_question *b)
{
	if (a->why || b->why || a->causes.count != b->causes.count)
		return false;
	for (size_t i = 0; i < a->causes.count; i++)
		if (strcmp(a->causes.data[i]->place, b->causes.data[i]->place) ||
		    strcmp(a->causes.data[i]->reason, b->causes.data[i]->reason))
			return false;
	return true;
}

/* An undecided rule before RULE with the same reasons; or -1. */
static int find_like(const struct round_subject *subject, enum rule_id rule,
		     const struct round_question *question)
{
	size_t round;

	for (int r = 0; r < (int)rule; r++) {
		const struct round_question *other =
			last_question(subject, (enum rule_id)r, &round);

		if (other && subject->verdicts[r] == VERDICT_UNDECIDED &&
		    same_reasons(other, question))
			return r;
	}
	return -1;
}

/* What was not looked for, as its budget was spent. */
static void put_refused(const struct round_question *question, struct strbuf *out)
{
	if (question->refused.count)
		put(out, "    these are not looked for any more; models of them (--model), or of what calls "
		    "them, would decide it");
	vec_each(cause, &question->refused)
		put_cause(out, "      ", *cause, (*cause)->what);
}

static void put_why(const struct round_subject *subject, enum rule_id rule,
		    const struct round_question *question, struct strbuf *out)
{
	int like = find_like(subject, rule, question);

	if (like >= 0)
		put(out, "    for the same reason as %s", rules[like]->name);
	else
		vec_each(cause, &question->causes)
			put_reason(*cause, out);
	if (question->why)
		put(out, "    %s", question->why);
	put_refused(question, out);
	if (question->why && subject->sequence && rule == RULE_MISSING_SET_SEQ)
		put_lines(subject->sequence, out);
}

static void put_undecided(const struct round_subject *subject, enum rule_id rule,
			  struct strbuf *out)
{
	size_t round = 0;
	const struct round_question *question = last_question(subject, rule, &round);

	if (!question) {
		put(out, "    no round came to it");
		return;
	}
	put_why(subject, rule, question, out);
	put_event(subject, rule, out);
	put(out, "    its budgets: %u of %u steps, those of the rules before it included",
	    question->spent, question->steps);
	if (rules[rule]->pays_for_sources)
		put(out, "      %u sources looked for, which cost %u steps each", question->sources,
		    (unsigned)STEPS_OF_SOURCE);
}

static void put_verdict(const struct round_subject *subject, enum rule_id rule,
			struct strbuf *out)
{
	enum verdict verdict = subject->verdicts[rule];
	size_t round = 0;

	if (verdict != VERDICT_UNDECIDED && last_question(subject, rule, &round))
		put(out, "  %s: %s since round %zu", rules[rule]->name, verdict_name(verdict), round);
	else
		put(out, "  %s: %s", rules[rule]->name, verdict_name(verdict));
	if (verdict == VERDICT_UNDECIDED)
		put_undecided(subject, rule, out);
}

static void put_verdicts(const struct round_subject *subject, const bool *enabled,
			 struct strbuf *out)
{
	put(out, "verdicts after %zu round%s", subject->done.count,
	    subject->done.count == 1 ? "" : "s");
	for (int r = 0; r < RULE_COUNT; r++)
		if (enabled[r] && subject->verdicts[r] != VERDICT_UNDECIDED)
			put_verdict(subject, (enum rule_id)r, out);
	/* the last lines tell why */
	for (int r = 0; r < RULE_COUNT; r++)
		if (enabled[r] && subject->verdicts[r] == VERDICT_UNDECIDED)
			put_verdict(subject, (enum rule_id)r, out);
}

static void put_budgets(const struct spending *spent, size_t rounds, struct strbuf *out)
{
	const struct budgets *budgets = &default_budgets;

	put(out, "spent in all, of budgets");
	put(out, "  rounds %zu of %u", rounds, REFINEMENT_ROUNDS);
	put(out, "  steps %u of %u: %u by the prover, %u by the searcher",
	    spent->steps[0] + spent->steps[1], budgets->all_steps, spent->steps[0],
	    spent->steps[1]);
	put(out, "  summaries of one function at most %zu of %zu by the prover, %zu of %zu by the "
	    "searcher", spent->contexts[0], spent->contexts_budget[0], spent->contexts[1],
	    spent->contexts_budget[1]);
	put(out, "  states at the end of one function at most %zu of %u; memory %zu of %zu MiB",
	    spent->most_states, budgets->outcomes, spent->memory >> 20, budgets->memory >> 20);
}

static void put_subject(const struct round_subject *subject, const struct run *run,
			struct strbuf *out)
{
	put(out, "%s:%u: %s, %s%s%s", subject->file, subject->line, subject->callback,
	    describe_kind(run->arena, subject->kind, subject->ops),
	    run->arches.count > 1 ? " for " : "", run->arches.count > 1 ? subject->arch : "");
	if (subject->assumes)
		put(out, "judged with: %s", subject->assumes);
	for (size_t first = 0, last; first < subject->done.count; first = last + 1) {
		last = first;
		while (last + 1 < subject->done.count &&
		       are_alike(&subject->done.data[first], &subject->done.data[last + 1]))
			last++;
		put_rounds(subject, first, last, out);
	}
	if (subject->done.count)
		put_budgets(&vec_last(&subject->done).spent, subject->done.count, out);
	put_verdicts(subject, run->rule_enabled, out);
}

/* ---- the command ---- */

/* Where the callback is looked for: a tree, and perhaps one file of it (or NULL). */
static int find_place(struct arena *arena, const char *argument, const char **tree, char **file,
		      struct error *error)
{
	struct stat status;

	*tree = argument;
	*file = NULL;
	if (stat(argument, &status) || !S_ISREG(status.st_mode))
		return 0;
	*file = realpath(argument, NULL);
	*tree = *file ? tree_above(arena, *file) : NULL;
	if (*tree)
		return 0;
	return error_set(error, ERROR_USAGE, "%s: lies in no kernel tree", argument);
}

static void put_all(const struct rounds *rounds, const struct run *run, struct strbuf *out)
{
	const char *before = "";

	vec_each(subject, &rounds->subjects) {
		strbuf_puts(out, before);
		put_subject(*subject, run, out);
		before = "\n";
	}
	vec_each(row, &run->rows) {
		if (row->analysed)
			continue;
		strbuf_puts(out, before);
		put(out, "%s:%u: %s: %s: %s", row->file, row->line, row->callback, row_lacks(row),
		    row_why_not(row));
		before = "\n";
	}
}

int dump_rounds(const struct settings *settings, struct strbuf *out, struct error *error)
{
	const char *name = settings->arguments.data[0], *tree;
	struct arena *arena = arena_new();
	struct rounds *rounds = rounds_new();
	struct run run = { 0 };
	struct strings only = { 0 };
	struct terminal terminal;
	char *file;

	int failed = find_place(arena, settings->arguments.count > 1 ?
				settings->arguments.data[1] : ".", &tree, &file, error);
	if (file)
		vec_push(&only, file);
	struct scan_request request = { .path = tree, .callback = name, .only = &only,
					.rounds = rounds };
	if (!failed) {
		terminal_open(&terminal, settings->progress);
		failed = scan_tree_as(&settings->options, &terminal.progress, &request, &run, error);
		terminal_close(&terminal);
	}
	if (!failed && !run.rows.count)
		failed = error_set(error, ERROR_USAGE, "'%s' is no callback found in %s", name,
				   file ? file : run.tree_path);
	if (!failed)
		put_all(rounds, &run, out);
	if (run.arena)
		run_free(&run);
	rounds_free(rounds);
	arena_free(arena);
	vec_free(&only);
	free(file);
	return failed;
}
