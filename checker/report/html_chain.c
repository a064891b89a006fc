// SPDX-License-Identifier: GPL-2.0-only
/* The picture of a path's calls: Graphviz says where boxes and lines go, this file draws them. */
#include "report/html.h"

#include <inttypes.h>

#include "report/call_chain.h"
#include "report/escape.h"

#define POINTS 72.0		/* of an inch */
#define LETTER 8.0		/* width of one, in points */
#define BOX_MIN 60.0
#define NAME_MAX_SHOWN 42
#define CHAIN_MAX 60		/* longer chains are for reading, not for looking at */

static const char *shown_name(struct html *html, const char *name)
{
	return strlen(name) <= NAME_MAX_SHOWN ? name :
	       arena_printf(html->arena, "%.*s\xe2\x80\xa6", NAME_MAX_SHOWN - 1, name);
}

/* Where the call is, below the callee's name. */
static const char *shown_place(struct html *html, const struct chain_call *call)
{
	return shown_name(html, arena_printf(html->arena, "%s:%u", path_base(call->file), call->line));
}

static double box_width(struct html *html, const struct chain_call *call)
{
	size_t name = columns_of(shown_name(html, call->function)), place = columns_of(shown_place(html, call));
	double width = LETTER * (double)name + 20, other = 0.85 * LETTER * (double)place + 20;

	width = other > width ? other : width;
	return width > BOX_MIN ? width : BOX_MIN;
}

/* Numbers alone: the same chain of other functions has the same layout, and needs no second one. */
static const char *describe(struct html *html, const struct call_chain *chain)
{
	struct strbuf dot = { 0 };

	strbuf_puts(&dot, "digraph{graph[ranksep=.35,nodesep=.25];node[shape=box,fixedsize=true,label=\"\",height=.58];"
		    "edge[arrowhead=none];");
	for (size_t i = 0; i < chain->count; i++) {
		strbuf_printf(&dot, "n%zu[width=%.2f];", i, box_width(html, &chain->calls[i]) / POINTS);
		if (i)
			strbuf_printf(&dot, "n%zu->n%zu;", chain->calls[i].caller, i);
	}
	strbuf_puts(&dot, "}");
	return strbuf_keep(&dot, html->arena);
}

/* Reads numbers that spaces separate; returns where it stopped. */
static const char *read_numbers(const char *at, double *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *end;

		numbers[i] = strtod(at, &end);
		if (end == at)
			return NULL;
		at = end;
	}
	return at;
}

static void put_box(struct html *html, const struct call_chain *chain, const char *line, double height)
{
	char *rest;
	size_t index = strtoul(line + strlen("node n"), &rest, 10);
	double box[4];		/* centre and size */

	if (index >= chain->count || !read_numbers(rest, box, 4))
		return;
	const struct chain_call *call = &chain->calls[index];
	double x = box[0] * POINTS, y = (height - box[1]) * POINTS, w = box[2] * POINTS, h = box[3] * POINTS;

	strbuf_printf(html->out, "<g class=\"%s\"><rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"5\"/>",
		      call->last ? "end" : index ? "mid" : "begin", x - w / 2, y - h / 2, w, h);
	strbuf_printf(html->out, "<text x=\"%.1f\" y=\"%.1f\">", x, y - 3);
	html_text(html, shown_name(html, call->function));
	strbuf_printf(html->out, "</text><text class=at x=\"%.1f\" y=\"%.1f\">", x, y + 13);
	html_text(html, shown_place(html, call));
	strbuf_puts(html->out, "</text></g>");
}

/* "edge n0 n1 4 x y x y x y x y ...": a curve of Bezier's. */
static void put_line(struct html *html, const char *line, double height)
{
	const char *at = line;
	double count, point[2];

	for (int words = 0; words < 3 && at; words++)
		at = (at = strchr(at, ' ')) ? at + 1 : NULL;
	at = at ? read_numbers(at, &count, 1) : NULL;
	if (!at || count < 4)
		return;
	strbuf_puts(html->out, "<path marker-end=\"url(#arrow)\" d=\"");
	for (int i = 0; i < (int)count && (at = read_numbers(at, point, 2)); i++)
		strbuf_printf(html->out, "%s%.1f %.1f", !i ? "M" : i == 1 ? "C" : " ", point[0] * POINTS,
			      (height - point[1]) * POINTS);
	strbuf_puts(html->out, "\"/>");
}

/* "f calls g at x.c:12, ...", for those who see no picture. */
static void put_label(struct html *html, const struct call_chain *chain)
{
	for (size_t i = 1; i < chain->count; i++) {
		const struct chain_call *call = &chain->calls[i];

		strbuf_puts(html->out, i > 1 ? ", " : "");
		html_text(html, chain->calls[call->caller].function);
		strbuf_puts(html->out, " calls ");
		html_text(html, call->function);
		strbuf_puts(html->out, " at ");
		html_text(html, path_base(call->file));
		strbuf_printf(html->out, ":%u", call->line);
	}
}

static void put_picture(struct html *html, const struct call_chain *chain, const char *layout)
{
	double size[3];

	if (!starts_with(layout, "graph ") || !read_numbers(layout + strlen("graph "), size, 3))
		return;
	double width = size[1] * POINTS + 4, height = size[2] * POINTS + 4;

	strbuf_printf(html->out, "<svg role=img width=\"%.0f\" height=\"%.0f\" viewBox=\"-2 -2 %.0f %.0f\" aria-label=\"",
		      width, height, width, height);
	put_label(html, chain);
	strbuf_puts(html->out, "\">");
	for (const char *line = layout; line; line = strchr(line, '\n'), line += line != NULL)
		if (starts_with(line, "edge "))
			put_line(html, line, size[2]);
	for (const char *line = layout; line; line = strchr(line, '\n'), line += line != NULL)
		if (starts_with(line, "node n"))
			put_box(html, chain, line, size[2]);
	strbuf_puts(html->out, "</svg>");
}

bool html_chain(struct html *html, const struct call_chain *chain)
{
	const char *layout = NULL;

	if (chain->count > 1 && chain->count <= CHAIN_MAX)
		layout = graph_layout(&html->layouter, describe(html, chain));
	if (!layout)
		return false;
	strbuf_puts(html->out, "<figure class=chain><figcaption>Who calls whom, and where</figcaption>");
	put_picture(html, chain, layout);
	strbuf_puts(html->out, "</figure>\n");
	return true;
}
