"""A tree whose members are known beforehand: those of an archive, or some picked from another tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Generic, TypeVar

from mdl_grade.intake.answer import Problem
from mdl_grade.intake.limits import IntakeLimits
from mdl_grade.intake.names import fault_of, is_clutter
from mdl_grade.intake.tree import Refused, Top, Tree

K = TypeVar("K")
"""What finds a member again."""


@dataclass
class Index(Generic[K]):
    """One folder of members; `refused` holds the reasons by name."""

    folders: dict[str, Index[K]] = field(default_factory=dict)
    files: dict[str, K] = field(default_factory=dict)
    ignored: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, key: K, limits: IntakeLimits) -> None:
        """Put a regular file where its name says, unless the name is at fault, in use or clutter."""
        place = self._place(name, limits)
        if place is None:
            return
        folder, last = place
        if last in folder.refused:
            return
        if last in folder.files or last in folder.folders:
            folder.refuse(last, "is there more than once: what counts would be chance")
        else:
            folder.files[last] = key

    def add_folder(self, name: str, limits: IntakeLimits) -> None:
        """Make sure that a folder is there, even if nothing is in it."""
        if PurePosixPath(name).parts:
            self._place(f"{name}/_", limits)

    def add_refused(self, name: str, reason: str, limits: IntakeLimits) -> None:
        """Keep the name of what is not taken where it would have been."""
        place = self._place(name, limits)
        if place is not None:
            place[0].refuse(place[1], reason)

    def refuse(self, name: str, reason: str) -> None:
        self.files.pop(name, None)
        self.folders.pop(name, None)
        self.refused[name] = reason

    def _place(self, name: str, limits: IntakeLimits) -> tuple[Index[K], str] | None:
        """Return the folder that a member belongs to and its last component; None if it goes nowhere.

        Some packers separate folders by backslashes.
        """
        name = name.replace("\\", "/")
        if reason := fault_of(name, limits):
            self.refused[name] = reason
            return None
        *parents, last = PurePosixPath(name).parts
        folder = self
        for parent in parents:
            if is_clutter(parent):
                folder.ignored.add(parent)
                return None
            if parent in folder.files:
                folder.refuse(parent, "is there more than once: as a file, and as a folder")
            if parent in folder.refused:
                return None
            folder = folder.folders.setdefault(parent, Index())
        if is_clutter(last):
            folder.ignored.add(last)
            return None
        return folder, last


class IndexedTree(Tree, Generic[K]):
    """Members in an `Index`, read through `reader`, which is given the key, the name and the cap."""

    def __init__(
        self,
        label: str,
        index: Index[K],
        reader: Callable[[K, str, int], bytes | Problem],
        limits: IntakeLimits,
        *,
        packed: int = 0,
        closing: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(label, limits, packed)
        self._index, self._reader, self._closing = index, reader, closing
        self._top: Top | None = None

    def top(self) -> Top:
        if self._top is None:
            index = self._index
            refused = tuple(Refused(name, reason) for name, reason in sorted(index.refused.items()))
            self._top = Top(
                tuple(sorted(index.folders)), tuple(sorted(index.files)), tuple(sorted(index.ignored)), refused
            )
        return self._top

    def within(self, folder: str, limits: IntakeLimits | None = None) -> IndexedTree[K]:
        inner = self._index.folders.get(folder, Index())
        return IndexedTree(folder, inner, self._reader, limits or self.limits, packed=self.packed)

    def content(self, file: str, most: int) -> bytes | Problem:
        return self._reader(self._index.files[file], file, most)

    def close(self) -> None:
        if self._closing is not None:
            self._closing()


def picked(label: str, tree: Tree, names: Mapping[PurePosixPath, PurePosixPath]) -> IndexedTree[PurePosixPath]:
    """Return a view of some files of `tree` under other names.

    Parameters
    ----------
    names : mapping of PurePosixPath to PurePosixPath
        From the name in the view to the name in `tree`.
    """
    index: Index[PurePosixPath] = Index()
    for name, original in names.items():
        index.add(str(name), original, tree.limits)

    def reader(original: PurePosixPath, _: str, most: int) -> bytes | Problem:
        return tree.read(original, most)

    return IndexedTree(label, index, reader, tree.limits, packed=tree.packed)
