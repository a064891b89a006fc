/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The language of makefiles, as far as kbuild's use it: assignments, conditionals, include, define,
 * functions, target-specific assignments. Rules are recognised and never run; $(shell), $(file) and
 * $(wildcard) are answered from tables and from the files of the tree, so nothing is ever started and
 * nothing written.
 *
 * What cannot be answered expands to nothing and becomes a note. Any text is accepted: depth, size and
 * number of steps of one evaluation are bounded, and reaching a bound is a note as well.
 */
#ifndef MNCHECK_KBUILD_MAKE_H
#define MNCHECK_KBUILD_MAKE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/str.h"
#include "base/vec.h"
#include "tree/tree.h"

/* A part of a text. */
struct span {
	const char *text;
	size_t length;
};

/* Something that the reader met and could not answer. */
struct make_note {
	const char *file;	/* as make would name it: "drivers/gpu/drm/i915/Makefile" */
	unsigned line;
	const char *what;	/* "$(shell pkg-config --cflags x): not known" */
};

/* ---- files, parsed once ---- */

enum make_line_kind {
	LINE_OTHER,		/* expanded, and what comes out is read again */
	LINE_ASSIGN,		/* name op value */
	LINE_TARGET_ASSIGN,	/* targets: name op value */
	LINE_RULE,		/* targets: prerequisites */
	LINE_IF,		/* ifeq, ifneq, ifdef, ifndef */
	LINE_ELSE,		/* with or without another condition */
	LINE_ENDIF,
	LINE_INCLUDE,		/* also -include and sinclude */
	LINE_EXPORT,		/* export names; without names: all */
	LINE_UNEXPORT,
	LINE_UNDEFINE,
};

enum make_condition { COND_NONE, COND_EQ, COND_NEQ, COND_DEF, COND_NDEF };

enum make_op {
	OP_RECURSIVE,		/* = */
	OP_SIMPLE,		/* := ::= :::= */
	OP_CONDITIONAL,		/* ?= */
	OP_APPEND,		/* += */
	OP_SHELL,		/* != */
};

/* A logical line: continued lines joined, comment removed. */
struct make_line {
	unsigned number;	/* of its first physical line, from 1 */
	enum make_line_kind kind;
	bool tab;		/* begins with a tab: belongs to a recipe where one is open */
	bool optional;		/* -include, sinclude */
	bool exported, unexported, overrides;	/* modifiers of an assignment */
	bool is_private;	/* likewise: of this target alone */
	enum make_condition condition;
	enum make_op op;
	struct span name, value;	/* of an assignment; `value` also: condition, names, files */
	struct span targets;	/* of LINE_TARGET_ASSIGN and LINE_RULE; the whole text of LINE_OTHER */
	struct span text;	/* all of it: what a recipe's line says */
};

struct make_file {
	const char *path;	/* absolute */
	struct make_line *lines;
	size_t nlines;
};

/* Parses TEXT (LENGTH bytes) into ARENA. Never fails. */
struct make_file *make_parse(struct arena *arena, const char *path, const char *text, size_t length);

/*
 * The makefiles of one tree. Each is read and parsed once, however often it is evaluated, for as long as this
 * lives; so evaluations for several configurations can share it.
 */
struct make_sources {
	struct arena *arena;
	struct tree *tree;
	struct strmap files;	/* absolute path -> struct make_file *, or absent_file */
	struct strmap globs;	/* pattern -> the answer */
	struct strmap asked;	/* absolute path -> what was asked about it, see make_sources_ask() */
	size_t read;		/* how many files were read */
	const char *unread;	/* the first file of the tree that could not be read, and why; NULL: there was none */
};

/* What answers depended on, least first: that there is a file, the makefiles and folders of a directory, a text. */
enum make_asked { ASKED_PRESENCE = 1, ASKED_LISTING, ASKED_TEXT };
void make_sources_ask(struct make_sources *sources, const char *path, enum make_asked what);

struct make_sources *make_sources_open(struct tree *tree);
void make_sources_close(struct make_sources *sources);
/* The parsed file at the absolute PATH, in the state of the tree that is looked at; NULL: there is none. */
const struct make_file *make_sources_file(struct make_sources *sources, const char *path);
/* Likewise the text, malloc'd. */
char *make_sources_text(struct make_sources *sources, const char *path, size_t *length);
/* Whether there is a file or directory of that absolute path. */
bool make_sources_has(struct make_sources *sources, const char *path);
/* The paths that the absolute PATTERN stands for, with blanks between; owned by SOURCES. */
const char *make_sources_glob(struct make_sources *sources, const char *pattern);

/* ---- one evaluation ---- */

/* What a makefile sees of the world, the same for all evaluations of one configuration. */
struct make_world {
	struct make_sources *sources;
	const char *directory;	/* where make runs: absolute, need not exist */
	const char *arch;	/* SRCARCH, for questions about the compiler */
	unsigned clang;		/* likewise: its version, 190107 for 19.1.7 */
	const char *compiler_include; /* where the compiler's own headers are: `-print-file-name=include` */
	/* The text that auto.conf has for SYMBOL ("CONFIG_X"); NULL or "": not set. */
	const char *(*config)(void *context, const char *symbol);
	void *context;
	/* Files that make would find and nobody wrote: absolute path -> text. Their text is the caller's. */
	struct strmap virtual_files;
	struct arena *arena;	/* of the notes */
	struct strmap noted;	/* "file:line: what", so that each is noted once */
	VEC(struct make_note) notes;
};

enum make_origin {
	ORIGIN_UNDEFINED,
	ORIGIN_DEFAULT,
	ORIGIN_ENVIRONMENT,
	ORIGIN_FILE,
	ORIGIN_COMMAND_LINE,
	ORIGIN_OVERRIDE,
	ORIGIN_AUTOMATIC,
};

struct make_variable {
	const char *name;
	char *value;		/* NUL-terminated, never NULL */
	size_t length, room;
	enum make_origin origin;
	bool recursive;
	bool exported, unexported;
	bool expanding;		/* guards against a variable that refers to itself */
};

struct make;

struct make *make_new(struct make_world *world);
void make_free(struct make *make);

/* Sets NAME (copied) as `make NAME=VALUE` does; VALUE is not expanded again. */
void make_set_command_line(struct make *make, const char *name, const char *value);
/* Sets NAME as the environment does. */
void make_set_environment(struct make *make, const char *name, const char *value);
/* TO begins with the environment that a make called by a recipe of FROM would have. */
void make_inherit(struct make *to, struct make *from);

/* Evaluates the makefile at PATH, relative to world->directory or absolute. False: there is none. */
bool make_read(struct make *make, const char *path);

/*
 * The value of NAME, expanded; in the arena of MAKE. The second: as a recipe for TARGET sees it, with $@, $*
 * and $<, and with what is assigned for that target and for its patterns.
 */
const char *make_value(struct make *make, const char *name);
struct make_target {
	const char *name, *stem, *source;
	const char *prerequisites;	/* $^; NULL: SOURCE alone */
};
const char *make_target_value(struct make *make, const struct make_target *target, const char *name);
/*
 * With this, before make_read(), rules are kept. make_rule() then fills TARGET (its name is set) from the
 * rules for it and returns the recipe as written, its lines with \n between; NULL: there is none. EACH is
 * called for all targets and prerequisites that rules have by name.
 */
void make_keep_rules(struct make *make);
const char *make_rule(struct make *make, struct make_target *target);
void make_each_target(struct make *make, void (*each)(const char *target, void *context), void *context);
/* Likewise: the makefile whose rule makes HEADER, by this name below DIRECTORY or any other; NULL: none does. */
const char *make_maker_of(struct make *make, const char *directory, const char *header);
/* TEXT, expanded as in a recipe for TARGET. */
const char *make_target_text(struct make *make, const struct make_target *target, const char *text);

/* Whether NAME is set at all. */
bool make_defined(struct make *make, const char *name);

/* for (each word of LIST): WORD is it. */
#define make_each_word(word, list)                                             \
	for (struct span word = make_next_word(list); word.length;             \
	     word = make_next_word(word.text + word.length))
struct span make_next_word(const char *text);

/* Whether WORD matches PATTERN, which may hold one %; STEM gets what that stands for. */
bool make_matches(struct span pattern, struct span word, struct span *stem);

#endif
