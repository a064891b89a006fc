/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside rules/ only: builds a rule's page into the program. The build fails without the page. */
#ifndef MNCHECK_RULES_PAGE_H
#define MNCHECK_RULES_PAGE_H

/* Declares PAGE: the NUL-terminated text of checker/rules/FILE. The build runs in the top directory. */
#define RULE_PAGE(page, file)                                                  \
	extern const char page[];                                              \
	__asm__(".pushsection .rodata\n"                                       \
		".global " #page "\n"                                          \
		#page ":\n"                                                    \
		".incbin \"checker/rules/" file "\"\n"                         \
		".byte 0\n"                                                    \
		".popsection\n")

#endif
