/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside report/ only: JSON values from what sources say, for the JSON and the SARIF printer. */
#ifndef MNCHECK_REPORT_VALUES_H
#define MNCHECK_REPORT_VALUES_H

#include <jansson.h>

#include "base/str.h"
#include "rules/rules.h"

/* The text as a JSON string (each byte that is not UTF-8 replaced), NULL as null. */
json_t *json_text(const char *text);
/* The object's next member, or the array's next element; VALUE is taken over. */
void json_set(json_t *object, const char *key, json_t *value);
void json_append(json_t *array, json_t *value);
/* The names of a set of architectures, as a list. */
json_t *json_arches(const struct run *run, arch_set arches);
/*
 * Appends ROOT as text and releases it. Members stand in the order in which they were set;
 * ASCII only: whatever bytes a file name holds, the output can be shown and parsed anywhere.
 */
void json_print(json_t *root, struct strbuf *out);

#endif
