// SPDX-License-Identifier: GPL-2.0-only
/// Judge every mmu notifier callback: on all paths, through all the functions
/// that it calls, does it fail only when it must not block, only with -EAGAIN,
/// without having taken a lock with it, and does it sleep only when it may?
///
//# This patch finds the callbacks; the program mncheck, which needs a configured
//# tree, judges them.  With M= of a module outside of the tree it judges all of that module.  Without mncheck or a configured tree a line says so, and
//# mmu_notifier_return.cocci, mmu_notifier_sleep.cocci and
//# mmu_notifier_caller.cocci beside this file run instead: they see what a
//# single function shows.
//# The patch is that of mmu_notifier_sleep.cocci.
///
// Confidence: High
// Copyright: (C) 2025 The mncheck authors.
// Comments: the environment variable MNCHECK names the program, and may add
//   options ("mncheck --all-rules", "mncheck --build=DIR" for a tree that is
//   not configured itself); by default it is mncheck in PATH.  If
//   mncheck does not judge by sleeps-nonblockable, mmu_notifier_sleep.cocci runs,
//   too.  Several processes search the files and share only a directory, in which
//   each notes what it finds; the finalize rule runs in one process.
// Options: --no-includes --include-headers
// Keywords: mmu_notifier, mmu_interval_notifier, mncheck

virtual patch
virtual context
virtual org
virtual report

@initialize:python@
@@
import difflib
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile

NOTES = tempfile.mkdtemp(prefix="mmu_notifier.")
FLAGS = ["--very-quiet", "--no-includes", "--include-headers"]


class Place:
    """The part of a position that the printers of coccilib read."""
    def __init__(self, file, line, column, end):
        self.file, self.line, self.column, self.column_end = file, str(line), str(column), str(end)
        self.line_end, self.current_element = self.line, ""


class Unjudged(Exception):
    """mncheck has not judged; the text says why."""


def note(kind, places):
    """Notes a file for the process that runs last."""
    with open(os.path.join(NOTES, str(os.getpid())), "a", encoding="utf-8",
              errors="surrogateescape") as stream:
        stream.write("%s\t%s\n" % (kind, places[0].file))


def noted():
    """{kind: files as spatch names them} from the notes of all processes, which are removed."""
    found = {"callback": set(), "caller": set()}
    for name in os.listdir(NOTES):
        with open(os.path.join(NOTES, name), encoding="utf-8", errors="surrogateescape") as stream:
            for line in stream:
                kind, file = line.rstrip("\n").split("\t", 1)
                found[kind].add(file)
    shutil.rmtree(NOTES, ignore_errors=True)
    return {kind: sorted(files) for kind, files in found.items()}


def say(text):
    print(text)
    sys.stdout.flush()


def module():
    """The directory that M= names outside of the tree, or None."""
    named = os.environ.get("KBUILD_EXTMOD")
    tree = os.path.realpath(os.environ.get("srctree") or ".")
    if not named or (os.path.realpath(named) + os.sep).startswith(tree + os.sep):
        return None
    return os.path.realpath(named)


def question(files, tree, build, options):
    """What mncheck is to scan: FILES of the tree, or all of the module.  OPTIONS may name a build directory."""
    words = [word.split("=")[0] for word in options]
    named = "--build" in words
    if not named and "--config" not in words and not os.path.exists(os.path.join(build, ".config")):
        raise Unjudged("the tree is not configured")
    if module():
        return [module()] + ([] if named else ["--build", build])
    outside = [file for file in files if not os.path.realpath(file).startswith(tree + os.sep)]
    if outside:
        raise Unjudged("%s is not in the tree" % outside[0])
    words = [tree] + [word for file in files for word in ("--only", os.path.realpath(file))]
    return words + ([] if named or build == tree else ["--build", build])


def judged(files):
    """The callbacks in FILES, or in the module, judged by mncheck. Raises Unjudged."""
    driver = shlex.split(os.environ.get("MNCHECK") or "mncheck")
    if not shutil.which(driver[0]):
        raise Unjudged("mncheck is not installed")
    tree = os.path.realpath(os.environ.get("srctree") or ".")
    build = os.path.realpath(os.environ.get("objtree") or tree)
    command = [driver[0], "scan"] + question(files, tree, build, driver[1:]) + ["--format", "json", "--progress=never"]
    done = subprocess.run(command + driver[1:], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          stdin=subprocess.DEVNULL, check=False)
    try:
        run = json.loads(done.stdout)
        rows = run["callbacks"]
    except (ValueError, KeyError):
        if done.returncode < 0:
            raise Unjudged("mncheck was ended by signal %d" % -done.returncode)
        last = (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no answer"])[-1]
        raise Unjudged(last if last.startswith("mncheck") else "mncheck: " + last)
    shown = {os.path.realpath(file): file for file in files}
    top = run["tree"].get("module") if module() else tree
    rows = [row for row in rows if module() or os.path.join(tree, row["file"]) in shown]
    for row in rows:
        for item in [row] + row["findings"]:
            path = os.path.join(top, item["file"])
            item["file"] = shown.get(path) or spelled(path, top, files)
    return rows


def spelled(path, tree, files):
    """PATH as spatch would name it, judging by the names of other files."""
    for file in files:
        inside = os.path.relpath(os.path.realpath(file), tree)
        if file.endswith(inside):
            return file[:-len(inside)] + os.path.relpath(path, tree)
    return os.path.relpath(path) if files and not os.path.isabs(files[0]) else path


def end_of_word(finding):
    """The column, from 0, behind the word that a finding points to."""
    column = max(int(finding["column"]) - 1, 0)
    try:
        with open(finding["file"], encoding="latin-1") as stream:
            line = stream.read().split("\n")[int(finding["line"]) - 1]
    except (OSError, IndexError):
        return column, column
    end = column
    while end < len(line) and (line[end].isalnum() or line[end] == "_"):
        end += 1
    return column, max(end, column + 1)


def print_findings(rows, printer):
    """Prints findings, then what could not be judged: one line each, in the format of the printer."""
    for row in rows:
        for finding in row["findings"]:
            column, end = end_of_word(finding)
            printer(Place(finding["file"], finding["line"], column, end), "WARNING: %s [%s]" % (
                finding["message"], finding["rule"]))
        open_rules = sorted({item["rule"] for item in row.get("undecided", [])})
        why = row["why_not"] if not row["analysed"] else (
            "%s: %s" % (", ".join(open_rules), row["undecided"][0]["why"]) if open_rules else None)
        if why:
            printer(Place(row["file"], row["line"], 0, 0),
                    "NOTE: %s() is undecided (%s)" % (row["callback"], why))


def print_context(rows):
    """Prints the lines of findings as spatch prints lines marked by `*`."""
    lines = {}
    for row in rows:
        for finding in row["findings"]:
            lines.setdefault(finding["file"], set()).add(int(finding["line"]))
    for file in sorted(lines):
        with open(file, encoding="latin-1") as stream:
            text = stream.read().splitlines(True)
        rest = [line for number, line in enumerate(text, 1) if number not in lines[file]]
        marked = os.path.join("/tmp/nothing", file.lstrip("./"))
        out = "".join(difflib.unified_diff(text, rest, file, marked))
        sys.stdout.buffer.write(("diff -u -p %s %s\n%s" % (file, marked, out)).encode("latin-1"))
    sys.stdout.flush()


def stand_alone(name, mode, files):
    """Runs the semantic patch NAME, from the directory of this one, over FILES."""
    words = open("/proc/self/cmdline", encoding="utf-8", errors="surrogateescape").read().split("\0")
    given = [words[i + 1] for i, word in enumerate(words[:-1])
             if word.lstrip("-") in ("cocci-file", "sp-file")]
    given += [word for word in words[1:] if word.endswith(".cocci")]
    rule = os.path.join(os.path.dirname(given[0]) if given else "", name)
    if not os.path.exists(rule):
        say("mmu_notifier.cocci: %s is not beside it" % name)
        return
    options = ["--patch", os.environ.get("srctree") or "."] if mode in ("patch", "context") \
        else ["--no-show-diff"]
    for file in files:
        subprocess.run([words[0], "-D", mode, "--cocci-file", rule, *FLAGS, *options, file],
                       stdin=subprocess.DEVNULL, check=False)


def finish(mode, show):
    """Judges the noted files and prints the result."""
    found = noted()
    rows = []
    try:
        if found["callback"] or module():
            rows = judged(found["callback"])
    except Unjudged as why:
        say("mmu_notifier.cocci: %s; only what single functions show is checked" % why)
        stand_alone("mmu_notifier_return.cocci", mode, found["callback"])
        stand_alone("mmu_notifier_sleep.cocci", mode, found["callback"])
        stand_alone("mmu_notifier_caller.cocci", mode, found["caller"])
        return
    show(rows)
    if any("sleeps-nonblockable" not in row["verdicts"] for row in rows):
        stand_alone("mmu_notifier_sleep.cocci", mode, found["callback"])

// ---- files with callbacks, found by their signatures and by their tables ----

@callback@
typedef bool;
identifier F, N, R, M, S, E;
position p;
@@
(
 int F@p(struct mmu_notifier *N, const struct mmu_notifier_range *R) { ... }
|
 int F@p(struct mmu_notifier *N, struct mm_struct *M, unsigned long S,
         unsigned long E, bool R) { ... }
|
 int F@p(struct hmm_mirror *N, const struct hmm_update *R) { ... }
|
 int F@p(struct hmm_mirror *N, const struct mmu_notifier_range *R) { ... }
|
 bool F@p(struct mmu_interval_notifier *N, const struct mmu_notifier_range *R,
          unsigned long S, ...) { ... }
)

@script:python@
p << callback.p;
@@
note("callback", p)

@table@
identifier I;
position p;
@@
(
 struct mmu_notifier_ops I@p = { ... };
|
 struct mmu_interval_notifier_ops I@p = { ... };
|
 struct hmm_mirror_ops I@p = { ... };
)

@script:python@
p << table.p;
@@
note("callback", p)

// ---- files that call callbacks without blocking ----

@caller@
expression A;
position p;
@@
(
 A->invalidate_range_start@p(...)
|
 A->sync_cpu_device_pagetables@p(...)
|
 mmu_notifier_invalidate_range_start_nonblock@p(...)
)

@script:python@
p << caller.p;
@@
note("caller", p)

// ---- the end ----

@finalize:python depends on report@
@@
finish("report", lambda rows: print_findings(rows, coccilib.report.print_report))

@finalize:python depends on org@
@@
finish("org", lambda rows: print_findings(rows, coccilib.org.print_safe_todo))

@finalize:python depends on context@
@@
finish("context", print_context)

@finalize:python depends on patch@
@@
stand_alone("mmu_notifier_sleep.cocci", "patch", noted()["callback"])
