"""How far a batch is: a bar in a terminal, lines in a log, JSON lines for programs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Protocol, Self

import msgspec

WIDEST_BAR = 200
"""Columns."""


class Count(msgspec.Struct, frozen=True):
    """Answers to grade in this run, and how many of them are done; `failed` ones the grader could not grade."""

    done: int
    failed: int
    total: int
    seconds: float

    @property
    def rate(self) -> float:
        """Answers per second since the first one."""
        return self.done / self.seconds if self.seconds > 0 else 0.0

    @property
    def left(self) -> float | None:
        """Seconds that the rest will take at this rate; None as long as nobody knows."""
        return (self.total - self.done) / self.rate if self.rate > 0 else None


class Listener(Protocol):
    """Hears how far a batch is."""

    def show(self, count: Count) -> None: ...

    def note(self, text: str) -> None:
        """Tell about something that happened on the way."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class _Quiet:
    """Nothing to set up, nothing to put away."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


class Silence(_Quiet):
    """Nobody listens."""

    def show(self, count: Count) -> None:
        pass

    def note(self, text: str) -> None:
        pass


@dataclass
class Lines(_Quiet):
    """A line every few seconds and every five percent, whichever comes later: for logs."""

    write: Callable[[str], None]
    clock: Callable[[], float] = time.monotonic
    pause_seconds: float = 5.0
    step: float = 0.05
    _time: float = -1e9
    _done: int = 0

    def show(self, count: Count) -> None:
        now, last = self.clock(), count.done == count.total
        due = now - self._time >= self.pause_seconds and count.done - self._done >= self.step * count.total
        if (due or last) and count.done > self._done:
            self._time, self._done = now, count.done
            self.write(sentence(count))

    def note(self, text: str) -> None:
        self.write(text)


@dataclass
class JsonLines(_Quiet):
    """One JSON object a line, at most ten a second."""

    write: Callable[[str], None]
    clock: Callable[[], float] = time.monotonic
    _time: float = -1e9

    def show(self, count: Count) -> None:
        if self.clock() - self._time >= 0.1 or count.done == count.total:
            self._time = self.clock()
            left = None if count.left is None else round(count.left, 1)
            fields = {**msgspec.structs.asdict(count), "rate": round(count.rate, 2), "left": left}
            self._line("progress", {**fields, "seconds": round(count.seconds, 2)})

    def note(self, text: str) -> None:
        self._line("note", {"text": text})

    def _line(self, kind: str, fields: dict[str, object]) -> None:
        self.write(msgspec.json.encode({"kind": kind, **fields}).decode())


class Bar:
    """A bar that stays on its line."""

    def __init__(self, stream: IO[str]) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        from mdl_grade.report.page import Terminal

        terminal = Terminal.of(stream, widest=WIDEST_BAR)
        console = Console(file=stream, width=terminal.width, no_color=not terminal.color, legacy_windows=False)
        columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[speed]}"))
        self._bar = Progress(*columns, console=console, transient=True)
        self._task = self._bar.add_task("", total=None, speed="starting")

    def show(self, count: Count) -> None:
        self._bar.update(self._task, completed=count.done, total=count.total, speed=_speed(count))

    def note(self, text: str) -> None:
        self._bar.console.print(text, markup=False, highlight=False, soft_wrap=True)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()


def sentence(count: Count) -> str:
    """Return progress in words."""
    return f"{count.done:,} of {count.total:,} answers graded, {_speed(count)}"


def _speed(count: Count) -> str:
    failed = f", {count.failed:,} could not be graded" if count.failed else ""
    left = "" if count.left is None or count.done == count.total else f", {in_words(count.left)} left"
    return f"{count.rate:.1f}/s{failed}{left}"


def in_words(seconds: float) -> str:
    """Return a length of time as people say it."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
