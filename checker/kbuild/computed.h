/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kbuild computed: configurations from Kconfig files, flags from makefiles, generated headers from the tree's sources.
 * Nothing of the tree is run.
 */
#ifndef MNCHECK_KBUILD_COMPUTED_H
#define MNCHECK_KBUILD_COMPUTED_H

#include <time.h>

#include "kbuild/flags.h"
#include "kbuild/inputs.h"
#include "kbuild/kbuild_way.h"
#include "kbuild/kconfig.h"

struct settings { struct kconfig_setting *data; size_t count, room; };

/* One configuration of the tree. */
struct variant {
	const char *key;	/* what was asked of it: "CONFIG_A=m CONFIG_B=n"; "" of the first one */
	const char *directory;	/* of the objects, absolute: autoconf.h and the other generated headers are in it */
	const char *assumes;	/* for compile_command.assumes; NULL of the first one */
	const char *why_not;	/* there is no such configuration */
	char *auto_conf;	/* in place cut into lines */
	struct strmap symbols;	/* "CONFIG_FOO" -> "y", "m", "\"text\"", in auto_conf */
	struct flags *flags;
};

struct computed {
	struct kbuild base;
	struct tree *tree;
	const char *arch;	/* as make's ARCH: "i386" where `base.arch` is "x86" */
	const char *clang, *clang_headers;
	const char *build;	/* a build directory that was given, absolute; else NULL */
	bool is_configured;	/* false: that has a compile_commands.json and nothing else */
	bool is_evaluated;	/* `variants` holds the first one; what was kept needs no evaluation */
	struct make_sources *sources;
	struct kconfig *kconfig;	/* NULL until it is needed */
	VEC(struct variant *) variants;
	/* What is kept in the cache: see computed_keep.c. */
	struct inputs inputs;
	struct strmap commands;	/* file, or "file:line" -> struct compile_command */
	bool has_news;		/* that are not in the cache */
	time_t started;
};

/* ---- computed_variant.c ---- */

/* The configuration to begin with. NULL with ERROR filled. */
struct variant *computed_first(struct computed *computed, struct error *error);
/*
 * The nearest one in which all SETTINGS hold; each is made once. Where there is none it has `why_not`. NULL with ERROR
 * filled when its headers cannot be written.
 */
struct variant *computed_variant(struct computed *computed, const struct settings *settings, struct error *error);
/*
 * The first one with SETTINGS forced upon it, whatever Kconfig says; for what no configuration has. NULL: its makefiles
 * cannot be evaluated.
 */
struct variant *computed_forced(struct computed *computed, const struct settings *settings);
/* Whether SYMBOL is defined in a Kconfig file of this architecture or of another one. */
bool computed_is_defined(struct computed *computed, const char *symbol);
void computed_free_variants(struct computed *computed);

/* ---- computed_headers.c ---- */

/* What auto.conf has for a symbol; NULL: it is off. */
const char *variant_value(void *variant, const char *symbol);
/*
 * Writes what a configuration generates into the cache, once. CONTENTS are the texts of auto.conf and autoconf.h.
 * Returns the directory; NULL with ERROR filled.
 */
const char *computed_write_headers(struct computed *computed, struct variant *variant, const char *auto_conf,
				   const char *autoconf, struct error *error);
/* The flags of VARIANT, whose objects are in DIRECTORY. */
struct flags *computed_open_flags(struct computed *computed, struct variant *variant, const char *directory,
				  struct error *error);

/* ---- computed_keep.c ---- */

/* Takes what an earlier run kept, if it still holds. */
void computed_recall(struct computed *computed);
/* Keeps what was found out since. */
void computed_remember(struct computed *computed);

#endif
