// SPDX-License-Identifier: GPL-2.0-only
/*
 * A change that comes as a mail. A user who checks a series before sending it has it in the branch
 * already. So the mail is first searched among the commits of HEAD. Else it is applied to HEAD or, if
 * that fails, taken off it, in a temporary index and object directory.
 */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "vcs/change.h"

/* How many commits back from HEAD are searched for the mail's. */
#define COMMITS_SEARCHED "200"

/* The longest series; git mailsplit numbers its mails with four digits. */
#define MAILS_MOST 999

/* One mail or series on its way to a change. */
struct mail {
	struct change *change;
	struct git *git;
	const char *patch;	/* file with the decoded patches */
	const char *subject;	/* of a single mail; "" of a series or a bare patch */
};

static const char *in_scratch(const struct mail *mail, const char *name)
{
	return arena_printf(mail->git->arena, "%s/%s", mail->git->scratch, name);
}

/* ---- from mails to one patch ---- */

static bool is_bare_patch(const char *text)
{
	return starts_with(text, "diff ") || starts_with(text, "--- ") || starts_with(text, "Index: ");
}

static const char *subject_of(struct mail *mail, const char *info)
{
	const char *at = strstr(info, "Subject: ");

	return at ? arena_strndup(mail->git->arena, at + 9, strcspn(at + 9, "\n")) : "";
}

/* Appends to PATCHES the patch of the mail in FILE, transfer encoding removed. */
static int read_mail(struct mail *mail, const char *file, struct strbuf *patches,
		     struct error *error)
{
	const char *part = in_scratch(mail, "part");
	const char *argv[] = { "mailinfo", in_scratch(mail, "message"), part, NULL };
	struct strbuf info = { 0 };
	int code = git_run(mail->git, argv, file, &info, NULL, error);
	char *text = code ? NULL : read_file(part, NULL, error);

	if (code > 0)
		error_set(error, ERROR_USAGE, "the mail cannot be read (git mailinfo)");
	if (text) {
		/* a second mail makes it a series, which is not one commit */
		mail->subject = patches->length ? "" : subject_of(mail, strbuf_text(&info));
		strbuf_puts(patches, text);
	}
	free(text);
	strbuf_free(&info);
	return text ? 0 : -1;
}

static int split_mails(struct mail *mail, const char *file, struct strbuf *patches,
		       struct error *error)
{
	const char *directory = in_scratch(mail, "mails");
	const char *argv[] = {
		"mailsplit", "-b", arena_printf(mail->git->arena, "-o%s", directory), file, NULL,
	};
	struct strbuf out = { 0 };

	if (make_directories(directory, error))
		return -1;
	int code = git_run(mail->git, argv, NULL, &out, NULL, error);
	long count = strtol(strbuf_text(&out), NULL, 10);

	strbuf_free(&out);
	if (code > 0 || (!code && (count < 1 || count > MAILS_MOST)))
		code = error_set(error, ERROR_USAGE, "no mail, no mbox and no patch: a mail as "
				 "git format-patch makes it was expected on stdin");
	for (long i = 1; !code && i <= count; i++)
		code = read_mail(mail, arena_printf(mail->git->arena, "%s/%04ld", directory, i),
				 patches, error);
	return code;
}

static int write_patch(struct mail *mail, const struct change_request *request,
		       struct error *error)
{
	const char *file = in_scratch(mail, "mbox");
	struct strbuf patches = { 0 };
	int failed;

	mail->patch = in_scratch(mail, "patch");
	mail->subject = "";
	if (is_bare_patch(request->mail)) {
		strbuf_add(&patches, request->mail, request->mail_length);
		failed = 0;
	} else {
		failed = write_file(file, request->mail, request->mail_length, error) ||
			 split_mails(mail, file, &patches, error);
	}
	if (!failed && !strstr(strbuf_text(&patches), "--- ") &&
	    !strstr(strbuf_text(&patches), "diff --git "))
		failed = error_set(error, ERROR_ANALYSIS, "there is no patch in the mail");
	if (!failed)
		failed = write_file(mail->patch, patches.text, patches.length, error);
	strbuf_free(&patches);
	return failed ? -1 : 0;
}

/* ---- the commit that the mail was made from ---- */

/* The patch id: the same for the same changes, whatever their line numbers. NULL: there are no changes. */
static const char *patch_id(struct mail *mail, const char *file, struct error *error)
{
	static const char *const argv[] = { "patch-id", "--stable", NULL };
	struct strbuf out = { 0 };
	int code = git_run(mail->git, argv, file, &out, NULL, error);
	const char *text = strbuf_text(&out);
	const char *id = code || !out.length ? NULL :
			 arena_strndup(mail->git->arena, text, strcspn(text, " \n"));

	strbuf_free(&out);
	return id;
}

static bool is_same_patch(struct mail *mail, const char *commit, struct error *error)
{
	const char *argv[] = { "diff-tree", "-p", "--no-ext-diff", "--no-textconv", "--no-commit-id", "--root", commit, NULL };
	const char *file = in_scratch(mail, "commit");
	struct strbuf out = { 0 };
	bool same = false;

	if (!git_run(mail->git, argv, NULL, &out, NULL, error) &&
	    !write_file(file, strbuf_text(&out), out.length, error)) {
		const char *ours = patch_id(mail, mail->patch, error);
		const char *theirs = patch_id(mail, file, error);

		same = ours && theirs && !strcmp(ours, theirs);
	}
	strbuf_free(&out);
	return same;
}

/* The commit in HEAD's history with the mail's subject and changes, or NULL. */
static const char *find_commit(struct mail *mail, struct error *error)
{
	static const char *const argv[] = {
		"log", ("-n" COMMITS_SEARCHED), "--format=%H %s", "HEAD", NULL,
	};
	struct strbuf out = { 0 };
	const char *found = NULL;

	if (!*mail->subject || git_run(mail->git, argv, NULL, &out, NULL, error))
		return NULL;
	for (char *line = out.text, *next; line && *line && !found; line = next) {
		char *space = strchr(line, ' ');

		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = '\0';
		if (!space || strcmp(space + 1, mail->subject))
			continue;
		*space = '\0';
		if (is_same_patch(mail, line, error))
			found = arena_strdup(mail->git->arena, line);
	}
	strbuf_free(&out);
	return found;
}

static int use_commit(struct change *change, const char *commit, struct error *error)
{
	const char *parent = arena_printf(change->git.arena, "%s~", commit);
	const char *args[] = { "-M", NULL, NULL, NULL };

	if (change_set_commit(change, &change->from, parent, error) ||
	    change_set_commit(change, &change->to, commit, error))
		return -1;
	change->from.name = arena_printf(change->git.arena, "%.12s~", commit);
	change->to.name = arena_printf(change->git.arena, "%.12s", commit);
	args[1] = change->from.commit;
	args[2] = change->to.commit;
	return git_compare(&change->git, args, &change->files, error);
}

/* ---- on top of HEAD, or taken off it ---- */

/* Runs `git apply` on the temporary index, reset to HEAD before. */
static int apply(struct mail *mail, bool reverse, struct strbuf *complaints, struct error *error)
{
	const char *apply_argv[] = {
		"apply", "--cached", "--whitespace=nowarn", mail->patch, reverse ? "-R" : NULL, NULL,
	};
	static const char *const read_argv[] = { "read-tree", "HEAD", NULL };
	int code = git_run(mail->git, read_argv, NULL, NULL, complaints, error);

	return code ? code : git_run(mail->git, apply_argv, NULL, NULL, complaints, error);
}

/* Compares HEAD with the temporary index: the effect of the patch, or of its reverse. */
static int compare_index(struct mail *mail, struct changed_files *files, struct error *error)
{
	static const char *const args[] = { "-M", "--cached", "HEAD", NULL };

	return git_compare(mail->git, args, files, error);
}

static void turn_round(struct changed_files *files)
{
	vec_each(file, files)
		*file = (struct changed_file){
			.old_path = file->new_path, .new_path = file->old_path,
			.old_id = file->new_id, .new_id = file->old_id,
		};
}

static int use_index(struct mail *mail, bool reverse, struct error *error)
{
	struct change *change = mail->change;
	struct change_side *patched = reverse ? &change->from : &change->to;
	struct change_side *plain = reverse ? &change->to : &change->from;

	if (compare_index(mail, &patched->patched, error) ||
	    compare_index(mail, &change->files, error) ||
	    change_set_commit(change, plain, NULL, error))
		return -1;
	patched->kind = SIDE_COMMIT;
	patched->commit = plain->commit;
	patched->name = reverse ? "HEAD without the patch" : "HEAD with the patch";
	if (reverse)
		turn_round(&change->files);
	return 0;
}

static int apply_either_way(struct mail *mail, struct error *error)
{
	struct strbuf complaints = { 0 }, ignored = { 0 };
	bool reverse = false;

	mail->git->objects = in_scratch(mail, "objects");
	mail->git->index = in_scratch(mail, "patched-index");
	int code = make_directories(mail->git->objects, error) ? -1 :
		   apply(mail, false, &complaints, error);

	if (code > 0) {
		reverse = true;
		code = apply(mail, true, &ignored, error);
	}
	if (code > 0)
		error_set(error, ERROR_USAGE, "the patch applies neither to HEAD nor off it: %.*s",
			  (int)strcspn(strbuf_text(&complaints), "\n"), strbuf_text(&complaints));
	else if (!code)
		code = use_index(mail, reverse, error);
	/* the new objects are still needed, the new index is not */
	mail->git->index = mail->git->copied_index;
	strbuf_free(&complaints);
	strbuf_free(&ignored);
	return code ? -1 : 0;
}

int change_from_mail(struct change *change, const struct change_request *request,
		     struct error *error)
{
	struct mail mail = { .change = change, .git = &change->git };

	if (write_patch(&mail, request, error))
		return -1;
	const char *commit = find_commit(&mail, error);

	if (error->message)
		return -1;
	return commit ? use_commit(change, commit, error) : apply_either_way(&mail, error);
}
