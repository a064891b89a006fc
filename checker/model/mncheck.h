/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What models are written with. A model is a C function of the name that it stands in for; its
 * types need not be the kernel's, only its parameters in their order. Nothing of the kernel is
 * included here, so that a model means the same whatever the tree.
 */
#ifndef MNCHECK_MODEL_H
#define MNCHECK_MODEL_H

typedef _Bool bool;
#define true 1
#define false 0
#define NULL ((void *)0)

#define EINTR 4
#define EAGAIN 11
#define ENOMEM 12
#define EBUSY 16
#define EDEADLK 35
#define EALREADY 114
#define ERESTARTSYS 512

/* Some value, any; two calls need not agree. */
int __mn_any(void);
long __mn_any_long(void);
void *__mn_any_pointer(void);
/* Some value that other processors decide meanwhile: no event is proved by it, and none ruled out. */
int __mn_others(void);
/* A pointer to an object that nobody else knows; never NULL, never an error. */
void *__mn_object(void);
/* Only ways on which CONDITION holds go on from here. */
void __mn_assume(int condition);
/* From here the lock is held, or is not any more. */
void __mn_lock(const void *lock);
void __mn_unlock(const void *lock);
/* Whatever its arguments, and all global memory, may have changed; returns any value. */
long __mn_opaque(const void *what, ...);
/* So many bytes become those at FROM, or BYTE; nothing else changes. */
void __mn_copy(void *to, const void *from, unsigned long bytes);
void __mn_fill(void *to, int byte, unsigned long bytes);
/* Something happens that rules may want to know of: "sleep" in WHAT. */
void __mn_event(const char *event, const char *what);

/* Any of the two, as the machine pleases. */
#define EITHER (__mn_any() != 0)

#endif
