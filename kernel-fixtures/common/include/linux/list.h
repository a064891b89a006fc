/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_LIST_H
#define _LINUX_LIST_H

#include <linux/kernel.h>

#define LIST_HEAD_INIT(_name)	{ &(_name), &(_name) }
#define LIST_HEAD(_name)	struct list_head _name = LIST_HEAD_INIT(_name)

static inline void INIT_LIST_HEAD(struct list_head *list)
{
	list->prev = list;
	list->next = list;
}

static inline void __list_between(struct list_head *entry, struct list_head *before,
				  struct list_head *after)
{
	entry->prev = before;
	entry->next = after;
	before->next = entry;
	after->prev = entry;
}

static inline void list_add(struct list_head *entry, struct list_head *head)
{
	__list_between(entry, head, head->next);
}

static inline void list_add_tail(struct list_head *entry, struct list_head *head)
{
	__list_between(entry, head->prev, head);
}

static inline void list_del(struct list_head *entry)
{
	entry->prev->next = entry->next;
	entry->next->prev = entry->prev;
}

static inline void list_del_init(struct list_head *entry)
{
	list_del(entry);
	INIT_LIST_HEAD(entry);
}

static inline void list_move(struct list_head *entry, struct list_head *head)
{
	list_del(entry);
	list_add(entry, head);
}

static inline int list_empty(const struct list_head *head)
{
	return READ_ONCE(head->next) == head;
}

#define list_entry(_pointer, _type, _member)	container_of(_pointer, _type, _member)
#define list_first_entry(_head, _type, _member)	list_entry((_head)->next, _type, _member)
#define list_next_entry(_at, _member)					\
	list_entry((_at)->_member.next, typeof(*(_at)), _member)

#define list_for_each_entry(_at, _head, _member)			\
	for (_at = list_first_entry(_head, typeof(*_at), _member);	\
	     &_at->_member != (_head);					\
	     _at = list_next_entry(_at, _member))

#define list_for_each_entry_safe(_at, _after, _head, _member)		\
	for (_at = list_first_entry(_head, typeof(*_at), _member),	\
	     _after = list_next_entry(_at, _member);			\
	     &_at->_member != (_head);					\
	     _at = _after, _after = list_next_entry(_after, _member))

#endif
