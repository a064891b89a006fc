// SPDX-License-Identifier: GPL-2.0-only
/*
 * The survey: which files name one of the needles. The answer for each file is cached with its size,
 * mtime and inode, so a second survey costs only the walk.
 */
#include <string.h>

#include "tree/overlay.h"
#include "tree/parallel.h"
#include "tree/read_source.h"
#include "tree/survey.h"

/* Version of the cached form below: other versions are ignored. */
#define SURVEY_FORM 1

/* The cached form: for each file one such record, then its path with a NUL, without padding between. */
struct survey_record {
	uint64_t size;
	int64_t mtime;
	uint64_t inode;
	uint32_t path_length;	/* without the NUL */
	uint32_t holds;		/* the file names one of the needles */
};

/* The cache key: hashes all that the answers depend on, except the files. */
static char *survey_key(const struct tree *tree, const char *const *needles, size_t count)
{
	uint64_t hash = hash_bytes(tree->path, strlen(tree->path), SURVEY_FORM);

	for (size_t i = 0; i < count; i++)
		hash = hash_mix(hash, hash_bytes(needles[i], strlen(needles[i]), i));
	return xasprintf("%s:%016lx", tree->path, (unsigned long)hash);
}

/* Fills MAP: path -> record, which may be unaligned. False if the blob is damaged. */
static bool read_records(const struct strbuf *blob, struct strmap *map)
{
	struct survey_record record;

	for (size_t at = 0; at < blob->length;) {
		if (blob->length - at < sizeof(record))
			return false;
		memcpy(&record, blob->text + at, sizeof(record));
		char *path = blob->text + at + sizeof(record);

		if (blob->length - at - sizeof(record) <= record.path_length ||
		    path[record.path_length])
			return false;
		strmap_set(map, path, blob->text + at);
		at += sizeof(record) + record.path_length + 1;
	}
	return true;
}

/* Takes the cached answers for unchanged files. */
static void get_answers(struct survey *survey, struct survey_question *question,
			   const struct strbuf *blob)
{
	struct strmap map = { 0 };

	if (!read_records(blob, &map)) {
		strmap_free(&map);
		return;
	}
	for (size_t i = 0; i < survey->sources->count; i++) {
		const struct walked_file *source = &survey->sources->data[i];
		const void *stored = strmap_get(&map, source->path);
		struct survey_record record;

		if (!stored)
			continue;
		memcpy(&record, stored, sizeof(record));
		if (record.size != source->size || record.mtime != source->mtime ||
		    record.inode != source->inode)
			continue;
		question->answers[i] = record.holds ? HOLDS : HOLDS_NOT;
	}
	strmap_free(&map);
}

static void put_answers(struct survey *survey, const struct survey_question *question)
{
	struct strbuf blob = { 0 };

	for (size_t i = 0; i < survey->sources->count; i++) {
		const struct walked_file *source = &survey->sources->data[i];
		struct survey_record record = {
			.size = source->size, .mtime = source->mtime, .inode = source->inode,
			.path_length = (uint32_t)strlen(source->path),
			.holds = question->answers[i] == HOLDS,
		};

		/* an overlay's texts exist only for this run */
		if (question->answers[i] == UNKNOWN ||
		    overlay_find(survey->tree->overlay, source->path))
			continue;
		strbuf_add(&blob, (const char *)&record, sizeof(record));
		strbuf_add(&blob, source->path, record.path_length + 1);
	}
	tree_cache_put(survey->tree, "survey", question->key, strbuf_text(&blob), blob.length);
	strbuf_free(&blob);
}

static bool is_known(const struct survey *survey, size_t index)
{
	bool known = true;

	for (size_t i = 0; i < survey->nquestions; i++)
		known = known && survey->questions[i].answers[index] != UNKNOWN;
	return known;
}

static void survey_file(size_t number, unsigned worker, void *context)
{
	struct survey *survey = context;
	size_t index = survey->from + number;
	const struct walked_file *source = &survey->sources->data[index];

	if (is_known(survey, index))
		return;
	size_t reads = atomic_fetch_add(&survey->reads, 1);

	/* struct progress is for one thread */
	if (!worker && reads % 256 < 64)
		tree_progress(survey->tree, "survey", source->path, reads, survey->sources->count);
	ssize_t length = read_source(survey->tree, source, &survey->buffers[worker]);

	if (length < 0)
		return;
	const char *text = survey->buffers[worker].text;

	if (survey->index)
		index_pass_read(survey->index, index, worker, text, (size_t)length);
	/* most files name no needle at all, which one pass finds out */
	bool any = !survey->any.count || needle_set_matches(&survey->any, text, (size_t)length);

	for (size_t i = 0; i < survey->nquestions; i++) {
		struct survey_question *question = &survey->questions[i];

		question->answers[index] = any && needle_set_matches(&question->needles, text,
								   (size_t)length) ?
					   HOLDS : HOLDS_NOT;
	}
}

static void survey_range(struct survey *survey, size_t from, size_t to)
{
	survey->from = from;
	parallel_for(survey->tree->jobs, to - from, survey_file, survey);
}

static void collect_files(struct survey *survey, struct strings *files)
{
	for (size_t i = 0; i < survey->sources->count; i++) {
		const char *path = survey->sources->data[i].path;
		unsigned char answer = survey->questions[0].answers[i];

		if (answer == HOLDS)
			vec_push(files, arena_strdup(survey->tree->arena, path));
	}
	sort_strings(files);
}

/* Takes over KEY. */
static struct survey_question *add_question(struct survey *survey, char *key,
				     const char *const *needles, size_t count)
{
	struct survey_question *question = &survey->questions[survey->nquestions++];

	question->key = key;
	question->answers = xcalloc(survey->sources->count + 1, 1);
	needle_set_init(&question->needles, needles, count);
	return question;
}

/* Adds the expected questions without cached answers, so that each file is read once for all of them. */
static void add_expected(struct survey *survey)
{
	struct tree *tree = survey->tree;

	for (size_t i = 0; i < tree->nexpected && tree->cache; i++) {
		const char *const *needles = tree->expected[i].needles;
		char *key = survey_key(tree, needles, tree->expected[i].count);
		struct strbuf blob = { 0 };

		if (strcmp(key, survey->questions[0].key) != 0 &&
		    !tree_cache_get(tree, "survey", key, &blob))
			add_question(survey, key, needles, tree->expected[i].count);
		else
			free(key);
		strbuf_free(&blob);
	}
	tree->nexpected = 0;
}

static void begin_index(struct survey *survey)
{
	struct tree *tree = survey->tree;
	struct strbuf blob = { 0 };

	if (tree->expects_index && tree->cache && !tree_cache_get(tree, "index", tree->path, &blob))
		survey->index = index_pass_begin();
	tree->expects_index = false;
	strbuf_free(&blob);
}

static void end_index(struct survey *survey)
{
	struct tree_state *state = (struct tree_state *)survey->tree;

	if (survey->index)
		state->index = index_pass_end(survey->tree, survey->index, survey->sources);
}

static void search_for_all(struct survey *survey, struct strings *needles)
{
	for (size_t i = 0; i < survey->nquestions; i++) {
		const struct needle_set *set = &survey->questions[i].needles;

		for (size_t j = 0; j < set->count; j++)
			vec_push(needles, (char *)set->needles[j]);
	}
	needle_set_init(&survey->any, (const char *const *)needles->data, needles->count);
}

static void free_questions(struct survey *survey)
{
	for (size_t i = 0; i < survey->nquestions; i++) {
		needle_set_free(&survey->questions[i].needles);
		free(survey->questions[i].answers);
		free(survey->questions[i].key);
	}
	for (size_t i = 0; i < PARALLEL_MOST; i++)
		free(survey->buffers[i].text);
}

/* Takes over KEY. BLOB has the cached answers, or is NULL. */
static void ask(struct survey *survey, char *key, const char *const *needles, size_t nneedles,
		const struct strbuf *blob, struct strings *files)
{
	struct survey_question *question = add_question(survey, key, needles, nneedles);
	struct strings all = { 0 };

	if (blob) {
		get_answers(survey, question, blob);
	} else {
		add_expected(survey);
		begin_index(survey);
	}
	if (survey->nquestions > 1)
		search_for_all(survey, &all);
	if (!blob && survey_is_shared(survey))
		survey_in_stretches(survey, survey_range);
	else
		survey_range(survey, 0, survey->sources->count);
	end_index(survey);
	for (size_t i = 0; i < survey->nquestions; i++)
		if (survey->reads > overlay_count(survey->tree->overlay))
			put_answers(survey, &survey->questions[i]);
	collect_files(survey, files);
	free_questions(survey);
	needle_set_free(&survey->any);
	vec_free(&all);
}

int tree_survey(struct tree *tree, const char *const *needles, size_t nneedles,
		struct strings *files, struct error *error)
{
	struct survey survey = { .tree = tree };
	struct strbuf blob = { 0 };
	int failed = 0;

	if (!nneedles)
		return 0;
	char *key = survey_key(tree, needles, nneedles);
	bool cached = tree_cache_get(tree, "survey", key, &blob);

	failed = walk_sources(tree, &survey.sources, error);
	if (failed)
		free(key);
	else
		ask(&survey, key, needles, nneedles, cached ? &blob : NULL, files);
	strbuf_free(&blob);
	return failed;
}

void tree_expect_survey(struct tree *tree, const char *const *needles, size_t nneedles)
{
	if (tree->nexpected == SURVEYS_EXPECTED_MOST)
		return;
	tree->expected[tree->nexpected].needles = needles;
	tree->expected[tree->nexpected++].count = nneedles;
}
