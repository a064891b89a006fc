// SPDX-License-Identifier: GPL-2.0-only
/* Cuts a path to what its reader needs. */
#include <string.h>

#include "rules/path.h"

/* A path with more steps than this loses the next kind of those that a reader can do without. */
#define STEPS_ENOUGH 8

typedef bool is_spare(const struct told_step *told, uint32_t last_frame);

/* A test that the path passed on its way through functions between the callback and the end. */
static bool is_passed_guard(const struct told_step *told, uint32_t last_frame)
{
	return told->is_guard && told->frame && told->frame != last_frame && !told->is_closest;
}

/* Another test there. The last of them is closest to the end, and says most. */
static bool is_between(const struct told_step *told, uint32_t last_frame)
{
	return told->is_branch && told->frame && told->frame != last_frame && !told->is_closest;
}

static bool is_passed_at_end(const struct told_step *told, uint32_t last_frame)
{
	(void)last_frame;
	return told->is_guard && told->frame;
}

static bool is_not_told(const struct told_step *told, uint32_t last_frame)
{
	(void)last_frame;
	return told->is_branch && !told->is_about_range && !told->is_closest && (told->is_guard || told->frame);
}

/* In the order in which they go. */
static is_spare *const spares[] = { is_passed_guard, is_between, is_passed_at_end, is_not_told };

static void drop(told_steps *path, is_spare *spare)
{
	uint32_t last_frame = path->count ? vec_last(path).frame : 0;
	size_t kept = 0;

	vec_each(told, path)
		if (told->is_end || !spare(told, last_frame))
			path->data[kept++] = *told;
	path->count = kept;
}

static void drop_undecided(told_steps *path)
{
	size_t kept = 0;

	vec_each(told, path)
		if (told->decides)
			path->data[kept++] = *told;
	path->count = kept;
}

/* What is told twice in a row is told once. */
static void drop_repeated(told_steps *path)
{
	size_t kept = 0;

	vec_each(told, path) {
		const struct trace_step *step = &told->step, *last = kept ? &path->data[kept - 1].step : NULL;

		if (last && last->line == step->line && last->depth == step->depth &&
		    !strcmp(last->note, step->note) && !strcmp(last->file, step->file))
			continue;
		path->data[kept++] = *told;
	}
	path->count = kept;
}

/* The last test that led into a block, and those that the path passed in there. */
static void mark_closest(told_steps *path)
{
	size_t closest = path->count;

	for (size_t i = path->count; i--;)
		if (path->data[i].is_branch && !path->data[i].is_guard && path->data[i].frame) {
			closest = i;
			break;
		}
	for (size_t i = closest; i < path->count; i++) {
		struct told_step *told = &path->data[i];

		told->is_closest = told->is_branch && told->frame == path->data[closest].frame;
	}
}

struct trace_step *cut_path(struct arena *arena, const told_steps *path, size_t *count)
{
	told_steps cut = { 0 };

	vec_each(told, path)
		vec_push(&cut, *told);
	drop_undecided(&cut);
	drop_repeated(&cut);
	mark_closest(&cut);
	for (size_t i = 0; i < sizeof(spares) / sizeof(*spares) && cut.count > STEPS_ENOUGH; i++)
		drop(&cut, spares[i]);
	drop_repeated(&cut);
	*count = cut.count;
	struct trace_step *steps = arena_alloc(arena, (cut.count + 1) * sizeof(*steps));

	for (size_t i = 0; i < cut.count; i++)
		steps[i] = cut.data[i].step;
	vec_free(&cut);
	return steps;
}
