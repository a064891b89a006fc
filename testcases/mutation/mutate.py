# SPDX-License-Identifier: GPL-2.0-only
"""Mutants of C sources: one token, or one statement, is changed in each."""
import collections
import os
import re

Mutant = collections.namedtuple("Mutant", "file start end text what")

# What stands in place of an operator or a name.
OTHERS = {"==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "&&": "||", "||": "&&",
          "++": "--", "--": "++", "true": "false", "false": "true", "+=": "-=", "-=": "+=",
          "intset_union": "intset_intersect", "intset_intersect": "intset_union"}
TOKENS = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|[A-Za-z_]\w*|'
                    r"<<=?|>>=?|->|\+\+|--|&&|\|\||[-+<>=!]=|[<>!]")
STATEMENT = re.compile(r"^(\t+)((?!return|goto|break|continue|const|struct|static|enum|bool|u?int|size_t|char|void|unsigned)"
                       r"[a-z_(*][^;{}\n]*(?:\n\t+ [^;{}\n]*)*;)$", re.M)
# What changes no verdict: memory that is given back, arguments that are not used.
UNSEEN = re.compile(r"\(void\)|\w*free\(|\w+_free\(")
# Joins of maps of causes: the second one is left out.
UNITE = re.compile(r"\bcauses_unite\((\w+(?:->\w+)*), ([^(),]+), ([^;]+?)\)(?=[;,)])")


def blank(text):
    """TEXT with comments, preprocessor lines and tables at file scope as spaces."""
    def spaces(match):
        return re.sub(r"[^\n]", " ", match.group(0))
    text = re.sub(r"/\*.*?\*/|//[^\n]*", spaces, text, flags=re.S)
    text = re.sub(r"^#.*(?:\\\n.*)*", spaces, text, flags=re.M)
    return re.sub(r"^[^\n{}]* = \{\n.*?^\};", spaces, text, flags=re.M | re.S)


def bodies(text):
    """(start, end) of each function body."""
    for match in re.finditer(r"^\{\n(.*?)^\}", text, re.M | re.S):
        yield match.span(1)


def in_body(file, text, start, end):
    part = text[start:end]
    for match in TOKENS.finditer(part):
        token = match.group(0)
        if token in OTHERS:
            yield Mutant(file, start + match.start(), start + match.end(), OTHERS[token],
                         f"{token} is {OTHERS[token]}")
        elif token == "!" and part[match.end():match.end() + 1] != "=":
            yield Mutant(file, start + match.start(), start + match.end(), "", "! is left out")
    for match in STATEMENT.finditer(part):
        if UNSEEN.match(match.group(2)):
            continue
        yield Mutant(file, start + match.start(2), start + match.end(2), ";", "the statement is left out")
    for match in UNITE.finditer(part):
        yield Mutant(file, start + match.start(), start + match.end(), match.group(2), "the second map is left out")


def mutants(root, file):
    with open(os.path.join(root, file), encoding="utf-8") as source:
        text = blank(source.read())
    return [mutant for start, end in bodies(text) for mutant in in_body(file, text, start, end)]


def line_of(text, mutant):
    """The number of the mutant's first line, and the line."""
    number = text.count("\n", 0, mutant.start)
    return number + 1, text.split("\n")[number].strip()


def apply(text, mutant):
    return text[:mutant.start] + mutant.text + text[mutant.end:]
