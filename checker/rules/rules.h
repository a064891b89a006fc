/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The rules, and the results that they produce: verdicts and findings of each located callback.
 * Rules emit findings and print nothing; report/ prints them.
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
	VERDICT_NOT_RUN,	/* the rule is switched off */
	VERDICT_HOLDS,		/* proved on all paths */
	VERDICT_VIOLATES,	/* with one concrete path */
	VERDICT_UNDECIDED,	/* with the reason */
	VERDICT_NA,		/* the rule does not apply to this callback */
};

const char *verdict_name(enum verdict verdict);	/* "holds", "violates", "undecided", "n/a" */

/* A number for each row of table.h. */
enum rule_id {
#define RULE(id, row) RULE_##id,
#include "rules/table.h"
#undef RULE
	RULE_COUNT
};

#define RULE_RANK_MAX 3

/*
 * To parse a source takes about as long as so many engine steps. So one budget bounds both, and a proof that
 * explores little may look for many sources.
 */
#define STEPS_OF_SOURCE 1000

struct judgement;		/* rules/judge.h: outcomes of the two runs */

struct rule {
	const char *name;	/* "fails-blockable" */
	const char *title;	/* one line: when it fires */
	bool by_default;
	/* Rules of a lower rank are decided first, from 0: these need less of the kernel. */
	int rank;
	/*
	 * For a rule that tracks locks: whether the callback keeps it by the first runs of the other rules, which
	 * know no locks. NULL: that is not asked.
	 */
	bool (*judge_early)(struct judgement *judgement);
	bool tracks_locks;	/* its runs know which locks are held: they are explored for it alone */
	/* Budget of engine steps, on top of those of the rules before it; 0: all that are left. */
	uint32_t steps;
	bool pays_for_sources;	/* each source looked for counts as STEPS_OF_SOURCE of these steps */
	bool searches_at_once;	/* the searcher looks as soon as the prover suspects something */
	bool has_details;	/* a finding names values; a longer search may find more of them */
	bool any_way;		/* the message names one path of many: another path is the same finding */
	const struct contract_property *about;	/* kinds without this property get "n/a" */
	void (*judge)(struct judgement *judgement);
	const char *page;	/* the Markdown text of its page, built in */
};

#define RULE(id, row) extern const struct rule row;
#include "rules/table.h"
#undef RULE
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
	bool is_call;		/* on the path to an event: stays when a long path is shortened */
	const char *note;	/* "entering 'f'", "'x' is true", "returns -EINTR" */
};

/*
 * The function that the step calls or enters, by its note: points into it, *LENGTH bytes; NULL: it is no call. For reports,
 * which have the words of a path and nothing else.
 */
const char *step_callee(const struct trace_step *step, size_t *length);

/* "mncheck: allow RULE because ..." in a comment, or its line in .mncheck-allow. */
struct allowance {
	const char *file;	/* that holds it */
	unsigned line;
	const char *where;	/* .mncheck-allow: the pattern; NULL in a comment */
	const char *rule;	/* as written there */
	const char *because;	/* the reason; NULL: none is given */
	const char *wrong;	/* why it has no effect, or NULL */
	size_t used;		/* number of findings that it allows */
	/* In a part of a scan, for the merge: whether it is stale, only all parts together tell. */
	struct {
		bool nowhere;	/* it stands at no code */
		bool about;	/* it is about some row of the part */
		bool open;	/* one of these rows may still get a finding */
	} part;
};

/* A set of architectures: bit i is run->arches.data[i]. */
typedef uint64_t arch_set;
#define ARCHES_MAX 64

/* Lines of a source that others replace. */
struct source_edit {
	unsigned line;		/* the first that goes; without any, the line before which text comes */
	unsigned removed;	/* how many go */
	const char *text;	/* what comes: whole lines */
};

/* A change that was judged to fix a finding (analysis/fixes.h). */
struct fix {
	const char *idiom;	/* for people: "try the lock where the range is not blockable" */
	const char *file;
	struct source_edit edit;
	const char *diff;	/* the same as a unified diff */
};

struct finding {
	enum rule_id rule;
	const char *message;	/* without file and line */
	const char *file;
	unsigned line, column;
	const char *fingerprint;	/* hex, of rule, callback and message: survives moved lines */
	struct trace_step *trace;	/* what decides */
	size_t ntrace;
	struct trace_step *whole;	/* every step, for --verbose; NULL where the finding was read from a report */
	size_t nwhole;
	arch_set arches;	/* on which it was found */
	const struct fix *fix;	/* NULL: none is known, or none was asked for */
	/* Read from the source after judging (analysis/allow.h). */
	const struct allowance *allowed;	/* NULL: the finding counts */
	unsigned end_column;	/* one past the word at `column`; 0: unknown */
	const char *line_hash;	/* of the text at `line`, as code hosts compute it, or NULL */
};

struct undecided {
	enum rule_id rule;
	const char *why;	/* "calls 'f', whose source was not found" */
	const char *at;		/* "file:line", or "" */
	const char *decide;	/* what would decide the rule: "a model of 'f'"; or NULL */
	arch_set arches;	/* on which it is undecided */
};

/* The dependencies of a verdict, in words for people. */
struct verdict_dependencies {
	bool runs[2];		/* which runs the rule read, [1]: with the range blockable */
	struct dependency_function {
		const char *name, *file;
		unsigned line;
		bool is_model;	/* a model in place of the source */
	} *functions;		/* that were explored, by file and line */
	size_t nfunctions;
	const char **opaque;	/* calls assumed to do anything: "f", "through s.f"; sorted */
	size_t nopaque;
	struct dependency_assumption {
		const char *name, *text;
		const char *about;	/* a member, functions; or NULL */
		const char *at;		/* "file:line" of its first use, or NULL */
	} *assumptions;		/* in the order of engine/ASSUMPTIONS.md */
	size_t nassumptions;
};

/* How an architecture builds the callback. The first value outweighs the others (analysis/merge.h). */
enum row_built {
	ROW_BUILT,		/* one of its configurations compiles it */
	ROW_BORROWED,		/* judged with the flags of another file */
	ROW_ABSENT,		/* compiled out, or no makefile builds it */
	ROW_ELSEWHERE,		/* no configuration of the architecture can build it: nothing is open */
};

/* The result of a row on one architecture. */
struct row_arch {
	bool judged;		/* false: the architecture failed as a whole, the rest is zero */
	bool counts;		/* its verdicts take part in the row's */
	enum row_built built;
	bool analysed;
	const char *why_not, *assumes;	/* as in struct row */
	enum verdict verdicts[RULE_COUNT];
};

/* One row: a located callback with its verdicts. */
struct row {
	const char *file;	/* of the definition */
	unsigned line;		/* of the callback's name there; 0: unknown */
	const char *callback;
	const char *ops;
	const char *ops_file;	/* that puts the callback into them */
	enum contract_kind kind;
	enum row_built built;
	bool analysed;
	const char *why_not;	/* why it is not analysed */
	const char *assumes;	/* the configuration it was judged in; NULL: the build's own */
	enum verdict verdicts[RULE_COUNT];	/* the worst of all architectures, for each rule */
	VEC(struct finding) findings;	/* by rule */
	VEC(struct undecided) undecided;	/* by rule */
	arch_set arches;	/* that have the worst verdict of the row; 0: not analysed */
	struct row_arch *by_arch;	/* as many as run->arches, in its order */
	const struct verdict_dependencies *dependencies[RULE_COUNT];	/* NULL unless run->explained */
};

struct changes;

/*
 * What a run is compared with. Without `changes` it is a run of `mncheck diff`, whose rows hold only what a change
 * added. With them it is a whole result, as the printers of a scan expect it.
 */
struct run_change {
	const char *from, *to;	/* the two states, for people: "HEAD", "the work tree", "run 12 (6.1.55)" */
	const struct changes *changes;	/* report/changes.h; NULL: see above */
	const struct run *fixed;	/* rows and findings of `from` that are gone in `to` */
	size_t judged;		/* number of callbacks that the change can affect */
};

struct revision;

/* What a part of a scan (--shard) tells beside its result, for mncheck merge. */
struct run_part {
	unsigned index, count;	/* part `index` of `count`, from 1; 0: the run is no part */
	const char *tool;	/* version of the mncheck that made it */
	struct strings parsed, cached;	/* names of units, as stats.files_parsed and units_cached count them */
};

/* The result of one scan, for the printers. Strings live in `arena`. */
struct run {
	const struct run_change *change;	/* NULL: a scan */
	struct arena *arena;
	const char *tree_path, *tree_version;
	const struct revision *revision;	/* of the tree (vcs/revision.h); NULL: not asked for, or not known */
	const char *commit;	/* HEAD of the tree's repository; NULL: it has none, or was not asked for */
	const char *config;	/* --config, as given; NULL: the build's, or everything on */
	const char *configuration;	/* the same for people, "everything on"; NULL: not known */
	const char *module;	/* the module's directory, which paths are relative to; NULL: the tree is judged */
	struct strings only;	/* the files and directories that were looked at, as the tree has them; none: all of it */
	/* Of several architectures: the first build, and "x86+arm64". */
	const char *build, *arch;
	/* The architectures in the order of --arch; one without --arch, none if the units do not tell. */
	VEC(struct run_arch {
		const char *arch, *build;
		const char *why_not;	/* why it was not judged: lines of text; NULL: it was */
	}) arches;
	VEC(struct row) rows;	/* by file, line, callback, ops */
	/* Files that locate could not search, with the reason. */
	VEC(struct run_problem {
		const char *file, *why;
		unsigned order;	/* what it is about: the order of the parts' problems, then by file and reason */
	}) problems;
	/* All suppressions, by file and line; wrong and stale ones too. */
	VEC(struct allowance *) allowances;
	bool faulted;		/* something failed that need not fail again: nothing of the whole may be kept */
	bool rule_enabled[RULE_COUNT];
	/* Assumptions on which no verdict may depend: bit N is number N of enum assumption (engine/engine.h). */
	uint32_t refused;
	struct run_part part;
	bool explained;		/* set by the caller before judging: rows get their dependencies */
	struct {
		size_t files_parsed, units_cached, functions_explored, unsupported;
		double locate, flags, extract, explore;	/* wall seconds */
	} stats;
};

/* Frees the vectors of ROW; strings stay in the run's arena. */
void row_free(struct row *row);

/* Whether ROW violates RULE and suppressions allow each of its findings. */
bool row_allows(const struct row *row, enum rule_id rule);

/* Whether the row has no verdicts although the architecture may build the callback. */
bool row_is_unjudged(const struct row *row);

/* Whether FILE is, or is below, one of the paths ONLY; with no path everything is. */
bool only_covers(const struct strings *only, const char *file);

/* Whether RUN would have a row for the callback of ROW, another run's, if the tree still had the callback. */
bool run_covers(const struct run *run, const struct row *row);

/* EXIT_ALL_HOLD, EXIT_VIOLATION or EXIT_UNDECIDED. */
int run_exit_code(const struct run *run);
void run_free(struct run *run);

#endif
