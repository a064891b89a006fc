// SPDX-License-Identifier: GPL-2.0-only
#include "vcs/git.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "base/process.h"
#include "base/str.h"
#include "kbuild/kbuild.h"
#include "tree/walk.h"

/* MODE is a regular file's or 000000 (absent), not a link's or a submodule's. */
static bool is_regular_or_absent(const char *mode)
{
	return starts_with(mode, "100") || !strncmp(mode, "000000", 6);
}

/* ---- running git ---- */

/* Makes a path absolute: in a hook it may be relative to the directory that git started us in. */
static void keep_place(struct git *git, const char *variable)
{
	const char *value = getenv(variable);
	char *cwd = value && *value && *value != '/' ? get_current_dir_name() : NULL;

	if (cwd)
		(void)setenv(variable, path_join(git->arena, cwd, value), 1);
	free(cwd);
}

static int find_repository(struct git *git, const char *tree, struct error *error)
{
	static const char *const what[] = { "rev-parse", "--show-toplevel", "--show-prefix", NULL };
	struct strbuf out = { 0 };

	git->top = tree;
	int code = git_run(git, what, NULL, &out, NULL, error);
	char *newline = out.text ? strchr(out.text, '\n') : NULL;

	if (!code && newline) {
		git->top = arena_strndup(git->arena, out.text, (size_t)(newline - out.text));
		git->prefix = arena_strndup(git->arena, newline + 1, strcspn(newline + 1, "\n"));
	} else if (code >= 0) {
		code = error_set(error, ERROR_USAGE, "%s: not in a git work tree: git must know "
				 "the change", tree);
	}
	strbuf_free(&out);
	return code;
}

/*
 * Gives the copied index the times of the original: git reads files that have changed since the index was
 * written, so a younger copy would hide changes.
 */
static void keep_time(const char *from, const char *to)
{
	struct stat st;

	if (stat(from, &st))
		return;
	struct timespec times[2] = { st.st_atim, st.st_mtim };

	(void)utimensat(AT_FDCWD, to, times, 0);
}

/* Copies the user's index. A repository without any `git add` has none. */
static int copy_index(struct git *git, struct error *error)
{
	static const char *const where[] = { "rev-parse", "--path-format=absolute", "--git-path",
					     "index", NULL };
	const char *own = getenv("GIT_INDEX_FILE");
	const char *path = own && *own ? own : git_line(git, where, error);
	struct error ignored = { 0 };
	size_t length;
	char *text = path ? read_file(path, &length, &ignored) : NULL;

	git->copied_index = arena_printf(git->arena, "%s/index", git->scratch);
	int failed = text ? write_file(git->copied_index, text, length, error) : 0;
	git->index = git->copied_index;
	if (text && !failed)
		keep_time(path, git->copied_index);
	error_clear(&ignored);
	free(text);
	return failed;
}

static void run_nothing(struct git *git)
{
	static const char *const list[] = { "config", "--name-only", "-z", "--get-regexp", "^filter\\.", NULL };
	struct error ignored = { 0 };
	struct strbuf filters = { 0 };

	(void)git_run(git, list, NULL, &filters, NULL, &ignored);
	git_config_nothing(git, &filters);
	error_clear(&ignored);
	strbuf_free(&filters);
}

int git_open(struct git *git, const char *tree, struct error *error)
{
	const char *temporary = getenv("TMPDIR");

	*git = (struct git){ .arena = arena_new() };
	keep_place(git, "GIT_INDEX_FILE");
	keep_place(git, "GIT_DIR");
	if (find_repository(git, tree, error))
		return -1;
	run_nothing(git);
	git->scratch = xasprintf("%s/mncheck-diff.XXXXXX",
				 temporary && *temporary ? temporary : "/tmp");
	if (!make_scratch(git->scratch, error))
		return copy_index(git, error);
	free(git->scratch);
	git->scratch = NULL;
	return -1;
}

void git_close(struct git *git)
{
	struct error ignored = { 0 };

	if (git->scratch)
		(void)remove_directory(git->scratch, &ignored);
	error_clear(&ignored);
	free(git->scratch);
	vec_free(&git->environment);
	arena_free(git->arena);
	*git = (struct git){ 0 };
}

static const char *alternates(const struct git *git)
{
	const char *known = getenv("GIT_OBJECT_DIRECTORY"), *more =
		getenv("GIT_ALTERNATE_OBJECT_DIRECTORIES");
	static const char *const where[] = { "rev-parse", "--path-format=absolute", "--git-path",
					     "objects", NULL };
	struct git plain = *git;
	struct error ignored = { 0 };

	plain.objects = NULL;
	if (!known)
		known = git_line(&plain, where, &ignored);
	error_clear(&ignored);
	return arena_printf(git->arena, "%s%s%s", known ? known : "", more ? ":" : "",
			    more ? more : "");
}

int git_run(const struct git *git, const char *const *argv, const char *input, struct strbuf *out,
	    struct strbuf *err, struct error *error)
{
	VEC(const char *) words = { 0 };
	struct exit_state state;
	struct run_options options = { .directory = git->top, .input = input };
	VEC(const char *) environment = { 0 };

	vec_push(&environment, "LC_ALL=C");
	vec_each(setting, &git->environment)
		vec_push(&environment, *setting);
	if (git->objects) {
		vec_push(&environment, arena_printf(git->arena, "GIT_ALTERNATE_OBJECT_DIRECTORIES=%s",
						    alternates(git)));
		vec_push(&environment, arena_printf(git->arena, "GIT_OBJECT_DIRECTORY=%s", git->objects));
	}
	if (git->index)
		vec_push(&environment, arena_printf(git->arena, "GIT_INDEX_FILE=%s", git->index));
	vec_push(&environment, NULL);
	options.set = environment.data;
	vec_push(&words, "git");
	vec_push(&words, "--no-optional-locks");
	for (; *argv; argv++)
		vec_push(&words, *argv);
	vec_push(&words, NULL);
	int failed = run_process(words.data, &options, out, err, &state, error);

	vec_free(&words);
	vec_free(&environment);
	if (!failed && process_interrupted())
		failed = error_set(error, ERROR_ENVIRONMENT, "interrupted");
	if (failed && !process_interrupted() && !access(git->top, X_OK)) {
		error_clear(error);
		error_set(error, ERROR_ENVIRONMENT, "git: not found on PATH: apt-get install git");
	}
	return failed ? -1 : state.signal ? 128 : state.code;
}

const char *git_line(const struct git *git, const char *const *argv, struct error *error)
{
	struct strbuf out = { 0 };
	int code = git_run(git, argv, NULL, &out, NULL, error);
	const char *text = strbuf_text(&out);
	const char *line = code ? NULL : arena_strndup(git->arena, text, strcspn(text, "\n"));

	strbuf_free(&out);
	return line;
}

/* ---- comparing ---- */

/* A blob's id; NULL for zeros, by which git means "absent" or "in the work tree". */
static const char *blob_id(const struct git *git, const char *id)
{
	size_t length = strcspn(id, " ");

	return strspn(id, "0") >= length ? NULL : arena_strndup(git->arena, id, length);
}

/* PATH is a source, says how one is compiled, or is the list of suppressions. */
static bool is_wanted(const char *path)
{
	return path && (walk_is_source(path) || !strcmp(path, ".mncheck-allow") ||
			kbuild_is_input(path));
}

/* PATH of git's output as the tree has it. */
static const char *named_path(const struct git *git, const char *path)
{
	return git->module ? path_join(git->arena, git->module, path) : arena_strdup(git->arena, path);
}

/*
 * Reads one record of --raw -z: ":MODE MODE ID ID STATUS", then one or two paths, each with a NUL after
 * it. Returns the end of the record; NULL if it is cut off.
 */
static const char *read_record(const struct git *git, const char *at, const char *end,
			       struct changed_files *files)
{
	const char *old_mode = at + 1, *new_mode = at + 8, *old_id = at + 15;
	const char *new_id = strchr(old_id, ' '), *status = new_id ? strchr(new_id + 1, ' ') : NULL;
	struct changed_file file = { 0 };

	if (!status)
		return NULL;
	const char *path = at + strlen(at) + 1, *other = path;

	if (status[1] == 'R' || status[1] == 'C')
		other = path + strlen(path) + 1;
	if (path >= end || other >= end)
		return NULL;
	file.old_path = status[1] == 'A' || status[1] == 'C' ? NULL : path;
	file.new_path = status[1] == 'D' ? NULL : other;
	file.old_id = file.old_path ? blob_id(git, old_id) : NULL;
	file.new_id = file.new_path ? blob_id(git, new_id + 1) : NULL;
	if (status[1] != 'U' && is_regular_or_absent(old_mode) && is_regular_or_absent(new_mode) &&
	    (is_wanted(file.old_path) || is_wanted(file.new_path))) {
		file.old_path = file.old_path ? named_path(git, file.old_path) : NULL;
		file.new_path = file.new_path ? named_path(git, file.new_path) : NULL;
		vec_push(files, file);
	}
	return other + strlen(other) + 1;
}

int git_compare(const struct git *git, const char *const *args, struct changed_files *files,
		struct error *error)
{
	VEC(const char *) argv = { 0 };
	struct strbuf out = { 0 }, err = { 0 };
	static const char *const fixed[] = {
		"diff", "--raw", "-z", "--no-abbrev", "--no-ext-diff", "--no-textconv",
		"--ignore-submodules", "--no-renames",
	};

	for (size_t i = 0; i < sizeof(fixed) / sizeof(*fixed); i++)
		vec_push(&argv, fixed[i]);
	if (*git->prefix)
		vec_push(&argv, arena_printf(git->arena, "--relative=%s", git->prefix));
	for (; *args; args++)
		vec_push(&argv, *args);
	vec_push(&argv, "--");
	vec_push(&argv, NULL);
	int code = git_run(git, argv.data, NULL, &out, &err, error);
	const char *at = strbuf_text(&out), *end = at + out.length;

	while (!code && at && at < end)
		at = read_record(git, at, end, files);
	if (code > 0 || !at)
		code = error_set(error, ERROR_ENVIRONMENT, "git diff: %.*s",
				 (int)strcspn(strbuf_text(&err), "\n"), strbuf_text(&err));
	vec_free(&argv);
	strbuf_free(&out);
	strbuf_free(&err);
	return code;
}

/* ---- texts ---- */

/* Reads the output of `cat-file --batch`: for each blob a line "ID blob SIZE", the bytes, and a newline. */
static int read_batch(const struct strbuf *out, size_t count, struct strbuf *texts, size_t *lengths)
{
	const char *at = strbuf_text(out), *end = at + out->length;

	for (size_t i = 0; i < count; i++) {
		const char *size = at < end ? strstr(at, " blob ") : NULL;
		const char *newline = memchr(at, '\n', (size_t)(end - at));

		if (!size || !newline || size > newline)
			return -1;
		lengths[i] = strtoul(size + 6, NULL, 10);
		if ((size_t)(end - newline) < lengths[i] + 2)
			return -1;
		strbuf_add(texts, newline + 1, lengths[i]);
		at = newline + 2 + lengths[i];
	}
	return 0;
}

int git_blobs(const struct git *git, const char *const *ids, size_t count, struct strbuf *texts,
	      size_t *lengths, struct error *error)
{
	static const char *const argv[] = { "cat-file", "--batch", NULL };
	const char *list = arena_printf(git->arena, "%s/blobs", git->scratch);
	struct strbuf out = { 0 };

	if (!count)
		return 0;
	for (size_t i = 0; i < count; i++)
		strbuf_printf(&out, "%s\n", ids[i]);
	int failed = write_file(list, strbuf_text(&out), out.length, error);

	strbuf_free(&out);
	if (!failed)
		failed = git_run(git, argv, list, &out, NULL, error);
	if (failed > 0 || (!failed && read_batch(&out, count, texts, lengths)))
		failed = error_set(error, ERROR_ENVIRONMENT, "%s: git cat-file does not give the "
				   "texts that it names", git->top);
	strbuf_free(&out);
	return failed ? -1 : 0;
}
