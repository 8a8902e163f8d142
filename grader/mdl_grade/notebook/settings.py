"""What an instructor may set in `nbgrader_config.py`, as `c.MdlGrade.jobs = 2`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

from mdl_grade.course import Course
from mdl_grade.course.course import builtin_course, course_at
from mdl_grade.errors import UsageError
from mdl_grade.official import read_secret
from mdl_grade.records.model import Trust
from mdl_grade.sandbox.machine import processors
from mdl_grade.suite.seed import Seed


@dataclass(frozen=True)
class NotebookSettings:
    """How notebooks are graded.

    Parameters
    ----------
    jobs : int
        Grading processes side by side; 0 stands for one for each processor.
    secret_file : str
        Official run: the seed of each exercise comes from this secret and the answer. Relative to the course folder.
    seed : int
        Practice seed, without a secret.
    isolation : str
        The least to accept: "enforced", "partial" or "cooperative".
    course : str
        Folder of a course of your own.
    bubblewrap : bool
        Whether to put workers into namespaces of their own.
    """

    jobs: int = 0
    secret_file: str = ""
    seed: int = 0
    isolation: str = Trust.ENFORCED.value
    course: str = ""
    bubblewrap: bool = False

    @classmethod
    def read(cls, section: Any) -> Self:
        """Read the section `MdlGrade` of a configuration.

        Raises
        ------
        UsageError
            If it sets what there is not, or something of another kind.
        """
        known = {field.name: type(field.default) for field in fields(cls)}
        for name, value in dict(section).items():
            if name not in known:
                raise UsageError(f"There is no c.MdlGrade.{name}.", f"There are: {', '.join(known)}.")
            if not isinstance(value, known[name]):
                raise UsageError(f"c.MdlGrade.{name} is {value!r}.", f"Set {known[name].__name__}.")
        given = cls(**dict(section))
        if given.isolation not in [trust.value for trust in Trust]:
            raise UsageError(f"c.MdlGrade.isolation is {given.isolation!r}.", "Set enforced, partial or cooperative.")
        return given

    @property
    def processes(self) -> int:
        return self.jobs or processors()

    @property
    def least(self) -> Trust:
        return Trust(self.isolation)

    def chosen_course(self, root: Path) -> Course:
        """Return the course; paths are relative to `root`."""
        return course_at(root / self.course) if self.course else builtin_course()

    def secret(self, root: Path) -> bytes | None:
        """Return the secret of an official run, None in a practice run. Raises UsageError if it can't be read."""
        return read_secret(root / self.secret_file, None) if self.secret_file else None

    def seeds(self, secret: bytes | None) -> Seed:
        return Seed.practice(self.seed) if secret is None else Seed.official(secret)
