// SPDX-License-Identifier: GPL-2.0-only
/* Makefiles line by line: conditionals, assignments, other files. */
#include <string.h>

#include "kbuild/make_internal.h"

/* ---- notes and files ---- */

void make_note(struct make *make, const char *format, ...)
{
	struct make_world *world = make->world;
	struct make_note note = { .file = arena_strdup(world->arena, make->file ? make->file : ""),
				  .line = make->line };
	const char *key;
	va_list args;

	va_start(args, format);
	note.what = arena_vprintf(world->arena, format, args);
	va_end(args);
	key = arena_printf(world->arena, "%s:%u: %s", note.file, note.line, note.what);
	if (strmap_has(&world->noted, key))
		return;
	strmap_set(&world->noted, key, make);
	vec_push(&world->notes, note);
}

const char *make_path(struct make *make, const char *path)
{
	return path_normalise(make->arena, path_join(make->arena, make->world->directory, path));
}

char *make_text(struct make *make, const char *path, size_t *length)
{
	const char *text = strmap_get(&make->world->virtual_files, path);

	if (!text)
		return make_sources_text(make->world->sources, path, length);
	*length = strlen(text);
	return xstrdup(text);
}

/* ---- conditionals ---- */

/* One `if` that is open. */
struct conditional {
	bool outer;	/* the lines around it are evaluated */
	bool taken;	/* one of its branches was */
	bool active;	/* this branch is */
};

static struct span trimmed(struct span text)
{
	while (text.length && strchr(" \t", *text.text))
		text.text++, text.length--;
	while (text.length && strchr(" \t", text.text[text.length - 1]))
		text.length--;
	return text;
}

/* Splits `(a,b)` at its comma. */
static bool split_parenthesised(struct span text, struct span *left, struct span *right)
{
	const char *p = text.text + 1, *end = text.text + text.length, *comma = NULL;
	size_t depth = 0;

	for (; p < end; p++) {
		if (*p == '(')
			depth++;
		else if (*p == ')' && depth)
			depth--;
		else if (*p == ')')
			break;
		else if (*p == ',' && !depth && !comma)
			comma = p;
	}
	if (p >= end || !comma)
		return false;
	*left = trimmed((struct span){ text.text + 1, (size_t)(comma - text.text - 1) });
	*right = (struct span){ comma + 1, (size_t)(p - comma - 1) };
	while (right->length && strchr(" \t", *right->text))
		right->text++, right->length--;
	return true;
}

/* Takes a quoted text from the front of TEXT. */
static bool take_quoted(struct span *text, struct span *quoted)
{
	const char *end;

	*text = trimmed(*text);
	if (text->length < 2 || (*text->text != '"' && *text->text != '\''))
		return false;
	end = memchr(text->text + 1, *text->text, text->length - 1);
	if (!end)
		return false;
	*quoted = (struct span){ text->text + 1, (size_t)(end - text->text - 1) };
	*text = (struct span){ end + 1, text->length - quoted->length - 2 };
	return true;
}

static bool are_equal(struct make *make, struct span text)
{
	struct span left, right;
	char *a, *b;
	bool equal;

	text = trimmed(text);
	if (!text.length ||
	    (*text.text == '(' ? !split_parenthesised(text, &left, &right) :
	     !take_quoted(&text, &left) || !take_quoted(&text, &right))) {
		make_note(make, "a condition that is not understood");
		return false;
	}
	a = make_expanded(make, left);
	b = make_expanded(make, right);
	equal = !strcmp(a, b);
	free(a);
	free(b);
	return equal;
}

static bool is_set(struct make *make, struct span text)
{
	const char *name = make_assigned_name(make, text);
	struct strbuf value = { 0 };
	bool set = make_variable_raw(make, (struct span){ name, strlen(name) }, &value) && value.length;

	strbuf_free(&value);
	return set;
}

bool make_holds(struct make *make, const struct make_line *line)
{
	switch (line->condition) {
	case COND_EQ: return are_equal(make, line->value);
	case COND_NEQ: return !are_equal(make, line->value);
	case COND_DEF: return is_set(make, line->value);
	case COND_NDEF: return !is_set(make, line->value);
	case COND_NONE: break;
	}
	return true;
}

struct conditionals { struct conditional *data; size_t count, room; };

static bool is_active(const struct conditionals *open)
{
	return !open->count || vec_last(open).active;
}

static void begin_branch(struct make *make, struct conditionals *open, const struct make_line *line)
{
	struct conditional *current, opened = { .outer = is_active(open) };

	if (line->kind == LINE_IF)
		vec_push(open, opened);
	if (!open->count) {
		make_note(make, "else or endif without an if");
		return;
	}
	current = &vec_last(open);
	if (line->kind == LINE_ENDIF) {
		open->count--;
		return;
	}
	current->active = current->outer && !current->taken && make_holds(make, line);
	current->taken |= current->active;
}

/* ---- lines ---- */

static bool read_makefile(struct make *make, const char *name, const char *path);

static void include_one(struct make *make, const char *name, bool optional)
{
	struct make_sources *sources = make->world->sources;
	const char *path = make_path(make, name);

	/* Commands that an earlier build recorded. */
	if (ends_with(name, ".cmd"))
		return;
	if (strpbrk(name, "*?[")) {
		make_each_word(found, make_sources_glob(sources, path)) {
			const char *file = arena_strndup(make->arena, found.text, found.length);

			read_makefile(make, file, file);
		}
		return;
	}
	if (read_makefile(make, name, path))
		return;
	/* make is called with --include-dir for the tree. */
	if (*name != '/' && read_makefile(make, name, path_join(make->arena, sources->tree->path, name)))
		return;
	if (!optional)
		make_note(make, "include %s: no such file", name);
}

static void include_files(struct make *make, const struct make_line *line)
{
	if (make->included.count >= INCLUDES_MOST) {
		make_note(make, "files include one another too deeply");
		make->exhausted = true;
		return;
	}
	make_each_word(word, make_expand_in_arena(make, line->value))
		include_one(make, arena_strndup(make->arena, word.text, word.length), line->optional);
}

/* A line that is neither an assignment nor a rule as it stands: what it expands to may be a rule. */
static void expand_line(struct make *make, const struct make_line *line)
{
	char *text = make_expanded(make, line->targets);

	make->in_rule = make_next_word(text).length > 0;
	free(text);
}

static void eval_line(struct make *make, const struct make_line *line)
{
	make->in_rule = line->kind == LINE_RULE;
	make->recipe = NULL;
	switch (line->kind) {
	case LINE_ASSIGN:
		make_assign(make, line, make_assigned_name(make, line->name), false);
		break;
	case LINE_TARGET_ASSIGN:
		make_assign_for_targets(make, line);
		break;
	case LINE_INCLUDE:
		include_files(make, line);
		break;
	case LINE_EXPORT: case LINE_UNEXPORT:
		make_export_names(make, line);
		break;
	case LINE_UNDEFINE:
		make_undefine(make, line);
		break;
	case LINE_OTHER:
		expand_line(make, line);
		break;
	case LINE_RULE:
		if (make->keeps_rules)
			make_begin_rule(make, line);
		break;
	case LINE_IF: case LINE_ELSE: case LINE_ENDIF:
		break;
	}
}

/* NUMBERED: lines are FILE's own, else they were made by $(eval) at the line that is being evaluated. */
static void eval_file(struct make *make, const struct make_file *file, bool numbered)
{
	struct conditionals open = { 0 };

	for (size_t i = 0; i < file->nlines && !make->exhausted; i++) {
		const struct make_line *line = &file->lines[i];

		if (line->tab && make->in_rule) {
			if (make->recipe && is_active(&open))
				make_add_recipe(make, line);
			continue;
		}
		if (numbered)
			make->line = line->number;
		if (line->kind == LINE_IF || line->kind == LINE_ELSE || line->kind == LINE_ENDIF)
			begin_branch(make, &open, line);
		else if (is_active(&open))
			eval_line(make, line);
	}
	vec_free(&open);
}

void make_eval(struct make *make, const char *text, size_t length)
{
	struct make_file *file;

	if (make->included.count >= INCLUDES_MOST || make->exhausted)
		return;
	file = make_parse(make->arena, make->file ? make->file : "", text, length);
	vec_push(&make->included, make->file);
	eval_file(make, file, false);
	make->included.count--;
	make->in_rule = false;
}

static bool read_makefile(struct make *make, const char *name, const char *path)
{
	struct make_world *world = make->world;
	const char *outer = make->file, *text = strmap_get(&world->virtual_files, path);
	const char *below = path_below(path, world->sources->tree->path);
	unsigned line = make->line;
	const struct make_file *file;
	struct make_line listed = { .op = OP_APPEND, .value = { name, strlen(name) } };

	file = text ? make_parse(make->arena, path, text, strlen(text))
		    : make_sources_file(world->sources, path);
	if (!file)
		return false;
	make_assign(make, &listed, "MAKEFILE_LIST", false);
	vec_push(&make->included, make->file);
	make->file = below ? below : path;
	make->in_rule = false;
	eval_file(make, file, true);
	make->in_rule = false;
	make->included.count--;
	make->file = outer;
	make->line = line;
	return true;
}

bool make_read(struct make *make, const char *path)
{
	return read_makefile(make, path, make_path(make, path));
}
