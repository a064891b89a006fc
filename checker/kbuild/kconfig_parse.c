// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kconfig files to menu entries. An entry begins with its keyword and takes the attributes behind it, each on a line
 * of its own; blocks (menu, choice, if) hold entries until their end. One table says which attribute fits which
 * entry. What does not fit makes a note, and its line is skipped.
 */
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "kbuild/kconfig_lexer.h"
#include "tree/overlay.h"

/* Files that source each other without end. */
#define NESTED_FILES_MOST 64
#define SOURCES_MOST 100000
#define NESTED_BRACKETS_MOST 200

struct parser {
	struct kconfig *kconfig;
	struct lexer lexer;
	struct parser *from;		/* that sources this file */
	struct menu *block;		/* the innermost open */
	struct menu *entry;		/* that takes attributes; NULL: none does */
	unsigned nested;		/* files */
	unsigned brackets;
};

static int parse_file(struct kconfig *kconfig, const char *path, struct parser *from, struct menu *block,
		      bool is_optional, struct error *error);

static void complain(struct parser *parser, const char *what)
{
	kconfig_complain(parser->kconfig, parser->lexer.file, parser->lexer.token.line, "%s", what);
}

/* To the end of the line, which is taken as well. */
static void skip_line(struct parser *parser)
{
	while (parser->lexer.token.kind != TOKEN_LINE && parser->lexer.token.kind != TOKEN_END)
		lexer_next(&parser->lexer);
}

static void end_line(struct parser *parser)
{
	if (parser->lexer.token.kind == TOKEN_LINE || parser->lexer.token.kind == TOKEN_END)
		return;
	complain(parser, "the line goes on behind its end");
	skip_line(parser);
}

static bool takes(struct parser *parser, enum token_kind kind)
{
	if (parser->lexer.token.kind != kind)
		return false;
	lexer_next(&parser->lexer);
	return true;
}

static bool takes_word(struct parser *parser, const char *word)
{
	if (!token_is(&parser->lexer.token, word))
		return false;
	lexer_next(&parser->lexer);
	return true;
}

/* The text of a word or string, NULL when there is none. */
static const char *take_text(struct parser *parser, enum token_kind kind)
{
	const struct token *token = &parser->lexer.token;
	const char *text = NULL;

	if (token->kind == kind) {
		text = arena_strndup(parser->kconfig->arena, token->text, token->length);
		lexer_next(&parser->lexer);
	}
	return text;
}

/* ---- expressions ---- */

static struct expression *parse_or(struct parser *parser);

/* NULL: no symbol stands here. Where CONSTANTS do not fit, only a bare word will do. */
static struct kconfig_symbol *parse_symbol(struct parser *parser, bool constants)
{
	const struct token *token = &parser->lexer.token;
	struct kconfig_symbol *symbol;

	if (token->kind != TOKEN_WORD && !(constants && token->kind == TOKEN_QUOTED)) {
		complain(parser, "an option is expected");
		return NULL;
	}
	symbol = find_symbol(parser->kconfig, token->text, token->length, token->kind == TOKEN_QUOTED);
	lexer_next(&parser->lexer);
	return symbol;
}

static bool is_comparison(enum token_kind kind, enum expression_kind *comparison)
{
	static const struct { enum token_kind token; enum expression_kind kind; } comparisons[] = {
		{ TOKEN_EQUAL, EXPRESSION_EQUAL }, { TOKEN_UNEQUAL, EXPRESSION_UNEQUAL },
		{ TOKEN_LESS, EXPRESSION_LESS }, { TOKEN_LESS_EQUAL, EXPRESSION_LESS_EQUAL },
		{ TOKEN_GREATER, EXPRESSION_GREATER }, { TOKEN_GREATER_EQUAL, EXPRESSION_GREATER_EQUAL },
	};

	for (size_t i = 0; i < sizeof(comparisons) / sizeof(comparisons[0]); i++) {
		if (comparisons[i].token != kind)
			continue;
		*comparison = comparisons[i].kind;
		return true;
	}
	return false;
}

static struct expression *parse_comparison(struct parser *parser)
{
	struct kconfig_symbol *left = parse_symbol(parser, true), *right;
	enum expression_kind kind;

	if (!left)
		return NULL;
	if (!is_comparison(parser->lexer.token.kind, &kind))
		return make_symbol(parser->kconfig, left);
	lexer_next(&parser->lexer);
	right = parse_symbol(parser, true);
	return right ? make_comparison(parser->kconfig, kind, left, right) : NULL;
}

static struct expression *parse_factor(struct parser *parser)
{
	struct expression *inner = NULL;

	if (parser->brackets >= NESTED_BRACKETS_MOST) {
		complain(parser, "brackets are nested too deep");
		return NULL;
	}
	parser->brackets++;
	if (takes(parser, TOKEN_NOT)) {
		inner = parse_factor(parser);
		inner = inner ? make_not(parser->kconfig, inner) : NULL;
	} else if (takes(parser, TOKEN_OPEN)) {
		inner = parse_or(parser);
		if (inner && !takes(parser, TOKEN_CLOSE)) {
			complain(parser, "a bracket is not closed");
			inner = NULL;
		}
	} else {
		inner = parse_comparison(parser);
	}
	parser->brackets--;
	return inner;
}

static struct expression *parse_and(struct parser *parser)
{
	struct expression *left = parse_factor(parser);

	while (left && takes(parser, TOKEN_AND)) {
		struct expression *right = parse_factor(parser);

		left = right ? both_of(parser->kconfig, left, right) : NULL;
	}
	return left;
}

/* NULL, with a note, where there is none. */
static struct expression *parse_or(struct parser *parser)
{
	struct expression *left = parse_and(parser);

	while (left && takes(parser, TOKEN_OR)) {
		struct expression *right = parse_and(parser);

		left = right ? either_of(parser->kconfig, left, right) : NULL;
	}
	return left;
}

/* What `if` says at the end of a line. A condition that cannot be read counts as false. */
static struct expression *parse_condition(struct parser *parser)
{
	struct expression *condition;

	if (!takes_word(parser, "if"))
		return NULL;
	condition = parse_or(parser);
	return condition ? condition : make_symbol(parser->kconfig, parser->kconfig->no);
}

/* ---- attributes ---- */

static void set_type(struct parser *parser, enum symbol_type type)
{
	struct kconfig_symbol *symbol = parser->entry->symbol;

	if (symbol->type == TYPE_UNKNOWN)
		symbol->type = type;
	else if (symbol->type != type)
		complain(parser, "the option has another type elsewhere");
}

static void add_prompt(struct parser *parser, struct menu *entry)
{
	const char *text = take_text(parser, TOKEN_QUOTED);

	if (!text) {
		complain(parser, "a prompt is expected");
		return;
	}
	struct expression *condition = parse_condition(parser);

	for (struct menu *around = entry->parent; around && entry->symbol; around = around->parent)
		condition = both_of(parser->kconfig, condition, around->visible);
	entry->prompt = add_property(parser->kconfig, entry, PROPERTY_PROMPT, condition);
	entry->prompt->text = text + strspn(text, " \t");
}

static void parse_type(struct parser *parser, int type)
{
	if (!parser->entry->symbol->is_choice || !parser->kconfig->era.members_choose)
		set_type(parser, (enum symbol_type)type);
	if (parser->lexer.token.kind == TOKEN_QUOTED)
		add_prompt(parser, parser->entry);
}

static void parse_prompt(struct parser *parser, int unused)
{
	(void)unused;
	add_prompt(parser, parser->entry);
}

static void parse_default(struct parser *parser, int type)
{
	struct expression *value = parse_or(parser);

	if (!value)
		return;
	struct expression *condition = parse_condition(parser);

	add_property(parser->kconfig, parser->entry, PROPERTY_DEFAULT, condition)->value = value;
	if (type != TYPE_UNKNOWN)
		set_type(parser, (enum symbol_type)type);
}

static void parse_select(struct parser *parser, int kind)
{
	struct kconfig_symbol *symbol = parse_symbol(parser, false);

	if (!symbol)
		return;
	struct expression *condition = parse_condition(parser);

	add_property(parser->kconfig, parser->entry, (enum property_kind)kind, condition)->symbol = symbol;
}

static void parse_range(struct parser *parser, int unused)
{
	struct kconfig_symbol *lowest = parse_symbol(parser, true);
	struct kconfig_symbol *highest = lowest ? parse_symbol(parser, true) : NULL;

	(void)unused;
	if (!highest)
		return;
	struct expression *condition = parse_condition(parser);
	struct property *range = add_property(parser->kconfig, parser->entry, PROPERTY_RANGE, condition);

	range->symbol = lowest;
	range->most = highest;
}

static void parse_depends(struct parser *parser, int unused)
{
	struct kconfig *kconfig = parser->kconfig;
	struct expression *depends;

	(void)unused;
	if (!takes_word(parser, "on"))
		complain(parser, "`depends` is followed by `on`");
	depends = parse_or(parser);
	/* what cannot be read is not taken for met */
	if (!depends)
		depends = make_symbol(kconfig, kconfig->no);
	if (token_is(&parser->lexer.token, "if"))
		depends = either_of(kconfig, depends, is_off(kconfig, parse_condition(parser)));
	parser->entry->depends = both_of(kconfig, parser->entry->depends, depends);
}

static void parse_visible(struct parser *parser, int unused)
{
	(void)unused;
	parser->entry->visible = both_of(parser->kconfig, parser->entry->visible, parse_condition(parser));
}

static void parse_help(struct parser *parser, int unused)
{
	(void)unused;
	if (parser->lexer.token.kind == TOKEN_LINE)
		lexer_skip_help(&parser->lexer);
}

enum flag { FLAG_MODULES, FLAG_OPTIONAL, FLAG_TRANSITIONAL };

static void parse_flag(struct parser *parser, int flag)
{
	struct kconfig_symbol *symbol = parser->entry->symbol;

	if (flag == FLAG_OPTIONAL)
		symbol->is_optional = true;
	else if (flag == FLAG_TRANSITIONAL)
		symbol->is_transitional = true;
	else if (parser->kconfig->modules && parser->kconfig->modules != symbol)
		complain(parser, "another option stands for `modules`");
	else
		parser->kconfig->modules = symbol;
}

/* `option X` of older trees. */
static void parse_option(struct parser *parser, int unused)
{
	(void)unused;
	if (takes_word(parser, "modules"))
		parse_flag(parser, FLAG_MODULES);
	else if (takes_word(parser, "allnoconfig_y"))
		parser->entry->symbol->is_allno_yes = true;
	else if (takes_word(parser, "defconfig_list"))
		parser->entry->symbol->is_never_written = true;
	else
		complain(parser, "an unknown `option`");
}

#define ON_CONFIG (1u << MENU_CONFIG)
#define ON_CHOICE (1u << MENU_CHOICE)
#define ON_MENU (1u << MENU_MENU)
#define ON_COMMENT (1u << MENU_COMMENT)

static const struct attribute {
	const char *word;
	unsigned fits;
	void (*parse)(struct parser *parser, int argument);
	int argument;
} attributes[] = {
	{ "help", ON_CONFIG | ON_CHOICE, parse_help, 0 },
	{ "---help---", ON_CONFIG | ON_CHOICE, parse_help, 0 },
	{ "depends", ON_CONFIG | ON_CHOICE | ON_MENU | ON_COMMENT, parse_depends, 0 },
	{ "bool", ON_CONFIG | ON_CHOICE, parse_type, TYPE_BOOL },
	{ "boolean", ON_CONFIG | ON_CHOICE, parse_type, TYPE_BOOL },
	{ "tristate", ON_CONFIG | ON_CHOICE, parse_type, TYPE_TRISTATE },
	{ "int", ON_CONFIG, parse_type, TYPE_INT },
	{ "hex", ON_CONFIG, parse_type, TYPE_HEX },
	{ "string", ON_CONFIG, parse_type, TYPE_STRING },
	{ "default", ON_CONFIG | ON_CHOICE, parse_default, TYPE_UNKNOWN },
	{ "def_bool", ON_CONFIG, parse_default, TYPE_BOOL },
	{ "def_tristate", ON_CONFIG, parse_default, TYPE_TRISTATE },
	{ "select", ON_CONFIG, parse_select, PROPERTY_SELECT },
	{ "imply", ON_CONFIG, parse_select, PROPERTY_IMPLY },
	{ "range", ON_CONFIG, parse_range, 0 },
	{ "prompt", ON_CONFIG | ON_CHOICE, parse_prompt, 0 },
	{ "visible", ON_MENU, parse_visible, 0 },
	{ "modules", ON_CONFIG, parse_flag, FLAG_MODULES },
	{ "transitional", ON_CONFIG, parse_flag, FLAG_TRANSITIONAL },
	{ "optional", ON_CONFIG | ON_CHOICE, parse_flag, FLAG_OPTIONAL },
	{ "option", ON_CONFIG, parse_option, 0 },
};

static bool parse_attribute(struct parser *parser)
{
	const struct token *token = &parser->lexer.token;
	const struct attribute *attribute = attributes;

	for (; attribute < attributes + sizeof(attributes) / sizeof(attributes[0]); attribute++)
		if (token->text[0] == attribute->word[0] && token_is(token, attribute->word))
			break;
	if (attribute == attributes + sizeof(attributes) / sizeof(attributes[0]))
		return false;
	lexer_next(&parser->lexer);
	if (parser->entry && attribute->fits & 1u << parser->entry->kind) {
		attribute->parse(parser, attribute->argument);
		if (attribute->parse != parse_help)
			end_line(parser);
		else
			parser->lexer.token = (struct token){ .kind = TOKEN_LINE };
		return true;
	}
	complain(parser, "an attribute where none belongs");
	skip_line(parser);
	/* its text is not to be taken for entries */
	if (attribute->parse == parse_help)
		parse_help(parser, 0), parser->lexer.token = (struct token){ .kind = TOKEN_LINE };
	return true;
}

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
		skip_line(parser);
	else
		add_entry(parser, MENU_CONFIG, symbol);
	return 0;
}

static int begin_choice(struct parser *parser, int unused, struct error *error)
{
	(void)unused;
	(void)error;
	/* older trees let a choice have a name; nothing refers to it */
	takes(parser, TOKEN_WORD);
	parser->block = add_entry(parser, MENU_CHOICE, new_choice(parser->kconfig));
	return 0;
}

/* A menu or a comment. */
static int begin_titled(struct parser *parser, int kind, struct error *error)
{
	struct menu *menu = add_entry(parser, (enum menu_kind)kind, NULL);

	(void)error;
	add_prompt(parser, menu);
	if (kind == MENU_MENU)
		parser->block = menu;
	return 0;
}

static int begin_if(struct parser *parser, int unused, struct error *error)
{
	struct expression *condition = parse_or(parser);

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
		complain(parser, "a block ends that is not open");
	else
		parser->block = parser->block->parent;
	return 0;
}

static int take_title(struct parser *parser, int unused, struct error *error)
{
	const char *title = take_text(parser, TOKEN_QUOTED);

	(void)unused;
	(void)error;
	parser->entry = NULL;
	if (title)
		parser->kconfig->title = title;
	return 0;
}

/* ---- other files ---- */

enum source_flag { SOURCE_RELATIVE = 1, SOURCE_OPTIONAL = 2 };

/* A pattern is looked for on disk; what an overlay says of the files found counts all the same. */
static int source_pattern(struct parser *parser, const char *pattern, struct error *error)
{
	struct kconfig *kconfig = parser->kconfig;
	char *full = path_join(kconfig->arena, kconfig->tree->path, pattern);
	size_t root = strlen(kconfig->tree->path) + 1;
	glob_t found = { 0 };
	int failed = 0;

	if (!glob(full, 0, NULL, &found))
		for (size_t i = 0; i < found.gl_pathc && !failed; i++)
			failed = parse_file(kconfig, arena_strdup(kconfig->arena, found.gl_pathv[i] + root), parser,
					    parser->block, true, error);
	globfree(&found);
	return failed;
}

static int parse_source(struct parser *parser, int flags, struct error *error)
{
	struct kconfig *kconfig = parser->kconfig;
	const char *path = take_text(parser, TOKEN_QUOTED);

	if (!path)
		path = take_text(parser, TOKEN_WORD);
	parser->entry = NULL;
	if (!path || !*path) {
		complain(parser, "`source` is followed by a file");
		skip_line(parser);
		return 0;
	}
	end_line(parser);
	if (flags & SOURCE_RELATIVE)
		path = path_join(kconfig->arena, path_dir(kconfig->arena, parser->lexer.file), path);
	path = path_normalise(kconfig->arena, path);
	if (*path == '/' && path_below(path, kconfig->tree->path))
		path = path_below(path, kconfig->tree->path);
	if (strpbrk(path, "*?["))
		return source_pattern(parser, path, error);
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

static const struct keyword *find_keyword(const struct token *token)
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
	set_variable(parser->kconfig, name, lexer_rest(&parser->lexer), flavor);
	lexer_next(&parser->lexer);
	parser->entry = NULL;
	return true;
}

static int parse_statement(struct parser *parser, struct error *error)
{
	const struct token *token = &parser->lexer.token;

	if (token->kind != TOKEN_WORD) {
		complain(parser, "a statement is expected");
		skip_line(parser);
		return 0;
	}
	const struct keyword *keyword = find_keyword(token);

	if (keyword) {
		lexer_next(&parser->lexer);
		int failed = keyword->parse(parser, keyword->argument, error);

		end_line(parser);
		return failed;
	}
	if (parse_attribute(parser))
		return 0;
	if (!parse_assignment(parser, take_text(parser, TOKEN_WORD))) {
		complain(parser, "an unknown statement");
		skip_line(parser);
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

	lexer_next(&parser->lexer);
	while (!failed && parser->lexer.token.kind != TOKEN_END) {
		if (parser->lexer.token.kind == TOKEN_LINE)
			lexer_next(&parser->lexer);
		else
			failed = parse_statement(parser, error);
	}
	if (parser->block != outside && !failed)
		complain(parser, "a block is not closed in this file");
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
		complain(from, "files source each other in a circle");
		return 0;
	}
	char *text = kconfig_load(kconfig, path, &length, from ? &trouble : error);

	if (!text) {
		if (from && !is_optional)
			complain(from, trouble.message);
		error_clear(&trouble);
		return from ? 0 : -1;
	}
	const struct lexer *outer = kconfig->lexer;

	lexer_begin(&parser.lexer, kconfig, path, text, length);
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
