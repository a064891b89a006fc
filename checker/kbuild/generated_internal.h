/* SPDX-License-Identifier: GPL-2.0-only */
/* Shared by the files that generate headers. */
#ifndef MNCHECK_KBUILD_GENERATED_INTERNAL_H
#define MNCHECK_KBUILD_GENERATED_INTERNAL_H

#include "kbuild/flags_internal.h"
#include "kbuild/generated.h"

struct generator {
	struct flags *flags;
	const struct generated_hooks *hooks;
	struct generated *out;
	struct strmap paths;	/* of headers that are there already */
};

/* Takes TEXT over as the header at PATH, unless it is there. */
void add_header(struct generator *generator, const char *path, struct strbuf *text);
void note_header(struct generator *generator, const char *path, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The text of a file of the tree, malloc'd; NULL: there is none. */
char *tree_text(struct generator *generator, const char *path);
/* What auto.conf has for SYMBOL; "" when it is not set. */
const char *symbol_value(struct generator *generator, const char *symbol);
bool symbol_is_yes(struct generator *generator, const char *symbol);

/* The command that makes one header: its words, as the shell has them. */
struct header_command {
	struct generator *generator;
	const char *path;	/* of the header */
	char *const *words;	/* those behind the script's name */
	size_t count;
	struct strbuf *out;
};

/* Scripts of the kernel by what they are called; false: the arguments are not understood. */
bool make_syscall_numbers(struct header_command *command);	/* syscallhdr.sh */
bool make_syscall_table(struct header_command *command);	/* syscalltbl.sh */
bool make_syscall_count(struct header_command *command);	/* syscallnr.sh */
bool make_s390_syscalls(struct header_command *command);	/* arch/s390/kernel/syscalls/syscalltbl */
bool make_xen_hypercalls(struct header_command *command);
bool make_orc_hash(struct header_command *command);
bool make_cpufeaturemasks(struct header_command *command);
bool make_cpucaps(struct header_command *command);
bool make_sysregs(struct header_command *command);
bool make_hwcaps(struct header_command *command);
bool make_mach_types(struct header_command *command);
bool make_facilities(struct header_command *command);
bool make_opcode_table(struct header_command *command);
bool make_vdso_offsets(struct header_command *command);

/* Headers of all architectures. */
void add_common_headers(struct generator *generator);

/* The header at PATH that is made of the DEFINEs in SOURCE. */
void add_offsets(struct generator *generator, const char *path, const char *source);

/* ---- text of C headers, as far as numbers in them are wanted ---- */

struct expressions {
	struct generator *generator;
	struct arena *arena;
	struct strmap macros;	/* name -> text */
	struct strmap constants;	/* enumerator -> long long * */
	unsigned depth;
};

/* Reads macros and enumerators of TEXT, in the branches of #if that the configuration takes. */
void read_constants(struct expressions *expressions, const char *text);
/* The value of TEXT; false: something in it is not known. */
bool evaluate(struct expressions *expressions, const char *text, long long *value);
/*
 * The lines of TEXT in those branches, without comments, continued lines joined: calls EACH (its line is
 * NUL-terminated and writable). Directives other than #if's are among them.
 */
void each_active_line(struct expressions *expressions, const char *text,
		      void (*each)(char *line, void *context), void *context);

#endif
