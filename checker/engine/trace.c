// SPDX-License-Identifier: GPL-2.0-only
#include "engine/internal.h"

void trace_add(struct activation *activation, struct state *state,
	       const struct ir_inst *site, struct trace step)
{
	step.previous = state->trace;
	step.is_model = activation->info->ref.is_model;
	step.unit = activation->unit;
	step.function = activation->function;
	step.site = site;
	step.length = 1 + (state->trace ? state->trace->length : 0) +
		      (step.inner ? step.inner->length : 0);
	state->trace = arena_copy(activation->scratch, &step, sizeof(step));
}
