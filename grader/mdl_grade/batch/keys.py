"""What decides a mark, as one digest: answers with equal keys have equal results, and are graded once."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import msgspec

import mdl_grade
from mdl_grade.answers import with_parts
from mdl_grade.batch.messages import Setup, Versions
from mdl_grade.course import Course
from mdl_grade.intake import Answer, Problem
from mdl_grade.records.model import Seed, SeedMode, Trust

NO_SAY = frozenset(
    ("authoring", "batch", "cli", "exchange", "gradebook", "intake", "notebook", "_content", "__pycache__")
)
"""Parts of the package that have no say in what an answer is worth."""


@lru_cache(maxsize=1)
def versions() -> Versions:
    """Return the versions of this process; code that was changed without a new number has another `source`."""
    package = Path(__file__).resolve().parents[1]
    files = (path for path in package.rglob("*") if not NO_SAY.intersection(path.relative_to(package).parts))
    contents = {path.relative_to(package).as_posix(): path.read_bytes() for path in files if path.is_file()}
    source = _digest(sorted(contents.items()))
    return Versions(mdl_grade.__version__, platform.python_version(), version("numpy"), source)


def make_setup(
    course: Course,
    exercises: Iterable[str],
    *,
    secret: bytes | None,
    practice: int,
    least: Trust,
    bubblewrap: bool = False,
) -> Setup:
    """Read all that grading processes need of a course, once: what is edited during a batch does not matter to it."""
    wanted = tuple(exercises)
    files = {f"grader/suites/{path.parent.name}/{path.name}": path for e in wanted for path in _files(course.suite(e))}
    solutions = {f"solutions/{e}.py": course.solution(e) for e in with_parts(course, wanted)}
    contents = {name: path.read_bytes() for name, path in (files | solutions).items()}
    return Setup(contents, wanted, secret, practice, least, versions(), bubblewrap)


def _files(suite: Path) -> list[Path]:
    """Return a suite and what stands beside it under its name, such as its calibration."""
    return sorted(path for path in suite.parent.glob(f"{suite.stem}.*") if path.is_file())


class Keys:
    """Makes the keys of a batch."""

    def __init__(self, course: Course, setup: Setup) -> None:
        about = (seed_identity(setup), setup.versions, setup.least)
        self._fixed = {e: _digest([e, suite_digest(course, setup, e), *about]) for e in setup.exercises}

    def key(self, exercise: str, answer: Answer | Problem) -> str:
        """Return the key of an answer. Bytes that can be read in two ways have a key for each."""
        if isinstance(answer, Problem):
            return _digest([self._fixed[exercise], "problem", answer])
        return _digest([self._fixed[exercise], answer.digest, text_digest(answer.script.written())])


def suite_digest(course: Course, setup: Setup, exercise: str) -> str:
    """Return a digest of what judges an exercise: its suite, what belongs to it, its solution, and its parts'."""
    solutions = {f"solutions/{e}.py" for e in with_parts(course, [exercise])}
    mine = (name for name in setup.files if name in solutions or name.startswith(f"grader/suites/{exercise}."))
    return _digest([(name, setup.files[name]) for name in sorted(mine)])


def seed_identity(setup: Setup) -> dict[str, str | int]:
    """Return what tells two seeds apart: of a secret, a fingerprint that does not give it away."""
    if setup.secret is None:
        return {"mode": SeedMode.PRACTICE.value, "value": setup.practice}
    return {"mode": SeedMode.OFFICIAL.value, "fingerprint": Seed.official(setup.secret).fingerprint}


def text_digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _digest(about: object) -> str:
    return hashlib.sha256(msgspec.msgpack.encode(about)).hexdigest()
