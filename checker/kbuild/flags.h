/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a source file is compiled with, computed: the tree's own top makefile, its architecture's and
 * scripts/Makefile.build are evaluated as kbuild would for the directories on the way to the file, and the
 * value of c_flags there is the answer. Nothing is run; each directory is evaluated once per configuration.
 */
#ifndef MNCHECK_KBUILD_FLAGS_H
#define MNCHECK_KBUILD_FLAGS_H

#include "kbuild/make.h"

struct flags;			/* one tree in one configuration for one architecture */

struct flags_options {
	const char *arch;	/* the directory's name below arch/: "x86" */
	const char *directory;	/* of the objects (O=): absolute, need not exist */
	const char *module; /* directory of a module outside of the tree, absolute; NULL: the tree itself */
	const struct strings *variables;	/* "NAME=VALUE" of make's command line; NULL: none */
	unsigned clang;		/* the compiler's version, 190107 for 19.1.7; 0: it is not known */
	const char *compiler_include;	/* where the compiler's own headers are; NULL: "include" */
	/*
	 * What auto.conf has for SYMBOL ("CONFIG_X"): "y", "m", a number, a string; NULL: not set. Strings
	 * are in quotes up to Linux 5.16.
	 */
	const char *(*config)(void *context, const char *symbol);
	void *context;
};

/*
 * SOURCES (of the tree; the caller's) may be shared by several configurations. ERROR_USAGE where the tree
 * has no makefiles for this architecture.
 */
struct flags *flags_open(struct make_sources *sources, const struct flags_options *options,
			 struct error *error);
void flags_close(struct flags *flags);

/* How one file is compiled. */
struct flags_answer {
	const char *object;	/* as kbuild names it: "arch/x86/kvm/../../../virt/kvm/kvm_main.o" */
	const char *directory;	/* whose makefile builds it: "arch/x86/kvm" */
	bool module;		/* it becomes part of a module */
	bool unwritable;	/* no makefile can write its name: the flags are its directory's */
	const char *const *flags;	/* without compiler, -c, -o, source and dependency output */
	size_t nflags;
	const char *why_not;	/* not NULL: nothing builds it in this configuration, and this is why */
};

/*
 * Answers for COUNT FILES, in their order. A file is relative to the tree, one of a module relative to the
 * module's directory. Everything in ANSWERS lives as long as FLAGS.
 */
void flags_of(struct flags *flags, const char *const *files, size_t count, struct flags_answer *answers);

/*
 * All C files that this configuration builds, sorted, appended to FILES (strings are FLAGS'). For a module; a
 * whole tree takes seconds.
 */
void flags_sources(struct flags *flags, struct strings *files);

/* What a symbol must be for a file to be built. */
enum gate_wants {
	GATE_ON,		/* y or m */
	GATE_YES,		/* y, not m */
	GATE_OFF,		/* not set */
};

struct flags_gate {
	const char *symbol;	/* "CONFIG_X" */
	enum gate_wants wants;
	unsigned choice;	/* gates of one choice (not 0): any of them will do */
	const char *file;	/* the makefile that says so */
	unsigned line;
};

/*
 * Which symbols the makefiles put in the way of FILE, from the top to the file: in names of variables
 * (obj-$(CONFIG_X)) and in conditionals around them. Whether the configuration has them or not; symbols that
 * Kconfig makes these depend on are not among them. GATES is the caller's vector, its strings are FLAGS'.
 */
struct flags_gates { struct flags_gate *data; size_t count, room; };
void flags_gates_of(struct flags *flags, const char *file, struct flags_gates *gates);

/* The makefile that has a rule for HEADER, which FILE includes by that name; NULL: none does. */
const char *flags_maker_of(struct flags *flags, const char *file, const char *header);

/* Where the compiler runs, absolute: relative paths in flags count from there. */
const char *flags_working_directory(const struct flags *flags);

/* The expanded value of a variable of the top makefile: "KERNELRELEASE", "UTS_MACHINE". */
const char *flags_top_value(struct flags *flags, const char *name);

/* What could not be answered so far. */
const struct make_note *flags_notes(const struct flags *flags, size_t *count);

#endif
