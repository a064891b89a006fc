/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What Kconfig files say, in memory. The way of it:
 *
 *	kconfig_lexer.c		text -> tokens; macros in it are expanded by kconfig_macro.c,
 *				which asks kconfig_shell.c, which looks into kconfig_answers.c
 *	kconfig_parse.c		tokens -> menu entries, symbols; kconfig_attributes.c: -> properties
 *	kconfig_menu.c		what stands around an entry becomes part of its own conditions
 *	kconfig_calc.c		values of symbols, with kconfig_choice.c and kconfig_expr.c
 *	kconfig_given.c		values given: modes, .config files
 *	kconfig_require.c	values sought
 *	kconfig_possible.c	values that no configuration has
 *	kconfig_put.c		files written
 *
 * A symbol is what `config NAME` defines, an anonymous choice, or a constant. Several menu entries may define
 * one symbol. Everything lives in the arena of struct kconfig.
 */
#ifndef MNCHECK_KBUILD_KCONFIG_INTERNAL_H
#define MNCHECK_KBUILD_KCONFIG_INTERNAL_H

#include "base/map.h"
#include "kbuild/kconfig.h"

/* A chain of conditions or of nested brackets longer than this is cut. */
#define KCONFIG_DEPTH_MOST 3000

enum tristate { TRI_NO, TRI_MOD, TRI_YES };

enum symbol_type { TYPE_UNKNOWN, TYPE_BOOL, TYPE_TRISTATE, TYPE_INT, TYPE_HEX, TYPE_STRING };

enum expression_kind {
	EXPRESSION_SYMBOL, EXPRESSION_NOT, EXPRESSION_AND, EXPRESSION_OR,
	EXPRESSION_EQUAL, EXPRESSION_UNEQUAL, EXPRESSION_LESS, EXPRESSION_LESS_EQUAL,
	EXPRESSION_GREATER, EXPRESSION_GREATER_EQUAL,
};

/* No expression (NULL) is true. */
struct expression {
	enum expression_kind kind;
	enum tristate value;		/* in `round` */
	unsigned round;
	struct expression *left, *right;	/* NOT: left alone */
	struct kconfig_symbol *symbol, *other;	/* SYMBOL; comparisons: both */
};

enum property_kind { PROPERTY_PROMPT, PROPERTY_DEFAULT, PROPERTY_SELECT, PROPERTY_IMPLY, PROPERTY_RANGE };

struct property {
	struct property *next;		/* of the same symbol, as written */
	struct menu *menu;		/* the entry that it stands in */
	struct expression *condition;	/* its `if`; from finish_menus() on with all that surrounds it */
	struct expression *value;	/* DEFAULT */
	struct kconfig_symbol *symbol;	/* SELECT, IMPLY: which; RANGE: the least */
	struct kconfig_symbol *most;	/* RANGE */
	const char *text;		/* PROMPT */
	enum property_kind kind;
};

enum menu_kind { MENU_ROOT, MENU_CONFIG, MENU_CHOICE, MENU_MENU, MENU_IF, MENU_COMMENT };

/* One entry: a block, a comment, or a definition of a symbol. */
struct menu {
	enum menu_kind kind;
	struct kconfig_symbol *symbol;	/* CONFIG, CHOICE */
	struct menu *parent, *next, *first, *last;	/* tree of entries, as written */
	struct menu *next_of_symbol;
	struct property *prompt;
	struct expression *depends;	/* from finish_menus() on with all that surrounds it */
	struct expression *visible;	/* of a menu */
	const char *file;
	unsigned line;
};

struct kconfig_symbol {
	const char *name;		/* NULL: a choice */
	struct kconfig_symbol *next;	/* in its bucket */
	enum symbol_type type;
	bool is_constant;		/* quoted, or y, m, n */
	bool is_choice;
	bool is_optional;		/* a choice that may be left open */
	bool is_transitional;		/* hands an old value on, and is never written */
	bool is_never_written;		/* choices, option defconfig_list */
	bool is_allno_yes;		/* option allnoconfig_y */
	bool may_be_on;			/* where kconfig->knows_possible: see kconfig_may_be_on() */
	struct property *properties, *last_property;
	struct menu *menus, *last_menu;
	struct expression *depends, *selected, *implied;
	struct kconfig_symbol *choice;	/* that it is a member of */
	struct { struct kconfig_symbol **data; size_t count, room; } members;	/* of a choice */
	/* Given: by a file or a mode. */
	bool is_given;
	enum tristate given;
	const char *given_text;
	struct kconfig_symbol *given_member;	/* of a choice, in older trees */
	unsigned priority;		/* of a choice's member: the latest given comes first */
	/* Calculated: in `round`. */
	unsigned round;
	bool is_written;
	enum tristate visible, depends_value, selected_value, implied_value;
	enum tristate value;
	const char *text;		/* INT, HEX, STRING, UNKNOWN */
	struct kconfig_symbol *chosen;	/* of a choice, in older trees */
};

/* What `conf` does differently over the years. */
struct kconfig_era {
	bool members_choose;	/* 6.11: members' values decide a choice; before, a choice's its members */
	bool numbers_default;	/* 6.9: numbers without a default are 0; before, empty */
	bool implies_yes;	/* before 5.7: what y implies cannot be m */
	bool quotes_auto;	/* before 5.17: strings in auto.conf */
	bool pads_header;	/* before 5.14: autoconf.h has empty lines around its title */
	bool ends_empty;	/* 5.17: .config tells the end of a menu without entries */
	bool drops_numbers;	/* before 6.9: numbers out of range are forgotten; later, moved into it */
	unsigned buckets;	/* of the hash table whose order the files written have */
};

struct macro;
struct kconfig_lexer;

struct kconfig {
	struct arena *arena;
	struct tree *tree;
	struct kconfig_era era;
	const char *arch, *srcarch;
	unsigned clang;
	const char *clang_text;
	struct strmap variables;	/* name -> struct macro * */
	struct strmap environment;	/* name -> char * */
	struct strmap asked;		/* commands in `questions` */
	struct kconfig_symbol **buckets;
	struct kconfig_symbol *yes, *module, *no, *modules;	/* modules: what `modules` stands in */
	enum tristate modules_value;
	struct menu root;
	const char *title;		/* of mainmenu */
	struct kconfig_notes diagnostics, unknown, questions;
	struct strings files;
	struct strings patterns;	/* of `source` lines that stand for whatever files there are */
	struct strmap files_read;
	const char *unread;		/* see kconfig_unread() */
	unsigned round;			/* values calculated in others are stale */
	unsigned depth;			/* of the calculation or the expansion that goes on */
	unsigned last_priority;
	unsigned expansions;
	unsigned sources;
	bool knows_possible;
	const struct kconfig_lexer *lexer;	/* of the file being read; NULL: none is */
};

/* ---- kconfig.c ---- */

void kconfig_complain(struct kconfig *kconfig, const char *file, unsigned line, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/*
 * The text of PATH (relative to the tree, or absolute), malloc'd; NULL with ERROR filled. It is listed as read in either
 * case; what is there and cannot be read is among tree_unread().
 */
char *kconfig_load(struct kconfig *kconfig, const char *path, size_t *length, struct error *error);
/* PATH, relative to the tree, was wanted, and WHY says what is wrong with it. */
void kconfig_note_unread(struct kconfig *kconfig, const char *path, const char *why);

/* ---- kconfig_symbol.c ---- */

/* The symbol called so, made when needed; quoted words are another than bare ones. */
struct kconfig_symbol *find_symbol(struct kconfig *kconfig, const char *name, size_t length, bool is_constant);
/* The bare one; NULL when no file mentions it. */
struct kconfig_symbol *symbol_called(const struct kconfig *kconfig, const char *name);
struct kconfig_symbol *new_choice(struct kconfig *kconfig);
struct property *add_property(struct kconfig *kconfig, struct menu *menu, enum property_kind kind,
			      struct expression *condition);
bool has_prompt(const struct kconfig_symbol *symbol);
/* In the order of `conf`: for (each symbol) of KCONFIG. */
#define each_symbol(symbol, kconfig)                                           \
	for (unsigned bucket_ = 0; bucket_ < (kconfig)->era.buckets; bucket_++) \
		for (struct kconfig_symbol *symbol = (kconfig)->buckets[bucket_]; symbol; symbol = symbol->next)

/* ---- kconfig_expr.c ---- */

struct expression *make_symbol(struct kconfig *kconfig, struct kconfig_symbol *symbol);
struct expression *make_comparison(struct kconfig *kconfig, enum expression_kind kind,
				   struct kconfig_symbol *left, struct kconfig_symbol *right);
struct expression *make_not(struct kconfig *kconfig, struct expression *operand);
/* NULL counts as true for both_of(), as nothing for either_of(). */
struct expression *both_of(struct kconfig *kconfig, struct expression *left, struct expression *right);
struct expression *either_of(struct kconfig *kconfig, struct expression *left, struct expression *right);
/* EXPRESSION is n, as an expression over symbols: y or n, never m. */
struct expression *is_off(struct kconfig *kconfig, const struct expression *expression);
/* Where `m` stands alone it means "m, if there are modules". */
struct expression *with_modules(struct kconfig *kconfig, struct expression *expression);
enum tristate calc_expression(struct kconfig *kconfig, struct expression *expression);
bool mentions_symbol(const struct expression *expression, const struct kconfig_symbol *symbol);
/* EXPRESSION is n whenever SYMBOL is. */
bool needs_symbol(const struct kconfig *kconfig, const struct expression *expression,
		  const struct kconfig_symbol *symbol);

/* ---- kconfig_macro.c ---- */

enum macro_flavor { MACRO_RECURSIVE, MACRO_SIMPLE, MACRO_APPEND };

void kconfig_set_variable(struct kconfig *kconfig, const char *name, const char *value, enum macro_flavor flavor);
/* TEXT with all macros expanded. */
const char *kconfig_expand(struct kconfig *kconfig, const char *text);
/* The macro whose `$` stands at *AT, up to END; *AT is moved behind it. A `$` without a bracket is itself. */
const char *kconfig_expand_dollar(struct kconfig *kconfig, const char **at, const char *end);

/* ---- kconfig_shell.c ---- */

/* What $(shell,COMMAND) expands to. */
const char *kconfig_answer_shell(struct kconfig *kconfig, const char *command);

/* ---- kconfig_parse.c ---- */

int parse_kconfig(struct kconfig *kconfig, struct error *error);

/* ---- kconfig_menu.c ---- */

void finish_menus(struct kconfig *kconfig);
/* The next entry, depth first, or NULL. */
struct menu *next_menu(const struct menu *menu);

/* ---- kconfig_calc.c ---- */

/* All values are stale. */
void forget_values(struct kconfig *kconfig);
void calc_symbol(struct kconfig *kconfig, struct kconfig_symbol *symbol);
void calc_visibility(struct kconfig *kconfig, struct kconfig_symbol *symbol);
/* A tristate is a bool when there are no modules. */
enum symbol_type type_now(const struct kconfig *kconfig, const struct kconfig_symbol *symbol);
/* "y", "m", "n" or the text; calculated. */
const char *symbol_text(const struct kconfig_symbol *symbol);
struct property *first_default(struct kconfig *kconfig, struct kconfig_symbol *symbol);
bool is_valid_text(const struct kconfig_symbol *symbol, const char *text);
bool is_within_range(struct kconfig *kconfig, struct kconfig_symbol *symbol, const char *text);

/* ---- kconfig_choice.c ---- */

/* The member that is on, in older trees; the choice's visibility is calculated. */
struct kconfig_symbol *calc_chosen(struct kconfig *kconfig, struct kconfig_symbol *choice);
/* The same for newer trees: values of all visible members are set. */
struct kconfig_symbol *calc_members(struct kconfig *kconfig, struct kconfig_symbol *choice);

/* ---- kconfig_given.c ---- */

/* Gives SYMBOL a value as a line of a .config does. False when it does not fit its type. */
bool give_value(struct kconfig *kconfig, struct kconfig_symbol *symbol, const char *text);

static inline bool is_boolean(const struct kconfig_symbol *symbol)
{
	return symbol->type == TYPE_BOOL || symbol->type == TYPE_TRISTATE;
}

static inline enum tristate least(enum tristate a, enum tristate b)
{
	return a < b ? a : b;
}

static inline enum tristate most(enum tristate a, enum tristate b)
{
	return a > b ? a : b;
}

#endif
