// SPDX-License-Identifier: GPL-2.0-only
#include "engine/internal.h"

/* What a reader has to believe of STEP: that a test goes this way, which could go another. */
static uint32_t count_choices(const struct trace *step)
{
	if (step->inner)
		return step->inner->choices;
	if (step->is_model || step->known)
		return 0;
	return step->kind == TRACE_CASE || (step->kind == TRACE_BRANCH && step->site->telling != IR_TELLS_NOTHING);
}

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
	step.choices = (state->trace ? state->trace->choices : 0) + count_choices(&step);
	state->trace = arena_copy(activation->scratch, &step, sizeof(step));
}

bool trace_is_shorter(const struct trace *trace, const struct trace *other)
{
	uint32_t choices = trace ? trace->choices : 0, others = other ? other->choices : 0;

	if (choices != others)
		return choices < others;
	return (trace ? trace->length : 0) < (other ? other->length : 0);
}
