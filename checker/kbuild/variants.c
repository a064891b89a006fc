// SPDX-License-Identifier: GPL-2.0-only
/* Configurations: the first, and those nearest to it in which something else holds. */
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "kbuild/compiler.h"
#include "kbuild/kbuild_internal.h"
#include "tree/overlay.h"
#include "tree/walk.h"

/* Longer lists of options are shortened in a row. */
#define MOST_NAMED 4

static void read_symbols(struct variant *variant, char *text)
{
	char *next;

	variant->auto_conf = text;
	for (char *line = text; *line; line = next) {
		char *end = line + strcspn(line, "\n"), *equals = memchr(line, '=', (size_t)(end - line));

		next = *end ? end + 1 : end;
		*end = '\0';
		if (*line == '#' || !equals)
			continue;
		*equals = '\0';
		strmap_set(&variant->symbols, line, equals + 1);
	}
}

static struct variant *new_variant(struct kbuild *kbuild, const char *key)
{
	struct variant *variant = xcalloc(1, sizeof(*variant));

	variant->key = key;
	vec_push(&kbuild->variants, variant);
	return variant;
}

void free_variants(struct kbuild *kbuild)
{
	vec_each(variant, &kbuild->variants) {
		flags_close((*variant)->flags);
		vec_each(module, &(*variant)->modules)
			flags_close(module->flags);
		vec_free(&(*variant)->modules);
		strmap_free(&(*variant)->symbols);
		free((*variant)->auto_conf);
		free(*variant);
	}
	vec_free(&kbuild->variants);
}

/* ---- from Kconfig files ---- */

static int need_kconfig(struct kbuild *kbuild, struct error *error)
{
	struct kconfig_options options = {
		.arch = kbuild->arch, .clang_text = kbuild->clang,
		.clang = compiler_version(kbuild->clang),
	};

	if (!kbuild->kconfig)
		kbuild->kconfig = kconfig_open(kbuild->tree, &options, error);
	return kbuild->kconfig ? 0 : -1;
}

bool has_own_configuration(const struct kbuild *kbuild)
{
	return kbuild->config || (kbuild->build && kbuild->is_configured);
}

/* That of the build directory; make has its own copy of it. */
static const char *config_of_build(const struct kbuild *kbuild)
{
	const char *name = file_in(kbuild->build, ".config") ? ".config" : "include/config/auto.conf";

	return arena_printf(kbuild->tree->arena, "%s/%s", kbuild->build, name);
}

/* Kconfig's state becomes what all begins with: the given .config, or everything on. */
static int configure(struct kbuild *kbuild, bool as_given, struct error *error)
{
	if (need_kconfig(kbuild, error))
		return -1;
	if (!as_given)
		return kconfig_configure(kbuild->kconfig, KCONFIG_ALLMOD, NULL, error);
	return kconfig_configure(kbuild->kconfig, KCONFIG_FILE,
				 kbuild->config ? kbuild->config : config_of_build(kbuild), error);
}

/* What Kconfig's state is becomes VARIANT. */
static int take_configuration(struct kbuild *kbuild, struct variant *variant, struct error *error)
{
	struct strbuf auto_conf = { 0 }, autoconf = { 0 };

	kconfig_put_auto(kbuild->kconfig, &auto_conf);
	kconfig_put_header(kbuild->kconfig, &autoconf);
	read_symbols(variant, xstrdup(strbuf_text(&auto_conf)));
	variant->directory = write_headers(kbuild, variant, strbuf_text(&auto_conf),
						    strbuf_text(&autoconf), error);
	if (variant->directory)
		variant->flags = variant_flags(kbuild, variant, variant->directory, NULL, error);
	strbuf_free(&auto_conf);
	strbuf_free(&autoconf);
	return variant->flags ? 0 : -1;
}

/* A build directory says how it is configured. What its makefiles do not say its recorded commands may. */
static int take_build(struct kbuild *kbuild, struct variant *variant, struct error *error)
{
	char *path = arena_printf(kbuild->tree->arena, "%s/include/config/auto.conf", kbuild->build);
	struct error trouble = { 0 };
	char *text;

	variant->directory = kbuild->build;
	if (!kbuild->is_configured)
		return 0;
	text = read_file(path, NULL, error);
	if (!text)
		return -1;
	inputs_add(&kbuild->inputs, path, ASKED_TEXT);
	read_symbols(variant, text);
	variant->flags = variant_flags(kbuild, variant, variant->directory, NULL, &trouble);
	if (!variant->flags)
		variant->why_not = arena_strdup(kbuild->tree->arena, trouble.message);
	error_clear(&trouble);
	return variant->flags ? write_missing_headers(kbuild, variant, error) : 0;
}

struct variant *first_variant(struct kbuild *kbuild, struct error *error)
{
	struct variant *first;

	if (kbuild->is_evaluated)
		return kbuild->variants.data[0];
	first = new_variant(kbuild, "");
	if (kbuild->build ? take_build(kbuild, first, error) :
	    configure(kbuild, kbuild->config, error) || take_configuration(kbuild, first, error))
		return NULL;
	kbuild->is_evaluated = true;
	return first;
}

/* ---- the nearest ---- */

static const char *key_of(struct kbuild *kbuild, const struct option_settings *settings)
{
	struct strings words = { 0 };
	struct strbuf key = { 0 };
	const char *copy;

	vec_each(setting, settings)
		vec_push(&words, arena_printf(kbuild->tree->arena, "CONFIG_%s=%s", setting->symbol,
					      setting->value));
	sort_strings(&words);
	vec_each(word, &words)
		strbuf_printf(&key, "%s%s", key.length ? " " : "", *word);
	copy = arena_strdup(kbuild->tree->arena, strbuf_text(&key));
	strbuf_free(&key);
	vec_free(&words);
	return copy;
}

/* "allmodconfig with CONFIG_FOO=y and CONFIG_BAR=n". */
static const char *describe(struct kbuild *kbuild, bool as_given, const struct kconfig_outcome *outcome)
{
	struct strbuf text = { 0 };
	size_t named = 0;
	const char *copy;

	strbuf_puts(&text, as_given ? "the given configuration" : "allmodconfig");
	vec_each(change, &outcome->given) {
		bool is_last = named + 1 == outcome->given.count;

		if (named == MOST_NAMED) {
			strbuf_printf(&text, " and %zu more", outcome->given.count - named);
			break;
		}
		strbuf_printf(&text, "%sCONFIG_%s=%s", !named ? " with " : is_last ? " and " : ", ",
			      change->symbol, change->now);
		named++;
	}
	copy = arena_strdup(kbuild->tree->arena, strbuf_text(&text));
	strbuf_free(&text);
	return copy;
}

/* Fills VARIANT; it gets a `why_not` where no configuration is such. */
static int require(struct kbuild *kbuild, bool as_given, const struct option_settings *settings,
		   struct variant *variant, struct error *error)
{
	struct kconfig_outcome outcome;
	int failed = 0;

	variant->why_not = NULL;
	if (configure(kbuild, as_given, error))
		return -1;
	if (kconfig_require(kbuild->kconfig, settings->data, settings->count, &outcome)) {
		variant->assumes = describe(kbuild, as_given, &outcome);
		failed = take_configuration(kbuild, variant, error);
	} else {
		variant->why_not = arena_strdup(kbuild->tree->arena, outcome.why_not);
	}
	kconfig_outcome_free(&outcome);
	return failed;
}

struct variant *nearest_variant(struct kbuild *kbuild, const struct option_settings *settings,
				 struct error *error)
{
	const char *key = key_of(kbuild, settings);
	struct variant *variant;

	vec_each(other, &kbuild->variants)
		if (!strcmp((*other)->key, key))
			return *other;
	variant = new_variant(kbuild, key);
	if (require(kbuild, has_own_configuration(kbuild), settings, variant, error))
		return NULL;
	/* What a given configuration excludes in too many ways, everything on may have. */
	if (variant->why_not && has_own_configuration(kbuild) && require(kbuild, false, settings, variant, error))
		return NULL;
	return variant;
}

/* ---- what there is nowhere ---- */

struct variant *forced_variant(struct kbuild *kbuild, const struct option_settings *settings)
{
	struct arena *arena = kbuild->tree->arena;
	const struct variant *first = kbuild->variants.data[0];
	const char *key = arena_printf(arena, "forced %s", key_of(kbuild, settings));
	struct variant *variant = new_variant(kbuild, key);
	struct error ignored = { 0 };
	struct strbuf named = { 0 };

	for (size_t i = 0; i < first->symbols.count; i++)
		strmap_set(&variant->symbols, first->symbols.entries[i].key, first->symbols.entries[i].value);
	vec_each(setting, settings) {
		const char *name = arena_printf(arena, "CONFIG_%s", setting->symbol);

		bool off = *setting->value == 'n';

		/* whoever builds a module says so on make's command line */
		const char *on = kbuild->tree->module ? setting->value : "y";

		strmap_set(&variant->symbols, name, off ? NULL : (char *)on);
		strbuf_printf(&named, "%s%s=%s", named.length ? kbuild->tree->module ? " " : ", " : "", name,
			      off ? "n" : on);
	}
	variant->directory = first->directory;
	if (kbuild->tree->module)
		variant->assumes = arena_printf(arena, "make %s: the kernel's configuration alone does not build this "
						"file", strbuf_text(&named));
	else
		variant->assumes = arena_printf(arena, "flags with %s forced: no configuration builds this file",
						strbuf_text(&named));
	variant->flags = variant_flags(kbuild, variant, variant->directory, NULL, &ignored);
	error_clear(&ignored);
	strbuf_free(&named);
	return variant->flags ? variant : NULL;
}

/* Whether the file at PATH has LINE, alone or before a comment. */
static bool has_line(struct kbuild *kbuild, const char *path, const char *line)
{
	struct error ignored = { 0 };
	char *text = read_file(tree_file(kbuild->tree, kbuild->tree->arena, path), NULL, &ignored);
	bool has = false;

	for (const char *at = text; at && !has && (at = strstr(at, line)); at++)
		has = strchr(" \t\r\n", at[strlen(line)]) &&
		      (at == text || at[-1] == '\n' || (at - text >= 4 && !memcmp(at - 4, "menu", 4)));
	error_clear(&ignored);
	free(text);
	return has;
}

bool defines_option(struct kbuild *kbuild, const char *symbol)
{
	char *line = arena_printf(kbuild->tree->arena, "config %s", symbol);
	const struct walked_files *files;
	struct error ignored = { 0 };
	bool found = kbuild->kconfig && kconfig_is_defined(kbuild->kconfig, symbol);

	if (found || walk_makefiles(kbuild->tree, &files, &ignored)) {
		error_clear(&ignored);
		return found;
	}
	for (size_t i = 0; i < files->count && !found; i++)
		found = starts_with(path_base(files->data[i].path), "Kconfig") &&
			has_line(kbuild, files->data[i].path, line);
	return found;
}
