// SPDX-License-Identifier: GPL-2.0-only
/*
 * $(shell): nothing is run. Lists and pipes of commands that are known are computed; everything else fails,
 * prints nothing and is noted.
 */
#include <ctype.h>
#include <string.h>

#include "kbuild/make_command.h"

/* ---- words and quotes ---- */

/* Adds the character at P, or the exit code STATUS for "$?"; returns what follows. */
static const char *add_character(struct strbuf *word, const char *p, int status)
{
	if (p[0] == '$' && p[1] == '?') {
		strbuf_printf(word, "%d", status);
		return p + 2;
	}
	strbuf_putc(word, *p);
	return p + 1;
}

/*
 * Reads one word at *TEXT; NULL: none is left before an operator. *BARE: no quote or backslash is in it. STATUS is that of
 * the command before.
 */
static char *read_word(const char **text, int status, bool *bare)
{
	struct strbuf word = { 0 };
	const char *p = *text;

	*bare = true;

	p += strspn(p, " \t\n");
	if (!*p || strchr("|&;", *p)) {
		*text = p;
		return NULL;
	}
	while (*p && !strchr(" \t\n|&;", *p)) {
		char quote = *p == '\'' || *p == '"' ? *p++ : '\0';

		*bare = *bare && !quote && *p != '\\';
		if (!quote && *p == '\\' && p[1]) {
			strbuf_putc(&word, p[1]);
			p += 2;
			continue;
		}
		if (!quote) {
			p = add_character(&word, p, status);
			if (p[-1] == '>' && *p == '&')
				strbuf_putc(&word, *p++);
			continue;
		}
		while (*p && *p != quote) {
			if (quote == '"' && *p == '\\' && p[1])
				strbuf_putc(&word, *++p), p++;
			else
				p = quote == '"' ? add_character(&word, p, status) : (strbuf_putc(&word, *p), p + 1);
		}
		p += *p == quote;
	}
	*text = p;
	return word.text ? strbuf_take(&word) : xstrdup("");
}

static bool is_redirection(const char *word)
{
	return starts_with(word, "2>") || starts_with(word, ">") || starts_with(word, "1>");
}

/* Redirections are passed over. Returns whether what the command prints goes elsewhere. */
static bool read_words(const char **text, struct make_command *command)
{
	bool bare, elsewhere = false;
	char *word;

	while ((word = read_word(text, command->make->shell_status, &bare))) {
		if (bare && is_redirection(word)) {
			bool alone = word[strlen(word) - 1] == '>';

			elsewhere = elsewhere || *word != '2';
			free(word);
			word = alone ? read_word(text, 0, &bare) : NULL;
			free(word);
		} else if (command->count == WORDS_MOST) {
			free(word);
		} else {
			command->words[command->count++] = word;
		}
	}
	return elsewhere;
}

/* A pipeline; what its last command prints is appended to OUT. */
static int run_pipeline(struct make *make, const char **text, struct strbuf *out)
{
	char *input = xstrdup("");
	int status;

	for (;;) {
		struct strbuf printed = { 0 };
		struct make_command command = { .make = make, .input = input, .out = &printed };

		bool elsewhere = read_words(text, &command);

		status = make_command(&command);
		if (elsewhere)
			printed.length = 0;
		for (size_t i = 0; i < command.count; i++)
			free(command.words[i]);
		free(input);
		input = printed.length ? strbuf_take(&printed) : xstrdup("");
		strbuf_free(&printed);
		if (status == STATUS_UNKNOWN || (*text)[0] != '|' || (*text)[1] == '|')
			break;
		++*text;
	}
	if (status != STATUS_UNKNOWN)
		strbuf_puts(out, input);
	free(input);
	return status;
}

static int run_list(struct make *make, const char *text, struct strbuf *out)
{
	int status = STATUS_OK;
	bool wanted = true;

	while (*(text += strspn(text, " \t\n;"))) {
		struct strbuf printed = { 0 };
		const char *start = text;

		make->shell_status = status;
		if (wanted)
			status = run_pipeline(make, &text, out);
		else
			run_pipeline(make, &text, &printed);
		strbuf_free(&printed);
		if (status == STATUS_UNKNOWN)
			return status;
		wanted = true;
		if (starts_with(text, "&&"))
			wanted = status == STATUS_OK, text += 2;
		else if (starts_with(text, "||"))
			wanted = status != STATUS_OK, text += 2;
		else if (*text == '&' || *text == '|')
			text++;
		if (text == start)
			return STATUS_UNKNOWN;
	}
	return status;
}

/* A $ at P that the shell expands to what is not known here; before anything else but ? it stands for itself. */
static bool expands(const char *p)
{
	return *p == '$' && (isalnum((unsigned char)p[1]) || (p[1] && strchr("_({$!#@*-", p[1])));
}

/* Whether COMMAND uses what is not computed here: substitutions, groups, input from files. */
static bool is_beyond(const char *command)
{
	char quote = '\0';

	for (const char *p = command; *p; p++) {
		if (quote ? *p == quote : *p == '\'' || *p == '"')
			quote = quote ? '\0' : *p;
		else if (quote != '\'' && (expands(p) || *p == '`'))
			return true;
		else if (!quote && strchr("(){}<", *p))
			return true;
	}
	return quote != '\0';
}

void make_shell(struct make *make, const char *command, struct strbuf *out)
{
	struct strbuf printed = { 0 };
	char *text;

	if (make->exhausted)
		return;
	make->shell_directory = make->world->directory;
	if (is_beyond(command) || run_list(make, command, &printed) == STATUS_UNKNOWN) {
		make_note(make, "$(shell %.160s): not known", command);
		strbuf_free(&printed);
		return;
	}
	while (printed.length && printed.text[printed.length - 1] == '\n')
		printed.text[--printed.length] = '\0';
	text = printed.text ? printed.text : "";
	for (char *p = text; *p; p++)
		strbuf_putc(out, *p == '\n' ? ' ' : *p);
	strbuf_free(&printed);
}
