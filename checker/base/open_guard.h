/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Guards what a confined process opens: a library that opens a pipe waits for a writer, perhaps for ever. seccomp traps
 * each open() that could wait, and a handler opens the file in its place, without waiting, and gives only a file or a
 * directory away. All else is refused as if it lacked permission (EACCES).
 */
#ifndef MNCHECK_BASE_OPEN_GUARD_H
#define MNCHECK_BASE_OPEN_GUARD_H

#include <seccomp.h>
#include <stdbool.h>

/* Whether opens can be guarded on the processor that this was built for. */
bool open_guard_works(void);

/* Adds the trap to FILTER. Returns 0, or not 0 where libseccomp refuses. */
int open_guard_add_rules(scmp_filter_ctx filter);

/* Installs the handler in this process. It makes one system call. No program may be started later. */
void open_guard_install(void);

#endif
