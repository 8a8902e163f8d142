"""What a layout is: a way in which other tools lay out the work of a class."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mdl_grade.intake import SUBMISSION, Problem, Refused, Tree, open_nested
from mdl_grade.intake.opening import named_as_archive


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """One submission of one learner; nothing of it has been opened yet.

    Parameters
    ----------
    learner : str
        Who, as the layout's names tell: never what a file says.
    where : str
        Its place in what was opened.
    open : callable
        Opens it.
    received : datetime, optional
        When it came in, with a time zone.
    attempt : int
        Later ones have larger numbers.
    late : bool
        Whether the platform says that it is late, and not how much.
    """

    learner: str
    where: str
    open: Callable[[], Tree | Problem]
    received: datetime | None = None
    attempt: int = 1
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a layout makes of a tree.

    Parameters
    ----------
    layout : str
        Its name.
    words : str
        What it took the tree for.
    score : float
        From 0 to 1: how much of the tree speaks for it.
    assignment : str, optional
        What names of clones begin with, where that was found out.
    """

    layout: str
    words: str
    score: float
    submissions: tuple[HandedIn, ...]
    refused: tuple[Refused, ...] = ()
    assignment: str | None = None


Recogniser = Callable[[Tree, Sequence[str]], Reading | None]
"""Given a tree and the wanted exercises, a reading of it, or None."""


def learner_folder(tree: Tree, name: str) -> Callable[[], Tree | Problem]:
    """Return what opens the folder of one learner, or the archive that stands in its place, under a learner's caps."""
    if named_as_archive(name) is not None:
        return lambda: open_nested(tree, name)
    return lambda: tree.within(name, SUBMISSION)
