"""What is generated from solutions and suites: stubs, chapter pages, the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from mdl_grade.course.catalog import Catalog, CatalogEntry, encode_catalog
from mdl_grade.course.course import Course
from mdl_grade.errors import CourseError
from mdl_grade.suite.suite import Suite


def generated(course: Course) -> dict[Path, bytes]:
    """Return what `exercises/` must hold: path -> content.

    Raises
    ------
    CourseError
        If a solution, suite or chapter page is broken or missing.
    """
    suites = [Suite.load(course, exercise) for exercise in course.exercises]
    files = {course.stub(suite.id): suite.solution.stub.encode() for suite in suites}
    titles: dict[str, str] = {}
    for chapter in course.chapters:
        page = _introduction(course, chapter)
        titles[chapter] = page.splitlines()[0].removeprefix("# ").strip()
        files[course.stubs / chapter / "README.md"] = page.encode()
    catalog = Catalog(chapters=titles, exercises=tuple(map(entry, learning_order(suites))))
    return {**files, course.catalog: encode_catalog(catalog)}


def learning_order(suites: Sequence[Suite]) -> list[Suite]:
    """Return the suites chapter by chapter, each after those that it requires, otherwise by name.

    Raises
    ------
    CourseError
        If exercises require each other in a circle.
    """
    by_id = {suite.id: suite for suite in suites}
    ordered: dict[str, Suite] = {}
    for chapter in dict.fromkeys(suite.id.partition("/")[0] for suite in suites):
        waiting = {
            suite.id: {r for r in suite.requires if r in by_id and r.startswith(f"{chapter}/")}
            for suite in suites
            if suite.id.startswith(f"{chapter}/")
        }
        try:
            ordered |= {name: by_id[name] for name in _in_turn(TopologicalSorter(waiting))}
        except CycleError as error:
            raise CourseError(f"Exercises require each other in a circle: {' → '.join(error.args[1])}.") from None
    return list(ordered.values())


def _in_turn(sorter: TopologicalSorter[str]) -> Iterator[str]:
    """Yield what is ready, by name: the order must not depend on that of a set."""
    sorter.prepare()
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        yield from ready
        sorter.done(*ready)


def entry(suite: Suite) -> CatalogEntry:
    """Return an exercise's line in the catalogue."""
    about = suite.exercise
    return CatalogEntry(
        id=suite.id,
        title=suite.solution.title,
        tier=about.tier,
        points=suite.points,
        requires=suite.requires,
        hints=about.hints,
    )


def drift(course: Course) -> list[Path]:
    """Return the files that are missing, changed by hand, or left over."""
    wanted = generated(course)
    wrong = [path for path, content in wanted.items() if not path.is_file() or path.read_bytes() != content]
    present = (path for path in course.stubs.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return sorted([*wrong, *(path for path in present if path not in wanted)])


def sync(course: Course) -> list[Path]:
    """Write what is generated and remove what is left over; return the paths that changed."""
    changed = drift(course)
    wanted = generated(course)
    for path in changed:
        if path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(wanted[path])
        else:
            path.unlink()
    return changed


def _introduction(course: Course, chapter: str) -> str:
    page = course.introduction(chapter)
    text = page.read_text("utf-8") if page.is_file() else ""
    if not text.startswith("# "):
        raise CourseError(
            f"{page} is missing, or does not begin with a heading.", "Its first line is the chapter's title: # …"
        )
    return text
