/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside rounds.c: causes, questions and events in the words of the log. */
#ifndef MNCHECK_ANALYSIS_ROUND_WORDS_H
#define MNCHECK_ANALYSIS_ROUND_WORDS_H

#include "rules/judge.h"

/* "file:line, in 'f'": where CAUSE was met; without an instruction the place of the function. */
void put_place(const struct cause *cause, struct strbuf *out);
/* What CAUSE is while it may still be resolved: "calls 'f', not entered yet". */
void put_open(const struct cause *cause, struct strbuf *out);
/* What it is when it stays open: cause_describe(), with the amount of a budget. */
void put_reason(const struct cause *cause, struct strbuf *out);
/* What would decide it: cause_remedy(), more exactly where more is known. */
void put_remedy(const struct cause *cause, struct strbuf *out);
/* Why nothing more can be done about CAUSE; NULL: the resolver tells. */
const char *why_given_up(const struct cause *cause);

/* "is 'sleep' reached, range not blockable?" */
void put_asked(const struct judgement *judgement, struct strbuf *out);
/* "searcher and prover": those that were asked; "": neither. */
const char *search_words(const struct judgement *judgement);
/* "'sleep' in mutex_lock (file:line)" */
void put_event(const struct event *event, struct strbuf *out);
/* The calls on the way to JUDGEMENT's closest event, one line each. */
void put_way(const struct judgement *judgement, struct strbuf *out);

#endif
