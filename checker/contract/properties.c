// SPDX-License-Identifier: GPL-2.0-only
#include "contract/properties.h"

static bool is_kind(const struct contract *contract)
{
	(void)contract;
	return true;
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

static bool has_end(const struct contract *contract)
{
	return contract->end_field;
}

static bool has_sequence(const struct contract *contract)
{
	return contract->has_sequence;
}

const struct contract_property all_kinds = { "all kinds", is_kind };
const struct contract_property kinds_that_can_fail = { "kinds that can fail", can_fail };
const struct contract_property kinds_with_errno = { "kinds that return an error number", returns_errno };
const struct contract_property kinds_with_blockability = {
	"kinds that are told whether they may block", is_told };
const struct contract_property kinds_with_end = { "kinds that another callback ends", has_end };
const struct contract_property kinds_with_sequence = {
	"kinds that record the sequence", has_sequence };
