# SPDX-License-Identifier: GPL-2.0-only
"""A repository that is served over http, and a partial clone of it in whose configuration are traps."""
import contextlib
import gzip
import http.server
import os
import shutil
import subprocess
import threading

GIT = "/usr/bin/git"


def bare(place, tree):
    """A copy of the repository at TREE with one more commit, which breaks a driver; its path."""
    path = os.path.join(place.top, "served.git")
    work = os.path.join(place.top, "served")
    for old in (path, work):
        shutil.rmtree(old, ignore_errors=True)
    git = [GIT, "-c", "user.name=t", "-c", "user.email=t@t", "-c", "core.hooksPath=/dev/null"]
    place.command([*git, "clone", "-q", "--no-local", "-c", "core.fsmonitor=false", tree, work], 0)
    driver = os.path.join(work, "drivers/good.c")
    with open(driver, encoding="utf-8") as file:
        text = file.read()
    with open(driver, "w", encoding="utf-8") as file:
        file.write(text.replace("return -EAGAIN", "return -16"))
    place.command([*git, "-C", work, "commit", "-q", "-a", "-m", "after"], 0)
    place.command([*git, "clone", "-q", "--bare", "--no-local", work, path], 0)
    for key in ("uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"):
        place.command([GIT, "-C", path, "config", key, "true"], 0)
    forget_marks(place)
    return path


def handler_for(path):
    """Answers for the repository at PATH, through git's own CGI program."""
    class Handler(http.server.BaseHTTPRequestHandler):
        def body(self):
            text = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            while self.headers.get("Transfer-Encoding") == "chunked":
                size = int(self.rfile.readline(), 16)
                text += self.rfile.read(size)
                self.rfile.readline()
                if not size:
                    break
            return gzip.decompress(text) if self.headers.get("Content-Encoding") == "gzip" else text

        def answer(self):
            name, _, query = self.path.partition("?")
            text = self.body()
            environment = dict(os.environ, GIT_PROJECT_ROOT=path, GIT_HTTP_EXPORT_ALL="1", PATH_INFO=name, QUERY_STRING=query,
                               REQUEST_METHOD=self.command, CONTENT_TYPE=self.headers.get("Content-Type", ""),
                               CONTENT_LENGTH=str(len(text)), GIT_PROTOCOL=self.headers.get("Git-Protocol", ""))
            done = subprocess.run([GIT, "http-backend"], input=text, stdout=subprocess.PIPE, env=environment, check=False)
            head, _, rest = done.stdout.partition(b"\r\n\r\n")
            self.send_response(200)
            for line in head.decode().split("\r\n"):
                self.send_header(*line.split(": ", 1))
            self.send_header("Content-Length", str(len(rest)))
            self.end_headers()
            self.wfile.write(rest)

        do_GET = do_POST = answer               # noqa: N815

        def log_message(self, *_):
            pass

    return Handler


@contextlib.contextmanager
def serving(path):
    """Serves the repository at PATH; its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler_for(path))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def forget_marks(place):
    for name in os.listdir(place.marks):
        os.remove(os.path.join(place.marks, name))


def partial_clone(place, url):
    """A clone of URL that lacks old texts, with other objects beside it; what it starts to fetch them leaves marks."""
    clone, other = os.path.join(place.top, "clone"), os.path.join(place.top, "other.git")
    shutil.rmtree(clone, ignore_errors=True)
    place.command([GIT, "clone", "-q", "--filter=blob:none", url, clone], 0)
    place.command([GIT, "init", "-q", "--bare", other], 0)
    with open(os.path.join(clone, ".git/objects/info/alternates"), "w", encoding="utf-8") as file:
        file.write(other + "/objects\n")
    for key, name in (("core.alternateRefsCommand", "refs"), (f"credential.{url}.helper", "helper"), ("core.gitProxy", "proxy"),
                      ("gc.recentObjectsHook", "recent"), ("core.sshCommand", "ssh")):
        place.command([GIT, "-C", clone, "config", key, place.script(f"traps/git/{name}", "git-" + name)], 0)
    place.command([GIT, "-C", clone, "config", "gc.auto", "1"], 0)
    place.script("clone/.git/hooks/pre-auto-gc", "hook-pre-auto-gc")
    forget_marks(place)
    return clone


def lacking(place, clone):
    """The text that the clone lacks: that of the driver before the last commit."""
    return place.command([GIT, "-C", clone, "rev-parse", "HEAD~1:drivers/good.c"], 0).stdout.strip()
