/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_CGROUP_REFCNT_H
#define _LINUX_CGROUP_REFCNT_H

#include <linux/types.h>

struct cgroup_subsys_state;

void css_get(struct cgroup_subsys_state *css);
bool css_tryget(struct cgroup_subsys_state *css);
void css_put(struct cgroup_subsys_state *css);

#endif
