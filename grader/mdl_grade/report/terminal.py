"""A report for people, in a terminal: marks and words carry the meaning, colour only helps the eye."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from mdl_grade.records.evidence import Blocked, Curve, NotLoaded, Raised
from mdl_grade.records.model import CheckResult, ExerciseResult, Report, Status
from mdl_grade.report.page import Page, Style
from mdl_grade.report.plot import plot
from mdl_grade.report.signs import (
    SIGNS,
    WRONG,
    chapter,
    circumstances,
    curve_of,
    notes,
    part_at_fault,
    points,
    said,
    score,
    stem,
)
from mdl_grade.report.wording import diagnosis_sentence

MAX_PRINTED_LINES = 8
MAX_WARNINGS = 3

STYLES = {Status.PASSED: Style.GREEN, Status.GRADER_ERROR: Style.YELLOW} | dict.fromkeys(
    (Status.FAILED, Status.ERROR, Status.TIMEOUT), Style.RED
)
NOTES = {status: f" ({SIGNS[status].words})" for status in (Status.NOT_ATTEMPTED, Status.GRADER_ERROR)}


def render(report: Report, *, width: int, color: bool, unicode: bool, verbose: bool = False, again: str = "") -> str:
    """Return the report as text.

    Parameters
    ----------
    report : Report
        In the view of its reader: see `views.for_learner`.
    width : int
        Columns of the terminal.
    color : bool
        Whether to use ANSI colours.
    unicode : bool
        Whether the terminal can show more than ASCII.
    verbose : bool
        Whether to show every check in full, and all that the code printed.
    again : str
        The command that grades the same work again, for the last line.
    """
    page = Page(width, color=color, unicode=unicode)
    for name, exercises in groupby(report.exercises, key=chapter):
        page.gap()
        page.text(name or report.course.name, style=Style.BOLD)
        _chapter(page, tuple(exercises), verbose)
    page.gap()
    _score(page, report)
    if verbose:
        _circumstances(page, report)
    _what_next(page, report, again)
    return page.finished()


# --- exercises ------------------------------------------------------------------------------------------------------
def _chapter(page: Page, exercises: Sequence[ExerciseResult], verbose: bool) -> None:
    room = max(len(points(exercise)) for exercise in exercises)
    for exercise in exercises:
        line = f"{points(exercise).rjust(room)}  {stem(exercise)}: {exercise.title}{NOTES.get(exercise.status, '')}"
        _marked(page, exercise.status, line, style=Style.PLAIN)
        if verbose:
            _every_check(page, exercise)
        elif exercise.status is Status.NOT_ATTEMPTED:
            _why_not_started(page, exercise)
        elif exercise.status is not Status.PASSED:
            _what_is_wrong(page, exercise)


def _marked(page: Page, status: Status, text: str, *, indent: int = 0, style: Style = Style.PLAIN) -> None:
    sign = SIGNS[status]
    mark = STYLES.get(status, Style.DIM)
    page.text(text, indent=indent, first=f"{sign.mark if page.unicode else sign.plain} ", style=style, mark=mark)


def _why_not_started(page: Page, exercise: ExerciseResult) -> None:
    reasons = dict.fromkeys(check.message for check in exercise.checks if isinstance(check.evidence, NotLoaded))
    for reason in reasons:
        page.text(reason, indent=4)


def _what_is_wrong(page: Page, exercise: ExerciseResult) -> None:
    """Show the first failing check in full; the others, and what waits for them, in a line each."""
    page.gap()
    wrong = [check for check in exercise.checks if check.status in WRONG]
    for check in wrong[:1]:
        _in_full(page, check)
    alike = [check for check in wrong[1:] if check.message == wrong[0].message]
    if alike:
        told = "1 more check ends" if len(alike) == 1 else f"{len(alike)} more checks end"
        page.text(f"{told} the same way.", indent=4)
    if wrong:
        page.gap()
    for check in exercise.checks:
        if check.status is Status.NOT_ATTEMPTED or (check in wrong[1:] and check not in alike):
            note = " (not written yet)" if check.status is Status.NOT_ATTEMPTED else ""
            _marked(page, check.status, f"{points(check)}  {check.title}{note}", indent=2)
    _waiting(page, exercise)
    _output(page, exercise, most=MAX_PRINTED_LINES, warnings=MAX_WARNINGS)
    page.gap()


def _waiting(page: Page, exercise: ExerciseResult) -> None:
    titles = {check.id: check.title for check in exercise.checks}
    waiting = [(check, check.evidence.needs) for check in exercise.checks if isinstance(check.evidence, Blocked)]
    for needed in dict.fromkeys(needs for _, needs in waiting):
        page.text(f'Waiting for "{titles.get(needed, needed)}":', indent=2)
        for check, needs in waiting:
            if needs == needed:
                _marked(page, check.status, f"{points(check)}  {check.title}", indent=4)


def _every_check(page: Page, exercise: ExerciseResult) -> None:
    page.gap()
    for check in exercise.checks:
        _in_full(page, check)
    _output(page, exercise, most=None, warnings=None)
    page.gap()


# --- checks ---------------------------------------------------------------------------------------------------------
def _in_full(page: Page, check: CheckResult) -> None:
    style = Style.BOLD if check.status in WRONG else Style.PLAIN
    _marked(page, check.status, f"{points(check)}  {check.title}", indent=2, style=style)
    evidence = check.evidence
    if check.message:
        page.text(said(check), indent=4)
    _curve(page, curve_of(check))
    if check.diagnosis is not None:
        arrow = "→ " if page.unicode else "> "
        page.text(diagnosis_sentence(check.diagnosis), indent=4, first=arrow, mark=Style.YELLOW, style=Style.BOLD)
    if evidence is not None and evidence.call:
        page.text("To try it:", indent=4)
        page.text(evidence.call, indent=6, wrap=not any(quote in evidence.call for quote in "'\""))


def _curve(page: Page, curve: Curve | None) -> None:
    lines = plot(curve, width=page.width - 4, unicode=page.unicode) if curve is not None else []
    if lines:
        page.gap()
    for line in lines:
        page.text(line, indent=4, wrap=False)
    if lines:
        page.gap()


# --- what the code said ---------------------------------------------------------------------------------------------
def _output(page: Page, exercise: ExerciseResult, *, most: int | None, warnings: int | None) -> None:
    if exercise.warnings:
        page.gap()
        page.text("Warnings while your code ran (they cost no points):", indent=2)
        _quote(page, exercise.warnings, warnings)
    for name, text in (("printed", exercise.output.stdout), ("wrote to stderr", exercise.output.stderr)):
        if text.strip():
            page.gap()
            page.text(f"Your code {name}:", indent=2)
            _quote(page, text.rstrip("\n").split("\n"), most)
    if exercise.output.truncated:
        page.text("Only the beginning of what it printed was kept.", indent=2)


def _quote(page: Page, lines: Sequence[str], most: int | None) -> None:
    for line in lines[:most]:
        page.text(line, indent=2, first="| ", rest="| ", mark=Style.DIM)
    if most is not None and len(lines) > most:
        page.text(f"(and {len(lines) - most} more: --verbose shows all)", indent=2, style=Style.DIM)


# --- the end --------------------------------------------------------------------------------------------------------
def _score(page: Page, report: Report) -> None:
    page.text(f"{score(report)} ({report.timing.seconds:.1f} s).", style=Style.BOLD)
    for note in notes(report):
        more = " `mdl-grade doctor` tells more." if note.startswith("Isolation") else ""
        page.text(f"{note}{more}")


def _circumstances(page: Page, report: Report) -> None:
    for told in circumstances(report):
        page.text(told)


def _what_next(page: Page, report: Report, again: str) -> None:
    """Point to the file to go on with and, last, to the command that grades it again."""
    if any(exercise.status is Status.GRADER_ERROR for exercise in report.exercises):
        page.text("The grader failed. Please tell its developers, and send them the report (--report FILE).")
    open_ones = [e for e in report.exercises if e.status not in (Status.PASSED, Status.GRADER_ERROR)]
    tried = [e for e in open_ones if e.status is not Status.NOT_ATTEMPTED]
    if open_ones:
        exercise = (tried or open_ones)[0]
        part = part_at_fault(exercise)
        page.text(f"{part}.py" if part else _place(report, exercise), first="Next:  ")
        page.text(f"mdl-grade hint {part or exercise.id}", first="Hint:  ")
    elif report.exercises and all(e.status is Status.PASSED for e in report.exercises):
        page.text("Everything passed. Well done!", style=Style.GREEN)
    if again:
        page.text(again, first="Again: ")


def _place(report: Report, exercise: ExerciseResult) -> str:
    label = report.submission.label
    file = label if label.endswith(".py") else f"{exercise.id}.py"
    for check in exercise.checks:
        if check.status in WRONG:
            evidence = check.evidence
            line = evidence.line if isinstance(evidence, Raised | NotLoaded) else None
            return f"{file}:{line}" if line is not None else file
    return file
