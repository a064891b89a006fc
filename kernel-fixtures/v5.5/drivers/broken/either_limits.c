// SPDX-License-Identifier: GPL-2.0-only
#include "either_way.h"

void clear_limits(struct limits *limits)
{
	limits->a = limits->b = limits->c = limits->d = limits->e = 0;
}

void set_last_limit(struct limits *limits)
{
	limits->e = 1;
}
