"""A learner's folder of stubs, and how far they are: one small file beside the chapters remembers it.

What the file says is a convenience: it is written by whoever grades here, and believed by nobody else. If it is lost,
what was done is told from the stubs that were changed, until they are graded again.
"""

from __future__ import annotations

import ast
import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import count
from pathlib import Path

import msgspec

from mdl_grade.course.catalog import Catalog, read_catalog
from mdl_grade.course.course import Course
from mdl_grade.course.solution import same_text
from mdl_grade.errors import UsageError

FILE = ".mdl-grade.json"
MOST_TEXTS = 20
"""Digests of graded texts that are remembered for an exercise."""


class Stage(StrEnum):
    """How far one is with an exercise."""

    UNTOUCHED = "untouched"
    STARTED = "started"
    DONE = "done"


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """What the last grading of an exercise gave, which different texts were graded, and how many hints were seen."""

    points: int = 0
    max_points: int = 0
    passed: bool = False
    texts: tuple[str, ...] = ()
    hints: int = 0


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """What the file holds; `stubs` are digests of the stubs as they were written here."""

    course: str
    current: str = ""
    tried: dict[str, Tried] = {}
    stubs: dict[str, str] = {}


@dataclass
class Workspace:
    """A folder with a folder for each chapter, and what is remembered of the work in it."""

    root: Path
    course: Course
    progress: Progress = field(init=False)

    def __post_init__(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Read again what is remembered: others may have written it."""
        self.progress = _read(self.root / FILE, self.course.name)

    @classmethod
    def find(cls, course: Course, here: Path) -> Workspace | None:
        """Return the workspace that `here` lies in, if it is one: something is remembered, or `init` was there."""
        here = here.resolve()
        for folder in (here, *here.parents[:2]):
            if (folder / FILE).is_file() or _made_by_init(course, folder):
                found = cls(folder, course)
                return found if found.progress.course == course.name else None
        return None

    @cached_property
    def catalog(self) -> Catalog:
        return read_catalog(self.course.catalog)

    def file(self, exercise: str) -> Path:
        """Return the learner's file: a notebook, if there is one and no script."""
        script = self.root / f"{exercise}.py"
        notebook = script.with_suffix(".ipynb")
        return notebook if notebook.is_file() and not script.is_file() else script

    def stage(self, exercise: str) -> Stage:
        if self.tried(exercise).passed:
            return Stage.DONE
        path = self.file(exercise)
        if not path.is_file():
            return Stage.UNTOUCHED
        own = path.read_text("utf-8", errors="replace")
        stub = self.course.stub(exercise).read_text("utf-8")
        as_written = _digest(own) == self.progress.stubs.get(exercise)
        return Stage.UNTOUCHED if as_written or same_text(own, stub) else Stage.STARTED

    def tried(self, exercise: str) -> Tried:
        return self.progress.tried.get(exercise, Tried())

    def next(self) -> str | None:
        """Return the exercise to go on with: what was graded last, what is started, then the next in order."""
        stages = {entry.id: self.stage(entry.id) for entry in self.catalog.exercises}
        current = self.progress.current
        if stages.get(current, Stage.DONE) is not Stage.DONE:
            return current
        order = list(stages)
        after = order.index(current) + 1 if current in stages else 0
        for wanted in (Stage.STARTED, Stage.UNTOUCHED):
            for exercise in (*order[after:], *order[:after]):
                if stages[exercise] is wanted:
                    return exercise
        return None

    def graded(self, results: Iterable[tuple[str, int, int, str]]) -> None:
        """Remember results: of each exercise its points, the most there are, and the digest of what was graded."""
        tried, current = dict(self.progress.tried), self.progress.current
        for exercise, points, most, digest in results:
            before = self.tried(exercise)
            texts = tuple(dict.fromkeys((*before.texts, digest)))[-MOST_TEXTS:]
            tried[exercise] = msgspec.structs.replace(
                before, points=points, max_points=most, passed=points == most, texts=texts
            )
            current = exercise
        self._save(tried=tried, current=current)

    def hinted(self, exercise: str, number: int) -> None:
        """Remember that hint `number` was seen."""
        seen = msgspec.structs.replace(self.tried(exercise), hints=number)
        self._save(tried={**self.progress.tried, exercise: seen})

    def fill(self, exercises: Iterable[str]) -> tuple[int, int]:
        """Write the stubs and chapter pages that are missing; return how many, and how many files were there.

        Raises
        ------
        OSError
            If a file can't be written.
        """
        stubs = dict(self.progress.stubs)
        made = kept = 0
        for exercise in exercises:
            target, page = self.root / f"{exercise}.py", self.course.stubs / exercise.partition("/")[0] / "README.md"
            target.parent.mkdir(parents=True, exist_ok=True)
            if page.is_file() and not (target.parent / page.name).exists():
                (target.parent / page.name).write_bytes(page.read_bytes())
            if target.exists():
                kept += 1
                continue
            text = self.course.stub(exercise).read_text("utf-8")
            target.write_text(text, "utf-8")
            stubs[exercise] = _digest(text)
            made += 1
        self._save(stubs=stubs)
        return made, kept

    def update(self, exercises: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Bring prompts that have changed; yield each exercise with what was done. What was written stays as it is."""
        stubs = dict(self.progress.stubs)
        for exercise in exercises:
            path, stub = self.root / f"{exercise}.py", self.course.stub(exercise).read_text("utf-8")
            if not path.is_file() or stubs.get(exercise) == _digest(stub):
                continue
            own = path.read_text("utf-8", errors="replace")
            new = stub if _digest(own) == stubs.get(exercise) else with_prompt_of(stub, own)
            stubs[exercise] = _digest(stub)
            if new is None:
                yield exercise, "the prompt has changed, and the file is not Python as it stands: compare it yourself"
            elif not same_text(new, own):
                path.write_text(new, "utf-8")
                yield exercise, "has a new prompt" if new != stub else "is a new stub"
        self._save(stubs=stubs)

    def reset(self, exercise: str) -> Path | None:
        """Put the stub back; return where what was written has gone, if anything was."""
        path, stub = self.root / f"{exercise}.py", self.course.stub(exercise).read_text("utf-8")
        kept = None
        if path.is_file() and not same_text(path.read_text("utf-8", errors="replace"), stub):
            names = (path.with_name(f"{path.stem}.{number}.bak") for number in count(1))
            kept = path.rename(next(name for name in names if not name.exists()))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(stub, "utf-8")
        tried = {other: seen for other, seen in self.progress.tried.items() if other != exercise}
        self._save(tried=tried, stubs={**self.progress.stubs, exercise: _digest(stub)})
        return kept

    def _save(self, **changes: object) -> None:
        self.progress = msgspec.structs.replace(self.progress, **changes)
        text = msgspec.json.format(msgspec.json.encode(self.progress, order="sorted"), indent=1) + b"\n"
        spare = self.root / f"{FILE}.{os.getpid()}"
        spare.write_bytes(text)
        spare.replace(self.root / FILE)


def with_prompt_of(stub: str, own: str) -> str | None:
    """Return a learner's text with the docstrings of the stub in place of its own; None if either is not Python.

    Only strings that stand where they stood are exchanged: that of the module, and those of functions and classes by
    their names. Code is never touched.
    """
    try:
        new, old = docstrings(stub), docstrings(own)
    except SyntaxError:
        return None
    lines, source = own.splitlines(keepends=True), stub.splitlines(keepends=True)
    for name in sorted(old.keys() & new.keys(), key=lambda name: -old[name][0]):
        (first, last), (start, end) = old[name], new[name]
        lines[first - 1 : last] = source[start - 1 : end]
    return "".join(lines)


def docstrings(text: str) -> dict[str, tuple[int, int]]:
    """Return the first and last line of each docstring that has its lines for itself, by dotted name."""
    lines, found = text.splitlines(), {}

    def visit(node: ast.Module | ast.FunctionDef | ast.ClassDef, name: str) -> None:
        match node.body[:1]:
            case [ast.Expr(value=ast.Constant(value=str()), lineno=first, end_lineno=last, col_offset=indent)] if last:
                alone = not lines[first - 1][:indent].strip() and lines[last - 1].rstrip().endswith(('"""', "'''"))
                if alone:
                    found[name] = first, last
        for child in node.body:
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                visit(child, f"{name}.{child.name}")

    visit(ast.parse(text), "")
    return found


def _made_by_init(course: Course, folder: Path) -> bool:
    for chapter in course.chapters:
        own, page = folder / chapter / "README.md", course.stubs / chapter / "README.md"
        if folder != course.stubs and own.is_file() and page.is_file() and own.read_bytes() == page.read_bytes():
            return True
    return False


def _read(path: Path, course: str) -> Progress:
    """Return what is remembered; nothing, if there is no such file or it is none of ours."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Progress)
    except (OSError, msgspec.DecodeError):
        return Progress(course=course)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def demand_same_course(course: Course, here: Path) -> None:
    """Refuse a course in a workspace of another.

    Where that course lies is not remembered: its suites are programs, and no file in a learner's folder may say which
    of them run outside of the wall.

    Raises
    ------
    UsageError
        It names the course that the workspace was made of.
    """
    for folder in (here.resolve(), *here.resolve().parents[:2]):
        if (folder / FILE).is_file():
            made_of = _read(folder / FILE, course.name).course
            if made_of != course.name:
                raise UsageError(
                    f"{folder} is a workspace of the course {made_of!r}.",
                    f"Add `--course` and the folder or wheel of {made_of!r}.",
                )
            return


def workspace_at(course: Course, here: Path) -> Workspace:
    """Return the workspace that `here` lies in.

    Raises
    ------
    UsageError
        If it is none.
    """
    demand_same_course(course, here)
    found = Workspace.find(course, here)
    if found is None:
        raise UsageError(f"{here} is no workspace.", "`mdl-grade init work` makes one; then `cd work`.")
    return found
