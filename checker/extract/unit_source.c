// SPDX-License-Identifier: GPL-2.0-only
#include "extract/unit_source.h"
#include "base/version.h"

#include <string.h>
#include <unistd.h>

#include "extract/prefetch.h"
#include "extract/preamble.h"
#include "base/packing.h"
#include "extract/tool.h"
#include "tree/overlay.h"
#include "kbuild/kbuild.h"

struct unit_source {
	struct unit_source_options options;
	struct arena *arena;	/* owns the source_units and their strings */
	struct strmap units;	/* file -> struct source_unit, in the order of requests */
	char *tool;		/* describe_tool(): part of each key */
	struct preambles *preambles;	/* NULL: each file is parsed alone */
	double flags_seconds, extract_seconds;
};

/* One file on its way to a unit. */
struct pending {
	struct source_unit *unit;
	const struct compile_command *command;
	const char *key;	/* in the source's arena */
};

struct unit_source *unit_source_open(const struct unit_source_options *options)
{
	struct unit_source *source = xcalloc(1, sizeof(*source));

	source->options = *options;
	source->arena = arena_new();
	source->tool = describe_tool();
	if (options->share_headers)
		source->preambles = preambles_open(options->tree->path,
						   kbuild_directory(options->kbuild),
						   options->tree->cache_directory,
						   &source->options.extraction);
	return source;
}

void unit_source_close(struct unit_source *source)
{
	if (!source)
		return;
	for (size_t i = 0; i < source->units.count; i++) {
		struct source_unit *unit = source->units.entries[i].value;

		if (!unit->taken)
			ir_unit_free(unit->unit);
	}
	strmap_free(&source->units);
	preambles_close(source->preambles);
	arena_free(source->arena);
	free(source->tool);
	free(source);
}

const struct source_unit *unit_source_find(const struct unit_source *source, const char *file)
{
	return strmap_get(&source->units, file);
}

struct ir_unit *unit_source_take(struct unit_source *source, const char *file)
{
	struct source_unit *unit = strmap_get(&source->units, file);

	if (!unit)
		return NULL;
	unit->taken = true;
	return unit->unit;
}

size_t unit_source_count(const struct unit_source *source)
{
	return source->units.count;
}

const struct source_unit *unit_source_at(const struct unit_source *source, size_t index)
{
	return source->units.entries[index].value;
}

bool unit_source_faulted(const struct unit_source *source)
{
	for (size_t i = 0; i < source->units.count; i++)
		if (((const struct source_unit *)source->units.entries[i].value)->faulted)
			return true;
	return false;
}

double unit_source_flags_seconds(const struct unit_source *source)
{
	return source->flags_seconds;
}

double unit_source_extract_seconds(const struct unit_source *source)
{
	return source->extract_seconds;
}

/* A hash of file, directory, flags, paths that units record, and of what made them. */
static const char *make_key(const struct unit_source *source, const struct compile_command *command, const char *part)
{
	struct strbuf parts = { 0 };
	size_t count;
	const char **flags = front_filter_flags(command->flags, command->nflags, &count);

	pack_text(&parts, source->tool);
	pack_text(&parts, command->file);
	pack_text(&parts, command->directory);
	pack_text(&parts, kbuild_arch(source->options.kbuild));
	pack_text(&parts, source->options.tree->path);
	pack_text(&parts, kbuild_directory(source->options.kbuild));
	for (size_t i = 0; i < count; i++)
		pack_text(&parts, flags[i]);
	vec_each(helper, source->options.helpers)
		pack_text(&parts, *helper);
	if (part)
		pack_text(&parts, part);
	free(flags);
	const char *key = arena_printf(source->arena, "%016llx%016llx",
			(unsigned long long)hash_bytes(parts.text, parts.length, 0),
			(unsigned long long)hash_bytes(parts.text, parts.length, 1));
	strbuf_free(&parts);
	return key;
}

static void fail_unit(struct unit_source *source, struct source_unit *unit, const char *why)
{
	unit->why_not = arena_strdup(source->arena, why);
}

/*
 * Instructions "unsupported" in TEXT: each begins a line or follows "= ". The text is searched because
 * bodies are parsed only when they are wanted.
 */
static size_t count_unsupported(const char *text)
{
	size_t count = 0;

	for (const char *at = text; (at = strstr(at, "unsupported")); at++)
		count += at - text >= 2 && at[-1] == ' ' && (at[-2] == ' ' || at[-2] == '=');
	return count;
}

/* Takes over TEXT. Returns whether it is a well-formed unit. */
static bool read_unit(struct unit_source *source, struct source_unit *unit, char *text,
		      size_t length)
{
	struct error error = { 0 };

	unit->unsupported = count_unsupported(text);
	unit->identity = ir_text_hash(text, length);
	unit->unit = ir_parse_unit(text, length, unit->file, &error);
	if (!unit->unit)
		fail_unit(source, unit, error.message);
	error_clear(&error);
	return unit->unit;
}

/* ---- files that were looked for and not found ---- */

struct deps { struct ir_dep *data; size_t count, room; };

/*
 * Adds NAME in each directory that COMMAND searches for headers, and in that of the file which includes it,
 * DIRECTORY, as a file that must stay absent.
 */
static void add_absent(struct arena *arena, const struct compile_command *command,
		       const char *directory, const char *name, struct deps *deps)
{
	static const char *const searching[] = { "-I", "-iquote", "-isystem", "-idirafter" };

	for (size_t i = 0; i < command->nflags; i++) {
		for (size_t j = 0; j < sizeof(searching) / sizeof(searching[0]); j++) {
			const char *searched = command->flags[i] + strlen(searching[j]);

			if (!starts_with(command->flags[i], searching[j]))
				continue;
			if (!*searched && i + 1 < command->nflags)
				searched = command->flags[i + 1];
			searched = path_join(arena, command->directory, searched);
			struct ir_dep dep = { path_join(arena, searched, name), 0 };
			vec_push(deps, dep);
		}
	}
	struct ir_dep beside = { path_join(arena, directory, name), 0 };
	vec_push(deps, beside);
}

/* Where the file that PROBLEM ("FILE:LINE:...") is in looks first; what the flags include (no FILE), elsewhere. */
static const char *directory_of(struct arena *arena, const char *tree, const char *problem,
				const struct compile_command *command)
{
	size_t length = strcspn(problem, ":");

	if (!problem[length] || *problem == '\'')
		return command->directory;
	return path_dir(arena, path_join(arena, tree, arena_strndup(arena, problem, length)));
}

/*
 * The dependencies of a unit: the files that were read, and for each missing header the paths where it was
 * searched. If it appears at one of them, the unit is stale.
 */
static void collect_deps(struct arena *arena, const struct ir_unit *unit, const char *tree,
			 const struct compile_command *command, struct deps *deps)
{
	vec_each(dep, &unit->deps)
		vec_push(deps, *dep);
	vec_each(problem, &unit->problems) {
		const char *end = strstr(*problem, "' file not found");
		const char *start = end;

		while (start && start > *problem && start[-1] != '\'')
			start--;
		if (start && start > *problem)
			add_absent(arena, command, directory_of(arena, tree, *problem, command),
				   arena_strndup(arena, start, (size_t)(end - start)), deps);
	}
}

static void store_unit(struct unit_source *source, const struct pending *pending,
		       const char *text, size_t length)
{
	struct arena *arena = arena_new();
	struct deps deps = { 0 };

	collect_deps(arena, pending->unit->unit, source->options.tree->path, pending->command,
		     &deps);
	store_put_unit(source->options.store, pending->key, text, length, deps.data, deps.count);
	vec_free(&deps);
	arena_free(arena);
}

/* ---- one round of requests ---- */

/* Whether a source may include PATH: it is none that kbuild or mncheck alone reads, and no source by itself. */
static bool is_includable(const char *path)
{
	static const char *const others[] = { "Makefile", "Kbuild", "Kconfig", ".mncheck-allow" };

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (starts_with(path_base(path), others[i]))
			return false;
	return !ends_with(path, ".c");
}

/*
 * The overlay that the parser of FILE (absolute) must see; NULL: what it reads is as on disk. Then it shares headers
 * with others. A source that includes another one is not told from its name: see depends_on_overlay().
 */
static const char *overlay_for(const struct unit_source *source, const char *file)
{
	const struct tree *tree = source->options.tree;
	bool is_known = path_below(file, tree->path) || tree_in_module(tree, file);

	if (!overlay_count(tree->overlay))
		return NULL;
	if (!is_known || tree_overlaid(tree, file))
		return tree->overlay->vfs;
	for (size_t i = 0; i < tree->overlay->files.count; i++)
		if (is_includable(tree->overlay->files.entries[i].key))
			return tree->overlay->vfs;
	return NULL;
}

/* Whether UNIT, made without the overlay, may be another one with it: it read a file of the overlay, or missed one. */
static bool depends_on_overlay(const struct unit_source *source, const struct source_unit *made)
{
	const struct overlay *overlay = source->options.tree->overlay;

	if (!overlay || !overlay->vfs || made->request->overlay || !made->unit)
		return false;
	vec_each(problem, &made->unit->problems)
		if (strstr(*problem, ".c' file not found"))
			return true;
	vec_each(dep, &made->unit->deps) {
		const char *path = ends_with(dep->path, ".c") ? path_normalise(source->arena, dep->path) : NULL;

		if (path && tree_overlaid(source->options.tree, path))
			return true;
	}
	return false;
}

static struct front_request make_request(const struct unit_source *source,
					 const struct compile_command *command)
{
	return (struct front_request){
		.file = command->file,
		.directory = command->directory,
		.flags = command->flags,
		.nflags = command->nflags,
		.tree = source->options.tree->path,
		.build = kbuild_directory(source->options.kbuild),
		.arch = kbuild_arch(source->options.kbuild),
		.readable = source->options.joins ? "/" : source->options.tree->module,
		.helpers = (const char *const *)source->options.helpers->data,
		.nhelpers = source->options.helpers->count,
		.overlay = overlay_for(source, command->file),
	};
}

/* Takes over TEXT, which the store gets too. Returns whether it is a well-formed unit. */
static bool take_text(struct unit_source *source, struct pending *pending, char *text, size_t length)
{
	/* ir_parse_unit() keeps the text and writes NULs into it, so the store gets a copy. */
	char *copy = source->options.store ? xmalloc(length) : NULL;

	if (copy)
		memcpy(copy, text, length);
	bool is_unit = read_unit(source, pending->unit, text, length);

	if (is_unit && copy)
		store_unit(source, pending, copy, length);
	free(copy);
	return is_unit;
}

/* How a unit names the file at PATH. */
static const char *recorded_name(const struct unit_source *source, const char *path)
{
	const char *tree = path_below(path, source->options.tree->path);
	const char *build = path_below(path, kbuild_directory(source->options.kbuild));

	return tree ? tree : build ? arena_printf(source->arena, "build/%s", build) : path;
}

/* Replaces TEXT by what a parse of the sources that have MOVED would give; frees it and returns NULL where that is unclear. */
static char *move_text(const struct unit_source *source, struct moved_sources *moved, char *text, size_t *length)
{
	struct strbuf out = { 0 };

	vec_each(file, moved)
		file->name = recorded_name(source, file->path);
	bool known = ir_move_lines(text, *length, moved->data, moved->count, &out);

	free(text);
	*length = out.length;
	if (known)
		return strbuf_take(&out);
	strbuf_free(&out);
	return NULL;
}

static bool recall_unit(struct unit_source *source, struct pending *pending)
{
	struct moved_sources moved = { 0 };
	size_t length = 0;
	char *text = source->options.store ?
		     store_get_unit(source->options.store, pending->key, &length, &moved) : NULL;

	if (text && moved.count)
		text = move_text(source, &moved, text, &length);
	if (text && moved.count)
		pending->unit->cached = take_text(source, pending, text, length);
	else if (text)
		pending->unit->cached = read_unit(source, pending->unit, text, length);
	vec_free(&moved);
	return pending->unit->cached;
}

static void take_extraction(struct unit_source *source, struct pending *pending,
			    struct extraction *extraction)
{
	if (!extraction->text) {
		pending->unit->faulted = extraction->faulted || !extraction->why_not;
		fail_unit(source, pending->unit, extraction->why_not ? extraction->why_not :
			  "it was not parsed");
		return;
	}
	char *text = extraction->text;

	extraction->text = NULL;
	(void)take_text(source, pending, text, extraction->length);
}

static int extract_all(struct unit_source *source, struct pending *pending, size_t count, struct error *error)
{
	struct extraction *extractions = xcalloc(count ? count : 1, sizeof(*extractions));

	for (size_t i = 0; i < count; i++)
		extractions[i].request = *pending[i].unit->request;
	int failed = 0;
	if (source->preambles)
		failed = preambles_assign(source->preambles, extractions, count, error);
	if (!failed)
		failed = run_extractions(extractions, count, &source->options.extraction, error);
	/* Even after an interrupt: the next run need not parse the finished ones again. */
	for (size_t i = 0; i < count; i++)
		take_extraction(source, &pending[i], &extractions[i]);
	free_extractions(extractions, count);
	free(extractions);
	return failed;
}

/* Extracts COUNT units; those that an overlay concerns after all, once more. */
static int extract_pending(struct unit_source *source, struct pending *pending, size_t count, struct error *error)
{
	int failed = extract_all(source, pending, count, error);
	size_t again = 0;

	for (size_t i = 0; i < count && !failed; i++) {
		struct source_unit *made = pending[i].unit;

		if (!depends_on_overlay(source, made))
			continue;
		struct front_request request = *made->request;

		request.overlay = source->options.tree->overlay->vfs;
		made->request = arena_copy(source->arena, &request, sizeof(request));
		ir_unit_free(made->unit);
		made->unit = NULL;
		pending[again++] = pending[i];
	}
	return again ? extract_all(source, pending, again, error) : failed;
}

/* Takes a unit whose parse has begun already. */
static bool take_prefetched(struct unit_source *source, struct pending *pending)
{
	struct extraction extraction = { 0 };

	if (source->options.prefetch)
		extraction.text = prefetch_take(source->options.prefetch, pending->key,
						&extraction.length);
	if (!extraction.text)
		return false;
	take_extraction(source, pending, &extraction);
	return true;
}

/* Takes UNITS from the store where it can, and extracts the others. */
static int make_units(struct unit_source *source, struct compile_command *commands,
		      struct source_unit **units, size_t count, struct error *error)
{
	struct pending *pending = xcalloc(count, sizeof(*pending));
	size_t npending = 0;

	for (size_t i = 0; i < count; i++) {
		struct pending next = { .unit = units[i], .command = &commands[i] };

		units[i]->assumes = commands[i].assumes;
		units[i]->borrowed = commands[i].borrowed;
		if (commands[i].why_not) {
			units[i]->absent = true;
			units[i]->elsewhere = commands[i].elsewhere;
			fail_unit(source, units[i], commands[i].why_not);
			continue;
		}
		struct front_request request = make_request(source, &commands[i]);

		request.part = units[i]->part;
		units[i]->request = arena_copy(source->arena, &request, sizeof(request));
		units[i]->key = next.key = make_key(source, &commands[i], units[i]->part);
		if (!recall_unit(source, &next) && !take_prefetched(source, &next))
			pending[npending++] = next;
	}
	int failed = extract_pending(source, pending, npending, error);
	free(pending);
	return failed;
}

/* Adds entries for those of FILES that were not requested before; returns how many. */
static size_t add_new(struct unit_source *source, const char *const *files, size_t count,
		      struct source_unit **units, const char **names)
{
	size_t fresh = 0;

	for (size_t i = 0; i < count; i++) {
		if (strmap_has(&source->units, files[i]))
			continue;
		units[fresh] = arena_alloc(source->arena, sizeof(**units));
		units[fresh]->file = arena_strdup(source->arena, files[i]);
		strmap_set(&source->units, units[fresh]->file, units[fresh]);
		names[fresh] = units[fresh]->file;
		fresh++;
	}
	return fresh;
}

int unit_source_request(struct unit_source *source, const char *const *files, size_t count,
			struct error *error)
{
	struct source_unit **units = xcalloc(count + 1, sizeof(struct source_unit *));
	const char **names = xcalloc(count + 1, sizeof(*names));
	size_t fresh = add_new(source, files, count, units, names);
	struct compile_command *commands = xcalloc(fresh + 1, sizeof(*commands));
	double start = now_seconds(), flagged = start;
	int failed = 0;

	if (fresh) {
		failed = kbuild_commands(source->options.kbuild, names, fresh, commands, error);
		flagged = now_seconds();
		if (!failed)
			failed = make_units(source, commands, units, fresh, error);
	}
	source->flags_seconds += flagged - start;
	source->extract_seconds += now_seconds() - flagged;
	free(commands);
	free(names);
	free(units);
	return failed;
}

/* Whether the store has the unit of COMMAND. */
static bool is_stored(struct unit_source *source, const struct compile_command *command)
{
	struct moved_sources moved = { 0 };
	size_t length = 0;
	char *text = source->options.store ?
		     store_get_unit(source->options.store, make_key(source, command, NULL), &length, &moved) : NULL;

	vec_free(&moved);
	free(text);
	return text;
}

void unit_source_prepare(struct unit_source *source, const char *const *files, size_t count, unsigned jobs)
{
	struct compile_command *commands = xcalloc(count + 1, sizeof(*commands));
	struct extraction *extractions = xcalloc(count + 1, sizeof(*extractions));
	unsigned all = source->options.extraction.jobs;
	struct error ignored = { 0 };
	double start = now_seconds();
	size_t wanted = 0;

	source->options.extraction.jobs = jobs;
	if (source->preambles && !kbuild_commands(source->options.kbuild, files, count, commands, &ignored)) {
		for (size_t i = 0; i < count; i++)
			if (!commands[i].why_not && !is_stored(source, &commands[i]))
				extractions[wanted++].request = make_request(source, &commands[i]);
		(void)preambles_prepare(source->preambles, extractions, wanted, &ignored);
	}
	source->options.extraction.jobs = all;
	source->extract_seconds += now_seconds() - start;
	error_clear(&ignored);
	free(extractions);
	free(commands);
}

/* The unit that was made for NAME, a file in some configuration, if it was asked for: *MADE, or NULL. */
static bool find_variant(const struct unit_source *source, const char *name,
			 const struct source_unit **made)
{
	const struct source_unit *known = strmap_get(&source->units, name);

	*made = known && known->unit ? known : NULL;
	return known;
}

int unit_source_request_line(struct unit_source *source, const char *file, unsigned line,
			     const struct source_unit **made, struct error *error)
{
	struct compile_command command;
	struct source_unit *unit = arena_alloc(source->arena, sizeof(*unit));

	unit->file = arena_printf(source->arena, "%s:%u", file, line);
	*made = strmap_get(&source->units, unit->file);
	if (*made)
		return 0;
	if (kbuild_command_for_line(source->options.kbuild, file, line, &command, error))
		return -1;
	strmap_set(&source->units, unit->file, unit);
	*made = unit;
	return make_units(source, &command, &unit, 1, error);
}

/* The flags of COMMAND, and behind them -D for ON and -U for OFF. */
static void add_macros(struct arena *arena, struct compile_command *command,
		       const struct strings *on, const struct strings *off)
{
	size_t count = command->nflags;
	const char **flags = arena_alloc(arena, (count + on->count + off->count + 1) * sizeof(*flags));

	for (size_t i = 0; i < count; i++)
		flags[i] = command->flags[i];
	vec_each(name, on)
		flags[count++] = arena_printf(arena, "-D%s=1", *name);
	vec_each(name, off)
		flags[count++] = arena_printf(arena, "-U%s", *name);
	command->flags = flags;
	command->nflags = count;
}

/* As FILE is compiled, if need be in a configuration that has LINE (not 0), whose #if asks for options as well. */
static int find_base_command(struct unit_source *source, const char *file, unsigned line,
			     struct compile_command *command, struct error *error)
{
	struct kbuild *kbuild = source->options.kbuild;

	if (line && kbuild_command_for_line(kbuild, file, line, command, error))
		return -1;
	return line && !command->why_not ? 0 : kbuild_commands(kbuild, &file, 1, command, error);
}

int unit_source_request_macros(struct unit_source *source, const char *file, unsigned line,
			       const struct strings *on, const struct strings *off,
			       const char *assumes, const struct source_unit **made,
			       struct error *error)
{
	struct compile_command command = { 0 };
	struct source_unit *unit = arena_alloc(source->arena, sizeof(*unit));

	if (find_base_command(source, file, line, &command, error))
		return -1;
	if (command.assumes)
		assumes = arena_printf(source->arena, "%s; %s", command.assumes, assumes);
	unit->file = arena_printf(source->arena, "%s, %s", file, assumes);
	if (command.why_not || find_variant(source, unit->file, made))
		return 0;
	add_macros(source->arena, &command, on, off);
	command.assumes = assumes;
	strmap_set(&source->units, unit->file, unit);
	if (make_units(source, &command, &unit, 1, error))
		return -1;
	if (unit->unit)
		*made = unit;
	return 0;
}

int unit_source_request_part(struct unit_source *source, const char *file, const char *part,
			     const struct source_unit **made, struct error *error)
{
	struct compile_command command = { 0 };
	struct source_unit *unit = arena_alloc(source->arena, sizeof(*unit));

	unit->file = arena_printf(source->arena, "%s with %s", file, part);
	unit->part = arena_strdup(source->arena, part);
	if (find_variant(source, unit->file, made))
		return 0;
	if (kbuild_commands(source->options.kbuild, &file, 1, &command, error))
		return -1;
	if (command.why_not)
		return 0;
	strmap_set(&source->units, unit->file, unit);
	if (make_units(source, &command, &unit, 1, error))
		return -1;
	*made = unit->unit ? unit : NULL;
	return 0;
}
