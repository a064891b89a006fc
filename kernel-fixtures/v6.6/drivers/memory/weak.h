/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MEMORY_WEAK_H
#define MEMORY_WEAK_H

void replaced_hook(void);
void only_hook(void);

#endif
