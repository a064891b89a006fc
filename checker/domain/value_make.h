/* SPDX-License-Identifier: GPL-2.0-only */
/* For domain/ alone: the constructors that do not simplify. */
#ifndef MNCHECK_DOMAIN_VALUE_MAKE_H
#define MNCHECK_DOMAIN_VALUE_MAKE_H

#include "domain/value.h"

/* OPCODE on A and B (NULL for casts), WIDTH bits, as they stand. */
const struct value *value_make_operation(struct values *values, enum ir_opcode opcode,
					 const struct value *a, const struct value *b,
					 uint32_t width);

/* The result of OPCODE on A and B (or NULL) with WIDTH bits, if it was one of the last ones; or NULL. */
const struct value *values_recall(const struct values *values, enum ir_opcode opcode, const struct value *a,
				  const struct value *b, uint32_t width);
/* Notes that it is RESULT, which is returned. */
const struct value *values_remember(struct values *values, enum ir_opcode opcode, const struct value *a,
				    const struct value *b, uint32_t width, const struct value *result);

/* The address of element number INDEX, STRIDE bytes each, of the array at BASE bytes in PARENT. */
const struct value *value_element(struct values *values, const struct region *parent, int64_t base,
				  const struct value *index, uint64_t stride);

#endif
