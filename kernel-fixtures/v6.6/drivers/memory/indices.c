// SPDX-License-Identifier: GPL-2.0-only
/* Arrays of others at unknown indices, of which two are the same or are not. */
#include <linux/kernel.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>

struct index_entry {
	int state;
	int key;
};

struct index_box {
	struct mmu_notifier notifier;
	int n, m;
	int slots[16];
	struct index_entry entries[8];
	struct index_entry *table[8];
	int grid[4][4];
};

/* expect: range-start index_next_ops sleeps-nonblockable=holds: the next slot is another one */
static int index_next_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct index_box *box = container_of(mn, struct index_box, notifier);
	int i = box->n & 7;

	box->slots[i] = 0;
	box->slots[i + 1] = 1;
	if (box->slots[i])
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops index_next_ops = {
	.invalidate_range_start = index_next_start,
};

/* expect: range-start index_other_ops sleeps-nonblockable=violates: m may be the next slot */
static int index_other_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct index_box *box = container_of(mn, struct index_box, notifier);
	unsigned int i = box->n & 7, j = box->m & 15;

	box->slots[i + 1] = 0;
	box->slots[j] = 1;
	if (box->slots[i + 1])
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops index_other_ops = {
	.invalidate_range_start = index_other_start,
};

/* expect: range-start index_tested_ops sleeps-nonblockable=holds: the indices differ */
static int index_tested_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct index_box *box = container_of(mn, struct index_box, notifier);
	int i = box->n, j = box->m;

	if (i < 0 || i > 15 || j < 0 || j > 15 || i == j)
		return 0;
	box->slots[i] = 0;
	box->slots[j] = 1;
	if (box->slots[i])
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops index_tested_ops = {
	.invalidate_range_start = index_tested_start,
};

/* expect: range-start index_tested_late_ops sleeps-nonblockable=holds: the slots are one, and the last store counts */
static int index_tested_late_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct index_box *box = container_of(mn, struct index_box, notifier);
	unsigned int i = box->n & 15, j = box->m & 15;

	box->slots[i] = 1;
	box->slots[j] = 0;
	if (i == j && box->slots[i])
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops index_tested_late_ops = {
	.invalidate_range_start = index_tested_late_start,
};

/* expect: range-start index_swapped_ops sleeps-nonblockable=holds: each has what the other had */
static int index_swapped_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct index_box *box = container_of(mn, struct index_box, notifier);
	unsigned int i = box->n & 7, j = (i + 1) & 7;
	int slot;

	box->slots[i] = 3;
	box->slots[j] = 4;
	slot = box->slots[i];
	box->slots[i] = box->slots[j];
	box->slots[j] = slot;
	if (box->slots[i] != 4 || box->slots[j] != 3)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops index_swapped_ops = {
	.invalidate_range_start = index_swapped_start,
};

/* expect: range-start index_ring_ops sleeps-nonblockable=holds: head and tail are apart */
static int index_ring_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct index_box *box = container_of(mn, struct index_box, notifier);
	unsigned int head = box->n % 16, tail = (head + 15) % 16;

	box->slots[head] = 0;
	box->slots[tail] = 1;
	if (box->slots[head])
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops index_ring_ops = {
	.invalidate_range_start = index_ring_start,
};

/* expect: range-start index_rows_ops sleeps-nonblockable=holds: the rows differ */
static int index_rows_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct index_box *box = container_of(mn, struct index_box, notifier);
	int i = box->n & 1;

	box->grid[i + 1][0] = 0;
	box->grid[i][1] = 1;
	if (box->grid[i + 1][0])
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops index_rows_ops = {
	.invalidate_range_start = index_rows_start,
};

/* expect: range-start index_row_end_ops sleeps-nonblockable=violates: behind the end of a row the next one begins */
static int index_row_end_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct index_box *box = container_of(mn, struct index_box, notifier);
	int i = box->n & 1;

	box->grid[i + 1][0] = 0;
	box->grid[0][i * 4 + 4] = 1;
	if (box->grid[i + 1][0])
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops index_row_end_ops = {
	.invalidate_range_start = index_row_end_start,
};

/* expect: range-start index_member_ops sleeps-nonblockable=holds: another member of the entry */
static int index_member_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct index_box *box = container_of(mn, struct index_box, notifier);
	unsigned int i = box->n & 7, j = box->m & 7;

	box->entries[i].state = 0;
	box->entries[j].key = 1;
	if (box->entries[i].state)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops index_member_ops = {
	.invalidate_range_start = index_member_start,
};

/* expect: range-start index_cell_ops sleeps-nonblockable=holds: any entry but the third */
static int index_cell_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct index_box *box = container_of(mn, struct index_box, notifier);
	unsigned int i = box->n & 7;

	box->entries[2].state = 0;
	if (i != 2)
		box->entries[i].state = 1;
	if (box->entries[2].state)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops index_cell_ops = {
	.invalidate_range_start = index_cell_start,
};

/* expect: range-start index_pointers_ops sleeps-nonblockable=violates: both indices may lead to one entry */
static int index_pointers_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct index_box *box = container_of(mn, struct index_box, notifier);
	struct index_entry *first = box->table[box->n & 7], *second = box->table[box->m & 7];

	first->state = 0;
	second->state = 1;
	if (first->state)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops index_pointers_ops = {
	.invalidate_range_start = index_pointers_start,
};

/* expect: range-start index_pointer_cell_ops sleeps-nonblockable=violates: the index may be 2 */
static int index_pointer_cell_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct index_box *box = container_of(mn, struct index_box, notifier);
	struct index_entry *first = box->table[2], *second = box->table[box->n & 7];

	first->state = 0;
	second->state = 1;
	if (first->state)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops index_pointer_cell_ops = {
	.invalidate_range_start = index_pointer_cell_start,
};

/* expect: range-start index_pointers_apart_ops sleeps-nonblockable=holds: the index is not 2 */
static int index_pointers_apart_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct index_box *box = container_of(mn, struct index_box, notifier);
	int n = box->n & 7;
	struct index_entry *first = box->table[2], *second = box->table[n];

	first->state = 0;
	if (n != 2)
		second->state = 1;
	if (first->state)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops index_pointers_apart_ops = {
	.invalidate_range_start = index_pointers_apart_start,
};

static void touch_index(struct index_box *box, int at, int state)
{
	box->table[at]->state = state;
}

/* expect: range-start index_callee_ops sleeps-nonblockable=violates|undecided: both calls may touch one entry */
static int index_callee_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct index_box *box = container_of(mn, struct index_box, notifier);
	int i = box->n & 7;

	touch_index(box, i, 0);
	touch_index(box, box->m & 7, 1);
	if (box->table[i]->state)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops index_callee_ops = {
	.invalidate_range_start = index_callee_start,
};

/* expect: range-start index_callee_same_ops sleeps-nonblockable=holds: both calls touch one entry */
static int index_callee_same_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct index_box *box = container_of(mn, struct index_box, notifier);
	int i = box->n & 7;

	touch_index(box, i, 1);
	touch_index(box, i, 0);
	if (box->table[i]->state)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops index_callee_same_ops = {
	.invalidate_range_start = index_callee_same_start,
};
