/* SPDX-License-Identifier: GPL-2.0-only */
/* Compilers that kbuild can be told to use, and running make with one. */
#ifndef MNCHECK_KBUILD_TOOLCHAIN_H
#define MNCHECK_KBUILD_TOOLCHAIN_H

#include "base/error.h"
#include "base/str.h"
#include "tree/tree.h"

struct toolchain {
	const char *compiler;		/* "clang-19", "aarch64-linux-gnu-gcc-12" */
	const char *make[4];		/* "LLVM=-19", or "CC=..." and "CROSS_COMPILE=..."; NULL at the end */
	uint64_t identity;		/* changes when the compiler does */
};

/*
 * The toolchain to prepare build directories with: the newest clang that has its lld,
 * else gcc (which compiles for this machine only). ERROR_ENVIRONMENT when there is none,
 * or when there is no make.
 */
int toolchain_find(struct arena *arena, struct toolchain *toolchain, struct error *error);

/*
 * The toolchain that a configuration was made with, as CC_VERSION_TEXT, the value of
 * CONFIG_CC_VERSION_TEXT, says. Falls back to toolchain_find() when that is not here.
 */
int toolchain_of(struct arena *arena, const char *cc_version_text, struct toolchain *toolchain,
		 struct error *error);

/* What the kernel calls the architecture of a machine as uname has it; NULL for an unknown one. */
const char *arch_of_machine(const char *machine);
/* That of this machine: "x86", "arm64", ... */
const char *host_arch(void);

/* One call of make: DIRECTORY is -C, then `O=` and so on in ARGUMENTS. */
struct make_start {
	const char *directory;
	const struct toolchain *toolchain;
	const char *arch;
	struct strings arguments;	/* variables, options, goals */
	double timeout_seconds;		/* 0 for none */
	const char *makefile;		/* every make that runs reads it first; NULL: none */
};

/*
 * Runs make with a clean environment. Appends what it printed to OUT and, unless ERR
 * is NULL, its complaints to ERR (NULL: to OUT as well). Returns make's exit code, or -1
 * with ERROR filled when it cannot be started.
 */
int run_make(struct arena *arena, const struct make_start *call, struct strbuf *out,
	     struct strbuf *err, struct error *error);

#endif
