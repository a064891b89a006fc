// SPDX-License-Identifier: GPL-2.0-only
#include "report/json_values.h"

#include "report/escape.h"
#include "report/report.h"

json_t *json_text(const char *text)
{
	struct strbuf valid = { 0 };

	if (!text)
		return json_null();
	escape_for_json(&valid, text);
	json_t *value = json_stringn(strbuf_text(&valid), valid.length);
	strbuf_free(&valid);
	return value;
}

void json_set(json_t *object, const char *key, json_t *value)
{
	BUG_IF(json_object_set_new(object, key, value));
}

void json_append(json_t *array, json_t *value)
{
	BUG_IF(json_array_append_new(array, value));
}

json_t *json_arches(const struct run *run, arch_set arches)
{
	json_t *list = json_array();

	for (size_t i = 0; i < run->arches.count; i++)
		if (arches >> i & 1 && run->arches.data[i].arch)
			json_append(list, json_text(run->arches.data[i].arch));
	return list;
}

json_t *json_verdicts(const struct run *run, const struct row *row)
{
	json_t *verdicts = json_object();

	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (run->rule_enabled[rule])
			json_set(verdicts, rules[rule]->name,
				 json_string(verdict_name(shown_verdict(run, row, rule))));
	return verdicts;
}

void json_print(json_t *root, struct strbuf *out)
{
	char *text = json_dumps(root, JSON_INDENT(1) | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(9));

	BUG_IF(!text);
	strbuf_puts(out, text);
	strbuf_putc(out, '\n');
	free(text);
	json_decref(root);
}
