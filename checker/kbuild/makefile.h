/* SPDX-License-Identifier: GPL-2.0-only */
/* What the text of kbuild's makefiles says about a file, without evaluating it. */
#ifndef MNCHECK_KBUILD_MAKEFILE_H
#define MNCHECK_KBUILD_MAKEFILE_H

#include "tree/tree.h"

struct makefile {
	const char *path, *directory;	/* relative to the tree */
	char *text;			/* continued lines joined */
	bool includes;			/* it has a line that includes another */
};

struct makefiles {
	struct makefile *data;
	size_t count, room;
	uint64_t hash;			/* of all makefiles' sizes, mtimes and inodes */
	struct arena *arena;		/* of the texts */
};

/* Reads all Makefile* and Kbuild* of the tree. */
int makefiles_read(struct tree *tree, struct makefiles *makefiles, struct error *error);
void makefiles_free(struct makefiles *makefiles);

/* Without reading them: the number that changes when one of them or a Kconfig file does. */
int makefiles_state(struct tree *tree, uint64_t *hash, struct error *error);

/*
 * The names under which kbuild may know the object of FILE: that next to it, and, where
 * the makefile of another directory builds it, that directory's way to it
 * (arch/x86/kvm/../../../virt/kvm/kvm_main.o). For architecture ARCH.
 */
void makefile_goals(struct tree *tree, const struct makefiles *makefiles, const char *file,
		    const char *arch, struct strings *goals);

/*
 * The options that makefiles put in the way of FILE's object: those in `obj-$(CONFIG_X)`
 * lines and conditionals around them, from the file up to the top. Without "CONFIG_".
 */
void makefile_options(struct tree *tree, const struct makefiles *makefiles, const char *file,
		      const char *arch, struct strings *options);

#endif
