/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kbuild computed: configurations from Kconfig files, flags from makefiles, generated headers from the
 * tree's sources. Nothing of the tree is run.
 */
#ifndef MNCHECK_KBUILD_COMPUTED_H
#define MNCHECK_KBUILD_COMPUTED_H

#include <time.h>

#include "kbuild/flags.h"
#include "kbuild/inputs.h"
#include "kbuild/kbuild.h"
#include "kbuild/kconfig.h"

/* What kbuild.h shows of it. */
struct kbuild {
	const char *directory, *arch;
};

struct computed_settings { struct kconfig_setting *data; size_t count, room; };

/* One configuration of the tree. */
struct variant {
	const char *key;	/* what was asked of it: "CONFIG_A=m CONFIG_B=n"; "" of the first one */
	const char *directory;	/* of the objects, absolute; generated headers are in it */
	const char *assumes;	/* for compile_command.assumes; NULL of the first one */
	const char *why_not;	/* there is no such configuration */
	char *auto_conf;	/* in place cut into lines */
	struct strmap symbols;	/* "CONFIG_FOO" -> "y", "m", "\"text\"", in auto_conf */
	struct flags *flags;
	/* The same for directories of the module, as M=. */
	VEC(struct module_flags { const char *root; struct flags *flags; }) modules;
};

/* Whose makefiles say how a file is compiled, and its name there. */
struct build_place {
	struct flags *flags;	/* NULL: none do */
	const char *file;
};

struct computed {
	struct kbuild base;
	struct tree *tree;
	const char *arch;	/* as make's ARCH: "i386" where `base.arch` is "x86" */
	const char *clang, *clang_headers;
	const char *build;	/* a build directory that was given, absolute; else NULL */
	bool is_configured;	/* false: that has a compile_commands.json and nothing else */
	const char *config;	/* a .config that is evaluated, absolute; NULL: that of `build`, or all is on */
	const char *added;	/* directory of headers that `build` lacks; NULL: it has all */
	const char *advice;	/* what to do about that; NULL likewise */
	bool is_evaluated;	/* `variants` holds the first one; what was kept needs no evaluation */
	struct make_sources *sources;
	struct kconfig *kconfig;	/* NULL until it is needed */
	VEC(struct variant *) variants;
	const struct compile_command *given;	/* of `given_file`, as a build runs just now; NULL: none does */
	const char *given_file;
	const char *why_alone;	/* not NULL: no other file is known, and this is why */
	const struct strings *given_variables;	/* of make's command line, for the module; NULL: see computed_module.c */
	bool has_roots;
	struct strings variables;	/* "NAME=VALUE" for the module, once `has_roots` */
	struct strings roots;	/* directories of the module with makefiles, once `has_roots` */
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
 * The nearest one in which all SETTINGS hold; each is made once. Where there is none it has `why_not`. NULL
 * with ERROR filled when its headers cannot be written.
 */
struct variant *computed_variant(struct computed *computed, const struct computed_settings *settings,
				 struct error *error);
/*
 * The first one with SETTINGS forced upon it, whatever Kconfig says; for what no configuration has. NULL: its
 * makefiles cannot be evaluated.
 */
struct variant *computed_forced(struct computed *computed, const struct computed_settings *settings);
/* Whether SYMBOL is defined in a Kconfig file of this architecture or of another one. */
bool computed_is_defined(struct computed *computed, const char *symbol);
void computed_free_variants(struct computed *computed);

/* Whether the first one is no allmodconfig, but somebody's own. */
bool computed_is_given(const struct computed *computed);

/* ---- computed_recorded.c ---- */

/* Those of FILES that the build directory has recorded how it compiled them: file -> struct compile_command. */
int computed_take_recorded(struct computed *computed, const struct strings *files, struct strmap *recorded,
			   struct error *error);
/* COUNT FLAGS of a compiler that runs in DIRECTORY, and behind each -I of the build's what is there in its stead. */
const char *const *computed_add_headers(const struct computed *computed, const char *directory,
					const char *const *flags, size_t count, size_t *new_count);

/* ---- computed_headers.c ---- */

/* What auto.conf has for a symbol; NULL: it is off. */
const char *variant_value(void *variant, const char *symbol);
/*
 * Writes what VARIANT generates into the cache, once; AUTO_CONF and AUTOCONF are the texts of auto.conf and
 * autoconf.h. Returns the directory; NULL with ERROR filled.
 */
const char *computed_write_headers(struct computed *computed, struct variant *variant, const char *auto_conf,
				   const char *autoconf, struct error *error);
/*
 * Writes those into the cache that computed->build, which VARIANT is the configuration of, lacks, and sets
 * computed->added and computed->advice.
 */
int computed_write_missing(struct computed *computed, struct variant *variant, struct error *error);
/* The flags of VARIANT, whose objects are in DIRECTORY; with MODULE (absolute; or NULL) as M=. */
struct flags *computed_open_flags(struct computed *computed, struct variant *variant, const char *directory,
				  const char *module, struct error *error);

/* ---- computed_file.c ---- */

/* SYMBOL shall be VALUE, as kconfig_require() understands it; "y" counts more than "m". */
void computed_add_setting(struct computed_settings *settings, const char *symbol, const char *value);
/* Adds the settings for GATES that VARIANT does not meet, or ALL; of each choice the way number WAY. */
void computed_take_gates(const struct variant *variant, const struct flags_gates *gates, unsigned way, bool all,
			 struct computed_settings *settings);

/* COMMAND with what SETTINGS say of options that autoconf.h does not know. */
void computed_define_options(struct computed *computed, const struct computed_settings *settings,
			     struct compile_command *command);
/* A command of FILE (relative to the tree) without flags so far; in tree->arena. */
struct compile_command *computed_new_command(struct computed *computed, const char *file);
/*
 * Fills COMMAND from the nearest configuration with SETTINGS; returns why that cannot be, NULL when it is done.
 * What fails on the way costs this file alone.
 */
const char *computed_ask_nearest(struct computed *computed, const struct computed_settings *settings, const char *file,
				 struct compile_command *command);
/* The gates in the way of FILE in VARIANT, whose makefiles can be evaluated. */
void computed_gates(struct computed *computed, struct variant *variant, const char *file, struct flags_gates *gates);
/* Why no configuration of this architecture builds FILE; NULL: one may. */
const char *computed_why_never(struct computed *computed, const char *file);
/* Fills COMMAND, or its `why_not`. -1 with ERROR filled when there is no first configuration. */
int computed_find_command(struct computed *computed, const char *file, struct compile_command *command,
			  struct error *error);

/* ---- computed_module.c ---- */

/* Fills ANSWER for FILE of the module (absolute) in VARIANT. */
struct build_place computed_ask_module(struct computed *computed, struct variant *variant, const char *file,
				       struct flags_answer *answer);

/* ---- computed_variables.c ---- */

/* Fills computed->variables, in tree->arena. */
void computed_read_variables(struct computed *computed);

/* ---- computed_line.c ---- */

/* Likewise for LINE of FILE, in a configuration in which the #if around it holds. */
int computed_find_for_line(struct computed *computed, const char *file, unsigned line,
			   struct compile_command *command, struct error *error);

/* ---- computed_keep.c ---- */

/* Takes what an earlier run kept, if it still holds. */
void computed_recall(struct computed *computed);
/* Keeps what was found out since. */
void computed_remember(struct computed *computed);

#endif
