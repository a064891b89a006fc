// SPDX-License-Identifier: GPL-2.0-only
#include "tree/overlay.h"

#include <stdlib.h>
#include <string.h>

#include "base/source_hash.h"
#include "base/str.h"

void overlay_begin(struct overlay *overlay, const char *directory)
{
	*overlay = (struct overlay){ .arena = arena_new() };
	overlay->directory = arena_strdup(overlay->arena, directory);
}

int overlay_put(struct overlay *overlay, const char *path, const char *text, size_t length,
		struct error *error)
{
	struct overlay_file *file = arena_alloc(overlay->arena, sizeof(*file));

	file->path = arena_strdup(overlay->arena, path);
	strmap_set(&overlay->files, file->path, file);
	if (!text)
		return 0;
	/* all in one directory: the number avoids collisions, the name is for messages */
	file->actual = arena_printf(overlay->arena, "%s/%zu-%s", overlay->directory,
				    overlay->files.count, path_base(path));
	file->hash = hash_bytes(text, length, 0);
	file->source_hash = source_hash(path, text, length);
	return write_file(file->actual, text, length, error);
}

/* TEXT as a JSON string. */
static void put_quoted(struct strbuf *out, const char *text)
{
	strbuf_putc(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			strbuf_putc(out, '\\');
		strbuf_putc(out, *text);
	}
	strbuf_putc(out, '"');
}

/* An absent file is mapped to a directory: libclang does not take that for a file and searches on. */
static void describe_files(const struct overlay *overlay, const char *tree, struct strbuf *out)
{
	for (size_t i = 0; i < overlay->files.count; i++) {
		const struct overlay_file *file = overlay->files.entries[i].value;
		const char *name = path_join(overlay->arena, tree, file->path);

		strbuf_puts(out, i ? ",\n" : "\n");
		strbuf_puts(out, "{\"type\": \"file\", \"name\": ");
		put_quoted(out, name);
		strbuf_puts(out, ", \"external-contents\": ");
		put_quoted(out, file->actual ? file->actual : overlay->directory);
		strbuf_puts(out, "}");
	}
}

int overlay_end(struct overlay *overlay, const char *tree, struct error *error)
{
	struct strbuf text = { 0 };
	int failed = 0;

	strbuf_puts(&text, "{\"version\": 0, \"case-sensitive\": \"true\", "
		    "\"use-external-names\": \"false\", \"roots\": [");
	describe_files(overlay, tree, &text);
	strbuf_puts(&text, "]}\n");
	if (overlay->files.count) {
		overlay->vfs = arena_printf(overlay->arena, "%s/vfs.yaml", overlay->directory);
		failed = write_file(overlay->vfs, text.text, text.length, error);
	}
	strbuf_free(&text);
	return failed;
}

void overlay_free(struct overlay *overlay)
{
	strmap_free(&overlay->files);
	arena_free(overlay->arena);
	overlay->arena = NULL;
}

const struct overlay_file *overlay_find(const struct overlay *overlay, const char *path)
{
	return overlay ? strmap_get(&overlay->files, path) : NULL;
}

const struct overlay_file *tree_overlaid(const struct tree *tree, const char *path)
{
	const char *below = path_below(path, tree->path);

	return overlay_find(tree->overlay, below ? below : path);
}

size_t overlay_count(const struct overlay *overlay)
{
	return overlay ? overlay->files.count : 0;
}

const char *overlay_path(const struct overlay *overlay, const char *root, struct arena *arena,
			 const char *path)
{
	const char *whole = path_join(arena, root, path);
	const struct overlay_file *file = overlay_find(overlay, path);

	/* files of a module stand there by their absolute paths */
	if (!file)
		file = overlay_find(overlay, whole);
	if (!file)
		return whole;
	return file->actual ? file->actual : path_join(arena, overlay->directory, "absent");
}
