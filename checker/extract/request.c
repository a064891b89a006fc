// SPDX-License-Identifier: GPL-2.0-only
#include "extract/request.h"

static void pack_list(struct strbuf *out, const char *const *texts, size_t count)
{
	pack_texts(out, &(struct strings){ .data = (char **)texts, .count = count });
}

static const char *const *unpack_list(struct unpacking *from, size_t *count)
{
	struct strings texts = { 0 };

	unpack_texts(from, &texts);
	const char *const *list = arena_copy(from->arena, texts.data,
					     texts.count * sizeof(*texts.data));

	*count = texts.count;
	vec_free(&texts);
	return list;
}

void pack_request(struct strbuf *out, const struct front_request *request)
{
	pack_text(out, request->file);
	pack_text(out, request->directory);
	pack_text(out, request->tree);
	pack_text(out, request->build);
	pack_text(out, request->arch);
	pack_text(out, request->readable);
	pack_list(out, request->flags, request->nflags);
	pack_text(out, request->part);
	pack_list(out, request->helpers, request->nhelpers);
}

void unpack_request(struct unpacking *from, struct front_request *request)
{
	request->file = unpack_text(from);
	request->directory = unpack_text(from);
	request->tree = unpack_optional(from);
	request->build = unpack_optional(from);
	request->arch = unpack_text(from);
	request->readable = unpack_optional(from);
	request->flags = unpack_list(from, &request->nflags);
	request->part = unpack_optional(from);
	request->helpers = unpack_list(from, &request->nhelpers);
}

/* ---- precompiled headers ---- */

/* NULL is packed as one without a path. */
static void pack_precompiled(struct strbuf *out, const struct front_precompiled *precompiled)
{
	static const struct front_precompiled none;
	const struct front_precompiled *it = precompiled ? precompiled : &none;
	const struct strmap *not_renewed = it->not_renewed;

	pack_text(out, it->path);
	pack_text(out, it->names);
	pack_number(out, it->level);
	pack_number(out, it->ndeps);
	for (size_t i = 0; i < it->ndeps; i++) {
		pack_text(out, it->deps[i].path);
		pack_number(out, it->deps[i].hash);
	}
	pack_number(out, not_renewed ? not_renewed->count : 0);
	for (size_t i = 0; not_renewed && i < not_renewed->count; i++)
		pack_text(out, not_renewed->entries[i].key);
}

static void unpack_deps(struct unpacking *from, struct front_precompiled *precompiled)
{
	size_t count = unpack_count(from);
	struct ir_dep *deps = arena_alloc(from->arena, (count + 1) * sizeof(*deps));

	for (size_t i = 0; i < count && !from->broken; i++) {
		deps[i].path = unpack_text(from);
		deps[i].hash = unpack_number(from, UINT64_MAX);
	}
	precompiled->deps = deps;
	precompiled->ndeps = count;
}

/* The map's table is not the arena's and is never freed: only short-lived workers unpack one. */
static void unpack_not_renewed(struct unpacking *from, struct front_precompiled *precompiled)
{
	size_t count = unpack_count(from);
	struct strmap *not_renewed = count ? arena_alloc(from->arena, sizeof(*not_renewed)) : NULL;

	for (size_t i = 0; i < count && !from->broken; i++)
		strmap_set(not_renewed, unpack_text(from), not_renewed);
	precompiled->not_renewed = not_renewed;
}

static const struct front_precompiled *unpack_precompiled(struct unpacking *from)
{
	struct front_precompiled *precompiled = arena_alloc(from->arena, sizeof(*precompiled));

	precompiled->path = unpack_optional(from);
	precompiled->names = unpack_text(from);
	precompiled->level = (unsigned)unpack_number(from, UINT32_MAX);
	unpack_deps(from, precompiled);
	unpack_not_renewed(from, precompiled);
	return precompiled->path ? precompiled : NULL;
}

/* ---- the whole ---- */

bool pack_extraction(struct strbuf *out, const struct extraction *extraction)
{
	const struct front_request *request = &extraction->request;

	pack_request(out, request);
	pack_text(out, request->overlay);
	pack_number(out, request->lacks_header);
	pack_precompiled(out, request->precompiled);
	pack_precompiled(out, extraction->precompile);
	return !request->nvirtual_files;
}

void unpack_extraction(struct unpacking *from, struct extraction *extraction)
{
	struct front_request *request = &extraction->request;

	unpack_request(from, request);
	request->overlay = unpack_optional(from);
	request->lacks_header = unpack_number(from, 1);
	request->precompiled = unpack_precompiled(from);
	extraction->precompile = unpack_precompiled(from);
}
