/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside preamble*.c: the files that could use preambles, and whether one may use a given preamble. */
#ifndef MNCHECK_EXTRACT_PREAMBLE_CLIENTS_H
#define MNCHECK_EXTRACT_PREAMBLE_CLIENTS_H

#include "extract/extraction.h"
#include "tree/includes.h"

/* A preamble, planned or made. */
struct preamble {
	struct preamble *base;		/* the preamble that it extends, or NULL */
	struct front_precompiled precompiled;
	struct strmap set;		/* paths of its headers and of the base's */
	struct include_files entries;	/* the headers by which files enter the set */
	struct include_path path;	/* the directories that its parse searches */
	size_t bytes;			/* of source text, the base's included */
	struct front_request request;	/* how to make it */
	const char **flags;		/* the request's, without search directories */
	size_t nflags;
	struct intmap macros;		/* that its headers define: hash -> name; filled on demand */
	struct strmap not_renewed;	/* precompiled.not_renewed */
	bool is_made, is_bad;		/* neither: planned */
};

/* Why a file counts when headers are chosen. */
enum client_role {
	CLIENT_PRESENT,		/* it is to be parsed now */
	CLIENT_PAST,		/* it was parsed before: files like it may come */
	CLIENT_NEIGHBOUR,	/* it shares a directory with such a file: likewise, less likely */
};

/* A file that could use a preamble. */
struct client {
	enum client_role role;
	const char *file;		/* absolute */
	const struct front_request *request;	/* of a present file or a neighbour */
	struct include_path path;
	struct include_files reached;	/* headers that it includes in every configuration */
	uint64_t *reaches;		/* the same as bits, by the number of the file */
	size_t nreaches;		/* words of `reaches` */
	struct intmap extra;		/* macros that it need not share, see classify_clients() */
	struct intmap mentions;		/* macro -> client if a header of `reached` names it, else NULL */
	struct intmap answers;		/* of client_can_use(): (preamble, is_made) -> client or NULL */
	const char **flags;		/* without search directories */
	size_t nflags;
	bool is_special, knows_special;	/* its flags are another client's and more macros, and that is known */
	bool lacks_header;		/* it is parsed alone, as struct front_request says */
	uint64_t class;			/* hash of the flags without the extra macros */
	struct preamble *preamble;	/* the largest that it can use (a past file: that it used), or NULL */
};

struct clients { struct client **data; size_t count, room; };

/*
 * The client for REQUEST's file, or, if FILE (absolute) is not NULL, for this neighbour with the
 * same flags. Reads the file's includes. Returns a client in ARENA, to be closed by client_close();
 * NULL if the file must be parsed alone.
 */
struct client *client_open(struct arena *arena, struct includes *includes,
			   const struct front_request *request, const char *file);
void client_close(struct client *client);

/*
 * Sets `extra` and `class` of all clients. A macro of the command line is extra if not all clients have
 * it and no header that its client reaches names it.
 */
void classify_clients(struct clients *clients);

/* Whether CLIENT includes FILE in every configuration. */
static inline bool client_reaches(const struct client *client, const struct include_file *file)
{
	size_t word = file->number / 64;

	return word < client->nreaches && client->reaches[word] >> file->number % 64 & 1;
}

/* Whether CLIENT is parsed to the same unit with PREAMBLE as without. */
bool client_can_use(struct includes *includes, struct client *client,
		    const struct preamble *preamble);

/* CLIENT has the COUNT FLAGS in this order and otherwise only macros, whose hashes go into EXTRA. */
bool client_has_flags(const struct client *client, const char *const *flags, size_t count,
		      struct intmap *extra);

/* REQUEST's flags without search directories, in ARENA. */
const char **flags_without_search(struct arena *arena, const struct front_request *request,
				  size_t *count);
/* FLAG adds a search directory. */
bool is_search(const char *flag);
/* Hash of the macro that FLAG defines; 0: it defines none. */
uint64_t macro_of(const char *flag);
/* PATH's first directories are those of BEGINNING. */
bool begins_with(const struct include_path *path, const struct include_path *beginning);

#endif
