/* SPDX-License-Identifier: GPL-2.0-only */
/* Shared by the files that make up the reader of makefiles. */
#ifndef MNCHECK_KBUILD_MAKE_INTERNAL_H
#define MNCHECK_KBUILD_MAKE_INTERNAL_H

#include "kbuild/make.h"

/* Bounds of one evaluation. Real makefiles stay far below: none takes 8,000 steps. */
#define DEPTH_MOST	200		/* expansions in one another */
#define INCLUDES_MOST	50		/* files in one another */
#define STEPS_MOST	500000	/* references and functions expanded */
#define TEXT_MOST	(4u << 20)	/* bytes of one expansion */

/* A variable of $(foreach) and $(let), which hides others for a while. */
struct make_local {
	struct span name;
	const char *value;
};

/* The arguments of one $(call). */
struct make_frame {
	const char *const *arguments;	/* [0] is the name */
	size_t count;
};

/* An assignment for some targets alone. */
struct make_target_assignment {
	const char *target;	/* a name, or a pattern */
	const struct make_line *line;
	bool pattern;
};

/* A rule; static patterns have one for each target. */
struct make_rule {
	const char *target;	/* a name, or a pattern */
	const char *stem;	/* of a static pattern, else NULL */
	const char *prerequisites;	/* expanded; may hold % */
	struct strbuf *recipe;	/* shared by the rule's targets; as written */
	const char *file;	/* the makefile, as notes have it */
	bool pattern;
};

struct make {
	struct make_world *world;
	struct arena *arena;
	struct strmap variables;	/* name -> struct make_variable * */
	VEC(struct make_local) locals;
	VEC(struct make_frame) frames;
	VEC(struct make_target_assignment) target_assignments;
	const struct make_target *target;	/* whose recipe is looked at, or NULL */
	struct strmap target_variables;	/* its own */
	VEC(const char *) included;	/* files that are being read, outermost first */
	const char *file;	/* where we are */
	unsigned line;
	const char *shell_directory;	/* where `cd` of a $(shell) went */
	int shell_status;	/* its $? */
	bool export_all;
	bool keeps_rules;
	VEC(struct make_rule) rules;
	VEC(struct strbuf *) recipes;	/* of all rules */
	struct strbuf *recipe;	/* of the rule that is open */
	bool in_rule;		/* lines that begin with a tab are a recipe's */
	unsigned depth;
	size_t steps;
	bool exhausted;		/* a bound was reached: everything is empty from here on */
};

/* Expands TEXT and appends it to OUT. */
void make_expand(struct make *make, struct span text, struct strbuf *out);
/* The same as a malloc'd string. */
char *make_expanded(struct make *make, struct span text);
/* Where the parenthesis that is open at TEXT ends; NULL: nowhere before END. */
const char *make_closing(const char *text, const char *end, char open, char close);

/*
 * If TEXT (behind "$(") calls a function: expands it into OUT and returns true. Functions that expand their
 * own arguments get them as they are written.
 */
bool make_function(struct make *make, struct span text, char open, char close, struct strbuf *out);

/* Replaces in words: $(patsubst) for one word. */
void make_substitute_word(struct span word, struct span pattern, struct span replacement, struct strbuf *out);

struct make_variable *make_find(struct make *make, const char *name, size_t length);
/* The same among the target's own and all others, no locals; a new one where there is none. */
struct make_variable *make_variable(struct make *make, const char *name, size_t length, bool of_target);
void make_assign(struct make *make, const struct make_line *line, const char *name, bool of_target);
/* TEXT, expanded, in the arena of MAKE. */
const char *make_expand_in_arena(struct make *make, struct span text);
/* The name that NAME, left of an operator, stands for; blanks around what it expands to do not count. */
const char *make_assigned_name(struct make *make, struct span name);
/*
 * What the lines of these kinds do: target-specific assignments, export and unexport (without names: all),
 * undefine.
 */
void make_assign_for_targets(struct make *make, const struct make_line *line);
void make_export_names(struct make *make, const struct make_line *line);
void make_undefine(struct make *make, const struct make_line *line);
/* Appends the value of NAME, expanded; false: it is not set. */
bool make_variable_value(struct make *make, struct span name, struct strbuf *out);
/* The same as written. */
bool make_variable_raw(struct make *make, struct span name, struct strbuf *out);
enum make_origin make_variable_origin(struct make *make, struct span name);

/* Whether the condition of LINE holds. */
bool make_holds(struct make *make, const struct make_line *line);
/* Reads TEXT as lines of a makefile: $(eval). */
void make_eval(struct make *make, const char *text, size_t length);

/* $(shell COMMAND), answered from a table. */
void make_shell(struct make *make, const char *command, struct strbuf *out);
/* Keeps the rule of LINE; its recipe is open then. */
void make_begin_rule(struct make *make, const struct make_line *line);
/* LINE belongs to the recipe that is open. */
void make_add_recipe(struct make *make, const struct make_line *line);
void make_free_rules(struct make *make);

/* What kbuild's own macros that try the compiler answer; false: NAME is none of them. */
bool make_compiler_macro(struct make *make, const char *name, const struct make_frame *arguments,
			 struct strbuf *out);

/* The absolute path of PATH, in the arena of MAKE. */
const char *make_path(struct make *make, const char *path);
/* The text of a file, real or virtual, malloc'd; NULL: there is none. */
char *make_text(struct make *make, const char *path, size_t *length);

/* Notes what could not be answered, at the line that is being evaluated. */
void make_note(struct make *make, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
