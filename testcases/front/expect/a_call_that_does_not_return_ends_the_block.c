// SPDX-License-Identifier: GPL-2.0-only
void panic(const char *fmt, ...) __attribute__((noreturn));
_Noreturn void leave(void);
void die(void);
void die(void) __attribute__((__noreturn__));
struct ops { void (*stop)(void) __attribute__((noreturn)); void (*go)(void); };

int f(int n, struct ops *ops)
{
	if (n == 1)
		panic("%d", n);
	if (n == 2)
		leave();
	if (n == 3)
		die();
	if (n == 5)
		ops->stop();
	if (n == 6)
		ops->go();
	if (n == 7)
		__builtin_unreachable();
	return 0;
}
// UNIT: function void "panic" noreturn
// UNIT: function void "leave" noreturn
// UNIT: function void "die" noreturn
// IR: f: load ptr64 .* !ops.stop
// IR: f: load ptr64 .* !ops.go
// IR: f: unreachable
