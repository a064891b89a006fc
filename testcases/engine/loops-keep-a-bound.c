// SPDX-License-Identifier: GPL-2.0-only
void __probe_value(long value);
void __probe_reached(void);

struct node { struct node *next; };

static int count(struct node *head, int first)
{
	int count = first ? 1 : 0;

	for (struct node *n = head->next; n != head; n = n->next)
		if (count < 1000)
			count++;
	return count;
}

int test_saturated_counter(struct node *head, int first)
{
	int n = count(head, first);

	__probe_value(n < 0);	// {0}
	return n;
}
