// SPDX-License-Identifier: GPL-2.0-only
/* Headers of single architectures, each by the script that makes it. */
#include <ctype.h>
#include <string.h>

#include "kbuild/generated_internal.h"

/* The text of the command's word INDEX, a file of the tree; NULL: there is none. */
static char *text_of_word(struct header_command *command, size_t index)
{
	const char *below;

	if (index >= command->count)
		return NULL;
	below = path_below(path_normalise(command->generator->out->arena, command->words[index]),
			   command->generator->flags->sources->tree->path);
	return tree_text(command->generator, below ? below : command->words[index]);
}

/* for (each line of TEXT, which is cut up): LINE is it. */
#define each_line(line, text, save)                                            \
	for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save))

/* ---- x86 ---- */

static int compare_strings(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* `#define __HYPERVISOR_name value` of TEXT: the names, and values that are such names. */
static void collect_hypercalls(struct arena *arena, char *text, struct strings *names, struct strmap *aliased)
{
	static const char prefix[] = "__HYPERVISOR_";
	char *save = NULL;

	each_line(line, text, save) {
		const char *name, *value;

		if (strncmp(line, "#define", 7) || !(name = strstr(line, prefix)))
			continue;
		name += strlen(prefix);
		value = name + strcspn(name, " \t");
		value += strspn(value, " \t");
		if (!islower((unsigned char)*name))
			continue;
		vec_push(names, arena_strndup(arena, name, strcspn(name, " \t")));
		if (starts_with(value, prefix))
			strmap_set(aliased, arena_strndup(arena, value + strlen(prefix),
							  strcspn(value + strlen(prefix), " \t")), arena);
	}
}

/* A number with two names has the one that is defined by the other. */
bool make_xen_hypercalls(struct header_command *command)
{
	struct generator *generator = command->generator;
	struct strings names = { 0 };
	struct strmap aliased = { 0 };

	for (size_t i = 1; i < command->count; i++) {
		char *text = text_of_word(command, i);

		if (text)
			collect_hypercalls(generator->out->arena, text, &names, &aliased);
		free(text);
	}
	if (names.count)
		qsort(names.data, names.count, sizeof(*names.data), compare_strings);
	for (size_t i = 0; i < names.count; i++)
		if (!strmap_has(&aliased, names.data[i]) && (!i || strcmp(names.data[i], names.data[i - 1])))
			strbuf_printf(command->out, "HYPERCALL(%s)\n", names.data[i]);
	strmap_free(&aliased);
	vec_free(&names);
	return true;
}

/* A checksum that modules carry: it decides nothing. */
bool make_orc_hash(struct header_command *command)
{
	strbuf_puts(command->out, "#define ORC_HASH ");
	for (int i = 0; i < 20; i++)
		strbuf_puts(command->out, "0x00,");
	strbuf_putc(command->out, '\n');
	return true;
}

#define FEATURE_WORDS_MOST 64

/* Features that X86_REQUIRED_FEATURE_x or X86_DISABLED_FEATURE_x names, as bits. */
struct features {
	unsigned required[FEATURE_WORDS_MOST], disabled[FEATURE_WORDS_MOST];
	unsigned words;
};

static bool has_feature(struct generator *generator, const char *kind, const char *name, size_t length)
{
	return symbol_is_yes(generator, arena_printf(generator->out->arena, "CONFIG_X86_%s_FEATURE_%.*s",
						     kind, (int)length, name));
}

/* `#define X86_FEATURE_name (word*32 + bit)` and `#define NCAPINTS number`. */
static void read_feature(struct generator *generator, const char *line, struct features *features)
{
	unsigned word, bit;
	const char *name, *end;

	if (sscanf(line, "#define NCAPINTS %u", &word) == 1)
		features->words = word < FEATURE_WORDS_MOST ? word : FEATURE_WORDS_MOST;
	name = starts_with(line, "#define") ? strstr(line, "X86_FEATURE_") : NULL;
	if (!name)
		return;
	name += strlen("X86_FEATURE_");
	end = name + strcspn(name, " \t");
	if (sscanf(end, " ( %u * 32 + %u", &word, &bit) != 2 || word >= FEATURE_WORDS_MOST || bit > 31)
		return;
	if (has_feature(generator, "REQUIRED", name, (size_t)(end - name)))
		features->required[word] |= 1u << bit;
	if (has_feature(generator, "DISABLED", name, (size_t)(end - name)))
		features->disabled[word] |= 1u << bit;
}

static void print_masks(struct strbuf *out, const char *kind, const unsigned *masks, unsigned words)
{
	for (unsigned i = 0; i < words; i++)
		strbuf_printf(out, "#define %s_MASK%u\t0x%08xU\n", kind, i, masks[i]);
	strbuf_printf(out, "\n#define %s_MASK_BIT_SET(x) ((", kind);
	for (unsigned i = 0; i < words; i++)
		if (masks[i])
			strbuf_printf(out, " ((x) >> 5) == %2u ? %s_MASK%u :", i, kind, i);
	strbuf_puts(out, " 0) & (1U << ((x) & 31)))\n\n");
}

bool make_cpufeaturemasks(struct header_command *command)
{
	struct features features = { .words = 0 };
	char *text = text_of_word(command, 0), *save = NULL;

	if (!text)
		return false;
	each_line(line, text, save)
		read_feature(command->generator, line, &features);
	free(text);
	strbuf_puts(command->out,
		    "#ifndef _ASM_X86_CPUFEATUREMASKS_H\n#define _ASM_X86_CPUFEATUREMASKS_H\n\n");
	print_masks(command->out, "REQUIRED", features.required, features.words);
	print_masks(command->out, "DISABLED", features.disabled, features.words);
	strbuf_puts(command->out, "#endif\n");
	return features.words;
}

/* ---- arm64 ---- */

bool make_cpucaps(struct header_command *command)
{
	char *text = text_of_word(command, 0), *save = NULL;
	unsigned number = 0;

	if (!text)
		return false;
	strbuf_puts(command->out, "#ifndef __ASM_CPUCAP_DEFS_H\n#define __ASM_CPUCAP_DEFS_H\n\n");
	each_line(line, text, save)
		if (*line && *line != '#' && !isspace((unsigned char)*line))
			strbuf_printf(command->out, "#define ARM64_%-40s\t%u\n", line, number++);
	strbuf_printf(command->out, "#define ARM64_NCAPS\t\t\t\t\t%u\n\n#endif\n", number);
	free(text);
	return true;
}

/* `#define HWCAPn_NAME …` becomes KERNEL_HWCAP_NAME. */
bool make_hwcaps(struct header_command *command)
{
	char *text = text_of_word(command, 0), *save = NULL;

	if (!text)
		return false;
	strbuf_puts(command->out, "#ifndef __ASM_KERNEL_HWCAPS_H\n#define __ASM_KERNEL_HWCAPS_H\n\n");
	each_line(line, text, save) {
		const char *p = line + strlen("#define HWCAP"), *name;
		size_t digits;

		if (!starts_with(line, "#define HWCAP"))
			continue;
		digits = strspn(p, "0123456789");
		name = p + digits + 1;
		if (p[digits] == '_' && *name)
			strbuf_printf(command->out,
				      "#define KERNEL_HWCAP_%.*s\t__khwcap%.*s_feature(%.*s)\n",
				      (int)strcspn(name, " \t"), name, (int)digits, p,
				      (int)strcspn(name, " \t"), name);
	}
	strbuf_puts(command->out, "\n#endif\n");
	free(text);
	return true;
}

/* ---- arm ---- */

/* One board: machine_is_x() holds where it is the only one that is configured. */
static void print_machine(struct strbuf *out, const char *machine, const char *config, const char *type)
{
	strbuf_printf(out,
		      "#ifdef CONFIG_%s\n# ifdef machine_arch_type\n#  undef machine_arch_type\n"
		      "#  define machine_arch_type\t__machine_arch_type\n# else\n#  define "
		      "machine_arch_type\tMACH_TYPE_%s\n"
		      "# endif\n# define machine_is_%s()\t(machine_arch_type == MACH_TYPE_%s)\n#else\n"
		      "# define machine_is_%s()\t(0)\n#endif\n\n",
		      config, type, machine, type, machine);
}

bool make_mach_types(struct header_command *command)
{
	char *text = text_of_word(command, 0), *save = NULL;
	struct strbuf machines = { 0 };

	if (!text)
		return false;
	strbuf_puts(command->out, "#ifndef __ASM_ARM_MACH_TYPE_H\n#define __ASM_ARM_MACH_TYPE_H\n\n"
		    "#ifndef __ASSEMBLY__\nextern unsigned int __machine_arch_type;\n#endif\n\n");
	each_line(line, text, save) {
		char machine[128], config[128], type[128];
		unsigned number;
		int fields = sscanf(line, "%127s %127s %127s %u", machine, config, type, &number);

		if (*line == '#' || fields < 3)
			continue;
		if (fields == 4) {
			strbuf_printf(command->out, "#define MACH_TYPE_%-30s %u\n", type, number);
			print_machine(&machines, machine, config, type);
		} else {
			strbuf_printf(&machines, "#define machine_is_%s()\t(0)\n", machine);
		}
	}
	strbuf_printf(command->out,
		      "\n%s\n#ifndef machine_arch_type\n#define machine_arch_type\t__machine_arch_type\n"
		      "#endif\n\n#endif\n",
		      strbuf_text(&machines));
	strbuf_free(&machines);
	free(text);
	return true;
}

/* ---- s390 ---- */

#define FACILITY_WORDS_MOST 64

/* One list of facilities: { .name = "X", .bits = (int[]){ 1, 2, -1 } }. */
struct facilities {
	struct strbuf *out;
	char name[128];
	unsigned long long words[FACILITY_WORDS_MOST];
	unsigned high;
	bool open;
};

static void print_facilities(struct facilities *list)
{
	strbuf_printf(list->out, "#define %s ", list->name);
	for (unsigned i = 0; i <= list->high; i++)
		strbuf_printf(list->out, "_AC(0x%016llx,UL)%c", list->words[i], i < list->high ? ',' : '\n');
	memset(list->words, 0, sizeof(list->words));
	list->high = 0;
	list->open = false;
}

static void read_facility_line(char *line, void *context)
{
	struct facilities *list = context;
	const char *name = strstr(line, ".name = \"");
	char *p = line, *end;

	if (name && sscanf(name, ".name = \"%127[A-Z0-9_]", list->name) == 1)
		return;
	if (strstr(line, ".bits")) {
		list->open = true;
		p = strchr(line, '{');
	}
	while (list->open && p && *p) {
		long bit;

		p += strcspn(p, "-0123456789");
		bit = strtol(p, &end, 10);
		if (end == p)
			break;
		p = end;
		if (bit < 0) {
			print_facilities(list);
			break;
		}
		if (bit / 64 < FACILITY_WORDS_MOST) {
			list->words[bit / 64] |= 1ull << (63 - bit % 64);
			list->high = (unsigned)(bit / 64) > list->high ? (unsigned)(bit / 64) : list->high;
		}
	}
}

bool make_facilities(struct header_command *command)
{
	struct generator *generator = command->generator;
	struct expressions expressions = { .generator = generator, .arena = generator->out->arena };
	struct facilities list = { .out = command->out };
	char *text = tree_text(generator, "arch/s390/tools/gen_facilities.c");

	if (!text)
		return false;
	strbuf_puts(command->out, "#ifndef __ASM_S390_FACILITY_DEFS__\n#define __ASM_S390_FACILITY_DEFS__\n\n"
		    "#include <linux/const.h>\n\n");
	each_active_line(&expressions, text, read_facility_line, &list);
	strbuf_puts(command->out, "\n#endif\n");
	strmap_free(&expressions.macros);
	strmap_free(&expressions.constants);
	free(text);
	return true;
}

/* What the disassembler alone reads: formats, so that it can be parsed, and empty tables. */
bool make_opcode_table(struct header_command *command)
{
	struct arena *arena = command->generator->out->arena;
	char *text = tree_text(command->generator, "arch/s390/tools/opcodes.txt"), *save = NULL;
	struct strmap seen = { 0 };

	if (!text)
		return false;
	strbuf_puts(
		command->out,
		"#ifndef __S390_GENERATED_DIS_DEFS_H__\n#define __S390_GENERATED_DIS_DEFS_H__\n\nenum {\n");
	each_line(line, text, save) {
		char format[64];

		if (sscanf(line, "%*s %*s %63s", format) == 1 && !strmap_has(&seen, format)) {
			strmap_set(&seen, arena_strdup(arena, format), command);
			strbuf_printf(command->out, "\tINSTR_%s,\n", format);
		}
	}
	strbuf_puts(command->out,
		    "};\n\n#define LONG_INSN_INITIALIZER { }\n#define OPCODE_TABLE_INITIALIZER { }\n"
		    "#define OPCODE_OFFSET_INITIALIZER { }\n\n#endif\n");
	strmap_free(&seen);
	free(text);
	return true;
}

/* ---- the vdso ---- */

/* Offsets come from a link; C needs them to be there. Arbitrary, but different. */
struct vdso {
	struct header_command *command;
	struct strmap seen;
	const char *prefix;	/* "vdso", "vdso64", "compat_vdso", "vdso_cfi" */
	unsigned offset;
};

static void add_vdso_symbol(struct vdso *vdso, const char *macro)
{
	if (strmap_has(&vdso->seen, macro))
		return;
	strmap_set(&vdso->seen, macro, vdso);
	strbuf_printf(vdso->command->out, "#define %s 0x%x\n", macro, vdso->offset += 0x10);
}

/* `VDSO_name = symbol;`, `__vdso_name` and `__kernel_name` of a linker script. */
static void read_linker_script(struct vdso *vdso, const char *text)
{
	struct arena *arena = vdso->command->generator->out->arena;
	const char *before = starts_with(vdso->prefix, "compat") ? "compat" : "";
	const char *behind = ends_with(vdso->prefix, "_cfi") ? "_cfi" : "";

	for (const char *p = text; *p; ) {
		size_t length = strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

		if (length > 5 && !memcmp(p, "VDSO_", 5) && p[length + strspn(p + length, " \t")] == '=')
			add_vdso_symbol(vdso, arena_printf(arena, "%s_offset_%.*s", vdso->prefix,
							   (int)length - 5, p + 5));
		else if (length > 7 && !memcmp(p, "__vdso_", 7))
			add_vdso_symbol(vdso, arena_printf(arena, "%s%.*s%s_offset", before, (int)length, p,
							   behind));
		else if (length > 9 && !memcmp(p, "__kernel_", 9))
			add_vdso_symbol(vdso, arena_printf(arena, "%s_offset_%.*s", vdso->prefix,
							   (int)length - 9, p + 9));
		p += length ? length : 1;
	}
}

/* Linker scripts of the directory that the script lies in, and of those beside it for other widths. */
bool make_vdso_offsets(struct header_command *command)
{
	struct generator *generator = command->generator;
	struct arena *arena = generator->out->arena;
	struct make_sources *sources = generator->flags->sources;
	const char *base = path_base(command->path), *dash = strstr(base, "-offsets.h");
	char *pattern = arena_printf(arena, "%s/arch/%s/kernel/*vdso*/*.lds.S", sources->tree->path,
				     generator->flags->world.arch);
	char *prefix = arena_strndup(arena, base, dash ? (size_t)(dash - base) : 0);
	struct vdso vdso = { .command = command, .prefix = prefix };

	for (char *p = prefix; *p; p++)
		if (*p == '-')
			*p = '_';
	strbuf_puts(command->out, "/* Arbitrary: a link decides these offsets. */\n");
	make_each_word(word, make_sources_glob(sources, pattern)) {
		char *text = make_sources_text(sources, arena_strndup(arena, word.text, word.length), NULL);

		if (text)
			read_linker_script(&vdso, text);
		free(text);
	}
	strmap_free(&vdso.seen);
	return vdso.offset;
}
