// SPDX-License-Identifier: GPL-2.0-only
/* Readers of texts, of the cache, and of files of a tree. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/allow.h"
#include "analysis/dependencies.h"
#include "analysis/row_blob.h"
#include "base/files.h"
#include "diff/snapshot.h"
#include "extract/request.h"
#include "ir/ir.h"
#include "kbuild/kbuild.h"
#include "kbuild/kconfig.h"
#include "tree/index.h"
#include "tree/lexer.h"
#include "tree/maintainers.h"
#include "tree/outline.h"

/* Here share_lines() and its like are static. The archive's object is then not linked. */
#include "locate/spatch.c"

/* ---- texts ---- */

void read_unit(const char *text, size_t length)
{
	struct error error = { 0 };
	char *copy = xmalloc(length + 1);

	memcpy(copy, text, length + 1);
	struct ir_unit *unit = ir_parse_unit(copy, length, "unit", &error);

	error_clear(&error);
	if (!unit)
		return;
	vec_each(function, &unit->functions)
		if (ir_function_load(unit, function, &error))
			error_clear(&error);
	struct strbuf out = { 0 };

	ir_print_unit(unit, &out);
	strbuf_free(&out);
	ir_unit_free(unit);
}

static void ignore_name(void *context, const char *name, size_t length)
{
	(void)context, (void)name, (void)length;
}

static void ignore_function(void *context, const char *name, size_t length, const char *at, bool is_static)
{
	(void)context, (void)name, (void)length, (void)at, (void)is_static;
}

void read_source_text(const char *text, size_t length)
{
	struct outline_visitor visitor = { ignore_function, ignore_name, ignore_name, NULL };
	unsigned lines[4];

	outline_source(text, length, &visitor);
	(void)outline_definition_lines(text, length, "f", lines, 4);
}

void read_spatch(const char *text, size_t length)
{
	struct spatch_file source = { .path = "a.c", .size = 3 }, header = { .path = "b.h", .size = 3 };
	struct spatch_file *sources[] = { &source }, *headers[] = { &header };
	struct spatch_files list = { .data = headers, .count = 1 };
	struct tree tree = { .jobs = 1 };
	struct spatch spatch = { .tree = &tree };
	struct batch batch = { .files = { .data = sources, .count = 1 } };
	struct spatch_run run = { .spatch = &spatch, .headers = &list, .batches = &batch, .count = 1 };
	struct reply reply = { .out = length / 2, .err = length - length / 2 };
	struct exit_state ended = { 0 };
	struct strbuf data = { 0 };

	strbuf_add(&data, (const char *)&reply, sizeof(reply));
	strbuf_add(&data, text, length);
	batch_done(0, data.text, data.length, &ended, &run);
	strbuf_free(&data);
	free(batch.complaint);
	free(source.output), free(source.trouble), free(header.output), free(header.trouble);
}

/* ---- the cache ---- */

void read_row(const char *text, size_t length)
{
	struct unpacking from = { .arena = arena_new(), .at = text, .end = text + length };
	struct dependencies dependencies = { 0 };
	struct row row = { 0 };

	unpack_verdicts(&from, &row);
	unpack_dependencies(&from, &dependencies);
	row_free(&row);
	dependencies_free(&dependencies);
	arena_free(from.arena);
}

void read_request(const char *text, size_t length)
{
	struct unpacking from = { .arena = arena_new(), .at = text, .end = text + length };
	struct front_request request = { 0 };

	unpack_request(&from, &request);
	arena_free(from.arena);
}

void read_index(const char *text, size_t length)
{
	struct strbuf blob = { 0 };
	struct index_data index = { 0 };

	strbuf_add(&blob, text, length);
	if (index_read(&blob, &index))
		index_data_free(&index);
	strbuf_free(&blob);
}

/* A cache that has one blob under every key. */
struct one_blob {
	struct blob_cache cache;
	const char *text;
	size_t length;
};

static bool get_blob(struct blob_cache *cache, const char *kind, const char *key, struct strbuf *out)
{
	const struct one_blob *one = (const struct one_blob *)cache;

	(void)kind, (void)key;
	strbuf_add(out, one->text, one->length);
	return true;
}

static void put_blob(struct blob_cache *cache, const char *kind, const char *key, const void *data, size_t length)
{
	(void)cache, (void)kind, (void)key, (void)data, (void)length;
}

void read_snapshot(const char *text, size_t length)
{
	struct one_blob one = { { get_blob, put_blob }, text, length };
	struct snapshot *snapshot = snapshot_recall(&one.cache, "key");

	if (snapshot)
		snapshot_free(snapshot);
}

/* ---- files of a tree ---- */

void put(const char *name, const char *text, size_t length)
{
	struct error error = { 0 };
	char *path = xasprintf("%s/tree/%s", top, name), *slash = strrchr(path, '/');

	*slash = '\0';
	(void)make_directories(path, &error);
	*slash = '/';
	if (write_file(path, text, length, &error))
		abort();
	free(path);
}

void put_text(const char *name, const char *text)
{
	put(name, text, strlen(text));
}

static struct tree *open_tree(void)
{
	struct error error = { 0 };
	char *path = xasprintf("%s/tree", top), *cache = xasprintf("%s/cache", top);
	struct tree *tree = tree_open(path, cache, &error);

	error_clear(&error);
	free(path);
	free(cache);
	return tree;
}

/* How drivers/x.c is compiled in a tree where NAME has this text. */
static void ask_with(const char *name, const char *text, size_t length)
{
	static const char *const file[] = { "drivers/x.c" };
	struct error error = { 0 };
	struct compile_command command = { 0 };
	struct kbuild_options options = { .clang = "clang version 19.1.7", .clang_headers = "/usr/include", .arch = "x86" };

	put(name, text, length);
	struct tree *tree = open_tree();
	struct kbuild *kbuild = tree ? kbuild_open(tree, &options, &error) : NULL;

	if (kbuild && kbuild_commands(kbuild, file, 1, &command, &error))
		error_clear(&error);
	error_clear(&error);
	if (kbuild)
		kbuild_close(kbuild);
	tree_close(tree);
}

void read_kconfig(const char *text, size_t length)
{
	ask_with("Kconfig", text, length);
	put_text("Kconfig", "config A\n\tdef_bool y\n");
}

void read_makefile(const char *text, size_t length)
{
	ask_with("drivers/Makefile", text, length);
	put_text("drivers/Makefile", "obj-y += x.o\n");
}

void read_database(const char *text, size_t length)
{
	ask_with("compile_commands.json", text, length);
	char *path = xasprintf("%s/tree/compile_commands.json", top);

	(void)unlink(path);
	free(path);
}

void read_command(const char *text, size_t length)
{
	put_text(".config", "CONFIG_A=y\n");
	put_text("include/config/auto.conf", "CONFIG_A=y\n");
	put_text("include/generated/autoconf.h", "#define CONFIG_A 1\n");
	ask_with("drivers/.x.o.cmd", text, length);
	static const char *const made[] = { ".config", "include/config/auto.conf", "include/generated/autoconf.h" };

	for (size_t i = 0; i < sizeof(made) / sizeof(*made); i++) {
		char *path = xasprintf("%s/tree/%s", top, made[i]);

		(void)unlink(path);
		free(path);
	}
}

void read_suppressions(const char *text, size_t length)
{
	struct run run = { .arena = arena_new() };
	char *root = xasprintf("%s/tree", top);

	put(ALLOW_FILE, text, length);
	allow_findings(&run, &(struct allow_options){ .root = root, .whole = true });
	free(root);
	run_free(&run);
}

void read_maintainers(const char *text, size_t length)
{
	struct arena *arena = arena_new();
	struct addressees addressees = { 0 };
	char *root = xasprintf("%s/tree", top);

	put("MAINTAINERS", text, length);
	put(".mailmap", text, length);
	struct maintainers *all = maintainers_read(arena, root);

	maintainers_of(all, "drivers/gpu/drm/i915/x.c", &addressees);
	addressees_free(&addressees);
	free(root);
	arena_free(arena);
}
