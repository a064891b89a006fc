// SPDX-License-Identifier: GPL-2.0-only
static int constants_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	int ret = 0;

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	if (is_busy(mn))
		return -EBUSY; /* FOUND returns -EBUSY */
	if (is_done(mn))
		return true; /* FOUND returns true */
	if (is_old(mn))
		return 1; /* FOUND returns 1 */
	if (is_new(mn))
		return false;
	if (is_odd(mn))
		return is_even(mn) ? 0 : -ENODEV; /* FOUND returns -ENODEV */
	if (is_gone(mn)) {
		ret = -EINTR; /* FOUND returns -EINTR */
		goto out;
	}
	ret = -EINVAL;
	ret = 0;
out:
	return ret;
}

static int other_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	return -EBUSY; /* FOUND returns -EBUSY */
}

static struct mmu_notifier_ops constants_ops[] = {
	{ .invalidate_range_start = constants_start },
	{ .invalidate_range_start = other_start },
};
