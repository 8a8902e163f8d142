"""What is generated from solutions and suites: stubs, chapter pages, the catalogue."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from mdl_grade.course.catalog import Catalog, CatalogEntry, encode_catalog
from mdl_grade.course.course import Course
from mdl_grade.errors import CourseError, UsageError
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
    """Return the files that are missing, changed by hand, or left over from an earlier `sync`."""
    wanted = generated(course)
    wrong = [path for path, content in wanted.items() if not path.is_file() or path.read_bytes() != content]
    left = [path for path in _written_before(course) if path not in wanted and path.is_file()]
    return sorted([*wrong, *left])


def sync(course: Course) -> list[Path]:
    """Write what is generated and remove what is left over; return the paths that changed.

    Raises
    ------
    UsageError
        If a file is in the way that was not generated, or was changed since. Nothing is written then.
    """
    changed, wanted, before = drift(course), generated(course), _written_before(course)
    for path in changed:
        if path.is_file() and before.get(path) != _digest(path.read_bytes()):
            raise UsageError(
                f"{path} was not written by `mdl-grade dev sync`, or was changed since: it is left as it is.",
                "Nothing was written. Put the file elsewhere, and try again.",
            )
    for path in changed:
        if path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(wanted[path])
        else:
            path.unlink()
    digests = {path.relative_to(course.stubs).as_posix(): _digest(content) for path, content in wanted.items()}
    lines = (f"{digest}  {path}\n" for path, digest in sorted(digests.items()))
    course.stubs.mkdir(parents=True, exist_ok=True)
    _list(course).write_text("".join(lines), "utf-8")
    return changed


def _list(course: Course) -> Path:
    """Return where it stands what was generated, in the format of `sha256sum`."""
    return course.stubs / ".generated"


def _written_before(course: Course) -> dict[Path, str]:
    """Return the files that `sync` wrote last time, with their digests."""
    path = _list(course)
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return {course.stubs / name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _introduction(course: Course, chapter: str) -> str:
    page = course.introduction(chapter)
    text = page.read_text("utf-8") if page.is_file() else ""
    if not text.startswith("# "):
        raise CourseError(
            f"{page} is missing, or does not begin with a heading.", "Its first line is the chapter's title: # …"
        )
    return text
