// SPDX-License-Identifier: GPL-2.0-only
/* Idioms of ranges that must not be waited for: a lock that is tried, a range that is refused. fix_more.c has the others. */
#include "analysis/fix_idioms.h"

#include <ctype.h>
#include <string.h>

#include "analysis/fix_site.h"
#include "contract/idioms.h"

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
		const char *text = site_line(site, line), *end = last_character(text);

		if (!*end)
			continue;
		if (!open && !is_declaration(text))
			break;
		open = *end != ';';
		after = line + 1;
	}
	while (after < site->close && !*last_character(site_line(site, after)))
		after++;
	return after;
}

/* ---- what a return in the middle would leave undone ---- */

/* Calls that leave nothing to undo. Those of locks leave what rules see. */
static bool leaves_nothing(const char *name, size_t length)
{
	static const char *const harmless[] = {
		"if", "while", "for", "switch", "sizeof", "return", "likely", "unlikely", "container_of", "min", "max", "min_t",
		"max_t", "READ_ONCE", "IS_ERR", "WARN_ON", "WARN_ON_ONCE", "pr_debug", "dev_dbg", RANGE_BLOCKABLE_CALL,
	};

	for (size_t i = 0; i < sizeof(harmless) / sizeof(*harmless); i++)
		if (strlen(harmless[i]) == length && !strncmp(harmless[i], name, length))
			return true;
	for (size_t i = 0; i < nlock_idioms; i++)
		if (strlen(lock_idioms[i].trylock) == length && !strncmp(lock_idioms[i].trylock, name, length))
			return true;
	return length > 6 && !strncmp(name, "trace_", 6);
}

/* Whether TEXT counts something, or assigns to a member: the first word before the sign decides. */
static bool changes_memory(const char *text)
{
	if (strstr(text, "++") || strstr(text, "--") || strstr(text, "+=") || strstr(text, "-=") || strstr(text, "|=") ||
	    strstr(text, "&="))
		return true;
	for (const char *at = text; (at = strstr(at, " = ")); at += 3)
		if (memmem(text, (size_t)(at - text), "->", 2) || memchr(text, '.', (size_t)(at - text)) ||
		    memchr(text, '[', (size_t)(at - text)) || *skip_space(text) == '*')
			return true;
	return false;
}

static bool calls_something(const char *text)
{
	for (const char *at = text; *at;) {
		size_t length = 0;

		while (in_word(at[length]))
			length++;
		if (length && at[length] == '(' && !leaves_nothing(at, length))
			return true;
		at += length ? length : 1;
	}
	return false;
}

/*
 * Whether the callback did something before LINE that a return there would have to undo: a reference that it took, a counter that
 * it raised. The text decides, with all branches, so the answer errs to the side of yes.
 */
static bool has_begun(const struct fix_site *site, unsigned from, unsigned line)
{
	for (; from < line; from++) {
		const char *text = site_line(site, from), *at = skip_space(text);
		bool comment = starts_with(at, "/*") || *at == '*' || starts_with(at, "//");

		if (!comment && (changes_memory(text) || calls_something(text)))
			return true;
	}
	return false;
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
	const char *text = site_line(site, line);

	if (has_begun(site, first_statement(site), line))
		return;
	for (size_t i = 0; i < nlock_idioms; i++) {
		const char *arguments = call_arguments(site->arena, skip_space(text), lock_idioms[i].lock, ");");

		if (arguments)
			site_propose(site, "try the lock where the range is not blockable", line, 1,
				lock_text(site, site_indent(site, text), &lock_idioms[i], arguments));
	}
}

/* "if (!mutex_trylock(&x))" with a return: try only where waiting is not allowed. */
static void propose_wait(struct fix_site *site, unsigned line)
{
	const char *text = site_line(site, line), *at = skip_space(text);

	if (!starts_with(at, "if (!") || line + 1 >= site->close)
		return;
	if (!starts_with(skip_space(site_line(site, line + 1)), "return"))
		return;
	for (size_t i = 0; i < nlock_idioms; i++) {
		const char *arguments = call_arguments(site->arena, at + strlen("if (!"), lock_idioms[i].trylock, "))");

		if (arguments)
			site_propose(site, "wait for the lock where the range is blockable", line, 2,
				lock_text(site, site_indent(site, text), &lock_idioms[i], arguments));
	}
}

/* A test of blockability whose sense is wrong. */
static void propose_sense(struct fix_site *site, unsigned line)
{
	const char *text = site_line(site, line);
	const char *test = strstr(text, site->blockable), *before = test;

	if (!test || !strstr(text, "if ("))
		return;
	bool negated = before > text && before[-1] == '!';
	size_t head = (size_t)(test - text) - negated;

	site_propose(site, "refuse the range where it is not blockable", line, 1,
		arena_printf(site->arena, "%.*s%s%s\n", (int)head, text, negated ? "" : "!", test));
}

static const char *guard_text(const struct fix_site *site, const char *indent, const char *after)
{
	return arena_printf(site->arena, "%sif (!%s)\n%s\t%s\n%s", indent, site->blockable, indent, site->fail, after);
}

static void propose_guard(struct fix_site *site, unsigned line, const char *after)
{
	const char *text = site_line(site, line);
	bool continues = starts_with(skip_space(text), "else") || starts_with(skip_space(text), "}");

	if (site_has_line(site, line) && !continues && site_begins_statement(site, line))
		site_propose(site, "refuse a range that is not blockable", line, 0, guard_text(site, site_indent(site, text), after));
}

/* "return -EBUSY;": the errno that the contract knows. */
static void propose_errno(struct fix_site *site, unsigned line)
{
	const char *text = site_line(site, line), *at = skip_space(text);

	if (contracts[site->row->kind].returns == RETURNS_ERRNO && starts_with(at, "return -E"))
		site_propose(site, "return the error that callers know", line, 1,
			arena_printf(site->arena, "%s%s\n", site_indent(site, text), site->fail));
}

/* ---- by rule ---- */

/* Before the call that leads to the sleep; else before everything. */
static void propose_guards(struct fix_site *site)
{
	for (size_t i = site->finding->ntrace; i-- > 1;) {
		const struct trace_step *step = &site->finding->trace[i];
		size_t length;

		if (step->depth || !step_callee(step, &length) || strcmp(step->file, site->row->file))
			continue;
		if (!has_begun(site, first_statement(site), step->line))
			propose_guard(site, step->line, "");
		break;
	}
	propose_guard(site, first_statement(site), "\n");
}

/* What tells the range's blockability, and refuses or takes the range. */
static void propose_refusals(struct fix_site *site)
{
	switch (site->finding->rule) {
	case RULE_SLEEPS_NONBLOCKABLE:
		site_each_line(site, propose_trylock);
		propose_guards(site);
		break;
	case RULE_FAILS_BLOCKABLE:
		site_each_line(site, propose_wait);
		site_each_line(site, propose_sense);
		break;
	case RULE_WRONG_ERRNO:
		site_each_line(site, propose_wait);
		site_each_line(site, propose_sense);
		site_each_line(site, propose_errno);
		break;
	default:
		break;
	}
}

void propose_fixes(struct arena *arena, const struct row *row, const struct finding *finding, const struct source_text *source,
		   bool has_call, struct fix_proposals *proposals)
{
	struct fix_site site = {
		.arena = arena, .source = source, .row = row, .finding = finding, .proposals = proposals,
	};

	if (!row->line || row->line > source->nlines || !site_read(&site, has_call))
		return;
	if (site.blockable && site.fail)
		propose_refusals(&site);
	switch (finding->rule) {
	case RULE_MISSING_SET_SEQ:
		propose_sequence(&site);
		break;
	case RULE_RETURNS_LOCKED:
		propose_unlock(&site);
		break;
	case RULE_FAILS_WITH_END:
		propose_no_refusal(&site);
		break;
	case RULE_MAY_RECLAIM:
		propose_flags(&site, FLAGS_WITHOUT_RECLAIM);
		break;
	case RULE_SLEEPS_ATOMIC:
		propose_no_offer(&site);
		propose_flags(&site, FLAGS_WITHOUT_SLEEP);
		break;
	default:
		break;
	}
}
