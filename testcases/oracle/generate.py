# SPDX-License-Identifier: GPL-2.0-only
"""Random callbacks whose behaviour can be enumerated.

All that a callback reads of its context is masked to a few values in the program itself, so that a run over
those values is a run over everything. FEATURES can be switched off one by one. One seed, one program.
"""
from tree import features, node, prune, render, sequence, walk

FEATURES = """aliases alloc arithmetic arrays bytes cleanup context-pointers copies function-pointers goto helpers int-pointers
lists locks loops pointer-walks range recursion setters stores struct-values switch tables""".split()
CODES_MOST = 4096                # inputs of one callback
STATEMENTS = 9                   # of a callback; helpers and blocks have fewer
DEPTH = 2                        # of expressions

# Members of struct box: declaration; how it is read where the context chose it.
BOX = {
    "vi": ("int vi;", "int"), "vb": ("%s vb;", "int"), "ve": ("%s ve;", "err"), "vf": ("bool vf;", "int"),
    "vt": ("%s vt[4];", "array"), "vm": ("struct { int c, d; } vm;", "nested"), "vn": ("unsigned int vn : 2;", "int"),
}
# Members of the owner: declaration, what to read, values, how the harness fills it.
INPUTS = {
    "in0": ("unsigned char in0;", "(o->in0 & 3)", 4, "o.in0 = take(&code, 4) | 8"),
    "in1": ("int in1;", "(o->in1 & 3)", 4, "o.in1 = take(&code, 4) - 4"),
    "in2": ("long in2;", "(int)(o->in2 & 1)", 2, "o.in2 = take(&code, 2) | 6"),
    "bits": ("unsigned int bits : 2;", "(int)o->bits", 4, "o.bits = take(&code, 4)"),
    "sign": ("int sign : 2;", "o->sign", 4, "o.sign = (int)take(&code, 4) - 2"),
    "flag": ("bool flag;", "o->flag", 2, "o.flag = take(&code, 2)"),
}
RANGE = {"start": ("(int)(range->start & 3)", 4, "start |= take(&code, 4)"),
         "end": ("(int)((range->end >> 3) & 1)", 2, "end |= take(&code, 2) << 3"),
         "event": ("(range->event & 3)", 4, "event = take(&code, 4)"),
         "flags": ("(int)((range->flags >> 1) & 1)", 2, "flags = take(&code, 2) << 1")}


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
    """What statements may use where they stand."""

    def __init__(self, result, owner=False, depth=0):
        self.result = result     # of the function: err, int or void
        self.owner = owner       # o and range are there
        self.depth = depth       # of blocks
        self.calls = 0           # depth of helpers
        self.loop = False
        self.fixed, self.ints, self.int_pointers, self.boxes, self.pointers = [], [], [], [], []
        self.block, self.ret, self.held = None, None, ()

    def inner(self, **changes):
        scope = Scope.__new__(Scope)
        for name, value in self.__dict__.items():
            setattr(scope, name, list(value) if isinstance(value, list) else value)
        scope.__dict__.update(changes, depth=self.depth + 1)
        return scope


class Generator:
    def __init__(self, seed, without=()):
        self.random = Random(seed)
        self.on = {f for f in FEATURES if self.random.chance(45) and f not in without}
        self.names = 0
        self.tops = []           # helpers and tables, in their order
        self.helpers = {}        # form -> names
        self.layout = {name: self.random.pick(["int", "short", "long", "signed char"]) for name in BOX}

    def name(self, stem):
        self.names += 1
        return f"{stem}{self.names}@"

    # ---- expressions ---------------------------------------------------------------

    def integer(self, scope, depth=DEPTH):
        r = self.random
        if depth <= 0 or r.chance(25):
            return self.leaf(scope)
        def sub():
            return self.integer(scope, depth - 1)
        forms = [lambda: node("int", f"($ {r.pick('+ - & | ^'.split())} $)", sub(), sub()),
                 lambda: node("int", "($ ? $ : $)", self.condition(scope, depth - 1), sub(), sub()),
                 lambda: node("int", "($)", self.condition(scope, depth - 1))]
        if "arithmetic" in self.on:
            text = r.pick(["($ * $)", "($ / (($ & 3) + 1))", "($ % (($ & 3) + 1))", "($ >> ($ & 3))",
                           "(int)((unsigned int)$ << ($ & 3))", "(int)(unsigned char)($ - $)", "(int)(short)($ * $)"])
            forms.append(lambda: node("int", text, sub(), sub(), feature="arithmetic"))
        if "tables" in self.on:
            forms.append(lambda: node("int", self.constant_table("int") + "[$ & 3]", sub(), feature="tables"))
        if "helpers" in self.on and scope.calls < 2:
            forms.append(lambda: node("int", self.helper("int", scope) + "($, $)", sub(), sub(), feature="helpers"))
        return r.pick(forms)()

    def leaf(self, scope):
        r = self.random
        forms = [lambda: node("int", str(r.below(5)))]
        names = scope.ints + scope.fixed
        if names:
            forms += [lambda: node("int", r.pick(names))] * 3
        if scope.int_pointers:
            forms.append(lambda: node("int", "*" + r.pick(scope.int_pointers), feature="int-pointers"))
        if scope.block:
            forms.append(lambda: node("int", scope.block))
        if scope.pointers or scope.boxes:
            forms += [lambda: self.member(scope)] * 3
        if scope.owner:
            forms += [lambda: node("int", INPUTS[r.pick(sorted(INPUTS))][1])] * 3
            if "range" in self.on:
                forms.append(lambda: node("int", RANGE[r.pick(sorted(RANGE))][0], feature="range"))
            if "arrays" in self.on:
                forms.append(lambda: node("int", "(o->row[$ & 3] & 1)", self.index(scope), feature="arrays"))
        return r.pick(forms)()

    def index(self, scope):
        names = scope.ints + scope.fixed
        return node("int", self.random.pick(names) if names and self.random.chance(60) else str(self.random.below(4)))

    def member(self, scope):
        """Reads a member that holds an int."""
        r = self.random
        base, tainted = self.pointer(scope)
        field = r.pick(["vi", "vb", "vf", "vn"] + ["vt"] * 2 * ("arrays" in self.on) + ["vm"] * ("copies" in self.on))
        feature = f"context {field}" if tainted else None
        mask = "(%s & 1)" if tainted else "%s"
        if field == "vt":
            return node("int", mask % "(int)($)->vt[$ & 3]", base, self.index(scope), feature=feature or "arrays")
        access = {"vm": "($)->vm." + r.pick("cd"), "vb": "(int)($)->vb", "vn": "(int)($)->vn"}
        return node("int", mask % access.get(field, f"($)->{field}"), base, feature=feature)

    def condition(self, scope, depth=DEPTH):
        r = self.random
        def number():
            return self.integer(scope, depth - 1)
        def sub():
            return self.condition(scope, depth - 1)
        forms = [lambda: node("cond", f"$ {r.pick(['==', '!=', '<', '>=', '>', '<='])} $", number(), number())] * 3
        if depth > 0:
            forms += [lambda: node("cond", f"($ {r.pick(['&&', '||'])} $)", sub(), sub())] * 2
            forms.append(lambda: node("cond", "!($)", sub()))
        if scope.block:
            forms += [lambda: node("cond", r.pick(["", "!"]) + scope.block)] * 2
        if scope.owner:
            forms.append(lambda: node("cond", r.pick(["", "!"]) + "mmu_notifier_range_blockable(range)"))
        if "aliases" in self.on and len(scope.boxes) + len(scope.pointers) > 1:
            forms.append(lambda: node("cond", "$ == $", self.pointer(scope)[0], self.pointer(scope)[0], feature="aliases"))
        return r.pick(forms)()

    def error(self, scope, depth=DEPTH):
        r = self.random
        forms = [lambda: node("err", r.pick(["0", "0", "-EAGAIN", "-EIO"]))] * 2
        if scope.ret:
            forms.append(lambda: node("err", scope.ret))
        if scope.pointers or scope.boxes:
            forms += [lambda: self.error_member(scope)] * 2
        if depth > 0:
            forms.append(lambda: node("err", "($ ? $ : $)", self.condition(scope, depth - 1),
                                      self.error(scope, depth - 1), self.error(scope, depth - 1)))
            if "tables" in self.on:
                forms.append(lambda: node("err", self.constant_table("err") + "[$ & 3]",
                                          self.integer(scope, depth - 1), feature="tables"))
            if "helpers" in self.on and scope.calls < 2:
                forms.append(lambda: self.call(scope))
        return r.pick(forms)()

    def error_member(self, scope):
        base, tainted = self.pointer(scope)
        if tainted:
            return node("err", "(($)->ve & 1 ? -EAGAIN : 0)", base, feature="context ve")
        return node("err", "($)->ve", base)

    def pointer(self, scope, clean=False, plain=False):
        """A pointer to a box, and whether the context may have chosen what is in the box."""
        r = self.random
        pointers = [p for p in scope.pointers if not (clean and p[1])]
        boxes = [b for b in scope.boxes if not (clean and b[1])]
        choices = pointers + [("&" + name, tainted) for name, tainted in boxes]
        if scope.owner and "context-pointers" in self.on and not clean and r.chance(20):
            return node("ptr", r.pick(["o->left", "o->right", "&o->own"]), feature="context-pointers"), True
        name, tainted = r.pick(choices)
        first = node("ptr", name)
        if "aliases" not in self.on or plain or not r.chance(30):
            return first, tainted
        name, other = r.pick(choices)
        second = node("ptr", name)
        if tainted == other and not tainted and "helpers" in self.on and r.chance(40):
            helper = self.helper("pick", scope)
            return node("ptr", helper + "($, $, $)", first, second, self.index(scope), feature="helpers"), False
        test = node("cond", "$ > $", self.index(scope), self.index(scope))
        return node("ptr", "($ ? $ : $)", test, first, second, feature="aliases"), tainted or other

    def call(self, scope):
        """A call that returns an error."""
        r = self.random
        if scope.owner and r.chance(25):
            return node("err", self.helper("context", scope) + "(o, range, $)", self.integer(scope, 1), feature="helpers")
        if not scope.pointers and not scope.boxes:
            return node("err", "0")
        form = "recursive" if "recursion" in self.on and r.chance(40) else "work"
        limit = "$ & 3" if form == "recursive" else "$"
        base = self.pointer(scope, clean=True)[0]
        return node("err", f"{self.helper(form, scope)}($, {limit})", base, self.integer(scope, 1), feature="helpers")

    # ---- tables and helpers ----------------------------------------------------------

    def constant_table(self, kind):
        name = self.name("table_")
        values = ", ".join(self.random.pick(["0", "-EAGAIN", "-EIO", "0"] if kind == "err" else ["0", "1", "2", "5", "-1"])
                           for _ in range(4))
        self.tops.append(node("top", f"static const {self.random.pick(['int', 'short'])} {name}[4] = {{ {values} }};\n",
                              name=name, feature="tables"))
        return name

    HEADS = {"work": "int %s(struct box@ *b, int v)", "recursive": "int %s(struct box@ *b, int n)",
             "int": "int %s(int v, int w)", "store": "void %s(struct box@ *b, int v)",
             "out": "void %s(int *q, int v)", "box": "struct box@ %s(struct box@ a, int v)",
             "pick": "struct box@ *%s(struct box@ *b, struct box@ *c, int v)",
             "context": "int %s(struct owner@ *o, const struct mmu_notifier_range *range, int v)"}

    def helper(self, form, scope):
        """The name of a helper of this form; makes one where there is none yet."""
        known = self.helpers.setdefault(form, [])
        if known and (len(known) > 1 or self.random.chance(60)):
            return self.random.pick(known)
        name = self.name(form + "_")
        inner = Scope({"int": "int", "store": "void", "out": "void", "pick": "ptr", "box": "box"}.get(form, "err"),
                      owner=form == "context", depth=1)
        inner.calls = scope.calls + 1
        inner.ints = {"int": ["v", "w"], "recursive": []}.get(form, ["v"])
        inner.fixed = ["n"] if form == "recursive" else []
        inner.pointers = {"pick": [("b", False), ("c", False)], "box": [], "int": [], "out": [], "context": []}.get(
            form, [("b", False)])
        inner.boxes = [("a", False)] if form == "box" else []
        inner.int_pointers = ["q"] if form == "out" else []
        body, end = sequence(self.statements(inner, 1 + self.random.below(3))), self.last(form, name, inner)
        start = "if (n <= 0)\nreturn 0;\n" if form == "recursive" else ""
        self.tops.append(node("top", f"static {self.HEADS[form] % name}\n{{\n{start}$$}}\n", body, end, name=name,
                              feature="recursion" if form == "recursive" else "helpers"))
        known.append(name)
        return name

    def last(self, form, name, scope):
        if form == "pick":
            return node("stmt", "return $ ? b : c;\n", self.condition(scope))
        if form == "box":
            return node("stmt", "return a;\n")
        if form == "int":
            return node("stmt", "return $;\n", self.integer(scope))
        if scope.result == "void":
            return sequence()
        if form == "recursive" and self.random.chance(80):
            again = node("err", name + "(b, n - 1)")
            return node("stmt", "return $ ? $ : $;\n", self.condition(scope), self.error(scope, 1), again)
        return node("stmt", "return $;\n", self.error(scope))

    # ---- statements ------------------------------------------------------------------

    def statements(self, scope, count):
        return [self.statement(scope) for _ in range(count)]

    def body(self, scope, **changes):
        inner = scope.inner(**changes)
        return sequence(self.statements(inner, 1 + self.random.below(2)))

    def statement(self, scope):
        """The more often a form stands here, the likelier it is."""
        on, r = self.on, self.random
        has_box = bool(scope.boxes or scope.pointers)
        deep = scope.depth >= 3
        forms = ([self.assign] * 3 * bool(scope.ints) + [self.store] * 4 * has_box + [self.declare] * 2
                 + [self.sleep] * 2 + [self.fail] * 2 * (scope.result == "err") + [self.branch] * 3 * (not deep)
                 + [self.set_error] * 2 * bool(scope.ret)
                 + [self.store_input] * 2 * (scope.owner and "stores" in on)
                 + [self.copy] * 3 * (has_box and "copies" in on)
                 + [self.struct_value] * 2 * (bool(scope.boxes) and "struct-values" in on and scope.calls < 2)
                 + [self.switch] * (not deep and "switch" in on) + [self.loop] * 2 * (not deep and "loops" in on)
                 + [self.retry] * (not deep and "goto" in on) + [self.walk_array] * 2 * (has_box and "pointer-walks" in on)
                 + [self.locked] * 3 * (not deep and scope.owner and "locks" in on)
                 + [self.bytes] * ("bytes" in on) + [self.allocate] * (not deep and "alloc" in on and has_box)
                 + [self.store_call] * 2 * (has_box and "helpers" in on and scope.calls < 2)
                 + [self.int_pointer] * ("int-pointers" in on and (bool(scope.ints) or has_box))
                 + [self.through_pointer] * 2 * bool(scope.int_pointers)
                 + [self.function_pointer] * 2 * (has_box and "function-pointers" in on and scope.calls < 2)
                 + [self.setter] * 2 * (has_box and scope.owner and "setters" in on and scope.calls < 2)
                 + [self.list] * (not deep and "lists" in on) + [self.leave_loop] * scope.loop)
        return r.pick(forms)(scope)

    def assign(self, scope):
        text = self.random.pick(["= $", "= $", "+= $", "-= $", "|= $", "&= $"])
        return node("stmt", f"{self.random.pick(scope.ints)} {text};\n", self.integer(scope))

    def declare(self, scope):
        name = self.name("x")
        declared = node("stmt", f"{self.random.pick(['int', 'int', 'bool', 'signed char'])} {name} = $;\n",
                        self.integer(scope), name=name)
        scope.ints.append(name)
        return declared

    def set_error(self, scope):
        return node("stmt", f"{scope.ret} = $;\n", self.error(scope))

    def store(self, scope):
        r, base = self.random, self.pointer(scope)[0]
        field = r.pick(["vi", "vb", "ve", "ve", "vf", "vn"] + ["vt"] * 3 * ("arrays" in self.on) + ["vm"] * ("copies" in self.on))
        if field == "ve":
            return node("stmt", "($)->ve = $;\n", base, self.error(scope))
        if field == "vt":
            return node("stmt", "($)->vt[$ & 3] = $;\n", base, self.integer(scope, 1), self.integer(scope, 1), feature="arrays")
        member = "vm." + r.pick("cd") if field == "vm" else field
        return node("stmt", f"($)->{member} = $;\n", base, self.integer(scope))

    def store_input(self, scope):
        if "arrays" in self.on and self.random.chance(30):
            return node("stmt", "o->row[$ & 3] = $;\n", self.index(scope), self.integer(scope), feature="stores")
        return node("stmt", f"o->{self.random.pick(sorted(INPUTS))} = $;\n", self.integer(scope), feature="stores")

    def copy(self, scope):
        r = self.random
        to, tainted = self.pointer(scope, plain=True)
        if r.chance(35):
            text = r.pick(["memset($, 0, sizeof(struct box@));\n", "memset(&($)->vm, 0, sizeof(($)->vm));\n",
                           "memset(($)->vt, 0, sizeof(($)->vt));\n"])
            return node("stmt", text, *[to] * text.count("$"), feature="copies")
        source = self.pointer(scope, clean=not tainted)[0]
        text = r.pick(["*($) = *($);\n", "memcpy($, $, sizeof(struct box@));\n", "($)->vm = ($)->vm;\n"])
        return node("stmt", text, to, source, feature="copies")

    def struct_value(self, scope):
        clean = [name for name, tainted in scope.boxes if not tainted]
        if not clean:
            return self.sleep(scope)
        to, source = self.random.pick(clean), self.random.pick(clean)
        return node("stmt", f"{to} = {self.helper('box', scope)}({source}, $);\n", self.integer(scope), feature="struct-values")

    def sleep(self, scope):
        call = self.random.pick(["might_sleep();\n", "msleep(1);\n"])
        if scope.block and self.random.chance(25):
            return node("stmt", f"if ({scope.block})\n{call}")
        return node("stmt", f"if ($)\n{call}", self.condition(scope))

    def fail(self, scope):
        r = self.random
        if scope.ret and r.chance(40):
            leave = "goto out;\n" if "goto" in self.on else f"return {scope.ret};\n"
            return node("stmt", f"{scope.ret} = $;\nif ({scope.ret})\n{leave}", self.error(scope))
        value = "-EAGAIN" if r.chance(60) else "-EIO"
        test = node("cond", f"!{scope.block}") if scope.block and r.chance(40) else self.condition(scope)
        if scope.ret and "goto" in self.on:
            return node("stmt", f"if ($) {{\n{scope.ret} = {value};\ngoto out;\n}}\n", test, feature="goto")
        return node("stmt", f"if ($)\nreturn {value};\n", test)

    def branch(self, scope):
        test = self.condition(scope)
        if self.random.chance(50):
            return node("stmt", "if ($) {\n$}\n", test, self.body(scope))
        return node("stmt", "if ($) {\n$} else {\n$}\n", test, self.body(scope), self.body(scope))

    def switch(self, scope):
        leave = [self.random.pick(["break;\n", "break;\n", ""]) for _ in range(2)]
        return node("stmt", f"switch ($) {{\ncase 0: {{\n$}}\n{leave[0]}case 1 ... 2: {{\n$}}\n{leave[1]}default: {{\n$}}\n}}\n",
                    self.integer(scope), *[self.body(scope, loop=False) for _ in range(3)], feature="switch")

    def loop(self, scope):
        name, r = self.name("i"), self.random
        text = r.pick([f"for (int {name} = 0; {name} < {2 + r.below(4)}; {name}++) {{\n$}}\n",
                       f"for (int {name} = {1 + r.below(4)}; {name}-- > 0;) {{\n$}}\n",
                       f"for (int {name} = 0; {name} < ($ & 3); {name}++) {{\n$}}\n",
                       f"for (int {name} = 0; {name} < 40; {name} += {1 + r.below(2)}) {{\n$}}\n"])
        inside = self.body(scope, loop=True, fixed=scope.fixed + [name])
        return node("stmt", text, *[self.integer(scope, 1)] * (text.count("$") - 1), inside, feature="loops")

    def leave_loop(self, scope):
        return node("stmt", f"if ($)\n{self.random.pick(['break', 'continue'])};\n", self.condition(scope))

    def retry(self, scope):
        label, count = self.name("again"), self.name("tries")
        inside = self.body(scope, loop=False)
        return node("stmt", f"{{\nint {count} = 0;\n{label}:\n;\n$if ({count}++ < 2 && $)\ngoto {label};\n}}\n", inside,
                    self.condition(scope), feature="goto")

    def walk_array(self, scope):
        at, base = self.name("w"), self.pointer(scope, clean=True, plain=True)[0]
        text = self.random.pick([
            f"for ({self.layout['vt']} *{at} = ($)->vt; {at} != ($)->vt + 4; {at}++)\n*{at} = $;\n",
            f"for ({self.layout['vt']} *{at} = ($)->vt + 4; {at}-- != ($)->vt;)\n*{at} = $;\n"])
        return node("stmt", text, base, base, self.integer(scope, 1), feature="pointer-walks")

    def locked(self, scope):
        free = [lock for lock in ("lock0", "lock1") if lock not in scope.held]
        if not free or scope.calls:
            return self.sleep(scope)
        lock, r = self.random.pick(free), self.random
        inside = self.body(scope, held=scope.held + (lock,))
        if "cleanup" in self.on and r.chance(40):
            name = self.name("guard")
            return node("stmt", f"{{\nstruct mutex *{name} __attribute__((cleanup(drop_lock))) = NULL;\nif ($)\nmutex_lock(&o->{lock});\n"
                        f"else if (!mutex_trylock(&o->{lock}))\nreturn -EAGAIN;\n{name} = &o->{lock};\n$}}\n",
                        self.condition(scope), inside, feature="cleanup")
        form = r.below(3)
        if form == 0:
            return node("stmt", f"if (!mutex_trylock(&o->{lock}))\nreturn -EAGAIN;\n$mutex_unlock(&o->{lock});\n", inside, feature="locks")
        if form == 1:
            return node("stmt", f"if (mutex_trylock(&o->{lock})) {{\n$mutex_unlock(&o->{lock});\n}}\n", inside, feature="locks")
        take = r.pick(["mmu_notifier_range_blockable(range)", "$"])
        tests = [self.condition(scope)] if take == "$" else []
        return node("stmt", f"if ({take}) {{\nmutex_lock(&o->{lock});\n$mutex_unlock(&o->{lock});\n}}\n", *tests, inside, feature="locks")

    def bytes(self, scope):
        name, result = self.name("u"), self.name("x")
        made = node("stmt", f"union {{\nint whole;\nunsigned char part[4];\n}} {name} = {{ .whole = $ }};\n"
                    f"{name}.part[$ & 3] = $;\nint {result} = {name}.whole;\n",
                    self.integer(scope, 1), self.index(scope), self.leaf(scope), feature="bytes")
        scope.ints.append(result)
        return made

    def allocate(self, scope):
        name = self.name("h")
        inner = scope.inner()
        inner.pointers = scope.pointers + [(name, False)]
        flags = node("int", "GFP_ATOMIC") if self.random.chance(60) else node("int", "($ ? GFP_KERNEL : GFP_ATOMIC)", self.condition(scope))
        return node("stmt", f"{{\nstruct box@ *{name} = __kmalloc(sizeof(*{name}), $);\nif ({name}) {{\n*{name} = (struct box@){{ 0 }};\n"
                    f"$kfree({name});\n}}\n}}\n", flags, sequence(self.statements(inner, 2)), feature="alloc")

    def store_call(self, scope):
        r = self.random
        base, tainted = self.pointer(scope, clean=True)
        if scope.ints and r.chance(35) and not tainted:
            return node("stmt", f"{self.helper('out', scope)}(&{r.pick(['($)->vi'])}, $);\n", base, self.integer(scope, 1), feature="helpers")
        return node("stmt", f"{self.helper('store', scope)}($, $);\n", base, self.integer(scope, 1), feature="helpers")

    def int_pointer(self, scope):
        name, r = self.name("q"), self.random
        targets = [("&" + x, ()) for x in scope.ints if x.startswith("y")]
        if scope.boxes or scope.pointers:
            targets.append(("&($)->vi", (self.pointer(scope, clean=True)[0],)))
        if not targets:
            return self.sleep(scope)
        (first, a), (second, b) = r.pick(targets), r.pick(targets)
        text, tests = (f"int *{name} = {first};\n", []) if r.chance(50) else (
            f"int *{name} = $ ? {first} : {second};\n", [self.condition(scope)])
        scope.int_pointers.append(name)
        return node("stmt", text, *tests, *a, *(b if tests else ()), feature="int-pointers", name=name)

    def through_pointer(self, scope):
        return node("stmt", f"*{self.random.pick(scope.int_pointers)} = $;\n", self.integer(scope), feature="int-pointers")

    def function_pointer(self, scope):
        r = self.random
        base = self.pointer(scope, clean=True)[0]
        targets = [self.helper("work", scope) for _ in range(2)]
        result = f"{scope.ret} = " if scope.ret else ""
        form = r.below(3)
        if form == 0:
            name = self.name("run")
            return node("stmt", f"{{\nint (*{name})(struct box@ *, int) = $ ? {targets[0]} : {targets[1]};\n{result}{name}($, $);\n}}\n",
                        self.condition(scope), base, self.integer(scope, 1), feature="function-pointers")
        if form == 1:
            name = self.name("runs")
            self.tops.append(node("top", f"static int (*const {name}[2])(struct box@ *, int) = {{ {', '.join(targets)} }};\n",
                                  name=name, feature="function-pointers"))
            return node("stmt", f"{result}{name}[$ & 1]($, $);\n", self.integer(scope, 1), base, self.integer(scope, 1),
                        feature="function-pointers")
        name = self.name("job")
        return node("stmt", f"{{\nstruct {{\nint (*go)(struct box@ *, int);\nstruct box@ *what;\n}} {name} = {{ {targets[0]}, $ }};\n"
                    f"if ($)\n{name}.go = {targets[1]};\n{result}{name}.go({name}.what, $);\n}}\n",
                    base, self.condition(scope), self.integer(scope, 1), feature="function-pointers")

    def setter(self, scope):
        """A pointer that another function of the file sets: the harness calls it, or not, before the callback."""
        if not any(top.name == "set_hook@" for top in self.tops):
            a, b, c = (self.helper("work", scope) for _ in range(3))
            self.tops.append(node("top", f"static int (*hook@)(struct box@ *, int) = {a};\n", name="hook@", feature="setters"))
            choice = self.random.pick([f"hook@ = which ? {b} : {c};\n", f"if (which)\nhook@ = {b};\n",
                                       f"int (*const to[2])(struct box@ *, int) = {{ {b}, {c} }};\nhook@ = to[which & 1];\n"])
            self.tops.append(node("top", f"void set_hook@(int which)\n{{\n{choice}}}\n", name="set_hook@", feature="setters"))
        result = f"{scope.ret} = " if scope.ret else ""
        return node("stmt", f"{result}hook@($, $);\n", self.pointer(scope, clean=True)[0], self.integer(scope, 1), feature="setters")

    def list(self, scope):
        """A list of two or three links on the stack: linked by hand or with list_head."""
        r, k = self.random, self.name("n")
        inner = scope.inner()
        value = self.name("at")
        inner.ints.append(value + "->vl")
        inner.loop = True
        inside = sequence(self.statements(inner, 1 + r.below(2)))
        found, scope_name = self.name("x"), k.rstrip("@")
        if r.chance(50):
            text = (f"struct link@ {scope_name}a@ = {{ .vl = $ }}, {scope_name}b@ = {{ .vl = $, .up = &{scope_name}a@ }};\n"
                    f"for (struct link@ *{value} = &{scope_name}b@; {value}; {value} = {value}->up) {{\n$}}\n"
                    f"int {found} = {scope_name}a@.vl;\n")
        else:
            text = (f"struct list_head {k} = {{ &{k}, &{k} }};\nstruct link@ {scope_name}a@ = {{ .vl = $ }}, {scope_name}b@ = {{ .vl = $ }};\n"
                    f"list_add_tail(&{scope_name}a@.node, &{k});\nlist_add_tail(&{scope_name}b@.node, &{k});\n"
                    f"for (struct link@ *{value} = container_of({k}.next, struct link@, node); &{value}->node != &{k};\n"
                    f"{value} = container_of({value}->node.next, struct link@, node)) {{\n$}}\nint {found} = {scope_name}a@.vl;\n")
        made = node("stmt", text, self.integer(scope, 1), self.integer(scope, 1), inside, feature="lists")
        scope.ints.append(found)
        return made

    # ---- the program -----------------------------------------------------------------

    def callback(self):
        r = self.random
        scope = Scope("err", owner=True)
        scope.block, scope.ret = "block", "ret"
        first = [node("stmt", "struct owner@ *o = container_of(mn, struct owner@, mn);\n", name="o"),
                 node("stmt", "bool block = mmu_notifier_range_blockable(range);\n", name="block"),
                 node("stmt", "int ret = 0;\n", name="ret")]
        for _ in range(2):
            name = self.name("y")
            first.append(node("stmt", f"int {name} = $;\n", self.integer(scope), name=name))
            scope.ints.append(name)
        for _ in range(2):
            name = self.name("s")
            first.append(node("stmt", f"struct box@ {name} = {{ .vi = $, .ve = $ }};\n", self.integer(scope, 1), self.error(scope, 1), name=name))
            scope.boxes.append((name, bool(scope.boxes) and "context-pointers" in self.on and r.chance(40)))
        if "aliases" in self.on:
            name = self.name("p")
            base, tainted = self.pointer(scope)
            first.append(node("stmt", f"struct box@ *{name} = $;\n", base, name=name, feature="aliases"))
            scope.pointers.append((name, tainted))
        early = scope.inner()    # what is declared wherever a goto comes from
        body = sequence(first + self.statements(scope, STATEMENTS) + [node("stmt", "out:\n", name="out")])
        end = node("stmt", "return $;\n", self.error(early) if r.chance(30) else node("err", r.pick(["ret", "0", "0"])))
        return node("top", "static int cb@(struct mmu_notifier *mn, const struct mmu_notifier_range *range)\n{\n$$}\n",
                    body, end)

    def program(self):
        def shuffled(items):
            items = list(items)
            for i in range(len(items) - 1, 0, -1):
                j = self.random.below(i + 1)
                items[i], items[j] = items[j], items[i]
            return items
        callback = self.callback()
        box = [node("field", text % self.layout[name] + "\n" if "%" in text else text + "\n", name=name)
               for name, (text, _) in BOX.items()]
        owner = [node("field", text + "\n", name=name) for name, (text, *_) in INPUTS.items()]
        owner += [node("field", f"{text}\n", name=name) for name, text in
                  [("row", "int row[4];"), ("own", "struct box@ own;"), ("left", "struct box@ *left;"), ("right", "struct box@ *right;"),
                   ("lock0", "struct mutex lock0;"), ("lock1", "struct mutex lock1;")]]
        owner.append(node("field", "struct mmu_notifier mn;\n"))
        tops = [node("top", "struct box@ {\n$};\n", sequence(shuffled(box)), name="box@"),
                node("top", "struct link@ {\nint vl;\nstruct link@ *up;\nstruct list_head node;\n};\n", name="link@"),
                node("top", "struct owner@ {\n$};\n", sequence(shuffled(owner)))]
        ops = node("top", "const struct mmu_notifier_ops ops@ = {\n.invalidate_range_start = cb@,\n};\n")
        return prune(sequence(tops + self.tops + [callback, ops]))


def entering(tree):
    """The function that makes an input of a code, as text, and the number of codes."""
    text, used = render(tree), features(tree)
    declared = {n.name for _, n in walk(tree) if n.kind == "field"}
    lines, codes = [], 1
    def digit(base, line):
        nonlocal codes
        codes *= base
        lines.append(line + ";\n")
    for name, (_, _, base, fill) in INPUTS.items():
        if name in declared:
            digit(base, fill)
    for name, (read, base, fill) in RANGE.items():
        if read in text:
            digit(base, f"world->range.{fill}")
    if "row" in declared:
        digit(16, "for (unsigned int i = 0, bits = take(&code, 16); i < 4; i++)\no.row[i] = 2 | bits >> i & 1")
    boxes = ["o.own"] * ("own" in declared) + ["box[0]"] * ("left" in declared) + ["box[1]"] * ("right" in declared)
    for box in boxes:
        for name in sorted(BOX):
            if f"context {name}" not in used:
                continue
            if name == "vt":
                digit(16, f"for (unsigned int i = 0, bits = take(&code, 16); i < 4; i++)\n{box}.vt[i] = bits >> i & 1")
            elif name == "vm":
                digit(4, f"{box}.vm.c = take(&code, 2);\n{box}.vm.d = take(&code, 2)")
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
    if "set_hook@" in text:
        first = text.split("hook@)(struct box@ *, int) = ")[1].split(";")[0]
        digit(4, f"hook@ = {first};\nif (take(&code, 2))\nset_hook@(take(&code, 2));\nelse\ntake(&code, 2)")
    boxes = "static struct box@ box[2];\nmemset(box, 0, sizeof(box));\n" if "box[" in "".join(lines) else ""
    return (f"static void enter@(struct world *world, unsigned long code)\n{{\nstatic struct owner@ o;\n{boxes}"
            f"memset(&o, 0, sizeof(o));\n{''.join(lines)}world->mn = &o.mn;\n}}\n"), codes


def generate(seed, without=()):
    """The program of SEED; the first of its attempts whose inputs can be enumerated."""
    for attempt in range(50):
        tree = Generator(seed * 64 + attempt, without).program()
        if entering(tree)[1] <= CODES_MOST:
            return tree
    raise AssertionError(f"seed {seed} makes no program with few inputs")
