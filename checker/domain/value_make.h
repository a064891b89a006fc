/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside domain/ only: the constructors without simplification. */
#ifndef MNCHECK_DOMAIN_VALUE_MAKE_H
#define MNCHECK_DOMAIN_VALUE_MAKE_H

#include "domain/value.h"

/* OPCODE on A and B as they stand. */
const struct value *value_make_operation(struct values *values, enum ir_opcode opcode,
					 const struct value *a, const struct value *b,
					 uint32_t width);

/* The address of element number INDEX, STRIDE bytes each, of the array at BASE bytes in PARENT. */
const struct value *value_element(struct values *values, const struct region *parent, int64_t base,
				  const struct value *index, uint64_t stride);

#endif
