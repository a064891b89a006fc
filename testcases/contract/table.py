# SPDX-License-Identifier: GPL-2.0-only
"""Reads the contract's tables from `mncheck dump --contract`."""
import collections
import subprocess

Kind = collections.namedtuple("Kind", "name record fields returns blockable end finish")
Era = collections.namedtuple("Era", "since parameter record field")
Rule = collections.namedtuple("Rule", "name about kinds")


def names(text):
    return [] if text == "-" else text.split(", ")


class Table:
    def __init__(self, mncheck):
        self.kinds, self.eras, self.rules = [], [], []
        out = subprocess.run([mncheck, "dump", "--contract"], capture_output=True, text=True,
                             timeout=600, check=True).stdout
        for line in out.splitlines():
            what, *columns = line.split("\t")
            if what == "kind":
                self.kinds.append(Kind(columns[0], columns[1], names(columns[2]), *columns[3:]))
            elif what == "era":
                self.eras.append(Era(*columns))
            elif what == "rule":
                self.rules.append(Rule(columns[0], columns[1], names(columns[2])))

    def records(self):
        return {kind.record for kind in self.kinds}

    def fields(self):
        return {(kind.record, field) for kind in self.kinds for field in kind.fields}
