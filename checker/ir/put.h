/* SPDX-License-Identifier: GPL-2.0-only */
/* Internal to ir/: the parts that the text form is written from. */
#ifndef MNCHECK_IR_PUT_H
#define MNCHECK_IR_PUT_H

#include "ir/ir.h"

#define PUT(out, literal) strbuf_add(out, literal, sizeof(literal) - 1)

void put_number(struct strbuf *out, uint64_t value);
/* Without prefix, at least WIDTH digits. */
void put_hex(struct strbuf *out, uint64_t value, unsigned width);
void put_string(struct strbuf *out, const char *text);
void put_type(struct strbuf *out, struct ir_type type);
/* Always with its sign. */
void put_signed(struct strbuf *out, int64_t value);
/* "NAME COUNT". */
void put_count(struct strbuf *out, const char *name, uint64_t count);
/* These begin with a blank, and write nothing when there is nothing to say. */
void put_loc(struct strbuf *out, struct ir_loc loc);
void put_bits(struct strbuf *out, unsigned offset, unsigned width);
void put_index(struct strbuf *out, const char *mark, uint32_t index);

/* An operand, without its type where that is the EXPECTED one. */
void put_operand(struct strbuf *out, const struct ir_unit *unit,
		 const struct ir_operand *operand, struct ir_type expected);
/*
 * Header line and body; BODY is scratch space. Named: with comments that tell what symbols,
 * locals and fields are meant.
 */
void put_function(struct strbuf *out, const struct ir_unit *unit,
		  const struct ir_function *function, struct strbuf *body, bool named);

#endif
