// SPDX-License-Identifier: GPL-2.0-only
/*
 * Facts about the compiler that libclang is, in one table for makefiles and Kconfig files. A row holds for the
 * architectures that it names, "*" for all, "" for none. Found by asking as kbuild asks, of clang 19:
 *
 *	clang --target=T -Werror -Werror=unknown-warning-option -Werror=ignored-optimization-argument OPTION
 *\ -c -x c /dev/null
 *
 * What other versions say is from their release notes; libclang is of version 17 at least. What follows -mllvm is a row
 * of its own, and "--param X" is "--param=X". An option that is good only beside another one is asked for beside it, so
 * the table has it: -mabi=ilp32 where -march is that of 32 bits, -mprefixed where -mcpu=power10 is, and the macro
 * __SIZEOF_INT128__ where -m64 is.
 */
#include <ctype.h>
#include <string.h>

#include "base/str.h"
#include "kbuild/compiler.h"

static const struct row {
	const char *arches;	/* with blanks between */
	const char *options;	/* likewise; a * stands for any text */
	unsigned since, before;	/* the compiler's version; 0: any */
} rows[] = {
	/* What modules outside of trees ask for. */
	{ .arches = "*", .options =
	  "-Wabsolute-value -Waddress -Waggregate-return -Wall -Walloca -Warray-parameter -Wattributes "
	  "-Wbad-function-cast -Wbitfield-constant-conversion -Wbitwise-conditional-parentheses "
	  "-Wbool-operation -Wbuiltin-macro-redefined -Wc11-extensions -Wc99-extensions -Wcast-align "
	  "-Wcast-qual -Wchar-subscripts -Wcomment -Wcompare-distinct-pointer-types -Wconstant-conversion "
	  "-Wconversion -Wcpp -Wdate-time -Wdeprecated -Wdeprecated-declarations -Wdiv-by-zero "
	  "-Wdouble-promotion -Wduplicate-decl-specifier -Wempty-body -Wenum-compare -Werror -Wextra "
	  "-Wfloat-conversion -Wfloat-equal -Wformat -Wformat-extra-args -Wformat-nonliteral "
	  "-Wformat-security -Wformat-zero-length -Wframe-larger-than=1024 -Wframe-larger-than=2048 "
	  "-Wframe-larger-than=4096 -Wgnu-folding-constant -Wgnu-variable-sized-type-not-at-end "
	  "-Wheader-guard -Wignored-attributes -Wignored-qualifiers -Wimplicit-function-declaration "
	  "-Wimplicit-int -Wincompatible-function-pointer-types "
	  "-Wincompatible-function-pointer-types-strict -Wincompatible-pointer-types -Winfinite-recursion "
	  "-Winit-self -Winline -Wint-conversion -Wint-to-pointer-cast -Winvalid-source-encoding "
	  "-Wlanguage-extension-token -Wliteral-conversion -Wlogical-not-parentheses -Wmacro-redefined "
	  "-Wmain -Wmisleading-indentation -Wmissing-braces -Wmissing-declarations "
	  "-Wmissing-format-attribute -Wmissing-include-dirs -Wmissing-noreturn -Wmultichar "
	  "-Wnested-externs -Wnon-literal-null-conversion -Wnonnull -Wnull-dereference "
	  "-Wold-style-definition -Woverflow -Wpacked -Wpadded -Wparentheses -Wpointer-arith "
	  "-Wpointer-bool-conversion -Wpointer-to-int-cast -Wpragma-once-outside-header -Wredundant-decls "
	  "-Wreturn-local-addr -Wreturn-type -Wself-assign -Wsequence-point -Wshadow -Wshift-count-overflow "
	  "-Wshift-negative-value -Wshift-overflow -Wsign-conversion "
	  "-Wsingle-bit-bitfield-constant-conversion -Wsizeof-array-argument -Wsizeof-array-div "
	  "-Wsizeof-pointer-memaccess -Wstack-protector -Wstrict-aliasing -Wstrict-overflow -Wswitch "
	  "-Wswitch-default -Wswitch-enum -Wtautological-compare -Wtautological-constant-compare "
	  "-Wtautological-pointer-compare -Wtrigraphs -Wtypedef-redefinition -Wundef -Wunknown-attributes "
	  "-Wunknown-pragmas -Wunknown-warning-option -Wunreachable-code -Wunused "
	  "-Wunused-but-set-parameter -Wunused-function -Wunused-label -Wunused-local-typedefs "
	  "-Wunused-result -Wunused-value -Wunused-variable -Wvariadic-macros -Wvisibility "
	  "-Wvoid-pointer-to-enum-cast -Wvoid-pointer-to-int-cast -Wvolatile-register-var -Wwrite-strings "
	  "-Wzero-length-array" },
	{ .arches = "", .options =
	  "-Walloc-size -Wattribute-alias -Wbool-compare -Wcast-user-defined -Wclass-memaccess "
	  "-Wdiscarded-qualifiers -Wduplicated-branches -Wduplicated-cond -Wjump-misses-init "
	  "-Wmemset-elt-size -Wmissing-attributes -Wmissing-parameter-type -Wpedantic "
	  "-Wsuggest-attribute=format -Wsuggest-attribute=noreturn -Wunsafe-loop-optimizations" },
	{ .arches = "*", .options =
	  "-O2 -O3 -Os -Waddress-of-packed-member -Warray-bounds -Wcast-function-type "
	  "-Wcast-function-type-strict -Wdeclaration-after-statement -Wenum-conversion "
	  "-Werror=incompatible-pointer-types -Werror=unused-command-line-argument -Wformat-overflow "
	  "-Wformat-overflow-non-kprintf -Wformat-truncation -Wformat-truncation-non-kprintf "
	  "-Wfortify-source -Wframe-address -Wframe-larger-than=10240 -Wframe-larger-than=1536 -Wgnu "
	  "-Wimplicit-fallthrough -Winitializer-overrides -Wmissing-field-initializers "
	  "-Wmissing-prototypes -Wout-of-line-declaration -Woverride-init -Wpointer-sign "
	  "-Wpointer-to-enum-cast -Wpsabi -Wsign-compare -Wsometimes-uninitialized -Wstrict-prototypes "
	  "-Wtautological-constant-out-of-range-compare -Wtype-limits -Wunaligned-access "
	  "-Wuninitialized -Wunreachable-code-fallthrough -Wunsequenced -Wunused-but-set-variable "
	  "-Wunused-const-variable -Wunused-macros -Wunused-parameter -Wvla -asan-globals=* "
	  "-asan-instrumentation-with-call-threshold=* -asan-kernel-mem-intrinsic-prefix=* "
	  "-asan-kernel=* -asan-mapping-offset=* -asan-stack=* -falign-loops=0 -falign-loops=1 "
	  "-fasynchronous-unwind-tables -fcf-protection=none -fdata-sections -fdebug-prefix-map=* "
	  "-fdirect-access-external-data -ffile-prefix-map=* -ffunction-sections -fmacro-prefix-map=* "
	  "-fms-extensions -fno-PIC -fno-PIE -fno-addrsig -fno-asynchronous-unwind-tables "
	  "-fno-delete-null-pointer-checks -fno-direct-access-external-data -fno-dwarf2-cfi-asm "
	  "-fno-jump-tables -fno-pic -fno-stack-protector -fno-strict-overflow -fno-var-tracking "
	  "-foptimize-sibling-calls -frandomize-layout-seed-file=* "
	  "-fsanitize-cfi-icall-experimental-normalize-integers -fsanitize-coverage=trace-cmp "
	  "-fsanitize-coverage=trace-pc -fsanitize-ignorelist=/dev/null "
	  "-fsanitize-trap=all -fsanitize-trap=undefined -fsanitize-undefined-trap-on-error "
	  "-fsanitize=alignment -fsanitize=array-bounds -fsanitize=bool -fsanitize=bounds "
	  "-fsanitize=enum -fsanitize=implicit-signed-integer-truncation "
	  "-fsanitize=implicit-unsigned-integer-truncation -fsanitize=integer-divide-by-zero "
	  "-fsanitize=kcfi -fsanitize=kernel-address -fsanitize=local-bounds -fsanitize=object-size "
	  "-fsanitize=shift -fsanitize=signed-integer-overflow -fsanitize=undefined "
	  "-fsanitize=unreachable -fsanitize=unsigned-integer-overflow -fstack-protector "
	  "-fstack-protector-all -fstack-protector-strong -fstrict-flex-arrays=3 "
	  "-ftrivial-auto-var-init=pattern -ftrivial-auto-var-init=uninitialized "
	  "-ftrivial-auto-var-init=zero -gdwarf-4 -gdwarf-5 -gz=zlib -gz=zstd "
	  "-hwasan-inline-all-checks=* -hwasan-instrument-stack=* -hwasan-instrument-with-calls=* "
	  "-hwasan-kernel-mem-intrinsic-prefix=* -hwasan-mapping-offset=* -hwasan-use-after-scope=* "
	  "-hwasan-use-short-granules=* -m16 -m64 -mindirect-branch-cs-prefix -msan-disable-checks=* "
	  "-mstack-alignment=16 -mstack-alignment=4 -mstack-alignment=8 -pg -std=gnu11 "
	  "-tsan-compound-read-before-write=* -tsan-distinguish-volatile=* "
	  "-tsan-instrument-func-entry-exit=* -tsan-instrument-read-before-write=*" },
	{ .arches = "x86", .options =
	  "-fbasic-block-sections=list=* -fcf-protection=branch -fcf-protection=full "
	  "-fcf-protection=return -march=atom -march=core2 -march=k8 -march=native -march=nocona "
	  "-mfunction-return=thunk-extern -mno-80387 -mno-apx-features=egpr -mno-avx -mno-fp-ret-in-387 "
	  "-mskip-rax-setup -msse" },
	{ .arches = "x86 arm64", .options =
	  "-fsanitize=kernel-hwaddress -fzero-call-used-regs=* -mgeneral-regs-only -mharden-sls=all "
	  "-mstack-protector-guard-reg=*" },
	{ .arches = "x86 arm64 riscv", .options =
	  "-fsanitize=shadow-call-stack" },
	{ .arches = "x86 arm64 riscv s390 powerpc loongarch", .options =
	  "-fsanitize=thread" },
	{ .arches = "x86 arm64 riscv powerpc arm", .options =
	  "-mstack-protector-guard-offset=* -mtune=generic" },
	{ .arches = "x86 arm64 riscv loongarch", .options =
	  "-fpatchable-function-entry=*" },
	{ .arches = "x86 arm64 s390 powerpc", .options =
	  "-fno-stack-clash-protection" },
	{ .arches = "x86 arm64 s390 powerpc arm mips loongarch hexagon m68k sparc", .options =
	  "-gsplit-dwarf" },
	{ .arches = "x86 arm64 arm", .options =
	  "-mstack-protector-guard=global" },
	{ .arches = "x86 riscv s390 powerpc arm mips loongarch hexagon m68k sparc", .options =
	  "-m32" },
	{ .arches = "x86 riscv powerpc loongarch sparc", .options =
	  "-mcmodel=medium" },
	{ .arches = "x86 s390", .options =
	  "-mfentry" },
	{ .arches = "x86 s390 powerpc", .options =
	  "-fsanitize-memory-param-retval -fsanitize=kernel-memory" },
	{ .arches = "x86 s390 powerpc arm mips loongarch m68k sparc", .options =
	  "-msoft-float" },
	{ .arches = "x86 powerpc", .options =
	  "-mlong-double-128" },
	{ .arches = "x86 arm", .options =
	  "-mstack-protector-guard=tls -mtune=atom -mtune=i386" },
	{ .arches = "arm64", .options =
	  "-Wa,-march=armv8.*-a -mbranch-protection=* -mno-outline-atomics -msign-return-address=all "
	  "-mstack-protector-guard=sysreg" },
	{ .arches = "arm64 riscv", .options =
	  "-ffixed-x18" },
	{ .arches = "arm64 riscv arm mips loongarch", .options =
	  "-mno-strict-align -mstrict-align" },
	{ .arches = "arm64 s390 powerpc arm mips m68k sparc", .options =
	  "-mbig-endian" },
	{ .arches = "arm64 arm mips", .options =
	  "-mno-unaligned-access" },
	{ .arches = "riscv", .options =
	  "-mabi=ilp32 -mabi=ilp32d -mabi=lp64 -mabi=lp64d -march=rv*g -march=rv*ima_zb* "
	  "-march=rv*ima_zicbom -march=rv*ima_zihintpause -march=rv*imv -mno-relax" },
	{ .arches = "s390", .options =
	  "-march=z1* -march=zEC12 -mbackchain -mnop-mcount -mpacked-stack -mrecord-mcount -mtune=z1*" },
	{ .arches = "s390 powerpc mips m68k sparc", .options =
	  "-mhard-float" },
	{ .arches = "s390 arm", .options =
	  "-mtune=zEC12" },
	{ .arches = "powerpc", .options =
	  "-mabi=altivec -mabi=elfv1 -mabi=elfv2 -mcpu=power10 -mcpu=powerpc64 -mno-altivec -mno-mma "
	  "-mno-pcrel -mno-prefixed -mno-spe -mno-vsx -mpcrel -mprefixed -mtune=power*" },
	{ .arches = "arm", .options =
	  "-mabi=apcs-gnu -marm -mtp=cp15" },
	{ .arches = "arm sparc", .options =
	  "-mtune=ultrasparc3" },
	{ .arches = "mips", .options =
	  "-march=mips1 -march=mips3 -march=mips32r5 -march=mips4 -march=mips64 -march=mips64r2 "
	  "-march=octeon -march=p5600 -mno-check-zero-division" },
	{ .arches = "hexagon m68k", .options =
	  "-D__SIZEOF_INT128__=0" },
	{ .arches = "*", .options =
	  "-enable-trivial-auto-var-init-zero-knowing-it-will-be-removed-from-clang", .before = 180000 },
	{ .arches = "arm64", .options =
	  "-fbasic-block-sections=list=*", .since = 180000 },
	{ .arches = "riscv", .options =
	  "-march=rv*_zabha", .since = 190000 },
	{ .arches = "*", .options =
	  "-fsanitize-undefined-ignore-overflow-pattern=*", .since = 200000 },
	{ .arches = "loongarch", .options =
	  "-mannotate-tablejump", .since = 200000 },
	{ .arches = "riscv", .options =
	  "-march=rv*_zacas", .since = 200000 },
	{ .arches = "riscv powerpc", .options =
	  "-mstack-protector-guard-reg=* -mstack-protector-guard=tls", .since = 200000 },
	{ .arches = "*", .options =
	  "-fsanitize-coverage-stack-depth-callback-min=*", .since = 210000 },
	{ .arches = "s390", .options =
	  "-march=z17 -mtune=z17", .since = 210000 },
	{ .arches = "x86", .options =
	  "-fsanitize-kcfi-arity", .since = 210000 },
	{ .arches = "*", .options =
	  "-falloc-token-max=* -fms-anonymous-structs", .since = 220000 },
	{ .arches = "", .options =
	  "--param=* -Wa,-mthin-add-sub -Wdangling-pointer -Wdefault-const-init-unsafe "
	  "-Werror=designated-init -Wflex-array-member-not-at-end -Wimplicit-fallthrough=5 -Wlogical-op "
	  "-Wmaybe-uninitialized -Wold-style-declaration -Wpacked-bitfield-compat -Wpacked-not-aligned "
	  "-Wrestrict -Wstringop-overflow -Wstringop-overread -Wstringop-truncation "
	  "-Wswitch-unreachable -Wuninitialized-const-pointer -Wunterminated-string-initialization "
	  "-Wvla-larger-than=1 -Wzero-length-bounds -asan-instrument-allocas=* -falign-jumps=0 "
	  "-falign-jumps=1 -fasan-shadow-offset=0 -fcall-used-g5 -fcall-used-g7 -fcf-protection=* "
	  "-fconserve-stack -fdiagnostics-show-context=2 -fdiagnostics-show-inlining-chain "
	  "-femit-struct-debug-baseonly -femit-struct-debug-detailed=any -ffixed-r2 -ffixed-r30 "
	  "-field-initializers -finline-stringops=* -fmin-function-alignment=* "
	  "-fno-allow-store-data-races -fno-code-hoisting -fno-conserve-stack "
	  "-fno-inline-functions-called-once -fno-ipa-cp-clone -fno-ipa-sra "
	  "-fno-isolate-erroneous-paths-dereference -fno-partial-inlining -fno-reorder-blocks "
	  "-fno-schedule-insns -fno-stack-protector-all -fno-tree-loop-im -fno-var-tracking-assignments "
	  "-fsanitize=bounds-strict -fsched-pressure -fzero-init-padding-bits=all -m2 -m2a -m2a-nofpu "
	  "-m3 -m4 -m4-nofpu -m4a -m4a-nofpu -m4al -m5200 -m5307 -maccumulate-outgoing-args "
	  "-malignment-traps -mapcs-32 -march=athlon -march=c3 -march=c3-2 -march=geode -march=i486 "
	  "-march=i586 -march=i686 -march=loongson2e -march=loongson2f -march=loongson3a "
	  "-march=pentium-mmx -march=r10000 -march=r3000 -march=r4300 -march=r4600 -march=r5000 "
	  "-march=r5500 -march=r8000 -march=rm5200 -march=rm7000 -march=rv*_zicfiss_zicfilp -march=sb1 "
	  "-march=winchip-c6 -march=winchip2 -march=z9* -max-store-memset=* -mbacktrace -mcall-aixdesc "
	  "-mcfv4e -mcmov -mcpu -mcpu=5206 -mcpu=5206e -mcpu=5208 -mcpu=523x -mcpu=5249 -mcpu=5253 "
	  "-mcpu=5271 -mcpu=5272 -mcpu=5275 -mcpu=528x -mcpu=5307 -mcpu=532x -mcpu=537x -mcpu=5407 "
	  "-mcpu=54455 -mcpu=5475 -mcpu=e500mc64 -mcpu=e6500 -mcpu=v -mdirect-extern-access "
	  "-mem-intrinsic-prefix=1 -mexplicit-relocs -mfix-r4000 -mfix-r4400 -mforce-no-pic "
	  "-mfunction-return=thunk -mhard-div -mhard-mul -mindirect-branch-register -mindirect-branch=* "
	  "-mj2 -mmcount-ra-address -mminimal-toc -mmultiple -mno-branch-likely -mno-daddi "
	  "-mno-explicit-relocs -mno-fdpic -mno-gnu-attribute -mno-implicit-fp -mno-loongson-mmi "
	  "-mno-mdmx -mno-mips3d -mno-pointers-to-nested-functions -mno-readonly-in-sdata "
	  "-mno-riscv-attribute -mno-rop-protect -mno-save-toc-indirect -mno-sched-prolog "
	  "-mno-sched-prolog-epilog -mno-serialize-volatile -mno-single-pic-base -mno-string "
	  "-mno-thumb-interwork -mpreferred-stack-boundary=2 -mpreferred-stack-boundary=3 "
	  "-mpreferred-stack-boundary=4 -mror -mrori -msext -mshort-load-bytes -msoft-div -msoft-mul "
	  "-mspe=no -mstack-guard=128 -mstack-protector-guard-record -mstack-protector-guard=* "
	  "-mstack-size=8192 -msym32 -mthin-add-sub -mtraceback=no -mtune=z9* -mv -mwarn-dynamicstack" },
};

unsigned compiler_version(const char *text)
{
	const char *at = strstr(text, "version ");
	unsigned parts[3] = { 0 };

	at = at ? at + strlen("version ") : text;
	for (size_t i = 0; i < 3 && isdigit((unsigned char)*at); i++) {
		while (isdigit((unsigned char)*at) && parts[i] < 10000)
			parts[i] = parts[i] * 10 + (unsigned)(*at++ - '0');
		at += *at == '.';
	}
	return parts[0] * 10000 + parts[1] * 100 + parts[2];
}

static bool is_for(const struct row *row, unsigned version, const char *arch)
{
	/* programs of this architecture are the kernel */
	const char *own = !strcmp(arch, "um") ? "x86" : arch;

	if (version < row->since || (row->before && version >= row->before))
		return false;
	for (const char *at = row->arches; *at; at += strspn(at, " ")) {
		size_t length = strcspn(at, " ");

		if ((length == 1 && *at == '*') || (length == strlen(own) && !memcmp(at, own, length)))
			return true;
		at += length;
	}
	return false;
}

/* How many bytes beside a * the longest pattern of ROW has that OPTION (LENGTH bytes) fits; 0: there is none. */
static size_t longest_fit(const struct row *row, const char *option, size_t length)
{
	size_t longest = 0;

	for (const char *at = row->options; *at; at += strspn(at, " ")) {
		size_t here = strcspn(at, " "), plain = here - (memchr(at, '*', here) != NULL);

		if (plain > longest && fits_pattern(at, here, option, length, " "))
			longest = plain;
		at += here;
	}
	return longest;
}

enum compiler_answer compiler_accepts(unsigned version, const char *arch, const char *option, size_t length)
{
	enum compiler_answer answer = COMPILER_UNKNOWN;
	size_t longest = 0;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		size_t fit = longest_fit(&rows[i], option, length);

		if (!fit || fit < longest)
			continue;
		if (fit > longest)
			answer = COMPILER_NO;
		if (is_for(&rows[i], version, arch))
			answer = COMPILER_YES;
		longest = fit;
	}
	return answer;
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
