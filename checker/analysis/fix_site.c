// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/fix_site.h"

#include <ctype.h>
#include <string.h>

#include "contract/eras.h"

#define HEAD_LINES 12		/* a function's head has no more */
#define PARAMS_MOST 8

const char *site_line(const struct fix_site *site, unsigned line)
{
	return arena_strndup(site->arena, site->source->lines[line], source_line_length(site->source, line));
}

const char *skip_space(const char *text)
{
	return text + strspn(text, " \t");
}

const char *site_indent(const struct fix_site *site, const char *text)
{
	return arena_strndup(site->arena, text, strspn(text, " \t"));
}

bool in_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* ---- the callback's head ---- */

/* The parameters, from the callback's name on; "" if the text is another one. */
static const char *read_params(struct fix_site *site)
{
	struct strbuf head = { 0 };
	unsigned line = site->row->line, last = line + HEAD_LINES;

	for (; line && line < last && line <= site->source->nlines; line++) {
		const char *text = site_line(site, line);

		strbuf_puts(&head, text);
		strbuf_putc(&head, ' ');
		if (strchr(text, '{')) {
			site->open = line;
			break;
		}
	}
	const char *all = strbuf_keep(&head, site->arena), *name = strstr(all, site->row->callback);
	const char *start = name ? skip_space(name + strlen(site->row->callback)) : "";
	const char *end = *start == '(' ? strchr(start, ')') : NULL;

	return end ? arena_strndup(site->arena, start + 1, (size_t)(end - start - 1)) : "";
}

/* The last word of PARAM, its name; NULL: it has none. */
static const char *param_name(struct arena *arena, const char *param, size_t length)
{
	while (length && !in_word(param[length - 1]))
		length--;
	size_t end = length;

	while (length && in_word(param[length - 1]))
		length--;
	return end > length && length ? arena_strndup(arena, param + length, end - length) : NULL;
}

static uint32_t split_params(const char *params, const char **starts, size_t *lengths)
{
	uint32_t count = 0;

	while (*params && count < PARAMS_MOST) {
		starts[count] = params;
		lengths[count] = strcspn(params, ",");
		params += lengths[count] + (params[lengths[count]] == ',');
		count++;
	}
	return count;
}

/* The first era that fits tells by a call if the tree has it, else by a member or by the parameter itself. */
static const char *find_blockable(struct fix_site *site, const char *params, bool has_call)
{
	const char *starts[PARAMS_MOST];
	size_t lengths[PARAMS_MOST];
	uint32_t count = split_params(params, starts, lengths);

	for (size_t i = 0; i < neras; i++) {
		const struct era *era = &eras[i];

		if (era->param >= count || (era->nparams && era->nparams != count))
			continue;
		const char *name = param_name(site->arena, starts[era->param], lengths[era->param]);

		if (!name || (era->record && !memmem(starts[era->param], lengths[era->param], era->record,
						     strlen(era->record))))
			continue;
		if (!era->record)
			return name;
		if (has_call && !strcmp(era->record, RANGE_RECORD))
			return arena_printf(site->arena, RANGE_BLOCKABLE_CALL "(%s)", name);
		return arena_printf(site->arena, "%s->%s", name, era->field);
	}
	return NULL;
}

/* The names of the first parameters. */
static void read_names(struct fix_site *site, const char *params)
{
	const char *starts[PARAMS_MOST];
	size_t lengths[PARAMS_MOST];
	uint32_t count = split_params(params, starts, lengths);

	for (uint32_t i = 0; i < count && i < SITE_PARAMS; i++)
		site->params[i] = param_name(site->arena, starts[i], lengths[i]);
}

bool site_read(struct fix_site *site, bool has_call)
{
	enum contract_returns returns = contracts[site->row->kind].returns;

	const char *params = read_params(site);

	site->blockable = find_blockable(site, params, has_call);
	read_names(site, params);
	site->fail = returns == RETURNS_BOOL ? "return false;" : returns == RETURNS_ERRNO ? "return -EAGAIN;" : NULL;
	if (!site->open)
		return false;
	for (unsigned line = site->open; line <= site->source->nlines && !site->close; line++)
		if (*site->source->lines[line] == '}')
			site->close = line;
	return site->close > site->open;
}

bool site_has_line(const struct fix_site *site, unsigned line)
{
	return line > site->open && line < site->close;
}

void site_propose(struct fix_site *site, const char *idiom, unsigned line, unsigned removed, const char *text)
{
	vec_each(known, site->proposals)
		if (known->edit.line == line && known->edit.removed == removed && !strcmp(known->edit.text, text))
			return;
	vec_push(site->proposals, (struct fix_proposal){ idiom, { .line = line, .removed = removed, .text = text } });
}

const char *last_character(const char *text)
{
	size_t length = strlen(text);

	while (length && isspace((unsigned char)text[length - 1]))
		length--;
	return length ? text + length - 1 : "";
}

bool site_begins_statement(const struct fix_site *site, unsigned line)
{
	for (unsigned before = line - 1; before >= site->open; before--) {
		const char *end = last_character(site_line(site, before));

		if (*end)
			return strchr(";{}", *end) || (*end == '/' && end[-1] == '*');
	}
	return false;
}

void site_each_line(struct fix_site *site, void (*visit)(struct fix_site *site, unsigned line))
{
	for (size_t i = site->finding->ntrace; i-- > 1;) {
		const struct trace_step *step = &site->finding->trace[i];

		if (!step->depth && !strcmp(step->file, site->row->file) && site_has_line(site, step->line))
			visit(site, step->line);
	}
}

/* ---- locks ---- */

const char *call_in(struct arena *arena, const char *text, const char *name)
{
	size_t length = strlen(name), depth = 0;

	for (const char *at = text; (at = strstr(at, name)); at += length) {
		if ((at > text && in_word(at[-1])) || at[length] != '(')
			continue;
		for (const char *end = at + length; *end; end++) {
			depth += *end == '(';
			if (*end == ')' && !--depth)
				return arena_strndup(arena, at + length + 1, (size_t)(end - at) - length - 1);
		}
		return NULL;
	}
	return NULL;
}

bool site_find_lock(const struct fix_site *site, unsigned from, unsigned to, struct taken_lock *lock)
{
	for (unsigned line = to; line-- > from;) {
		const char *text = site_line(site, line);

		for (size_t i = 0; i < nlock_idioms; i++) {
			const struct lock_idiom *idiom = &lock_idioms[i];
			const char *waits = call_in(site->arena, text, idiom->lock);
			const char *arguments = waits ? waits : call_in(site->arena, text, idiom->trylock);

			*lock = (struct taken_lock){ idiom, arguments, line, !waits };
			if (arguments)
				return true;
		}
	}
	return false;
}
