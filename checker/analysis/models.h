/* SPDX-License-Identifier: GPL-2.0-only */
/* Models: kernel primitives as small C functions, mncheck's own and the user's. */
#ifndef MNCHECK_ANALYSIS_MODELS_H
#define MNCHECK_ANALYSIS_MODELS_H

#include "base/progress.h"
#include "analysis/options.h"
#include "engine/engine.h"

/*
 * Adds to PROGRAM the models that come with mncheck (units that were extracted when it was
 * built), then those of --model: a unit as it is, a C file after parsing it. Returns 0,
 * or -1 with ERROR filled.
 */
int load_models(struct program *program, const struct options *options,
		struct progress *progress, struct error *error);

/*
 * Appends to NAMES, sorted, the functions that mncheck's own models call and do not define: helpers of the
 * kernel's headers, which units must hold. The strings live in ARENA. Returns 0, or -1 with ERROR filled.
 */
int model_helpers(struct arena *arena, struct strings *names, struct error *error);

/* A number that changes with the texts of all models that OPTIONS ask for. */
uint64_t models_state(const struct options *options);

#endif
