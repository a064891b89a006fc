// SPDX-License-Identifier: GPL-2.0-only
/* Opening, closing, and small questions. */
#include "kbuild/kconfig.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "kbuild/kconfig_internal.h"

/* ---- what `conf` of this tree is like ---- */

/* Whether the tree's own source has a text in it; -1: the source is not there. */
static int source_says(struct kconfig *kconfig, const char *path, const char *what)
{
	struct error ignored = { 0 };
	char *text = kconfig_load(kconfig, path, NULL, &ignored);
	int says = text ? strstr(text, what) != NULL : -1;

	error_clear(&ignored);
	free(text);
	return says;
}

/* Whether the tree's `conf` does as those from MAJOR.MINOR on do. */
static bool does_since(struct kconfig *kconfig, const char *path, const char *what, bool is_new, unsigned major,
		       unsigned minor)
{
	int says = source_says(kconfig, path, what);
	char *end;
	unsigned long have = strtoul(kconfig->tree->version, &end, 10);
	unsigned long after = *end == '.' ? strtoul(end + 1, NULL, 10) : 0;

	if (says >= 0)
		return (says != 0) == is_new;
	return have > major || (have == major && after >= minor);
}

static void find_era(struct kconfig *kconfig)
{
	struct kconfig_era *era = &kconfig->era;
	const char *symbol = "scripts/kconfig/symbol.c", *data = "scripts/kconfig/confdata.c";

	era->members_choose = does_since(kconfig, "scripts/kconfig/expr.h", "choice_members", true, 6, 11);
	era->numbers_default = does_since(kconfig, symbol, "symbol_empty", false, 6, 9);
	era->implies_yes = !does_since(kconfig, symbol, "implied.tri == yes", false, 5, 7);
	era->quotes_auto = !does_since(kconfig, data, "print_symbol_for_autoconf", true, 5, 17);
	era->pads_header = !does_since(kconfig, data, "struct comment_style", true, 5, 14);
	era->ends_empty = does_since(kconfig, data, "end_check:", true, 5, 17);
	era->drops_numbers = !does_since(kconfig, data, "sym_string_within_range(", false, 6, 9);
	era->buckets = does_since(kconfig, "scripts/kconfig/expr.h", "9973", false, 6, 9) ? 1u << 14 : 9973;
}

/* ---- the environment that make would hand over ---- */

static const struct { const char *arch, *source; } variants[] = {	/* as the top makefile has them */
	{ "i386", "x86" }, { "x86_64", "x86" }, { "sparc32", "sparc" }, { "sparc64", "sparc" },
	{ "parisc64", "parisc" }, { "sh64", "sh" },
};

static const char *source_arch(const char *arch)
{
	for (size_t i = 0; i < sizeof(variants) / sizeof(variants[0]); i++)
		if (!strcmp(variants[i].arch, arch))
			return variants[i].source;
	return arch;
}

static void set_environment(struct kconfig *kconfig)
{
	bool is_um = !strcmp(kconfig->arch, "um");
	const struct { const char *name, *value; } variables[] = {
		{ "ARCH", kconfig->arch }, { "SRCARCH", kconfig->srcarch },
		{ "SUBARCH", is_um ? "x86" : kconfig->srcarch },
		{ "HEADER_ARCH", is_um ? "x86" : kconfig->srcarch },
		{ "KERNELVERSION", kconfig->tree->version }, { "CC_VERSION_TEXT", kconfig->clang_text },
		{ "srctree", "." }, { "objtree", "." }, { "CLANG_FLAGS", "" },
		{ "CC", "clang" }, { "HOSTCC", "clang" }, { "LD", "ld.lld" }, { "AR", "llvm-ar" },
		{ "NM", "llvm-nm" }, { "OBJCOPY", "llvm-objcopy" }, { "OBJDUMP", "llvm-objdump" },
		{ "READELF", "llvm-readelf" }, { "STRIP", "llvm-strip" },
		{ "RUSTC", "rustc" }, { "RUSTC_VERSION_TEXT", "" }, { "BINDGEN", "bindgen" },
		{ "PAHOLE", "pahole" }, { "PAHOLE_VERSION", "0" }, { "PYTHON3", "python3" },
		{ "CONFIG_SHELL", "sh" },
	};

	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		strmap_set(&kconfig->environment, variables[i].name,
			   arena_strdup(kconfig->arena, variables[i].value));
}

/* ---- opening ---- */

static struct kconfig_symbol *make_constant(struct kconfig *kconfig, const char *name, enum tristate value)
{
	struct kconfig_symbol *symbol = arena_alloc(kconfig->arena, sizeof(*symbol));

	symbol->name = name;
	symbol->type = TYPE_TRISTATE;
	symbol->is_constant = true;
	symbol->value = value;
	return symbol;
}

static struct kconfig *make_kconfig(struct tree *tree, const struct kconfig_options *options)
{
	struct kconfig *kconfig = xcalloc(1, sizeof(*kconfig));

	kconfig->arena = arena_new();
	kconfig->tree = tree;
	kconfig->arch = arena_strdup(kconfig->arena, options->arch);
	kconfig->srcarch = source_arch(kconfig->arch);
	kconfig->clang = options->clang;
	kconfig->clang_text = arena_strdup(kconfig->arena, options->clang_text ? options->clang_text : "");
	kconfig->title = "Main menu";
	kconfig->round = 1;
	kconfig->yes = make_constant(kconfig, "y", TRI_YES);
	kconfig->module = make_constant(kconfig, "m", TRI_MOD);
	kconfig->no = make_constant(kconfig, "n", TRI_NO);
	find_era(kconfig);
	kconfig->buckets = arena_alloc(kconfig->arena, kconfig->era.buckets * sizeof(struct kconfig_symbol *));
	set_environment(kconfig);
	return kconfig;
}

struct kconfig *kconfig_open(struct tree *tree, const struct kconfig_options *options, struct error *error)
{
	struct kconfig *kconfig = make_kconfig(tree, options);

	if (parse_kconfig(kconfig, error)) {
		error->kind = ERROR_USAGE;
		kconfig_close(kconfig);
		return NULL;
	}
	if (!kconfig->modules)
		kconfig->modules = kconfig->no;
	finish_menus(kconfig);
	forget_values(kconfig);
	return kconfig;
}

void kconfig_close(struct kconfig *kconfig)
{
	if (!kconfig)
		return;
	if (kconfig->buckets)
		each_symbol(symbol, kconfig)
			vec_free(&symbol->members);
	strmap_free(&kconfig->variables);
	strmap_free(&kconfig->environment);
	strmap_free(&kconfig->asked);
	strmap_free(&kconfig->files_read);
	vec_free(&kconfig->diagnostics);
	vec_free(&kconfig->unknown);
	vec_free(&kconfig->questions);
	vec_free(&kconfig->files);
	vec_free(&kconfig->patterns);
	arena_free(kconfig->arena);
	free(kconfig);
}

/* ---- questions ---- */

const struct kconfig_notes *kconfig_diagnostics(const struct kconfig *kconfig)
{
	return &kconfig->diagnostics;
}

const char *kconfig_unread(const struct kconfig *kconfig)
{
	return kconfig->unread;
}

const struct kconfig_notes *kconfig_unknown(const struct kconfig *kconfig)
{
	return &kconfig->unknown;
}

const struct kconfig_notes *kconfig_questions(const struct kconfig *kconfig)
{
	return &kconfig->questions;
}

const struct strings *kconfig_patterns(const struct kconfig *kconfig)
{
	return &kconfig->patterns;
}

const struct strings *kconfig_files(const struct kconfig *kconfig)
{
	return &kconfig->files;
}

const char *kconfig_value(struct kconfig *kconfig, const char *name)
{
	struct kconfig_symbol *symbol = symbol_called(kconfig, name);

	if (!symbol || symbol->type == TYPE_UNKNOWN)
		return NULL;
	calc_symbol(kconfig, symbol);
	return symbol->is_written ? symbol_text(symbol) : NULL;
}

bool kconfig_is_on(struct kconfig *kconfig, const char *name)
{
	const char *value = kconfig_value(kconfig, name);

	return value && (!strcmp(value, "y") || !strcmp(value, "m"));
}

bool kconfig_is_defined(const struct kconfig *kconfig, const char *name)
{
	const struct kconfig_symbol *symbol = symbol_called(kconfig, name);

	return symbol && symbol->menus;
}
