// SPDX-License-Identifier: GPL-2.0-only
/* What files could share, and whether it is worth making. */
#include "extract/preamble_groups.h"

#include <string.h>

/* What it costs to make a precompiled header, in parses of the same text: it is written as well. */
#define COST_OF_MAKING 1.3
/* What is left of a file's gain by it: it is loaded. */
#define GAIN_OF_USING 0.85
/* A gain of less text than this is not worth a process. */
#define LEAST_GAIN (1u << 18)
/*
 * How many more files will come: for each that was parsed before on the same base, and for each neighbour
 * when it is about their own directory.
 */
#define FILES_PER_PAST 0.6
#define FILES_PER_NEIGHBOUR 0.1
#define FILES_EXPECTED_MOST 2.0
/* Others that are compared with the files at hand. */
#define OTHERS_MOST 40
/* Of the files of a group, so many percent must include a header. */
static const unsigned shares[] = { 95, 75 };

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

struct client *client_open(struct arena *arena, struct includes *includes,
			   struct extraction *extraction, const char *file)
{
	const struct front_request *request = &extraction->request;
	struct include_path path;

	/* what includes say is read from the files as they are */
	if (request->nvirtual_files || request->overlay ||
	    !includes_path(includes, request->directory, request->flags, request->nflags, &path))
		return NULL;
	struct client *client = arena_alloc(arena, sizeof(*client));

	client->role = file ? CLIENT_NEIGHBOUR : CLIENT_PRESENT;
	client->extraction = file ? NULL : extraction;
	client->request = request;
	client->path = path;
	client->file = file ? file : path_normalise(arena, path_join(arena, request->directory,
								       request->file));
	client->flags = flags_without_search(arena, request, &client->nflags);
	includes_reach(includes, client->file, &client->path, &client->reached);
	vec_each(reached, &client->reached)
		intmap_set(&client->reaches, (uint64_t)(uintptr_t)*reached, client);
	return client;
}

void client_close(struct client *client)
{
	vec_free(&client->reached);
	intmap_free(&client->reaches);
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

/* All COUNT of FLAGS in their order, and else only macros: these into EXTRA. */
static bool has_flags(const struct client *client, const char *const *flags, size_t count,
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

static bool reaches_all(const struct client *client, const struct made *made)
{
	vec_each(entry, &made->entries)
		if (!intmap_has(&client->reaches, (uint64_t)(uintptr_t)*entry))
			return false;
	return true;
}

static bool can_use(struct includes *includes, struct client *client, const struct made *made)
{
	struct intmap extra = { 0 };
	struct include_path path = client->path;
	bool can = (!made->base || client_can_use(includes, client, made->base)) &&
		   begins_with(&client->path, &made->path) &&
		   has_flags(client, made->flags, made->nflags, &extra) &&
		   reaches_all(client, made);

	path.extra = &extra;
	can = can && includes_may_precede(includes, client->file, &path, &made->set);
	intmap_free(&extra);
	return can;
}

bool client_can_use(struct includes *includes, struct client *client, const struct made *made)
{
	uint64_t key = hash_mix((uint64_t)(uintptr_t)made, made->is_made);

	if (made->is_bad)
		return false;
	if (!intmap_has(&client->answers, key))
		intmap_set(&client->answers, key,
			   can_use(includes, client, made) ? client : NULL);
	return intmap_get(&client->answers, key);
}

/* ---- groups ------------------------------------------------------------------------- */

static bool reaches_set(const struct client *client, const struct include_files *set)
{
	vec_each(file, set)
		if (!intmap_has(&client->reaches, (uint64_t)(uintptr_t)*file))
			return false;
	return true;
}

/* Those of CLIENTS that reach all of SET. */
static size_t keep_reaching(struct client **clients, size_t count,
			    const struct include_files *set)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (reaches_set(clients[i], set))
			clients[kept++] = clients[i];
	return kept;
}

static void count_reached(struct client *const *clients, size_t count, unsigned *counts,
			  struct include_files *seen)
{
	for (size_t i = 0; i < count; i++)
		vec_each(file, &clients[i]->reached)
			if (!counts[(*file)->number]++)
				vec_push(seen, *file);
}

/* Headers that SHARE percent of all reach, and then the members that reach them all. */
static void find_common(struct group *group, const struct includes *includes, unsigned share)
{
	struct include_files seen = { 0 };
	unsigned *counts = xcalloc(includes_count(includes) + 1, sizeof(*counts));
	size_t all = group->members.count + group->others.count;
	size_t least = (all * share + 99) / 100, kept = 0;

	count_reached(group->members.data, group->members.count, counts, &seen);
	count_reached(group->others.data, group->others.count, counts, &seen);
	/* what is read anew each time is read where it stands */
	vec_each(file, &seen)
		if (counts[(*file)->number] >= least && (*file)->guarded)
			seen.data[kept++] = *file;
	seen.count = kept;
	vec_each(file, &seen) {
		strmap_set(&group->set, (*file)->path, group);
		group->bytes += (*file)->bytes;
	}
	group->members.count = keep_reaching(group->members.data, group->members.count, &seen);
	group->others.count = keep_reaching(group->others.data, group->others.count, &seen);
	vec_free(&seen);
	free(counts);
}

/* The base's headers are in the set as well: what stands on it has them. */
static void add_base(struct group *group)
{
	const struct made *base = group->base;

	for (size_t i = 0; base && i < base->set.count; i++)
		strmap_set(&group->set, base->set.entries[i].key, group);
}

static size_t bytes_now(const struct client *client)
{
	return client->made ? client->made->bytes : 0;
}

/* The text that CLIENT would no longer have to read. */
static double saved(const struct group *group, size_t now)
{
	return group->bytes > now ? GAIN_OF_USING * (double)(group->bytes - now) : 0;
}

/*
 * What is gained by files that have not been asked for yet. Few have more macros defined for them than others have:
 * of such nobody is expected for whom headers would have to be made from the ground.
 */
static double expected_gain(const struct group *group)
{
	size_t below = group->base ? group->base->bytes : 0;
	double gain = 0, files = 0;

	if (group->is_special && !group->base)
		return 0;
	vec_each(other, &group->others) {
		bool is_past = (*other)->role == CLIENT_PAST;
		bool is_beside = !strchr((*other)->file + group->length, '/');
		double weight = is_past ? FILES_PER_PAST : is_beside ? FILES_PER_NEIGHBOUR : 0;

		if (files + weight > FILES_EXPECTED_MOST)
			weight = FILES_EXPECTED_MOST - files;
		files += weight;
		gain += weight * saved(group, is_past && bytes_now(*other) > below ?
					      bytes_now(*other) : below);
	}
	return gain;
}

static void compute_gain(struct group *group)
{
	size_t below = group->base ? group->base->bytes : 0;

	group->gain = 0;
	if (!group->members.count || group->bytes <= below)
		return;
	group->gain = expected_gain(group) - COST_OF_MAKING * (double)(group->bytes - below);
	vec_each(member, &group->members)
		group->gain += saved(group, bytes_now(*member));
}

void group_free(struct group *group)
{
	vec_free(&group->members);
	vec_free(&group->others);
	strmap_free(&group->set);
}

static bool stands_on(const struct made *made, const struct made *base)
{
	while (made && made != base)
		made = made->base;
	return made == base;
}

/* What all members stand on, and those before them that stood on something: more like these may come. */
static struct made *common_base(const struct group *group)
{
	struct made *base = group->members.data[0]->made;

	vec_each(member, &group->members)
		while (base && !stands_on((*member)->made, base))
			base = base->base;
	vec_each(other, &group->others)
		while ((*other)->made && base && base->is_made && !stands_on((*other)->made, base))
			base = base->base;
	return base;
}

/* Somebody has the same flags as FIRST but for some macros, which only FIRST has. */
static bool is_special(const struct clients *clients, const struct client *first)
{
	bool found = false;

	for (size_t i = 0; i < clients->count && !found; i++) {
		const struct client *other = clients->data[i];
		struct intmap extra = { 0 };

		found = other->class != first->class && other->nflags < first->nflags &&
			has_flags(first, other->flags, other->nflags, &extra);
		for (size_t j = 0; j < extra.base.count && found; j++)
			found = !intmap_has(&first->extra, extra.base.entries[j].number);
		intmap_free(&extra);
	}
	return found;
}

static bool has_same_flags(const struct client *client, const struct client *other)
{
	struct intmap extra = { 0 };
	bool same = client->nflags == other->nflags &&
		    has_flags(client, other->flags, other->nflags, &extra);

	intmap_free(&extra);
	return same;
}

/* The clients like FIRST, which is one, below the directory that is the first LENGTH bytes of its path. */
static void gather(const struct includes *includes, struct clients *clients,
		   const struct client *first, size_t length, unsigned share, bool exact,
		   struct group *group)
{
	*group = (struct group){
		.length = length, .is_special = is_special(clients, first), .is_exact = exact,
	};
	vec_each(client, clients) {
		if ((*client)->class != first->class || strncmp((*client)->file, first->file, length))
			continue;
		if (exact && !has_same_flags(*client, first))
			continue;
		if ((*client)->role == CLIENT_PRESENT)
			vec_push(&group->members, *client);
		else if (group->others.count < OTHERS_MOST)
			vec_push(&group->others, *client);
	}
	if (group->members.count + group->others.count > 1)
		find_common(group, includes, share);
	if (group->members.count)
		group->base = common_base(group);
	compute_gain(group);
}

/* What the order of macros forbids is known only now: it takes longer to find out. */
static void keep_those_that_can(struct includes *includes, struct group *group)
{
	struct strmap wide = { 0 };
	size_t kept = 0;

	add_base(group);
	for (size_t i = 0; i < group->set.count; i++)
		strmap_set(&wide, group->set.entries[i].key, group);
	if (group->members.count)
		includes_widen(includes, &group->members.data[0]->path, &wide);
	vec_each(member, &group->members) {
		struct include_path path = (*member)->path;

		if (group->is_exact)
			path.extra = NULL;
		if (group->bytes > bytes_now(*member) &&
		    includes_may_precede(includes, (*member)->file, &path, &wide))
			group->members.data[kept++] = *member;
	}
	group->members.count = kept;
	strmap_free(&wide);
	compute_gain(group);
}

static size_t count_below(const struct clients *clients, const struct client *first, size_t length)
{
	size_t below = 0;

	vec_each(client, clients)
		below += (*client)->class == first->class &&
			 !strncmp((*client)->file, first->file, length);
	return below;
}

/* One search for the group with most to gain. */
struct group_search {
	struct arena *arena;
	struct includes *includes;
	struct clients *clients;
	struct strmap *hopeless;	/* groups that never gained anything */
	struct strmap seen;		/* groups that were looked at in this search */
	struct group best;
};

static size_t served(const struct group *group)
{
	return group->members.count + group->others.count;
}

static bool is_better(const struct group *group, const struct group *than)
{
	if (group->gain <= LEAST_GAIN || !than->members.count)
		return group->gain > LEAST_GAIN;
	return served(group) != served(than) ? served(group) > served(than) :
	       group->gain > than->gain;
}

static void try_group(struct group_search *search, const struct client *first, size_t length,
		      unsigned share, bool exact)
{
	char *name = arena_printf(search->arena, "%016llx %u %.*s%s",
				  (unsigned long long)first->class, share, (int)length,
				  first->file, exact ? first->file + length : "");
	struct group group;

	if (strmap_has(search->hopeless, name) || strmap_has(&search->seen, name))
		return;
	strmap_set(&search->seen, name, search);
	gather(search->includes, search->clients, first, length, share, exact, &group);
	if (is_better(&group, &search->best))
		keep_those_that_can(search->includes, &group);
	if (group.gain <= LEAST_GAIN)
		strmap_set(search->hopeless, name, search);
	if (is_better(&group, &search->best)) {
		group_free(&search->best);
		search->best = group;
	} else {
		group_free(&group);
	}
}

/* Macros that only some have, and that no header names for sure, are left out at first, then not. */
static void try_shares(struct group_search *search, const struct client *first, size_t length)
{
	for (size_t i = 0; length && i < sizeof(shares) / sizeof(*shares); i++) {
		try_group(search, first, length, shares[i], false);
		if (first->extra.base.count)
			try_group(search, first, length, shares[i], true);
	}
}

/* Every directory above FIRST; of those that hold the same files the lowest. */
static void try_directories(struct group_search *search, const struct client *first)
{
	size_t length = 0, before = 0;

	for (const char *slash = strchr(first->file, '/'); slash; slash = strchr(slash + 1, '/')) {
		size_t here = (size_t)(slash + 1 - first->file);
		size_t below = count_below(search->clients, first, here);

		if (below < 2)
			break;
		if (below != before)
			try_shares(search, first, length);
		length = here;
		before = below;
	}
	try_shares(search, first, length);
}

static void find_best(struct group_search *search)
{
	search->best = (struct group){ .gain = 0 };
	vec_each(first, search->clients)
		if ((*first)->role == CLIENT_PRESENT)
			try_directories(search, *first);
	strmap_free(&search->seen);
}

struct group find_best_group(struct arena *arena, struct includes *includes,
			     struct clients *clients, struct strmap *hopeless)
{
	struct group_search search = {
		.arena = arena, .includes = includes, .clients = clients, .hopeless = hopeless,
	};

	find_best(&search);
	return search.best;
}
