"""Names of files as data: which are refused, which are ignored, which could be taken for one another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

from mdl_grade.intake.limits import IntakeLimits

NOTEBOOK_SUFFIXES = (".ipynb", ".ipynb.json", ".ipynb.txt")
"""How notebooks are called, and what browsers make of it."""
_COPY = re.compile(r"^Copy of |[ _-]*(\(\d+\)|-Copy\d+)$")
_CLUTTER = frozenset(
    """__MACOSX __pycache__ conftest.py desktop.ini node_modules pyproject.toml pytest.ini setup.cfg setup.py
    sitecustomize.py Thumbs.db tox.ini usercustomize.py venv""".split()
)
_ORDINARY = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9_ .-]{0,99}/){0,3}[A-Za-z0-9_-][A-Za-z0-9_ .-]{0,99}")
_DRIVE = re.compile(r"[A-Za-z]:")
_UNPLAIN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST_PART, _LONGEST = 255, 1024


def is_notebook(name: str) -> bool:
    """Tell whether a file is called as a notebook."""
    return name.casefold().endswith(NOTEBOOK_SUFFIXES)


def notebook_stem(name: str) -> str:
    """Return the name that a notebook was saved under: `work` of `work (1).ipynb.json` and `work-Copy1.ipynb`."""
    suffix = max((suffix for suffix in NOTEBOOK_SUFFIXES if name.casefold().endswith(suffix)), key=len, default="")
    return _COPY.sub("", name[: len(name) - len(suffix)])


def is_clutter(name: str) -> bool:
    """Tell whether a file or folder belongs to tools rather than to an answer: it is passed over in silence.

    Nothing in a submission is ever executed because of its name: this only keeps lists short, and keeps us out of
    folders such as `.git`, which may hold thousands of files.
    """
    return name.startswith(".") or name in _CLUTTER or name.endswith((".pth", ".pyc", "~"))


def fault_of(name: str, limits: IntakeLimits) -> str | None:
    """Return what is wrong with the name of a member, in words that continue "it …", or None."""
    if _ORDINARY.fullmatch(name):  # nearly all are, and classes have many
        return None
    if _SURROGATE.search(name):
        return "has a name that is not UTF-8 text: rename it"
    if "\0" in name:
        return "has a NUL character in its name"
    path = PurePosixPath(name)
    if path.is_absolute() or _DRIVE.match(str(path)):
        return "has an absolute path: pack files by names relative to their folder"
    parts = path.parts
    if not parts:
        return "has no name"
    if ".." in parts:
        return "has .. in its path, which would lead out of the folder"
    if len(name.encode()) > _LONGEST or max(len(part.encode()) for part in parts) > _LONGEST_PART:
        return "has a name that is too long"
    if len(parts) > limits.depth:
        return f"lies more than {limits.depth} folders deep"
    if limits.plain_names and _UNPLAIN.search(name):
        return "has a control or bidirectional character in its name"
    return None


def twin_of(name: str, names: Iterable[str]) -> str | None:
    """Return another name that some file systems can't tell from `name`: the same but for case or normalisation."""
    folded = _folded(name)
    return next((other for other in names if other != name and _folded(other) == folded), None)


def near(stem: str, files: Iterable[str]) -> str | None:
    """Return the file whose name is nearly `stem`.py: `Dense-Backward (1).py`, `dense_backward.py.txt`."""
    wanted = _letters(stem)
    return next((file for file in files if _letters(file.partition(".")[0]) == wanted), None)


def _folded(name: str) -> str:
    return name.casefold() if name.isascii() else unicodedata.normalize("NFC", name).casefold()


def _letters(name: str) -> str:
    copied = re.sub(r"[ _-]*(\(\d+\)|copy)$|-\d+$", "", name.casefold())
    return re.sub(r"[^a-z0-9]", "", copied)
