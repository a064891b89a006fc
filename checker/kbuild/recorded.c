// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/recorded.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/files.h"
#include "base/map.h"
#include "base/str.h"
#include "kbuild/kbuild.h"
#include "kbuild/shell.h"
#include "tree/tree.h"

#define DATABASE "compile_commands.json"

/* ---- compile_commands.json ---- */

/* The words of "arguments", or of "command" taken apart. */
static bool entry_words(struct arena *arena, const json_t *entry, struct strings *words)
{
	const json_t *arguments = json_object_get(entry, "arguments");
	const char *command = json_string_value(json_object_get(entry, "command"));

	if (json_is_array(arguments)) {
		for (size_t i = 0; i < json_array_size(arguments); i++) {
			const char *word = json_string_value(json_array_get(arguments, i));

			if (!word)
				return false;
			vec_push(words, arena_strdup(arena, word));
		}
		return words->count > 0;
	}
	return command && !split_shell(arena, command, strlen(command), words);
}

/* One command: up to the first end of a simple command. */
static bool read_entry(struct arena *arena, const json_t *entry, struct compile_command *command)
{
	struct strings words = { 0 };
	bool found = false;

	if (entry_words(arena, entry, &words)) {
		size_t count = 0;

		while (count < words.count && words.data[count])
			count++;
		found = read_compiler_call(arena, words.data, count, command);
	}
	vec_free(&words);
	return found;
}

/* The tree may have been named through a link when the database was made. */
static const char *below_by_links(struct tree *tree, const char *path)
{
	char *real = realpath(path, NULL);
	const char *copy = real ? arena_strdup(tree->arena, real) : NULL;

	free(real);
	return copy ? path_below(copy, tree->path) : NULL;
}

/* WANTED: tree-relative file -> itself; and the last parts of their names, to save work. */
static void take_entry(struct tree *tree, const char *directory, const json_t *entry,
		       const struct strmap *wanted, struct strmap *commands)
{
	struct arena *arena = tree->arena;
	const char *file = json_string_value(json_object_get(entry, "file"));
	const char *own = json_string_value(json_object_get(entry, "directory"));

	if (!file)
		return;
	/* A relative directory is relative to the database: trees that are moved around have such. */
	directory = path_normalise(arena, path_join(arena, directory, own ? own : "."));
	const char *path = path_normalise(arena, path_join(arena, directory, file));
	const char *below = path_below(path, tree->path);

	if (!below && strmap_has(wanted, path_base(path)))
		below = below_by_links(tree, path);
	if (!below || !strmap_has(wanted, below))
		return;
	struct compile_command *command = arena_alloc(arena, sizeof(*command));

	if (!read_entry(arena, entry, command))
		return;
	command->file = arena_printf(arena, "%s/%s", tree->path, below);
	command->directory = directory;
	strmap_set(commands, strmap_get(wanted, below), command);
}

int read_compile_commands(struct tree *tree, const char *directory, const char *const *files,
			  size_t count, struct strmap *commands, struct error *error)
{
	struct arena *arena = tree->arena;
	char *path = arena_printf(arena, "%s/" DATABASE, directory);
	struct strmap wanted = { 0 };
	json_error_t mistake;
	size_t length;
	json_t *root;
	char *text;

	if (!file_in(directory, DATABASE))
		return 0;
	text = read_file(path, &length, error);
	if (!text)
		return -1;
	root = json_loadb(text, length, 0, &mistake);
	free(text);
	if (!root)
		return error_set(error, ERROR_USAGE, "%s:%d: broken: %s", path, mistake.line,
				 mistake.text);
	if (!json_is_array(root)) {
		json_decref(root);
		return error_set(error, ERROR_USAGE, "%s:1: broken: an array was expected", path);
	}
	for (size_t i = 0; i < count; i++)
		if (strcmp(files[i], path_base(files[i])))
			strmap_set(&wanted, path_base(files[i]), &wanted);
	for (size_t i = 0; i < count; i++)
		strmap_set(&wanted, files[i], (void *)files[i]);
	for (size_t i = 0; i < json_array_size(root); i++)
		take_entry(tree, directory, json_array_get(root, i), &wanted, commands);
	strmap_free(&wanted);
	json_decref(root);
	return 0;
}

/* ---- .NAME.o.cmd ---- */

char *command_file_path(struct tree *tree, const char *directory, const char *file)
{
	struct arena *arena = tree->arena;
	const char *base = path_base(file);

	return arena_printf(arena, "%s/%s/.%.*s.o.cmd", directory,
			    path_dir(arena, file), (int)(strlen(base) - 2), base);
}

/* A makefile's value: $$ is $, and kbuild writes # as $(pound) or \#. */
static char *unescape(struct arena *arena, const char *text, size_t length)
{
	char *out = arena_strndup(arena, text, length), *to = out;

	for (const char *at = text; at < text + length; at++) {
		if (at[0] == '$' && at[1] == '$') {
			at++;
			*to++ = '$';
		} else if (!strncmp(at, "$(pound)", 8)) {
			at += 7;
			*to++ = '#';
		} else if (at[0] == '\\' && at[1] == '#') {
			at++;
			*to++ = '#';
		} else {
			*to++ = *at;
		}
	}
	*to = '\0';
	return out;
}

static struct compile_command *parse_command_file(struct tree *tree, const char *directory,
						  const char *file, const char *text)
{
	struct arena *arena = tree->arena;
	struct compile_command *command = NULL;
	struct strings words = { 0 };

	/* "cmd_PATH := COMMAND", "savedcmd_PATH := COMMAND": always the first line. */
	const char *value = strstr(text, ":= ");

	if (!value || (!starts_with(text, "cmd_") && !starts_with(text, "savedcmd_")))
		return NULL;
	char *shell = unescape(arena, value + 3, strcspn(value + 3, "\n"));
	size_t count = 0;

	if (!split_shell(arena, shell, strlen(shell), &words)) {
		while (count < words.count && words.data[count])
			count++;
		command = arena_alloc(arena, sizeof(*command));
		if (!read_compiler_call(arena, words.data, count, command))
			command = NULL;
	}
	vec_free(&words);
	if (command) {
		command->file = arena_printf(arena, "%s/%s", tree->path, file);
		command->directory = directory;
	}
	return command;
}

static bool is_older(const struct stat *a, const struct stat *b)
{
	if (a->st_mtim.tv_sec != b->st_mtim.tv_sec)
		return a->st_mtim.tv_sec < b->st_mtim.tv_sec;
	return a->st_mtim.tv_nsec < b->st_mtim.tv_nsec;
}

struct compile_command *read_command_file(struct tree *tree, const char *directory,
					  const char *file)
{
	struct arena *arena = tree->arena;
	struct error ignored = { 0 };
	struct stat recorded, configured;
	char *path = command_file_path(tree, directory, file);

	if (stat(path, &recorded) ||
	    stat(arena_printf(arena, "%s/include/config/auto.conf", directory),
		 &configured) || is_older(&recorded, &configured))
		return NULL;
	char *text = read_file(path, NULL, &ignored);
	struct compile_command *command = text ? parse_command_file(tree, directory, file, text) : NULL;

	error_clear(&ignored);
	free(text);
	return command;
}
