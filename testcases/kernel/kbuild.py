# SPDX-License-Identifier: GPL-2.0-only
"""Asks kbuild how it compiles files of a prepared build directory."""
import re
import shlex
import subprocess

# Objects that the makefile of another directory builds.
BUILT_FROM = {
    "drivers/gpu/drm/amd/amdkfd/": "drivers/gpu/drm/amd/amdgpu/../amdkfd/",
    "virt/kvm/": "arch/x86/kvm/../../../virt/kvm/",
}


def object_of(file):
    for directory, built_from in BUILT_FROM.items():
        if file.startswith(directory):
            file = built_from + file[len(directory):]
    return file[:-2] + ".o"


class Commands:
    """How FILES, relative to the tree, are compiled in BUILD; nothing is compiled yet.

    syntax_only  file -> words of a compiler call that only parses it, to be run in BUILD
    generate     shell commands, to be run in BUILD, that make headers of drivers which they need
    """

    def __init__(self, build, files, llvm="-19"):
        objects = {object_of(file): file for file in files}
        shown = subprocess.run(["make", "-C", build, f"LLVM={llvm}", "-n", "V=1", "-k", *objects],
                               capture_output=True, text=True).stdout
        self.syntax_only, self.generate = {}, []
        for line in shown.splitlines():
            if "echo '  " not in line:
                continue
            for command in (word for word in shlex.split(line) if word.startswith("  ")):
                if re.search(r"# (GEN|HOSTCC) +(drivers/|xe)", line):
                    self.generate.append(command.strip())
                else:
                    self.add(command, objects)
        missing = sorted(set(files) - set(self.syntax_only))
        if missing:
            raise LookupError(f"{build}: kbuild does not say how to compile {', '.join(missing)}")

    def add(self, command, objects):
        words = shlex.split(re.split(r"\s;\s", command + " ; ")[0])  # objtool may follow
        if "-c" not in words or "-o" not in words:
            return
        at = words.index("-o")
        file = objects.get(words[at + 1])
        if file:
            self.syntax_only[file] = [word for i, word in enumerate(words)
                                      if i not in (at, at + 1) and word != "-c"
                                      and not word.startswith("-Wp,-M")] + ["-fsyntax-only"]
