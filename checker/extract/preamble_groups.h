/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside headers.c and header_groups.c: which files could share which headers. */
#ifndef MNCHECK_EXTRACT_PREAMBLE_GROUPS_H
#define MNCHECK_EXTRACT_PREAMBLE_GROUPS_H

#include "extract/extraction.h"
#include "tree/includes.h"

/* Precompiled headers, made or to be made. */
struct made {
	struct made *base;		/* what they stand on, or NULL */
	struct front_precompiled precompiled;
	struct strmap set;		/* paths of the headers in it, those of the base among them */
	struct include_files entries;	/* by which files enter the set */
	struct include_path path;	/* directories that were searched */
	size_t bytes;			/* of text in it, with the base */
	struct front_request request;	/* how to make it */
	const char **flags;		/* of that, but for directories to search */
	size_t nflags;
	struct intmap macros;		/* that its files define: hash -> name; when first asked */
	struct strmap not_renewed;	/* precompiled.not_renewed */
	bool is_made, is_bad;
};

/* Why a file counts when headers are chosen. */
enum client_role {
	CLIENT_PRESENT,		/* it is to be parsed now */
	CLIENT_PAST,		/* it was parsed before: another like it may come */
	CLIENT_NEIGHBOUR,	/* it is beside one that is parsed: likewise, less likely */
};

/* One file. */
struct client {
	enum client_role role;
	struct extraction *extraction;	/* of a present one */
	const char *file;
	const struct front_request *request;	/* of one that is not past */
	struct include_path path;
	struct include_files reached;
	struct intmap reaches;		/* struct include_file -> anything */
	struct intmap extra;		/* macros of the command line, see client_classify() */
	struct intmap mentions;		/* macro -> client: a header names it; else NULL */
	struct intmap answers;		/* client_can_use(): made, and whether it is made -> client or NULL */
	const char **flags;		/* but for directories to search */
	size_t nflags;
	uint64_t class;			/* hash of the flags without the extra ones */
	struct made *made;		/* the best so far, of a past one then; or NULL */
};

/* Files that could share headers: those below a directory. */
struct group {
	VEC(struct client *) members;	/* present ones */
	VEC(struct client *) others;	/* alike */
	struct made *base;		/* what all members stand on already, one or several below, or NULL */
	size_t length;			/* of the directory's path, with the slash */
	bool is_special;		/* its macros are those of others and some more */
	bool is_exact;			/* all have the same flags; their own macros are defined in what is made */
	struct strmap set;
	size_t bytes;
	double gain;
};

struct clients { struct client **data; size_t count, room; };

/*
 * A client in ARENA for the file of EXTRACTION, or for FILE (absolute) with the same flags if that is
 * not NULL. Reads what it includes. NULL when it must be parsed alone. Closed by client_close().
 */
struct client *client_open(struct arena *arena, struct includes *includes,
			   struct extraction *extraction, const char *file);
void client_close(struct client *client);

/*
 * Compares the flags of all: their classes, and their extra macros: those of a command line that not all
 * have and that no header which the client reaches names.
 */
void classify_clients(struct clients *clients);

/* Whether standing on MADE makes no difference to CLIENT. */
bool client_can_use(struct includes *includes, struct client *client,
		    const struct made *made);

/* REQUEST's flags but for the directories to search, in ARENA. */
const char **flags_without_search(struct arena *arena, const struct front_request *request,
				  size_t *count);
bool is_search(const char *flag);
/* Hash of the macro that FLAG defines, 0: none. */
uint64_t macro_of(const char *flag);
/* PATH's directories begin with those of BEGINNING. */
bool begins_with(const struct include_path *path, const struct include_path *beginning);

/*
 * The group of CLIENTS to make headers for next: of those that gain, one that serves most, and of these the
 * one that gains most. Its members can use its set, and stand on its base. A group without members:
 * none is worth it. HOPELESS remembers names (in ARENA) from call to call.
 */
struct group find_best_group(struct arena *arena, struct includes *includes,
			     struct clients *clients, struct strmap *hopeless);
void group_free(struct group *group);

#endif
