// SPDX-License-Identifier: GPL-2.0-only
/* mncheck: a static checker for mmu-notifier callbacks. cmd/ holds the subcommands. */
#include <signal.h>
#include <stdio.h>

#include "base/process.h"
#include "base/watcher.h"
#include "cmd/command.h"

int main(int argc, char **argv)
{
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
