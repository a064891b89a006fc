/* SPDX-License-Identifier: GPL-2.0-only */
/* kbuild asked: the first configuration and the ways around it. */
#ifndef MNCHECK_KBUILD_CONFIGURATIONS_H
#define MNCHECK_KBUILD_CONFIGURATIONS_H

#include "kbuild/configuration.h"
#include "kbuild/makefile.h"
#include "kbuild/kbuild_way.h"

struct configurations {
	struct configuration **data;
	size_t count, room;
};

struct asked {
	struct kbuild base;		/* first, see kbuild_way.h */
	struct tree *tree;
	struct configuration first;
	bool first_is_own;		/* prepared by mncheck: allmodconfig */
	struct configurations others;	/* opened as they are needed; allmodconfig first */
	bool has_no_base;		/* allmodconfig could not be prepared */
	struct makefiles makefiles;
	bool makefiles_read;
};

/* One file whose command is looked for. */
struct wanted {
	const char *file;		/* relative to the tree */
	struct compile_command *command;	/* NULL as long as there is none */
	struct compile_command *neighbour;	/* flags of a configuration that does not build it */
	const char *why_not;		/* there is no use in looking further */
	bool borrowed;			/* not on disk: `command` is a neighbour's, or there is none */
};

struct wanted_list {
	struct wanted *data;
	size_t count, room;
};

/* Asks CONFIGURATION for the commands of those WANTED that have none yet. */
int ask_configuration(struct asked *kbuild, const struct configuration *configuration,
		      struct wanted_list *wanted, struct error *error);

/* For what is not on disk (see overlay.h): the commands of neighbours. */
int borrow_commands(struct asked *kbuild, struct wanted_list *wanted, struct error *error);

/* For what the first configuration does not build: other configurations, other flags. */
int fall_back(struct asked *kbuild, struct wanted_list *wanted, struct error *error);

/* The functions of kbuild_way.h. */
int asked_commands(struct asked *kbuild, const char *const *files, size_t count,
		   struct compile_command *commands, struct error *error);
int asked_command_for_line(struct kbuild *base, const char *file, unsigned line,
			   struct compile_command *command, struct error *error);

/* The makefiles' texts, read at the first call. */
int need_makefiles(struct asked *kbuild, struct error *error);

#endif
