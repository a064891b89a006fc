# SPDX-License-Identifier: GPL-2.0-only
"""Makes the smallest program on which a verdict is still wrong in the same way.

An edit is a path and what stands there from then on. The edits of a window are judged each by itself; of
those that keep the verdict wrong, as many as possible are made together.
"""
from judge import still_wrong
from tree import get, node, prune, render, replace, sequence, tidy, walk

WINDOW = 60                      # edits that are judged at once
CONSTANTS = {"int": ["0", "1"], "cond": ["0", "1"], "err": ["0", "-EAGAIN", "-EIO"], "ptr": []}


def nearest(tree, kinds):
    """The outermost nodes of these kinds strictly below TREE."""
    for part in tree.parts:
        if part.kind in kinds:
            yield part
        else:
            yield from nearest(part, kinds)


def simpler(path, n):
    """What may stand in N's place."""
    if n.text is None:
        size = len(n.parts) // 2
        while size > 1:
            for at in range(0, len(n.parts), size):
                yield path, n._replace(parts=n.parts[:at] + n.parts[at + size:])
            size //= 2
        for i in range(len(n.parts)):
            yield path + (i,), sequence()
    elif n.kind == "stmt":
        for child in nearest(n, {"list", "stmt"}):
            yield path, child
    elif n.kind in CONSTANTS:
        for child in nearest(n, {n.kind}):
            yield path, child
        for value in CONSTANTS[n.kind]:
            if n.parts or not n.text.lstrip("-").isalnum():
                yield path, node(n.kind, value)


def apply(tree, edits):
    for path, new in edits:
        tree = replace(tree, path, new)
    return prune(tidy(tree))


def disjoint(edits):
    """The first of the edits, and of the others those that touch no earlier one."""
    chosen = []
    for path, new in edits:
        if not any(path[:len(other)] == other or other[:len(path)] == path for other, _ in chosen):
            chosen.append((path, new))
    return chosen


def shrinking(tree, failed):
    """The edits that make TREE smaller, with their names: the best first, last those that failed before."""
    size, found = len(render(tree)), []
    for path, n in walk(tree):
        for edit in simpler(path, n):
            gain = size - len(render(apply(tree, [edit])))
            name = render(get(tree, edit[0])), render(edit[1])
            if gain > 0:
                found.append((name in failed, -gain, len(found), edit, name))
    return [(edit, name) for _, _, _, edit, name in sorted(found)]


def reduce(mncheck, tree, rule, fault, directory):
    """TREE, made smaller until no single edit leaves RULE's verdict at FAULT."""
    failed = set()
    edits = shrinking(tree, failed)
    while edits:
        window, edits = edits[:WINDOW], edits[WINDOW:]
        candidates = {i: apply(tree, [edit]) for i, (edit, _) in enumerate(window)}
        good = still_wrong(mncheck, candidates, rule, fault, directory)
        failed.update(name for i, (_, name) in enumerate(window) if i not in good)
        if not good:
            continue
        together = disjoint([window[i][0] for i in sorted(good)])
        counts = {n for n in (len(together) >> shift for shift in range(8)) if n}
        made = {n: apply(tree, together[:n]) for n in counts}
        tree = made[max(still_wrong(mncheck, made, rule, fault, directory), default=1)]
        edits = shrinking(tree, failed)
    return tree
