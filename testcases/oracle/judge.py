# SPDX-License-Identifier: GPL-2.0-only
"""Truth and verdicts of a batch of programs."""
import functools
import json
import os
import re
import shutil
import subprocess
import tempfile

from generate import entering
from tree import indent, render

HERE = os.path.dirname(os.path.abspath(__file__))
# In the order in which the harness prints them.
RULES = ["fails-blockable", "wrong-errno", "sleeps-nonblockable", "returns-locked"]
FLAGS = ["-std=gnu11", "-I" + HERE]
# The kernel's own assumptions; the sanitizers then find what is still undefined.
RUN_FLAGS = FLAGS + ["-g0", "-fwrapv", "-fno-strict-aliasing", "-DORACLE_RUN", '-DBATCH="batch.c"', "-I."]
STRICT = ["-fsyntax-only", "-Werror=implicit", "-Werror=int-conversion", "-Werror=incompatible-pointer-types"]
GCC = os.environ.get("GCC", "gcc")
CLANGS = [os.environ["CLANG"]] if "CLANG" in os.environ else ["clang-19", "clang"]
SANITIZE = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
LIMIT = 600


class Broken(Exception):
    """The oracle, or mncheck, does not work at all."""


def command(arguments, directory):
    environment = dict(os.environ, ASAN_OPTIONS="detect_leaks=0")
    return subprocess.run(arguments, cwd=directory, env=environment, capture_output=True, text=True,
                          errors="replace", timeout=LIMIT, check=False)


@functools.lru_cache(maxsize=None)
def sanitizing_clang():
    """A clang that has the sanitizers' libraries (Debian's libclang-rt-*-dev)."""
    with tempfile.TemporaryDirectory() as directory:
        with open(os.path.join(directory, "empty.c"), "w", encoding="utf-8") as file:
            file.write("int main(void)\n{\n\treturn 0;\n}\n")
        for clang in filter(shutil.which, CLANGS):
            if command([clang, *SANITIZE, "empty.c"], directory).returncode == 0:
                return clang
    raise Broken(f"no sanitizers: none of {', '.join(CLANGS)} can link {SANITIZE[0]}")


def text_of(tree, suffix=""):
    return indent(render(tree)).replace("@", suffix)


def write_batch(programs, directory):
    """The programs in one file. #line names each, so that a compiler's complaint tells which it means."""
    entries = []
    with open(os.path.join(directory, "batch.c"), "w", encoding="utf-8") as file:
        file.write('#include "oracle.h"\n')
        for number, tree in programs.items():
            enter, codes = entering(tree)
            name = f"_{number}"
            file.write(f'#ifdef ORACLE_RUN\n#line 1 "callback{number}"\n#endif\n{text_of(tree, name)}')
            entry = (f"static const struct callback entry{name} = "
                     f"{{ {number}, cb{name}, enter{name}, {codes} }};\n")
            file.write(f"#ifdef ORACLE_RUN\n{enter.replace('@', name)}{entry}#endif\n")
            entries.append(f"&entry{name},\n")
        file.write("#ifdef ORACLE_RUN\nstatic const struct callback *const callbacks[] = {\n"
                   f"{''.join(entries)}}};\n#endif\n")


def compiling(programs, directory):
    """Those of the programs that a compiler accepts."""
    while programs:
        write_batch(programs, directory)
        done = command([GCC] + RUN_FLAGS + STRICT + [os.path.join(HERE, "harness.c")], directory)
        refused = {int(n) for n in re.findall(r"^callback(\d+):\d+:\d+: error:", done.stderr, re.M)}
        if done.returncode == 0:
            return programs
        if not refused:
            raise Broken(done.stderr)
        programs = {number: tree for number, tree in programs.items() if number not in refused}
    return programs


def truths(programs, directory):
    """Number -> what the callback can do, by rule; without what is undefined or depends on the compiler."""
    found = []
    for compiler in ([GCC, "-w", "-O1"], [sanitizing_clang(), "-w", "-O0", *SANITIZE]):
        done = command(compiler + RUN_FLAGS + ["-o", "harness", os.path.join(HERE, "harness.c")], directory)
        if done.returncode:
            raise Broken(done.stderr)
        lines = command(["./harness"], directory).stdout.splitlines()
        found.append({int(line.split()[0]): tuple(line.split()[1:]) for line in lines})
    return {number: dict(zip(RULES, truth)) for number, truth in found[0].items()
            if found[1].get(number) == truth}


def verdicts(mncheck, directory):
    unit = command([mncheck, "extract", "--no-cache", "batch.c", "-o", "batch.unit", "--"] + FLAGS, directory)
    if unit.returncode:
        raise Broken(f"mncheck extract: {unit.stderr}")
    done = command([mncheck, "check", "--no-cache", "-j1", "--format", "json", "batch.unit"], directory)
    if done.returncode not in (0, 1, 3):
        raise Broken(f"mncheck check: exit code {done.returncode}\n{done.stderr}")
    return {int(row["callback"][3:]): row["verdicts"] for row in json.loads(done.stdout)["callbacks"]}


def compare(truth, verdict):
    """Rule -> what is the matter with its verdict."""
    faults = {("1", "holds"): "wrong holds", ("0", "violates"): "wrong violates",
              ("1", "violates"): None, ("0", "holds"): None}
    found = {rule: faults.get((truth[rule], verdict.get(rule)), "undecided") for rule in RULES
             if truth[rule] != "?"}
    return {rule: fault for rule, fault in found.items() if fault}


def judge(mncheck, programs, directory):
    """Number -> (what is wrong, by rule; the truth). A program without a truth is left out."""
    programs = compiling(programs, directory)
    if not programs:
        return {}
    truth = truths(programs, directory)
    write_batch({number: programs[number] for number in truth}, directory)
    verdict = verdicts(mncheck, directory)
    return {number: (compare(truth[number], verdict.get(number, {})), truth[number]) for number in truth}


def still_wrong(mncheck, programs, rule, fault, directory):
    """Those of the programs on which RULE's verdict is at FAULT. Their truth costs most and is asked last."""
    programs = compiling(programs, directory)
    write_batch(programs, directory)
    verdict = verdicts(mncheck, directory) if programs else {}
    programs = {number: tree for number, tree in programs.items()
                if verdict.get(number, {}).get(rule) == fault.split()[-1]}
    write_batch(programs, directory)
    truth = truths(programs, directory) if programs else {}
    return [number for number in truth if compare(truth[number], verdict[number]).get(rule) == fault]
