/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Enough of Kconfig to find out what has to be switched on, and off, so that an option
 * can be set: dependencies, selects, defaults. make decides in the end; this only
 * proposes.
 */
#ifndef MNCHECK_KBUILD_OLD_KCONFIG_H
#define MNCHECK_KBUILD_OLD_KCONFIG_H

#include "kbuild/configuration.h"

enum old_expression_kind {
	EXPRESSION_YES,		/* constants and macros that are taken for true */
	EXPRESSION_NO,
	EXPRESSION_SYMBOL,
	EXPRESSION_EQUAL,	/* symbol = text */
	EXPRESSION_UNEQUAL,
	EXPRESSION_NOT,
	EXPRESSION_AND,
	EXPRESSION_OR,
};

struct old_expression {
	enum old_expression_kind kind;
	const struct old_expression *left, *right;
	const char *symbol, *text;	/* of SYMBOL, EQUAL, UNEQUAL */
};

/* A value that a symbol gets by itself. NULL condition: always. */
struct kconfig_default {
	const struct old_expression *value, *condition;
};

/* One `config` entry; a symbol may have several. */
struct old_definition {
	bool is_tristate, has_prompt;
	const struct old_expression *depends;	/* with those of menus and ifs around; NULL: none */
	const struct old_expression *prompt_if;
	VEC(struct kconfig_default) defaults;
};

/* `select TARGET if CONDITION` in the entry of BY. */
struct selection {
	const char *by;
	const struct old_expression *condition;
};

struct old_symbol {
	const char *name;
	VEC(struct old_definition *) definitions;
	VEC(struct selection) selected;		/* by whom */
};

struct old_kconfig {
	struct arena *arena;
	struct strmap symbols;			/* name -> struct old_symbol * */
	VEC(struct old_symbol *) all;
};

/* Reads Kconfig and what it sources, for ARCH. */
int kconfig_read(struct tree *tree, const char *arch, struct old_kconfig *kconfig,
		 struct error *error);
void kconfig_free(struct old_kconfig *kconfig);

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
void kconfig_solve(const struct old_kconfig *kconfig, const struct configuration *configuration,
		   const struct wish *wish, struct strings *lines, const char **missing);

#endif
