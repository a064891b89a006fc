// SPDX-License-Identifier: GPL-2.0-only
void __probe_value(long value);
void __probe_reached(void);
int unknown(void);

int test_constants(int x)
{
	int ret = 0;

	if (x)
		ret = -11;
	__probe_value(ret);	// {-11, 0}
	if (ret)
		__probe_value(x == 0);	// {0}
	return ret;
}

int test_same_condition_again(int x, int y)
{
	if (x > y) {
		if (x > y)
			return 1;
		__probe_reached();	// no
	}
	if (x < 5) {
		if (x >= 5)
			__probe_reached();	// no
		if (x >= 3)
			__probe_value(x);	// {3..4}
	}
	return 0;
}

int test_not_not(int x)
{
	_Bool b = !!(x & 4);

	if (b && !(x & 4))
		__probe_reached();	// no
	if (!b && (x & 12) == 8)
		__probe_reached();	// yes
	return b;
}

int test_error_is_non_zero(void)
{
	int ret = unknown();

	if (ret < 0)
		return ret;
	if (ret) {
		__probe_value(ret);	// {1..2147483647}
		return 0;
	}
	__probe_value(ret);	// {0}
	return ret;
}

int test_switch(int x)
{
	switch (x) {
	case 1 ... 3:
		__probe_value(x);	// {1..3}
		break;
	case 7:
		__probe_value(x);	// {7}
		break;
	default:
		if (x == 2)
			__probe_reached();	// no
	}
	return 0;
}

int test_elvis(int x)
{
	int ret = x ?: -11;

	if (!ret)
		__probe_reached();	// no
	return ret;
}

/* Which way two conditions went together is kept, although no memory tells. */
int test_conditions_that_belong_together(int event, int owner)
{
	if (event == 3 && owner == 7)
		return 0;
	if (event == 3 && owner == 7)
		__probe_reached();	// no
	return 1;
}
