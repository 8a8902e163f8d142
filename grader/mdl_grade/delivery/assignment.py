"""What is set: exercises of a course, as a command names them, and what files for them are called."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from mdl_grade.course import Course

_LONGEST_SLUG = 60


@dataclass(frozen=True)
class Assignment:
    """Exercises in the course's order; `names` are the fewest targets that select them."""

    exercises: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, course: Course, targets: Sequence[str]) -> Assignment:
        """Return what targets name.

        Raises
        ------
        UsageError
            If one of them names nothing.
        """
        exercises = course.select(targets)
        named: list[str] = []
        for chapter in dict.fromkeys(exercise.partition("/")[0] for exercise in exercises):
            mine = [exercise for exercise in exercises if exercise.startswith(f"{chapter}/")]
            named += [chapter] if mine == list(course.select([chapter])) else mine
        return cls(exercises, tuple(named))

    @property
    def chapters(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(exercise.partition("/")[0] for exercise in self.exercises))

    @property
    def words(self) -> str:
        """The targets, for a command line."""
        return " ".join(self.names)

    @property
    def slug(self) -> str:
        """What files are called: short, and another for other names."""
        whole = "-".join(name.replace("/", "-") for name in self.names)
        if len(whole) <= _LONGEST_SLUG:
            return whole
        told = hashlib.sha256(whole.encode()).hexdigest()[:8]
        return f"{self.names[0].replace('/', '-')}-and-{len(self.names) - 1}-more-{told}"
