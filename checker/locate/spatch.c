// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch runs in a directory of our own and sees links with plain names. So no file name can confuse it, and
 * it reads neither the tree's .cocciconfig nor the user's (HOME points there too).
 */
#include "locate/spatch.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/confine.h"
#include "base/files.h"
#include "base/map.h"
#include "base/process.h"
#include "base/source_hash.h"
#include "base/str.h"
#include "locate/blank_bodies.h"
#include "tree/tree.h"

/* A batch has at least so many files: each process has to start and to read the headers again. */
#define FEWEST_FILES 12

struct batch {
	struct spatch_files files;
	char *directory;
	bool failed;		/* spatch failed or was killed, or its output is not whole */
	bool ended;
	bool hangs;		/* it did not end in time, and printed nothing */
	char *complaint;	/* what became of it, for behind "spatch " */
};

struct spatch_run {
	const struct spatch *spatch;
	const struct spatch_files *headers;
	bool included;
	bool beside;		/* the caller does something else meanwhile */
	struct batch *batches;
	size_t count;
	size_t failed, hanging;	/* of the batches, in this round */
	char *complaint;	/* of the first that failed */
};

/* The exit code of a spatch that could not be started; its stderr says why. */
#define NOT_STARTED -2

/* A worker sends this back, and then spatch's two streams. */
struct reply {
	struct exit_state state;
	size_t out, err;
};

char *find_program(struct arena *arena, const char *name)
{
	const char *path = getenv("PATH");

	for (; path && *path; path += strcspn(path, ":") + (path[strcspn(path, ":")] == ':')) {
		char *file = arena_printf(arena, "%.*s/%s", (int)strcspn(path, ":"), path, name);
		struct stat st;

		if (!stat(file, &st) && S_ISREG(st.st_mode) && !access(file, X_OK))
			return file;
	}
	return NULL;
}

int spatch_open(struct spatch *spatch, struct tree *tree, const char *cocci, struct error *error)
{
	char *program = find_program(tree->arena, "spatch");
	char *absolute = realpath(cocci, NULL);
	struct stat st;
	size_t length;

	*spatch = (struct spatch){ .tree = tree };
	if (!absolute)
		return error_set(error, ERROR_ENVIRONMENT, "%s: the semantic patch is not there: %s",
				 cocci, strerror(errno));
	spatch->cocci = arena_strdup(tree->arena, absolute);
	free(absolute);
	if (!program || stat(program, &st))
		return error_set(error, ERROR_ENVIRONMENT,
				 "spatch: not found on PATH; it is in the package coccinelle: "
				 "apt-get install coccinelle");
	spatch->directory = path_dir(tree->arena, program);
	char *text = read_file(spatch->cocci, &length, error);

	if (!text)
		return -1;
	spatch->version = hash_mix(hash_bytes(text, length, (uint64_t)st.st_size),
				   (uint64_t)st.st_mtim.tv_sec);
	free(text);
	return 0;
}

/* ---- limits ---- */

/* So many files of a batch are expected to take as long as one may take. */
#define FILES_PER_LIMIT 8

static int file_limit(const struct tree *tree)
{
	bool is_less = tree->timeout_seconds > 0 && tree->timeout_seconds < SPATCH_SECONDS;

	return is_less ? (int)(tree->timeout_seconds + 0.99) : SPATCH_SECONDS;
}

static double batch_limit(const struct spatch_run *run, const struct batch *batch)
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

static int run_batch(size_t index, int fd, void *context)
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

/* ---- the workers' replies ---- */

/* The file that a link's NAME stands for. */
static struct spatch_file *file_named(const struct spatch_run *run, const struct batch *batch,
				      const char *name)
{
	const struct spatch_files *files = *name == 'h' ? run->headers : &batch->files;
	char *end;
	unsigned long number = strtoul(name + (*name == 'h'), &end, 10);

	return end != name && *end == '.' && number < files->count ? files->data[number] : NULL;
}

static void add_output(struct strbuf *outputs, const struct spatch_files *files,
		       const struct spatch_file *file, const char *kind, const char *rest)
{
	for (size_t i = 0; i < files->count; i++)
		if (files->data[i] == file)
			strbuf_printf(&outputs[i], "%s\t%s\n", kind, rest);
}

static void keep_outputs(struct strbuf *outputs, const struct spatch_files *files)
{
	for (size_t i = 0; i < files->count; i++) {
		if (!files->data[i]->output && !files->data[i]->trouble)
			files->data[i]->output = strbuf_take(&outputs[i]);
		strbuf_free(&outputs[i]);
	}
}

/* One line of spatch's output: KIND TAB FILE TAB LINE [TAB ...]. */
struct answer {
	const char *kind;
	const struct spatch_file *file;
	char *rest;		/* from LINE on */
};

/* Cuts LINE. Returns whether it is an answer. */
static bool read_answer(const struct spatch_run *run, const struct batch *batch, char *line,
			struct answer *answer)
{
	char *name = strchr(line, '\t'), *rest = name ? strchr(name + 1, '\t') : NULL;

	if (!rest || line + strspn(line, "abcdefghijklmnopqrstuvwxyz") != name)
		return false;
	*name++ = *rest++ = '\0';
	*answer = (struct answer){ line, file_named(run, batch, name), rest };
	size_t digits = strspn(rest, "0123456789");

	return answer->file && digits && digits < 10 && (!rest[digits] || rest[digits] == '\t');
}

/* The last lines say of each file how many bytes were read. Returns whether FILES have these. */
static bool are_read(const struct spatch_files *files, const bool *read)
{
	for (size_t i = 0; i < files->count; i++)
		if (!read[i])
			return false;
	return true;
}

static void note_read(bool *read, const struct spatch_files *files, const struct answer *answer)
{
	for (size_t i = 0; i < files->count; i++)
		read[i] |= files->data[i] == answer->file && strtoul(answer->rest, NULL, 10) == files->data[i]->size;
}

/* The outputs while they are put together. */
struct sharing {
	struct strbuf *files, *headers;
	bool *files_read, *headers_read;
};

/* Gives each line to its file, without the file's name. Returns what is wrong with the output, or NULL. */
static const char *share_lines(const struct spatch_run *run, const struct batch *batch, char *text,
			       struct sharing *sharing)
{
	char *next;

	for (char *line = text; line && *line; line = next) {
		struct answer answer;

		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		if (!next || !read_answer(run, batch, line, &answer))
			return "printed what is no answer";
		if (!strcmp(answer.kind, "read")) {
			note_read(sharing->files_read, &batch->files, &answer);
			note_read(sharing->headers_read, run->headers, &answer);
			continue;
		}
		add_output(sharing->files, &batch->files, answer.file, answer.kind, answer.rest);
		add_output(sharing->headers, run->headers, answer.file, answer.kind, answer.rest);
	}
	return are_read(&batch->files, sharing->files_read) && are_read(run->headers, sharing->headers_read) ? NULL :
	       "ended without an answer about each file, as it was when the scan began";
}

static void share_output(struct spatch_run *run, struct batch *batch, struct strbuf *text)
{
	size_t files = batch->files.count, headers = run->headers->count;
	struct sharing sharing = {
		.files = xcalloc(files + 1, sizeof(struct strbuf)),
		.headers = xcalloc(headers + 1, sizeof(struct strbuf)),
		.files_read = xcalloc(files + 1, sizeof(bool)), .headers_read = xcalloc(headers + 1, sizeof(bool)),
	};
	bool has_zero = text->length && memchr(text->text, '\0', text->length);
	const char *wrong = has_zero ? "printed what is no answer" :
			    share_lines(run, batch, text->text, &sharing);

	if (wrong) {
		batch->failed = true;
		batch->complaint = xstrdup(wrong);
	} else {
		keep_outputs(sharing.files, &batch->files);
		keep_outputs(sharing.headers, run->headers);
	}
	for (size_t i = 0; i < files; i++)
		strbuf_free(&sharing.files[i]);
	for (size_t i = 0; i < headers; i++)
		strbuf_free(&sharing.headers[i]);
	free(sharing.files);
	free(sharing.headers);
	free(sharing.files_read);
	free(sharing.headers_read);
}

/* So much of what spatch complains about is told. */
#define COMPLAINT_LENGTH 120

/* WHY: an exception that spatch caught while it was at FILE. */
static void set_trouble(const struct spatch_run *run, struct spatch_file *file, const char *why, size_t length)
{
	if (!file || file->trouble)
		return;
	file->faulted = memmem(why, length, "Timeout", 7);
	if (file->faulted)
		file->trouble = xasprintf("spatch timed out after %d s", file_limit(run->spatch->tree));
	else
		file->trouble = xasprintf("spatch failed: %.*s",
					  (int)(length < COMPLAINT_LENGTH ? length : COMPLAINT_LENGTH), why);
}

/* LINE: "EXN: REASON in FILE", which is about one file. The reason may lack, and may have an " in " of its own. */
static void read_exception(struct spatch_run *run, struct batch *batch, const char *line)
{
	const char *reason = line + strlen("EXN:"), *in = NULL;

	if (!starts_with(line, "EXN: "))
		return;
	for (const char *next = reason; (next = strstr(next, " in ")); next++)
		in = next;
	reason += in != reason;		/* the blank */
	if (in)
		set_trouble(run, file_named(run, batch, in + strlen(" in ")), reason, (size_t)(in - reason));
}

/* Returns the last line. */
static const char *read_complaints(struct spatch_run *run, struct batch *batch, char *text)
{
	const char *last = "";
	char *next;

	for (char *line = text; line && *line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		read_exception(run, batch, line);
		if (*line)
			last = line;
	}
	return last;
}

/* What became of a spatch that failed, for behind its name. LAST is the last line of its stderr. */
static char *describe_failure(const struct exit_state *state, const char *last)
{
	char *end = describe_exit(state), *text;

	if (state->code == NOT_STARTED)
		text = xasprintf("did not run: %.*s", COMPLAINT_LENGTH, last);
	else if (state->code > 0 && *last)
		text = xasprintf("%s: %.*s", end, COMPLAINT_LENGTH, last);
	else
		text = xstrdup(end);
	free(end);
	return text;
}

static void take_reply(struct spatch_run *run, struct batch *batch, const struct reply *reply, const char *data)
{
	struct strbuf out = { 0 }, err = { 0 };

	strbuf_add(&out, data, reply->out);
	strbuf_add(&err, data + reply->out, reply->err);
	const char *last = read_complaints(run, batch, err.text);

	batch->failed = reply->state.code != 0 || reply->state.timed_out;
	batch->hangs = reply->state.timed_out && !out.length;
	if (batch->failed)
		batch->complaint = describe_failure(&reply->state, last);
	else
		share_output(run, batch, &out);
	strbuf_free(&out);
	strbuf_free(&err);
}

/* Files that spatch is through with, and the first of those that it looks at. */
static void tell_progress(const struct spatch_run *run)
{
	struct tree *tree = run->spatch->tree;
	const char *at_hand = NULL;
	size_t done = 0, total = 0;

	for (size_t i = 0; i < run->count; i++) {
		const struct batch *batch = &run->batches[i];

		total += batch->files.count;
		done += batch->ended ? batch->files.count : 0;
		if (!batch->ended && !at_hand && batch->files.count)
			at_hand = batch->files.data[0]->path;
	}
	const char *below = at_hand ? path_below(at_hand, tree->path) : NULL;

	tree_progress(tree, "locate", below ? below : at_hand, done, total);
}

static void batch_done(size_t index, const char *data, size_t length,
		       const struct exit_state *state, void *context)
{
	struct spatch_run *run = context;
	struct batch *batch = &run->batches[index];
	struct reply reply;
	bool whole = length >= sizeof(reply);

	batch->ended = true;
	tell_progress(run);
	if (whole)
		memcpy(&reply, data, sizeof(reply));
	whole = whole && length - sizeof(reply) == reply.out + reply.err;
	if (whole) {
		take_reply(run, batch, &reply, data + sizeof(reply));
		return;
	}
	char *end = describe_exit(state);

	batch->failed = true;
	batch->complaint = xasprintf("was lost: the process that ran it %s", end);
	free(end);
}

/* ---- batches ---- */

static int by_size(const void *a, const void *b)
{
	const struct spatch_file *x = *(struct spatch_file *const *)a;
	const struct spatch_file *y = *(struct spatch_file *const *)b;

	if (x->size != y->size)
		return x->size > y->size ? -1 : 1;
	return strcmp(x->path, y->path);
}

/* Deals the files out, the largest first, each to the batch with the fewest bytes. */
static void deal_out(struct spatch_run *run, const struct spatch_files *files)
{
	size_t *loads = xcalloc(run->count, sizeof(*loads));
	struct spatch_files sorted = { 0 };

	vec_each(file, files)
		vec_push(&sorted, *file);
	if (sorted.count)
		qsort(sorted.data, sorted.count, sizeof(*sorted.data), by_size);
	vec_each(file, &sorted) {
		size_t least = 0;

		for (size_t i = 1; i < run->count; i++)
			if (loads[i] < loads[least])
				least = i;
		loads[least] += (*file)->size;
		vec_push(&run->batches[least].files, *file);
	}
	vec_free(&sorted);
	free(loads);
}

/* One batch that runs beside this process. */
struct batch_beside {
	struct spatch_run *run;
	size_t index;
	struct early_worker *worker;
};

static int run_batch_beside(size_t index, int fd, void *context)
{
	const struct batch_beside *beside = context;

	(void)index;
	return run_batch(beside->index, fd, beside->run);
}

static void batch_beside_done(size_t index, const char *data, size_t length, const struct exit_state *state,
			      void *context)
{
	const struct batch_beside *beside = context;

	(void)index;
	beside->run->batches[beside->index].failed = false;
	batch_done(beside->index, data, length, state, beside->run);
}

/* Sources of RUN that seem to set callbacks, relative to the tree. */
static void likely_files(const struct spatch_run *run, struct strings *files)
{
	for (size_t i = 0; i < run->count; i++)
		vec_each(file, &run->batches[i].files) {
			const char *path = path_below((*file)->path, run->spatch->tree->path);

			if ((*file)->is_likely && path)
				vec_push(files, (char *)path);
		}
	sort_strings(files);
}

/* Runs the batches, and what the caller does meanwhile. A batch without a process stays failed, to be run again. */
static void run_beside(struct spatch_run *run, const struct worker_limits *limits)
{
	const struct meanwhile *meanwhile = run->spatch->meanwhile;
	struct batch_beside *besides = xcalloc(run->count, sizeof(*besides));
	struct strings files = { 0 };

	for (size_t i = 0; i < run->count; i++) {
		besides[i] = (struct batch_beside){ run, i, NULL };
		run->batches[i].failed = true;
		besides[i].worker = start_early_worker(limits, run_batch_beside, &besides[i]);
	}
	likely_files(run, &files);
	if (files.count)
		meanwhile->run(meanwhile->context, &files, run->spatch->tree->jobs - (unsigned)run->count);
	for (size_t i = 0; i < run->count; i++) {
		if (besides[i].worker)
			finish_early_worker(besides[i].worker, batch_beside_done);
		if (run->batches[i].failed && !run->batches[i].complaint)
			run->batches[i].complaint = xstrdup("could not be run");
	}
	vec_free(&files);
	free(besides);
}

static int run_batches(struct spatch_run *run, const char *directory, struct error *error)
{
	struct worker_limits limits = { 0 };
	int failed = 0;

	for (size_t i = 0; i < run->count; i++)
		if (batch_limit(run, &run->batches[i]) > limits.timeout_seconds)
			limits.timeout_seconds = batch_limit(run, &run->batches[i]);
	/* spatch has its own limit: this one is for a worker that does not heed it */
	limits.timeout_seconds += file_limit(run->spatch->tree);
	for (size_t i = 0; i < run->count && !failed; i++) {
		run->batches[i].directory = xasprintf("%s/%zu", directory, i);
		failed = make_directories(run->batches[i].directory, error);
	}
	tell_progress(run);
	if (!failed && run->beside)
		run_beside(run, &limits);
	else if (!failed)
		failed = run_workers(run->count, run->spatch->tree->jobs, &limits, NULL,
				     run_batch, batch_done, run, error);
	return failed;
}

static void free_batches(struct spatch_run *run)
{
	for (size_t i = 0; i < run->count; i++) {
		vec_free(&run->batches[i].files);
		free(run->batches[i].directory);
		free(run->batches[i].complaint);
	}
	free(run->batches);
}

/* Files of failed batches go to AGAIN. Where that is NULL, they get their trouble. */
static void collect_failed(struct spatch_run *run, struct spatch_files *again)
{
	for (size_t i = 0; i < run->count; i++) {
		struct batch *batch = &run->batches[i];

		if (!batch->failed)
			continue;
		run->failed++;
		run->hanging += batch->hangs;
		if (!run->complaint)
			run->complaint = xstrdup(batch->complaint);
		vec_each(file, &batch->files) {
			if ((*file)->trouble)
				continue;
			if (again) {
				vec_push(again, *file);
				continue;
			}
			(*file)->trouble = xasprintf("spatch %s while looking at it", batch->complaint);
			(*file)->faulted = true;
		}
	}
}

/* Runs FILES in COUNT batches, at least one. Those that fail are as in collect_failed(). */
static int run_round(struct spatch_run *run, const struct spatch_files *files, size_t count,
		     struct spatch_files *again, struct error *error)
{
	char *directory = xasprintf("%s/locate.XXXXXX", run->spatch->tree->cache_directory);

	run->failed = run->hanging = 0;
	if (make_scratch(directory, error)) {
		free(directory);
		return -1;
	}
	run->count = count ? count : 1;
	run->batches = xcalloc(run->count, sizeof(*run->batches));
	deal_out(run, files);
	int failed = run_batches(run, directory, error);
	if (!failed)
		collect_failed(run, again);
	free_batches(run);
	struct error ignored = { 0 };

	remove_directory(directory, &ignored);
	error_clear(&ignored);
	free(directory);
	return failed;
}

/* ---- cached output ---- */

static char *output_key(const struct spatch *spatch, uint64_t headers, bool included,
			const struct spatch_file *file)
{
	return xasprintf("%016lx-%016lx-%016lx-%d-%c", (unsigned long)spatch->version,
			 (unsigned long)headers, (unsigned long)file->hash, included,
			 file->path[strlen(file->path) - 1]);
}

/* The key of an output without any line: comments and blank lines more or less make no difference. NULL: no shape. */
static char *empty_key(const struct spatch *spatch, uint64_t headers, bool included,
		       const struct spatch_file *file)
{
	struct spatch_file by_shape = { .path = file->path, .hash = file->shape };
	char *key = file->shape ? output_key(spatch, headers, included, &by_shape) : NULL;
	char *whole = key ? xasprintf("%s-empty", key) : NULL;

	free(key);
	return whole;
}

/* What spatch takes from headers has no line. */
static uint64_t headers_hash(const struct spatch_files *headers)
{
	uint64_t hash = headers->count;

	vec_each(header, headers)
		hash = hash_mix(hash, (*header)->shape ? (*header)->shape : (*header)->hash);
	return hash;
}

/* Takes over KEY, which may be NULL. */
static char *recall_output(const struct spatch *spatch, char *key)
{
	struct strbuf blob = { 0 };
	char *output = key && tree_cache_get(spatch->tree, "locate", key, &blob) ? strbuf_take(&blob) : NULL;

	strbuf_free(&blob);
	free(key);
	return output;
}

/* Fills the output of files that are in the cache; pushes the others to MISSING. */
static void recall_outputs(const struct spatch *spatch, uint64_t headers, bool included,
			   const struct spatch_files *files, struct spatch_files *missing)
{
	vec_each(file, files) {
		if ((*file)->trouble)
			continue;
		free((*file)->output);
		(*file)->output = recall_output(spatch, output_key(spatch, headers, included, *file));
		if (!(*file)->output)
			(*file)->output = recall_output(spatch, empty_key(spatch, headers, included, *file));
		if (!(*file)->output)
			vec_push(missing, *file);
	}
}

/* Whether FILE still has the text that its hash is of: spatch read it later. */
static bool is_unchanged(const struct spatch_file *file)
{
	struct error ignored = { 0 };
	size_t length;
	char *text = read_file(file->path, &length, &ignored);
	bool same = text && source_hash(file->path, text, length) == file->hash;

	error_clear(&ignored);
	free(text);
	return same;
}

static void cache_outputs(const struct spatch *spatch, uint64_t headers, bool included,
			  const struct spatch_files *files)
{
	vec_each(file, files) {
		const char *output = (*file)->trouble ? NULL : (*file)->output;
		char *key = !output ? NULL : *output ? output_key(spatch, headers, included, *file) :
			    empty_key(spatch, headers, included, *file);

		if (output && !key)
			key = output_key(spatch, headers, included, *file);
		if (key && is_unchanged(*file))
			tree_cache_put(spatch->tree, "locate", key, output, strlen(output));
		free(key);
	}
}

static size_t batch_count(const struct spatch_run *run, size_t files)
{
	size_t count = files / FEWEST_FILES, most = run->spatch->tree->jobs;

	if (run->beside)
		most /= 2;
	if (count > most)
		count = most;
	return count ? count : 1;
}

/* Whether spatch is of no use: it fails for all FILES, or, where there are none, for the headers. */
static bool is_useless(const struct spatch_run *run, const struct spatch_files *files)
{
	size_t troubled = 0;

	vec_each(file, files)
		troubled += (*file)->trouble != NULL;
	return run->complaint && (files->count ? troubled == files->count : run->failed);
}

static int run_missing(struct spatch_run *run, const struct spatch_files *missing, struct error *error)
{
	struct spatch_files again = { 0 };
	size_t count = batch_count(run, missing->count);
	int failed = run_round(run, missing, count, &again, error);
	bool hangs = run->hanging == run->count;

	if (!failed && hangs)
		failed = error_set(error, ERROR_ENVIRONMENT, "spatch %s", run->complaint);
	else if (!failed && run->failed) {
		run->beside = false;
		failed = run_round(run, &again, again.count, NULL, error);
	}
	if (!failed && is_useless(run, missing))
		failed = error_set(error, ERROR_ENVIRONMENT, "spatch fails for every file: it %s", run->complaint);
	vec_free(&again);
	free(run->complaint);
	return failed;
}

int spatch_run(const struct spatch *spatch, const struct spatch_files *headers,
	       const struct spatch_files *files, bool included, struct error *error)
{
	struct spatch_run run = {
		.spatch = spatch, .headers = headers, .included = included,
		.beside = spatch->meanwhile && files->count && !included && spatch->tree->jobs > 1,
	};
	struct spatch_files missing = { 0 }, missing_headers = { 0 };
	uint64_t hash = headers_hash(headers);
	int failed = 0;

	recall_outputs(spatch, hash, included, headers, &missing_headers);
	recall_outputs(spatch, hash, included, files, &missing);
	if (missing.count || missing_headers.count)
		failed = run_missing(&run, &missing, error);
	if (!failed) {
		cache_outputs(spatch, hash, included, &missing_headers);
		cache_outputs(spatch, hash, included, &missing);
	}
	vec_free(&missing);
	vec_free(&missing_headers);
	return failed;
}
