// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs each callback of a batch over all inputs, in both contexts, and prints what it can do:
 *
 *	NUMBER FAILS_BLOCKABLE WRONG_ERRNO SLEEPS_NONBLOCKABLE RETURNS_LOCKED
 *
 * each 0 or 1, or ? where it depends on whether two pointers of the context are equal. A callback
 * without a line has no truth: it ran into undefined behaviour or a deadlock, or it did not end.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#undef NULL

#include "oracle.h"

#define LOCKS_MOST 8
#define CHOICES_MOST 10

enum { FAILS_BLOCKABLE = 1, WRONG_ERRNO = 2, SLEEPS_NONBLOCKABLE = 4, RETURNS_LOCKED = 8, PROPERTIES = 4 };

/* What enterN() makes of one code: the input of one run. */
struct world {
	struct mmu_notifier *mn;
	struct mmu_notifier_range range;
	bool is_aliased;	/* two pointers of the context meet */
};

struct callback {
	int number;
	int (*run)(struct mmu_notifier *mn, const struct mmu_notifier_range *range);
	void (*enter)(struct world *world, unsigned long code);
	unsigned long codes;
};

static bool has_slept;
static struct mutex *held[LOCKS_MOST];
static int held_count;

/* What nobody knows, such as whether a lock is free: all sequences of choices are run. */
static bool choices[CHOICES_MOST];
static int choice_at, choice_count;

/* Takes one digit off CODE. */
static unsigned int take(unsigned long *code, unsigned int base)
{
	unsigned int digit = *code % base;

	*code /= base;
	return digit;
}

static void no_truth(const char *why)
{
	fprintf(stderr, "%s\n", why);
	_exit(1);
}

static bool choose(void)
{
	if (choice_at == CHOICES_MOST)
		no_truth("too many choices");
	if (choice_at == choice_count)
		choices[choice_count++] = 0;
	return choices[choice_at++];
}

static bool next_choices(void)
{
	while (choice_count && choices[choice_count - 1])
		choice_count--;
	if (!choice_count)
		return 0;
	choices[choice_count - 1] = 1;
	return 1;
}

static int find_held(const struct mutex *lock)
{
	int i = 0;

	while (i < held_count && held[i] != lock)
		i++;
	return i;
}

static void hold(struct mutex *lock)
{
	if (held_count == LOCKS_MOST)
		no_truth("too many locks");
	held[held_count++] = lock;
}

void mutex_lock(struct mutex *lock)
{
	has_slept = 1;
	if (find_held(lock) < held_count)
		no_truth("deadlock");
	hold(lock);
}

int mutex_trylock(struct mutex *lock)
{
	if (find_held(lock) < held_count)
		no_truth("a lock that is held is tried");
	if (choose())
		return 0;
	hold(lock);
	return 1;
}

void mutex_unlock(struct mutex *lock)
{
	int at = find_held(lock);

	if (at == held_count)
		no_truth("a lock that is not held is dropped");
	held[at] = held[--held_count];
}

int down_trylock(void *semaphore)
{
	(void)semaphore;
	return choose();
}

void msleep(unsigned int ms)
{
	(void)ms;
	has_slept = 1;
}

void __might_sleep(const char *file, int line)
{
	(void)file;
	(void)line;
	has_slept = 1;
}

void *__kmalloc(unsigned long size, unsigned int flags)
{
	if (gfpflags_allow_blocking(flags))
		has_slept = 1;
	return choose() ? NULL : malloc(size);
}

void kfree(const void *object)
{
	free((void *)object);
}

#include BATCH

static unsigned int run_once(const struct callback *callback, struct world *world, bool is_blockable)
{
	unsigned int seen = 0;
	int result;

	has_slept = 0;
	held_count = choice_at = 0;
	world->range.flags |= is_blockable;
	result = callback->run(world->mn, &world->range);
	if (result && is_blockable)
		seen |= FAILS_BLOCKABLE;
	if (result && result != -EAGAIN)
		seen |= WRONG_ERRNO;
	if (has_slept && !is_blockable)
		seen |= SLEEPS_NONBLOCKABLE;
	if (result && held_count)
		seen |= RETURNS_LOCKED;
	return seen;
}

static void run_all(const struct callback *callback)
{
	unsigned int seen[2] = { 0 };
	unsigned long code;

	for (code = 0; code < 2 * callback->codes; code++) {
		choice_count = 0;
		do {
			struct world world = { .range = { .start = 0x1000, .end = 0x9000 } };

			callback->enter(&world, code / 2);
			seen[world.is_aliased] |= run_once(callback, &world, code % 2);
		} while (next_choices());
	}
	printf("%d", callback->number);
	for (int i = 0; i < PROPERTIES; i++)
		printf(" %c", seen[0] & 1u << i ? '1' : seen[1] & 1u << i ? '?' : '0');
	printf("\n");
	fflush(stdout);
}

int main(void)
{
	const struct rlimit seconds = { 10, 10 };

	for (unsigned long i = 0; i < ARRAY_SIZE(callbacks); i++) {
		pid_t child = fork();

		if (child < 0)
			return 2;
		if (child == 0) {
			setrlimit(RLIMIT_CPU, &seconds);
			run_all(callbacks[i]);
			_exit(0);
		}
		waitpid(child, NULL, 0);
	}
	return 0;
}
