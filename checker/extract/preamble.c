// SPDX-License-Identifier: GPL-2.0-only
#include "extract/preamble.h"

#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "extract/preamble_groups.h"
#include "ir/ir.h"

/* Neighbours read for each directory, to tell what further files there include. */
#define NEIGHBOURS_MOST 4

struct preambles {
	struct arena *arena;
	const struct extraction_options *options;
	const char *parent;		/* in which `directory` is made when first needed */
	char *directory;		/* of the preambles' files; NULL: none yet, or it cannot be made */
	struct includes *includes;
	VEC(struct preamble *) all;	/* a base before what extends it */
	struct clients past;		/* past files and neighbours */
	struct strmap known;		/* directories whose neighbours were read */
	struct strmap prepared;		/* file -> client for which all is planned, see preambles_prepare() */
};

struct preambles *preambles_open(const char *tree, const char *build,
					   const char *directory,
					   const struct extraction_options *options)
{
	struct preambles *preambles = xcalloc(1, sizeof(*preambles));

	preambles->arena = arena_new();
	preambles->options = options;
	preambles->includes = includes_open(tree, build);
	preambles->parent = arena_strdup(preambles->arena, directory);
	return preambles;
}

void preambles_close(struct preambles *preambles)
{
	if (!preambles)
		return;
	vec_each(preamble, &preambles->all) {
		(void)unlink((*preamble)->precompiled.path);
		(void)unlink((*preamble)->precompiled.names);
		(void)unlink((*preamble)->request.file);
		strmap_free(&(*preamble)->set);
		strmap_free(&(*preamble)->not_renewed);
		intmap_free(&(*preamble)->macros);
		vec_free(&(*preamble)->entries);
	}
	vec_each(client, &preambles->past)
		client_close(*client);
	vec_free(&preambles->past);
	for (size_t i = 0; i < preambles->prepared.count; i++)
		if (preambles->prepared.entries[i].value)
			client_close(preambles->prepared.entries[i].value);
	strmap_free(&preambles->prepared);
	strmap_free(&preambles->known);
	struct error ignored = { 0 };
	if (preambles->directory)
		(void)remove_directory(preambles->directory, &ignored);
	error_clear(&ignored);
	vec_free(&preambles->all);
	includes_close(preambles->includes);
	arena_free(preambles->arena);
	free(preambles);
}

/* Gives CLIENT the largest preamble at hand that it can use. */
static void choose_preamble(struct preambles *preambles, struct client *client)
{
	vec_each(preamble, &preambles->all)
		if ((!client->preamble || (*preamble)->bytes > client->preamble->bytes) &&
		    client_can_use(preambles->includes, client, *preamble))
			client->preamble = *preamble;
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
 * The directories that all members search first. Trailing directories of drivers that contribute no
 * header to SET are dropped, so that files which search elsewhere can use the preamble too.
 */
static struct include_path common_path(struct preambles *preambles,
				       const struct preamble_group *group,
				       const struct strmap *set)
{
	struct include_path path = group->members.data[0]->path;
	struct strmap wide = { 0 };

	vec_each(member, &group->members)
		while (path.count && !begins_with(&(*member)->path, &path))
			path.count--;
	for (size_t i = 0; i < set->count; i++)
		strmap_set(&wide, set->entries[i].key, preambles);
	includes_widen(preambles->includes, &path, &wide);
	while (path.count &&
	       !includes_is_public(preambles->includes, path.directories[path.count - 1]) &&
	       !holds_any(path.directories[path.count - 1], &wide))
		path.count--;
	strmap_free(&wide);
	return path;
}

/*
 * FIRST's flags with its first DIRECTORIES search directories only and, unless EXACT, without its extra
 * macros.
 */
static void take_flags(struct preambles *preambles, const struct client *first,
		       size_t directories, bool exact, struct front_request *request)
{
	const struct front_request *like = first->request;
	const char **flags = arena_alloc(preambles->arena, (like->nflags + 1) * sizeof(*flags));
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

static const struct intmap *macros_of(struct preambles *preambles, struct preamble *preamble)
{
	if (!preamble->macros.base.count)
		includes_macros(preambles->includes, &preamble->set, &preamble->macros);
	return &preamble->macros;
}

/*
 * libclang 19 loses a macro of the base when the new headers declare something of that name: it writes the
 * identifier again, without the macro that it did not change. Pushing and popping a macro counts as a change,
 * so that is done to each macro of the base that the new headers mention.
 */
static void renew_macros(struct preambles *preambles, struct preamble *preamble,
			 struct strbuf *text)
{
	struct preamble *base = preamble->base;
	struct strmap wide = { 0 };
	struct intmap found = { 0 };
	const struct intmap *macros = macros_of(preambles, base);

	for (size_t i = 0; i < preamble->set.count; i++)
		strmap_set(&wide, preamble->set.entries[i].key, preamble);
	includes_widen(preambles->includes, &preamble->path, &wide);
	includes_words(preambles->includes, &wide, &base->set, macros, &found);
	for (size_t i = 0; i < found.base.count; i++) {
		const char *name = found.base.entries[i].value;

		strbuf_printf(text, "#pragma push_macro(\"%s\")\n#pragma pop_macro(\"%s\")\n",
			      name, name);
	}
	for (size_t i = 0; i < macros->base.count; i++)
		if (!intmap_has(&found, macros->base.entries[i].number))
			strmap_set(&preamble->not_renewed, macros->base.entries[i].value, preamble);
	preamble->precompiled.not_renewed = &preamble->not_renewed;
	strmap_free(&wide);
	intmap_free(&found);
}

static int write_source(struct preambles *preambles, struct preamble *preamble,
			struct error *error)
{
	struct strbuf text = { 0 };

	vec_each(entry, &preamble->entries)
		if (!preamble->base || !strmap_has(&preamble->base->set, (*entry)->path))
			strbuf_printf(&text, "#include \"%s\"\n", (*entry)->path);
	if (preamble->base)
		renew_macros(preambles, preamble, &text);
	int failed = write_file(preamble->request.file, strbuf_text(&text), text.length, error);

	strbuf_free(&text);
	return failed;
}

static const char *name_file(struct preambles *preambles, const char *suffix)
{
	return arena_printf(preambles->arena, "%s/%zu%s", preambles->directory, preambles->all.count,
			    suffix);
}

/* Adds a preamble for GROUP, to be made later, and gives it to the members. Takes over the set. */
static void plan(struct preambles *preambles, struct preamble_group *group)
{
	struct client *first = group->members.data[0];
	struct preamble *preamble = arena_alloc(preambles->arena, sizeof(*preamble));

	preamble->base = group->base;
	preamble->bytes = group->bytes;
	preamble->set = group->set;
	group->set = (struct strmap){ 0 };
	preamble->path = common_path(preambles, group, &preamble->set);
	take_flags(preambles, first, preamble->path.count, group->is_exact, &preamble->request);
	preamble->flags = flags_without_search(preambles->arena, &preamble->request,
					       &preamble->nflags);
	includes_entries(preambles->includes, first->file, &first->path, &preamble->set,
			 &preamble->entries);
	preamble->request.file = name_file(preambles, ".h");
	preamble->precompiled.path = name_file(preambles, ".pch");
	preamble->precompiled.names = name_file(preambles, ".names.h");
	if (preamble->base) {
		preamble->precompiled.level = preamble->base->precompiled.level + 1;
		preamble->request.precompiled = &preamble->base->precompiled;
	}
	vec_push(&preambles->all, preamble);
	vec_each(member, &group->members)
		(*member)->preamble = preamble;
}

/* The parser read more files than the set had. Frees UNIT, which holds nothing else. */
static void take_deps(struct preambles *preambles, struct preamble *preamble,
		      struct ir_unit *unit)
{
	VEC(struct ir_dep) deps = { 0 };

	vec_each(dep, &unit->deps) {
		const char *path = arena_strdup(preambles->arena, dep->path);

		if (!strcmp(path, preamble->request.file))
			continue;
		vec_push(&deps, (struct ir_dep){ path, dep->hash });
		strmap_set(&preamble->set, path, preamble);
	}
	preamble->precompiled.deps = arena_copy(preambles->arena, deps.data,
					    deps.count * sizeof(*deps.data));
	preamble->precompiled.ndeps = deps.count;
	preamble->is_made = true;
	vec_free(&deps);
	ir_unit_free(unit);
}

static void take_unit(struct preambles *preambles, struct preamble *preamble,
		      struct extraction *extraction)
{
	struct error ignored = { 0 };
	struct ir_unit *unit = extraction->text ?
		ir_parse_unit(extraction->text, extraction->length, preamble->request.file, &ignored) :
		NULL;

	extraction->text = NULL;	/* ir_parse_unit() took it over */
	error_clear(&ignored);
	if (unit)
		take_deps(preambles, preamble, unit);
	else
		preamble->is_bad = true;
}

/* Whether PREAMBLE can be made now: its base is made and its source is written. */
static bool is_ready(struct preambles *preambles, struct preamble *preamble)
{
	struct error ignored = { 0 };

	const struct preamble *base = preamble->base;

	if (preamble->is_made || preamble->is_bad || (base && !base->is_made && !base->is_bad))
		return false;
	preamble->is_bad = (base && base->is_bad) || write_source(preambles, preamble, &ignored);
	error_clear(&ignored);
	return !preamble->is_bad;
}

/* Makes, in parallel, the preambles from index FROM that are ready. Returns how many, or -1. */
static int make_ready(struct preambles *preambles, size_t from, struct error *error)
{
	VEC(struct preamble *) ready = { 0 };

	for (size_t i = from; i < preambles->all.count; i++)
		if (is_ready(preambles, preambles->all.data[i]))
			vec_push(&ready, preambles->all.data[i]);
	struct extraction *extractions = xcalloc(ready.count + 1, sizeof(*extractions));

	for (size_t i = 0; i < ready.count; i++) {
		extractions[i].request = ready.data[i]->request;
		extractions[i].precompile = &ready.data[i]->precompiled;
	}
	int failed = run_extractions(extractions, ready.count, preambles->options, error);
	int count = (int)ready.count;

	for (size_t i = 0; i < ready.count && !failed; i++)
		take_unit(preambles, ready.data[i], &extractions[i]);
	free_extractions(extractions, ready.count);
	free(extractions);
	vec_free(&ready);
	return failed ? -1 : count;
}

/* Makes the preambles from index FROM, bases first. */
static int make_planned(struct preambles *preambles, size_t from, struct error *error)
{
	int made = 1;

	while (made > 0)
		made = make_ready(preambles, from, error);
	return made;
}

/* ---- choosing for each file -------------------------------------------------------------------- */

/*
 * Checks CLIENT's choice again if it was made since index FROM: the parser has read more headers than
 * the plan had, those behind an #if too.
 */
static void settle(struct preambles *preambles, struct client *client, size_t from)
{
	bool is_new = client->preamble && !client->preamble->is_made;

	for (size_t i = from; client->preamble && i < preambles->all.count; i++)
		is_new |= client->preamble == preambles->all.data[i];
	if (is_new && !client_can_use(preambles->includes, client, client->preamble)) {
		client->preamble = NULL;
		choose_preamble(preambles, client);
	}
}

static struct clients all_clients(const struct preambles *preambles,
				  const struct clients *present)
{
	struct clients all = { 0 };

	vec_each(client, present)
		vec_push(&all, *client);
	vec_each(client, &preambles->past)
		vec_push(&all, *client);
	return all;
}

/* Makes the preambles that PRESENT gain by, and gives each client the best that it can use. */
static int assign(struct preambles *preambles, const struct clients *present,
		  struct error *error)
{
	struct strmap hopeless = { 0 };
	struct clients all = all_clients(preambles, present);
	size_t from = preambles->all.count;
	int failed = 0;

	classify_clients(&all);
	vec_each(client, present)
		choose_preamble(preambles, *client);
	for (bool found = true; found;) {
		struct preamble_group best = find_best_group(preambles->arena, preambles->includes,
							     &all, &hopeless);

		found = best.members.count > 0;
		if (found)
			plan(preambles, &best);
		group_free(&best);
	}
	if (preambles->all.count > from)
		failed = make_planned(preambles, from, error);
	for (size_t i = 0; i < present->count && !failed; i++)
		settle(preambles, present->data[i], from);
	strmap_free(&hopeless);
	vec_free(&all);
	return failed;
}

/* Adds neighbours of FILE, REQUEST's, the first time that its directory comes up. */
static void meet_neighbours(struct preambles *preambles, const struct front_request *request,
			    const char *file)
{
	const char *directory = path_dir(preambles->arena, file);
	struct strings files = { 0 };

	if (strmap_has(&preambles->known, directory))
		return;
	strmap_set(&preambles->known, directory, preambles);
	includes_neighbours(preambles->includes, file, NEIGHBOURS_MOST, &files);
	vec_each(neighbour, &files) {
		struct client *client = client_open(preambles->arena, preambles->includes, request,
						    *neighbour);

		if (client)
			vec_push(&preambles->past, client);
	}
	vec_free(&files);
}

/* The extractions end with this call. The strings of their requests are the unit source's and stay. */
static void keep_as_past(struct preambles *preambles, struct clients *present)
{
	vec_each(client, present) {
		(*client)->role = CLIENT_PAST;
		(*client)->request = NULL;
		vec_push(&preambles->past, *client);
	}
}

static void make_directory(struct preambles *preambles)
{
	preambles->directory = arena_printf(preambles->arena, "%s/headers.XXXXXX",
					    preambles->parent);
	struct error ignored = { 0 };

	if (make_scratch(preambles->directory, &ignored))
		preambles->directory = NULL;
	error_clear(&ignored);
}

/* The client for REQUEST; NULL, and sets *LACKS, where REQUEST lacks a header: no preamble serves it. */
static struct client *meet(struct preambles *preambles, const struct front_request *request, bool *lacks)
{
	struct client *client = client_open(preambles->arena, preambles->includes, request, NULL);

	*lacks = client && client->lacks_header;
	if (*lacks) {
		client_close(client);
		return NULL;
	}
	if (client)
		meet_neighbours(preambles, request, client->file);
	return client;
}

int preambles_prepare(struct preambles *preambles, const struct extraction *extractions, size_t count,
		      struct error *error)
{
	struct clients present = { 0 };
	int failed = 0;

	if (!preambles->directory && count > 1)
		make_directory(preambles);
	for (size_t i = 0; i < count && preambles->directory; i++) {
		const struct front_request *request = arena_copy(preambles->arena, &extractions[i].request,
								 sizeof(*request));
		bool lacks;
		struct client *client = meet(preambles, request, &lacks);

		if (client)
			vec_push(&present, client);
	}
	if (present.count)
		failed = assign(preambles, &present, error);
	vec_each(client, &present)
		strmap_set(&preambles->prepared, (*client)->file, *client);
	vec_free(&present);
	return failed;
}

/* The client that was prepared for REQUEST, which leaves `prepared`; or NULL. */
static struct client *take_prepared(struct preambles *preambles, const struct front_request *request)
{
	const char *file = path_join(preambles->arena, request->directory, request->file);
	struct client *client = strmap_get(&preambles->prepared, file);

	if (!client || client->request->nflags != request->nflags)
		return NULL;
	for (size_t i = 0; i < request->nflags; i++)
		if (strcmp(client->request->flags[i], request->flags[i]))
			return NULL;
	strmap_set(&preambles->prepared, file, NULL);
	return client;
}

int preambles_assign(struct preambles *preambles, struct extraction *extractions,
			  size_t count, struct error *error)
{
	struct client **clients = xcalloc(count + 1, sizeof(struct client *));
	struct clients present = { 0 }, prepared = { 0 };
	int failed = 0;

	/* the first request of a single file may be the only one: no preamble pays off */
	if (!preambles->directory && count > 1)
		make_directory(preambles);
	for (size_t i = 0; i < count && preambles->directory; i++) {
		clients[i] = take_prepared(preambles, &extractions[i].request);
		if (clients[i]) {
			vec_push(&prepared, clients[i]);
			continue;
		}
		clients[i] = meet(preambles, &extractions[i].request, &extractions[i].request.lacks_header);
		if (clients[i])
			vec_push(&present, clients[i]);
	}
	keep_as_past(preambles, &prepared);
	if (present.count)
		failed = assign(preambles, &present, error);
	for (size_t i = 0; i < count; i++)
		if (clients[i] && clients[i]->preamble)
			extractions[i].request.precompiled = &clients[i]->preamble->precompiled;
	keep_as_past(preambles, &present);
	vec_free(&present);
	vec_free(&prepared);
	free(clients);
	return failed;
}
