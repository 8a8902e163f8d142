"""The one place that opens what comes from learners. Files are data here: read with caps, never run, never imported."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mdl_grade.errors import UsageError

MAX_BYTES = 1 << 20


@dataclass(frozen=True)
class Answer:
    """The text of one file, as handed in."""

    text: str
    digest: str
    filename: str


@dataclass(frozen=True)
class Problem:
    """Why there is no text. `missing` when there is nothing at that path."""

    reason: str
    missing: bool = False
    line: int | None = None


@dataclass(frozen=True)
class Found:
    """Where the files of the wanted exercises are, and what the grader took PATH for."""

    label: str
    taken_for: str
    files: dict[str, Path]


def read_answer(path: Path) -> Answer | Problem:
    """Read one file: a regular one, no link, at most 1 MiB, UTF-8."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return Problem(f"There is no file {path.name}.", missing=True)
    except OSError as error:
        link = path.is_symlink()
        return Problem(
            f"{path.name} is a symbolic link: hand in the file itself."
            if link
            else f"{path.name} can't be opened: {error.strerror}."
        )
    try:
        problem = _unfit(path.name, os.fstat(descriptor))
        content = b"" if problem else _read(descriptor)
    finally:
        os.close(descriptor)
    return problem or decode_answer(path.name, content)


def _read(descriptor: int) -> bytes:
    """Read all, or one byte more than is allowed: the file may grow meanwhile."""
    content = b""
    while len(content) <= MAX_BYTES and (chunk := os.read(descriptor, MAX_BYTES + 1 - len(content))):
        content += chunk
    return content


def decode_answer(name: str, content: bytes) -> Answer | Problem:
    """Turn the bytes of a file into an answer."""
    if len(content) > MAX_BYTES:
        return _too_large(name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return Problem(f"{name} is not UTF-8 text: save it with that encoding.", line=line)
    if "\0" in text:
        return Problem(
            f"{name} holds a NUL character: it is not a text file.", line=text[: text.index("\0")].count("\n") + 1
        )
    return Answer(text, hashlib.sha256(content).hexdigest(), name)


def _unfit(name: str, status: os.stat_result) -> Problem | None:
    if stat.S_ISDIR(status.st_mode):
        return Problem(f"{name} is a folder: a file of that name is graded.")
    if not stat.S_ISREG(status.st_mode):
        return Problem(f"{name} is not an ordinary file (a pipe, socket or device).")
    return _too_large(name) if status.st_size > MAX_BYTES else None


def _too_large(name: str) -> Problem:
    return Problem(f"{name} is larger than 1 MiB: an answer is a few lines of Python.")


def locate(exercises: Sequence[str], path: Path | None, *, here: Path) -> Found:
    """Find the files of `exercises`.

    Parameters
    ----------
    exercises : sequence of str
        Ids.
    path : Path or None
        A file (for one exercise), a chapter's folder, or a folder that holds chapter folders. None stands for
        `./<chapter>`, then `./exercises/<chapter>`.
    here : Path
        The current folder.

    Raises
    ------
    UsageError
        If nothing is there to grade.
    """
    if path is None:
        return _default(exercises, here)
    if not path.exists() and not path.is_symlink():
        raise UsageError(
            f"There is no {path}.", "Name a file, a chapter's folder, or a folder that holds chapter folders."
        )
    if not path.is_dir():
        return _single(exercises, path)
    chapters = {exercise.partition("/")[0] for exercise in exercises}
    if any((path / chapter).is_dir() for chapter in chapters):
        return Found(_label(path), "a folder of chapters", {e: path / f"{e}.py" for e in exercises})
    stems = [exercise.partition("/")[2] for exercise in exercises]
    if len(chapters) == 1 and (
        path.resolve().name in chapters or any(os.path.lexists(path / f"{s}.py") for s in stems)
    ):
        files = {e: path / f"{s}.py" for e, s in zip(exercises, stems, strict=True)}
        return Found(_label(path), f"the folder of {next(iter(chapters))}", files)
    wanted = " or ".join(sorted(chapters))
    raise UsageError(
        f"{path} holds no answers for {wanted}.",
        f"Expected {path}/{min(exercises)}.py. `mdl-grade init` makes a workspace of stubs.",
    )


def _single(exercises: Sequence[str], path: Path) -> Found:
    if len(exercises) > 1:
        exercises = [e for e in exercises if e.partition("/")[2] == path.stem]
    if not exercises:
        raise UsageError(
            f"{path} is one file, and the target has several exercises, none of that name.",
            "Name the exercise: `mdl-grade chapter10/dense_backward FILE`.",
        )
    return Found(path.name, f"the answer to {exercises[0]}", {exercises[0]: path})


def _default(exercises: Sequence[str], here: Path) -> Found:
    chapters = {exercise.partition("/")[0] for exercise in exercises}
    for folder, name in ((here, "."), (here / "exercises", "exercises")):
        if any((folder / chapter).is_dir() for chapter in chapters):
            shown = " ".join(f"./{chapter}" if name == "." else f"./{name}/{chapter}" for chapter in sorted(chapters))
            return Found(_label(folder), shown, {e: folder / f"{e}.py" for e in exercises})
    raise UsageError(
        f"There is no folder {min(chapters)} here, and none in ./exercises.",
        "Make a workspace with `mdl-grade init`, or name a path: `mdl-grade chapter10 PATH`.",
    )


def _label(path: Path) -> str:
    return path.resolve().name or "/"
