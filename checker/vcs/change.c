// SPDX-License-Identifier: GPL-2.0-only
#include "vcs/change.h"

#include <string.h>


/* ---- the two sides ---- */

static int set_merge_base(struct change *change, const struct change_request *request,
			  struct error *error)
{
	const struct git *git = &change->git;
	const char *from = request->from ? request->from : "HEAD";
	const char *to = request->to ? request->to : "HEAD";
	const char *argv[] = { "merge-base", "--end-of-options", from, to, NULL };
	const char *base = git_line(git, argv, error);

	if (!base && !error->message)
		error_set(error, ERROR_USAGE, "%s...%s: no commit from which both descend", from,
			  to);
	if (!base || change_set_commit(change, &change->from, base, error) ||
	    change_set_commit(change, &change->to, request->to, error))
		return -1;
	change->from.name = arena_printf(git->arena, "%.12s", base);
	return 0;
}

static int compare_sides(struct change *change, struct error *error)
{
	const char *args[5] = { "-M" };
	size_t count = 1;

	if (change->to.kind == SIDE_INDEX)
		args[count++] = "--cached";
	args[count++] = change->from.commit;
	if (change->to.kind == SIDE_COMMIT)
		args[count++] = change->to.commit;
	int failed = git_compare(&change->git, args, &change->files, error);

	/* to find renames, git hashes files of the work tree: it has no blobs of these ids */
	vec_each(file, &change->files)
		if (change->to.kind == SIDE_WORK_TREE)
			file->new_id = NULL;
	return failed;
}

int change_open(struct change *change, const char *tree, const char *module, const struct change_request *request,
		struct error *error)
{
	*change = (struct change){ 0 };
	if (git_open(&change->git, module ? module : tree, error))
		return -1;
	change->git.module = module;
	change->tree = arena_strdup(change->git.arena, tree);
	if (request->kind == CHANGE_MAIL)
		return change_from_mail(change, request, error);
	if (request->kind == CHANGE_MERGE_BASE) {
		if (set_merge_base(change, request, error))
			return -1;
	} else if (change_set_commit(change, &change->from, request->from, error)) {
		return -1;
	} else if (request->kind == CHANGE_RANGE) {
		if (change_set_commit(change, &change->to, request->to, error))
			return -1;
	} else {
		bool index = request->kind == CHANGE_INDEX;

		change->to.kind = index ? SIDE_INDEX : SIDE_WORK_TREE;
		change->to.name = index ? "the index" : "the work tree";
	}
	return compare_sides(change, error);
}

void change_close(struct change *change)
{
	vec_free(&change->from.patched);
	vec_free(&change->to.patched);
	vec_free(&change->files);
	if (change->git.arena)
		git_close(&change->git);
}

int change_since(const struct change *change, const char *commit, const struct change_side *side,
		 struct changed_files *files, struct error *error)
{
	const char *args[] = { commit, side->commit, NULL };

	if (strcmp(commit, side->commit) && git_compare(&change->git, args, files, error))
		return -1;
	vec_each(file, &side->patched)
		vec_push(files, *file);
	return 0;
}

/* ---- texts ---- */

/* A file on one side. Its text is in git or, without an id, in the work tree. */
struct version {
	const char *path, *id;
	size_t at, length;	/* in the output of git_blobs() */
};

typedef VEC(struct version) versions;

static int fetch_versions(const struct change *change, versions *list, struct strbuf *texts,
			  struct error *error)
{
	const char **ids = xcalloc(list->count + 1, sizeof(*ids));
	size_t *lengths = xcalloc(list->count + 1, sizeof(*lengths)), count = 0, at = 0;

	vec_each(version, list)
		if (version->id)
			ids[count++] = version->id;
	int failed = git_blobs(&change->git, ids, count, texts, lengths, error);

	count = 0;
	vec_each(version, list) {
		if (!version->id)
			continue;
		version->at = at;
		version->length = lengths[count++];
		at += version->length;
	}
	free(lengths);
	free(ids);
	return failed;
}

static void read_version(const struct change *change, const struct version *version,
			 const struct strbuf *texts,
			 void (*see)(void *, const char *, const char *, size_t), void *context)
{
	struct error ignored = { 0 };
	size_t length = version->length;
	char *text;

	if (version->id) {
		text = xmalloc(length + 1);
		memcpy(text, strbuf_text(texts) + version->at, length);
		text[length] = '\0';
	} else {
		text = read_file(path_join(change->git.arena, change->tree, version->path), &length,
				 &ignored);
	}
	see(context, version->path, text, length);
	error_clear(&ignored);
	free(text);
}

bool changes_file(const struct changed_files *files, const char *path)
{
	vec_each(file, files)
		if ((file->old_path && !strcmp(file->old_path, path)) ||
		    (file->new_path && !strcmp(file->new_path, path)))
			return true;
	return false;
}

int change_read(const struct change *change, const struct changed_files *files,
		void (*see)(void *context, const char *path, const char *text, size_t length),
		void *context, struct error *error)
{
	versions list = { 0 };
	struct strbuf texts = { 0 };

	vec_each(file, files) {
		if (file->old_path)
			vec_push(&list, (struct version){ file->old_path, file->old_id, 0, 0 });
		if (file->new_path)
			vec_push(&list, (struct version){ file->new_path, file->new_id, 0, 0 });
	}
	int failed = fetch_versions(change, &list, &texts, error);

	vec_each(version, &list)
		if (!failed)
			read_version(change, version, &texts, see, context);
	strbuf_free(&texts);
	vec_free(&list);
	return failed;
}

/* ---- a side against the disk ---- */

int change_against_disk(const struct change *change, const struct change_side *side,
			struct changed_files *files, struct error *error)
{
	const char *args[] = { side->kind == SIDE_COMMIT ? side->commit : NULL, NULL };

	if (side->kind == SIDE_WORK_TREE)
		return 0;
	return git_compare(&change->git, args, files, error);
}
