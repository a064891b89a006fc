// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/checker_call.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"
#include "cmd/command.h"
#include "cmd/settings.h"

/* ---- whose word is it? ---- */

static const struct argp_option *find_option(const struct argp *argp, const char *word)
{
	size_t length = strcspn(word, "=");

	for (const struct argp_option *option = argp->options; option->name || option->doc; option++)
		if (option->name && strlen(option->name) == length &&
		    !strncmp(option->name, word, length))
			return option;
	return NULL;
}

/* The mncheck option that WORD is, or NULL. Of the report's only --strict and --verbose make sense here. */
static const struct argp_option *own_option(const char *word)
{
	const struct argp_option *option;

	if (!starts_with(word, "--") || !word[2])
		return NULL;
	word += 2;
	option = find_option(&rules_argp, word);
	if (!option)
		option = find_option(&work_argp, word);
	if (!option && !strcmp(word, "strict"))
		option = find_option(&report_argp, word);
	if (!option)
		option = find_option(&path_argp, word);
	return option;
}

static void sort_words(int argc, char **argv, struct checker_call *call)
{
	for (int i = 1; i < argc - 1; i++) {
		const struct argp_option *option = own_option(argv[i]);

		vec_push(option ? &call->own : &call->flags, argv[i]);
		if (option && option->arg && !(option->flags & OPTION_ARG_OPTIONAL) &&
		    !strchr(argv[i], '=') && i + 1 < argc - 1)
			vec_push(&call->own, argv[++i]);
	}
	call->file = argv[argc - 1];
}

/* A flag is a subcommand's name: the user has mistyped a command line. */
static bool names_command(const struct checker_call *call)
{
	vec_each(flag, &call->flags)
		for (size_t i = 0; i < ncommands; i++)
			if (!strcmp(*flag, commands[i].name))
				return true;
	return false;
}

/* Long options of compilers and of sparse, which kbuild passes on. */
static bool is_foreign(const char *name, size_t length)
{
	static const char *const names[] = { "target", "param", "arch", "sysroot", "prefix", "gcc-toolchain" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i]) == length && !strncmp(names[i], name, length))
			return true;
	return false;
}

/* Whether two edits at most (a letter more, less or another) make NAME of LENGTH letters the option KNOWN. */
static bool resembles(const char *name, size_t length, const char *known, unsigned edits)
{
	while (length && *known && *name == *known) {
		name++;
		length--;
		known++;
	}
	if (!length || !*known)
		return length + strlen(known) <= edits;
	return edits && (resembles(name + 1, length - 1, known, edits - 1) ||
			 resembles(name, length, known + 1, edits - 1) ||
			 resembles(name + 1, length - 1, known + 1, edits - 1));
}

#define MOST_EDITS 2

/* WORD was meant to be an option of mncheck. A compiler's option is never this near to one. */
static bool is_misspelt(const char *word)
{
	static const struct argp *const all[] = { &rules_argp, &work_argp, &report_argp };
	size_t length = starts_with(word, "--") ? strcspn(word + 2, "=") : 0;

	if (length <= MOST_EDITS || is_foreign(word + 2, length))
		return false;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		for (const struct argp_option *option = all[i]->options; option->name || option->doc; option++)
			if (option->name && resembles(word + 2, length, option->name, MOST_EDITS))
				return true;
	return false;
}

const char *checker_call_misspelt(const struct checker_call *call)
{
	vec_each(flag, &call->flags)
		if (is_misspelt(*flag))
			return *flag;
	return NULL;
}

/* argp answers these options itself and ignores the rest. */
static bool asks_for_help(const char *word)
{
	static const char *const words[] = { "--help", "-?", "--usage", "--version", "-V" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(word, words[i]))
			return true;
	return false;
}

static bool is_file(const char *path)
{
	struct stat st;

	return *path != '-' && !stat(path, &st) && !S_ISDIR(st.st_mode);
}

/* ---- the kernel that the flags tell of ---- */

/* Splits PATH, "DIRECTORY/arch/ARCH" followed by BEHIND. */
static bool read_arch_path(struct arena *arena, const char *path, const char *behind,
			   const char **directory, const char **arch)
{
	size_t length = strlen(path), tail = strlen(behind);

	if (length <= tail || !ends_with(path, behind))
		return false;
	char *head = arena_strndup(arena, path, length - tail);
	char *slash = strrchr(head, '/');
	if (!slash || slash - head < 5 || strncmp(slash - 5, "/arch", 5))
		return false;
	*arch = slash + 1;
	slash[-5] = '\0';
	*directory = head;
	return **arch && *head;
}

/* kbuild's first flags are -ISRCTREE/arch/ARCH/include -IOBJTREE/arch/ARCH/include/generated. */
static void read_directories(struct arena *arena, struct checker_call *call)
{
	const char *ignored;

	vec_each(flag, &call->flags) {
		const char *path = starts_with(*flag, "-I") ? *flag + 2 : "";

		if (!call->tree)
			(void)read_arch_path(arena, path, "/include", &call->tree, &call->arch);
		if (!call->build)
			(void)read_arch_path(arena, path, "/include/generated", &call->build,
					     &ignored);
	}
}

bool checker_call_read(struct arena *arena, int argc, char **argv, struct checker_call *call)
{
	*call = (struct checker_call){ 0 };
	/* a single word is a subcommand, or was meant to be one */
	if (argc < 3 || *argv[1] != '-' || asks_for_help(argv[1]) || !is_file(argv[argc - 1]))
		return false;
	sort_words(argc, argv, call);
	if (names_command(call))
		return false;
	read_directories(arena, call);
	return true;
}

const char *checker_call_target(struct arena *arena, const struct checker_call *call)
{
	const char *prefix = getenv("CROSS_COMPILE");

	vec_each(flag, &call->flags)
		if (starts_with(*flag, "--target") || !strcmp(*flag, "-target"))
			return NULL;
	prefix = prefix ? path_base(prefix) : "";
	if (!ends_with(prefix, "-"))
		return NULL;
	return arena_printf(arena, "--target=%.*s", (int)strlen(prefix) - 1, prefix);
}

void checker_call_free(struct checker_call *call)
{
	vec_free(&call->own);
	vec_free(&call->flags);
}
