# SPDX-License-Identifier: GPL-2.0-only
"""A copy of a kernel in which files can be replaced, without changing the kernel."""
import os
import shutil
import subprocess


class Overlay:
    """A copy of the kernel and its build directory in which files can be replaced.

    Below WORK. Every file of the tree is a hard link, or a symbolic one on another file system.
    """

    def __init__(self, kernel, build, work):
        self.kernel, self.tree, self.build = kernel, work / "linux", work / "build"
        self.cache = work / "cache"
        self.edited = work / "edited"  # what a run that was killed left changed
        if not self.tree.is_dir():
            self.link_tree()
        if not self.build.is_dir():
            subprocess.run(["cp", "-a", build, self.build], check=True)
            (self.build / "compile_commands.json").unlink(missing_ok=True)
            source = self.build / "source"
            source.unlink(missing_ok=True)
            source.symlink_to(self.tree)
            makefile = self.build / "Makefile"
            makefile.write_text(makefile.read_text().replace(str(kernel), str(self.tree)))
        if self.edited.is_file():
            for file in set(self.edited.read_text().split("\n")) - {""}:
                self.restore(file)
            self.edited.unlink()

    def link_tree(self):
        for how in ("-al", "-as"):
            if subprocess.run(["cp", how, self.kernel, self.tree],
                              stderr=subprocess.DEVNULL).returncode == 0:
                return
            shutil.rmtree(self.tree, ignore_errors=True)
        raise OSError(f"cannot copy {self.kernel} to {self.tree}")

    def put(self, file, text):
        path = self.tree / file
        with open(self.edited, "a", encoding="utf-8") as edited:
            edited.write(file + "\n")
        path.unlink(missing_ok=True)  # never write through the link
        path.write_text(text, encoding="utf-8")

    def restore(self, file):
        path = self.tree / file
        path.unlink(missing_ok=True)
        try:
            os.link(self.kernel / file, path)
        except OSError:
            path.symlink_to(self.kernel / file)
