// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/build_directory.h"
#include "kbuild/prepare.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "base/map.h"
#include "base/process.h"
#include "base/str.h"
#include "kbuild/shadow.h"
#include "tree/tree.h"
#include "tree/walk.h"

/* Of the stamp and of how a directory is prepared: another number has all made anew. */
#define PREPARE_FORM 1

/* How much of make's output goes into a message. */
#define SHOWN_LINES 12

#define STAMP "mncheck.stamp"
#define SETTINGS "mncheck.config"

/* Nothing is compiled here, so what only building needs is left out: objtool takes longest. */
static const char wrapper_text[] =
	"#!/bin/sh\n"
	"for word; do case $word in\n"
	"subdir=tools|*/Makefile.headersinst|obj=usr|obj=usr/*) exit 0;;\n"
	"esac; done\n"
	"exec make \"$@\"\n";

/* ---- is it still good ---- */

/* Kconfig files by what tells quickly that one changed, and by what they say. */
static uint64_t kconfig_state(const struct walked_files *makefiles)
{
	uint64_t hash = PREPARE_FORM;

	vec_each(source, makefiles)
		if (starts_with(path_base(source->path), "Kconfig"))
			hash = hash_mix(hash, hash_mix(source->size, (uint64_t)source->mtime));
	return hash;
}

static uint64_t kconfig_contents(struct tree *tree, const struct walked_files *makefiles)
{
	uint64_t hash = PREPARE_FORM;

	vec_each(source, makefiles) {
		struct error ignored = { 0 };
		size_t length = 0;

		if (!starts_with(path_base(source->path), "Kconfig"))
			continue;
		char *path = xasprintf("%s/%s", tree->path, source->path);
		char *text = read_file(path, &length, &ignored);

		hash = hash_mix(hash, text ? hash_bytes(text, length, 0) : 0);
		error_clear(&ignored);
		free(text);
		free(path);
	}
	return hash;
}

/* The lines of a stamp: what must be the same; the quick state; the contents. */
struct stamp {
	char *fixed;
	uint64_t state, contents;
};

static char *stamp_text(struct arena *arena, const struct stamp *stamp)
{
	return arena_printf(arena, "%s\n%016lx\n%016lx\n", stamp->fixed,
			    (unsigned long)stamp->state, (unsigned long)stamp->contents);
}

static int write_stamp(struct arena *arena, const char *directory, const struct stamp *stamp,
		       struct error *error)
{
	char *text = stamp_text(arena, stamp);

	return write_file(arena_printf(arena, "%s/" STAMP, directory), text, strlen(text), error);
}

/* Files that were only touched do not cost a new preparation. */
static bool is_good(struct tree *tree, const char *directory, const struct walked_files *makefiles,
		    struct stamp *stamp)
{
	struct error ignored = { 0 };
	unsigned long state, contents;
	size_t length = strlen(stamp->fixed);
	char *text = read_file(arena_printf(tree->arena, "%s/" STAMP, directory), NULL, &ignored);
	bool good = text && !strncmp(text, stamp->fixed, length) && is_configured(directory) &&
		    sscanf(text + length, "\n%lx\n%lx\n", &state, &contents) == 2;

	if (good && state != stamp->state) {
		stamp->contents = kconfig_contents(tree, makefiles);
		good = stamp->contents == contents &&
		       !write_stamp(tree->arena, directory, stamp, &ignored);
	}
	error_clear(&ignored);
	free(text);
	return good;
}

/* ---- making it ---- */

static const char *last_lines(const struct strbuf *output)
{
	const char *text = strbuf_text(output), *at = text + output->length;

	for (int lines = 0; at > text; at--)
		if (at[-1] == '\n' && ++lines > SHOWN_LINES)
			break;
	return at;
}

static int make_fails(const struct make_start *call, const char *goal, int code,
		      const struct strbuf *output, struct error *error)
{
	if (process_interrupted())
		return error_set(error, ERROR_ENVIRONMENT, "interrupted while preparing %s %s",
				 call->arch, goal);
	return error_set(error, ERROR_ENVIRONMENT,
			 "make %s for %s with %s failed (exit %d); it printed last:\n%s", goal,
			 call->arch, call->toolchain->compiler, code, last_lines(output));
}

struct preparation {
	struct tree *tree;
	const char *arch, *directory, *sources, *wrapper;
	const struct strings *settings;
	struct toolchain toolchain;
};

static int run_goal(const struct preparation *preparation, const char *goal, struct error *error)
{
	struct arena *arena = preparation->tree->arena;
	struct strbuf output = { 0 };
	struct make_start call = {
		.directory = preparation->sources, .toolchain = &preparation->toolchain,
		.arch = preparation->arch,
	};
	char *words[] = {
		arena_printf(arena, "O=%s", preparation->directory),
		arena_printf(arena, "MAKE=%s", preparation->wrapper),
		arena_printf(arena, "KCONFIG_ALLCONFIG=%s/" SETTINGS, preparation->directory),
		arena_printf(arena, "-j%u", preparation->tree->jobs ? preparation->tree->jobs : 1),
		(char *)goal,
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		vec_push(&call.arguments, words[i]);
	tree_progress(preparation->tree,
		      arena_printf(arena, "prepare %s %s", preparation->arch, goal), 0, 0);
	int code = run_make(arena, &call, &output, NULL, error);
	int failed = code < 0 ? -1 : 0;

	if (code > 0)
		failed = make_fails(&call, goal, code, &output, error);
	vec_free(&call.arguments);
	strbuf_free(&output);
	return failed;
}

static int write_settings(const struct preparation *preparation, struct error *error)
{
	struct strbuf text = { 0 };

	vec_each(line, preparation->settings)
		strbuf_printf(&text, "%s\n", *line);
	int failed = write_file(arena_printf(preparation->tree->arena, "%s/" SETTINGS,
					     preparation->directory),
				strbuf_text(&text), text.length, error);

	strbuf_free(&text);
	return failed;
}


static char *directory_for(struct tree *tree, const char *name, const char *arch,
			   const struct strings *settings);

/*
 * What plain allmodconfig was prepared with serves its variants as well: the programs, and
 * generated headers that hardly depend on options. Then `prepare` need not run.
 */
static int copy_base(const struct preparation *preparation, struct error *error)
{
	struct tree *tree = preparation->tree;
	struct strings none = { 0 };
	const char *base = directory_for(tree, "build", preparation->arch, &none);
	const char *names[] = {
		"scripts", "include/generated",
		arena_printf(tree->arena, "arch/%s/include/generated", preparation->arch),
	};
	int failed = make_directories(preparation->directory, error);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && !failed; i++)
		failed = copy_directory(tree->arena, base, preparation->directory, names[i], error);
	return failed;
}

/* Executable before it has its name: another mncheck may be about to use it. */
static int write_wrapper(const char *path, struct error *error)
{
	char *made = xasprintf("%s.%ld", path, (long)getpid());
	int failed = write_file(made, wrapper_text, strlen(wrapper_text), error);

	if (!failed && (chmod(made, 0755) || rename(made, path)))
		failed = error_set(error, ERROR_ENVIRONMENT, "%s: %s", path, strerror(errno));
	free(made);
	return failed;
}

static int start_directory(struct preparation *preparation, struct error *error)
{
	struct arena *arena = preparation->tree->arena;

	preparation->wrapper = arena_printf(arena, "%s/make-prepare",
					    preparation->tree->cache_directory);
	preparation->sources = clean_sources(preparation->tree, error);
	if (!preparation->sources || write_wrapper(preparation->wrapper, error))
		return -1;
	if (remove_directory(preparation->directory, error) ||
	    copy_base(preparation, error) || write_settings(preparation, error))
		return -1;
	return run_goal(preparation, "allmodconfig", error);
}

static uint64_t settings_hash(const struct tree *tree, const char *arch,
			      const struct strings *settings)
{
	uint64_t hash = hash_mix(hash_bytes(tree->path, strlen(tree->path), 0),
				 hash_bytes(arch, strlen(arch), 1));

	vec_each(line, settings)
		hash = hash_mix(hash, hash_bytes(*line, strlen(*line), 2));
	return hash;
}

static char *directory_for(struct tree *tree, const char *name, const char *arch,
			   const struct strings *settings)
{
	return arena_printf(tree->arena, "%s/%s-%s-%016lx", tree->cache_directory, name, arch,
			    (unsigned long)settings_hash(tree, arch, settings));
}

static int start_preparation(struct tree *tree, const char *arch, const struct strings *settings,
			     const char *name, struct preparation *preparation,
			     struct error *error)
{
	*preparation = (struct preparation){ .tree = tree, .arch = arch, .settings = settings };
	preparation->directory = directory_for(tree, name, arch, settings);
	return toolchain_find(tree->arena, &preparation->toolchain, error);
}

static int prepare_locked(struct preparation *preparation, struct error *error)
{
	struct tree *tree = preparation->tree;
	const struct walked_files *makefiles;
	struct stamp stamp = { 0 };

	if (walk_makefiles(tree, &makefiles, error))
		return -1;
	stamp.fixed = arena_printf(tree->arena, "%d %s %s %016lx", PREPARE_FORM, tree->path,
				   tree->version,
				   (unsigned long)preparation->toolchain.identity);
	stamp.state = kconfig_state(makefiles);
	if (is_good(tree, preparation->directory, makefiles, &stamp))
		return 0;
	stamp.contents = kconfig_contents(tree, makefiles);
	if (start_directory(preparation, error) ||
	    run_goal(preparation, preparation->settings->count ? "syncconfig" : "prepare", error))
		return -1;
	return write_stamp(tree->arena, preparation->directory, &stamp, error);
}

int prepare_configuration(struct tree *tree, const char *arch, const struct strings *settings,
			  struct configuration *configuration, struct error *error)
{
	struct preparation preparation;

	if (start_preparation(tree, arch, settings, "build", &preparation, error))
		return -1;
	int lock = take_lock(arena_printf(tree->arena, "%s.lock", preparation.directory), error);

	if (lock < 0)
		return -1;
	int failed = prepare_locked(&preparation, error);

	close(lock);
	if (failed)
		return -1;
	return configuration_open(tree, preparation.directory, preparation.directory,
				  configuration, error);
}

int discard_configuration(struct configuration *configuration, struct error *error)
{
	configuration_close(configuration);
	return remove_directory(configuration->directory, error);
}
