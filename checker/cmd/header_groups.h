/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside headers.c and header_groups.c: which files could share which headers. */
#ifndef MNCHECK_CMD_HEADER_GROUPS_H
#define MNCHECK_CMD_HEADER_GROUPS_H

#include "cmd/extraction.h"
#include "tree/includes.h"

/* Precompiled headers, made or to be made. */
struct made {
	struct front_precompiled precompiled;
	struct strmap set;		/* paths of the headers in it */
	struct include_files entries;	/* what its source includes */
	struct include_path path;	/* directories that were searched */
	size_t bytes;			/* of text in it */
	struct front_request request;	/* how to make it */
	const char **flags;		/* of that, but for directories to search */
	size_t nflags;
	bool is_made, is_bad;
};

/* One file to be parsed. */
struct client {
	struct extraction *extraction;
	const char *file;
	struct include_path path;
	struct include_files reached;
	struct intmap reaches;		/* struct include_file -> anything */
	struct intmap extra;		/* macros of the command line, see find_extra() */
	const char **flags;		/* but for directories to search */
	size_t nflags;
	uint64_t class;			/* hash of the flags without the extra ones */
	struct made *made;		/* the best so far, or NULL */
	bool is_member;			/* of the group being looked at */
};

/* Files that could share headers: those below a directory. */
struct group {
	VEC(struct client *) members;
	struct strmap set;
	size_t bytes;
	double gain;
};

struct clients { struct client *data; size_t count, room; };

/* Reads what the file of EXTRACTION includes; false when it must be parsed alone. */
bool client_open(struct arena *arena, struct includes *includes, struct extraction *extraction,
		 struct client *client);
void client_close(struct client *client);

/* Compares CLIENT's flags with those of all: its extra macros, and its class. */
void client_classify(struct client *client, const struct clients *all);

/* Whether standing on MADE makes no difference to CLIENT. */
bool client_can_use(struct includes *includes, const struct client *client,
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
 * The group of CLIENTS with most to gain, whose members are those that can use its set. A
 * group without members: none is worth it. HOPELESS remembers names (in ARENA) from call to call.
 */
struct group find_best_group(struct arena *arena, struct includes *includes,
			     struct clients *clients, struct strmap *hopeless);
void group_free(struct group *group);

#endif
