// SPDX-License-Identifier: GPL-2.0-only
/* A helper may fail in many ways; the callback says so and goes on. */
#include <linux/device.h>
#include <linux/io.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct logger {
	struct mmu_notifier notifier;
	struct mmu_interval_notifier interval;
	struct mutex lock;
	struct device *dev;
	void *regs;
};

static int reset_unit(struct logger *logger)
{
	u32 status = readl(logger->regs);

	if (status & BIT(0))
		return -EIO;
	if (status & BIT(1))
		return -EBUSY;
	return status & BIT(2) ? -ENXIO : 0;
}

static void *unit_pointer(struct logger *logger)
{
	int ret = reset_unit(logger);

	return ret ? ERR_PTR(ret) : logger->regs;
}

/* expect: range-start error_logged_ops: reset_unit()'s error is logged and dropped */
static int error_logged_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct logger *logger = container_of(mn, struct logger, notifier);
	int ret;

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;

	mutex_lock(&logger->lock);
	ret = reset_unit(logger);
	mutex_unlock(&logger->lock);
	if (ret)
		dev_err(logger->dev, "reset failed: %d\n", ret);
	return 0;
}

const struct mmu_notifier_ops error_logged_ops = {
	.invalidate_range_start = error_logged_start,
};

/* expect: interval error_pointer_logged_ops: returns true only */
static bool error_pointer_logged_invalidate(struct mmu_interval_notifier *mni,
					    const struct mmu_notifier_range *range,
					    unsigned long cur_seq)
{
	struct logger *logger = container_of(mni, struct logger, interval);
	void *unit = unit_pointer(logger);

	if (IS_ERR(unit)) {
		dev_warn(logger->dev, "no unit: %ld\n", PTR_ERR(unit));
		return true;
	}
	writel(0, unit);
	return true;
}

const struct mmu_interval_notifier_ops error_pointer_logged_ops = {
	.invalidate = error_pointer_logged_invalidate,
};

int error_pointer_logged_register(struct logger *logger, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&logger->interval, mm, 0, PAGE_SIZE, &error_pointer_logged_ops);
}

/* PTR_ERR() where the pointer is known to be none: nothing can come of it. */
struct checked {
	struct mmu_notifier notifier;
	struct logger *logger;
};

/* expect: range-start pointer_checked_ops: PTR_ERR_OR_ZERO of what is no error pointer: 0 */
static int pointer_checked_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct checked *checked = container_of(mn, struct checked, notifier);
	void *unit = unit_pointer(checked->logger);

	if (!IS_ERR(unit)) {
		writel(0, unit);
		return PTR_ERR_OR_ZERO(unit);
	}
	return 0;
}

const struct mmu_notifier_ops pointer_checked_ops = {
	.invalidate_range_start = pointer_checked_start,
};

MODULE_LICENSE("GPL");
