/* SPDX-License-Identifier: GPL-2.0-only */
/* Names of architectures. Those that a tree has: tree_arch() of kbuild.h. */
#ifndef MNCHECK_KBUILD_ARCHES_H
#define MNCHECK_KBUILD_ARCHES_H

/* What the kernel calls the architecture of a machine as uname has it; NULL for an unknown one. */
const char *arch_of_machine(const char *machine);
/* That of this machine: "x86", "arm64", ... */
const char *host_arch(void);

#endif
