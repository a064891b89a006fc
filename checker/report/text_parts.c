// SPDX-License-Identifier: GPL-2.0-only
#include "report/text_parts.h"

#include <string.h>

#include "report/escape.h"

void put_text_place(struct strbuf *out, const struct print_options *options,
		      const char *file, unsigned line, unsigned column)
{
	struct strbuf place = { 0 };

	escape_for_terminal(&place, file && *file ? file : "mncheck");
	if (line)
		strbuf_printf(&place, ":%u", line);
	if (line && column)
		strbuf_printf(&place, ":%u", column);
	strbuf_putc(&place, ':');
	put_styled(out, options, STYLE_BOLD, strbuf_text(&place));
	strbuf_putc(out, ' ');
	strbuf_free(&place);
}

void put_wrapped(struct strbuf *out, const struct print_options *options, const char *text, size_t at, size_t indent)
{
	size_t room = options->width;
	bool fresh = true;

	for (const char *word = text; *word; fresh = false) {
		size_t bytes = strcspn(word, " "), spaces = strspn(word + bytes, " ");
		char *copy = xasprintf("%.*s", (int)bytes, word);
		size_t columns = columns_of(copy);

		if (room && !fresh && at + 1 + columns > room) {
			strbuf_printf(out, "\n%*s", (int)indent, "");
			at = indent;
		} else if (!fresh) {
			strbuf_putc(out, ' ');
			at++;
		}
		strbuf_puts(out, copy);
		at += columns;
		word += bytes + spaces;
		free(copy);
	}
	strbuf_putc(out, '\n');
}

/*
 * Indents the text by two spaces per call depth, behind the place, which tools expect at the start
 * of the line.
 */
static void put_step(struct strbuf *out, const struct print_options *options,
		     const struct trace_step *step)
{
	put_text_place(out, options, step->file, step->line, step->column);
	put_styled(out, options, STYLE_NOTE, "note:");
	strbuf_printf(out, " %*s", (int)(step->depth < 20 ? step->depth : 20) * 2, "");
	escape_for_terminal(out, step->note);
	strbuf_putc(out, '\n');
}

void put_origin(struct strbuf *out, const struct run *run, arch_set arches)
{
	if (run->arches.count < 2)
		return;
	strbuf_puts(out, " (");
	put_arches(run, arches, ", ", out);
	strbuf_putc(out, ')');
}

void put_finding(struct strbuf *out, const struct print_options *options,
			const struct run *run, const struct finding *finding)
{
	put_text_place(out, options, finding->file, finding->line, finding->column);
	put_styled(out, options, STYLE_WARNING, "warning:");
	strbuf_putc(out, ' ');
	escape_for_terminal(out, finding->message);
	put_origin(out, run, finding->arches);
	strbuf_printf(out, " [%s]\n", rules[finding->rule]->name);
	for (size_t i = 0; i < finding->ntrace; i++)
		put_step(out, options, &finding->trace[i]);
}

bool same_reason(const struct undecided *a, const struct undecided *b)
{
	return !strcmp(a->why, b->why) && !strcmp(a->at ? a->at : "", b->at ? b->at : "");
}

void put_level(struct strbuf *out, const struct print_options *options, enum style level)
{
	put_styled(out, options, level, level == STYLE_WARNING ? "warning:" : "note:");
	strbuf_putc(out, ' ');
}

void put_undecided(struct strbuf *out, const struct print_options *options,
			  const struct run *run, const struct row *row,
			  const struct undecided *reason, enum style level)
{
	if (reason->at && *reason->at)
		put_text_place(out, options, reason->at, 0, 0);
	else
		put_text_place(out, options, row->file, row->line, 0);
	put_level(out, options, level);
	escape_for_terminal(out, row->callback);
	strbuf_puts(out, " undecided: ");
	escape_for_terminal(out, reason->why);
	put_origin(out, run, reason->arches);
	const char *separator = " [";
	for (const struct undecided *also = reason;
	     also < row->undecided.data + row->undecided.count; also++) {
		if (!same_reason(also, reason))
			continue;
		strbuf_printf(out, "%s%s", separator, rules[also->rule]->name);
		separator = ", ";
	}
	strbuf_puts(out, "]\n");
}

void put_fixed(struct strbuf *out, const struct print_options *options, const char *word,
	       const struct finding *finding)
{
	put_styled(out, options, STYLE_GOOD, word);
	strbuf_putc(out, ' ');
	escape_for_terminal(out, finding->file);
	strbuf_printf(out, ":%u: ", finding->line);
	escape_for_terminal(out, finding->message);
	strbuf_printf(out, " [%s]\n", rules[finding->rule]->name);
}
