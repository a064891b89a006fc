// SPDX-License-Identifier: GPL-2.0-only
/* The engine knows nothing of wider types. */
unsigned long any(unsigned long a, unsigned long b)
{
	unsigned long bytes;

	return __builtin_mul_overflow(a, b, &bytes) ? 0 : bytes;
}

unsigned long of_known_size(unsigned long count)
{
	unsigned long bytes;

	return __builtin_mul_overflow(count, 24ul, &bytes) ? 0 : bytes;
}

// NOIR: any: i128
// IR: any: mul u64
// NOIR: of_known_size: i128
// NOIR: of_known_size: udiv
