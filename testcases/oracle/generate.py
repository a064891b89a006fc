# SPDX-License-Identifier: GPL-2.0-only
"""Random callbacks whose behaviour can be enumerated: one seed, one program.

All that a callback reads of its context is masked to a few values in the program itself, so that a run over
those values is a run over everything. A box is *tainted* where the context may have chosen what is in it.
"""
from grammar import BOX, FEATURES, HELPERS, INPUTS, LOOKS, ORDER, RANGE, ROWS
from tree import features, node, prune, render, sequence, walk

CODES_MOST = 4096                # inputs of one callback
STATEMENTS = 9                   # of a callback; helpers and blocks have fewer
DEPTH = 2                        # of expressions
BLOCKS, CALLS, LOCKS = 3, 2, 2   # how deep they are nested
MOVING = "pbc"                   # how the names of pointers begin that may be set anew
RUN = "struct run@ {\nint (*go)(struct box@ *, int);\n};\n"


class Random:
    """SplitMix64: the same numbers everywhere."""

    def __init__(self, seed):
        self.state = seed & (1 << 64) - 1

    def below(self, n):
        self.state = (self.state + 0x9e3779b97f4a7c15) & (1 << 64) - 1
        z = self.state
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9 & (1 << 64) - 1
        z = (z ^ z >> 27) * 0x94d049bb133111eb & (1 << 64) - 1
        return (z ^ z >> 31) % n

    def chance(self, percent):
        return self.below(100) < percent

    def pick(self, items):
        return items[self.below(len(items))]


class Scope:
    """What a statement or an expression may use where it stands."""

    def __init__(self, result, owner=False, block=False, calls=0, **names):
        self.result = result     # of the function: err, int, void, box or ptr
        self.owner = owner       # o and range are there
        self.block = block       # so are block, ret and the label out
        self.calls = calls       # depth of helpers
        self.depth, self.loop, self.held = 0, False, 0
        self.ints, self.fixed, self.int_pointers = [], [], []
        self.boxes, self.pointers = [], []      # names, and whether they are tainted
        for what, which in names.items():
            self.add(what, which.split())

    def add(self, what, names):
        getattr(self, what).extend((n, False) if what in ("boxes", "pointers") else n for n in names)

    def inner(self):
        scope = Scope.__new__(Scope)
        for name, value in self.__dict__.items():
            setattr(scope, name, list(value) if isinstance(value, list) else value)
        scope.depth += 1
        return scope

    def has(self, need, depth):
        """Whether what a row of the grammar needs is there."""
        known = {"deep": depth > 0, "leaf": True, "fails": self.result == "err",
                 "nest": self.depth < BLOCKS, "calls": self.calls < CALLS,
                 "box": bool(self.boxes or self.pointers), "pair": len(self.boxes + self.pointers) > 1,
                 "value": any(not t for _, t in self.boxes), "tainted": any(t for _, t in self.boxes),
                 "moving": any(n[0] in MOVING for n, _ in self.pointers),
                 "lock": self.owner and not self.calls and self.held < LOCKS,
                 "unlocked": self.owner and not self.calls and not self.held}
        return known[need] if need in known else bool(getattr(self, need))


class Generator:
    def __init__(self, seed, without=()):
        self.random = Random(seed)
        self.on = {f for f in FEATURES if self.random.chance(45) and f not in without}
        self.events = self.random.below(4)      # that it may still have
        self.names = 0
        self.tops = []           # helpers and tables, in their order
        self.helpers = {}        # form -> names
        self.types = {name: self.random.pick(["int", "short", "long", "signed char"]) for name in BOX}

    def name(self, stem):
        self.names += 1
        return f"{stem}{self.names}@"

    # ---- rows of the grammar -----------------------------------------------------------

    def make(self, kind, scope, depth=DEPTH):
        """A new part of this kind, by one of the rows that can stand here."""
        rows = [row for row in ROWS[kind] if (not row[1] or row[1] in self.on)
                and all(self.events if need == "event" else scope.has(need, depth)
                        for need in row[2].split())]
        if kind == "int":
            level = "leaf" if depth <= 0 or self.random.chance(25) else "deep"
            rows = [row for row in rows if level in row[2]]
        _, feature, needs, text, *adds = self.random.pick([row for row in rows for _ in range(row[0])])
        self.events -= "event" in needs
        return self.fill(kind, text, scope, depth, feature or None, adds[0] if adds else "")

    def fill(self, kind, text, scope, depth=DEPTH, feature=None, adds=""):
        fresh, parts, pieces = {}, [], text.split("`")
        after, _, within = adds.partition(">")
        inside = scope.inner()
        for i in range(1, len(pieces), 2):
            word = pieces[i]
            if word.isdigit():
                pieces[i] = fresh.setdefault(word, self.name("x"))
            elif "~" in word:
                pieces[i] = self.random.pick(word.split("~"))
            elif word == "body":
                self.extend(inside, within, fresh)
                parts.append(sequence(self.statements(inside, 1 + self.random.below(2))))
                pieces[i], inside = "$", scope.inner()
            else:
                part = parts[-1] if word == "same" else self.part(word, scope, depth)
                pieces[i] = part if isinstance(part, str) else "$"
                parts += [] if isinstance(part, str) else [part]
        self.extend(scope, after, fresh)
        return node(kind, "".join(pieces), *parts, feature=feature)

    @staticmethod
    def extend(scope, adds, fresh):
        for word in adds.split():
            what, _, which = word.partition(":")
            if which:
                scope.add(what, [fresh[which]])
            elif what == "held":
                scope.held += 1
            else:
                scope.loop = what == "loop"

    def part(self, word, scope, depth):
        """What a word of a row stands for: a node, or the text itself."""
        pick = self.random.pick
        if word in ("int", "cond", "err"):
            return self.make(word, scope, depth - 1)
        nodes = {"small": lambda: self.make("int", scope, 1), "leaf": lambda: self.make("int", scope, 0),
                 "member": lambda: self.member(scope), "code": lambda: self.member(scope, "ve"),
                 "ptr": lambda: self.pointer(scope)[0], "clean": lambda: self.pointer(scope, clean=True)[0],
                 "plain": lambda: self.variable(scope, clean=True)[0],
                 "tainted": lambda: node("ptr", "&" + pick([n for n, t in scope.boxes if t])),
                 "any": lambda: pick(scope.ints + scope.fixed), "var": lambda: pick(scope.ints),
                 "plain_int": lambda: pick([n for n in scope.ints if n.startswith("y")]),
                 "moving": lambda: pick([n for n, _ in scope.pointers if n[0] in MOVING]),
                 "through": lambda: pick(scope.int_pointers),
                 "value": lambda: pick([n for n, t in scope.boxes if not t]),
                 "index": lambda: pick(scope.ints + scope.fixed + ["0", "1", "2", "3"]),
                 "input": lambda: INPUTS[pick(sorted(INPUTS))][1],
                 "field": lambda: RANGE[pick(sorted(RANGE))][0],
                 "vt": lambda: self.types["vt"], "lock": lambda: f"lock{scope.held}",
                 "table": lambda: self.table(["0", "1", "2", "5", "-1"]),
                 "grid": lambda: self.grid(), "rows": lambda: self.rows(), "letters": lambda: self.letters(),
                 "records": lambda: self.records(scope),
                 "errors": lambda: self.table(["0", "0", "-EAGAIN", "-EIO"]),
                 "runs": lambda: self.runs(scope), "hook": lambda: self.hook(scope)}
        return nodes[word]() if word in nodes else self.helper(word, scope)

    # ---- boxes --------------------------------------------------------------------------

    def variable(self, scope, clean=False):
        """A pointer to a box without further ado, and whether the box is tainted."""
        known = scope.pointers + [("&" + name, tainted) for name, tainted in scope.boxes]
        name, tainted = self.random.pick([n for n in known if not (clean and n[1])])
        return node("ptr", name), tainted

    def pointer(self, scope, clean=False):
        r = self.random
        if scope.owner and "context-pointers" in self.on and not clean and r.chance(20):
            return node("ptr", r.pick(["o->left", "o->right", "&o->own"]), feature="context-pointers"), True
        (first, tainted), (second, other) = self.variable(scope, clean), self.variable(scope, clean)
        if "aliases" not in self.on or not r.chance(30):
            return first, tainted
        if not tainted and not other and "helpers" in self.on and scope.calls < CALLS and r.chance(40):
            call = self.helper("pick", scope) + "($, $, $)"
            return node("ptr", call, first, second, self.make("int", scope, 0)), False
        test = self.make("cond", scope, 0)
        return node("ptr", "($ ? $ : $)", test, first, second, feature="aliases"), tainted or other

    def member(self, scope, field=None):
        """Reads a member of a box; masks it where the context may have chosen it."""
        field = field or self.random.pick(["vi", "vb", "vf", "vn"] + ["vt", "vt"] * ("arrays" in self.on)
                                          + ["vm"] * ("copies" in self.on))
        kind = "err" if field == "ve" else "int"
        base, tainted = self.pointer(scope)
        parts = [base, self.make("int", scope, 0)] if field == "vt" else [base]
        if not tainted:
            return node(kind, BOX[field][1], *parts)
        mask = "(%s & 1 ? -EAGAIN : 0)" if field == "ve" else "(%s & 1)"
        return node(kind, mask % BOX[field][1], *parts, feature=f"context {field}")

    # ---- tables and helpers ----------------------------------------------------------------

    def top(self, name, text, *parts, feature):
        self.tops.append(node("top", text, *parts, name=name, feature=feature))
        return name

    def table(self, values):
        name, r = self.name("table_"), self.random
        values = ", ".join(r.pick(values) for _ in range(4))
        return self.top(name, f"static const {r.pick(['int', 'short'])} {name}[4] = {{ {values} }};\n",
                        feature="tables")

    def grid(self):
        name, r = self.name("grid_"), self.random
        rows = ", ".join("{ " + ", ".join(r.pick(["0", "1", "2", "-1"]) for _ in range(3)) + " }" for _ in range(2))
        return self.top(name, f"static const {r.pick(['int', 'short'])} {name}[2][3] = {{ {rows} }};\n", feature="tables")

    def rows(self):
        name, values, r = self.name("rows_"), [], self.random
        for _ in range(2):
            values.append(self.name("row_"))
            numbers = ", ".join(r.pick(["0", "1", "2", "-1"]) for _ in range(4))
            self.top(values[-1], f"static const int {values[-1]}[4] = {{ {numbers} }};\n", feature="tables")
        return self.top(name, f"static const int *const {name}[2] = {{ {', '.join(values)} }};\n", feature="tables")

    def letters(self):
        name, r = self.name("text_"), self.random
        text = "".join(r.pick("abc") for _ in range(4))
        return self.top(name, f'static const char {name}[5] = "{text}";\n', feature="texts")

    def records(self, scope):
        """A table of codes and functions."""
        self.once("entry@", "struct entry@ {\nint code;\nint (*go)(struct box@ *, int);\n};\n", "tables")
        name, r = self.name("records_"), self.random
        entries = ", ".join(f"{{ {r.pick(['0', '1'])}, {self.helper('work', scope)} }}" for _ in range(3))
        return self.top(name, f"static const struct entry@ {name}[3] = {{ {entries} }};\n", feature="tables")

    def once(self, name, text, feature):
        if not any(top.name == name for top in self.tops):
            self.top(name, text, feature=feature)

    def runs(self, scope):
        name = self.name("runs_")
        targets = f"{self.helper('work', scope)}, {self.helper('work', scope)}"
        return self.top(name, f"static int (*const {name}[2])(struct box@ *, int) = {{ {targets} }};\n",
                        feature="function-pointers")

    def hook(self, scope):
        """A pointer that a function of the file sets: the harness calls it, or not, before the callback."""
        if not any(top.name == "hook@" for top in self.tops):
            a, b, c = (self.helper("work", scope) for _ in range(3))
            self.once("run@", RUN, "setters")
            text = self.random.pick([
                f"hook@.go = which ? {b} : {c};\n", f"if (which)\nhook@.go = {b};\n",
                f"int (*const to[2])(struct box@ *, int) = {{ {b}, {c} }};\nhook@.go = to[which & 1];\n",
                f"struct run@ to = {{ {b} }};\nif (which)\nmemcpy(&hook@, &to, sizeof(to));\n",
                f"struct run@ *at = &hook@;\nat->go = which ? {b} : {c};\n",
                f"hook@ = which ? (struct run@){{ {b} }} : (struct run@){{ {c} }};\n"])
            setter = node("top", f"void set_hook@(int which)\n{{\n{text}}}\n")
            self.top("hook@", f"static struct run@ hook@ = {{ {a} }};\n$", sequence([setter]),
                     feature="setters")
        return "hook@.go"

    def helper(self, form, scope):
        """The name of a helper of this form; makes one where there is none yet, or one only."""
        known = self.helpers.setdefault(form, [])
        if known and (len(known) > 1 or self.random.chance(60)):
            return self.random.pick(known)
        if form == "call":
            self.once("run@", RUN, "function-pointers")
        name = self.name(form + "_")
        head, names, result, last = HELPERS[form]
        inner = Scope(result, owner=form == "context", calls=scope.calls + 1, **names)
        body = sequence(self.statements(inner, 1 + self.random.below(3)))
        end = self.fill("stmt", last.replace("%s", name), inner)
        known.append(name)
        return self.top(name, f"static {head % name}\n{{\n$$}}\n", body, end,
                        feature="recursion" if form in ("again", "deepen", "sum") else "helpers")

    # ---- the program -------------------------------------------------------------------------

    def statements(self, scope, count):
        return [self.make("stmt", scope) for _ in range(count)]

    def callback(self):
        r, scope = self.random, Scope("err", owner=True, block=True)
        first = [node("stmt", "struct owner@ *o = container_of(mn, struct owner@, mn);\n", name="o"),
                 node("stmt", "bool block = mmu_notifier_range_blockable(range);\n", name="block"),
                 node("stmt", "int ret = 0;\n", name="ret")]
        def declare(stem, text):
            name = self.name(stem)
            first.append(self.fill("stmt", text % name, scope)._replace(name=name))
            return name
        for _ in range(2):
            scope.ints.append(declare("y", "int %s = `int`;\n"))
        for is_second in (False, True):
            name = declare("s", "struct box@ %s = { .vi = `small`, .ve = `err` };\n")
            scope.boxes.append((name, is_second and "context-pointers" in self.on and r.chance(40)))
        if "aliases" in self.on:
            scope.add("pointers", [declare("p", "struct box@ *%s = `clean`;\n")])
        end = self.fill("stmt", r.pick(["return ret;\n", "return 0;\n", "return `err`;\n"]), scope.inner())
        statements = self.statements(scope, STATEMENTS)
        look = self.fill("stmt", r.pick(LOOKS), scope)
        body = sequence(first + statements + [look, node("stmt", "out:\n", name="out")])
        head = "static int cb@(struct mmu_notifier *mn, const struct mmu_notifier_range *range)\n"
        return node("top", head + "{\n$$}\n", body, end)

    def shuffled(self, items):
        return sequence(sorted(items, key=lambda _: self.random.below(1 << 30)))

    def program(self):
        callback = self.callback()
        box = [node("field", text.replace("@type", self.types[name]) + "\n", name=name)
               for name, (text, _) in BOX.items()]
        owner = {name: text for name, (text, *_) in INPUTS.items()}
        owner.update({name: text for name, (text, *_) in ORDER.items()})
        owner.update(row="int row[4];", locks="struct mutex locks[3];", own="struct box@ own;", left="struct box@ *left;",
                     right="struct box@ *right;", lock0="struct mutex lock0;", lock1="struct mutex lock1;",
                     mn="struct mmu_notifier mn;")
        owner = [node("field", text + "\n", name=name if name != "mn" else None)
                 for name, text in owner.items()]
        tops = [node("top", "struct box@ {\n$};\n", self.shuffled(box), name="box@"),
                node("top", "struct link@ {\nint vl;\nstruct link@ *up;\nstruct list_head node;\n};\n",
                     name="link@"),
                node("top", "struct owner@ {\n$};\n", self.shuffled(owner))]
        ops = node("top", "const struct mmu_notifier_ops ops@ = {\n.invalidate_range_start = cb@,\n};\n")
        return prune(sequence(tops + self.tops + [callback, ops]))


def entering(tree):
    """The function that makes an input of a code, as text, and the number of codes."""
    text, used = render(tree), features(tree)
    declared = {n.name for _, n in walk(tree) if n.kind == "field"}
    lines, codes = [], 1
    bits = "for (unsigned int i = 0, bits = take(&code, 16); i < 4; i++)\n"
    def digit(base, line):
        nonlocal codes
        codes *= base
        lines.append(line + ";\n")
    for name, (_, _, base, fill) in INPUTS.items():
        if name in declared:
            digit(base, fill)
    for name, (_, base, fill) in ORDER.items():
        if name in declared:
            digit(base, fill)
    for name, (read, base, fill) in RANGE.items():
        if read in text:
            digit(base, f"world->range.{fill}")
    if "row" in declared:
        digit(16, bits + "o.row[i] = 2 | bits >> i & 1")
    boxes = [box for name, box in (("own", "o.own"), ("left", "box[0]"), ("right", "box[1]"))
             if name in declared]
    for box in boxes:
        for name in sorted(BOX):
            if f"context {name}" not in used:
                continue
            if name == "vt":
                digit(16, f"{bits}{box}.vt[i] = bits >> i & 1")
            elif name == "vm":
                digit(2, f"{box}.vm.c = take(&code, 2)")
            else:
                digit(2, f"{box}.{name} = take(&code, 2)")
    for name, to in (("left", 0), ("right", 1)):
        if name in declared:
            lines.append(f"o.{name} = &box[{to}];\n")
    if {"left", "right"} <= declared:
        digit(2, "if (take(&code, 2)) {\no.right = o.left;\nworld->is_aliased = 1;\n}")
    for name in ("left", "right"):
        if {name, "own"} <= declared:
            digit(2, f"if (take(&code, 2)) {{\no.{name} = &o.own;\nworld->is_aliased = 1;\n}}")
    if "struct run@ hook@" in text:
        first = text.split("static struct run@ hook@ = ")[1].split(";")[0]
        set_hook = "if (take(&code, 2))\nset_hook@(take(&code, 2))" if "set_hook@" in text else ""
        digit(4, f"hook@ = (struct run@){first};\n{set_hook}")
    boxes = "static struct box@ box[2];\nmemset(box, 0, sizeof(box));\n" if "box[" in "".join(lines) else ""
    return (f"static void enter@(struct world *world, unsigned long code)\n{{\nstatic struct owner@ o;\n"
            f"{boxes}memset(&o, 0, sizeof(o));\n{''.join(lines)}world->mn = &o.mn;\n}}\n"), codes


def generate(seed, without=()):
    """The program of SEED; the first of its attempts whose inputs can be enumerated."""
    for attempt in range(50):
        tree = Generator(seed * 64 + attempt, without).program()
        if entering(tree)[1] <= CODES_MOST:
            return tree
    raise AssertionError(f"seed {seed} makes no program with few inputs")
