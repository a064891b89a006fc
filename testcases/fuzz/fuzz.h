/* SPDX-License-Identifier: GPL-2.0-only */
/* The fuzz target: a reader for each kind of input that others wrote. */
#ifndef MNCHECK_FUZZ_H
#define MNCHECK_FUZZ_H

#include <stddef.h>

/* Reads LENGTH bytes of TEXT, which is NUL-terminated. It aborts where what was read breaks a promise. */
typedef void reader_function(const char *text, size_t length);

reader_function read_unit, read_source_text, read_spatch, read_row, read_request, read_index, read_snapshot, read_kconfig,
	read_makefile, read_database, read_command, read_suppressions, read_maintainers;	/* readers.c */
reader_function read_baseline, read_recorded, read_history;	/* read_results.c */
reader_function read_model, read_driver;	/* read_programs.c */
reader_function read_patch;	/* read_change.c */

/* A directory of our own; below it are tree/ and cache/. */
extern char top[64];

/* Writes the file NAME of the tree. */
void put(const char *name, const char *text, size_t length);
void put_text(const char *name, const char *text);

/* Makes what read_patch() needs: a git repository. */
void prepare_repository(void);

/*
 * Changes the C text DATA, of SIZE bytes in room for MOST, by tokens: one is dropped, doubled, moved or replaced. Returns the
 * new size.
 */
size_t mutate_tokens(unsigned char *data, size_t size, size_t most, unsigned seed);

#endif
