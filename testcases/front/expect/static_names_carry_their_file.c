// SPDX-License-Identifier: GPL-2.0-only
#include "static_names_carry_their_file.h"
#define MAKE(name) static int name##_made(void) { static int calls; { static int calls = 2; calls++; } return calls++; }
MAKE(macro)
int shared;
static int local;
__attribute__((weak)) int perhaps(void) { return helper(1); }
int outer(void) { static const int table[2] = { 1, 2 }; return local + table[shared] + macro_made(); }
// UNIT: function i32 "static_names_carry_their_file.h:helper" static
// UNIT: function i32 "static_names_carry_their_file.c:macro_made" static
// UNIT: variable i32 "static_names_carry_their_file.c:macro_made.calls" static
// UNIT: variable i32 "static_names_carry_their_file.c:macro_made.calls.2" static
// UNIT: variable agg64 "static_names_carry_their_file.c:outer.table" static const
// UNIT: variable i32 "shared"
// UNIT: function i32 "perhaps" weak
// NOUNIT: unused
// IR: helper: return
