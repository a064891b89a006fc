// SPDX-License-Identifier: GPL-2.0-only
/* Headers of all architectures: versions, constants of time, numbers that a compiler is asked for. */
#include <ctype.h>
#include <string.h>

#include "kbuild/compiler.h"
#include "kbuild/generated_internal.h"

static long symbol_number(struct generator *generator, const char *symbol)
{
	return strtol(symbol_value(generator, symbol), NULL, 0);
}

/* ---- versions ---- */

static long top_number(struct generator *generator, const char *name)
{
	return strtol(flags_top_value(generator->flags, name), NULL, 10);
}

static void add_version(struct generator *generator)
{
	long version = top_number(generator, "VERSION"), patch = top_number(generator, "PATCHLEVEL");
	long sublevel = top_number(generator, "SUBLEVEL");
	struct strbuf text = { 0 };

	strbuf_printf(&text, "#define LINUX_VERSION_CODE %ld\n",
		      version * 65536 + patch * 256 + (sublevel > 255 ? 255 : sublevel));
	strbuf_puts(&text,
		    "#define KERNEL_VERSION(a,b,c) (((a) << 16) + ((b) << 8) + ((c) > 255 ? 255 : (c)))\n");
	strbuf_printf(&text, "#define LINUX_VERSION_MAJOR %ld\n#define LINUX_VERSION_PATCHLEVEL %ld\n"
		      "#define LINUX_VERSION_SUBLEVEL %ld\n", version, patch, sublevel);
	add_header(generator, "include/generated/uapi/linux/version.h", &text);
}

/* Who compiled it, and when, decides nothing. */
static void add_builder(struct generator *generator)
{
	struct strbuf text = { 0 };
	char *script = tree_text(generator, "scripts/mkcompile_h");

	strbuf_printf(&text, "#define UTS_MACHINE\t\t\"%s\"\n",
		      flags_top_value(generator->flags, "UTS_MACHINE"));
	/* Up to Linux 6.1 it had this too. */
	if (script && strstr(script, "UTS_VERSION"))
		strbuf_puts(&text, "#define UTS_VERSION\t\t\"#1\"\n");
	strbuf_printf(&text,
		      "#define LINUX_COMPILE_BY\t\"mncheck\"\n#define LINUX_COMPILE_HOST\t\"mncheck\"\n"
		      "#define LINUX_COMPILER\t\t\"%s\"\n",
		      COMPILER_VERSION_TEXT);
	add_header(generator, "include/generated/compile.h", &text);
	strbuf_puts(&text, "#define UTS_VERSION \"#1\"\n");
	add_header(generator, "include/generated/utsversion.h", &text);
	strbuf_puts(&text, "#define LINUX_PACKAGE_ID \"\"\n");
	add_header(generator, "include/generated/package.h", &text);
	strbuf_puts(&text, "#define RANDSTRUCT_HASHED_SEED \"\"\n");
	add_header(generator, "include/generated/randstruct_hash.h", &text);
	free(script);
}

static void add_release(struct generator *generator)
{
	struct strbuf text = { 0 };
	const char *release = flags_top_value(generator->flags, "KERNELRELEASE");

	strbuf_printf(&text, "#define UTS_RELEASE \"%.*s\"\n", (int)strcspn(release, " \t\n\""), release);
	add_header(generator, "include/generated/utsrelease.h", &text);
}

/* ---- timeconst.h: what kernel/time/timeconst.bc computes ---- */

typedef unsigned __int128 wide;

static unsigned long long gcd(unsigned long long a, unsigned long long b)
{
	while (b) {
		unsigned long long t = b;

		b = a % b;
		a = t;
	}
	return a;
}

static wide multiplier(unsigned shift, unsigned long long n, unsigned long long d)
{
	return (((wide)1 << shift) * n + d - 1) / d;
}

static wide adjustment(unsigned shift, unsigned long long n, unsigned long long d)
{
	d /= gcd(n, d);
	return ((wide)1 << shift) * (d - 1) / d;
}

/* The smallest shift with a multiplier of 32 bits. */
static unsigned shift_of(unsigned long long n, unsigned long long d)
{
	unsigned shift = 0;

	while (shift < 90 && multiplier(shift, n, d) < (wide)1 << 31)
		shift++;
	return shift;
}

static void print_hex(struct strbuf *text, const char *name, const char *what, wide value)
{
	unsigned long long high = (unsigned long long)(value >> 64), low = (unsigned long long)value;

	strbuf_printf(text, "#define %s_%s\tU64_C(0x", name, what);
	if (high)
		strbuf_printf(text, "%llX%016llX)\n", high, low);
	else
		strbuf_printf(text, "%llX)\n", low);
}

static void print_conversion(struct strbuf *text, const char *name, unsigned long long n,
			     unsigned long long d)
{
	unsigned shift = shift_of(n, d);

	print_hex(text, name, "MUL32", multiplier(shift, n, d));
	print_hex(text, name, "ADJ32", adjustment(shift, n, d));
	strbuf_printf(text, "#define %s_SHR32\t%u\n", name, shift);
}

static void print_fraction(struct strbuf *text, const char *to, const char *from, unsigned long long n,
			   unsigned long long hz)
{
	unsigned long long common = gcd(hz, n);

	strbuf_printf(text, "#define %s_NUM\t\t%llu\n#define %s_DEN\t\t%llu\n", to, n / common, to,
		      hz / common);
	strbuf_printf(text, "#define %s_NUM\t\t%llu\n#define %s_DEN\t\t%llu\n", from, hz / common, from,
		      n / common);
}

static void add_timeconst(struct generator *generator)
{
	long number = symbol_number(generator, "CONFIG_HZ");
	/* Architectures without the symbol have 100. */
	unsigned long long hz = number >= 2 && number < 1000000 ? (unsigned long long)number : 100;
	struct strbuf text = { 0 };

	strbuf_printf(&text,
		      "/* Time conversion constants for HZ == %llu */\n\n#ifndef KERNEL_TIMECONST_H\n"
		      "#define KERNEL_TIMECONST_H\n\n#include <linux/param.h>\n#include <linux/types.h>\n\n"
		      "#if HZ != %llu\n#error \"include/generated/timeconst.h has the wrong HZ "
		      "value!\"\n#endif\n\n",
		      hz, hz);
	print_conversion(&text, "HZ_TO_MSEC", 1000, hz);
	print_conversion(&text, "MSEC_TO_HZ", hz, 1000);
	print_fraction(&text, "HZ_TO_MSEC", "MSEC_TO_HZ", 1000, hz);
	strbuf_putc(&text, '\n');
	print_conversion(&text, "HZ_TO_USEC", 1000000, hz);
	print_conversion(&text, "USEC_TO_HZ", hz, 1000000);
	print_fraction(&text, "HZ_TO_USEC", "USEC_TO_HZ", 1000000, hz);
	print_fraction(&text, "HZ_TO_NSEC", "NSEC_TO_HZ", 1000000000, hz);
	strbuf_puts(&text, "\n#endif /* KERNEL_TIMECONST_H */\n");
	add_header(generator, "include/generated/timeconst.h", &text);
}

void add_common_headers(struct generator *generator)
{
	add_version(generator);
	add_release(generator);
	add_builder(generator);
	add_timeconst(generator);
}
