/* SPDX-License-Identifier: GPL-2.0-only */
/* Internal to report/: parts of the text report that a scan and a comparison share. They append to OUT. */
#ifndef MNCHECK_REPORT_TEXT_PARTS_H
#define MNCHECK_REPORT_TEXT_PARTS_H

#include "report/printers.h"

/* "FILE:LINE:COL: ", without numbers that are 0. */
void put_text_place(struct strbuf *out, const struct print_options *options, const char *file, unsigned line,
	       unsigned column);
/*
 * Escaped TEXT and the end of its line, broken between words where the terminal is too narrow. The first line begins in
 * column AT, the others in column INDENT; a single word may be wider than the terminal.
 */
void put_wrapped(struct strbuf *out, const struct print_options *options, const char *text, size_t at, size_t indent);
/* The line of a finding, and one for each step of its path. */
void put_finding(struct strbuf *out, const struct print_options *options, const struct run *run,
		 const struct finding *finding);
/* " (x86, arm64)" in a run over several architectures. */
void put_origin(struct strbuf *out, const struct run *run, arch_set arches);
/* "note:", or "warning:" for STYLE_WARNING. */
void put_level(struct strbuf *out, const struct print_options *options, enum style level);
/* Whether both say the same, be it of different rules. */
bool same_reason(const struct undecided *a, const struct undecided *b);
/* A line for REASON, with all rules that it keeps undecided. STYLE: STYLE_NOTE or STYLE_WARNING. */
void put_undecided(struct strbuf *out, const struct print_options *options, const struct run *run,
		   const struct row *row, const struct undecided *reason, enum style style);
/* For a finding that is gone. Not in gcc's form: the place is one of the first state, so an editor must not jump to it. */
void put_fixed(struct strbuf *out, const struct print_options *options, const char *word,
	       const struct finding *finding);

/* The text report of a comparison: what is new, what is gone, in place of the table. */
void print_text_changes(const struct run *run, const struct print_options *options, struct strbuf *out);

#endif
