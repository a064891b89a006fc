/* SPDX-License-Identifier: GPL-2.0-only */
/* A way to know how files are compiled: what stands behind struct kbuild. */
#ifndef MNCHECK_KBUILD_KBUILD_WAY_H
#define MNCHECK_KBUILD_KBUILD_WAY_H

#include "kbuild/kbuild.h"

struct kbuild_way {
	/* As kbuild.h has them. */
	int (*commands)(struct kbuild *kbuild, const char *const *files, size_t count,
			struct compile_command *commands, struct error *error);
	int (*command_for_line)(struct kbuild *kbuild, const char *file, unsigned line,
				struct compile_command *command, struct error *error);
	void (*close)(struct kbuild *kbuild);
};

/* The beginning of what each way has. */
struct kbuild {
	const struct kbuild_way *way;
	const char *directory, *arch;
};

/* The ways: kbuild itself is asked, or its makefiles and Kconfig files are evaluated. */
struct kbuild *kbuild_open_asked(struct tree *tree, const struct kbuild_options *options, struct error *error);
struct kbuild *kbuild_open_computed(struct tree *tree, const struct kbuild_options *options,
				    struct error *error);
/* BEHIND (taken over), but for the file of COMMAND, whose command is known. */
struct kbuild *kbuild_open_over(struct tree *tree, struct kbuild *behind, const struct kbuild_options *options);

#endif
