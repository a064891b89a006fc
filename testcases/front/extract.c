// SPDX-License-Identifier: GPL-2.0-only
/* extract [--summary] DIRECTORY FILE TREE BUILD [FLAG...]: the unit's text, or counts. "-" for none. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "front/front.h"

static double cpu_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void summarise(const struct ir_unit *unit, double seconds)
{
	size_t insts = 0, blocks = 0, unsupported = 0, damaged = 0;

	vec_each(function, &unit->functions) {
		blocks += function->nblocks;
		damaged += function->damage != NULL;
		for (uint32_t b = 0; b < function->nblocks; b++)
			for (uint32_t i = 0; i < function->blocks[b].count; i++) {
				const struct ir_inst *inst = &function->blocks[b].insts[i];

				insts++;
				if (inst->opcode != IR_UNSUPPORTED)
					continue;
				unsupported++;
				fprintf(stderr, "unsupported: %s:%u %s: %s\n",
					inst->loc.file ? unit->files.data[inst->loc.file] : "?",
					inst->loc.line,
					unit->symbols.data[function->symbol].name, inst->text);
			}
		if (function->damage)
			fprintf(stderr, "damaged: %s: %s\n",
				unit->symbols.data[function->symbol].name, function->damage);
	}
	for (size_t i = 0; i < unit->problems.count && i < 5; i++)
		fprintf(stderr, "problem: %s\n", unit->problems.data[i]);
	printf("%s: functions %zu globals %zu assigns %zu symbols %zu fields %zu blocks %zu insts %zu "
	       "unsupported %zu damaged %zu problems %zu deps %zu cpu %.2f\n",
	       unit->main_file, unit->functions.count, unit->globals.count, unit->assigns.count,
	       unit->symbols.count, unit->fields.count, blocks, insts, unsupported, damaged,
	       unit->problems.count, unit->deps.count, seconds);
}

int main(int argc, char **argv)
{
	bool summary = argc > 1 && !strcmp(argv[1], "--summary");
	struct error error = { 0 };
	struct ir_unit *unit;
	double start = cpu_seconds();

	argv += summary;
	argc -= summary;
	if (argc < 5)
		return 2;
	unit = front_extract(&(struct front_request){
		.directory = argv[1], .file = argv[2],
		.tree = strcmp(argv[3], "-") ? argv[3] : NULL,
		.build = strcmp(argv[4], "-") ? argv[4] : NULL,
		.flags = (const char *const *)argv + 5, .nflags = (size_t)argc - 5, .arch = "x86",
	}, &error);
	if (!unit) {
		fprintf(stderr, "extract: %s\n", error.message);
		error_clear(&error);
		return 1;
	}
	if (summary) {
		summarise(unit, cpu_seconds() - start);
	} else {
		struct strbuf text = { 0 };

		ir_print_unit(unit, &text);
		fwrite(strbuf_text(&text), 1, text.length, stdout);
		strbuf_free(&text);
	}
	ir_unit_free(unit);
	return 0;
}
