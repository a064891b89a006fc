/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The resolver brings in what a verdict depends on and no unit has yet: the index leads from the engine's
 * causes to files, and the units of these files go into the program of the callback that asked.
 */
#ifndef MNCHECK_ANALYSIS_RESOLVER_H
#define MNCHECK_ANALYSIS_RESOLVER_H

#include "analysis/session.h"
#include "engine/engine.h"

struct rounds;

/* A program, and the files whose units went there. Several programs may have the unit of one file. */
struct linked_units {
	struct program *program;
	struct strmap files;
};

/* What a verdict depends on, and the program that lacks it. */
struct wanted_cause {
	struct cause *cause;
	struct linked_units *into;
};

/* A file that was looked for to resolve a cause. */
struct source_request {
	const struct cause *cause;
	const char *file;	/* the index's */
};

struct resolver {
	struct session *session;
	struct tree_index **index;	/* opened by the first question */
	struct program *models;	/* a program of models alone */
	struct strmap taken;	/* file -> its unit, which some programs share and the resolver owns */
	struct rounds *rounds;	/* a log, or NULL */
	VEC(struct source_request) requests;	/* of the last resolver_bring() */
};

/*
 * Brings in what the COUNT causes in WANTED lack: definitions of functions, and all files that
 * set a field. All files of one round are extracted in parallel. Whether it helped is for
 * engine_resolve() to say. Returns 0, or -1 with ERROR for a failure of the whole.
 */
int resolver_bring(struct resolver *resolver, const struct wanted_cause *wanted, size_t count,
		   struct error *error);

/* Brings the sources among FILES (which it may reorder and shorten) INTO a program. Returns as above. */
int resolver_bring_files(struct resolver *resolver, struct linked_units *into, struct strings *files,
			 struct error *error);

/*
 * The sources that may define the function NAME for a call in the file CALLER, the likeliest first. The
 * strings are the index's.
 */
void resolver_definitions(struct resolver *resolver, const char *name, const char *caller,
			  struct strings *files);

/* A model says what a call of the function NAME does. */
bool resolver_is_modelled(const struct resolver *resolver, const char *name);

/* Links the unit of FILE, which was requested, INTO a program; once. */
void resolver_link(struct resolver *resolver, struct linked_units *into, const char *file);

/* Frees the units, too: no program that shares them may live. */
void resolver_free(struct resolver *resolver);

#endif
