// SPDX-License-Identifier: GPL-2.0-only
#include "tree/maintainers.h"

#include <regex.h>
#include <string.h>
#include <strings.h>

struct maintainers_line {
	char tag;		/* 'M' */
	const char *value;
};

struct maintainers_section {
	const char *title;
	VEC(struct maintainers_line) lines;
};

struct maintainers {
	struct arena *arena;
	VEC(struct maintainers_section) sections;
	char *mailmap;		/* text of .mailmap, or NULL */
};

/* ---- reading ---- */

/* "M:\tvalue": lines before the first section have none of these, or are indented. */
static bool is_entry(const char *line)
{
	return line[0] >= 'A' && line[0] <= 'Z' && line[1] == ':' && (line[2] == '\t' || line[2] == ' ');
}

static char *trim(char *text)
{
	size_t length;

	text += strspn(text, " \t");
	for (length = strlen(text); length && strchr(" \t\r", text[length - 1]); length--)
		text[length - 1] = '\0';
	return text;
}

static void read_lines(struct maintainers *all, char *text)
{
	const char *title = "";
	bool begins = true;

	for (char *line; (line = strsep(&text, "\n"));) {
		if (!is_entry(line)) {
			if (*line && *line != ' ' && *line != '\t')
				title = line;
			begins = true;
			continue;
		}
		if (begins)
			vec_push(&all->sections, (struct maintainers_section){ .title = title });
		begins = false;
		vec_push(&vec_last(&all->sections).lines, (struct maintainers_line){ *line, trim(line + 2) });
	}
}

/* The vectors are the arena's from then on, so that nobody frees them. */
static void keep_in_arena(struct maintainers *all)
{
	struct maintainers_section *sections;

	vec_each(section, &all->sections) {
		struct maintainers_line *lines = arena_copy(all->arena, section->lines.data,
							    section->lines.count * sizeof(*lines));

		free(section->lines.data);
		section->lines.data = lines;
	}
	sections = arena_copy(all->arena, all->sections.data, all->sections.count * sizeof(*sections));
	free(all->sections.data);
	all->sections.data = sections;
}

struct maintainers *maintainers_read(struct arena *arena, const char *path)
{
	struct error ignored = { 0 };
	char *text = read_file(path_join(arena, path, "MAINTAINERS"), NULL, &ignored);

	error_clear(&ignored);
	if (!text)
		return NULL;
	struct maintainers *all = arena_alloc(arena, sizeof(*all));

	all->arena = arena;
	read_lines(all, arena_strdup(arena, text));
	keep_in_arena(all);
	free(text);
	text = read_file(path_join(arena, path, ".mailmap"), NULL, &ignored);
	error_clear(&ignored);
	all->mailmap = text ? arena_strdup(arena, text) : NULL;
	free(text);
	return all;
}

/* ---- matching ---- */

static size_t count_slashes(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += *text == '/';
	return count;
}

/*
 * Whether PATTERN matches the beginning of TEXT; a star also matches slashes. What the last star takes is all that is ever tried
 * again: a pattern of many stars costs no more than both lengths multiplied.
 */
static bool matches_beginning(const char *pattern, const char *text)
{
	const char *star = NULL, *taken = NULL;

	while (*pattern) {
		if (*pattern == '*') {
			star = ++pattern;
			taken = text;
		} else if (*text && (*pattern == '?' || *pattern == *text)) {
			pattern++;
			text++;
		} else if (star && *taken) {
			pattern = star;
			text = ++taken;
		} else {
			return false;
		}
	}
	return true;
}

/*
 * F: or X: as get_maintainer.pl takes it. "dir/" has all below it; any other pattern has files as deep as itself. A directory may
 * lack its slash: then it is the beginning of the file up to a slash.
 */
static bool fits_file(const char *pattern, const char *file)
{
	size_t length = strlen(pattern);

	if (!length)
		return false;
	if (pattern[length - 1] == '/')
		return matches_beginning(pattern, file);
	if (starts_with(file, pattern) && file[length] == '/')
		return true;
	return count_slashes(pattern) == count_slashes(file) && matches_beginning(pattern, file);
}

/* Repetitions of repetitions and references backwards take a regular expression's time and memory without end. */
static bool is_simple(const char *pattern)
{
	for (; *pattern; pattern++) {
		if (*pattern == '{' || (*pattern == '\\' && pattern[1] >= '1' && pattern[1] <= '9'))
			return false;
		pattern += *pattern == '\\' && pattern[1];
	}
	return true;
}

static bool fits_regex(const char *pattern, const char *file)
{
	regex_t regex;

	if (!is_simple(pattern) || regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB))
		return false;
	bool fits = !regexec(&regex, file, 0, NULL, 0);

	regfree(&regex);
	return fits;
}

/* How precise the section is about FILE: 0, not at all; else more for a deeper pattern. */
static size_t precision_of(const struct maintainers_section *section, const char *file)
{
	size_t best = 0;

	vec_each(line, &section->lines) {
		size_t depth = 0;

		if (line->tag == 'X' && fits_file(line->value, file))
			return 0;
		if (line->tag == 'F' && fits_file(line->value, file))
			depth = 2 + count_slashes(line->value) + (line->value[strlen(line->value) - 1] != '/');
		else if (line->tag == 'N' && fits_regex(line->value, file))
			depth = 1;
		best = depth > best ? depth : best;
	}
	return best;
}

/* ---- addresses ---- */

static const char *address_of(const char *text, size_t *length)
{
	const char *open = strrchr(text, '<');

	text = open ? open + 1 : text;
	*length = strcspn(text, "> \t(");
	return text;
}

bool addressee_has(const struct strings *list, const char *address)
{
	size_t length, other;
	const char *plain = address_of(address, &length);

	vec_each(entry, list) {
		const char *known = address_of(*entry, &other);

		if (other == length && !strncasecmp(known, plain, length))
			return true;
	}
	return false;
}

void addressee_add(struct strings *list, const char *address)
{
	if (*address && !addressee_has(list, address))
		vec_push(list, (char *)address);
}

/*
 * The entry as .mailmap says it is written today: a line "Name <address> Old Name <old address>" or "<address> <old address>" replaces
 * the old address, and the name if it has one.
 */
static const char *map_entry(const struct maintainers *all, const char *entry)
{
	size_t length, known;
	const char *address = address_of(entry, &length), *open = strrchr(entry, '<');

	for (const char *line = all->mailmap; line && *line; line = (line = strchr(line, '\n')) ? line + 1 : NULL) {
		size_t end = strcspn(line, "\n");
		const char *first = memchr(line, '<', end), *last = memrchr(line, '<', end);

		if (*line == '#' || !first || first == last)
			continue;
		known = strcspn(last + 1, ">\n");
		if (known != length || strncasecmp(last + 1, address, length))
			continue;
		size_t name = (size_t)(first - line), fresh = strcspn(first + 1, ">\n");
		const char *from = name ? line : entry;

		name = name ? name : open ? (size_t)(open - entry) : 0;
		return arena_printf(all->arena, "%.*s<%.*s>", (int)name, from, (int)fresh, first + 1);
	}
	return entry;
}

/* Who has a role by a more precise section keeps it, as scripts/get_maintainer.pl decides. */
static void add_person(struct strings *list, const struct strings *other, const char *entry)
{
	if (!addressee_has(other, entry))
		addressee_add(list, entry);
}

static void add_section(const struct maintainers *all, const struct maintainers_section *section,
			struct addressees *addressees)
{
	bool rest = !strcmp(section->title, "THE REST");

	vec_each(line, &section->lines) {
		if (line->tag == 'M' && !rest)
			add_person(&addressees->to, &addressees->cc, map_entry(all, line->value));
		else if (line->tag == 'R')
			add_person(&addressees->cc, &addressees->to, map_entry(all, line->value));
		else if (line->tag == 'L')		/* "list@host (moderated for non-subscribers)" */
			addressee_add(&addressees->cc, arena_strndup(all->arena, line->value,
								     strcspn(line->value, " \t(")));
	}
}

void maintainers_of(const struct maintainers *maintainers, const char *file, struct addressees *addressees)
{
	size_t deepest = 0;

	vec_each(section, &maintainers->sections) {
		size_t precision = precision_of(section, file);

		deepest = precision > deepest ? precision : deepest;
	}
	for (size_t precision = deepest; precision; precision--)
		vec_each(section, &maintainers->sections)
			if (precision_of(section, file) == precision)
				add_section(maintainers, section, addressees);
}

void addressees_free(struct addressees *addressees)
{
	vec_free(&addressees->to);
	vec_free(&addressees->cc);
}
