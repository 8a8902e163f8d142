"""Files on disk, opened so that nothing but an ordinary file of moderate size is ever read."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from pathlib import Path

from mdl_grade.intake.answer import MAX_BYTES, Answer, Problem, missing, too_large
from mdl_grade.intake.limits import MAX_NOTEBOOK
from mdl_grade.intake.names import is_notebook

if sys.platform == "win32":
    _FLAGS = os.O_RDONLY | os.O_BINARY | os.O_NOINHERIT
else:
    _FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY


def read_answer(path: Path) -> Answer | Problem:
    """Read one file, a script or a notebook: no link of either kind, no pipe or device, not too large."""
    content = read_file(str(path), most_for(path.name))
    return content if isinstance(content, Problem) else decode_answer(path.name, content)


def decode_answer(name: str, content: bytes) -> Answer | Problem:
    """Turn the bytes of a file into an answer: a notebook if it is called so, else UTF-8 text of at most 1 MiB."""
    if is_notebook(name):
        from mdl_grade.intake.cells import decode_notebook

        return decode_notebook(name, content)
    if len(content) > MAX_BYTES:
        return too_large(name, MAX_BYTES)
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


def most_for(name: str) -> int:
    """Return how many bytes a file of this name may have."""
    return MAX_NOTEBOOK if is_notebook(name) else MAX_BYTES


def read_file(path: str, most: int, *, folder: int | None = None) -> bytes | Problem:
    """Read a regular file of at most `most` bytes.

    Parameters
    ----------
    path : str
        Where it is; its last component is never followed if it is a link.
    most : int
        Bytes.
    folder : int, optional
        Descriptor of the folder that `path` is relative to.
    """
    descriptor = open_file(path, most, folder=folder)
    if isinstance(descriptor, Problem):
        return descriptor
    try:
        content = bytearray()
        while len(content) <= most and (chunk := os.read(descriptor, most + 1 - len(content))):
            content += chunk
    except OSError as error:
        return Problem(f"{_name(path)} can't be read: {error.strerror}.")
    finally:
        os.close(descriptor)
    return too_large(_name(path), most) if len(content) > most else bytes(content)


def open_file(path: str, most: int, *, folder: int | None = None) -> int | Problem:
    """Open what `read_file` reads, and return the descriptor."""
    try:
        if sys.platform == "win32" and os.path.islink(path):  # noqa: PTH114 (which has no flag for it)
            return Problem(f"{_name(path)} is a symbolic link: hand in the file itself.")
        descriptor = os.open(path, _FLAGS, dir_fd=folder)
    except FileNotFoundError:
        return missing(_name(path))
    except OSError as error:
        return _unopened(path, folder, error)
    problem = _unfit(_name(path), os.fstat(descriptor), most)
    if problem is None:
        return descriptor
    os.close(descriptor)
    return problem


def _unopened(path: str, folder: int | None, error: OSError) -> Problem:
    try:
        link = stat.S_ISLNK(os.stat(path, dir_fd=folder, follow_symlinks=False).st_mode)
    except OSError:
        link = False
    if link:
        return Problem(f"{_name(path)} is a symbolic link: hand in the file itself.")
    return Problem(f"{_name(path)} can't be opened: {error.strerror}.")


def _unfit(name: str, status: os.stat_result, most: int) -> Problem | None:
    if stat.S_ISDIR(status.st_mode):
        return Problem(f"{name} is a folder: a file of that name is graded.")
    if not stat.S_ISREG(status.st_mode):
        return Problem(f"{name} is not an ordinary file (a pipe, socket or device).")
    if status.st_nlink > 1:
        return Problem(
            f"{name} is a hard link, a second name of a file that may be somebody else's: hand in a copy "
            f"(`cp {name} copy.py`, then rename the copy)."
        )
    return too_large(name, most) if status.st_size > most else None


def _name(path: str) -> str:
    return os.path.basename(path)  # noqa: PTH119 (a text, and no path yet)
