// SPDX-License-Identifier: GPL-2.0-only
/* The makefiles of one tree, each read and parsed once. */
#include <fnmatch.h>
#include <glob.h>
#include <string.h>
#include <unistd.h>

#include "kbuild/make.h"
#include "tree/overlay.h"

static struct make_file absent_file;

struct make_sources *make_sources_open(struct tree *tree)
{
	struct make_sources *sources = xcalloc(1, sizeof(*sources));

	sources->arena = arena_new();
	sources->tree = tree;
	return sources;
}

void make_sources_close(struct make_sources *sources)
{
	if (!sources)
		return;
	strmap_free(&sources->files);
	strmap_free(&sources->globs);
	strmap_free(&sources->asked);
	arena_free(sources->arena);
	free(sources);
}

void make_sources_ask(struct make_sources *sources, const char *path, enum make_asked what)
{
	uintptr_t before = (uintptr_t)strmap_get(&sources->asked, path);

	if (!before)
		path = arena_strdup(sources->arena, path);
	if (before < (uintptr_t)what)
		strmap_set(&sources->asked, path, (void *)(uintptr_t)what);
}

/* Where the text of PATH is, in the state of the tree that is looked at. */
static const char *actual_path(struct make_sources *sources, const char *path)
{
	const char *below = path_below(path, sources->tree->path);

	return tree_file(sources->tree, sources->arena, below ? below : path);
}

char *make_sources_text(struct make_sources *sources, const char *path, size_t *length)
{
	struct error error = { 0 };
	char *text = read_file(actual_path(sources, path), length, &error);

	make_sources_ask(sources, path, ASKED_TEXT);
	error_clear(&error);
	return text;
}

bool make_sources_has(struct make_sources *sources, const char *path)
{
	make_sources_ask(sources, path, ASKED_PRESENCE);
	return !access(actual_path(sources, path), F_OK);
}

const struct make_file *make_sources_file(struct make_sources *sources, const char *path)
{
	struct make_file *file = strmap_get(&sources->files, path);

	if (!file) {
		size_t length;
		char *text = make_sources_text(sources, path, &length);

		file = text ? make_parse(sources->arena, path, text, length) : &absent_file;
		sources->read += text != NULL;
		free(text);
		strmap_set(&sources->files, arena_strdup(sources->arena, path), file);
	}
	return file == &absent_file ? NULL : file;
}

static bool is_overlaid(struct make_sources *sources, const char *path)
{
	return tree_overlaid(sources->tree, path);
}

/* What an overlay adds to the files that PATTERN stands for. */
static void add_overlaid(struct make_sources *sources, const char *pattern, struct strbuf *names)
{
	const struct overlay *overlay = sources->tree->overlay;

	for (size_t i = 0; i < overlay_count(overlay); i++) {
		const struct overlay_file *file = overlay->files.entries[i].value;
		const char *path = path_join(sources->arena, sources->tree->path, file->path);

		if (file->actual && !fnmatch(pattern, path, FNM_PATHNAME))
			strbuf_printf(names, "%s%s", names->length ? " " : "", path);
	}
}

const char *make_sources_glob(struct make_sources *sources, const char *pattern)
{
	char *answer = strmap_get(&sources->globs, pattern);
	struct strbuf names = { 0 };
	glob_t found;

	if (answer)
		return answer;
	if (!strpbrk(pattern, "*?[")) {
		answer = make_sources_has(sources, pattern) ? arena_strdup(sources->arena, pattern) : "";
	} else {
		add_overlaid(sources, pattern, &names);
		if (!glob(pattern, 0, NULL, &found)) {
			for (size_t i = 0; i < found.gl_pathc; i++)
				if (!is_overlaid(sources, found.gl_pathv[i]))
					strbuf_printf(&names, "%s%s", names.length ? " " : "", found.gl_pathv[i]);
			globfree(&found);
		}
		answer = arena_strdup(sources->arena, strbuf_text(&names));
		strbuf_free(&names);
	}
	strmap_set(&sources->globs, arena_strdup(sources->arena, pattern), answer);
	return answer;
}
