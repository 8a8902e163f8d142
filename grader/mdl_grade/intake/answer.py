"""One file that was handed in: its text, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

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


def missing(name: str) -> Problem:
    return Problem(f"There is no file {name}.", missing=True)


def too_large(name: str, most: int) -> Problem:
    purpose = ": an answer is a few lines of Python" if most == MAX_BYTES else ""
    return Problem(f"{name} is larger than {most >> 20} MiB{purpose}.")
