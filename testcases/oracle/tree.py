# SPDX-License-Identifier: GPL-2.0-only
"""The syntax tree of a generated program.

A Node is a template, whose every $ stands for a child, or (text None) a list of children. Of its kinds int,
cond, err and ptr are expressions; stmt, list, field and top are what their names say. A name, if any, is what
it declares. In names, @ stands for the program's number.
"""
import collections
import re

Node = collections.namedtuple("Node", "kind text parts name feature")


def node(kind, text, *parts, name=None, feature=None):
    assert text.count("$") == len(parts), text
    return Node(kind, text, parts, name, feature)


def sequence(nodes=()):
    return Node("list", None, tuple(nodes), None, None)


def render(tree):
    if tree.text is None:
        return "".join(render(part) for part in tree.parts)
    pieces = tree.text.split("$")
    return pieces[0] + "".join(render(part) + piece for part, piece in zip(tree.parts, pieces[1:]))


def walk(tree, path=()):
    """All nodes below TREE with their paths, outermost first."""
    yield path, tree
    for i, part in enumerate(tree.parts):
        yield from walk(part, path + (i,))


def get(tree, path):
    for i in path:
        tree = tree.parts[i]
    return tree


def replace(tree, path, new):
    """TREE with NEW at PATH; where NEW is None, the list loses that child."""
    if not path:
        return new
    i = path[0]
    inner = replace(tree.parts[i], path[1:], new)
    return tree._replace(parts=tree.parts[:i] + (() if inner is None else (inner,)) + tree.parts[i + 1:])


def tidy(tree):
    """TREE without lists in lists."""
    parts = []
    for part in map(tidy, tree.parts):
        parts.extend(part.parts if part.text is None and tree.text is None else [part])
    return tree._replace(parts=tuple(parts))


def features(tree):
    return {n.feature for _, n in walk(tree) if n.feature}


def words(tree):
    return collections.Counter(re.findall(r"[A-Za-z_][\w@]*", render(tree)))


def prune(tree):
    """Leaves out, again and again, what is declared and not used."""
    while True:
        everywhere = words(tree)
        unused = [path for path, n in walk(tree)
                  if n.name and path and words(n)[n.name] == everywhere[n.name]]
        if not unused:
            return tree
        for path in reversed(unused):
            if not any(path[:len(other)] == other for other in unused if other != path):
                tree = replace(tree, path, None)


def indent(text):
    """Brings a rendered program into lines of the kernel's form."""
    depth, lines, hangs = 0, [], False
    text = re.sub(r"(?<![\w@])\(&([\w@]+)\)->", r"\1.", text)
    text = re.sub(r"(?<![\w@])\(([\w@]+)\)->", r"\1->", text)
    for line in text.split("\n"):
        line = line.strip()
        if not line:
            continue
        depth -= line.startswith("}")
        label = re.fullmatch(r"\w+:", line)
        lines.append("\t" * (0 if label else depth + hangs) + line)
        hangs = bool(re.match(r"(if|for|else)\b", line)) and line[-1] not in "{;"
        depth += line.count("{") - line.count("}") + line.startswith("}")
    return "\n".join(lines) + "\n"
