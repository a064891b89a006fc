/* layers: base tree kbuild */
// SPDX-License-Identifier: GPL-2.0-only
/* The table of facts about the compiler: architectures, versions, patterns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "kbuild/compiler.h"

static enum compiler_answer accepts(unsigned version, const char *arch, const char *option)
{
	return compiler_accepts(version, arch, option, strlen(option));
}

static void versions_are_numbers(void **state)
{
	(void)state;
	assert_int_equal(compiler_version("Debian clang version 19.1.7 (3~deb12u1)"), 190107);
	assert_int_equal(compiler_version("clang version 17.0.6"), 170006);
	assert_int_equal(compiler_version("21.1"), 210100);
	assert_int_equal(compiler_version("no number"), 0);
}

static void an_option_is_taken_for_some_architectures(void **state)
{
	(void)state;
	assert_int_equal(accepts(190107, "x86", "-mskip-rax-setup"), COMPILER_YES);
	assert_int_equal(accepts(190107, "um", "-mskip-rax-setup"), COMPILER_YES);
	assert_int_equal(accepts(190107, "arm64", "-mskip-rax-setup"), COMPILER_NO);
	assert_int_equal(accepts(190107, "arm64", "-fno-strict-overflow"), COMPILER_YES);
	assert_int_equal(accepts(190107, "x86", "-fconserve-stack"), COMPILER_NO);
	assert_int_equal(accepts(190107, "x86", "-fnever-heard-of"), COMPILER_UNKNOWN);
	assert_int_equal(accepts(190107, "x86", "-fno-strict"), COMPILER_UNKNOWN);
}

static void versions_differ(void **state)
{
	(void)state;
	assert_int_equal(accepts(190107, "x86", "-falloc-token-max=123"), COMPILER_NO);
	assert_int_equal(accepts(220000, "x86", "-falloc-token-max=123"), COMPILER_YES);
	assert_int_equal(accepts(170006, "arm64", "-fbasic-block-sections=list=/dev/null"), COMPILER_NO);
	assert_int_equal(accepts(180108, "arm64", "-fbasic-block-sections=list=/dev/null"), COMPILER_YES);
	assert_int_equal(accepts(170006, "x86", "-fbasic-block-sections=list=/dev/null"), COMPILER_YES);
	assert_int_equal(accepts(170006, "x86",
				 "-enable-trivial-auto-var-init-zero-knowing-it-will-be-removed-from-clang"), COMPILER_YES);
	assert_int_equal(accepts(180000, "x86",
				 "-enable-trivial-auto-var-init-zero-knowing-it-will-be-removed-from-clang"), COMPILER_NO);
}

static void the_longest_pattern_decides(void **state)
{
	(void)state;
	assert_int_equal(accepts(190107, "x86", "-fcf-protection=branch"), COMPILER_YES);
	assert_int_equal(accepts(190107, "arm64", "-fcf-protection=branch"), COMPILER_NO);
	assert_int_equal(accepts(190107, "x86", "-fcf-protection=other"), COMPILER_NO);
	assert_int_equal(accepts(190107, "s390", "-march=z16"), COMPILER_YES);
	assert_int_equal(accepts(190107, "s390", "-march=z17"), COMPILER_NO);
	assert_int_equal(accepts(210000, "s390", "-march=z17"), COMPILER_YES);
	assert_int_equal(accepts(210000, "s390", "-march=z900"), COMPILER_NO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(versions_are_numbers),
		cmocka_unit_test(an_option_is_taken_for_some_architectures),
		cmocka_unit_test(versions_differ),
		cmocka_unit_test(the_longest_pattern_decides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
