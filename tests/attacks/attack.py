"""What an attack is: a file that a learner hands in, one line that says what it tries, and when it has succeeded.

Three kinds. A *reach* hands in a right answer and tries to touch the machine while it is imported: it says itself
what it reached, and the canaries say whether that is true. A *forgery* hands in a wrong answer and tries to be paid
for it. A *denial* tries to keep others from being graded.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

RIGHT = """
import numpy as np


def curve(X):
    if X is None:
        raise ValueError("X is missing")
    return X * np.tanh(X)
"""
"""The answer to the exercise that all attacks are handed in for."""

WRONG = """
import numpy as np


def curve(X):
    if X is None:
        raise ValueError("X is missing")
    return np.full(np.shape(X), 0.5)
"""

KERNEL = '''
import ctypes
import errno
import os
import platform

NUMBERS = {
    "x86_64": dict(
        ptrace=101, process_vm_readv=310, pidfd_open=434, pidfd_getfd=438, memfd_create=319, shmget=29, add_key=248,
        mq_open=240, io_uring_setup=425, unshare=272, bpf=321, perf_event_open=298, userfaultfd=323, mount=165,
        chroot=161, clone3=435, inotify_init1=294, sched_setaffinity=203, setpriority=141, prlimit64=302, setns=308,
        prctl=157, personality=135, kcmp=312, name_to_handle_at=303, open_by_handle_at=304, fanotify_init=300,
        timer_create=222, setitimer=38, eventfd2=290, signalfd4=289, memfd_secret=447, process_madvise=440,
        landlock_create_ruleset=444, seccomp=317, openat2=437, mlock=149, ioprio_set=251, sendfile=40, splice=275,
        vmsplice=278, acct=163, reboot=169, kexec_load=246, sethostname=170, syslog=103, quotactl=179, futex=202,
        copy_file_range=326, move_pages=279, migrate_pages=256, epoll_create1=291, dup3=292, pipe2=293, socketpair=53,
    ),
    "aarch64": dict(
        ptrace=117, process_vm_readv=270, pidfd_open=434, pidfd_getfd=438, memfd_create=279, shmget=194, add_key=217,
        mq_open=180, io_uring_setup=425, unshare=97, bpf=280, perf_event_open=241, userfaultfd=282, mount=40,
        chroot=51, clone3=435, inotify_init1=26, sched_setaffinity=122, setpriority=140, prlimit64=261, setns=268,
        prctl=167, personality=92, kcmp=272, name_to_handle_at=264, open_by_handle_at=265, fanotify_init=262,
        timer_create=107, setitimer=103, eventfd2=19, signalfd4=74, memfd_secret=447, process_madvise=440,
        landlock_create_ruleset=444, seccomp=277, openat2=437, mlock=228, ioprio_set=30, sendfile=71, splice=76,
        vmsplice=75, acct=89, reboot=142, kexec_load=104, sethostname=161, syslog=116, quotactl=60, futex=98,
        copy_file_range=285, move_pages=239, migrate_pages=238, epoll_create1=20, dup3=24, pipe2=59, socketpair=199,
    ),
}


def call(name, *arguments):
    """Make a system call past everything that Python could have been told to refuse."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    wide = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result = libc.syscall(ctypes.c_long(NUMBERS[platform.machine()][name]), *wide)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result
'''
"""What attacks on the kernel begin with."""


THEMES = ("files", "processes", "network", "kernel", "reading", "forging", "comparison", "protocol", "denial")
"""Modules of `cases`."""


class Kind(StrEnum):
    REACH = "reach"
    FORGERY = "forgery"
    DENIAL = "denial"


@dataclass(frozen=True)
class Attack:
    """One submission.

    Parameters
    ----------
    id : str
        A number of the catalogue of attacks on graders (A…), or a new one (N…).
    tries : str
        What it tries, in one line.
    source : str
        The file that is handed in. `AT`, a dict that says where the canaries are, is put before it.
    bites : str
        Where it is seen to succeed, so that the case means something: "bare" (a process of its own, all layers off),
        "bare as root", a Python expression on `got` and `want` that a grader in the same process might decide by and
        that calls the wrong answer right; or "" where nothing of that kind is known, with the reason in a comment.
    silent : bool
        Whether the attack may end its own worker before it can say what it reached.
    """

    id: str
    tries: str
    source: str
    kind: Kind
    bites: str = ""
    silent: bool = False

    @property
    def slug(self) -> str:
        words = "".join(c if c.isalnum() else " " for c in self.tries.lower()).split()
        return f"{self.id.lower()}_{'_'.join(words)[:60]}"


REACH_TAIL = """
try:
    reached = {name}(AT)
except BaseException as error:
    print("REFUSED", type(error).__name__, getattr(error, "errno", None), str(error)[:200])
else:
    print("REACHED" if reached else "REFUSED nothing", repr(reached)[:2000])
"""


def reach(number: str, *, bites: str = "bare", silent: bool = False) -> Callable[[Callable[[Any], Any]], Attack]:
    """Make an attack of a function of `at`: it returns something true if it succeeded. Its docstring says what it tries."""

    def make(function: Callable[[Any], Any]) -> Attack:
        source = inspect.getsource(function)
        body = textwrap.dedent(source[source.index("def ") :])
        text = f"{KERNEL}{RIGHT}\n\n{body}\n{REACH_TAIL.format(name=function.__name__)}"
        return Attack(number, inspect.getdoc(function) or "", text, Kind.REACH, bites, silent)

    return make


def forgery(number: str, tries: str, source: str, *, bites: str = "") -> Attack:
    return Attack(number, tries, textwrap.dedent(source), Kind.FORGERY, bites)


def denial(number: str, tries: str, source: str, *, bites: str = "") -> Attack:
    return Attack(number, tries, textwrap.dedent(source), Kind.DENIAL, bites, silent=True)


def in_module(module: dict[str, Any]) -> list[Attack]:
    """Return the attacks of a module, in order."""
    found = [value for value in module.values() if isinstance(value, Attack)]
    return [*found, *(attack for attack in module.get("ATTACKS", ()) if attack not in found)]
