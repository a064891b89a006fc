// SPDX-License-Identifier: GPL-2.0-only
#include "base/open_guard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <ucontext.h>
#include <unistd.h>

/* An open() with one of these never waits. */
#define NEVER_WAITS ((unsigned)(O_NONBLOCK | O_DIRECTORY | O_PATH))

/* Where the kernel keeps the arguments and the result of the system call that it trapped. */
#if defined(__x86_64__)
#define RESULT(context) ((context)->uc_mcontext.gregs[REG_RAX])
#define ARGUMENT(context, n) \
	((context)->uc_mcontext.gregs[(n) == 0 ? REG_RDI : (n) == 1 ? REG_RSI : (n) == 2 ? REG_RDX : REG_R10])
#elif defined(__aarch64__)
#define RESULT(context) ((context)->uc_mcontext.regs[0])
#define ARGUMENT(context, n) ((context)->uc_mcontext.regs[n])
#endif

#ifdef RESULT

bool open_guard_works(void)
{
	return true;
}

int open_guard_add_rules(scmp_filter_ctx filter)
{
	int failed = seccomp_rule_add(filter, SCMP_ACT_TRAP, SCMP_SYS(openat), 1,
				      SCMP_A2(SCMP_CMP_MASKED_EQ, NEVER_WAITS, 0));

#ifdef SYS_open
	failed |= seccomp_rule_add(filter, SCMP_ACT_TRAP, SCMP_SYS(open), 1,
				   SCMP_A1(SCMP_CMP_MASKED_EQ, NEVER_WAITS, 0));
#endif
	/* its flags are in memory; the C library does without it */
	failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(openat2), 0);
	/* LLVM catches all fatal signals while it writes a file: it believes that it does, and the handler stays */
	failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(0), SCMP_SYS(rt_sigaction), 1,
				   SCMP_A0(SCMP_CMP_EQ, SIGSYS));
	return failed;
}

/* The null device and the sources of random numbers are no danger, and libraries open them. */
static bool is_harmless_device(const struct stat *st)
{
	return S_ISCHR(st->st_mode) && (st->st_rdev == makedev(1, 3) || st->st_rdev == makedev(1, 8) ||
					st->st_rdev == makedev(1, 9));
}

/* Opens as open() and openat() do. Returns the descriptor, or the negative error number. */
static long open_guarded(int directory, const char *path, unsigned flags, unsigned mode)
{
	long fd = syscall(SYS_openat, directory, path, flags | O_NONBLOCK, mode);
	struct stat st;

	if (fd < 0)
		return -errno;
	if (!fstat((int)fd, &st) && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode) || is_harmless_device(&st)))
		return fd;
	close((int)fd);
	return -EACCES;
}

static void open_in_place(int number, siginfo_t *info, void *data)
{
	ucontext_t *context = data;
	int saved = errno;
	long result = -ENOSYS;

	(void)number;
	if (info->si_syscall == SYS_openat)
		result = open_guarded((int)ARGUMENT(context, 0), (const char *)ARGUMENT(context, 1),
				      (unsigned)ARGUMENT(context, 2), (unsigned)ARGUMENT(context, 3));
#ifdef SYS_open
	if (info->si_syscall == SYS_open)
		result = open_guarded(AT_FDCWD, (const char *)ARGUMENT(context, 0), (unsigned)ARGUMENT(context, 1),
				      (unsigned)ARGUMENT(context, 2));
#endif
	RESULT(context) = (__typeof__(RESULT(context)))result;
	errno = saved;
}

void open_guard_install(void)
{
	struct sigaction action = { .sa_sigaction = open_in_place, .sa_flags = SA_SIGINFO | SA_RESTART };

	sigaction(SIGSYS, &action, NULL);
}

#else

bool open_guard_works(void)
{
	return false;
}

int open_guard_add_rules(scmp_filter_ctx filter)
{
	(void)filter;
	return 0;
}

void open_guard_install(void)
{
}

#endif
