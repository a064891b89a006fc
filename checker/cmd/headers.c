// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/headers.h"

#include <string.h>
#include <unistd.h>

#include "cmd/header_groups.h"
#include "ir/ir.h"

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

/* Of those that are there already. */
static void choose_made(struct shared_headers *shared, struct client *client)
{
	vec_each(made, &shared->made)
		if ((!client->made || (*made)->bytes > client->made->bytes) &&
		    client_can_use(shared->includes, client, *made))
			client->made = *made;
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
	made->flags = flags_without_search(shared->arena, &made->request, &made->nflags);
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
	if (is_new && !client_can_use(shared->includes, client, client->made)) {
		client->made = NULL;
		choose_made(shared, client);
	}
	if (client->made)
		client->extraction->request.precompiled = &client->made->precompiled;
}

static int assign(struct shared_headers *shared, struct clients *clients, struct error *error)
{
	struct strmap hopeless = { 0 };
	size_t from = shared->made.count;
	int failed = 0;

	vec_each(client, clients) {
		client_classify(client, clients);
		choose_made(shared, client);
	}
	for (bool found = true; found;) {
		struct group best = find_best_group(shared->arena, shared->includes, clients,
						    &hopeless);

		found = best.members.count > 0;
		if (found)
			plan(shared, &best);
		group_free(&best);
	}
	if (shared->made.count > from)
		failed = make_planned(shared, from, error);
	for (size_t i = 0; i < clients->count && !failed; i++)
		settle(shared, &clients->data[i], from);
	strmap_free(&hopeless);
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
	struct clients clients = { 0 };
	int failed = 0;

	/* alone, a file shares nothing but what was made before */
	if (!shared->directory && count > 1)
		make_directory(shared);
	for (size_t i = 0; i < count && shared->directory; i++) {
		struct client client;

		if (client_open(shared->arena, shared->includes, &extractions[i], &client))
			vec_push(&clients, client);
		else
			client_close(&client);
	}
	if (clients.count)
		failed = assign(shared, &clients, error);
	vec_each(client, &clients)
		client_close(client);
	vec_free(&clients);
	return failed;
}
