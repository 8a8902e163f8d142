"""What a file or folder may have been meant to be called: pure functions of names.

Browsers, file managers and people add to names: `relu (1).py`, `relu-1.py`, `relu.py.txt`, `ReLU.PY`, `relu - Copy.py`,
`relu_final.py`, `ada_relu.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from mdl_grade.intake.names import NOTEBOOK_SUFFIXES

SCRIPT_SUFFIXES = (".py.txt", ".py.text", ".py.rtf", ".py.docx", ".py.py", ".py", ".pyw", ".py3", ".txt", "")
UNREADABLE_SUFFIXES = (".py.rtf", ".py.docx")
_COPY = re.compile(
    r"""^(?:copy|kopie|copie|copia)[ ](?:of|von|de|di)[ ]
    |[ _-]*[(\[]\d{1,3}[)\]]$
    |-\d{1,2}$
    |[ _-]+(?:copy|kopie|copie|copia|kopia)(?:[ _-]*[(]?\d{1,3}[)]?)?$""",
    re.VERBOSE,
)
_DOUBTFUL = re.compile(r"(?:^|[ _.-])(?:old|alt|backup|bak|orig|draft|wip|tmp|temp|tests?|broken|wrong)\d*(?:$|[ _.-])")
_CHAPTER = re.compile(r"(?:^|[^a-z])(?:chapter|chap|ch|kapitel|kap)[ _.-]*0*(\d{1,3})(?!\d)")
_APPENDIX = re.compile(r"(?:^|[^a-z])(?:appendix|anhang)[ _.-]*([a-z])(?![a-z\d])")


class Likeness(IntEnum):
    """How clearly a name means an exercise; smaller is clearer."""

    SAME = 0
    COPIED = 1
    """What machines make of a name: another case, a copy's number, an extension too many."""
    EXTENDED = 2
    """The name with something before or behind it, by a person."""
    DOUBTFUL = 3
    """It says itself that it may not be the one: old, draft, a test."""


@dataclass(frozen=True)
class Meaning:
    """The exercise that a file's name means, by its last part."""

    stem: str
    likeness: Likeness


def meaning(name: str, stems: Iterable[str]) -> Meaning | None:
    """Return what a file's name means among `stems`; None if it is not like any of them.

    Of several that it begins or ends with, the longest is meant.
    """
    return _meaning(name, tuple(stems))


@lru_cache(maxsize=8192)
def _meaning(name: str, stems: tuple[str, ...]) -> Meaning | None:
    plain = unicodedata.normalize("NFKC", name).casefold()
    suffix = next((s for s in (*NOTEBOOK_SUFFIXES, *SCRIPT_SUFFIXES) if plain.endswith(s)), "")
    base = plain[: len(plain) - len(suffix)].strip(" _.-")
    if not suffix and "." in base:  # of another kind: a picture, a table
        return None
    if name in (f"{base}.py", f"{base}.ipynb") and base in stems:
        return Meaning(base, Likeness.SAME)
    by_letters = {_letters(stem): stem for stem in stems}
    bare = _uncopied(base)
    if (stem := by_letters.get(_letters(bare))) is not None:
        return Meaning(stem, Likeness.COPIED)
    found = max((stem for stem in stems if _extends(bare, stem.casefold())), key=len, default=None)
    if found is None:
        return None
    return Meaning(found, Likeness.DOUBTFUL if _DOUBTFUL.search(bare) else Likeness.EXTENDED)


def chapter_of(folder: str, chapters: Iterable[str]) -> str | None:
    """Return the chapter that a folder's name means: `Chapter 10`, `ch10`, `Appendix A`, `chapter10-ada`; or None.

    A chapter that is not in `chapters` is returned as "".
    """
    known = {_mark(chapter): chapter for chapter in chapters}
    plain = unicodedata.normalize("NFKC", folder).casefold()
    exact = next((chapter for chapter in known.values() if chapter.casefold() == _uncopied(plain)), None)
    if exact is not None:
        return exact
    marks = {*map(int, _CHAPTER.findall(plain)), *_APPENDIX.findall(plain)}
    if len(marks) != 1:
        return None
    return known.get(marks.pop(), "")


def _mark(chapter: str) -> int | str:
    """Return a chapter's number, or an appendix's letter."""
    number, letter = re.search(r"(\d+)$", chapter), _APPENDIX.fullmatch(chapter.casefold())
    return int(number[1]) if number else letter[1] if letter else chapter


def _uncopied(base: str) -> str:
    while (shorter := _COPY.sub("", base).strip(" _")) != base and shorter:
        base = shorter
    return base


def _extends(base: str, stem: str) -> bool:
    """Tell whether a name is a stem with words before or behind it."""
    joined = re.escape(stem).replace("_", "[ _-]?")
    return re.search(rf"(?:^|[ _.(-]){joined}(?:$|[ _.(\[-]|\d{{1,2}}$|v\d{{1,2}}$)", base) is not None


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name)
