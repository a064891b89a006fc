// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sources whose names no makefile can write, as a blank ends a word of make's and a semicolon one of its shell's.
 * What such a file holds is compiled as its directory compiles others.
 */
#include <string.h>

#include "kbuild/flags_internal.h"

/* Bytes that make, its shell or a pattern reads in its own way; a control character as well. */
static bool is_unwritable(char c)
{
	return (unsigned char)c <= ' ' || strchr("\x7f$#:;%'\"\\|&<>()*?[]{}!~`", c);
}

bool flags_is_unwritable(const char *key)
{
	for (; *key; key++)
		if (is_unwritable(*key))
			return true;
	return false;
}

/* The object of KEY as DIRECTORY would name it: a name that can be written, and that is no other object's. */
static const char *stand_in(struct flags *flags, struct flags_directory *directory, const char *key)
{
	char *name = arena_strdup(flags->arena, path_base(key));

	for (char *at = name; *at; at++)
		if (is_unwritable(*at))
			*at = '_';
	while (strmap_has(&directory->objects, path_normalise(flags->arena, path_join(flags->arena, directory->path, name))))
		name = arena_printf(flags->arena, "%s_", name);
	return arena_printf(flags->arena, "%s/%s.o", directory->name, name);
}

bool flags_find_stand_in(struct flags *flags, struct flags *optimist, const char *key, struct built *built,
			 struct flags_gates *gates)
{
	const char *path = key;

	/* What lies beside a module is no part of it. */
	if (*key == '/' || starts_with(key, "../"))
		return false;
	do {
		path = path_dir(flags->arena, path);
		if (!strcmp(path, "."))
			path = "";
		built->directory = flags_find_directory(flags, path);
		built->object = built->directory ? stand_in(flags, built->directory, key) : NULL;
		if (built->object)
			return true;
		if (optimist && flags_find_directory(optimist, path))
			return flags_gates_to(optimist, path, gates);
	} while (*path);
	return false;
}
