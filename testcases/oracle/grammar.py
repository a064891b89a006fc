# SPDX-License-Identifier: GPL-2.0-only
"""The grammar of the oracle's programs.

A row: how likely it is; its feature ("" for none); what it needs (see Scope.has()); its text; what a
statement adds to the scope: "ints:1" after it, "> ints:1" in its body. What needs "event" sleeps or fails: a
program has few of them, as one that is certain hides all others. In the text, backquotes hold what to fill in:

  int cond err                     a new expression; small, leaf: an int of one level, of none
  member code                      a member of a box that is read: an int, an error
  ptr clean plain same             a pointer to a box: any; untainted; a plain name; the one before once more
  body                             statements
  1 2 3                            fresh names
  a~b~c                            one of these
  others                           a word of the scope, see Generator.part(), or a helper's form
"""

ROWS = {
    "int": [
        (1, "", "deep", "(`int` `+~-~&~|~^` `int`)"),
        (1, "", "deep", "(`cond` ? `int` : `int`)"),
        (1, "", "deep", "(`cond`)"),
        (1, "arithmetic", "deep", "(`int` * `int`)"),
        (1, "arithmetic", "deep", "(`int` `/~%` ((`int` & 3) + 1))"),
        (1, "arithmetic", "deep", "(`int` >> (`int` & 3))"),
        (1, "arithmetic", "deep", "(int)((unsigned int)`int` << (`int` & 3))"),
        (1, "arithmetic", "deep", "(int)(`unsigned char~short`)(`int` `-~*` `int`)"),
        (1, "tables", "deep", "`table`[`int` & 3]"),
        (1, "helpers", "deep calls", "`count`(`int`, `int`)"),
        (1, "tables", "deep", "`grid`[`int` & 1][(`int` & 3) % 3]"),
        (1, "tables", "deep", "`rows`[`int` & 1][`int` & 3]"),
        (1, "texts", "deep", "(`letters`[`int` & 3] `==~!=` '`a~b`')"),
        (1, "expressions", "deep", "(`int` ?: `int`)"),
        (1, "expressions", "deep", "({\nint `1` = `int`;\n`1` `+~-~*` `0~1~2`;\n})"),
        (1, "expressions", "deep", "(`cond`, `int`)"),
        (1, "", "leaf", "`0~1~2~3~4`"),
        (3, "", "leaf ints", "`any`"),
        (1, "int-pointers", "leaf int_pointers", "*`through`"),
        (1, "", "leaf block", "block"),
        (3, "", "leaf box", "`member`"),
        (3, "", "leaf owner", "`input`"),
        (1, "range", "leaf owner", "`field`"),
        (1, "arrays", "leaf owner", "(o->row[`index` & 3] & 1)"),
    ],
    "cond": [
        (3, "", "", "`int` `==~!=~<~>=~>~<=` `int`"),
        (2, "", "deep", "(`cond` `&&~||` `cond`)"),
        (1, "", "deep", "!(`cond`)"),
        (2, "", "block", "`~!`block"),
        (1, "", "owner", "`~!`mmu_notifier_range_blockable(range)"),
        (1, "aliases", "pair", "`ptr` == `ptr`"),
        (2, "relations", "owner", "o->`ra~rb~rc` `<~<=~==~!=~>` o->`ra~rb~rc`"),
    ],
    "err": [
        (2, "", "", "`0~0~0~0~-EAGAIN~-EIO`"),
        (1, "", "block", "ret"),
        (2, "", "box", "`code`"),
        (1, "", "deep", "(`cond` ? `err` : `err`)"),
        (1, "tables", "deep", "`errors`[`int` & 3]"),
        (1, "helpers", "deep calls box", "`work`(`clean`, `small`)"),
        (1, "recursion", "deep calls box", "`again`(`clean`, `small` & 3)"),
        (1, "helpers", "deep calls owner", "`context`(o, range, `small`)"),
    ],
    "stmt": [
        (3, "", "ints", "`var` `=~=~+=~-=~|=~&=` `int`;\n"),
        (2, "", "", "`int~int~bool~signed char` `1` = `int`;\n", "ints:1"),
        (2, "", "block", "ret = `err`;\n"),
        (2, "", "event", "if (`cond`)\n`might_sleep()~msleep(1)`;\n"),
        (1, "", "event block", "if (block)\nmight_sleep();\n"),
        (1, "", "block", "ret = `err`;\nif (ret)\nreturn ret;\n"),
        (1, "goto", "block", "ret = `err`;\nif (ret)\ngoto out;\n"),
        (1, "goto", "event block", "if (`cond`) {\nret = `-EAGAIN~-EIO`;\ngoto out;\n}\n"),
        (1, "", "block", "if (!block)\nreturn -EAGAIN;\n"),
        (1, "", "event fails", "if (`cond`)\nreturn `-EAGAIN~-EIO`;\n"),
        (2, "", "nest", "if (`cond`) {\n`body`}\n"),
        (2, "", "nest", "if (`cond`) {\n`body`} else {\n`body`}\n"),
        (1, "switch", "nest", "switch (`int`) {\ncase 0: {\n`body`}\n`break;~;`\ncase 1 ... 2: {\n`body`}\n"
         "`break;~;`\n"
         "default: {\n`body`}\n}\n", "> no-loop"),
        # Stores
        (3, "", "box", "(`ptr`)->`vi~vb~vf~vn` = `int`;\n"),
        (2, "", "box", "(`ptr`)->ve = `err`;\n"),
        (2, "arrays", "box", "(`ptr`)->vt[`small` & 3] = `small`;\n"),
        (1, "copies", "box", "(`ptr`)->vm.`c~d` = `int`;\n"),
        (2, "stores", "owner", "o->`in0~in1~in2~bits~sign~flag` = `int`;\n"),
        (1, "stores", "owner", "o->row[`index` & 3] = `int`;\n"),
        (1, "copies", "box", "memset(`ptr`, 0, sizeof(struct box@));\n"),
        (1, "copies", "box", "memset(&(`plain`)->`vm~vt~vi`, 0, sizeof(int));\n"),
        (1, "copies", "box", "*(`ptr`) = *(`clean`);\n"),
        (1, "copies", "box", "memcpy(`plain`, `clean`, sizeof(struct box@));\n"),
        (1, "copies", "box", "(`ptr`)->vm = (`clean`)->vm;\n"),
        (1, "context-pointers", "tainted", "*(`tainted`) = *(`ptr`);\n"),
        (1, "pointer-walks", "box", "for (`vt` *`1` = (`plain`)->vt; `1` != (`same`)->vt + 4; `1`++)\n"
         "*`1` = `small`;\n"),
        (1, "pointer-walks", "box", "for (`vt` *`1` = (`plain`)->vt + 4; `1` != (`same`)->vt;)\n"
         "*--`1` = `small`;\n"),
        (2, "aliases", "moving", "`moving` = `clean`;\n"),
        (1, "aliases", "moving", "for (int `1` = 0; `1` < 3; `1`++)\nif (`cond`)\n`moving` = `clean`;\n"),
        (2, "pointer-arrays", "box", "struct box@ *`1`[2] = { `clean`, `clean` };\n"
         "`1`[`small` & 1]->`vi~ve` = `small`;\n"),
        (1, "pointer-arrays", "box nest", "struct box@ *`1`[3] = { `clean`, `clean`, `clean` };\n"
         "for (int `2` = 0; `2` < 3; `2`++) {\nstruct box@ *`3` = `1`[`2`];\n`body`}\n", "> pointers:3 loop"),
        (1, "tags", "box", "unsigned long `1` = (unsigned long)(`clean`) | (`cond`);\n"
         "((struct box@ *)(`1` & ~1ul))->vi = `small`;\n"),
        (2, "pointer-walks", "", "`int~short` `1`[24] = { `small` };\n"
         "for (__typeof__(`1`[0]) *`2` = `1`; `2` != `1` + 24; `2`++)\n*`2` = `small`;\n"
         "int `3` = `1`[`0~5~23`];\n", "ints:3"),
        (1, "arrays", "", "int `1`[3][2] = { { `small` }, { 1, `leaf` } };\n"
         "`1`[(`small` & 3) % 3][`small` & 1] = `small`;\n"
         "int `2` = `1`[`0~1~2`][`0~1`];\n", "ints:2"),
        (1, "bytes", "", "union {\nint whole;\nunsigned char part[4];\n} `1` = { .whole = `small` };\n"
         "`1`.part[`index` & 3] = `leaf`;\nint `2` = `1`.whole;\n", "ints:2"),
        (1, "int-pointers", "box", "int *`1` = &(`clean`)->vi;\n", "int_pointers:1"),
        (1, "int-pointers", "box block", "int *`1` = `cond` ? &(`clean`)->vi : &`plain_int`;\n",
         "int_pointers:1"),
        (2, "int-pointers", "int_pointers", "*`through` = `int`;\n"),
        (1, "copies", "box", "*(`ptr`) = (struct box@){ .vi = `small`, .vt = { 0, `leaf` } };\n"),
        (1, "copies", "box", "memmove((`plain`)->vt + `1~2`, (`plain`)->vt, 2 * sizeof((`same`)->vt[0]));\n"),
        (1, "copies", "box", "memset((`plain`)->vt + `0~1`, 0, `1~2~3` * sizeof((`same`)->vt[0]));\n"),
        (1, "tags", "box", "unsigned long `1` = (unsigned long)(`clean`) | (`cond`);\n"
         "if (`1` & 1)\n((struct box@ *)(`1` - 1))->vi = `small`;\n"
         "int `2` = ((struct box@ *)(`1` & ~1ul))->vi;\n", "ints:2"),
        (1, "members", "box", "container_of(&(`plain`)->vm, struct box@, vm)->vi = `small`;\n"),
        (1, "members", "box", "int *`1` = &(`plain`)->vm.d;\n"
         "container_of(`1`, struct box@, vm.d)->`vi~ve` = `leaf`;\n*`1` = `small`;\n"),
        (1, "unions", "", "union {\nstruct {\nshort low, high;\n} half;\nint whole;\nunsigned int bits : 3;\n"
         "} `1` = { .whole = `small` };\n`1`.`half.low~half.high~bits` = `leaf`;\n"
         "int `2` = `1`.`whole~half.low~half.high~bits`;\n", "ints:2"),
        (1, "unions", "box", "union {\nstruct box@ *box;\nunsigned long word;\n} `1` = { .box = `clean` };\n"
         "if (`cond`)\n`1`.word |= 1;\n((struct box@ *)(`1`.word & ~1ul))->vi = `small`;\n"
         "int `2` = `1`.word & 1;\n", "ints:2"),
        (1, "bit-fields", "", "struct {\nunsigned int one : 1, two : 2;\nint three : 3;\n} `1` = { .two = `small` };\n"
         "`1`.`one~two~three` = `int`;\nint `2` = `1`.`one~two~three`;\n", "ints:2"),
        (2, "double-pointers", "moving", "struct box@ **`1` = &`moving`;\n*`1` = `clean`;\n(*`1`)->vi = `small`;\n"),
        (1, "double-pointers", "moving calls", "`aim`(&`moving`, `clean`, `small`);\n"),
        # Relations: what was tested before bars what is tested here, or does not
        (2, "relations", "event nest", "{\nconst int `1` = `int`, `2` = `int`;\n"
         "if (`1` `<~<=~==~!=~>` `2`) {\n`body`if (`2` `<~<=~==~!=~>` `1`)\n`might_sleep()~msleep(1)`;\n}\n}\n",
         "> fixed:1 fixed:2"),
        (1, "relations", "event nest", "{\nconst int `1` = `int`, `2` = `1` `+~-` `leaf`;\n"
         "if (`2` `<~==~!=~>` `0~1~3`) {\n`body`if (`1` `<~==~!=~>` `0~2`)\n`might_sleep()~msleep(1)`;\n}\n}\n",
         "> fixed:1 fixed:2"),
        # Loops
        (1, "loops", "nest", "{\nint `1` = `small` & 3;\ndo {\n`body`} while (`1`-- > 0);\n}\n", "> fixed:1 loop"),
        (1, "loops", "nest", "for (int `1` = 0;; `1`++) {\nif (`1` >= 3 || `cond`)\nbreak;\n`body`}\n",
         "> fixed:1 loop"),
        (1, "goto", "nest", "if (`cond`)\ngoto `1`;\n{\n`body`}\n`1`:\n;\n", "> no-loop"),
        (1, "goto", "nest", "for (int `1` = 0; `1` < 3; `1`++)\nfor (int `2` = 0; `2` < 2; `2`++) {\n"
         "`body`if (`cond`)\ngoto `3`;\n}\n`3`:\n;\n", "> fixed:1 fixed:2 no-loop"),
        (1, "lists", "", "struct list_head `1` = { &`1`, &`1` };\n"
         "struct link@ `2` = { .vl = `small` }, `3` = { .vl = `small` };\n"
         "list_add_tail(&`2`.node, &`1`);\nlist_add_tail(&`3`.node, &`1`);\nif (`cond`)\nlist_del(&`2`.node);\n"
         "int `4` = 0;\nfor (struct list_head *`5` = `1`.next; `5` != &`1`; `5` = `5`->next)\n"
         "`4` += container_of(`5`, struct link@, node)->vl;\n", "ints:4"),
        (1, "lists", "", "struct link@ `1`[3] = { { .vl = `small` } }, *`2` = NULL;\nint `3` = 0;\n"
         "for (int `4` = 0; `4` < 3; `4`++) {\n`1`[`4`].up = `2`;\n`2` = &`1`[`4`];\n}\n"
         "for (; `2`; `2` = `2`->up)\n`3` += `2`->vl;\n", "ints:3"),
        (1, "loops", "nest", "for (int `1` = 0; `1` < `2~3~5`; `1`++) {\n`body`}\n", "> fixed:1 loop"),
        (1, "loops", "nest", "for (int `1` = `1~2~4`; `1`-- > 0;) {\n`body`}\n", "> fixed:1 loop"),
        (1, "loops", "nest", "for (int `1` = 0; `1` < (`small` & 3); `1`++) {\n`body`}\n", "> fixed:1 loop"),
        (1, "loops", "nest", "for (int `1` = 0; `1` < 40; `1` += `1~2`) {\n`body`}\n", "> fixed:1 loop"),
        (1, "", "loop", "if (`cond`)\n`break~continue`;\n"),
        (1, "goto", "nest", "{\nint `1` = 0;\n`2`:\n;\n`body`if (`1`++ < 2 && `cond`)\ngoto `2`;\n"
         "}\n", "> no-loop"),
        (1, "lists", "nest", "struct link@ `1` = { .vl = `small` }, `2` = { .vl = `small`, .up = &`1` };\n"
         "for (struct link@ *`3` = &`2`; `3`; `3` = `3`->up) {\nint `4` = `3`->vl;\n`body``3`->vl = `4`;\n}\n"
         "int `5` = `1`.vl;\n", "ints:5 > ints:4 no-loop"),
        (1, "lists", "nest", "struct list_head `1` = { &`1`, &`1` };\n"
         "struct link@ `2` = { .vl = `small` }, `3` = { .vl = `small` };\n"
         "list_add_tail(&`2`.node, &`1`);\nlist_add_tail(&`3`.node, &`1`);\n"
         "for (struct list_head *`4` = `1`.next; `4` != &`1`; `4` = `4`->next) {\n"
         "int *`5` = &container_of(`4`, struct link@, node)->vl;\n`body`}\nint `6` = `2`.vl;\n",
         "ints:6 > int_pointers:5 loop"),
        # Locks and memory
        (1, "cleanup", "event nest lock", "{\nstruct mutex *`1` __attribute__((cleanup(drop_lock))) = NULL;\n"
         "if (`cond`)\nmutex_lock(&o->`lock`);\nelse if (!mutex_trylock(&o->`lock`))\nreturn -EAGAIN;\n"
         "`1` = &o->`lock`;\n"
         "`body`}\n", "> held"),
        (1, "locks", "event nest lock", "if (!mutex_trylock(&o->`lock`))\nreturn -EAGAIN;\n"
         "`body`mutex_unlock(&o->`lock`);\n", "> held"),
        (1, "locks", "nest lock", "if (mutex_trylock(&o->`lock`)) {\n`body`mutex_unlock(&o->`lock`);\n"
         "}\n", "> held"),
        (2, "locks", "event nest lock", "if (`cond`) {\nmutex_lock(&o->`lock`);\n"
         "`body`mutex_unlock(&o->`lock`);\n}\n", "> held"),
        (1, "locks", "nest lock", "bool `1` = mutex_trylock(&o->`lock`);\n`body`if (`1`)\n"
         "mutex_unlock(&o->`lock`);\n", "> held"),
        (1, "lock-rows", "event nest unlocked", "for (int `1` = 0; `1` < 3; `1`++)\nmutex_lock(&o->locks[`1`]);\n"
         "`body`for (int `2` = 0; `2` < 3; `2`++)\nmutex_unlock(&o->locks[`2`]);\n", "> held held"),
        (1, "lock-rows", "nest unlocked", "{\nint `1` = 0;\nwhile (`1` < 3 && mutex_trylock(&o->locks[`1`]))\n`1`++;\n"
         "`body`while (`1` > 0)\nmutex_unlock(&o->locks[--`1`]);\n}\n", "> held held"),
        (2, "cleanup", "box nest calls", "{\nstruct box@ *`1` __attribute__((cleanup(`undo`))) = `clean`;\n"
         "`body`}\n", "> pointers:1"),
        (1, "alloc", "nest box block", "{\n"
         "struct box@ *`1` = __kmalloc(sizeof(*`1`), `GFP_ATOMIC~(block ? GFP_KERNEL : GFP_ATOMIC)`);\n"
         "if (`1`) {\n"
         "*`1` = (struct box@){ 0 };\n`body`kfree(`1`);\n}\n}\n", "> pointers:1"),
        # Calls
        (1, "recursion", "box calls", "`deepen`(&(`clean`)->vi, `small` & 3);\n"),
        (1, "recursion", "calls", "struct link@ `1` = { .vl = `small` }, `2` = { .vl = `small`, .up = &`1` };\n"
         "int `3` = `sum`(&`2`);\n", "ints:3"),
        (1, "function-pointers", "box calls block", "{\nstruct run@ `1` = { `cond` ? `work` : NULL };\n"
         "ret = `call`(&`1`, `clean`, `small`);\n}\n"),
        (1, "tables", "box calls block", "{\nconst struct entry@ *`1` = &`records`[(`int` & 3) % 3];\n"
         "if (`1`->code `==~!=` `0~1`)\nret = `1`->go(`clean`, `small`);\n}\n"),
        (2, "helpers", "box calls", "`store`(`clean`, `small`);\n"),
        (1, "helpers", "box calls", "`write`(&(`clean`)->vi, `small`);\n"),
        (2, "struct-values", "value calls", "`value` = `remake`(`value`, `int`);\n"),
        (1, "function-pointers", "box calls block", "{\n"
         "int (*`1`)(struct box@ *, int) = `cond` ? `work` : `work`;\n"
         "ret = `1`(`clean`, `small`);\n}\n"),
        (1, "function-pointers", "box calls block", "ret = `runs`[`small` & 1](`clean`, `small`);\n"),
        (1, "function-pointers", "box calls block", "{\nstruct {\nint (*go)(struct box@ *, int);\n"
         "struct box@ *what;\n} `1` = { `work`, `clean` };\n"
         "if (`cond`)\n`1`.go = `work`;\nret = `1`.go(`1`.what, `small`);\n}\n"),
        (2, "setters", "box calls block", "ret = `hook`(`clean`, `small`);\n"),
    ],
}

# Each callback ends with a look at what was stored: a store that is lost or invented changes a verdict.
LOOKS = ["if (`member` `==~!=` `0~1~2`)\n`might_sleep()~return -EAGAIN~return -EIO`;\n",
         "if (`var` `==~!=~<` `any`)\n`might_sleep()~return -EAGAIN~return -EIO`;\n", "if (`code`)\n"
         "msleep(1);\n"]

# Helpers: head, what is known inside, what they return, last statement.
HELPERS = {
    "work": ("int %s(struct box@ *b, int v)", {"pointers": "b", "ints": "v"}, "err", "return `err`;\n"),
    "again": ("int %s(struct box@ *b, int n)", {"pointers": "b", "fixed": "n"}, "err",
              "return n > 0 ? `cond` ? `err` : %s(b, n - 1) : 0;\n"),
    "count": ("int %s(int v, int w)", {"ints": "v w"}, "int", "return `int`;\n"),
    "store": ("void %s(struct box@ *b, int v)", {"pointers": "b", "ints": "v"}, "void", ""),
    "write": ("void %s(int *q, int v)", {"int_pointers": "q", "ints": "v"}, "void", ""),
    "remake": ("struct box@ %s(struct box@ a, int v)", {"boxes": "a", "ints": "v"}, "box", "return a;\n"),
    "pick": ("struct box@ *%s(struct box@ *b, struct box@ *c, int v)",
             {"pointers": "b c", "ints": "v"}, "ptr", "return `cond` ? b : c;\n"),
    "deepen": ("void %s(int *q, int n)", {"int_pointers": "q", "fixed": "n"}, "void",
               "if (n > 0) {\n%s(q, n - 1);\n*q `+=~-=` n;\n}\n"),
    "sum": ("int %s(struct link@ *l)", {}, "int", "return l ? l->vl `+~-` %s(l->up) : `leaf`;\n"),
    "undo": ("void %s(struct box@ **at)", {"pointers": "(*at)"}, "void", ""),
    "aim": ("void %s(struct box@ **to, struct box@ *b, int v)", {"pointers": "b (*to)", "ints": "v"}, "void",
            "if (`cond`)\n*to = b;\n"),
    "call": ("int %s(const struct run@ *r, struct box@ *b, int v)", {"pointers": "b", "ints": "v"}, "err",
             "return r->go ? r->go(b, v) : 0;\n"),
    "context": ("int %s(struct owner@ *o, const struct mmu_notifier_range *range, int v)",
                {"ints": "v"}, "err", "return `err`;\n"),
}

# Members of struct box, how each is read, and how where the context chose what is in it.
BOX = {
    "vi": ("int vi;", "($)->vi"), "vb": ("@type vb;", "(int)($)->vb"), "vf": ("bool vf;", "($)->vf"),
    "vn": ("unsigned int vn : 2;", "(int)($)->vn"), "vt": ("@type vt[4];", "(int)($)->vt[$ & 3]"),
    "vm": ("struct {\nint c, d;\n} vm;", "($)->vm.c"), "ve": ("@type ve;", "($)->ve"),
}

# Members of the owner: declaration, how it is read, its values, how the harness fills it.
INPUTS = {
    "in0": ("unsigned char in0;", "(o->in0 & 3)", 4, "o.in0 = take(&code, 4) | 8"),
    "in1": ("int in1;", "(o->in1 & 3)", 4, "o.in1 = (int)take(&code, 4) - 4"),
    "in2": ("long in2;", "(int)(o->in2 & 1)", 2, "o.in2 = take(&code, 2) | 6"),
    "bits": ("unsigned int bits : 2;", "(int)o->bits", 4, "o.bits = take(&code, 4)"),
    "sign": ("int sign : 2;", "o->sign", 4, "o.sign = (int)take(&code, 4) - 2"),
    "flag": ("bool flag;", "o->flag", 2, "o.flag = take(&code, 2)"),
}
RANGE = {"start": ("(int)(range->start & 3)", 4, "start |= take(&code, 4)"),
         "end": ("(int)((range->end >> 3) & 1)", 2, "end |= take(&code, 2) << 3"),
         "event": ("(range->event & 3)", 4, "event = take(&code, 4)"),
         "flags": ("(int)((range->flags >> 1) & 1)", 2, "flags = take(&code, 2) << 1")}
# Members of the owner that are compared with each other alone: only their order matters.
ORDER = {name: (f"int {name};", 3, f"o.{name} = (int)take(&code, 3) - 1") for name in ("ra", "rb", "rc")}
FEATURES = sorted({row[1] for rows in ROWS.values() for row in rows if row[1]})
