/* SPDX-License-Identifier: GPL-2.0-only */
/* Internal to report/: makes JSON values, for all printers that write JSON. */
#ifndef MNCHECK_REPORT_JSON_VALUES_H
#define MNCHECK_REPORT_JSON_VALUES_H

#include <jansson.h>

#include "base/str.h"
#include "rules/rules.h"

/* A JSON string in which U+FFFD replaces each byte that is not UTF-8; null for NULL. */
json_t *json_text(const char *text);
/* Adds a member or an element at the end; takes VALUE over. */
void json_set(json_t *object, const char *key, json_t *value);
void json_append(json_t *array, json_t *value);
/* The names of a set of architectures, as a list. */
json_t *json_arches(const struct run *run, arch_set arches);
/* The shown verdicts of a row, by rule; rules that are not enabled are left out. */
json_t *json_verdicts(const struct run *run, const struct row *row);
/*
 * Appends ROOT as text and releases it. Members keep the order in which they were set. The text
 * is ASCII, so that it can be shown and parsed anywhere, whatever bytes a file name holds.
 */
void json_print(json_t *root, struct strbuf *out);

#endif
