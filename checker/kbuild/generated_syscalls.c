// SPDX-License-Identifier: GPL-2.0-only
/* Tables of system calls (*.tbl), and what kbuild's scripts make of them. */
#include <ctype.h>
#include <string.h>

#include "kbuild/generated_internal.h"

/* What a script is asked for, in options or (up to 5.12) by place. */
struct request {
	const char *table, *abis, *prefix, *offset;
	bool by_place;	/* the older form */
};

/* The options that take a word. */
static const char **option_value(struct request *request, const char *option)
{
	return !strcmp(option, "--abis") || !strcmp(option, "--abi") ? &request->abis :
	       !strcmp(option, "--prefix") ? &request->prefix :
	       !strcmp(option, "--offset") ? &request->offset : NULL;
}

static bool read_request(struct header_command *command, struct request *request)
{
	size_t place = 0;

	*request = (struct request){ .abis = "", .prefix = "", .offset = "" };
	for (size_t i = 0; i < command->count; i++) {
		const char *word = command->words[i];
		const char **value = option_value(request, word);

		if (value) {
			if (++i < command->count)
				*value = command->words[i];
		} else if (starts_with(word, "--")) {
			if (strcmp(word, "--emit-nr"))
				return false;
		} else {
			/* IN OUT ABIS PREFIX OFFSET */
			const char **places[] = { &request->table, NULL, &request->abis, &request->prefix,
						  &request->offset };

			if (place < sizeof(places) / sizeof(*places) && places[place])
				*places[place] = word;
			place++;
		}
	}
	request->by_place = place > 2;
	return request->table;
}

/* One line of a table. */
struct syscall {
	unsigned long number;
	char *abi, *name, *native, *compat, *rest;
};

static char *next_field(char **line)
{
	char *start = *line + strspn(*line, " \t"), *end = start + strcspn(start, " \t");

	*line = *end ? end + 1 : end;
	*end = '\0';
	return start;
}

static bool is_wanted(const char *abis, const char *abi)
{
	size_t length = strlen(abi);

	if (!*abis)
		return true;
	for (const char *p = abis; *p; p += strspn(p, ",")) {
		size_t here = strcspn(p, ",");

		if (here == length && !memcmp(p, abi, length))
			return true;
		p += here;
	}
	return false;
}

/* Calls EACH for the lines of the table that are for the ABIs. */
static bool each_syscall(struct header_command *command, const struct request *request,
			 void (*each)(const struct syscall *syscall, void *context), void *context)
{
	const char *below = path_below(request->table, command->generator->flags->sources->tree->path);
	char *text = tree_text(command->generator, below ? below : request->table), *save = NULL;

	if (!text)
		return false;
	for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		struct syscall syscall;
		char *end;

		if (!isdigit((unsigned char)*line))
			continue;
		syscall.number = strtoul(next_field(&line), &end, 0);
		syscall.abi = next_field(&line);
		syscall.name = next_field(&line);
		syscall.native = next_field(&line);
		syscall.compat = next_field(&line);
		syscall.rest = next_field(&line);
		if (is_wanted(request->abis, syscall.abi))
			each(&syscall, context);
	}
	free(text);
	return true;
}

/* "_UAPI_ASM_UNISTD_64_H" of ".../unistd_64.h". */
static char *guard_of(struct header_command *command, const char *prefix)
{
	struct strbuf guard = { 0 };

	strbuf_puts(&guard, prefix);
	for (const char *p = path_base(command->path); *p; p++) {
		char c = isalnum((unsigned char)*p) ? (char)toupper((unsigned char)*p) : '_';

		if (c != '_' || guard.text[guard.length - 1] != '_')
			strbuf_putc(&guard, c);
	}
	return strbuf_take(&guard);
}

struct syscall_numbers {
	const struct request *request;
	struct strbuf *out;
	unsigned long most;
	unsigned long next;	/* of a table without holes */
};

static void add_number(const struct syscall *syscall, void *context)
{
	struct syscall_numbers *numbers = context;

	if (*numbers->request->offset)
		strbuf_printf(numbers->out, "#define __NR_%s%s (%s + %lu)\n", numbers->request->prefix,
			      syscall->name, numbers->request->offset, syscall->number);
	else
		strbuf_printf(numbers->out, "#define __NR_%s%s %lu\n", numbers->request->prefix,
			      syscall->name, syscall->number);
	numbers->most = syscall->number > numbers->most ? syscall->number : numbers->most;
}

bool make_syscall_numbers(struct header_command *command)
{
	struct request request;
	struct syscall_numbers numbers = { .request = &request, .out = command->out };
	char *guard;
	bool found;

	if (!read_request(command, &request))
		return false;
	guard = guard_of(command, "_UAPI_ASM_");
	strbuf_printf(command->out, "#ifndef %s\n#define %s\n\n", guard, guard);
	found = each_syscall(command, &request, add_number, &numbers);
	strbuf_printf(command->out, "\n#ifdef __KERNEL__\n#define __NR_%ssyscalls %lu\n", request.prefix,
		      numbers.most + 1);
	if (request.by_place)
		strbuf_printf(command->out, "#define __NR_%ssyscall_max %lu\n", request.prefix, numbers.most);
	strbuf_printf(command->out, "#endif\n\n#endif /* %s */\n", guard);
	free(guard);
	return found;
}

static void add_entry(const struct syscall *syscall, void *context)
{
	struct syscall_numbers *numbers = context;
	bool compat = *syscall->compat && strcmp(syscall->compat, "-"), noreturn = *syscall->rest;
	const char *native =
		*syscall->native && strcmp(syscall->native, "-") ? syscall->native : "sys_ni_syscall";

	while (numbers->next < syscall->number && syscall->number < 100000)
		strbuf_printf(numbers->out, "__SYSCALL(%lu, sys_ni_syscall)\n", numbers->next++);
	if (noreturn)
		strbuf_printf(numbers->out, compat ? "__SYSCALL_COMPAT_NORETURN(%lu, %s, %s)\n" :
			      "__SYSCALL_NORETURN(%lu, %s)\n", syscall->number, native, syscall->compat);
	else
		strbuf_printf(numbers->out,
			      compat ? "__SYSCALL_WITH_COMPAT(%lu, %s, %s)\n" : "__SYSCALL(%lu, %s)\n",
			      syscall->number, native, syscall->compat);
	numbers->next = syscall->number + 1;
}

bool make_syscall_table(struct header_command *command)
{
	struct request request;
	struct syscall_numbers numbers = { .request = &request, .out = command->out };

	return read_request(command, &request) && each_syscall(command, &request, add_entry, &numbers);
}

static void count_entry(const struct syscall *syscall, void *context)
{
	struct syscall_numbers *numbers = context;

	numbers->most = syscall->number > numbers->most ? syscall->number : numbers->most;
}

bool make_syscall_count(struct header_command *command)
{
	struct request request;
	struct syscall_numbers numbers = { .request = &request, .out = command->out };
	char *guard;
	bool found;

	if (!read_request(command, &request))
		return false;
	guard = guard_of(command, "_ASM_");
	found = each_syscall(command, &request, count_entry, &numbers);
	/* The number has to fit into an immediate of ARM: a multiple of 4. */
	strbuf_printf(command->out,
		      "#ifndef %s\n#define %s\n\n#define __NR_%ssyscalls %lu\n\n#endif /* %s */\n", guard,
		      guard, request.prefix, (numbers.most + 4) / 4 * 4, guard);
	free(guard);
	return found;
}

/* syscalltbl -H -a ABIS: numbers; -N -a ABIS: their count; -S: the table; of s390, up to 7.0. */
bool make_s390_syscalls(struct header_command *command)
{
	struct request request = { .abis = "", .prefix = "", .offset = "" };
	struct syscall_numbers numbers = { .request = &request, .out = command->out };
	char mode = '\0', *guard;
	bool found;

	for (size_t i = 0; i < command->count; i++) {
		const char *word = command->words[i];

		if (!strcmp(word, "-H") || !strcmp(word, "-N") || !strcmp(word, "-S"))
			mode = word[1];
		else if (!strcmp(word, "-a") && i + 1 < command->count)
			request.abis = command->words[++i];
		else if (ends_with(word, ".tbl"))
			request.table = word;
	}
	if (!request.table || !mode)
		return false;
	guard = guard_of(command, "_ASM_S390_");
	strbuf_printf(command->out, "#ifndef %s\n#define %s\n\n", guard, guard);
	found = each_syscall(command, &request,
			     mode == 'H'   ? add_number
			     : mode == 'N' ? count_entry
					   : add_entry,
			     &numbers);
	if (mode == 'N')
		strbuf_printf(command->out, "#define NR_syscalls %lu\n", numbers.most + 1);
	strbuf_printf(command->out, "\n#endif /* %s */\n", guard);
	free(guard);
	return found;
}
