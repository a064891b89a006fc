# SPDX-License-Identifier: GPL-2.0-only
"""Expected verdicts: in comments above the callbacks of a miniature tree, in a table of a real one.

In a C file, the comment directly above a callback's definition ends with one expectation for each
ops table that the callback is in:

    /*
     * The killable form, and its error handed on.
     * expect: range-start killed_ops fails-blockable=violates wrong-errno=violates(-EINTR):
     *	-EINTR of down_write_killable while blockable
     */
    static int killed_start(...

    expect: KIND OPS [RULE=VERDICT[|VERDICT]...[(WORD,...)]]...[: REASON]

A caller is in no ops table: its OPS is "-".

A rule that is not named has the kind's default (HOLDS below): `holds` where the rule is about
every callback of that kind, else `n/a`. The finding must name each WORD, but those behind "!".
"""
import csv
import fnmatch
import re
import textwrap
from pathlib import Path

RULES = ("fails-blockable", "wrong-errno", "sleeps-nonblockable", "sleeps-atomic", "fails-with-end",
         "missing-set-seq", "returns-locked", "may-reclaim", "caller-ignores-failure")
VERDICTS = ("holds", "violates", "undecided", "n/a")
# The rules that a callback of each kind keeps, where nothing else is said.
HOLDS = {
    "range-start": ("fails-blockable", "wrong-errno", "sleeps-nonblockable", "fails-with-end",
                    "returns-locked", "may-reclaim"),
    "hmm-sync": ("fails-blockable", "wrong-errno", "sleeps-nonblockable", "returns-locked",
                 "may-reclaim"),
    "interval": ("fails-blockable", "sleeps-nonblockable", "returns-locked", "may-reclaim"),
    "interval-start": ("fails-blockable", "sleeps-nonblockable", "returns-locked", "may-reclaim"),
    "range-end": ("sleeps-nonblockable", "returns-locked", "may-reclaim"),
    "secondary-tlb": ("sleeps-atomic", "returns-locked", "may-reclaim"),
    "young": ("sleeps-atomic", "returns-locked", "may-reclaim"),
    "free": ("sleeps-atomic", "returns-locked", "may-reclaim"),
    "caller": ("caller-ignores-failure",),
}
KNOWN_WRONG = Path(__file__).resolve().parents[2] / "kernel-fixtures/expected/known-wrong.tsv"
MARK = "expect: "
COLUMNS = 100
COMMENT = re.compile(r"^([ \t]*)/\*.*?\*/[ \t]*\n", re.M | re.S)
CELL = re.compile(r"([a-z-]+)=([a-z/|]+)(?:\(([^)]*)\))?$")


class Malformed(Exception):
    """An expectation that cannot be read; says where."""


def default(kind, rule):
    return "holds" if rule in HOLDS.get(kind, ()) else "n/a"


class Expectation:
    """What is expected of one row: VERDICTS by rule, and WORDS that its findings must name."""

    def __init__(self, file, line, callback, kind, ops, verdicts, words, reason):
        self.file, self.line, self.callback = file, line, callback
        self.kind, self.ops = kind, ops
        self.verdicts, self.words, self.reason = verdicts, words, reason
        self.optional = False   # whether the scan need not have the row

    def text(self):
        """The expectation as it stands in a comment: its head, and the reason if there is one."""
        cells = []
        for rule in RULES:
            verdict, words = self.verdicts[rule], self.words.get(rule)
            if verdict != default(self.kind, rule) or words:
                cells.append(f"{rule}={verdict}" + (f"({','.join(words)})" if words else ""))
        head = " ".join([MARK + self.kind, self.ops or "-", *cells])
        return [head + ":", self.reason] if self.reason else [head]


# ---- comments ----

class Comment:
    """The comment from START to END of a source: its PROSE, and the ROWS behind it as text."""

    def __init__(self, start, end, text):
        self.start, self.end = start, end
        lines = [re.sub(r"^\s*(/\*+|\*(?!/))? ?", "", line).rstrip()
                 for line in re.sub(r"\s*\*/\s*$", "", text).splitlines()]
        while lines and not lines[0]:
            lines.pop(0)
        first = next((n for n, line in enumerate(lines) if line.startswith(MARK)), len(lines))
        self.prose = lines[:first]
        self.rows = " ".join(lines[first:]).split(MARK)[1:]


def callback_below(source, at):
    """The name of the function whose definition begins at AT, and the line of that name."""
    found = re.compile(r"[^;{}()#]*?\b(\w+)\s*\(").match(source, at)
    if not found:
        return None, None
    return found.group(1), source.count("\n", 0, found.start(1)) + 1


def parse(row, file, line, callback):
    """One expectation from the text behind its mark."""
    head, _, reason = " ".join(row.split()).partition(": ")
    words = head.removesuffix(":").split(" ")
    where = f"{file}:{line}: expectation of {callback}"
    if len(words) < 2:
        raise Malformed(f"{where}: a kind and ops are wanted, not '{head}'")
    kind, ops, *cells = words
    ops = "" if ops == "-" else ops
    verdicts = {rule: default(kind, rule) for rule in RULES}
    named = {}
    for cell in cells:
        match = CELL.match(cell)
        if not match or match[1] not in RULES or set(match[2].split("|")) - set(VERDICTS):
            raise Malformed(f"{where}: '{cell}' is no RULE=VERDICT")
        verdicts[match[1]] = match[2]
        if match[3]:
            named[match[1]] = match[3].split(",")
    return Expectation(file, line, callback, kind, ops, verdicts, named, reason)


def read_source(path, file):
    """The expectations in the C file at PATH, which is FILE in its tree."""
    source = Path(path).read_text(encoding="utf-8")
    rows, marks = [], 0
    for match in COMMENT.finditer(source):
        comment = Comment(match.start(), match.end(), match.group())
        callback, line = callback_below(source, match.end())
        marks += len(comment.rows)
        rows += [parse(row, file, line, callback) for row in comment.rows]
    if marks != source.count(MARK):
        raise Malformed(f"{file}: an '{MARK.strip()}' does not begin a line of a comment")
    return rows


def read_tree(tree):
    """The expectations in all sources below TREE, a miniature kernel."""
    paths = sorted(path for path in Path(tree).rglob("*.[ch]") if path.is_file())
    return [row for path in paths for row in read_source(path, str(path.relative_to(tree)))]


def wrap(text):
    return textwrap.wrap(text, COLUMNS - 9, break_long_words=False, break_on_hyphens=False)


def write_row(row):
    """The lines of an expectation; the reason begins one where not all of it fits into one."""
    parts = row.text()
    if len(whole := " ".join(parts)) <= COLUMNS - 3:
        return [whole]
    first, *rest = [line for part in parts for line in wrap(part)]
    return [first] + ["\t" + line for line in rest]


def write_comment(prose, rows):
    """The comment that has PROSE and then ROWS, as text."""
    lines = prose + [line for row in rows for line in write_row(row)]
    if len(lines) == 1 and len(lines[0]) <= COLUMNS - 6:
        return f"/* {lines[0]} */\n"
    inner = [f" *{'' if line.startswith(chr(9)) else ' '}{line}".rstrip() for line in lines]
    return "\n".join(["/*", *inner, " */", ""])


def definition_at(source, line):
    """Where the definition begins whose name stands in LINE, counted from 1."""
    lines = source.splitlines(keepends=True)
    first = line - 1
    while first and re.match(r"[A-Za-z_][\w\s*]*$", lines[first - 1]):
        first -= 1
    return sum(map(len, lines[:first]))


def set_rows(source, line, rows):
    """SOURCE with ROWS as the expectations of the function whose name stands in LINE."""
    at = definition_at(source, line)
    above = next((Comment(m.start(), m.end(), m.group()) for m in COMMENT.finditer(source)
                  if m.end() == at), Comment(at, at, ""))
    text = write_comment(above.prose, rows) if above.prose or rows else ""
    return source[:above.start] + text + source[above.end:]


# ---- tables ----

def split_words(evidence):
    """The words in front of EVIDENCE, as in [-EIO !-EBUSY] or [missing-set-seq: owner], by rule."""
    words = {}
    while listed := re.match(r"\[([^]]*)\]\s*", evidence):
        rule, colon, rest = listed.group(1).partition(": ")
        if not colon:
            rule, rest = "wrong-errno", listed.group(1)
        words.setdefault(rule, []).extend(rest.split())
        evidence = evidence[listed.end():]
    return words, evidence


def read_lines(path):
    """The rows of a tab-separated file, as dicts."""
    with open(path, encoding="utf-8") as lines:
        return list(csv.DictReader((line for line in lines if not line.startswith("#")),
                                   delimiter="\t", quoting=csv.QUOTE_NONE))


def read_table(path):
    """The expectations in the table at PATH, a real kernel's."""
    rows = []
    for line in read_lines(path):
        words, reason = split_words(line["evidence"])
        rows.append(Expectation(line["file"], int(line["line"]), line["callback"], line["kind"],
                                line["ops"], {rule: line[rule] for rule in RULES}, words, reason))
        rows[-1].optional = all(line[rule] == "n/a" for rule in RULES)
    return rows


# ---- answers ----

class Known:
    """The wrong answers that are known: each line is about one tree, the rest of it are patterns."""

    def __init__(self):
        self.lines = read_lines(KNOWN_WRONG)
        self.used = set()

    def find(self, tree, file, callback, rule, answer):
        """The line that knows of a wrong ANSWER, or None."""
        cells = (("file", file), ("callback", callback), ("rule", rule), ("answer", answer))
        for number, line in enumerate(self.lines):
            if line["tree"] == tree and all(fnmatch.fnmatchcase(value or "", line[column])
                                            for column, value in cells):
                self.used.add(number)
                return line
        return None

    def fixed(self, tree, rules):
        """The lines about TREE and RULES that no answer was found for."""
        return [line for number, line in enumerate(self.lines) if number not in self.used
                and line["tree"] == tree
                and any(fnmatch.fnmatchcase(rule, line["rule"]) for rule in rules)]


def verdict_of(row, rule):
    """The answer that ROW of a report gives about RULE."""
    return row["verdicts"].get(rule) if row["analysed"] else "undecided"


def finding_text(row, rule):
    """What the findings of RULE say; of other rules than wrong-errno with their paths."""
    findings = [f for f in row["findings"] if f["rule"] == rule]
    said = " ".join(f["message"] for f in findings)
    if rule != "wrong-errno":
        said += " " + " ".join(step["note"] for f in findings for step in f["trace"])
    return said


def words_amiss(want, row, rule):
    """The words of WANT that the finding of RULE in ROW lacks, or has behind an exclamation mark."""
    def named(word):
        return re.search(rf"(?<![\w-]){re.escape(word)}(?!\w)", finding_text(row, rule))

    words = want.words.get(rule, []) if row["analysed"] else []
    return [word for word in words if bool(named(word.lstrip("!"))) == word.startswith("!")]
