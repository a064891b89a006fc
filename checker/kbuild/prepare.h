/* SPDX-License-Identifier: GPL-2.0-only */
/* Build directories that mncheck configures and prepares itself, once. */
#ifndef MNCHECK_KBUILD_PREPARE_H
#define MNCHECK_KBUILD_PREPARE_H

#include "kbuild/configuration.h"

/*
 * Opens the allmodconfig build directory for ARCH, with SETTINGS (lines of a .config, in
 * order; may be empty) decided beforehand; makes it when it is not there, not finished, or
 * older than the tree's Kconfig files. One with settings takes what it can from the plain
 * one, which must have been opened before. ERROR_ENVIRONMENT, with the end of what make
 * printed, when that fails.
 */
int prepare_configuration(struct tree *tree, const char *arch, const struct strings *settings,
			  struct configuration *configuration, struct error *error);

/* Closes and removes a configuration that did not come to what was wanted. */
int discard_configuration(struct configuration *configuration, struct error *error);

#endif
