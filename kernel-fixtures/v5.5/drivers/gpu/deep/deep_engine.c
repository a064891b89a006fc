// SPDX-License-Identifier: GPL-2.0-only
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/io.h>

#include "deep.h"

#define DEEP_BUSY	BIT(0)
#define DEEP_HUNG	BIT(1)

static int poll_once(struct deep_engine *engine)
{
	u32 status = readl(engine->regs);

	if (status & DEEP_HUNG)
		return -EIO;
	return status & DEEP_BUSY ? -EBUSY : 0;
}

int deep_engine_wait_idle(struct deep_engine *engine)
{
	unsigned int tries;
	int ret;

	for (tries = 0; tries < 100; tries++) {
		ret = poll_once(engine);
		if (ret != -EBUSY)
			return ret;
		msleep(10);
	}
	return -ETIMEDOUT;
}
