// SPDX-License-Identifier: GPL-2.0-only
/*
 * Found by asking clang 19 for each architecture (testcases/kbuild/kconfig-kernel does it again); what other
 * versions say is from their release notes. libclang is of version 17 at least, so no row says what is older.
 *
 * Where the machine decides and not the compiler, it is a plain PC: it links 64-bit programs for itself, and
 * has neither rustc, bindgen and pahole nor Python's lxml. So the same tree has the same configuration
 * everywhere.
 */
#include "kbuild/kconfig_answers.h"

#define ROWS(table) { table, sizeof(table) / sizeof(table[0]) }

static const struct kconfig_answer compiler_flags[] = {
	{ "-Werror=unused-command-line-argument", NULL, 0, "y" },
	{ "-Wimplicit-fallthrough=5", NULL, 0, "n" },
	{ "-Wunreachable-code-fallthrough", NULL, 0, "y" },
	{ "-D__SIZEOF_INT128__=0", " hexagon m68k ", 0, "y" },
	{ "-D__SIZEOF_INT128__=0", NULL, 0, "n" },	/* asked with -m64, where it is a macro already */
	{ "-m32", NULL, 0, "y" },
	{ "-m64", NULL, 0, "y" },
	{ "-O2", NULL, 0, "y" },
	{ "-pg", NULL, 0, "y" },

	{ "-fstack-protector", NULL, 0, "y" },
	{ "-fstack-protector-strong", NULL, 0, "y" },
	{ "-ffunction-sections", NULL, 0, "y" },
	{ "-fdata-sections", NULL, 0, "y" },
	{ "-ftrivial-auto-var-init=pattern", NULL, 0, "y" },
	{ "-ftrivial-auto-var-init=zero", NULL, 0, "y" },
	{ "-enable-trivial-auto-var-init-zero-knowing-it-will-be-removed-from-clang", NULL, 180000, "n" },
	{ "-enable-trivial-auto-var-init-zero-knowing-it-will-be-removed-from-clang", NULL, 0, "y" },
	{ "-fzero-call-used-regs=*", " arm64 um x86 ", 0, "y" },
	{ "-fzero-call-used-regs=*", NULL, 0, "n" },
	{ "-frandomize-layout-seed-file=*", NULL, 0, "y" },
	{ "-fbasic-block-sections=list=*", " um x86 ", 0, "y" },
	{ "-fbasic-block-sections=list=*", " arm64 ", 180000, "y" },
	{ "-fbasic-block-sections=list=*", NULL, 0, "n" },
	{ "-fpatchable-function-entry=*", " arm64 loongarch riscv um x86 ", 0, "y" },
	{ "-fpatchable-function-entry=*", NULL, 0, "n" },
	{ "-fcf-protection=branch", " um x86 ", 0, "y" },
	{ "-fcf-protection=*", NULL, 0, "n" },
	{ "-ffixed-x18", " arm64 riscv ", 0, "y" },
	{ "-fms-anonymous-structs", NULL, 220000, "y" },
	{ "-fms-anonymous-structs", NULL, 0, "n" },
	{ "-falloc-token-max=*", NULL, 220000, "y" },
	{ "-falloc-token-max=*", NULL, 0, "n" },
	{ "-fmin-function-alignment=*", NULL, 0, "n" },	/* gcc's */
	{ "-finline-stringops=*", NULL, 0, "n" },	/* gcc's */

	{ "-fsanitize=kernel-hwaddress", " arm64 um x86 ", 0, "y" },
	{ "-fsanitize=kernel-hwaddress", NULL, 0, "n" },
	{ "-fsanitize=kernel-memory", " powerpc s390 um x86 ", 0, "y" },
	{ "-fsanitize=kernel-memory", NULL, 0, "n" },
	{ "-fsanitize=shadow-call-stack", " arm64 riscv um x86 ", 0, "y" },
	{ "-fsanitize=thread", " arm64 loongarch powerpc riscv s390 um x86 ", 0, "y" },
	{ "-fsanitize=thread", NULL, 0, "n" },
	{ "-fsanitize=bounds-strict", NULL, 0, "n" },	/* gcc's */
	{ "-fsanitize=alignment", NULL, 0, "y" },
	{ "-fsanitize=array-bounds", NULL, 0, "y" },
	{ "-fsanitize=bool", NULL, 0, "y" },
	{ "-fsanitize=bounds", NULL, 0, "y" },
	{ "-fsanitize=enum", NULL, 0, "y" },
	{ "-fsanitize=implicit-signed-integer-truncation", NULL, 0, "y" },
	{ "-fsanitize=implicit-unsigned-integer-truncation", NULL, 0, "y" },
	{ "-fsanitize=integer-divide-by-zero", NULL, 0, "y" },
	{ "-fsanitize=kcfi", NULL, 0, "y" },
	{ "-fsanitize=kernel-address", NULL, 0, "y" },
	{ "-fsanitize=local-bounds", NULL, 0, "y" },
	{ "-fsanitize=object-size", NULL, 0, "y" },
	{ "-fsanitize=shift", NULL, 0, "y" },
	{ "-fsanitize=signed-integer-overflow", NULL, 0, "y" },
	{ "-fsanitize=unsigned-integer-overflow", NULL, 0, "y" },
	{ "-fsanitize=unreachable", NULL, 0, "y" },
	{ "-fsanitize-memory-param-retval", NULL, 0, "y" },
	{ "-fsanitize-cfi-icall-experimental-normalize-integers", NULL, 0, "y" },
	{ "-fsanitize-kcfi-arity", " um x86 ", 210000, "y" },
	{ "-fsanitize-kcfi-arity", NULL, 0, "n" },
	{ "-fsanitize-ignorelist=/dev/null", NULL, 0, "y" },
	{ "-fsanitize-undefined-trap-on-error", NULL, 0, "y" },
	{ "-fsanitize-undefined-ignore-overflow-pattern=*", NULL, 200000, "y" },
	{ "-fsanitize-undefined-ignore-overflow-pattern=*", NULL, 0, "n" },
	{ "-fsanitize-coverage=trace-pc", NULL, 0, "y" },
	{ "-fsanitize-coverage=trace-cmp", NULL, 0, "y" },
	{ "-fsanitize-coverage-stack-depth-callback-min=*", NULL, 210000, "y" },
	{ "-fsanitize-coverage-stack-depth-callback-min=*", NULL, 0, "n" },
	{ "-mllvm -tsan-distinguish-volatile=1", NULL, 0, "y" },
	{ "-mllvm -tsan-compound-read-before-write=1", NULL, 0, "y" },
	{ "-mllvm -msan-disable-checks=1", NULL, 0, "y" },
	{ "-mllvm -asan-kernel-mem-intrinsic-prefix=1", NULL, 0, "y" },
	{ "-mllvm -max-store-memset=*", NULL, 0, "n" },
	{ "--param *", NULL, 0, "n" },			/* gcc's */

	{ "-gdwarf-4", NULL, 0, "y" },
	{ "-gdwarf-5", NULL, 0, "y" },
	{ "-gsplit-dwarf", " riscv ", 0, "n" },
	{ "-gsplit-dwarf", NULL, 0, "y" },
	{ "-gz=zlib", NULL, 0, "y" },
	{ "-gz=zstd", NULL, 0, "y" },

	{ "-Wa,-march=armv8.*-a", " arm64 ", 0, "y" },
	{ "-Wa,-mthin-add-sub", NULL, 0, "n" },		/* gas's */
	{ "-mbranch-protection=*", " arm64 ", 0, "y" },
	{ "-msign-return-address=all", " arm64 ", 0, "y" },
	{ "-mtp=cp15", " arm ", 0, "y" },
	{ "-mabi=elfv2", " powerpc ", 0, "y" },
	{ "-mabi=lp64", " riscv ", 0, "y" },
	{ "-mabi=ilp32", " riscv ", 0, "y" },
	{ "-mabi=lp64d", " riscv ", 0, "y" },
	{ "-mabi=ilp32d", " riscv ", 0, "y" },
	{ "-mannotate-tablejump", " loongarch ", 200000, "y" },
	{ "-mannotate-tablejump", NULL, 0, "n" },
	{ "-mbacktrace", NULL, 0, "n" },		/* csky's gcc */
	{ "-mno-branch-likely", NULL, 0, "n" },
	{ "-mcpu=power10", " powerpc ", 0, "y" },
	{ "-mprefixed", " powerpc ", 0, "y" },
	{ "-mpcrel", " powerpc ", 0, "y" },
	{ "-mtune=power*", " powerpc ", 0, "y" },
	{ "-mharden-sls=all", " arm arm64 um x86 ", 0, "y" },
	{ "-mfunction-return=thunk-extern", " um x86 ", 0, "y" },
	{ "-mindirect-branch=*", NULL, 0, "n" },	/* gcc's */
	{ "-mindirect-branch-register", NULL, 0, "n" },	/* gcc's */
	{ "-mrecord-mcount", " s390 ", 0, "y" },
	{ "-mrecord-mcount", NULL, 0, "n" },

	{ "-mstack-protector-guard-record", NULL, 0, "n" },
	{ "-mstack-protector-guard-reg=*", " arm64 um x86 ", 0, "y" },
	{ "-mstack-protector-guard-reg=*", " powerpc riscv ", 200000, "y" },
	{ "-mstack-protector-guard-reg=*", " powerpc riscv ", 0, "n" },
	{ "-mstack-protector-guard=sysreg", " arm64 ", 0, "y" },
	{ "-mstack-protector-guard=tls", " arm um x86 ", 0, "y" },
	{ "-mstack-protector-guard=tls", " powerpc riscv ", 200000, "y" },
	{ "-mstack-protector-guard=tls", NULL, 0, "n" },
	{ "-mstack-protector-guard=global", " um x86 ", 0, "y" },
	{ "-mstack-protector-guard=*", NULL, 0, "n" },
	{ "-mstack-protector-guard-offset=*", NULL, 0, "y" },

	{ "-march=native", " um x86 ", 0, "y" },
	{ "-march=z9*", NULL, 0, "n" },			/* z10 is the oldest that clang knows */
	{ "-mtune=z9*", NULL, 0, "n" },
	{ "-march=z17", " s390 ", 210000, "y" },
	{ "-mtune=z17", " s390 ", 210000, "y" },
	{ "-march=z17", NULL, 0, "n" },
	{ "-mtune=z17", NULL, 0, "n" },
	{ "-march=z1*", " s390 ", 0, "y" },
	{ "-mtune=z1*", " s390 ", 0, "y" },
	{ "-march=zEC12", " s390 ", 0, "y" },
	{ "-mtune=zEC12", " s390 ", 0, "y" },
	{ "-march=rv*_zacas", " riscv ", 200000, "y" },
	{ "-march=rv*_zacas", NULL, 0, "n" },
	{ "-march=rv*_zabha", " riscv ", 190000, "y" },
	{ "-march=rv*_zabha", NULL, 0, "n" },
	{ "-march=rv*_zicfiss_zicfilp", NULL, 0, "n" },
	{ "-march=rv*imv", " riscv ", 0, "y" },
	{ "-march=rv*g", " riscv ", 0, "y" },
	{ "-march=rv*ima_zb*", " riscv ", 0, "y" },
	{ "-march=rv*ima_zicbom", " riscv ", 0, "y" },
	{ "-march=rv*ima_zihintpause", " riscv ", 0, "y" },
};

const struct kconfig_answers kconfig_compiler_flags = ROWS(compiler_flags);

static const struct kconfig_answer linker_flags[] = {
	{ "--orphan-handling=*", NULL, 0, "y" },
	{ "--gc-sections", NULL, 0, "y" },
	{ "--compress-debug-sections=zlib", NULL, 0, "y" },
	{ "--compress-debug-sections=zstd", NULL, 0, "y" },
	{ "--fix-cortex-a53-843419", NULL, 0, "y" },
	{ "--no-relax-gp", NULL, 0, "y" },
	{ "--pack-dyn-relocs=relr", NULL, 0, "y" },
};

const struct kconfig_answers kconfig_linker_flags = ROWS(linker_flags);

static const struct kconfig_answer instructions[] = {
	{ ".uleb128 .L*", NULL, 0, "y" },
	{ ".arch_extension lsui", " arm64 ", 200000, "y" },
	{ ".arch_extension lsui", NULL, 0, "n" },
	{ ".arch*", " arm64 ", 0, "y" },
	{ ".cfi_startproc\\n.cfi_negate_ra_state\\n.cfi_endproc\\n", " arm64 ", 0, "y" },
	{ "1:\\n.inst 0\\n.rept . - 1b\\n\\nnop\\n.endr\\n", " arm64 ", 0, "y" },
	{ ".fpu vfpv2\\nvmrs r0,FPINST", " arm ", 0, "y" },
	{ ".insn *", " riscv ", 0, "y" },
	{ ".reloc label, R_RISCV_SET_ULEB128*", " riscv ", 0, "y" },
	{ " .option arch, +m", " riscv ", 0, "y" },
	{ " .option arch, +v, +zvkb", " riscv ", 180000, "y" },
	{ " .option arch, +v, +zvkb", NULL, 0, "n" },
	{ "x:pcalau12i \\$t0,%pc_hi20(x)", " loongarch ", 0, "y" },
	{ "vld \\$vr0,\\$a0,0", " loongarch ", 0, "y" },
	{ "xvld \\$xr0,\\$a0,0", " loongarch ", 0, "y" },
	{ "movscr2gr \\$a0,\\$scr0", " loongarch ", 0, "y" },
	{ "movfcsr2gr \\$t0,\\$fcsr0", " loongarch ", 0, "y" },
	{ "hvcl 0", " loongarch ", 0, "y" },
	{ "sc.q \\$t0,\\$t1,\\$t2", " loongarch ", 180000, "y" },
	{ "sc.q \\$t0,\\$t1,\\$t2", NULL, 0, "n" },
	{ "endbr64", " um x86 ", 0, "y" },
	{ "tpause %ecx", " um x86 ", 0, "y" },
	{ "wrussq %rax,(%rbx)", " um x86 ", 0, "y" },
	{ "sha1msg1 *", " um x86 ", 0, "y" },
	{ "sha256msg1 *", " um x86 ", 0, "y" },
	{ "vaesenc *", " um x86 ", 0, "y" },
	{ "vgf2p8mulb *", " um x86 ", 0, "y" },
	{ "vpclmulqdq *", " um x86 ", 0, "y" },
	{ "vpmovm2b *", " um x86 ", 0, "y" },
	{ "adox %r10,%r10", " um x86 ", 0, "y" },
	{ "vpsrlvq *", " um x86 ", 0, "y" },
};

const struct kconfig_answers kconfig_instructions = ROWS(instructions);

static const struct kconfig_answer commands[] = {
	/* who is there */
	{ "command -v *", NULL, 0, "y" },
	{ "*/scripts/cc-version.sh clang", NULL, 0, "Clang %v" },
	{ "*/scripts/as-version.sh clang*", NULL, 0, "LLVM 0" },
	{ "*/scripts/ld-version.sh ld.lld", NULL, 0, "LLD %v" },
	{ "*/scripts/clang-version.sh clang", NULL, 0, "%v" },
	{ "*/scripts/lld-version.sh ld.lld", NULL, 0, "%v" },
	{ "*/scripts/gcc-version.sh clang", NULL, 0, "0" },
	{ "ld.lld --version | */scripts/ld-version.sh", NULL, 0, "0" },
	{ "*/scripts/pahole-version.sh *", NULL, 0, "0" },
	{ "*/scripts/rustc-version.sh *", NULL, 0, "0" },
	{ "*/scripts/rustc-llvm-version.sh *", NULL, 0, "0" },
	{ "*/scripts/rust_is_available.sh", NULL, 0, "n" },
	{ "rustc --version 2>/dev/null", NULL, 0, "" },
	{ "bindgen --version *2>/dev/null", NULL, 0, "" },
	{ "*; rustc *", NULL, 0, "n" },
	{ "uname -r", NULL, 0, "" },
	{ "echo \"*\" | grep -q gcc", NULL, 0, "n" },
	{ "echo \"*clang*\" | grep -q clang", NULL, 0, "y" },
	{ "ld.lld -v | grep -q gold", NULL, 0, "n" },
	{ "ld.lld -v | head -n 1 | grep -q LLD", NULL, 0, "y" },
	{ "llvm-ar --help | head -n 1 | grep -qi llvm", NULL, 0, "y" },
	{ "llvm-nm --help | head -n 1 | grep -qi llvm", NULL, 0, "y" },
	{ "llvm-objcopy --version | head -n1 | grep -qv llvm", NULL, 0, "n" },
	{ "python3 -c \"import lxml\"", NULL, 0, "n" },
	{ "openssl list -key-managers | grep -q ML-DSA-87", NULL, 0, "n" },
	/* gcc's plugins */
	{ "clang -print-file-name=plugin", NULL, 0, "plugin" },
	{ "test -e plugin/include/plugin-version.h", NULL, 0, "n" },
	{ "*/scripts/gcc-plugin.sh *", NULL, 0, "" },
	/* what the tree's scripts find out */
	{ "*/scripts/cc-can-link.sh * -m32*", NULL, 0, "n" },
	{ "*/scripts/cc-can-link.sh *", " um x86 ", 0, "y" },
	{ "*/scripts/cc-can-link.sh *", NULL, 0, "n" },
	{ "*/scripts/gcc-goto.sh clang", NULL, 0, "y" },
	{ "*/scripts/gcc-x86_32-has-stack-protector.sh *", NULL, 0, "y" },
	{ "*/scripts/gcc-x86_64-has-stack-protector.sh *", NULL, 0, "y" },
	{ "env * */scripts/tools-support-relr.sh", NULL, 0, "y" },
	{ "*/arch/s390/tools/gcc-thunk-extern.sh *", NULL, 0, "n" },
	{ "*/arch/powerpc/tools/*check-*.sh *", NULL, 0, "n" },
	/* pieces of C */
	{ "echo 'void foo(void) { asm inline (*", NULL, 0, "y" },
	{ "echo 'int foo(int x) { asm goto (*", NULL, 0, "y" },
	{ "echo 'int foo(int *x) { asm goto (*", NULL, 0, "y" },
	{ "echo 'void b(void **);*asm goto(*", NULL, 0, "y" },
	{ "echo '__attribute__((no_profile_instrument_function)) *", NULL, 0, "y" },
	{ "echo 'struct flex *__counted_by__*", NULL, 180000, "y" },
	{ "echo 'struct flex *__counted_by__*", NULL, 0, "n" },
	{ "echo 'char tag*__nonstring__*", NULL, 210000, "y" },
	{ "echo 'char tag*__nonstring__*", NULL, 0, "n" },
	{ "echo 'int __seg_fs fs; int __seg_gs gs;' *", " um x86 ", 0, "y" },
	/* a macro that is not one comes out as it went in */
	{ "echo __LONG_DOUBLE_128__ | clang -E -P -", NULL, 0, "__LONG_DOUBLE_128__" },
	{ "echo __XTENSA_* | clang *-E -P -*", NULL, 0, "0" },
};

const struct kconfig_answers kconfig_commands = ROWS(commands);
