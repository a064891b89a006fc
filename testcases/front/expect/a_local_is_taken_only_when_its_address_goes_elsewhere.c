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
// IR: f: l\d+ \S+ "kept"$
// IR: f: l\d+ \S+ "array"$
// IR: f: l\d+ \S+ "copied"$
// IR: f: l\d+ \S+ "plain"$
// IR: f: l\d+ \S+ "given" taken
// IR: f: l\d+ \S+ "passed" taken
