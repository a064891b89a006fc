// SPDX-License-Identifier: GPL-2.0-only
/* What faults.c calls: five calls down it sleeps. */
#include <linux/module.h>
#include <linux/mutex.h>

unsigned long drain_far(struct mutex *mutex, unsigned long from);

static unsigned long drain_entry(struct mutex *mutex, unsigned long entry)
{
	mutex_lock(mutex);
	mutex_unlock(mutex);
	return entry & 1;
}

static unsigned long drain_page(struct mutex *mutex, unsigned long page)
{
	return page % 3 ? drain_entry(mutex, page) : 0;
}

static unsigned long drain_table(struct mutex *mutex, unsigned long table)
{
	unsigned long drained = 0;

	for (unsigned int i = 0; i < 4; i++)
		drained += drain_page(mutex, table + i);
	return drained;
}

static unsigned long drain_directory(struct mutex *mutex, unsigned long directory)
{
	return directory ? drain_table(mutex, directory) : 0;
}

unsigned long drain_far(struct mutex *mutex, unsigned long from)
{
	return drain_directory(mutex, from >> 12);
}

MODULE_LICENSE("GPL");
