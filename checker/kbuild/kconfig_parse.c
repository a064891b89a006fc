// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kconfig files to menu entries. An entry begins with its keyword and takes the attributes behind it, each on
 * a line of its own (kconfig_attributes.c); blocks (menu, choice, if) hold entries until their end. What does
 * not fit makes a note, and its line is skipped.
 */
#include "kbuild/kconfig_parse.h"

#include <fnmatch.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tree/overlay.h"

/* Files that source each other without end. */
#define NESTED_FILES_MOST 64
#define SOURCES_MOST 100000

/* FROM sources PATH. Without it options are missing, so it is told even where nothing is there. */
static void miss_file(struct parser *from, const char *path, const char *message)
{
	struct kconfig *kconfig = from->kconfig;

	parse_complain(from, message);
	if (access(tree_file(kconfig->tree, kconfig->arena, path), F_OK))
		kconfig_note_unread(kconfig, path, arena_printf(kconfig->arena, "is not there, and %s sources it",
								from->lexer.file));
}

static int parse_file(struct kconfig *kconfig, const char *path, struct parser *from, struct menu *block,
		      bool is_optional, struct error *error);

/* ---- entries ---- */

static struct menu *add_entry(struct parser *parser, enum menu_kind kind, struct kconfig_symbol *symbol)
{
	struct menu *menu = arena_alloc(parser->kconfig->arena, sizeof(*menu));

	*menu = (struct menu){ .kind = kind, .symbol = symbol, .parent = parser->block,
			       .file = parser->lexer.file, .line = parser->lexer.token.line };
	if (parser->block->last)
		parser->block->last->next = menu;
	else
		parser->block->first = menu;
	parser->block->last = menu;
	parser->entry = menu;
	if (!symbol)
		return menu;
	if (symbol->last_menu)
		symbol->last_menu->next_of_symbol = menu;
	else
		symbol->menus = menu;
	symbol->last_menu = menu;
	return menu;
}

static int begin_config(struct parser *parser, int unused, struct error *error)
{
	struct kconfig_symbol *symbol = parse_symbol(parser, false);

	(void)unused;
	(void)error;
	parser->entry = NULL;
	if (!symbol || symbol->is_constant)
		parse_skip_line(parser);
	else
		add_entry(parser, MENU_CONFIG, symbol);
	return 0;
}

static int begin_choice(struct parser *parser, int unused, struct error *error)
{
	(void)unused;
	(void)error;
	/* older trees let a choice have a name; nothing refers to it */
	parse_takes(parser, TOKEN_WORD);
	parser->block = add_entry(parser, MENU_CHOICE, new_choice(parser->kconfig));
	return 0;
}

/* A menu or a comment. */
static int begin_titled(struct parser *parser, int kind, struct error *error)
{
	struct menu *menu = add_entry(parser, (enum menu_kind)kind, NULL);

	(void)error;
	parse_prompt_of(parser, menu);
	if (kind == MENU_MENU)
		parser->block = menu;
	return 0;
}

static int begin_if(struct parser *parser, int unused, struct error *error)
{
	struct expression *condition = parse_expression(parser);

	(void)unused;
	(void)error;
	parser->block = add_entry(parser, MENU_IF, NULL);
	parser->block->depends = condition ? condition : make_symbol(parser->kconfig, parser->kconfig->no);
	parser->entry = NULL;
	return 0;
}

static int end_block(struct parser *parser, int kind, struct error *error)
{
	(void)error;
	parser->entry = NULL;
	if (parser->block->kind != (enum menu_kind)kind || parser->block->file != parser->lexer.file)
		parse_complain(parser, "a block ends that is not open");
	else
		parser->block = parser->block->parent;
	return 0;
}

static int take_title(struct parser *parser, int unused, struct error *error)
{
	const char *title = parse_text(parser, TOKEN_QUOTED);

	(void)unused;
	(void)error;
	parser->entry = NULL;
	if (title)
		parser->kconfig->title = title;
	return 0;
}

/* ---- other files ---- */

enum source_flag { SOURCE_RELATIVE = 1, SOURCE_OPTIONAL = 2 };

/* What PATTERN stands for, in the state that the tree is looked at: paths relative to the tree, sorted. */
static void find_matches(struct kconfig *kconfig, const char *pattern, struct strings *matches)
{
	const struct overlay *overlay = kconfig->tree->overlay;
	char *full = path_join(kconfig->arena, kconfig->tree->path, pattern);
	size_t root = strlen(kconfig->tree->path) + 1;
	glob_t found = { 0 };

	if (!glob(full, 0, NULL, &found))
		for (size_t i = 0; i < found.gl_pathc; i++)
			if (!overlay_find(overlay, found.gl_pathv[i] + root))
				vec_push(matches, arena_strdup(kconfig->arena, found.gl_pathv[i] + root));
	globfree(&found);
	for (size_t i = 0; i < overlay_count(overlay); i++) {
		const struct overlay_file *file = overlay->files.entries[i].value;

		if (file->actual && !fnmatch(pattern, file->path, FNM_PATHNAME))
			vec_push(matches, (char *)file->path);
	}
	sort_strings(matches);
}

static int source_pattern(struct parser *parser, const char *pattern, struct error *error)
{
	struct kconfig *kconfig = parser->kconfig;
	struct strings matches = { 0 };
	int failed = 0;

	vec_push(&kconfig->patterns, arena_strdup(kconfig->arena, pattern));
	find_matches(kconfig, pattern, &matches);
	vec_each(match, &matches)
		failed = failed || parse_file(kconfig, *match, parser, parser->block, true, error) ? -1 : 0;
	vec_free(&matches);
	return failed;
}

static int parse_source(struct parser *parser, int flags, struct error *error)
{
	struct kconfig *kconfig = parser->kconfig;
	const char *path = parse_text(parser, TOKEN_QUOTED);

	if (!path)
		path = parse_text(parser, TOKEN_WORD);
	parser->entry = NULL;
	if (!path || !*path) {
		parse_complain(parser, "`source` is followed by a file");
		parse_skip_line(parser);
		return 0;
	}
	parse_end_line(parser);
	if (flags & SOURCE_RELATIVE)
		path = path_join(kconfig->arena, path_dir(kconfig->arena, parser->lexer.file), path);
	path = path_normalise(kconfig->arena, path);
	if (*path == '/' && path_below(path, kconfig->tree->path))
		path = path_below(path, kconfig->tree->path);
	if (*path == '/' || starts_with(path, "../")) {
		parse_complain(parser, "the file lies outside of the tree");
		return 0;
	}
	if (strpbrk(path, "*?["))
		return source_pattern(parser, path, error);
	/* It may be there some day. */
	if (flags & SOURCE_OPTIONAL)
		vec_push(&kconfig->patterns, arena_strdup(kconfig->arena, path));
	return parse_file(kconfig, path, parser, parser->block, flags & SOURCE_OPTIONAL, error);
}

static const struct keyword {
	const char *word;
	int (*parse)(struct parser *parser, int argument, struct error *error);
	int argument;
} keywords[] = {
	{ "config", begin_config, 0 },
	{ "menuconfig", begin_config, 0 },
	{ "choice", begin_choice, 0 },
	{ "menu", begin_titled, MENU_MENU },
	{ "comment", begin_titled, MENU_COMMENT },
	{ "if", begin_if, 0 },
	{ "endchoice", end_block, MENU_CHOICE },
	{ "endmenu", end_block, MENU_MENU },
	{ "endif", end_block, MENU_IF },
	{ "mainmenu", take_title, 0 },
	{ "source", parse_source, 0 },
	{ "rsource", parse_source, SOURCE_RELATIVE },
	{ "osource", parse_source, SOURCE_OPTIONAL },
	{ "orsource", parse_source, SOURCE_RELATIVE | SOURCE_OPTIONAL },
};

static const struct keyword *find_keyword(const struct kconfig_token *token)
{
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (token->text[0] == keywords[i].word[0] && token_is(token, keywords[i].word))
			return &keywords[i];
	return NULL;
}

/* ---- a file ---- */

static bool parse_assignment(struct parser *parser, const char *name)
{
	enum macro_flavor flavor;

	switch (parser->lexer.token.kind) {
	case TOKEN_EQUAL:
		flavor = MACRO_RECURSIVE;
		break;
	case TOKEN_COLON_EQUAL:
		flavor = MACRO_SIMPLE;
		break;
	case TOKEN_PLUS_EQUAL:
		flavor = MACRO_APPEND;
		break;
	default:
		return false;
	}
	kconfig_set_variable(parser->kconfig, name, kconfig_lexer_rest(&parser->lexer), flavor);
	kconfig_lexer_next(&parser->lexer);
	parser->entry = NULL;
	return true;
}

static int parse_statement(struct parser *parser, struct error *error)
{
	const struct kconfig_token *token = &parser->lexer.token;

	if (token->kind != TOKEN_WORD) {
		parse_complain(parser, "a statement is expected");
		parse_skip_line(parser);
		return 0;
	}
	const struct keyword *keyword = find_keyword(token);

	if (keyword) {
		kconfig_lexer_next(&parser->lexer);
		int failed = keyword->parse(parser, keyword->argument, error);

		parse_end_line(parser);
		return failed;
	}
	if (parse_attribute(parser))
		return 0;
	if (!parse_assignment(parser, parse_text(parser, TOKEN_WORD))) {
		parse_complain(parser, "an unknown statement");
		parse_skip_line(parser);
	}
	return 0;
}

static bool is_open(const struct parser *parser, const char *path)
{
	for (; parser; parser = parser->from)
		if (!strcmp(parser->lexer.file, path))
			return true;
	return false;
}

static int parse_statements(struct parser *parser, struct menu *outside, struct error *error)
{
	int failed = 0;

	kconfig_lexer_next(&parser->lexer);
	while (!failed && parser->lexer.token.kind != TOKEN_END) {
		if (parser->lexer.token.kind == TOKEN_LINE)
			kconfig_lexer_next(&parser->lexer);
		else
			failed = parse_statement(parser, error);
	}
	if (parser->block != outside && !failed)
		parse_complain(parser, "a block is not closed in this file");
	return failed;
}

static int parse_file(struct kconfig *kconfig, const char *path, struct parser *from, struct menu *block,
		      bool is_optional, struct error *error)
{
	struct parser parser = { .kconfig = kconfig, .from = from, .block = block,
				 .nested = from ? from->nested + 1 : 0 };
	struct error trouble = { 0 };
	size_t length;

	if (is_open(from, path) || parser.nested >= NESTED_FILES_MOST || kconfig->sources++ >= SOURCES_MOST) {
		parse_complain(from, "files source each other in a circle");
		return 0;
	}
	char *text = kconfig_load(kconfig, path, &length, from ? &trouble : error);

	if (!text) {
		if (from && !is_optional)
			miss_file(from, path, trouble.message);
		error_clear(&trouble);
		return from ? 0 : -1;
	}
	const struct kconfig_lexer *outer = kconfig->lexer;

	kconfig_lexer_begin(&parser.lexer, kconfig, path, text, length);
	kconfig->lexer = &parser.lexer;
	int failed = parse_statements(&parser, block, error);

	kconfig->lexer = outer;
	free(text);
	return failed;
}

int parse_kconfig(struct kconfig *kconfig, struct error *error)
{
	kconfig->root.kind = MENU_ROOT;
	kconfig->root.file = "Kconfig";
	return parse_file(kconfig, "Kconfig", NULL, &kconfig->root, false, error);
}
