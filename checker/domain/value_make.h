/* SPDX-License-Identifier: GPL-2.0-only */
/* For domain/ alone: the constructor that does not simplify. */
#ifndef MNCHECK_DOMAIN_VALUE_MAKE_H
#define MNCHECK_DOMAIN_VALUE_MAKE_H

#include "domain/value.h"

/* OPCODE on A and B (NULL for casts), WIDTH bits, as they stand. */
const struct value *value_make_operation(struct values *values, enum ir_opcode opcode,
					 const struct value *a, const struct value *b,
					 uint32_t width);

#endif
