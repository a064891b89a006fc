// SPDX-License-Identifier: GPL-2.0-only
/* References: $(name), $(name:a=b), $(function arguments), $@. */
#include <string.h>

#include "kbuild/make_internal.h"

const char *make_closing(const char *text, const char *end, char open, char close)
{
	size_t depth = 1;

	for (const char *p = text; p < end; p++) {
		if (*p == open)
			depth++;
		else if (*p == close && !--depth)
			return p;
	}
	return NULL;
}

struct span make_next_word(const char *text)
{
	const char *end;

	while (*text == ' ' || *text == '\t' || *text == '\n' || *text == '\r')
		text++;
	end = text;
	while (*end && *end != ' ' && *end != '\t' && *end != '\n' && *end != '\r')
		end++;
	return (struct span){ text, (size_t)(end - text) };
}

bool make_matches(struct span pattern, struct span word, struct span *stem)
{
	const char *percent = memchr(pattern.text, '%', pattern.length);
	size_t before, after;

	if (!percent)
		return pattern.length == word.length && !memcmp(pattern.text, word.text, word.length);
	before = (size_t)(percent - pattern.text);
	after = pattern.length - before - 1;
	if (word.length < before + after || memcmp(pattern.text, word.text, before) ||
	    memcmp(percent + 1, word.text + word.length - after, after))
		return false;
	*stem = (struct span){ word.text + before, word.length - before - after };
	return true;
}

void make_substitute_word(struct span word, struct span pattern, struct span replacement, struct strbuf *out)
{
	struct span stem = { NULL, 0 };
	const char *percent = memchr(replacement.text, '%', replacement.length);

	if (!make_matches(pattern, word, &stem)) {
		strbuf_add(out, word.text, word.length);
	} else if (!percent || !memchr(pattern.text, '%', pattern.length)) {
		strbuf_add(out, replacement.text, replacement.length);
	} else {
		strbuf_add(out, replacement.text, (size_t)(percent - replacement.text));
		strbuf_add(out, stem.text, stem.length);
		strbuf_add(out, percent + 1, (size_t)(replacement.text + replacement.length - percent - 1));
	}
}

/* ---- values ---- */


static const struct make_local *find_local(struct make *make, struct span name)
{
	for (size_t i = make->locals.count; i--; )
		if (make->locals.data[i].name.length == name.length &&
		    !memcmp(make->locals.data[i].name.text, name.text, name.length))
			return &make->locals.data[i];
	return NULL;
}

/* The arguments of the innermost $(call): $(0), $(1) and so on. */
static bool find_argument(struct make *make, struct span name, const char **value)
{
	size_t number = 0;

	if (!name.length || name.length > 2)
		return false;
	for (size_t i = 0; i < name.length; i++) {
		if (name.text[i] < '0' || name.text[i] > '9')
			return false;
		number = number * 10 + (size_t)(name.text[i] - '0');
	}
	if (!make->frames.count)
		return false;
	*value = number < vec_last(&make->frames).count ? vec_last(&make->frames).arguments[number] : "";
	return true;
}

/* $@, $* and $< of the target, and their D and F forms. */
static bool find_automatic(struct make *make, struct span name, struct strbuf *out)
{
	const struct make_target *target = make->target;
	const char *value = NULL, *slash;

	if (!target || !name.length || name.length > 2)
		return false;
	switch (name.text[0]) {
	case '@': value = target->name; break;
	case '*': value = target->stem; break;
	case '<': value = target->source; break;
	case '^': case '+': case '?':
		value = target->prerequisites ? target->prerequisites : target->source;
		break;
	}
	if (!value)
		return false;
	slash = strrchr(value, '/');
	if (name.length == 1)
		strbuf_puts(out, value);
	else if (name.text[1] == 'F')
		strbuf_puts(out, path_base(value));
	else if (name.text[1] == 'D' && slash)
		strbuf_add(out, value, (size_t)(slash - value));
	else if (name.text[1] == 'D')
		strbuf_putc(out, '.');
	else
		return false;
	return true;
}

/* What auto.conf says of a symbol. */
static const char *find_config(struct make *make, struct span name)
{
	struct make_world *world = make->world;
	char symbol[256];

	if (!world->config || name.length < 7 || name.length >= sizeof(symbol) ||
	    memcmp(name.text, "CONFIG_", 7))
		return NULL;
	memcpy(symbol, name.text, name.length);
	symbol[name.length] = '\0';
	return world->config(world->context, symbol);
}

static void expand_variable(struct make *make, struct make_variable *variable, struct strbuf *out)
{
	struct span value = { variable->value, variable->length };

	if (!variable->recursive) {
		strbuf_add(out, value.text, value.length);
		return;
	}
	if (variable->expanding) {
		make_note(make, "$(%s) refers to itself", variable->name);
		return;
	}
	/* An assignment on the way may free the value: it is expanded from a copy. */
	value.text = xstrdup(variable->value);
	value.length = strlen(value.text);
	variable->expanding = true;
	make_expand(make, value, out);
	variable->expanding = false;
	free((char *)value.text);
}

bool make_variable_value(struct make *make, struct span name, struct strbuf *out)
{
	const struct make_local *local = find_local(make, name);
	struct make_variable *variable;
	const char *value;

	if (local) {
		strbuf_puts(out, local->value);
		return true;
	}
	if (find_argument(make, name, &value)) {
		strbuf_puts(out, value);
		return true;
	}
	variable = make_find(make, name.text, name.length);
	if (variable) {
		expand_variable(make, variable, out);
		return true;
	}
	if (find_automatic(make, name, out))
		return true;
	value = find_config(make, name);
	if (value)
		strbuf_puts(out, value);
	return value && *value;
}

bool make_variable_raw(struct make *make, struct span name, struct strbuf *out)
{
	struct make_variable *variable = make_find(make, name.text, name.length);

	if (find_local(make, name) || !variable)
		return make_variable_value(make, name, out);
	strbuf_add(out, variable->value, variable->length);
	return true;
}

enum make_origin make_variable_origin(struct make *make, struct span name)
{
	struct make_variable *variable = make_find(make, name.text, name.length);
	const char *value;

	if (find_local(make, name) || find_argument(make, name, &value))
		return ORIGIN_AUTOMATIC;
	if (variable)
		return variable->origin;
	value = find_config(make, name);
	return value && *value ? ORIGIN_FILE : ORIGIN_UNDEFINED;
}

/* ---- references ---- */

/* $(name:from=to), words of which end in FROM or match it. */
static void substitute(struct make *make, struct span name, struct span from, struct span to,
		       struct strbuf *out)
{
	struct strbuf value = { 0 };
	bool pattern = memchr(from.text, '%', from.length), first = true;

	make_variable_value(make, name, &value);
	make_each_word(word, strbuf_text(&value)) {
		if (!first)
			strbuf_putc(out, ' ');
		first = false;
		if (pattern) {
			make_substitute_word(word, from, to, out);
		} else if (word.length >= from.length &&
			   !memcmp(word.text + word.length - from.length, from.text, from.length)) {
			strbuf_add(out, word.text, word.length - from.length);
			strbuf_add(out, to.text, to.length);
		} else {
			strbuf_add(out, word.text, word.length);
		}
	}
	strbuf_free(&value);
}

static void expand_name(struct make *make, struct span name, struct strbuf *out)
{
	const char *end = name.text + name.length;
	const char *colon = memchr(name.text, ':', name.length);
	const char *equals = colon ? memchr(colon + 1, '=', (size_t)(end - colon - 1)) : NULL;

	if (!equals) {
		make_variable_value(make, name, out);
		return;
	}
	substitute(make, (struct span){ name.text, (size_t)(colon - name.text) },
		   (struct span){ colon + 1, (size_t)(equals - colon - 1) },
		   (struct span){ equals + 1, (size_t)(end - equals - 1) }, out);
}

static void expand_reference(struct make *make, struct span inner, char open, char close, struct strbuf *out)
{
	char *name;

	if (make_function(make, inner, open, close, out))
		return;
	if (!memchr(inner.text, '$', inner.length)) {
		expand_name(make, inner, out);
		return;
	}
	name = make_expanded(make, inner);
	expand_name(make, (struct span){ name, strlen(name) }, out);
	free(name);
}

/* Whether one more step may be taken. */
static bool may_step(struct make *make, const struct strbuf *out)
{
	if (make->exhausted)
		return false;
	if (++make->steps < STEPS_MOST && make->depth < DEPTH_MOST && out->length < TEXT_MOST)
		return true;
	make_note(make, "%s", make->depth >= DEPTH_MOST ? "nested too deeply" : "too much to expand");
	make->exhausted = make->depth < DEPTH_MOST;
	return false;
}

/* Expands the reference that begins behind the $ at TEXT; returns where it ends. */
static const char *expand_one(struct make *make, const char *text, const char *end, struct strbuf *out)
{
	char open = *text, close = open == '(' ? ')' : '}';
	const char *closing;

	if (open == '$') {
		strbuf_putc(out, '$');
		return text + 1;
	}
	if (open != '(' && open != '{') {
		make_variable_value(make, (struct span){ text, 1 }, out);
		return text + 1;
	}
	closing = make_closing(text + 1, end, open, close);
	if (!closing) {
		make_note(make, "a reference that is not closed");
		return end;
	}
	if (may_step(make, out)) {
		make->depth++;
		expand_reference(make, (struct span){ text + 1, (size_t)(closing - text - 1) }, open, close,
				 out);
		make->depth--;
	}
	return closing + 1;
}

void make_expand(struct make *make, struct span text, struct strbuf *out)
{
	const char *p = text.text, *end = text.text + text.length;

	while (p < end) {
		const char *dollar = memchr(p, '$', (size_t)(end - p));

		if (!dollar || dollar + 1 >= end) {
			strbuf_add(out, p, (size_t)((dollar ? dollar : end) - p));
			break;
		}
		strbuf_add(out, p, (size_t)(dollar - p));
		p = expand_one(make, dollar + 1, end, out);
	}
}

char *make_expanded(struct make *make, struct span text)
{
	struct strbuf out = { 0 };

	make_expand(make, text, &out);
	return out.text ? strbuf_take(&out) : xstrdup("");
}
