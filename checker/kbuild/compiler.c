// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the compiler that libclang is answers to the questions of makefiles: the one table about it. A row
 *holds for the architectures that it names, "*" for all, "" for none. Asked as kbuild asks, of clang 19:
 *
 *	clang --target=T -Werror -Werror=unknown-warning-option -Werror=ignored-optimization-argument OPTION
 *\ -c -x c /dev/null
 *
 * What follows -mllvm is a row of its own.
 */
#include <string.h>

#include "kbuild/compiler.h"

static const struct row {
	const char *arches;	/* with blanks between */
	const char *options;	/* likewise; one that ends in * stands for all that begin so */
} rows[] = {
	{ "*",
	  "-O2 -O3 -Os -Waddress-of-packed-member -Warray-bounds -Wcast-function-type "
	  "-Wcast-function-type-strict -Wdeclaration-after-statement -Wenum-conversion "
	  "-Werror=incompatible-pointer-types -Werror=unused-command-line-argument -Wformat-overflow "
	  "-Wformat-overflow-non-kprintf -Wformat-truncation -Wformat-truncation-non-kprintf "
	  "-Wfortify-source -Wframe-address -Wframe-larger-than=10240 -Wframe-larger-than=1536 -Wgnu "
	  "-Wimplicit-fallthrough -Winitializer-overrides -Wmissing-field-initializers "
	  "-Wmissing-prototypes -Wout-of-line-declaration -Woverride-init -Wpointer-sign "
	  "-Wpointer-to-enum-cast -Wpsabi -Wsign-compare -Wsometimes-uninitialized -Wstrict-prototypes "
	  "-Wtautological-constant-out-of-range-compare -Wtype-limits -Wunaligned-access -Wuninitialized "
	  "-Wunreachable-code-fallthrough -Wunsequenced -Wunused-but-set-variable -Wunused-const-variable "
	  "-Wunused-macros -Wunused-parameter -Wvla -asan-globals=* "
	  "-asan-instrumentation-with-call-threshold=* -asan-kernel-mem-intrinsic-prefix=* -asan-kernel=* "
	  "-asan-mapping-offset=* -asan-stack=* -falign-loops=0 -falign-loops=1 "
	  "-fasynchronous-unwind-tables -fcf-protection=none -fdata-sections -fdebug-prefix-map=* "
	  "-fdirect-access-external-data -ffile-prefix-map=* -ffunction-sections -fmacro-prefix-map=* "
	  "-fms-extensions -fno-PIC -fno-PIE -fno-addrsig -fno-asynchronous-unwind-tables "
	  "-fno-delete-null-pointer-checks -fno-direct-access-external-data -fno-dwarf2-cfi-asm "
	  "-fno-jump-tables -fno-pic -fno-stack-protector -fno-strict-overflow -fno-var-tracking "
	  "-foptimize-sibling-calls -frandomize-layout-seed-file=/dev/null -fsanitize-coverage=trace-cmp "
	  "-fsanitize-coverage=trace-pc -fsanitize-ignorelist=/dev/null -fsanitize-trap=all "
	  "-fsanitize-trap=undefined -fsanitize-undefined-trap-on-error -fsanitize=alignment "
	  "-fsanitize=array-bounds -fsanitize=bool -fsanitize=bounds -fsanitize=enum "
	  "-fsanitize=implicit-signed-integer-truncation -fsanitize=implicit-unsigned-integer-truncation "
	  "-fsanitize=integer-divide-by-zero -fsanitize=kcfi -fsanitize=kernel-address "
	  "-fsanitize=local-bounds -fsanitize=shift -fsanitize=signed-integer-overflow "
	  "-fsanitize=undefined -fsanitize=unreachable -fsanitize=unsigned-integer-overflow "
	  "-fstack-protector -fstack-protector-all -fstack-protector-strong -fstrict-flex-arrays=3 "
	  "-ftrivial-auto-var-init=pattern -ftrivial-auto-var-init=uninitialized "
	  "-ftrivial-auto-var-init=zero -gdwarf-4 -gz=zlib -gz=zstd -hwasan-inline-all-checks=* "
	  "-hwasan-instrument-stack=* -hwasan-instrument-with-calls=* "
	  "-hwasan-kernel-mem-intrinsic-prefix=* -hwasan-mapping-offset=* -hwasan-use-after-scope=* "
	  "-hwasan-use-short-granules=* -m16 -m64 -mindirect-branch-cs-prefix -msan-disable-checks=* "
	  "-mstack-alignment=16 -mstack-alignment=4 -mstack-alignment=8 -std=gnu11 "
	  "-tsan-compound-read-before-write=* -tsan-distinguish-volatile=* "
	  "-tsan-instrument-func-entry-exit=* -tsan-instrument-read-before-write=*" },
	{ "arm",
	  "-mabi=apcs-gnu -marm -mtp=cp15 -mtune=ultrasparc3 -mtune=z17 -mtune=z9-109 -mtune=z900 "
	  "-mtune=z990" },
	{ "arm64",
	  "-mbranch-protection=none -mbranch-protection=pac-ret+leaf -mbranch-protection=pac-ret+leaf+bti "
	  "-mno-outline-atomics -msign-return-address=all -mstack-protector-guard-reg=sp_el0 "
	  "-mstack-protector-guard=sysreg" },
	{ "arm64 arm mips",
	  "-mno-unaligned-access" },
	{ "arm64 riscv",
	  "-ffixed-x18" },
	{ "arm64 riscv arm mips loongarch",
	  "-mno-strict-align -mstrict-align" },
	{ "arm64 s390 powerpc arm mips",
	  "-mbig-endian" },
	{ "mips",
	  "-march=mips1 -march=mips3 -march=mips32r5 -march=mips4 -march=mips64 -march=mips64r2 "
	  "-march=octeon -march=p5600 -mno-check-zero-division" },
	{ "powerpc",
	  "-mabi=altivec -mabi=elfv1 -mabi=elfv2 -mcpu=power10 -mcpu=powerpc64 -mno-altivec -mno-mma "
	  "-mno-pcrel -mno-prefixed -mno-spe -mno-vsx" },
	{ "powerpc arm",
	  "-mtune=power10 -mtune=power5 -mtune=power7 -mtune=power8 -mtune=power9" },
	{ "riscv",
	  "-mabi=lp64 -mno-relax -march=rv*" },
	{ "s390",
	  "-march=z10 -march=z13 -march=z14 -march=z15 -march=z16 -march=z196 -march=zEC12 -mbackchain "
	  "-mnop-mcount -mpacked-stack -mrecord-mcount" },
	{ "s390 arm",
	  "-mtune=z10 -mtune=z13 -mtune=z14 -mtune=z15 -mtune=z16 -mtune=z196 -mtune=zEC12" },
	{ "s390 powerpc mips",
	  "-mhard-float" },
	{ "x86",
	  "-fcf-protection=branch -fcf-protection=full -fcf-protection=return -march=atom -march=core2 "
	  "-march=k8 -march=native -march=nocona -mfunction-return=thunk-extern -mno-80387 "
	  "-mno-apx-features=egpr -mno-avx -mno-fp-ret-in-387 -mskip-rax-setup -msse "
	  "-mstack-protector-guard=tls" },
	{ "x86 arm",
	  "-mtune=atom -mtune=i386" },
	{ "x86 arm64",
	  "-fbasic-block-sections=list=/dev/null -fsanitize=kernel-hwaddress "
	  "-fzero-call-used-regs=used-gpr -mgeneral-regs-only -mharden-sls=all" },
	{ "x86 arm64 arm",
	  "-mstack-protector-guard-offset=0 -mstack-protector-guard=global" },
	{ "x86 arm64 riscv loongarch",
	  "-fpatchable-function-entry=1 -fpatchable-function-entry=16 -fpatchable-function-entry=2 "
	  "-fpatchable-function-entry=8" },
	{ "x86 arm64 riscv powerpc arm",
	  "-mtune=generic" },
	{ "x86 arm64 riscv s390 powerpc loongarch",
	  "-fsanitize=thread" },
	{ "x86 arm64 s390 powerpc",
	  "-fno-stack-clash-protection" },
	{ "x86 arm64 s390 powerpc arm mips loongarch",
	  "-gsplit-dwarf" },
	{ "x86 powerpc",
	  "-mlong-double-128" },
	{ "x86 riscv",
	  "-fsanitize=shadow-call-stack" },
	{ "x86 riscv powerpc loongarch",
	  "-mcmodel=medium" },
	{ "x86 riscv s390 powerpc arm mips loongarch",
	  "-m32" },
	{ "x86 s390",
	  "-mfentry" },
	{ "x86 s390 powerpc",
	  "-fsanitize=kernel-memory" },
	{ "x86 s390 powerpc arm mips loongarch",
	  "-msoft-float" },
	{ "",
	  "--param=allow-store-data-races=0 -Wdangling-pointer -Wdefault-const-init-unsafe "
	  "-Werror=designated-init -Wflex-array-member-not-at-end -Wimplicit-fallthrough=5 -Wlogical-op "
	  "-Wmaybe-uninitialized -Wold-style-declaration -Wpacked-bitfield-compat -Wpacked-not-aligned "
	  "-Wrestrict -Wstringop-overflow -Wstringop-overread -Wstringop-truncation -Wswitch-unreachable "
	  "-Wuninitialized-const-pointer -Wunterminated-string-initialization -Wvla-larger-than=1 "
	  "-Wzero-length-bounds -asan-instrument-allocas=* -falign-jumps=0 -falign-jumps=1 "
	  "-falloc-token-max=123 -fasan-shadow-offset=0 -fcall-used-g5 -fcall-used-g7 -fconserve-stack "
	  "-fdiagnostics-show-context=2 -fdiagnostics-show-inlining-chain -femit-struct-debug-baseonly "
	  "-femit-struct-debug-detailed=any -ffixed-r2 -ffixed-r30 -field-initializers "
	  "-finline-stringops=memset -fmin-function-alignment=8 -fms-anonymous-structs "
	  "-fno-allow-store-data-races -fno-code-hoisting -fno-conserve-stack "
	  "-fno-inline-functions-called-once -fno-ipa-cp-clone -fno-ipa-sra "
	  "-fno-isolate-erroneous-paths-dereference -fno-partial-inlining -fno-reorder-blocks "
	  "-fno-schedule-insns -fno-stack-protector-all -fno-tree-loop-im -fno-var-tracking-assignments "
	  "-fsanitize-cfi-icall-experimental-normalize-integers "
	  "-fsanitize-coverage-stack-depth-callback-min=1 -fsanitize-kcfi-arity "
	  "-fsanitize-memory-param-retval -fsanitize-undefined-ignore-overflow-pattern=all "
	  "-fsanitize=bounds-strict -fsched-pressure -fzero-init-padding-bits=all -m2 -m2a -m2a-nofpu -m3 "
	  "-m4 -m4-nofpu -m4a -m4a-nofpu -m4al -m5200 -m5307 -mabi=ilp32 -maccumulate-outgoing-args "
	  "-malignment-traps -mannotate-tablejump -mapcs-32 -march=athlon -march=c3 -march=c3-2 "
	  "-march=geode -march=i486 -march=i586 -march=i686 -march=loongson2e -march=loongson2f "
	  "-march=loongson3a -march=pentium-mmx -march=r10000 -march=r3000 -march=r4300 -march=r4600 "
	  "-march=r5000 -march=r5500 -march=r8000 -march=rm5200 -march=rm7000 -march=rv32ima_zacas "
	  "-march=rv64ima_zacas -march=rv64ima_zicfiss_zicfilp -march=sb1 -march=winchip-c6 "
	  "-march=winchip2 -march=z17 -march=z9-109 -march=z900 -march=z990 -max-store-memset=4294967294 "
	  "-mbacktrace -mcall-aixdesc -mcfv4e -mcmov -mcpu -mcpu=5206 -mcpu=5206e -mcpu=5208 -mcpu=523x "
	  "-mcpu=5249 -mcpu=5253 -mcpu=5271 -mcpu=5272 -mcpu=5275 -mcpu=528x -mcpu=5307 -mcpu=532x "
	  "-mcpu=537x -mcpu=5407 -mcpu=54455 -mcpu=5475 -mcpu=e500mc64 -mcpu=e6500 -mcpu=v "
	  "-mdirect-extern-access -mem-intrinsic-prefix=1 -mexplicit-relocs -mfix-r4000 -mfix-r4400 "
	  "-mforce-no-pic -mfunction-return=thunk -mhard-div -mhard-mul -mindirect-branch-register "
	  "-mindirect-branch=thunk -mindirect-branch=thunk-extern -mindirect-branch=thunk-inline -mj2 "
	  "-mmcount-ra-address -mminimal-toc -mmultiple -mno-branch-likely -mno-daddi -mno-explicit-relocs "
	  "-mno-fdpic -mno-gnu-attribute -mno-implicit-fp -mno-loongson-mmi -mno-mdmx -mno-mips3d "
	  "-mno-pointers-to-nested-functions -mno-readonly-in-sdata -mno-riscv-attribute -mno-rop-protect "
	  "-mno-save-toc-indirect -mno-sched-prolog -mno-sched-prolog-epilog -mno-serialize-volatile "
	  "-mno-single-pic-base -mno-string -mno-thumb-interwork -mpcrel -mpreferred-stack-boundary=2 "
	  "-mpreferred-stack-boundary=3 -mpreferred-stack-boundary=4 -mprefixed -mror -mrori -msext "
	  "-mshort-load-bytes -msoft-div -msoft-mul -mspe=no -mstack-guard=128 "
	  "-mstack-protector-guard-record -mstack-protector-guard-reg=r13 -mstack-protector-guard-reg=r2 "
	  "-mstack-protector-guard-reg=tp -mstack-size=8192 -msym32 -mthin-add-sub -mtraceback=no -mv "
	  "-mwarn-dynamicstack" },
};

static bool has_word(const char *list, const char *word, size_t length)
{
	const char *p = list;

	while (*p) {
		size_t here = strcspn(p, " ");

		if (here == length && !memcmp(p, word, length))
			return true;
		if (here && p[here - 1] == '*' && length >= here - 1 && !memcmp(p, word, here - 1))
			return true;
		p += here;
		p += strspn(p, " ");
	}
	return false;
}

enum compiler_answer compiler_accepts(const char *arch, const char *option, size_t length)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (!has_word(rows[i].options, option, length))
			continue;
		return !strcmp(rows[i].arches, "*") || has_word(rows[i].arches, arch, strlen(arch)) ?
		       COMPILER_YES : COMPILER_NO;
	}
	/* Warnings and options of the assembler (-Wa,) decide nothing about what is parsed. */
	return length > 2 && !memcmp(option, "-W", 2) ? COMPILER_NO : COMPILER_UNKNOWN;
}

static const struct target {
	const char *arch, *triple;
} targets[] = {
	{ "arc", "arc-linux-gnu" },
	{ "arm", "arm-linux-gnueabi" },
	{ "arm64", "aarch64-linux-gnu" },
	{ "csky", "csky-linux-gnu" },
	{ "hexagon", "hexagon-linux-musl" },
	{ "loongarch", "loongarch64-linux-gnusf" },
	{ "m68k", "m68k-linux-gnu" },
	{ "mips", "mipsel-linux-gnu" },
	{ "powerpc", "powerpc64le-linux-gnu" },
	{ "riscv", "riscv64-linux-gnu" },
	{ "s390", "s390x-linux-gnu" },
	{ "sparc", "sparc64-linux-gnu" },
	{ "um", "x86_64-linux-gnu" },
	{ "x86", "x86_64-linux-gnu" },
};

const char *compiler_target(const char *arch)
{
	for (size_t i = 0; i < sizeof(targets) / sizeof(*targets); i++)
		if (!strcmp(targets[i].arch, arch))
			return targets[i].triple;
	return NULL;
}
