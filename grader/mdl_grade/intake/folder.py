"""A folder on disk as a tree. Every step goes through a descriptor and follows no link, so none leads outside."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate, islice
from pathlib import Path

from mdl_grade.intake.answer import Problem, missing
from mdl_grade.intake.files import read_file
from mdl_grade.intake.limits import SUBMISSION, IntakeLimits
from mdl_grade.intake.names import fault_of, is_clutter
from mdl_grade.intake.tree import Refused, Top, Tree


class FolderTree(Tree):
    """The folder at `root`, or one below it.

    `root` itself may be a link: whoever runs the command named it. What it holds was put there by others.
    """

    def __init__(self, root: Path, parts: tuple[str, ...] = (), limits: IntakeLimits = SUBMISSION) -> None:
        super().__init__(parts[-1] if parts else root.resolve().name or "/", limits)
        self._root, self._parts = root, parts
        self._top: Top | None = None

    def top(self) -> Top:
        if self._top is None:
            self._top = self._listed()
        return self._top

    def within(self, folder: str, limits: IntakeLimits | None = None) -> FolderTree:
        return FolderTree(self._root, (*self._parts, folder), limits or self.limits)

    def content(self, file: str, most: int) -> bytes | Problem:
        try:
            with self._opened() as place:
                if isinstance(place, int):
                    return read_file(file, most, folder=place)
                return read_file(os.path.join(place, file), most)  # noqa: PTH118 (as scandir wants it)
        except OSError as error:
            return self._shut(error)

    def _listed(self) -> Top:
        folders: list[str] = []
        files: list[str] = []
        ignored: list[str] = []
        refused: list[Refused] = []
        try:
            with self._opened() as place, os.scandir(place) as entries:
                for seen, entry in enumerate(islice(entries, self.limits.entries + 1)):
                    if seen == self.limits.entries:
                        return Top(problem=self._crowded())
                    if is_clutter(entry.name):
                        ignored.append(entry.name)
                    elif reason := fault_of(entry.name, self.limits) or _kind(entry):
                        refused.append(Refused(entry.name, reason))
                    else:
                        (folders if entry.is_dir(follow_symlinks=False) else files).append(entry.name)
        except OSError as error:
            return Top(problem=self._shut(error))
        refused.sort(key=lambda one: one.name)
        return Top(tuple(sorted(folders)), tuple(sorted(files)), tuple(sorted(ignored)), tuple(refused))

    @contextmanager
    def _opened(self) -> Iterator[int | str]:
        """Yield a descriptor of the folder; on Windows, where there are none, its path, in which no step is a link."""
        if sys.platform == "win32":
            steps = list(accumulate(self._parts, os.path.join, initial=str(self._root)))
            if any(map(os.path.islink, steps[1:])):
                raise NotADirectoryError
            yield steps[-1]
        else:
            with self._descriptor() as descriptor:
                yield descriptor

    @contextmanager
    def _descriptor(self) -> Iterator[int]:
        if sys.platform == "win32":
            raise NotImplementedError
        folder = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
        descriptor = os.open(self._root, folder)
        try:
            for part in self._parts:
                inner = os.open(part, folder | os.O_NOFOLLOW, dir_fd=descriptor)
                os.close(descriptor)
                descriptor = inner
            yield descriptor
        finally:
            os.close(descriptor)

    def _shut(self, error: OSError) -> Problem:
        if isinstance(error, FileNotFoundError):
            return missing(self.label)
        if isinstance(error, NotADirectoryError):
            return Problem(f"{self.label} is a link or a file where a folder should be: hand in the folder itself.")
        return Problem(f"The folder {self.label} can't be opened: {error.strerror}.")

    def _crowded(self) -> Problem:
        return Problem(f"{self.label} holds more than {self.limits.entries} files: hand in the answers alone.")


def _kind(entry: os.DirEntry[str]) -> str | None:
    """Return why an entry is neither folder nor regular file, or None."""
    if entry.is_symlink():
        return "is a symbolic link: hand in the file itself"
    if entry.is_dir(follow_symlinks=False) or entry.is_file(follow_symlinks=False):
        return None
    return "is not an ordinary file (a pipe, socket or device)"
