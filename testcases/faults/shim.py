# SPDX-License-Identifier: GPL-2.0-only
"""The library that makes calls fail or wait (shim.c)."""
import os
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))


def build_shim(mncheck):
    """Builds it beside the program MNCHECK, unless it is there; its path."""
    shim = os.path.join(os.path.dirname(os.path.abspath(mncheck)), "testcases/faults-shim.so")
    source, fresh = os.path.join(HERE, "shim.c"), f"{shim}.{os.getpid()}"
    if not os.path.exists(shim) or os.path.getmtime(shim) < os.path.getmtime(source):
        os.makedirs(os.path.dirname(shim), exist_ok=True)
        subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-D_GNU_SOURCE", "-o", fresh, source, "-ldl"], check=True)
        os.rename(fresh, shim)
    return shim


def holding(mncheck, gate, header):
    """The environment in which each parser waits that opens the file HEADER, as long as the file GATE is there."""
    return {"LD_PRELOAD": build_shim(mncheck), "FAULT_HOLD": gate, "FAULT_PATH": "/" + header}
