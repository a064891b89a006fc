// SPDX-License-Identifier: GPL-2.0-only
/* Names of architectures: the directories below arch/, and what machines call themselves. */
#include "kbuild/arches.h"

#include <dirent.h>
#include <string.h>
#include <sys/utsname.h>

#include "base/files.h"
#include "base/str.h"
#include "kbuild/compiler.h"
#include "kbuild/kbuild.h"
#include "tree/tree.h"

const char *arch_of_machine(const char *machine)
{
	static const struct { const char *machine, *arch; } table[] = {
		{ "x86_64", "x86" }, { "i686", "x86" }, { "i586", "x86" }, { "i386", "x86" },
		{ "aarch64", "arm64" }, { "armv7l", "arm" }, { "armv8l", "arm" },
		{ "ppc64le", "powerpc" }, { "ppc64", "powerpc" }, { "s390x", "s390" },
		{ "riscv64", "riscv" }, { "loongarch64", "loongarch" }, { "mips64", "mips" },
		{ "mips", "mips" }, { "sparc64", "sparc" }, { "parisc64", "parisc" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (!strcmp(machine, table[i].machine))
			return table[i].arch;
	return NULL;
}

const char *host_arch(void)
{
	struct utsname name;
	const char *arch = uname(&name) ? NULL : arch_of_machine(name.machine);

	return arch ? arch : "x86";
}

static bool has_arch(const char *directory, const char *arch)
{
	char *makefile = xasprintf("%s/Makefile", arch);
	bool there = *arch && !strchr(arch, '/') && file_in(directory, makefile);

	free(makefile);
	return there;
}

/* Those that can be built, sorted: each has a makefile. */
static void list_arches(struct arena *arena, const char *directory, struct strings *names)
{
	struct dirent *entry;
	DIR *open = opendir(directory);

	while (open && (entry = readdir(open)))
		if (entry->d_name[0] != '.' && has_arch(directory, entry->d_name))
			vec_push(names, arena_strdup(arena, entry->d_name));
	if (open)
		closedir(open);
	sort_strings(names);
}

static const char *join_names(struct arena *arena, const struct strings *names)
{
	const char *list = "";

	vec_each(name, names)
		list = arena_printf(arena, "%s%s%s", list, *list ? ", " : "", *name);
	return list;
}

void tree_all_arches(struct tree *tree, struct strings *names)
{
	struct strings all = { 0 }, others = { 0 };

	list_arches(tree->arena, arena_printf(tree->arena, "%s/arch", tree->path), &all);
	vec_each(name, &all)
		vec_push(compiler_target(*name) ? names : &others, *name);
	if (others.count)
		tree->progress->notice(tree->progress,
				       arena_printf(tree->arena, "--arch all: without %s, which libclang cannot compile for",
						    join_names(tree->arena, &others)));
	vec_free(&all);
	vec_free(&others);
}

const char *tree_arch(struct tree *tree, const char *arch, struct error *error)
{
	const char *directory = arena_printf(tree->arena, "%s/arch", tree->path);
	const char *of_machine = arch_of_machine(arch);
	struct strings names = { 0 };

	list_arches(tree->arena, directory, &names);
	const char *list = join_names(tree->arena, &names);

	vec_free(&names);
	if (!*list || has_arch(directory, arch))
		return arch;
	if (of_machine && has_arch(directory, of_machine))
		return of_machine;
	error_set(error, ERROR_USAGE, "--arch %s: %s has no such architecture: expected one of %s, or all",
		  arch, tree->path, list);
	return NULL;
}
