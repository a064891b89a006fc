// SPDX-License-Identifier: GPL-2.0-only
#define unlikely(x) __builtin_expect(!!(x), 0)
#define WARN_ON(x) ({ int __ret = !!(x); if (unlikely(__ret)) report(); unlikely(__ret); })
#define READY(p) ((p)->state == 3)
#define each(i, n) for (i = 0; i < (n); i++)
struct dev { int state, count; };
void report(void);
_Bool blockable(struct dev *);

int f(struct dev *dev, int n)
{
	int i;

	if (!blockable(dev) && n >	/* or so */
	    3)
		return 1;
	if (unlikely(dev->count == 7))
		return 2;
	if (READY(dev))
		return 3;
	if (WARN_ON(dev->count > n))
		return 4;
	each (i, n)
		report();
	switch (dev->state & 7) {
	case 1: return 5;
	}
	while (n-- ? dev->state : dev->count)
		report();
	return n == 1000000001 || n == 1000000002 || n == 1000000003 || dev->state == 1000000004 + dev->count * 100000000 * (n + 1000000005 + 1000000006);
}
// IR: f: branch .* "blockable\(dev\)"
// IR: f: branch .* "n > 3"
// IR: f: branch .* "dev->count == 7"
// IR: f: branch .* "READY\(dev\)"
// IR: f: branch .* "WARN_ON\(dev->count > n\)"
// IR: f: branch .* "each \(i, n\)|branch .* "each
// IR: f: switch .* "dev->state & 7"
// IR: f: branch .* "n--"
// IR: f: branch .* "dev->state"
// IR: f: ne bool|load
