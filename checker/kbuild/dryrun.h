/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Asking kbuild how it would compile, without compiling and without touching the
 * build directory: `make -n` runs in a shadow, a directory with a copy of what
 * make reads from there.
 */
#ifndef MNCHECK_KBUILD_DRYRUN_H
#define MNCHECK_KBUILD_DRYRUN_H

#include "kbuild/configuration.h"
#include "kbuild/kbuild.h"

/* What one dry run told. Strings are in tree->arena. */
struct dry_run {
	struct strmap commands;	/* tree-relative source -> struct compile_command * */
	struct strmap built;	/* source that the configuration builds -> directory of the makefile */
	bool answered;		/* make came as far as a makefile of objects, whatever it builds */
	struct strings headers;	/* that would be generated next to the sources, relative */
};

/*
 * Runs make for GOALS (object files as kbuild names them) in one go, with SETTINGS
 * ("CONFIG_X=y"; may be NULL) as if they were configured. A goal without a rule is no
 * error: it has no command then. -1 only when make cannot be run at all.
 */
int dry_run(const struct configuration *configuration, const struct strings *goals,
	    const struct strings *settings, struct dry_run *result, struct error *error);
void dry_run_free(struct dry_run *result);

/*
 * Makes the headers that RESULT lists for real, in the shadow, through the makefiles that
 * build GOALS; the commands in RESULT get -I options for them. No object is made. A header
 * that cannot be made is missing then, which the parser will tell.
 */
int make_headers(const struct configuration *configuration, const struct strings *goals,
		 struct dry_run *result, struct error *error);

#endif
