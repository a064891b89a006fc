/* SPDX-License-Identifier: GPL-2.0-only */
/* Internal to ir/: writes the parts of the text form; each function appends to OUT. */
#ifndef MNCHECK_IR_PUT_H
#define MNCHECK_IR_PUT_H

#include "ir/ir.h"

/* A string literal. */
#define PUT(out, literal) strbuf_add(out, literal, sizeof(literal) - 1)

/* In decimal. */
void put_number(struct strbuf *out, uint64_t value);
/* In hexadecimal without "0x", with at least WIDTH digits. */
void put_hex(struct strbuf *out, uint64_t value, unsigned width);
/* In quotes, escaped; "-" for NULL. */
void put_string(struct strbuf *out, const char *text);
void put_type(struct strbuf *out, struct ir_type type);
/* In decimal, with "+" or "-". */
void put_signed(struct strbuf *out, int64_t value);
/* "NAME COUNT". */
void put_count(struct strbuf *out, const char *name, uint64_t count);
/* " @FILE:LINE:COLUMN", " [OFFSET+WIDTH]", and MARK with INDEX; nothing when all their numbers are 0. */
void put_loc(struct strbuf *out, struct ir_loc loc);
void put_bits(struct strbuf *out, unsigned offset, unsigned width);
void put_index(struct strbuf *out, const char *mark, uint32_t index);

/* An operand, with its type unless that is ir_default_type() for EXPECTED. */
void put_operand(struct strbuf *out, const struct ir_unit *unit,
		 const struct ir_operand *operand, struct ir_type expected);
/*
 * The header line and the body of a function. BODY is scratch space, which the caller frees.
 * NAMED adds comments that name the symbols, locals and fields.
 */
void put_function(struct strbuf *out, const struct ir_unit *unit,
		  const struct ir_function *function, struct strbuf *body, bool named);

#endif
