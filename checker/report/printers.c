// SPDX-License-Identifier: GPL-2.0-only
/* The table of printers. */
#include "report/printers.h"

#include <string.h>

const struct printer printers[] = {
	{ "text", "gcc-style findings, then a table of verdicts", print_text },
	{ "json", "everything, schema 1", print_json },
	{ "sarif", "SARIF 2.1.0, for code hosts and editors", print_sarif },
};

const size_t nprinters = sizeof(printers) / sizeof(printers[0]);

const struct printer *printer_find(const char *name)
{
	for (size_t i = 0; i < nprinters; i++)
		if (!strcmp(printers[i].name, name))
			return &printers[i];
	return NULL;
}
