# SPDX-License-Identifier: GPL-2.0-only
"""What a variant is: a sentence, the callback it changes, the edits, and what must come of them."""

HOLDS, VIOLATES, UNDECIDED, NOT_APPLICABLE = "holds", "violates", "undecided", "n/a"
# For a rule whose verdict the variant changes in a way that it is not about.
ANY = "any"

# What a callback returns, and what it does on the way.
RETURNS = ("fails-blockable", "wrong-errno", "fails-with-end", "returns-locked")
CONTEXT = ("sleeps-nonblockable", "missing-set-seq", "may-reclaim")

# The columns of the expected verdicts, in their order.
RULES = ("fails-blockable", "wrong-errno", "sleeps-nonblockable", "fails-with-end",
         "missing-set-seq", "returns-locked", "may-reclaim")


class Edit:
    """Replaces OLD, which must stand exactly once in FILE, by NEW."""

    def __init__(self, file, old, new):
        self.file, self.old, self.new = file, old, new

    def apply(self, text):
        found = text.count(self.old)
        if found != 1:
            raise LookupError(f"{self.file}: the anchor stands there {found} times, not once:\n"
                              f"{self.old}")
        return text.replace(self.old, self.new)


class Once(Edit):
    """The same, for what several variants of one batch need: made by the first of them."""

    def apply(self, text):
        return text if self.new in text else super().apply(text)


class Variant:
    """One change of a real driver.

    name      a sentence, unique
    callback  "file:function", as in the expected verdicts
    edits     in the order in which they are made
    verdicts  rule -> verdict, or a tuple of verdicts that are all right, or ANY; a rule
              that is not named keeps the verdict that it has without the variant
    mentions  rule -> words that the message of its finding must hold
    """

    def __init__(self, name, callback, edits, verdicts=None, mentions=None):
        self.name, self.callback, self.edits = name, callback, edits
        self.verdicts, self.mentions = verdicts or {}, mentions or {}
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
