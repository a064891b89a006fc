// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/allow.h"

#include <ctype.h>
#include <errno.h>
#include <fnmatch.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/map.h"
#include "base/str.h"
#include "analysis/source_text.h"
#include "report/linehash.h"
#include "tree/overlay.h"

/* One suppression, for matching. */
struct permit {
	struct allowance *allowance;	/* its entry in the run */
	int rule;		/* -1: unknown */
	const struct source *source;	/* of the comment; NULL: a line of a list */
	unsigned target;	/* the line of code that the comment is about */
};

/* One call of allow_findings(). */
struct desk {
	struct run *run;
	const struct allow_options *options;
	VEC(struct source *) sources;	/* in the order of their names */
	struct strmap by_file;
	VEC(struct permit) permits;
};

/* ---- reading suppressions ---- */

static void reject(struct desk *desk, struct allowance *allowance, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Records why ALLOWANCE has no effect. The first complaint counts. */
static void reject(struct desk *desk, struct allowance *allowance, const char *format, ...)
{
	va_list args;

	if (allowance->wrong)
		return;
	va_start(args, format);
	allowance->wrong = arena_vprintf(desk->run->arena, format, args);
	va_end(args);
}

static const char *list_rules(struct arena *arena)
{
	const char *names = rules[0]->name;

	for (int rule = 1; rule < RULE_COUNT; rule++)
		names = arena_printf(arena, "%s%s%s", names,
				     rule == RULE_COUNT - 1 ? " or " : ", ", rules[rule]->name);
	return names;
}

static void add_permit(struct desk *desk, const struct permit *like, const char *rule,
		       const char *because)
{
	struct arena *arena = desk->run->arena;
	struct permit permit = *like;

	permit.allowance = arena_copy(arena, like->allowance, sizeof(*like->allowance));
	permit.allowance->rule = rule;
	permit.allowance->because = because;
	permit.rule = rule_find(rule);
	if (!*rule)
		reject(desk, permit.allowance, "suppression names no rule: expected %s",
		       list_rules(arena));
	else if (permit.rule < 0)
		reject(desk, permit.allowance, "suppression of '%s', which is an unknown rule: "
		       "expected %s", rule, list_rules(arena));
	else if (!because)
		reject(desk, permit.allowance, "suppression of '%s' without a reason: write "
		       "'%s because ...'", rule, rule);
	vec_push(&desk->permits, permit);
	vec_push(&desk->run->allowances, permit.allowance);
}

static size_t word_length(const char *text)
{
	size_t length = 0;

	while (isalnum((unsigned char)text[length]) || text[length] == '-' || text[length] == '_')
		length++;
	return length;
}

static const char *skip_space(const char *text)
{
	while (isspace((unsigned char)*text))
		text++;
	return text;
}

/* The text behind "because", without punctuation around it; NULL: there is none. */
static const char *read_reason(struct arena *arena, const char *text, size_t length)
{
	if (length < 7 || strncmp(text, "because", 7) || word_length(text) != 7)
		return NULL;
	text += 7;
	length -= 7;
	while (length && strchr(" \t:.,-", text[length - 1]))
		length--;
	while (length && strchr(" \t:.,-", *text)) {
		text++;
		length--;
	}
	return length ? arena_strndup(arena, text, length) : NULL;
}

/* Reads "RULE[, RULE...] because REASON", LENGTH bytes. Adds a permit for each rule. */
static void read_permits(struct desk *desk, const struct permit *like, const char *text,
			 size_t length)
{
	struct arena *arena = desk->run->arena;
	const char *end = text + length;
	VEC(const char *) names = { 0 };

	for (text = skip_space(text); text < end; text = skip_space(text + 1)) {
		size_t word = word_length(text);

		if (!names.count && word == 7 && !strncmp(text, "because", 7))
			word = 0;
		vec_push(&names, arena_strndup(arena, text, word));
		text = skip_space(text + word);
		if (text >= end || *text != ',')
			break;
	}
	if (!names.count)
		vec_push(&names, "");
	const char *because = text < end ? read_reason(arena, text, (size_t)(end - text)) : NULL;
	vec_each(name, &names)
		add_permit(desk, like, *name, because);
	vec_free(&names);
}

/* Finds the next "mncheck: allow" in TEXT: *START is its begin. Returns its end, or NULL. */
static const char *find_directive(const char *text, const char **start)
{
	while ((text = strstr(text, "mncheck:"))) {
		*start = text;
		text = skip_space(text + 8);
		if (word_length(text) == 5 && !strncmp(text, "allow", 5))
			return text + 5;
	}
	return NULL;
}

static void read_comment(struct desk *desk, const struct source *source,
			 const struct source_comment *comment)
{
	struct allowance allowance = { .file = source->file, .line = comment->line };
	struct permit like = {
		.allowance = &allowance, .source = source, .target = comment->target,
	};
	const char *start, *at = find_directive(comment->text, &start);

	while (at) {
		const char *after = find_directive(at, &start);

		read_permits(desk, &like, at, after ? (size_t)(start - at) : strlen(at));
		at = after;
	}
}

/* Reads "WHERE RULE[, RULE...] because REASON", a line of the list NAME. */
static void read_line(struct desk *desk, const char *name, const char *line, unsigned number)
{
	struct arena *arena = desk->run->arena;
	size_t length = strcspn(line, " \t");
	struct allowance allowance = { .file = name, .line = number };
	struct permit like = { .allowance = &allowance };

	allowance.where = arena_strndup(arena, line, length);
	read_permits(desk, &like, line + length, strlen(line + length));
}

/* Reads the list at PATH, which reports call NAME. */
static void read_list(struct desk *desk, const char *path, const char *name)
{
	struct arena *arena = desk->run->arena;
	struct error error = { 0 };
	char *text = read_file(path, NULL, &error), *rest = text;

	if (error.kind)
		vec_push(&desk->run->problems, (struct run_problem){
			name, arena_strdup(arena, error.message), UINT_MAX });
	error_clear(&error);
	for (unsigned number = 1; rest; number++) {
		char *line = strsep(&rest, "\n");
		size_t length = strlen(line);

		while (length && isspace((unsigned char)line[length - 1]))
			line[--length] = '\0';
		line = (char *)skip_space(line);
		if (*line && *line != '#')
			read_line(desk, name, line, number);
	}
	free(text);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The tree's list, then those of --allow by their names. */
static void read_lists(struct desk *desk)
{
	struct arena *arena = desk->run->arena;
	const struct strings *given = desk->options->lists;
	const char *own = overlay_path(desk->options->overlay, desk->options->root, arena, ALLOW_FILE);
	struct strings lists = { 0 };

	if (!access(own, F_OK))
		read_list(desk, own, ALLOW_FILE);
	for (size_t i = 0; given && i < given->count; i++)
		vec_push(&lists, arena_strdup(arena, given->data[i]));
	if (lists.count)
		qsort(lists.data, lists.count, sizeof(*lists.data), by_text);
	vec_each(list, &lists)
		read_list(desk, *list, *list);
	vec_free(&lists);
}

uint64_t allow_lists_state(const struct strings *lists)
{
	uint64_t state = 0;

	vec_each(list, lists) {
		struct error ignored = { 0 };
		size_t length = 0;
		char *text = read_file(*list, &length, &ignored);

		state = hash_mix(hash_mix(state, hash_bytes(*list, strlen(*list), 0)),
				 text ? hash_bytes(text, length, 0) : 0);
		error_clear(&ignored);
		free(text);
	}
	return state;
}

/* ---- sources ---- */

static const char *const no_file = "";

static void want_source(struct desk *desk, const char *file)
{
	if (file && *file && !strmap_has(&desk->by_file, file))
		strmap_set(&desk->by_file, file, (void *)no_file);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct map_entry *)a)->key, ((const struct map_entry *)b)->key);
}

/* Opens all files that rows and findings name, and those of the caller. */
static void open_sources(struct desk *desk)
{
	struct arena *arena = desk->run->arena;
	struct strmap found = { 0 };

	vec_each(row, &desk->run->rows) {
		want_source(desk, row->file);
		vec_each(finding, &row->findings) {
			want_source(desk, finding->file);
			for (size_t i = 0; i < finding->ntrace; i++)
				want_source(desk, finding->trace[i].file);
		}
	}
	for (size_t i = 0; i < desk->options->nfiles; i++)
		want_source(desk, desk->options->files[i]);
	if (desk->by_file.count)
		qsort(desk->by_file.entries, desk->by_file.count, sizeof(struct map_entry),
		      by_name);
	for (size_t i = 0; i < desk->by_file.count; i++) {
		const char *file = desk->by_file.entries[i].key;
		struct source *source = source_open(arena,
			overlay_path(desk->options->overlay, desk->options->root, arena, file),
			file);

		if (!source)
			continue;
		vec_push(&desk->sources, source);
		strmap_set(&found, source->file, source);
	}
	strmap_free(&desk->by_file);
	desk->by_file = found;
}

static void describe_finding(struct desk *desk, struct finding *finding)
{
	const struct source *source = strmap_get(&desk->by_file, finding->file);
	struct strbuf hash = { 0 };

	if (!source)
		return;
	finding->end_column = source_word_end(source, finding->line, finding->column);
	if (line_hash(source->text, finding->line, &hash))
		finding->line_hash = arena_strdup(desk->run->arena, strbuf_text(&hash));
	strbuf_free(&hash);
}

/* ---- matching ---- */

static bool matches(const char *pattern, const char *text)
{
	return text && *text && !fnmatch(pattern, text, 0);
}

/* Whether a pattern without a colon matches files, not callbacks. */
static bool is_path(const char *where)
{
	return !strchr(where, ':') &&
	       (strchr(where, '/') || ends_with(where, ".c") || ends_with(where, ".h"));
}

/* Matches "FILES", "CALLBACKS" or "FILES:CALLBACKS", shell patterns, with FILE and the row's callback. */
static bool pattern_fits(struct arena *arena, const char *where, const struct row *row,
			 const char *file)
{
	const char *colon = strrchr(where, ':');

	if (colon)
		return matches(arena_strndup(arena, where, (size_t)(colon - where)), file) &&
		       matches(colon + 1, row->callback);
	if (is_path(where))
		return matches(where, file);
	return matches(where, row->callback);
}

/* Whether the permit allows all findings of its rule in the row. */
static bool permits_row(struct desk *desk, const struct permit *permit, const struct row *row)
{
	if (!permit->source)
		return pattern_fits(desk->run->arena, permit->allowance->where, row, row->file);
	return !strcmp(permit->source->file, row->file) &&
	       source_reaches(permit->source, permit->target, row->line);
}

static bool permits_finding(struct desk *desk, const struct permit *permit, const struct row *row,
			    const struct finding *finding)
{
	if (permit->rule != (int)finding->rule || permit->allowance->wrong)
		return false;
	if (permits_row(desk, permit, row))
		return true;
	if (!permit->source)
		return pattern_fits(desk->run->arena, permit->allowance->where, row, finding->file);
	return !strcmp(permit->source->file, finding->file) &&
	       source_reaches(permit->source, permit->target, finding->line);
}

static void allow_finding(struct desk *desk, const struct row *row, struct finding *finding)
{
	vec_each(permit, &desk->permits) {
		if (!permits_finding(desk, permit, row, finding))
			continue;
		permit->allowance->used++;
		if (!finding->allowed)
			finding->allowed = permit->allowance;
	}
}

/* ---- stale suppressions ---- */

/* Whether a better analysis may still find a violation. */
static bool is_open(const struct row *row, int rule)
{
	return !row->analysed || row->verdicts[rule] == VERDICT_UNDECIDED ||
	       row->verdicts[rule] == VERDICT_NOT_RUN;
}

/*
 * Whether a permit that allowed nothing is stale. A permit at a callback, or one that names it, is about that
 * callback: its verdict must be decided. A permit at any other line may be about any callback that runs it:
 * all verdicts must be decided.
 */
static bool is_stale(struct desk *desk, const struct permit *permit)
{
	bool about_rows = false, open_rows = false, open_other = false, file_seen = false;

	vec_each(row, &desk->run->rows) {
		bool open = is_open(row, permit->rule);

		if (permits_row(desk, permit, row)) {
			about_rows = true;
			open_rows = open_rows || open;
		}
		open_other = open_other || open;
		file_seen = file_seen ||
			    (permit->source && !strcmp(row->file, permit->source->file));
	}
	permit->allowance->part.about = about_rows;
	permit->allowance->part.open = open_rows;
	if (about_rows)
		return !open_rows;
	if (!permit->source && !is_path(permit->allowance->where))
		return desk->options->whole;
	return (desk->options->whole || file_seen) && !open_other;
}

static const char *words_of_stale(struct arena *arena, const struct allowance *allowance)
{
	return allowance->part.nowhere ?
	       arena_printf(arena, "suppression of '%s' stands at no code: write it on the line of the finding or of the "
			    "callback, or right above it", allowance->rule) :
	       arena_printf(arena, "stale suppression of '%s': it has nothing to suppress any more", allowance->rule);
}

static void find_stale(struct desk *desk)
{
	vec_each(permit, &desk->permits) {
		struct allowance *allowance = permit->allowance;

		if (allowance->wrong || allowance->used || !desk->run->rule_enabled[permit->rule])
			continue;
		bool stale = is_stale(desk, permit);

		allowance->part.nowhere = permit->source && !permit->target;
		if (!desk->options->part && (allowance->part.nowhere || stale))
			allowance->wrong = words_of_stale(desk->run->arena, allowance);
	}
}

/* ---- parts of a scan ---- */

static bool is_open_in(const struct run *run, int rule)
{
	vec_each(row, &run->rows)
		if (is_open(row, rule))
			return true;
	return false;
}

void find_stale_of_parts(struct run *run)
{
	vec_each(entry, &run->allowances) {
		struct allowance *allowance = *entry;
		int rule = rule_find(allowance->rule);
		bool stale = !is_open_in(run, rule < 0 ? 0 : rule);

		if (allowance->wrong || allowance->used || rule < 0 || !run->rule_enabled[rule])
			continue;
		if (allowance->part.about)
			stale = !allowance->part.open;
		else if (allowance->where && !is_path(allowance->where))
			stale = true;
		if (allowance->part.nowhere || stale)
			allowance->wrong = words_of_stale(run->arena, allowance);
	}
}

void allow_findings(struct run *run, const struct allow_options *options)
{
	struct desk desk = { .run = run, .options = options };

	if (!options->root)
		return;
	open_sources(&desk);
	vec_each(source, &desk.sources)
		vec_each(comment, &(*source)->comments)
			read_comment(&desk, *source, comment);
	read_lists(&desk);
	vec_each(row, &run->rows) {
		vec_each(finding, &row->findings) {
			describe_finding(&desk, finding);
			allow_finding(&desk, row, finding);
		}
	}
	find_stale(&desk);
	vec_each(source, &desk.sources)
		source_close(*source);
	vec_free(&desk.sources);
	vec_free(&desk.permits);
	strmap_free(&desk.by_file);
}
