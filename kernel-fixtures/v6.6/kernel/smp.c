// SPDX-License-Identifier: GPL-2.0-only
/* Who waits for another processor spins, with preemption off. */
#include <linux/smp.h>

static void do_nothing(void *unused)
{
}

void kick_all_cpus_sync(void)
{
	on_each_cpu(do_nothing, NULL, 1);
}
