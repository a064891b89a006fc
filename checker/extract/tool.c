// SPDX-License-Identifier: GPL-2.0-only
#include "extract/tool.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/str.h"
#include "base/version.h"
#include "front/front.h"

char *describe_tool(void)
{
	struct error error = { 0 };
	size_t length = 0;
	char *clang = front_version(), *program = read_file("/proc/self/exe", &length, &error);
	char *text = xasprintf("%s %s %016llx", MNCHECK_VERSION, clang,
			       program ? (unsigned long long)hash_bytes(program, length, 0) : 0ull);

	free(program);
	free(clang);
	error_clear(&error);
	return text;
}
