"""Which namespaces a process is in: the part of the wall that bubblewrap builds, seen from inside."""

from __future__ import annotations

import os
from collections.abc import Mapping

KINDS = ("ipc", "mnt", "net", "pid")


def identities() -> dict[str, str]:
    """Return which namespaces this process is in."""
    return {kind: os.readlink(f"/proc/self/ns/{kind}") for kind in KINDS}  # noqa: PTH115 (no path)


def apart_from(outside: Mapping[str, str]) -> bool:
    """Tell whether this process shares none of the namespaces `outside`."""
    if not outside:
        return False
    inside = identities()
    return all(inside[kind] != identity for kind, identity in outside.items())
