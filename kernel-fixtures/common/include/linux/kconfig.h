/* SPDX-License-Identifier: GPL-2.0-only */
/* Given to every compilation with -include, as kbuild does. */
#ifndef _LINUX_KCONFIG_H
#define _LINUX_KCONFIG_H

#include <generated/autoconf.h>

/* An option that is on is defined as 1: paste it onto a name that then yields an argument. */
#define __PLACE_1			0,
#define __SECOND(_first, _second, ...)	_second
#define __ON_OF_PLACED(_placed)		__SECOND(_placed 1, 0)
#define __ON_OF_VALUE(_value)		__ON_OF_PLACED(__PLACE_##_value)
#define __ON(_option)			__ON_OF_VALUE(_option)

#define IS_BUILTIN(_option)	__ON(_option)
#define IS_MODULE(_option)	__ON(_option##_MODULE)
#define IS_ENABLED(_option)	(IS_BUILTIN(_option) || IS_MODULE(_option))

#endif
