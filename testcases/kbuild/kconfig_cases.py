# SPDX-License-Identifier: GPL-2.0-only
"""The little Kconfig files of testcases/kbuild/kconfig: what is in one, and a tree made of it.

Lines that begin with "#:" are directions; they are not part of the text and count in no line number:

	#: in 6.1 6.12			the versions that it is tried as (these two, when nothing is said)
	#: only ours			the tree's own conf is not to be asked
	#: file NAME			what follows is this file's text, up to the next
	#: note LINE			a diagnostic about this line; with any, there are no others
	#: unknown LINE			a question there that is not known; likewise
	#: run BASE [in VERSION...] [require SYMBOL=VALUE...]
	#: given LINE			of the .config that the run begins with (BASE config)
	#: outcome LINE			of what requiring says
	#: LINE				of the .config that comes out, without blank lines and "#"
"""
import os

VERSIONS = ["6.1", "6.12"]


class Run:
    def __init__(self, words, versions):
        self.base, self.versions, self.require = words[0], versions, []
        self.given, self.outcome, self.expected = [], [], []
        into = None
        for word in words[1:]:
            if word == "in":
                self.versions = into = []
            elif word == "require":
                into = self.require
            else:
                into.append(word)


class Case:
    def __init__(self, path):
        self.name = os.path.basename(path)
        self.versions, self.only_ours = list(VERSIONS), False
        self.files, self.runs, self.notes, self.unknown = {"Kconfig": ""}, [], [], []
        with open(path, encoding="utf-8") as stream:
            self.read(stream.read().splitlines(keepends=True))

    def read(self, lines):
        current = "Kconfig"
        for line in lines:
            if not line.startswith("#: "):
                self.files[current] += line
                continue
            text = line[3:].rstrip("\n")
            word, _, rest = text.partition(" ")
            if word == "file":
                current = rest
                self.files[current] = ""
                continue
            self.direct(word, rest, text)

    def direct(self, word, rest, text):
        if word == "in":
            self.versions = rest.split()
        elif text == "only ours":
            self.only_ours = True
        elif word in ("note", "unknown"):
            (self.notes if word == "note" else self.unknown).append(int(rest))
        elif word == "run":
            self.runs.append(Run(rest.split(), self.versions))
        elif word in ("given", "outcome"):
            getattr(self.runs[-1], word).append(rest)
        else:
            self.runs[-1].expected.append(text)

    def make_tree(self, root, version):
        """A tree with these files in the directory ROOT, which is empty."""
        major, minor = version.split(".")
        os.makedirs(os.path.join(root, "include", "linux"))
        with open(os.path.join(root, "Makefile"), "w", encoding="utf-8") as stream:
            stream.write("VERSION = %s\nPATCHLEVEL = %s\nSUBLEVEL = 0\nEXTRAVERSION =\n" % (major, minor))
        for name, text in self.files.items():
            path = os.path.join(root, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as stream:
                stream.write(text)


def settings(text):
    """The lines of a .config that say something, without its heading."""
    return [line for line in text.splitlines()[4:] if line and line != "#"]
