/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The command line. Each common option stands once, in one of five argp tables. A subcommand names the
 * tables that it takes, and its --help shows them. Layers below cmd/ get a struct options and never see
 * argp.
 */
#ifndef MNCHECK_CMD_SETTINGS_H
#define MNCHECK_CMD_SETTINGS_H

#include <argp.h>
#include <stdbool.h>

#include "analysis/options.h"
#include "cmd/terminal.h"
#include "report/report.h"

struct settings {
	struct options options;	/* for the analysis; its strings are argv's, except `cache`, malloc'd */
	/* Report options. */
	const struct printer *printer;	/* --format */
	const char *output;	/* -o, NULL: stdout */
	const char *source_url;	/* --source-url, NULL: not given */
	const char *from;	/* --from, NULL: not given */
	bool fixes;		/* scan --fixes */
	bool asks_script;	/* --get-maintainer */
	const char *origin;	/* --origin, NULL: not given */
	bool rules_named;	/* --rule was given: only these rules are on */
	enum progress_when progress;
	/* Options of single subcommands. */
	const char *tree;	/* extract --tree */
	int dump;		/* dump: the key of the option that says what to show */
	bool staged;		/* diff --staged */
	bool review;		/* b4 --review */
	const char *baseline;	/* scan --baseline, report --against: the result before; NULL: none */
	char *history;		/* --history: the file of recorded runs; malloc'd; NULL: the default */
	bool record;		/* scan --record */
	unsigned keep;		/* scan --keep: recorded runs of each tree; 0: all */
	const char *callback;	/* history --callback; NULL: all */
	struct run *parts;	/* merge: those that were read, which the result points into */
	const char *note;	/* triage --note */
	struct strings arguments;	/* before "--" */
	struct strings flags;	/* behind "--" */
};

/* Fills what printers are told from the command line, beside colours and width. */
void settings_print_options(const struct settings *settings, struct print_options *options);

/* The option tables; the input of each is a struct settings. path_argp: how much report_argp tells of paths. */
extern const struct argp report_argp, path_argp, rules_argp, work_argp, tree_argp, history_argp;

/*
 * Reads a subcommand's command line into SETTINGS, after the defaults. CHILDREN names the tables of
 * common options; OPTIONS and PARSE, each may be NULL, are the subcommand's own, with SETTINGS as
 * input. ARGUMENTS and WHAT are for --help. Arguments go to settings->arguments; if ARGUMENTS has "--
 * FLAGS", the words behind "--" go to settings->flags. Returns 0, or -1 after one line on stderr.
 * --help and --version exit. settings_free() is due in either case.
 */
int settings_parse(struct settings *settings, int argc, char **argv,
		   const struct argp_child *children, const struct argp_option *options,
		   argp_parser_t parse, const char *arguments, const char *what);
void settings_free(struct settings *settings);

/* Prints "NAME: MESSAGE" on stderr. An argp parser returns its result. */
error_t usage_error(const struct argp_state *state, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Prints mncheck's version and libclang's: argp's hook for --version. */
void print_version(FILE *stream, struct argp_state *state);

#endif
