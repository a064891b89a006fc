/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _RDMA_IB_VERBS_H
#define _RDMA_IB_VERBS_H

#include <linux/types.h>

struct ib_qp;
struct ib_send_wr;

struct ib_device_ops {
	int (*post_send)(struct ib_qp *qp, const struct ib_send_wr *wr, const struct ib_send_wr **bad);
	int (*modify_qp)(struct ib_qp *qp, int state);
};

struct ib_device {
	struct ib_device_ops ops;
};

struct ib_qp {
	struct ib_device *device;
};

struct ib_send_wr {
	struct ib_send_wr *next;
	int opcode;
};

static inline int ib_post_send(struct ib_qp *qp, const struct ib_send_wr *wr,
			       const struct ib_send_wr **bad)
{
	const struct ib_send_wr *dummy;

	return qp->device->ops.post_send(qp, wr, bad ?: &dummy);
}

static inline int ib_modify_state(struct ib_qp *qp, int state)
{
	return qp->device->ops.modify_qp(qp, state);
}

#endif
