"""What this machine is taken for when a wall is built. The kernel, and then the self-test, have the last word."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

NEWEST = 1 << 16


@dataclass(frozen=True)
class Machine:
    """The most that is tried here: a wall is built from what of it the kernel then really has.

    Parameters
    ----------
    system : str
        As in `sys.platform`.
    landlock : int
        The newest Landlock ABI to use; 0 for none.
    seccomp : bool
    fork : bool
        Whether a process that has loaded NumPy may be forked, and its children be held by pidfd.
    """

    system: str = sys.platform
    landlock: int = NEWEST
    seccomp: bool = True
    fork: bool = True

    @property
    def linux(self) -> bool:
        return self.system == "linux"


def processors() -> int:
    """Return how many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


THIS = Machine()
"""Tests stand on the lower rungs of the ladder by putting another machine here, in the trusted process. Nothing that
a learner, an option or the environment says reaches it."""


def lockable() -> bool:
    """Return whether a process can be locked here at all."""
    return THIS.system != "win32"
