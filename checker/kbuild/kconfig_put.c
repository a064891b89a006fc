// SPDX-License-Identifier: GPL-2.0-only
/* The files that `conf` writes. */
#include <string.h>

#include "kbuild/kconfig_internal.h"

static void put_heading(const struct kconfig *kconfig, struct strbuf *out, const char *first, const char *middle,
			const char *last)
{
	strbuf_printf(out, "%s\n%s Automatically generated file; DO NOT EDIT.\n%s %s\n%s\n", first, middle,
		      middle, kconfig->title, last);
}

static void put_quoted(struct strbuf *out, const char *text)
{
	strbuf_putc(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			strbuf_putc(out, '\\');
		strbuf_putc(out, *text);
	}
	strbuf_putc(out, '"');
}

static void put_setting(struct strbuf *out, const struct kconfig_symbol *symbol, bool quotes)
{
	strbuf_puts(out, "CONFIG_");
	strbuf_puts(out, symbol->name);
	strbuf_putc(out, '=');
	if (symbol->type == TYPE_STRING && quotes)
		put_quoted(out, symbol_text(symbol));
	else
		strbuf_puts(out, symbol_text(symbol));
	strbuf_putc(out, '\n');
}

static void calc_all(struct kconfig *kconfig)
{
	for (struct menu *menu = next_menu(&kconfig->root); menu; menu = next_menu(menu))
		if (menu->kind == MENU_CONFIG)
			calc_symbol(kconfig, menu->symbol);
}

static bool is_put(const struct kconfig_symbol *symbol)
{
	return symbol->is_written && symbol->name && symbol->type != TYPE_UNKNOWN;
}

static bool is_off_now(const struct kconfig_symbol *symbol)
{
	return is_boolean(symbol) && symbol->value == TRI_NO;
}

static void put_define(struct strbuf *out, const struct kconfig_symbol *symbol)
{
	bool is_module = is_boolean(symbol) && symbol->value == TRI_MOD;
	const char *text = symbol_text(symbol);

	strbuf_puts(out, "#define CONFIG_");
	strbuf_puts(out, symbol->name);
	strbuf_puts(out, is_module ? "_MODULE " : " ");
	if (is_boolean(symbol))
		text = "1";
	if (symbol->type == TYPE_HEX && !starts_with(text, "0x") && !starts_with(text, "0X"))
		strbuf_puts(out, "0x");
	if (symbol->type == TYPE_STRING)
		put_quoted(out, text);
	else
		strbuf_puts(out, text);
	strbuf_putc(out, '\n');
}

void kconfig_put_header(struct kconfig *kconfig, struct strbuf *out)
{
	calc_all(kconfig);
	if (kconfig->era.pads_header)
		put_heading(kconfig, out, "/*\n *", " *", " *\n */");
	else
		put_heading(kconfig, out, "/*", " *", " */");
	each_symbol(symbol, kconfig)
		if (is_put(symbol) && !is_off_now(symbol))
			put_define(out, symbol);
}

void kconfig_put_auto(struct kconfig *kconfig, struct strbuf *out)
{
	calc_all(kconfig);
	put_heading(kconfig, out, "#", "#", "#");
	each_symbol(symbol, kconfig)
		if (is_put(symbol) && !is_off_now(symbol))
			put_setting(out, symbol, kconfig->era.quotes_auto);
}

/* ---- .config ---- */

static bool is_shown(struct kconfig *kconfig, const struct menu *menu)
{
	return menu->prompt && calc_expression(kconfig, menu->visible) != TRI_NO &&
	       calc_expression(kconfig, menu->prompt->condition) != TRI_NO;
}

struct config_writer {
	struct kconfig *kconfig;
	struct strbuf *out;
	struct strmap seen;		/* names that were written */
	bool needs_line;
};

static void put_entry(struct config_writer *writer, const struct menu *menu)
{
	struct kconfig_symbol *symbol = menu->symbol;

	if (!symbol) {
		if (!is_shown(writer->kconfig, menu))
			return;
		strbuf_printf(writer->out, "\n#\n# %s\n#\n", menu->prompt->text);
		writer->needs_line = false;
		return;
	}
	if (symbol->is_choice)
		return;
	calc_symbol(writer->kconfig, symbol);
	if (!is_put(symbol) || strmap_has(&writer->seen, symbol->name))
		return;
	if (symbol->menus->next_of_symbol)
		strmap_set(&writer->seen, symbol->name, symbol);
	if (writer->needs_line)
		strbuf_putc(writer->out, '\n');
	writer->needs_line = false;
	if (is_off_now(symbol)) {
		strbuf_puts(writer->out, "# CONFIG_");
		strbuf_puts(writer->out, symbol->name);
		strbuf_puts(writer->out, " is not set\n");
	} else {
		put_setting(writer->out, symbol, true);
	}
}

static void put_end(struct config_writer *writer, const struct menu *menu)
{
	if (menu->kind != MENU_MENU || !is_shown(writer->kconfig, menu) ||
	    (!menu->first && !writer->kconfig->era.ends_empty))
		return;
	strbuf_printf(writer->out, "# end of %s\n", menu->prompt->text);
	writer->needs_line = true;
}

void kconfig_put_config(struct kconfig *kconfig, struct strbuf *out)
{
	struct config_writer writer = { .kconfig = kconfig, .out = out };
	const struct menu *menu = kconfig->root.first;

	put_heading(kconfig, out, "#", "#", "#");
	while (menu) {
		put_entry(&writer, menu);
		if (menu->first) {
			menu = menu->first;
			continue;
		}
		put_end(&writer, menu);
		while (!menu->next && menu->parent) {
			menu = menu->parent;
			put_end(&writer, menu);
		}
		menu = menu->next;
	}
	strmap_free(&writer.seen);
}
