"""A course: solutions, suites and stubs in three mirrored trees, and the targets that people name."""

from __future__ import annotations

import difflib
import keyword
import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from mdl_grade.course.chapters import place, short_names
from mdl_grade.course.wheel import FORMAT_FILE, unpacked
from mdl_grade.errors import CourseError, UsageError

PACKED = "_content"
"""The folder of the installed package that holds the built-in course."""
FORMAT = "mdl-grade/course/v1"
"""The three trees, and what stands in them. A course without the file is taken for one of this format."""
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*", re.ASCII | re.IGNORECASE)


def objection_to(exercise: str) -> str:
    """Return why an exercise can't have its name; "" if it can. Names are free but for what Python forbids."""
    for part in exercise.split("/"):
        if keyword.iskeyword(part):
            return f"{exercise!r} can't be the name of an exercise: {part!r} is a word of Python's own."
        if part in ("np", "numpy"):
            return f"{exercise!r} can't be the name of an exercise: {part!r} is NumPy's in every answer."
    return ""


class Course(Struct, frozen=True, dict=True):
    """Where the three trees are. An exercise's id is its path in each: `chapter10/dense_backward`."""

    name: str
    solutions: Path
    suites: Path
    stubs: Path

    @cached_property
    def exercises(self) -> tuple[str, ...]:
        """Ids of all exercises, in order of path, those of appendices last."""
        files = (path for path in self.suites.glob("*/*.py") if path.stem != "conftest")
        found = (path.relative_to(self.suites).with_suffix("") for path in files)
        ids = (path.as_posix() for path in found if all(map(IDENTIFIER.fullmatch, path.parts)))
        return tuple(sorted(ids, key=place))

    @property
    def chapters(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(exercise.partition("/")[0] for exercise in self.exercises))

    @property
    def installed(self) -> bool:
        """Whether these are the files of the installed package, which nobody should write to."""
        return self.solutions.parent.name == PACKED

    @property
    def builtin(self) -> bool:
        """Whether it comes with the package: whoever installs that has it."""
        return self.solutions == builtin_course().solutions

    @property
    def catalog(self) -> Path:
        return self.stubs / "catalog.json"

    def solution(self, exercise: str) -> Path:
        return self.solutions / f"{exercise}.py"

    def suite(self, exercise: str) -> Path:
        return self.suites / f"{exercise}.py"

    def stub(self, exercise: str) -> Path:
        return self.stubs / f"{exercise}.py"

    def introduction(self, chapter: str) -> Path:
        """Markdown page of a chapter; its first heading is the chapter's title."""
        return self.solutions / chapter / "README.md"

    def select(self, targets: Iterable[str]) -> tuple[str, ...]:
        """Return the ids that the targets name, in the course's order, each once.

        Parameters
        ----------
        targets : iterable of str
            `chapter10`, `10`, `chapter10/dense_backward`, `10/dense_backward`, `dense_backward` (if one chapter has
            it), `appendixA`, `A`, `A/taylor_model` or `all`.

        Raises
        ------
        UsageError
            For a target that names nothing; the message offers the closest one.
        """
        wanted = {exercise for target in targets for exercise in self._matches(target)}
        return tuple(sorted(wanted, key=self._rank))

    def _rank(self, exercise: str) -> tuple[tuple[bool, str], int, str]:
        """Order by chapter, then as the catalogue does: what an exercise requires comes before it."""
        return place(exercise.partition("/")[0]), self._order.get(exercise, len(self._order)), exercise

    @cached_property
    def _order(self) -> dict[str, int]:
        from mdl_grade.course.catalog import read_catalog

        try:
            return {entry.id: i for i, entry in enumerate(read_catalog(self.catalog).exercises)}
        except CourseError:
            return {}

    def _matches(self, target: str) -> list[str]:
        name = target.strip().strip("/").removesuffix(".py")
        if name == "all":
            return list(self.exercises)
        full = self._in_full(name)
        if matches := self._called(name) or self._called(full):
            return matches
        raise UsageError(f"There is no exercise or chapter called {target!r}.", self._suggestion(full))

    def _called(self, name: str) -> list[str]:
        chapter = [e for e in self.exercises if e.startswith(f"{name}/")]
        exact = [e for e in self.exercises if e == name]
        by_stem = [e for e in self.exercises if e.partition("/")[2] == name]
        return chapter or exact or by_stem

    def _in_full(self, name: str) -> str:
        """Return a target with the whole name of its chapter in place of a short one, as in `9/relu` or `A`."""
        first, slash, rest = name.partition("/")
        chapter = next((chapter for chapter in self.chapters if first.lower() in short_names(chapter)), first)
        return f"{chapter}{slash}{rest}"

    def _suggestion(self, name: str) -> str:
        known = {
            **{e.partition("/")[2]: e for e in self.exercises},
            **{x: x for x in (*self.exercises, *self.chapters)},
        }
        close = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
        return f"Did you mean {known[close[0]]}?" if close else "`mdl-grade list` shows what there is."


def course_at(folder: Path) -> Course:
    """Return the course in `folder`, which has the shape of the built-in one, or in a wheel.

    Raises
    ------
    CourseError
        If a tree is missing or holds no exercise, or the course is of another format.
    """
    folder = unpacked(folder) if folder.suffix == ".whl" and folder.is_file() else folder.resolve()
    _demand_format(folder / FORMAT_FILE)
    course = Course(folder.name, folder / "solutions", folder / "grader" / "suites", folder / "exercises")
    for tree in (course.solutions, course.suites):
        if not tree.is_dir():
            raise CourseError(
                f"{folder} is not a course: it has no folder {tree.relative_to(folder)}.",
                "A course has solutions/, grader/suites/ and exercises/, each with a folder for each chapter.",
            )
    if not course.exercises:
        raise CourseError(f"The course {folder} has no exercise.", "`mdl-grade dev new chapter01/NAME` starts one.")
    for exercise in course.exercises:
        if not course.solution(exercise).is_file():
            raise CourseError(
                f"The suite {exercise} has no solution.", f"Write {course.solution(exercise)}, or delete the suite."
            )
    return course


def format_text() -> str:
    """Return the file that says of which format a course is."""
    return f'format = "{FORMAT}"\n'


def _demand_format(path: Path) -> None:
    """Refuse a course that was written for another version of mdl-grade."""
    if not path.is_file():
        return
    import tomllib

    try:
        told = tomllib.loads(path.read_text("utf-8")).get("format")
    except (OSError, ValueError) as error:
        raise CourseError(f"{path} can't be read: {error}.", f"It has one line: {format_text().strip()}") from None
    if told != FORMAT:
        raise CourseError(
            f"{path} says format = {told!r}, and this mdl-grade reads {FORMAT!r}.",
            "Take the version of mdl-grade that the course was written for.",
        )


def builtin_course() -> Course:
    """Return the course that comes with the package: beside it in a checkout, inside it when installed."""
    package = Path(__file__).resolve().parents[1]
    packed = package / PACKED
    if packed.is_dir():
        return Course("mdl", packed / "solutions", packed / "suites", packed / "exercises")
    checkout = package.parents[1]
    return Course("mdl", checkout / "solutions", checkout / "grader" / "suites", checkout / "exercises")


def course_of(suite: Path) -> Course | None:
    """Return the course that a suite file belongs to, or None: what authors' pytest runs ask."""
    tree = suite.resolve().parents[1] if len(suite.parts) > 2 else None
    if tree is None or tree.name != "suites" or suite.suffix != ".py":
        return None
    packed = builtin_course()
    if tree == packed.suites.resolve():
        return packed
    return course_at(tree.parents[1]) if tree.parent.name == "grader" else None
