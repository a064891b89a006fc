// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs the engine's own tests: C files with probes and no rule. In each file, every
 * function whose name begins with "test" is explored by itself; what each probe saw is
 * compared with the comment on its line:
 *
 *     __probe_value(x);	// {0, 4..7}
 *     __probe_reached();	// yes      (or: no)
 *
 * Where the name begins with "test_searcher", the engine's searcher does it. Probes without a value then
 * say on how many causes the way to them depends that depends on fewest:
 *
 *     __probe_reached();	// depends on 0
 *
 * Where it begins with "test_frozen", the first parameter points to an object that does not change meanwhile.
 * Where it begins with "test_locked" or "test_bh_off", the models are told this context (contract/contract.h).
 *
 * Events that models announce are compared with the comment on the line of the test's name:
 *
 *     int test_waiting(void)	// events: reclaim sleep
 *
 * usage: probe [-v] [-m MODEL.c]... FILE.c...
 */
#include <stdio.h>
#include <string.h>

#include "contract/contract.h"
#include "engine/engine.h"
#include "engine/reach.h"
#include "front/front.h"

struct expectation {
	unsigned line;
	char *text;		/* after "// " */
	bool is_value, is_events;
	struct strbuf seen;
	const struct intset *range;
	size_t least;		/* a searcher's: causes on the way */
};

#define EVENTS "// events: "

struct models {
	const char **files;
	size_t count;
};

static unsigned failed, passed;

static struct ir_unit *extract(const char *file, struct error *error)
{
	static const char *const flags[] = { "-std=gnu11", "-fno-builtin", "-Ichecker/model" };
	struct front_request request = {
		.file = file, .directory = ".", .flags = flags, .nflags = 3, .arch = "",
	};

	return front_extract(&request, error);
}

static void read_expectations(const char *source, struct expectation **list, size_t *count)
{
	VEC(struct expectation) found = { 0 };
	unsigned line = 1;

	for (const char *at = source; *at; line++) {
		size_t length = strcspn(at, "\n");
		char *text = strndup(at, length), *comment = strstr(text, "// ");
		bool value = strstr(text, "__probe_value("), reached = strstr(text, "__probe_reached(");
		bool events = comment && starts_with(comment, EVENTS);

		if ((value || reached || events) && comment && text[0] != '/' && text[0] != 'v')
			vec_push(&found, (struct expectation){
				.line = line, .text = strdup(comment + (events ? sizeof(EVENTS) - 1 : 3)),
				.is_value = value, .is_events = events });
		free(text);
		at += length + (at[length] == '\n');
	}
	*list = found.data;
	*count = found.count;
}

static size_t count_causes(struct engine *engine, const struct pmap *causes)
{
	cause_list list = { 0 };

	causes_list(unresolved_causes(engine, causes), &list);
	size_t count = list.count;
	vec_free(&list);
	return count;
}

static void note_searched(struct engine *engine, const struct event *event,
			  struct expectation *list, size_t count)
{
	size_t depends_on = count_causes(engine, event->causes);

	for (size_t i = 0; i < count; i++) {
		if (list[i].line != event->site->loc.line)
			continue;
		if (!list[i].seen.length || depends_on < list[i].least)
			list[i].least = depends_on;
		strbuf_free(&list[i].seen);
		strbuf_printf(&list[i].seen, "depends on %zu", list[i].least);
	}
}

static void note_event(struct engine *engine, const struct event *event,
		       struct expectation *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i].line != event->site->loc.line)
			continue;
		const struct intset *range = event->range;

		if (list[i].range && range && list[i].range->width == range->width)
			range = intset_union(values_pool(engine_domain(engine)->values),
					     list[i].range, range);
		list[i].range = range;
		strbuf_free(&list[i].seen);
		if (range)
			intset_print(range, true, &list[i].seen);
		else
			strbuf_puts(&list[i].seen, "yes");
	}
}

/* The names of the events that models announced in a test, each once, in the order of letters. */
static void note_announced(const struct exploration *result, unsigned line,
			   struct expectation *list, size_t count)
{
	static const char *const names[] = { "reclaim", "scope", "set-seq", "sleep" };

	for (size_t i = 0; i < count; i++) {
		if (list[i].line != line || !list[i].is_events)
			continue;
		for (size_t k = 0; k < sizeof(names) / sizeof(*names); k++) {
			bool is_announced = false;

			vec_each(event, &result->events)
				is_announced |= !strcmp(event->name, names[k]);
			if (is_announced)
				strbuf_printf(&list[i].seen, "%s%s", list[i].seen.length ? " " : "", names[k]);
		}
		if (!list[i].seen.length)
			strbuf_puts(&list[i].seen, "none");
	}
}

static void add_models(struct program *program, const struct models *models)
{
	for (size_t i = 0; i < models->count; i++) {
		struct error error = { 0 };
		struct ir_unit *unit = extract(models->files[i], &error);

		if (!unit || unit->problems.count) {
			printf("# %s: %s\n", models->files[i],
			       unit ? unit->problems.data[0] : error.message);
			failed++;
		}
		if (unit)
			program_add_unit(program, unit, true);
		error_clear(&error);
	}
}

static struct seed context_of(const char *test)
{
	return (struct seed){ .ghost = CONTEXT_GHOST, .mask = UINT64_MAX, .bits =
		starts_with(test, "test_locked") ? CONTEXT_LOCKED :
		starts_with(test, "test_bh_off") ? CONTEXT_BH_OFF : CONTEXT_PROCESS };
}

static void explore_tests(struct ir_unit *unit, const struct models *models,
			  struct expectation *list, size_t count)
{
	struct program *program = program_new();
	struct reach *reach = reach_new(program);
	struct engine_options options = {
		.budgets = default_budgets, .open_all = true, .reach = reach,
	};
	struct engine *engine = engine_new(program, &options);

	add_models(program, models);
	program_add_unit(program, unit, false);
	vec_each(function, &unit->functions) {
		const char *key = unit->symbols.data[function->symbol].name;

		if (!starts_with(ir_plain_name(key), "test"))
			continue;
		bool searches = starts_with(ir_plain_name(key), "test_searcher");
		struct engine *explorer = searches ? engine_searcher(engine) : engine;
		struct seed context = context_of(ir_plain_name(key));
		const struct exploration *result = engine_explore(explorer,
			(struct function_ref){ unit, function, false }, &context, !!models->count,
			starts_with(ir_plain_name(key), "test_frozen") ? 0 : UINT32_MAX);
		vec_each(event, &result->events)
			if (event->unit == unit)
				(searches && !event->range ? note_searched : note_event)(explorer, event,
										      list, count);
		note_announced(result, function->loc.line, list, count);
		if (result->incomplete)
			printf("# %s: incomplete: %s\n", key, result->incomplete->detail);
	}
	engine_free(engine);
	reach_free(reach);
	program_free(program);
}

static void run_file(const char *file, const struct models *models, bool verbose)
{
	struct error error = { 0 };
	char *source = read_file(file, NULL, &error);
	struct ir_unit *unit = source ? extract(file, &error) : NULL;
	struct expectation *list = NULL;
	size_t count = 0;

	if (!unit) {
		printf("not ok - %s: %s\n", file, error.message);
		failed++;
		free(source);
		error_clear(&error);
		return;
	}
	vec_each(problem, &unit->problems)
		printf("# %s\n", *problem);
	read_expectations(source, &list, &count);
	explore_tests(unit, models, list, count);
	unsigned bad = !count;
	for (size_t i = 0; i < count; i++) {
		const char *seen = list[i].seen.length ? strbuf_text(&list[i].seen) : "no";
		bool same = !strcmp(seen, list[i].text);

		bad += !same;
		if (!same || verbose)
			printf("# %s:%u: expected %s, saw %s\n", file, list[i].line,
			       list[i].text, seen);
		strbuf_free(&list[i].seen);
		free(list[i].text);
	}
	printf("%s - %s\n", bad ? "not ok" : "ok", file);
	if (bad)
		failed++;
	else
		passed++;
	free(list);
	free(source);
}

int main(int argc, char **argv)
{
	bool verbose = argc > 1 && !strcmp(argv[1], "-v");
	struct models models = { .files = calloc((size_t)argc, sizeof(char *)) };
	int at = 1 + verbose;

	for (; at + 1 < argc && !strcmp(argv[at], "-m"); at += 2)
		models.files[models.count++] = argv[at + 1];
	for (; at < argc; at++)
		run_file(argv[at], &models, verbose);
	free(models.files);
	printf("%u passed, %u failed\n", passed, failed);
	return failed != 0;
}
