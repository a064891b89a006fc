// SPDX-License-Identifier: GPL-2.0-only
void __probe_reached(void);
int unknown(void);

static void where_ways_meet(void)
{
	int a = unknown(), b = unknown();

	if (a || b)
		__probe_reached();	// depends on 1
}

/* Further down, that is: in the callback itself there is room for several. */
int test_searcher_where_ways_meet(void)
{
	where_ways_meet();
	return 0;
}

static void meet_with_little(int n, int *where)
{
	switch (n) {
	case 0:
		if (!unknown())
			return;
		*where = 0;
		break;
	case 1:
		if (!unknown())
			return;
		*where = 1;
		break;
	case 2:
		if (!unknown())
			return;
		*where = 2;
		break;
	case 3:
		if (!unknown())
			return;
		*where = 3;
		break;
	case 4:
		if (!unknown())
			return;
		*where = 4;
		break;
	case 5:
		if (!unknown())
			return;
		*where = 5;
		break;
	case 6:
		if (!unknown())
			return;
		*where = 6;
		break;
	case 7:
		if (!unknown())
			return;
		*where = 7;
		break;
	case 8:
		if (!unknown())
			return;
		*where = 8;
		break;
	default:
		*where = 9;
	}
	__probe_reached();	// depends on 0
}

/* The only one that hangs on nothing is the last of ten. */
int test_searcher_more_ways_than_are_kept(int n, int *where)
{
	meet_with_little(n, where);
	return 0;
}

static int one_of_many(int n, int *where)
{
	int failure = 0;

	switch (n) {
	case 0:
		*where = 0;
		break;
	case 1:
		*where = 1;
		break;
	case 2:
		*where = 2;
		break;
	case 3:
		*where = 3;
		break;
	case 4:
		*where = 4;
		break;
	case 5:
		*where = 5;
		break;
	case 6:
		*where = 6;
		break;
	case 7:
		*where = 7;
		break;
	case 8:
		*where = 8;
		break;
	default:
		failure = -3;
	}
	unknown();
	return failure;
}

/* Nine ways of one kind do not keep out the tenth, of another. */
int test_searcher_a_way_of_another_kind(int n, int *where)
{
	int failure = one_of_many(n, where);

	if (failure)
		__probe_reached();	// depends on 0
	return failure;
}
