// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/dump_command.h"

#include "analysis/session.h"
#include "kbuild/kbuild.h"
#include "report/json_values.h"

static json_t *arguments_of(const struct compile_command *command)
{
	json_t *arguments = json_array();

	json_append(arguments, json_text("clang"));
	for (size_t i = 0; i < command->nflags; i++)
		json_append(arguments, json_text(command->flags[i]));
	json_append(arguments, json_text("-c"));
	json_append(arguments, json_text(command->file));
	return arguments;
}

static void put_command(const struct compile_command *command, json_t *entries)
{
	json_t *entry = json_object();

	json_set(entry, "directory", json_text(command->directory));
	json_set(entry, "file", json_text(command->file));
	json_set(entry, "arguments", arguments_of(command));
	json_append(entries, entry);
}

static int put_commands(struct session *session, const struct settings *settings, json_t *entries,
			struct error *error)
{
	const char *const *files = (const char *const *)settings->arguments.data + 1;
	size_t count = settings->arguments.count - 1;
	struct compile_command *commands = xcalloc(count, sizeof(*commands));
	int failed = kbuild_commands(session->kbuild, files, count, commands, error);

	for (size_t i = 0; i < count && !failed; i++) {
		if (commands[i].why_not)
			failed = error_set(error, ERROR_ANALYSIS, "%s: %s", files[i], commands[i].why_not);
		else
			put_command(&commands[i], entries);
	}
	free(commands);
	return failed;
}

int dump_command(const struct settings *settings, struct progress *progress, struct strbuf *out,
		 struct error *error)
{
	const char *arch = settings->options.arches.count ? settings->options.arches.data[0] : NULL;
	json_t *entries = json_array();
	struct session session;
	int failed = session_open_tree(&session, &settings->options, progress, settings->arguments.data[0],
				       error);

	if (!failed && arch)
		failed = (arch = tree_arch(session.tree, arch, error)) ? 0 : -1;
	if (!failed)
		failed = session_open_build(&session, arch, error);
	if (!failed)
		failed = put_commands(&session, settings, entries, error);
	if (!failed)
		json_print(entries, out);
	else
		json_decref(entries);
	session_close(&session);
	return failed;
}
