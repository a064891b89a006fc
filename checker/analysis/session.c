// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "analysis/models.h"
#include "base/confine.h"
#include "base/files.h"
#include "base/open_file.h"
#include "base/fork_server.h"
#include "front/front.h"
#include "tree/overlay.h"
#include "kbuild/kbuild.h"
#include "kbuild/module_place.h"

/* What a scan writes at once: headers, precompiled ones, what spatch is asked. */
#define SCRATCH_BYTES ((uint64_t)64 << 20)

/* Some file systems do not say how much room they have. */
static bool has_room(const char *directory)
{
	struct statvfs st;

	return statvfs(directory, &st) || !st.f_blocks || (uint64_t)st.f_bavail * st.f_frsize >= SCRATCH_BYTES;
}

static bool is_usable(const char *directory)
{
	struct error error = { 0 };
	bool usable = !make_directories(directory, &error) && !access(directory, W_OK | X_OK) && has_room(directory);

	error_clear(&error);
	return usable;
}

/*
 * The directory for generated headers: the cache. If it cannot be written, or its disk is nearly full, a temporary
 * directory, so that a scan still works. NULL with ERROR filled if there is neither.
 */
static const char *choose_directory(struct session *session, struct error *error)
{
	const char *temporary = getenv("TMPDIR");

	if (is_usable(session->options->cache))
		return session->options->cache;
	session->scratch = xasprintf("%s/mncheck.XXXXXX",
				     temporary && *temporary ? temporary : "/tmp");
	if (!make_scratch(session->scratch, error))
		return session->scratch;
	error_clear(error);
	error_set(error, ERROR_ENVIRONMENT, "neither %s nor %s can be written: %s",
		  session->options->cache, session->scratch, strerror(errno));
	free(session->scratch);
	session->scratch = NULL;
	return NULL;
}

static void remove_scratch(struct session *session)
{
	struct error ignored = { 0 };

	if (session->scratch)
		(void)remove_directory(session->scratch, &ignored);
	error_clear(&ignored);
	free(session->scratch);
}

/*
 * Packages of headers have kbuild's scripts as a link to another package: where those are installed below another root, it
 * leads out of the tree. A directory that has kbuild's makefile may be read all the same.
 */
static void let_scripts_be_read(struct tree *tree)
{
	const char *scripts = path_join(tree->arena, tree->path, "scripts");
	char *real = realpath(scripts, NULL);

	if (real && strcmp(real, scripts) && !access(path_join(tree->arena, real, "Makefile.build"), R_OK))
		confine_links(real);
	free(real);
}

/* The tree that PATH, or PATH with --build, means. */
static int find_tree(struct session *session, const char *path, const char *directory, struct error *error)
{
	struct arena *arena = arena_new();
	struct module_place place;

	if (!module_place_find(arena, path, session->options->build, &place, error))
		session->tree = tree_open(place.tree, directory, error);
	if (session->tree && place.module)
		session->tree->module = arena_strdup(session->tree->arena, place.module);
	if (session->tree && place.part)
		session->part = arena_strdup(session->tree->arena, place.part);
	if (session->tree) {
		confine_links(session->tree->path);
		confine_links(session->tree->module);
	}
	if (session->tree && session->tree->module)
		let_scripts_be_read(session->tree);
	arena_free(arena);
	return session->tree ? 0 : -1;
}

int session_open_tree(struct session *session, const struct options *options,
		      struct progress *progress, const char *path, struct error *error)
{
	confinement_prepare();
	*session = (struct session){
		.options = options, .progress = progress, .fork_server = extraction_fork_server(),
	};
	const char *directory = choose_directory(session, error);

	if (!directory || find_tree(session, path, directory, error))
		return -1;
	if (!options->no_cache)
		session->store = store_open(options->cache, progress);
	session->tree->cache = session->store ? store_blobs(session->store) : NULL;
	session->tree->progress = progress;
	session->tree->jobs = options->jobs;
	session->tree->part = options->shards ? options->shard - 1 : 0;
	session->tree->parts = options->shards;
	session->tree->memory_bytes = options->limits.memory_bytes;
	session->tree->timeout_seconds = options->limits.timeout_seconds;
	return 0;
}

void session_overlay(struct session *session, const struct overlay *overlay)
{
	struct tree *tree = session->tree;

	tree->overlay = overlay;
	for (size_t i = 0; session->store && i < overlay_count(overlay); i++) {
		const struct overlay_file *file = overlay->files.entries[i].value;

		store_pretend(session->store, path_join(tree->arena, tree->path, file->path),
			      file->actual, file->source_hash);
	}
}

static struct extraction_options extraction_options(const struct session *session)
{
	return (struct extraction_options){
		.jobs = session->options->jobs,
		.limits = session->options->limits,
		.progress = session->progress,
		.fork_server = session->fork_server,
	};
}

void session_begin_prefetch(struct session *session)
{
	struct extraction_options options = extraction_options(session);

	/* requests of earlier scans know no overlay */
	if (session->store && !session->tree->overlay)
		session->prefetch = prefetch_begin(session->store, session->tree, &options);
}

static int open_units(struct session *session, struct error *error)
{
	const struct options *options = session->options;

	if (model_helpers(session->tree->arena, &session->helpers, error))
		return -1;
	session->units = unit_source_open(&(struct unit_source_options){
		.helpers = &session->helpers,
		.tree = session->tree,
		.kbuild = session->kbuild,
		.store = session->store,
		.joins = session->joins,
		.share_headers = !session->joins && !options->no_shared_headers,
		.extraction = extraction_options(session),
		.prefetch = session->prefetch,
	});
	return 0;
}

/* Whether to use --build or --config for ARCH; -1 with ERROR filled. */
static int serves(struct session *session, const char *arch, struct error *error)
{
	const struct options *options = session->options;

	if ((!options->build && !options->config) || !options_ask_several_arches(options))
		return options->build || options->config;
	const char *own = kbuild_arch_of(session->tree, options->build, options->config, error);

	return own ? !strcmp(own, arch) : -1;
}

static struct kbuild *open_kbuild(struct session *session, struct kbuild_options *wanted, struct error *error)
{
	char *clang = front_version(), *headers = front_headers();
	struct kbuild *kbuild;

	wanted->clang = clang;
	wanted->clang_headers = headers;
	kbuild = kbuild_open(session->tree, wanted, error);
	free(clang);
	free(headers);
	return kbuild;
}

int session_open_build(struct session *session, const char *arch, struct error *error)
{
	const struct options *options = session->options;
	int own = serves(session, arch, error);
	struct kbuild_options wanted = {
		.build = own > 0 ? options->build : NULL, .config = own > 0 ? options->config : NULL,
		.arch = arch, .given = options->given, .variables = options->variables,
	};

	if (own < 0)
		return -1;
	session->kbuild = open_kbuild(session, &wanted, error);
	return session->kbuild ? open_units(session, error) : -1;
}

int session_join_build(struct session *session, const char *directory, const char *arch,
		       const char *file, const struct compile_command *command,
		       struct error *error)
{
	struct kbuild_options wanted = {
		.build = directory, .arch = arch, .given = command, .given_file = file,
	};
	struct error trouble = { 0 };

	session->joins = true;
	session->kbuild = open_kbuild(session, &wanted, &trouble);
	if (!session->kbuild)
		session->kbuild = kbuild_open_alone(session->tree, &wanted, trouble.message);
	error_clear(&trouble);
	return open_units(session, error);
}

void session_close_build(struct session *session)
{
	unit_source_close(session->units);
	vec_free(&session->helpers);
	if (session->kbuild)
		kbuild_close(session->kbuild);
	session->units = NULL;
	session->kbuild = NULL;
}

void session_close(struct session *session)
{
	session_close_build(session);
	prefetch_end(session->prefetch);
	fork_server_stop(session->fork_server);
	if (session->tree) {
		kbuild_trim(session->tree);
		tree_close(session->tree);
	}
	if (session->store) {
		store_trim(session->store, CACHE_BYTES);
		store_close(session->store);
	}
	remove_scratch(session);
	memset(session, 0, sizeof(*session));
}
