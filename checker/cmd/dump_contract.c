// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/dump_contract.h"

#include "contract/eras.h"
#include "rules/rules.h"

static const char *or_none(const char *text)
{
	return text ? text : "-";
}

static const char *returns_text(enum contract_returns returns)
{
	return returns == RETURNS_ERRNO ? "errno" : returns == RETURNS_BOOL ? "bool" :
	       returns == RETURNS_ANYTHING ? "anything" : "nothing";
}

static const char *blockable_text(enum contract_blockable blockable)
{
	return blockable == BLOCKABLE_BY_RANGE ? "by range" :
	       blockable == BLOCKABLE_NEVER ? "never" : "always";
}

static void put_kind(const struct contract *contract, struct strbuf *out)
{
	if (kinds_that_call.has(contract)) {
		strbuf_printf(out, "caller\t%s\n", contract->name);
		return;
	}
	strbuf_printf(out, "kind\t%s\t%s\t", contract->name, contract->record);
	for (const char *const *field = contract->fields; *field; field++)
		strbuf_printf(out, "%s%s", field == contract->fields ? "" : ", ", *field);
	strbuf_printf(out, "\t%s\t%s\t%s\t%s\n", returns_text(contract->returns),
		      blockable_text(contract->blockable), or_none(contract->end_field),
		      or_none(contract->finish_field));
}

void dump_contract(struct strbuf *out)
{
	for (int kind = 0; kind < KIND_COUNT; kind++)
		put_kind(&contracts[kind], out);
	for (size_t i = 0; i < neras; i++)
		strbuf_printf(out, "era\t%s\t%u\t%s\t%s\n", eras[i].from, eras[i].param,
			      or_none(eras[i].record), or_none(eras[i].field));
	for (int r = 0; r < RULE_COUNT; r++) {
		strbuf_printf(out, "rule\t%s\t%s\t", rules[r]->name, rules[r]->about->words);
		rule_put_kinds((enum rule_id)r, out);
		strbuf_putc(out, '\n');
	}
}
