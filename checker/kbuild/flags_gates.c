// SPDX-License-Identifier: GPL-2.0-only
/*
 * Symbols that makefiles put in the way of a file. Found in their text, as branches that this configuration
 * does not take are what is asked about: an assignment that names the object or a directory on the way to
 * it, the variables that this assignment's name goes into, and the conditionals around each.
 */
#include <ctype.h>
#include <string.h>

#include "kbuild/flags_internal.h"
#include "kbuild/make_internal.h"

#define FILES_MOST	64	/* of one directory */
#define VARIABLES_MOST	16	/* one through another */
#define BLOCKED		1000	/* the price of a condition that does not hold, whatever symbols are */

typedef struct flags_gates gates;

/* The makefiles of one directory, as far as they name objects. */
struct gate_scope {
	struct flags *flags;
	struct flags_directory *directory;
	struct make *make;	/* to expand with */
	const struct make_file *files[FILES_MOST];
	size_t nfiles;
};

/* ---- the price of gates ---- */

static bool is_met(struct flags *flags, const struct flags_gate *gate)
{
	const struct make_world *world = flags->asker ? &flags->asker->world : &flags->world;
	const char *value = world->config(world->context, gate->symbol);
	char set = value ? *value : '\0';

	switch (gate->wants) {
	case GATE_ON: return set != '\0' && set != 'n';
	case GATE_YES: return set == 'y';
	case GATE_OFF: break;
	}
	return !set || set == 'n';
}

/* Whether another gate of its choice is met. */
static bool choice_is_met(struct flags *flags, const gates *all, unsigned choice)
{
	vec_each(gate, all)
		if (choice && gate->choice == choice && is_met(flags, gate))
			return true;
	return false;
}

/* How many gates are not met. */
static unsigned price_of(struct flags *flags, const gates *all)
{
	unsigned price = 0;

	vec_each(gate, all)
		if (!*gate->symbol)
			price += BLOCKED;
		else if (!is_met(flags, gate) && !choice_is_met(flags, all, gate->choice))
			price++;
	return price;
}

static bool has_gate(const gates *all, const struct flags_gate *wanted)
{
	vec_each(gate, all)
		if (!strcmp(gate->symbol, wanted->symbol) && gate->wants == wanted->wants &&
		    gate->choice == wanted->choice)
			return true;
	return false;
}

static void add_all(gates *to, const gates *from)
{
	vec_each(gate, from)
		if (!has_gate(to, gate))
			vec_push(to, *gate);
}

/* ---- conditions ---- */

static bool is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Adds a gate for each CONFIG_ symbol in TEXT; returns how many. */
static size_t add_symbols(struct flags *flags, struct span text, struct flags_gate like, gates *out)
{
	const char *end = text.text + text.length;
	size_t before = out->count;

	for (const char *p = text.text; p + 7 < end; p++) {
		const char *start = p;

		if (memcmp(p, "CONFIG_", 7) || (p > text.text && is_name_char(p[-1])))
			continue;
		while (p < end && is_name_char(*p))
			p++;
		if (p - start == 12 && !memcmp(start, "CONFIG_SHELL", 12))
			continue;
		like.symbol = arena_strndup(flags->arena, start, (size_t)(p - start));
		vec_push(out, like);
	}
	return out->count - before;
}

static bool span_is(struct span span, const char *text)
{
	while (span.length && strchr("\"' \t", *span.text))
		span.text++, span.length--;
	while (span.length && strchr("\"' \t", span.text[span.length - 1]))
		span.length--;
	return span.length == strlen(text) && !memcmp(span.text, text, span.length);
}

/* The side of `ifeq (a,b)` behind the last comma, or that in the last quotes. */
static struct span last_side(struct span text, struct span *first)
{
	const char *end = text.text + text.length, *p = end;

	while (p > text.text && strchr(") \t", p[-1]))
		p--;
	end = p;
	while (p > text.text && p[-1] != ',' && p[-1] != ')' && p[-1] != '"' && p[-1] != '\'')
		p--;
	if (end > p && (*(end - 1) == '"' || *(end - 1) == '\''))
		end--;
	*first = (struct span){ text.text, (size_t)(p - text.text) };
	return (struct span){ p, (size_t)(end - p) };
}

/* What LINE's condition wants of symbols for its branch to be taken. */
static void add_condition(struct gate_scope *scope, const struct make_line *line, struct flags_gate like,
			  unsigned *choices, gates *out)
{
	bool positive = line->condition == COND_EQ || line->condition == COND_DEF;
	struct span first, last;
	size_t before = out->count;

	if (line->condition == COND_DEF || line->condition == COND_NDEF) {
		like.wants = positive ? GATE_ON : GATE_OFF;
		if (!add_symbols(scope->flags, line->value, like, out) &&
		    make_holds(scope->make, line) == false)
			vec_push(out,
				 (struct flags_gate){ .symbol = "", .file = like.file, .line = like.line });
		return;
	}
	last = last_side(line->value, &first);
	if (span_is(last, "") || span_is(last, "n")) {
		like.wants = positive ? GATE_OFF : GATE_ON;
		add_symbols(scope->flags, first, like, out);
		if (!positive && out->count > before + 1) {
			++*choices;
			for (size_t i = before; i < out->count; i++)
				out->data[i].choice = *choices;
		}
	} else if (span_is(last, "y") || span_is(last, "m") || span_is(last, "yy")) {
		like.wants = !positive ? GATE_OFF : span_is(last, "m") ? GATE_ON : GATE_YES;
		add_symbols(scope->flags, first, like, out);
	}
	if (out->count == before && !make_holds(scope->make, line))
		vec_push(out, (struct flags_gate){ .symbol = "", .file = like.file, .line = like.line });
}

static void negate(gates *all, size_t from)
{
	for (size_t i = from; i < all->count; i++) {
		struct flags_gate *gate = &all->data[i];

		gate->wants = gate->wants == GATE_OFF ? GATE_ON : GATE_OFF;
		gate->choice = 0;
		/* Of a condition that did not hold. */
		if (!*gate->symbol) {
			memmove(gate, gate + 1, (all->count - i - 1) * sizeof(*gate));
			all->count--;
			i--;
		}
	}
}

/* ---- what a line names ---- */

/*
 * Calls EACH with the words that VALUE holds, as they are written and, with EXPAND and a reference in them,
 * as they expand.
 */
static bool any_word(struct gate_scope *scope, struct span value, bool expand,
		     bool (*each)(struct span word, void *context), void *context)
{
	const char *p = value.text, *end = p + value.length;
	bool found = false;

	/* Parts between blanks and parentheses: $(PATH)/x.o has the parts PATH and /x.o. */
	while (p < end && !found) {
		const char *start = p;

		while (p < end && !strchr(" \t\n$(){},", *p))
			p++;
		found = p > start && each((struct span){ start, (size_t)(p - start) }, context);
		p += p < end;
	}
	if (!found && expand && memchr(value.text, '$', value.length)) {
		char *expanded = make_expanded(scope->make, value);

		make_each_word(word, expanded)
			found |= each(word, context);
		free(expanded);
	}
	return found;
}

/* What is looked for in values. */
struct gate_wanted {
	const char *object;	/* "virt/kvm/kvm_main": a word for its .o */
	const char *inside; /* the same, counted from the makefile's directory; NULL: it lies elsewhere */
	bool any_path;		/* a word without a path is enough */
	bool as_written;	/* what variables expand to does not count */
	bool expands;		/* it is what is looked at now */
	const char *base;	/* "kvm.o": a composite object */
	const char *variable;	/* "AMDKFD_FILES", or NULL */
	const char *directory;	/* a word that ends in / and that this begins with; or NULL */
	struct strings *found;	/* those words */
	struct arena *arena;
};

/*
 * Whether WORD is the object: from the makefile's directory, or, behind a variable or ../, an end of its
 * path.
 */
static bool names_object(struct span word, const struct gate_wanted *wanted)
{
	const char *object = wanted->object;
	size_t length = strlen(object);
	bool open = wanted->any_path || *word.text == '/' || starts_with(word.text, "../");

	if (word.length < 3 || memcmp(word.text + word.length - 2, ".o", 2))
		return false;
	word.length -= 2;
	while (word.length > 2 && (!memcmp(word.text, "../", 3) || !memcmp(word.text, "./", 2)))
		word.text++, word.length--;
	while (word.length && (*word.text == '/' || *word.text == '.'))
		word.text++, word.length--;
	if (!open)
		return wanted->inside && strlen(wanted->inside) == word.length &&
		       !memcmp(wanted->inside, word.text, word.length);
	return word.length && word.length <= length &&
	       !memcmp(object + length - word.length, word.text, word.length) &&
	       (word.length == length || object[length - word.length - 1] == '/');
}

static bool names_wanted(struct span word, void *context)
{
	const struct gate_wanted *wanted = context;

	if (wanted->directory) {
		if (word.length > 1 && word.text[word.length - 1] == '/' &&
		    word.length <= strlen(wanted->directory) + 1 &&
		    !strncmp(word.text, wanted->directory, word.length - 1) &&
		    (wanted->directory[word.length - 1] == '/' || !wanted->directory[word.length - 1]))
			vec_push(wanted->found, arena_strndup(wanted->arena, word.text, word.length - 1));
		return false;
	}
	return (wanted->object && names_object(word, wanted)) ||
	       (wanted->base && span_is(word, wanted->base)) ||
	       (wanted->variable && span_is(word, wanted->variable));
}

/* ---- lines with the conditions around them ---- */

struct cursor {
	struct gate_scope *scope;
	const struct make_file *file;
	gates around;		/* of the branches that are open */
	VEC(size_t) starts;	/* where those of each open conditional begin */
	unsigned *choices;
};

static struct flags_gate gate_at(struct cursor *cursor, const struct make_line *line)
{
	const char *below = path_below(cursor->file->path, cursor->scope->flags->sources->tree->path);

	return (struct flags_gate){ .file = below ? below : cursor->file->path, .line = line->number };
}

/* Follows conditionals. True: LINE was one. */
static bool follow_conditional(struct cursor *cursor, const struct make_line *line)
{
	if (line->kind == LINE_IF)
		vec_push(&cursor->starts, cursor->around.count);
	else if (line->kind != LINE_ELSE && line->kind != LINE_ENDIF)
		return false;
	if (!cursor->starts.count)
		return true;
	if (line->kind == LINE_ENDIF) {
		cursor->around.count = vec_pop(&cursor->starts);
		return true;
	}
	if (line->kind == LINE_ELSE)
		negate(&cursor->around, vec_last(&cursor->starts));
	if (line->condition != COND_NONE)
		add_condition(cursor->scope, line, gate_at(cursor, line), cursor->choices, &cursor->around);
	return true;
}

/* The name of a list that kbuild itself reads, without what follows the first dash. */
static bool is_list(const char *base)
{
	static const char *const lists[] = {
		"obj",	   "lib",  "subdir", "always", "extra", "targets", "core",
		"drivers", "libs", "net",    "virt",   "init",	"head",
	};

	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		if (!strcmp(base, lists[i]))
			return true;
	return false;
}

/* "kvm-$(CONFIG_X)", "kvm-y" and "kvm-objs" are parts of kvm.o: its name without the suffix. */
static const char *base_of(struct arena *arena, struct span name)
{
	const char *dollar = memchr(name.text, '$', name.length);
	size_t length = dollar ? (size_t)(dollar - name.text) : name.length;
	static const char *const suffixes[] = { "-", "-y", "-m", "-objs" };

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		size_t suffix = strlen(suffixes[i]);

		if (length > suffix && !memcmp(name.text + length - suffix, suffixes[i], suffix))
			length -= suffix, i = (size_t)-1;
	}
	return arena_strndup(arena, name.text, length);
}

struct gate_search {
	struct gate_scope *scope;
	const char *seen[VARIABLES_MOST];	/* names on the way */
	size_t depth;
	unsigned choices;
};

static bool find_gates(struct gate_search *search, struct gate_wanted *wanted, gates *best);

/* The gates of one line that names what is wanted, and of what its variable goes into. */
static bool gates_of_line(struct gate_search *search, struct cursor *cursor, const struct make_line *line,
			  gates *out)
{
	struct flags *flags = search->scope->flags;
	const char *base = base_of(flags->arena, line->name);
	const char *name = arena_strndup(flags->arena, line->name.text, line->name.length);
	struct flags_gate like = gate_at(cursor, line);
	struct gate_wanted next = { .arena = flags->arena };
	bool found;

	like.wants = GATE_ON;
	add_all(out, &cursor->around);
	add_symbols(flags, line->name, like, out);
	if (is_list(base))
		return true;
	for (size_t i = 0; i < search->depth; i++)
		if (!strcmp(search->seen[i], name))
			return false;
	if (search->depth == VARIABLES_MOST)
		return false;
	next.base = arena_printf(flags->arena, "%s.o", base);
	next.variable = strchr(name, '$') ? arena_printf(flags->arena, "%s-y", base) : name;
	search->seen[search->depth++] = name;
	found = find_gates(search, &next, out);
	search->depth--;
	return found;
}

/* Takes FOUND as the best if it is cheaper. */
static void keep_cheaper(struct flags *flags, gates *found, gates *best, bool *any)
{
	if (!*any || price_of(flags, found) < price_of(flags, best)) {
		gates swap = *best;

		*best = *found;
		*found = swap;
	}
	*any = true;
	vec_free(found);
}

/* Appends the cheapest way to have what is WANTED to BEST; false: nothing names it. */
static bool find_gates_once(struct gate_search *search, struct gate_wanted *wanted, gates *best)
{
	struct gate_scope *scope = search->scope;
	gates cheapest = { 0 };
	bool any = false;

	for (size_t i = 0; i < scope->nfiles; i++) {
		struct cursor cursor = { .scope = scope,
					 .file = scope->files[i],
					 .choices = &search->choices };

		for (size_t j = 0; j < cursor.file->nlines; j++) {
			const struct make_line *line = &cursor.file->lines[j];
			gates found = { 0 };

			if (follow_conditional(&cursor, line) || line->kind != LINE_ASSIGN ||
			    !any_word(scope, line->value, wanted->expands, names_wanted, wanted))
				continue;
			if (gates_of_line(search, &cursor, line, &found))
				keep_cheaper(scope->flags, &found, &cheapest, &any);
			vec_free(&found);
		}
		vec_free(&cursor.around);
		vec_free(&cursor.starts);
	}
	add_all(best, &cheapest);
	vec_free(&cheapest);
	return any;
}

/* The same: in words as they are written, else in what they expand to. */
static bool find_gates(struct gate_search *search, struct gate_wanted *wanted, gates *best)
{
	wanted->expands = false;
	if (find_gates_once(search, wanted, best))
		return true;
	wanted->expands = true;
	return !wanted->as_written && find_gates_once(search, wanted, best);
}

/* ---- directories ---- */

static void add_file(struct gate_scope *scope, const char *path)
{
	const struct make_file *file = make_sources_file(scope->flags->sources, path);

	for (size_t i = 0; i < scope->nfiles; i++)
		if (scope->files[i] == file)
			return;
	if (file && scope->nfiles < FILES_MOST)
		scope->files[scope->nfiles++] = file;
}

/* Adds what the makefiles so far include, in whatever branch. */
static void add_included(struct gate_scope *scope)
{
	for (size_t i = 0; i < scope->nfiles; i++)
		for (size_t j = 0; j < scope->files[i]->nlines; j++) {
			const struct make_line *line = &scope->files[i]->lines[j];
			char *names;

			if (line->kind != LINE_INCLUDE)
				continue;
			names = make_expanded(scope->make, line->value);
			make_each_word(word, names) {
				const char *name = arena_strndup(scope->flags->arena, word.text, word.length);

				if (!strstr(name, "/scripts/") && !starts_with(name, "scripts/") &&
				    !ends_with(name, ".cmd"))
					add_file(scope, make_path(scope->make, name));
			}
			free(names);
		}
}

static void open_scope(struct flags *flags, struct flags_directory *directory, struct gate_scope *scope)
{
	const char *root = flags->module ? flags->module : flags->sources->tree->path;
	const char *path = *directory->path ? path_join(flags->arena, root, directory->path) : root;
	const char *kbuild = path_join(flags->arena, path, "Kbuild");

	*scope = (struct gate_scope){ .flags = flags, .directory = directory, .make = directory->make };
	add_file(scope, make_sources_has(flags->sources, kbuild)
				? kbuild
				: path_join(flags->arena, path, "Makefile"));
	if (!*directory->path && !flags->module) {
		/* The top's lists are the top makefile's and the architecture's. */
		add_file(scope, path_join(flags->arena, root, "Makefile"));
		add_file(scope, arena_printf(flags->arena, "%s/arch/%s/Makefile", root, flags->world.arch));
	}
	add_included(scope);
}

/* ANY_PATH: the object's name alone is enough where its path is nowhere. */
static bool find_object_gates(struct gate_scope *scope, const char *key, bool any_path, gates *out)
{
	const char *own = scope->directory->path;
	struct gate_search search = { .scope = scope };
	struct gate_wanted wanted = { .object = key, .arena = scope->flags->arena };

	if (flags_is_below(key, own))
		wanted.inside = *own ? key + strlen(own) + 1 : key;
	wanted.as_written = true;
	if (find_gates(&search, &wanted, out))
		return true;
	wanted.any_path = any_path;
	if (any_path && find_gates(&search, &wanted, out))
		return true;
	wanted.any_path = wanted.as_written = false;
	return find_gates(&search, &wanted, out);
}

/* Directories below that lead to KEY, by the text. */
static void find_descents(struct gate_scope *scope, const char *key, struct strings *found)
{
	struct flags *flags = scope->flags;
	const char *own = scope->directory->path;
	struct gate_wanted wanted = {
		.directory = *own ? key + strlen(own) + 1 : key, .found = found, .arena = flags->arena,
	};

	for (size_t i = 0; i < scope->nfiles; i++)
		for (size_t j = 0; j < scope->files[i]->nlines; j++)
			if (scope->files[i]->lines[j].kind == LINE_ASSIGN)
				any_word(scope, scope->files[i]->lines[j].value, true, names_wanted, &wanted);
}

/* The gates of `obj-… += NAME/`. */
static void find_descent_gates(struct gate_scope *scope, const char *name, gates *out)
{
	struct gate_search search = { .scope = scope };
	struct gate_wanted wanted = {
		.variable = arena_printf(scope->flags->arena, "%s/", name), .arena = scope->flags->arena,
	};

	find_gates(&search, &wanted, out);
}

/*
 * The cheapest way from DIRECTORY to KEY: an object, or (IS_DIRECTORY) a directory whose makefile builds
 * what is wanted by another way.
 */
static bool find_way(struct flags *flags, struct flags_directory *directory, const char *key,
		     bool is_directory, gates *best)
{
	struct strings below = { 0 };
	struct gate_scope scope;
	gates cheapest = { 0 };
	bool any = false;

	if (is_directory && !strcmp(directory->path, key))
		return true;
	open_scope(flags, directory, &scope);
	if (!is_directory)
		any = find_object_gates(&scope, key, false, &cheapest);
	if (flags_is_below(key, directory->path))
		find_descents(&scope, key, &below);
	for (size_t i = 0; i < below.count; i++) {
		const char *name = below.data[i];
		const char *path = *directory->path
					   ? arena_printf(flags->arena, "%s/%s", directory->name, name)
					   : name;
		struct flags_directory *next = flags_enter(flags, path, directory);
		gates found = { 0 };

		if (next == directory || (i && !strcmp(name, below.data[i - 1])))
			continue;
		find_descent_gates(&scope, name, &found);
		if (find_way(flags, next, key, is_directory, &found))
			keep_cheaper(flags, &found, &cheapest, &any);
		vec_free(&found);
	}
	add_all(best, &cheapest);
	vec_free(&cheapest);
	vec_free(&below);
	return any;
}

static struct flags_directory *top_directory(struct flags *flags)
{
	if (flags->roots.count == 1)
		return flags_enter(flags, flags->roots.data[0], NULL);
	return flags_enter(flags, ".", NULL);
}

bool flags_gates_in_way(struct flags *flags, const char *key, struct flags_gates *out)
{
	return find_way(flags, top_directory(flags), key, false, out);
}

bool flags_gates_to(struct flags *flags, const char *directory, struct flags_gates *out)
{
	return find_way(flags, top_directory(flags), directory, true, out);
}

bool flags_gates_by(struct flags *flags, const char *directory, const char *key, struct flags_gates *out)
{
	struct flags_directory *owner;
	struct gate_scope scope;
	gates found = { 0 };
	bool named;

	if (!flags_gates_to(flags, directory, &found)) {
		vec_free(&found);
		return false;
	}
	owner = flags_enter(flags, directory, NULL);
	open_scope(flags, owner, &scope);
	named = find_object_gates(&scope, key, true, &found);
	if (named)
		add_all(out, &found);
	vec_free(&found);
	return named;
}

const char *flags_gates_text(struct flags *flags, const struct flags_gates *all)
{
	struct strbuf text = { 0 };
	const char *copy;

	vec_each(gate, all)
		if (*gate->symbol && !is_met(flags, gate) && !choice_is_met(flags, all, gate->choice))
			strbuf_printf(&text, "%s%s%s", text.length ? ", " : "", gate->symbol,
				      gate->wants == GATE_OFF ? "=n" : gate->wants == GATE_YES ? "=y" : "");
	copy = arena_strdup(flags->arena, strbuf_text(&text));
	strbuf_free(&text);
	return copy;
}
