// SPDX-License-Identifier: GPL-2.0-only
/* Idioms of locks: the sequence is set under one, a return drops it, a start that needs none does not fail. */
#include "analysis/fix_site.h"

#include <string.h>

#include "base/str.h"

/* The last line of the path in the callback, where it returns; 0: the path has none. */
static unsigned return_line(const struct fix_site *site)
{
	for (size_t i = site->finding->ntrace; i-- > 1;) {
		const struct trace_step *step = &site->finding->trace[i];

		if (!step->depth && !strcmp(step->file, site->row->file))
			return step->line > site->open && step->line <= site->close ? step->line : 0;
	}
	return 0;
}

static size_t depth_of(const char *text)
{
	return strspn(text, "\t ");
}

static bool is_blank(const struct fix_site *site, unsigned line)
{
	return !*last_character(site_line(site, line));
}

/*
 * The line of the `if (` whose only statement, without braces, is at LINE: its condition ends above, and lines between are
 * indented deeper. 0: there is none, or an `else` follows.
 */
static unsigned bare_condition(const struct fix_site *site, unsigned line)
{
	size_t depth = depth_of(site_line(site, line));
	unsigned head = line - 1;

	if (*last_character(site_line(site, head)) != ')' ||
	    starts_with(skip_space(site_line(site, line + 1)), "else"))
		return 0;
	while (head > site->open && depth_of(site_line(site, head)) >= depth)
		head--;
	return head > site->open && starts_with(skip_space(site_line(site, head)), "if (") ? head : 0;
}

/* ---- returns-locked ---- */

/* The last identifier of TEXT, which is LENGTH bytes long. */
static const char *last_identifier(const char *text, size_t length, size_t *found)
{
	while (length && !in_word(text[length - 1]))
		length--;
	*found = 0;
	while (length > *found && in_word(text[length - 1 - *found]))
		++*found;
	return text + length - *found;
}

/* Whether the finding is about LOCK: "... with 'mirror->lock' held". */
static bool is_about(const struct fix_site *site, const struct taken_lock *lock)
{
	const char *with = strstr(site->finding->message, "with '"), *end = with ? strchr(with + 6, '\'') : NULL;
	size_t length, own;
	const char *name = end ? last_identifier(with + 6, (size_t)(end - with - 6), &length) : NULL;
	const char *last = last_identifier(lock->arguments, strcspn(lock->arguments, ","), &own);

	return name && length && length == own && !strncmp(name, last, own);
}

/* The lock that is held at LINE: of those that the callback takes before it, the last that the finding is about. */
static bool find_held(const struct fix_site *site, unsigned line, struct taken_lock *lock)
{
	while (site_find_lock(site, site->open + 1, line, lock)) {
		if (is_about(site, lock))
			return true;
		line = lock->line;
	}
	return false;
}

void propose_unlock(struct fix_site *site)
{
	unsigned line = return_line(site), head;
	struct taken_lock lock;

	if (!line || !find_held(site, line, &lock))
		return;
	const char *text = site_line(site, line), *indent = line == site->close ? "\t" : site_indent(site, text);
	const char *unlock = arena_printf(site->arena, "%s%s(%s);\n", indent, lock.idiom->unlock, lock.arguments);
	const char *idiom = "drop the lock before the return";

	if (site_begins_statement(site, line)) {
		site_propose(site, idiom, line, 0, unlock);
		return;
	}
	head = bare_condition(site, line);
	if (!head)
		return;
	site_propose(site, idiom, line - 1, 2, arena_printf(site->arena, "%s {\n%s%s\n%s}\n", site_line(site, line - 1), unlock,
							    text, site_indent(site, site_line(site, head))));
}

/* ---- missing-set-seq ---- */

static const char *set_sequence(const struct fix_site *site, const char *indent)
{
	return arena_printf(site->arena, "%s" SET_SEQUENCE_CALL "(%s, %s);\n", indent, site->params[0], site->params[2]);
}

static bool sets_sequence_at(const struct fix_site *site, unsigned line)
{
	return call_in(site->arena, site_line(site, line), SET_SEQUENCE_CALL);
}

/* The first line from FROM on that sets the sequence, as a statement of its own; 0: there is none. */
static unsigned find_set(const struct fix_site *site, unsigned from)
{
	for (unsigned line = from; line < site->close; line++)
		if (sets_sequence_at(site, line))
			return site_begins_statement(site, line) ? line : 0;
	return 0;
}

/* The first line of the comment that stands right above LINE; LINE if there is none. */
static unsigned comment_above(const struct fix_site *site, unsigned line)
{
	unsigned first = line;

	while (first - 1 > site->open && (site->source->in_comment[first - 1] ||
					  starts_with(skip_space(site_line(site, first - 1)), "/*")))
		first--;
	return starts_with(skip_space(site_line(site, first)), "/*") ? first : line;
}

static void add_lines(const struct fix_site *site, struct strbuf *text, unsigned from, unsigned to)
{
	for (unsigned line = from; line < to; line++)
		strbuf_printf(text, "%s\n", site_line(site, line));
}

/* Whether the lines FROM to TO, without TO, do nothing but take a lock: what is moved behind them sees the same. */
static bool only_takes_locks(const struct fix_site *site, unsigned from, unsigned to)
{
	struct taken_lock lock;

	for (unsigned line = from; line < to; line++) {
		const char *text = skip_space(site_line(site, line));
		bool is_test = site->blockable && starts_with(text, "if (") && strstr(text, site->blockable);

		if (!is_test && !site->source->in_comment[line] && !is_blank(site, line) && !starts_with(text, "/*") &&
		    !(site->fail && !strcmp(text, site->fail)) && !site_find_lock(site, line, line + 1, &lock))
			return false;
	}
	return true;
}

/*
 * An early return without braces, before the lock and the sequence: it goes behind them, and drops the lock. RETURNED is its
 * line, SET that of the sequence.
 */
static void propose_later_return(struct fix_site *site, unsigned returned, unsigned set)
{
	unsigned head = bare_condition(site, returned), first = head ? comment_above(site, head) : 0;
	struct strbuf text = { 0 };
	struct taken_lock lock;

	if (!head || !site_find_lock(site, returned + 1, set, &lock) || !only_takes_locks(site, returned + 1, set))
		return;
	unsigned next = returned + 1;

	while (next < set && is_blank(site, next))
		next++;
	add_lines(site, &text, next, set + 1);
	if (first < head)
		strbuf_putc(&text, '\n');
	add_lines(site, &text, first, returned - 1);
	strbuf_printf(&text, "%s {\n%s%s(%s);\n%s\n%s}\n", site_line(site, returned - 1),
		      site_indent(site, site_line(site, returned)), lock.idiom->unlock, lock.arguments, site_line(site, returned),
		      site_indent(site, site_line(site, head)));
	site_propose(site, "set the sequence under the lock before the early return", first, set + 1 - first,
		     strbuf_keep(&text, site->arena));
}

/* The line behind the statement that takes LOCK, where it is held; 0: that is not clear from the text. */
static unsigned line_behind(const struct fix_site *site, const struct taken_lock *lock)
{
	unsigned line = lock->line;

	if (!lock->tries)
		return site_begins_statement(site, line) ? line + 1 : 0;
	return site->fail && !strcmp(skip_space(site_line(site, line + 1)), site->fail) ? line + 2 : 0;
}

/* The sequence right behind the lock. Where it was set later, before SET, that one goes. */
static void propose_set(struct fix_site *site, unsigned returned, unsigned set)
{
	struct taken_lock lock;
	struct strbuf text = { 0 };
	unsigned line = site_find_lock(site, site->open + 1, returned, &lock) ? line_behind(site, &lock) : 0;

	if (!line || line > returned)
		return;
	const char *indent = lock.tries ? "\t" : site_indent(site, site_line(site, lock.line));

	strbuf_puts(&text, set_sequence(site, indent));
	add_lines(site, &text, line, set ? set : line);
	site_propose(site, "set the sequence under the lock", line, set ? set + 1 - line : 0, strbuf_keep(&text, site->arena));
}

void propose_sequence(struct fix_site *site)
{
	unsigned returned = return_line(site);

	if (!returned || returned == site->close || !site->params[0] || !site->params[2])
		return;
	unsigned set = find_set(site, returned);

	propose_set(site, returned, set);
	if (set)
		propose_later_return(site, returned, set);
}

/* ---- fails-with-end ---- */

/* A refusal of ranges that are not blockable, where what follows never waits: judging tells. */
static void propose_none_at(struct fix_site *site, unsigned line)
{
	unsigned head = strcmp(skip_space(site_line(site, line)), site->fail) ? 0 : bare_condition(site, line);

	if (!head || head + 1 != line || !strstr(site_line(site, head), site->blockable))
		return;
	site_propose(site, "do not refuse what needs no waiting", head, 2 + is_blank(site, line + 1), "");
}

void propose_no_refusal(struct fix_site *site)
{
	if (!site->blockable || !site->fail)
		return;
	site_each_line(site, propose_none_at);
	for (unsigned line = site->open + 1; line < site->close; line++)
		propose_none_at(site, line);
}
