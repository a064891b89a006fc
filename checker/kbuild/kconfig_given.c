// SPDX-License-Identifier: GPL-2.0-only
/*
 * Values given from outside: by a .config, or by a mode to whatever has none yet. Calculating
 * (kconfig_calc.c) makes of them what the Kconfig files allow.
 */
#include <stdlib.h>
#include <string.h>

#include "kbuild/kconfig_internal.h"
#include "tree/overlay.h"

static const char *const base_names[KCONFIG_BASE_COUNT] = {
	[KCONFIG_ALLMOD] = "allmodconfig", [KCONFIG_ALLYES] = "allyesconfig", [KCONFIG_ALLNO] = "allnoconfig",
	[KCONFIG_DEFAULTS] = "alldefconfig", [KCONFIG_DEFCONFIG] = "defconfig", [KCONFIG_TINY] = "tinyconfig",
	[KCONFIG_FILE] = "config",
};

const char *kconfig_base_name(enum kconfig_base base)
{
	return base < KCONFIG_BASE_COUNT ? base_names[base] : "?";
}

/* ---- one value ---- */

static bool give_tristate(struct kconfig_symbol *symbol, const char *text)
{
	if (*text == 'm' && symbol->type == TYPE_TRISTATE)
		symbol->given = TRI_MOD;
	else if (*text == 'y' || *text == 'n')
		symbol->given = *text == 'y' ? TRI_YES : TRI_NO;
	else
		return false;
	symbol->is_given = true;
	return true;
}

/* A choice learns of it when a value is given to one of its members. */
static void tell_choice(struct kconfig *kconfig, struct kconfig_symbol *member)
{
	struct kconfig_symbol *choice = member->choice;

	if (!choice)
		return;
	if (kconfig->era.members_choose) {
		member->priority = ++kconfig->last_priority;
		return;
	}
	if (member->given == TRI_MOD && choice->given == TRI_YES)
		choice->is_given = false;
	if (member->given == TRI_YES)
		choice->given_member = member;
	choice->given = most(choice->given, member->given);
}

bool give_value(struct kconfig *kconfig, struct kconfig_symbol *symbol, const char *text)
{
	if (is_boolean(symbol)) {
		if (!give_tristate(symbol, text))
			return false;
		tell_choice(kconfig, symbol);
		return true;
	}
	if (symbol->type == TYPE_UNKNOWN)
		return true;
	if (!is_valid_text(symbol, text))
		return false;
	symbol->given_text = arena_strdup(kconfig->arena, text);
	symbol->is_given = true;
	return true;
}

/* ---- a .config ---- */

/* "text" with \ before what is to be taken as it is; NULL: there is no such thing. In place. */
static char *unquote(char *text)
{
	char *out = text;

	if (*text != '"')
		return NULL;
	for (char *at = text + 1; *at && *at != '"'; at++) {
		at += *at == '\\' && at[1];
		*out++ = *at;
	}
	*out = '\0';
	return text;
}

static void take_setting(struct kconfig *kconfig, const char *file, unsigned line, const char *name, char *text)
{
	struct kconfig_symbol *symbol = symbol_called(kconfig, name);

	if (!symbol)
		return;
	if (symbol->type == TYPE_STRING)
		text = unquote(text);
	if (text && !give_value(kconfig, symbol, text))
		kconfig_complain(kconfig, file, line, "CONFIG_%s cannot be '%.100s'", name, text);
}

static void take_line(struct kconfig *kconfig, const char *file, unsigned number, char *line)
{
	bool is_comment = starts_with(line, "# CONFIG_");
	char *name = line + (is_comment ? 9 : 7), *end;

	if (!is_comment && !starts_with(line, "CONFIG_")) {
		if (*line && *line != '#')
			kconfig_complain(kconfig, file, number, "neither a setting nor a comment");
		return;
	}
	end = strchr(name, is_comment ? ' ' : '=');
	if (!end || (is_comment && strcmp(end, " is not set")))
		return;
	*end = '\0';
	if (is_comment)
		memcpy(end + 1, "n", 2);
	take_setting(kconfig, file, number, name, end + 1);
}

/* TEXT is taken apart. */
static void take_settings(struct kconfig *kconfig, const char *file, char *text)
{
	unsigned number = 1;

	for (char *line = text, *next; line; line = next, number++) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		size_t length = strlen(line);

		if (length && line[length - 1] == '\r')
			line[length - 1] = '\0';
		take_line(kconfig, file, number, line);
	}
}

static int take_file(struct kconfig *kconfig, const char *path, struct error *error)
{
	char *text = kconfig_load(kconfig, path, NULL, error);

	if (!text)
		return -1;
	take_settings(kconfig, path, text);
	free(text);
	return 0;
}

static void forget_given(struct kconfig *kconfig, bool from_file)
{
	each_symbol(symbol, kconfig) {
		symbol->is_given = from_file && symbol->is_choice && !kconfig->era.members_choose;
		symbol->given = TRI_NO;
		symbol->given_text = NULL;
		symbol->given_member = NULL;
		symbol->priority = 0;
	}
}

/* Numbers that are out of range are forgotten before anything is made of them. */
static void drop_numbers(struct kconfig *kconfig)
{
	if (!kconfig->era.drops_numbers)
		return;
	forget_values(kconfig);
	each_symbol(symbol, kconfig)
		if (symbol->is_given && symbol->given_text &&
		    !is_within_range(kconfig, symbol, symbol->given_text))
			symbol->is_given = false;
}

/* ---- modes ---- */

/* To all that may be set and was not. */
static void give_to_others(struct kconfig *kconfig, enum tristate value)
{
	each_symbol(symbol, kconfig) {
		if (symbol->is_given || !is_boolean(symbol) || symbol->is_constant)
			continue;
		if (kconfig->era.members_choose && (symbol->choice || symbol->is_choice || !has_prompt(symbol)))
			continue;
		symbol->given = value == TRI_NO && symbol->is_allno_yes ? TRI_YES : value;
		symbol->is_given = true;
	}
}

/* Files that are not there are left out. */
static void append_file(struct kconfig *kconfig, const char *path, struct strbuf *text)
{
	struct error ignored = { 0 };
	size_t length;
	char *more = kconfig_load(kconfig, path, &length, &ignored);

	if (more) {
		strbuf_add(text, more, length);
		strbuf_putc(text, '\n');
	}
	free(more);
	error_clear(&ignored);
}

/* As make tinyconfig: allnoconfig, on which fragments are laid. */
static void configure_tiny(struct kconfig *kconfig)
{
	struct strbuf text = { 0 };

	append_file(kconfig, "kernel/configs/tiny-base.config", &text);
	forget_given(kconfig, text.length > 0);
	if (text.length)
		take_settings(kconfig, "tiny-base.config", text.text);
	give_to_others(kconfig, TRI_NO);
	forget_values(kconfig);
	text.length = 0;
	kconfig_put_config(kconfig, &text);
	append_file(kconfig, "kernel/configs/tiny.config", &text);
	append_file(kconfig, arena_printf(kconfig->arena, "arch/%s/configs/tiny.config", kconfig->srcarch),
		    &text);
	forget_given(kconfig, true);
	take_settings(kconfig, "tiny.config", text.text);
	strbuf_free(&text);
}

/* ---- an architecture's defconfig ---- */

static bool is_in_tree(const struct kconfig *kconfig, const char *path)
{
	struct error ignored = { 0 };
	char *text = read_file(tree_file(kconfig->tree, kconfig->arena, path), NULL, &ignored);

	free(text);
	error_clear(&ignored);
	return text != NULL;
}

/* What a line of a makefile sets KBUILD_DEFCONFIG to; NULL: nothing that is understood. */
static const char *defconfig_of_line(struct kconfig *kconfig, const char *line)
{
	line += strspn(line, " \t");
	if (!starts_with(line, "KBUILD_DEFCONFIG"))
		return NULL;
	line += strcspn(line, "=\n");
	if (*line != '=')
		return NULL;
	line += 1 + strspn(line + 1, " \t");
	size_t length = strcspn(line, " \t\n");

	if (starts_with(line, "$(ARCH)"))
		return arena_printf(kconfig->arena, "%s%.*s", kconfig->arch, (int)length - 7, line + 7);
	return memchr(line, '$', length) ? NULL : arena_strndup(kconfig->arena, line, length);
}

/* Of several that are there: that of this very ARCH, else one for 64 bits, else the last. */
static bool is_better(const struct kconfig *kconfig, const char *path, const char *than)
{
	const char *own = arena_printf(kconfig->arena, "%s_defconfig", kconfig->arch);

	if (!than || !strcmp(path_base(path), own))
		return true;
	return strcmp(path_base(than), own) != 0 &&
	       (strstr(path_base(path), "64") || !strstr(path_base(than), "64"));
}

/* What the architecture's makefile names; conditions in it are not followed. NULL: nothing that is a file. */
static const char *own_defconfig(struct kconfig *kconfig)
{
	const char *directory = arena_printf(kconfig->arena, "arch/%s/configs", kconfig->srcarch), *found = NULL;
	struct error ignored = { 0 };
	char *makefile = kconfig_load(kconfig, arena_printf(kconfig->arena, "arch/%s/Makefile", kconfig->srcarch),
				      NULL, &ignored);

	for (const char *line = makefile; line && *line; line = strchr(line, '\n'), line += line != NULL) {
		const char *name = defconfig_of_line(kconfig, line);
		const char *path = name ? path_join(kconfig->arena, directory, name) : NULL;

		if (path && is_in_tree(kconfig, path) && is_better(kconfig, path, found))
			found = path;
	}
	free(makefile);
	error_clear(&ignored);
	if (!found)
		found = path_join(kconfig->arena, directory, "defconfig");
	return is_in_tree(kconfig, found) ? found : NULL;
}

static const char *file_of(struct kconfig *kconfig, enum kconfig_base base, const char *file)
{
	if (base == KCONFIG_FILE)
		return file;
	if (base != KCONFIG_DEFCONFIG)
		return NULL;
	if (!file)
		return own_defconfig(kconfig);
	return path_join(kconfig->arena, arena_printf(kconfig->arena, "arch/%s/configs", kconfig->srcarch), file);
}

int kconfig_configure(struct kconfig *kconfig, enum kconfig_base base, const char *file, struct error *error)
{
	const char *path = file_of(kconfig, base, file);

	if (base == KCONFIG_DEFCONFIG && !path)
		return error_set(error, ERROR_USAGE, "the default configuration of %s is no file: "
				 "name one in arch/%s/configs", kconfig->arch, kconfig->srcarch);
	forget_given(kconfig, path != NULL);
	if (path && take_file(kconfig, path, error)) {
		error->kind = ERROR_USAGE;
		return -1;
	}
	if (base == KCONFIG_TINY)
		configure_tiny(kconfig);
	else if (base == KCONFIG_ALLMOD || base == KCONFIG_ALLYES || base == KCONFIG_ALLNO)
		give_to_others(kconfig, base == KCONFIG_ALLMOD ? TRI_MOD :
			       base == KCONFIG_ALLYES ? TRI_YES : TRI_NO);
	if (path || base == KCONFIG_TINY)
		drop_numbers(kconfig);
	forget_values(kconfig);
	return 0;
}
