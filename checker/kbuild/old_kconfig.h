/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Enough of Kconfig to find out what has to be switched on, and off, so that an option
 * can be set: dependencies, selects, defaults. make decides in the end; this only
 * proposes.
 */
#ifndef MNCHECK_KBUILD_OLD_KCONFIG_H
#define MNCHECK_KBUILD_OLD_KCONFIG_H

#include "kbuild/configuration.h"

enum expression_kind {
	EXPRESSION_YES,		/* constants and macros that are taken for true */
	EXPRESSION_NO,
	EXPRESSION_SYMBOL,
	EXPRESSION_EQUAL,	/* symbol = text */
	EXPRESSION_UNEQUAL,
	EXPRESSION_NOT,
	EXPRESSION_AND,
	EXPRESSION_OR,
};

struct expression {
	enum expression_kind kind;
	const struct expression *left, *right;
	const char *symbol, *text;	/* of SYMBOL, EQUAL, UNEQUAL */
};

/* A value that a symbol gets by itself. NULL condition: always. */
struct kconfig_default {
	const struct expression *value, *condition;
};

/* One `config` entry; a symbol may have several. */
struct definition {
	bool is_tristate, has_prompt;
	const struct expression *depends;	/* with those of menus and ifs around; NULL: none */
	const struct expression *prompt_if;
	VEC(struct kconfig_default) defaults;
};

/* `select TARGET if CONDITION` in the entry of BY. */
struct selection {
	const char *by;
	const struct expression *condition;
};

struct symbol {
	const char *name;
	VEC(struct definition *) definitions;
	VEC(struct selection) selected;		/* by whom */
};

struct kconfig {
	struct arena *arena;
	struct strmap symbols;			/* name -> struct symbol * */
	VEC(struct symbol *) all;
};

/* Reads Kconfig and what it sources, for ARCH. */
int kconfig_read(struct tree *tree, const char *arch, struct kconfig *kconfig,
		 struct error *error);
void kconfig_free(struct kconfig *kconfig);

/* Options that a configuration is to have, and not to have. Free with wish_free(). */
struct wish {
	struct strings on, off;
};

bool wish_granted(const struct wish *wish, const struct configuration *configuration);
void wish_free(struct wish *wish);

/*
 * The lines of a .config that should make WISH come true, starting from CONFIGURATION,
 * appended to LINES (strings in tree->arena): options to set and options to clear. Where
 * no way was found for one of them, MISSING gets a symbol that it needs and this
 * architecture does not have, if that is why, else NULL.
 */
void kconfig_solve(const struct kconfig *kconfig, const struct configuration *configuration,
		   const struct wish *wish, struct strings *lines, const char **missing);

#endif
