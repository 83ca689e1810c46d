"""Leaves nothing behind, however a test ends.

hold() splits the program in two. The one that goes on has a folder for temporary files of its own and is, with all
that it starts, on the leash of the other. That one waits, and ends everything and removes the folder when the program
ends, when a signal asks for it (SIGINT, SIGTERM, SIGHUP), or when whoever started it is gone.

Why another process: a JupyterLab, its kernels, what their cells run, gopls and Chromium's processes are sessions and
process groups of their own. No signal to one group reaches them all, and a program that was killed tidies up nothing.
"""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

PARENTS_PIPE = "GANBOOK_PARENTS_PIPE"  # set where stdin is a pipe that ends when the caller does
SET_CHILD_SUBREAPER = 36  # prctl(2): who loses its parent becomes our child instead of init's, so that we find it


def hold():
    temp = tempfile.mkdtemp(prefix="ganbook-")
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    work = os.fork()
    if work == 0:
        os.setsid()  # Ctrl+C in a terminal reaches the keeper alone
        os.environ["TMPDIR"] = temp
        tempfile.tempdir = None
        if os.environ.pop(PARENTS_PIPE, ""):
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        return
    os._exit(keep(work, temp))


class Asked(BaseException):
    """A signal asks for the end."""


def keep(work, temp):
    """Waits for the work, then ends what is left and removes temp; returns the exit status."""

    def asked(number, frame):
        raise Asked(number)

    ends = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    try:
        for number in ends:
            signal.signal(number, asked)
        if os.environ.get(PARENTS_PIPE):
            threading.Thread(target=follow_parent, daemon=True).start()
        status = wait_for(work)
    except Asked as by:
        status = 128 + by.args[0]
    for number in ends:
        signal.signal(number, signal.SIG_IGN)
    end_all()
    shutil.rmtree(temp, ignore_errors=True)
    return status


def follow_parent():
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def wait_for(work):
    while True:
        ended, status = os.wait()  # the orphans that come to us end here too
        if ended == work:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else 128 - code


def end_all():
    """Kills every descendant. One may start another meanwhile, so it looks again until there is none."""
    for _ in range(500):
        alive = descendants()
        if not alive:
            return
        for pid in alive:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        try:
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass
        except ChildProcessError:
            pass
        time.sleep(0.02)


def descendants():
    children = {}
    for pid, parent in processes():
        children.setdefault(parent, []).append(pid)
    found = list(children.get(os.getpid(), []))
    for pid in found:
        found += children.get(pid, [])
    return found


def processes():
    """Every process that is not over, with its parent."""
    if not os.path.isdir("/proc/self"):
        ps = subprocess.Popen(["ps", "-A", "-o", "pid=,ppid=,stat="], stdout=subprocess.PIPE, text=True)
        for line in ps.communicate()[0].splitlines():
            pid, parent, state = line.split(maxsplit=2)
            if int(pid) != ps.pid and not state.startswith("Z"):
                yield int(pid), int(parent)
        return
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                    state, parent = file.read().rpartition(")")[2].split()[:2]
            except OSError:  # it ended meanwhile
                continue
            if state != "Z":
                yield int(name), int(parent)
