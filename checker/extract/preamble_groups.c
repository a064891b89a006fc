// SPDX-License-Identifier: GPL-2.0-only
#include "extract/preamble_groups.h"

#include <string.h>

/* Making a preamble costs this many parses of the same text: libclang also writes it, and it is searched for names. */
#define COST_OF_MAKING 1.45
/* This share of a file's gain remains: loading the preamble takes time. */
#define GAIN_OF_USING 0.85
/* A smaller gain, in bytes of text, is not worth a process. */
#define LEAST_GAIN (1u << 18)
/*
 * How many files like it are expected for each past file on the same base, and for each neighbour in the
 * directory.
 */
#define FILES_PER_PAST 0.6
#define FILES_PER_NEIGHBOUR 0.1
/* Fewer than what would have a preamble made for one file. */
#define FILES_EXPECTED_MOST 0.5
/* How many past files and neighbours a group compares with its members. */
#define OTHERS_MOST 40
/*
 * A preamble upon so many others is not worth it: libclang takes three times as long for the sources that use it (libclang
 * 19, hfi1 and amdgpu of 6.12: 0.3 and 0.1 s with 5 levels, 0.9 and 0.5 s with 6).
 */
#define LEVELS_MOST 5
/* A header is in common if this percentage of the group includes it; each is tried. */
static const unsigned shares[] = { 95, 75 };

static bool reaches_set(const struct client *client, const struct include_files *set)
{
	vec_each(file, set)
		if (!client_reaches(client, *file))
			return false;
	return true;
}

/* Moves the CLIENTS that reach all of SET to the front; returns how many there are. */
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

/* Finds the headers that SHARE percent of the files reach, then drops the files that miss one of them. */
static void find_common(struct preamble_group *group, const struct includes *includes,
			unsigned share)
{
	struct include_files seen = { 0 };
	unsigned *counts = xcalloc(includes_count(includes) + 1, sizeof(*counts));
	size_t all = group->members.count + group->others.count;
	size_t least = (all * share + 99) / 100, kept = 0;

	count_reached(group->members.data, group->members.count, counts, &seen);
	count_reached(group->others.data, group->others.count, counts, &seen);
	/* a header without a guard acts anew at each #include: it stays there */
	vec_each(file, &seen)
		if (counts[(*file)->number] >= least && (*file)->guarded)
			seen.data[kept++] = *file;
	seen.count = kept;
	vec_each(file, &seen)
		group->bytes += (*file)->bytes;
	group->members.count = keep_reaching(group->members.data, group->members.count, &seen);
	group->others.count = keep_reaching(group->others.data, group->others.count, &seen);
	group->common = seen;
	free(counts);
}

/* A preamble has the headers in common, and its base's headers too. */
static void fill_set(struct preamble_group *group)
{
	const struct preamble *base = group->base;

	vec_each(file, &group->common)
		strmap_set(&group->set, (*file)->path, group);
	for (size_t i = 0; base && i < base->set.count; i++)
		strmap_set(&group->set, base->set.entries[i].key, group);
}

static size_t bytes_now(const struct client *client)
{
	return client->preamble ? client->preamble->bytes : 0;
}

/* Bytes of text that a file need no longer parse whose preamble had NOW bytes. */
static double saved(const struct preamble_group *group, size_t now)
{
	return group->bytes > now ? GAIN_OF_USING * (double)(group->bytes - now) : 0;
}

/*
 * The gain by files that nothing has requested yet. Few files have additional macros: for such a group
 * none is expected that would need a preamble without a base.
 */
static double expected_gain(const struct preamble_group *group)
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

static void compute_gain(struct preamble_group *group)
{
	size_t below = group->base ? group->base->bytes : 0;

	group->gain = 0;
	if (!group->members.count || group->bytes <= below)
		return;
	if (group->base && group->base->precompiled.level + 1 >= LEVELS_MOST)
		return;
	group->gain = expected_gain(group) - COST_OF_MAKING * (double)(group->bytes - below);
	vec_each(member, &group->members)
		group->gain += saved(group, bytes_now(*member));
}

void group_free(struct preamble_group *group)
{
	vec_free(&group->members);
	vec_free(&group->others);
	vec_free(&group->common);
	strmap_free(&group->set);
}

/* PREAMBLE is BASE or extends it. */
static bool extends(const struct preamble *preamble, const struct preamble *base)
{
	while (preamble && preamble != base)
		preamble = preamble->base;
	return preamble == base;
}

/*
 * The largest preamble that all members use, and that past files with a preamble used: files like them may
 * come.
 */
static struct preamble *common_base(const struct preamble_group *group)
{
	struct preamble *base = group->members.data[0]->preamble;

	vec_each(member, &group->members)
		while (base && !extends((*member)->preamble, base))
			base = base->base;
	vec_each(other, &group->others)
		while ((*other)->preamble && base && base->is_made &&
		       !extends((*other)->preamble, base))
			base = base->base;
	return base;
}

/* Another client has FIRST's flags except for some macros, which are FIRST's extra ones. */
static bool is_special(const struct clients *clients, const struct client *first)
{
	bool found = false;

	for (size_t i = 0; i < clients->count && !found; i++) {
		const struct client *other = clients->data[i];
		struct intmap extra = { 0 };

		found = other->class != first->class && other->nflags < first->nflags &&
			client_has_flags(first, other->flags, other->nflags, &extra);
		for (size_t j = 0; j < extra.base.count && found; j++)
			found = !intmap_has(&first->extra, extra.base.entries[j].number);
		intmap_free(&extra);
	}
	return found;
}

/* The same, asked once for each client and set of clients. */
static bool knows_special(const struct clients *clients, struct client *first)
{
	if (!first->knows_special)
		first->is_special = is_special(clients, first);
	first->knows_special = true;
	return first->is_special;
}

static bool has_same_flags(const struct client *client, const struct client *other)
{
	struct intmap extra = { 0 };
	bool same = client->nflags == other->nflags &&
		    client_has_flags(client, other->flags, other->nflags, &extra);

	intmap_free(&extra);
	return same;
}

/*
 * Fills GROUP with the clients of FIRST's class below the directory whose name is its path's first LENGTH
 * bytes.
 */
static void gather(const struct includes *includes, struct clients *clients,
		   struct client *first, size_t length, unsigned share, bool exact,
		   struct preamble_group *group)
{
	*group = (struct preamble_group){
		.length = length, .is_special = knows_special(clients, first), .is_exact = exact,
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

/* Drops the members whose macros forbid the preamble. This check is slow, so it comes last. */
static void keep_those_that_can(struct includes *includes, struct preamble_group *group)
{
	struct strmap wide = { 0 };
	size_t kept = 0;

	fill_set(group);
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

/* One search for the best group. */
struct group_search {
	struct arena *arena;
	struct includes *includes;
	struct clients *clients;
	struct strmap *hopeless;	/* names of groups without a gain */
	struct strmap seen;		/* names of groups that this search has tried */
	struct preamble_group best;
};

/* How many files the group serves. */
static size_t served(const struct preamble_group *group)
{
	return group->members.count + group->others.count;
}

static bool is_better(const struct preamble_group *group, const struct preamble_group *than)
{
	if (group->gain <= LEAST_GAIN || !than->members.count)
		return group->gain > LEAST_GAIN;
	return served(group) != served(than) ? served(group) > served(than) :
	       group->gain > than->gain;
}

static void try_group(struct group_search *search, struct client *first, size_t length,
		      unsigned share, bool exact)
{
	char *name = arena_printf(search->arena, "%016llx %u %.*s%s",
				  (unsigned long long)first->class, share, (int)length,
				  first->file, exact ? first->file + length : "");
	struct preamble_group group;

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

/* Tries the group without the extra macros of its clients, then with them. */
static void try_shares(struct group_search *search, struct client *first, size_t length)
{
	for (size_t i = 0; length && i < sizeof(shares) / sizeof(*shares); i++) {
		try_group(search, first, length, shares[i], false);
		if (first->extra.base.count)
			try_group(search, first, length, shares[i], true);
	}
}

/* Tries every directory above FIRST; of directories with the same clients the lowest. */
static void try_directories(struct group_search *search, struct client *first)
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
	search->best = (struct preamble_group){ .gain = 0 };
	vec_each(first, search->clients)
		if ((*first)->role == CLIENT_PRESENT)
			try_directories(search, *first);
	strmap_free(&search->seen);
}

struct preamble_group find_best_group(struct arena *arena, struct includes *includes,
			     struct clients *clients, struct strmap *hopeless)
{
	struct group_search search = {
		.arena = arena, .includes = includes, .clients = clients, .hopeless = hopeless,
	};

	find_best(&search);
	return search.best;
}
