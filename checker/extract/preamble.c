// SPDX-License-Identifier: GPL-2.0-only
#include "extract/preamble.h"

#include <string.h>
#include <unistd.h>

#include "extract/preamble_groups.h"
#include "ir/ir.h"

/* Files beside one that is parsed which tell what others there include. */
#define NEIGHBOURS_MOST 4

struct shared_headers {
	struct arena *arena;
	const struct extraction_options *options;
	const char *parent;		/* of the directory, which is made when needed */
	char *directory;		/* NULL: there is none yet, or none can be made */
	struct includes *includes;
	VEC(struct made *) made;
	struct clients past;		/* and neighbours */
	struct strmap known;		/* files of `past` */
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
		strmap_free(&(*made)->not_renewed);
		intmap_free(&(*made)->macros);
		vec_free(&(*made)->entries);
	}
	vec_each(client, &shared->past)
		client_close(*client);
	vec_free(&shared->past);
	strmap_free(&shared->known);
	if (shared->directory)
		(void)rmdir(shared->directory);
	vec_free(&shared->made);
	includes_close(shared->includes);
	arena_free(shared->arena);
	free(shared);
}

/* Of those that are there already. */
static void choose_made(struct shared_headers *shared, struct client *client)
{
	vec_each(made, &shared->made)
		if ((!client->made || (*made)->bytes > client->made->bytes) &&
		    client_can_use(shared->includes, client, *made))
			client->made = *made;
}

/* ---- making ----------------------------------------------------------------------- */

static bool holds_any(const char *directory, const struct strmap *files)
{
	for (size_t i = 0; i < files->count; i++)
		if (path_below(files->entries[i].key, directory))
			return true;
	return false;
}

/*
 * The directories that all members search first, without the last that are a driver's and that no header of
 * SET is in: others may search elsewhere then.
 */
static struct include_path common_path(struct shared_headers *shared, const struct group *group,
				       const struct strmap *set)
{
	struct include_path path = group->members.data[0]->path;
	struct strmap wide = { 0 };

	vec_each(member, &group->members)
		while (path.count && !begins_with(&(*member)->path, &path))
			path.count--;
	for (size_t i = 0; i < set->count; i++)
		strmap_set(&wide, set->entries[i].key, shared);
	includes_widen(shared->includes, &path, &wide);
	while (path.count &&
	       !includes_is_public(shared->includes, path.directories[path.count - 1]) &&
	       !holds_any(path.directories[path.count - 1], &wide))
		path.count--;
	strmap_free(&wide);
	return path;
}

/* FIRST's flags, without the directories that others do not search and, but for EXACT, without its own macros. */
static void take_flags(struct shared_headers *shared, const struct client *first,
		       size_t directories, bool exact, struct front_request *request)
{
	const struct front_request *like = first->request;
	const char **flags = arena_alloc(shared->arena, (like->nflags + 1) * sizeof(*flags));
	size_t count = 0, seen = 0;

	for (size_t i = 0; i < like->nflags; i++) {
		bool alone = !strcmp(like->flags[i], "-I") || !strcmp(like->flags[i], "-isystem");
		bool keeps = is_search(like->flags[i]) ? seen++ < directories : exact ||
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
	request->precompiled = NULL;
}

static const struct intmap *macros_of(struct shared_headers *shared, struct made *made)
{
	if (!made->macros.base.count)
		includes_macros(shared->includes, &made->set, &made->macros);
	return &made->macros;
}

/*
 * Libclang (19) loses a macro of the precompiled header below in the one on top where that one declares
 * something of the macro's name: the name is written anew, and without what it did not change. So each that
 * its text has as a word is put away and fetched back, which changes it.
 */
static void renew_macros(struct shared_headers *shared, struct made *made, struct strbuf *text)
{
	struct made *base = made->base;
	struct strmap wide = { 0 };
	struct intmap found = { 0 };
	const struct intmap *macros = macros_of(shared, base);

	for (size_t i = 0; i < made->set.count; i++)
		strmap_set(&wide, made->set.entries[i].key, made);
	includes_widen(shared->includes, &made->path, &wide);
	includes_words(shared->includes, &wide, &base->set, macros, &found);
	for (size_t i = 0; i < found.base.count; i++) {
		const char *name = found.base.entries[i].value;

		strbuf_printf(text, "#pragma push_macro(\"%s\")\n#pragma pop_macro(\"%s\")\n",
			      name, name);
	}
	for (size_t i = 0; i < macros->base.count; i++)
		if (!intmap_has(&found, macros->base.entries[i].number))
			strmap_set(&made->not_renewed, macros->base.entries[i].value, made);
	made->precompiled.not_renewed = &made->not_renewed;
	strmap_free(&wide);
	intmap_free(&found);
}

static int write_source(struct shared_headers *shared, struct made *made, struct error *error)
{
	struct strbuf text = { 0 };

	vec_each(entry, &made->entries)
		if (!made->base || !strmap_has(&made->base->set, (*entry)->path))
			strbuf_printf(&text, "#include \"%s\"\n", (*entry)->path);
	if (made->base)
		renew_macros(shared, made, &text);
	int failed = write_file(made->request.file, strbuf_text(&text), text.length, error);

	strbuf_free(&text);
	return failed;
}

static const char *name_file(struct shared_headers *shared, const char *suffix)
{
	return arena_printf(shared->arena, "%s/%zu%s", shared->directory, shared->made.count,
			    suffix);
}

/* Plans it; the members count on it from now on. */
static void plan(struct shared_headers *shared, struct group *group)
{
	struct client *first = group->members.data[0];
	struct made *made = arena_alloc(shared->arena, sizeof(*made));

	made->base = group->base;
	made->bytes = group->bytes;
	made->set = group->set;
	group->set = (struct strmap){ 0 };
	made->path = common_path(shared, group, &made->set);
	take_flags(shared, first, made->path.count, group->is_exact, &made->request);
	made->flags = flags_without_search(shared->arena, &made->request, &made->nflags);
	includes_entries(shared->includes, first->file, &first->path, &made->set, &made->entries);
	made->request.file = name_file(shared, ".h");
	made->precompiled.path = name_file(shared, ".pch");
	made->precompiled.names = name_file(shared, ".names.h");
	if (made->base) {
		made->precompiled.level = made->base->precompiled.level + 1;
		made->request.precompiled = &made->base->precompiled;
	}
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

static void take_unit(struct shared_headers *shared, struct made *made,
		      struct extraction *extraction)
{
	struct error ignored = { 0 };
	struct ir_unit *unit = extraction->text ?
		ir_parse_unit(extraction->text, extraction->length, made->request.file, &ignored) :
		NULL;

	extraction->text = NULL;	/* the unit's, or freed */
	error_clear(&ignored);
	if (unit)
		take_deps(shared, made, unit);
	else
		made->is_bad = true;
}

/* Whether it can be made now: what it stands on is there. */
static bool is_ready(struct shared_headers *shared, struct made *made)
{
	struct error ignored = { 0 };

	if (made->is_made || made->is_bad || (made->base && !made->base->is_made &&
					      !made->base->is_bad))
		return false;
	made->is_bad = (made->base && made->base->is_bad) || write_source(shared, made, &ignored);
	error_clear(&ignored);
	return !made->is_bad;
}

/* Of those that were planned since FROM what can be made now, at once. Returns how many, or -1. */
static int make_ready(struct shared_headers *shared, size_t from, struct error *error)
{
	VEC(struct made *) ready = { 0 };

	for (size_t i = from; i < shared->made.count; i++)
		if (is_ready(shared, shared->made.data[i]))
			vec_push(&ready, shared->made.data[i]);
	struct extraction *extractions = xcalloc(ready.count + 1, sizeof(*extractions));

	for (size_t i = 0; i < ready.count; i++) {
		extractions[i].request = ready.data[i]->request;
		extractions[i].precompile = &ready.data[i]->precompiled;
	}
	int failed = run_extractions(extractions, ready.count, shared->options, error);
	int count = (int)ready.count;

	for (size_t i = 0; i < ready.count && !failed; i++)
		take_unit(shared, ready.data[i], &extractions[i]);
	free_extractions(extractions, ready.count);
	free(extractions);
	vec_free(&ready);
	return failed ? -1 : count;
}

/* What was planned since FROM: each after what it stands on. */
static int make_planned(struct shared_headers *shared, size_t from, struct error *error)
{
	int made = 1;

	while (made > 0)
		made = make_ready(shared, from, error);
	return made;
}

/* ---- the whole -------------------------------------------------------------------- */

/* Again with what the parser really read, which is more: headers behind an #if, too. */
static void settle(struct shared_headers *shared, struct client *client, size_t from)
{
	bool is_new = client->made && !client->made->is_made;

	for (size_t i = from; client->made && i < shared->made.count; i++)
		is_new |= client->made == shared->made.data[i];
	if (is_new && !client_can_use(shared->includes, client, client->made)) {
		client->made = NULL;
		choose_made(shared, client);
	}
	if (client->made)
		client->extraction->request.precompiled = &client->made->precompiled;
}

/* Those at hand, and those that tell what will come. */
static struct clients all_clients(const struct shared_headers *shared,
				  const struct clients *present)
{
	struct clients all = { 0 };

	vec_each(client, present)
		vec_push(&all, *client);
	vec_each(client, &shared->past)
		vec_push(&all, *client);
	return all;
}

static int assign(struct shared_headers *shared, const struct clients *present,
		  struct error *error)
{
	struct strmap hopeless = { 0 };
	struct clients all = all_clients(shared, present);
	size_t from = shared->made.count;
	int failed = 0;

	classify_clients(&all);
	vec_each(client, present)
		choose_made(shared, *client);
	for (bool found = true; found;) {
		struct group best = find_best_group(shared->arena, shared->includes, &all,
						    &hopeless);

		found = best.members.count > 0;
		if (found)
			plan(shared, &best);
		group_free(&best);
	}
	if (shared->made.count > from)
		failed = make_planned(shared, from, error);
	for (size_t i = 0; i < present->count && !failed; i++)
		settle(shared, present->data[i], from);
	strmap_free(&hopeless);
	vec_free(&all);
	return failed;
}

/* Files beside EXTRACTION's whose directory is new are compared with all from now on. */
static void meet_neighbours(struct shared_headers *shared, struct extraction *extraction,
			    const char *file)
{
	const char *directory = path_dir(shared->arena, file);
	struct strings files = { 0 };

	if (strmap_has(&shared->known, directory))
		return;
	strmap_set(&shared->known, directory, shared);
	includes_neighbours(shared->includes, file, NEIGHBOURS_MOST, &files);
	vec_each(neighbour, &files) {
		struct client *client = client_open(shared->arena, shared->includes, extraction,
						    *neighbour);

		if (client)
			vec_push(&shared->past, client);
	}
	vec_free(&files);
}

/* They are past now; the extraction goes, what it asked for is the unit source's and stays. */
static void keep_as_past(struct shared_headers *shared, struct clients *present)
{
	vec_each(client, present) {
		(*client)->role = CLIENT_PAST;
		(*client)->extraction = NULL;
		(*client)->request = NULL;
		vec_push(&shared->past, *client);
	}
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
	struct clients present = { 0 };
	int failed = 0;

	/* one file that nothing was made for may be all that ever comes */
	if (!shared->directory && count > 1)
		make_directory(shared);
	for (size_t i = 0; i < count && shared->directory; i++) {
		struct client *client = client_open(shared->arena, shared->includes,
						    &extractions[i], NULL);

		if (!client)
			continue;
		vec_push(&present, client);
		meet_neighbours(shared, &extractions[i], client->file);
	}
	if (present.count)
		failed = assign(shared, &present, error);
	keep_as_past(shared, &present);
	vec_free(&present);
	return failed;
}
