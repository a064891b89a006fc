// SPDX-License-Identifier: GPL-2.0-only
/* Installs and removes the file of a hook. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/hook.h"
#include "cmd/settings.h"
#include "kbuild/module_place.h"
#include "vcs/git.h"
#include "tree/tree.h"

/* This line tells mncheck's hooks from others. */
#define MARK "# mncheck hook: made by `mncheck hook install`, removed by `mncheck hook uninstall`.\n"

struct hook_place {
	struct git git;
	const char *tree;	/* the kernel tree, from the top of the work tree: "." or "linux" */
	const char *directory;	/* git's hooks directory, absolute */
};

static int find_directory(struct hook_place *place, struct error *error)
{
	static const char *const what[] = { "rev-parse", "--git-path", "hooks", NULL };
	struct git plain = place->git;
	const char *path;

	/* what the repository says of hooks is the question */
	plain.environment = (struct strings){ 0 };
	path = git_line(&plain, what, error);
	if (!path)
		return error->message ? -1 : error_set(error, ERROR_ENVIRONMENT, "%s: git does not "
			"say where its hooks are", place->git.top);
	place->directory = path_join(place->git.arena, place->git.top, path);
	return 0;
}

static int open_place(struct hook_place *place, const char *path, struct error *error)
{
	char *absolute = realpath(path, NULL);

	if (!absolute)
		return error_set(error, ERROR_USAGE, "%s: %s", path, strerror(errno));
	int failed = git_open(&place->git, absolute, error);
	free(absolute);
	if (failed)
		return -1;
	place->tree = place->git.prefix && *place->git.prefix ? place->git.prefix : ".";
	return find_directory(place, error);
}

static void close_place(struct hook_place *place)
{
	if (place->git.arena)
		git_close(&place->git);
}

/* ---- the file that is there ---- */

enum owner { NOBODY, OURS, SOMEBODY };

static enum owner owner_of(const char *path)
{
	struct error ignored = { 0 };
	struct stat st;
	char *text;

	if (lstat(path, &st))
		return NOBODY;
	text = read_file(path, NULL, &ignored);
	enum owner owner = text && strstr(text, MARK) ? OURS : SOMEBODY;
	free(text);
	error_clear(&ignored);
	return owner;
}

static const char *path_of(const struct hook_place *place, const struct hook *hook)
{
	return path_join(place->git.arena, place->directory, hook->name);
}

/* ---- the script ---- */

/* Appends WORD, quoted for a shell. */
static void put_quoted(struct strbuf *out, const char *word)
{
	strbuf_putc(out, '\'');
	for (; *word; word++) {
		if (*word == '\'')
			strbuf_puts(out, "'\\''");
		else
			strbuf_putc(out, *word);
	}
	strbuf_putc(out, '\'');
}

static void put_program(struct strbuf *out)
{
	char path[4096];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);

	path[length > 0 ? length : 0] = '\0';
	strbuf_puts(out, "mncheck=");
	put_quoted(out, length > 0 ? path : "mncheck");
	strbuf_puts(out, "\n[ -x \"$mncheck\" ] || mncheck=mncheck\n"
		    "command -v \"$mncheck\" >/dev/null 2>&1 || {\n"
		    "\techo \"mncheck: is not there any more: callbacks are not judged\" >&2\n"
		    "\texit 0\n"
		    "}\n");
}

/* The script exits with 0 unless there is a new violation: only that stops git. */
static void put_script(struct strbuf *out, const struct settings *settings,
		       const struct hook_place *place, const struct hook *hook)
{
	strbuf_puts(out, "#!/bin/sh\n" MARK
		    "# It judges the mmu-notifier callbacks that a change can affect; it is silent "
		    "when nothing new\n# is wrong.\n");
	strbuf_printf(out, "# To do without it once: %s\n", hook->bypass);
	put_program(out);
	strbuf_printf(out, "\"$mncheck\" hook run %s ", hook->name);
	put_quoted(out, place->tree);
	vec_each(word, &settings->flags) {
		strbuf_putc(out, ' ');
		put_quoted(out, *word);
	}
	strbuf_puts(out, " -- \"$@\"\n[ $? != 1 ]\n");
}

static int write_script(const char *path, const struct strbuf *script, struct error *error)
{
	if (write_file(path, strbuf_text(script), script->length, error))
		return -1;
	if (chmod(path, 0755))
		return error_set(error, ERROR_ENVIRONMENT, "%s: cannot be made executable: %s",
				 path, strerror(errno));
	return 0;
}

static int refuse(const struct hook_place *place, const struct hook *hook, const char *path,
		  struct error *error)
{
	return error_set(error, ERROR_USAGE, "%s: is a hook of somebody else's and stays as it is; "
			 "to have both, add this line to it: mncheck hook run %s '%s' -- \"$@\" || "
			 "exit 1", path, hook->name, place->tree);
}

static int install(const struct settings *settings, const struct hook_place *place,
		   const struct hook *hook, struct error *error)
{
	const char *path = path_of(place, hook);
	enum owner owner = owner_of(path);
	struct strbuf script = { 0 };

	if (owner == SOMEBODY)
		return refuse(place, hook, path, error);
	if (make_directories(place->directory, error))
		return -1;
	put_script(&script, settings, place, hook);
	int failed = write_script(path, &script, error);
	strbuf_free(&script);
	if (!failed)
		printf("%s: %s; to do without it once: %s\n", path,
		       owner == OURS ? "renewed" : "installed", hook->bypass);
	return failed;
}

/* The directory that --build names among the hook's FLAGS; NULL: none. */
static const char *build_of(const struct strings *flags)
{
	static const char option[] = "--build";

	for (size_t i = 0; i < flags->count; i++) {
		const char *word = flags->data[i], *rest = starts_with(word, option) ? word + strlen(option) : "-";

		if (*rest == '=')
			return rest + 1;
		if (!*rest && i + 1 < flags->count)
			return flags->data[i + 1];
	}
	return NULL;
}

/* Rejects what is neither a kernel tree nor a module now, not at the next push. */
static int check_tree(const struct settings *settings, const char *path, struct error *error)
{
	struct arena *arena = arena_new();
	struct module_place place;
	int failed = module_place_find(arena, path, build_of(&settings->flags), &place, error);
	struct tree *tree = failed ? NULL : tree_open(place.tree, settings->options.cache, error);

	if (tree)
		tree_close(tree);
	arena_free(arena);
	return tree ? 0 : -1;
}

int hook_install(const struct settings *settings, const struct hook *hook, const char *tree,
		 struct error *error)
{
	struct hook_place place = { 0 };
	int failed = check_tree(settings, tree, error) || open_place(&place, tree, error) ||
		     install(settings, &place, hook, error);

	close_place(&place);
	return failed ? -1 : 0;
}

/* ---- removing ---- */

static int remove_hook(const struct hook_place *place, const struct hook *hook, size_t *removed,
		       struct error *error)
{
	const char *path = path_of(place, hook);

	if (owner_of(path) != OURS)
		return 0;
	if (unlink(path))
		return error_set(error, ERROR_ENVIRONMENT, "%s: cannot be removed: %s", path,
				 strerror(errno));
	printf("%s: removed\n", path);
	++*removed;
	return 0;
}

int hook_uninstall(const struct hook *hook, const char *tree, struct error *error)
{
	struct hook_place place = { 0 };
	size_t removed = 0;
	int failed = open_place(&place, tree, error);

	for (size_t i = 0; i < nhooks && !failed; i++)
		if (!hook || hook == &hooks[i])
			failed = remove_hook(&place, &hooks[i], &removed, error);
	if (!failed && !removed)
		failed = error_set(error, ERROR_USAGE, "%s: no hook of mncheck's is there",
				   place.directory);
	close_place(&place);
	return failed;
}
