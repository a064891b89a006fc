/* SPDX-License-Identifier: GPL-2.0-only */
/* Calls of make's functions: shared by the files that hold the functions. */
#ifndef MNCHECK_KBUILD_MAKE_CALL_H
#define MNCHECK_KBUILD_MAKE_CALL_H

#include "kbuild/make_internal.h"

#define ARGUMENTS_MOST 32

/* One call: its arguments, expanded unless the function wants them as written. */
struct make_call {
	struct make *make;
	size_t count;
	struct span raw[ARGUMENTS_MOST];
	char *text[ARGUMENTS_MOST];	/* NULL: not expanded */
	struct strbuf *out;
};

/* Argument INDEX, expanded; "" where there is none. */
static inline const char *argument(const struct make_call *call, size_t index)
{
	return index < call->count && call->text[index] ? call->text[index] : "";
}

static inline struct span argument_span(const struct make_call *call, size_t index)
{
	const char *text = argument(call, index);

	return (struct span){ text, strlen(text) };
}

/* TEXT without blanks at its ends. */
static inline struct span strip(const char *text)
{
	struct span span = { text, strlen(text) };

	while (span.length && strchr(" \t\n\r", *span.text))
		span.text++, span.length--;
	while (span.length && strchr(" \t\n\r", span.text[span.length - 1]))
		span.length--;
	return span;
}

/* Words are put one after the other, with a blank between. */
struct words {
	struct strbuf *out;
	bool any;
};

static inline void begin_word(struct words *words)
{
	if (words->any)
		strbuf_putc(words->out, ' ');
	words->any = true;
}

static inline void add_word(struct words *words, struct span word)
{
	begin_word(words);
	strbuf_add(words->out, word.text, word.length);
}

/* Functions of text and of names of files. */
void do_subst(struct make_call *call);
void do_patsubst(struct make_call *call);
void do_strip(struct make_call *call);
void do_findstring(struct make_call *call);
void do_filter(struct make_call *call);
void do_filter_out(struct make_call *call);
void do_sort(struct make_call *call);
void do_word(struct make_call *call);
void do_wordlist(struct make_call *call);
void do_words(struct make_call *call);
void do_firstword(struct make_call *call);
void do_lastword(struct make_call *call);
void do_dir(struct make_call *call);
void do_notdir(struct make_call *call);
void do_suffix(struct make_call *call);
void do_basename(struct make_call *call);
void do_addsuffix(struct make_call *call);
void do_addprefix(struct make_call *call);
void do_join(struct make_call *call);
void do_wildcard(struct make_call *call);
void do_abspath(struct make_call *call);
void do_realpath(struct make_call *call);

#endif
