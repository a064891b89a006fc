/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Confines a process: which files it may read and write (Landlock), that it has no network and none of the kernel's
 * rarer services (seccomp), how much it may use. There is no way back, and what it starts is confined alike.
 */
#ifndef MNCHECK_BASE_CONFINE_H
#define MNCHECK_BASE_CONFINE_H

#include <stdbool.h>
#include <stddef.h>

struct confinement;

struct confinement_options {
	/* Directories and files, NULL-terminated. What is not there is left out. */
	const char *const *readable;	/* NULL: it may read all */
	const char *const *writable;	/* these are readable, too; NULL: none but /dev/null */
	bool starts_programs;	/* else it starts neither programs nor processes, and opens files and directories only */
	size_t memory_bytes;	/* address space, 0 for no limit */
	size_t file_bytes;	/* size of a file that it writes, 0 for no limit */
};

/* Prepares a confinement, freed by confinement_free(). Where the kernel lacks a part of it, the rest counts. */
struct confinement *confinement_new(const struct confinement_options *options);
void confinement_free(struct confinement *confinement);

/* For programs without any other: they cannot leave their process group. Shared, never freed. */
const struct confinement *confinement_in_group(void);

/* Confines this process. Makes system calls and nothing else, so that it may stand between vfork() and exec. */
void confine_self(const struct confinement *confinement);

/* What this kernel lacks for it: one line; NULL: nothing. */
const char *confinement_lack(void);

/*
 * Makes ready what all confinements share, so that processes that are forked later have it. Others make it
 * when they need it.
 */
void confinement_prepare(void);

#endif
