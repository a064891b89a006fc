/* SPDX-License-Identifier: GPL-2.0-only */
/* The files that come with mncheck: semantic patches, models. */
#ifndef MNCHECK_ANALYSIS_DATA_H
#define MNCHECK_ANALYSIS_DATA_H

#include "base/arena.h"
#include "base/error.h"

/*
 * The path of the file or directory NAME ("cocci/locate.cocci") that comes with mncheck: below
 * $MNCHECK_DATA when that is set and has it; else where the program lies in its source tree
 * (build/mncheck, build/address/mncheck), else where `make install` put it
 * ($PREFIX/bin/mncheck, $PREFIX/share/mncheck). NULL with ERROR filled when it is nowhere.
 */
char *data_file(struct arena *arena, const char *name, struct error *error);

#endif
