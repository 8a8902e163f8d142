"""What has been proved already: a long proof can be stopped at any time, and goes on where it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

import mdl_grade
from mdl_grade.authoring.proof import Proof
from mdl_grade.course.course import Course
from mdl_grade.errors import CourseError, UsageError
from mdl_grade.suite.suite import Suite


class JournalTerms(msgspec.Struct, frozen=True):
    """What proofs were made under; proofs of one journal all have the same."""

    seeds: tuple[int, ...]
    mutants: bool
    version: str = mdl_grade.__version__


class Entry(msgspec.Struct, frozen=True):
    """One proof, and the digest of the suite that it is about."""

    suite: str
    proof: Proof


@dataclass(frozen=True)
class Journal:
    """A file of JSON lines: the terms, then a proof each. What has changed since is proved again."""

    path: Path
    terms: JournalTerms

    @classmethod
    def at(cls, path: Path, seeds: Sequence[int], mutants: bool) -> Journal:
        """Open the journal at a path, or begin one with these terms; those of an old one are kept.

        Raises
        ------
        UsageError
            If the file is no journal, or another version wrote it.
        """
        if not path.exists():
            terms = JournalTerms(tuple(seeds), mutants)
            path.write_bytes(msgspec.json.encode(terms) + b"\n")
            return cls(path, terms)
        try:
            terms = msgspec.json.decode(path.read_bytes().partition(b"\n")[0], type=JournalTerms)
        except (OSError, msgspec.MsgspecError) as error:
            raise UsageError(f"{path} is no journal of proofs: {error}.", "Name another file.") from None
        if terms.version != mdl_grade.__version__:
            raise UsageError(f"{path} was written by mdl-grade {terms.version}.", "Begin a new one.")
        return cls(path, terms)

    def proved(self, course: Course) -> dict[str, Proof]:
        """Return the proofs that hold and still are about the files of the course."""
        lines = self.path.read_bytes().splitlines()[1:]
        entries = [msgspec.json.decode(line, type=Entry) for line in lines if line.endswith(b"}")]
        return {e.proof.exercise: e.proof for e in entries if not e.proof.broken and e.suite == _digest(course, e)}

    def add(self, course: Course, proof: Proof) -> None:
        """Write down a proof."""
        entry = Entry("", proof)
        entry = msgspec.structs.replace(entry, suite=_digest(course, entry))
        with self.path.open("ab") as file:
            file.write(msgspec.json.encode(entry) + b"\n")


def _digest(course: Course, entry: Entry) -> str:
    try:
        return Suite.load(course, entry.proof.exercise).digest
    except CourseError:
        return "broken"
