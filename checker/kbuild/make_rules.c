// SPDX-License-Identifier: GPL-2.0-only
/* Rules, for those who want to know how kbuild would make a file. They are looked at, never run. */
#include <string.h>

#include "kbuild/make_internal.h"

void make_keep_rules(struct make *make)
{
	make->keeps_rules = true;
}

/* The prerequisites: what follows the colon without a recipe behind a semicolon. */
static struct span prerequisites_of(const struct make_line *line)
{
	const char *semicolon = memchr(line->value.text, ';', line->value.length);

	return (struct span){ line->value.text, semicolon ? (size_t)(semicolon - line->value.text) :
			      line->value.length };
}

/* `targets: pattern: prerequisites`, each a static pattern. */
static const char *split_static(struct make *make, const char *text, struct span *pattern)
{
	const char *colon = strchr(text, ':');

	if (!colon)
		return text;
	*pattern = make_next_word(arena_strndup(make->arena, text, (size_t)(colon - text)));
	return colon + 1;
}

/* TEXT with names of files for words that hold * or ?, as make has it for prerequisites. */
static const char *expand_wildcards(struct make *make, const char *text)
{
	struct strbuf out = { 0 };
	const char *copy;

	if (!strpbrk(text, "*?"))
		return arena_strdup(make->arena, text);
	make_each_word(word, text) {
		const char *name = arena_strndup(make->arena, word.text, word.length);
		const char *found = strpbrk(name, "*?") ?
				    make_sources_glob(make->world->sources, make_path(make, name)) : name;

		strbuf_printf(&out, "%s ", *found ? found : name);
	}
	copy = arena_strdup(make->arena, strbuf_text(&out));
	strbuf_free(&out);
	return copy;
}

void make_begin_rule(struct make *make, const struct make_line *line)
{
	char *targets = make_expanded(make, line->targets);
	char *prerequisites = make_expanded(make, prerequisites_of(line));
	struct span pattern = { NULL, 0 }, stem;
	const char *rest = split_static(make, expand_wildcards(make, prerequisites), &pattern);

	make->recipe = arena_alloc(make->arena, sizeof(*make->recipe));
	vec_push(&make->recipes, make->recipe);
	make_each_word(target, targets) {
		struct make_rule rule = {
			.target = arena_strndup(make->arena, target.text, target.length),
			.prerequisites = rest, .recipe = make->recipe, .file = make->file,
			.pattern = !pattern.text && memchr(target.text, '%', target.length),
		};

		if (pattern.text && make_matches(pattern, target, &stem))
			rule.stem = arena_strndup(make->arena, stem.text, stem.length);
		vec_push(&make->rules, rule);
	}
	free(targets);
	free(prerequisites);
}

void make_add_recipe(struct make *make, const struct make_line *line)
{
	strbuf_add(make->recipe, line->text.text, line->text.length);
	strbuf_putc(make->recipe, '\n');
}

void make_free_rules(struct make *make)
{
	vec_each(recipe, &make->recipes)
		strbuf_free(*recipe);
	vec_free(&make->recipes);
	vec_free(&make->rules);
}

/* PREREQUISITES with STEM for %. */
static const char *with_stem(struct make *make, const char *prerequisites, const char *stem)
{
	struct strbuf out = { 0 };
	const char *copy;

	make_each_word(word, prerequisites) {
		const char *percent = stem ? memchr(word.text, '%', word.length) : NULL;
		size_t before = percent ? (size_t)(percent - word.text) : word.length;

		/* What follows | only has to be there. */
		if (word.length == 1 && *word.text == '|')
			break;
		strbuf_printf(&out, "%s%.*s", out.length ? " " : "", (int)before, word.text);
		if (percent) {
			strbuf_puts(&out, stem);
			strbuf_add(&out, percent + 1, word.length - before - 1);
		}
	}
	copy = arena_strdup(make->arena, strbuf_text(&out));
	strbuf_free(&out);
	return copy;
}

static bool matches(struct make *make, const struct make_rule *rule, const char *name, const char **stem)
{
	struct span found;

	*stem = rule->stem;
	if (!rule->pattern)
		return !strcmp(rule->target, name);
	if (!make_matches((struct span){ rule->target, strlen(rule->target) },
			  (struct span){ name, strlen(name) }, &found))
		return false;
	*stem = arena_strndup(make->arena, found.text, found.length);
	return true;
}

/* The pattern with a recipe that leaves the shortest stem, as make chooses; NULL: none matches. */
static const struct make_rule *best_pattern(struct make *make, const char *name, const char **stem)
{
	const struct make_rule *best = NULL;
	const char *found;

	vec_each(rule, &make->rules)
		if (rule->pattern && rule->recipe->length && matches(make, rule, name, &found) &&
		    (!best || strlen(found) < strlen(*stem))) {
			best = rule;
			*stem = found;
		}
	return best;
}

/* Takes RULE's recipe for TARGET, if it has none yet, and its prerequisites. */
static void take_rule(struct make *make, struct make_target *target, const struct make_rule *rule,
		      const char *stem, const char **recipe)
{
	const char *own = with_stem(make, rule->prerequisites, stem);

	if (!rule->recipe->length || *recipe) {
		target->prerequisites = arena_printf(make->arena, "%s %s", target->prerequisites, own);
		return;
	}
	*recipe = strbuf_text(rule->recipe);
	target->prerequisites = arena_printf(make->arena, "%s %s", own, target->prerequisites);
	target->stem = stem ? stem : "";
}

const char *make_rule(struct make *make, struct make_target *target)
{
	const char *recipe = NULL, *stem = NULL;
	const struct make_rule *pattern;
	struct span first;

	target->stem = target->prerequisites = "";
	vec_each(rule, &make->rules)
		if (!rule->pattern && matches(make, rule, target->name, &stem))
			take_rule(make, target, rule, stem, &recipe);
	pattern = recipe ? NULL : best_pattern(make, target->name, &stem);
	if (pattern)
		take_rule(make, target, pattern, stem, &recipe);
	first = make_next_word(target->prerequisites);
	target->source = arena_strndup(make->arena, first.text, first.length);
	return recipe;
}

/* Whether there is all that PREREQUISITES with STEM name: kbuild's own patterns fit about any name. */
static bool has_all(struct make *make, const char *prerequisites, const char *stem)
{
	make_each_word(word, with_stem(make, prerequisites, stem)) {
		const char *name = arena_strndup(make->arena, word.text, word.length);

		if (strcmp(name, "FORCE") && !make_sources_has(make->world->sources, make_path(make, name)))
			return false;
	}
	return true;
}

/* Whether PATH ends with the path TAIL. */
static bool ends_with_path(const char *path, const char *tail)
{
	size_t length = strlen(path), less = strlen(tail);

	return ends_with(path, tail) && (length == less || path[length - less - 1] == '/');
}

const char *make_maker_of(struct make *make, const char *directory, const char *header)
{
	const char *name, *stem;

	/* A file below includes it by the way up. */
	while (starts_with(header, "../"))
		header += strlen("../");
	name = path_normalise(make->arena, path_join(make->arena, directory, header));
	vec_each(rule, &make->rules) {
		if (!rule->recipe->length)
			continue;
		if (!rule->pattern && ends_with_path(path_normalise(make->arena, rule->target), header))
			return rule->file;
		if (rule->pattern && matches(make, rule, name, &stem) &&
		    (!starts_with(rule->file, "scripts/") || has_all(make, rule->prerequisites, stem)))
			return rule->file;
	}
	return NULL;
}

void make_each_target(struct make *make, void (*each)(const char *target, void *context), void *context)
{
	for (size_t i = 0; i < make->rules.count; i++) {
		const struct make_rule rule = make->rules.data[i];

		if (!rule.pattern)
			each(rule.target, context);
		make_each_word(word, rule.prerequisites)
			if (!memchr(word.text, '%', word.length))
				each(arena_strndup(make->arena, word.text, word.length), context);
	}
}
