"""One file that was handed in: its text, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mdl_grade.script import Script

MAX_BYTES = 1 << 20


@dataclass(frozen=True)
class Answer:
    """The text of one file, and a digest of its bytes; or a program, and a learner's texts for its parts."""

    text: str
    digest: str
    filename: str
    parts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, script: Script, filename: str, digest: str = "") -> Answer:
        """Return a script as an answer; its digest is its own, unless the bytes that it was read from had another."""
        return cls(script.text, digest or script.digest, filename, script.parts)

    @property
    def script(self) -> Script:
        """What runs."""
        return Script(self.text, self.parts)


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
