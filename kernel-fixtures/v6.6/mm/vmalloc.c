// SPDX-License-Identifier: GPL-2.0-only
/* Virtual mappings are taken down by whoever frees them, and that may take a while. */
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#define VMALLOC_START	0xffffc90000000000UL
#define VMALLOC_END	0xffffe8ffffffffffUL
#define in_interrupt()	(READ_ONCE(current->preempt_count) & 0x001fff00)

static bool is_vmalloc_address(const void *address)
{
	return (unsigned long)address >= VMALLOC_START && (unsigned long)address < VMALLOC_END;
}

void vfree(const void *address)
{
	might_sleep_if(!in_interrupt());
	if (!is_vmalloc_address(address))
		return;
	while (need_resched())
		schedule();
}

void kvfree(const void *address)
{
	if (is_vmalloc_address(address))
		vfree(address);
	else
		kfree(address);
}
