// SPDX-License-Identifier: GPL-2.0-only
/* One source alone, with the headers that lie beside it: whether these hide callbacks in it. */
#include <string.h>

#include "base/files.h"
#include "base/map.h"
#include "base/str.h"
#include "contract/contract.h"
#include "locate/locate.h"
#include "locate/sites.h"

/* Headers within headers within headers: deeper nesting is not followed. */
#define MOST_DEPTH 4

static bool holds_any(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strstr(text, *words))
			return true;
	return false;
}

/* A source with the headers of its own that it reaches, while names that carry are collected. */
struct header_reading {
	struct arena *arena;
	struct strmap files;	/* paths that were read */
	struct strmap carriers;
};

/* `#include "name"` in TEXT, from AT on: the name in ARENA, and *AT behind it; NULL at the end. */
static const char *next_quoted(struct arena *arena, const char **at)
{
	for (const char *hash = *at; (hash = strstr(hash, "include")); ) {
		hash += strlen("include");
		const char *name = hash + strspn(hash, " \t");
		size_t length = *name == '"' ? strcspn(name + 1, "\"\n") : 0;

		if (!length || name[1 + length] != '"')
			continue;
		*at = name + length + 2;
		return arena_strndup(arena, name + 1, length);
	}
	return NULL;
}

static void read_own_header(struct header_reading *reading, const char *path, unsigned depth)
{
	struct error error = { 0 };
	struct site_summary summary;
	size_t length = 0;
	const char *name;

	if (depth > MOST_DEPTH || strmap_has(&reading->files, path))
		return;
	strmap_set(&reading->files, path, reading);
	char *text = read_file(path, &length, &error);
	const char *at = text;

	error_clear(&error);
	while (text && (name = next_quoted(reading->arena, &at)))
		read_own_header(reading, path_join(reading->arena, path_dir(reading->arena, path), name),
				depth + 1);
	if (text && (holds_any(text, locate_records) || holds_any(text, locate_fields) || reading->carriers.count)) {
		find_sites(reading->arena, text, length,
			   &(struct site_words){ locate_records, locate_fields, &reading->carriers },
			   &summary);
		vec_each(carrier, &summary.carriers)
			strmap_set(&reading->carriers, *carrier, reading);
		site_summary_free(&summary);
	}
	free(text);
}

bool may_set_by_headers(const char *path, const char *text, size_t length)
{
	struct header_reading reading = { .arena = arena_new() };
	const char *at = text, *name;
	bool may = false;

	while ((name = next_quoted(reading.arena, &at)))
		read_own_header(&reading, path_join(reading.arena, path_dir(reading.arena, path), name), 1);
	if (reading.carriers.count) {
		struct site_summary summary;

		find_sites(reading.arena, text, length,
			   &(struct site_words){ locate_records, locate_fields, &reading.carriers },
			   &summary);
		may = summary.uses_carrier;
		site_summary_free(&summary);
	}
	strmap_free(&reading.files);
	strmap_free(&reading.carriers);
	arena_free(reading.arena);
	return may;
}
