// SPDX-License-Identifier: GPL-2.0-only
/* The definition that counts where weak.c has a weak one. */
#include <linux/kernel.h>

#include "weak.h"

void replaced_hook(void)
{
	might_sleep();
}
