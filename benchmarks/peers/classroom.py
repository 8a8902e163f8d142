"""A class whose marks are known by construction: right, wrong, and right answers that make NumPy warn."""

from __future__ import annotations

import random
import warnings
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from peers.export import Exported, exported_checks, holds

from mdl_grade.course import Course
from mdl_grade.suite.suite import Suite

RIGHT, WRONG, WARNING = "right", "wrong", "warning"
SHARES = {RIGHT: 0.6, WRONG: 0.3, WARNING: 0.1}


@dataclass(frozen=True)
class Handed:
    """One learner's answer to one exercise, and what it is worth by construction."""

    text: str
    kind: str

    @property
    def right(self) -> bool:
        return self.kind != WRONG


Classroom = dict[str, dict[str, Handed]]
"""Learner -> exercise -> answer."""


def classroom(course: Course, exported: Exported, exercises: Iterable[str], count: int, seed: int = 0) -> Classroom:
    """Make a class of `count` learners.

    Right answers are the reference and the suite's variants, wrong ones its known bugs. No two files are equal: each
    carries its learner's name, so that no tool can grade one for another.
    """
    pools = {exercise: pool(course, exported, exercise) for exercise in exercises}
    rng = random.Random(seed)  # noqa: S311 (nothing is kept secret by it)
    made: Classroom = {}
    for i in range(count):
        learner = f"learner{i:05}"
        made[learner] = {e: _handed(rng, learner, pools[e]) for e in pools}
    return made


def _handed(rng: random.Random, learner: str, texts: dict[str, list[str]]) -> Handed:
    kinds = [kind for kind in SHARES if texts[kind]]
    kind = rng.choices(kinds, [SHARES[kind] for kind in kinds])[0]
    return Handed(f"{rng.choice(texts[kind])}\n# {learner}\n", kind)


def pool(course: Course, exported: Exported, exercise: str) -> dict[str, list[str]]:
    """Return the answers to choose from, by kind.

    Raises
    ------
    SystemExit
        If the exported checks see one of them otherwise than the suite does: they would not be equal.
    """
    suite, stem = Suite.load(course, exercise), exercise.partition("/")[2]
    reference = suite.solution.text
    texts: dict[str, list[str]] = {RIGHT: [], WRONG: [bug.source(reference) for bug in suite.bugs], WARNING: []}
    with exported_checks(exported.folder) as equal, np.errstate(all="warn", under="ignore"):
        for text in (reference, *(variant.source(reference) for variant in suite.variants)):
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                if not holds(equal, exported, stem, text):
                    raise SystemExit(f"{exercise}: the exported checks reject a right answer:\n{text}")
            texts[WARNING if caught else RIGHT].append(text)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for bug, text in zip(suite.bugs, texts[WRONG], strict=True):
                if holds(equal, exported, stem, text):
                    raise SystemExit(f"{exercise}: the exported checks do not see that {bug.label}.")
    return texts
