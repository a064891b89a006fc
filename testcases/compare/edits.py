# SPDX-License-Identifier: GPL-2.0-only
"""Edits of drivers that change no verdict: what people do to a file between two releases.

Each takes a directory of sources with its Makefile, and a random.Random. It returns a sentence that says what it did.
"""
import os
import re


def read(path):
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        return file.read()


def write(path, text):
    """Writes a new file in place of the old one, which may be linked to another tree."""
    with open(path + ".new", "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(text)
    os.replace(path + ".new", path)


def sources(directory, suffixes=(".c",)):
    return sorted(os.path.join(directory, name) for name in os.listdir(directory) if name.endswith(suffixes))


def callbacks(directory):
    """Pairs of a file and the name of a callback in one of its tables."""
    found = []
    for path in sources(directory):
        text = read(path)
        for table in re.finditer(r"struct mmu_(?:interval_)?notifier_ops (\w+) = \{(.*?)\n\};", text, re.S):
            for name in re.findall(r"\.\w+\s*=\s*(\w+)", table[2]):
                found.append((path, name, table[1]))
    return found


def rename_word(directory, old, new):
    for path in sources(directory, (".c", ".h")):
        text = read(path)
        changed = re.sub(rf"\b{old}\b", new, text)
        if changed != text:
            write(path, changed)


def insert_comment(directory, rng):
    """Between two functions: every line behind it moves."""
    path = rng.choice([p for p in sources(directory) if re.search(r"^\}\n", read(p), re.M)])
    text = read(path)
    at = rng.choice([m.end() for m in re.finditer(r"^\}\n", text, re.M)])
    lines = "".join(f" * remark {rng.randrange(1000)}\n" for _ in range(rng.randrange(1, 30)))
    write(path, text[:at] + "\n/*\n" + lines + " */\n" + text[at:])
    return f"a comment in {os.path.basename(path)}"


def reindent(directory, rng):
    path = rng.choice(sources(directory))
    text = read(path)
    # lines of macros that go on keep their backslash; tabs in strings are written \t
    write(path, re.sub(r"^\t+", lambda tabs: tabs[0].replace("\t", "        "), text, flags=re.M)
          if "\n\t" in text else re.sub(r"^(?: {8})+", lambda s: "\t" * (len(s[0]) // 8), text, flags=re.M))
    return f"re-indented {os.path.basename(path)}"


def add_trailing_comment(directory, rng):
    path = rng.choice([p for p in sources(directory) if re.search(r"^\treturn [^;\"]*;$", read(p), re.M)]
                      or sources(directory))
    text = read(path)
    places = [m.end() for m in re.finditer(r"^\treturn [^;\"]*;$", text, re.M)]
    if places:
        at = rng.choice(places)
        write(path, text[:at] + " /* done */" + text[at:])
    return f"a remark in {os.path.basename(path)}"


def add_function(directory, rng):
    """At the end of a file that has a callback: a function that nobody calls."""
    path = rng.choice(callbacks(directory))[0]
    name = f"never_called_{rng.randrange(10 ** 9)}"
    write(path, read(path) + f"\nstatic inline int __attribute__((unused)) {name}(int x)\n{{\n\treturn x + 1;\n}}\n")
    return f"a function in {os.path.basename(path)}"


def rename_callback(directory, rng):
    _, name, _ = rng.choice(callbacks(directory))
    new = f"{name.split('_renamed')[0]}_renamed{rng.randrange(10 ** 6)}"
    rename_word(directory, name, new)
    return f"{name} is {new}"


def rename_table(directory, rng):
    _, _, table = rng.choice(callbacks(directory))
    new = f"{table.split('_other')[0]}_other{rng.randrange(10 ** 6)}"
    rename_word(directory, table, new)
    return f"{table} is {new}"


def rename_file(directory, rng):
    path, _, _ = rng.choice(callbacks(directory))
    stem = os.path.basename(path)[:-2]
    new = f"{stem.split('_file')[0]}_file{rng.randrange(10 ** 6)}"
    os.rename(path, os.path.join(directory, new + ".c"))
    makefile = os.path.join(directory, "Makefile")
    write(makefile, re.sub(rf"(?<![\w-]){stem}\.o\b", new + ".o", read(makefile)))
    return f"{stem}.c is {new}.c"


HARMLESS = (insert_comment, reindent, add_trailing_comment, add_function, rename_callback, rename_table, rename_file)


def plant_failure(tree):
    """An edit that does change a verdict: gntdev's callback fails although the range is blockable. Returns the callback."""
    directory = tree + "/drivers/xen"
    path, name, _ = callbacks(directory)[0]
    text = read(path)
    at = re.search(rf"^static bool {name}\([^{{]*\{{", text, re.M).end()
    end = text.index("return false;", at)
    guard = text.rindex("if (", at, end)
    write(path, text[:guard] + "if (range->start == PAGE_SIZE && mmu_notifier_range_blockable(range))\n\t\t" +
          "return false;\n\t" + text[guard:])
    return name
