// SPDX-License-Identifier: GPL-2.0-only
/*
 * $(shell,COMMAND) without a shell. The few shapes of commands that Kconfig files use are taken apart; what
 * they ask is looked up in the tables of compiler.c and kconfig_answers.c. Nothing is ever run.
 */
#include <stdlib.h>
#include <string.h>

#include "kbuild/compiler.h"
#include "kbuild/kconfig_answers.h"
#include "kbuild/kconfig_lexer.h"

/* How a command ends, as an exit code is true or false. */
enum status { STATUS_UNKNOWN, STATUS_TRUE, STATUS_FALSE };

static enum status status_of(bool is_true)
{
	return is_true ? STATUS_TRUE : STATUS_FALSE;
}

/* ---- the tables ---- */

static bool is_for_arch(const struct kconfig *kconfig, const char *arches)
{
	const char *at = arches ? strstr(arches, kconfig->srcarch) : NULL;

	for (; at; at = strstr(at + 1, kconfig->srcarch))
		if (at[-1] == ' ' && at[strlen(kconfig->srcarch)] == ' ')
			return true;
	return !arches;
}

static const char *look_up(const struct kconfig *kconfig, const struct kconfig_answers *answers, const char *text,
			   size_t length, const char *never)
{
	for (size_t i = 0; i < answers->count; i++) {
		const struct kconfig_answer *row = &answers->data[i];

		if (kconfig->clang >= row->since && is_for_arch(kconfig, row->arches) &&
		    fits_pattern(row->question, strlen(row->question), text, length, never))
			return row->answer;
	}
	return NULL;
}

static enum status look_up_status(const struct kconfig *kconfig, const struct kconfig_answers *answers,
				  const char *text, size_t length, const char *never)
{
	const char *answer = look_up(kconfig, answers, text, length, never);

	return answer ? status_of(!strcmp(answer, "y")) : STATUS_UNKNOWN;
}

/* ---- words ---- */

struct shell_words { VEC(char *) list; char *text; };

/* Words as a shell makes them: quotes keep blanks. */
static void split_words(const char *command, struct shell_words *words)
{
	char *out = xstrdup(command), quote = 0;

	*words = (struct shell_words){ .text = out };
	for (const char *at = command; *at;) {
		while (*at == ' ' || *at == '\t')
			at++;
		if (!*at)
			break;
		vec_push(&words->list, out);
		for (; *at && (quote || (*at != ' ' && *at != '\t')); at++) {
			if (quote ? *at == quote : *at == '"' || *at == '\'')
				quote = quote ? 0 : *at;
			else
				*out++ = *at;
		}
		at += *at != '\0';
		*out++ = '\0';
	}
}

static void free_words(struct shell_words *words)
{
	vec_free(&words->list);
	free(words->text);
}

/* ---- shapes ---- */

/* test -z X, test A = B, [ A -ge B ] */
static enum status test_binary(const char *left, const char *operator, const char *right)
{
	static const struct { const char *name; bool less, equal, greater; } orders[] = {
		{ "-eq", false, true, false }, { "-ne", true, false, true }, { "-lt", true, false, false },
		{ "-le", true, true, false }, { "-gt", false, false, true }, { "-ge", false, true, true },
	};
	long a = strtol(left, NULL, 10), b = strtol(right, NULL, 10);

	if (!strcmp(operator, "=") || !strcmp(operator, "=="))
		return status_of(!strcmp(left, right));
	if (!strcmp(operator, "!="))
		return status_of(strcmp(left, right) != 0);
	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++)
		if (!strcmp(operator, orders[i].name))
			return status_of(a < b ? orders[i].less : a == b ? orders[i].equal : orders[i].greater);
	return STATUS_UNKNOWN;
}

static enum status ask_test(const char *command)
{
	struct shell_words words;
	enum status status = STATUS_UNKNOWN;

	split_words(command, &words);
	size_t count = words.list.count;
	char **list = words.list.data;
	bool is_bracket = count && !strcmp(list[0], "[") && !strcmp(list[count - 1], "]");

	count -= is_bracket;
	if (!count || (!is_bracket && strcmp(list[0], "test")))
		status = STATUS_UNKNOWN;
	else if (count == 4)
		status = test_binary(list[1], list[2], list[3]);
	else if (count == 3 && (!strcmp(list[1], "-z") || !strcmp(list[1], "-n")))
		status = status_of((list[1][1] == 'z') == !*list[2]);
	free_words(&words);
	return status;
}

static bool is_among(const char *word, const char *const *words)
{
	for (; *words; words++)
		if (!strcmp(*words, word))
			return true;
	return false;
}

/* Whom a question with flags is asked, about one of them. */
typedef enum status (*flag_answerer)(const struct kconfig *kconfig, const char *arch, const char *flag);

static enum status ask_compiler_flag(const struct kconfig *kconfig, const char *arch, const char *flag)
{
	static const enum status statuses[] = {
		[COMPILER_NO] = STATUS_FALSE, [COMPILER_YES] = STATUS_TRUE, [COMPILER_UNKNOWN] = STATUS_UNKNOWN,
	};

	return statuses[compiler_accepts(kconfig->clang, arch, flag, strlen(flag))];
}

static enum status ask_linker_flag(const struct kconfig *kconfig, const char *arch, const char *flag)
{
	(void)arch;
	return look_up_status(kconfig, &kconfig_linker_flags, flag, strlen(flag), " ");
}

/* All flags of FLAGS (words with blanks between) are known and good; one that is known as bad decides. */
static enum status ask_flags(const struct kconfig *kconfig, const char *arch, flag_answerer answer, const char *flags)
{
	static const char *const plain[] = {
		"-Werror", "-c", "-S", "-E", "-x", "c", "/dev/null", "-o", "-", "-mllvm", NULL };
	struct shell_words words;
	enum status all = STATUS_TRUE;

	split_words(flags, &words);
	for (size_t i = 0; i < words.list.count && all != STATUS_FALSE; i++) {
		const char *word = words.list.data[i];

		if (is_among(word, plain) || (i && !strcmp(words.list.data[i - 1], "-o")))
			continue;
		/* its argument is a word of its own */
		bool has_argument = i + 1 < words.list.count && !strcmp(word, "--param");
		char *question = has_argument ? xasprintf("%s=%s", word, words.list.data[++i]) : xstrdup(word);
		enum status status = answer(kconfig, arch, question);

		free(question);
		if (status != STATUS_TRUE)
			all = status;
	}
	free_words(&words);
	return all;
}

/* [trap ...; mkdir ...;] clang FLAGS -c -x c /dev/null -o ... */
static enum status ask_compiler(const struct kconfig *kconfig, const char *command)
{
	const char *start = strrchr(command, ';');

	start = start ? start + 1 : command;
	start += strspn(start, " ");
	if (!starts_with(start, "clang ") || !strstr(start, "-x c /dev/null"))
		return STATUS_UNKNOWN;
	/* What is asked with -E is asked without a target: it is about the machine's own programs. */
	return ask_flags(kconfig, strstr(start, " -E ") ? "x86" : kconfig->srcarch, ask_compiler_flag,
			 start + strlen("clang "));
}

static enum status ask_linker(const struct kconfig *kconfig, const char *command)
{
	if (!starts_with(command, "ld.lld -v "))
		return STATUS_UNKNOWN;
	return ask_flags(kconfig, kconfig->srcarch, ask_linker_flag, command + strlen("ld.lld -v "));
}

/* printf "%b\n" "INSTRUCTION" | clang FLAGS -c -x assembler-with-cpp -o /dev/null - */
static enum status ask_assembler(const struct kconfig *kconfig, const char *command)
{
	const char *start, *end;

	if (!starts_with(command, "printf \"%b\\n\" \"") || !strstr(command, "-x assembler-with-cpp"))
		return STATUS_UNKNOWN;
	start = command + strlen("printf \"%b\\n\" \"");
	end = strstr(start, "\" | clang");
	if (!end)
		return STATUS_UNKNOWN;
	return look_up_status(kconfig, &kconfig_instructions, start, (size_t)(end - start), "");
}

static enum status ask_status(const struct kconfig *kconfig, const char *command)
{
	enum status status;

	while (*command == ' ')
		command++;
	status = look_up_status(kconfig, &kconfig_commands, command, strlen(command), "");
	if (status == STATUS_UNKNOWN)
		status = ask_test(command);
	if (status == STATUS_UNKNOWN)
		status = ask_compiler(kconfig, command);
	if (status == STATUS_UNKNOWN)
		status = ask_linker(kconfig, command);
	if (status == STATUS_UNKNOWN)
		status = ask_assembler(kconfig, command);
	return status;
}

/* ---- output ---- */

/* Remembers a question, once. ANSWER NULL: it is not known. */
static void note_question(struct kconfig *kconfig, const char *command, const char *answer)
{
	const struct kconfig_lexer *lexer = kconfig->lexer;
	struct kconfig_note note = { .file = lexer ? lexer->file : "", .line = lexer ? lexer->line : 0,
				     .answer = answer ? answer : "" };

	if (strmap_has(&kconfig->asked, command))
		return;
	note.text = arena_strdup(kconfig->arena, command);
	strmap_set(&kconfig->asked, note.text, (void *)note.text);
	vec_push(&kconfig->questions, note);
	if (!answer)
		vec_push(&kconfig->unknown, note);
}

/* { COMMAND; } >/dev/null 2>&1 && echo "THEN" || echo "ELSE", the form that $(if-success,...) has. */
static const char *answer_choice(struct kconfig *kconfig, const char *command)
{
	static const char opening[] = "{ ", other[] = "\" || echo \"";
	static const char middle[] = "; } >/dev/null 2>&1 && echo \"";
	const char *end = strstr(command, middle);
	const char *then = end ? end + strlen(middle) : NULL, *otherwise = then ? strstr(then, other) : NULL;

	if (!starts_with(command, opening) || !otherwise || !ends_with(otherwise, "\""))
		return NULL;
	char *inner = arena_strndup(kconfig->arena, command + strlen(opening),
				    (size_t)(end - command) - strlen(opening));
	enum status status = ask_status(kconfig, inner);

	note_question(kconfig, inner, status == STATUS_TRUE ? "y" : status == STATUS_FALSE ? "n" : NULL);
	if (status == STATUS_TRUE)
		return arena_strndup(kconfig->arena, then, (size_t)(otherwise - then));
	otherwise += strlen(other);
	return arena_strndup(kconfig->arena, otherwise, strlen(otherwise) - 1);
}

/* set -- A B C && echo $2 */
static const char *answer_word(struct kconfig *kconfig, const char *command)
{
	const char *end = strstr(command, " && echo $"), *result = "";
	struct shell_words words;

	if (!starts_with(command, "set -- ") || !end)
		return NULL;
	char *list = arena_strndup(kconfig->arena, command + strlen("set -- "),
				   (size_t)(end - command) - strlen("set -- "));
	size_t number = strtoul(end + strlen(" && echo $"), NULL, 10);

	split_words(list, &words);
	if (number && number <= words.list.count)
		result = arena_strdup(kconfig->arena, words.list.data[number - 1]);
	free_words(&words);
	return result;
}

/* expr A / B */
static const char *answer_arithmetic(struct kconfig *kconfig, const char *command)
{
	struct shell_words words;
	const char *result = NULL;

	if (!starts_with(command, "expr "))
		return NULL;
	split_words(command, &words);
	if (words.list.count == 4 && !strcmp(words.list.data[2], "/")) {
		long a = strtol(words.list.data[1], NULL, 10), b = strtol(words.list.data[3], NULL, 10);

		result = b ? arena_printf(kconfig->arena, "%ld", a / b) : "";
	}
	free_words(&words);
	return result;
}

static const char *with_version(struct kconfig *kconfig, const char *answer)
{
	const char *mark = strstr(answer, "%v");

	if (!mark)
		return answer;
	return arena_printf(kconfig->arena, "%.*s%u%s", (int)(mark - answer), answer, kconfig->clang, mark + 2);
}

const char *kconfig_answer_shell(struct kconfig *kconfig, const char *command)
{
	const char *answer = answer_choice(kconfig, command);

	if (!answer)
		answer = answer_word(kconfig, command);
	if (!answer)
		answer = answer_arithmetic(kconfig, command);
	if (answer)
		return answer;
	answer = look_up(kconfig, &kconfig_commands, command, strlen(command), "");
	if (answer)
		answer = with_version(kconfig, answer);
	note_question(kconfig, command, answer);
	return answer ? answer : "";
}
