// SPDX-License-Identifier: GPL-2.0-only
typedef _Bool truth;
typedef unsigned char byte;
typedef const byte fixed_byte;
typedef struct record *handle;
typedef int (*method)(int);
typedef unsigned long size;
struct record {
	int value;
};

#define ARM(_x) _Generic((_x), int: 1, unsigned int: 2, truth: 3, byte: 4, byte *: 5, const byte *: 6,	\
			 handle: 7, const struct record *: 8, char *: 9, size: 10, handle *: 11, default: 12)

int of_scalars(int n)
{
	truth b = n;
	byte c = (byte)n;
	size s = (size)n;
	short half = (short)n;

	return ARM(n) + ARM(b) * 16 + ARM(c) * 256 + ARM(s) * 4096 + ARM(half) * 65536 + (ARM(half + 1) << 20);
}

int of_pointers(int n)
{
	byte bytes[2] = { 0 };
	fixed_byte *fixed = bytes;
	struct record record = { n };
	const struct record *constant = &record;
	handle own = &record;
	method none = 0;

	return ARM(bytes) + ARM(fixed) * 16 + ARM(own) * 256 + ARM(constant) * 4096 + ARM(&own) * 65536 +
	       (ARM("text") << 20) + (ARM(none) << 24);
}

long test(void)
{
	return (long)of_scalars(300) << 32 | of_pointers(4);
}
