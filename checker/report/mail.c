// SPDX-License-Identifier: GPL-2.0-only
/*
 * An mbox with a mail per source file that has new findings, in the manner of the kernel's robots: lines with >> are new. Nothing
 * is sent. Date and Message-ID are left to what sends it, so that the same result gives the same mails.
 */
#include "report/printers.h"

#include <ctype.h>

#include "base/process.h"
#include "base/version.h"
#include "report/changes.h"
#include "report/escape.h"
#include "report/mail_headers.h"
#include "report/source_texts.h"
#include "tree/maintainers.h"
#include "vcs/revision.h"

#define EXCERPT_AROUND 5	/* lines of source on each side */
#define SCRIPT_SECONDS 60

struct mail {
	const struct run *run;
	const struct print_options *options;
	struct arena *arena;
	struct strbuf *out;
	struct source_texts sources;
	const struct maintainers *maintainers;	/* NULL: the tree has none */
};

/* ---- what a mail is about ---- */

static bool is_told(const struct run *run, const struct row *row, const struct finding *finding)
{
	return !finding->allowed && !told_before(run, row, finding) && !triage_dismisses(finding_triage(run, finding));
}

static bool is_news(const struct run *run, const struct finding *finding)
{
	enum baseline_state baseline = finding_baseline(run, finding);

	return baseline != BASELINE_UNCHANGED && baseline != BASELINE_DISMISSED;
}

/* The first new finding of FILE's callbacks, and how many there are; NULL: no mail is due. */
static const struct finding *find_news(const struct run *run, const char *file, size_t *count)
{
	const struct finding *first = NULL;

	*count = 0;
	vec_each(row, &run->rows) {
		vec_each(finding, &row->findings) {
			if (strcmp(row->file, file) || !is_told(run, row, finding) || !is_news(run, finding))
				continue;
			first = first ? first : finding;
			++*count;
		}
	}
	return first;
}

/* ---- addressees ---- */

/* A line of get_maintainer.pl: "Name <address> (maintainer:SECTION)", "list@host (open list:SECTION)". */
static void add_answer(struct mail *mail, char *line, struct addressees *addressees)
{
	char *role = strstr(line, " (");

	if (role)
		*role = '\0';
	bool copies = role && (strstr(role + 1, "list") || strstr(role + 1, "reviewer"));

	addressee_add(copies ? &addressees->cc : &addressees->to, arena_strdup(mail->arena, line));
}

/* Runs the tree's script, since the user asked for it. Returns whether it answered. */
static bool ask_script(struct mail *mail, const char *file, struct addressees *addressees)
{
	const char *const argv[] = { "perl", "scripts/get_maintainer.pl", "--nogit", "--nogit-fallback", "--norolestats",
				     "--roles", "-f", file, NULL };
	const struct run_options options = { .directory = mail->run->tree_path, .timeout_seconds = SCRIPT_SECONDS };
	struct exit_state state = { 0 };
	struct strbuf answer = { 0 };
	struct error ignored = { 0 };

	bool answered = !run_process(argv, &options, &answer, NULL, &state, &ignored) && !state.code && answer.length;
	char *text = strbuf_take(&answer), *rest = text;

	for (char *line; answered && (line = strsep(&rest, "\n"));)
		if (*line)
			add_answer(mail, line, addressees);
	error_clear(&ignored);
	free(text);
	return answered;
}

static void find_addressees(struct mail *mail, const char *file, struct addressees *addressees)
{
	bool asked = mail->options->asks_script && mail->run->tree_path && !mail->run->module &&
		     ask_script(mail, file, addressees);

	if (!asked && mail->maintainers)
		maintainers_of(mail->maintainers, file, addressees);
	size_t kept = 0;		/* who is told is not told twice */
	vec_each(address, &addressees->cc)
		if (!addressee_has(&addressees->to, *address))
			addressees->cc.data[kept++] = *address;
	addressees->cc.count = kept;
}

/* ---- body ---- */

/* In an mbox a line "From " begins a mail, and one with > before it says that it does not. */
static void put_body(struct mail *mail, const char *text)
{
	for (size_t length; *text; text += length + (text[length] == '\n')) {
		length = strcspn(text, "\n");
		if (starts_with(text + strspn(text, ">"), "From "))
			strbuf_putc(mail->out, '>');
		strbuf_add(mail->out, text, length);
		strbuf_putc(mail->out, '\n');
	}
}

static void put_fact(struct strbuf *body, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	strbuf_printf(body, "%-9s", name);
	escape_for_terminal(body, value);
	strbuf_putc(body, '\n');
}

static void put_facts(struct mail *mail, struct strbuf *body)
{
	const struct run *run = mail->run;

	put_fact(body, "kernel:", arena_printf(mail->arena, "Linux %s", run->tree_version ? run->tree_version : ""));
	if (run->revision) {
		put_fact(body, "tree:", run->revision->repository);
		put_fact(body, "branch:", run->revision->branch);
		put_fact(body, "head:", run->revision->commit);
	}
	if (run->change)
		put_fact(body, "since:", run->change->from);
	put_fact(body, "arch:", run->arch);
}

static void put_warning(struct strbuf *body, const struct run *run, const struct finding *finding)
{
	strbuf_puts(body, is_news(run, finding) ? ">> " : "   ");
	escape_for_terminal(body, finding->file);
	strbuf_printf(body, ":%u:%u: warning: ", finding->line, finding->column);
	escape_for_terminal(body, finding->message);
	strbuf_printf(body, " [%s]\n", rules[finding->rule]->name);
}

/* A mail's line: no control characters but tabs, and not too long. */
static void put_source_line(struct strbuf *body, const struct source_text *source, unsigned line)
{
	size_t length = source_line_length(source, line);
	char *text = xasprintf("%.*s", (int)(length < 200 ? length : 200), source->lines[line]), *rest = text;

	for (char *part; (part = strsep(&rest, "\t"));) {
		escape_for_terminal(body, part);
		if (rest)
			strbuf_putc(body, '\t');
	}
	free(text);
}

static void put_excerpt(struct mail *mail, struct strbuf *body, const struct finding *finding)
{
	const struct source_text *source = source_text_of(&mail->sources, finding->file);

	if (!source || !finding->line || finding->line > source->nlines)
		return;
	strbuf_printf(body, "\nvim +%u ", finding->line);
	escape_for_shell(body, finding->file);
	strbuf_puts(body, "\n\n");
	for (unsigned line = finding->line > EXCERPT_AROUND ? finding->line - EXCERPT_AROUND : 1;
	     line <= finding->line + EXCERPT_AROUND && line <= source->nlines; line++) {
		strbuf_printf(body, "%s%6u  ", line == finding->line ? " > " : "   ", line);
		put_source_line(body, source, line);
		strbuf_putc(body, '\n');
	}
}

static void put_path(struct strbuf *body, const struct finding *finding)
{
	strbuf_puts(body, "\nThe path:\n\n");
	for (size_t i = 0; i < finding->ntrace; i++) {
		const struct trace_step *step = &finding->trace[i];

		strbuf_puts(body, "   ");
		escape_for_terminal(body, step->file);
		strbuf_printf(body, ":%u: %*s", step->line, (int)(step->depth < 20 ? step->depth : 20) * 2, "");
		escape_for_terminal(body, step->note);
		strbuf_putc(body, '\n');
	}
}

static void put_fix(struct strbuf *body, const struct finding *finding)
{
	if (finding->fix)
		strbuf_printf(body, "\nA fix (%s; with it, mncheck finds nothing there):\n\n%s", finding->fix->idiom,
			      finding->fix->diff);
}

static void put_news(struct mail *mail, struct strbuf *body, const char *file)
{
	vec_each(row, &mail->run->rows) {
		vec_each(finding, &row->findings) {
			if (strcmp(row->file, file) || !is_told(mail->run, row, finding) || !is_news(mail->run, finding))
				continue;
			strbuf_puts(body, "\n");
			put_warning(body, mail->run, finding);
			put_path(body, finding);
			put_excerpt(mail, body, finding);
			put_fix(body, finding);
		}
	}
}

static bool shows_rule(const struct run *run, int rule)
{
	return run->rule_enabled[rule] && !rules[rule]->by_default;
}

static bool has_news(const struct run *run, const struct row *row)
{
	vec_each(finding, &row->findings)
		if (is_told(run, row, finding) && is_news(run, finding))
			return true;
	return false;
}

/* How each callback of FILE that is news is explained; one in several tables has several rows. */
static void put_explanations(struct mail *mail, struct strbuf *body, const char *file)
{
	const struct row *last = NULL;

	vec_each(row, &mail->run->rows) {
		if (strcmp(row->file, file) || !has_news(mail->run, row) || (last && !strcmp(last->callback, row->callback)))
			continue;
		strbuf_puts(body, "   mncheck explain ");
		escape_for_shell(body, row->callback);
		strbuf_puts(body, " .\n");
		last = row;
	}
}

static void put_how(struct mail *mail, struct strbuf *body, const char *file)
{
	const struct run *run = mail->run;

	strbuf_puts(body, "\nHow to see it again:\n\n   mncheck scan");
	for (int rule = 0; rule < RULE_COUNT; rule++) {
		if (!shows_rule(run, rule))
			continue;
		strbuf_puts(body, " --all-rules");
		break;
	}
	vec_each(arch, &run->arches)
		if (run->arches.count > 1 && arch->arch)
			strbuf_printf(body, " --arch %s", arch->arch);
	strbuf_puts(body, " --only ");
	escape_for_shell(body, file);
	strbuf_puts(body, " .\n");
	put_explanations(mail, body, file);
}

/* Findings of the file that an earlier result has, too, or has alone. */
static void put_olds(struct mail *mail, struct strbuf *body, const char *file)
{
	const struct run *fixed = mail->run->change ? mail->run->change->fixed : NULL;
	const char *head = "\nThe file also has:\n\n";

	vec_each(row, &mail->run->rows) {
		vec_each(finding, &row->findings) {
			if (strcmp(row->file, file) || !is_told(mail->run, row, finding) || is_news(mail->run, finding))
				continue;
			strbuf_puts(body, head);
			head = "";
			put_warning(body, mail->run, finding);
		}
	}
	head = "\nNo longer there:\n\n";
	for (const struct row *row = fixed ? fixed->rows.data : NULL; row && row < fixed->rows.data + fixed->rows.count; row++) {
		vec_each(finding, &row->findings) {
			if (strcmp(row->file, file) || told_before(fixed, row, finding))
				continue;
			strbuf_printf(body, "%s   ", head);
			head = "";
			escape_for_terminal(body, finding->message);
			strbuf_printf(body, " [%s]\n", rules[finding->rule]->name);
		}
	}
}

/* ---- a mail ---- */

static void put_subject(struct mail *mail, const struct finding *first, const char *file, size_t count)
{
	const char *more = count > 1 ? arena_printf(mail->arena, " (and %zu more)", count - 1) : "";

	mail_put_header(mail->out, "Subject", arena_printf(mail->arena, "[mncheck] %s: %s%s", file, first->message, more));
}

static void put_mail(struct mail *mail, const char *file, const struct finding *first, size_t count)
{
	struct addressees addressees = { 0 };
	struct strings from = { 0 };
	struct strbuf body = { 0 };

	find_addressees(mail, file, &addressees);
	vec_push(&from, (char *)(mail->options->from ? mail->options->from : "mncheck <mncheck@localhost>"));
	strbuf_puts(mail->out, "From mncheck Thu Jan  1 00:00:00 1970\n");
	mail_put_addresses(mail->out, "From", &from);
	mail_put_addresses(mail->out, "To", &addressees.to);
	mail_put_addresses(mail->out, "Cc", &addressees.cc);
	put_subject(mail, first, file, count);
	strbuf_puts(mail->out, "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
		    "User-Agent: mncheck/" MNCHECK_VERSION "\n\n");
	strbuf_puts(&body, "Hello,\n\nmncheck, a static checker of mmu-notifier callbacks, found what may be a bug:\n\n");
	put_facts(mail, &body);
	put_news(mail, &body, file);
	put_olds(mail, &body, file);
	put_how(mail, &body, file);
	strbuf_printf(&body, "\nWhat the rule is about, and how to fix it: mncheck explain %s\n\n-- \nmncheck "
		      MNCHECK_VERSION "\n", rules[first->rule]->name);
	put_body(mail, strbuf_text(&body));
	strbuf_putc(mail->out, '\n');
	strbuf_free(&body);
	vec_free(&from);
	addressees_free(&addressees);
}

void print_mail(const struct run *run, const struct print_options *options, struct strbuf *out)
{
	struct arena *arena = arena_new();
	struct mail mail = {
		.run = run, .options = options, .arena = arena, .out = out, .sources = { .arena = arena, .run = run },
		.maintainers = run->tree_path && !run->module ? maintainers_read(arena, run->tree_path) : NULL,
	};
	struct strmap seen = { 0 };

	vec_each(row, &run->rows) {
		size_t count;
		const struct finding *first = strmap_has(&seen, row->file) ? NULL : find_news(run, row->file, &count);

		strmap_set(&seen, row->file, &mail);
		if (first)
			put_mail(&mail, row->file, first, count);
	}
	strmap_free(&seen);
	source_texts_free(&mail.sources);
	arena_free(arena);
}
