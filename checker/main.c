// SPDX-License-Identifier: GPL-2.0-only
/* mncheck: a static checker for mmu-notifier callbacks. cmd/ holds the subcommands. */
#include <malloc.h>
#include <signal.h>
#include <stdio.h>

#include "base/process.h"
#include "base/watcher.h"
#include "cmd/command.h"

/* Freed memory up to so much stays: states come and go, and fresh pages cost more than their use. */
#define MEMORY_KEPT (64 << 20)
/* Larger blocks are given back at once. */
#define BLOCK_KEPT (1 << 20)

static void keep_freed_memory(void)
{
	(void)mallopt(M_TRIM_THRESHOLD, MEMORY_KEPT);
	(void)mallopt(M_MMAP_THRESHOLD, BLOCK_KEPT);
}

int main(int argc, char **argv)
{
	keep_freed_memory();
	process_catch_interrupts();
	int code = run_command_line(argc, argv);
	int signal_number = process_interrupted();

	if (!signal_number)
		return code;
	/* Dies of the signal, so that a shell loop that runs mncheck stops as well. */
	if (signal_number != SIGPIPE)
		fputs("mncheck: interrupted\n", stderr);
	watcher_stop();
	signal(signal_number, SIG_DFL);
	raise(signal_number);
	return EXIT_TROUBLE;
}
