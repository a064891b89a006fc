/* SPDX-License-Identifier: GPL-2.0-only */
/* Internal to ir/: the parts of the verifier. */
#ifndef MNCHECK_IR_VERIFY_H
#define MNCHECK_IR_VERIFY_H

#include "ir/ir.h"

/* Where the verifier is. */
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

/* NULL when TYPE can be, else what is wrong with it. */
const char *verify_type(const struct ir_unit *unit, struct ir_type type);
bool verify_loc(const struct ir_unit *unit, struct ir_loc loc);
/* Whether BITS has no bit above those of TYPE. */
bool verify_fits(uint64_t bits, struct ir_type type);

/* One instruction by itself: result, operands, types, attributes; not its targets. */
int verify_inst(struct verify *verify);

/* The tables, not the functions' bodies. */
int verify_tables(const struct ir_unit *unit, struct error *error);

/* Calls VISIT for each operand of INST; stops at and returns what is not 0. */
int verify_each_operand(struct verify *verify,
			int (*visit)(struct verify *verify, const struct ir_operand *operand,
				     void *context),
			void *context);

#endif
