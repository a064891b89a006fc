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

/* A result that was read back names its own commit: what the tree has checked out now may be another one. */
static const struct revision *find_revision(const struct run *run)
{
	const struct revision *now = run->tree_path && !run->module ? revision_of(run->arena, run->tree_path) : NULL;
	struct revision recorded = { .commit = run->commit };

	if (!run->commit || (now && !strcmp(now->commit, run->commit)))
		return now;
	return arena_copy(run->arena, &recorded, sizeof(recorded));
}

void printer_prepare(const struct printer *printer, struct run *run)
{
	if (!(printer->needs & NEEDS_REVISION))
		return;
	if (!run->revision)
		run->revision = find_revision(run);
	if (run->revision)
		run->commit = run->revision->commit;
}
