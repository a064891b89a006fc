// SPDX-License-Identifier: GPL-2.0-only
/*
 * Work requests and completions. Documentation/infiniband/core_locking.rst: these methods of a device must not
 * sleep, and may be called in any context. That binds every driver. include/rdma/ib_verbs.h
 */
#include "mncheck.h"

/* QUEUE has other requests in it from here on; DONE says where it stopped. */
#define ANY_CONTEXT(name)                                                      \
	int name(void *queue, void *requests, void *done)                      \
	{                                                                      \
		__mn_opaque(queue, requests, done);                            \
		return __mn_any();                                             \
	}
ANY_CONTEXT(ib_post_send)
ANY_CONTEXT(ib_post_recv)

int ib_poll_cq(void *queue, int most, void *completions)
{
	(void)most;
	__mn_opaque(queue, completions);
	return __mn_any();
}

int ib_req_notify_cq(void *queue, int flags)
{
	(void)flags;
	__mn_opaque(queue);
	return __mn_any();
}
