/* SPDX-License-Identifier: GPL-2.0-only */
/* Builds the text of a file into the program. The build fails without the file. */
#ifndef MNCHECK_BASE_BUILT_IN_H
#define MNCHECK_BASE_BUILT_IN_H

/* Declares NAME: the NUL-terminated text of FILE, named from the top directory, where the build runs. */
#define BUILT_IN_TEXT(name, file)                                              \
	extern const char name[];                                              \
	__asm__(".pushsection .rodata\n"                                       \
		".global " #name "\n"                                          \
		#name ":\n"                                                    \
		".incbin \"" file "\"\n"                                       \
		".byte 0\n"                                                    \
		".popsection\n")

#endif
