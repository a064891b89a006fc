// SPDX-License-Identifier: GPL-2.0-only
#include "diff/known_finding.h"

#include <string.h>

static bool has_word(const char *text, const char *word, size_t length)
{
	for (const char *at = text; *at; at += strcspn(at, " ,"), at += strspn(at, " ,"))
		if (strcspn(at, " ,") == length && !strncmp(at, word, length))
			return true;
	return false;
}

/* Whether WORD is the callback's NAME in quotes. The change may have renamed it. */
static bool is_name(const char *word, size_t length, const char *name)
{
	return length == strlen(name) + 2 && *word == '\'' &&
	       !strncmp(word + 1, name, length - 2);
}

/* Whether message INNER says nothing that OUTER does not: at most it lists fewer values. */
static bool says_no_more(const char *inner, const char *inner_name, const char *outer)
{
	for (const char *at = inner; *at; at += strcspn(at, " ,"), at += strspn(at, " ,")) {
		size_t length = strcspn(at, " ,");

		if (!is_name(at, length, inner_name) && !has_word(outer, at, length))
			return false;
	}
	return true;
}

const struct finding *known_finding(const struct row *before, const struct row *after,
				    const struct finding *finding)
{
	vec_each(old, &before->findings) {
		if (old->rule != finding->rule || (old->allowed && !finding->allowed))
			continue;
		if (rules[finding->rule]->any_way ||
		    !strcmp(old->fingerprint, finding->fingerprint) ||
		    says_no_more(finding->message, after->callback, old->message))
			return old;
	}
	return NULL;
}
