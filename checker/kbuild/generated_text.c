// SPDX-License-Identifier: GPL-2.0-only
/* What all that generates needs: texts of the tree, values of symbols, headers that are finished. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "kbuild/generated_internal.h"

void add_header(struct generator *generator, const char *path, struct strbuf *text)
{
	struct generated *out = generator->out;
	const char *normal = path_normalise(out->arena, path);

	if (!strmap_has(&generator->paths, normal)) {
		strmap_set(&generator->paths, normal, generator);
		vec_push(&out->headers,
			 (struct generated_header){ normal, arena_strdup(out->arena, strbuf_text(text)), true });
	}
	strbuf_free(text);
	*text = (struct strbuf){ 0 };
}

void note_header(struct generator *generator, const char *path, const char *format, ...)
{
	struct arena *arena = generator->out->arena;
	va_list args;

	va_start(args, format);
	vec_push(&generator->out->notes,
		 (struct make_note){ arena_strdup(arena, path), 0, arena_vprintf(arena, format, args) });
	va_end(args);
}

char *tree_text(struct generator *generator, const char *path)
{
	struct make_sources *sources = generator->flags->sources;

	return make_sources_text(sources, path_join(generator->out->arena, sources->tree->path, path), NULL);
}

const char *symbol_value(struct generator *generator, const char *symbol)
{
	const char *value = generator->flags->world.config(generator->flags->world.context, symbol);

	return value ? value : "";
}

bool symbol_is_yes(struct generator *generator, const char *symbol)
{
	return *symbol_value(generator, symbol) == 'y';
}
