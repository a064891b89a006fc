// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/flags_internal.h"
void flags_gates_of(struct flags *flags, const char *file, struct flags_gates *gates)
{
	(void)flags; (void)file; (void)gates;
}
