// SPDX-License-Identifier: GPL-2.0-only
static long mix(long h, long v) { return h * 31 + v; }

static long of_ints(int *p)
{
	long h = 0;

	h = mix(h, __atomic_fetch_add(p, 5, 5)); h = mix(h, __atomic_add_fetch(p, 7, 5));
	h = mix(h, __atomic_fetch_sub(p, 2, 5)); h = mix(h, __atomic_sub_fetch(p, 9, 5));
	h = mix(h, __atomic_fetch_or(p, 0x70, 5)); h = mix(h, __atomic_or_fetch(p, 0x700, 5));
	h = mix(h, __atomic_fetch_and(p, 0x7f0, 5)); h = mix(h, __atomic_and_fetch(p, 0x7fff, 5));
	h = mix(h, __atomic_fetch_xor(p, 0x101, 5)); h = mix(h, __atomic_xor_fetch(p, 0x33, 5));
	h = mix(h, __atomic_fetch_nand(p, 0xff, 5)); h = mix(h, __atomic_nand_fetch(p, 0xf0f, 5));
	h = mix(h, __sync_fetch_and_add(p, 3)); h = mix(h, __sync_add_and_fetch(p, 3));
	h = mix(h, __sync_fetch_and_or(p, 8)); h = mix(h, __sync_xor_and_fetch(p, 6));
	h = mix(h, __sync_lock_test_and_set(p, 12)); h = mix(h, *p);
	__sync_lock_release(p);
	return mix(h, *p);
}

static long of_exchanges(unsigned long *p)
{
	unsigned long expected = 4, in = 77, out = 0;
	long h = 0;

	__atomic_store_n(p, 4, 5);
	h = mix(h, __atomic_load_n(p, 5));
	h = mix(h, __atomic_compare_exchange_n(p, &expected, 9, 0, 5, 5)); h = mix(h, *p + expected);
	h = mix(h, __atomic_compare_exchange_n(p, &expected, 8, 0, 5, 5)); h = mix(h, *p + expected);
	h = mix(h, __atomic_exchange_n(p, 40, 5)); h = mix(h, *p);
	__atomic_exchange(p, &in, &out, 5); h = mix(h, *p + 3 * out);
	__atomic_load(p, &out, 5); h = mix(h, out);
	in = 5; __atomic_store(p, &in, 5); h = mix(h, *p);
	h = mix(h, __sync_bool_compare_and_swap(p, 5, 6)); h = mix(h, *p);
	h = mix(h, __sync_bool_compare_and_swap(p, 5, 7)); h = mix(h, *p);
	h = mix(h, __sync_val_compare_and_swap(p, 6, 11)); h = mix(h, *p);
	return mix(h, __sync_val_compare_and_swap(p, 6, 12) + *p);
}

static long of_others(void)
{
	unsigned char byte = 250;
	_Bool flag = 0;
	int a = 1, b = 2, *p = &a;
	long h = 0;

	h = mix(h, __atomic_add_fetch(&byte, 10, 5) + byte);
	h = mix(h, __atomic_test_and_set(&flag, 5)); h = mix(h, flag);
	h = mix(h, __atomic_test_and_set(&flag, 5)); __atomic_clear(&flag, 5); h = mix(h, flag);
	h = mix(h, *__atomic_exchange_n(&p, &b, 5)); h = mix(h, *p);
	__atomic_thread_fence(5);
	return h;
}

long test(void)
{
	static int i = 3;
	unsigned long ul = 0;

	return mix(mix(of_ints(&i), of_exchanges(&ul)), of_others());
}
