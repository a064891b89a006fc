/* SPDX-License-Identifier: GPL-2.0-only */
/* Internal to ir/: the parts of the verifier. */
#ifndef MNCHECK_IR_VERIFY_H
#define MNCHECK_IR_VERIFY_H

#include "ir/ir.h"

/* The instruction that the verifier looks at; messages name it. */
struct verify {
	const struct ir_unit *unit;
	const struct ir_function *function;
	uint32_t block;
	const struct ir_inst *inst;
	struct error *error;
};

/* Fills the error with the function, block and instruction and the text; returns -1. */
int verify_fail(struct verify *verify, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* NULL when TYPE is well-formed in UNIT, else what is wrong with it. */
const char *verify_type(const struct ir_unit *unit, struct ir_type type);
/* Whether LOC is in a file of UNIT or unknown. */
bool verify_loc(const struct ir_unit *unit, struct ir_loc loc);
/* Whether BITS has no bit above those of TYPE. */
bool verify_fits(uint64_t bits, struct ir_type type);

/* Checks VERIFY's instruction by itself: result, operands, types, attributes; not its targets. */
int verify_inst(struct verify *verify);

/* Checks the tables, not the functions' bodies. */
int verify_tables(const struct ir_unit *unit, struct error *error);

/* Calls VISIT for each operand of VERIFY's instruction, until it returns other than 0; returns that. */
int verify_each_operand(struct verify *verify,
			int (*visit)(struct verify *verify, const struct ir_operand *operand,
				     void *context),
			void *context);

#endif
