"""What chapters are called: `chapter10`, `appendixA`. In which order they stand, and what is written for short."""

from __future__ import annotations

import re

_KINDS = re.compile(r"(chapter|appendix)(\w+)", re.ASCII)


def place(name: str) -> tuple[bool, str]:
    """Return what to sort chapters, or ids of exercises, by: appendices stand behind all chapters.

    >>> sorted(["appendixA", "chapter10", "chapter09"], key=place)
    ['chapter09', 'chapter10', 'appendixA']
    """
    return name.startswith("appendix"), name


def mark(chapter: str) -> str:
    """Return what a chapter is called in its book; its name, if that tells no kind.

    >>> mark("chapter09"), mark("appendixA"), mark("basics")
    ('9', 'A', 'basics')
    """
    found = _KINDS.fullmatch(chapter)
    return (found[2].lstrip("0") or found[2]) if found else chapter


def short_names(chapter: str) -> tuple[str, ...]:
    """Return what may be written for a chapter beside its name.

    >>> short_names("chapter09"), short_names("appendixA")
    (('9', '09', 'chapter9'), ('A', 'a', 'appendixa'))
    """
    found = _KINDS.fullmatch(chapter)
    if not found:
        return ()
    short = mark(chapter)
    names = (short, short.lower(), found[2], f"{found[1]}{short.lower()}")
    return tuple(name for name in dict.fromkeys(names) if name != chapter)


def short_ids(exercise: str) -> tuple[str, ...]:
    """Return what may be written for an exercise beside its id, which is its chapter's name and its own.

    >>> short_ids("chapter10/relu")
    ('relu', '10/relu')
    """
    chapter, _, stem = exercise.partition("/")
    return stem, *(f"{name}/{stem}" for name in short_names(chapter))
