// SPDX-License-Identifier: GPL-2.0-only
#include "contract/properties.h"

static bool is_judged(const struct contract *contract)
{
	return contract->blockable != BLOCKABLE_ALWAYS && !contract->role;
}

static bool can_fail(const struct contract *contract)
{
	return contract->returns == RETURNS_BOOL || contract->returns == RETURNS_ERRNO;
}

static bool returns_errno(const struct contract *contract)
{
	return contract->returns == RETURNS_ERRNO;
}

static bool is_told(const struct contract *contract)
{
	return contract->blockable == BLOCKABLE_BY_RANGE;
}

static bool never_blocks(const struct contract *contract)
{
	return contract->blockable == BLOCKABLE_NEVER;
}

static bool has_end(const struct contract *contract)
{
	return contract->end_field;
}

static bool has_sequence(const struct contract *contract)
{
	return contract->has_sequence;
}

static bool calls(const struct contract *contract)
{
	return contract->role;
}

const struct contract_property judged_kinds = { "kinds that a rule is about", is_judged };
const struct contract_property kinds_that_can_fail = { "kinds that can fail", can_fail };
const struct contract_property kinds_with_errno = { "kinds that return an error number", returns_errno };
const struct contract_property kinds_with_blockability = {
	"kinds that are told whether they may block", is_told };
const struct contract_property kinds_that_never_block = { "kinds that may never sleep", never_blocks };
const struct contract_property kinds_with_end = { "kinds that another callback ends", has_end };
const struct contract_property kinds_with_sequence = {
	"kinds that record the sequence", has_sequence };
const struct contract_property kinds_that_call = { "functions that call notifiers", calls };
