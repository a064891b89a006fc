// SPDX-License-Identifier: GPL-2.0-only
/*
 * Filters compiler flags: keeps those that change the meaning of the source. A flag that is not
 * in the table is dropped, since kernels are built by compilers whose flags libclang does not
 * know, and an unknown flag is an error.
 */
#include "front/front.h"

#include <string.h>

enum flag_use {
	KEEP,		/* as it is */
	KEEP_PAIR,	/* with the next argument, unless the value is attached */
	DROP,
	DROP_PAIR,	/* with the next argument, unless the value is attached */
	CONSTANT,	/* replaced by one of `constants` */
};

/*
 * The longest row that the flag begins with counts. A row that ends in = or a blank is the whole
 * flag before its value.
 */
static const struct {
	const char *begin;
	enum flag_use use;
} rows[] = {
	{ "-I", KEEP_PAIR },
	{ "-D", KEEP_PAIR },
	{ "-D__SANITIZE_", DROP },
	{ "-DKBUILD_BASENAME=", CONSTANT },
	{ "-DKBUILD_MODNAME=", CONSTANT },
	{ "-DKBUILD_MODFILE=", CONSTANT },
	{ "-D__KBUILD_MODNAME=", CONSTANT },
	{ "-U", KEEP_PAIR },
	{ "-include", KEEP_PAIR },
	{ "-imacros", KEEP_PAIR },
	{ "-isystem", KEEP_PAIR },
	{ "-iquote", KEEP_PAIR },
	{ "-idirafter", KEEP_PAIR },
	{ "-isysroot", KEEP_PAIR },
	{ "--sysroot", KEEP_PAIR },
	{ "-resource-dir", KEEP_PAIR },
	{ "--target", KEEP_PAIR },
	{ "-nostdinc", KEEP },
	{ "-nobuiltininc", KEEP },
	{ "-ffreestanding", KEEP },
	{ "-fhosted", KEEP },
	{ "-std=", KEEP },
	{ "-ansi", KEEP },
	{ "-x", KEEP_PAIR },
	{ "-O", KEEP },
	{ "-target", KEEP_PAIR },
	{ "-include-pch", KEEP_PAIR },
	{ "-m", DROP },
	{ "-mllvm", DROP_PAIR },
	{ "-m16", KEEP },
	{ "-m32", KEEP },
	{ "-m64", KEEP },
	{ "-mx32", KEEP },
	{ "-march=", KEEP },
	{ "-mcpu=", KEEP },
	{ "-mabi=", KEEP },
	{ "-mlittle-endian", KEEP },
	{ "-mbig-endian", KEEP },
	{ "-mgeneral-regs-only", KEEP },
	{ "-msoft-float", KEEP },
	{ "-mfloat-abi=", KEEP },
	{ "-mno-sse", KEEP },
	{ "-mno-mmx", KEEP },
	{ "-mno-3dnow", KEEP },
	{ "-mno-avx", KEEP },
	{ "-msse", KEEP },
	{ "-mavx", KEEP },
	{ "-mcmodel=", KEEP },
	{ "-fshort-wchar", KEEP },
	{ "-fshort-enums", KEEP },
	{ "-fno-short-enums", KEEP },
	{ "-funsigned-char", KEEP },
	{ "-fsigned-char", KEEP },
	{ "-fno-unsigned-char", KEEP },
	{ "-fno-signed-char", KEEP },
	{ "-funsigned-bitfields", DROP },
	{ "-fno-builtin", KEEP },
	{ "-fbuiltin", KEEP },
	{ "-fms-extensions", KEEP },
	{ "-fno-ms-extensions", KEEP },
	{ "-fgnu89-inline", KEEP },
	{ "-fno-gnu89-inline", KEEP },
	{ "-fpack-struct", KEEP },
	{ "-fmacro-prefix-map=", KEEP },
	{ "-ffile-prefix-map=", KEEP },
	{ "-fno-strict-aliasing", KEEP },
	{ "-fno-strict-overflow", KEEP },
	{ "-fwrapv", KEEP },
	{ "-fno-common", KEEP },
	{ "-fno-PIE", KEEP },
	{ "-fno-pie", KEEP },
	{ "-fPIC", KEEP },
	{ "-fpic", KEEP },
	{ "-fPIE", KEEP },
	{ "-fpie", KEEP },
	{ "-o", DROP_PAIR },
	{ "-MF", DROP_PAIR },
	{ "-MT", DROP_PAIR },
	{ "-MQ", DROP_PAIR },
	{ "-Xclang", DROP_PAIR },
	{ "-Xassembler", DROP_PAIR },
	{ "-Xlinker", DROP_PAIR },
	{ "-Xpreprocessor", DROP_PAIR },
	{ "--param", DROP_PAIR },
	{ "-aux-info", DROP_PAIR },
	{ "-dumpbase", DROP_PAIR },
	{ "-arch", DROP_PAIR },
	{ "-L", DROP_PAIR },
	{ "-T", DROP_PAIR },
	{ "-z", DROP_PAIR },
	{ "-G", DROP_PAIR },
};

/*
 * These macros name the file or its module and occur in messages only. With constant values, files
 * whose other flags agree can share precompiled headers.
 */
static const char *const constants[] = {
	"-DKBUILD_BASENAME=\"file\"", "-DKBUILD_MODNAME=\"module\"",
	"-DKBUILD_MODFILE=\"module\"", "-D__KBUILD_MODNAME=kmod_module",
};

static const char *constant_for(const char *begin)
{
	size_t i = 0;

	while (!starts_with(constants[i], begin))
		i++;
	return constants[i];
}

static size_t row_of(const char *flag)
{
	size_t count = sizeof(rows) / sizeof(*rows), best = count;

	for (size_t i = 0; i < count; i++)
		if (starts_with(flag, rows[i].begin) &&
		    (best == count || strlen(rows[i].begin) > strlen(rows[best].begin)))
			best = i;
	return best;
}

const char **front_filter_flags(const char *const *flags, size_t nflags, size_t *count)
{
	const char **kept = xcalloc(nflags + 2, sizeof(*kept));
	size_t n = 0;

	for (size_t i = 0; i < nflags; i++) {
		size_t row = row_of(flags[i]);
		bool known = row < sizeof(rows) / sizeof(*rows);
		bool alone = known && !strcmp(flags[i], rows[row].begin);
		bool pair = alone && i + 1 < nflags &&
			    (rows[row].use == KEEP_PAIR || rows[row].use == DROP_PAIR);

		if (known && (rows[row].use == KEEP || rows[row].use == KEEP_PAIR)) {
			kept[n++] = flags[i];
			if (pair)
				kept[n++] = flags[i + 1];
		}
		if (known && rows[row].use == CONSTANT)
			kept[n++] = constant_for(rows[row].begin);
		i += pair;
	}
	kept[n++] = "-D__NO_FORTIFY";
	kept[n] = NULL;
	*count = n;
	return kept;
}
