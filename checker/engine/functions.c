// SPDX-License-Identifier: GPL-2.0-only
/* What an engine knows of a function before it explores it. */
#include <string.h>

#include "engine/internal.h"

static bool opens_by_itself(struct engine *engine, const struct function_info *info)
{
	const char *plain = ir_plain_name(info->key);

	if (engine->options.open_all || info->ref.is_model ||
	    strmap_has(&engine->pair->opened, info->key))
		return true;
	/* small helpers of headers are part of the kernel's language */
	return plain - info->key >= 3 && !strncmp(plain - 3, ".h:", 3) &&
	       info->cfg->instructions <= engine->options.open_instructions;
}

/* What is live in each block of a larger function takes gigabytes, and exploring it minutes. */
#define INSTRUCTIONS_MOST 65536

static size_t count_instructions(const struct ir_function *function)
{
	size_t count = 0;

	for (uint32_t b = 0; b < function->nblocks; b++)
		count += function->blocks[b].count;
	return count;
}

static bool is_too_large(const struct ir_function *function)
{
	return count_instructions(function) > INSTRUCTIONS_MOST;
}

struct function_info *engine_function(struct engine *engine, struct function_ref ref)
{
	uint64_t id = (uint64_t)(uintptr_t)ref.function;
	struct function_info *info = intmap_get(&engine->functions, id);
	struct error error = { 0 };

	if (info) {
		info->open = info->open || (info->cfg && opens_by_itself(engine, info));
		return info;
	}
	info = arena_alloc(engine->arena, sizeof(*info));
	info->ref = ref;
	info->key = ref.unit->symbols.data[ref.function->symbol].name;
	bool loaded = !ir_function_load(ref.unit, ref.function, &error) && ref.function->nblocks;

	if (loaded && is_too_large(ref.function)) {
		ref.function->damage = arena_printf(ref.unit->arena, "it is too large: of its %zu instructions, no "
						    "more than %d could be explored", count_instructions(ref.function),
						    INSTRUCTIONS_MOST);
	} else if (loaded) {
		info->cfg = cfg_build(engine->arena, ref.function);
		info->open = opens_by_itself(engine, info);
	} else if (!ref.function->damage) {
		ref.function->damage = arena_strdup(ref.unit->arena,
			error.message ? error.message : "no body");
	}
	error_clear(&error);
	intmap_set(&engine->functions, id, info);
	return info;
}
