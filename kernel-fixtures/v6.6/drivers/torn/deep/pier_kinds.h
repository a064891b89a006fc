/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _TORN_PIER_KINDS_H
#define _TORN_PIER_KINDS_H

/* nobody measured them */
#include "pier_measured.h"

#endif
