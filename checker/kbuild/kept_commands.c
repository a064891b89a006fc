// SPDX-License-Identifier: GPL-2.0-only
/* What was found out is kept with all files that it depends on, so that the next run evaluates nothing. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kbuild/generated.h"
#include "kbuild/kbuild_internal.h"
#include "tree/overlay.h"

#define KEEP_KIND "kbuild"
/* Of the stored form; another number makes what is stored void. */
#define KEEP_FORM 3
/* No file has more flags. */
#define FLAGS_MOST 10000

/* Another program may answer otherwise. */
static uint64_t program_state(void)
{
	struct stat st;

	if (stat("/proc/self/exe", &st))
		return 0;
	return hash_mix(hash_mix((uint64_t)st.st_size, st.st_ino),
			hash_mix((uint64_t)st.st_mtim.tv_sec, (uint64_t)st.st_mtim.tv_nsec));
}

/* OVERLAID: of the state that an overlay shows, where that differs in what matters. */
static char *make_key(const struct kbuild *kbuild, bool overlaid)
{
	const struct overlay *overlay = overlaid ? kbuild->tree->overlay : NULL;
	struct strbuf key = { 0 };

	strbuf_printf(&key, "%s:%s:%s:%s:%016lx:%s", kbuild->tree->path,
		      kbuild->tree->module ? kbuild->tree->module : "", kbuild->arch,
		      kbuild->build ? kbuild->build : kbuild->config ? kbuild->config : "allmodconfig",
		      (unsigned long)program_state(),
		      kbuild->clang);
	for (size_t i = 0; kbuild->given_variables && i < kbuild->given_variables->count; i++)
		strbuf_printf(&key, ":%s", kbuild->given_variables->data[i]);
	for (size_t i = 0; i < overlay_count(overlay); i++) {
		const struct overlay_file *file = overlay->files.entries[i].value;

		strbuf_printf(&key, ":%s=%016lx", file->path, (unsigned long)file->hash);
	}
	return strbuf_take(&key);
}

/* ---- flags, each once ---- */

struct kept_words {
	struct strings list;
	struct strmap numbers;	/* word -> its number, plus 1 */
};

static size_t number_of(struct kept_words *words, const char *word)
{
	size_t number = (size_t)(uintptr_t)strmap_get(&words->numbers, word);

	if (number)
		return number - 1;
	vec_push(&words->list, (char *)word);
	strmap_set(&words->numbers, word, (void *)(uintptr_t)words->list.count);
	return words->list.count - 1;
}

static void pack_commands(struct strbuf *out, const struct kbuild *kbuild)
{
	struct kept_words words = { 0 };
	struct strbuf commands = { 0 };

	pack_number(&commands, kbuild->commands.count);
	for (size_t i = 0; i < kbuild->commands.count; i++) {
		const struct compile_command *command = kbuild->commands.entries[i].value;

		pack_text(&commands, kbuild->commands.entries[i].key);
		pack_text(&commands, command->file);
		pack_text(&commands, command->directory);
		pack_text(&commands, command->assumes);
		pack_text(&commands, command->why_not);
		pack_number(&commands, command->borrowed);
		pack_number(&commands, command->elsewhere);
		pack_number(&commands, command->nflags);
		for (size_t j = 0; j < command->nflags; j++)
			pack_number(&commands, number_of(&words, command->flags[j]));
	}
	pack_texts(out, &words.list);
	strbuf_add(out, commands.text, commands.length);
	strbuf_free(&commands);
	vec_free(&words.list);
	strmap_free(&words.numbers);
}

static void unpack_command(struct unpacking *from, const struct strings *words, struct compile_command *command)
{
	*command = (struct compile_command){ .file = unpack_text(from) };
	command->directory = unpack_optional(from);
	command->assumes = unpack_optional(from);
	command->why_not = unpack_optional(from);
	command->borrowed = unpack_number(from, 1);
	command->elsewhere = unpack_number(from, 1);
	command->nflags = unpack_number(from, FLAGS_MOST);
	const char **flags = arena_alloc(from->arena, (command->nflags + 1) * sizeof(*flags));

	for (size_t i = 0; i < command->nflags && !from->broken; i++)
		flags[i] = words->data[unpack_number(from, words->count ? words->count - 1 : 0)];
	command->flags = flags;
}

static void unpack_commands(struct unpacking *from, struct strmap *commands)
{
	struct strings words = { 0 };
	size_t count;

	unpack_texts(from, &words);
	count = unpack_count(from);
	for (size_t i = 0; i < count && !from->broken; i++) {
		const char *key = unpack_text(from);
		struct compile_command *command = arena_alloc(from->arena, sizeof(*command));

		unpack_command(from, &words, command);
		strmap_set(commands, key, command);
	}
	vec_free(&words);
}

/* ---- the whole ---- */

/* Somebody may have removed what is in the cache. */
static bool is_there(const struct kbuild *kbuild, const struct strmap *commands)
{
	struct strmap seen = { 0 };
	const char *cache = kbuild->tree->cache_directory;
	bool there = generated_use(cache, kbuild->directory) &&
		     (!kbuild->added || generated_use(cache, kbuild->added));

	for (size_t i = 0; i < commands->count && there; i++) {
		const struct compile_command *command = commands->entries[i].value;

		if (!command->directory || strmap_has(&seen, command->directory))
			continue;
		strmap_set(&seen, command->directory, NULL);
		there = generated_use(cache, command->directory);
	}
	strmap_free(&seen);
	return there;
}

static bool recall(struct kbuild *kbuild, bool overlaid)
{
	struct strbuf blob = { 0 };
	struct unpacking from = { .arena = kbuild->tree->arena };
	struct inputs inputs = { .tree = kbuild->tree, .arena = kbuild->tree->arena };
	struct strmap commands = { 0 };
	char *key = make_key(kbuild, overlaid);
	bool good = tree_cache_get(kbuild->tree, KEEP_KIND, key, &blob);

	free(key);
	from.at = blob.text;
	from.end = blob.text + blob.length;
	from.broken = !good || unpack_number(&from, UINT64_MAX) != KEEP_FORM;
	if (!from.broken) {
		kbuild->directory = unpack_text(&from);
		kbuild->added = unpack_optional(&from);
		kbuild->advice = unpack_optional(&from);
		unpack_inputs(&from, &inputs);
		unpack_commands(&from, &commands);
	}
	good = !from.broken && is_there(kbuild, &commands) && inputs_hold(&inputs);
	if (good) {
		inputs_free(&kbuild->inputs);
		kbuild->inputs = inputs;
		kbuild->commands = commands;
	} else {
		kbuild->directory = kbuild->added = kbuild->advice = NULL;
		inputs_free(&inputs);
		strmap_free(&commands);
	}
	strbuf_free(&blob);
	return good;
}

void recall_commands(struct kbuild *kbuild)
{
	if (!recall(kbuild, false) && kbuild->tree->overlay)
		(void)recall(kbuild, true);
}

/* All that was read since; Kconfig's names are relative to the tree, but for a .config. */
static void gather_inputs(struct kbuild *kbuild)
{
	struct arena *arena = kbuild->tree->arena;
	const char *tree = kbuild->tree->path;

	if (kbuild->kconfig) {
		/* These become questions to the makefiles' sources, which keep the answers. */
		vec_each(pattern, kconfig_patterns(kbuild->kconfig))
			(void)make_sources_glob(kbuild->sources, path_join(arena, tree, *pattern));
		vec_each(file, kconfig_files(kbuild->kconfig))
			inputs_add(&kbuild->inputs, path_join(arena, tree, *file), ASKED_TEXT);
	}
	inputs_add_sources(&kbuild->inputs, kbuild->sources);
}

void remember_commands(struct kbuild *kbuild)
{
	struct strbuf blob = { 0 };
	char *key;

	/* what could not be read is to be told the next time, too */
	if (!kbuild->has_news || !kbuild->tree->cache || kbuild_unread(kbuild))
		return;
	gather_inputs(kbuild);
	if (!inputs_seal(&kbuild->inputs, kbuild->started))
		return;
	pack_number(&blob, KEEP_FORM);
	pack_text(&blob, kbuild->directory);
	pack_text(&blob, kbuild->added);
	pack_text(&blob, kbuild->advice);
	pack_inputs(&blob, &kbuild->inputs);
	pack_commands(&blob, kbuild);
	key = make_key(kbuild, inputs_overlaid(&kbuild->inputs));
	tree_cache_put(kbuild->tree, KEEP_KIND, key, blob.text, blob.length);
	free(key);
	strbuf_free(&blob);
}
