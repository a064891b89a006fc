// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/shell.h"

#include <string.h>

#include "base/str.h"
#include "kbuild/kbuild.h"

static bool ends_command(char c)
{
	return c == ';' || c == '&' || c == '|' || c == '(' || c == ')' || c == '\n';
}

/* Inside of "...": a backslash keeps only what the shell says it keeps. */
static const char *read_double_quoted(const char *at, const char *end, struct strbuf *word)
{
	while (at < end && *at != '"') {
		if (*at == '\\' && at + 1 < end && strchr("\"\\$`\n", at[1])) {
			at++;
			if (*at == '\n') {
				at++;
				continue;
			}
		}
		strbuf_putc(word, *at++);
	}
	return at < end ? at + 1 : NULL;
}

static const char *read_single_quoted(const char *at, const char *end, struct strbuf *word)
{
	const char *close = memchr(at, '\'', (size_t)(end - at));

	if (!close)
		return NULL;
	strbuf_add(word, at, (size_t)(close - at));
	return close + 1;
}

/* One word; NULL when a quote is not closed. */
static const char *read_word(const char *at, const char *end, struct strbuf *word)
{
	while (at && at < end && *at != ' ' && *at != '\t' && !ends_command(*at)) {
		if (*at == '\'') {
			at = read_single_quoted(at + 1, end, word);
		} else if (*at == '"') {
			at = read_double_quoted(at + 1, end, word);
		} else if (*at == '\\' && at + 1 < end) {
			if (at[1] != '\n')
				strbuf_putc(word, at[1]);
			at += 2;
		} else {
			strbuf_putc(word, *at++);
		}
	}
	return at;
}

int split_shell(struct arena *arena, const char *text, size_t length, struct strings *words)
{
	const char *at = text, *end = text + length;

	while (at < end) {
		if (*at == ' ' || *at == '\t') {
			at++;
		} else if (*at == '\\' && at + 1 < end && at[1] == '\n') {
			at += 2;
		} else if (ends_command(*at)) {
			if (words->count && vec_last(words))
				vec_push(words, NULL);
			at++;
		} else {
			struct strbuf word = { 0 };

			at = read_word(at, end, &word);
			vec_push(words, arena_strndup(arena, strbuf_text(&word), word.length));
			strbuf_free(&word);
			if (!at)
				return -1;
		}
	}
	if (words->count && vec_last(words))
		vec_push(words, NULL);
	return 0;
}

/* How many words of a dependency-output option start at ARGV[0]; 0 for none. */
static size_t dependency_words(char *const *argv, size_t count)
{
	const char *word = argv[0];

	if (starts_with(word, "-Wp,-M"))
		return 1;
	if (!strcmp(word, "-MF") || !strcmp(word, "-MT") || !strcmp(word, "-MQ"))
		return count > 1 ? 2 : 1;
	if (starts_with(word, "-M") && word[2] && strchr("MDPGFTQ", word[2]))
		return 1;
	return 0;
}

static bool is_c_source(const char *word)
{
	return *word != '-' && strlen(word) > 2 && ends_with(word, ".c");
}

/* Options whose value is the next word, so that a value is not taken for the source. */
static bool has_value(const char *word)
{
	static const char *const options[] = {
		"-I", "-D", "-U", "-include", "-imacros", "-isystem", "-iquote", "-idirafter",
		"-x", "-mllvm", "-Xclang", "-target", "--param", "-T", "-Xassembler", "-isysroot",
		"-include-pch", "-z", "-u", "-arch", "-aux-info",
	};

	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (!strcmp(word, options[i]))
			return true;
	return false;
}

/* `ccache`, `distcc`, `env A=b` and the like in front of the compiler. */
static size_t wrapper_words(char *const *argv, size_t count)
{
	size_t at = 0;

	while (at < count) {
		const char *name = path_base(argv[at]);

		if (strcmp(name, "ccache") && strcmp(name, "sccache") && strcmp(name, "distcc") &&
		    strcmp(name, "env") && strcmp(name, "time") && strcmp(name, "exec") &&
		    !(strchr(argv[at], '=') && *argv[at] != '-'))
			break;
		at++;
	}
	return at;
}

bool read_compiler_call(struct arena *arena, char *const *argv, size_t count,
			struct compile_command *command)
{
	VEC(const char *) flags = { 0 };
	const char *source = NULL;
	bool compiles = false;
	size_t first = wrapper_words(argv, count);

	for (size_t i = first + 1; i < count; i++) {
		size_t dependency = dependency_words(argv + i, count - i);

		if (dependency) {
			i += dependency - 1;
		} else if (!strcmp(argv[i], "-c")) {
			compiles = true;
		} else if (!strcmp(argv[i], "-o")) {
			i++;
		} else if (is_c_source(argv[i])) {
			source = argv[i];
		} else {
			vec_push(&flags, argv[i]);
			if (has_value(argv[i]) && i + 1 < count)
				vec_push(&flags, argv[++i]);
		}
	}
	if (compiles && source && first < count)
		*command = (struct compile_command){
			.file = source, .nflags = flags.count,
			.flags = arena_copy(arena, flags.data, flags.count * sizeof(*flags.data)),
		};
	vec_free(&flags);
	return compiles && source && first < count;
}
