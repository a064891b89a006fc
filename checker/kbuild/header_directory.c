// SPDX-License-Identifier: GPL-2.0-only
/* Directories of generated headers: one per tree, architecture and configuration, in the cache. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "kbuild/build_directory.h"
#include "kbuild/compiler.h"
#include "kbuild/generated.h"
#include "kbuild/kbuild_internal.h"

/* Of such a directory; another number makes new ones. */
#define HEADERS_FORM 1
/* A file that each such directory has. */
#define WRITTEN "include/config/auto.conf"

const char *variant_value(void *context, const char *symbol)
{
	return strmap_get(&((struct variant *)context)->symbols, symbol);
}

struct flags *variant_flags(struct kbuild *kbuild, struct variant *variant, const char *directory,
				  const char *module, struct error *error)
{
	struct flags_options options = {
		.arch = kbuild->srcarch, .directory = directory, .module = module,
		.variables = module ? &kbuild->variables : NULL,
		.clang = compiler_version(kbuild->clang), .compiler_include = kbuild->clang_headers,
		.config = variant_value, .context = variant,
	};

	return flags_open(kbuild->sources, &options, error);
}

static uint64_t hash_text(uint64_t hash, const char *text)
{
	return hash_mix(hash, hash_bytes(text, strlen(text), HEADERS_FORM));
}

static char *name_directory(struct kbuild *kbuild, const struct generated *generated, const char *auto_conf,
			    const char *autoconf)
{
	uint64_t hash = hash_text(0, kbuild->tree->path);

	hash = hash_text(hash, kbuild->srcarch);
	hash = hash_text(hash, auto_conf);
	hash = hash_text(hash, autoconf);
	vec_each(header, &generated->headers) {
		hash = hash_text(hash, header->path);
		hash = hash_text(hash, header->text);
	}
	return arena_printf(kbuild->tree->arena, "%s/generated/%016lx", kbuild->tree->cache_directory,
			    (unsigned long)hash);
}

static int write_below(const char *directory, const char *path, const char *text, struct error *error)
{
	char *name = xasprintf("%s/%s", directory, path);
	char *parent = xasprintf("%.*s", (int)(path_base(name) - name - 1), name);
	int failed = make_directories(parent, error) || write_file(name, text, strlen(text), error);

	free(parent);
	free(name);
	return failed ? -1 : 0;
}

static int fill_directory(const char *directory, const struct generated *generated, const char *auto_conf,
			  const char *autoconf, struct error *error)
{
	vec_each(header, &generated->headers)
		if (write_below(directory, header->path, header->text, error))
			return -1;
	if (*autoconf && write_below(directory, "include/generated/autoconf.h", autoconf, error))
		return -1;
	return write_below(directory, WRITTEN, auto_conf, error);
}

/* Whole or not at all: another process may write the same at the same time, and either will do. */
static int write_directory(struct kbuild *kbuild, const char *directory, const struct generated *generated,
			   const char *auto_conf, const char *autoconf, struct error *error)
{
	struct error ignored = { 0 };
	char *fresh = arena_printf(kbuild->tree->arena, "%s.XXXXXX", directory);
	int failed;

	if (make_directories(path_dir(kbuild->tree->arena, directory), error))
		return -1;
	if (!mkdtemp(fresh) || chmod(fresh, 0755))
		return error_set(error, ERROR_ENVIRONMENT, "%s: %s", fresh, strerror(errno));
	failed = fill_directory(fresh, generated, auto_conf, autoconf, error);
	if (!failed && rename(fresh, directory) && !file_in(directory, WRITTEN))
		failed = error_set(error, ERROR_ENVIRONMENT, "%s: %s", directory, strerror(errno));
	if (!access(fresh, F_OK) && remove_directory(fresh, &ignored))
		error_clear(&ignored);
	return failed ? -1 : 0;
}

const char *write_headers(struct kbuild *kbuild, struct variant *variant, const char *auto_conf,
				   const char *autoconf, struct error *error)
{
	/* The name of the directory is made from the headers, so these are made for one without a name. */
	struct tree *tree = kbuild->tree;
	char *nowhere = arena_printf(tree->arena, "%s/generated/none", tree->cache_directory);
	struct flags *flags = variant_flags(kbuild, variant, nowhere, NULL, error);
	struct generated generated;
	char *directory;

	if (!flags)
		return NULL;
	generated_headers(flags, NULL, &generated);
	directory = name_directory(kbuild, &generated, auto_conf, autoconf);
	(void)generated_use(tree->cache_directory, directory);
	if (!file_in(directory, WRITTEN) &&
	    write_directory(kbuild, directory, &generated, auto_conf, autoconf, error))
		directory = NULL;
	generated_free(&generated);
	flags_close(flags);
	return directory;
}

/* ---- what a build directory lacks ---- */

static void keep_missing(struct kbuild *kbuild, struct generated *generated)
{
	size_t kept = 0;

	vec_each(header, &generated->headers) {
		inputs_add(&kbuild->inputs, path_join(kbuild->tree->arena, kbuild->build, header->path),
			   ASKED_PRESENCE);
		if (!file_in(kbuild->build, header->path))
			generated->headers.data[kept++] = *header;
	}
	generated->headers.count = kept;
}

static void advise(struct kbuild *kbuild, const struct generated *generated)
{
	struct arena *arena = kbuild->tree->arena;
	const char *first = NULL, *others = "";
	size_t count = 0;

	vec_each(header, &generated->headers) {
		/* x86 has a rule for one more than it needs. */
		if (!header->is_prepared || ends_with(header->path, "/syscalls_x32.h"))
			continue;
		first = first ? first : header->path;
		count++;
	}
	if (count > 1)
		others = arena_printf(arena, " and %zu more generated header%s", count - 1, count == 2 ? "" : "s");
	if (count)
		kbuild->advice = arena_printf(arena, "%s: without %s%s: what is missing is computed; to have its "
						"own, run %s", kbuild->build, first, others,
						build_directory_remedy(kbuild->tree, kbuild->build));
}

int write_missing_headers(struct kbuild *kbuild, struct variant *variant, struct error *error)
{
	struct generated generated;
	int failed = 0;

	generated_headers(variant->flags, NULL, &generated);
	keep_missing(kbuild, &generated);
	if (generated.headers.count) {
		kbuild->added = name_directory(kbuild, &generated, "", "");
		advise(kbuild, &generated);
		if (!file_in(kbuild->added, WRITTEN))
			failed = write_directory(kbuild, kbuild->added, &generated, "", "", error);
	}
	generated_free(&generated);
	return failed;
}
