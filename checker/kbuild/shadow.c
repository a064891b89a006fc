// SPDX-License-Identifier: GPL-2.0-only
/*
 * `make -n` is not harmless: makefiles that make includes are remade all the same
 * (syncconfig rewrites .config when the compiler looks different), and recipes that
 * mention $(MAKE) run. In a shadow both hit a copy, whose auto.conf is newer than
 * its .config and depends on nothing else; and the wrapper leaves out the sub-makes that
 * only build tools.
 */
#include "kbuild/shadow.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "base/map.h"
#include "base/process.h"
#include "base/str.h"
#include "kbuild/makefile.h"
#include "tree/tree.h"

/* Of what is in a shadow; another number makes old ones void. */
#define SHADOW_FORM 6

/* Sub-makes that produce nothing a compile command or a driver's header depends on. */
#define SKIPPED_CALLS                                                              \
	"subdir=tools|syncconfig|prepare|obj=scripts|obj=scripts/[!b]*|obj=tools|"    \
	"obj=tools/*|obj=usr|obj=usr/*|obj=arch/*/tools|obj=*/syscalls|obj=*/vdso*|" \
	"obj=arch/*/boot/*|obj=rust|*/Makefile.headersinst|*/Makefile.asm-*"

/* scripts/basic is skipped, too, unless something is made for real. */
#define SKIPPED_DRY "obj=scripts/basic|" SKIPPED_CALLS

int take_lock(const char *path, struct error *error)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

	while (fd >= 0 && flock(fd, LOCK_EX)) {
		if (errno == EINTR && !process_interrupted())
			continue;
		close(fd);
		fd = -1;
		break;
	}
	if (fd < 0)
		return error_set(error, ERROR_ENVIRONMENT, "%s: cannot be locked: %s", path,
				 strerror(errno));
	return fd;
}

static char *quoted(struct arena *arena, const char *text)
{
	struct strbuf buf = { 0 };

	strbuf_putc(&buf, '\'');
	for (; *text; text++)
		if (*text == '\'')
			strbuf_puts(&buf, "'\\''");
		else
			strbuf_putc(&buf, *text);
	strbuf_putc(&buf, '\'');
	char *copy = arena_strdup(arena, strbuf_text(&buf));

	strbuf_free(&buf);
	return copy;
}

static int write_script(const char *path, const struct strbuf *text, struct error *error)
{
	if (write_file(path, strbuf_text(text), text->length, error))
		return -1;
	if (chmod(path, 0755))
		return error_set(error, ERROR_ENVIRONMENT, "%s: %s", path, strerror(errno));
	return 0;
}

/*
 * Puts the probe in the place of Makefile.build and hands over to the real make. Where a makefile hands over to
 * that of a directory, the environment is kept, and the words of the call: with these a later run starts
 * there, without asking the compiler for each option again and without the directories above. What
 * was configured for one run only (CONFIG_X=y among make's words) is not kept.
 */
static int write_wrapper(struct arena *arena, const char *directory, struct error *error)
{
	const char *probe = quoted(arena, arena_printf(arena, "%s/mncheck/probe.mk", directory));
	const char *places = quoted(arena, arena_printf(arena, "%s/mncheck/at", directory));
	struct strbuf text = { 0 };

	strbuf_printf(&text,
		      "#!/bin/sh\n"
		      "for word; do case $word in %s) exit 0;; esac; done\n"
		      "left=$# object= needs=\n"
		      "while [ $left -gt 0 ]; do\n"
		      "\tword=$1; shift; left=$((left - 1))\n"
		      "\tcase $word in\n"
		      "\t*/scripts/Makefile.build) word=%s;;\n"
		      "\tobj=*) object=${word#obj=};;\n"
		      "\tneed-*=*) needs=\"$needs $word\";;\n"
		      "\tesac\n"
		      "\tset -- \"$@\" \"$word\"\n"
		      "done\n"
		      "case \" $MAKEFLAGS $* \" in *' CONFIG_'*) exec make \"$@\";; esac\n"
		      "if [ \"$needs\" ]; then\n"
		      "\tplace=%s IFS=/\n"
		      "\tfor word in $object; do [ \"$word\" = . ] || place=$place%%$word; done\n"
		      "\tunset IFS\n"
		      "\t[ -e \"$place\" ] ||\n"
		      "\t\t{ export -p && echo \"mncheck_call='obj=$object$needs'\"; } >\"$place.new\" &&\n"
		      "\t\tmv \"$place.new\" \"$place\"\n"
		      "fi\n"
		      "exec make \"$@\"\n", SKIPPED_DRY, probe, places);
	int failed = write_script(arena_printf(arena, "%s/mncheck/make", directory), &text, error);

	strbuf_free(&text);
	if (failed)
		return failed;
	strbuf_printf(&text,
		      "#!/bin/sh\n"
		      ". \"$1\"\n"
		      "shift\n"
		      "exec make -f %s $mncheck_call \"$@\"\n", probe);
	failed = write_script(arena_printf(arena, "%s/mncheck/replay", directory), &text, error);
	strbuf_free(&text);
	if (failed)
		return failed;
	/* The same for real: -n and --trace taken out, and the other wrapper. */
	strbuf_printf(&text,
		      "#!/bin/sh\n"
		      ". %s\n"
		      "MAKEFLAGS=$(printf '%%s\\n' \"$MAKEFLAGS\" | sed -e 's/^\\([a-mo-zA-Z]*\\)n/\\1/' \\\n"
		      "\t-e 's/ --trace//' -e 's,mncheck/make\\( \\|$\\),mncheck/make-headers\\1,')\n"
		      "export MAKEFLAGS\n"
		      "make -f \"$srctree/scripts/Makefile.build\" obj=scripts/basic\n"
		      "exec make -f \"$srctree/scripts/Makefile.build\" obj=. need-builtin=1 "
		      "need-modorder=1 \"$@\"\n", places);
	failed = write_script(arena_printf(arena, "%s/mncheck/replay-headers", directory), &text,
			      error);
	strbuf_free(&text);
	return failed;
}

static int write_text(struct arena *arena, const char *directory, const char *name,
		      const char *text, struct error *error)
{
	return write_file(arena_printf(arena, "%s/%s", directory, name), text, strlen(text), error);
}

/* What takes the place of Makefile.build: itself, and then the names of what the directory builds. */
static int write_probe(struct arena *arena, const char *directory, struct error *error)
{
	return write_text(arena, directory, "mncheck/probe.mk",
			  "include $(srctree)/scripts/Makefile.build\n"
			  "$(info MNCHECK-BUILDS $(obj): $(real-obj-y) $(real-obj-m) $(real-objs-y)"
			  " $(real-objs-m) $(lib-y))\n", error);
}

/*
 * Each directory asks the compiler which options it knows, mostly the same ones: an answer, given by try-run
 * (scripts/Makefile.compiler), is remembered by the command that was tried. Warnings are not asked for, nor some
 * options that the parser is not told of (front/filter_flags.c) and that decide about no other: a compiler could be
 * without them. Every make reads this first; a path that make or its shell takes for something else is left alone.
 * And a dry run needs no directories for objects (scripts/Makefile.build).
 */
static int write_tries(struct arena *arena, const char *directory, struct error *error)
{
	const char *tries = quoted(arena, arena_printf(arena, "%s/mncheck/tries", directory));

	if (strpbrk(directory, "$#' \t"))
		return 0;
	return make_directories(arena_printf(arena, "%s/mncheck/tries", directory), error) ||
	       write_text(arena, directory, "mncheck/tries.mk", arena_printf(arena,
			"ifneq ($(findstring n,$(firstword -$(MAKEFLAGS))),)\n"
			"override obj-dirs :=\n"
			"endif\n"
			"mncheck-comma := ,\n"
			"mncheck-warning = $(if $(word 2,$(1)),,$(filter-out -Wa$(mncheck-comma)%%"
			" -Wl$(mncheck-comma)%% -Wp$(mncheck-comma)%%,$(filter -W%%,$(1))))\n"
			"mncheck-idle = $(if $(word 2,$(1)),$(if $(word 3,$(1)),,$(if $(filter --param"
			" -mllvm,$(word 1,$(1))),$(filter asan-%% -asan-%%,$(word 2,$(1))))),"
			"$(filter -falign-%% -mpreferred-stack-boundary=%% -mstack-alignment=%%"
			" -mskip-rax-setup -mno-fp-ret-in-387,$(1)))\n"
			"override try-run = $(if $(call mncheck-warning,$(2))"
			"$(call mncheck-idle,$(2)),$(3),"
			"$(shell key=$$(printf %%s '$(subst ','\\'',$(1))' | cksum);"
			" file=%s/$${key%%%% *}-$${key##* };"
			" if [ ! -s \"$$file\" ]; then TMP=$$file.tmp; TMPO=$$file.o;"
			" if ($(1)) >/dev/null 2>&1; then answer=y; else answer=n; fi;"
			" echo $$answer >\"$$file\"; fi; read answer <\"$$file\";"
			" if [ \"$$answer\" = y ]; then echo \"$(2)\"; else echo \"$(3)\"; fi))\n",
			tries), error) ? -1 : 0;
}

static int copy_file(struct arena *arena, const char *from, const char *to, const char *name,
		     struct error *error)
{
	size_t length;
	char *text = read_file(arena_printf(arena, "%s/%s", from, name), &length, error);
	int failed = !text || write_file(arena_printf(arena, "%s/%s", to, name), text, length,
					 error);

	free(text);
	return failed ? -1 : 0;
}

int run_command(const char *const *argv, struct error *error)
{
	struct strbuf output = { 0 };
	struct exit_state state;
	struct run_options options = { .merge_stderr = true };
	int failed = run_process(argv, &options, &output, NULL, &state, error);

	if (!failed && state.code)
		failed = error_set(error, ERROR_ENVIRONMENT, "%s: %s", argv[0],
				   strbuf_text(&output));
	strbuf_free(&output);
	return failed;
}

int copy_directory(struct arena *arena, const char *from, const char *to, const char *name,
		   struct error *error)
{
	const char *copy[] = {
		"cp", "-Rp", "--", arena_printf(arena, "%s/%s", from, name),
		path_dir(arena, arena_printf(arena, "%s/%s", to, name)), NULL,
	};

	if (!file_in(from, name))
		return 0;
	if (make_directories(path_dir(arena, arena_printf(arena, "%s/%s", to, name)), error))
		return -1;
	return run_command(copy, error);
}

/* Order matters: auto.conf must be the newest, so that make leaves it alone. */
static int fill_shadow(const struct configuration *configuration, const char *directory,
		       struct error *error)
{
	struct arena *arena = configuration->tree->arena;
	const char *from = configuration->directory;
	const char *arch_headers = arena_printf(arena, "arch/%s/include/generated",
						configuration->arch);

	if (make_directories(arena_printf(arena, "%s/include/config", directory), error) ||
	    make_directories(arena_printf(arena, "%s/mncheck", directory), error) ||
	    copy_file(arena, from, directory, ".config", error) ||
	    copy_directory(arena, from, directory, "include/generated", error) ||
	    copy_directory(arena, from, directory, arch_headers, error) ||
	    copy_directory(arena, from, directory, "scripts/basic", error) ||
	    write_text(arena, directory, "include/config/auto.conf.cmd", "", error) ||
	    copy_file(arena, from, directory, "include/config/auto.conf", error) ||
	    write_probe(arena, directory, error) || write_tries(arena, directory, error))
		return -1;
	return write_wrapper(arena, directory, error);
}

static int renew_shadow(const struct configuration *configuration, const char *directory,
			const char *stamp, struct error *error)
{
	struct arena *arena = configuration->tree->arena;

	if (remove_directory(directory, error) || fill_shadow(configuration, directory, error))
		return -1;
	return write_text(arena, directory, "mncheck/stamp", stamp, error);
}

static bool has_stamp(struct arena *arena, const char *directory, const char *stamp)
{
	struct error ignored = { 0 };
	char *text = read_file(arena_printf(arena, "%s/mncheck/stamp", directory), NULL, &ignored);
	bool same = text && !strcmp(text, stamp);

	error_clear(&ignored);
	free(text);
	return same;
}

int shadow_open(const struct configuration *configuration, struct shadow *shadow,
		struct error *error)
{
	struct tree *tree = configuration->tree;
	uint64_t name = hash_mix(hash_bytes(tree->path, strlen(tree->path), 1),
				 hash_bytes(configuration->directory,
					    strlen(configuration->directory), 2));
	char *directory = arena_printf(tree->arena, "%s/shadow-%016lx", tree->cache_directory,
				       (unsigned long)name);
	uint64_t makefiles;

	shadow->lock = -1;
	if (makefiles_state(tree, &makefiles, error))
		return -1;
	char *stamp = arena_printf(tree->arena, "%d %016lx %016lx %s\n", SHADOW_FORM,
				   (unsigned long)configuration->hash, (unsigned long)makefiles,
				   configuration->directory);

	shadow->lock = take_lock(arena_printf(tree->arena, "%s.lock", directory), error);
	if (shadow->lock < 0)
		return -1;
	shadow->directory = directory;
	shadow->wrapper = arena_printf(tree->arena, "%s/mncheck/make", directory);
	shadow->replay = arena_printf(tree->arena, "%s/mncheck/replay", directory);
	shadow->replay_headers = arena_printf(tree->arena, "%s/mncheck/replay-headers", directory);
	if (!has_stamp(tree->arena, directory, stamp) &&
	    renew_shadow(configuration, directory, stamp, error)) {
		shadow_close(shadow);
		return -1;
	}
	shadow->makefile = file_in(directory, "mncheck/tries.mk") ?
		arena_printf(tree->arena, "%s/mncheck/tries.mk", directory) : NULL;
	return 0;
}

void shadow_close(struct shadow *shadow)
{
	if (shadow->lock >= 0)
		close(shadow->lock);
	shadow->lock = -1;
}

/* In `obj=DIRECTORY` no objects are wanted, but the headers below it. */
static void add_header_case(struct arena *arena, struct strbuf *text, const char *directory,
			    const struct strings *headers)
{
	size_t count = 0;

	strbuf_printf(text, "*' obj=%s '*) headers=1; set --", directory);
	vec_each(header, headers)
		if (path_below(*header, directory)) {
			strbuf_printf(text, " %s", quoted(arena, *header));
			count++;
		}
	/* Without a goal make would build the whole directory. */
	strbuf_puts(text, count ? " \"$@\";;\n" : "; exit 0;;\n");
}

const char *shadow_header_wrapper(const struct configuration *configuration,
				  const struct shadow *shadow, const struct strings *headers,
				  const struct strings *directories, struct error *error)
{
	struct arena *arena = configuration->tree->arena;
	char *path = arena_printf(arena, "%s/mncheck/make-headers", shadow->directory);
	struct strbuf text = { 0 };

	strbuf_printf(&text, "#!/bin/sh\nfor word; do case $word in %s) exit 0;; esac; done\n"
		      "headers=\ncase \" $* \" in\n", SKIPPED_CALLS);
	vec_each(directory, directories)
		add_header_case(arena, &text, *directory, headers);
	strbuf_puts(&text,
		    "esac\n"
		    "left=$#\n"
		    "while [ $left -gt 0 ]; do\n"
		    "\tword=$1; shift; left=$((left - 1))\n"
		    "\tcase $headers$word in 1*.o) ;; *) set -- \"$@\" \"$word\";; esac\n"
		    "done\n"
		    "exec make \"$@\"\n");
	int failed = write_script(path, &text, error);

	strbuf_free(&text);
	return failed ? NULL : path;
}

bool shadow_can_replay(const struct shadow *shadow)
{
	return file_in(shadow->directory, "mncheck/at");
}

const char *shadow_start(struct arena *arena, const struct shadow *shadow, const char *goal)
{
	const char *start = arena_printf(arena, "%s/mncheck/at", shadow->directory);
	char *place = arena_strdup(arena, start);

	while (goal) {
		size_t length = strcspn(goal, "/");

		if (!goal[length] || starts_with(goal, "../"))
			break;
		place = arena_printf(arena, "%s%%%.*s", place, (int)length, goal);
		if (!access(place, F_OK))
			start = place;
		goal += length + 1;
	}
	return start;
}
