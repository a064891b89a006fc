/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds the files that come with mncheck: semantic patches and models. */
#ifndef MNCHECK_ANALYSIS_DATA_H
#define MNCHECK_ANALYSIS_DATA_H

#include "base/arena.h"
#include "base/error.h"

/*
 * The path, in ARENA, of the file or directory NAME ("cocci/locate.cocci"). Looks below these, in this order:
 *
 *	$MNCHECK_DATA			if it is set
 *	the source tree			of build/mncheck or build/address/mncheck
 *	$PREFIX/share/mncheck		of $PREFIX/bin/mncheck, from `make install`
 *
 * NULL with ERROR filled if NAME is nowhere.
 */
char *data_file(struct arena *arena, const char *name, struct error *error);

#endif
