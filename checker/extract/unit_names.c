// SPDX-License-Identifier: GPL-2.0-only
#include "extract/unit_names.h"

#include <string.h>

#include "base/map.h"

#define KIND "unit-name"

static char *name_key(const struct unit_name *name)
{
	const char *const parts[] = {
		name->tool, name->tree, name->build ? name->build : "", name->arch,
	};
	uint64_t hash = 0;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		hash = hash_mix(hash, hash_bytes(parts[i], strlen(parts[i]), i));
	return xasprintf("%016llx:%s", (unsigned long long)hash, name->file);
}

const char *unit_name_find(struct store *store, struct arena *arena, const struct unit_name *name,
			   const char **assumes)
{
	struct blob_cache *blobs = store_blobs(store);
	struct strbuf found = { 0 };
	char *own = name_key(name), *key = NULL;

	if (blobs->get(blobs, KIND, own, &found) && found.length) {
		size_t length = strcspn(found.text, " ");

		key = arena_strndup(arena, found.text, length);
		*assumes = found.text[length] ? arena_strdup(arena, found.text + length + 1) : NULL;
	}
	strbuf_free(&found);
	free(own);
	return key;
}

/* Does not write a record again: a scan that parses nothing must not write to the store. */
static void note(struct store *store, const struct unit_name *name, const char *noted)
{
	struct blob_cache *blobs = store_blobs(store);
	struct strbuf before = { 0 };
	char *own = name_key(name);

	if (!blobs->get(blobs, KIND, own, &before) || strcmp(strbuf_text(&before), noted))
		blobs->put(blobs, KIND, own, noted, strlen(noted));
	strbuf_free(&before);
	free(own);
}

void unit_name_note(struct store *store, const struct unit_name *name, const char *key,
		    const char *assumes)
{
	char *noted = assumes ? xasprintf("%s %s", key, assumes) : xstrdup(key);
	struct unit_name any = *name;

	any.build = NULL;
	note(store, name, noted);
	note(store, &any, noted);
	free(noted);
}
