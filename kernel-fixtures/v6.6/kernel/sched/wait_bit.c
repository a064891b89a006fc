// SPDX-License-Identifier: GPL-2.0-only
#include <linux/wait_bit.h>

int out_of_line_wait_on_bit(unsigned long *word, int bit, unsigned int mode)
{
	while (test_bit(bit, word)) {
		if (mode == TASK_INTERRUPTIBLE && READ_ONCE(current->__state) == mode)
			return -EINTR;
		schedule();
	}
	return 0;
}
