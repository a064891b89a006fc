/* SPDX-License-Identifier: GPL-2.0-only */
/* Internal to report/: the parts of a SARIF log, in the terms of SARIF 2.1.0. */
#ifndef MNCHECK_REPORT_SARIF_H
#define MNCHECK_REPORT_SARIF_H

#include <jansson.h>

#include "rules/rules.h"

/* The uriBaseId of all files: the top of the kernel tree. */
#define SARIF_BASE "SRCROOT"

/* {"text": TEXT} */
json_t *sarif_message(const char *text);
/* PLACE as a URI: an absolute path with file:, an address as it is. */
json_t *sarif_uri(const char *place);
/* The artifactLocation of FILE. */
json_t *sarif_artifact(const char *file);
/* A place in FILE; LINE 0: the whole file; COLUMN 0: the whole line; END 0: one column. */
json_t *sarif_location(const char *file, unsigned line, unsigned column, unsigned end);
/* The place "FILE:LINE" of an undecided; the callback's own place when AT is not of that form. */
json_t *sarif_location_at(const char *at, const struct row *row);

/* tool.driver: the program, its rules with their pages, the kinds of notification. */
json_t *sarif_driver(const struct run *run);
/* The index of the rule in the driver's list. */
int sarif_rule_index(const struct run *run, enum rule_id rule);

/*
 * invocations[0]: notifications for all that is undecided, not analysed or not searched, and wrong
 * suppressions.
 */
json_t *sarif_invocation(const struct run *run);

/* The kinds of notification, in the order of the driver's list. */
enum sarif_notice {
	SARIF_UNDECIDED,
	SARIF_NOT_ANALYSED,
	SARIF_NOT_BUILT,
	SARIF_NOT_SEARCHED,
	SARIF_NOT_JUDGED,
	SARIF_ASSUMES,
	SARIF_SUPPRESSION,
	SARIF_NOTICE_COUNT,
};

extern const struct sarif_notice_kind {
	const char *id, *text;
	const char *level;
} sarif_notices[SARIF_NOTICE_COUNT];

#endif
