// SPDX-License-Identifier: GPL-2.0-only
/* The table of printers. */
#include "report/printers.h"

#include <string.h>

#include "vcs/revision.h"

const struct printer printers[] = {
#define FORMAT(name, what, needs) { #name, what, needs, print_##name },
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

void printer_prepare(const struct printer *printer, struct run *run)
{
	if (printer->needs & NEEDS_REVISION && !run->revision && run->tree_path && !run->module)
		run->revision = revision_of(run->arena, run->tree_path);
}
