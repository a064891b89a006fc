/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef EITHER_WAY_H
#define EITHER_WAY_H

struct limits {
	int a, b, c, d, e;
};

void clear_limits(struct limits *limits);
void set_last_limit(struct limits *limits);

#endif
