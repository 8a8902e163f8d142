"""Marks that fell since they were last told: nothing that lowers a mark is silent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from mdl_grade.batch.ledger import Ledger, damage_in
from mdl_grade.batch.writer import Writer
from mdl_grade.gradebook.book import Gradebook
from mdl_grade.gradebook.marks import Mark, apply
from mdl_grade.gradebook.overrides import in_force
from mdl_grade.records.model import Status

EVENT = "fell"
"""The kind of the ledger's events that keep what was told."""


class Fall(msgspec.Struct, frozen=True):
    """A mark that is less of what there is to be had than it was. Penalties for lateness are not in it."""

    learner: str
    exercise: str
    before: Decimal
    maximum_before: int
    now: Decimal
    maximum: int
    why: str

    def __str__(self) -> str:
        was, now = f"{self.before:f} of {self.maximum_before}", f"{self.now:f} of {self.maximum}"
        return f"{self.learner}, {self.exercise}: {was} points before, {now} now: {self.why}"


@dataclass(frozen=True)
class _Told:
    key: str
    digest: str
    points: Decimal
    maximum: int


def begin(ledger: Writer) -> None:
    """Note the marks as they are, if they never were: what changes from here on is told."""
    if ledger.value("SELECT 1 FROM told") is None:
        with ledger.transaction():
            _note(ledger, _standing(ledger))


def tell(ledger: Writer) -> tuple[Fall, ...]:
    """Return the marks that fell since the last time, and note all as they are now."""
    before = {
        (row["learner"], row["exercise"]): _Told(row["key"], row["digest"], Decimal(row["points"]), row["maximum"])
        for row in ledger.rows("SELECT * FROM told")
    }
    marks = _standing(ledger)
    falls = tuple(_falls(before, marks))
    changed = [mark for mark in marks if before.get((mark.learner, mark.exercise)) != _as_told(mark)]
    with ledger.transaction():
        _note(ledger, changed)
    for fall in falls:
        ledger.event(EVENT, msgspec.json.encode(fall).decode())
    return falls


def told(ledger: Ledger) -> tuple[Fall, ...]:
    """Return the marks that fell in the newest run."""
    rows = ledger.rows("SELECT detail FROM events WHERE kind = ? AND run = (SELECT MAX(id) FROM runs)", EVENT)
    with damage_in(ledger.path):
        return tuple(msgspec.json.decode(row["detail"], type=Fall) for row in rows)


def _standing(ledger: Ledger) -> list[Mark]:
    return apply(Gradebook(ledger).marks(), overrides=in_force(ledger))


def _falls(before: dict[tuple[str, str], _Told], marks: list[Mark]) -> Iterator[Fall]:
    for mark in marks:
        was = before.get((mark.learner, mark.exercise))
        if was is None or not was.points or (mark.maximum and mark.final * was.maximum >= was.points * mark.maximum):
            continue
        yield Fall(
            mark.learner, mark.exercise, was.points, was.maximum, _plain(mark.final), mark.maximum, _why(was, mark)
        )


def _why(was: _Told, mark: Mark) -> str:
    if mark.status is Status.GRADER_ERROR:
        return "the grader failed on it"
    if was.digest != mark.digest:
        return "another answer counts"
    if was.key != mark.key:
        return "it was graded under other seeds, another suite or other versions"
    return "what people say of it has changed"


def _as_told(mark: Mark) -> _Told:
    return _Told(mark.key, mark.digest, _plain(mark.final), mark.maximum)


def _note(ledger: Writer, marks: list[Mark]) -> None:
    rows = [(m.learner, m.exercise, m.key, m.digest, str(_plain(m.final)), m.maximum) for m in marks]
    ledger.connection.executemany("INSERT OR REPLACE INTO told VALUES(?, ?, ?, ?, ?, ?)", rows)


def _plain(points: Decimal) -> Decimal:
    return Decimal(f"{points.normalize():f}")
