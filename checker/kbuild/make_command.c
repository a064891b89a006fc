// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands that makefiles use to compute with are computed here; questions about the compiler and the
 * machine are answered from tables. Nothing is run.
 */
#include <ctype.h>
#include <regex.h>
#include <string.h>

#include "kbuild/compiler.h"
#include "kbuild/make_command.h"

/* ---- commands ---- */

static int run_echo(struct make_command *command)
{
	size_t first = 1;

	while (first < command->count &&
	       (!strcmp(command->words[first], "-n") || !strcmp(command->words[first], "-e")))
		first++;
	for (size_t i = first; i < command->count; i++)
		strbuf_printf(command->out, "%s%s", i > first ? " " : "", command->words[i]);
	strbuf_putc(command->out, '\n');
	return STATUS_OK;
}

/* printf with %s, %b and %d alone; the format is used again while there are words. */
static int run_printf(struct make_command *command)
{
	size_t next = 2;

	if (command->count < 2)
		return STATUS_FAILED;
	do {
		for (const char *p = command->words[1]; *p; p++) {
			if (*p == '\\' && p[1] == 'n')
				strbuf_putc(command->out, '\n'), p++;
			else if (*p == '%' && (p[1] == 's' || p[1] == 'b' || p[1] == 'd'))
				strbuf_puts(command->out,
					    next < command->count ? command->words[next++] : ""),
					p++;
			else
				strbuf_putc(command->out, *p);
		}
	} while (next > 2 && next < command->count);
	return STATUS_OK;
}

static bool test_unary(struct make_command *command, char which, const char *word)
{
	switch (which) {
	case 'z': return !*word;
	case 'n': return *word;
	case 'e': case 'f': case 'd': case 'r':
		return make_sources_has(command->make->world->sources, make_path(command->make, word));
	}
	return false;
}

static bool test_binary(const char *left, const char *operator, const char *right)
{
	long long a = strtoll(left, NULL, 10), b = strtoll(right, NULL, 10);

	if (!strcmp(operator, "=") || !strcmp(operator, "=="))
		return !strcmp(left, right);
	if (!strcmp(operator, "!="))
		return strcmp(left, right) != 0;
	return !strcmp(operator, "-eq") ? a == b : !strcmp(operator, "-ne") ? a != b :
	       !strcmp(operator, "-lt") ? a < b : !strcmp(operator, "-le") ? a <= b :
	       !strcmp(operator, "-gt") ? a > b : !strcmp(operator, "-ge") ? a >= b : false;
}

/* One condition of test, beginning at word *AT. */
static bool test_one(struct make_command *command, size_t *at)
{
	size_t left = command->count - *at;
	char **words = command->words + *at;

	if (left && !strcmp(words[0], "!")) {
		++*at;
		return !test_one(command, at);
	}
	if (left >= 3 && strcmp(words[1], "-a") && strcmp(words[1], "-o")) {
		*at += 3;
		return test_binary(words[0], words[1], words[2]);
	}
	if (left >= 2 && words[0][0] == '-' && words[0][1] && !words[0][2]) {
		*at += 2;
		return test_unary(command, words[0][1], words[1]);
	}
	*at += left ? 1 : 0;
	return left && *words[0];
}

static int run_test(struct make_command *command)
{
	size_t at = 1;
	bool result;

	if (!strcmp(command->words[0], "[") && command->count > 1 &&
	    !strcmp(command->words[command->count - 1], "]"))
		command->count--;
	result = test_one(command, &at);
	while (at + 1 < command->count) {
		bool both = !strcmp(command->words[at], "-a"), next;

		at++;
		next = test_one(command, &at);
		result = both ? result && next : result || next;
	}
	return result ? STATUS_OK : STATUS_FAILED;
}

/* The arguments of expr: what binds closer is read first. */
struct expr_reader {
	struct make_command *command;
	size_t at;
	bool failed;	/* something is not understood */
};

static long long apply_expr(struct expr_reader *reader, const char *operator, long long a, long long b)
{
	if (operator[1])
		return *operator == '<' ? a <= b : *operator == '>' ? a >= b : *operator == '!' ? a != b : a == b;
	switch (*operator) {
	case '+': return (long long)((unsigned long long)a + (unsigned long long)b);
	case '-': return (long long)((unsigned long long)a - (unsigned long long)b);
	case '*': return (long long)((unsigned long long)a * (unsigned long long)b);
	case '<': return a < b;
	case '>': return a > b;
	case '=': return a == b;
	}
	reader->failed = reader->failed || !b || b == -1;
	return reader->failed ? 0 : *operator == '/' ? a / b : a % b;
}

/* One of the characters OPERATORS, or a comparison of two of them: ">=", "!=". */
static bool is_operator(const char *word, const char *operators)
{
	if (!*word || !strchr(operators, *word))
		return false;
	return word[1] ? strchr("<>=!", *word) && word[1] == '=' && !word[2] : *word != '!';
}

static long long read_expr(struct expr_reader *reader, int level)
{
	static const char *const operators[] = { "*/%", "+-", "<>=!" };	/* closest first */
	struct make_command *command = reader->command;
	long long value;

	if (level < 0) {
		char *end = "x", *word = reader->at < command->count ? command->words[reader->at++] : "";

		value = strtoll(word, &end, 10);
		reader->failed = reader->failed || *end || !*word;
		return value;
	}
	value = read_expr(reader, level - 1);
	while (reader->at < command->count && is_operator(command->words[reader->at], operators[level])) {
		const char *operator = command->words[reader->at++];

		value = apply_expr(reader, operator, value, read_expr(reader, level - 1));
	}
	return value;
}

static int run_expr(struct make_command *command)
{
	struct expr_reader reader = { .command = command, .at = 1 };
	long long value = read_expr(&reader, 2);

	if (reader.failed || reader.at != command->count)
		return STATUS_UNKNOWN;
	strbuf_printf(command->out, "%lld\n", value);
	return value ? STATUS_OK : STATUS_FAILED;
}

static int run_cat(struct make_command *command)
{
	if (command->count == 1)
		strbuf_puts(command->out, command->input);
	for (size_t i = 1; i < command->count; i++) {
		size_t length;
		char *text = make_text(command->make, make_path(command->make, command->words[i]), &length);

		if (!text)
			return STATUS_FAILED;
		strbuf_add(command->out, text, length);
		free(text);
	}
	return STATUS_OK;
}

static int run_dirname(struct make_command *command)
{
	if (command->count < 2)
		return STATUS_FAILED;
	strbuf_printf(command->out, "%s\n", path_dir(command->make->arena, command->words[1]));
	return STATUS_OK;
}

static int run_basename(struct make_command *command)
{
	if (command->count < 2)
		return STATUS_FAILED;
	strbuf_printf(command->out, "%s\n", path_base(command->words[1]));
	return STATUS_OK;
}

static int run_cd(struct make_command *command)
{
	struct make *make = command->make;

	if (command->count != 2)
		return STATUS_UNKNOWN;
	make->shell_directory = path_normalise(make->arena, path_join(make->arena, make->shell_directory,
								       command->words[1]));
	return STATUS_OK;
}

static int run_pwd(struct make_command *command)
{
	strbuf_printf(command->out, "%s\n", command->make->shell_directory);
	return STATUS_OK;
}

/* head -n N and head -N. */
static int run_head(struct make_command *command)
{
	const char *p = command->input;
	long lines = 10;

	for (size_t i = 1; i < command->count; i++) {
		const char *digits = command->words[i];

		while (*digits && !isdigit((unsigned char)*digits))
			digits++;
		if (*digits)
			lines = strtol(digits, NULL, 10);
	}
	while (*p && lines > 0)
		if (*p++ == '\n')
			lines--;
	strbuf_add(command->out, command->input, (size_t)(p - command->input));
	return STATUS_OK;
}

/* ---- sed ---- */

/* Takes the part of s/// up to the next SEPARATOR. */
static char *take_part(const char **text, char separator)
{
	struct strbuf part = { 0 };
	const char *p = *text;

	while (*p && *p != separator) {
		if (*p == '\\' && p[1] == separator)
			p++;
		else if (*p == '\\' && p[1])
			strbuf_putc(&part, *p++);
		strbuf_putc(&part, *p++);
	}
	*text = *p ? p + 1 : p;
	return part.text ? strbuf_take(&part) : xstrdup("");
}

static void add_replacement(const char *replacement, const char *text, const regmatch_t *matches,
			    struct strbuf *out)
{
	for (const char *p = replacement; *p; p++) {
		int group = *p == '&' ? 0 : *p == '\\' && isdigit((unsigned char)p[1]) ? p[1] - '0' : -1;

		if (group < 0) {
			strbuf_putc(out, *p == '\\' && p[1] ? *++p : *p);
			continue;
		}
		if (matches[group].rm_so >= 0)
			strbuf_add(out, text + matches[group].rm_so,
				   (size_t)(matches[group].rm_eo - matches[group].rm_so));
		p += *p == '\\';
	}
}

/* Does one s/from/to/g to all of *TEXT, which is one line. */
static bool substitute(const char **script, char **text, bool extended)
{
	char separator = (*script)[1], *from, *to;
	struct strbuf out = { 0 };
	regmatch_t matches[10];
	const char *p = *text;
	bool global = false;
	regex_t regex;

	*script += 2;
	from = take_part(script, separator);
	to = take_part(script, separator);
	while (**script && **script != ';')
		global |= *(*script)++ == 'g';
	if (regcomp(&regex, from, extended ? REG_EXTENDED : 0)) {
		free(from);
		free(to);
		return false;
	}
	while (*p && !regexec(&regex, p, 10, matches, p > *text ? REG_NOTBOL : 0)) {
		strbuf_add(&out, p, (size_t)matches[0].rm_so);
		add_replacement(to, p, matches, &out);
		p += matches[0].rm_eo;
		if (matches[0].rm_eo == matches[0].rm_so && *p)
			strbuf_putc(&out, *p++);
		if (!global)
			break;
	}
	strbuf_puts(&out, p);
	regfree(&regex);
	free(from);
	free(to);
	free(*text);
	*text = out.text ? strbuf_take(&out) : xstrdup("");
	return true;
}

static bool is_substitution(const char *script)
{
	return script[0] == 's' && script[1] && !isalnum((unsigned char)script[1]) && script[1] != ' ';
}

/*
 * The address before a command, /REGEX/ or /REGEX/!, is passed over. Returns whether TEXT is meant; KNOWN: whether
 * it is understood.
 */
static bool is_addressed(const char **script, const char *text, bool extended, bool *known)
{
	bool negated, found;
	regex_t regex;
	char *pattern;

	if (**script != '/')
		return true;
	++*script;
	pattern = take_part(script, '/');
	negated = **script == '!';
	*script += negated;
	*known = !regcomp(&regex, pattern, REG_NOSUB | (extended ? REG_EXTENDED : 0));
	free(pattern);
	if (!*known)
		return false;
	found = !regexec(&regex, text, 0, NULL, 0);
	regfree(&regex);
	return found != negated;
}

/* One command with its address; false: it is not known. */
static bool edit(const char **script, char **text, bool extended)
{
	bool known = true, meant = is_addressed(script, *text, extended, &known);
	char *scrap = xstrdup("");

	known = known && is_substitution(*script) && !strchr(*text, '\n') &&
		substitute(script, meant ? text : &scrap, extended);
	free(scrap);
	return known;
}

static int run_sed(struct make_command *command)
{
	bool extended = false, known = true;
	char *text = xstrdup(command->input);
	size_t length = strlen(text);

	if (length && text[length - 1] == '\n')
		text[length - 1] = '\0';
	for (size_t i = 1; i < command->count && known; i++) {
		const char *script = command->words[i];

		if (!strcmp(script, "-E") || !strcmp(script, "-r"))
			extended = true;
		else if (strcmp(script, "-e"))
			while (*script && known) {
				known = edit(&script, &text, extended);
				script += *script == ';';
				script += strspn(script, " ");
			}
	}
	strbuf_printf(command->out, "%s\n", text);
	free(text);
	return known ? STATUS_OK : STATUS_UNKNOWN;
}

/* ---- the compiler, the machine, kbuild's scripts ---- */

static const char *compiler_text(struct make_command *command)
{
	const char *text = make_value(command->make, "CONFIG_CC_VERSION_TEXT");

	return strstr(text, "clang") ? text : COMPILER_VERSION_TEXT;
}

/* The compiler that libclang is, called by whatever name. */
static int run_compiler(struct make_command *command)
{
	for (size_t i = 1; i < command->count; i++) {
		if (!strcmp(command->words[i], "--version") || !strcmp(command->words[i], "-v")) {
			strbuf_printf(command->out, "%s\n", compiler_text(command));
			return STATUS_OK;
		}
		if (!strcmp(command->words[i], "-print-file-name=include")) {
			strbuf_printf(command->out, "%s\n", command->make->world->compiler_include);
			return STATUS_OK;
		}
	}
	return STATUS_UNKNOWN;
}

/* Scripts that come with kernels and ask the compiler, by name. */
static const char *script_answer(struct make_command *command, const char *path)
{
	const char *version = arena_printf(command->make->arena, "%u", command->make->world->clang);
	const char *const answers[][2] = {
		{ "gcc-version.sh", "0402" },	/* what clang says in __GNUC__ and __GNUC_MINOR__ */
		{ "clang-version.sh", version }, { "gcc-goto.sh", "y" },
		{ "gcc-x86_64-has-stack-protector.sh", "y" }, { "gcc-x86_32-has-stack-protector.sh", "y" },
		{ "gcc-plugin.sh", "" }, { "pahole-flags.sh", "" }, { "ld-version.sh", version },
		{ "lld-version.sh", version }, { "tools-support-relr.sh", "" },
	};

	for (size_t i = 0; i < sizeof(answers) / sizeof(*answers); i++)
		if (!strcmp(path_base(path), answers[i][0]))
			return answers[i][1];
	return NULL;
}

static int run_script(struct make_command *command)
{
	for (size_t i = 0; i < command->count && i < 3; i++) {
		const char *answer = script_answer(command, command->words[i]);

		if (answer) {
			strbuf_printf(command->out, "%s\n", answer);
			return STATUS_OK;
		}
	}
	return STATUS_UNKNOWN;
}

/* uname -m of a machine of the architecture that is built for. */
static int run_uname(struct make_command *command)
{
	const char *triple = compiler_target(command->make->world->arch),
		   *dash = triple ? strchr(triple, '-') : NULL;

	if (command->count < 2 || strcmp(command->words[1], "-m")) {
		strbuf_puts(command->out, "Linux\n");
		return STATUS_OK;
	}
	strbuf_printf(command->out, "%.*s\n", dash ? (int)(dash - triple) : 0, dash ? triple : "");
	return STATUS_OK;
}

static int run_true(struct make_command *command)
{
	(void)command;
	return STATUS_OK;
}

static int run_false(struct make_command *command)
{
	(void)command;
	return STATUS_FAILED;
}

static const struct builtin {
	const char *name;
	int (*run)(struct make_command *command);
} builtins[] = {
	{ "echo", run_echo },
	{ "printf", run_printf },
	{ "test", run_test },
	{ "[", run_test },
	{ "expr", run_expr },
	{ "cat", run_cat },
	{ "dirname", run_dirname },
	{ "basename", run_basename },
	{ "cd", run_cd },
	{ "pwd", run_pwd },
	{ "head", run_head },
	{ "sed", run_sed },
	{ "grep", make_run_grep },
	{ "cut", make_run_cut },
	{ "tr", make_run_tr },
	{ "wc", make_run_wc },
	{ "awk", make_run_awk },
	{ "uname", run_uname },
	{ "true", run_true },
	{ ":", run_true },
	{ "false", run_false },
	/* Nothing is written, and no program is there. */
	{ "mkdir", run_true },
	{ "rm", run_true },
	{ "ln", run_true },
	{ "getconf", run_true },
	{ "command", run_false },
	{ "which", run_false },
	{ "pkg-config", run_false },
};

/* Whether the command is $(CC), which may have something before it (ccache), or a clang. */
static bool is_compiler(struct make_command *command)
{
	size_t length = strlen(command->words[0]);
	struct span last = { "", 0 };

	make_each_word(word, make_value(command->make, "CC"))
		last = word;
	return starts_with(path_base(command->words[0]), "clang") ||
	       (last.length == length && !memcmp(last.text, command->words[0], length));
}

int make_command(struct make_command *command)
{
	size_t assignments = 0;

	while (assignments < command->count && strchr(command->words[assignments], '=') &&
	       isupper((unsigned char)command->words[assignments][0]))
		assignments++;
	for (size_t i = 0; i < assignments; i++)
		free(command->words[i]);
	memmove(command->words, command->words + assignments,
		(command->count - assignments) * sizeof(char *));
	command->count -= assignments;
	if (!command->count)
		return STATUS_OK;
	for (size_t i = 0; i < sizeof(builtins) / sizeof(*builtins); i++)
		if (!strcmp(command->words[0], builtins[i].name))
			return builtins[i].run(command);
	return is_compiler(command) ? run_compiler(command) : run_script(command);
}
