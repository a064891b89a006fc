// SPDX-License-Identifier: GPL-2.0-only
/* What a worker that ran spatch over a batch sends back, line by line. */
#include "locate/spatch_run.h"

#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "base/str.h"
#include "tree/tree.h"

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
void tell_spatch_progress(const struct spatch_run *run)
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

void batch_done(size_t index, const char *data, size_t length,
		       const struct exit_state *state, void *context)
{
	struct spatch_run *run = context;
	struct batch *batch = &run->batches[index];
	struct reply reply;
	bool whole = length >= sizeof(reply);

	batch->ended = true;
	tell_spatch_progress(run);
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
