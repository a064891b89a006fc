// SPDX-License-Identifier: GPL-2.0-only
/* arm64's registers: the text arch/arm64/tools/sysreg as macros, as gen-sysreg.awk there makes them. */
#include <ctype.h>
#include <string.h>

#include "kbuild/generated_internal.h"

#define FIELDS_MOST	8
#define NESTED_MOST	4

enum block { BLOCK_ROOT, BLOCK_FIELDS, BLOCK_REGISTER, BLOCK_PREFIX, BLOCK_ENUM };

struct registers {
	struct strbuf *out;
	enum block blocks[NESTED_MOST];
	size_t depth;
	char *word[FIELDS_MOST];	/* of the line */
	size_t nwords;
	char name[128], prefix[128], field[128];
	struct strbuf res0, res1, unknown;	/* masks of bits without a meaning */
	bool has_masks;	/* false: they are another register's */
};

static enum block current(const struct registers *registers)
{
	return registers->blocks[registers->depth];
}

static void push(struct registers *registers, enum block block)
{
	if (registers->depth + 1 < NESTED_MOST)
		registers->blocks[++registers->depth] = block;
}

static void pop(struct registers *registers)
{
	if (registers->depth)
		registers->depth--;
}

static void reset_masks(struct registers *registers)
{
	registers->res0.length = registers->res1.length = registers->unknown.length = 0;
	strbuf_puts(&registers->res0, "UL(0)");
	strbuf_puts(&registers->res1, "UL(0)");
	strbuf_puts(&registers->unknown, "UL(0)");
	registers->has_masks = true;
}

static void copy_name(char *to, const char *from, const char *suffix)
{
	snprintf(to, 128, "%s%s", from, suffix);
}

static void print_masks(struct registers *registers)
{
	if (!registers->has_masks)
		return;
	strbuf_printf(registers->out, "#define %s%s_RES0\t(%s)\n", registers->prefix, registers->name,
		      strbuf_text(&registers->res0));
	strbuf_printf(registers->out, "#define %s%s_RES1\t(%s)\n", registers->prefix, registers->name,
		      strbuf_text(&registers->res1));
	strbuf_printf(registers->out, "#define %s%s_UNKN\t(%s)\n\n", registers->prefix, registers->name,
		      strbuf_text(&registers->unknown));
}

/* "63:0" or "5". */
static void read_bits(const char *text, unsigned *high, unsigned *low)
{
	*high = *low = 0;
	if (sscanf(text, "%u:%u", high, low) == 1)
		*low = *high;
}

static void print_field(struct registers *registers, const char *bits, const char *field)
{
	const char *prefix = registers->prefix, *name = registers->name;
	unsigned high, low;

	read_bits(bits, &high, &low);
	copy_name(registers->field, field, "");
	strbuf_printf(registers->out,
		      "#define %s%s_%s\tGENMASK(%u, %u)\n#define %s%s_%s_MASK\tGENMASK(%u, %u)\n", prefix,
		      name, field, high, low, prefix, name, field, high, low);
	strbuf_printf(registers->out, "#define %s%s_%s_SHIFT\t%u\n#define %s%s_%s_WIDTH\t%u\n", prefix,
		      name, field, low, prefix, name, field, high - low + 1);
}

static void add_mask(struct strbuf *mask, const char *bits)
{
	unsigned high, low;

	read_bits(bits, &high, &low);
	strbuf_printf(mask, " | GENMASK_ULL(%u, %u)", high, low);
}

static void begin_register(struct registers *registers)
{
	static const char *const parts[] = { "Op0", "Op1", "CRn", "CRm", "Op2" };
	char **word = registers->word;

	push(registers, BLOCK_REGISTER);
	copy_name(registers->name, word[1], "");
	*registers->prefix = '\0';
	reset_masks(registers);
	strbuf_printf(registers->out, "#define REG_%s\tS%s_%s_C%s_C%s_%s\n", word[1], word[2], word[3],
		      word[4], word[5], word[6]);
	strbuf_printf(registers->out, "#define SYS_%s\tsys_reg(%s, %s, %s, %s, %s)\n", word[1], word[2],
		      word[3], word[4], word[5], word[6]);
	for (size_t i = 0; i < 5; i++)
		strbuf_printf(registers->out, "#define SYS_%s_%s\t%s\n", word[1], parts[i], word[2 + i]);
	strbuf_putc(registers->out, '\n');
}

static void end_register(struct registers *registers)
{
	print_masks(registers);
	*registers->prefix = '\0';
	pop(registers);
}

static void begin_fields(struct registers *registers)
{
	push(registers, BLOCK_FIELDS);
	copy_name(registers->name, registers->word[1], "");
	*registers->prefix = '\0';
	reset_masks(registers);
}

static void begin_prefix(struct registers *registers)
{
	push(registers, BLOCK_PREFIX);
	copy_name(registers->prefix, registers->word[1], "_");
	reset_masks(registers);
}

static void end_prefix(struct registers *registers)
{
	print_masks(registers);
	*registers->prefix = '\0';
	reset_masks(registers);
	pop(registers);
}

static void use_others_fields(struct registers *registers)
{
	registers->has_masks = false;
}

static void add_res0(struct registers *registers)
{
	add_mask(&registers->res0, registers->word[1]);
}

static void add_res1(struct registers *registers)
{
	add_mask(&registers->res1, registers->word[1]);
}

static void add_unknown(struct registers *registers)
{
	add_mask(&registers->unknown, registers->word[1]);
}

static void add_field(struct registers *registers)
{
	print_field(registers, registers->word[1], registers->word[2]);
	strbuf_putc(registers->out, '\n');
}

static void begin_enum(struct registers *registers)
{
	push(registers, BLOCK_ENUM);
	print_field(registers, registers->word[1], registers->word[2]);
	if (*registers->word[0] != 'E')
		strbuf_printf(registers->out, "#define %s%s_%s_SIGNED\t%s\n", registers->prefix,
			      registers->name, registers->field,
			      *registers->word[0] == 'S' ? "true" : "false");
}

static void end_enum(struct registers *registers)
{
	strbuf_putc(registers->out, '\n');
	pop(registers);
}

static void ignore(struct registers *registers)
{
	(void)registers;
}

static void add_value(struct registers *registers)
{
	if (current(registers) == BLOCK_ENUM && starts_with(registers->word[0], "0b"))
		strbuf_printf(registers->out, "#define %s%s_%s_%s\tUL(%s)\n", registers->prefix,
			      registers->name, registers->field, registers->word[1], registers->word[0]);
}

static const struct statement {
	const char *word;
	size_t words;	/* of the line, at least */
	void (*run)(struct registers *registers);
} statements[] = {
	{ "SysregFields", 2, begin_fields }, { "EndSysregFields", 1, end_register },
	{ "Sysreg", 7, begin_register }, { "EndSysreg", 1, end_register },
	{ "Fields", 2, use_others_fields }, { "Mapping", 2, use_others_fields },
	{ "Res0", 2, add_res0 }, { "Res1", 2, add_res1 }, { "Unkn", 2, add_unknown }, { "Raz", 2, ignore },
	{ "Field", 3, add_field }, { "SignedEnum", 3, begin_enum }, { "UnsignedEnum", 3, begin_enum },
	{ "Enum", 3, begin_enum }, { "EndEnum", 1, end_enum }, { "Prefix", 2, begin_prefix },
	{ "EndPrefix", 1, end_prefix },
};

static void read_statement(struct registers *registers)
{
	for (size_t i = 0; i < sizeof(statements) / sizeof(*statements); i++)
		if (!strcmp(registers->word[0], statements[i].word)) {
			if (registers->nwords >= statements[i].words)
				statements[i].run(registers);
			return;
		}
	if (registers->nwords >= 2)
		add_value(registers);
}

bool make_sysregs(struct header_command *command)
{
	struct generator *generator = command->generator;
	const char *below = command->count
				    ? path_below(path_normalise(generator->out->arena, command->words[0]),
						 generator->flags->sources->tree->path)
				    : NULL;
	char *text = below ? tree_text(generator, below) : NULL, *lines = NULL, *words = NULL;
	struct registers registers = { .out = command->out };

	if (!text)
		return false;
	strbuf_puts(command->out, "#ifndef __ASM_SYSREG_DEFS_H\n#define __ASM_SYSREG_DEFS_H\n\n");
	for (char *line = strtok_r(text, "\n", &lines); line; line = strtok_r(NULL, "\n", &lines)) {
		registers.nwords = 0;
		for (char *word = strtok_r(line, " \t", &words); word && registers.nwords < FIELDS_MOST;
		     word = strtok_r(NULL, " \t", &words))
			registers.word[registers.nwords++] = word;
		if (registers.nwords && *registers.word[0] != '#')
			read_statement(&registers);
	}
	strbuf_puts(command->out, "#endif\n");
	strbuf_free(&registers.res0);
	strbuf_free(&registers.res1);
	strbuf_free(&registers.unknown);
	free(text);
	return true;
}
