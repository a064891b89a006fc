// SPDX-License-Identifier: GPL-2.0-only
#include "tree/includes.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tree/includes_state.h"

static const char *const harmless[HARMLESS_MACROS] = { "pr_fmt", "dev_fmt" };

struct includes *includes_open(const char *tree, const char *build)
{
	struct includes *includes = xcalloc(1, sizeof(*includes));

	/* it grows large, and no worker process reads it */
	includes->arena = arena_new_unshared();
	includes->roots[0] = arena_strdup(includes->arena, tree);
	includes->roots[1] = arena_strdup(includes->arena, build);
	for (size_t i = 0; i < HARMLESS_MACROS; i++)
		includes->harmless[i] = hash_bytes(harmless[i], strlen(harmless[i]), 0);
	return includes;
}

void includes_close(struct includes *includes)
{
	if (!includes)
		return;
	strmap_free(&includes->files);
	strmap_free(&includes->exists);
	intmap_free(&includes->found);
	vec_each(given, &includes->given)
		intmap_free(*given);
	vec_free(&includes->given);
	intmap_free(&includes->ids);
	vec_free(&includes->words);
	arena_free(includes->arena);
	free(includes);
}

/* ---- searching ------------------------------------------------------------------- */

static bool is_file(struct includes *includes, const char *path)
{
	struct stat st;

	if (!strmap_has(&includes->exists, path))
		strmap_set(&includes->exists, path,
			   !stat(path, &st) && S_ISREG(st.st_mode) ? includes : NULL);
	return strmap_get(&includes->exists, path);
}

static const char *in_directory(struct includes *includes, const char *directory, const char *name)
{
	return path_normalise(includes->arena, path_join(includes->arena, directory, name));
}

/* The file that a quoted EVENT finds in the directory of FROM; EVENT keeps the answer. */
static struct include_file *find_beside(struct includes *includes, const struct include_file *from,
					struct include_event *event)
{
	if (!event->was_looked_for) {
		const char *beside = in_directory(includes, path_dir(includes->arena, from->path),
						  event->name);

		event->was_looked_for = true;
		event->beside = is_file(includes, beside) ? include_file_at(includes, beside) : NULL;
	}
	return event->beside;
}

struct include_file *find_include(struct includes *includes, const struct include_path *path,
				      const struct include_file *from,
				      struct include_event *event)
{
	uint64_t key = hash_mix(event->word, path->id);
	struct include_file *found = event->quoted ? find_beside(includes, from, event) : NULL;

	if (found)
		return found;
	/* most are found */
	found = intmap_get(&includes->found, key);
	if (found || intmap_has(&includes->found, key))
		return found;
	for (size_t i = 0; i < path->count && !found; i++) {
		const char *candidate = in_directory(includes, path->directories[i], event->name);

		if (is_file(includes, candidate))
			found = include_file_at(includes, candidate);
	}
	intmap_set(&includes->found, key, found);
	return found;
}

/* Adds the NAME of DEFINITION, which is NAME or NAME=VALUE. */
static void add_given(struct intmap *given, const char *definition)
{
	intmap_set(given, hash_bytes(definition, strcspn(definition, "=("), 0), given);
}

bool includes_path(struct includes *includes, const char *directory, const char *const *flags,
		   size_t nflags, struct include_path *path)
{
	static const char *const unknown[] = { "-iquote", "-idirafter", "-imacros", "-isysroot",
					       "--sysroot", "-include-pch" };
	struct strings found = { 0 }, forced = { 0 };
	struct intmap *given = arena_alloc(includes->arena, sizeof(*given));
	uint64_t id = 0;

	vec_push(&includes->given, given);
	for (size_t i = 0; i < nflags; i++) {
		bool is_forced = starts_with(flags[i], "-include");
		const char *name = starts_with(flags[i], "-isystem") || is_forced ? flags[i] + 8 :
				   starts_with(flags[i], "-I") ? flags[i] + 2 : NULL;

		for (size_t j = 0; j < sizeof(unknown) / sizeof(*unknown); j++)
			if (starts_with(flags[i], unknown[j]))
				return false;
		if (starts_with(flags[i], "-D"))
			add_given(given, flags[i] + 2);
		if (name && !*name)
			name = i + 1 < nflags ? flags[++i] : NULL;
		if (!name)
			continue;
		char *whole = path_normalise(includes->arena,
					     path_join(includes->arena, directory, name));

		if (is_forced) {
			vec_push(&forced, whole);
			continue;
		}
		vec_push(&found, whole);
		id = hash_mix(id, hash_bytes(whole, strlen(whole), 0));
	}
	*path = (struct include_path){
		.directories = arena_copy(includes->arena, found.data,
					  found.count * sizeof(*found.data)),
		.count = found.count, .id = id,
		.forced = arena_copy(includes->arena, forced.data,
				     forced.count * sizeof(*forced.data)),
		.nforced = forced.count, .given = given,
	};
	vec_free(&found);
	vec_free(&forced);
	return true;
}

/* ---- reach ----------------------------------------------------------------------- */

static void reach_from(struct includes *includes, const struct include_file *from,
		       const struct include_path *path, struct include_files *reached)
{
	vec_each(index, &from->includes) {
		struct include_event *event = &from->events.data[*index];

		if (!event->always)
			continue;
		struct include_file *file = find_include(includes, path, from, event);

		if (!file || !visit_include(includes, file))
			continue;
		vec_push(reached, file);
		reach_from(includes, file, path, reached);
	}
}

void includes_reach(struct includes *includes, const char *file, const struct include_path *path,
		    struct include_files *reached)
{
	includes->visit++;
	reach_from(includes, include_file_at(includes, file), path, reached);
}

bool includes_lack(struct includes *includes, const char *file, const struct include_path *path)
{
	const struct include_file *from = include_file_at(includes, file);

	vec_each(index, &from->includes) {
		struct include_event *event = &from->events.data[*index];

		if (event->always && strchr(event->name, '/') && !find_include(includes, path, from, event))
			return true;
	}
	return false;
}

size_t includes_count(const struct includes *includes)
{
	return includes->files.count;
}

static int is_c_source(const struct dirent *entry)
{
	return ends_with(entry->d_name, ".c");
}

void includes_neighbours(struct includes *includes, const char *file, size_t most,
			 struct strings *neighbours)
{
	const char *directory = path_dir(includes->arena, file);
	struct dirent **entries = NULL;
	int count = scandir(directory, &entries, is_c_source, alphasort);
	size_t step = count > 0 ? ((size_t)count + most - 1) / most : 1;

	for (int i = 0; i < count; i++) {
		if ((size_t)i % step == 0 && strcmp(entries[i]->d_name, path_base(file)) != 0)
			vec_push(neighbours, path_join(includes->arena, directory,
						       entries[i]->d_name));
		free(entries[i]);
	}
	free(entries);
}

bool includes_mention(const struct include_files *files, uint64_t hash)
{
	vec_each(file, files)
		vec_each(event, &(*file)->events)
			if (event->kind != TEXT_INCLUDE && event->word == hash)
				return true;
	return false;
}

static void enter_from(struct includes *includes, const struct include_file *from,
		       const struct include_path *path, const struct strmap *set,
		       struct include_files *entries)
{
	vec_each(index, &from->includes) {
		struct include_event *event = &from->events.data[*index];

		if (!event->always)
			continue;
		struct include_file *file = find_include(includes, path, from, event);

		if (!file || !visit_include(includes, file))
			continue;
		if (strmap_has(set, file->path) && file->guarded)
			vec_push(entries, file);
		else
			enter_from(includes, file, path, set, entries);
	}
}

void includes_entries(struct includes *includes, const char *file, const struct include_path *path,
		      const struct strmap *set, struct include_files *entries)
{
	includes->visit++;
	enter_from(includes, include_file_at(includes, file), path, set, entries);
}

void includes_widen(struct includes *includes, const struct include_path *path, struct strmap *set)
{
	/* the set grows while the loop runs over it */
	for (size_t i = 0; i < set->count; i++) {
		const struct include_file *from = include_file_at(includes, set->entries[i].key);

		vec_each(index, &from->includes) {
			struct include_file *file = find_include(includes, path, from,
								 &from->events.data[*index]);

			if (file && !strmap_has(set, file->path))
				strmap_set(set, file->path, file);
		}
	}
}

/* ---- macros ----------------------------------------------------------------------- */

void includes_macros(struct includes *includes, const struct strmap *set, struct intmap *macros)
{
	for (size_t i = 0; i < set->count; i++) {
		struct include_file *file = include_file_at(includes, set->entries[i].key);

		vec_each(event, &file->events)
			if (event->kind == TEXT_DEFINE)
				intmap_set(macros, event->word, (void *)event->name);
	}
}

static void find_word(const struct intmap *macros, uint64_t word, struct intmap *found)
{
	void *name = intmap_get(macros, word);

	if (name)
		intmap_set(found, word, name);
}

void includes_words(struct includes *includes, const struct strmap *set, const struct strmap *but,
		    const struct intmap *macros, struct intmap *found)
{
	for (size_t i = 0; i < set->count; i++) {
		if (strmap_has(but, set->entries[i].key))
			continue;
		struct include_file *file = include_file_at(includes, set->entries[i].key);

		vec_each(event, &file->events)
			if (event->kind != TEXT_INCLUDE)
				find_word(macros, event->word, found);
		vec_each(word, &file->bodies)
			find_word(macros, *word, found);
	}
}
