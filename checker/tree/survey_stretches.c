// SPDX-License-Identifier: GPL-2.0-only
/*
 * A survey that parts of one scan share out. Each of them needs the whole, and parts that run at once on one cache would read
 * all files at the same time. So each begins with other stretches of the sources, keeps in the cache what it found in them,
 * and takes what another has kept. Nobody waits for anybody: where nothing was kept, a part reads the files itself.
 */
#include <string.h>

#include "tree/overlay.h"
#include "tree/survey.h"

/* Version of the form below: other versions are ignored. */
#define STRETCH_FORM 1
/* Parts that come to the same stretch at once both do it, so stretches are short: some tens of milliseconds. */
#define STRETCHES 32

/* What is kept: this, the answers of each question in turn, one byte for each file, and the index of the stretch. */
struct stretch_head {
	uint32_t form, questions;
	uint64_t files;
};

bool survey_is_shared(const struct survey *survey)
{
	return survey->tree->parts > 1 && survey->tree->cache && !overlay_count(survey->tree->overlay);
}

/* Hashes all that is asked, and the files' state. */
static char *stretch_key(const struct survey *survey, size_t from, size_t to)
{
	uint64_t hash = hash_mix(survey->index ? INDEX_FORM : 0, survey->nquestions);

	for (size_t i = 0; i < survey->nquestions; i++)
		hash = hash_mix(hash, hash_bytes(survey->questions[i].key, strlen(survey->questions[i].key), 0));
	for (size_t i = from; i < to; i++) {
		const struct walked_file *source = &survey->sources->data[i];

		hash = hash_mix(hash, hash_bytes(source->path, strlen(source->path), source->size));
		hash = hash_mix(hash, hash_mix((uint64_t)source->mtime, source->inode));
	}
	return xasprintf("%s:%zu:%016lx", survey->tree->path, from, (unsigned long)hash);
}

static bool take(struct survey *survey, const char *key, size_t from, size_t to)
{
	struct stretch_head head;
	struct strbuf blob = { 0 };
	size_t files = to - from, answers = survey->nquestions * files;
	bool taken = tree_cache_get(survey->tree, "stretch", key, &blob) && blob.length >= sizeof(head) + answers;

	if (taken)
		memcpy(&head, blob.text, sizeof(head));
	taken = taken && head.form == STRETCH_FORM && head.questions == survey->nquestions && head.files == files;
	if (taken && survey->index)
		taken = index_pass_take(survey->index, blob.text + sizeof(head) + answers, blob.length - sizeof(head) - answers,
					from, to);
	for (size_t i = 0; taken && i < survey->nquestions; i++)
		memcpy(survey->questions[i].answers + from, blob.text + sizeof(head) + i * files, files);
	strbuf_free(&blob);
	return taken;
}

/* Keeps a stretch, unless one of its files could not be read. */
static void keep(struct survey *survey, const char *key, size_t from, size_t to)
{
	struct stretch_head head = { STRETCH_FORM, (uint32_t)survey->nquestions, to - from };
	struct strbuf blob = { 0 };
	bool whole = true;

	strbuf_add(&blob, (const char *)&head, sizeof(head));
	for (size_t i = 0; i < survey->nquestions; i++) {
		const char *answers = (const char *)survey->questions[i].answers + from;

		whole = whole && !memchr(answers, UNKNOWN, to - from);
		strbuf_add(&blob, answers, to - from);
	}
	if (survey->index)
		index_pass_write(survey->index, &blob);
	if (whole)
		tree_cache_put(survey->tree, "stretch", key, blob.text, blob.length);
	strbuf_free(&blob);
}

static void survey_stretch(struct survey *survey, size_t from, size_t to,
			   void (*read)(struct survey *survey, size_t from, size_t to))
{
	char *key = stretch_key(survey, from, to);

	if (take(survey, key, from, to)) {
		atomic_fetch_add(&survey->reads, to - from);
	} else {
		if (survey->index)
			index_pass_mark(survey->index);
		read(survey, from, to);
		keep(survey, key, from, to);
	}
	free(key);
}

void survey_in_stretches(struct survey *survey, void (*read)(struct survey *survey, size_t from, size_t to))
{
	size_t count = survey->sources->count, first = STRETCHES * survey->tree->part / survey->tree->parts;

	for (size_t i = 0; i < STRETCHES; i++) {
		size_t number = (first + i) % STRETCHES, from = count * number / STRETCHES;
		size_t to = count * (number + 1) / STRETCHES;

		if (to > from)
			survey_stretch(survey, from, to, read);
	}
}
