// SPDX-License-Identifier: GPL-2.0-only
/*
 * A finding in the HTML report. Its path is told in *frames*: a frame is what runs in one function in a row, shown as source with
 * the notes of its steps below their lines.
 */
#include "report/html.h"

#include "report/call_chain.h"
#include "report/changes.h"
#include "report/escape.h"

#define LINES_AROUND 2		/* of source, on each side of a step */

/* One finding that is written. */
struct path_writing {
	struct html *html;
	const struct finding *finding;
	const struct call_chain *chain;
};

/* Steps FIRST to END, excluding, of one function and one file. */
struct frame {
	size_t first, end;
};

static bool is_same_frame(const struct path_writing *path, size_t a, size_t b)
{
	return path->chain->function_of[a] == path->chain->function_of[b] &&
	       !strcmp(path->finding->trace[a].file, path->finding->trace[b].file);
}

static void put_step(const struct path_writing *path, size_t index)
{
	const struct trace_step *step = &path->finding->trace[index];
	bool last = index + 1 == path->finding->ntrace;

	const char *url = html_source_url(path->html, step->file, step->line);

	strbuf_printf(path->html->out, "<li class=\"note%s\">", last ? " last" : "");
	if (url) {
		strbuf_puts(path->html->out, "<a class=step rel=\"noreferrer noopener\" href=\"");
		html_text(path->html, url);
		strbuf_printf(path->html->out, "\">%zu</a><span>", index + 1);
	} else {
		strbuf_printf(path->html->out, "<span class=step>%zu</span><span>", index + 1);
	}
	html_note(path->html, step->note);
	strbuf_puts(path->html->out, "</span>\n");
}

/* The steps of a frame whose source is not at hand. */
static void put_bare_steps(const struct path_writing *path, const struct frame *frame)
{
	strbuf_puts(path->html->out, "<ol class=frames>");
	for (size_t i = frame->first; i < frame->end; i++) {
		strbuf_puts(path->html->out, "<li class=frame><p>");
		html_place(path->html, path->finding->trace[i].file, path->finding->trace[i].line);
		strbuf_puts(path->html->out, "</p><ol class=frames>");
		put_step(path, i);
		strbuf_puts(path->html->out, "</ol></li>");
	}
	strbuf_puts(path->html->out, "</ol>\n");
}

/* The nearest step of the frame at or after line LINE; 0: there is none. */
static unsigned next_step_line(const struct path_writing *path, const struct frame *frame, unsigned line)
{
	unsigned next = 0;

	for (size_t i = frame->first; i < frame->end; i++) {
		unsigned at = path->finding->trace[i].line;

		if (at >= line && (!next || at < next))
			next = at;
	}
	return next;
}

static void put_line(const struct path_writing *path, const struct frame *frame, const struct source_text *source,
		     unsigned line)
{
	struct html *html = path->html;
	const struct trace_step *hit = NULL;

	for (size_t i = frame->first; i < frame->end && !hit; i++)
		if (path->finding->trace[i].line == line)
			hit = &path->finding->trace[i];
	strbuf_printf(html->out, "<li class=%s data-n=%u>", hit ? "\"l hit\"" : "l", line);
	html_code_line(html, source, line, hit ? hit->column : 0);
	strbuf_puts(html->out, "\n");
	for (size_t i = frame->first; i < frame->end; i++)
		if (path->finding->trace[i].line == line)
			put_step(path, i);
}

/* Source around each step; a gap of few lines is filled, a longer one becomes dots. */
static void put_source(const struct path_writing *path, const struct frame *frame, const struct source_text *source)
{
	unsigned shown = 0, next;

	strbuf_puts(path->html->out, "<div class=code tabindex=0 role=region aria-label=\"Source of ");
	html_text(path->html, path->chain->calls[path->chain->function_of[frame->first]].function);
	strbuf_puts(path->html->out, "\"><ol>\n");
	while ((next = next_step_line(path, frame, shown + 1))) {
		unsigned from = next > LINES_AROUND + 1 ? next - LINES_AROUND : 1;

		if (from > shown + LINES_AROUND + 1 && shown)
			strbuf_puts(path->html->out, "<li class=gap aria-label=\"lines left out\">\xe2\x8b\xae</li>\n");
		else
			from = shown ? shown + 1 : from;
		for (unsigned line = from; line <= next + LINES_AROUND && line <= source->nlines; line++) {
			unsigned step = line > next ? next_step_line(path, frame, line) : 0;

			if (step == line)
				break;		/* it begins its own surroundings */
			put_line(path, frame, source, line);
			shown = line;
		}
		if (shown < next)
			break;			/* the file is shorter than the path says */
	}
	strbuf_puts(path->html->out, "</ol></div>\n");
}

static bool source_has(const struct path_writing *path, const struct frame *frame, const struct source_text *source)
{
	for (size_t i = frame->first; i < frame->end && source; i++)
		if (!path->finding->trace[i].line || path->finding->trace[i].line > source->nlines)
			return false;
	return source != NULL;
}

static void put_frame(const struct path_writing *path, const struct frame *frame)
{
	const struct trace_step *first = &path->finding->trace[frame->first];
	const struct source_text *source = source_text_of(&path->html->sources, first->file);

	strbuf_puts(path->html->out, "<li class=frame><p>in <b><code>");
	html_name(path->html, path->chain->calls[path->chain->function_of[frame->first]].function);
	strbuf_puts(path->html->out, "</code></b>, ");
	html_place(path->html, first->file, first->line);
	strbuf_puts(path->html->out, "</p>\n");
	if (source_has(path, frame, source))
		put_source(path, frame, source);
	else
		put_bare_steps(path, frame);
	strbuf_puts(path->html->out, "</li>\n");
}

static void put_frames(const struct path_writing *path)
{
	strbuf_puts(path->html->out, "<ol class=frames aria-label=\"The path\">\n");
	for (struct frame frame = { 0 }; frame.first < path->finding->ntrace; frame.first = frame.end) {
		frame.end = frame.first + 1;
		while (frame.end < path->finding->ntrace && is_same_frame(path, frame.first, frame.end))
			frame.end++;
		put_frame(path, &frame);
	}
	strbuf_puts(path->html->out, "</ol>\n");
}

static void put_path(struct html *html, const struct row *row, const struct finding *finding)
{
	struct call_chain chain = call_chain_of(html->arena, row->callback, finding);
	struct path_writing path = { html, finding, &chain };
	size_t head = html->out->length;

	/* the picture stands first for the layout of wide screens; without one its room goes to the source */
	strbuf_puts(html->out, "<div class=\"way pictured\">");
	if (!html_chain(html, &chain)) {
		html->out->length = head;
		strbuf_puts(html->out, "<div class=way>");
	}
	put_frames(&path);
	strbuf_puts(html->out, "</div>\n");
}

static void put_triage(struct html *html, const struct triage *triage)
{
	if (!triage || triage->state == TRIAGE_NONE)
		return;
	strbuf_printf(html->out, "<p class=where>%s", triage_name(triage->state));
	if (*triage->link) {
		strbuf_puts(html->out, ": ");
		html_name(html, triage->link);
	}
	if (*triage->note) {
		strbuf_puts(html->out, ": ");
		html_text(html, triage->note);
	}
	strbuf_puts(html->out, " (");
	html_text(html, triage->who);
	strbuf_puts(html->out, ", ");
	html_text(html, triage->when);
	strbuf_puts(html->out, ")</p>\n");
}

static void put_head(struct html *html, const struct finding *finding)
{
	const char *rule = rules[finding->rule]->name;
	const struct html_look *look = &html_verdict_looks[VERDICT_VIOLATES];

	strbuf_puts(html->out, "<h3 tabindex=-1>");
	if (finding->allowed)
		strbuf_puts(html->out, "<span class=\"chip allowed\">\xe2\x88\x9a allowed</span> ");
	else
		strbuf_printf(html->out, "<span class=\"chip %s\">%s %s</span> ", look->class, look->sign, look->word);
	strbuf_printf(html->out, "<a href=\"#rule-%s\">%s</a>", rule, rule);
	if (finding_baseline(html->run, finding) == BASELINE_NEW)
		strbuf_puts(html->out, " <span class=\"chip new\">new</span>");
	strbuf_puts(html->out, "</h3>\n");
}

static void put_fix(struct html *html, const struct fix *fix)
{
	strbuf_puts(html->out, "<details open><summary>A fix, judged: ");
	html_words(html, fix->idiom);
	strbuf_puts(html->out, "</summary><pre class=diff>");
	for (const char *line = fix->diff; *line;) {
		size_t length = strcspn(line, "\n");
		const char *class = *line == '+' ? "add" : *line == '-' ? "del" : *line == '@' || *line == 'd' ? "at" : "same";

		strbuf_printf(html->out, "<span class=%s>", class);
		escape_part_for_markup(html->out, line, length);
		strbuf_puts(html->out, "</span>\n");
		line += length + (line[length] == '\n');
	}
	strbuf_puts(html->out, "</pre></details>\n");
}

void html_finding(struct html *html, const struct row *row, const struct finding *finding)
{
	strbuf_printf(html->out, "<article class=\"finding %s\" id=\"%s--%s\">\n", finding->allowed ? "allowed" : "violates",
		      html->anchors[row - html->run->rows.data], rules[finding->rule]->name);
	put_head(html, finding);
	strbuf_puts(html->out, "<p class=message>");
	html_words(html, finding->message);
	strbuf_puts(html->out, "</p>\n");
	put_triage(html, finding_triage(html->run, finding));
	if (html->run->arches.count > 1) {
		strbuf_puts(html->out, "<p class=where>on ");
		struct strbuf arches = { 0 };

		put_arches(html->run, finding->arches, ", ", &arches);
		html_text(html, strbuf_text(&arches));
		strbuf_free(&arches);
		strbuf_puts(html->out, "</p>\n");
	}
	if (finding->allowed) {
		strbuf_puts(html->out, "<p>Suppressed at ");
		html_place(html, finding->allowed->file, finding->allowed->line);
		strbuf_puts(html->out, " because ");
		html_text(html, finding->allowed->because);
		strbuf_puts(html->out, "</p>\n");
	}
	put_path(html, row, finding);
	if (finding->fix)
		put_fix(html, finding->fix);
	strbuf_puts(html->out, "</article>\n");
}
