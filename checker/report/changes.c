// SPDX-License-Identifier: GPL-2.0-only
#include "report/changes.h"

const char *row_fate_name(enum row_fate fate)
{
	static const char *const names[ROW_FATE_COUNT] = {
		[ROW_STAYED] = "stayed", [ROW_RENAMED] = "renamed", [ROW_ADDED] = "added",
		[ROW_VANISHED] = "vanished", [ROW_UNSEEN] = "unseen",
	};

	return names[fate];
}

const char *finding_fate_name(enum finding_fate fate)
{
	static const char *const names[FINDING_FATE_COUNT] = {
		[FINDING_UNCHANGED] = "unchanged", [FINDING_NEW] = "new", [FINDING_FIXED] = "fixed",
		[FINDING_OPENED] = "opened", [FINDING_DISMISSED] = "dismissed",
	};

	return names[fate];
}

const char *triage_name(enum triage_state state)
{
	static const char *const names[TRIAGE_COUNT] = {
		[TRIAGE_NONE] = "none", [TRIAGE_CONFIRMED] = "confirmed", [TRIAGE_FALSE] = "false",
		[TRIAGE_WONT_FIX] = "wont-fix", [TRIAGE_REPORTED] = "reported", [TRIAGE_FIXED_BY] = "fixed-by",
	};

	return names[state];
}

bool triage_dismisses(const struct triage *triage)
{
	return triage && (triage->state == TRIAGE_FALSE || triage->state == TRIAGE_WONT_FIX);
}

const struct finding_change *finding_change_of(const struct changes *changes, const struct finding *finding)
{
	vec_each(change, &changes->findings)
		if (change->finding == finding || change->earlier == finding)
			return change;
	return NULL;
}

const struct row_change *row_change_of(const struct changes *changes, const struct row *row)
{
	vec_each(change, &changes->rows)
		if (change->before == row || change->after == row)
			return change;
	return NULL;
}
