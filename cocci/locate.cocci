// SPDX-License-Identifier: GPL-2.0-only
/// Find every callback that is put into mmu_notifier_ops,
/// mmu_interval_notifier_ops or hmm_mirror_ops: in initialisers of variables,
/// arrays, members of larger structs and compound literals, and by assignments
/// at run time.
///
//# A value that is a call or a variable is reported as it is written. Tables that macros
//# make are not reported (mncheck finds them).
///
// Confidence: High
// Copyright: (C) 2025 The mncheck authors.
// Comments: types decide, not names: other structs have a field `invalidate`, too.
//   `report` is for people; `locate` prints one tab-separated record per line
//   for mncheck (checker/tree/locate.c knows them); `included` with it says that headers
//   were given with --include, so that a type that is still unknown stays it.
//   Semantic patches deliver typed places; the Python below reads the text between
//   them, because a table within a table has no pattern of its own.
// Options: --no-includes --include-headers
// Keywords: mmu_notifier, mmu_interval_notifier

virtual report
virtual locate
virtual included

@initialize:python@
@@
import bisect
import re
import sys

RECORDS = ("mmu_notifier_ops", "mmu_interval_notifier_ops", "hmm_mirror_ops")
FIELDS = ("invalidate_range_start", "invalidate", "invalidate_start",
          "invalidate_finish", "sync_cpu_device_pagetables")
MAY_BE_VOID = ("invalidate_finish", "invalidate_range_end")
# Slashes and quotes are written as \x2f, \x22 and \x27: spatch reads them even here.
COMMENT = r"\x2f\x2f[^\n]*|\x2f\*.*?\*\x2f"
LINE = r"(?:\\\n|\x2f\*.*?\*\x2f|[^\n])*"
TOKEN = re.compile(r"(?P<skip>\s+|\\\n|" + COMMENT + r")"
                   r"|(?P<directive>^[ \t]*\#" + LINE + r")"
                   r"|(?P<text>\x22(?:\\.|[^\x22\\])*\x22|\x27(?:\\.|[^\x27\\])*\x27)"
                   r"|(?P<name>[A-Za-z_]\w*)"
                   r"|(?P<other>->|\#\#|\.\.\.|\d[\w.]*|.)", re.S | re.M)
DEFINE = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(\w+)(\([^)\n]*\))?(" + LINE + ")", re.S | re.M)
NAME = re.compile(r'[A-Za-z_]\w*$')
QUALIFIERS = {"const", "static", "extern", "volatile", "register", "inline", "__initdata",
              "__initconst", "__read_mostly", "__ro_after_init", "__rcu", "__user"}
OPEN, CLOSE = {"(": ")", "[": "]", "{": "}"}, {")", "]", "}"}


class Shape:
    """What a struct or union holds: (name, type) in order."""
    def __init__(self, members):
        self.members = members
        self.types = dict(members)


class Type:
    """A tag or an inline shape, with what stands around the name."""
    def __init__(self, tag=None, shape=None, stars=0, arrays=0):
        self.tag, self.shape, self.stars, self.arrays = tag, shape, stars, arrays

    def element(self):
        return Type(self.tag, self.shape, self.stars, self.arrays - 1)


class File:
    def __init__(self, name):
        self.name = name
        with open(name, encoding="latin-1") as stream:
            self.text = stream.read()
        self.starts = [0]
        for match in re.finditer("\n", self.text):
            self.starts.append(match.end())
        self.shapes, self.aliases, self.macros = {}, {}, {}
        self.tables, self.literals, self.assigned, self.defined = [], [], [], []
        self.receivers = {}
        for name, params, body in DEFINE.findall(self.text):
            words = [token[0] for token in tokens_of(body)]
            self.macros[name] = (re.findall(r'\w+|\.\.\.', params) if params else None, words)

    def offset(self, line, column):
        return self.starts[int(line) - 1] + int(column)

    def line(self, offset):
        return bisect.bisect_right(self.starts, offset)


files, headers, expanded = {}, [], set()
printer, last_resort = None, False


def put(kind, file, line, *columns):
    printer(kind, file.name, int(line), [re.sub(r"\s+", " ", str(c)) for c in columns])


def print_record(kind, name, line, columns):
    """For mncheck: kind, file, line, then what the kind has."""
    print("\t".join([kind, name, str(line)] + columns))


def print_report(kind, name, line, columns):
    """For people: the callbacks alone."""
    if kind == "set" and columns[1] in FIELDS:
        print("%s:%d:0-0: %s.%s of %s is %s" % (name, line, columns[0], columns[1],
                                                columns[3] or "a nameless table", columns[2]))


def file_of(name):
    if name not in files:
        files[name] = File(name)
        if name.endswith(".h"):
            headers.append(files[name])
    return files[name]


def tokens_of(text, at=0, line=1, whole=True):
    """(token, line) of C text; up to the brace that closes the first one unless WHOLE."""
    found, depth = [], 0
    for match in TOKEN.finditer(text, at):
        word = match.group()
        if match.lastgroup not in ("skip", "directive"):
            found.append((word, line))
            depth += (word == "{") - (word == "}")
            if not whole and depth <= 0:
                break
        line += word.count("\n")
    return found


def matching(words, at):
    """Index of what closes the bracket at AT, or the end."""
    depth = 0
    for i in range(at, len(words)):
        depth += (words[i][0] in OPEN) - (words[i][0] in CLOSE)
        if depth == 0:
            return i
    return len(words)


def split(words, separator):
    parts, depth, part = [], 0, []
    for word in words:
        depth += (word[0] in OPEN) - (word[0] in CLOSE)
        if word[0] == separator and depth == 0:
            parts.append(part)
            part = []
        else:
            part.append(word)
    return parts + [part] if part else parts


def base_type(words):
    """The type that a declaration starts with, and what follows it."""
    at = 0
    while at < len(words) and words[at][0] in QUALIFIERS:
        at += 1
    if at < len(words) and words[at][0] in ("struct", "union"):
        at += 1
        tag = shape = None
        while at < len(words) and NAME.match(words[at][0]) and \
                at + 1 < len(words) and NAME.match(words[at + 1][0]) and words[at][0].startswith("__"):
            at += 1
        if at < len(words) and NAME.match(words[at][0]):
            tag = words[at][0]
            at += 1
        if at < len(words) and words[at][0] == "{":
            end = matching(words, at)
            shape = shape_of(words[at + 1:end])
            at = end + 1
        return Type(tag, shape), words[at:]
    if at < len(words) and NAME.match(words[at][0]):
        return Type(words[at][0]), words[at + 1:]
    return Type(), words[at:]


def declarator(base, words):
    """(name, type) of one declarator; a function pointer has the tag "()" or "void()"."""
    stars = sum(word == "*" for word, _ in words)
    names = [word for word, _ in words if NAME.match(word) and word not in QUALIFIERS]
    if any(word == "(" for word, _ in words):
        void = base.tag == "void" and words[0][0] == "("
        return (names[0] if names else None, Type("void()" if void else "()"))
    arrays = sum(word == "[" for word, _ in words)
    return (names[0] if names else None, Type(base.tag, base.shape, stars, arrays))


def shape_of(words):
    members = []
    for declaration in split(words, ";"):
        base, rest = base_type(declaration)
        if not rest and base.shape:
            members += base.shape.members
        for part in split(rest, ","):
            cut = [i for i, word in enumerate(part) if word[0] == ":"]
            name, kind = declarator(base, part[:cut[0]] if cut else part)
            if name:
                members.append((name, kind))
    return Shape(members)


def record_of(file, kind):
    """The record that this type is by value, through typedefs, or None."""
    tag = kind.tag if kind else None
    for _ in range(8):
        if tag in RECORDS:
            return tag
        for where in [file] + headers:
            if tag in where.aliases:
                tag = where.aliases[tag]
                break
        else:
            return None
    return None


def shape_for(file, kind):
    if kind.shape:
        return kind.shape
    tag = kind.tag
    for where in [file] + headers:
        tag = where.aliases.get(tag, tag)
    for where in [file] + headers:
        if tag in where.shapes:
            return where.shapes[tag]
    return None


def expand(file, words, depth=0):
    """Macros in the place of whole elements or of the value, replaced."""
    if not words or depth > 8:
        return words
    name, line = words[0]
    for where in [file] + headers:
        if name not in where.macros:
            continue
        params, body = where.macros[name]
        if params is None:
            rest, table = words[1:], {}
        elif len(words) > 1 and words[1][0] == "(":
            end = matching(words, 1)
            given = split(words[2:end], ",")
            table = dict(zip(params, given))
            rest = words[end + 1:]
        else:
            return words
        expanded.add((file.name, name))
        return expand(file, paste(substitute(body, table, line)), depth + 1) + rest
    return words


def substitute(body, table, line):
    found = []
    for word in body:
        found += [(given, line) for given, _ in table[word]] if word in table else [(word, line)]
    return found


def paste(words):
    found = []
    for i, word in enumerate(words):
        if i and words[i - 1][0] == "##" and len(found) > 1:
            found.pop()
            left = found.pop()
            found.append((left[0] + word[0], left[1]))
        else:
            found.append(word)
    return found


class Table:
    """One initialiser that is being read."""
    def __init__(self, file, ops, group):
        self.file, self.ops, self.group = file, ops, group

    def leaf(self, record, field, words, path, line):
        put_set(self.file, record, field, words, self.ops + path if self.ops else "", line,
                "initialiser", "%s%s" % (self.group, path))

    def braces(self, words, kind, path):
        """WORDS between braces, for an object of TYPE (None: not known) at PATH."""
        position, queue = 0, split(words, ",")
        while queue:
            part = queue.pop(0)
            if part and part[0][0] not in (".", "[", "{", "&", "("):
                wide = expand(self.file, part)
                if wide and wide[0][0] in (".", "{"):
                    queue = split(wide, ",") + queue
                    continue
            position = self.element(part, kind, path, position)

    def element(self, part, kind, path, position):
        target, steps, at, last, line = kind, path, 0, None, part[0][1] if part else 0
        if len(part) > 1 and NAME.match(part[0][0]) and part[1][0] == ":":
            part = [(".", line), part[0], ("=", line)] + part[2:]
        designated = False
        while at < len(part) and part[at][0] in (".", "["):
            designated = True
            if part[at][0] == ".":
                last = (target, part[at + 1][0], steps)
                line = part[at + 1][1]
                target = self.member(target, part[at + 1][0])
                steps = steps + "." + part[at + 1][0]
                at += 2
            else:
                end = matching(part, at)
                steps += "[" + " ".join(word for word, _ in part[at + 1:end]) + "]"
                target = target.element() if target and target.arrays else None
                last = None
                at = end + 1
        if designated:
            at += at < len(part) and part[at][0] == "="
            if last and last[0]:
                position = self.position(last[0], last[1], position)
        else:
            target, last, steps = self.at_position(kind, path, position)
        self.value(part[at:], target, last, steps, line)
        return position + 1

    def member(self, kind, name):
        if not kind or kind.stars or kind.arrays:
            return None
        shape = shape_for(self.file, kind)
        return shape.types.get(name) if shape else None

    def position(self, kind, name, position):
        shape = shape_for(self.file, kind)
        names = [member for member, _ in shape.members] if shape else []
        return names.index(name) if name in names else position

    def at_position(self, kind, path, position):
        if kind and kind.arrays:
            return kind.element(), None, "%s[%d]" % (path, position)
        shape = shape_for(self.file, kind) if kind and not kind.stars else None
        if shape and position < len(shape.members):
            name, target = shape.members[position]
            return target, (kind, name, path), path + "." + name
        return None, (kind, "", path) if kind else None, path

    def value(self, words, target, last, path, line):
        if words and words[0][0] == "{":
            self.braces(words[1:matching(words, 0)], target, path)
        elif last and record_of(self.file, last[0]) and not last[0].stars:
            record = record_of(self.file, last[0])
            if last[1]:
                self.leaf(record, last[1], words, last[2], line)
            else:
                put("odd", self.file, line, record, "its field is not known")
        elif target and record_of(self.file, target) and not target.stars and words and \
                words[0][0] not in ("(", "&"):
            put("odd", self.file, line, record_of(self.file, target),
                "an initialiser without braces")
        elif last and last[1] in FIELDS:
            put("other", self.file, line, last[1], "")


def functions_in(file, words):
    """The names that a value can be; the text itself when it is something else."""
    words = expand(file, (split(words, "=") or [[]])[-1])
    while words and words[0][0] == "&":
        words = words[1:]
    questions = split(words, "?")
    if len(questions) > 1:
        rest = words[len(questions[0]) + 1:]
        return [name for part in split(rest, ":") for name in functions_in(file, part)]
    if words and words[0][0] == "(":
        end = matching(words, 0)
        inner = words[1:end] if end + 1 == len(words) else words[end + 1:]
        return functions_in(file, inner)
    text = " ".join(word for word, _ in words)
    if text in ("NULL", "0", ""):
        return []
    if len(words) > 1 and words[-1][0] in FIELDS and words[-2][0] in (".", "->"):
        return []
    if len(words) > 3 and words[0][0] in ("PTR_IF", "pm_ptr", "RCU_INITIALIZER"):
        return functions_in(file, split(words[2:-1], ",")[-1])
    return [text]


def put_set(file, record, field, words, ops, line, how, group):
    names = functions_in(file, words)
    for name in names:
        put("set", file, line, record, field, name, tidy(ops), how, group)
    if not names:
        put("empty", file, line, record, field)


def tidy(text):
    return re.sub(r" ?(->|[.\[\]()&*]) ?", r"\1", re.sub(r"\s+", " ", text)).strip()


def read_table(file, kind_text, name, line, column, number):
    """The initialiser whose first brace is the first one at or behind that place."""
    at = file.text.find("{", file.offset(line, column))
    words = tokens_of(file.text, at, file.line(at), False) if at >= 0 else []
    base, rest = base_type(tokens_of(kind_text))
    base.stars = sum(word == "*" for word, _ in rest)
    base.arrays = sum(word == "[" for word, _ in rest)
    if not words or base.stars:
        return
    if record_of(file, base):
        put("table", file, words[0][1], record_of(file, base), name)
    Table(file, name, number).braces(words[1:-1], base, "")


def read_macro_tables(file):
    """Tables that a macro with a record's name in its body makes, where it is used."""
    wanted = {name for where in [file] + headers for name, macro in where.macros.items()
              if macro[0] is not None and set(macro[1]) & set(RECORDS)}
    if not wanted:
        return
    words = tokens_of(file.text)
    for at, (word, line) in enumerate(words):
        if word not in wanted or at + 1 == len(words) or words[at + 1][0] != "(":
            continue
        wide = expand(file, words[at:matching(words, at + 1) + 1])
        for i, token in enumerate(wide):
            if token[0] in RECORDS:
                read_expanded(file, wide, i, line, "m%d" % at)


def read_expanded(file, wide, at, line, group):
    arrays, name, i = 0, "", at + 1
    while i < len(wide) and wide[i][0] not in ("=", ";", "{", ","):
        arrays += wide[i][0] == "["
        name = wide[i][0] if NAME.match(wide[i][0]) and not name else name
        i += 1
    if i < len(wide) and wide[i][0] == "=":
        i += 1
    if i < len(wide) and wide[i][0] == "{":
        put("table", file, line, wide[at][0], name)
        kind = Type(wide[at][0], None, 0, arrays)
        Table(file, name, group).braces(wide[i + 1:matching(wide, i)], kind, "")


def type_of_container(file, text):
    """container_of(..., struct X, member)->... says its type in its text."""
    match = re.match(r"container_of(?:_const)? \( .* , (?:struct |union )?(\w+) , [\w. ]+ \)(.*)$",
                     text)
    kind = Type(match.group(1)) if match else None
    for step in re.findall(r"\w+", match.group(2)) if match else []:
        shape = shape_for(file, kind) if kind else None
        kind = shape.types.get(step) if shape else None
    return kind


def guess_receiver(file, receiver):
    """The record that a receiver of unknown type is by its last member's name, and if that is sure."""
    last = (re.findall(r"\w+", receiver) or [""])[-1]
    kinds = [shape.types[last] for where in [file] + headers for shape in where.shapes.values()
             if last in shape.types]
    records = {record_of(file, kind) for kind in kinds}
    if receiver.endswith(")"):
        return None, False
    return (records - {None} or {None}).pop(), len(records) <= 1


def read_assignment(file, place, receiver, field, value):
    known = file.receivers.get((place.line, place.column))
    kind = base_type(tokens_of(known))[0] if known else type_of_container(file, receiver)
    if not kind and not last_resort:
        if field in FIELDS:
            put("untyped", file, place.line, field)
        return
    record, sure = (record_of(file, kind), True) if kind else guess_receiver(file, receiver)
    if record and (sure or field != "invalidate"):
        put_set(file, record, field, tokens_of(value), receiver, place.line, "assignment",
                tidy(receiver))
    elif field in FIELDS:
        put("other" if sure else "unknown", file, place.line, field, tidy(receiver))


def carries(file, kind, depth=0):
    """A record lies in this type, not behind a pointer."""
    if kind.stars or depth > 8:
        return False
    shape = None if record_of(file, kind) else shape_for(file, kind)
    return bool(record_of(file, kind)) or \
        (shape is not None and any(carries(file, member, depth + 1) for _, member in shape.members))


def describe(file):
    for tag, shape in file.shapes.items():
        for name, kind in shape.members:
            if tag in RECORDS:
                void = kind.tag == "void()" and name not in MAY_BE_VOID
                put("void" if void else "declared", file, 0, tag, name)
            elif carries(file, kind):
                put("carrier", file, 0, tag)
    for name in file.aliases:
        if carries(file, Type(name)):
            put("carrier", file, 0, name)
    for name, (_, body) in file.macros.items():
        if set(body) & set(RECORDS):
            put("carrier", file, 0, name)


def read_file(file):
    describe(file)
    for number, (kind, name, place) in enumerate(file.tables):
        read_table(file, kind, name, place.line, place.column, number)
    for number, (kind, place) in enumerate(file.literals):
        read_table(file, kind, "", place.line_end, place.column_end, "l%d" % number)
    read_macro_tables(file)
    for assignment in file.assigned:
        read_assignment(file, *assignment)
    for name, place in file.defined:
        put("defined", file, place.line, name)


def tell(place, read, *what):
    """Prints at once: with --jobs the files are read by processes that end without a word."""
    global printer, last_resort
    printer, last_resort = print_report, True
    read(file_of(place[0].file), *what)


def run(with_headers):
    """At the end, when all headers are known."""
    global printer, last_resort
    printer, last_resort = print_record, with_headers
    # Files where no rule matches have macros, too. mncheck lists all of them here.
    with open("groups", encoding="latin-1") as stream:
        for name in stream.read().split():
            file_of(name)
    for name in sorted(files):
        read_file(files[name])
    for name, macro in sorted(expanded):
        printer("expanded", name, 0, [macro])
    sys.stdout.flush()


// ---- what structs hold, and under which other names ----

@shape@
identifier S;
field list FL;
position p;
@@
(
struct S@p { FL };
|
union S@p { FL };
)

@script:python@
S << shape.S;
FL << shape.FL;
p << shape.p;
@@
file_of(p[0].file).shapes[str(S)] = shape_of(tokens_of(str(FL)))

@named@
identifier S;
type T;
position p;
@@
typedef struct S T@p;

@script:python@
S << named.S;
T << named.T;
p << named.p;
@@
file_of(p[0].file).aliases[str(T)] = str(S)

// ---- tables: variables with an initialiser, compound literals ----

@table@
type T;
identifier V;
initializer I;
position p;
@@
T V = I@p;

@script:python@
T << table.T;
V << table.V;
p << table.p;
@@
file_of(p[0].file).tables.append((str(T), str(V), p[0]))

@script:python depends on report@
T << table.T;
V << table.V;
p << table.p;
@@
tell(p, read_table, str(T), str(V), p[0].line, p[0].column, "")

@literal@
type T;
initializer list IL;
position p;
@@
\( (T@p) { IL } \)

@script:python@
T << literal.T;
p << literal.p;
@@
file_of(p[0].file).literals.append((str(T), p[0]))

@script:python depends on report@
T << literal.T;
p << literal.p;
@@
tell(p, read_table, str(T), "", p[0].line_end, p[0].column_end, "")

// ---- assignments at run time: what is assigned, and the type where it is known ----

@typed@
type T;
T E;
identifier M =~ "^(invalidate|arch_invalidate|sync_cpu_|release$|change_pte$)";
position p;
@@
E.M@p

@script:python@
T << typed.T;
p << typed.p;
@@
file_of(p[0].file).receivers[(p[0].line, p[0].column)] = str(T)

@assigned@
expression E, F;
identifier M =~ "^(invalidate|arch_invalidate|sync_cpu_|release$|change_pte$)";
position p;
@@
(
E.M@p = F
|
E->M@p = F
|
WRITE_ONCE(E.M@p, F)
|
WRITE_ONCE(E->M@p, F)
)

@script:python@
E << assigned.E;
M << assigned.M;
F << assigned.F;
p << assigned.p;
@@
file_of(p[0].file).assigned.append((p[0], str(E), str(M), str(F)))

@script:python depends on report@
E << assigned.E;
M << assigned.M;
F << assigned.F;
p << assigned.p;
@@
tell(p, read_assignment, p[0], str(E), str(M), str(F))

// ---- definitions ----

@defined@
identifier F;
position p;
@@
F@p(...) { ... }

@script:python@
F << defined.F;
p << defined.p;
@@
file_of(p[0].file).defined.append((str(F), p[0]))

@finalize:python depends on locate && !included@
@@
run(False)

@finalize:python depends on locate && included@
@@
run(True)
