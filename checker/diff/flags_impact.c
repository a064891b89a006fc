// SPDX-License-Identifier: GPL-2.0-only
#include "diff/flags_impact.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/session.h"
#include "base/files.h"
#include "diff/change_overlay.h"
#include "tree/needles.h"
#include "tree/overlay.h"

#define OPTIONS "include/config/auto.conf"
#define OPTIONS_HEADER "include/generated/autoconf.h"

/* How one source is compiled on one side. */
struct compiled {
	uint64_t flags;		/* hash, without the directory; 0: it is not compiled */
	const char *directory;	/* of generated headers */
};

/* What differs between the generated headers of two configurations. */
struct difference {
	const char *before, *after;	/* their directories */
	struct strings options;	/* that have another value: "CONFIG_X" */
	struct needle_set needles;	/* the same */
	struct strmap headers;	/* paths of those that are others now, as the snapshot has them */
	int8_t *names;		/* of each file of the snapshot: whether it names one of `options`; -1: not known */
};

struct flags_inquiry {
	struct arena *arena;
	const char *tree;
	struct snapshot *snapshot;
	struct strings sources;	/* of all units, each once */
	struct strmap sides[2];	/* source -> struct compiled *: before, after */
	VEC(struct difference *) differences;
};

bool decides_flags(const struct changed_files *files)
{
	vec_each(file, files)
		if ((file->old_path && kbuild_is_input(file->old_path)) ||
		    (file->new_path && kbuild_is_input(file->new_path)))
			return true;
	return false;
}

/* ---- one side ---- */

/* The directory of generated headers has another name for each configuration. */
static uint64_t hash_flags(const struct compile_command *command)
{
	size_t length = strlen(command->directory);
	uint64_t hash = 1;

	for (size_t i = 0; i < command->nflags; i++) {
		const char *flag = command->flags[i], *at = strstr(flag, command->directory);
		size_t before = at ? (size_t)(at - flag) : strlen(flag);

		hash = hash_mix(hash, hash_bytes(flag, before, 0));
		if (at)
			hash = hash_mix(hash, hash_bytes(at + length, strlen(at + length), 1));
	}
	return hash ? hash : 1;
}

static void take_commands(struct flags_inquiry *inquiry, const struct compile_command *commands,
			  struct strmap *side)
{
	for (size_t i = 0; i < inquiry->sources.count; i++) {
		struct compiled *compiled = arena_alloc(inquiry->arena, sizeof(*compiled));

		if (!commands[i].why_not && commands[i].directory) {
			compiled->flags = hash_flags(&commands[i]);
			compiled->directory = arena_strdup(inquiry->arena, commands[i].directory);
		}
		strmap_set(side, inquiry->sources.data[i], compiled);
	}
}

/* Asks for the commands of all sources, in the state that OVERLAY shows (NULL: on disk). */
static int ask_commands(struct flags_inquiry *inquiry, const struct flags_change *states,
			const struct overlay *overlay, struct strmap *side, struct error *error)
{
	const struct options *options = states->options;
	struct compile_command *commands = xcalloc(inquiry->sources.count + 1, sizeof(*commands));
	const char *arch = NULL;
	struct session session;
	const char *place = states->module ? states->module : states->tree;
	int failed = session_open_tree(&session, options, states->progress, place, error);

	if (!failed) {
		session_overlay(&session, overlay);
		if (options->arches.count)
			arch = tree_arch(session.tree, options->arches.data[0], error);
		failed = (options->arches.count && !arch) || session_open_build(&session, arch, error) ||
			 kbuild_commands(session.kbuild, (const char *const *)inquiry->sources.data,
					 inquiry->sources.count, commands, error) ? -1 : 0;
	}
	if (!failed)
		take_commands(inquiry, commands, side);
	session_close(&session);
	free(commands);
	return failed;
}

static int ask_side(struct flags_inquiry *inquiry, const struct flags_change *states, bool after,
		    struct error *error)
{
	const struct change_side *side = after ? states->after : states->before;
	struct overlay overlay = { 0 };
	bool is_overlaid = side->kind != SIDE_WORK_TREE;
	int failed = is_overlaid ? change_overlay(states->change, side, after ? "flags after" : "flags before",
						  &overlay, error) : 0;

	failed = failed || ask_commands(inquiry, states, is_overlaid ? &overlay : NULL, &inquiry->sides[after],
					error) ? -1 : 0;
	if (is_overlaid)
		overlay_free(&overlay);
	return failed;
}

/* ---- two configurations ---- */

/* "CONFIG_X" -> its value, cut out of TEXT in place. */
static void read_options(char *text, struct strmap *options)
{
	for (char *line = text, *next; line && *line; line = next) {
		char *end = line + strcspn(line, "\n"), *equals = memchr(line, '=', (size_t)(end - line));

		next = *end ? end + 1 : end;
		*end = '\0';
		if (*line == '#' || !equals)
			continue;
		*equals = '\0';
		strmap_set(options, line, equals + 1);
	}
}

/* Notes the options of ONE that OTHER has otherwise, or not. */
static void note_options(struct flags_inquiry *inquiry, struct difference *difference, const struct strmap *one,
			 const struct strmap *other)
{
	for (size_t i = 0; i < one->count; i++) {
		const char *name = one->entries[i].key, *value = strmap_get(other, name);

		if (!value || strcmp(value, one->entries[i].value))
			vec_push(&difference->options, arena_strdup(inquiry->arena, name));
	}
}

static char *read_below(struct flags_inquiry *inquiry, const char *directory, const char *name)
{
	struct error ignored = { 0 };
	char *text = read_file(path_join(inquiry->arena, directory, name), NULL, &ignored);

	error_clear(&ignored);
	return text;
}

static void compare_options(struct flags_inquiry *inquiry, struct difference *difference)
{
	char *was = read_below(inquiry, difference->before, OPTIONS);
	char *is = read_below(inquiry, difference->after, OPTIONS);
	struct strmap options[2] = { { 0 }, { 0 } };

	read_options(was, &options[0]);
	read_options(is, &options[1]);
	note_options(inquiry, difference, &options[0], &options[1]);
	note_options(inquiry, difference, &options[1], &options[0]);
	needle_set_init(&difference->needles, (const char *const *)difference->options.data,
			difference->options.count);
	for (int i = 0; i < 2; i++)
		strmap_free(&options[i]);
	free(was);
	free(is);
}

/* PATH of the snapshot below DIRECTORY; NULL: it is not. */
static const char *below(struct flags_inquiry *inquiry, const char *path, const char *directory)
{
	return path_below(path_join(inquiry->arena, inquiry->tree, path), directory);
}

/* Generated headers that sources read before: whether they are the same now. */
static void compare_headers(struct flags_inquiry *inquiry, struct difference *difference)
{
	vec_each(file, &inquiry->snapshot->files) {
		const char *name = below(inquiry, file->path, difference->before);
		char *was, *is;

		if (!name || !strcmp(name, OPTIONS_HEADER))
			continue;
		was = read_below(inquiry, difference->before, name);
		is = read_below(inquiry, difference->after, name);
		if (!was || !is || strcmp(was, is))
			strmap_set(&difference->headers, file->path, difference);
		free(was);
		free(is);
	}
}

static struct difference *compare_directories(struct flags_inquiry *inquiry, const char *before, const char *after)
{
	size_t count = inquiry->snapshot->files.count + 1;
	struct difference *difference;

	vec_each(known, &inquiry->differences)
		if (!strcmp((*known)->before, before) && !strcmp((*known)->after, after))
			return *known;
	difference = xcalloc(1, sizeof(*difference));
	difference->before = before;
	difference->after = after;
	difference->names = xmalloc(count);
	memset(difference->names, -1, count);
	compare_options(inquiry, difference);
	compare_headers(inquiry, difference);
	vec_push(&inquiry->differences, difference);
	return difference;
}

static void free_differences(struct flags_inquiry *inquiry)
{
	vec_each(difference, &inquiry->differences) {
		needle_set_free(&(*difference)->needles);
		vec_free(&(*difference)->options);
		strmap_free(&(*difference)->headers);
		free((*difference)->names);
		free(*difference);
	}
	vec_free(&inquiry->differences);
}

/* ---- one unit ---- */

/* Whether the file NUMBER of the snapshot, as it is on disk, names an option that has another value. */
static bool names_option(struct flags_inquiry *inquiry, struct difference *difference, uint32_t number)
{
	const char *path = inquiry->snapshot->files.data[number].path;
	int8_t *known = &difference->names[number];

	if (*known < 0) {
		struct error ignored = { 0 };
		size_t length;
		char *text = read_file(path_join(inquiry->arena, inquiry->tree, path), &length, &ignored);

		*known = !text || needle_set_matches(&difference->needles, text, length);
		error_clear(&ignored);
		free(text);
	}
	return *known;
}

/*
 * The directory of generated headers that UNIT was made with; NULL: it read none. It need not be that of the
 * state before: a unit outlives changes that it does not read, and one that was made for one function has a
 * configuration of its own.
 */
static const char *directory_of(struct flags_inquiry *inquiry, const struct snapshot_unit *unit)
{
	vec_each(file, &unit->files) {
		const char *path = path_join(inquiry->arena, inquiry->tree,
					     inquiry->snapshot->files.data[*file].path);

		if (ends_with(path, "/" OPTIONS_HEADER))
			return arena_strndup(inquiry->arena, path, strlen(path) - strlen("/" OPTIONS_HEADER));
	}
	return NULL;
}

static bool unit_differs(struct flags_inquiry *inquiry, const struct snapshot_unit *unit)
{
	const struct compiled *before = strmap_get(&inquiry->sides[0], unit->source);
	const struct compiled *after = strmap_get(&inquiry->sides[1], unit->source);
	const char *directory = directory_of(inquiry, unit);
	struct difference *difference;

	if (before->flags != after->flags)
		return true;
	if (!directory || !after->flags || !strcmp(directory, after->directory))
		return false;
	difference = compare_directories(inquiry, directory, after->directory);
	vec_each(file, &unit->files) {
		const char *path = inquiry->snapshot->files.data[*file].path;

		if (below(inquiry, path, directory) ? strmap_has(&difference->headers, path) :
						      names_option(inquiry, difference, *file))
			return true;
	}
	return false;
}

/* ---- all ---- */

static void list_sources(struct flags_inquiry *inquiry)
{
	struct strmap seen = { 0 };

	vec_each(unit, &inquiry->snapshot->units) {
		if (!strmap_has(&seen, unit->source))
			vec_push(&inquiry->sources, (char *)unit->source);
		strmap_set(&seen, unit->source, inquiry);
	}
	strmap_free(&seen);
}

/* What no configuration built may be built now, and costs little where it is not. */
static void mark_rows(struct flags_inquiry *inquiry, const bool *units, struct impact *impact)
{
	vec_each(row, &inquiry->snapshot->rows) {
		bool affected = !row->row.analysed;

		vec_each(unit, &row->units)
			affected = affected || units[*unit];
		impact->rows += affected && !row->affected;
		row->affected = row->affected || affected;
	}
}

static void mark_all(struct flags_inquiry *inquiry, struct impact *impact)
{
	struct snapshot *snapshot = inquiry->snapshot;
	bool *units = xcalloc(snapshot->units.count + 1, sizeof(*units));

	for (size_t i = 0; i < snapshot->units.count; i++)
		units[i] = unit_differs(inquiry, &snapshot->units.data[i]);
	mark_rows(inquiry, units, impact);
	free(units);
}

int find_flags_impact(const struct flags_change *states, struct snapshot *snapshot, struct impact *impact,
		      struct error *error)
{
	struct flags_inquiry inquiry = { .arena = arena_new(), .tree = states->tree, .snapshot = snapshot };
	int failed;

	list_sources(&inquiry);
	failed = ask_side(&inquiry, states, false, error) || ask_side(&inquiry, states, true, error) ? -1 : 0;
	if (!failed)
		mark_all(&inquiry, impact);
	free_differences(&inquiry);
	vec_free(&inquiry.sources);
	strmap_free(&inquiry.sides[0]);
	strmap_free(&inquiry.sides[1]);
	arena_free(inquiry.arena);
	return failed;
}
