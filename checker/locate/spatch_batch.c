// SPDX-License-Identifier: GPL-2.0-only
/*
 * One batch of files, in a worker. spatch runs in a directory of our own and sees links with plain names. So no file
 * name can confuse it, and it reads neither the tree's .cocciconfig nor the user's (HOME points there too).
 */
#include "locate/spatch_run.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/confine.h"
#include "base/files.h"
#include "base/str.h"
#include "locate/blank_bodies.h"
#include "tree/tree.h"

/* So many files of a batch are expected to take as long as one may take. */
#define FILES_PER_LIMIT 8

int file_limit(const struct tree *tree)
{
	bool is_less = tree->timeout_seconds > 0 && tree->timeout_seconds < SPATCH_SECONDS;

	return is_less ? (int)(tree->timeout_seconds + 0.99) : SPATCH_SECONDS;
}

double batch_limit(const struct spatch_run *run, const struct batch *batch)
{
	double files = (double)(batch->files.count + run->headers->count);

	return file_limit(run->spatch->tree) * (1 + files / FILES_PER_LIMIT);
}

/* ---- one batch, in a worker ---- */

static int make_link(const char *directory, const char *prefix, size_t number, const char *path)
{
	char *name = xasprintf("%s/%s%zu.%c", directory, prefix, number, path[strlen(path) - 1]);
	int failed = symlink(path, name);

	free(name);
	return failed;
}

/* Gives spatch the file that it knows by NUMBER: a shorter copy of it, or else, and on a full disk, a link to it. */
static int lay_out_file(const struct spatch_run *run, const char *directory, size_t number,
			const struct spatch_file *file)
{
	struct strings words = { 0 };
	struct error ignored = { 0 };

	vec_each(word, &run->spatch->words)
		vec_push(&words, *word);
	for (size_t i = 0; file->carriers && i < file->carriers->count; i++)
		vec_push(&words, file->carriers->data[i]);
	char *shorter = file->text ? blank_bodies(file->text, file->size, &words) : NULL;
	char *name = xasprintf("%s/%zu.%c", directory, number, file->path[strlen(file->path) - 1]);
	bool written = shorter && !write_file(name, shorter, file->size, &ignored);
	int failed = written ? 0 : make_link(directory, "", number, file->path);

	error_clear(&ignored);
	free(name);
	free(shorter);
	vec_free(&words);
	return failed;
}

/* Makes the links, and the file that lists them: each file is a group of its own. */
static int lay_out(const struct spatch_run *run, const struct batch *batch, struct error *error)
{
	struct strbuf groups = { 0 };
	int failed = 0;

	for (size_t i = 0; i < run->headers->count && !failed; i++) {
		failed = make_link(batch->directory, "h", i, run->headers->data[i]->path);
		strbuf_printf(&groups, "h%zu.h\n\n", i);
	}
	for (size_t i = 0; i < batch->files.count && !failed; i++) {
		const char *path = batch->files.data[i]->path;

		failed = lay_out_file(run, batch->directory, i, batch->files.data[i]);
		strbuf_printf(&groups, "%zu.%c\n\n", i, path[strlen(path) - 1]);
	}
	char *name = xasprintf("%s/groups", batch->directory);

	if (failed)
		error_set(error, ERROR_ENVIRONMENT, "%s: %s", batch->directory, strerror(errno));
	else
		failed = write_file(name, strbuf_text(&groups), groups.length, error);
	free(name);
	strbuf_free(&groups);
	return failed ? -1 : 0;
}

/* A batch's output is a few megabytes at most, and nothing else is written. */
#define SCRATCH_BYTES ((size_t)64 << 20)

/*
 * It may read all: where its libraries are, nobody but the system knows, and it reads of the tree what we link. It
 * writes into its directory.
 */
static struct confinement *confine_spatch(const struct spatch_run *run, const struct batch *batch)
{
	const char *writable[] = { batch->directory, NULL };

	return confinement_new(&(struct confinement_options){
		.writable = writable, .starts_programs = true, .file_bytes = SCRATCH_BYTES,
		.memory_bytes = 2 * run->spatch->tree->memory_bytes,
	});
}

static int call_spatch(const struct spatch_run *run, const struct batch *batch, struct strbuf *out,
		       struct strbuf *err, struct exit_state *state, struct error *error)
{
	struct arena *arena = arena_new();
	VEC(const char *) argv = { 0 };
	const char *collector = getenv("OCAMLRUNPARAM");
	const char *environment[] = {
		arena_printf(arena, "HOME=%s", batch->directory),
		arena_printf(arena, "TMPDIR=%s", batch->directory),
		/* spatch needs the Python beside it: another one first on PATH may lack the library */
		arena_printf(arena, "PATH=%s:%s", run->spatch->directory, getenv("PATH")),
		/* a young generation of 4 M words: OCaml collects the parsed files less often */
		arena_printf(arena, "OCAMLRUNPARAM=%s", collector ? collector : "s=4M"), NULL,
	};
	const char *fixed[] = {
		path_join(arena, run->spatch->directory, "spatch"), "--sp-file", run->spatch->cocci,
		"-D", "locate", "--very-quiet", "--no-includes",
		"--timeout", arena_printf(arena, "%d", file_limit(run->spatch->tree)), "--file-groups", "groups",
	};
	struct run_options options = {
		.directory = batch->directory, .set = environment,
		.timeout_seconds = batch_limit(run, batch),
	};

	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		vec_push(&argv, fixed[i]);
	if (run->included) {
		vec_push(&argv, "-D");
		vec_push(&argv, "included");
		for (size_t i = 0; i < run->headers->count; i++) {
			vec_push(&argv, "--include");
			vec_push(&argv, arena_printf(arena, "h%zu.h", i));
		}
	}
	vec_push(&argv, NULL);
	struct confinement *confinement = confine_spatch(run, batch);

	options.confinement = confinement;
	int failed = run_process(argv.data, &options, out, err, state, error);

	confinement_free(confinement);
	vec_free(&argv);
	arena_free(arena);
	return failed;
}

static void write_all(int fd, const void *data, size_t length)
{
	const char *at = data;

	while (length) {
		ssize_t done = write(fd, at, length);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return;
		at += done;
		length -= (size_t)done;
	}
}

int run_batch(size_t index, int fd, void *context)
{
	struct spatch_run *run = context;
	struct batch *batch = &run->batches[index];
	struct strbuf out = { 0 }, err = { 0 };
	struct error error = { 0 };
	struct reply reply = { .state = { .code = -1 } };

	if (lay_out(run, batch, &error) ||
	    call_spatch(run, batch, &out, &err, &reply.state, &error)) {
		strbuf_puts(&err, error.message ? error.message : "cannot be started");
		reply.state = (struct exit_state){ .code = NOT_STARTED };
	}
	reply.out = out.length;
	reply.err = err.length;
	write_all(fd, &reply, sizeof(reply));
	write_all(fd, strbuf_text(&out), out.length);
	write_all(fd, strbuf_text(&err), err.length);
	strbuf_free(&out);
	strbuf_free(&err);
	error_clear(&error);
	return 0;
}
