// SPDX-License-Identifier: GPL-2.0-only
/* Filters of lines in $(shell), in the forms in which makefiles use them. */
#include <ctype.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "kbuild/make_command.h"

/* ---- grep ---- */

struct grep {
	bool quiet, fixed, extended, any_case, inverted, counts, words;
	const char *pattern;
	size_t matches;
	regex_t regex;
};

static bool read_grep_flags(struct grep *grep, const char *flags)
{
	for (; *flags; flags++)
		switch (*flags) {
		case 'q': grep->quiet = true; break;
		case 'F': grep->fixed = true; break;
		case 'E': grep->extended = true; break;
		case 'i': grep->any_case = true; break;
		case 'v': grep->inverted = true; break;
		case 'c': grep->counts = true; break;
		case 'w': grep->words = true; break;
		case 's': case 'h': break;
		default: return false;
		}
	return true;
}

/* Reads flags and the pattern; *AT becomes the first file. */
static bool read_grep(struct make_command *command, struct grep *grep, size_t *at)
{
	for (*at = 1; *at < command->count && command->words[*at][0] == '-' && command->words[*at][1]; ++*at) {
		if (!strcmp(command->words[*at], "-e") || !strcmp(command->words[*at], "--")) {
			++*at;
			break;
		}
		if (!read_grep_flags(grep, command->words[*at] + 1))
			return false;
	}
	grep->pattern = *at < command->count ? command->words[(*at)++] : NULL;
	return grep->pattern;
}

/* The pattern as a regular expression: of -F its characters stand for themselves, -w wants ends of words around. */
static char *make_regex(const struct grep *grep)
{
	struct strbuf regex = { 0 };

	if (grep->words)
		strbuf_puts(&regex, "\\<");
	for (const char *p = grep->pattern; *p; p++) {
		if (grep->fixed && strchr(grep->extended ? "\\.[]*^$+?(){}|" : "\\.[]*^$", *p))
			strbuf_putc(&regex, '\\');
		strbuf_putc(&regex, *p);
	}
	if (grep->words)
		strbuf_puts(&regex, "\\>");
	return regex.text ? strbuf_take(&regex) : xstrdup("");
}

static void grep_text(struct make_command *command, struct grep *grep, const char *text)
{
	for (const char *line = text; *line; ) {
		size_t length = strcspn(line, "\n");
		char *copy = arena_strndup(command->make->arena, line, length);

		if (!regexec(&grep->regex, copy, 0, NULL, 0) != grep->inverted) {
			grep->matches++;
			if (!grep->quiet && !grep->counts)
				strbuf_printf(command->out, "%s\n", copy);
		}
		line += length + (line[length] == '\n');
	}
}

static int grep_files(struct make_command *command, struct grep *grep, size_t first)
{
	for (size_t i = first; i < command->count; i++) {
		size_t length;
		char *text = make_text(command->make, make_path(command->make, command->words[i]), &length);

		if (text)
			grep_text(command, grep, text);
		free(text);
	}
	return grep->matches ? STATUS_OK : STATUS_FAILED;
}

int make_run_grep(struct make_command *command)
{
	struct grep grep = { 0 };
	size_t at;
	char *regex;
	int status;

	/* lines of several files begin with their names */
	if (!read_grep(command, &grep, &at) || (at + 1 < command->count && !grep.quiet))
		return STATUS_UNKNOWN;
	regex = make_regex(&grep);
	status = regcomp(&grep.regex, regex, REG_NOSUB | (grep.extended ? REG_EXTENDED : 0) | (grep.any_case ? REG_ICASE : 0));
	free(regex);
	if (status)
		return STATUS_UNKNOWN;
	if (at == command->count)
		grep_text(command, &grep, command->input);
	status = at == command->count ? (grep.matches ? STATUS_OK : STATUS_FAILED) : grep_files(command, &grep, at);
	if (grep.counts && !grep.quiet)
		strbuf_printf(command->out, "%zu\n", grep.matches);
	regfree(&grep.regex);
	return status;
}

/* ---- fields ---- */

/* The value of the option -LETTER in word *AT, joined to it or the next; NULL: another word. */
static const char *option_value(struct make_command *command, size_t *at, char letter)
{
	const char *word = command->words[*at];

	if (word[0] != '-' || word[1] != letter)
		return NULL;
	if (word[2])
		return word + 2;
	return *at + 1 < command->count ? command->words[++*at] : NULL;
}

/* "2", "2-", "-3", "1-3" as FIRST and LAST; false: a list. */
static bool read_range(const char *text, size_t *first, size_t *last)
{
	char *end;

	*first = *text == '-' ? 1 : strtoul(text, &end, 10);
	if (*text == '-')
		end = (char *)text;
	*last = *end == '-' ? (end[1] ? strtoul(end + 1, &end, 10) : SIZE_MAX) : *first;
	if (*end == '-' && *last == SIZE_MAX)
		end++;
	return !*end && *first && *first <= *last;
}

/* A line without the delimiter is passed on whole. */
static void cut_line(struct strbuf *out, const char *line, size_t length, char delimiter, size_t first, size_t last)
{
	const char *end = line + length, *at = line;
	bool any = false;

	if (!memchr(line, delimiter, length)) {
		strbuf_printf(out, "%.*s\n", (int)length, line);
		return;
	}
	for (size_t field = 1; at <= end && field <= last; field++) {
		const char *stop = memchr(at, delimiter, (size_t)(end - at));

		stop = stop ? stop : end;
		if (field >= first) {
			if (any)
				strbuf_putc(out, delimiter);
			strbuf_add(out, at, (size_t)(stop - at));
			any = true;
		}
		at = stop + 1;
	}
	strbuf_putc(out, '\n');
}

int make_run_cut(struct make_command *command)
{
	const char *fields = NULL;
	char delimiter = '\t';
	size_t first, last;

	for (size_t i = 1; i < command->count; i++) {
		const char *given = option_value(command, &i, 'd'), *list = given ? NULL : option_value(command, &i, 'f');

		if ((!given && !list) || (given && strlen(given) != 1))
			return STATUS_UNKNOWN;
		delimiter = given ? *given : delimiter;
		fields = list ? list : fields;
	}
	if (!fields || !read_range(fields, &first, &last))
		return STATUS_UNKNOWN;
	for (const char *line = command->input; *line; ) {
		size_t length = strcspn(line, "\n");

		cut_line(command->out, line, length, delimiter, first, last);
		line += length + (line[length] == '\n');
	}
	return STATUS_OK;
}

/* The field NUMBER of a line, between SEPARATOR or, where that is 0, between blanks; 0: the whole line. */
static struct span field_of(struct span line, size_t number, char separator)
{
	const char *at = line.text, *end = at + line.length;

	for (size_t field = 1; number && at <= end; field++) {
		const char *stop;

		while (!separator && at < end && isblank((unsigned char)*at))
			at++;
		for (stop = at; stop < end && (separator ? *stop != separator : !isblank((unsigned char)*stop)); )
			stop++;
		if (field == number)
			return (struct span){ at, (size_t)(stop - at) };
		at = stop + 1;
	}
	return number ? (struct span){ "", 0 } : line;
}

/* "{print $N}": the number N, 0 for the whole line; -1: another program. */
static long printed_field(const char *program)
{
	long number = 0;
	char *end;

	program += strspn(program, " ");
	program += *program == '{' ? 1 + strspn(program + 1, " ") : 0;
	if (!starts_with(program, "print"))
		return -1;
	program += strlen("print");
	program += strspn(program, " ");
	if (*program == '$') {
		number = strtol(program + 1, &end, 10);
		program = end;
	}
	program += strspn(program, " ;");
	return !strcmp(program, "}") ? number : -1;
}

/* awk [-F C] '{print $N}' */
int make_run_awk(struct make_command *command)
{
	const char *program = NULL;
	char separator = '\0';
	long number;

	for (size_t i = 1; i < command->count; i++) {
		const char *given = option_value(command, &i, 'F');

		if ((given && strlen(given) != 1) || (!given && program))
			return STATUS_UNKNOWN;
		separator = given ? *given : separator;
		program = given ? program : command->words[i];
	}
	number = program ? printed_field(program) : -1;
	if (number < 0)
		return STATUS_UNKNOWN;
	for (const char *line = command->input; *line; ) {
		size_t length = strcspn(line, "\n");
		struct span field = field_of((struct span){ line, length }, (size_t)number, separator);

		strbuf_printf(command->out, "%.*s\n", (int)field.length, field.text);
		line += length + (line[length] == '\n');
	}
	return STATUS_OK;
}

/* ---- characters, counts ---- */

/* SET as tr reads it, as far as that is computed: characters, ranges, \n. NULL: a class, or another escape. */
static char *expand_set(const char *set)
{
	struct strbuf expanded = { 0 };

	for (const char *p = set; *p; p++) {
		char c = *p;

		if (c == '[' || (c == '\\' && p[1] != 'n' && p[1] != '\\')) {
			strbuf_free(&expanded);
			return NULL;
		}
		if (c == '\\')
			c = *++p == 'n' ? '\n' : '\\';
		strbuf_putc(&expanded, c);
		if (p[1] == '-' && p[2]) {
			while (++c <= p[2] && c > *p)
				strbuf_putc(&expanded, c);
			p += 2;
		}
	}
	return expanded.text ? strbuf_take(&expanded) : xstrdup("");
}

/* tr -d SET, tr SET SET */
int make_run_tr(struct make_command *command)
{
	bool deletes = command->count == 3 && !strcmp(command->words[1], "-d");
	char *from, *to;

	if (command->count != 3 || (!deletes && command->words[1][0] == '-' && command->words[1][1]))
		return STATUS_UNKNOWN;
	from = expand_set(command->words[deletes ? 2 : 1]);
	to = expand_set(deletes ? "" : command->words[2]);
	for (const char *p = command->input; from && to && *p; p++) {
		const char *found = strrchr(from, *p);
		size_t at = found ? (size_t)(found - from) : 0, last = strlen(to);

		if (!found)
			strbuf_putc(command->out, *p);
		else if (last)
			strbuf_putc(command->out, to[at < last ? at : last - 1]);
	}
	free(to);
	free(from);
	return from && to ? STATUS_OK : STATUS_UNKNOWN;
}

/* wc -l and wc -w, of the pipe */
int make_run_wc(struct make_command *command)
{
	size_t lines = 0, words = 0;

	if (command->count != 2 || (strcmp(command->words[1], "-l") && strcmp(command->words[1], "-w")))
		return STATUS_UNKNOWN;
	for (const char *p = command->input; *p; p++)
		lines += *p == '\n';
	make_each_word(word, command->input)
		words += word.length > 0;
	strbuf_printf(command->out, "%zu\n", command->words[1][1] == 'l' ? lines : words);
	return STATUS_OK;
}
