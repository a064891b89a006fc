// SPDX-License-Identifier: GPL-2.0-only
#include <linux/errno.h>
#include <linux/io.h>

#include "deep.h"

static int copy_stop(struct deep_engine *engine)
{
	writel(0, engine->regs);
	return readl(engine->regs) ? -ENXIO : 0;
}

static int copy_reset(struct deep_engine *engine)
{
	writel(1, engine->regs);
	return 0;
}

const struct deep_engine_funcs deep_copy_funcs = {
	.stop = copy_stop,
	.reset = copy_reset,
};
