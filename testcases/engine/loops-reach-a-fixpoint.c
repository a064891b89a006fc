// SPDX-License-Identifier: GPL-2.0-only
void __probe_value(long value);
void __probe_reached(void);
int next(void);

struct node { struct node *next; int value; };

int test_counter(int n)
{
	int i, ret = 0;

	for (i = 0; i < n; i++)
		ret = -11;
	__probe_value(ret);	// {-11, 0}
	if (i < n)
		__probe_reached();	// no
	return ret;
}

int test_last_error_wins(int n)
{
	int ret = -11;

	while (n--) {
		int err = next();

		if (err < 0)
			ret = -5;
	}
	__probe_value(ret);	// {-11, -5}
	return ret;
}

int test_results_differ_between_rounds(int n)
{
	int last = 1;

	while (n--) {
		int now = next();

		if (now == 3 && last == 4)
			__probe_reached();	// yes
		last = now;
	}
	return 0;
}

int test_list(struct node *head)
{
	int found = 0;

	for (struct node *n = head; n; n = n->next)
		if (n->value == 7)
			found = 1;
	__probe_value(found);	// {0..1}
	return found;
}

int test_constant_bound(void)
{
	int sum = 0;

	for (int i = 0; i < 100; i++)
		sum |= 2;
	__probe_value(sum & 1);	// {0}
	return sum;
}
