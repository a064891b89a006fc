/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The vocabulary of models; MODELS.md explains them. A model is a C function with the name of the
 * function that it stands in for and with its parameters in their order; their types may differ
 * from the kernel's. This header includes nothing of the kernel, so that a model means the same for
 * every tree.
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
#define EINVAL 22
#define EDEADLK 35
#define EALREADY 114
#define ERESTARTSYS 512
/* Errors, as return values, are from here to -1: include/linux/err.h */
#define ERROR_LEAST (-4095)

/* Any value; two calls need not agree. */
int __mn_any(void);
long __mn_any_long(void);
void *__mn_any_pointer(void);
/*
 * A value that other processors or other drivers choose: an event that depends on it is neither proved nor ruled
 * out.
 */
int __mn_others(void);
/* Any value that follows from the arguments in a way that the model does not tell: all that depends on it is undecided. */
long __mn_computed(void);
/* A pointer to a new object that no other pointer reaches; never NULL, never an error. */
void *__mn_object(void);
/* Drops the paths on which CONDITION does not hold. */
void __mn_assume(int condition);
/* The lock is held from here on; it is not held from here on. */
void __mn_lock(const void *lock);
void __mn_unlock(const void *lock);
/* In a model of a role: THING is held from here on; it is not held from here on. */
void __mn_hold(const void *thing);
void __mn_release(const void *thing);
/* The MEMBER of the tree's struct RECORD at POINTER; 0 in a tree where it has none. Sets it, if it has one. */
unsigned long __mn_member(const void *pointer, const char *record, const char *member);
void __mn_set_member(void *pointer, const char *record, const char *member, unsigned long value);
/* All memory that the arguments reach, and all global memory, may change; returns any value. */
long __mn_opaque(const void *what, ...);
/* Copies BYTES bytes, or sets them to BYTE; changes nothing else. */
void __mn_copy(void *to, const void *from, unsigned long bytes);
void __mn_fill(void *to, int byte, unsigned long bytes);
/* Reports EVENT ("sleep", "reclaim", ...) in function WHAT to the rules that look for it. */
void __mn_event(const char *event, const char *what);

/* True on one path and false on another. */
#define EITHER (__mn_any() != 0)

#endif
