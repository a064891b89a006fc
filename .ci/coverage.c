// SPDX-License-Identifier: GPL-2.0-only
/*
 * Linked into a build for gcov (make coverage). Workers leave by _exit(), which would drop their counts, and a confined
 * one could not write them.
 */
struct confinement;

extern void __gcov_dump(void);
_Noreturn void __real__exit(int code);
_Noreturn void __wrap__exit(int code);
void __wrap_confine_self(const struct confinement *confinement);
const char *__wrap_confinement_lack(void);

_Noreturn void __wrap__exit(int code)
{
	__gcov_dump();
	__real__exit(code);
}

void __wrap_confine_self(const struct confinement *confinement)
{
	(void)confinement;
}

/* Tests of what confines a process are left out. */
const char *__wrap_confinement_lack(void)
{
	return "neither Landlock nor seccomp";
}
