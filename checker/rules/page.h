/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside rules/ only: a rule's page, built into the program. No page, no build. */
#ifndef MNCHECK_RULES_PAGE_H
#define MNCHECK_RULES_PAGE_H

/* Declares PAGE as the NUL-terminated text of checker/rules/FILE (the build runs at the top). */
#define RULE_PAGE(page, file)                                                  \
	extern const char page[];                                              \
	__asm__(".pushsection .rodata\n"                                       \
		".global " #page "\n"                                          \
		#page ":\n"                                                    \
		".incbin \"checker/rules/" file "\"\n"                         \
		".byte 0\n"                                                    \
		".popsection\n")

#endif
