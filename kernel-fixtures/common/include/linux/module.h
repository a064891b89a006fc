/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MODULE_H
#define _LINUX_MODULE_H

#include <linux/compiler.h>

#define THIS_MODULE		NULL
#define EXPORT_SYMBOL_GPL(_symbol)	extern typeof(_symbol) _symbol
#define MODULE_LICENSE(_text)						\
	static const char __UNIQUE_ID(license)[] __maybe_unused = "license=" _text
#define MODULE_DESCRIPTION(_text)					\
	static const char __UNIQUE_ID(description)[] __maybe_unused = "description=" _text

#endif
