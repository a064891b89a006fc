/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is judged, and what comes out: verdicts and findings of each located
 * callback. Rules emit findings and print nothing; report/ prints them.
 */
#ifndef MNCHECK_RULES_RULES_H
#define MNCHECK_RULES_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"
#include "contract/contract.h"
#include "contract/properties.h"

enum verdict {
	VERDICT_NOT_RUN,	/* the rule was not asked for */
	VERDICT_HOLDS,		/* proved on all paths */
	VERDICT_VIOLATES,	/* with one concrete path */
	VERDICT_UNDECIDED,	/* with the reason */
	VERDICT_NA,		/* the rule does not apply to this callback */
};

const char *verdict_name(enum verdict verdict);	/* "holds", "violates", "undecided", "n/a" */

/* The rules, in the order of all tables and reports. */
#define RULES(X)                                                               \
	X(FAILS_BLOCKABLE)                                                     \
	X(WRONG_ERRNO)                                                         \
	X(SLEEPS_NONBLOCKABLE)                                                 \
	X(FAILS_WITH_END)                                                      \
	X(MISSING_SET_SEQ)                                                     \
	X(RETURNS_LOCKED)                                                      \
	X(MAY_RECLAIM)

enum rule_id {
#define X(id) RULE_##id,
	RULES(X)
#undef X
	RULE_COUNT
};

#define RULE_RANK_MAX 3

struct judgement;		/* rules/judge.h: outcomes of the two runs */

struct rule {
	const char *name;	/* "fails-blockable" */
	const char *title;	/* one line: when it fires */
	bool by_default;
	/*
	 * In which order rules have their questions answered, from 0: those that need little
	 * of the kernel come first.
	 */
	int rank;
	/* Steps that it may add to those of the rules before it; 0: as many as are left. */
	uint32_t steps;
	/* Calls and pointers whose source it may have looked for; 0: any number. */
	uint32_t sources;
	bool has_details;	/* a finding names values, and looking further may find more */
	bool any_way;		/* its message names one way of many: by another it is the same finding */
	const struct contract_property *about;	/* kinds without it have no verdict: "n/a" */
	void (*judge)(struct judgement *judgement);
	const char *page;	/* the Markdown text of its page, built in */
};

extern const struct rule *const rules[RULE_COUNT];
/* The rule of that name, or -1. */
int rule_find(const char *name);
/* Whether callbacks of that kind have a verdict for RULE. */
bool rule_is_about(enum rule_id rule, enum contract_kind kind);
/* The names of these kinds: "range-start, hmm-sync". */
void rule_put_kinds(enum rule_id rule, struct strbuf *out);

/* One step of a path, in the order in which it runs. */
struct trace_step {
	const char *file;	/* relative to the tree */
	unsigned line, column;
	unsigned depth;		/* calls below the callback */
	bool is_call;		/* of the way to where it happens: not left out of long paths */
	const char *note;	/* "entering 'f'", "'x' is true", "returns -EINTR" */
};

/* "mncheck: allow RULE because ..." in a comment, or its line in .mncheck-allow. */
struct allowance {
	const char *file;	/* where it stands */
	unsigned line;
	const char *where;	/* .mncheck-allow: the pattern; NULL in a comment */
	const char *rule;	/* as written there */
	const char *because;	/* NULL: no reason is given */
	const char *wrong;	/* why it is of no use, or NULL */
	size_t used;		/* findings that it allows */
};

/* A set of architectures: bit i is run->arches.data[i]. */
typedef uint64_t arch_set;
#define ARCHES_MAX 64

struct finding {
	enum rule_id rule;
	const char *message;	/* no file, no line in it */
	const char *file;
	unsigned line, column;
	const char *fingerprint;	/* hex; survives moved lines: callback and what is wrong */
	struct trace_step *trace;
	size_t ntrace;
	arch_set arches;	/* where it was found */
	/* What only the source tells, filled in after judging where it can be read. */
	const struct allowance *allowed;	/* NULL: it counts */
	unsigned end_column;	/* one past the word at `column`, 0 unknown */
	const char *line_hash;	/* of the text at `line`, as code hosts compute it, or NULL */
};

struct undecided {
	enum rule_id rule;
	const char *why;	/* "calls 'f', whose source was not found" */
	const char *at;		/* "file:line", "" when there is none */
	const char *decide;	/* what would decide it: "a model of 'f'"; or NULL */
	arch_set arches;	/* where that stood in the way */
};

/* What a verdict depends on, for people. */
struct verdict_dependencies {
	bool runs[2];		/* what was looked at: the range not blockable; blockable */
	struct dependency_function {
		const char *name, *file;
		unsigned line;
		bool is_model;	/* a model stood in for it */
	} *functions;		/* looked into, by file and line */
	size_t nfunctions;
	const char **opaque;	/* calls that may do anything: "f", "through s.f"; sorted */
	size_t nopaque;
	struct dependency_assumption {
		const char *name, *text;
		const char *about;	/* a member, functions; or NULL */
		const char *at;		/* "file:line" where it was made first, or NULL */
	} *assumptions;		/* in the order of engine/ASSUMPTIONS.md */
	size_t nassumptions;
};

/* Whether an architecture has the callback at all: rows of the first kind outweigh the others. */
enum row_built {
	ROW_BUILT,		/* one of its configurations compiles it */
	ROW_BORROWED,		/* judged with flags of another file */
	ROW_ABSENT,		/* not part of it: another architecture's, compiled out */
};

/* What a row came to on one architecture. */
struct row_arch {
	bool judged;		/* false: that architecture failed as a whole, the rest is zero */
	bool counts;		/* the row's verdicts are made of this one, among others */
	enum row_built built;
	bool analysed;
	const char *why_not, *assumes;	/* as in struct row */
	enum verdict verdicts[RULE_COUNT];
};

/* One row: a located callback with its verdicts. */
struct row {
	const char *file;	/* of the definition */
	unsigned line;		/* of the callback's name there; 0 unknown */
	const char *callback;
	const char *ops;
	const char *ops_file;	/* where the callback is put into them */
	enum contract_kind kind;
	enum row_built built;
	bool analysed;
	const char *why_not;	/* when not analysed */
	const char *assumes;	/* configuration it was judged in when that is not the build's, or NULL */
	enum verdict verdicts[RULE_COUNT];	/* of several architectures, the worst each */
	VEC(struct finding) findings;	/* by rule */
	VEC(struct undecided) undecided;	/* by rule */
	arch_set arches;	/* those with the worst verdict of the row; 0: not analysed */
	struct row_arch *by_arch;	/* as many as run->arches, in its order */
	const struct verdict_dependencies *dependencies[RULE_COUNT];	/* NULL, unless the run is `explained` */
};

/* Of a run that shows what a change did: its rows hold only what is new. */
struct run_change {
	const char *from, *to;	/* the two states, in the user's words: "HEAD", "the work tree" */
	const struct run *fixed;	/* rows and findings of the first one that are gone */
	size_t judged;		/* callbacks that the change can affect */
};

/* A whole run: what the printers print. Strings live in `arena`. */
struct run {
	const struct run_change *change;	/* NULL: a scan */
	struct arena *arena;
	const char *tree_path, *tree_version;
	/* Of several architectures: the first build, and "x86+arm64". */
	const char *build, *arch;
	/* The architectures in the order asked for; one, or none where units do not tell. */
	VEC(struct run_arch {
		const char *arch, *build;
		const char *why_not;	/* it was not judged, and this is why: lines of text */
	}) arches;
	VEC(struct row) rows;	/* by file, line, callback, ops */
	/* Files that locate could not search, with the reason: never lost. */
	VEC(struct run_problem { const char *file, *why; }) problems;
	/* All suppressions, by file and line, those that are wrong or stale as well. */
	VEC(struct allowance *) allowances;
	bool rule_enabled[RULE_COUNT];
	bool explained;		/* set before judging: rows are to have their dependencies */
	struct {
		size_t files_parsed, units_cached, functions_explored, unsupported;
		double locate, flags, extract, explore;	/* wall seconds */
	} stats;
};

/* Frees the vectors of ROW. */
void row_free(struct row *row);

/* The row violates the rule, and every finding of it is allowed. */
bool row_allows(const struct row *row, enum rule_id rule);

/* Exit code of a run as DESIGN.md has it: 0, 1 or 3. */
int run_exit_code(const struct run *run);
void run_free(struct run *run);

#endif
