/* SPDX-License-Identifier: GPL-2.0-only */
/* Units for the tests of ir/: one that uses everything, and ones made from text. */
#ifndef MNCHECK_TEST_IR_SAMPLE_H
#define MNCHECK_TEST_IR_SAMPLE_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "ir/ir.h"

#define SAMPLE_TABLES                                                          \
	"mncheck-ir 3\n"                                                       \
	"main \"drivers/a.c\"\n"                                               \
	"arch \"x86\"\n"                                                       \
	"pointer 64\n"                                                         \
	"files 2\n"                                                            \
	"@1 \"drivers/a.c\"\n"                                                 \
	"@2 \"include/odd \\\"name\\\"\\\\\\n\\t\\r\\001\\377.h\"\n"           \
	"symbols 5\n"                                                          \
	"&1 function i32 \"drivers/a.c:f\" static @1:10:12\n"                  \
	"&2 function void \"panic\" noreturn weak @2:3:4\n"                    \
	"&3 variable agg256 \"drivers/a.c:ops\" static const @1:90:1\n"        \
	"&4 variable ptr64 \"jiffies\"\n"                                      \
	"&5 function agg128 \"g\" @1:70:5\n"                                   \
	"fields 3\n"                                                           \
	"!1 ptr64 \"mmu_notifier_ops\" \"release\" function\n"                 \
	"!2 u32 \"drivers/a.c:7\" \"flags\" enum 2 0 \"NONE\" 4294967295 \"ALL\"\n"  \
	"!3 bool \"s\" \"bit\"\n"                                              \
	"globals 2\n"                                                          \
	"&3 inits 5 taken\n"                                                   \
	"  +0 ptr64 &1 !1\n"                                                   \
	"  +8 ptr64 &4 -16\n"                                                  \
	"  +16 i32 -11\"EAGAIN\"\n"                                            \
	"  +20 u32 1 !2 [3+2]\n"                                               \
	"  +24 ptr64 \"text\\n\"\n"                                            \
	"&4 inits 1\n"                                                         \
	"  +0 ptr64 -\n"                                                       \
	"assigns 2\n"                                                          \
	"!1 &1 &3 +16 @1:91:3\n"                                               \
	"!1 &2\n"                                                              \
	"deps 1\n"                                                             \
	"00fedcba98765432 \"/usr/src/linux/drivers/a.c\"\n"                    \
	"problems 1\n"                                                         \
	"\"drivers/a.c:5:1: unknown type name 'u9'\"\n"                           \
	"lost 1\n"                                                             \
	"\"zap\" \"drivers/a.c:5: unknown type name 'u9'\"\n"

/* Every opcode and every attribute at least once. */
#define SAMPLE_BODY                                                            \
	"  locals 4 temps 35 blocks 10\n"                                      \
	"  l0 ptr64 \"range\" param\n"                                         \
	"  l1 i32 \"n\" param\n"                                               \
	"  l2 agg128 \"\" taken\n"                                             \
	"  l3 i32 \"ret\"\n"                                                   \
	"b0:\n"                                                                \
	"  decl l3 @1:11:6\n"                                                  \
	"  zero agg128 l2 @1:11:7\n"                                           \
	"  %0 = load ptr64 l0 @1:12:5\n"                                       \
	"  %1 = field ptr64 %0 +16 !2 @1:12:6\n"                               \
	"  %2 = load u32 %1 !2 [3+2] @1:12:7\n"                                \
	"  store i32 l3, -11\"EAGAIN\" @1:13:1\n"                              \
	"  copy agg128 l2, %0 @1:13:2\n"                                       \
	"  %3 = load i32 l1 @1:13:3\n"                                         \
	"  %4 = sext i64 %3:i32\n"                                             \
	"  %5 = index ptr64 %0, %4 *24\n"                                      \
	"  %6 = field ptr64 %5 -8\n"                                           \
	"  store bool %6, 1 !3 [0+1]\n"                                        \
	"  %7 = ult bool %2:u32, 7\n"                                          \
	"  branch %7 b1 b2 \"n < 7 && \\\"x\\\"\" inverse @1:14:3\n"           \
	"b1:\n"                                                                \
	"  %8 = add i32 %3, 1\n"                                               \
	"  %9 = sub i32 %8, 2\n"                                               \
	"  %10 = mul i32 %9, 2147483647\n"                                     \
	"  %11 = sdiv i32 %10, -2147483648\n"                                  \
	"  %12 = srem i32 %11, 3\n"                                            \
	"  %13 = udiv u32 %2, 4294967295\n"                                    \
	"  %14 = urem u32 %13, 10\n"                                           \
	"  %15 = and u32 %14, 1\"FLAG\"\n"                                     \
	"  %16 = or u32 %15, 2\n"                                              \
	"  %17 = xor u32 %16, 3\n"                                             \
	"  %18 = shl u32 %17, 4\n"                                             \
	"  %19 = lshr u32 %18, 5\n"                                            \
	"  %20 = ashr i32 %12, 6\n"                                            \
	"  %32 = ctz i32 %20, 32\n"                                            \
	"  %33 = clz i32 %32, 0\n"                                             \
	"  %34 = ones i32 %33, 0\n"                                            \
	"  %26 = eq bool %20:i32, 0\n"                                         \
	"  %27 = ne bool %0:ptr64, 0\n"                                        \
	"  %28 = slt bool %20:i32, -5\n"                                       \
	"  %29 = sle bool %26:bool, %27\n"                                     \
	"  %30 = ule bool %0:ptr64, &4\n"                                      \
	"  jump b3\n"                                                          \
	"b2:\n"                                                                \
	"  switch %3:i32 b3 {-3..-1 b4, 1..5 b5, 0 b5} \"n\" @1:20:1\n"        \
	"b3:\n"                                                                \
	"  %21 = unknown u8 - \"asm output\"\n"                                \
	"  %22 = zext u64 %21:u8\n"                                            \
	"  %31 = volatile u32 %0 @1:30:9\n"                                     \
	"  %23 = trunc u16 %22:u64\n"                                          \
	"  %24 = cast ptr64 %22:u64\n"                                         \
	"  choose b6 b7 b4\n"                                                  \
	"b4:\n"                                                                \
	"  call agg128 &5(l2:agg128, %0:ptr64, \"fmt %s\\n\", -1:i64, 0xfffffffffffffff4:ptr64) -> l2 @1:30:2\n" \
	"  unsupported \"a vector\"\n"                                         \
	"  %25 = call i32 %0()\n"                                              \
	"  return %25:i32 @1:31:3\n"                                           \
	"b5:\n"                                                                \
	"  call &2(&4)\n"                                                 \
	"  unreachable\n"                                                      \
	"b6:\n"                                                                \
	"  return\n"                                                           \
	"b7:\n"                                                                \
	"  jump b8\n"                                                          \
	"b8:\n"                                                                \
	"  jump b7 @2:0:0\n"                                                   \
	"b9:\n"                                                                \
	"  return %8:i32\n"

/* A unit whose first function has BODY; its second one is damaged and empty. */
static inline char *sample_text(const char *tables, const char *body)
{
	return xasprintf("%sfunctions 2\n"
			 "function &1 i32 params 2 variadic @1:10:12 end 44 body %zu\n%s"
			 "function &5 agg128 params 0 @1:70:5 end 80 damage \"line 71: \\\"?\\\"\" body 28\n"
			 "  locals 0 temps 0 blocks 0\n"
			 "end\n", tables, strlen(body), body);
}

/* Parses TEXT and loads every function. NULL with ERROR filled when any of it fails. */
static inline struct ir_unit *load_text(char *text, size_t length, struct error *error)
{
	struct ir_unit *unit = ir_parse_unit(text, length, "test", error);

	for (size_t i = 0; unit && i < unit->functions.count; i++)
		if (ir_function_load(unit, &unit->functions.data[i], error)) {
			ir_unit_free(unit);
			return NULL;
		}
	return unit;
}

static inline struct ir_unit *must_load(char *text)
{
	struct error error = { 0 };
	struct ir_unit *unit = load_text(text, strlen(text), &error);

	if (!unit)
		fail_msg("%s", error.message);
	return unit;
}

#endif
