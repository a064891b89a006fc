// SPDX-License-Identifier: GPL-2.0-only
#include "deep.h"

/* deep_engine.c has a function of this name as well: that one returns errors, this one never. */
static int poll_once(struct deep_device *device)
{
	return READ_ONCE(device->engine.regs) ? 1 : 0;
}

static int idle_engine(struct deep_device *device)
{
	return deep_engine_wait_idle(&device->engine);
}

int deep_object_evict(struct deep_device *device, struct deep_object *object)
{
	int ret = idle_engine(device);

	if (ret)
		return ret;
	list_del_init(&object->link);
	return 0;
}

int deep_object_count(struct deep_device *device)
{
	struct deep_object *object;
	int count = poll_once(device);

	list_for_each_entry(object, &device->objects, link)
		if (count < 1000)
			count++;
	return count;
}
