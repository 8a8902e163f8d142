"""A read-only view of what was handed in, the same whether it lies in a folder or in an archive."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from mdl_grade.intake.answer import MAX_BYTES, Problem, missing
from mdl_grade.intake.limits import IntakeLimits
from mdl_grade.intake.names import twin_of


@dataclass(frozen=True)
class Refused:
    """Something that was handed in and is not taken, with the reason, which continues the name: "… is a link"."""

    name: str
    reason: str


@dataclass(frozen=True)
class Top:
    """What one folder holds, each kind sorted. `problem` says why it could not be looked into."""

    folders: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    problem: Problem | None = None

    def why_refused(self, name: str) -> str | None:
        return next((refused.reason for refused in self.refused if refused.name == name), None)


@dataclass(frozen=True)
class Survey:
    """All that lies in a tree, at any depth: regular files, and what is not taken."""

    names: tuple[PurePosixPath, ...]
    refused: tuple[Refused, ...]


class Tree(ABC):
    """Files are data: read with caps, never run, imported, extracted or followed elsewhere.

    Parameters
    ----------
    label : str
        The last component of its path.
    limits : IntakeLimits
        Caps.
    packed : int
        How many archives it lies inside.
    """

    def __init__(self, label: str, limits: IntakeLimits, packed: int = 0) -> None:
        self.label, self.limits, self.packed = label, limits, packed

    @abstractmethod
    def top(self) -> Top:
        """Return what lies directly in this folder."""

    @abstractmethod
    def within(self, folder: str, limits: IntakeLimits | None = None) -> Tree:
        """Return the view of a folder that lies directly in this one, under limits of its own if they are given."""

    @abstractmethod
    def content(self, file: str, most: int) -> bytes | Problem:
        """Read a file that lies directly in this folder."""

    def close(self) -> None:  # noqa: B027 - most have nothing to close
        """Let go of the file behind the view; forgetting it does no harm."""

    def read(self, name: PurePosixPath, most: int = MAX_BYTES) -> bytes | Problem:
        """Return the bytes of a file, or why there are none.

        A name that differs from another one in the same folder only by case or Unicode normalisation is refused: on
        some machines only one of the two is seen, and not everybody would see the same.
        """
        tree: Tree = self
        for folder in name.parts[:-1]:
            top = tree.top()
            if problem := _unreadable(folder, top, top.folders):
                return problem
            tree = tree.within(folder)
        top = tree.top()
        return _unreadable(name.name, top, top.files) or tree.content(name.name, most)

    def survey(self) -> Survey:
        """Walk through everything, clutter excepted; past the cap on entries the rest is refused as one."""
        names: list[PurePosixPath] = []
        refused: list[Refused] = []
        for seen, item in enumerate(self._walk(PurePosixPath())):
            if seen >= self.limits.entries:
                refused.append(Refused(self.label, f"holds more than {self.limits.entries} files: the rest is ignored"))
                break
            if isinstance(item, Refused):
                refused.append(item)
            else:
                names.append(item)
        return Survey(tuple(sorted(names)), tuple(refused))

    def names(self) -> tuple[PurePosixPath, ...]:
        """Return the paths of all regular files, sorted."""
        return self.survey().names

    @property
    def refused(self) -> tuple[Refused, ...]:
        """What is not taken, at any depth."""
        return self.survey().refused

    def _walk(self, place: PurePosixPath) -> Iterator[PurePosixPath | Refused]:
        top = self.top()
        if top.problem is not None:
            yield Refused(str(place) if place.parts else self.label, f"could not be looked into: {top.problem.reason}")
        for one in top.refused:
            yield Refused(str(place / one.name) if place.parts else one.name, one.reason)
        for file in top.files:
            yield place / file
        for folder in top.folders:
            if len(place.parts) + 1 >= self.limits.depth:
                yield Refused(str(place / folder), f"lies {self.limits.depth} folders deep: nothing in it is looked at")
            else:
                yield from self.within(folder)._walk(place / folder)


def _unreadable(name: str, top: Top, there: tuple[str, ...]) -> Problem | None:
    if top.problem is not None:
        return top.problem
    if reason := top.why_refused(name):
        return Problem(f"{name} {reason}.")
    if name not in there:
        if name in top.folders:
            return Problem(f"{name} is a folder: a file of that name is graded.")
        return missing(name)
    twin = twin_of(name, there)
    if twin is not None:
        return Problem(f"{name} and {twin} are one file on some machines: hand in one of them.")
    return None
