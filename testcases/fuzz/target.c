// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer's target. $FUZZ_READER names the reader that gets each input; without it the first byte of an input chooses.
 * How often each ran is told at the end.
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/files.h"
#include "base/watcher.h"
#include "front/front.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);
size_t LLVMFuzzerCustomMutator(unsigned char *data, size_t size, size_t most, unsigned seed);
size_t LLVMFuzzerMutate(unsigned char *data, size_t size, size_t most);

char top[64];

static struct reader {
	const char *name;
	reader_function *read;
	int of_c;	/* it reads C, so that tokens are changed rather than bytes */
	unsigned long runs;
} readers[] = {
	{ "unit", read_unit, 0, 0 }, { "model", read_model, 0, 0 }, { "driver", read_driver, 1, 0 },
	{ "source", read_source_text, 1, 0 }, { "spatch", read_spatch, 0, 0 }, { "row", read_row, 0, 0 },
	{ "index", read_index, 0, 0 }, { "snapshot", read_snapshot, 0, 0 }, { "request", read_request, 0, 0 },
	{ "kconfig", read_kconfig, 0, 0 }, { "makefile", read_makefile, 0, 0 }, { "database", read_database, 0, 0 },
	{ "command", read_command, 0, 0 }, { "suppressions", read_suppressions, 0, 0 },
	{ "maintainers", read_maintainers, 0, 0 }, { "baseline", read_baseline, 0, 0 },
	{ "recorded", read_recorded, 0, 0 }, { "history", read_history, 0, 0 }, { "patch", read_patch, 0, 0 },
};

#define READERS (sizeof(readers) / sizeof(*readers))

static struct reader *chosen;

static void tell_runs(void)
{
	for (size_t i = 0; i < READERS; i++)
		if (readers[i].runs)
			fprintf(stderr, "runs of %s: %lu\n", readers[i].name, readers[i].runs);
	(void)remove_tree(top);
}

static void choose_reader(void)
{
	const char *name = getenv("FUZZ_READER");

	for (size_t i = 0; name && i < READERS; i++)
		if (!strcmp(name, readers[i].name))
			chosen = &readers[i];
	if (name && !chosen)
		abort();
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct error error = { 0 };

	(void)argc, (void)argv;
	choose_reader();
	snprintf(top, sizeof(top), "/tmp/mncheck-fuzz.XXXXXX");
	if (make_scratch(top, &error))
		abort();
	put_text("Makefile", "VERSION = 6\nPATCHLEVEL = 12\n");
	put_text("Kbuild", "obj-y += drivers/\n");
	put_text("Kconfig", "config A\n\tdef_bool y\n");
	put_text("drivers/Makefile", "obj-y += x.o\n");
	put_text("drivers/x.c", "int f(void);\n");
	put_text("include/linux/kconfig.h", "");
	if (!chosen || chosen->read == read_patch)
		prepare_repository();
	atexit(tell_runs);
	return 0;
}

size_t LLVMFuzzerCustomMutator(unsigned char *data, size_t size, size_t most, unsigned seed)
{
	if (chosen && chosen->of_c && seed % 8)
		return mutate_tokens(data, size, most, seed / 8);
	return LLVMFuzzerMutate(data, size, most);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct reader *reader = chosen ? chosen : size ? &readers[data[0] % READERS] : NULL;
	size_t skipped = !chosen;

	if (!reader)
		return 0;
	char *text = xmalloc(size - skipped + 1);

	memcpy(text, data + skipped, size - skipped);
	text[size - skipped] = '\0';
	reader->read(text, size - skipped);
	reader->runs++;
	free(text);
	return 0;
}
