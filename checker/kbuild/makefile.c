// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/makefile.h"

#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "base/str.h"
#include "tree/lexer.h"
#include "tree/tree.h"
#include "tree/walk.h"

/* Makefiles that include makefiles that include...: deeper is not followed. */
#define MOST_INCLUDES 4

/* ---- reading ---- */

static void join_lines(char *text)
{
	for (char *at = text; (at = strstr(at, "\\\n")); at += 2)
		at[0] = at[1] = ' ';
}

/* The next line from FROM on that begins with include or -include, or NULL. */
static const char *find_include(const char *from)
{
	for (const char *line = from; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		const char *at = line + (*line == '-');

		if (!strncmp(at, "include", 7) && (at[7] == ' ' || at[7] == '\t'))
			return at;
	}
	return NULL;
}

static bool is_kconfig(const char *path)
{
	return starts_with(path_base(path), "Kconfig");
}

int makefiles_read(struct tree *tree, struct makefiles *makefiles, struct error *error)
{
	const struct walked_files *found;

	if (walk_makefiles(tree, &found, error) || makefiles_state(tree, &makefiles->hash, error))
		return -1;
	makefiles->arena = arena_new_unshared();
	vec_each(source, found) {
		struct error ignored = { 0 };

		if (is_kconfig(source->path))
			continue;
		char *text = read_file(arena_printf(tree->arena, "%s/%s", tree->path, source->path),
				       NULL, &ignored);

		error_clear(&ignored);
		if (!text)
			continue;
		join_lines(text);
		vec_push(makefiles, (struct makefile){
			.path = source->path, .directory = path_dir(tree->arena, source->path),
			.text = arena_strdup(makefiles->arena, text),
			.includes = find_include(text) });
		free(text);
	}
	return 0;
}

void makefiles_free(struct makefiles *makefiles)
{
	arena_free(makefiles->arena);
	vec_free(makefiles);
}

int makefiles_state(struct tree *tree, uint64_t *hash, struct error *error)
{
	const struct walked_files *found;

	if (walk_makefiles(tree, &found, error))
		return -1;
	*hash = found->count;
	vec_each(source, found) {
		*hash = hash_mix(*hash, hash_bytes(source->path, strlen(source->path), source->size));
		*hash = hash_mix(*hash, hash_mix((uint64_t)source->mtime, source->inode));
	}
	return 0;
}

/* ---- paths ---- */

/* The way from directory FROM to PATH, both relative to the tree. */
static char *relative_path(struct arena *arena, const char *from, const char *path)
{
	struct strbuf buf = { 0 };
	size_t common = 0;

	if (!strcmp(from, "."))
		return arena_strdup(arena, path);
	for (size_t i = 0; from[i] == path[i] || (!from[i] && path[i] == '/'); i++) {
		if (path[i] == '/' && (from[i] == '/' || !from[i]))
			common = i + 1;
		if (!from[i] || !path[i])
			break;
	}
	if (common <= strlen(from)) {
		strbuf_puts(&buf, "../");
		for (const char *at = from + common; *at; at++)
			if (*at == '/')
				strbuf_puts(&buf, "../");
	}
	strbuf_puts(&buf, path + common);
	char *result = arena_strdup(arena, strbuf_text(&buf));

	strbuf_free(&buf);
	return result;
}

static bool is_other_arch(const char *path, const char *arch)
{
	size_t length = strlen(arch);

	if (!starts_with(path, "arch/") || !strchr(path + 5, '/'))
		return starts_with(path, "arch/") && strcmp(path + 5, arch);
	return strncmp(path + 5, arch, length) || path[5 + length] != '/';
}

/* ---- who builds an object ---- */

static bool is_word_end(char c)
{
	return !c || c == ' ' || c == '\t' || c == '\n' || c == ')' || c == ':' || c == ',' ||
	       c == '#' || c == '\r';
}

/* The beginning of the word that AT lies in: variables and slashes belong to it. */
static const char *word_start(const char *text, const char *at)
{
	while (at > text && !strchr(" \t\n=:,", at[-1]))
		at--;
	return at;
}

/*
 * The word that ends with the object's name, read from directory FROM, means FILE. A word
 * with a variable in front is believed when what follows the variable fits.
 */
static bool means_file(struct arena *arena, const char *word, size_t length, const char *from,
		       const char *file)
{
	const char *close = memrchr(word, ')', length);
	char *object;

	if (close) {
		const char *rest = arena_strndup(arena, close + 1,
						 length - (size_t)(close + 1 - word) - 2);

		return *rest == '/' && ends_with(arena_printf(arena, "/%.*s",
							      (int)strlen(file) - 2, file), rest);
	}
	object = path_normalise(arena, path_join(arena, from, arena_strndup(arena, word, length)));
	return strlen(object) == strlen(file) && !strncmp(object, file, strlen(file) - 1);
}

/* An `include` line of MAKEFILE names INCLUDED. */
static bool includes(const struct makefile *makefile, const struct makefile *included)
{
	const char *base = path_base(included->path);
	const char *parent = path_base(included->directory);
	size_t length = strlen(parent);

	for (const char *at = makefile->text; at && (at = find_include(at)); at = strchr(at, '\n')) {
		size_t size = strcspn(at, "\n#");
		const char *found = memmem(at, size, base, strlen(base));

		if (!found || !is_word_end(found[strlen(base)]) || found[-1] != '/')
			continue;
		if (!strncmp(found - 1 - length, parent, length) && found[-2 - (long)length] == '/')
			return true;
		if (!strcmp(makefile->directory, included->directory))
			return true;
	}
	return false;
}

struct owner_search {
	const struct makefiles *makefiles;
	const char *arch;
	struct strings directories;	/* whose makefiles may build the file */
};

/* The directory of MAKEFILE, and of those that include it. */
static void add_owners(struct owner_search *search, const struct makefile *makefile, int depth)
{
	const char *base = path_base(makefile->path);

	if (is_other_arch(makefile->directory, search->arch) ||
	    starts_with(makefile->directory, "tools/"))
		return;
	if (!strcmp(base, "Makefile") || !strcmp(base, "Kbuild"))
		vec_push(&search->directories, (char *)makefile->directory);
	if (depth == MOST_INCLUDES)
		return;
	vec_each(other, search->makefiles)
		if (other->includes && other != makefile && includes(other, makefile))
			add_owners(search, other, depth + 1);
}

/* MAKEFILE has a word that means the object of FILE; AT (may be NULL) gets the place. */
static bool mentions(struct tree *tree, const struct makefile *makefile, const char *file,
		     const char **at)
{
	const char *base = path_base(file);
	size_t length = strlen(base);
	char *object = arena_strdup(tree->arena, base);

	object[length - 1] = 'o';
	const char *found = at && *at ? *at + 1 : makefile->text;

	for (; (found = strstr(found, object)); found++) {
		const char *word = word_start(makefile->text, found);

		if (!is_word_end(found[length]) ||
		    (found > word && found[-1] != '/' && found[-1] != '('))
			continue;
		if (!means_file(tree->arena, word, (size_t)(found + length - word),
				makefile->directory, file))
			continue;
		if (at)
			*at = found;
		return true;
	}
	return false;
}

static char *object_of(struct arena *arena, const char *file)
{
	char *object = arena_strdup(arena, file);

	object[strlen(object) - 1] = 'o';
	return object;
}

void makefile_goals(struct tree *tree, const struct makefiles *makefiles, const char *file,
		    const char *arch, struct strings *goals)
{
	struct owner_search search = { .makefiles = makefiles, .arch = arch };
	char *object = object_of(tree->arena, file);

	vec_push(goals, object);
	vec_each(makefile, makefiles)
		if (mentions(tree, makefile, file, NULL))
			add_owners(&search, makefile, 0);
	sort_strings(&search.directories);
	vec_each(directory, &search.directories) {
		char *goal = arena_printf(tree->arena, "%s/%s", *directory,
					  relative_path(tree->arena, *directory, object));

		if (strcmp(goal, object))
			vec_push(goals, goal);
	}
	vec_free(&search.directories);
}

/* ---- options in the way ---- */

/* Every CONFIG_NAME between FROM and TO. */
static void collect_options(struct tree *tree, const char *from, const char *to,
			    struct strings *options)
{
	static const char prefix[] = "CONFIG_";
	const size_t length = sizeof(prefix) - 1;

	while (from < to && (from = memmem(from, (size_t)(to - from), prefix, length))) {
		size_t size = 0;

		from += length;
		while (is_identifier_char((unsigned char)from[size]))
			size++;
		vec_push(options, arena_strndup(tree->arena, from, size));
		from += size;
	}
}

static const char *line_start(const char *text, const char *at)
{
	while (at > text && at[-1] != '\n')
		at--;
	return at;
}

/* Conditionals that are open at AT: `ifdef CONFIG_X`, `ifeq ($(CONFIG_X),y)`, `ifneq (...,)`. */
static void collect_conditions(struct tree *tree, const char *text, const char *at,
			       struct strings *options)
{
	const char *open[16];
	size_t depth = 0;

	for (const char *line = text; line && line < at;) {
		const char *word = line + strspn(line, " \t");

		if (starts_with(word, "ifdef") || starts_with(word, "ifeq") ||
		    starts_with(word, "ifneq") || starts_with(word, "ifndef")) {
			if (depth < sizeof(open) / sizeof(open[0]))
				open[depth] = starts_with(word, "ifndef") ? NULL : word;
			depth++;
		} else if (starts_with(word, "endif") && depth) {
			depth--;
		}
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	}
	for (size_t i = 0; i < depth && i < sizeof(open) / sizeof(open[0]); i++)
		if (open[i])
			collect_options(tree, open[i], open[i] + strcspn(open[i], "\n"), options);
}

/* "kvm-intel" of a line `kvm-intel-$(CONFIG_X) += ...` or `kvm-intel-y := ...`. */
static char *composite_of(struct arena *arena, const char *line)
{
	line += strspn(line, " \t");
	size_t length = strcspn(line, " \t:+=?");

	for (size_t i = length; i-- > 0;)
		if (line[i] == '-' && (line[i + 1] == '$' || line[i + 1] == 'y' || line[i + 1] == 'm' ||
				       !strncmp(line + i + 1, "objs", 4)))
			return arena_strndup(arena, line, i);
	return NULL;
}

struct option_search {
	struct tree *tree;
	const struct makefiles *makefiles;
	const char *arch;
	struct strings *options;
	struct strmap seen;	/* objects and directories that were looked at */
};

static void search_object(struct option_search *search, const char *file, int depth);

/* What stands in the line at AT, around it, and in the way of the composite it is part of. */
static void search_line(struct option_search *search, const struct makefile *makefile,
			const char *at, int depth)
{
	struct arena *arena = search->tree->arena;
	const char *line = line_start(makefile->text, at);

	collect_options(search->tree, line, at, search->options);
	collect_conditions(search->tree, makefile->text, at, search->options);
	char *composite = composite_of(arena, line);

	if (composite && strcmp(composite, "obj") && strcmp(composite, "lib") && depth < 8)
		search_object(search, arena_printf(arena, "%s/%s.c", makefile->directory, composite),
			      depth + 1);
}

/* `obj-$(CONFIG_X) += name/` in the makefile of the directory above, and so on up. */
static void search_directory(struct option_search *search, const char *directory)
{
	struct arena *arena = search->tree->arena;

	if (!strchr(directory, '/') || strmap_set(&search->seen, directory, search))
		return;
	const char *name = arena_printf(arena, "%s/", path_base(directory));
	const char *above = path_dir(arena, directory);

	vec_each(makefile, search->makefiles) {
		if (strcmp(makefile->directory, above))
			continue;
		for (const char *at = makefile->text; (at = strstr(at, name)); at++) {
			if (at > makefile->text && !strchr(" \t=", at[-1]))
				continue;
			collect_options(search->tree, line_start(makefile->text, at), at,
					search->options);
			collect_conditions(search->tree, makefile->text, at, search->options);
		}
	}
	search_directory(search, above);
}

static void search_object(struct option_search *search, const char *file, int depth)
{
	if (strmap_set(&search->seen, file, search))
		return;
	vec_each(makefile, search->makefiles) {
		const char *at = NULL;

		if (is_other_arch(makefile->directory, search->arch))
			continue;
		while (mentions(search->tree, makefile, file, &at)) {
			search_line(search, makefile, at, depth);
			search_directory(search, makefile->directory);
		}
	}
}

void makefile_options(struct tree *tree, const struct makefiles *makefiles, const char *file,
		      const char *arch, struct strings *options)
{
	struct option_search search = {
		.tree = tree, .makefiles = makefiles, .arch = arch, .options = options,
	};

	search_object(&search, file, 0);
	search_directory(&search, path_dir(tree->arena, file));
	strmap_free(&search.seen);
	sort_strings(options);
}
