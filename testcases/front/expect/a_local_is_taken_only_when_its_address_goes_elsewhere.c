// SPDX-License-Identifier: GPL-2.0-only
struct s { int a, b[4]; };
void give(int *);
void value(struct s);
int f(int n)
{
	struct s kept = { 1 }, given, copied;
	int plain = n, array[3], passed;
	int *alias = &passed;

	kept.b[n] = plain;
	array[n] = kept.a;
	copied = kept;
	value(copied);
	give(&given.b[1]);
	return array[1] + *alias;
}
// IR: f: l\d+ \S+ "kept"( align \d+)?$
// IR: f: l\d+ \S+ "array"( align \d+)?$
// IR: f: l\d+ \S+ "copied"( align \d+)?$
// IR: f: l\d+ \S+ "plain"( align \d+)?$
// IR: f: l\d+ \S+ "given"( align \d+)? taken
// IR: f: l\d+ \S+ "passed"( align \d+)? taken
