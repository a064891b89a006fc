// SPDX-License-Identifier: GPL-2.0-only
#include "base/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#include "base/arena.h"
#include "base/open_guard.h"

struct confinement {
	int ruleset;		/* Landlock's, -1: there is none */
	const struct sock_fprog *program;	/* seccomp's; NULL: there is none */
	struct confinement_options options;
};

/* ---- Landlock ---- */

/* Rights of later versions than the oldest; headers may not have them yet. */
#define RIGHT_REFER (1ULL << 13)
#define RIGHT_TRUNCATE (1ULL << 14)
#define RIGHT_IOCTL (1ULL << 15)

#define RIGHTS_READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define RIGHTS_OLDEST (RIGHTS_READ | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | \
	LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | \
	LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | \
	LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM)
/* Those that a file has which is no directory. */
#define RIGHTS_OF_FILES (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | RIGHT_TRUNCATE | RIGHT_IOCTL)

/* As the newest version has it. An older one takes it if the rest of it is zero. */
struct ruleset_attributes {
	uint64_t files, network, scopes;
};

#define SCOPE_SIGNALS_AND_SOCKETS 3ULL

static int landlock_version(void)
{
	return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

static uint64_t rights_known(int version)
{
	return RIGHTS_OLDEST | (version >= 2 ? RIGHT_REFER : 0) | (version >= 3 ? RIGHT_TRUNCATE : 0) |
	       (version >= 5 ? RIGHT_IOCTL : 0);
}

static void allow(int ruleset, const char *path, uint64_t rights)
{
	struct landlock_path_beneath_attr rule = {
		.allowed_access = rights, .parent_fd = open(path, O_PATH | O_CLOEXEC),
	};
	struct stat st;

	if (rule.parent_fd < 0)
		return;
	if (!fstat(rule.parent_fd, &st) && !S_ISDIR(st.st_mode))
		rule.allowed_access &= RIGHTS_OF_FILES;
	(void)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	close(rule.parent_fd);
}

static int make_ruleset(const struct confinement_options *options)
{
	int version = landlock_version();
	uint64_t known = rights_known(version);
	struct ruleset_attributes attributes = {
		.files = options->readable ? known : known & ~(uint64_t)RIGHTS_READ,
		.scopes = version >= 6 ? SCOPE_SIGNALS_AND_SOCKETS : 0,
	};
	int ruleset = version < 1 ? -1 :
		(int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof(attributes), 0);

	if (ruleset < 0)
		return -1;
	for (const char *const *path = options->readable; path && *path; path++)
		allow(ruleset, *path, RIGHTS_READ);
	for (const char *const *path = options->writable; path && *path; path++)
		allow(ruleset, *path, attributes.files);
	allow(ruleset, "/dev/null", attributes.files);
	return ruleset;
}

/* ---- seccomp ---- */

/* What neither a parser nor spatch needs. */
static const int refused[] = {
	SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept),
	SCMP_SYS(accept4), SCMP_SYS(sendto), SCMP_SYS(sendmsg), SCMP_SYS(sendmmsg),
	SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(pidfd_getfd),
	SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(pivot_root), SCMP_SYS(chroot), SCMP_SYS(unshare), SCMP_SYS(setns),
	SCMP_SYS(open_by_handle_at), SCMP_SYS(bpf), SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd),
	SCMP_SYS(io_uring_setup), SCMP_SYS(keyctl), SCMP_SYS(add_key), SCMP_SYS(request_key),
	SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(delete_module), SCMP_SYS(kexec_load),
	SCMP_SYS(reboot), SCMP_SYS(swapon), SCMP_SYS(swapoff), SCMP_SYS(settimeofday), SCMP_SYS(clock_settime),
	SCMP_SYS(sethostname), SCMP_SYS(setdomainname), SCMP_SYS(quotactl), SCMP_SYS(acct),
	SCMP_SYS(mknod), SCMP_SYS(mknodat), SCMP_SYS(personality), SCMP_SYS(iopl), SCMP_SYS(ioperm),
};

/* With these a process would leave its group, which is killed when we end. */
static const int leaving[] = { SCMP_SYS(setsid), SCMP_SYS(setpgid) };

static const int starting[] = { SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork) };

#define COUNT_OF(array) (sizeof(array) / sizeof(*(array)))
/* The flag of clone() for a thread. clone3() has its flags in memory: it is refused as if the kernel had none. */
#define THREAD 0x00010000

/* How much a filter refuses, from less to more. */
enum filter {
	FILTER_GROUP,		/* leaving the process group */
	FILTER_PROGRAM,		/* and network, kernel's rarer services */
	FILTER_PARSER,		/* and starting anything, opening what is no file */
	FILTER_COUNT,
};

static int refuse_all(scmp_filter_ctx filter, const int *calls, size_t count)
{
	int failed = 0;

	for (size_t i = 0; i < count; i++)
		failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), calls[i], 0);
	return failed;
}

static int add_rules(scmp_filter_ctx filter, enum filter which)
{
	int failed = refuse_all(filter, leaving, COUNT_OF(leaving));

	if (which >= FILTER_PROGRAM)
		failed |= refuse_all(filter, refused, COUNT_OF(refused));
	if (which < FILTER_PARSER)
		return failed;
	failed |= refuse_all(filter, starting, COUNT_OF(starting));
	failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
				   SCMP_A0(SCMP_CMP_MASKED_EQ, THREAD, 0));
	return failed | open_guard_add_rules(filter);
}

/* Reads what FILTER compiles to; it is not freed. NULL where there is no way. */
static const struct sock_fprog *compile(scmp_filter_ctx filter)
{
	int fd = memfd_create("filter", MFD_CLOEXEC);
	struct sock_fprog *program = NULL;
	off_t size = 0;

	if (fd >= 0 && !seccomp_export_bpf(filter, fd))
		size = lseek(fd, 0, SEEK_END);
	struct sock_filter *code = size > 0 ? xmalloc((size_t)size) : NULL;

	if (code && pread(fd, code, (size_t)size, 0) == (ssize_t)size) {
		program = xcalloc(1, sizeof(*program));
		program->len = (unsigned short)((size_t)size / sizeof(*code));
		program->filter = code;
	} else {
		free(code);
	}
	if (fd >= 0)
		close(fd);
	return program;
}

static const struct sock_fprog *make_program(enum filter which)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	const struct sock_fprog *program = NULL;

	if (!filter)
		return NULL;
	if (!add_rules(filter, which))
		program = compile(filter);
	seccomp_release(filter);
	return program;
}

/* The programs, each made once. */
static const struct sock_fprog *program_for(enum filter which)
{
	static const struct sock_fprog *programs[FILTER_COUNT];
	static bool made[FILTER_COUNT];

	if (!made[which])
		programs[which] = make_program(which);
	made[which] = true;
	return programs[which];
}

/* ---- the whole ---- */

void confinement_prepare(void)
{
	for (enum filter which = 0; which < FILTER_COUNT; which++)
		(void)program_for(which);
}

const char *confinement_lack(void)
{
	bool files = landlock_version() >= 1, calls = program_for(FILTER_PARSER) && prctl(PR_GET_SECCOMP) >= 0;

	return files && calls ? NULL : files ? "seccomp" : calls ? "Landlock" : "neither Landlock nor seccomp";
}

struct confinement *confinement_new(const struct confinement_options *options)
{
	struct confinement *confinement = xcalloc(1, sizeof(*confinement));

	confinement->options = *options;
	confinement->ruleset = make_ruleset(options);
	confinement->program = program_for(options->starts_programs ? FILTER_PROGRAM : FILTER_PARSER);
	return confinement;
}

const struct confinement *confinement_in_group(void)
{
	static struct confinement confinement = { .ruleset = -1, .options.starts_programs = true };

	confinement.program = program_for(FILTER_GROUP);
	return &confinement;
}

void confinement_free(struct confinement *confinement)
{
	if (confinement->ruleset >= 0)
		close(confinement->ruleset);
	free(confinement);
}

static void limit(int what, size_t most)
{
	struct rlimit limit = { most, most };

	if (most)
		setrlimit(what, &limit);
}

void confine_self(const struct confinement *confinement)
{
	struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__
	limit(RLIMIT_AS, confinement->options.memory_bytes);
#endif
	limit(RLIMIT_FSIZE, confinement->options.file_bytes);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (confinement->ruleset >= 0)
		syscall(SYS_landlock_restrict_self, confinement->ruleset, 0);
	if (confinement->program && !confinement->options.starts_programs)
		open_guard_install();
	if (confinement->program)
		syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, confinement->program);
}
