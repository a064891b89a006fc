// SPDX-License-Identifier: GPL-2.0-only
/* Where the verifier stands when something is wrong, in words. */
#include "ir/verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"

static const char *function_name(const struct verify *verify)
{
	const struct ir_unit *unit = verify->unit;
	uint32_t symbol = verify->function->symbol;

	return symbol && symbol < unit->symbols.count ? unit->symbols.data[symbol].name : "?";
}

int verify_fail(struct verify *verify, const char *format, ...)
{
	struct strbuf where = { 0 };
	va_list args;
	char *what = NULL;

	va_start(args, format);
	if (vasprintf(&what, format, args) < 0)
		what = xstrdup(format);
	va_end(args);
	strbuf_printf(&where, "function %s", function_name(verify));
	if (verify->block != UINT32_MAX)
		strbuf_printf(&where, ", block b%u", verify->block);
	if (verify->inst) {
		const struct ir_block *block = &verify->function->blocks[verify->block];

		strbuf_printf(&where, ", instruction %td (", verify->inst - block->insts);
		ir_print_inst(verify->unit, verify->function, verify->inst, &where);
		strbuf_putc(&where, ')');
	}
	error_set(verify->error, ERROR_ANALYSIS, "%s: %s", strbuf_text(&where), what);
	strbuf_free(&where);
	free(what);
	return -1;
}
