/* SPDX-License-Identifier: GPL-2.0-only */
/* Printers over a run; each is one file and one row of `printers`. */
#ifndef MNCHECK_REPORT_REPORT_H
#define MNCHECK_REPORT_REPORT_H

#include <stdbool.h>

#include "base/str.h"
#include "rules/rules.h"

struct print_options {
	bool colour;		/* the output is a terminal that wants colours */
	unsigned width;		/* of the terminal, 0 unknown */
};

struct printer {
	const char *name;	/* "text": what --format takes */
	const char *what;	/* for --help */
	void (*print)(const struct run *run, const struct print_options *options,
		      struct strbuf *out);
};

extern const struct printer printers[];
extern const size_t nprinters;
const struct printer *printer_find(const char *name);

#endif
