// SPDX-License-Identifier: GPL-2.0-only
#include "extract/preamble_clients.h"

#include <stdlib.h>
#include <string.h>

bool is_search(const char *flag)
{
	return starts_with(flag, "-I") || starts_with(flag, "-isystem");
}

uint64_t macro_of(const char *flag)
{
	return starts_with(flag, "-D") && flag[2] ?
	       hash_bytes(flag + 2, strcspn(flag + 2, "=("), 0) : 0;
}

const char **flags_without_search(struct arena *arena, const struct front_request *request,
				  size_t *count)
{
	size_t all, kept = 0;
	const char **flags = front_filter_flags(request->flags, request->nflags, &all);

	for (size_t i = 0; i < all; i++) {
		if (!is_search(flags[i]))
			flags[kept++] = flags[i];
		else if (!strcmp(flags[i], "-I") || !strcmp(flags[i], "-isystem"))
			i++;
	}
	const char **result = arena_copy(arena, flags, kept * sizeof(*flags));

	free(flags);
	*count = kept;
	return result;
}

struct client *client_open(struct arena *arena, struct includes *includes,
			   const struct front_request *request, const char *file)
{
	struct include_path path;

	/*
	 * struct includes reads files from disk, so files in memory and overlays need a parse of their own; so does a part,
	 * which may be a header
	 */
	if (request->nvirtual_files || request->overlay || request->part ||
	    !includes_path(includes, request->directory, request->flags, request->nflags, &path))
		return NULL;
	struct client *client = arena_alloc(arena, sizeof(*client));

	client->role = file ? CLIENT_NEIGHBOUR : CLIENT_PRESENT;
	client->request = request;
	client->path = path;
	client->file = file ? file : path_normalise(arena, path_join(arena, request->directory,
								       request->file));
	client->flags = flags_without_search(arena, request, &client->nflags);
	client->lacks_header = includes_lack(includes, client->file, &client->path);
	includes_reach(includes, client->file, &client->path, &client->reached);
	client->nreaches = includes_count(includes) / 64 + 1;
	client->reaches = xcalloc(client->nreaches, sizeof(*client->reaches));
	vec_each(reached, &client->reached)
		client->reaches[(*reached)->number / 64] |= (uint64_t)1 << (*reached)->number % 64;
	return client;
}

void client_close(struct client *client)
{
	vec_free(&client->reached);
	free(client->reaches);
	intmap_free(&client->extra);
	intmap_free(&client->mentions);
	intmap_free(&client->answers);
}

static bool mentions(struct client *client, uint64_t macro)
{
	if (!intmap_has(&client->mentions, macro))
		intmap_set(&client->mentions, macro,
			   includes_mention(&client->reached, macro) ? client : NULL);
	return intmap_get(&client->mentions, macro);
}

static void classify(struct client *client, const struct intmap *counts, size_t nclients)
{
	intmap_free(&client->extra);
	for (size_t i = 0; i < client->path.given->base.count; i++) {
		uint64_t macro = client->path.given->base.entries[i].number;

		if ((uintptr_t)intmap_get(counts, macro) < nclients && !mentions(client, macro))
			intmap_set(&client->extra, macro, client);
	}
	client->path.extra = &client->extra;
	client->knows_special = false;
	client->class = 0;
	for (size_t i = 0; i < client->nflags; i++)
		if (!intmap_has(&client->extra, macro_of(client->flags[i])))
			client->class = hash_mix(client->class,
						 hash_bytes(client->flags[i],
							    strlen(client->flags[i]), 0));
}

void classify_clients(struct clients *clients)
{
	struct intmap counts = { 0 };

	vec_each(client, clients)
		for (size_t i = 0; i < (*client)->path.given->base.count; i++) {
			uint64_t macro = (*client)->path.given->base.entries[i].number;
			uintptr_t count = (uintptr_t)intmap_get(&counts, macro);

			intmap_set(&counts, macro, (void *)(count + 1));
		}
	vec_each(client, clients)
		classify(*client, &counts, clients->count);
	intmap_free(&counts);
}

bool begins_with(const struct include_path *path, const struct include_path *beginning)
{
	if (path->count < beginning->count)
		return false;
	for (size_t i = 0; i < beginning->count; i++)
		if (strcmp(path->directories[i], beginning->directories[i]) != 0)
			return false;
	return true;
}

bool client_has_flags(const struct client *client, const char *const *flags, size_t count,
		      struct intmap *extra)
{
	size_t at = 0;

	for (size_t i = 0; i < client->nflags; i++) {
		uint64_t macro = macro_of(client->flags[i]);

		if (at < count && !strcmp(client->flags[i], flags[at]))
			at++;
		else if (macro)
			intmap_set(extra, macro, extra);
		else
			return false;
	}
	return at == count;
}

static bool reaches_all(const struct client *client, const struct preamble *preamble)
{
	vec_each(entry, &preamble->entries)
		if (!client_reaches(client, *entry))
			return false;
	return true;
}

static bool can_use(struct includes *includes, struct client *client,
		    const struct preamble *preamble)
{
	struct intmap extra = { 0 };
	struct include_path path = client->path;
	bool can = (!preamble->base || client_can_use(includes, client, preamble->base)) &&
		   begins_with(&client->path, &preamble->path) &&
		   client_has_flags(client, preamble->flags, preamble->nflags, &extra) &&
		   reaches_all(client, preamble);

	path.extra = &extra;
	can = can && includes_may_precede(includes, client->file, &path, &preamble->set);
	intmap_free(&extra);
	return can;
}

bool client_can_use(struct includes *includes, struct client *client,
		    const struct preamble *preamble)
{
	uint64_t key = hash_mix((uint64_t)(uintptr_t)preamble, preamble->is_made);

	if (preamble->is_bad)
		return false;
	if (!intmap_has(&client->answers, key))
		intmap_set(&client->answers, key,
			   can_use(includes, client, preamble) ? client : NULL);
	return intmap_get(&client->answers, key);
}
