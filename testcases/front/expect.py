#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""expect.py EXTRACT FILE: checks the "// IR:", "// NOIR:" and "// UNIT:" lines of FILE.

IR and NOIR name a function and a regex for one line of its body, UNIT gives a regex for one line
before the functions. The lines have names in place of symbols (&N), fields (!N) and locals (lN)."""
import os
import re
import subprocess
import sys

EXTRACT, PATH = sys.argv[1:3]


def unit_text():
    flags = re.findall(r'^// FLAGS: (.*)$', open(PATH).read(), re.M)
    command = [EXTRACT, os.getcwd(), PATH, '-', '-', '-std=gnu11', '-O2']
    done = subprocess.run(command + sum((f.split() for f in flags), []),
                          capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr.strip() or 'extract failed')
    return done.stdout


def named(line, tables):
    """LINE with the names in place of the numbers of TABLES."""
    for mark, names in tables.items():
        line = re.sub(re.escape(mark) + r'(\d+)\b',
                      lambda m: names.get(m.group(1), m.group(0)), line)
    return line


def split(text):
    """The lines before the functions, and per function name its lines."""
    head, *functions = re.split(r'^(?=function &)', text, flags=re.M)
    symbols = dict(re.findall(r'^&(\d+) \w+ \S+ "([^"]*)"', head, re.M))
    fields = {n: '!%s.%s' % (r, f)
              for n, r, f in re.findall(r'^!(\d+) \S+ "([^"]*)" "([^"]*)"', head, re.M)}
    bodies = {}
    for function in functions:
        number = re.match(r'function &(\d+)', function).group(1)
        local = {n: '$' + name for n, name in
                 re.findall(r'^  l(\d+) \S+ "([^"]*)"', function, re.M)}
        tables = {'&': symbols, '!': fields}
        lines = []
        for line in function.splitlines():
            declared = re.match(r'  l\d+ ', line)
            lines.append(line if declared else
                         re.sub(r'\bl(\d+)\b', lambda m: local.get(m.group(1), m.group(0)),
                                named(line, tables)))
        bodies[symbols[number].split(':')[-1]] = lines
    return [named(line, {'&': symbols, '!': fields}) if not re.match('[&!]', line) else line
            for line in head.splitlines()], bodies


def main():
    head, bodies = split(unit_text())
    wrong = []
    for kind, rest in re.findall(r'// (IR|NOIR|UNIT|NOUNIT): (.*)$', open(PATH).read(), re.M):
        if kind.endswith('UNIT'):
            function, regex, lines = 'unit', rest, head
        else:
            function, regex = rest.split(': ', 1)
            if function not in bodies and kind == 'IR':
                wrong.append('no function %s' % function)
                continue
            lines = bodies.get(function, [])
        found = any(re.search(regex, line) for line in lines)
        if found == kind.startswith('NO'):
            wrong.append('%s: %s%s' % (function, 'unwanted ' if found else 'no ', regex))
    if wrong:
        sys.exit('; '.join(wrong))


main()
