// SPDX-License-Identifier: GPL-2.0-only
#include "diff/change_overlay.h"

#include <stdlib.h>

#include "base/map.h"

/* Fills TEXTS: path -> id of its blob, NULL: there is no such file. PATCHED overrides DISK. */
static void collect_texts(const struct changed_files *disk, const struct changed_files *patched,
			  struct strmap *texts)
{
	vec_each(file, disk) {
		if (file->new_path && !file->old_path)
			strmap_set(texts, file->new_path, NULL);
		if (file->old_path)
			strmap_set(texts, file->old_path, (void *)file->old_id);
	}
	vec_each(file, patched) {
		if (file->old_path)
			strmap_set(texts, file->old_path, NULL);
		if (file->new_path)
			strmap_set(texts, file->new_path, (void *)file->new_id);
	}
}

static int put_texts(const struct change *change, const struct strmap *texts,
		     struct overlay *overlay, struct error *error)
{
	const char **ids = xcalloc(texts->count + 1, sizeof(*ids));
	size_t *lengths = xcalloc(texts->count + 1, sizeof(*lengths)), count = 0, next = 0;
	struct strbuf all = { 0 };

	for (size_t i = 0; i < texts->count; i++)
		if (texts->entries[i].value)
			ids[count++] = texts->entries[i].value;
	int failed = git_blobs(&change->git, ids, count, &all, lengths, error);
	const char *at = strbuf_text(&all);

	for (size_t i = 0; i < texts->count && !failed; i++) {
		const struct map_entry *entry = &texts->entries[i];
		size_t length = entry->value ? lengths[next++] : 0;

		failed = overlay_put(overlay, entry->key, entry->value ? at : NULL, length, error);
		at += length;
	}
	strbuf_free(&all);
	free(lengths);
	free(ids);
	return failed;
}

int change_overlay(const struct change *change, const struct change_side *side, const char *name,
		   struct overlay *overlay, struct error *error)
{
	const char *directory = path_join(change->git.arena, change->git.scratch, name);
	struct changed_files disk = { 0 };
	struct strmap texts = { 0 };

	overlay_begin(overlay, directory);
	int failed = make_directories(directory, error) ||
		     change_against_disk(change, side, &disk, error);
	if (!failed) {
		collect_texts(&disk, &side->patched, &texts);
		failed = put_texts(change, &texts, overlay, error) ||
			 overlay_end(overlay, change->tree, error);
	}
	strmap_free(&texts);
	vec_free(&disk);
	return failed ? -1 : 0;
}
