// SPDX-License-Identifier: GPL-2.0-only
#include "extract/extraction.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/heap.h"
#include "base/open_file.h"
#include "extract/confine_parser.h"
#include "extract/request.h"

/* Enough for most kernel files. One of the largest, arch/x86/kvm/x86.c of 6.12, takes 95 MiB. */
#define PARSER_HEAP ((size_t)64 << 20)

struct extraction_run {
	struct extraction *extractions;
	size_t count, done;
	const struct extraction_options *options;
};

static int write_all(int fd, const char *text, size_t length)
{
	while (length) {
		ssize_t put = write(fd, text, length);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		text += put;
		length -= (size_t)put;
	}
	return 0;
}

/* libclang's last words before a crash are for its developers, not for the user. */
static void silence_stderr(void)
{
	int fd = getenv("MNCHECK_DEBUG") ? -1 : open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	(void)dup2(fd, STDERR_FILENO);
	close(fd);
}

/* For a worker, which ends then. */
static struct ir_unit *extract_unit(const struct extraction *extraction, struct error *error)
{
	struct front_request request = extraction->request;
	struct ir_unit *unit = NULL;

	request.leaves_memory = true;
	if (!extraction->precompile)
		return front_extract(&request, error);
	return front_precompile(&request, extraction->precompile, &unit, error) ? NULL : unit;
}

/* Exit codes of a worker without a unit. */
enum { HAS_REASON = 1 /* in its output */, CUT_OFF, COULD_NOT_READ /* output: what */ };

/* What clang says of a file that is there and cannot be read. */
static const char *reading_problem(const struct ir_unit *unit)
{
	vec_each(problem, &unit->problems)
		if ((strstr(*problem, "cannot open file '") && !strstr(*problem, "': Permission denied")) ||
		    strstr(*problem, " modified since it was first processed"))
			return *problem;
	return NULL;
}

/* Ends the worker if what it read may not be what is there. */
static void refuse_read_faults(int fd, const struct ir_unit *unit)
{
	const char *why, *path = count_read_faults() ? read_fault(0, &why) : NULL;
	const char *problem = path || !unit ? NULL : reading_problem(unit);
	struct strbuf text = { 0 };

	if (!path && !problem)
		return;
	if (path)
		strbuf_printf(&text, "%s: %s", path, why);
	else
		strbuf_puts(&text, problem);
	(void)write_all(fd, strbuf_text(&text), text.length);
	_exit(COULD_NOT_READ);
}

/* Runs in the worker. */
static int extract_to(const struct extraction *extraction, int fd)
{
	struct error error = { 0 };
	struct strbuf text = { 0 };

	silence_stderr();
	confine_parser(extraction);
	heap_reserve(PARSER_HEAP);
	struct ir_unit *unit = extract_unit(extraction, &error);
	refuse_read_faults(fd, unit);
	if (!unit) {
		(void)write_all(fd, error.message, strlen(error.message));
		error_clear(&error);
		return -1;
	}
	ir_print_unit(unit, &text);
	if (write_all(fd, strbuf_text(&text), text.length))
		_exit(CUT_OFF);
	strbuf_free(&text);
	ir_unit_free(unit);
	return 0;
}

static int extract_one(size_t index, int fd, void *context)
{
	const struct extraction_run *run = context;

	return extract_to(&run->extractions[index], fd);
}

/* Runs in a worker of the fork server. */
static int extract_request(const char *request, size_t length, int fd)
{
	struct unpacking from = {
		.arena = arena_new(), .at = request, .end = request + length,
	};
	static const char cut_off[] = "what to parse did not arrive whole";
	struct extraction extraction = { .text = NULL };
	int failed = -1;

	unpack_extraction(&from, &extraction);
	/* a request with a flag missing would make another unit */
	if (from.broken || from.at != from.end)
		(void)write_all(fd, cut_off, strlen(cut_off));
	else
		failed = extract_to(&extraction, fd);
	arena_free(from.arena);
	return failed;
}

static bool pack_one(size_t index, struct strbuf *request, void *context)
{
	const struct extraction_run *run = context;

	return pack_extraction(request, &run->extractions[index]);
}

struct fork_server *extraction_fork_server(void)
{
	return fork_server_start(front_prepare, extract_request);
}

/* What a parser dies of by its own doing. */
static bool is_crash(int signal)
{
	return signal == SIGSEGV || signal == SIGABRT || signal == SIGBUS || signal == SIGILL ||
	       signal == SIGFPE || signal == SIGTRAP;
}

static bool has_reason(const struct exit_state *state, size_t length)
{
	return !state->timed_out && !state->signal && state->code == HAS_REASON && length;
}

static char *describe_end(const struct extraction_run *run, const char *data, size_t length,
			  const struct exit_state *state)
{
	if (state->timed_out)
		return xasprintf("parsing took longer than %.0f s and was stopped",
				 run->options->limits.timeout_seconds);
	if (is_crash(state->signal))
		return xasprintf("the parser crashed: %s", strsignal(state->signal));
	if (has_reason(state, length))
		return xasprintf("%.*s", (int)strcspn(data, "\n"), data);
	if (!state->signal && state->code == COULD_NOT_READ && length)
		return xasprintf("the parser could not read %.*s", (int)strcspn(data, "\n"), data);
	char *end = describe_exit(state);
	char *text = xasprintf("the parser %s%s", end, state->signal ? "" : " and no unit");

	free(end);
	return text;
}

/*
 * Why a worker left no unit, as one line. A worker that runs out of memory crashes in one way or
 * another, so the line tells its peak. The limit is on address space, part of which is never touched:
 * hence the quarter.
 */
static char *explain_end(const struct extraction_run *run, const char *data, size_t length,
			 const struct exit_state *state)
{
	size_t limit = run->options->limits.memory_bytes >> 20;
	size_t peak = (size_t)state->peak_kib >> 10;
	char *end = describe_end(run, data, length, state);

	if (state->timed_out || !limit || peak < limit / 4)
		return end;
	char *text = xasprintf("%s (it had %zu MiB of memory in use; the limit is %zu MiB)",
			       end, peak, limit);
	free(end);
	return text;
}

static const char *phase_of(const struct extraction *extraction)
{
	return extraction->precompile ? "headers" : "extract";
}

/* The source of EXTRACTION as the tree has it. That of a preamble is a file that no user knows. */
static const char *source_of(const struct extraction *extraction)
{
	const struct front_request *request = &extraction->request;
	const char *below = request->tree ? path_below(request->file, request->tree) : NULL;

	return extraction->precompile ? NULL : below ? below : request->file;
}

/* Workers start in order, so the first that has not ended is at work longest. */
static void tell_progress(const struct extraction_run *run)
{
	struct progress *progress = run->options->progress;
	const struct extraction *at_hand = NULL;

	for (size_t i = 0; i < run->count && !at_hand; i++)
		if (!run->extractions[i].text && !run->extractions[i].why_not)
			at_hand = &run->extractions[i];
	if (progress)
		progress->update(progress, phase_of(run->extractions), at_hand ? source_of(at_hand) : NULL, run->done,
				 run->count);
}

static void take_result(size_t index, const char *data, size_t length,
			const struct exit_state *state, void *context)
{
	struct extraction_run *run = context;
	struct extraction *extraction = &run->extractions[index];

	if (state->code || state->timed_out || !length) {
		extraction->why_not = explain_end(run, data, length, state);
		extraction->faulted = !has_reason(state, length);
		extraction->ran_away = state->timed_out;
	} else {
		extraction->text = xmalloc(length + 1);
		memcpy(extraction->text, data, length);
		extraction->text[length] = '\0';
		extraction->length = length;
	}
	run->done++;
	tell_progress(run);
}

static int run_all(struct extraction *extractions, size_t count,
		   const struct extraction_options *options, struct error *error)
{
	struct extraction_run run = {
		.extractions = extractions, .count = count, .options = options,
	};

	if (!count)
		return 0;
	tell_progress(&run);
	return run_workers(count, options->jobs, &options->limits,
			   &(struct worker_origin){ options->fork_server, pack_one }, extract_one,
			   take_result, &run, error);
}

/* Whether EXTRACTION may succeed if it is tried again. A runaway most likely runs away again. */
static bool is_worth_another(const struct extraction *extraction)
{
	return extraction->why_not &&
	       (extraction->request.precompiled || (extraction->faulted && !extraction->ran_away));
}

/*
 * A file that failed with precompiled headers may succeed without them. A worker that was killed most likely
 * died of nothing that its file has to do with.
 */
static int run_again(struct extraction *extractions, size_t count, const struct extraction_options *options,
		     struct error *error)
{
	int failed = 0;

	for (size_t i = 0; i < count && !failed; i++) {
		struct extraction *extraction = &extractions[i];

		if (!is_worth_another(extraction))
			continue;
		free(extraction->why_not);
		extraction->why_not = NULL;
		extraction->faulted = false;
		/* a preamble itself may need the one below */
		if (!extraction->precompile)
			extraction->request.precompiled = NULL;
		failed = run_all(extraction, 1, options, error);
	}
	return failed;
}

int run_extractions(struct extraction *extractions, size_t count,
		    const struct extraction_options *options, struct error *error)
{
	int failed = run_all(extractions, count, options, error);

	return failed ? failed : run_again(extractions, count, options, error);
}

void free_extractions(struct extraction *extractions, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(extractions[i].text);
		free(extractions[i].why_not);
	}
}

struct running_extraction {
	struct extraction_run run;
	struct extraction_options options;
	struct early_worker *worker;
};

struct running_extraction *extraction_begin(struct extraction *extraction,
					  const struct extraction_options *options)
{
	struct running_extraction *running = xcalloc(1, sizeof(*running));

	running->options = *options;
	running->options.progress = NULL;	/* the caller shows its own progress meanwhile */
	running->run = (struct extraction_run){
		.extractions = extraction, .count = 1, .options = &running->options,
	};
	running->worker = start_early_worker(&options->limits, extract_one, &running->run);
	if (running->worker)
		return running;
	free(running);
	return NULL;
}

void extraction_finish(struct running_extraction *running)
{
	finish_early_worker(running->worker, take_result);
	free(running);
}

void extraction_drop(struct running_extraction *running)
{
	drop_early_worker(running->worker);
	free(running);
}
