/* SPDX-License-Identifier: GPL-2.0-only */
/* The inside of the survey, for survey*.c. */
#ifndef MNCHECK_TREE_SURVEY_H
#define MNCHECK_TREE_SURVEY_H

#include <stdatomic.h>

#include "tree/index.h"
#include "tree/needles.h"
#include "tree/parallel.h"
#include "tree/read_source.h"

enum answer { UNKNOWN, HOLDS, HOLDS_NOT };

/* Which files name one of the needles? */
struct survey_question {
	char *key;			/* of the answers in the cache */
	struct needle_set needles;
	unsigned char *answers;		/* enum answer, by index of the source */
};

struct survey {
	struct tree *tree;
	const struct walked_files *sources;
	struct survey_question questions[1 + SURVEYS_EXPECTED_MOST];	/* the first is the caller's */
	size_t nquestions;
	struct index_pass *index;	/* builds the index on the way, or NULL */
	struct needle_set any;		/* the needles of all questions; empty if there is one question */
	struct source_buffer buffers[PARALLEL_MOST];
	size_t from;			/* index of the first source of the range at hand */
	atomic_size_t reads;		/* of files that were read, by this process or by another part of its scan */
};

/* Whether other parts of the same scan may do some of a survey that reads all files. */
bool survey_is_shared(const struct survey *survey);
/*
 * Answers all questions for all sources: by what other parts have found, else by READ, which does it for the sources from
 * index FROM to before TO.
 */
void survey_in_stretches(struct survey *survey, void (*read)(struct survey *survey, size_t from, size_t to));

#endif
