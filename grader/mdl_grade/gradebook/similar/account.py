"""Resemblance over a ledger: exercise by exercise, and who is alike in several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from mdl_grade.batch.counting import counting
from mdl_grade.batch.ledger import Ledger
from mdl_grade.course import Course, Solution
from mdl_grade.gradebook.similar.resemblance import Resemblance, SimilaritySettings, resemblance

LARGE = 20
"""Within a larger group of equal answers nobody is named as a pair: who had it from whom is past telling."""

Answers = Mapping[str, Mapping[str, str]]
"""Exercise -> learner -> text."""


@dataclass(frozen=True)
class Often:
    """Two learners whose answers to several exercises are alike."""

    one: str
    other: str
    exercises: tuple[str, ...]


@dataclass(frozen=True)
class Account:
    """What the answers of a class have in common: information for a person, never a mark.

    `left_out` are exercises without an answer of their own: assemblies of other answers, and those that the course does
    not have.
    """

    settings: SimilaritySettings
    exercises: Mapping[str, Resemblance]
    often: tuple[Often, ...]
    left_out: tuple[str, ...]


def answers_in(ledger: Ledger, exercises: Iterable[str] = ()) -> dict[str, dict[str, str]]:
    """Return the texts of the submissions that count, for all exercises or for some of them."""
    wanted, texts = set(exercises), dict[str, str]()
    found: dict[str, dict[str, str]] = defaultdict(dict)
    counted = {(one.submission, one.exercise) for one, _ in counting(ledger.attempts(), ledger.keep())}
    rows = ledger.rows(
        "SELECT exercise, learner, text, submission FROM answers JOIN submissions ON submission = submissions.id "
        "WHERE text != '' ORDER BY exercise, learner"
    )
    for row in rows:
        if (row["submission"], row["exercise"]) in counted and (not wanted or row["exercise"] in wanted):
            digest = row["text"]
            if digest not in texts:
                texts[digest] = ledger.text(digest)
            found[row["exercise"]][row["learner"]] = texts[digest]
    return dict(found)


def account(course: Course, answers: Answers, settings: SimilaritySettings | None = None) -> Account:
    """Compare the answers to each exercise, and gather the pairs that are alike in more than one."""
    settings = settings or SimilaritySettings()
    solutions = {e: Solution.read(course.solution(e)) for e in answers if e in course.exercises}
    own = {exercise: solution for exercise, solution in solutions.items() if not solution.parts}
    found = {exercise: resemblance(answers[exercise], own[exercise].stub, settings) for exercise in own}
    return Account(settings, found, often_alike(found), tuple(sorted(set(answers) - set(own))))


def often_alike(found: Mapping[str, Resemblance]) -> tuple[Often, ...]:
    """Return the pairs of learners who are alike in at least two exercises, the most often alike first."""
    exercises: dict[tuple[str, str], list[str]] = defaultdict(list)
    for exercise, these in found.items():
        for one, other in sorted(set(_couples(these))):
            exercises[one, other].append(exercise)
    often = [Often(*couple, tuple(where)) for couple, where in exercises.items() if len(where) > 1]
    return tuple(sorted(often, key=lambda each: (-len(each.exercises), each.one, each.other)))


def _couples(these: Resemblance) -> Iterable[tuple[str, str]]:
    for group in these.groups:
        if len(group.learners) <= LARGE:
            yield from combinations(group.learners, 2)
    for pair in these.pairs:
        if len(pair.one) * len(pair.other) <= LARGE:
            yield from ((min(couple), max(couple)) for couple in product(pair.one, pair.other))
