// SPDX-License-Identifier: GPL-2.0-only
/* The command of one file: in the first configuration, the nearest that builds it, or with options forced. */
#include <string.h>

#include "kbuild/kbuild_internal.h"

/* How many ways are tried where makefiles want one option of several. */
#define CHOICES_TRIED 4

/* ---- settings ---- */

void settings_add(struct option_settings *settings, const char *symbol, const char *value)
{
	vec_each(setting, settings)
		if (!strcmp(setting->symbol, symbol)) {
			if (*value == 'y')
				setting->value = value;
			return;
		}
	vec_push(settings, (struct kconfig_setting){ symbol, value });
}

/* What kconfig_require() understands for a wish of a makefile. */
static const char *wanted_value(enum gate_wants wants)
{
	return wants == GATE_OFF ? "n" : wants == GATE_YES ? "y" : "m";
}

static bool is_met(const struct variant *variant, const struct flags_gate *gate)
{
	const char *value = variant_value((struct variant *)variant, gate->symbol);
	char set = value ? *value : 'n';

	return gate->wants == GATE_OFF ? set == 'n' : gate->wants == GATE_YES ? set == 'y' : set != 'n';
}

static bool choice_is_met(const struct variant *variant, const struct flags_gates *gates, unsigned choice)
{
	vec_each(gate, gates)
		if (gate->choice == choice && is_met(variant, gate))
			return true;
	return false;
}

/* Whether GATE is that of its choice which the way number WAY takes. */
static bool is_chosen(const struct flags_gates *gates, const struct flags_gate *gate, unsigned way)
{
	unsigned before = 0, count = 0;

	vec_each(other, gates) {
		count += other->choice == gate->choice;
		before += other->choice == gate->choice && other < gate;
	}
	return before == (way < count ? way : count - 1);
}

/* The settings for GATES; with ALL those too that VARIANT meets. */
void settings_take_gates(const struct variant *variant, const struct flags_gates *gates, unsigned way, bool all,
		       struct option_settings *settings)
{
	vec_each(gate, gates) {
		if (!starts_with(gate->symbol, "CONFIG_"))
			continue;
		if (gate->choice ? choice_is_met(variant, gates, gate->choice) || !is_chosen(gates, gate, way) :
		    !all && is_met(variant, gate))
			continue;
		settings_add(settings, gate->symbol + strlen("CONFIG_"), wanted_value(gate->wants));
	}
}

/* ---- one file ---- */

struct compile_command *new_command(struct kbuild *kbuild, const char *file)
{
	struct compile_command *command = arena_alloc(kbuild->tree->arena, sizeof(*command));

	*command = (struct compile_command){
		.file = path_join(kbuild->tree->arena, kbuild->tree->path, file),
	};
	return command;
}

struct build_place ask_makefiles(struct kbuild *kbuild, struct variant *variant, const char *file,
				 struct flags_answer *answer)
{
	struct build_place place = { variant->flags, file };

	if (tree_in_module(kbuild->tree, file))
		return ask_module(kbuild, variant, file, answer);
	flags_of(variant->flags, &file, 1, answer);
	return place;
}

void gates_of_file(struct kbuild *kbuild, struct variant *variant, const char *file, struct flags_gates *gates)
{
	struct flags_answer ignored;
	struct build_place place = ask_makefiles(kbuild, variant, file, &ignored);

	if (place.flags)
		flags_gates_of(place.flags, place.file, gates);
}

/*
 * What the module's makefiles asked and nobody answered, as text: "Makefile:3: $(shell ./configure): not known"; NULL:
 * nothing. Flags that it would have made are not there.
 */
static const char *unanswered(struct kbuild *kbuild, const struct flags *flags)
{
	struct arena *arena = kbuild->tree->arena;
	const char *first = NULL, *module = kbuild->tree->module;
	size_t count, others = 0;
	const struct make_note *notes = flags_notes(flags, &count);

	for (size_t i = 0; i < count; i++) {
		const char *below = path_below(path_normalise(arena, notes[i].file), module);

		if (below && first)
			others++;
		else if (below)
			first = arena_printf(arena, "%s:%u: %s: taken for nothing", below, notes[i].line, notes[i].what);
	}
	return others ? arena_printf(arena, "%s, and %zu more", first, others) : first;
}

static const char *join_assumptions(struct arena *arena, const char *one, const char *other)
{
	return one && other ? arena_printf(arena, "%s; %s", one, other) : one ? one : other;
}

/* Fills COMMAND where VARIANT builds FILE; returns why not. */
static const char *ask_variant(struct kbuild *kbuild, struct variant *variant, const char *file,
			       struct compile_command *command)
{
	struct arena *arena = kbuild->tree->arena;
	struct flags_answer answer;
	struct build_place place;

	if (variant->why_not)
		return variant->why_not;
	if (!variant->flags)
		return arena_printf(arena, "%s/compile_commands.json does not name it", variant->directory);
	place = ask_makefiles(kbuild, variant, file, &answer);
	if (answer.why_not)
		return arena_strdup(arena, answer.why_not);
	const char **flags = arena_alloc(arena, (answer.nflags + 1) * sizeof(*flags));

	for (size_t i = 0; i < answer.nflags; i++)
		flags[i] = arena_strdup(arena, answer.flags[i]);
	command->flags = flags;
	command->nflags = answer.nflags;
	if (variant->directory == kbuild->build)
		command->flags = add_missing_headers(kbuild, kbuild->build, flags, answer.nflags,
						      &command->nflags);
	/* since Linux 6.13 a module is compiled in its own directory */
	command->directory = place.flags == variant->flags ? variant->directory :
			     arena_strdup(arena, flags_working_directory(place.flags));
	command->assumes = variant->assumes;
	if (answer.unwritable)
		command->assumes = join_assumptions(arena, command->assumes,
						    "the flags of its directory: no makefile can write its name");
	if (tree_in_module(kbuild->tree, file))
		command->assumes = join_assumptions(arena, command->assumes, unanswered(kbuild, place.flags));
	command->why_not = NULL;
	return NULL;
}

/* Likewise in the nearest configuration with SETTINGS. What fails on the way costs this file alone. */
const char *ask_nearest(struct kbuild *kbuild, const struct option_settings *settings, const char *file,
			       struct compile_command *command)
{
	struct error trouble = { 0 };
	struct variant *variant = nearest_variant(kbuild, settings, &trouble);
	const char *why_not = variant ? NULL : arena_strdup(kbuild->tree->arena, trouble.message);

	error_clear(&trouble);
	return variant ? ask_variant(kbuild, variant, file, command) : why_not;
}

/* The nearest configuration that builds FILE, which the first one does not. */
static const char *find_nearest(struct kbuild *kbuild, const char *file, struct compile_command *command,
				const char *why_not)
{
	struct variant *first = kbuild->variants.data[0];
	struct flags_gates gates = { 0 };
	const char *nearest = NULL;
	bool done = false;

	if (first->flags)
		gates_of_file(kbuild, first, file, &gates);
	for (unsigned way = 0; way < 2 * CHOICES_TRIED && gates.count && !done; way++) {
		struct option_settings settings = { 0 };

		settings_take_gates(first, &gates, way / 2, way % 2, &settings);
		if (settings.count) {
			const char *reason = ask_nearest(kbuild, &settings, file, command);

			done = !reason;
			nearest = nearest ? nearest : reason;
		}
		vec_free(&settings);
	}
	vec_free(&gates);
	return done ? NULL : nearest ? nearest : why_not;
}

/* "needs CONFIG_X", and no Kconfig file has an X: nothing can ever build it as it is, here or elsewhere. */
static bool needs_unknown(struct kbuild *kbuild, const char *why_not)
{
	static const char needs[] = "needs CONFIG_";
	const char *symbol = why_not && starts_with(why_not, needs) ? why_not + strlen(needs) : NULL;

	return symbol && !strpbrk(symbol, " ,=") && !defines_option(kbuild, symbol);
}

/* Whether what makefiles want of GATE's choice, or of GATE alone, is nothing that can be on. */
static bool is_hopeless(struct kbuild *kbuild, const struct flags_gates *gates, const struct flags_gate *gate)
{
	vec_each(other, gates) {
		bool same = gate->choice ? other->choice == gate->choice : other == gate;

		if (same && (other->wants == GATE_OFF || !starts_with(other->symbol, "CONFIG_") ||
			     kconfig_may_be_on(kbuild->kconfig, other->symbol + strlen("CONFIG_"))))
			return false;
	}
	return true;
}

/* Whether no configuration of this architecture builds FILE. */
static bool is_elsewhere(struct kbuild *kbuild, const char *file)
{
	const struct variant *first = kbuild->variants.data[0];
	struct flags_gates gates = { 0 };
	bool hopeless = false;

	if (!first->flags || !kbuild->kconfig)
		return false;
	flags_gates_of(first->flags, file, &gates);
	vec_each(gate, &gates)
		hopeless = hopeless || is_hopeless(kbuild, &gates, gate);
	vec_free(&gates);
	return hopeless;
}

void define_options(struct kbuild *kbuild, const struct option_settings *settings,
			     struct compile_command *command)
{
	struct arena *arena = kbuild->tree->arena;
	const char **flags = arena_alloc(arena, (command->nflags + settings->count + 1) * sizeof(*flags));

	memcpy(flags, command->flags, command->nflags * sizeof(*flags));
	vec_each(setting, settings) {
		bool off = *setting->value == 'n';

		flags[command->nflags++] = arena_printf(arena, "-%cCONFIG_%s%s", off ? 'U' : 'D', setting->symbol,
							off ? "" : "=1");
	}
	command->flags = flags;
}

/* Its options are forced on: better than nothing for a file that is not yet part of the kernel, or no more. */
static const char *force(struct kbuild *kbuild, const char *file, struct compile_command *command,
			 const char *why_not)
{
	struct variant *first = kbuild->variants.data[0], *forced;
	struct flags_gates gates = { 0 };
	struct option_settings settings = { 0 };

	gates_of_file(kbuild, first, file, &gates);
	settings_take_gates(first, &gates, 0, false, &settings);
	forced = settings.count ? forced_variant(kbuild, &settings) : NULL;
	if (forced && !ask_variant(kbuild, forced, file, command)) {
		if (!tree_in_module(kbuild->tree, file)) {
			define_options(kbuild, &settings, command);
			command->borrowed = true;
		}
		why_not = NULL;
	}
	vec_free(&settings);
	vec_free(&gates);
	return why_not;
}

/* What no configuration of this architecture builds. */
const char *why_never_built(struct kbuild *kbuild, const char *file)
{
	const char *arch = starts_with(file, "arch/") ? file + strlen("arch/") : NULL, *own = kbuild->srcarch;
	int length = arch ? (int)strcspn(arch, "/") : 0;

	if (arch && (strncmp(arch, own, (size_t)length) || own[length]))
		return arena_printf(kbuild->tree->arena, "built only for ARCH=%.*s: scan with --arch %.*s",
				    length, arch, length, arch);
	return NULL;
}

int find_file_command(struct kbuild *kbuild, const char *file, struct compile_command *command,
			struct error *error)
{
	struct variant *first = first_variant(kbuild, error);

	if (!first)
		return -1;
	command->why_not = why_never_built(kbuild, file);
	command->elsewhere = command->why_not;
	if (!command->why_not && ends_with(file, ".h"))
		command->why_not = "a header: it is compiled only as part of the files that include it";
	if (command->why_not)
		return 0;
	command->why_not = ask_variant(kbuild, first, file, command);
	if (tree_in_module(kbuild->tree, file)) {
		/* the kernel is what it is */
		if (command->why_not && first->flags)
			command->why_not = force(kbuild, file, command, command->why_not);
		return 0;
	}
	if (command->why_not && first->flags)
		command->why_not = find_nearest(kbuild, file, command, command->why_not);
	if (needs_unknown(kbuild, command->why_not))
		command->why_not = force(kbuild, file, command, command->why_not);
	command->elsewhere = command->why_not && is_elsewhere(kbuild, file);
	return 0;
}
