// SPDX-License-Identifier: GPL-2.0-only
struct mailbox { int state; struct mailbox *next; };

int read_state(struct mailbox *m)
{
	return *(const volatile int *)&m->state;
}

struct mailbox *read_next(struct mailbox *m)
{
	return *(struct mailbox *const volatile *)&m->next;
}

// IR: read_state: = volatile i32
// IR: read_next: load ptr64
