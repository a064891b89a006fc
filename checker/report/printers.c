// SPDX-License-Identifier: GPL-2.0-only
/* The table of printers. */
#include "report/printers.h"

#include <string.h>

const struct printer printers[] = {
#define FORMAT(name, what) { #name, what, print_##name },
#include "report/formats.h"
#undef FORMAT
};

const size_t nprinters = sizeof(printers) / sizeof(printers[0]);

const struct printer *printer_find(const char *name)
{
	for (size_t i = 0; i < nprinters; i++)
		if (!strcmp(printers[i].name, name))
			return &printers[i];
	return NULL;
}
