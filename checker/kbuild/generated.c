// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which headers kbuild generates, by its own rules; what their commands do is in the files that know the
 * commands.
 */
#include <string.h>

#include "kbuild/generated_internal.h"
#include "kbuild/make_internal.h"
#include "kbuild/make_words.h"

/* ---- commands ---- */

static const struct script {
	const char *name;	/* of the script or program; one that ends in - may go on */
	bool (*run)(struct header_command *command);
} scripts[] = {
	{ "syscallhdr.sh", make_syscall_numbers }, { "syscalltbl.sh", make_syscall_table },
	{ "syscallnr.sh", make_syscall_count }, { "syscalltbl", make_s390_syscalls },
	{ "xen-hypercalls.sh", make_xen_hypercalls }, { "orc_hash.sh", make_orc_hash },
	{ "cpufeaturemasks.awk", make_cpufeaturemasks }, { "gen-cpucaps.awk", make_cpucaps },
	{ "gen-sysreg.awk", make_sysregs }, { "gen-kernel-hwcaps.sh", make_hwcaps },
	{ "gen-mach-types", make_mach_types }, { "gen_facilities", make_facilities },
	{ "gen_opcode_table", make_opcode_table }, { "gen_vdso_offsets.sh", make_vdso_offsets },
	{ "gen_vdso32_offsets.sh", make_vdso_offsets }, { "gen_vdso64_offsets.sh", make_vdso_offsets },
	{ "gen_compat_vdso_offsets.sh", make_vdso_offsets },
};

static const struct script *find_script(const char *word)
{
	for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts); i++)
		if (!strcmp(path_base(word), scripts[i].name))
			return &scripts[i];
	return NULL;
}

/* The words of COMMAND from the script that is known on; false: there is none. */
static bool run_command(struct generator *generator, const char *path, const char *command)
{
	struct strings words = { 0 };
	struct strbuf text = { 0 };
	const struct script *script = NULL;
	size_t at = 0;
	bool done;

	split_words(generator->out->arena, command, &words);
	while (at < words.count && !(script = find_script(words.data[at])))
		at++;
	if (!script) {
		vec_free(&words);
		return false;
	}
	done = script->run(&(struct header_command){ generator, path, words.data + at + 1,
						     words.count - at - 1, &text });
	if (done)
		add_header(generator, path, &text);
	else
		note_header(generator, path, "%s: its table is not there or not understood", words.data[at]);
	strbuf_free(&text);
	vec_free(&words);
	return true;
}

/*
 * What the recipe runs: `$(call if_changed,name)` and `$(call filechk,name,…)` stand for $(cmd_name) and
 * $(filechk_name).
 */
static const char *command_of(struct arena *arena, const char *recipe)
{
	static const struct { const char *call, *prefix;
	} calls[] = {
		{ "if_changed,", "cmd_" },
		{ "if_changed_dep,", "cmd_" },
		{ "filechk,", "filechk_" },
		{ "cmd,", "cmd_" },
	};

	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		const char *found = strstr(recipe, calls[i].call);
		const char *name = found ? found + strlen(calls[i].call) : NULL, *end;

		if (!name)
			continue;
		end = make_closing(name, name + strlen(name), '(', ')');
		if (end)
			return arena_printf(arena, "$(call %s%.*s,%.*s)", calls[i].prefix,
					    (int)strcspn(name, ",)"), name, (int)(end - name), name);
	}
	return recipe;
}

/* The C file of `x.h: x.s`, whose recipe is filechk,offsets. */
static const char *offsets_source(struct arena *arena, const char *prerequisites)
{
	make_each_word(word, prerequisites)
		if (word.length > 2 && !memcmp(word.text + word.length - 2, ".s", 2))
			return arena_printf(arena, "%.*s.c", (int)word.length - 2, word.text);
	return NULL;
}

static void generate(struct generator *generator, struct make *make, const char *name)
{
	struct arena *arena = generator->out->arena;
	struct make_target target = { .name = name };
	const char *path = path_normalise(arena, name), *recipe, *command, *source;

	/* autoconf.h is the configuration's. */
	if (strmap_has(&generator->paths, path) || ends_with(path, "/autoconf.h"))
		return;
	recipe = make_rule(make, &target);
	if (!recipe)
		return;
	if (strstr(recipe, "filechk,offsets")) {
		source = offsets_source(arena, target.prerequisites);
		if (source)
			add_offsets(generator, path, path_normalise(arena, source));
		return;
	}
	command = make_target_text(make, &target, command_of(arena, recipe));
	if (!run_command(generator, path, command))
		note_header(generator, path, "not known how it is made: %.120s", command);
}

/* ---- rules ---- */

struct header_candidates {
	struct strings names;
	struct arena *arena;
};

/* Files of the directories that kbuild generates into. */
static void take_candidate(const char *name, void *context)
{
	struct header_candidates *candidates = context;

	if (ends_with(name, ".h") && (strstr(name, "/generated/") || starts_with(name, "generated/")) &&
	    *name != '/')
		vec_push(&candidates->names, arena_strdup(candidates->arena, name));
}

static void generate_all(struct generator *generator, struct make *make)
{
	struct header_candidates candidates = { .arena = generator->out->arena };

	make_each_target(make, take_candidate, &candidates);
	vec_each(name, &candidates.names)
		generate(generator, make, *name);
	vec_free(&candidates.names);
}

/* ---- wrappers ---- */

static void add_wrappers(struct generator *generator, struct make *make)
{
	make_each_word(word, make_value(make, "generic-y")) {
		struct arena *arena = generator->out->arena;
		const char *path = arena_strndup(arena, word.text, word.length);
		struct strbuf text = { 0 };

		strbuf_printf(&text, "#include <asm-generic/%s>\n", path_base(path));
		add_header(generator, path, &text);
	}
	make_each_word(word, make_value(make, "syscall-y"))
		generate(generator, make, arena_strndup(generator->out->arena, word.text, word.length));
}

/* The makefile that `$(MAKE) $(asm-generic)=DIRECTORY` reads. */
static const char *wrapper_makefile(struct generator *generator, struct make *top)
{
	static const char *const names[] = { "scripts/Makefile.asm-headers", "scripts/Makefile.asm-generic" };
	struct make_sources *sources = generator->flags->sources;

	make_each_word(word, make_value(top, "asm-generic"))
		if (word.length > 8 && *word.text != '-')
			return arena_strndup(generator->out->arena, word.text, word.length);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *path = path_join(generator->out->arena, sources->tree->path, names[i]);

		if (make_sources_has(sources, path))
			return path;
	}
	return NULL;
}

static void add_asm_headers(struct generator *generator, struct make *top)
{
	static const struct { const char *directory, *generic, *src; } kinds[] = {
		{ "generated/uapi/asm", "include/uapi/asm-generic", "uapi/asm" },
		{ "generated/asm", "include/asm-generic", "asm" },
	};
	const char *makefile = wrapper_makefile(generator, top);

	for (size_t i = 0; makefile && i < sizeof(kinds) / sizeof(*kinds); i++) {
		struct make *make = make_new(&generator->flags->world);

		make_keep_rules(make);
		make_inherit(make, top);
		make_set_command_line(make, "obj",
				      arena_printf(generator->out->arena, "arch/%s/include/%s",
						   generator->flags->world.arch, kinds[i].directory));
		make_set_command_line(make, "generic", kinds[i].generic);
		/* Up to Linux 4.20 the caller said where the list is. */
		if (!make_defined(top, "asm-generic"))
			make_set_command_line(make, "src", kinds[i].src);
		make_read(make, makefile);
		add_wrappers(generator, make);
		make_free(make);
	}
}

/* ---- directories that are made before all others ---- */

/* Generates what the makefile of DIRECTORY has rules for, as `$(MAKE) $(build)=DIRECTORY` would. */
static void generate_in(struct generator *generator, struct make *top, const char *directory)
{
	struct make *make = flags_read_directory(generator->flags, top, directory, true);

	generate_all(generator, make);
	make_free(make);
}

/* Recipes of the top and the architecture's makefile call other directories. */
static void generate_called(struct generator *generator, struct make *top)
{
	struct strmap seen = { 0 };

	for (size_t i = 0; i < top->rules.count; i++) {
		const char *recipe = strbuf_text(top->rules.data[i].recipe), *p;
		struct make_target target = { .name = top->rules.data[i].target, .stem = "", .source = "" };

		if (!strstr(recipe, "$(build)=") || top->rules.data[i].pattern)
			continue;
		recipe = make_target_text(top, &target, recipe);
		for (p = recipe; (p = strstr(p, "Makefile.build obj=")); ) {
			struct span word = make_next_word(p + strlen("Makefile.build obj="));
			const char *directory = arena_strndup(generator->out->arena, word.text,
							      strcspn(word.text, " \t\n;)"));

			p = word.text;
			if (strmap_has(&seen, directory) ||
			    (!starts_with(directory, "arch/") && strcmp(directory, ".")))
				continue;
			strmap_set(&seen, directory, generator);
			generate_in(generator, top, directory);
		}
	}
	strmap_free(&seen);
}

static int compare_headers(const void *a, const void *b)
{
	return strcmp(((const struct generated_header *)a)->path, ((const struct generated_header *)b)->path);
}

/* What the architecture of GENERATOR's flags generates below arch/. */
static void add_arch_headers(struct generator *generator, struct make *top)
{
	add_asm_headers(generator, top);
	generate_called(generator, top);
}

/* User Mode Linux takes the headers of the architecture that it runs on, which are generated in its directory. */
static void add_borrowed_arch(struct generator *generator, struct make *top)
{
	const char *arch = make_value(top, "HEADER_ARCH");
	struct flags *own = generator->flags;
	struct flags_options options = {
		.arch = arch, .directory = own->objects, .compiler_include = own->world.compiler_include,
		.config = own->world.config, .context = own->world.context,
	};
	struct error error = { 0 };

	if (!*arch || !strcmp(arch, own->world.arch))
		return;
	generator->flags = flags_open(own->sources, &options, &error);
	if (generator->flags) {
		struct make *other = flags_read_top(generator->flags, true);

		add_arch_headers(generator, other);
		make_free(other);
		flags_close(generator->flags);
	}
	error_clear(&error);
	generator->flags = own;
}

void generated_headers(struct flags *flags, const struct generated_hooks *hooks, struct generated *out)
{
	struct generator generator = { .flags = flags, .hooks = hooks, .out = out };
	struct make *top = flags_read_top(flags, true);

	*out = (struct generated){ .arena = arena_new() };
	add_common_headers(&generator);
	vec_each(header, &out->headers)
		header->is_prepared = make_rule(top, &(struct make_target){ .name = header->path });
	add_arch_headers(&generator, top);
	add_borrowed_arch(&generator, top);
	/* The top's own numbers. */
	generate_in(&generator, top, ".");
	generate_all(&generator, top);
	if (out->headers.count)
		qsort(out->headers.data, out->headers.count, sizeof(*out->headers.data), compare_headers);
	make_free(top);
	strmap_free(&generator.paths);
}

void generated_free(struct generated *generated)
{
	vec_free(&generated->headers);
	vec_free(&generated->notes);
	arena_free(generated->arena);
	generated->arena = NULL;
}
