# SPDX-License-Identifier: GPL-2.0-only
"""Builds the probe, a program that calls the layers below analysis/; $BUILD has the archives."""
import os
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def build_probe():
    """The path of the probe. Exits if it cannot be built."""
    build = os.environ.get("BUILD") or os.path.join(TOP, "build")
    sanitize = os.environ.get("SANITIZE")
    archives = [os.path.join(build, "lib", name) for name in ("kbuild.a", "locate.a", "tree.a", "contract.a", "base.a")]
    probe = os.path.join(build, "testcases", "tree", "probe")
    os.makedirs(os.path.dirname(probe), exist_ok=True)
    make = ["make", "-s", "-C", TOP, "BUILD=" + build] + archives
    compiler = [os.environ.get("CC", "cc"), "-std=gnu11", "-O1", "-g", "-Wall", "-Wextra", "-Werror",
                "-D_GNU_SOURCE", "-I" + os.path.join(TOP, "checker")]
    compiler += (["-fsanitize=" + sanitize] if sanitize else []) + os.environ.get("TEST_CFLAGS", "").split()
    compiler += [os.path.join(TOP, "testcases", "tree", "probe.c"), "-o", probe] + archives
    compiler += ["-lxxhash", "-lseccomp", "-ljansson", "-lpthread"]
    for command in (make, compiler):
        done = subprocess.run(command, stdout=subprocess.DEVNULL)
        if done.returncode:
            print("cannot build the probe: " + " ".join(command))
            sys.exit(2)
    return probe
