// SPDX-License-Identifier: GPL-2.0-only
/* The option tables and their parsers. argp reports a mistake in one line, without its usual second one. */
#include "cmd/settings.h"
#include "base/confine.h"
#include "base/version.h"

#include <errno.h>
#include <sched.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/engine.h"
#include "front/front.h"
#include "store/store.h"

/* Keys of options without a letter. */
enum {
	OPTION_FORMAT = 256,
	OPTION_STRICT,
	OPTION_VERBOSE,
	OPTION_ORIGIN,
	OPTION_SOURCE_URL,
	OPTION_FROM,
	OPTION_GET_MAINTAINER,
	OPTION_RULE,
	OPTION_NO_RULE,
	OPTION_ALL_RULES,
	OPTION_MODEL,
	OPTION_NO_ASSUME,
	OPTION_ALLOW,
	OPTION_PROGRESS,
	OPTION_CACHE,
	OPTION_NO_CACHE,
	OPTION_NO_SHARED_HEADERS,
	OPTION_MEMORY,
	OPTION_TIMEOUT,
	OPTION_BUILD,
	OPTION_CONFIG,
	OPTION_ARCH,
	OPTION_HISTORY,
};

#define VERBOSE \
	{ "verbose", OPTION_VERBOSE, NULL, 0, "Tell every step of a finding's path, not only those that decide", 1 }

static const struct argp_option report_options[] = {
	{ NULL, 0, NULL, 0, "Report:", 1 },
	{ "format", OPTION_FORMAT, "FORMAT", 0, "", 1 },	/* see help_report() */
	{ "output", 'o', "FILE", 0, "Write the report to FILE: whole or not at all", 1 },
	{ "origin", OPTION_ORIGIN, "NAME", 0,
	  "The CI system that reports, in kcidb: letters, digits and _ (default: mncheck)", 1 },
	{ "source-url", OPTION_SOURCE_URL, "URL", 0,
	  "Where html links to sources: an address with {file}, {line}, {version} and {commit} in it", 1 },
	{ "from", OPTION_FROM, "ADDRESS", 0, "Sender in mails: Name <address>", 1 },
	{ "get-maintainer", OPTION_GET_MAINTAINER, NULL, 0,
	  "Run the tree's scripts/get_maintainer.pl for addressees of mails, instead of reading MAINTAINERS", 1 },
	{ "strict", OPTION_STRICT, NULL, 0,
	  "Exit with 1, not 3, when something is undecided or was not analysed", 1 },
	VERBOSE,
	{ 0 },
};

static const struct argp_option path_options[] = { { NULL, 0, NULL, 0, "Report:", 1 }, VERBOSE, { 0 } };

static const struct argp_option rule_options[] = {
	{ NULL, 0, NULL, 0, "Rules:", 2 },
	{ "rule", OPTION_RULE, "RULE", 0, "Judge by this rule alone (may be repeated)", 2 },
	{ "no-rule", OPTION_NO_RULE, "RULE", 0, "Leave this rule out (may be repeated)", 2 },
	{ "all-rules", OPTION_ALL_RULES, NULL, 0, "Also judge by rules that are off by default", 2 },
	{ "model", OPTION_MODEL, "FILE", 0,
	  "C file that models functions for the engine (may be repeated)", 2 },
	{ "no-assume", OPTION_NO_ASSUME, "NAME", 0, "A verdict that depends on this assumption (see explain "
	  "CALLBACK) is undecided (may be repeated)", 2 },
	{ "allow", OPTION_ALLOW, "FILE", 0,
	  "List of suppressions besides the tree's own, .mncheck-allow (may be repeated)", 2 },
	{ 0 },
};

static const struct argp_option work_options[] = {
	{ NULL, 0, NULL, 0, "Work:", 3 },
	{ "jobs", 'j', "N", 0, "Processes at once (default: the processors there are)", 3 },
	{ "cache", OPTION_CACHE, "DIR", 0,
	  "Directory for what is remembered (default: $MNCHECK_CACHE, else ~/.cache/mncheck)", 3 },
	{ "no-cache", OPTION_NO_CACHE, NULL, 0, "Neither use nor keep earlier results", 3 },
	{ "no-shared-headers", OPTION_NO_SHARED_HEADERS, NULL, 0,
	  "Parse each file alone (slower; makes no other difference)", 3 },
	{ "memory", OPTION_MEMORY, "MIB", 0, "Limit of one parser, 0 for none (default: 3072)", 3 },
	{ "timeout", OPTION_TIMEOUT, "SECONDS", 0, "Limit of one parser, and of other programs that are waited for; 0 for none (default: 120)", 3 },
	{ "progress", OPTION_PROGRESS, "WHEN", OPTION_ARG_OPTIONAL,
	  "Show progress: auto (default: a line on a terminal, in a log one every ten seconds), always or never", 3 },
	{ "quiet", 'q', NULL, 0, "No progress and no notices on stderr: errors alone", 3 },
	{ 0 },
};

static const struct argp_option tree_options[] = {
	{ NULL, 0, NULL, 0, "Tree:", 4 },
	{ "build", OPTION_BUILD, "DIR", 0,
	  "Configured build directory (default: the tree itself if it was built in place, else none: all "
	  "is on); with several --arch it serves its own. For a module: its kernel, a configured "
	  "tree, a build directory or headers (/lib/modules/.../build)", 4 },
	{ "config", OPTION_CONFIG, "FILE", 0,
	  "Configuration, a .config or a defconfig, instead of everything on; what it leaves open is as make "
	  "olddefconfig answers", 4 },
	{ "arch", OPTION_ARCH, "ARCH", 0, "Architecture (default: that of the build), or all; scan and "
	  "explain take several: one row per callback, with the worst verdicts (may be repeated)", 4 },
	{ 0 },
};

static const struct argp_option history_options[] = {
	{ NULL, 0, NULL, 0, "History:", 7 },
	{ "history", OPTION_HISTORY, "FILE", 0, "Recorded runs (default: $MNCHECK_HISTORY, else "
	  "~/.local/state/mncheck/history.sqlite)", 7 },
	{ 0 },
};

error_t usage_error(const struct argp_state *state, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "%s: ", state->name);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return EINVAL;
}

/* "a, b or c", for messages about a name that does not exist. */
static void list_formats(struct strbuf *out)
{
	for (size_t i = 0; i < nprinters; i++)
		strbuf_printf(out, "%s%s", !i ? "" : i == nprinters - 1 ? " or " : ", ",
			      printers[i].name);
}

static void list_rules(struct strbuf *out)
{
	for (int rule = 0; rule < RULE_COUNT; rule++)
		strbuf_printf(out, "%s%s", !rule ? "" : rule == RULE_COUNT - 1 ? " or " : ", ",
			      rules[rule]->name);
}

static error_t choose_printer(struct argp_state *state, struct settings *settings,
			      const char *name)
{
	settings->printer = printer_find(name);
	if (settings->printer)
		return 0;
	struct strbuf names = { 0 };
	list_formats(&names);
	error_t result = usage_error(state, "unknown format '%s': expected %s", name,
				     strbuf_text(&names));
	strbuf_free(&names);
	return result;
}

static error_t choose_rule(struct argp_state *state, struct settings *settings,
			   const char *name, bool enabled)
{
	int rule = rule_find(name);

	if (rule < 0) {
		struct strbuf names = { 0 };

		list_rules(&names);
		(void)usage_error(state, "unknown rule '%s': expected %s", name,
				  strbuf_text(&names));
		strbuf_free(&names);
		return EINVAL;
	}
	if (enabled && !settings->rules_named)
		memset(settings->options.rule_enabled, 0, sizeof(settings->options.rule_enabled));
	settings->rules_named |= enabled;
	settings->options.rule_enabled[rule] = enabled;
	return 0;
}

static error_t refuse_assumption(struct argp_state *state, struct settings *settings, const char *name)
{
	struct strbuf names = { 0 };

	for (int a = 0; a < ASSUMPTION_COUNT; a++) {
		if (!strcmp(name, assumption_name(a))) {
			settings->options.refused |= 1u << a;
			strbuf_free(&names);
			return 0;
		}
		strbuf_printf(&names, "%s%s", !a ? "" : a == ASSUMPTION_COUNT - 1 ? " or " : ", ",
			      assumption_name(a));
	}
	error_t result = usage_error(state, "unknown assumption '%s': expected %s", name, strbuf_text(&names));
	strbuf_free(&names);
	return result;
}

static error_t choose_progress(struct argp_state *state, struct settings *settings,
			       const char *when)
{
	static const char *const names[] = {
		[PROGRESS_AUTO] = "auto", [PROGRESS_ALWAYS] = "always", [PROGRESS_NEVER] = "never",
	};

	for (int i = 0; i < 3; i++) {
		if (!when ? i == PROGRESS_ALWAYS : !strcmp(when, names[i])) {
			settings->progress = (enum progress_when)i;
			return 0;
		}
	}
	return usage_error(state, "--progress takes auto, always or never, not '%s'", when);
}

/* Reads a whole number that is at least SMALLEST. */
static error_t parse_number(struct argp_state *state, const char *option, const char *text,
			    unsigned long smallest, unsigned long *number)
{
	char *end;

	errno = 0;
	*number = strtoul(text, &end, 10);
	if (errno || *end || end == text || *text == '-' || *number < smallest ||
	    *number > 1000000)
		return usage_error(state, "%s takes a number of %lu or more, not '%s'",
				   option, smallest, text);
	return 0;
}

/* KernelCI's schema takes nothing else. */
static error_t choose_origin(struct argp_state *state, struct settings *settings, const char *name)
{
	if (!*name || name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")])
		return usage_error(state, "--origin takes small letters, digits and _, not '%s'", name);
	settings->origin = name;
	return 0;
}

/* An address that a browser runs instead of opening is none. */
static error_t choose_source_url(struct argp_state *state, struct settings *settings, const char *url)
{
	static const char *const schemes[] = { "http://", "https://", "file:///", "vscode://", "emacs://" };

	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
		if (starts_with(url, schemes[i]))
			settings->source_url = url;
	if (settings->source_url != url || !strstr(url, "{file}"))
		return usage_error(state, "--source-url takes a http, https, file, vscode or emacs address with {file} in it, "
				   "not '%s'", url);
	return 0;
}

static error_t parse_report(int key, char *value, struct argp_state *state)
{
	struct settings *settings = state->input;

	switch (key) {
	case OPTION_FORMAT:
		return choose_printer(state, settings, value);
	case 'o':
		settings->output = value;
		return 0;
	case OPTION_SOURCE_URL:
		return choose_source_url(state, settings, value);
	case OPTION_FROM:
		settings->from = value;
		return 0;
	case OPTION_GET_MAINTAINER:
		settings->asks_script = true;
		return 0;
	case OPTION_ORIGIN:
		return choose_origin(state, settings, value);
	case OPTION_STRICT:
		settings->options.strict = true;
		return 0;
	case OPTION_VERBOSE:
		settings->options.verbose = true;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static void make_absolute(char **path)
{
	char *cwd;

	if (**path == '/' || !(cwd = get_current_dir_name()))
		return;
	char *absolute = xasprintf("%s/%s", cwd, *path);
	free(cwd);
	free(*path);
	*path = absolute;
}

/* A list that is not there would leave findings that the user accepts: it is told at once. */
static error_t add_allow_list(struct argp_state *state, struct settings *settings, const char *name)
{
	struct stat st;

	if (stat(name, &st) || access(name, R_OK))
		return usage_error(state, "--allow %s: cannot be read: %s", name, strerror(errno));
	if (S_ISDIR(st.st_mode))
		return usage_error(state, "--allow %s: a directory; a list of suppressions was expected", name);
	char *path = xstrdup(name);

	make_absolute(&path);
	vec_push(&settings->options.allow, path);
	return 0;
}

static error_t parse_rules(int key, char *value, struct argp_state *state)
{
	struct settings *settings = state->input;

	switch (key) {
	case OPTION_RULE:
	case OPTION_NO_RULE:
		return choose_rule(state, settings, value, key == OPTION_RULE);
	case OPTION_ALL_RULES:
		for (int rule = 0; rule < RULE_COUNT; rule++)
			settings->options.rule_enabled[rule] = true;
		return 0;
	case OPTION_MODEL:
		vec_push(&settings->options.models, value);
		return 0;
	case OPTION_NO_ASSUME:
		return refuse_assumption(state, settings, value);
	case OPTION_ALLOW:
		return add_allow_list(state, settings, value);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static error_t parse_work(int key, char *value, struct argp_state *state)
{
	struct settings *settings = state->input;
	unsigned long number = 0;
	error_t failed = 0;

	switch (key) {
	case 'j':
		failed = parse_number(state, "-j", value, 1, &number);
		settings->options.jobs = (unsigned)number;
		return failed;
	case OPTION_CACHE:
		free(settings->options.cache);
		settings->options.cache = xstrdup(value);
		return 0;
	case OPTION_NO_CACHE:
		settings->options.no_cache = true;
		return 0;
	case OPTION_NO_SHARED_HEADERS:
		settings->options.no_shared_headers = true;
		return 0;
	case OPTION_MEMORY:
		failed = parse_number(state, "--memory", value, 0, &number);
		settings->options.limits.memory_bytes = (size_t)number << 20;
		return failed;
	case OPTION_TIMEOUT:
		failed = parse_number(state, "--timeout", value, 0, &number);
		settings->options.limits.timeout_seconds = (double)number;
		return failed;
	case OPTION_PROGRESS:
		return choose_progress(state, settings, value);
	case 'q':
		settings->progress = PROGRESS_QUIET;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static error_t parse_tree(int key, char *value, struct argp_state *state)
{
	struct settings *settings = state->input;

	switch (key) {
	case OPTION_BUILD:
		settings->options.build = value;
		return 0;
	case OPTION_CONFIG:
		settings->options.config = value;
		return 0;
	case OPTION_ARCH:
		vec_push(&settings->options.arches, value);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static error_t parse_history(int key, char *value, struct argp_state *state)
{
	struct settings *settings = state->input;

	if (key != OPTION_HISTORY)
		return ARGP_ERR_UNKNOWN;
	free(settings->history);
	settings->history = xstrdup(value);
	return 0;
}

/* Help filters: list the formats and rules. argp frees the returned text. */
static char *help_report(int key, const char *text, void *input)
{
	struct strbuf names = { 0 };

	(void)input;
	if (key != OPTION_FORMAT)
		return (char *)text;
	list_formats(&names);
	strbuf_printf(&names, "; %s when not given", printers[0].name);
	return strbuf_take(&names);
}

static char *help_rules(int key, const char *text, void *input)
{
	struct strbuf names = { 0 };

	(void)input;
	if (key != OPTION_RULE)
		return (char *)text;
	strbuf_printf(&names, "%s: ", text);
	list_rules(&names);
	return strbuf_take(&names);
}

const struct argp report_argp = { report_options, parse_report, NULL, NULL, NULL, help_report, NULL };
const struct argp path_argp = { path_options, parse_report, NULL, NULL, NULL, NULL, NULL };
const struct argp rules_argp = { rule_options, parse_rules, NULL, NULL, NULL, help_rules, NULL };
const struct argp work_argp = { work_options, parse_work, NULL, NULL, NULL, NULL, NULL };
const struct argp tree_argp = { tree_options, parse_tree, NULL, NULL, NULL, NULL, NULL };
const struct argp history_argp = { history_options, parse_history, NULL, NULL, NULL, NULL, NULL };

/* How many processors this process may use: in a container fewer than the machine has. */
static unsigned count_processors(void)
{
	cpu_set_t set;

	if (!sched_getaffinity(0, sizeof(set), &set))
		return (unsigned)CPU_COUNT(&set);
	long count = sysconf(_SC_NPROCESSORS_ONLN);
	return count > 0 ? (unsigned)count : 1;
}

static void set_defaults(struct settings *settings)
{
	*settings = (struct settings){
		.printer = &printers[0],
		.options = {
			.cache = store_default_directory(),
			.jobs = count_processors(),
			.limits = {
				.memory_bytes = (size_t)WORKER_MEMORY_MIB << 20,
				.timeout_seconds = WORKER_TIMEOUT_SECONDS,
			},
		},
	};
	for (int rule = 0; rule < RULE_COUNT; rule++)
		settings->options.rule_enabled[rule] = rules[rule]->by_default;
}

/* argp's input while it parses a subcommand: the settings, and the subcommand's own parser. */
struct parse_input {
	struct settings *settings;
	size_t nchildren;
	argp_parser_t parse;
};

static error_t parse_command(int key, char *value, struct argp_state *state)
{
	struct parse_input *input = state->input;
	struct settings *settings = input->settings;

	switch (key) {
	case ARGP_KEY_INIT:
		for (size_t i = 0; i < input->nchildren; i++)
			state->child_inputs[i] = settings;
		/* else argp adds a line "Try ... --help" to each message */
		state->err_stream = NULL;
		return 0;
	case ARGP_KEY_ARG:
		vec_push(&settings->arguments, value);
		return 0;
	default:
		break;
	}
	if (!input->parse)
		return ARGP_ERR_UNKNOWN;
	state->input = settings;
	error_t result = input->parse(key, value, state);
	state->input = input;
	return result;
}

int settings_parse(struct settings *settings, int argc, char **argv,
		   const struct argp_child *children, const struct argp_option *options,
		   argp_parser_t parse, const char *arguments, const char *what)
{
	/* getopt reorders arguments across "--", so the words behind it are cut off first */
	bool takes_flags = strstr(arguments, "-- FLAGS");
	struct parse_input input = { .settings = settings, .parse = parse };
	struct argp argp = {
		.options = options, .parser = parse_command, .args_doc = arguments,
		.doc = what, .children = children,
	};

	set_defaults(settings);
	while (children && children[input.nchildren].argp)
		input.nchildren++;
	for (int i = 1; takes_flags && i < argc; i++) {
		if (strcmp(argv[i], "--"))
			continue;
		for (int flag = i + 1; flag < argc; flag++)
			vec_push(&settings->flags, argv[flag]);
		argc = i;
	}
	if (argp_parse(&argp, argc, argv, 0, NULL, &input))
		return -1;
	make_absolute(&settings->options.cache);
	process_limit_waits(settings->options.limits.timeout_seconds);
	return 0;
}

void settings_print_options(const struct settings *settings, struct print_options *options)
{
	options->source_url = settings->source_url;
	options->from = settings->from;
	options->asks_script = settings->asks_script;
	options->origin = settings->origin;
}

void settings_free(struct settings *settings)
{
	free(settings->options.cache);
	free(settings->history);
	vec_each(list, &settings->options.allow)
		free(*list);
	vec_free(&settings->options.allow);
	vec_free(&settings->options.models);
	vec_free(&settings->options.arches);
	vec_free(&settings->options.only);
	vec_free(&settings->arguments);
	vec_free(&settings->flags);
}

void print_version(FILE *stream, struct argp_state *state)
{
	char *clang = front_version();

	(void)state;
	fprintf(stream, "mncheck %s\n%s\n", MNCHECK_VERSION, clang);
	if (confinement_lack())
		fprintf(stream, "parsers are not confined: this kernel lacks %s\n", confinement_lack());
	else
		fprintf(stream, "parsers are confined by Landlock and seccomp\n");
	free(clang);
}
