// SPDX-License-Identifier: GPL-2.0-only
void __probe_value(long value);
void __probe_reached(void);
int unknown(void);

struct range { unsigned flags; void *data; };
struct job { _Bool may_block; int (*fn)(struct job *); int result; };

static int helper(int x)
{
	if (x < 0)
		return -22;
	return x ? 0 : -12;
}

int test_helper_returns(int y)
{
	__probe_value(helper(y));	// {-22, -12, 0}
	if (helper(y) == -22)
		__probe_value(y >= 0);	// {0}
	return 0;
}

static void set(int *where, int value)
{
	*where = value;
}

int test_writes_through_pointers(void)
{
	int a = 1, b = 2;

	set(&a, 7);
	__probe_value(a);	// {7}
	__probe_value(b);	// {2}
	return 0;
}

static int handler(struct job *job)
{
	job->result = job->may_block ? 3 : 4;
	return job->may_block;
}

static int run(struct job *job)
{
	return job->fn(job);
}

int test_function_pointer_in_a_struct(void)
{
	struct job job = { .may_block = 0, .fn = handler };

	__probe_value(run(&job));	// {0}
	__probe_value(job.result);	// {4}
	job.may_block = 1;
	__probe_value(run(&job));	// {1}
	__probe_value(job.result);	// {3}
	return 0;
}

static int with_void(void *data)
{
	struct job *job = data;

	return job->may_block;
}

int test_through_void(struct range *r)
{
	struct job job = { .may_block = !!(r->flags & 1) };

	if (r->flags & 1)
		__probe_value(with_void(&job));	// {1}
	else
		__probe_value(with_void(&job));	// {0}
	return 0;
}

static int factorial(int n)
{
	if (n <= 0)
		return 1;
	return n * factorial(n - 1);
}

static int descend(int n)
{
	if (n <= 0)
		return -5;
	if (unknown())
		return 0;
	return descend(n - 1);
}

int test_recursion(int n)
{
	factorial(n);
	__probe_reached();	// yes
	__probe_value(descend(n));	// {-5, 0}
	return 0;
}
