// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/models.h"

#include <glob.h>
#include <string.h>
#include <unistd.h>

#include "base/map.h"
#include "analysis/data.h"
#include "extract/extraction.h"

static int add_text(struct program *program, char *text, size_t length, const char *name,
		    struct error *error)
{
	struct ir_unit *unit = text ? ir_parse_unit(text, length, name, error) : NULL;

	if (!unit)
		return -1;
	program_add_unit(program, unit, true);
	return 0;
}

static int add_unit_file(struct program *program, const char *path, struct error *error)
{
	size_t length = 0;
	char *text = read_file(path, &length, error);

	return add_text(program, text, length, path, error);
}

/* Finds the unit files of mncheck's own models; globfree() them. */
static int find_own_models(struct arena *arena, glob_t *found, struct error *error)
{
	char *directory = data_file(arena, "model", error);

	if (!directory)
		return -1;
	if (glob(arena_printf(arena, "%s/*.unit", directory), 0, NULL, found))
		return error_set(error, ERROR_ENVIRONMENT, "%s: holds no models; build mncheck "
				 "anew", directory);
	return 0;
}

static int add_own_models(struct arena *arena, struct program *program, struct error *error)
{
	glob_t found = { 0 };
	int failed = find_own_models(arena, &found, error);

	for (size_t i = 0; i < found.gl_pathc && !failed; i++)
		failed = add_unit_file(program, found.gl_pathv[i], error);
	globfree(&found);
	return failed;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int add_helpers(struct arena *arena, const char *path, struct strings *names,
		       struct error *error)
{
	size_t length = 0;
	char *text = read_file(path, &length, error);
	struct ir_unit *unit = text ? ir_parse_unit(text, length, path, error) : NULL;

	if (!unit)
		return -1;
	for (size_t i = 1; i < unit->symbols.count; i++) {
		const struct ir_symbol *symbol = &unit->symbols.data[i];

		if (symbol->kind == IR_SYM_FUNCTION && !symbol->function &&
		    !starts_with(symbol->name, "__mn_"))
			vec_push(names, arena_strdup(arena, symbol->name));
	}
	ir_unit_free(unit);
	return 0;
}

int model_helpers(struct arena *arena, struct strings *names, struct error *error)
{
	glob_t found = { 0 };
	int failed = find_own_models(arena, &found, error);

	for (size_t i = 0; i < found.gl_pathc && !failed; i++)
		failed = add_helpers(arena, found.gl_pathv[i], names, error);
	globfree(&found);
	if (names->count)
		qsort(names->data, names->count, sizeof(*names->data), by_text);
	return failed;
}

/* Adds a user's model in C, which may include the header of mncheck's own models. */
static int add_source(struct arena *arena, struct program *program, const char *file,
		      const struct options *options, struct progress *progress,
		      struct error *error)
{
	struct error ignored = { 0 };
	char *header = data_file(arena, "include/mncheck.h", &ignored);
	char *directory = get_current_dir_name();
	const char *flags[] = { "-std=gnu11", "-fno-builtin",
				header ? arena_printf(arena, "-I%s", path_dir(arena, header)) : NULL };
	struct extraction extraction = { .request = {
		.file = file, .directory = directory, .arch = "",
		.flags = flags, .nflags = header ? 3 : 2,
	} };
	struct extraction_options work = {
		.jobs = 1, .limits = options->limits, .progress = progress,
	};
	int failed = run_extractions(&extraction, 1, &work, error);

	if (!failed && !extraction.text)
		failed = error_set(error, ERROR_ENVIRONMENT, "model %s: %s", file,
				   extraction.why_not);
	if (!failed) {
		failed = add_text(program, extraction.text, extraction.length, file, error);
		extraction.text = NULL;
	}
	free_extractions(&extraction, 1);
	error_clear(&ignored);
	free(directory);
	return failed;
}

int load_models(struct program *program, const struct options *options,
		struct progress *progress, struct error *error)
{
	struct arena *arena = arena_new();
	int failed = add_own_models(arena, program, error);

	vec_each(file, &options->models) {
		if (failed)
			break;
		failed = ends_with(*file, ".c") ?
			 add_source(arena, program, *file, options, progress, error) :
			 add_unit_file(program, *file, error);
	}
	arena_free(arena);
	return failed;
}

static uint64_t mix_file(uint64_t hash, const char *path)
{
	struct error ignored = { 0 };
	size_t length = 0;
	char *text = read_file(path, &length, &ignored);

	hash = hash_mix(hash, text ? hash_bytes(text, length, 0) : 0);
	error_clear(&ignored);
	free(text);
	return hash;
}

uint64_t models_state(const struct options *options)
{
	struct arena *arena = arena_new();
	struct error ignored = { 0 };
	glob_t found = { 0 };
	uint64_t hash = 0;

	(void)find_own_models(arena, &found, &ignored);
	for (size_t i = 0; i < found.gl_pathc; i++)
		hash = mix_file(hash, found.gl_pathv[i]);
	vec_each(file, &options->models)
		hash = mix_file(hash, *file);
	globfree(&found);
	error_clear(&ignored);
	arena_free(arena);
	return hash;
}
