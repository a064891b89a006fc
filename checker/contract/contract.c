// SPDX-License-Identifier: GPL-2.0-only
#include "contract/contract.h"

#include <string.h>

#include "contract/eras.h"
#include "contract/properties.h"

/* ---- made from kinds.h ---- */

#define KIND(its_name, its_record, its_fields, its_finish, ...)                \
	{ .name = its_name, .record = its_record, .fields = its_fields,        \
	  .finish_field = its_finish, __VA_ARGS__ },
#define FIELDS(...) { __VA_ARGS__ }
#define NO_FIELDS { NULL }
#define FINISH(field) field
#define NO_FINISH NULL

const struct contract contracts[KIND_COUNT] = {
#include "contract/kinds.h"
};

#undef KIND
#undef FIELDS
#undef NO_FIELDS
#undef FINISH
#undef NO_FINISH

#define KIND(its_name, its_record, ...) its_record,
#define CALLER_KIND(...)

const char *const locate_records[] = {
#include "contract/kinds.h"
	NULL
};

#undef KIND
#define KIND(its_name, its_record, its_fields, its_finish, ...) its_fields its_finish
#define NAMED_KIND(...)
#define CALLER_KIND(...)
#define FIELDS(...) __VA_ARGS__,
#define FINISH(field) field,
#define NO_FINISH

const char *const locate_fields[] = {
#include "contract/kinds.h"
	NULL
};

/* ---- questions ---- */

const char *const sequence_functions[NSEQUENCE_FUNCTIONS] = {
	INTERVAL_INSERT, INTERVAL_INSERT_LOCKED, INTERVAL_READ_BEGIN, INTERVAL_READ_RETRY,
};

int contract_find(const char *record, const char *field)
{
	for (int kind = 0; kind < KIND_COUNT; kind++) {
		if (!contracts[kind].record || strcmp(contracts[kind].record, record))
			continue;
		for (const char *const *own = contracts[kind].fields; *own; own++)
			if (!strcmp(*own, field))
				return kind;
	}
	return -1;
}

bool contract_is_named_only(int kind)
{
	return contracts[kind].blockable == BLOCKABLE_ALWAYS;
}

int contract_success(const struct contract *contract)
{
	return contract->returns == RETURNS_BOOL;
}

bool contract_covers_function(const struct contract *contract, bool returns_nothing,
			      uint32_t nparams)
{
	if (kinds_that_can_fail.has(contract))
		return !returns_nothing;
	return contract->blockable != BLOCKABLE_BY_RANGE || eras_tell_function(contract, nparams);
}

bool contract_covers_declaration(const struct contract *contract, bool returns_nothing,
				 const char *params)
{
	if (kinds_that_can_fail.has(contract))
		return !returns_nothing;
	return contract->blockable != BLOCKABLE_BY_RANGE || eras_tell_declaration(params);
}
