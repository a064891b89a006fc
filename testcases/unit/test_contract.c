/* layers: base contract */
// SPDX-License-Identifier: GPL-2.0-only
/* Whether a tree's header, or a function's signature, puts a callback under the contract. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "contract/contract.h"
#include "contract/properties.h"

/* A kind of each sort, apart from those that there are. */
static const struct contract refuses = {
	.returns = RETURNS_ERRNO, .blockable = BLOCKABLE_BY_RANGE, .params = 2,
};
static const struct contract is_told = {
	.returns = RETURNS_NOTHING, .blockable = BLOCKABLE_BY_RANGE, .params = 2,
};
static const struct contract never_blocks = {
	.returns = RETURNS_NOTHING, .blockable = BLOCKABLE_NEVER,
};

static const struct contract caller = { .returns = RETURNS_ANYTHING, .blockable = BLOCKABLE_CHOSEN, .role = "any" };

#define BOUNDS "struct mmu_notifier * mn , struct mm_struct * mm , unsigned long start , unsigned long end"

static void what_returns_something_is_covered_since_it_does(void **state)
{
	(void)state;
	assert_true(contract_covers_declaration(&refuses, false, BOUNDS));
	assert_false(contract_covers_declaration(&refuses, true, BOUNDS));
	assert_true(contract_covers_function(&refuses, false, 9));
	assert_false(contract_covers_function(&refuses, true, 2));
}

static void what_returns_nothing_is_covered_since_it_is_told(void **state)
{
	static const struct {
		const char *params;
		bool told;
	} cases[] = {
		{ BOUNDS, false },
		{ BOUNDS " , bool blockable", true },
		{ "struct mmu_notifier * mn , const struct mmu_notifier_range * range", true },
		{ "struct mmu_notifier * , const struct mmu_notifier_range *", true },
		{ "struct hmm_mirror * mirror , const struct hmm_update * update", true },
		{ "const struct mmu_notifier_range * range , struct mmu_notifier * mn", false },
		{ "struct mmu_notifier * mn , struct my_mmu_notifier_range * range", false },
		{ "struct mmu_notifier * mn , struct mmu_notifier_range2 * range", false },
		{ "struct mmu_notifier * mn", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(contract_covers_declaration(&is_told, true, cases[i].params),
				 cases[i].told);
	assert_true(contract_covers_function(&is_told, true, 2));
	assert_false(contract_covers_function(&is_told, true, 4));
	assert_true(contract_covers_function(&is_told, true, 5));
}

static void what_never_blocks_need_not_be_told(void **state)
{
	(void)state;
	assert_true(contract_covers_declaration(&never_blocks, true, "struct mmu_notifier * mn"));
	assert_true(contract_covers_function(&never_blocks, true, 1));
}

static void properties_follow_from_the_row(void **state)
{
	(void)state;
	assert_true(kinds_that_can_fail.has(&refuses));
	assert_false(kinds_that_can_fail.has(&is_told));
	assert_true(kinds_with_blockability.has(&is_told));
	assert_false(kinds_with_blockability.has(&never_blocks));
	assert_false(kinds_with_errno.has(&is_told));
	assert_true(judged_kinds.has(&never_blocks));
	assert_true(kinds_that_never_block.has(&never_blocks));
	assert_false(kinds_that_never_block.has(&is_told));
	assert_false(kinds_that_call.has(&is_told));
	assert_true(kinds_that_call.has(&caller));
	assert_false(judged_kinds.has(&caller));
}

static void each_row_is_found_by_each_of_its_fields(void **state)
{
	(void)state;
	for (int kind = 0; kind < KIND_COUNT; kind++) {
		/* callers are in no table */
		assert_int_equal(!contracts[kind].fields[0], kinds_that_call.has(&contracts[kind]));
		for (const char *const *field = contracts[kind].fields; *field; field++)
			assert_int_equal(contract_find(contracts[kind].record, *field), kind);
	}
	assert_int_equal(contract_find("hmm_mirror_ops", "release"), -1);
	assert_true(contract_is_named_only(contract_find("mmu_notifier_ops", "release")));
	assert_false(contract_is_named_only(contract_find("mmu_notifier_ops", "free_notifier")));
	assert_int_equal(contract_find("file_operations", "invalidate"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_returns_something_is_covered_since_it_does),
		cmocka_unit_test(what_returns_nothing_is_covered_since_it_is_told),
		cmocka_unit_test(what_never_blocks_need_not_be_told),
		cmocka_unit_test(properties_follow_from_the_row),
		cmocka_unit_test(each_row_is_found_by_each_of_its_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
