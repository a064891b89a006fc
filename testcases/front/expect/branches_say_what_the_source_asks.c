// SPDX-License-Identifier: GPL-2.0-only
#define unlikely(x) __builtin_expect(!!(x), 0)
#define WARN_ON(x) ({ int __ret = !!(x); if (unlikely(__ret)) report(); unlikely(__ret); })
#define waited(x) ({ int __left = 3; while (__left && !(x)) __left = report(); __left; })
#define smaller(a, b) ({ int a_ = (a), b_ = (b); a_ < b_ ? a_ : b_; })
#define each(i, n) for (i = 0; !((i) == (n)); i++)
#define take(lock) take_nested(lock, 0)
int report(void);
void take_nested(int *lock, int level);

int f(int *lock, int count, int n)
{
	int i;

	if (WARN_ON(!count))
		return 1;
	each (i, n)
		take(lock);
	while (!report())
		count++;
	if (waited(count == 8))
		return 2;
	take_nested(lock, 1);
	return smaller(count, n);
}
// The test that WARN_ON() makes for itself, and what the source asks by it:
// IR: f: branch .* "WARN_ON\(!count\)" inside
// IR: f: branch .* "!count" @
// A macro that loops:
// IR: f: branch .* "each \(i, n\)" leaves
// A loop's condition as the source reads:
// IR: f: branch .* "!report\(\)" inverse
// What a macro computed is no test of its argument:
// IR: f: branch .* "waited\(count == 8\)" @
// IR: f: branch .* "smaller\(count, n\)" inside
// The name by which the source calls:
// IR: f: call .*take_nested\(.*\) "take"
// IR: f: call .*take_nested\(.*, 1:i32\) @
