// SPDX-License-Identifier: GPL-2.0-only
#include "contract/eras.h"

#include <ctype.h>
#include <string.h>

#include "contract/contract.h"

const struct era eras[] = {
	{ .from = "4.19", .param = 4, .nparams = 5, .mask = UINT64_MAX, .blockable = 1 },
	{ .from = "4.20", .param = RANGE_PARAM, .record = "hmm_update", .field = "blockable",
	  .mask = UINT64_MAX, .blockable = 1 },
	{ .from = "5.0", .param = RANGE_PARAM, .record = RANGE_RECORD,
	  .field = "blockable", .mask = UINT64_MAX, .blockable = 1 },
	/* MMU_NOTIFIER_RANGE_BLOCKABLE is bit 0 in all kernels that have it */
	{ .from = "5.2", .param = RANGE_PARAM, .record = RANGE_RECORD,
	  .field = "flags", .mask = 1, .blockable = 1 },
};

const size_t neras = sizeof(eras) / sizeof(*eras);
_Static_assert(sizeof(eras) / sizeof(*eras) < ERAS_MAX, "judge.c keeps room for ERAS_MAX, the context included");

bool eras_tell_function(const struct contract *contract, uint32_t nparams)
{
	for (size_t i = 0; i < neras; i++)
		if (nparams == (eras[i].nparams ? eras[i].nparams : contract->params))
			return true;
	return false;
}

/* The text of parameter NUMBER (from 0) in PARAMS, and its LENGTH; NULL if there are fewer. */
static const char *find_param(const char *params, uint32_t number, size_t *length)
{
	for (; number && *params; params++) {
		params += strcspn(params, ",");
		if (!*params)
			return NULL;
		number--;
	}
	*length = strcspn(params, ",");
	return *params ? params : NULL;
}

static uint32_t count_params(const char *params)
{
	uint32_t count = 0;
	size_t length;

	while (find_param(params, count, &length))
		count++;
	return count;
}

static bool is_in_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool names_word(const char *text, size_t length, const char *word)
{
	size_t size = strlen(word);

	for (size_t at = 0; at + size <= length; at++)
		if (!strncmp(text + at, word, size) && (!at || !is_in_word(text[at - 1])) &&
		    !is_in_word(text[at + size]))
			return true;
	return false;
}

bool eras_tell_declaration(const char *params)
{
	uint32_t nparams = count_params(params);

	for (size_t i = 0; i < neras; i++) {
		size_t length;
		const char *param = find_param(params, eras[i].param, &length);

		if (!param || (eras[i].nparams && eras[i].nparams != nparams))
			continue;
		if (!eras[i].record || names_word(param, length, eras[i].record))
			return true;
	}
	return false;
}
