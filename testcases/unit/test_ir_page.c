/* layers: base ir */
// SPDX-License-Identifier: GPL-2.0-only
/* IR.md has every opcode with its meaning. Runs in the top directory. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "ir/ir.h"

#define PAGE "checker/ir/IR.md"

static const char *const meanings[] = {
#define X(name, text, what) what,
	IR_OPCODES(X)
#undef X
};

static void check_row(const char *page, const char *name, const char *meaning)
{
	char *start = xasprintf("\n| `%s` |", name);
	char *end = xasprintf("| %s |", meaning);
	const char *row = strstr(page, start);

	if (!row)
		fail_msg(PAGE " has no row for %s", name);
	size_t length = strcspn(row + 1, "\n") + 1;
	if (length < strlen(end) || strncmp(row + length - strlen(end), end, strlen(end)))
		fail_msg(PAGE ": the row of %s does not end in \"%s\"", name, end);
	free(start);
	free(end);
}

static void each_opcode_has_its_row(void **state)
{
	struct error error = { 0 };
	char *page = read_file(PAGE, NULL, &error);

	(void)state;
	if (!page)
		fail_msg("%s", error.message);
	for (enum ir_opcode opcode = 0; opcode < IR_OPCODE_COUNT; opcode++)
		check_row(page, ir_opcode_name(opcode), meanings[opcode]);
	free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_opcode_has_its_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
