# SPDX-License-Identifier: GPL-2.0-only
"""Parses the text of --help. The man pages and the completion are generated from it.

The program prints --help from its own tables. So pages and completion list exactly the
options that the program has.
"""
import os
import re
import subprocess


class Option:
    def __init__(self, group, letter, name, argument, text):
        self.group, self.letter, self.name = group, letter, name
        self.argument, self.text = argument, text

    def values(self):
        """The values that the text lists: "text, json or sarif", "a: x, y or z"."""
        if not self.argument:
            return []
        part = self.text.split(": ")[-1].split(";")[0]
        part = re.sub(r"\s*\([^)]*\)|^.*?(?=\bauto\b)", "", part)
        words = re.split(r", | or ", part)
        return words if len(words) > 1 and all(re.fullmatch(r"[a-z][a-z-]*", w) for w in words) else []


class Help:
    """The help of the program, or of one command."""

    def __init__(self, mncheck, command=None):
        environment = dict(os.environ, ARGP_HELP_FMT="rmargin=1000,no-dup-args-note", LC_ALL="C")
        words = [mncheck] + ([command] if command else []) + ["--help"]
        text = subprocess.run(words, env=environment, check=True, capture_output=True,
                              text=True, stdin=subprocess.DEVNULL).stdout
        lines = text.splitlines()
        self.usage = [re.sub(r"^(Usage:|\s+or:)\s+", "", line)
                      for line in lines if re.match(r"Usage:|\s+or:", line)]
        self.options, self.what, self.after = [], [], []
        self._split(lines[len(self.usage):])

    def _split(self, lines):
        group, paragraphs = None, []
        for line in lines:
            option = re.match(r" {2,6}(?:-(\S), )?(?:--([\w-]+)(?:(\[?)=(\S+?)\]?)?)?\s{2,}(\S.*)", line)
            heading = re.match(r" (\S.*):$", line)
            if option and (option[1] or option[2]) and line.lstrip().startswith("-"):
                self.options.append(Option(group, option[1], option[2],
                                           (option[3] or "") + option[4] if option[4] else None,
                                           option[5]))
            elif heading:
                group = heading[1]
            elif not line.strip() and self.options:
                group = None
                paragraphs.append([])
            elif self.options:
                paragraphs = paragraphs or [[]]
                paragraphs[-1].append(line)
            elif line.strip():
                self.what.append(line)
        self.after = [paragraph for paragraph in paragraphs if paragraph]

    def items(self, heading):
        """The items of the list below HEADING, after the options, as pairs of a line
        "  scan [TREE]" and a line "      Judge ..."."""
        for paragraph in self.after:
            if paragraph[0].startswith(heading):
                return list(zip((line.strip() for line in paragraph[1::2]),
                                (line.strip() for line in paragraph[2::2])))
        return []


def version(mncheck):
    first = subprocess.run([mncheck, "--version"], check=True, capture_output=True,
                           text=True).stdout.splitlines()[0]
    return first.split()[1]
