/* SPDX-License-Identifier: GPL-2.0-only */
/* The options of an analysis, without their command line. Strings and vectors are the caller's. */
#ifndef MNCHECK_ANALYSIS_OPTIONS_H
#define MNCHECK_ANALYSIS_OPTIONS_H

#include <string.h>

#include "base/process.h"
#include "base/vec.h"
#include "rules/rules.h"

/* Limits of the worker that parses one translation unit; --memory and --timeout change them. */
#define WORKER_MEMORY_MIB 3072
#define WORKER_TIMEOUT_SECONDS 120

/* Each scan trims the cache to this size at its end. */
#define CACHE_BYTES (2048ull << 20)

struct compile_command;

/* Stands for every architecture that the tree has in options.arches. */
#define ALL_ARCHES "all"

struct options {
	bool verbose;		/* paths are told whole */
	bool strict;		/* for the exit code undecided counts as a violation */
	bool rule_enabled[RULE_COUNT];
	uint32_t refused;	/* assumptions, as in struct run */
	struct strings models;	/* files: C sources or units */
	struct strings allow;	/* lists of suppressions beside the tree's own (analysis/allow.h); absolute, malloc'd */
	char *cache;		/* directory, absolute */
	bool no_cache;		/* read and write no cached units and rows */
	bool no_shared_headers;	/* parse each file alone */
	unsigned jobs;		/* processes at once */
	struct worker_limits limits;
	const char *build;	/* build directory; NULL: see struct kbuild_options */
	const char *config;	/* a .config; likewise */
	/* A build that runs just now: how one file is compiled, by its name in the tree; NULL: none runs. */
	const struct compile_command *given;
	const struct strings *variables;	/* "NAME=VALUE" of make's command line, for a module; NULL: not known */
	struct strings arches;	/* as the user names them; empty: the build's own */
	struct strings only;	/* files or directories to judge; empty: the whole tree */
	unsigned shard, shards;	/* --shard I/N: part I of N; 0: the whole */
};

/* Whether several architectures are asked for. */
static inline bool options_ask_several_arches(const struct options *options)
{
	return options->arches.count > 1 || (options->arches.count && !strcmp(options->arches.data[0], ALL_ARCHES));
}

#endif
