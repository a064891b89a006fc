# SPDX-License-Identifier: GPL-2.0-only
"""A tiny kernel tree with drivers made by a test, and the runner of these tests.

A test is a function whose name is a sentence. It gets a Place: a new directory, removed at its
end. main() runs the tests whose names contain all words of the command line, prints the exact
command that failed, and ends with "N passed, N failed".
"""
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
LIMIT = 600                      # seconds for one run of a program: what takes longer hangs
TESTS = []
PACE_STEPS, PACE_SECONDS = 1000000, 0.03        # of a loop, on a machine that does nothing else

HEADER = """\
#ifndef _LINUX_MMU_NOTIFIER_H
#define _LINUX_MMU_NOTIFIER_H
#define MMU_NOTIFIER_RANGE_BLOCKABLE (1 << 0)
#define EAGAIN 11
#define EBUSY 16
#define NULL ((void *)0)
typedef _Bool bool;
struct mmu_notifier;
struct mmu_notifier_range {
	unsigned long start, end;
	unsigned flags;
	int event;
};
struct mmu_notifier_ops {
	int (*invalidate_range_start)(struct mmu_notifier *, const struct mmu_notifier_range *);
	void (*invalidate_range_end)(struct mmu_notifier *, const struct mmu_notifier_range *);
};
static inline bool mmu_notifier_range_blockable(const struct mmu_notifier_range *range)
{
	return range->flags & MMU_NOTIFIER_RANGE_BLOCKABLE;
}
#endif
"""

# The callback %(name)s_start with the body %(body)s, after %(above)s.
DRIVER = """\
#include <linux/mmu_notifier.h>
%(before)s
%(above)sstatic int %(name)s_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
%(body)s	return 0;
}
static const struct mmu_notifier_ops %(name)s_ops = {
	.invalidate_range_start = %(name)s_start,
};
const void *%(name)s_user(void) { return &%(name)s_ops; }
"""


class Failure(Exception):
    pass


def check(condition, message):
    if not condition:
        raise Failure(message)


def test(function):
    TESTS.append(function)
    return function


def program():
    """The program under test: the first argument, else the one in $BUILD, else in build/."""
    if len(sys.argv) > 1 and os.path.sep in sys.argv[1]:
        return os.path.abspath(sys.argv[1])
    build = os.environ.get("BUILD") or os.path.join(HERE, "../build")
    return os.path.abspath(os.path.join(build, "mncheck"))


def driver(name, body="", above="", before=""):
    return DRIVER % {"name": name, "body": body, "above": above, "before": before}


BAD = "\tif (range->start > 100)\n\t\treturn -EBUSY;\n"
GOOD = "\tif (!mmu_notifier_range_blockable(range))\n\t\treturn -EAGAIN;\n"


def loop_seconds():
    """What PACE_STEPS take this machine."""
    start, total = time.monotonic(), 0
    for step in range(PACE_STEPS):
        total += step
    return time.monotonic() - start


def paced(seconds):
    """SECONDS of a machine that does nothing else, in those of this one as it is now: a limit that a slow or busy one keeps."""
    return seconds * max(1.0, *(loop_seconds() / PACE_SECONDS for _ in range(3)))



class Place:
    """One test's directory, removed at the end."""

    def __init__(self, mncheck=None):
        self.mncheck = mncheck or program()
        self.top = os.path.realpath(tempfile.mkdtemp(prefix="mncheck-test."))
        self.tree = os.path.join(self.top, "tree")
        self.last = None
        self.write("tree/Makefile", "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 0\nEXTRAVERSION =\n")
        self.write("tree/Kconfig", "")
        self.write("tree/Kbuild", "")
        self.write("tree/include/linux/mmu_notifier.h", HEADER)
        self.write("tree/.config", "CONFIG_MMU_NOTIFIER=y\n")
        self.write("tree/include/generated/autoconf.h", "#define CONFIG_MMU_NOTIFIER 1\n")
        self.write("tree/include/config/auto.conf", "CONFIG_MMU_NOTIFIER=y\n")

    def close(self):
        shutil.rmtree(self.top, ignore_errors=True)

    def write(self, name, text):
        path = os.path.join(self.top, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape"))
        return path

    def read(self, name):
        with open(os.path.join(self.top, name), encoding="utf-8", errors="surrogateescape") as file:
            return file.read()

    def sources(self, **texts):
        """Writes drivers, and the compile_commands.json that names them."""
        entries = []
        for name, text in texts.items():
            path = self.write(f"tree/drivers/{name}.c", text)
            entries.append({"directory": self.tree, "file": path,
                            "arguments": ["gcc", "-nostdinc", "-I" + self.tree + "/include",
                                          "-D__KERNEL__", "-c", "-o", path[:-1] + "o", path]})
        self.write("tree/compile_commands.json", json.dumps(entries))

    def command(self, command, code=None, cwd=None, env=None, limit=LIMIT):
        environment = dict(os.environ, MNCHECK_CACHE=os.path.join(self.top, "cache"), **env or {})
        self.last = command
        done = subprocess.run(command, capture_output=True, timeout=limit, check=False,
                              cwd=cwd or self.top, env=environment, stdin=subprocess.DEVNULL)
        done.stdout = done.stdout.decode("utf-8", "surrogateescape")
        done.stderr = done.stderr.decode("utf-8", "surrogateescape")
        if code is not None:
            check(done.returncode == code, f"exit code {done.returncode}, expected {code}\n"
                  + done.stdout + done.stderr)
        return done

    def run(self, *arguments, code=None, **options):
        return self.command([self.mncheck, *arguments], code, **options)

    def scan(self, *arguments, code=None):
        return self.run("scan", "tree", *arguments, code=code).stdout

    def json(self, *arguments, code=None):
        return json.loads(self.scan("--format", "json", *arguments, code=code))


def main(make_place=Place):
    words = [word for word in sys.argv[1:] if os.path.sep not in word]
    chosen = [t for t in TESTS if all(word in t.__name__ for word in words)]
    if not chosen:
        print(f"no test is called so: {' '.join(words)}")
        return 2
    failed = 0
    for function in chosen:
        place = make_place()
        try:
            function(place)
        except Exception as error:                 # any mistake of a test is its failure
            failed += 1
            print(f"FAILED {function.__name__}: {error}")
            if not isinstance(error, Failure):
                traceback.print_exc(file=sys.stdout)
            if place.last:
                print("   last command: (cd ... &&", shlex.join(place.last) + ")")
        finally:
            place.close()
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed else 0
