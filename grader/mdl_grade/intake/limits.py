"""How much of what is handed in is looked at. Beyond a limit nothing is read, and the reason is told."""

from __future__ import annotations

from dataclasses import dataclass

MAX_NOTEBOOK = 32 << 20
"""Bytes of a notebook: pictures in its outputs take most of them, and are skipped."""


@dataclass(frozen=True)
class IntakeLimits:
    """Caps for one folder or archive.

    Parameters
    ----------
    entries : int
        Files and folders, in one folder and in all.
    depth : int
        Folders inside one another.
    archive : int
        Bytes of an archive as it lies there.
    index : int
        Bytes of an archive's list of members.
    total : int
        Bytes of all members, unpacked.
    ratio : int
        Unpacked bytes for each packed one; asked only above 64 KiB, since little text shrinks a lot.
    plain_names : bool
        Whether names must be free of control and bidirectional characters. Learners are called what they are called:
        the folders of a class may bear any name.
    """

    entries: int
    depth: int
    archive: int
    index: int
    total: int
    ratio: int
    plain_names: bool


SUBMISSION = IntakeLimits(
    entries=20_000, depth=8, archive=64 << 20, index=4 << 20, total=256 << 20, ratio=100, plain_names=True
)
"""One learner's work."""

CLASS = IntakeLimits(
    entries=1_000_000, depth=12, archive=8 << 30, index=256 << 20, total=64 << 30, ratio=1000, plain_names=False
)
"""A class's work: the packing is the learning platform's, the members are the learners'."""

RATIO_FLOOR = 64 << 10


def inflated_too_far(unpacked: int, packed: int, limits: IntakeLimits) -> bool:
    """Tell whether so many bytes should not have come out of so few."""
    return unpacked > RATIO_FLOOR and unpacked > limits.ratio * packed
