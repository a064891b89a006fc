// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/toolchain.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include "base/map.h"
#include "base/process.h"
#include "base/str.h"
#include "locate/spatch.h"
#include "tree/tree.h"

/* Versions that are looked for, best first; "" is a clang without a version in its name. */
static const char *const llvm_versions[] = { "-19", "-18", "-17", "-20", "-21", "-22", "" };

/* A make inside of make, or a user's habits, must not change what is asked. */
static const char *const unset_variables[] = {
	"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MAKE_TERMOUT", "MAKE_TERMERR",
	"GNUMAKEFLAGS", "MAKEFILES", "O", "KBUILD_OUTPUT", "M", "KBUILD_EXTMOD", "C", "CHECK",
	"CF", "V", "W", "KBUILD_VERBOSE", "KBUILD_CHECKSRC", "KBUILD_EXTRA_WARN", "ARCH",
	"SUBARCH", "SRCARCH", "CROSS_COMPILE", "CC", "LD", "AR", "NM", "HOSTCC", "LLVM",
	"LLVM_IAS", "KCONFIG_CONFIG", "KCONFIG_ALLCONFIG", "KCONFIG_DEFCONFIG_LIST",
	"KCONFIG_SEED", "KCONFIG_AUTOCONFIG", "KCONFIG_AUTOHEADER", "CDPATH", "sub_make_done",
	"abs_srctree", "abs_objtree", "srctree", "objtree", "building_out_of_srctree",
	"KBUILD_CFLAGS", "BUILD", "DEBUG_FILE", NULL,
};

static void identify(struct arena *arena, struct toolchain *toolchain)
{
	const char *path = *toolchain->compiler == '/' ? toolchain->compiler :
			   find_program(arena, toolchain->compiler);
	struct stat st;

	toolchain->identity = hash_bytes(toolchain->compiler, strlen(toolchain->compiler), 0);
	if (path && !stat(path, &st))
		toolchain->identity = hash_mix(toolchain->identity,
					       hash_mix((uint64_t)st.st_size,
							(uint64_t)st.st_mtim.tv_sec));
}

/* clang of this version, with the tools that kbuild takes along with it. */
static bool take_llvm(struct arena *arena, const char *version, struct toolchain *toolchain)
{
	const char *compiler = arena_printf(arena, "clang%s", version);

	if (!find_program(arena, compiler) ||
	    !find_program(arena, arena_printf(arena, "ld.lld%s", version)) ||
	    !find_program(arena, arena_printf(arena, "llvm-ar%s", version)))
		return false;
	*toolchain = (struct toolchain){
		.compiler = compiler,
		.make = { arena_printf(arena, "LLVM=%s", *version ? version : "1") },
	};
	identify(arena, toolchain);
	return true;
}

static int need_make(struct arena *arena, struct error *error)
{
	if (find_program(arena, "make"))
		return 0;
	return error_set(error, ERROR_ENVIRONMENT,
			 "make: not found on PATH: apt-get install make");
}

int toolchain_find(struct arena *arena, struct toolchain *toolchain, struct error *error)
{
	if (need_make(arena, error))
		return -1;
	for (size_t i = 0; i < sizeof(llvm_versions) / sizeof(llvm_versions[0]); i++)
		if (take_llvm(arena, llvm_versions[i], toolchain))
			return 0;
	if (!find_program(arena, "gcc"))
		return error_set(error, ERROR_ENVIRONMENT,
				 "no compiler found on PATH: neither clang with lld nor gcc: "
				 "apt-get install clang-19 lld-19 llvm-19");
	*toolchain = (struct toolchain){ .compiler = "gcc" };
	identify(arena, toolchain);
	return 0;
}

/* "Debian clang version 19.1.7 (3)": its 19, where clang-19 or a clang of that name is. */
static bool take_same_llvm(struct arena *arena, const char *text, struct toolchain *toolchain)
{
	const char *version = strstr(text, "clang version ");

	if (!version)
		return false;
	char *suffix = arena_printf(arena, "-%d", atoi(version + strlen("clang version ")));

	return take_llvm(arena, suffix, toolchain) || take_llvm(arena, "", toolchain);
}

/* "aarch64-linux-gnu-gcc-12 (Debian ...)": the first word is the program. */
static bool take_gcc(struct arena *arena, const char *text, struct toolchain *toolchain)
{
	char *program = arena_strndup(arena, text, strcspn(text, " "));
	const char *gcc = strstr(program, "gcc");

	if (!gcc || strstr(text, "clang") || !find_program(arena, program))
		return false;
	*toolchain = (struct toolchain){
		.compiler = program,
		.make = { arena_printf(arena, "CC=%s", program) },
	};
	if (gcc > program)
		toolchain->make[1] = arena_printf(arena, "CROSS_COMPILE=%.*s",
						  (int)(gcc - program), program);
	identify(arena, toolchain);
	return true;
}

int toolchain_of(struct arena *arena, const char *cc_version_text, struct toolchain *toolchain,
		 struct error *error)
{
	if (need_make(arena, error))
		return -1;
	if (cc_version_text && (take_same_llvm(arena, cc_version_text, toolchain) ||
				take_gcc(arena, cc_version_text, toolchain)))
		return 0;
	return toolchain_find(arena, toolchain, error);
}

const char *arch_of_machine(const char *machine)
{
	static const struct { const char *machine, *arch; } table[] = {
		{ "x86_64", "x86" }, { "i686", "x86" }, { "i586", "x86" }, { "i386", "x86" },
		{ "aarch64", "arm64" }, { "armv7l", "arm" }, { "armv8l", "arm" },
		{ "ppc64le", "powerpc" }, { "ppc64", "powerpc" }, { "s390x", "s390" },
		{ "riscv64", "riscv" }, { "loongarch64", "loongarch" }, { "mips64", "mips" },
		{ "mips", "mips" }, { "sparc64", "sparc" }, { "parisc64", "parisc" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (!strcmp(machine, table[i].machine))
			return table[i].arch;
	return NULL;
}

const char *host_arch(void)
{
	struct utsname name;
	const char *arch = uname(&name) ? NULL : arch_of_machine(name.machine);

	return arch ? arch : "x86";
}

int run_make(struct arena *arena, const struct make_start *call, struct strbuf *out,
	     struct strbuf *err, struct error *error)
{
	VEC(const char *) argv = { 0 };
	struct exit_state state;
	struct run_options options = {
		.unset = unset_variables,
		.merge_stderr = !err,
		.timeout_seconds = call->timeout_seconds,
	};

	if (call->makefile) {
		vec_push(&argv, "env");
		vec_push(&argv, arena_printf(arena, "MAKEFILES=%s", call->makefile));
	}
	vec_push(&argv, "make");
	vec_push(&argv, "-C");
	vec_push(&argv, call->directory);
	vec_push(&argv, arena_printf(arena, "ARCH=%s", call->arch));
	for (size_t i = 0; call->toolchain->make[i]; i++)
		vec_push(&argv, call->toolchain->make[i]);
	vec_each(argument, &call->arguments)
		vec_push(&argv, *argument);
	vec_push(&argv, NULL);
	int failed = run_process(argv.data, &options, out, err, &state, error);

	vec_free(&argv);
	if (failed)
		return -1;
	return state.code < 0 ? 128 + state.signal : state.code;
}
