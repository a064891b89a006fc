/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The Kconfig files of a kernel tree, evaluated: what its own `conf` program answers, without running
 * anything of the tree.
 *
 *	kconfig_open()		reads all Kconfig files for one architecture
 *	kconfig_configure()	makes a configuration: allmodconfig, a defconfig, a .config, ...
 *	kconfig_require()	changes it, so that these options are on and those off
 *	kconfig_value()		asks for one option; kconfig_put_*() write the files that a build reads
 *
 * The language is that of Documentation/kbuild/kconfig-language.rst and kconfig-macro-language.rst. Where it
 * changed from 4.19 to 7.x, the tree's own scripts/kconfig says which one it speaks; without these files its
 * version does.
 *
 * Macros that ask a compiler or a shell are answered from one table about the compiler that libclang is
 * (compiler.c, kconfig_answers.c). A question that the table does not know is answered "n", or with nothing, and listed.
 *
 * Input that is wrong is never fatal: it makes a note with file and line, and reading goes on behind it.
 *
 * Names of options are without CONFIG_. Values are texts: "y", "m" or "n" for bool and tristate, else the
 * number or string itself, without quotes. All memory is the struct kconfig's, unless said otherwise.
 */
#ifndef MNCHECK_KBUILD_KCONFIG_H
#define MNCHECK_KBUILD_KCONFIG_H

#include <stdbool.h>

#include "base/error.h"
#include "base/str.h"
#include "base/vec.h"
#include "tree/tree.h"

struct kconfig;

/* ---- reading ---- */

struct kconfig_options {
	const char *arch;	/* as make's ARCH: "x86", "i386", "arm64", "um", ... */
	unsigned clang;		/* version of libclang: 190107 for 19.1.7 */
	const char *clang_text;	/* what it says of itself, for CONFIG_CC_VERSION_TEXT */
};


/* Something about a place in a Kconfig file. */
struct kconfig_note {
	const char *file;	/* relative to the tree */
	unsigned line;
	const char *text;
	const char *answer;	/* of a question: what it was answered; else NULL */
};

struct kconfig_notes { struct kconfig_note *data; size_t count, room; };

/*
 * Reads the tree's Kconfig files in the state that the tree is looked at (tree->overlay). Fails where there
 * is no file Kconfig at the top: ERROR_USAGE. OPTIONS and what it points to need not outlive the call.
 */
struct kconfig *kconfig_open(struct tree *tree, const struct kconfig_options *options, struct error *error);
void kconfig_close(struct kconfig *kconfig);

/* What is wrong in the files. */
const struct kconfig_notes *kconfig_diagnostics(const struct kconfig *kconfig);
/* What was asked of the compiler or the shell that the table does not know; the commands, each once. */
const struct kconfig_notes *kconfig_unknown(const struct kconfig *kconfig);
/* All questions, as above. For tests. */
const struct kconfig_notes *kconfig_questions(const struct kconfig *kconfig);
/* The files that were read, relative to the tree; those of kconfig_configure() as well. */
const struct strings *kconfig_files(const struct kconfig *kconfig);
/* Patterns, and files that need not be there, of `source` lines, relative to the tree: more may match some day. */
const struct strings *kconfig_patterns(const struct kconfig *kconfig);

/*
 * The first file that could not be read, and why, in words; NULL: there was none. Options that it defines are missing,
 * so what is "not built" may be built.
 */
const char *kconfig_unread(const struct kconfig *kconfig);

/* ---- configuring ---- */

enum kconfig_base {
	KCONFIG_ALLMOD,		/* everything on, as modules where possible */
	KCONFIG_ALLYES,		/* everything on, built in */
	KCONFIG_ALLNO,		/* everything off */
	KCONFIG_DEFAULTS,	/* everything as its default says */
	KCONFIG_DEFCONFIG,	/* FILE below arch/ARCH/configs; NULL: the architecture's own */
	KCONFIG_TINY,		/* everything off but for kernel/configs/tiny.config */
	KCONFIG_FILE,		/* FILE is a .config: absolute, or relative to the tree */
	KCONFIG_BASE_COUNT
};

/* "allmodconfig", ...; "config" for KCONFIG_FILE. */
const char *kconfig_base_name(enum kconfig_base base);

/*
 * Makes a configuration; one that was made before is forgotten. ERROR_USAGE when the file that BASE names is
 * not there. Options that the tree does not have are ignored, values that do not fit make a note.
 */
int kconfig_configure(struct kconfig *kconfig, enum kconfig_base base, const char *file, struct error *error);

/* The value of an option; NULL when it has none that a build sees ("n" of one that is there but off). */
const char *kconfig_value(struct kconfig *kconfig, const char *name);
/* Whether it is "y" or "m". */
bool kconfig_is_on(struct kconfig *kconfig, const char *name);
/* Whether any Kconfig file that was read defines the option. */
bool kconfig_is_defined(const struct kconfig *kconfig, const char *name);
/* False: no configuration of this architecture has the option on, whatever is given. */
bool kconfig_may_be_on(struct kconfig *kconfig, const char *name);

/* ---- changing ---- */

/* One wish: "y" built in, "m" on in any way, "n" off; for numbers and strings just this value. */
struct kconfig_setting { const char *symbol, *value; };

/* One option that has another value than before. */
struct kconfig_change { const char *symbol, *was, *now; };

struct kconfig_outcome {
	VEC(struct kconfig_change) given;	/* that were switched by hand: the wishes and what they need */
	const char *why_not;	/* NULL: done. "needs CONFIG_X86", "what is wanted is excluded by CONFIG_A" */
};

/*
 * Changes the configuration so that all SETTINGS hold: what they depend on is switched on in turn, what
 * excludes them off. When it cannot be done, nothing is changed, and OUTCOME says why. Returns whether it was
 * done. OUTCOME is filled anew; kconfig_outcome_free() releases it.
 */
bool kconfig_require(struct kconfig *kconfig, const struct kconfig_setting *settings, size_t count,
		     struct kconfig_outcome *outcome);
void kconfig_outcome_free(struct kconfig_outcome *outcome);

/* ---- writing: appended to OUT as `conf` writes them, byte for byte ---- */

void kconfig_put_header(struct kconfig *kconfig, struct strbuf *out);	/* include/generated/autoconf.h */
void kconfig_put_auto(struct kconfig *kconfig, struct strbuf *out);	/* include/config/auto.conf */
void kconfig_put_config(struct kconfig *kconfig, struct strbuf *out);	/* .config */

#endif
