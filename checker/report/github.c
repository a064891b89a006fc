// SPDX-License-Identifier: GPL-2.0-only
/*
 * Workflow commands of GitHub Actions: a line of the log becomes an annotation of the file. Findings are errors, or
 * warnings if an earlier result has them; what is undecided or was not judged is a notice.
 */
#include "report/printers.h"

#include "report/escape.h"

static bool is_control(char c)
{
	return (unsigned char)c < ' ' || c == 0x7f;
}

/*
 * %, \r and \n end a command or begin an escape; in a property : and , do, too. Of a file's name, a property, each byte
 * counts, a text is for people who may read it in a terminal.
 */
static void put_escaped(struct strbuf *out, const char *text, bool property)
{
	struct strbuf valid = { 0 };

	escape_for_json(&valid, text);
	for (const char *at = strbuf_text(&valid); *at; at++) {
		if (*at == '%' || *at == '\r' || *at == '\n' || (property && (*at == ':' || *at == ',')))
			strbuf_printf(out, "%%%02X", (unsigned char)*at);
		else if (!property && is_control(*at) && *at != '\t')
			strbuf_printf(out, "\\x%02x", (unsigned char)*at);
		else
			strbuf_putc(out, *at);
	}
	strbuf_free(&valid);
}

static void put_property(struct strbuf *out, const char *separator, const char *name, const char *value)
{
	strbuf_printf(out, "%s%s=", separator, name);
	put_escaped(out, value, true);
}

/* "::LEVEL file=FILE,line=LINE", without what is unknown. */
static void begin_command(struct strbuf *out, const char *level, const char *file, unsigned line)
{
	strbuf_printf(out, "::%s ", level);
	if (file && *file)
		put_property(out, "", "file", file);
	if (line)
		strbuf_printf(out, ",line=%u", line);
}

static void end_command(struct strbuf *out, const char *file, const char *title, const char *text)
{
	put_property(out, file && *file ? "," : "", "title", title);
	strbuf_puts(out, "::");
	put_escaped(out, text, false);
	strbuf_putc(out, '\n');
}

struct github {
	const struct run *run;
	struct strbuf *out;
};

static void put_finding(void *context, const struct row *row, const struct finding *finding)
{
	struct github *github = context;
	bool old = finding_baseline(github->run, finding) == BASELINE_UNCHANGED;
	struct strbuf title = { 0 }, text = { 0 };

	(void)row;
	begin_command(github->out, old ? "warning" : "error", finding->file, finding->line);
	if (finding->column)
		strbuf_printf(github->out, ",col=%u", finding->column);
	if (finding->column && finding->end_column > finding->column)
		strbuf_printf(github->out, ",endColumn=%u", finding->end_column);
	strbuf_printf(&title, "mncheck: %s", rules[finding->rule]->name);
	strbuf_puts(&text, finding->message);
	for (size_t i = 0; i < finding->ntrace; i++)
		strbuf_printf(&text, "\n%s:%u: %s", finding->trace[i].file, finding->trace[i].line,
			      finding->trace[i].note);
	end_command(github->out, finding->file, strbuf_text(&title), strbuf_text(&text));
	strbuf_free(&title);
	strbuf_free(&text);
}

static void put_notice(struct strbuf *out, const char *file, unsigned line, const char *title, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

static void put_notice(struct strbuf *out, const char *file, unsigned line, const char *title, const char *format, ...)
{
	struct arena *arena = arena_new();
	va_list args;

	va_start(args, format);
	begin_command(out, "notice", file, line);
	end_command(out, file, title, arena_vprintf(arena, format, args));
	va_end(args);
	arena_free(arena);
}

static void put_open(struct strbuf *out, const struct row *row)
{
	if (row_is_unjudged(row))
		put_notice(out, row->file, row->line, "mncheck: not analysed", "'%s': %s", row->callback,
			   row_why_not(row));
	vec_each(reason, &row->undecided)
		put_notice(out, row->file, row->line, "mncheck: undecided", "%s is undecided for '%s': %s%s%s",
			   rules[reason->rule]->name, row->callback, reason->why,
			   reason->at && *reason->at ? ", at " : "", reason->at ? reason->at : "");
}

void print_github(const struct run *run, const struct print_options *options, struct strbuf *out)
{
	struct github github = { run, out };

	(void)options;
	each_counted(run, put_finding, &github);
	vec_each(row, &run->rows)
		put_open(out, row);
	vec_each(problem, &run->problems)
		put_notice(out, problem->file, 0, "mncheck: not searched", "%s", problem->why);
	vec_each(arch, &run->arches)
		if (arch->why_not)
			put_notice(out, NULL, 0, "mncheck: not judged", "not judged for %s: %s", arch->arch,
				   arch->why_not);
	vec_each(allowance, &run->allowances)
		if ((*allowance)->wrong)
			put_notice(out, (*allowance)->file, (*allowance)->line, "mncheck: suppression", "%s",
				   (*allowance)->wrong);
}
