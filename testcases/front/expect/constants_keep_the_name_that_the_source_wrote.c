// SPDX-License-Identifier: GPL-2.0-only
#define EAGAIN 11
#define BIT(n) (1ul << (n))
#define FLAG BIT(3)
#define __GFP_IO ((unsigned int)0x40)
#define GFP_KERNEL ((unsigned int)(__GFP_IO | 0x80))
#define ABOVE (x > 3)
#define CALL(a) g(a)
enum event { UNMAP = 4, CLEAR };
int g(long);

int f(int x, enum event e)
{
	if (e == UNMAP)
		return -EAGAIN;
	if (e != CLEAR)
		return EAGAIN;
	g(FLAG);
	g(GFP_KERNEL);
	CALL(BIT(4));
	g(~EAGAIN);
	CALL(-EAGAIN);
	g(EAGAIN + 1);
	if (ABOVE)
		return g(7);
	return 0;
}
// IR: f: eq bool .*, 4"UNMAP"
// IR: f: return -11"-EAGAIN"
// IR: f: return 11"EAGAIN"
// IR: f: call i32 g\(8"FLAG"
// IR: f: call i32 g\(192"GFP_KERNEL"
// IR: f: call i32 g\(16:
// IR: f: call i32 g\(-12"~EAGAIN"
// IR: f: call i32 g\(-11"-EAGAIN"
// IR: f: call i32 g\(12:
// IR: f: slt bool 3:i32
// IR: f: call i32 g\(7:
