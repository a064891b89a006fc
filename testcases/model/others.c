// SPDX-License-Identifier: GPL-2.0-only
/* models: library.c messages.c pages.c power.c infiniband.c dma.c notifier.c allocation.c */
void __probe_value(long value);
void __probe_reached(void);

/* ---- library.c ---- */

void *memcpy(void *to, const void *from, unsigned long bytes);
void *memset(void *to, int byte, unsigned long bytes);
char *strcpy(char *to, const char *from);
long strscpy(char *to, const char *from, unsigned long size);
int memcmp(const void *a, const void *b, unsigned long bytes);
int bcmp(const void *a, const void *b, unsigned long bytes);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, unsigned long most);
unsigned long strlen(const char *text);
unsigned long strnlen(const char *text, unsigned long most);
unsigned long _find_first_bit(const unsigned long *bits, unsigned long size);
unsigned long _find_first_zero_bit(const unsigned long *bits, unsigned long size);
unsigned long _find_first_and_bit(const unsigned long *a, const unsigned long *b, unsigned long size);
unsigned long _find_next_bit(const unsigned long *bits, unsigned long size, unsigned long first);
unsigned long _find_next_zero_bit(const unsigned long *bits, unsigned long size, unsigned long first);
unsigned long _find_next_and_bit(const unsigned long *a, const unsigned long *b, unsigned long size, unsigned long first);
unsigned long _find_next_andnot_bit(const unsigned long *a, const unsigned long *b, unsigned long size,
				    unsigned long first);
unsigned long _find_last_bit(const unsigned long *bits, unsigned long size);
_Bool __bitmap_empty(const unsigned long *bits, unsigned int size);
_Bool __bitmap_full(const unsigned long *bits, unsigned int size);
unsigned int __bitmap_weight(const unsigned long *bits, unsigned int size);
unsigned int __sw_hweight32(unsigned int word);
unsigned long __sw_hweight64(unsigned long long word);
int fls(unsigned int word);
int fls64(unsigned long long word);
void *memchr_inv(const void *start, int byte, unsigned long bytes);
void *rb_first(const void *root);
void *rb_last(const void *root);
void *rb_next(const void *node);
void *rb_prev(const void *node);
void *rb_first_postorder(const void *root);
void *rb_next_postorder(const void *node);
void *interval_tree_iter_first(void *root, unsigned long first, unsigned long last);
void *interval_tree_iter_next(void *node, unsigned long first, unsigned long last);
int xa_get_mark(void *xa, unsigned long index, int mark);
long ktime_get(void);
void *xa_load(void *xa, unsigned long index);
void *xa_find(void *xa, unsigned long *index, unsigned long most, unsigned int filter);
void *xa_find_after(void *xa, unsigned long *index, unsigned long most, unsigned int filter);
void rb_erase(void *node, void *root);
_Bool pci_device_is_present(void *device);
unsigned long hv_do_hypercall(unsigned long control, void *input, void *output);
int pci_bus_read_config_byte(void *bus, unsigned int device, int where, unsigned char *value);
void fput(void *file);

int test_the_highest_bit_is_known_of_what_is_known(void)	// events: none
{
	__probe_value(fls(0));	// {0}
	__probe_value(fls(1));	// {1}
	__probe_value(fls(0x80000000u));	// {32}
	__probe_value(fls64(0));	// {0}
	__probe_value(fls64(1ull << 40));	// {41}
	__probe_value(fls64(~0ull));	// {64}
	return 0;
}

int test_memory_is_copied_and_filled(void)	// events: none
{
	char from[4] = { 1, 2, 3, 4 }, to[4] = { 0 };

	__probe_value(memcpy(to, from, 4) == to);	// {1}
	__probe_value(to[2]);	// {3}
	__probe_value(memset(to, 0, 4) == to);	// {1}
	__probe_value(to[2]);	// {0}
	return 0;
}

int test_text_is_any(char *text)
{
	char to[4] = { 1 };

	__probe_value(strcpy(to, text) == to);	// {1}
	__probe_value(to[0] == 1);	// {0..1}
	to[0] = 1;
	__probe_value(strscpy(to, text, 4) == -7);	// {0..1}
	__probe_value(to[0] == 1);	// {0..1}
	return 0;
}

int test_strings_are_equal_if_all_their_characters_are(void)
{
	__probe_value(strcmp("", ""));	// {0}
	__probe_value(strcmp("abcdefg", "abcdefg"));	// {0}
	__probe_value(strcmp("abcdefghijklmnop", "abcdefghijklmnox") < 0);	// {1}
	__probe_value(strcmp("abcdefghijklmnopq", "abcdefghijklmnopx") < 0);	// {0..1}
	__probe_value(strcmp("abcdefghijklmnop", "abcdefghijklmnop"));	// {0}
	return 0;
}

int test_a_string_is_equal_to_itself(char *text)
{
	__probe_value(strcmp(text, text));	// {0}
	return 0;
}

int test_so_many_characters_are_compared(void)
{
	char b[3] = { 'a', 0, 'b' }, c[3] = { 'a', 0, 'c' }, x[16] = { 7 }, y[16] = { 7 };

	__probe_value(memcmp(x, y, 16));	// {0}

	__probe_value(strncmp("abc", "abd", 2));	// {0}
	__probe_value(strncmp("abc", "abd", 3) < 0);	// {1}
	__probe_value(strncmp("ab", "ab", 9));	// {0}
	__probe_value(strncmp("abcdefghijklmnop1", "abcdefghijklmnop2", 16));	// {0}
	__probe_value(strncmp("abcdefghijklmnop1", "abcdefghijklmnop2", 17) == 0);	// {0..1}
	__probe_value(memcmp(b, c, 3) < 0);	// {1}
	__probe_value(memcmp(b, c, 2));	// {0}
	__probe_value(strncmp(b, c, 3));	// {0}
	__probe_value(bcmp(b, c, 3) < 0);	// {1}
	__probe_value(bcmp("ab", "ac", 0));	// {0}
	return 0;
}

int test_memory_is_equal_to_itself(char *a, unsigned long bytes)
{
	__probe_value(memcmp(a, a, bytes));	// {0}
	return 0;
}

int test_strings_are_measured(char *text)
{
	char dots[18] = "................!";

	__probe_value(strlen(""));	// {0}
	__probe_value(strlen("abc"));	// {3}
	__probe_value(strlen(dots) >= 16);	// {1}
	__probe_value(strlen(dots) == 17);	// {0..1}
	__probe_value(strnlen("abc", 2));	// {2}
	__probe_value(strnlen("abc", 9));	// {3}
	__probe_value(strnlen(dots, 16));	// {16}
	__probe_value(strnlen(dots, 18) - 16);	// {0..2}
	__probe_value(strnlen(text, 4));	// {0..4}
	return 0;
}

int test_the_first_bit_is_found(unsigned long some)
{
	unsigned long bits[5] = { 0, 6, 1, 0, 4 }, all[1] = { ~0ul }, more[2] = { 5, 4 };

	__probe_value(_find_first_bit(bits, 256));	// {65}
	__probe_value(_find_first_bit(bits, 64));	// {64}
	__probe_value(_find_first_bit(bits, 65));	// {65}
	__probe_value(_find_first_bit(bits + 3, 64));	// {64}
	__probe_value(_find_first_bit(more, 1));	// {0}
	__probe_value(_find_first_bit(more + 1, 1));	// {1}
	__probe_value(_find_first_bit(&some, 64) <= 64);	// {1}
	__probe_value(_find_first_bit(&some, 64) == 64);	// {0..1}
	__probe_value(_find_first_zero_bit(bits, 64));	// {0}
	__probe_value(_find_first_zero_bit(all, 64));	// {64}
	__probe_value(_find_first_zero_bit(all, 9));	// {9}
	__probe_value(_find_first_and_bit(bits, more, 128));	// {66}
	return 0;
}

int test_a_bit_beyond_many_words_is_not_told(void)
{
	unsigned long bits[6] = { 0, 0, 0, 0, 4 };

	__probe_value(_find_first_bit(bits, 256));	// {256}
	__probe_value(_find_first_bit(bits, 300) - 256);	// {0..44}
	__probe_value(__bitmap_empty(bits, 256));	// {1}
	__probe_value(__bitmap_empty(bits, 300));	// {0..1}
	__probe_value(__bitmap_full(bits, 256));	// {0}
	return 0;
}

int test_the_next_bit_is_in_its_bounds(void)
{
	unsigned long bits[2] = { 6, 8 }, all[1] = { ~0ul };

	__probe_value(_find_next_bit(bits, 128, 0));	// {1}
	__probe_value(_find_next_bit(bits, 128, 7));	// {7..128}
	__probe_value(_find_next_bit(bits, 128, 128));	// {128}
	__probe_value(_find_next_bit(bits, 128, 200));	// {128}
	__probe_value(_find_next_zero_bit(bits, 128, 0));	// {0}
	__probe_value(_find_next_zero_bit(bits, 128, 3));	// {3..128}
	__probe_value(_find_next_and_bit(bits, all, 64, 0));	// {1}
	__probe_value(_find_next_and_bit(bits, all, 64, 2));	// {2..64}
	__probe_value(_find_next_andnot_bit(bits, all, 64, 2));	// {2..64}
	__probe_value(_find_last_bit(bits, 128));	// {0..128}
	__probe_value(__bitmap_full(all, 64));	// {1}
	__probe_value(__bitmap_weight(bits, 128));	// {0..128}
	return 0;
}

int test_bits_are_counted(void)
{
	__probe_value(__sw_hweight32(0xf1));	// {5}
	__probe_value(__sw_hweight64(~0ull));	// {64}
	return 0;
}

int test_strings_are_ordered_by_their_first_difference(void)
{
	__probe_value(strcmp("abc", "abd") < 0);	// {1}
	__probe_value(strcmp("abd", "abc") > 0);	// {1}
	__probe_value(strcmp("ab", "abc") < 0);	// {1}
	__probe_value(strcmp("\377", "a") > 0);	// {1}
	return 0;
}

int test_an_unknown_string_may_be_equal(char *text)
{
	__probe_value(strcmp(text, "a") == 0);	// {0..1}
	__probe_value(strcmp(text, "a") < 0);	// {0..1}
	return 0;
}

_Bool __list_add_valid_or_report(void *entry, void *before, void *after);
_Bool __list_del_entry_valid_or_report(void *entry);
_Bool __list_add_valid(void *entry, void *before, void *after);
_Bool __list_del_entry_valid(void *entry);

int test_lists_are_whole(void *a, void *b)
{
	__probe_value(__list_add_valid_or_report(a, b, b));	// {1}
	__probe_value(__list_del_entry_valid_or_report(a));	// {1}
	__probe_value(__list_add_valid(a, b, b));	// {1}
	__probe_value(__list_del_entry_valid(a));	// {1}
	return 0;
}

int test_leaves_return_any_value(char *a, char *b)
{
	__probe_value(xa_get_mark(a, 4, 1) == 5);	// {0..1}
	__probe_value(ktime_get() == 5);	// {0..1}
	__probe_value(memcmp(a, b, 4) == -5);	// {0..1}
	__probe_value(strlen(a) == 5);	// {0..1}
	__probe_value(xa_load(a, 4) == b);	// {0..1}
	__probe_value(xa_load(a, 4) == (void *)-12);	// {0..1}
	return 0;
}

/* 1: no error pointer, nothing of the first page; 2: none */
static int kind_of(void *object)
{
	unsigned long address = (unsigned long)object;

	return address ? address >= 4096 && address <= -4096ul : 2;
}

int test_nodes_are_there_or_not(void *root)
{
	__probe_value(kind_of(rb_first(root)));	// {1..2}
	__probe_value(kind_of(rb_last(root)));	// {1..2}
	__probe_value(kind_of(rb_next(root)));	// {1..2}
	__probe_value(kind_of(rb_prev(root)));	// {1..2}
	__probe_value(kind_of(rb_first_postorder(root)));	// {1..2}
	__probe_value(kind_of(rb_next_postorder(root)));	// {1..2}
	__probe_value(kind_of(interval_tree_iter_first(root, 1, 2)));	// {1..2}
	__probe_value(kind_of(interval_tree_iter_next(root, 1, 2)));	// {1..2}
	__probe_value(kind_of(memchr_inv(root, 0, 4)));	// {1..2}
	return 0;
}

int test_an_index_moves(void *xa)
{
	unsigned long index = 5;

	__probe_value(xa_find(xa, &index, 10, 0) == (void *)-12);	// {0..1}
	__probe_value(index == 5);	// {0..1}
	index = 5;
	xa_find_after(xa, &index, 10, 0);
	__probe_value(index == 5);	// {0..1}
	return 0;
}

int test_trees_change(int *node)
{
	*node = 5;
	rb_erase(node, 0);
	__probe_value(*node == 5);	// {0..1}
	*node = 5;
	fput(node);
	__probe_value(*node == 5);	// {0..1}
	return 0;
}

int test_devices_are_there_or_not(void *device)
{
	unsigned char value = 5;

	__probe_value(pci_device_is_present(device));	// {0..1}
	__probe_value(pci_bus_read_config_byte(device, 1, 2, &value) == 5);	// {0..1}
	return 0;
}

int test_a_hypervisor_may_be_given_no_room(void *output)
{
	unsigned long room = 5;

	__probe_value(hv_do_hypercall(1, 0, output) == 5);	// {0..1}
	__probe_value(output == 0);	// {0..1}
	hv_do_hypercall(1, 0, &room);
	__probe_value(room == 5);	// {0..1}
	return 0;
}

/* ---- messages.c ---- */

int _printk(const char *format, ...);
_Bool kasan_check_range(const void *start, unsigned long bytes, _Bool write);
int debug_locks_off(void);
int snprintf(char *to, unsigned long size, const char *format, ...);
int ___ratelimit(void *state, const char *name);
int lock_is_held_type(const void *lock, int read);
_Bool rcu_is_watching(void);
void panic(const char *format, ...);
int __traceiter_something(void *data);

int test_messages_return_any_length(const char *text)	// events: none
{
	__probe_value(_printk(text) == 5);	// {0..1}
	__probe_value(kasan_check_range(text, 4, 0));	// {0..1}
	__probe_value(debug_locks_off());	// {-2147483648..-1, 0..2147483647}
	__probe_value(__traceiter_something(0) == 5);	// {0..1}
	return 0;
}

int test_text_of_a_message_is_any(void)
{
	char to[4] = { 1 };

	__probe_value(snprintf(to, 4, "x") == 5);	// {0..1}
	__probe_value(to[0] == 1);	// {0..1}
	return 0;
}

int test_a_message_may_be_measured_without_room(char *to)
{
	snprintf(to, 0, "x");
	__probe_value(to == 0);	// {0..1}
	return 0;
}

int test_checkers_say_either(void *lock)
{
	__probe_value(___ratelimit(lock, ""));	// {0..1}
	__probe_value(lock_is_held_type(lock, -1) == -1);	// {0..1}
	__probe_value(rcu_is_watching());	// {0..1}
	return 0;
}

int test_the_machine_stops(int how)
{
	__probe_reached();	// yes
	if (how)
		panic("how");
	__probe_value(how);	// {0}
	return 0;
}

/* ---- pages.c, infiniband.c, dma.c, notifier.c ---- */

void put_page(void *page);
int ib_post_send(void *queue, void *requests, void **done);
int ib_poll_cq(void *queue, int most, void *completions);
int ib_req_notify_cq(void *queue, int flags);
unsigned long dma_map_page_attrs(void *device, void *page);
_Bool dma_iova_try_alloc(void *device, void *state);
int dma_iova_link(void *device);
int dma_iova_sync(void *device);
_Bool dma_need_unmap(void *device);
int dma_map_sg_attrs(void *device, void *list, int entries, int direction, unsigned long attributes);
int dma_fence_signal(void *fence);
void mmu_interval_set_seq(const void *notifier, unsigned long sequence);

int test_what_pages_hold_may_change(int *page)	// events: none
{
	*page = 5;
	put_page(page);
	__probe_value(*page == 5);	// {0..1}
	return 0;
}

int test_requests_have_any_result(int *queue, void *done)	// events: none
{
	*queue = 5;
	__probe_value(ib_post_send(queue, 0, &done) == 5);	// {0..1}
	__probe_value(*queue == 5);	// {0..1}
	*queue = 5;
	__probe_value(ib_poll_cq(queue, 1, done) == 5);	// {0..1}
	__probe_value(*queue == 5);	// {0..1}
	*queue = 5;
	__probe_value(ib_req_notify_cq(queue, 1) == 5);	// {0..1}
	__probe_value(*queue == 5);	// {0..1}
	return 0;
}

int test_mappings_have_any_result(void *device, int *list)	// events: none
{
	__probe_value(dma_map_page_attrs(device, list) == 5);	// {0..1}
	*list = 5;
	__probe_value(dma_iova_try_alloc(device, list));	// {0..1}
	__probe_value(*list == 5);	// {0..1}
	__probe_value(dma_iova_link(device) == 5);	// {0..1}
	__probe_value(dma_iova_sync(device) == 5);	// {0..1}
	__probe_value(dma_need_unmap(device));	// {0..1}
	*list = 5;
	__probe_value(dma_map_sg_attrs(device, list, 1, 0, 0) == 5);	// {0..1}
	__probe_value(*list == 5);	// {0..1}
	*list = 5;
	__probe_value(dma_fence_signal(list) == 5);	// {0..1}
	__probe_value(*list == 5);	// {0..1}
	return 0;
}

int test_a_sequence_is_set(void *notifier)	// events: set-seq
{
	mmu_interval_set_seq(notifier, 4);
	return 0;
}

/* ---- power.c ---- */

int __pm_runtime_idle(void *device, int flags);
int __pm_runtime_suspend(void *device, int flags);
_Bool pm_runtime_is_irq_safe(void *device)
{
	return *(_Bool *)device;
}

int test_an_asynchronous_request_is_queued(void *device)	// events: none
{
	__probe_value(__pm_runtime_idle(device, 5) == 5);	// {0..1}
	__probe_value(__pm_runtime_suspend(device, 1) == 5);	// {0..1}
	return 0;
}

int test_a_synchronous_request_sleeps(void *device)	// events: sleep
{
	__probe_value(__pm_runtime_idle(device, 4) == 5);	// {0..1}
	return 0;
}

int test_a_device_may_be_safe_for_interrupts(_Bool *device)	// events: none
{
	*device = 1;
	__probe_value(__pm_runtime_suspend(device, 4) == 5);	// {0..1}
	return 0;
}

int test_another_device_is_not(_Bool *device)	// events: sleep
{
	*device = 0;
	__pm_runtime_suspend(device, 4);
	return 0;
}
