/* SPDX-License-Identifier: GPL-2.0-only */
/* One configured build directory: the user's, or one that mncheck prepared. */
#ifndef MNCHECK_KBUILD_CONFIGURATION_H
#define MNCHECK_KBUILD_CONFIGURATION_H

#include "base/map.h"
#include "kbuild/toolchain.h"
#include "tree/tree.h"

struct configuration {
	struct tree *tree;
	const char *directory;		/* absolute; the tree itself when built in place */
	const char *arch;
	const char *assumes;		/* for compile_command.assumes; NULL for the first one */
	bool has_kbuild;		/* false: only its compile_commands.json can be used */
	struct toolchain toolchain;
	uint64_t hash;			/* of what its flags depend on, but for makefiles */
	char *auto_conf;		/* include/config/auto.conf, in place cut into lines */
	struct strmap symbols;		/* "FOO" -> "y", "m", "..."; keys and values in auto_conf */
};

/*
 * Reads the configuration in DIRECTORY (absolute). ERROR_USAGE when it holds none, is
 * not prepared, or belongs to another tree. NAME is how the user called it.
 */
int configuration_open(struct tree *tree, const char *directory, const char *name,
		       struct configuration *configuration, struct error *error);
void configuration_close(struct configuration *configuration);

/* "y", "m", a string or number; NULL when the option is off. */
const char *configuration_value(const struct configuration *configuration, const char *symbol);

/*
 * The sources as make shall see them: the tree, or, where that was built in place, a
 * directory of links that leaves out what the build left there (make refuses O= else).
 * In tree->arena; NULL with ERROR filled.
 */
const char *clean_sources(struct tree *tree, struct error *error);

#endif
