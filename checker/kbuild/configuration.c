// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/configuration.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "base/map.h"
#include "base/str.h"
#include "kbuild/build_directory.h"
#include "tree/tree.h"

/* ---- what it says ---- */

static void read_symbols(struct configuration *configuration)
{
	char *next;

	for (char *line = configuration->auto_conf; line && *line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		char *equals = strchr(line, '=');

		if (!starts_with(line, "CONFIG_") || !equals)
			continue;
		*equals = '\0';
		strmap_set(&configuration->symbols, line + strlen("CONFIG_"), equals + 1);
	}
}

const char *configuration_value(const struct configuration *configuration, const char *symbol)
{
	return strmap_get(&configuration->symbols, symbol);
}

static const char *compiler_text(struct arena *arena, const struct configuration *configuration)
{
	const char *value = configuration_value(configuration, "CC_VERSION_TEXT");

	if (!value)
		return NULL;
	value += *value == '"';
	return arena_strndup(arena, value, strcspn(value, "\""));
}

static int read_configuration(struct configuration *configuration, struct error *error)
{
	struct arena *arena = configuration->tree->arena;
	const char *directory = configuration->directory;
	size_t length;

	configuration->arch = build_directory_arch(arena, directory, error);
	if (!configuration->arch)
		return -1;
	configuration->auto_conf =
		read_file(arena_printf(arena, "%s/include/config/auto.conf", directory), &length,
			  error);
	if (!configuration->auto_conf)
		return -1;
	configuration->hash = hash_bytes(configuration->auto_conf, length, 0);
	read_symbols(configuration);
	if (toolchain_of(arena, compiler_text(arena, configuration), &configuration->toolchain,
			 error))
		return -1;
	configuration->hash = hash_mix(configuration->hash, configuration->toolchain.identity);
	configuration->hash = hash_mix(configuration->hash,
				       hash_bytes(directory, strlen(directory), 0));
	return 0;
}

int configuration_open(struct tree *tree, const char *directory, const char *name,
		       struct configuration *configuration, struct error *error)
{
	*configuration = (struct configuration){
		.tree = tree, .directory = arena_strdup(tree->arena, directory),
		.arch = host_arch(),
	};
	if (build_directory_check(tree, directory, name, &configuration->has_kbuild, error))
		return -1;
	/* A tree that is no kernel to build may come with its commands alone. */
	if (!configuration->has_kbuild)
		return 0;
	if (read_configuration(configuration, error)) {
		configuration_close(configuration);
		return -1;
	}
	return 0;
}

void configuration_close(struct configuration *configuration)
{
	strmap_free(&configuration->symbols);
	free(configuration->auto_conf);
	configuration->auto_conf = NULL;
}
