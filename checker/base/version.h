/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MNCHECK_BASE_VERSION_H
#define MNCHECK_BASE_VERSION_H

/* Of the program; `make install`, the manual and the package read it here. */
#define MNCHECK_VERSION "0.1.0"

#endif
