# SPDX-License-Identifier: GPL-2.0-only
"""Builds the program that drives the kbuild layer, and asks it; BUILD is where the archives are."""
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))


def build_probe():
    """The path of the program. Ends this process when it cannot be built."""
    build = os.environ.get("BUILD") or os.path.join(TOP, "build")
    sanitize = os.environ.get("SANITIZE")
    archives = [os.path.join(build, "lib", name) for name in ("kbuild.a", "tree.a", "base.a")]
    probe = os.path.join(build, "testcases", "kbuild", "probe")
    os.makedirs(os.path.dirname(probe), exist_ok=True)
    make = ["make", "-s", "-C", TOP, "BUILD=" + build] + archives
    compiler = [os.environ.get("CC", "cc"), "-std=gnu11", "-O2", "-g", "-Wall", "-Wextra", "-Werror",
                "-D_GNU_SOURCE", "-I" + os.path.join(TOP, "checker")]
    compiler += (["-fsanitize=" + sanitize] if sanitize else []) + os.environ.get("TEST_CFLAGS", "").split()
    fresh = f"{probe}.{os.getpid()}"       # suites that run at the same time make it, too
    compiler += [os.path.join(HERE, "probe.c"), "-o", fresh] + archives + ["-lxxhash", "-lseccomp", "-ljansson", "-lpthread"]
    for command in (make, compiler):
        if subprocess.run(command, stdout=subprocess.DEVNULL).returncode:
            print("cannot build the probe: " + " ".join(command))
            sys.exit(2)
    os.replace(fresh, probe)
    return probe


def compiler_include():
    """Where clang's own headers are; kernels up to 5.15 and files with floating point use them."""
    return subprocess.run(["clang-19", "-print-file-name=include"], capture_output=True, text=True).stdout.strip()


class Answer:
    """How one file is compiled, as the probe has it."""

    def __init__(self):
        self.object = self.directory = self.kind = self.why = None
        self.flags = []


def ask_flags(probe, tree, arch, objects, config, files, **environment):
    """file -> Answer; notes and CPU seconds are in the entries "notes" and "seconds"."""
    done = subprocess.run([probe, "flags", tree, arch, objects, config, *files], capture_output=True, text=True,
                          env=dict(os.environ, PROBE_NOTES="1", PROBE_TIME="1", PROBE_INCLUDE=compiler_include(),
                                   **environment))
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    answers, current, notes, seconds = {}, None, [], None
    for line in done.stdout.splitlines():
        key, _, value = line.partition("\t")
        if key == "file":
            current = answers[value] = Answer()
        elif key == "flag":
            current.flags.append(value)
        elif key == "note":
            notes.append(value)
        elif key == "seconds":
            seconds = float(value.split("\t")[0])
        else:
            setattr(current, key, value)
    answers["notes"], answers["seconds"] = notes, seconds
    return answers
