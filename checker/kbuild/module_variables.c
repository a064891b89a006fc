// SPDX-License-Identifier: GPL-2.0-only
/*
 * What make is told when a module is built: "make -C KERNEL M=DIR CONFIG_FOO=m" stands in its dkms.conf, or in the part
 * of its Makefile that calls kbuild. That part is never evaluated; the words that need nothing evaluated are taken.
 */
#include <string.h>

#include "kbuild/kbuild_internal.h"
#include "kbuild/shell.h"

/* The next line of *AT in ARENA, with lines that it is continued in; NULL at the end. */
static char *next_line(struct arena *arena, const char **at)
{
	struct strbuf line = { 0 };
	bool goes_on = **at;

	if (!goes_on)
		return NULL;
	while (goes_on) {
		size_t length = strcspn(*at, "\n");

		goes_on = length && (*at)[length - 1] == '\\';
		strbuf_add(&line, *at, length - goes_on);
		*at += length;
		if (**at)
			++*at;
		else
			goes_on = false;
	}
	return strbuf_keep(&line, arena);
}

/* Those that say where and how make runs, not how the module is built. */
static bool is_about_make(const char *word)
{
	static const char *const names[] = { "M=", "O=", "SUBDIRS=", "ARCH=", "CC=", "LD=", "LLVM=", "CROSS_COMPILE=", "V=", "W=",
					     "C=", "KBUILD_EXTMOD=" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (starts_with(word, names[i]))
			return true;
	return false;
}

static bool is_assignment(const char *word)
{
	size_t length = strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

	return length && word[length] == '=';
}

/* Appends the assignments among the words of COMMAND whose values stand there; false: it does not call kbuild. */
static bool take_command(struct arena *arena, const char *command, struct strings *variables)
{
	struct strings words = { 0 };
	bool calls = false;

	if (!split_shell(arena, command, strlen(command), &words))
		vec_each(word, &words)
			calls |= *word && (starts_with(*word, "M=") || starts_with(*word, "SUBDIRS=") || starts_with(*word, "-C"));
	for (size_t i = 0; calls && i < words.count; i++)
		if (words.data[i] && is_assignment(words.data[i]) && !is_about_make(words.data[i]) &&
		    !strchr(words.data[i], '$'))
			vec_push(variables, words.data[i]);
	vec_free(&words);
	return calls;
}

/* MAKE="..." or MAKE[0]="..." of a dkms.conf. */
static bool take_dkms(struct arena *arena, const char *text, struct strings *variables)
{
	const char *at = text;
	char *line;

	while ((line = next_line(arena, &at))) {
		struct strings words = { 0 };
		const char *command = NULL;

		line += strspn(line, " \t");
		if (starts_with(line, "MAKE") && !split_shell(arena, line, strlen(line), &words) && words.count &&
		    words.data[0])
			command = starts_with(words.data[0], "MAKE=") ? words.data[0] + strlen("MAKE=") :
				  starts_with(words.data[0], "MAKE[0]=") ? words.data[0] + strlen("MAKE[0]=") : NULL;
		vec_free(&words);
		if (command && take_command(arena, command, variables))
			return true;
	}
	return false;
}

/* The first recipe that calls kbuild. */
static bool take_makefile(struct arena *arena, const char *text, struct strings *variables)
{
	const char *at = text;
	char *line;

	while ((line = next_line(arena, &at)))
		if (*line == '\t' && (strstr(line, "MAKE") || strstr(line, "make")) && strstr(line, "-C") &&
		    take_command(arena, line + 1, variables))
			return true;
	return false;
}

void read_module_variables(struct kbuild *kbuild)
{
	struct arena *arena = kbuild->tree->arena;
	static bool (*const readers[])(struct arena *arena, const char *text, struct strings *variables) = {
		take_dkms, take_makefile,
	};
	static const char *const files[] = { "dkms.conf", "Makefile" };
	bool done = kbuild->given_variables;

	if (done)
		vec_each(word, kbuild->given_variables)
			vec_push(&kbuild->variables, *word);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files) && !done; i++) {
		char *text = make_sources_text(kbuild->sources, path_join(arena, kbuild->tree->module, files[i]), NULL);

		done = text && readers[i](arena, text, &kbuild->variables);
		free(text);
	}
}
