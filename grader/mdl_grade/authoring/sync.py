"""What is generated from solutions and suites: stubs, chapter pages, the catalogue."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from mdl_grade.course.catalog import Catalog, CatalogEntry, encode_catalog
from mdl_grade.course.course import Course
from mdl_grade.errors import CourseError, UsageError
from mdl_grade.suite.suite import Suite

LISTED = re.compile(r"^(\d+)\. `(\w+)`$", re.MULTILINE)
"""A line of a chapter's page that stands for an exercise: their order is the book's."""


def generated(course: Course) -> dict[Path, bytes]:
    """Return what `exercises/` must hold: path -> content.

    Raises
    ------
    CourseError
        If a solution, suite or chapter page is broken or missing.
    """
    suites = {exercise: Suite.load(course, exercise) for exercise in course.exercises}
    files = {course.stub(suite.id): suite.solution.stub.encode() for suite in suites.values()}
    titles: dict[str, str] = {}
    order: list[Suite] = []
    for chapter in course.chapters:
        page = _introduction(course, chapter)
        own = {name.rpartition("/")[2]: suite for name, suite in suites.items() if name.startswith(f"{chapter}/")}
        titles[chapter] = page.splitlines()[0].removeprefix("# ").strip()
        listed = [name for _, name in LISTED.findall(page)]
        order += _as_listed(course.introduction(chapter), listed, own) if listed else learning_order(chapter, own)
        files[course.stubs / chapter / "README.md"] = _with_titles(page, own).encode()
    catalog = Catalog(chapters=titles, exercises=tuple(map(entry, order)))
    return {**files, course.catalog: encode_catalog(catalog)}


def _with_titles(page: str, own: Mapping[str, Suite]) -> str:
    """Return a chapter's page with titles in its list, each leading to the exercise's file."""
    return LISTED.sub(lambda line: f"{line[1]}. [{own[line[2]].solution.title}]({line[2]}.py)", page)


def _as_listed(page: Path, listed: Sequence[str], own: Mapping[str, Suite]) -> list[Suite]:
    """Return the suites of a chapter in the order of its page.

    Raises
    ------
    CourseError
        If the page leaves one out, has one that is not there, or has one before what it requires.
    """
    for name in (*listed, *own):
        if name not in own or listed.count(name) != 1:
            fault = "lists what is no exercise of the chapter" if name not in own else "must list, once"
            raise CourseError(f"{page} {fault}: {name}.", "Its list has a line for each exercise: 1. `name`")
    for i, name in enumerate(listed):
        later = {own[after].id for after in listed[i:]} & set(own[name].requires)
        if later:
            text = f"{page} lists {name} before {', '.join(sorted(later))}, which it requires."
            raise CourseError(text, "Change the list, or `requires`.")
    return [own[name] for name in listed]


def learning_order(chapter: str, own: Mapping[str, Suite]) -> list[Suite]:
    """Return the suites of a chapter whose page lists none: each after those that it requires, otherwise by name.

    Raises
    ------
    CourseError
        If exercises require each other in a circle.
    """
    names = {suite.id: name for name, suite in own.items()}
    waiting = {name: {names[r] for r in suite.requires if r in names} for name, suite in own.items()}
    try:
        return [own[name] for name in _in_turn(TopologicalSorter(waiting))]
    except CycleError as error:
        circle = " → ".join(f"{chapter}/{name}" for name in error.args[1])
        raise CourseError(f"Exercises require each other in a circle: {circle}.") from None


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
        minutes=about.minutes,
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
