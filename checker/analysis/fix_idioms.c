// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/fix_idioms.h"

#include <ctype.h>
#include <string.h>

#include "contract/eras.h"
#include "contract/idioms.h"

#define HEAD_LINES 12		/* a function's head has no more */
#define PARAMS_MOST 8

/* The callback that is fixed, as text. */
struct fix_site {
	struct arena *arena;
	const struct source_text *source;
	const struct row *row;
	const struct finding *finding;
	unsigned open, close;	/* lines of its braces */
	const char *blockable;	/* the expression that tells blockability */
	const char *fail;	/* the statement that refuses the range */
	struct fix_proposals *proposals;
};

static const char *line_text(const struct fix_site *site, unsigned line)
{
	return arena_strndup(site->arena, site->source->lines[line], source_line_length(site->source, line));
}

static const char *skip_space(const char *text)
{
	return text + strspn(text, " \t");
}

static const char *indent_of(const struct fix_site *site, const char *text)
{
	return arena_strndup(site->arena, text, strspn(text, " \t"));
}

static bool in_word(char c)
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
		const char *text = line_text(site, line);

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

static bool read_site(struct fix_site *site, bool has_call)
{
	enum contract_returns returns = contracts[site->row->kind].returns;

	site->blockable = find_blockable(site, read_params(site), has_call);
	site->fail = returns == RETURNS_BOOL ? "return false;" : returns == RETURNS_ERRNO ? "return -EAGAIN;" : NULL;
	if (!site->open || !site->blockable || !site->fail)
		return false;
	for (unsigned line = site->open; line <= site->source->nlines && !site->close; line++)
		if (*site->source->lines[line] == '}')
			site->close = line;
	return site->close > site->open;
}

static bool is_inside(const struct fix_site *site, unsigned line)
{
	return line > site->open && line < site->close;
}

static void propose(struct fix_site *site, const char *idiom, unsigned line, unsigned removed, const char *text)
{
	vec_each(known, site->proposals)
		if (known->edit.line == line && known->edit.removed == removed && !strcmp(known->edit.text, text))
			return;
	vec_push(site->proposals, (struct fix_proposal){ idiom, { .line = line, .removed = removed, .text = text } });
}

/* ---- idioms ---- */

/* The arguments of a call of NAME with which the statement TEXT begins and that it consists of; NULL: it is none. */
static const char *call_arguments(struct arena *arena, const char *text, const char *name, const char *end)
{
	size_t length = strlen(name), tail = strlen(end);

	if (strncmp(text, name, length) || text[length] != '(')
		return NULL;
	size_t whole = strlen(text);
	while (whole && isspace((unsigned char)text[whole - 1]))
		whole--;
	if (whole < length + 1 + tail || strncmp(text + whole - tail, end, tail))
		return NULL;
	return arena_strndup(arena, text + length + 1, whole - tail - length - 1);
}

static const char *lock_text(const struct fix_site *site, const char *indent, const struct lock_idiom *lock,
			     const char *arguments)
{
	return arena_printf(site->arena, "%sif (%s)\n%s\t%s(%s);\n%selse if (!%s(%s))\n%s\t%s\n", indent, site->blockable,
			    indent, lock->lock, arguments, indent, lock->trylock, arguments, indent, site->fail);
}

/* "mutex_lock(&x);" in the callback itself: wait where that is allowed, else try. */
static void propose_trylock(struct fix_site *site, unsigned line)
{
	const char *text = line_text(site, line);

	for (size_t i = 0; i < nlock_idioms; i++) {
		const char *arguments = call_arguments(site->arena, skip_space(text), lock_idioms[i].lock, ");");

		if (arguments)
			propose(site, "try the lock where the range is not blockable", line, 1,
				lock_text(site, indent_of(site, text), &lock_idioms[i], arguments));
	}
}

/* "if (!mutex_trylock(&x))" with a return: try only where waiting is not allowed. */
static void propose_wait(struct fix_site *site, unsigned line)
{
	const char *text = line_text(site, line), *at = skip_space(text);

	if (!starts_with(at, "if (!") || line + 1 >= site->close)
		return;
	if (!starts_with(skip_space(line_text(site, line + 1)), "return"))
		return;
	for (size_t i = 0; i < nlock_idioms; i++) {
		const char *arguments = call_arguments(site->arena, at + strlen("if (!"), lock_idioms[i].trylock, "))");

		if (arguments)
			propose(site, "wait for the lock where the range is blockable", line, 2,
				lock_text(site, indent_of(site, text), &lock_idioms[i], arguments));
	}
}

/* A test of blockability whose sense is wrong. */
static void propose_sense(struct fix_site *site, unsigned line)
{
	const char *text = line_text(site, line);
	const char *test = strstr(text, site->blockable), *before = test;

	if (!test || !strstr(text, "if ("))
		return;
	bool negated = before > text && before[-1] == '!';
	size_t head = (size_t)(test - text) - negated;

	propose(site, "refuse the range where it is not blockable", line, 1,
		arena_printf(site->arena, "%.*s%s%s\n", (int)head, text, negated ? "" : "!", test));
}

static const char *last_of(const char *text)
{
	size_t length = strlen(text);

	while (length && isspace((unsigned char)text[length - 1]))
		length--;
	return length ? text + length - 1 : "";
}

/* Whether a statement may stand before LINE: the code before it ends one, or begins a block. */
static bool begins_statement(const struct fix_site *site, unsigned line)
{
	for (unsigned before = line - 1; before >= site->open; before--) {
		const char *end = last_of(line_text(site, before));

		if (*end)
			return strchr(";{}", *end) || (*end == '/' && end[-1] == '*');
	}
	return false;
}

static const char *guard_text(const struct fix_site *site, const char *indent, const char *after)
{
	return arena_printf(site->arena, "%sif (!%s)\n%s\t%s\n%s", indent, site->blockable, indent, site->fail, after);
}

static void propose_guard(struct fix_site *site, unsigned line, const char *after)
{
	const char *text = line_text(site, line);
	bool continues = starts_with(skip_space(text), "else") || starts_with(skip_space(text), "}");

	if (is_inside(site, line) && !continues && begins_statement(site, line))
		propose(site, "refuse a range that is not blockable", line, 0, guard_text(site, indent_of(site, text), after));
}

static bool is_statement_word(const char *word, size_t length)
{
	static const char *const words[] = { "if", "for", "while", "do", "switch", "return", "goto" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i]) == length && !strncmp(words[i], word, length))
			return true;
	return false;
}

/* A line of declarations begins with two words, or with a word and a star; what continues it is indented deeper, or closes it. */
static bool is_declaration(const char *line)
{
	const char *at = skip_space(line);
	size_t word = 0;

	while (in_word(at[word]))
		word++;
	const char *next = skip_space(at + word);

	return word && next > at + word && (in_word(*next) || *next == '*') && !is_statement_word(at, word);
}

/* The first line of the body after its declarations. */
static unsigned first_statement(const struct fix_site *site)
{
	unsigned line = site->open + 1, after = line;
	bool open = false;

	for (; line < site->close; line++) {
		const char *text = line_text(site, line), *end = last_of(text);

		if (!*end)
			continue;
		if (!open && !is_declaration(text))
			break;
		open = *end != ';';
		after = line + 1;
	}
	while (after < site->close && !*last_of(line_text(site, after)))
		after++;
	return after;
}

/* "return -EBUSY;": the errno that the contract knows. */
static void propose_errno(struct fix_site *site, unsigned line)
{
	const char *text = line_text(site, line), *at = skip_space(text);

	if (contracts[site->row->kind].returns == RETURNS_ERRNO && starts_with(at, "return -E"))
		propose(site, "return the error that callers know", line, 1,
			arena_printf(site->arena, "%s%s\n", indent_of(site, text), site->fail));
}

/* ---- by rule ---- */

/* Lines of the path in the callback itself, the last first: what it came to is nearest to them. */
static void each_own_line(struct fix_site *site, void (*visit)(struct fix_site *site, unsigned line))
{
	for (size_t i = site->finding->ntrace; i-- > 1;) {
		const struct trace_step *step = &site->finding->trace[i];

		if (!step->depth && !strcmp(step->file, site->row->file) && is_inside(site, step->line))
			visit(site, step->line);
	}
}

/* Before the call that leads to the sleep; else before everything. */
static void propose_guards(struct fix_site *site)
{
	for (size_t i = site->finding->ntrace; i-- > 1;) {
		const struct trace_step *step = &site->finding->trace[i];
		size_t length;

		if (step->depth || !step_callee(step, &length) || strcmp(step->file, site->row->file))
			continue;
		propose_guard(site, step->line, "");
		break;
	}
	propose_guard(site, first_statement(site), "\n");
}

void propose_fixes(struct arena *arena, const struct row *row, const struct finding *finding, const struct source_text *source,
		   bool has_call, struct fix_proposals *proposals)
{
	struct fix_site site = {
		.arena = arena, .source = source, .row = row, .finding = finding, .proposals = proposals,
	};

	if (!row->line || row->line > source->nlines || !read_site(&site, has_call))
		return;
	switch (finding->rule) {
	case RULE_SLEEPS_NONBLOCKABLE:
		each_own_line(&site, propose_trylock);
		propose_guards(&site);
		break;
	case RULE_FAILS_BLOCKABLE:
		each_own_line(&site, propose_wait);
		each_own_line(&site, propose_sense);
		break;
	case RULE_WRONG_ERRNO:
		each_own_line(&site, propose_wait);
		each_own_line(&site, propose_sense);
		each_own_line(&site, propose_errno);
		break;
	default:
		break;
	}
}
