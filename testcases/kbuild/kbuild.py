# SPDX-License-Identifier: GPL-2.0-only
"""Kbuild as the oracle: what its dry run prints, and how flags are compared with it."""
import re
import shlex
import subprocess

# What may differ, and why it decides nothing about how a file is parsed.
DIFFERENCES = (
    # Dependencies are written by the compiler for kbuild's own use.
    (r"-Wp,-MM?D,.*", "kbuild's dependency file"),
    # Under -Qunused-arguments (up to 6.1) clang takes gcc's --param, and does nothing about it.
    (r"--param asan-.*", "ignored by clang"),
    # Up to 5.14 kbuild leaves the target to the compiler where nothing is cross-compiled.
    (r"--target=x86_64-linux-gnu", "the default of clang here"),
    # Set by a recipe that runs after sizes are known; it says where the code finds the canary.
    (r"-mstack-protector-guard.*", "an offset that a recipe of prepare computes"),
)

# Headers that a driver's own host program makes, of those that the files of callbacks and their callees include: they are
# missing where nothing was built.
DRIVERS_OWN = ("generated/xe_wa_oob.h", "generated/xe_device_wa_oob.h")


def may_differ(flag):
    return any(re.fullmatch(pattern, flag) for pattern, _ in DIFFERENCES)


def dry_run(build, llvm, goals, *options):
    """object -> its flags, for all objects that kbuild would compile."""
    shown = subprocess.run(["make", "-C", build, "LLVM=" + llvm, "-n", "V=1", "-k", *options, *sorted(goals)],
                           capture_output=True, text=True).stdout
    commands = {}
    for line in shown.splitlines():
        if "echo '  " not in line:
            continue
        for text in (word for word in shlex.split(line) if word.startswith("  ")):
            words = shlex.split(re.split(r"\s;\s", text + " ; ")[0])
            if "-c" not in words or "-o" not in words:
                continue
            at = words.index("-o")
            commands[words[at + 1]] = [word for i, word in enumerate(words[1:-1], 1)
                                       if i not in (at, at + 1) and word != "-c"]
    return commands


def joined(flags):
    """Flags, a --param together with its word."""
    words = iter(flags)
    return [flag + " " + next(words, "") if flag == "--param" else flag for flag in words]


def difference(ours, theirs):
    """The first difference, as text, or None."""
    ours, theirs = ([flag for flag in joined(flags) if not may_differ(flag)] for flags in (ours, theirs))
    if ours == theirs:
        return None
    only = [flag for flag in ours if flag not in theirs], [flag for flag in theirs if flag not in ours]
    return "ours alone %s, kbuild's alone %s%s" % (*only, "" if any(only) else ", another order")
