/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the command line says. Each option stands once, in one of four argp tables;
 * a subcommand takes the tables that concern it, and --help shows those.
 */
#ifndef MNCHECK_CMD_SETTINGS_H
#define MNCHECK_CMD_SETTINGS_H

#include <argp.h>
#include <stdbool.h>

#include "analysis/options.h"
#include "cmd/terminal.h"
#include "report/report.h"


struct settings {
	struct options options;	/* what the analysis is told; its strings are argv's but `cache`, malloc'd */
	/* report options */
	const struct printer *printer;	/* --format */
	const char *output;	/* -o, NULL: stdout */
	bool rules_named;	/* --rule was given: only those */
	enum progress_when progress;
	/* What the subcommand's own parser keeps. */
	const char *tree;	/* extract --tree */
	int dump;		/* dump: the option that says what */
	bool staged;		/* diff --staged */
	bool review;		/* b4 --review */
	struct strings arguments;	/* before "--" */
	struct strings flags;	/* behind it */
};

/* The option tables; the input of each is a struct settings. */
extern const struct argp report_argp, rules_argp, work_argp, tree_argp;

/*
 * A subcommand's command line. CHILDREN names the tables of common options, OPTIONS
 * and PARSE are its own (may be NULL) and get a struct settings too. Arguments are
 * collected in settings->arguments; where ARGUMENTS, the line for --help, says "-- FLAGS",
 * what stands behind "--" goes to settings->flags. Returns 0; on a usage error one line is
 * on stderr and the result is -1. --help and --version exit.
 */
int settings_parse(struct settings *settings, int argc, char **argv,
		   const struct argp_child *children, const struct argp_option *options,
		   argp_parser_t parse, const char *arguments, const char *what);
void settings_free(struct settings *settings);

/* Prints "NAME: MESSAGE" on stderr; to be returned from an argp parser. */
error_t usage_error(const struct argp_state *state, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The first line of --version, and what it is built on. */
void print_version(FILE *stream, struct argp_state *state);

#endif
