// SPDX-License-Identifier: GPL-2.0-only
/* kbuild's macros that try the compiler, the assembler or the linker: answered from a table. */
#include <string.h>

#include "kbuild/compiler.h"
#include "kbuild/make_internal.h"

static const char *argument(const struct make_frame *frame, size_t index)
{
	return index < frame->count ? frame->arguments[index] : "";
}

/*
 * Whether every word of OPTIONS is an option that the compiler takes. kbuild asks for -Wno-x by asking for
 * -Wx.
 */
static bool accepts(struct make *make, const char *options)
{
	make_each_word(word, options) {
		enum compiler_answer answer;
		char positive[128];

		/* What follows is in the table by itself. */
		if (word.length == 6 && !memcmp(word.text, "-mllvm", 6))
			continue;
		if (word.length > 5 && word.length < sizeof(positive) && !memcmp(word.text, "-Wno-", 5)) {
			memcpy(positive, "-W", 2);
			memcpy(positive + 2, word.text + 5, word.length - 5);
			answer = compiler_accepts(make->world->clang, make->world->arch, positive, word.length - 3);
		} else {
			answer = compiler_accepts(make->world->clang, make->world->arch, word.text, word.length);
		}
		/* Warnings and options of the assembler (-Wa,) decide nothing about what is parsed. */
		if (answer == COMPILER_UNKNOWN && (word.length < 2 || memcmp(word.text, "-W", 2)))
			make_note(make, "$(call cc-option,%.*s): not known of the compiler",
				  (int)word.length, word.text);
		if (answer != COMPILER_YES)
			return false;
	}
	return true;
}

static void answer_option(struct make *make, const char *option, const char *otherwise, struct strbuf *out)
{
	strbuf_puts(out, accepts(make, option) ? option : otherwise);
}

static void cc_option(struct make *make, const struct make_frame *frame, struct strbuf *out)
{
	answer_option(make, argument(frame, 1), argument(frame, 2), out);
}

/* $(call __cc-option,COMPILER,FLAGS,OPTION,OTHERWISE) */
static void cc_option_of(struct make *make, const struct make_frame *frame, struct strbuf *out)
{
	answer_option(make, argument(frame, 3), argument(frame, 4), out);
}

static void cc_option_yn(struct make *make, const struct make_frame *frame, struct strbuf *out)
{
	strbuf_putc(out, accepts(make, argument(frame, 1)) ? 'y' : 'n');
}

static void cc_disable_warning(struct make *make, const struct make_frame *frame, struct strbuf *out)
{
	struct span warning = make_next_word(argument(frame, 1));
	char *option = xasprintf("-Wno-%.*s", (int)warning.length, warning.text);

	answer_option(make, option, "", out);
	free(option);
}

/* What the linker takes decides nothing about C: it takes everything. */
static void take_first(struct make *make, const struct make_frame *frame, struct strbuf *out)
{
	(void)make;
	strbuf_puts(out, argument(frame, 1));
}

static void take_second(struct make *make, const struct make_frame *frame, struct strbuf *out)
{
	(void)make;
	strbuf_puts(out, argument(frame, 2));
}

/* $(call as-instr,INSTRUCTIONS,YES,NO): the assembler knows those of all kernels so far but these. */
static void as_instr(struct make *make, const struct make_frame *frame, struct strbuf *out)
{
	static const char *const unknown[][2] = { { "s390", ".cfi_val_offset" } };
	size_t answer = 2;

	for (size_t i = 0; i < sizeof(unknown) / sizeof(*unknown); i++)
		if (!strcmp(make->world->arch, unknown[i][0]) && strstr(argument(frame, 1), unknown[i][1]))
			answer = 3;
	strbuf_puts(out, argument(frame, answer));
}

/* Rust, host programs, other compilers: nothing is there. */
static void take_nothing(struct make *make, const struct make_frame *frame, struct strbuf *out)
{
	(void)make;
	(void)frame;
	(void)out;
}

static void take_no(struct make *make, const struct make_frame *frame, struct strbuf *out)
{
	(void)make;
	(void)frame;
	strbuf_putc(out, 'n');
}

/* $(call try-run,COMMAND,YES,NO) */
static void try_run(struct make *make, const struct make_frame *frame, struct strbuf *out)
{
	make_note(make, "$(call try-run,%.120s): not known", argument(frame, 1));
	strbuf_puts(out, argument(frame, 3));
}

bool make_compiler_macro(struct make *make, const char *name, const struct make_frame *arguments,
			 struct strbuf *out)
{
	static const struct {
		const char *name;
		void (*answer)(struct make *make, const struct make_frame *frame, struct strbuf *out);
	} macros[] = {
		{ "cc-option", cc_option },
		{ "__cc-option", cc_option_of },
		{ "cc-option-yn", cc_option_yn },
		{ "cc-disable-warning", cc_disable_warning },
		{ "try-run", try_run },
		{ "as-option", cc_option },
		{ "as-option-yn", cc_option_yn },
		{ "as-instr", as_instr },
		{ "ld-option", take_first },
		{ "cc-ldoption", take_first },
		{ "hostcc-option", take_second },
		{ "rustc-option", take_second },
		{ "__rustc-option", take_nothing },
		{ "rustc-option-yn", take_no },
		{ "cc-cross-prefix", take_nothing },
	};

	for (size_t i = 0; i < sizeof(macros) / sizeof(*macros); i++)
		if (!strcmp(macros[i].name, name)) {
			macros[i].answer(make, arguments, out);
			return true;
		}
	return false;
}
