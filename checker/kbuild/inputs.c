// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/inputs.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"
#include "kbuild/kbuild.h"
#include "tree/overlay.h"

void inputs_free(struct inputs *inputs)
{
	vec_free(&inputs->list);
	strmap_free(&inputs->known);
	strmap_free(&inputs->globs);
}

void inputs_add(struct inputs *inputs, const char *path, enum make_asked asked)
{
	size_t number = (size_t)(uintptr_t)strmap_get(&inputs->known, path);

	if (number && inputs->list.data[number - 1].asked >= asked)
		return;
	if (number) {
		inputs->list.data[number - 1].asked = asked;
		inputs->list.data[number - 1].state = inputs->list.data[number - 1].content = 0;
		return;
	}
	path = arena_strdup(inputs->arena, path);
	vec_push(&inputs->list, (struct input){ path, asked, 0, 0 });
	strmap_set(&inputs->known, path, (void *)(uintptr_t)inputs->list.count);
}

void inputs_add_sources(struct inputs *inputs, const struct make_sources *sources)
{
	/* What is written there is made from all else. */
	char *own = xasprintf("%s/generated", inputs->tree->cache_directory);

	for (size_t i = 0; i < sources->asked.count; i++)
		if (!path_below(sources->asked.entries[i].key, own))
			inputs_add(inputs, sources->asked.entries[i].key,
				   (enum make_asked)(uintptr_t)sources->asked.entries[i].value);
	free(own);
	for (size_t i = 0; i < sources->globs.count; i++)
		if (!strmap_has(&inputs->globs, sources->globs.entries[i].key))
			strmap_set(&inputs->globs, arena_strdup(inputs->arena, sources->globs.entries[i].key),
				   arena_strdup(inputs->arena, sources->globs.entries[i].value));
}

/* ---- states ---- */

static const struct overlay_file *overlaid(const struct inputs *inputs, const char *path)
{
	return tree_overlaid(inputs->tree, path);
}

/* 0: there is no such file. CHANGED may be NULL. */
static uint64_t state_on_disk(const struct input *input, time_t *changed)
{
	struct stat st;

	if (changed)
		*changed = 0;
	if (stat(input->path, &st))
		return 0;
	if (input->asked == ASKED_PRESENCE)
		return 1;
	if (changed)
		*changed = st.st_mtime;
	uint64_t state = hash_mix(hash_mix((uint64_t)st.st_size, st.st_ino),
				  hash_mix((uint64_t)st.st_mtim.tv_sec, (uint64_t)st.st_mtim.tv_nsec));

	return state ? state : 1;
}

/* Folders and makefiles: sources come and go. The order of a directory is no one's. */
static uint64_t listing_of(const char *path)
{
	uint64_t sum = 1;
	DIR *dir = opendir(path);
	struct dirent *entry;

	if (!dir)
		return 0;
	while ((entry = readdir(dir)))
		if (*entry->d_name != '.' &&
		    (entry->d_type == DT_DIR || starts_with(entry->d_name, "Makefile") ||
		     starts_with(entry->d_name, "Kbuild")))
			sum += hash_bytes(entry->d_name, strlen(entry->d_name), 1);
	closedir(dir);
	return sum;
}

static uint64_t text_of(const char *path)
{
	struct error ignored = { 0 };
	size_t length;
	char *text = read_file(path, &length, &ignored);
	uint64_t hash = text ? hash_bytes(text, length, 0) : 0;

	error_clear(&ignored);
	free(text);
	return hash;
}

static uint64_t content_of(const struct inputs *inputs, const struct input *input)
{
	const struct overlay_file *file = overlaid(inputs, input->path);

	if (input->asked == ASKED_PRESENCE)
		return file ? file->actual != NULL : state_on_disk(input, NULL);
	if (input->asked == ASKED_LISTING)
		return listing_of(input->path);
	if (file)
		return file->actual ? file->hash : 0;
	return text_of(input->path);
}

bool inputs_seal(struct inputs *inputs, time_t since)
{
	bool sure = true;

	vec_each(input, &inputs->list) {
		time_t changed;

		if (input->state || input->content)
			continue;
		input->state = state_on_disk(input, &changed);
		input->content = content_of(inputs, input);
		if (changed >= since && !overlaid(inputs, input->path))
			sure = false;
	}
	return sure;
}

bool inputs_overlaid(const struct inputs *inputs)
{
	vec_each(input, &inputs->list)
		if (overlaid(inputs, input->path))
			return true;
	return false;
}

static bool globs_hold(const struct inputs *inputs)
{
	struct make_sources *sources = make_sources_open(inputs->tree);
	bool hold = true;

	for (size_t i = 0; i < inputs->globs.count && hold; i++) {
		const struct map_entry *glob = &inputs->globs.entries[i];

		hold = !strcmp(make_sources_glob(sources, glob->key), glob->value);
	}
	make_sources_close(sources);
	return hold;
}

bool inputs_hold(const struct inputs *inputs)
{
	vec_each(input, &inputs->list)
		if ((overlaid(inputs, input->path) || state_on_disk(input, NULL) != input->state) &&
		    content_of(inputs, input) != input->content)
			return false;
	return globs_hold(inputs);
}

/* ---- kept ---- */

void pack_inputs(struct strbuf *out, const struct inputs *inputs)
{
	pack_number(out, inputs->list.count);
	vec_each(input, &inputs->list) {
		pack_text(out, input->path);
		pack_number(out, input->asked);
		pack_number(out, input->state);
		pack_number(out, input->content);
	}
	pack_number(out, inputs->globs.count);
	for (size_t i = 0; i < inputs->globs.count; i++) {
		pack_text(out, inputs->globs.entries[i].key);
		pack_text(out, inputs->globs.entries[i].value);
	}
}

void unpack_inputs(struct unpacking *from, struct inputs *inputs)
{
	size_t count = unpack_count(from);

	for (size_t i = 0; i < count && !from->broken; i++) {
		struct input input = { .path = unpack_text(from) };

		input.asked = (enum make_asked)unpack_number(from, ASKED_TEXT);
		input.state = unpack_number(from, UINT64_MAX);
		input.content = unpack_number(from, UINT64_MAX);
		vec_push(&inputs->list, input);
		strmap_set(&inputs->known, input.path, (void *)(uintptr_t)inputs->list.count);
	}
	count = unpack_count(from);
	for (size_t i = 0; i < count && !from->broken; i++) {
		const char *pattern = unpack_text(from);

		strmap_set(&inputs->globs, pattern, (void *)unpack_text(from));
	}
}

bool kbuild_is_input(const char *path)
{
	static const char *const beginnings[] = { "Makefile", "Kbuild", "Kconfig" };
	static const char *const endings[] = { ".mk", ".tbl", ".include", ".kconfig", "-offsets.c" };
	const char *base = path_base(path);

	for (size_t i = 0; i < sizeof(beginnings) / sizeof(*beginnings); i++)
		if (starts_with(base, beginnings[i]))
			return true;
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (ends_with(base, endings[i]))
			return true;
	return !strcmp(path, "kernel/bounds.c") || starts_with(path, "scripts/kconfig/") ||
	       (starts_with(path, "arch/") && strstr(path, "/tools/"));
}
