// SPDX-License-Identifier: GPL-2.0-only
/*
 * The survey: which files name one of the needles. What was read once is
 * remembered with the file's size, mtime and inode, so a second survey costs the
 * walk alone.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "tree/index.h"
#include "tree/overlay.h"
#include "tree/parallel.h"
#include "tree/search.h"

/* Of the remembered form below; another number makes the old ones void. */
#define SURVEY_FORM 1

/*
 * Remembered: for each file one of these and its path with the final NUL, without
 * padding between them.
 */
struct remembered {
	uint64_t size;
	int64_t mtime;
	uint64_t inode;
	uint32_t path_length;	/* without the NUL */
	uint32_t holds;		/* one of the needles */
};

enum answer { UNKNOWN, HOLDS, HOLDS_NOT };

/* Which files name one of some needles. */
struct survey_question {
	char *key;			/* that its answers are remembered by */
	struct needle_set searcher;
	unsigned char *answers;		/* enum answer, by index of the source */
};

struct survey {
	struct tree *tree;
	const struct walked_files *sources;
	struct survey_question questions[1 + SURVEYS_EXPECTED_MOST];	/* the first one is asked now */
	size_t nquestions;
	struct index_pass *index;	/* that is built as well, or NULL */
	struct needle_set any;		/* the needles of all questions; count 0: there is one question */
	struct { char *text; size_t room; } buffers[PARALLEL_MOST];
	atomic_size_t reads;
};

/* All that the answers depend on, but for the files themselves. */
static char *survey_key(const struct tree *tree, const char *const *needles, size_t count)
{
	uint64_t hash = hash_bytes(tree->path, strlen(tree->path), SURVEY_FORM);

	for (size_t i = 0; i < count; i++)
		hash = hash_mix(hash, hash_bytes(needles[i], strlen(needles[i]), i));
	return xasprintf("%s:%016lx", tree->path, (unsigned long)hash);
}

/* Fills the map path -> struct remembered; false when the blob is damaged. */
static bool read_remembered(const struct strbuf *blob, struct strmap *map)
{
	struct remembered record;

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

/* Takes over what is remembered of unchanged files. */
static void recall_answers(struct survey *survey, struct survey_question *question,
			   const struct strbuf *blob)
{
	struct strmap map = { 0 };

	if (!read_remembered(blob, &map)) {
		strmap_free(&map);
		return;
	}
	for (size_t i = 0; i < survey->sources->count; i++) {
		const struct walked_file *source = &survey->sources->data[i];
		const void *stored = strmap_get(&map, source->path);
		struct remembered record;

		if (!stored)
			continue;
		memcpy(&record, stored, sizeof(record));
		if (record.size != source->size || record.mtime != source->mtime ||
		    record.inode != source->inode)
			continue;
		question->answers[i] = record.holds ? HOLDS : HOLDS_NOT;
	}
	/* A file that went away makes the remembered ones longer than needed, no more. */
	strmap_free(&map);
}

static void remember_answers(struct survey *survey, const struct survey_question *question)
{
	struct strbuf blob = { 0 };

	for (size_t i = 0; i < survey->sources->count; i++) {
		const struct walked_file *source = &survey->sources->data[i];
		struct remembered record = {
			.size = source->size, .mtime = source->mtime, .inode = source->inode,
			.path_length = (uint32_t)strlen(source->path),
			.holds = question->answers[i] == HOLDS,
		};

		/* An overlay's texts lie in files that go away. */
		if (question->answers[i] == UNKNOWN ||
		    overlay_find(survey->tree->overlay, source->path))
			continue;
		strbuf_add(&blob, (const char *)&record, sizeof(record));
		strbuf_add(&blob, source->path, record.path_length + 1);
	}
	tree_remember(survey->tree, "survey", question->key, strbuf_text(&blob), blob.length);
	strbuf_free(&blob);
}

/* The bytes of the file, and a NUL byte, in this thread's buffer, -1 when it cannot be read. */
static ssize_t read_source(struct survey *survey, const struct walked_file *source, unsigned worker)
{
	const struct overlay_file *overlaid = overlay_find(survey->tree->overlay, source->path);
	char *path = overlaid ? NULL : xasprintf("%s/%s", survey->tree->path, source->path);
	int fd = open(overlaid ? overlaid->actual : path, O_RDONLY | O_CLOEXEC);
	size_t length = 0;
	ssize_t got = -1;

	free(path);
	if (fd < 0)
		return -1;
	if (survey->buffers[worker].room < source->size + 1) {
		survey->buffers[worker].room = 2 * source->size + 1;
		survey->buffers[worker].text = xrealloc(survey->buffers[worker].text,
							survey->buffers[worker].room);
	}
	while (length < source->size) {
		got = read(fd, survey->buffers[worker].text + length, source->size - length);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		length += (size_t)got;
	}
	close(fd);
	survey->buffers[worker].text[length] = '\0';
	return got < 0 && source->size ? -1 : (ssize_t)length;
}

static bool is_known(const struct survey *survey, size_t index)
{
	bool known = true;

	for (size_t i = 0; i < survey->nquestions; i++)
		known = known && survey->questions[i].answers[index] != UNKNOWN;
	return known;
}

static void survey_file(size_t index, unsigned worker, void *context)
{
	struct survey *survey = context;
	const struct walked_file *source = &survey->sources->data[index];

	if (is_known(survey, index))
		return;
	size_t reads = atomic_fetch_add(&survey->reads, 1);

	/* Only one thread tells how far it is: progress is not made for several. */
	if (!worker && reads % 256 < 64)
		tree_progress(survey->tree, "survey", reads, survey->sources->count);
	ssize_t length = read_source(survey, source, worker);

	if (length < 0)
		return;
	const char *text = survey->buffers[worker].text;

	if (survey->index)
		index_pass_read(survey->index, index, worker, text, (size_t)length);
	/* most files name none: to see that takes one pass */
	bool any = !survey->any.count || needle_set_matches(&survey->any, text, (size_t)length);

	for (size_t i = 0; i < survey->nquestions; i++) {
		struct survey_question *question = &survey->questions[i];

		question->answers[index] = any && needle_set_matches(&question->searcher, text,
								   (size_t)length) ?
					   HOLDS : HOLDS_NOT;
	}
}

static void collect_files(struct survey *survey, struct strings *files)
{
	for (size_t i = 0; i < survey->sources->count; i++) {
		const char *path = survey->sources->data[i].path;
		unsigned char answer = survey->questions[0].answers[i];

		if (answer == HOLDS)
			vec_push(files, arena_strdup(survey->tree->arena, path));
		else if (answer == UNKNOWN)
			tree_notice(survey->tree, "%s: cannot be read", path);
	}
	sort_strings(files);
}

/* KEY is taken over. */
static struct survey_question *add_question(struct survey *survey, char *key,
				     const char *const *needles, size_t count)
{
	struct survey_question *question = &survey->questions[survey->nquestions++];

	question->key = key;
	question->answers = xcalloc(survey->sources->count + 1, 1);
	needle_set_init(&question->searcher, needles, count);
	return question;
}

/* Those that will be asked and that nothing is remembered of: the files are read once for all. */
static void add_expected(struct survey *survey)
{
	struct tree *tree = survey->tree;

	for (size_t i = 0; i < tree->nexpected && tree->cache; i++) {
		const char *const *needles = tree->expected[i].needles;
		char *key = survey_key(tree, needles, tree->expected[i].count);
		struct strbuf blob = { 0 };

		if (strcmp(key, survey->questions[0].key) != 0 &&
		    !tree_recall(tree, "survey", key, &blob))
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

	if (tree->expects_index && tree->cache && !tree_recall(tree, "index", tree->path, &blob))
		survey->index = index_pass_begin();
	tree->expects_index = false;
	strbuf_free(&blob);
}

static void end_index(struct survey *survey)
{
	struct tree_state *state = (struct tree_state *)survey->tree;

	if (survey->index)
		state->index = index_pass_end(survey->index, survey->sources);
}

static void search_for_all(struct survey *survey, struct strings *needles)
{
	for (size_t i = 0; i < survey->nquestions; i++) {
		const struct needle_set *searcher = &survey->questions[i].searcher;

		for (size_t j = 0; j < searcher->count; j++)
			vec_push(needles, (char *)searcher->needles[j]);
	}
	needle_set_init(&survey->any, (const char *const *)needles->data, needles->count);
}

static void free_questions(struct survey *survey)
{
	for (size_t i = 0; i < survey->nquestions; i++) {
		needle_set_free(&survey->questions[i].searcher);
		free(survey->questions[i].answers);
		free(survey->questions[i].key);
	}
	for (size_t i = 0; i < PARALLEL_MOST; i++)
		free(survey->buffers[i].text);
}

/* Takes over KEY. BLOB: what is remembered of an earlier one, or NULL. */
static void ask(struct survey *survey, char *key, const char *const *needles, size_t nneedles,
		const struct strbuf *blob, struct strings *files)
{
	struct survey_question *question = add_question(survey, key, needles, nneedles);
	struct strings all = { 0 };

	if (blob) {
		recall_answers(survey, question, blob);
	} else {
		add_expected(survey);
		begin_index(survey);
	}
	if (survey->nquestions > 1)
		search_for_all(survey, &all);
	parallel_for(survey->tree->jobs, survey->sources->count, survey_file, survey);
	end_index(survey);
	for (size_t i = 0; i < survey->nquestions; i++)
		if (survey->reads > overlay_count(survey->tree->overlay))
			remember_answers(survey, &survey->questions[i]);
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
	bool remembered = tree_recall(tree, "survey", key, &blob);

	if (tree->recalls_only && !remembered) {
		free(key);
		return 0;
	}
	failed = walk_sources(tree, &survey.sources, error);
	if (failed)
		free(key);
	else
		ask(&survey, key, needles, nneedles, remembered ? &blob : NULL, files);
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
