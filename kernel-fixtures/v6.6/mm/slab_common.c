// SPDX-License-Identifier: GPL-2.0-only
#include <linux/slab.h>

/* A larger object with the same beginning; SIZE bytes can be read from the old one. */
void *krealloc(const void *object, size_t size, gfp_t flags)
{
	u8 *larger = __kmalloc(size, flags);
	size_t i;

	if (!larger || !object)
		return larger;
	for (i = 0; i < size; i++)
		larger[i] = ((const u8 *)object)[i];
	kfree(object);
	return larger;
}
