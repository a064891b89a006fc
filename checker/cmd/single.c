// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/single.h"
#include "cmd/settings.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "analysis/models.h"
#include "analysis/session.h"
#include "kbuild/kbuild.h"

char *tree_above(struct arena *arena, const char *file)
{
	for (char *directory = path_dir(arena, file); strcmp(directory, "/");
	     directory = path_dir(arena, directory)) {
		if (!access(path_join(arena, directory, "include/linux"), F_OK) &&
		    !access(path_join(arena, directory, "Makefile"), F_OK))
			return directory;
	}
	return NULL;
}

/* The flags behind "--" without FILE, so that users can paste a whole compiler command. */
static const char **choose_flags(struct arena *arena, const struct settings *settings,
				 const char *file, size_t *count)
{
	const char **flags = arena_alloc(arena, (settings->flags.count + 1) * sizeof(*flags));

	*count = 0;
	for (size_t i = 0; i < settings->flags.count; i++)
		if (strcmp(settings->flags.data[i], file))
			flags[(*count)++] = settings->flags.data[i];
	return flags;
}

static char *extract_with_flags(struct arena *arena, const struct settings *settings,
				struct progress *progress, const char *file, const char *tree,
				size_t *length, struct error *error)
{
	char *directory = get_current_dir_name(), *text;
	struct extraction extraction = { .request = {
		.file = file,
		.directory = directory,
		.tree = tree,
		.build = settings->options.build,
		.arch = settings->options.arches.count ? settings->options.arches.data[0] : "",
	} };
	struct extraction_options options = {
		.jobs = 1, .limits = settings->options.limits, .progress = progress,
	};

	struct strings helpers = { 0 };
	struct error no_models = { 0 };

	/* the build extracts mncheck's own models before there are any: an error means no helpers */
	(void)model_helpers(arena, &helpers, &no_models);
	error_clear(&no_models);
	extraction.request.helpers = (const char *const *)helpers.data;
	extraction.request.nhelpers = helpers.count;
	extraction.request.flags = choose_flags(arena, settings, file, &extraction.request.nflags);
	if (!run_extractions(&extraction, 1, &options, error) && !extraction.text)
		error_set(error, ERROR_ANALYSIS, "%s: %s", file, extraction.why_not);
	text = extraction.text;
	*length = extraction.length;
	extraction.text = NULL;
	free_extractions(&extraction, 1);
	vec_free(&helpers);
	free(directory);
	return text;
}

static char *extract_from_tree(const struct settings *settings, struct progress *progress,
			       const char *file, const char *tree, size_t *length,
			       struct error *error)
{
	struct session session;
	struct strbuf text = { 0 };
	const struct strings *arches = &settings->options.arches;
	const char *relative, *arch = arches->count ? arches->data[0] : NULL;

	if (!session_open_tree(&session, &settings->options, progress, tree, error) &&
	    (!arch || (arch = tree_arch(session.tree, arch, error))) &&
	    !session_open_build(&session, arch, error)) {
		relative = path_below(file, session.tree->path);
		if (!relative)
			relative = file;
		if (!unit_source_request(session.units, &relative, 1, error)) {
			const struct source_unit *made = unit_source_find(session.units, relative);

			if (made->unit)
				ir_print_unit(made->unit, &text);
			else
				error_set(error, ERROR_ANALYSIS, "%s: %s", relative, made->why_not);
		}
	}
	session_close(&session);
	*length = text.length;
	return text.length ? strbuf_take(&text) : NULL;
}

char *make_single_unit(const struct settings *settings, struct progress *progress,
		       const char *file, size_t *length, struct error *error)
{
	char *real = realpath(file, NULL), *text = NULL;
	struct arena *arena = arena_new();

	if (options_ask_several_arches(&settings->options)) {
		error_set(error, ERROR_USAGE, "--arch names several: one unit is made for one architecture");
	} else if (!real) {
		error_set(error, ERROR_ENVIRONMENT, "%s: cannot be read: %s", file, strerror(errno));
	} else {
		char *top = settings->tree ? realpath(settings->tree, NULL) : NULL;
		const char *tree = top ? top : tree_above(arena, real);

		if (settings->flags.count || !tree)
			text = extract_with_flags(arena, settings, progress, file, tree, length,
						  error);
		else
			text = extract_from_tree(settings, progress, real, tree, length, error);
		free(top);
	}
	arena_free(arena);
	free(real);
	return text;
}
