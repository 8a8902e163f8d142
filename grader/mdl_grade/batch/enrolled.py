"""Who is enrolled, as a ledger knows it: who handed in nothing has a row, and who is not enrolled is asked about."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec

from mdl_grade.batch.ledger import Ledger, damage_in
from mdl_grade.batch.writer import NOBODY, Taken, Writer
from mdl_grade.intake.answer import missing

META = "enrolled"


class EnrolledLearner(msgspec.Struct, frozen=True):
    """One row of a roster.

    `name` is what the learner is called if nothing was handed in; `number` is the learning platform's, with which its
    names of submissions end; `aliases` are other names in the row.
    """

    name: str
    number: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Attendance:
    """Who of the enrolled is there, and who is there besides; `present` has the learner of each, or None."""

    present: Mapping[EnrolledLearner, str | None]
    strangers: tuple[str, ...]


def attendance(enrolled: Iterable[EnrolledLearner], learners: Iterable[str]) -> Attendance:
    """Compare a roster with names of learners: by name, in one Unicode form, else by the platform's number."""
    there = list(learners)
    by_number = {number: name for name in there if (number := number_of(name))}
    by_name = {_form(name): name for name in there}
    bare = Counter(_form(_NUMBERED.sub("", name)) for name in there)
    for name in there:
        if bare[form := _form(_NUMBERED.sub("", name))] == 1:
            by_name.setdefault(form, name)
    present: dict[EnrolledLearner, str | None] = {}
    for one in enrolled:
        own, *others = (by_name.get(_form(name)) for name in (one.name, *one.aliases))
        numbered = by_number.get(one.number) if one.number else None
        present[one] = own or numbered or next(filter(None, others), None)
    known = set(present.values())
    return Attendance(present, tuple(name for name in there if name not in known))


def number_of(name: str) -> str:
    """Return the learning platform's number at the end of a learner's name; "" if it has none."""
    match = _NUMBERED.search(name)
    return match[1] if match else ""


_NUMBERED = re.compile(r"_(\d+)$")


def _form(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def enrolled_in(ledger: Ledger) -> tuple[EnrolledLearner, ...]:
    """Return the roster that a ledger was given last; empty if none was."""
    with damage_in(ledger.path):
        return msgspec.json.decode(ledger.meta(META) or "[]", type=tuple[EnrolledLearner, ...])


def who_is_there(ledger: Ledger) -> Attendance:
    """Compare a ledger's roster with those whose work it has, by all names that it was found under."""
    names = known_names(ledger)
    there = attendance(enrolled_in(ledger), names)
    present = {one: name and names[name] for one, name in there.present.items()}
    known = set(present.values())
    return Attendance(present, tuple(name for name in dict.fromkeys(names.values()) if name not in known))


def known_names(ledger: Ledger) -> dict[str, str]:
    """Return the learner by each name: their own, those that work of theirs was found under, those of members."""
    query = "SELECT DISTINCT learner, called FROM submissions WHERE NOT removed AND place != ? ORDER BY 1, 2"
    rows = list(ledger.rows(query, NOBODY))
    own = {row["called"]: row["learner"] for row in rows} | {row["learner"]: row["learner"] for row in rows}
    return {member: own[group] for member, group in group_of(ledger).items() if group in own} | own


def group_of(ledger: Ledger) -> dict[str, str]:
    """Return the group, by the name that it handed in under, of each learner who is in one."""
    query = "SELECT subject, learner FROM decisions WHERE kind = 'member' AND undone_by IS NULL"
    return {row["subject"]: row["learner"] for row in ledger.rows(query)}


def enrol(ledger: Writer, roster: Iterable[EnrolledLearner]) -> None:
    """Keep a roster. The next batch gives a row to whoever handed in nothing."""
    with ledger.transaction():
        ledger.execute("INSERT OR REPLACE INTO meta VALUES(?, ?)", META, msgspec.json.encode(tuple(roster)).decode())


def absent(ledger: Ledger, found: Iterable[str], exercises: Iterable[str]) -> Iterator[Taken]:
    """Yield an empty submission for each of the enrolled who handed in nothing, now or before.

    Parameters
    ----------
    found : iterable of str
        Names that work is found under now.
    """
    names = ledger.names()
    before = (row["learner"] for row in ledger.rows("SELECT learner FROM submissions WHERE place != ?", NOBODY))
    now = (names.get(name, name) for name in found)
    there = attendance(enrolled_in(ledger), dict.fromkeys((*before, *now, *group_of(ledger))))
    nothing = {exercise: missing(f"{exercise.partition('/')[2]}.py") for exercise in exercises}
    for one, learner in there.present.items():
        if learner is None:
            yield Taken(one.name, NOBODY, None, 1, False, nothing)
