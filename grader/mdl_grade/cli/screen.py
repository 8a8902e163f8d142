"""Where the answers of commands go: a terminal, standard output as it is, a file."""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mdl_grade.errors import UsageError

if TYPE_CHECKING:
    from mdl_grade.records.model import Report
    from mdl_grade.report.page import Page

SPELLED = "mdl_grade.spelled"
"""The error handler that writes ∂ as d where there is no ∂."""
WIDEST = 120
"""Columns that text for reading fills at most."""


def speak_to_all() -> None:
    """Let no character end a command: pipes and files get UTF-8, and an encoding that was asked for, or that a terminal
    has, gets in ASCII what it lacks.
    """
    codecs.register_error(SPELLED, _spelled)
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if stream.isatty() or os.environ.get("PYTHONIOENCODING"):
            stream.reconfigure(errors=SPELLED)
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def keep_output_clean() -> None:
    """Let a pipe or a file get what is printed here, and nothing else: compiled libraries' words go to standard error.

    LAPACK, for one, announces NaN on standard output by itself, in the middle of whatever another program reads there.
    """
    stream = sys.stdout
    if not isinstance(stream, io.TextIOWrapper) or sys.stderr is None or stream.isatty() or stream.fileno() != 1:
        return
    stream.flush()
    sys.stdout = os.fdopen(os.dup(1), "w", encoding=stream.encoding, errors=stream.errors)
    os.dup2(2, 1)


def _spelled(error: UnicodeError) -> tuple[str, int]:
    from mdl_grade.report.text import spelled

    if not isinstance(error, UnicodeEncodeError):
        raise error
    return spelled(error.object[error.start : error.end]), error.end


def show(*views: Callable[[Page], None], widest: int = WIDEST) -> None:
    """Print views for people, one below the other; nothing if standard output is closed."""
    from mdl_grade.report.page import Terminal

    if sys.stdout is None or not views:
        return
    page = Terminal.of(sys.stdout, widest).page()
    for view in views:
        page.gap()
        view(page)
    click.echo(page.finished(), nl=False)


def show_report(report: Report, *, verbose: bool = False, again: str = "", course: str = "") -> None:
    """Print a report for people."""
    from mdl_grade.report.terminal import render

    show(lambda page: render(page, report, verbose=verbose, again=again, course=course))


def write(place: str | Path, content: bytes) -> None:
    """Write into a file, or to standard output if `place` is -.

    Raises
    ------
    UsageError
        If the file can't be written.
    """
    if str(place) == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        Path(place).write_bytes(content)
    except OSError as error:
        raise UsageError(
            f"{error.filename or place} can't be written: {error.strerror}.", "Name a place that you can write to."
        ) from None


def read(file: Path) -> bytes:
    """Return a report as it is stored; that on standard input if `file` is -.

    Raises
    ------
    UsageError
        If it can't be read.
    """
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(
            f"The report {file} can't be read: {error.strerror}.", "Name a file that `--report` wrote."
        ) from None


def read_report(file: Path) -> Report:
    """Read a report."""
    from mdl_grade.report.encoding import decode

    return decode(read(file))
