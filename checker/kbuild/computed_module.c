// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files of a module outside of the tree: kbuild's makefiles evaluated as `make -C KERNEL M=DIRECTORY` would, for the
 * module's directory or for one below it.
 */
#include <string.h>

#include "kbuild/computed.h"
#include "tree/walk.h"

/* Directories of one module that are tried as M=. */
#define ROOTS_MOST 32

/* ---- directories with makefiles ---- */

static void add_root(struct strings *roots, const char *root)
{
	vec_each(known, roots)
		if (!strcmp(*known, root))
			return;
	if (roots->count < ROOTS_MOST)
		vec_push(roots, (char *)root);
}

static bool names_objects(struct computed *computed, const char *path)
{
	char *text = make_sources_text(computed->sources, path, NULL);
	bool names = text && (strstr(text, "obj-") || strstr(text, "include"));

	free(text);
	return names;
}

/* A makefile that appears beside a source, or above, changes what was found out. */
static void ask_for_new_ones(struct computed *computed)
{
	const struct walked_files *sources;
	struct arena *arena = computed->tree->arena;
	const char *module = computed->tree->module, *before = "";
	struct error ignored = { 0 };

	if (walk_sources(computed->tree, &sources, &ignored)) {
		error_clear(&ignored);
		return;
	}
	make_sources_ask(computed->sources, module, ASKED_LISTING);
	for (size_t i = 0; i < sources->count; i++) {
		const char *directory = tree_in_module(computed->tree, sources->data[i].path) ?
					path_dir(arena, sources->data[i].path) : before;
		const char *first = directory;

		for (; strcmp(directory, before) && path_below(directory, module); directory = path_dir(arena, directory))
			make_sources_ask(computed->sources, directory, ASKED_LISTING);
		before = first;
	}
}

/* Lists once the directories of the module that have a makefile which may be kbuild's, those above others first. */
static void need_roots(struct computed *computed)
{
	const struct walked_files *makefiles;
	struct error ignored = { 0 };

	if (computed->has_roots || walk_makefiles(computed->tree, &makefiles, &ignored)) {
		error_clear(&ignored);
		return;
	}
	computed->has_roots = true;
	computed_read_variables(computed);
	for (size_t i = 0; i < makefiles->count; i++) {
		const char *path = makefiles->data[i].path, *base = path_base(path);

		if (tree_in_module(computed->tree, path) && (!strcmp(base, "Makefile") || !strcmp(base, "Kbuild")) &&
		    names_objects(computed, path))
			vec_push(&computed->roots, path_dir(computed->tree->arena, path));
	}
	sort_strings(&computed->roots);
	ask_for_new_ones(computed);
}

/* Those that may build FILE, the likeliest first: those above it from the top down, then all others. */
static void order_roots(const struct strings *all, const char *file, struct strings *roots)
{
	vec_each(root, all)
		if (path_below(file, *root))
			add_root(roots, *root);
	vec_each(root, all)
		add_root(roots, *root);
}

/* ---- flags ---- */

static struct flags *flags_at(struct computed *computed, struct variant *variant, const char *root)
{
	struct module_flags module = { .root = root };
	struct error ignored = { 0 };

	vec_each(known, &variant->modules)
		if (!strcmp(known->root, root))
			return known->flags;
	module.flags = computed_open_flags(computed, variant, variant->directory, root, &ignored);
	error_clear(&ignored);
	vec_push(&variant->modules, module);
	return module.flags;
}

/* Asks for FILE by its path from ROOT: a makefile may name one beside it. */
static struct build_place ask_root(struct computed *computed, struct flags *flags, const char *root, const char *file,
				   struct flags_answer *answer)
{
	struct arena *arena = computed->tree->arena;
	const char *below = path_below(file, root), *outer = root;
	struct build_place place = { flags, below ? below : file };
	struct strbuf up = { 0 };

	flags_of(flags, &place.file, 1, answer);
	/* since Linux 6.13 make runs in the module's directory, and has relative names there */
	for (; !below && strcmp(outer, "/") && !path_below(file, outer); outer = path_dir(arena, outer))
		strbuf_puts(&up, "../");
	if (!below && answer->why_not && path_below(file, outer)) {
		place.file = arena_printf(arena, "%s%s", strbuf_text(&up), path_below(file, outer));
		flags_of(flags, &place.file, 1, answer);
	}
	strbuf_free(&up);
	return place;
}

/* What a configuration leaves out says more than that nothing names a file. */
static bool says_more(const struct flags_answer *answer, const struct flags_answer *before)
{
	return !answer->why_not || (starts_with(answer->why_not, "needs ") && !starts_with(before->why_not, "needs "));
}

struct build_place computed_ask_module(struct computed *computed, struct variant *variant, const char *file,
				       struct flags_answer *answer)
{
	struct build_place best = { NULL, file };
	struct strings roots = { 0 };

	*answer = (struct flags_answer){ .why_not = "the module's directory has no makefile with obj-m" };
	need_roots(computed);
	order_roots(&computed->roots, file, &roots);
	for (size_t i = 0; i < roots.count && answer->why_not; i++) {
		struct flags *flags = flags_at(computed, variant, roots.data[i]);
		struct flags_answer next;
		struct build_place place;

		if (!flags)
			continue;
		place = ask_root(computed, flags, roots.data[i], file, &next);
		if (best.flags && !says_more(&next, answer))
			continue;
		*answer = next;
		best = place;
	}
	if (best.flags && answer->why_not && starts_with(answer->why_not, "no makefile"))
		answer->why_not = "no makefile of the module builds it: name its object in obj-m, or among those of a module "
				  "(NAME-y)";
	vec_free(&roots);
	return best;
}
