// SPDX-License-Identifier: GPL-2.0-only
/* Conditionals of the preprocessor that a missing header may decide. */
#include "front/damage.h"

#include <ctype.h>
#include <string.h>

/* A conditional that is open at a directive. */
struct open {
	unsigned line;		/* of its #if */
	size_t first;		/* the directive's index */
	const char *why;	/* it is doubtful; or NULL */
	bool has_else, is_guard;
};

struct condition_survey {
	struct front *front;
	struct source_file *file;
	CXSourceRangeList *skipped;
	VEC(struct directive) directives;
	VEC(struct open) open;
	bool changed;
};

/* ---- conditions ----------------------------------------------------------------- */

static bool is_operator(const struct name_words *words)
{
	return (words->length == 7 && !memcmp(words->word, "defined", 7)) ||
	       (words->length > 6 && !memcmp(words->word, "__has_", 6));
}

/* Kconfig says what the configuration is: no header does. */
static bool is_option(const struct name_words *words)
{
	return words->length > 7 && !memcmp(words->word, "CONFIG_", 7);
}

/* Why nobody knows whether the condition holds, or NULL. */
static const char *doubtful_condition(struct condition_survey *survey, const struct directive *directive)
{
	struct front *front = survey->front;
	const char *header = missing_before(front, survey->file, directive->line);
	struct name_words words = { .at = directive->rest, .end = directive->end };

	/* the parser takes a condition with an error for false */
	vec_each(trouble, &front->troubles)
		if (trouble->file == survey->file && trouble->line == directive->line)
			return trouble_told(front, trouble);
	while (next_word(&words)) {
		const char *name = arena_strndup(front->arena, words.word, words.length);
		const char *why = strmap_get(&front->doubtful, name);

		if (why)
			return why;
		if (!header || is_operator(&words) || is_option(&words) ||
		    is_macro(front, name, survey->file, directive->line))
			continue;
		return arena_printf(front->unit->arena, "%s:%u: the condition tests '%s', which '%s' "
				    "may define, and that header was not found",
				    survey->file->path, directive->line, name, header);
	}
	return NULL;
}

/* Whether an outer conditional leaves the line out. */
static bool is_skipped(const struct condition_survey *survey, unsigned line)
{
	for (unsigned i = 0; survey->skipped && i < survey->skipped->count; i++) {
		CXSourceRange range = survey->skipped->ranges[i];
		unsigned first, last;

		clang_getExpansionLocation(clang_getRangeStart(range), NULL, &first, NULL, NULL);
		clang_getExpansionLocation(clang_getRangeEnd(range), NULL, &last, NULL, NULL);
		if (first < line && line < last)
			return true;
	}
	return false;
}

/* ---- regions -------------------------------------------------------------------- */

static void close_region(struct condition_survey *survey, const struct open *open, unsigned last)
{
	struct front *front = survey->front;
	struct text_region region = {
		.file = survey->file, .first = open->line, .last = last,
		.has_else = open->has_else, .why = open->why,
	};

	survey->changed |= add_region(front, &region);
}

/* MODULE_FILE_H and its like */
static bool names_header(const struct name_words *words)
{
	size_t length = words->length;

	while (length && words->word[length - 1] == '_')
		length--;
	return length > 2 && words->word[length - 2] == '_' &&
	       toupper((unsigned char)words->word[length - 1]) == 'H';
}

/* Whether a header begins with "#ifndef X" and "#define X" (or "#if !defined(X) || ..."): that is its guard. */
static bool is_guard(const struct condition_survey *survey, size_t index)
{
	const struct directive *first = survey->directives.data;
	struct name_words tested = { .at = first->rest, .end = first->end }, defined;

	if (index || survey->directives.count < 2 || !directive_is(&first[1], "define") ||
	    survey->file->handle == survey->front->main_file)
		return false;
	do {
		if (!next_word(&tested))
			return false;
	} while (is_operator(&tested));
	defined = (struct name_words){ .at = first[1].rest, .end = first[1].end };
	if (!next_word(&defined) || defined.length != tested.length ||
	    memcmp(defined.word, tested.word, defined.length))
		return false;
	return skip_blanks(defined.at, defined.end) == defined.end || names_header(&defined);
}

static const char *doubtful_around(const struct condition_survey *survey)
{
	vec_each(open, &survey->open)
		if (open->why && !open->is_guard)
			return open->why;
	/* line 0 is before all conditionals of the file */
	vec_each(region, &survey->front->regions)
		if (region->file == survey->file && !region->first)
			return region->why;
	return NULL;
}

/* A macro is doubtful where a doubtful conditional chooses it, or its text has a doubtful name. */
static void read_definition(struct condition_survey *survey, const struct directive *directive)
{
	struct front *front = survey->front;
	struct name_words words = { .at = directive->rest, .end = directive->end };
	const char *why = doubtful_around(survey);

	if (!next_word(&words))
		return;
	if (!why && !is_skipped(survey, directive->line))
		why = doubt_within(front, clang_getNullCursor(), &(struct piece){
			survey->file, directive->line, directive->line, words.at, words.end });
	if (why)
		survey->changed |= doubt(&front->doubtful, front, words.word, words.length, why);
}

static void read_directive(struct condition_survey *survey, size_t index)
{
	const struct directive *directive = &survey->directives.data[index];
	bool begins = directive->length >= 2 && !memcmp(directive->name, "if", 2);
	bool goes_on = directive->length >= 4 && !memcmp(directive->name, "elif", 4);
	struct open *open;

	if (begins)
		vec_push(&survey->open, (struct open){ .line = directive->line,
						       .is_guard = is_guard(survey, index) });
	if (directive_is(directive, "define"))
		read_definition(survey, directive);
	if (!survey->open.count)
		return;
	open = &vec_last(&survey->open);
	if ((begins || goes_on) && !open->why && !open->is_guard &&
	    !is_skipped(survey, open->line))
		open->why = doubtful_condition(survey, directive);
	open->has_else |= goes_on || directive_is(directive, "else");
	if (!directive_is(directive, "endif"))
		return;
	if (open->why)
		close_region(survey, open, directive->line);
	(void)vec_pop(&survey->open);
}

bool survey_conditionals(struct front *front, struct source_file *file)
{
	struct condition_survey survey = { .front = front, .file = file };
	struct directives directives = { .line = 1 };
	struct directive directive;

	need_text(front, file);
	if (!file->text)
		return false;
	directives.at = file->text;
	directives.end = file->text + file->length;
	while (next_directive(&directives, &directive))
		vec_push(&survey.directives, directive);
	survey.skipped = clang_getSkippedRanges(front->tu, file->handle);
	for (size_t i = 0; i < survey.directives.count; i++)
		read_directive(&survey, i);
	if (survey.skipped)
		clang_disposeSourceRangeList(survey.skipped);
	vec_free(&survey.directives);
	vec_free(&survey.open);
	return survey.changed;
}
