"""One file that was handed in: its text, or why there is none."""

from __future__ import annotations

import hashlib
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


def decode_answer(name: str, content: bytes) -> Answer | Problem:
    """Turn the bytes of a file into an answer: a notebook if it is called so, else UTF-8 text of at most 1 MiB."""
    if name.endswith(".ipynb"):
        from mdl_grade.intake.notebook import decode_notebook

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


def missing(name: str) -> Problem:
    return Problem(f"There is no file {name}.", missing=True)


def too_large(name: str, most: int) -> Problem:
    purpose = ": an answer is a few lines of Python" if most == MAX_BYTES else ""
    return Problem(f"{name} is larger than {most >> 20} MiB{purpose}.")
