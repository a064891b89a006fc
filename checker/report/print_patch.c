// SPDX-License-Identifier: GPL-2.0-only
/* The fixes of a run as one patch, for patch -p1 and git apply; what stands before a diff is for readers. */
#include "report/printers.h"

#include "report/escape.h"
#include "report/source_edit.h"

/* A line of the patch's head must not look like the begin of a diff. */
static void put_finding(struct strbuf *out, const struct finding *finding)
{
	strbuf_puts(out, "# ");
	escape_for_terminal(out, finding->file);
	strbuf_printf(out, ":%u: ", finding->line);
	escape_for_terminal(out, finding->message);
	strbuf_printf(out, " [%s]\n#   %s\n", rules[finding->rule]->name,
		      finding->fix ? finding->fix->idiom : "no fix is known");
}

static void put_file(const struct run *run, struct source_texts *sources, const char *file, struct strbuf *out)
{
	const struct source_text *source = source_text_of(sources, file);
	struct source_edits edits = { 0 };

	vec_each(row, &run->rows) {
		vec_each(finding, &row->findings) {
			if (strcmp(row->file, file) || finding->allowed || told_before(run, row, finding))
				continue;
			put_finding(out, finding);
			if (finding->fix)
				(void)source_edits_add(&edits, &finding->fix->edit);	/* no edit twice */
		}
	}
	if (edits.count && source)
		source_edits_diff(file, source, &edits, out);
	vec_free(&edits);
}

void print_patch(const struct run *run, const struct print_options *options, struct strbuf *out)
{
	struct arena *arena = arena_new();
	struct source_texts sources = { .arena = arena, .run = run };
	struct strmap done = { 0 };

	(void)options;
	vec_each(row, &run->rows) {
		if (!strmap_has(&done, row->file))
			put_file(run, &sources, row->file, out);
		strmap_set(&done, row->file, &sources);
	}
	strmap_free(&done);
	source_texts_free(&sources);
	arena_free(arena);
}
