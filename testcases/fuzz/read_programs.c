// SPDX-License-Identifier: GPL-2.0-only
/* Models and drivers: what the engine explores. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/engine.h"
#include "engine/reach.h"
#include "front/front.h"

static const struct budgets small = {
	.states_per_block = 6, .outcomes = 8, .steps = 400, .all_steps = 3000, .call_depth = 8, .targets = 4, .summaries = 4,
	.memory = (size_t)64 << 20,
};

/* An exploration that proves something of code that the parser lost part of breaks a promise. */
static void check_damage(const struct ir_function *function, const struct exploration *result)
{
	if (!function->damage || result->incomplete)
		return;
	fprintf(stderr, "damaged (%s), and explored as if it were whole\n", function->damage);
	abort();
}

static void explore_all(struct program *program, struct ir_unit *unit)
{
	struct reach *reach = reach_new(program);
	struct engine_options options = {
		.budgets = small, .open_all = true, .reach = reach, .tracks_locks = true, .events = { "sleep" },
	};
	size_t explored = 0;

	vec_each(function, &unit->functions) {
		struct engine *engine = explored++ < 8 ? engine_new(program, &options) : NULL;

		if (!engine)
			break;
		check_damage(function, engine_explore(engine, (struct function_ref){ unit, function, false }, NULL, 0, UINT32_MAX));
		(void)engine_explore(engine_searcher(engine), (struct function_ref){ unit, function, false }, NULL, 0, UINT32_MAX);
		engine_free(engine);
	}
	reach_free(reach);
}

static struct ir_unit *driver_of_models(void)
{
	static const char text[] = "int f(int a);\nint g(int a);\nint test(int a) { return f(a) ? g(a) : 0; }\n";
	static const char *const flags[] = { "-std=gnu11" };
	struct front_virtual_file file = { "/fuzz/user.c", text };
	struct error error = { 0 };

	return front_extract(&(struct front_request){ .file = "/fuzz/user.c", .directory = "/", .flags = flags, .nflags = 1, .arch = "",
				.virtual_files = &file, .nvirtual_files = 1 }, &error);
}

/* A unit that somebody gives as --model: it stands in for functions, and is explored. */
void read_model(const char *text, size_t length)
{
	struct error error = { 0 };
	struct program *program = program_new();
	char *copy = xmalloc(length + 1);

	memcpy(copy, text, length + 1);
	struct ir_unit *unit = ir_parse_unit(copy, length, "model", &error);

	error_clear(&error);
	if (unit) {
		static char *user;
		static size_t user_length;

		if (!user) {	/* parsed once */
			struct ir_unit *first = driver_of_models();
			struct strbuf out = { 0 };

			ir_print_unit(first, &out);
			ir_unit_free(first);
			user_length = out.length;
			user = strbuf_take(&out);
		}
		char *again = xmalloc(user_length + 1);

		memcpy(again, user, user_length + 1);
		struct ir_unit *caller = ir_parse_unit(again, user_length, "user", &error);

		program_add_unit(program, unit, true);
		program_add_unit(program, caller, false);
		explore_all(program, caller);
		explore_all(program, unit);
	}
	program_free(program);
}

/* What was printed must be read again, and print the same. */
static void check_text(struct ir_unit *unit)
{
	struct strbuf first = { 0 }, second = { 0 };
	struct error error = { 0 };

	ir_print_unit(unit, &first);
	size_t length = first.length;
	char *copy = xmalloc(length + 1);

	memcpy(copy, strbuf_text(&first), length + 1);
	struct ir_unit *again = ir_parse_unit(copy, length, "unit", &error);

	if (!again) {
		fprintf(stderr, "a unit that cannot be read again: %s\n", error.message);
		abort();
	}
	ir_print_unit(again, &second);
	if (first.length != second.length || memcmp(first.text, second.text, first.length))
		abort();
	ir_unit_free(again);
	strbuf_free(&first);
	strbuf_free(&second);
}

/* An error between the lines of a function must have damaged it. */
static void check_errors(const struct ir_unit *unit)
{
	vec_each(problem, &unit->problems) {
		const char *colon = strchr(*problem, ':');
		unsigned line = colon ? (unsigned)strtoul(colon + 1, NULL, 10) : 0;

		vec_each(function, &unit->functions) {
			if (function->damage || line <= function->loc.line || line >= function->end_line)
				continue;
			fprintf(stderr, "%s is whole, with %s\n", unit->symbols.data[function->symbol].name, *problem);
			abort();
		}
	}
}

/* A driver that was changed: it becomes a unit that is verified, with damage where code is lost. */
void read_driver(const char *text, size_t length)
{
	static const char *const flags[] = { "-std=gnu11", "-fno-builtin" };
	struct front_virtual_file file = { "/fuzz/driver.c", text };
	struct error error = { 0 };

	if (strlen(text) != length)
		return;
	struct ir_unit *unit = front_extract(&(struct front_request){ .file = "/fuzz/driver.c", .directory = "/", .flags = flags,
						.nflags = 2, .arch = "", .virtual_files = &file, .nvirtual_files = 1 }, &error);

	if (!unit) {
		/* the parser may give up; the verifier may not find a fault of ours */
		if (!strstr(error.message, "libclang")) {
			fprintf(stderr, "no unit: %s\n", error.message);
			abort();
		}
		error_clear(&error);
		return;
	}
	check_text(unit);
	check_errors(unit);
	struct program *program = program_new();

	program_add_unit(program, unit, false);
	explore_all(program, unit);
	program_free(program);
}
