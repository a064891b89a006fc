// SPDX-License-Identifier: GPL-2.0-only
#include "report/graph_layout.h"

#include <dlfcn.h>

/* The functions of libgvc and libcgraph that are used. Their types stay unknown to us. */
struct graph_library {
	void *gvc, *cgraph;	/* handles */
	void *context;
	void *(*new_context)(void);
	int (*free_context)(void *context);
	int (*layout)(void *context, void *graph, const char *engine);
	int (*free_layout)(void *context, void *graph);
	int (*render)(void *context, void *graph, const char *format, char **data, unsigned *length);
	void (*free_data)(char *data);
	void *(*read_graph)(const char *text);
	int (*close_graph)(void *graph);
	int (*set_error_level)(int level);
};

/* Graphviz prints errors of this level and worse; beyond the worst it prints none. */
#define NO_ERRORS 2

static void *find(void *handle, const char *name, bool *complete)
{
	void *symbol = handle ? dlsym(handle, name) : NULL;

	*complete = *complete && symbol;
	return symbol;
}

static void unload(struct graph_library *library)
{
	if (library->context)
		library->free_context(library->context);
	if (library->gvc)
		dlclose(library->gvc);
	if (library->cgraph)
		dlclose(library->cgraph);
}

static struct graph_library *load(struct arena *arena)
{
	struct graph_library *library = arena_alloc(arena, sizeof(*library));
	bool complete = true;

	library->cgraph = dlopen("libcgraph.so.6", RTLD_NOW | RTLD_LOCAL);
	library->gvc = dlopen("libgvc.so.6", RTLD_NOW | RTLD_LOCAL);
	library->new_context = find(library->gvc, "gvContext", &complete);
	library->free_context = find(library->gvc, "gvFreeContext", &complete);
	library->layout = find(library->gvc, "gvLayout", &complete);
	library->free_layout = find(library->gvc, "gvFreeLayout", &complete);
	library->render = find(library->gvc, "gvRenderData", &complete);
	library->free_data = find(library->gvc, "gvFreeRenderData", &complete);
	library->read_graph = find(library->cgraph, "agmemread", &complete);
	library->close_graph = find(library->cgraph, "agclose", &complete);
	library->set_error_level = find(library->cgraph, "agseterr", &complete);
	if (complete) {
		library->set_error_level(NO_ERRORS);
		library->context = library->new_context();
	}
	if (library->context)
		return library;
	unload(library);
	return NULL;
}

static const char *lay_out(struct graph_library *library, struct arena *arena, const char *dot)
{
	void *graph = library->read_graph(dot);
	const char *result = NULL;
	unsigned length = 0;
	char *data = NULL;

	if (!graph)
		return NULL;
	if (!library->layout(library->context, graph, "dot")) {
		if (!library->render(library->context, graph, "plain", &data, &length) && data)
			result = arena_strndup(arena, data, length);
		if (data)
			library->free_data(data);
		library->free_layout(library->context, graph);
	}
	library->close_graph(graph);
	return result;
}

const char *graph_layout(struct graph_layouter *layouter, const char *dot)
{
	if (!layouter->tried)
		layouter->library = load(layouter->arena);
	layouter->tried = true;
	if (!layouter->library)
		return NULL;
	if (!strmap_has(&layouter->known, dot))
		strmap_set(&layouter->known, arena_strdup(layouter->arena, dot),
			   (void *)lay_out(layouter->library, layouter->arena, dot));
	return strmap_get(&layouter->known, dot);
}

void graph_layouter_free(struct graph_layouter *layouter)
{
	if (layouter->library)
		unload(layouter->library);
	strmap_free(&layouter->known);
}
