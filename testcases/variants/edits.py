# SPDX-License-Identifier: GPL-2.0-only
"""Variants of drivers: a name, the callback that changes, the edits, and the expected verdicts."""

HOLDS, VIOLATES, UNDECIDED, NOT_APPLICABLE = "holds", "violates", "undecided", "n/a"
# For a rule whose verdict may change as well, but that the variant is not about.
ANY = "any"

# Rules about the results of a callback, and about what it does on the way.
RETURNS = ("fails-blockable", "wrong-errno", "fails-with-end", "returns-locked")
CONTEXT = ("sleeps-nonblockable", "missing-set-seq", "may-reclaim")
# What callbacks that end a range or may never sleep are about.
ATOMIC = ("sleeps-nonblockable", "sleeps-atomic")

# The columns of the expected verdicts, in their order.
RULES = ("fails-blockable", "wrong-errno", "sleeps-nonblockable", "sleeps-atomic", "fails-with-end",
         "missing-set-seq", "returns-locked", "may-reclaim")


class Edit:
    """Replaces OLD, which must occur exactly once in FILE, by NEW."""

    def __init__(self, file, old, new):
        self.file, self.old, self.new = file, old, new

    def apply(self, text):
        found = text.count(self.old)
        if found != 1:
            raise LookupError(f"{self.file}: the anchor stands there {found} times, not once:\n"
                              f"{self.old}")
        return text.replace(self.old, self.new)


class Once(Edit):
    """An edit that several variants of one batch share: the first of them makes it."""

    def apply(self, text):
        return text if self.new in text else super().apply(text)


class Variant:
    """One change of a real driver.

    name      a sentence, unique
    callback  "file:function", as in the expected verdicts
    edits     in their order
    verdicts  rule -> verdict, a tuple of acceptable verdicts, or ANY; the other rules keep
              the verdicts that they have without the variant
    mentions  rule -> words that the message of its finding must contain
    adds      of a callback that the edits add, likewise named: rule -> verdict; the other rules are n/a
    """

    def __init__(self, name, callback, edits, verdicts=None, mentions=None, adds=None):
        self.name, self.callback, self.edits = name, callback, edits
        self.verdicts, self.mentions, self.adds = verdicts or {}, mentions or {}, adds or {}
        self.harmful = any(v == VIOLATES or VIOLATES in v for v in self.verdicts.values()
                           if v != ANY)
        unknown = (set(self.verdicts) | set(self.mentions)) - set(RULES)
        if unknown:
            raise ValueError(f"{name}: no such rule: {', '.join(sorted(unknown))}")
        for rule in self.mentions:
            if VIOLATES not in self.verdicts.get(rule, ()):
                raise ValueError(f"{name}: mentions something of {rule}, which it does not break")

    def files(self):
        return {edit.file for edit in self.edits}


def replace(file, old, new):
    return Edit(file, old, new)


def before(file, anchor, text):
    return Edit(file, anchor, text + anchor)


def after(file, anchor, text):
    return Edit(file, anchor, anchor + text)
