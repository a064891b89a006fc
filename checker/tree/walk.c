// SPDX-License-Identifier: GPL-2.0-only
/*
 * The walk over all sources. A few threads share a queue of directories; their findings are joined at
 * the end.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/open_file.h"
#include "base/str.h"
#include "tree/overlay.h"
#include "tree/parallel.h"
#include "tree/tree.h"
#include "tree/tree_state.h"
#include "tree/walk.h"

/* More threads do not help: they wait for the kernel's directory locks. */
#define WALKERS 8

struct tree_walk {
	const char *root, *module;	/* the latter may be NULL */
	pthread_mutex_t lock;
	pthread_cond_t wake;
	/* Directories to read, relative, but absolute those of the module; "" is the tree itself. */
	struct strings queue;
	unsigned busy;		/* threads that may still add to the queue */
	struct walked_files found[PARALLEL_MOST], makefiles[PARALLEL_MOST];
	struct strings unreadable;	/* directories that could not be opened */
	int failure;		/* errno of the last failure */
	bool lacks_descriptors;	/* one could not be read for want of one */
	struct strings links;	/* sources that are links out of the tree */
	struct strings special;	/* sources that are pipes, devices or sockets */
};

/* The content of one directory, kept until it is known that the directory counts. */
struct listing {
	struct walked_files sources, makefiles;
	struct strings directories;
	bool has_config, has_makefile, has_source_link, has_maintainers, has_kbuild;
};

bool walk_is_source(const char *path)
{
	const char *dot = strrchr(path_base(path), '.');

	return dot && dot[1] && ((!dot[2] && (dot[1] == 'c' || dot[1] == 'h')) || !strcmp(dot, ".inc") || !strcmp(dot, ".inl"));
}

static bool is_makefile_name(const char *name)
{
	return starts_with(name, "Makefile") || starts_with(name, "Kbuild") ||
	       starts_with(name, "Kconfig");
}

static char *join(const char *directory, const char *name)
{
	return *directory ? xasprintf("%s/%s", directory, name) : xstrdup(name);
}

static void note_marker(struct listing *listing, const char *name, unsigned char type)
{
	if (!strcmp(name, ".config"))
		listing->has_config = true;
	else if (!strcmp(name, "Makefile"))
		listing->has_makefile = true;
	else if (!strcmp(name, "source") && type == DT_LNK)
		listing->has_source_link = true;
	else if (!strcmp(name, "MAINTAINERS"))
		listing->has_maintainers = true;
	else if (!strcmp(name, "Kbuild"))
		listing->has_kbuild = true;
}

/* The directory has no sources: hidden ones have generated files. */
static bool is_skipped(const char *directory, const char *name)
{
	return *name == '.' || (!*directory && !strcmp(name, "Documentation"));
}

static char *absolute_path(const struct tree_walk *walk, const char *path)
{
	return !*path ? xstrdup(walk->root) : *path == '/' ? xstrdup(path) : xasprintf("%s/%s", walk->root, path);
}

static bool leads_out(const struct tree_walk *walk, const char *directory, const char *name)
{
	char *path = join(directory, name), *absolute = absolute_path(walk, path);
	char *real = follow_link(absolute);

	free(path);
	free(absolute);
	free(real);
	return !real;
}

/* Notes in LIST, one of WALK's, that PATH is not read; takes it over. */
static void note_path(struct tree_walk *walk, struct strings *list, char *path)
{
	pthread_mutex_lock(&walk->lock);
	vec_push(list, path);
	pthread_mutex_unlock(&walk->lock);
}

static void add_entry(struct tree_walk *walk, struct listing *listing, int fd, const char *directory,
		      const struct dirent *entry)
{
	const char *name = entry->d_name;
	unsigned char type = entry->d_type;
	struct stat st;

	note_marker(listing, name, type);
	if (type == DT_DIR || type == DT_UNKNOWN) {
		if (is_skipped(directory, name))
			return;
		if (type == DT_UNKNOWN && (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) ||
					   !S_ISDIR(st.st_mode)))
			type = DT_REG;
		else
			vec_push(&listing->directories, join(directory, name));
	}
	bool is_source = walk_is_source(name);

	if (type == DT_DIR || (!is_source && !is_makefile_name(name)) || fstatat(fd, name, &st, 0) || S_ISDIR(st.st_mode))
		return;
	if (type == DT_LNK && leads_out(walk, directory, name)) {
		note_path(walk, &walk->links, join(directory, name));
		return;
	}
	if (!S_ISREG(st.st_mode)) {
		if (is_source)
			note_path(walk, &walk->special, join(directory, name));
		return;		/* who reads makefiles says that of them */
	}
	struct walked_file one = {
		.path = join(directory, name),
		.size = (uint64_t)st.st_size,
		.mtime = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec,
		.inode = st.st_ino,
	};

	if (is_source)
		vec_push(&listing->sources, one);
	else
		vec_push(&listing->makefiles, one);
}

/* DIRECTORY is a build directory or another kernel tree inside of this one. */
static bool is_foreign(const struct tree_walk *walk, const char *directory, const struct listing *listing)
{
	if (!*directory || (walk->module && !strcmp(directory, walk->module)))
		return false;
	return listing->has_config || (listing->has_source_link && listing->has_makefile) ||
	       (listing->has_maintainers && listing->has_kbuild);
}

static void drop_listing(struct listing *listing)
{
	vec_each(source, &listing->sources)
		free(source->path);
	vec_each(makefile, &listing->makefiles)
		free(makefile->path);
	vec_each(path, &listing->directories)
		free(*path);
	vec_clear(&listing->sources);
	vec_clear(&listing->makefiles);
	vec_clear(&listing->directories);
}

static int read_directory(struct tree_walk *walk, const char *directory, struct listing *listing)
{
	char *path = absolute_path(walk, directory);
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *stream = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;

	free(path);
	if (!stream) {
		int reason = errno;

		if (fd >= 0)
			close(fd);
		return reason;
	}
	for (errno = 0; (entry = readdir(stream)); errno = 0)
		add_entry(walk, listing, fd, directory, entry);
	int reason = errno;

	closedir(stream);
	if (reason)
		return reason;
	if (is_foreign(walk, directory, listing))
		drop_listing(listing);
	return 0;
}

/* The next directory, for the caller to free; NULL when all are done. */
static char *take_directory(struct tree_walk *walk)
{
	char *directory = NULL;

	pthread_mutex_lock(&walk->lock);
	while (!walk->queue.count && walk->busy)
		pthread_cond_wait(&walk->wake, &walk->lock);
	if (walk->queue.count) {
		directory = vec_pop(&walk->queue);
		walk->busy++;
	}
	pthread_mutex_unlock(&walk->lock);
	return directory;
}

static void put_directories(struct tree_walk *walk, struct strings *directories)
{
	pthread_mutex_lock(&walk->lock);
	vec_each(path, directories)
		vec_push(&walk->queue, *path);
	walk->busy--;
	if (walk->queue.count || !walk->busy)
		pthread_cond_broadcast(&walk->wake);
	pthread_mutex_unlock(&walk->lock);
}

static void note_unreadable(struct tree_walk *walk, char *directory, int failure)
{
	if (is_read_fault(failure))
		note_read_fault(directory, strerror(failure));
	pthread_mutex_lock(&walk->lock);
	vec_push(&walk->unreadable, directory);
	walk->failure = failure;
	walk->lacks_descriptors |= failure == EMFILE || failure == ENFILE;
	pthread_mutex_unlock(&walk->lock);
}

static void walk_worker(size_t index, unsigned worker, void *context)
{
	struct tree_walk *walk = context;
	struct walked_files *found = &walk->found[worker], *makefiles = &walk->makefiles[worker];
	char *directory;

	(void)index;
	while ((directory = take_directory(walk))) {
		struct listing listing = { 0 };
		int failure = read_directory(walk, directory, &listing);

		vec_each(source, &listing.sources)
			vec_push(found, *source);
		vec_each(makefile, &listing.makefiles)
			vec_push(makefiles, *makefile);
		put_directories(walk, &listing.directories);
		vec_free(&listing.sources);
		vec_free(&listing.makefiles);
		vec_free(&listing.directories);
		if (failure)
			note_unreadable(walk, directory, failure);
		else
			free(directory);
	}
}

/*
 * Reports unreadable directories. Returns 0, or -1 with ERROR filled if the tree itself is one, or if no descriptor was
 * left: that is no directory's fault, and which of them met it is chance.
 */
static int report_unreadable(struct tree *tree, struct tree_walk *walk, struct error *error)
{
	int result = 0;

	vec_each(directory, &walk->unreadable) {
		if (!result && (!**directory || walk->lacks_descriptors))
			result = error_set(error, ERROR_ENVIRONMENT, "%s: cannot be read: %s",
					   **directory ? *directory : tree->path, strerror(walk->failure));
		else if (!walk->lacks_descriptors)
			tree_notice(tree, "%s: cannot be read: its files are left out", *directory);
		free(*directory);
	}
	vec_free(&walk->unreadable);
	return result;
}

/* Says that PATHS are not read, and frees them: WHAT of one by name; of several WHAT_ALL, and how many others. */
static void report_paths(struct tree *tree, struct strings *paths, const char *what, const char *what_all)
{
	sort_strings(paths);
	if (paths->count == 1)
		tree_notice(tree, "%s: %s", paths->data[0], what);
	else if (paths->count)
		tree_notice(tree, "%s and %zu others: %s", paths->data[0], paths->count - 1, what_all);
	vec_each(path, paths)
		free(*path);
	vec_free(paths);
}

static void report_unfollowed(struct tree *tree, struct tree_walk *walk)
{
	report_paths(tree, &walk->links, "a link that leads out of the tree: it is not followed",
		     "links that lead out of the tree: they are not followed");
	report_paths(tree, &walk->special, "no regular file: it is not read", "no regular files: they are not read");
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct walked_file *)a)->path, ((const struct walked_file *)b)->path);
}

static void sort_sources(struct walked_files *sources)
{
	if (sources->count)
		qsort(sources->data, sources->count, sizeof(*sources->data), by_path);
}

/* PATH is below a directory that the walk skips. */
static bool is_in_skipped(const char *path)
{
	return *path == '.' || strstr(path, "/.") || starts_with(path, "Documentation/");
}

/* Replaces, adds and removes sources as the overlay says. */
static void apply_overlay(const struct tree *tree, struct walked_files *sources)
{
	const struct overlay *overlay = tree->overlay;
	size_t kept = 0;
	struct stat st;

	if (!overlay)
		return;
	vec_each(source, sources) {
		if (overlay_find(overlay, source->path))
			free(source->path);
		else
			sources->data[kept++] = *source;
	}
	sources->count = kept;
	for (size_t i = 0; i < overlay->files.count; i++) {
		const struct overlay_file *file = overlay->files.entries[i].value;
		const char *inside = tree_in_module(tree, file->path) ? path_below(file->path, tree->module) : file->path;

		if (!walk_is_source(file->path) || is_in_skipped(inside) || !file->actual ||
		    stat(file->actual, &st))
			continue;
		vec_push(sources, (struct walked_file){
			.path = xstrdup(file->path), .size = (uint64_t)st.st_size,
			.mtime = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec,
			.inode = st.st_ino,
		});
	}
}

char *walked_path(const struct tree *tree, const struct walked_file *file)
{
	return *file->path == '/' ? xstrdup(file->path) : xasprintf("%s/%s", tree->path, file->path);
}

int walk_sources(struct tree *tree, const struct walked_files **sources, struct error *error)
{
	struct tree_state *state = (struct tree_state *)tree;
	struct tree_walk walk = { .root = tree->path, .module = tree->module };
	unsigned jobs = parallel_jobs(tree->jobs < WALKERS ? tree->jobs : WALKERS);

	*sources = &state->sources;
	if (state->walked)
		return 0;
	pthread_mutex_init(&walk.lock, NULL);
	pthread_cond_init(&walk.wake, NULL);
	vec_push(&walk.queue, xstrdup(""));
	if (tree->module)
		vec_push(&walk.queue, xstrdup(tree->module));
	parallel_for(jobs, jobs, walk_worker, &walk);
	for (unsigned i = 0; i < jobs; i++) {
		vec_each(source, &walk.found[i])
			vec_push(&state->sources, *source);
		vec_each(makefile, &walk.makefiles[i])
			vec_push(&state->makefiles, *makefile);
		vec_free(&walk.found[i]);
		vec_free(&walk.makefiles[i]);
	}
	apply_overlay(tree, &state->sources);
	sort_sources(&state->sources);
	sort_sources(&state->makefiles);
	vec_free(&walk.queue);
	pthread_cond_destroy(&walk.wake);
	pthread_mutex_destroy(&walk.lock);
	state->walked = true;
	report_unfollowed(tree, &walk);
	return report_unreadable(tree, &walk, error);
}

int walk_makefiles(struct tree *tree, const struct walked_files **makefiles, struct error *error)
{
	const struct walked_files *sources;

	*makefiles = &((struct tree_state *)tree)->makefiles;
	return walk_sources(tree, &sources, error);
}

bool walk_lacks_sources(struct tree *tree)
{
	/* packages of headers keep what builds modules */
	static const char *const tools[] = { "arch/", "scripts/", "tools/", "samples/", "usr/", "/" };
	const struct walked_files *sources;
	struct error ignored = { 0 };
	bool found = false;

	if (walk_sources(tree, &sources, &ignored))
		error_clear(&ignored);
	for (size_t i = 0; i < sources->count && !found; i++) {
		const char *path = sources->data[i].path;

		found = ends_with(path, ".c");
		for (size_t j = 0; j < sizeof(tools) / sizeof(*tools); j++)
			found = found && !starts_with(path, tools[j]);
	}
	return !found;
}
