#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""expect.py EXTRACT FILE: checks the "// IR:", "// NOIR:" and "// UNIT:" lines of FILE.

IR and NOIR name a function and a regex for one line of its body, UNIT gives a regex for one line
before the functions. The lines have names in place of symbols (&N), fields (!N) and locals (lN)."""
import os
import re
import subprocess
import sys

LINE = re.compile(r'// (IR|NOIR|UNIT|NOUNIT): (.*)$')


def unit_text(extract, path, directory='.'):
    """The unit of PATH, which is below DIRECTORY, as text."""
    directory = os.path.abspath(directory)
    with open(os.path.join(directory, path), encoding='utf-8') as source:
        flags = re.findall(r'^// FLAGS: (.*)$', source.read(), re.M)
    command = [extract, directory, path, '-', '-', '-std=gnu11', '-O2']
    done = subprocess.run(command + sum((f.split() for f in flags), []), cwd=directory,
                          capture_output=True, text=True, check=False)
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


def parse(line):
    """Kind, function and regex of an expectation, or None where LINE is none."""
    match = LINE.search(line)
    if not match:
        return None
    kind, rest = match.groups()
    function, regex = ('unit', rest) if kind.endswith('UNIT') else rest.split(': ', 1)
    return kind, function, regex


def meets(kind, function, regex, head, bodies):
    """Whether the unit is as one expectation says."""
    if kind == 'IR' and function not in bodies:
        return False
    lines = head if kind.endswith('UNIT') else bodies.get(function, [])
    return any(re.search(regex, line) for line in lines) != kind.startswith('NO')


def main(extract, path):
    head, bodies = split(unit_text(extract, path))
    with open(path, encoding='utf-8') as source:
        expected = [found for line in source if (found := parse(line.rstrip('\n')))]
    wrong = ['%s: %s%s' % (function, 'unwanted ' if kind.startswith('NO') else 'no ', regex)
             for kind, function, regex in expected
             if not meets(kind, function, regex, head, bodies)]
    if wrong or not expected:
        sys.exit('; '.join(wrong) or 'expects nothing')


if __name__ == '__main__':
    main(*sys.argv[1:3])
