"""What is wrong with answers, said at lines of their files: what reviews of pull requests show."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from mdl_grade.intake.answer import Answer, Problem
from mdl_grade.records.causes import causes_of
from mdl_grade.records.evidence import NotLoaded, Raised
from mdl_grade.records.model import CheckResult, ExerciseResult, Finding, Report, Status
from mdl_grade.report.phrases import sentences
from mdl_grade.report.signs import SIGNS, part_at_fault, said, stem
from mdl_grade.report.wording import finding_sentence

MOST_TITLE = 200
"""Characters of a title; GitHub takes 255."""
MOST_MESSAGE = 4000
_BEGINS = re.compile(r"^(?:def|class) [A-Za-z]")


class Level(StrEnum):
    """How loud an annotation is."""

    WRONG = "wrong"
    FAULT = "fault"
    """Of the grader: it costs nobody points."""


class FileLine(Struct, frozen=True):
    """A line of a file in the repository; the first where no better one is known."""

    file: str
    line: int = 1


class Annotation(Struct, frozen=True):
    """One thing that is wrong, where to look, and which checks fail by it. All texts are foreign ones."""

    place: FileLine
    level: Level
    title: str
    message: str
    exercise: str
    checks: tuple[str, ...]
    points: int

    @property
    def fingerprint(self) -> str:
        """What stays when the same thing is wrong again, wherever in the file: hexadecimal."""
        return hashlib.sha256("\0".join((self.exercise, *self.checks)).encode("utf-8", "replace")).hexdigest()


def annotated(report: Report, places: Mapping[str, FileLine] | None = None) -> tuple[Annotation, ...]:
    """Return what is wrong in a report: what costs most points first, faults of the grader last.

    Parameters
    ----------
    report : Report
        In the view of its reader.
    places : mapping, optional
        Exercises to where their answers are, as `places_of` finds them; else they are taken to be scripts.
    """
    known = places or {}
    found = [one for exercise in report.exercises for one in _of_exercise(exercise, known)]
    return tuple(sorted(found, key=lambda one: (one.level is Level.FAULT, -one.points)))


def places_of(report: Report, read: Callable[[str], Answer | Problem], folder: str = "") -> dict[str, FileLine]:
    """Return where the answers to a report's exercises are: the file, and the line of its first function.

    Parameters
    ----------
    read : callable
        Reads the answer to an exercise: see `intake.locate`.
    folder : str
        Where in the repository the chapters' folders are; "" is its root.
    """
    wanted = {name for exercise in report.exercises for name in (exercise.id, part_at_fault(exercise)) if name}
    answers = {exercise: read(exercise) for exercise in sorted(wanted)}
    return {
        exercise: FileLine(_path(folder, exercise.rpartition("/")[0], answer.filename), _first_function(answer))
        for exercise, answer in answers.items()
        if isinstance(answer, Answer)
    }


def default_place(exercise: str, folder: str = "") -> FileLine:
    """Return where an answer is if it is a script of the exercise's name."""
    return FileLine(_path(folder, f"{exercise}.py"))


def _path(*parts: str) -> str:
    return "/".join(part.strip("/") for part in parts if part.strip("/") not in ("", "."))


def _first_function(answer: Answer) -> int:
    if not answer.filename.endswith(".py"):
        return 1  # of a notebook, cells have lines
    return next((i for i, line in enumerate(answer.text.split("\n"), 1) if _BEGINS.match(line)), 1)


def _of_exercise(exercise: ExerciseResult, places: Mapping[str, FileLine]) -> Iterator[Annotation]:
    checks = {check.id: check for check in exercise.checks}
    blamed = part_at_fault(exercise) or exercise.id
    place = places.get(blamed, default_place(blamed))
    for found in causes_of(exercise.checks):
        told = [checks[name] for name in found.checks]
        yield Annotation(
            place=_better(place, told[0]) if blamed == exercise.id else place,
            level=Level.WRONG,
            title=_cut(f"{stem(exercise)}: {_lost(found.points)}", MOST_TITLE),
            message=_cut(_message(found, told), MOST_MESSAGE),
            exercise=exercise.id,
            checks=found.checks,
            points=found.points,
        )
    for check in checks.values():
        if check.status is Status.GRADER_ERROR:
            title = f"{stem(exercise)}: {SIGNS[check.status].words}"
            yield Annotation(
                place,
                Level.FAULT,
                _cut(title, MOST_TITLE),
                _cut(_told(check), MOST_MESSAGE),
                exercise.id,
                (check.id,),
                0,
            )


def _lost(points: int) -> str:
    return f"{points} {'point' if points == 1 else 'points'} lost" if points else "not right"


def _message(found: Finding, checks: list[CheckResult]) -> str:
    lines = [finding_sentence(found, checks)] if found.labels else []
    return "\n".join((*lines, *map(_told, checks)))


def _told(check: CheckResult) -> str:
    return sentences(f"{SIGNS[check.status].plain} {check.title}", said(check))


def _better(place: FileLine, check: CheckResult) -> FileLine:
    """Return the line that raised, if it is one of a script."""
    evidence = check.evidence
    if isinstance(evidence, Raised | NotLoaded) and evidence.line is not None and evidence.cell is None:
        return FileLine(place.file, evidence.line)
    return place


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 2]} …"
