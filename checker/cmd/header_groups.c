// SPDX-License-Identifier: GPL-2.0-only
/* What files could share, and whether it is worth making. */
#include "cmd/header_groups.h"

#include <string.h>

/* What it costs to make a precompiled header, in parses of the same text: it is written as well. */
#define COST_OF_MAKING 1.6
/* What is left of a file's gain by it: it is loaded. */
#define GAIN_OF_USING 0.85
/* A gain of less text than this is not worth a process. */
#define LEAST_GAIN (1u << 20)
/* Of the files of a group, so many percent must include a header. */
static const unsigned shares[] = { 100, 80 };

/* ---- files -------------------------------------------------------------------------- */

bool is_search(const char *flag)
{
	return starts_with(flag, "-I") || starts_with(flag, "-isystem");
}

uint64_t macro_of(const char *flag)
{
	return starts_with(flag, "-D") && flag[2] ?
	       hash_bytes(flag + 2, strcspn(flag + 2, "=("), 0) : 0;
}

/* The flags that must be the same, in ARENA: those that do not search. */
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

bool client_open(struct arena *arena, struct includes *includes, struct extraction *extraction,
		 struct client *client)
{
	const struct front_request *request = &extraction->request;

	*client = (struct client){
		.extraction = extraction,
		.file = path_normalise(arena, path_join(arena, request->directory,
								request->file)),
	};
	/* what includes say is read from the files as they are */
	if (request->nvirtual_files || request->overlay ||
	    !includes_path(includes, request->directory, request->flags, request->nflags,
			   &client->path))
		return false;
	client->flags = flags_without_search(arena, request, &client->nflags);
	includes_reach(includes, client->file, &client->path, &client->reached);
	vec_each(file, &client->reached)
		intmap_set(&client->reaches, (uint64_t)(uintptr_t)*file, client);
	return true;
}

void client_close(struct client *client)
{
	vec_free(&client->reached);
	intmap_free(&client->reaches);
	intmap_free(&client->extra);
}

/* Macros of its command line that others do not have and that no header it reaches names. */
void client_classify(struct client *client, const struct clients *all)
{
	for (size_t i = 0; i < client->path.given->base.count; i++) {
		uint64_t macro = client->path.given->base.entries[i].number;
		bool common = true;

		for (size_t j = 0; j < all->count && common; j++)
			common = intmap_has(all->data[j].path.given, macro);
		if (!common && !includes_mention(&client->reached, macro))
			intmap_set(&client->extra, macro, client);
	}
	client->path.extra = &client->extra;
	client->class = 0;
	for (size_t i = 0; i < client->nflags; i++)
		if (!intmap_has(&client->extra, macro_of(client->flags[i])))
			client->class = hash_mix(client->class,
						 hash_bytes(client->flags[i],
							    strlen(client->flags[i]), 0));
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

/* All flags of MADE in their order, and else only macros: these into EXTRA. */
static bool has_flags(const struct client *client, const struct made *made, struct intmap *extra)
{
	size_t at = 0;

	for (size_t i = 0; i < client->nflags; i++) {
		uint64_t macro = macro_of(client->flags[i]);

		if (at < made->nflags && !strcmp(client->flags[i], made->flags[at]))
			at++;
		else if (macro)
			intmap_set(extra, macro, extra);
		else
			return false;
	}
	return at == made->nflags;
}

static bool reaches_all(const struct client *client, const struct made *made)
{
	vec_each(entry, &made->entries)
		if (!intmap_has(&client->reaches, (uint64_t)(uintptr_t)*entry))
			return false;
	return true;
}

bool client_can_use(struct includes *includes, const struct client *client,
		    const struct made *made)
{
	struct intmap extra = { 0 };
	struct include_path path = client->path;
	bool can = !made->is_bad && begins_with(&client->path, &made->path) &&
		   has_flags(client, made, &extra) && reaches_all(client, made);

	path.extra = &extra;
	can = can && includes_may_precede(includes, client->file, &path, &made->set);
	intmap_free(&extra);
	return can;
}

/* ---- groups ------------------------------------------------------------------------- */

static size_t bytes_now(const struct client *client)
{
	return client->made ? client->made->bytes : 0;
}

/* Headers that SHARE percent of the members reach, and then the members that reach them all. */
static void find_common(struct group *group, unsigned share)
{
	struct intmap counts = { 0 };
	size_t least = (group->members.count * share + 99) / 100, kept = 0;

	vec_each(member, &group->members)
		vec_each(file, &(*member)->reached) {
			uint64_t key = (uint64_t)(uintptr_t)*file;
			uintptr_t count = (uintptr_t)intmap_get(&counts, key);

			intmap_set(&counts, key, (void *)(count + 1));
		}
	for (size_t i = 0; i < counts.base.count; i++) {
		const struct map_entry *entry = &counts.base.entries[i];
		const struct include_file *file = (const void *)(uintptr_t)entry->number;

		/* what is read anew each time is read where it stands */
		if ((uintptr_t)entry->value < least || !file->guarded)
			continue;
		strmap_set(&group->set, file->path, group);
		group->bytes += file->bytes;
	}
	for (size_t i = 0; i < group->members.count; i++) {
		struct client *member = group->members.data[i];
		bool reaches_all = true;

		for (size_t j = 0; j < counts.base.count && reaches_all; j++)
			reaches_all = (uintptr_t)counts.base.entries[j].value < least ||
				      intmap_has(&member->reaches, counts.base.entries[j].number);
		if (reaches_all)
			group->members.data[kept++] = member;
	}
	group->members.count = kept;
	intmap_free(&counts);
}

static void compute_gain(struct group *group)
{
	group->gain = -COST_OF_MAKING * (double)group->bytes;
	vec_each(member, &group->members)
		if (group->bytes > bytes_now(*member))
			group->gain += GAIN_OF_USING * (double)(group->bytes - bytes_now(*member));
}

void group_free(struct group *group)
{
	vec_free(&group->members);
	strmap_free(&group->set);
}

/* The clients like FIRST below the directory that is the first LENGTH bytes of its path. */
static void gather(struct clients *clients, const struct client *first, size_t length,
		   unsigned share, struct group *group)
{
	*group = (struct group){ 0 };
	vec_each(client, clients)
		if (client->class == first->class && !strncmp(client->file, first->file, length))
			vec_push(&group->members, client);
	if (group->members.count > 1)
		find_common(group, share);
	compute_gain(group);
}

/* What the order of macros forbids is known only now: it takes longer to find out. */
static void keep_those_that_can(struct includes *includes, struct group *group)
{
	struct strmap wide = { 0 };
	size_t kept = 0;

	for (size_t i = 0; i < group->set.count; i++)
		strmap_set(&wide, group->set.entries[i].key, group);
	if (group->members.count)
		includes_widen(includes, &group->members.data[0]->path, &wide);
	vec_each(member, &group->members)
		if (group->bytes > bytes_now(*member) &&
		    includes_may_precede(includes, (*member)->file, &(*member)->path, &wide))
			group->members.data[kept++] = *member;
	group->members.count = kept;
	strmap_free(&wide);
	compute_gain(group);
}

static size_t count_below(const struct clients *clients, const struct client *first, size_t length)
{
	size_t below = 0;

	vec_each(client, clients)
		below += client->class == first->class &&
			 !strncmp(client->file, first->file, length);
	return below;
}

/* One search for the group with most to gain. */
struct search {
	struct arena *arena;
	struct includes *includes;
	struct clients *clients;
	struct strmap *hopeless;	/* groups that never gained anything */
	struct strmap seen;		/* groups that were looked at in this search */
	struct group best;
};

static void try_group(struct search *search, const struct client *first, size_t length,
		      unsigned share)
{
	char *name = arena_printf(search->arena, "%016llx %u %.*s",
				  (unsigned long long)first->class, share, (int)length, first->file);
	struct group group;

	if (strmap_has(search->hopeless, name) || strmap_has(&search->seen, name))
		return;
	strmap_set(&search->seen, name, search);
	gather(search->clients, first, length, share, &group);
	if (group.gain > search->best.gain)
		keep_those_that_can(search->includes, &group);
	if (group.gain <= LEAST_GAIN)
		strmap_set(search->hopeless, name, search);
	if (group.gain > search->best.gain) {
		group_free(&search->best);
		search->best = group;
	} else {
		group_free(&group);
	}
}

/* Every directory above every client, but for those that hold the same files as the one above. */
static void find_best(struct search *search)
{
	search->best = (struct group){ .gain = LEAST_GAIN };
	vec_each(first, search->clients) {
		size_t above = 0;

		for (const char *slash = strchr(first->file, '/'); slash;
		     slash = strchr(slash + 1, '/')) {
			size_t length = (size_t)(slash + 1 - first->file);
			size_t below = count_below(search->clients, first, length);

			if (below < 2)
				break;
			for (size_t j = 0; below != above && j < sizeof(shares) / sizeof(*shares); j++)
				try_group(search, first, length, shares[j]);
			above = below;
		}
	}
	strmap_free(&search->seen);
}

struct group find_best_group(struct arena *arena, struct includes *includes,
			     struct clients *clients, struct strmap *hopeless)
{
	struct search search = {
		.arena = arena, .includes = includes, .clients = clients, .hopeless = hopeless,
	};

	find_best(&search);
	return search.best;
}
