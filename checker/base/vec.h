/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Growing arrays. VEC(T) is the type of a vector of T; a zeroed one is empty. The vector
 * owns its storage (malloc): release it with vec_free(). Elements move when it
 * grows, so keep indices, not pointers to elements.
 */
#ifndef MNCHECK_BASE_VEC_H
#define MNCHECK_BASE_VEC_H

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#define VEC(...) struct { __VA_ARGS__ *data; size_t count, room; }

/* Makes room for EXTRA more elements. */
#define vec_reserve(v, extra)                                                  \
	do {                                                                   \
		if ((v)->count + (extra) > (v)->room) {                        \
			size_t room_ = (v)->room ? (v)->room * 2 : 8;          \
			while (room_ < (v)->count + (extra))                   \
				room_ *= 2;                                    \
			(v)->data = xrealloc((v)->data,                        \
					     room_ * sizeof(*(v)->data));      \
			(v)->room = room_;                                     \
		}                                                              \
	} while (0)

#define vec_push(v, ...)                                                       \
	do {                                                                   \
		vec_reserve(v, 1);                                             \
		(v)->data[(v)->count++] = (__VA_ARGS__);                       \
	} while (0)

#define vec_pop(v) ((v)->data[--(v)->count])
#define vec_last(v) ((v)->data[(v)->count - 1])
#define vec_clear(v) ((void)((v)->count = 0))

#define vec_free(v)                                                            \
	do {                                                                   \
		free((v)->data);                                               \
		(v)->data = NULL;                                              \
		(v)->count = (v)->room = 0;                                    \
	} while (0)

/* A for loop over the elements: IT points at each in turn. */
#define vec_each(it, v)                                                        \
	for (__auto_type it = (v)->data;                                       \
	     it && it < (v)->data + (v)->count; it++)

/* A vector of strings. It does not own them: each user says where they live. */
struct strings { char **data; size_t count, room; };

#endif
