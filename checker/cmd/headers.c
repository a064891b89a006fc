// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/headers.h"

#include <string.h>
#include <unistd.h>

#include "ir/ir.h"
#include "tree/includes.h"

/* What it costs to make a precompiled header, in parses of the same text: it is written as well. */
#define COST_OF_MAKING 1.6
/* A gain of less text than this is not worth a process. */
#define LEAST_GAIN (1u << 20)
/* Of the files of a group, so many percent must include a header. */
static const unsigned shares[] = { 100, 80 };

/* Precompiled headers, made or to be made. */
struct made {
	struct front_precompiled precompiled;
	struct strmap set;		/* paths of the headers in it */
	struct include_files entries;	/* what its source includes */
	struct include_path path;	/* directories that were searched */
	size_t bytes;			/* of text in it */
	struct front_request request;	/* how to make it */
	const char **flags;		/* of that, but for directories to search */
	size_t nflags;
	bool is_made, is_bad;
};

/* One file to be parsed. */
struct client {
	struct extraction *extraction;
	const char *file;
	struct include_path path;
	struct include_files reached;
	struct intmap reaches;		/* struct include_file -> anything */
	struct intmap extra;		/* macros of the command line, see find_extra() */
	const char **flags;		/* but for directories to search */
	size_t nflags;
	uint64_t class;			/* hash of the flags without the extra ones */
	struct made *made;		/* the best so far, or NULL */
	bool is_member;			/* of the group being looked at */
};

/* Files that could share headers: those below a directory. */
struct group {
	VEC(struct client *) members;
	struct strmap set;
	size_t bytes;
	double gain;
};

struct shared_headers {
	struct arena *arena;
	const struct extraction_options *options;
	const char *parent;		/* of the directory, which is made when needed */
	char *directory;		/* NULL: there is none yet, or none can be made */
	struct includes *includes;
	VEC(struct made *) made;
};

struct shared_headers *shared_headers_open(const char *tree, const char *build,
					   const char *directory,
					   const struct extraction_options *options)
{
	struct shared_headers *shared = xcalloc(1, sizeof(*shared));

	shared->arena = arena_new();
	shared->options = options;
	shared->includes = includes_open(tree, build);
	shared->parent = arena_strdup(shared->arena, directory);
	return shared;
}

void shared_headers_close(struct shared_headers *shared)
{
	if (!shared)
		return;
	vec_each(made, &shared->made) {
		(void)unlink((*made)->precompiled.path);
		(void)unlink((*made)->precompiled.names);
		(void)unlink((*made)->request.file);
		strmap_free(&(*made)->set);
		vec_free(&(*made)->entries);
	}
	if (shared->directory)
		(void)rmdir(shared->directory);
	vec_free(&shared->made);
	includes_close(shared->includes);
	arena_free(shared->arena);
	free(shared);
}

/* ---- files -------------------------------------------------------------------------- */

static bool is_search(const char *flag)
{
	return starts_with(flag, "-I") || starts_with(flag, "-isystem");
}

static uint64_t macro_of(const char *flag)
{
	return starts_with(flag, "-D") && flag[2] ?
	       hash_bytes(flag + 2, strcspn(flag + 2, "=("), 0) : 0;
}

/* The flags that must be the same, in ARENA: those that do not search. */
static const char **flags_of(struct arena *arena, const struct front_request *request, size_t *count)
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

static bool open_client(struct shared_headers *shared, struct extraction *extraction,
			struct client *client)
{
	const struct front_request *request = &extraction->request;

	*client = (struct client){
		.extraction = extraction,
		.file = path_normalise(shared->arena, path_join(shared->arena, request->directory,
								request->file)),
	};
	/* what includes say is read from the files as they are */
	if (request->nvirtual_files || request->overlay ||
	    !includes_path(shared->includes, request->directory, request->flags, request->nflags,
			   &client->path))
		return false;
	client->flags = flags_of(shared->arena, request, &client->nflags);
	includes_reach(shared->includes, client->file, &client->path, &client->reached);
	vec_each(file, &client->reached)
		intmap_set(&client->reaches, (uint64_t)(uintptr_t)*file, client);
	return true;
}

static void close_client(struct client *client)
{
	vec_free(&client->reached);
	intmap_free(&client->reaches);
	intmap_free(&client->extra);
}

/* Macros of its command line that others do not have and that no header it reaches names. */
static void find_extra(struct client *client, const struct client *clients, size_t count)
{
	for (size_t i = 0; i < client->path.given->base.count; i++) {
		uint64_t macro = client->path.given->base.entries[i].number;
		bool common = true;

		for (size_t j = 0; j < count && common; j++)
			common = intmap_has(clients[j].path.given, macro);
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

static bool begins_with(const struct include_path *path, const struct include_path *beginning)
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

static bool can_use(struct shared_headers *shared, const struct client *client,
		    const struct made *made)
{
	struct intmap extra = { 0 };
	struct include_path path = client->path;
	bool can = !made->is_bad && begins_with(&client->path, &made->path) &&
		   has_flags(client, made, &extra) && reaches_all(client, made);

	path.extra = &extra;
	can = can && includes_may_precede(shared->includes, client->file, &path, &made->set);
	intmap_free(&extra);
	return can;
}

/* Of those that are there already. */
static void choose_made(struct shared_headers *shared, struct client *client)
{
	vec_each(made, &shared->made)
		if ((!client->made || (*made)->bytes > client->made->bytes) &&
		    can_use(shared, client, *made))
			client->made = *made;
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
			group->gain += (double)(group->bytes - bytes_now(*member));
}

static void free_group(struct group *group)
{
	vec_free(&group->members);
	strmap_free(&group->set);
}

/* The clients like FIRST below the directory that is the first LENGTH bytes of its path. */
static void gather(struct client *clients, size_t count, const struct client *first, size_t length,
		   unsigned share, struct group *group)
{
	*group = (struct group){ 0 };
	for (size_t i = 0; i < count; i++)
		if (clients[i].class == first->class &&
		    !strncmp(clients[i].file, first->file, length))
			vec_push(&group->members, &clients[i]);
	if (group->members.count > 1)
		find_common(group, share);
	compute_gain(group);
}

/* What the order of macros forbids is known only now: it takes longer to find out. */
static void keep_those_that_can(struct shared_headers *shared, struct group *group)
{
	struct strmap wide = { 0 };
	size_t kept = 0;

	for (size_t i = 0; i < group->set.count; i++)
		strmap_set(&wide, group->set.entries[i].key, group);
	if (group->members.count)
		includes_widen(shared->includes, &group->members.data[0]->path, &wide);
	vec_each(member, &group->members)
		if (group->bytes > bytes_now(*member) &&
		    includes_may_precede(shared->includes, (*member)->file, &(*member)->path, &wide))
			group->members.data[kept++] = *member;
	group->members.count = kept;
	strmap_free(&wide);
	compute_gain(group);
}

/* The group with most to gain; every directory above every client is tried once. */
static void find_best(struct shared_headers *shared, struct client *clients, size_t count,
		      struct strmap *tried, struct group *best)
{
	*best = (struct group){ .gain = LEAST_GAIN };
	for (size_t i = 0; i < count; i++)
		for (const char *slash = strchr(clients[i].file, '/'); slash;
		     slash = strchr(slash + 1, '/'))
			for (size_t j = 0; j < sizeof(shares) / sizeof(*shares); j++) {
				size_t length = (size_t)(slash + 1 - clients[i].file);
				char *name = arena_printf(shared->arena, "%016llx %u %.*s",
							  (unsigned long long)clients[i].class,
							  shares[j], (int)length, clients[i].file);
				struct group group;

				if (strmap_has(tried, name))
					continue;
				gather(clients, count, &clients[i], length, shares[j], &group);
				if (group.gain > best->gain)
					keep_those_that_can(shared, &group);
				if (group.gain <= LEAST_GAIN)
					strmap_set(tried, name, shared);
				if (group.gain > best->gain) {
					free_group(best);
					*best = group;
				} else {
					free_group(&group);
				}
			}
}

/* ---- making ----------------------------------------------------------------------- */

/* The directories that all members search first. */
static struct include_path common_path(const struct group *group)
{
	struct include_path path = group->members.data[0]->path;

	vec_each(member, &group->members)
		while (path.count && !begins_with(&(*member)->path, &path))
			path.count--;
	return path;
}

/* FIRST's flags, without the directories that others do not search and without its own macros. */
static void take_flags(struct shared_headers *shared, const struct client *first,
		       size_t directories, struct front_request *request)
{
	const struct front_request *like = &first->extraction->request;
	const char **flags = arena_alloc(shared->arena, (like->nflags + 1) * sizeof(*flags));
	size_t count = 0, seen = 0;

	for (size_t i = 0; i < like->nflags; i++) {
		bool alone = !strcmp(like->flags[i], "-I") || !strcmp(like->flags[i], "-isystem");
		bool keeps = is_search(like->flags[i]) ? seen++ < directories :
							 !intmap_has(&first->extra, macro_of(like->flags[i]));

		if (keeps)
			flags[count++] = like->flags[i];
		if (alone && i + 1 < like->nflags && keeps)
			flags[count++] = like->flags[i + 1];
		i += alone;
	}
	*request = *like;
	request->flags = flags;
	request->nflags = count;
}

static int write_source(struct shared_headers *shared, struct made *made, struct error *error)
{
	struct strbuf text = { 0 };

	vec_each(entry, &made->entries)
		strbuf_printf(&text, "#include \"%s\"\n", (*entry)->path);
	made->request.file = arena_printf(shared->arena, "%s/%zu.h", shared->directory,
					  shared->made.count);
	int failed = write_file(made->request.file, strbuf_text(&text), text.length, error);

	strbuf_free(&text);
	return failed;
}

/* Plans it; the members count on it from now on. */
static void plan(struct shared_headers *shared, struct group *group)
{
	struct client *first = group->members.data[0];
	struct made *made = arena_alloc(shared->arena, sizeof(*made));
	struct error error = { 0 };

	made->bytes = group->bytes;
	made->set = group->set;
	group->set = (struct strmap){ 0 };
	made->path = common_path(group);
	take_flags(shared, first, made->path.count, &made->request);
	made->flags = flags_of(shared->arena, &made->request, &made->nflags);
	includes_entries(shared->includes, first->file, &first->path, &made->set, &made->entries);
	made->is_bad = write_source(shared, made, &error);
	error_clear(&error);
	made->precompiled.path = arena_printf(shared->arena, "%s/%zu.pch", shared->directory,
					      shared->made.count);
	made->precompiled.names = arena_printf(shared->arena, "%s/%zu.names.h", shared->directory,
					       shared->made.count);
	vec_push(&shared->made, made);
	vec_each(member, &group->members)
		(*member)->made = made;
}

/* Takes over UNIT, which holds nothing but the files that were read. */
static void take_deps(struct shared_headers *shared, struct made *made, struct ir_unit *unit)
{
	VEC(struct ir_dep) deps = { 0 };

	vec_each(dep, &unit->deps) {
		const char *path = arena_strdup(shared->arena, dep->path);

		if (!strcmp(path, made->request.file))
			continue;
		vec_push(&deps, (struct ir_dep){ path, dep->hash });
		strmap_set(&made->set, path, made);
	}
	made->precompiled.deps = arena_copy(shared->arena, deps.data,
					    deps.count * sizeof(*deps.data));
	made->precompiled.ndeps = deps.count;
	made->is_made = true;
	vec_free(&deps);
	ir_unit_free(unit);
}

/* What was planned since FROM, all at once. */
static int make_planned(struct shared_headers *shared, size_t from, struct error *error)
{
	size_t count = shared->made.count - from;
	struct extraction *extractions = xcalloc(count + 1, sizeof(*extractions));

	for (size_t i = 0; i < count; i++) {
		extractions[i].request = shared->made.data[from + i]->request;
		extractions[i].precompile = &shared->made.data[from + i]->precompiled;
	}
	int failed = run_extractions(extractions, count, shared->options, error);
	for (size_t i = 0; i < count && !failed; i++) {
		struct made *made = shared->made.data[from + i];
		struct error ignored = { 0 };
		struct ir_unit *unit = extractions[i].text ?
			ir_parse_unit(extractions[i].text, extractions[i].length,
				      made->request.file, &ignored) : NULL;

		extractions[i].text = NULL;	/* the unit's, or freed */
		error_clear(&ignored);
		if (unit)
			take_deps(shared, made, unit);
		else
			made->is_bad = true;
	}
	free_extractions(extractions, count);
	free(extractions);
	return failed;
}

/* ---- the whole -------------------------------------------------------------------- */

/* Again with what the parser really read, which is more: headers behind an #if, too. */
static void settle(struct shared_headers *shared, struct client *client, size_t from)
{
	bool is_new = client->made && !client->made->is_made;

	for (size_t i = from; client->made && i < shared->made.count; i++)
		is_new |= client->made == shared->made.data[i];
	if (is_new && !can_use(shared, client, client->made)) {
		client->made = NULL;
		choose_made(shared, client);
	}
	if (client->made)
		client->extraction->request.precompiled = &client->made->precompiled;
}

static int assign(struct shared_headers *shared, struct client *clients, size_t count,
		  struct error *error)
{
	struct strmap tried = { 0 };
	size_t from = shared->made.count;
	int failed = 0;

	for (size_t i = 0; i < count; i++) {
		find_extra(&clients[i], clients, count);
		choose_made(shared, &clients[i]);
	}
	for (;;) {
		struct group best;

		find_best(shared, clients, count, &tried, &best);
		bool found = best.members.count > 0;

		if (found)
			plan(shared, &best);
		free_group(&best);
		if (!found)
			break;
	}
	if (shared->made.count > from)
		failed = make_planned(shared, from, error);
	for (size_t i = 0; i < count && !failed; i++)
		settle(shared, &clients[i], from);
	strmap_free(&tried);
	return failed;
}

static void make_directory(struct shared_headers *shared)
{
	shared->directory = arena_printf(shared->arena, "%s/headers.XXXXXX", shared->parent);
	if (!mkdtemp(shared->directory))
		shared->directory = NULL;
}

int shared_headers_assign(struct shared_headers *shared, struct extraction *extractions,
			  size_t count, struct error *error)
{
	struct client *clients = xcalloc(count + 1, sizeof(*clients));
	size_t nclients = 0;
	int failed = 0;

	/* alone, a file shares nothing but what was made before */
	if (!shared->directory && count > 1)
		make_directory(shared);
	for (size_t i = 0; i < count && shared->directory; i++) {
		if (open_client(shared, &extractions[i], &clients[nclients]))
			nclients++;
		else
			close_client(&clients[nclients]);
	}
	if (nclients)
		failed = assign(shared, clients, nclients, error);
	for (size_t i = 0; i < nclients; i++)
		close_client(&clients[i]);
	free(clients);
	return failed;
}
