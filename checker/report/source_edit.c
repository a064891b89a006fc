// SPDX-License-Identifier: GPL-2.0-only
#include "report/source_edit.h"

#include <string.h>

#define CONTEXT 3

bool source_edits_add(struct source_edits *edits, const struct source_edit *edit)
{
	size_t at = 0;

	while (at < edits->count && edits->data[at].line <= edit->line)
		at++;
	if (at && edits->data[at - 1].line + edits->data[at - 1].removed >= edit->line)
		return false;
	if (at < edits->count && edit->line + edit->removed >= edits->data[at].line)
		return false;
	vec_push(edits, *edit);
	memmove(&edits->data[at + 1], &edits->data[at], (edits->count - 1 - at) * sizeof(*edit));
	edits->data[at] = *edit;
	return true;
}

/* The last "line" of a text that ends with a newline is empty, and none. */
static unsigned real_lines(const struct source_text *source)
{
	return source->nlines - !*source->lines[source->nlines];
}

static void put_lines(const struct source_text *source, unsigned from, unsigned end, const char *sign, struct strbuf *out)
{
	for (unsigned line = from; line < end; line++) {
		size_t length = source_line_length(source, line);

		strbuf_puts(out, sign);
		strbuf_add(out, source->lines[line], length);
		if (source->lines[line][length])
			strbuf_putc(out, '\n');
		else if (*sign)
			strbuf_puts(out, "\n\\ No newline at end of file\n");
	}
}

static void put_added(const char *text, const char *sign, struct strbuf *out)
{
	while (*text) {
		size_t length = strcspn(text, "\n") + 1;

		strbuf_puts(out, sign);
		strbuf_add(out, text, length);
		text += length;
	}
}

static unsigned count_added(const char *text)
{
	unsigned count = 0;

	for (; *text; text++)
		count += *text == '\n';
	return count;
}

void source_edits_apply(const struct source_text *source, const struct source_edits *edits, struct strbuf *out)
{
	unsigned line = 1;

	vec_each(edit, edits) {
		put_lines(source, line, edit->line, "", out);
		strbuf_puts(out, edit->text);
		line = edit->line + edit->removed;
	}
	put_lines(source, line, real_lines(source) + 1, "", out);
}

static unsigned hunk_begin(const struct source_edit *edit)
{
	return edit->line > CONTEXT ? edit->line - CONTEXT : 1;
}

static unsigned hunk_end(const struct source_text *source, const struct source_edit *edit)
{
	unsigned end = edit->line + edit->removed + CONTEXT, last = real_lines(source) + 1;

	return end < last ? end : last;
}

/* Edits FIRST to END, excluding, in one hunk. *SHIFT is by how many lines earlier hunks moved the text; it grows. */
static void put_hunk(const struct source_text *source, const struct source_edits *edits, size_t first, size_t end, int *shift,
		     struct strbuf *out)
{
	unsigned line = hunk_begin(&edits->data[first]), last = hunk_end(source, &edits->data[end - 1]);
	int grows = 0;

	for (size_t i = first; i < end; i++)
		grows += (int)count_added(edits->data[i].text) - (int)edits->data[i].removed;
	strbuf_printf(out, "@@ -%u,%u +%d,%d @@\n", line, last - line, (int)line + *shift, (int)(last - line) + grows);
	*shift += grows;
	for (size_t i = first; i < end; i++) {
		const struct source_edit *edit = &edits->data[i];

		put_lines(source, line, edit->line, " ", out);
		put_lines(source, edit->line, edit->line + edit->removed, "-", out);
		put_added(edit->text, "+", out);
		line = edit->line + edit->removed;
	}
	put_lines(source, line, last, " ", out);
}

static bool is_odd(unsigned char c)
{
	return c < ' ' || c >= 0x7f || c == '"' || c == '\\';
}

/* Octal escapes and \\" as git and patch read them: git-config(1), core.quotePath. */
static void put_quoted(const char *prefix, const char *file, struct strbuf *out)
{
	strbuf_printf(out, "\"%s", prefix);
	for (; *file; file++) {
		if (*file == '"' || *file == '\\')
			strbuf_printf(out, "\\%c", *file);
		else if (is_odd(*file))
			strbuf_printf(out, "\\%03o", (unsigned char)*file);
		else
			strbuf_putc(out, *file);
	}
	strbuf_putc(out, '"');
}

static bool needs_quotes(const char *file)
{
	for (; *file; file++)
		if (is_odd(*file))
			return true;
	return false;
}

static void put_name(const char *prefix, const char *file, struct strbuf *out)
{
	if (needs_quotes(file))
		put_quoted(prefix, file, out);
	else
		strbuf_printf(out, "%s%s", prefix, file);
}

/* "diff --git", "---" and "+++"; a tab ends a name with a space in it, as both programs expect. */
static void put_header(const char *file, struct strbuf *out)
{
	const char *end = strchr(file, ' ') ? "\t\n" : "\n";

	strbuf_puts(out, "diff --git ");
	put_name("a/", file, out);
	strbuf_putc(out, ' ');
	put_name("b/", file, out);
	strbuf_puts(out, "\n--- ");
	put_name("a/", file, out);
	strbuf_puts(out, end);
	strbuf_puts(out, "+++ ");
	put_name("b/", file, out);
	strbuf_puts(out, end);
}

void source_edits_diff(const char *file, const struct source_text *source, const struct source_edits *edits,
		       struct strbuf *out)
{
	int shift = 0;

	put_header(file, out);
	for (size_t first = 0, end; first < edits->count; first = end) {
		end = first + 1;
		while (end < edits->count && hunk_begin(&edits->data[end]) <= hunk_end(source, &edits->data[end - 1]))
			end++;
		put_hunk(source, edits, first, end, &shift, out);
	}
}
