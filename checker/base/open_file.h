/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Opens files that somebody else named. A tree may have a pipe, a device or a link to anything where a file is
 * expected: what is no regular file is not opened, and neither is what a link inside of a confined directory
 * reaches outside of it.
 */
#ifndef MNCHECK_BASE_OPEN_FILE_H
#define MNCHECK_BASE_OPEN_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

/* A larger file is not read. */
#define FILE_BYTES_MOST ((size_t)256 << 20)

/*
 * Opens the file PATH for reading and fills ST. It does not block. Returns the descriptor; -1 with *WHY (a static
 * text, or strerror()'s) and errno. /dev/stdin and /dev/fd/N are streams of the user's and may be of any type.
 */
int open_file(const char *path, struct stat *st, const char **why);

/*
 * From now on a link below ROOT (an absolute path without links; copied) is followed only to what is below some
 * confined root, or where packages install files: /usr, /lib. More than a few roots, or NULL, are ignored.
 */
void confine_links(const char *root);

/* The target of the link PATH, with all links resolved, where it may be followed. malloc'd; NULL with errno. */
char *follow_link(const char *path);

/*
 * A read fault: a file that is there could not be read for a reason that is not the file's (an input/output error, no
 * descriptor, it changed meanwhile). What was computed since may lack it, so nothing may be kept. open_file() and
 * read_file() note theirs; threads may, too.
 */
void note_read_fault(const char *path, const char *why);
/* How many files had one so far, and the name of one and why; of the first few only. */
size_t count_read_faults(void);
const char *read_fault(size_t index, const char **why);
/* Whether the error number NUMBER makes a read fault. */
bool is_read_fault(int number);

#endif
