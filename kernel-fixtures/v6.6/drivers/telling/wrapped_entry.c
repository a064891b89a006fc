// SPDX-License-Identifier: GPL-2.0-only
#include <linux/types.h>

int way_in_wanted;

bool way_in_traced(void) { return way_in_wanted; }
bool way_in_add(void) { return way_in_wanted > 1; }
void way_in_remove(void) { way_in_wanted = 0; }
