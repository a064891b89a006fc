# SPDX-License-Identifier: GPL-2.0-only
"""Paths of findings: what they must tell, and what no path may tell."""
import re
from pathlib import Path

PATHS = Path(__file__).resolve().parent.parent.parent / "kernel-fixtures" / "expected" / "paths.txt"

# A note that its reader skips, or that misleads. Each with an example of what it stands for.
NOISE = [(re.compile(pattern), what) for pattern, what in (
    (r"\b(pr|dev|drm|netdev|ibdev|net)_(debug|dbg|info|warn|err)\w*\(", "a message: pr_debug(...)"),
    (r"\b(printk|no_printk|dynamic_\w+)\(", "a message: printk(...)"),
    (r"\b(WARN|BUG)(_ON)?(_ONCE)?\(", "an assertion: WARN_ON(...)"),
    (r"\b(lockdep_assert|dma_resv_assert)\w*\(", "an assertion: lockdep_assert_held(...)"),
    (r"'(min|max|min_t|max_t|clamp|clamp_t|min3|max3|swap|abs)\(", "arithmetic: min(...)"),
    (r"'\w*for_each\w*\(.*' is (true|false)", "a loop as if it were a test: list_for_each_entry(...)"),
    (r"\btrace_\w+\(", "tracing: trace_...()"),
    (r"'\w*(alloc|alloc_obj|alloc_page|alloc_pages)\w*\(.*' is false", "an allocation as if it failed: kmalloc(...)"),
    (r"\blocal_irq_(save|restore)\(|\bspin_(un)?lock\w*\(.*' is", "a lock's macro as if it were a test"),
    (r"\d{10,}", "a number that only means its sign: 9223372036854775807"),
    (r"checker/model", "a file of mncheck's own"),
    (r"\bleft out\b|test that the macro makes", "a step that says nothing"),
)]


CALLED = re.compile(r"calls '(\w+)'(?! through a pointer|, if )")


def unnamed(step, top):
    """The function that STEP calls, if its source in the tree TOP does not name it."""
    called = CALLED.match(step["note"])
    if not called or not (top / step["file"]).is_file():
        return None
    # a macro of a header beside the source may define the function that makes the call
    texts = (path.read_text(errors="replace") for path in sorted((top / step["file"]).parent.glob("*.[ch]")))
    return None if any(re.search(rf"\b{called[1]}\b", text) for text in texts) else called[1]


def noise(row, top):
    """What the findings of ROW, in the tree TOP, tell and should not: pairs of the text and the reason."""
    found = [(step["note"], "a name that the source does not use") for finding in row["findings"]
             for step in finding["trace"] if unnamed(step, top)]
    for finding in row["findings"]:
        said = [step["note"] for step in finding["trace"]]
        for text in said + [finding["message"]]:
            found += [(text, what) for pattern, what in NOISE if pattern.search(text)]
        found += [(text, "twice in a row") for text, (left, right) in
                  zip(said, zip(finding["trace"], finding["trace"][1:])) if left == right]
    for reason in row["undecided"]:
        if "checker/model" in reason["at"] + reason["why"]:
            found.append((reason["why"], "a file of mncheck's own"))
    reasons = [(reason["rule"], reason["why"], reason["at"]) for reason in row["undecided"]]
    return found + [(why, "a reason given twice") for rule, why, at in set(reasons) if reasons.count((rule, why, at)) > 1]


def expected_paths(version):
    """The paths that are written down for VERSION, by file, callback and rule: lists of (place, note)."""
    paths, current = {}, None
    for line in PATHS.read_text().splitlines():
        if line.startswith("== "):
            _, kernel, file, callback, rule = line.split(" ")
            current = paths.setdefault((file, callback, rule), []) if kernel == version else None
        elif line and not line.startswith("#") and current is not None:
            place, _, note = line.partition(" ")
            current.append((place, note))
    return paths


def path_amiss(wanted, finding, lines):
    """How the path of FINDING (None: there is none) differs from WANTED, in words, or None. LINES: lines count."""
    def told(place, note):
        return f"{place if lines else place.partition(':')[0]} {note}"

    want = [told(place, note) for place, note in wanted]
    got = [told(f"{step['file']}:{step['line']}", step["note"]) for step in finding["trace"]] if finding else []
    if want == got:
        return None
    return "".join(f"\n       says:   {note}" for note in got) + "".join(f"\n       should: {note}" for note in want)
