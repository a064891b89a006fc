// SPDX-License-Identifier: GPL-2.0-only
/* Assigns at run time, and never names the type of the table. */
#include "late.h"

static void flush_asleep(struct late *late)
{
	mutex_lock(&late->mutex);
	late->flushed++;
	mutex_unlock(&late->mutex);
}

void late_setup(struct late *late, bool slow)
{
	late->ops = late_defaults;
	if (slow)
		late->ops.flush = flush_asleep;
	late->ops.drain = late_flush_spinning;
}
