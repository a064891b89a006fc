/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MNCHECK_EXTRACT_TOOL_H
#define MNCHECK_EXTRACT_TOOL_H

/*
 * Identifies this program in keys: versions, and a hash of the program's bytes, so that a rebuilt
 * mncheck never reads units of another build. malloc'd.
 */
char *describe_tool(void);

#endif
