// SPDX-License-Identifier: GPL-2.0-only
/* The functions of kbuild.h: each is the way's that was chosen. */
#include "kbuild/kbuild_way.h"

struct kbuild *kbuild_open(struct tree *tree, const struct kbuild_options *options, struct error *error)
{
	struct kbuild *kbuild = options->computed ? kbuild_open_computed(tree, options, error) :
						    kbuild_open_asked(tree, options, error);

	if (!kbuild || !options->given)
		return kbuild;
	return kbuild_open_over(tree, kbuild, options);
}

void kbuild_close(struct kbuild *kbuild)
{
	if (kbuild)
		kbuild->way->close(kbuild);
}

const char *kbuild_directory(const struct kbuild *kbuild)
{
	return kbuild->directory;
}

const char *kbuild_arch(const struct kbuild *kbuild)
{
	return kbuild->arch;
}

int kbuild_commands(struct kbuild *kbuild, const char *const *files, size_t count,
		    struct compile_command *commands, struct error *error)
{
	return kbuild->way->commands(kbuild, files, count, commands, error);
}

int kbuild_command_for_line(struct kbuild *kbuild, const char *file, unsigned line,
			    struct compile_command *command, struct error *error)
{
	return kbuild->way->command_for_line(kbuild, file, line, command, error);
}
