// SPDX-License-Identifier: GPL-2.0-only
/* One side of a change. */
#include "vcs/change.h"

/* The id of the empty tree, with which a first commit is compared. */
static const char *empty_tree(const struct git *git, struct error *error)
{
	static const char *const argv[] = { "hash-object", "-t", "tree", "/dev/null", NULL };

	return git_line(git, argv, error);
}

int change_set_commit(struct change *change, struct change_side *side, const char *revision,
		      struct error *error)
{
	const struct git *git = &change->git;
	const char *argv[] = {
		"rev-parse", "--verify", "--quiet", "--end-of-options",
		arena_printf(git->arena, "%s^{commit}", revision ? revision : "HEAD"), NULL,
	};

	side->kind = SIDE_COMMIT;
	side->name = arena_strdup(git->arena, revision ? revision : "HEAD");
	side->commit = git_line(git, argv, error);
	if (!side->commit && !revision && !error->message)
		side->commit = empty_tree(git, error);
	if (side->commit)
		return 0;
	if (!error->message)
		error_set(error, ERROR_USAGE, "%s: not a commit of the repository at %s", revision,
			  git->top);
	return -1;
}
