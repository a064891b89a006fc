/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is behind kbuild.h:
 *
 *	kbuild.c		opening, asking, closing
 *	variants.c		configurations: the one to begin with, and those nearest to it (kconfig.h)
 *	header_directory.c	their generated headers, in the cache (generated.h)
 *	file_command.c		the command of a file (flags.h); line_command.c: of a function behind an #if
 *	module_flags.c		files of a module outside of the tree, with module_variables.c
 *	recorded_commands.c	what a build directory recorded (recorded.h)
 *	kept_commands.c		what an earlier run found out (inputs.h)
 */
#ifndef MNCHECK_KBUILD_KBUILD_INTERNAL_H
#define MNCHECK_KBUILD_KBUILD_INTERNAL_H

#include <time.h>

#include "kbuild/flags.h"
#include "kbuild/inputs.h"
#include "kbuild/kbuild.h"
#include "kbuild/kconfig.h"

struct option_settings { struct kconfig_setting *data; size_t count, room; };

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

struct kbuild {
	struct tree *tree;
	const char *directory;	/* of the first configuration's objects, absolute; NULL: it is not opened yet */
	const char *srcarch;	/* the directory below arch/: "x86" */
	const char *arch;	/* as make's ARCH: "i386" where that is "x86" */
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
	const struct strings *given_variables;	/* of make's command line, for the module; NULL: see module_flags.c */
	bool has_roots;
	struct strings variables;	/* "NAME=VALUE" for the module, once `has_roots` */
	struct strings roots;	/* directories of the module with makefiles, once `has_roots` */
	/* What is kept in the cache: see kept_commands.c. */
	struct inputs inputs;
	struct strmap commands;	/* file, or "file:line" -> struct compile_command */
	bool has_news;		/* that are not in the cache */
	time_t started;
};

/* ---- variants.c ---- */

/* The configuration to begin with. NULL with ERROR filled. */
struct variant *first_variant(struct kbuild *kbuild, struct error *error);
/*
 * The nearest one in which all SETTINGS hold; each is made once. Where there is none it has `why_not`. NULL
 * with ERROR filled when its headers cannot be written.
 */
struct variant *nearest_variant(struct kbuild *kbuild, const struct option_settings *settings,
				 struct error *error);
/*
 * The first one with SETTINGS forced upon it, whatever Kconfig says; for what no configuration has. NULL: its
 * makefiles cannot be evaluated.
 */
struct variant *forced_variant(struct kbuild *kbuild, const struct option_settings *settings);
/* Whether SYMBOL is defined in a Kconfig file of this architecture or of another one. */
bool defines_option(struct kbuild *kbuild, const char *symbol);
void free_variants(struct kbuild *kbuild);

/* Whether the first one is no allmodconfig, but somebody's own. */
bool has_own_configuration(const struct kbuild *kbuild);

/* ---- recorded_commands.c ---- */

/* Those of FILES that the build directory has recorded how it compiled them: file -> struct compile_command. */
int take_recorded(struct kbuild *kbuild, const struct strings *files, struct strmap *recorded,
			   struct error *error);
/* COUNT FLAGS of a compiler that runs in DIRECTORY, and behind each -I of the build's what is there in its stead. */
const char *const *add_missing_headers(const struct kbuild *kbuild, const char *directory,
					const char *const *flags, size_t count, size_t *new_count);

/* ---- header_directory.c ---- */

/* What auto.conf has for a symbol; NULL: it is off. */
const char *variant_value(void *variant, const char *symbol);
/*
 * Writes what VARIANT generates into the cache, once; AUTO_CONF and AUTOCONF are the texts of auto.conf and
 * autoconf.h. Returns the directory; NULL with ERROR filled.
 */
const char *write_headers(struct kbuild *kbuild, struct variant *variant, const char *auto_conf,
				   const char *autoconf, struct error *error);
/*
 * Writes those into the cache that kbuild->build, which VARIANT is the configuration of, lacks, and sets
 * kbuild->added and kbuild->advice.
 */
int write_missing_headers(struct kbuild *kbuild, struct variant *variant, struct error *error);
/* The flags of VARIANT, whose objects are in DIRECTORY; with MODULE (absolute; or NULL) as M=. */
struct flags *variant_flags(struct kbuild *kbuild, struct variant *variant, const char *directory,
				  const char *module, struct error *error);

/* ---- file_command.c ---- */

/* SYMBOL shall be VALUE, as kconfig_require() understands it; "y" counts more than "m". */
void settings_add(struct option_settings *settings, const char *symbol, const char *value);
/* Adds the settings for GATES that VARIANT does not meet, or ALL; of each choice the way number WAY. */
void settings_take_gates(const struct variant *variant, const struct flags_gates *gates, unsigned way, bool all,
			 struct option_settings *settings);

/* The first Kconfig file or makefile that could not be read, and why, in words; NULL: there was none. */
const char *kbuild_unread(const struct kbuild *kbuild);
/* COMMAND with what SETTINGS say of options that autoconf.h does not know. */
void define_options(struct kbuild *kbuild, const struct option_settings *settings,
			     struct compile_command *command);
/* A command of FILE (relative to the tree) without flags so far; in tree->arena. */
struct compile_command *new_command(struct kbuild *kbuild, const char *file);
/*
 * Fills COMMAND from the nearest configuration with SETTINGS; returns why that cannot be, NULL when it is done.
 * What fails on the way costs this file alone.
 */
const char *ask_nearest(struct kbuild *kbuild, const struct option_settings *settings, const char *file,
				 struct compile_command *command);
/* The gates in the way of FILE in VARIANT, whose makefiles can be evaluated. */
void gates_of_file(struct kbuild *kbuild, struct variant *variant, const char *file, struct flags_gates *gates);
/* The makefiles that say how VARIANT compiles FILE, which have been asked for it; ANSWER is filled. */
struct build_place ask_makefiles(struct kbuild *kbuild, struct variant *variant, const char *file,
				 struct flags_answer *answer);
/* Why no configuration of this architecture builds FILE; NULL: one may. */
const char *why_never_built(struct kbuild *kbuild, const char *file);
/* Fills COMMAND, or its `why_not`. -1 with ERROR filled when there is no first configuration. */
int find_file_command(struct kbuild *kbuild, const char *file, struct compile_command *command,
			  struct error *error);

/* ---- module_flags.c ---- */

/* Fills ANSWER for FILE of the module (absolute) in VARIANT. */
struct build_place ask_module(struct kbuild *kbuild, struct variant *variant, const char *file,
				       struct flags_answer *answer);

/* ---- module_variables.c ---- */

/* Fills kbuild->variables, in tree->arena. */
void read_module_variables(struct kbuild *kbuild);

/* ---- line_command.c ---- */

/* Likewise for LINE of FILE, in a configuration in which the #if around it holds. */
int find_line_command(struct kbuild *kbuild, const char *file, unsigned line,
			   struct compile_command *command, struct error *error);

/* ---- kept_commands.c ---- */

/* Takes what an earlier run kept, if it still holds. */
void recall_commands(struct kbuild *kbuild);
/* Keeps what was found out since. */
void remember_commands(struct kbuild *kbuild);

#endif
