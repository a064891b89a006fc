// SPDX-License-Identifier: GPL-2.0-only
/* Expressions, and the attributes of entries. One table says which attribute fits which entry. */
#include "kbuild/kconfig_parse.h"

#include <string.h>

#define NESTED_BRACKETS_MOST 200

void parse_complain(struct parser *parser, const char *what)
{
	kconfig_complain(parser->kconfig, parser->lexer.file, parser->lexer.token.line, "%s", what);
}

/* To the end of the line, which is taken as well. */
void parse_skip_line(struct parser *parser)
{
	while (parser->lexer.token.kind != TOKEN_LINE && parser->lexer.token.kind != TOKEN_END)
		kconfig_lexer_next(&parser->lexer);
}

void parse_end_line(struct parser *parser)
{
	if (parser->lexer.token.kind == TOKEN_LINE || parser->lexer.token.kind == TOKEN_END)
		return;
	parse_complain(parser, "the line goes on behind its end");
	parse_skip_line(parser);
}

bool parse_takes(struct parser *parser, enum kconfig_token_kind kind)
{
	if (parser->lexer.token.kind != kind)
		return false;
	kconfig_lexer_next(&parser->lexer);
	return true;
}

static bool takes_word(struct parser *parser, const char *word)
{
	if (!token_is(&parser->lexer.token, word))
		return false;
	kconfig_lexer_next(&parser->lexer);
	return true;
}

/* The text of a word or string, NULL when there is none. */
const char *parse_text(struct parser *parser, enum kconfig_token_kind kind)
{
	const struct kconfig_token *token = &parser->lexer.token;
	const char *text = NULL;

	if (token->kind == kind) {
		text = arena_strndup(parser->kconfig->arena, token->text, token->length);
		kconfig_lexer_next(&parser->lexer);
	}
	return text;
}

/* ---- expressions ---- */

/* NULL: no symbol stands here. Where CONSTANTS do not fit, only a bare word will do. */
struct kconfig_symbol *parse_symbol(struct parser *parser, bool constants)
{
	const struct kconfig_token *token = &parser->lexer.token;
	struct kconfig_symbol *symbol;

	if (token->kind != TOKEN_WORD && !(constants && token->kind == TOKEN_QUOTED)) {
		parse_complain(parser, "an option is expected");
		return NULL;
	}
	symbol = find_symbol(parser->kconfig, token->text, token->length, token->kind == TOKEN_QUOTED);
	kconfig_lexer_next(&parser->lexer);
	return symbol;
}

static bool is_comparison(enum kconfig_token_kind kind, enum expression_kind *comparison)
{
	static const struct { enum kconfig_token_kind token; enum expression_kind kind; } comparisons[] = {
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
	kconfig_lexer_next(&parser->lexer);
	right = parse_symbol(parser, true);
	return right ? make_comparison(parser->kconfig, kind, left, right) : NULL;
}

static struct expression *parse_factor(struct parser *parser)
{
	struct expression *inner = NULL;

	if (parser->brackets >= NESTED_BRACKETS_MOST) {
		parse_complain(parser, "brackets are nested too deep");
		return NULL;
	}
	parser->brackets++;
	if (parse_takes(parser, TOKEN_NOT)) {
		inner = parse_factor(parser);
		inner = inner ? make_not(parser->kconfig, inner) : NULL;
	} else if (parse_takes(parser, TOKEN_OPEN)) {
		inner = parse_expression(parser);
		if (inner && !parse_takes(parser, TOKEN_CLOSE)) {
			parse_complain(parser, "a bracket is not closed");
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

	while (left && parse_takes(parser, TOKEN_AND)) {
		struct expression *right = parse_factor(parser);

		left = right ? both_of(parser->kconfig, left, right) : NULL;
	}
	return left;
}

/* NULL, with a note, where there is none. */
struct expression *parse_expression(struct parser *parser)
{
	struct expression *left = parse_and(parser);

	while (left && parse_takes(parser, TOKEN_OR)) {
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
	condition = parse_expression(parser);
	return condition ? condition : make_symbol(parser->kconfig, parser->kconfig->no);
}

/* ---- attributes ---- */

static void set_type(struct parser *parser, enum symbol_type type)
{
	struct kconfig_symbol *symbol = parser->entry->symbol;

	if (symbol->type == TYPE_UNKNOWN)
		symbol->type = type;
	else if (symbol->type != type)
		parse_complain(parser, "the option has another type elsewhere");
}

void parse_prompt_of(struct parser *parser, struct menu *entry)
{
	const char *text = parse_text(parser, TOKEN_QUOTED);

	if (!text) {
		parse_complain(parser, "a prompt is expected");
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
		parse_prompt_of(parser, parser->entry);
}

static void parse_prompt(struct parser *parser, int unused)
{
	(void)unused;
	parse_prompt_of(parser, parser->entry);
}

static void parse_default(struct parser *parser, int type)
{
	struct expression *value = parse_expression(parser);

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
		parse_complain(parser, "`depends` is followed by `on`");
	depends = parse_expression(parser);
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
		kconfig_lexer_skip_help(&parser->lexer);
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
		parse_complain(parser, "another option stands for `modules`");
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
		parse_complain(parser, "an unknown `option`");
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

bool parse_attribute(struct parser *parser)
{
	const struct kconfig_token *token = &parser->lexer.token;
	const struct attribute *attribute = attributes;

	for (; attribute < attributes + sizeof(attributes) / sizeof(attributes[0]); attribute++)
		if (token->text[0] == attribute->word[0] && token_is(token, attribute->word))
			break;
	if (attribute == attributes + sizeof(attributes) / sizeof(attributes[0]))
		return false;
	kconfig_lexer_next(&parser->lexer);
	if (parser->entry && attribute->fits & 1u << parser->entry->kind) {
		attribute->parse(parser, attribute->argument);
		if (attribute->parse != parse_help)
			parse_end_line(parser);
		else
			parser->lexer.token = (struct kconfig_token){ .kind = TOKEN_LINE };
		return true;
	}
	parse_complain(parser, "an attribute where none belongs");
	parse_skip_line(parser);
	/* its text is not to be taken for entries */
	if (attribute->parse == parse_help)
		parse_help(parser, 0), parser->lexer.token = (struct kconfig_token){ .kind = TOKEN_LINE };
	return true;
}
