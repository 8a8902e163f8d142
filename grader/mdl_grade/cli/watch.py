"""`watch`: grade an exercise whenever its file is saved, and say first what has changed."""

from __future__ import annotations

import ast
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mdl_grade.cli.lessons import solution_command
from mdl_grade.cli.options import completed, cooperative_option, course_here, course_option, course_words
from mdl_grade.cli.screen import show, show_report
from mdl_grade.cli.workspace import hint_command, list_command, next_command, reset_command
from mdl_grade.course.workspace import Workspace, workspace_at
from mdl_grade.errors import GraderError
from mdl_grade.intake import locate
from mdl_grade.intake.submission import ANSWER_SUFFIXES

if TYPE_CHECKING:
    from mdl_grade.grading import Suites
    from mdl_grade.records.model import ExerciseResult, Report
    from mdl_grade.report.page import Page
    from mdl_grade.sandbox.wall import Wall

SETTLED = 60
"""Milliseconds without a change after which a save is taken to be finished: editors write in several steps."""
PATIENCE = 0.25
"""Seconds that are waited at a time."""
MOST_NAMED = 3
"""Checks that are named of those that have become right, or wrong."""
KEYS = "n next, h hint, l list, s solution, r reset (twice), q quit"


class Ending(Enum):
    """That somebody asked for the end."""

    QUIT = "q"


Event = Ending | str | frozenset[str]
"""The end, a key, or exercises whose files were saved."""


def changes(before: ExerciseResult | None, after: ExerciseResult) -> list[str]:
    """Return what is new since the last grading, in words; nothing the first time."""
    if before is None:
        return []
    was = {check.id: check.status for check in before.checks}
    passed = [c.title for c in after.checks if c.status == "passed" and was.get(c.id) != "passed"]
    fell = [c.title for c in after.checks if c.status != "passed" and was.get(c.id) == "passed"]
    told = [*_some("Now right", passed), *_some("No longer right", fell)]
    if before.points != after.points:
        told.insert(0, f"{before.points} → {after.points} of {after.max_points} points")
    return told or ["Nothing has changed in the verdicts."]


def _some(what: str, titles: list[str]) -> list[str]:
    """Name the first checks, and count the others."""
    more = len(titles) - MOST_NAMED
    return [f"{what}: {title}" for title in titles[:MOST_NAMED]] + [f"{what}: {more} more"] * (more > 0)


@dataclass
class Watching:
    """What was seen so far: the last result of each exercise; and the suites that were needed, which are kept."""

    workspace: Workspace
    wall: Wall
    course_told: str
    last: dict[str, ExerciseResult] = field(default_factory=dict)
    suites: Suites = field(default_factory=dict)

    def saved(self, exercise: str) -> None:
        """Grade an exercise whose file was saved, unless it is half-written."""
        path = self.workspace.file(exercise)
        if (slip := half_written(path)) is not None:
            click.echo(slip)
            return
        try:
            report = self._graded(exercise)
        except GraderError as error:
            click.echo(str(error), err=True)
            return
        (result,) = report.exercises
        told = changes(self.last.get(exercise), result)
        self.last[exercise] = result
        click.echo()
        show(lambda page: _news(page, path.name, told))
        show_report(report, course=self.course_told)
        if result.status == "passed" and (following := self.workspace.next()) is not None:
            click.echo(f"Next:  {self.workspace.file(following).relative_to(self.workspace.root).as_posix()}")

    def _graded(self, exercise: str) -> Report:
        from mdl_grade.grading import grade_found, make_report
        from mdl_grade.records.model import Status
        from mdl_grade.report.views import for_learner
        from mdl_grade.suite.seed import Seed

        start, course, seed = time.perf_counter(), self.workspace.course, Seed.practice()
        found = locate([exercise], None, here=self.workspace.root)
        graded = grade_found(course, found, seed, self.wall, self.suites)
        report = make_report(course, (exercise,), found.label, seed, graded, time.perf_counter() - start)
        (result,) = report.exercises
        if result.status not in (Status.NOT_ATTEMPTED, Status.GRADER_ERROR):
            self.workspace.graded([(exercise, result.points, result.max_points, result.file_digest)])
        return for_learner(report)


def half_written(path: Path) -> str | None:
    """Return where a script is no Python yet, as `file:line: message`; None if it can be graded."""
    if path.suffix != ".py":
        return None
    try:
        ast.parse(path.read_bytes())
    except SyntaxError as error:
        return f"{path.name}:{error.lineno}: {error.msg}; not graded yet."
    except (OSError, ValueError):
        return f"{path.name} can't be read; not graded yet."
    return None


def _news(page: Page, name: str, told: list[str]) -> None:
    from mdl_grade.report.page import Style

    page.text(f"{name}, {time.strftime('%H:%M:%S')}", style=Style.DIM)
    for line in told:
        page.text(line, style=Style.BOLD)


@click.command("watch", short_help="Grade whenever a file is saved.")
@click.argument("targets", nargs=-1, shell_complete=completed)
@cooperative_option
@course_option
@click.pass_context
def watch_command(ctx: click.Context, targets: tuple[str, ...], cooperative: bool, course_folder: Path | None) -> None:
    """Grade an exercise of TARGETS (default: all) whenever its file is saved here, and say what has changed.

    In a terminal, keys do the rest: n next, h hint, l list, s solution, r reset, q quit. Example: mdl-grade watch 10
    """
    course = course_here(course_folder)
    workspace, wanted = workspace_at(course, Path.cwd()), frozenset(course.select(targets or ("all",)))
    from mdl_grade.sandbox.wall import practice_wall

    with practice_wall(cooperative=cooperative) as wall, happening(workspace.root, wanted) as events:
        watching = Watching(workspace, wall, course_words(course_folder))
        keys = f" Keys: {KEYS}." if _has_keys() else ""
        show(lambda page: page.text(f"Watching {workspace.root}: save a file, and it is graded.{keys}"))
        ctx.invoke(next_command, opens=False, course_folder=course_folder)
        before = ""
        while (event := _next(events)) is not Ending.QUIT:
            if isinstance(event, frozenset):
                for exercise in sorted(event):
                    watching.saved(exercise)
            elif isinstance(event, str):
                _pressed(ctx, watching.workspace, event, event == before, course_folder)
                before = event


def _next(events: queue.SimpleQueue[Event]) -> Event:
    """Return what happens next; Windows heeds Ctrl-C between waits alone."""
    while True:
        with suppress(queue.Empty):
            return events.get(timeout=PATIENCE)


def _pressed(ctx: click.Context, workspace: Workspace, key: str, again: bool, course: Path | None) -> None:
    """Do what a key asks for, about the exercise in hand."""
    current = workspace.progress.current or workspace.next() or ""
    commands: Mapping[str, Callable[[], object]] = {
        "n": lambda: ctx.invoke(next_command, opens=False, course_folder=course),
        "h": lambda: ctx.invoke(hint_command, exercise=current or None, number=None, course_folder=course),
        "l": lambda: ctx.invoke(
            list_command, targets=(current.partition("/")[0],) if current else (), course_folder=course
        ),
        "s": lambda: ctx.invoke(solution_command, exercise=current, now=False, course_folder=course),
        "r": lambda: (
            ctx.invoke(reset_command, exercise=current, course_folder=course)
            if again
            else click.echo(f"Press r again, and {current} is a stub again; what you wrote is kept beside it.")
        ),
    }
    try:
        commands.get(key, lambda: click.echo(f"Keys: {KEYS}."))()
    except GraderError as error:
        click.echo(str(error))
    workspace.refresh()


@contextmanager
def happening(root: Path, wanted: frozenset[str]) -> Iterator[queue.SimpleQueue[Event]]:
    """Yield a queue of what happens: saves of wanted exercises, keys if there is a terminal, Ctrl-C as the end."""
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    stop = threading.Event()
    threading.Thread(target=_saves, args=(root, wanted, events, stop), daemon=True).start()
    before = signal.signal(signal.SIGINT, lambda *_: events.put(Ending.QUIT))
    try:
        with _keys(events):
            yield events
    finally:
        stop.set()
        signal.signal(signal.SIGINT, before)


def _saves(root: Path, wanted: frozenset[str], events: queue.SimpleQueue[Event], stop: threading.Event) -> None:
    def exercise_at(path: Path) -> str | None:
        if path.suffix not in ANSWER_SUFFIXES or not path.is_relative_to(root):
            return None
        exercise = path.relative_to(root).with_suffix("").as_posix()
        return exercise if exercise in wanted else None

    for paths in _changed(root, stop):
        saved = frozenset(filter(None, map(exercise_at, paths)))
        if saved:
            events.put(saved)


def _changed(root: Path, stop: threading.Event) -> Iterator[list[Path]]:
    """Yield files that were saved, until told to stop."""
    try:
        from watchfiles import Change, watch
    except ImportError:  # compiled code, which not every system loads
        yield from _looked_at(root, stop)
        return
    for seen in watch(root, stop_event=stop, debounce=SETTLED, step=SETTLED // 3, raise_interrupt=False):
        yield [Path(name) for change, name in seen if change is not Change.deleted]


def _looked_at(root: Path, stop: threading.Event) -> Iterator[list[Path]]:
    """Yield files that were saved, found by looking at all answers again and again."""
    before: dict[Path, tuple[int, int]] | None = None
    while not stop.wait(2 * SETTLED / 1000):
        now = {}
        for path in (path for suffix in ANSWER_SUFFIXES for path in root.glob(f"*/*{suffix}")):
            with suppress(OSError):  # gone meanwhile
                status = path.stat()
                now[path] = (status.st_mtime_ns, status.st_size)
        if before is not None and (saved := [path for path, stamp in now.items() if before.get(path) != stamp]):
            yield saved
        before = now


def _has_keys() -> bool:
    """Whether standard input is a terminal; on Windows, `isatty` also says so of NUL."""
    if sys.platform == "win32":
        import ctypes
        import msvcrt

        handle, mode = msvcrt.get_osfhandle(sys.stdin.fileno()), ctypes.c_ulong()
        return bool(ctypes.windll.kernel32.GetConsoleMode(ctypes.c_void_p(handle), ctypes.byref(mode)))
    return sys.stdin.isatty()


@contextmanager
def _keys(events: queue.SimpleQueue[Event]) -> Iterator[None]:
    """Put pressed keys into the queue, one by one and without Enter, while the block runs; none without a terminal."""
    if not _has_keys():
        yield
        return
    if sys.platform == "win32":
        import msvcrt

        threading.Thread(target=_read_keys, args=(msvcrt.getwch, events), daemon=True).start()
        yield
        return
    import termios
    import tty

    stdin = sys.stdin.fileno()
    before = termios.tcgetattr(stdin)
    tty.setcbreak(stdin)
    threading.Thread(target=_read_keys, args=(lambda: os.read(stdin, 1).decode("latin-1"), events), daemon=True).start()
    try:
        yield
    finally:
        termios.tcsetattr(stdin, termios.TCSADRAIN, before)


def _read_keys(read: Callable[[], str], events: queue.SimpleQueue[Event]) -> None:
    while key := read():
        events.put(Ending.QUIT if key.lower() == "q" else key.lower())
    events.put(Ending.QUIT)


commands = {"watch": watch_command}
