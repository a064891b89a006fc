// SPDX-License-Identifier: GPL-2.0-only
#include "report/explanation.h"

#include <string.h>

#include "report/escape.h"

#define WIDTH 100	/* lists are wrapped at this column */

/* ---- wrapped lists ---- */

struct list {
	struct strbuf *out;
	const char *indent;	/* before each line after the first */
	size_t column;
	bool any;
};

static void list_begin(struct list *list, const char *head)
{
	strbuf_puts(list->out, head);
	list->column = columns_of(head);
	list->any = false;
}

static void list_add(struct list *list, const char *text)
{
	struct strbuf escaped = { 0 };

	escape_for_terminal(&escaped, text);
	size_t columns = columns_of(strbuf_text(&escaped));

	if (list->any)
		strbuf_putc(list->out, ',');
	if (list->any && list->column + columns + 3 > WIDTH) {
		strbuf_printf(list->out, "\n%s", list->indent);
		list->column = strlen(list->indent);
	} else {
		strbuf_putc(list->out, ' ');
	}
	list->column += columns + 2;
	strbuf_puts(list->out, strbuf_text(&escaped));
	strbuf_free(&escaped);
	list->any = true;
}

static void list_end(struct list *list)
{
	strbuf_putc(list->out, '\n');
}

/* ---- the parts ---- */

static size_t count_functions(const struct verdict_dependencies *dependencies, bool models)
{
	size_t count = 0;

	for (size_t i = 0; i < dependencies->nfunctions; i++)
		count += dependencies->functions[i].is_model == models;
	return count;
}

/* A line for each file: "include/linux/mm.h: f:12, g:34". */
static void print_functions(const struct verdict_dependencies *dependencies, struct strbuf *out)
{
	struct list list = { .out = out, .indent = "        " };
	const char *file = NULL;
	size_t count = count_functions(dependencies, false);

	if (!count) {
		strbuf_puts(out, "    it looked into no other function\n");
		return;
	}
	strbuf_printf(out, "    it looked into %zu other function%s:\n", count, count == 1 ? "" : "s");
	for (size_t i = 0; i < dependencies->nfunctions; i++) {
		const struct dependency_function *function = &dependencies->functions[i];
		struct strbuf text = { 0 };

		if (function->is_model)
			continue;
		if (!file || strcmp(file, function->file)) {
			if (file)
				list_end(&list);
			file = function->file;
			strbuf_puts(&text, "      ");
			escape_for_terminal(&text, file);
			strbuf_putc(&text, ':');
			list_begin(&list, strbuf_text(&text));
			strbuf_free(&text);
		}
		strbuf_printf(&text, "%s:%u", function->name, function->line);
		list_add(&list, strbuf_text(&text));
		strbuf_free(&text);
	}
	list_end(&list);
}

static void print_models(const struct verdict_dependencies *dependencies, struct strbuf *out)
{
	struct list list = { .out = out, .indent = "      " };

	if (!count_functions(dependencies, true))
		return;
	list_begin(&list, "    models stood in for:");
	for (size_t i = 0; i < dependencies->nfunctions; i++)
		if (dependencies->functions[i].is_model)
			list_add(&list, dependencies->functions[i].name);
	list_end(&list);
}

static void print_opaque(const struct verdict_dependencies *dependencies, bool decided,
			 struct strbuf *out)
{
	struct list list = { .out = out, .indent = "      " };

	if (!dependencies->nopaque)
		return;
	list_begin(&list, decided ? "    it did not look into, since whatever they do, the "
		   "verdict is the same:" : "    it did not look into:");
	for (size_t i = 0; i < dependencies->nopaque; i++)
		list_add(&list, dependencies->opaque[i]);
	list_end(&list);
}

static void print_assumptions(const struct verdict_dependencies *dependencies, struct strbuf *out)
{
	struct list list = { .out = out, .indent = "        " };

	if (!dependencies->nassumptions) {
		strbuf_puts(out, "    it rests on no assumption\n");
		return;
	}
	strbuf_puts(out, "    it rests on:\n");
	for (size_t i = 0; i < dependencies->nassumptions; i++) {
		const struct dependency_assumption *assumption = &dependencies->assumptions[i];
		struct strbuf text = { 0 };

		if (!i || strcmp(assumption->name, assumption[-1].name))
			strbuf_printf(out, "      %s: %s\n", assumption->name, assumption->text);
		if (assumption->about)
			strbuf_printf(&text, "%s%s", assumption->about, assumption->at ? ", " : "");
		if (assumption->at)
			strbuf_printf(&text, "first at %s", assumption->at);
		if (text.length) {
			list_begin(&list, "       ");
			list_add(&list, strbuf_text(&text));
			list_end(&list);
		}
		strbuf_free(&text);
	}
}

static void print_all(const struct row *row, int rule, struct strbuf *out)
{
	const struct verdict_dependencies *dependencies = row->dependencies[rule];

	print_functions(dependencies, out);
	print_models(dependencies, out);
	print_opaque(dependencies, row->verdicts[rule] != VERDICT_UNDECIDED, out);
	print_assumptions(dependencies, out);
}

void print_dependencies(const struct row *row, enum rule_id rule, struct strbuf *out)
{
	struct strbuf own = { 0 };
	bool told = false;

	print_all(row, (int)rule, &own);
	for (int before = 0; before < (int)rule && !told; before++) {
		struct strbuf other = { 0 };

		if (!row->dependencies[before] || row->verdicts[before] == VERDICT_NA)
			continue;
		print_all(row, before, &other);
		told = !strcmp(strbuf_text(&own), strbuf_text(&other));
		if (told)
			strbuf_printf(out, "    it rests on the same as %s\n", rules[before]->name);
		strbuf_free(&other);
	}
	if (!told)
		strbuf_puts(out, strbuf_text(&own));
	strbuf_free(&own);
}

const char *dependencies_runs(const struct verdict_dependencies *dependencies)
{
	static const char *const texts[] = {
		"by what its table sets", "on every path, with the range not blockable",
		"on every path, with the range blockable",
		"on every path, with the range blockable and not",
	};

	return texts[(dependencies->runs[0] ? 1 : 0) + (dependencies->runs[1] ? 2 : 0)];
}
