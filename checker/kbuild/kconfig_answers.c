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
