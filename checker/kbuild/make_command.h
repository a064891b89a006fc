/* SPDX-License-Identifier: GPL-2.0-only */
/* Simple commands of $(shell), computed here. */
#ifndef MNCHECK_KBUILD_MAKE_COMMAND_H
#define MNCHECK_KBUILD_MAKE_COMMAND_H

#include "kbuild/make_internal.h"

#define WORDS_MOST 256

/* One simple command: its words without quotes, and what comes through the pipe. */
struct make_command {
	struct make *make;
	char *words[WORDS_MOST];	/* malloc'd */
	size_t count;
	const char *input;
	struct strbuf *out;
};

enum { STATUS_OK = 0, STATUS_FAILED = 1, STATUS_UNKNOWN = 127 };

/*
 * make_filter.c: programs that filter lines, of what comes through the pipe or, for grep and wc, of files. STATUS_UNKNOWN: an
 * option or a form that is not computed.
 */
int make_run_grep(struct make_command *command);
int make_run_cut(struct make_command *command);
int make_run_tr(struct make_command *command);
int make_run_wc(struct make_command *command);
int make_run_awk(struct make_command *command);

/* Computes COMMAND; STATUS_UNKNOWN: nobody here knows how. */
int make_command(struct make_command *command);

#endif
