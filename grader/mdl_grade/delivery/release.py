"""A course in two kits: all of it for instructors; for learners what is public, which grades and gives nothing away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from mdl_grade.answers import with_parts
from mdl_grade.course import CatalogEntry, Course, read_catalog
from mdl_grade.course.catalog import Catalog, encode_catalog
from mdl_grade.course.course import format_text
from mdl_grade.course.wheel import FORMAT_FILE
from mdl_grade.delivery.excerpts import excerpt_of, secret_lines, solution_text, suite_text
from mdl_grade.errors import UsageError
from mdl_grade.suite.excerpt import SUFFIX
from mdl_grade.suite.floor import calibration_file
from mdl_grade.suite.suite import Suite

_LEARNER = """\
# {count} exercises

mdl-grade has to be installed. Make a workspace, work there, and see whether shapes and habits are right:

```sh
mdl-grade init work --course {name}
mdl-grade {chapter} work --course {name}
```

This kit knows the example of each prompt, the shapes of results, and whether a function leaves its arguments alone and
gives the same answer again. It does not know whether the numbers are right: there is no solution in it. Points here are
those of these checks alone; {missing}your instructor's grader has the others.
"""
_INSTRUCTOR = """\
# {count} exercises, with solutions and suites

```sh
mdl-grade {chapter} ANSWERS --course {name} --secret-file SECRET
mdl-grade batch {chapter} SUBMISSIONS --course {name} --out RESULTS --secret-file SECRET
mdl-grade dev check {chapter} --course {name} --seeds 1
```

Keep it from learners: {learner} is the kit to hand out.
"""


def release(course: Course, targets: Sequence[str]) -> dict[str, dict[str, bytes]]:
    """Return the files of the two kits, by the kit's folder and the path in it.

    Raises
    ------
    CourseError
        If a suite or the catalogue is broken.
    """
    exercises = course.select(targets)
    whole = with_parts(course, exercises)
    learner, instructor = (f"{course.name}-{who}" for who in ("learner", "instructor"))
    return {
        learner: _learner(course, exercises, learner),
        instructor: _instructor(course, whole, instructor, learner),
    }


def write(kits: Mapping[str, Mapping[str, bytes]], folder: Path) -> None:
    """Write kits into a folder that is not there, or empty.

    Raises
    ------
    UsageError
        If something is in the folder, or it can't be written to.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(f"{folder} is there already.", "Name a folder that is not, or an empty one.")
        for kit, files in kits.items():
            for name, content in files.items():
                path = folder / kit / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{error.filename} can't be written: {error.strerror}.", "Name another folder.") from None


def _learner(course: Course, exercises: Sequence[str], name: str) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    points: dict[str, int] = {}
    secret = secret_lines(course)
    for exercise in exercises:
        suite = Suite.load(course, exercise)
        excerpt = excerpt_of(suite, secret)
        files[f"exercises/{exercise}.py"] = suite.solution.stub.encode()
        if excerpt.examples or excerpt.checks:
            points[exercise] = sum(check.points for check in excerpt.checks.values())
            files[f"solutions/{exercise}.py"] = solution_text(suite.solution).encode()
            files[f"grader/suites/{exercise}.py"] = suite_text(suite, excerpt).encode()
            files[f"grader/suites/{exercise}{SUFFIX}"] = excerpt.encode()
    if not points:
        raise UsageError("Nothing of these exercises is public.", "Name others, or the whole course: all.")
    left = [exercise for exercise in exercises if exercise not in points]
    catalog = _catalog(course, list(points))
    entries = [msgspec.structs.replace(entry, points=points[entry.id]) for entry in catalog.exercises]
    files |= _pages(course, exercises, msgspec.structs.replace(catalog, exercises=tuple(entries)))
    missing = f"of {', '.join(left)} there are none; " if left else ""
    told = _LEARNER.format(count=len(exercises), name=name, chapter=_chapter(exercises), missing=missing)
    return {"README.md": told.encode(), **files}


def _instructor(course: Course, exercises: Sequence[str], name: str, learner: str) -> dict[str, bytes]:
    told = _INSTRUCTOR.format(count=len(exercises), name=name, chapter=_chapter(exercises), learner=learner)
    return {"README.md": told.encode(), **course_files(course, exercises)}


def course_files(course: Course, exercises: Sequence[str]) -> dict[str, bytes]:
    """Return the files of a course with these exercises, by their paths in it: solutions and suites, too."""
    files = _pages(course, exercises, _catalog(course, exercises))
    for exercise in exercises:
        suite = course.suite(exercise)
        floors = calibration_file(suite)
        files[f"solutions/{exercise}.py"] = course.solution(exercise).read_bytes()
        files[f"exercises/{exercise}.py"] = course.stub(exercise).read_bytes()
        files[f"grader/suites/{exercise}.py"] = suite.read_bytes()
        if floors.is_file():
            files[f"grader/suites/{exercise.partition('/')[0]}/{floors.name}"] = floors.read_bytes()
    return files


def _catalog(course: Course, exercises: Sequence[str]) -> Catalog:
    known = read_catalog(course.catalog)
    entries: tuple[CatalogEntry, ...] = tuple(entry for entry in known.exercises if entry.id in exercises)
    chapters = {exercise.partition("/")[0] for exercise in exercises}
    titles = {chapter: title for chapter, title in known.chapters.items() if chapter in chapters}
    return Catalog(chapters=titles, exercises=entries)


def _pages(course: Course, exercises: Sequence[str], catalog: Catalog) -> dict[str, bytes]:
    """Return the format, the catalogue, and the chapters' pages as learners and as authors have them."""
    files = {FORMAT_FILE: format_text().encode(), "exercises/catalog.json": encode_catalog(catalog)}
    for chapter in dict.fromkeys(exercise.partition("/")[0] for exercise in exercises):
        files[f"exercises/{chapter}/README.md"] = (course.stubs / chapter / "README.md").read_bytes()
        files[f"solutions/{chapter}/README.md"] = course.introduction(chapter).read_bytes()
    return files


def _chapter(exercises: Sequence[str]) -> str:
    return exercises[0].partition("/")[0]
