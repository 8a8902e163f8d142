"""A report for people, in a terminal: marks and words carry the meaning, colour only helps the eye."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from mdl_grade.records.causes import causes_of
from mdl_grade.records.evidence import Blocked, NotLoaded, Raised, WrongValue
from mdl_grade.records.model import CheckResult, ExerciseResult, Finding, Report, Status
from mdl_grade.report.contrast import contrast_of, lines_of
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
    progress,
    said,
    score,
    stem,
)
from mdl_grade.report.trial import trials
from mdl_grade.report.wording import finding_sentence

MORE = "add --verbose; or, for a page, --html FILE"
MAX_PRINTED_LINES = 8
MAX_WARNINGS = 3

STYLES = {Status.PASSED: Style.GREEN, Status.GRADER_ERROR: Style.YELLOW} | dict.fromkeys(
    (Status.FAILED, Status.ERROR, Status.TIMEOUT), Style.RED
)
NOTES = {status: f" ({SIGNS[status].words})" for status in (Status.NOT_ATTEMPTED, Status.GRADER_ERROR)}


def render(page: Page, report: Report, *, verbose: bool = False, again: str = "", course: str = "") -> None:
    """Write the report on a page.

    Parameters
    ----------
    page : Page
        Empty, or with something above.
    report : Report
        In the view of its reader: see `views.for_learner`.
    verbose : bool
        Whether to show every check in full, and all that the code printed.
    again : str
        The command that grades the same work again, for the last line.
    course : str
        What other commands must be told of the course: "--course DIR", or "".
    """
    for name, exercises in groupby(report.exercises, key=chapter):
        page.gap()
        page.text(name or report.course.name, style=Style.BOLD)
        _chapter(page, report, tuple(exercises), verbose)
    page.gap()
    _score(page, report)
    if verbose:
        _circumstances(page, report)
    _what_next(page, report, again, course, verbose)


# --- exercises ------------------------------------------------------------------------------------------------------
def _chapter(page: Page, report: Report, exercises: Sequence[ExerciseResult], verbose: bool) -> None:
    room = max(len(points(exercise)) for exercise in exercises)
    for exercise in exercises:
        line = f"{points(exercise).rjust(room)}  {stem(exercise)}: {exercise.title}{NOTES.get(exercise.status, '')}"
        _marked(page, exercise.status, line, style=Style.PLAIN)
        if verbose:
            _every_check(page, report, exercise)
        elif exercise.status is Status.NOT_ATTEMPTED:
            _why_not_started(page, exercise)
        elif exercise.status is Status.PASSED:
            _warned(page, exercise)
        else:
            _what_is_wrong(page, report, exercise)


def _marked(page: Page, status: Status, text: str, *, indent: int = 0, style: Style = Style.PLAIN) -> None:
    sign = SIGNS[status]
    mark = STYLES.get(status, Style.DIM)
    page.text(text, indent=indent, first=f"{sign.mark if page.unicode else sign.plain} ", style=style, mark=mark)


def _why_not_started(page: Page, exercise: ExerciseResult) -> None:
    reasons = dict.fromkeys(check.message for check in exercise.checks if isinstance(check.evidence, NotLoaded))
    for reason in reasons:
        page.text(reason, indent=4)


def _what_is_wrong(page: Page, report: Report, exercise: ExerciseResult) -> None:
    """Say each cause once, with the checks that it explains; the first one that can be tried comes with its code."""
    _progress(page, exercise)
    checks = {check.id: check for check in exercise.checks}
    code = trials(report, exercise)
    tried = False
    for found, indent in _causes(page, exercise):
        with_code = [] if tried else [name for name in found.checks if code[name]]
        first = (with_code or found.checks)[0]
        _in_full(page, checks[first], indent=indent)
        _others(page, found, [checks[name] for name in found.checks if name != first], indent)
        _trial(page, code[first] if with_code else [], indent)
        tried = tried or bool(with_code)
        page.gap()
    for check in exercise.checks:
        if check.status is Status.GRADER_ERROR:
            _in_full(page, check, indent=2)
    _waiting(page, exercise)
    _output(page, exercise, most=MAX_PRINTED_LINES, warnings=MAX_WARNINGS)
    page.gap()


def _warned(page: Page, exercise: ExerciseResult) -> None:
    """Point to what is said besides, where all is right."""
    number = len(exercise.warnings)
    if number:
        told = "(1 warning: --verbose shows it)" if number == 1 else f"({number} warnings: --verbose shows them)"
        page.text(told, indent=4, style=Style.DIM)


def _progress(page: Page, exercise: ExerciseResult) -> None:
    page.gap()
    if told := progress(exercise):
        page.text(told, indent=2)
        page.gap()


def _causes(page: Page, exercise: ExerciseResult) -> Iterator[tuple[Finding, int]]:
    """Put down what each cause is called; yield it, and how far its checks are indented."""
    findings = causes_of(exercise.checks)
    named = [found for found in findings if found.labels]
    arrow = "→ " if page.unicode else "> "
    for i, found in enumerate(findings):
        if found.labels:
            page.text(
                finding_sentence(found, exercise.checks), indent=2, first=arrow, mark=Style.YELLOW, style=Style.BOLD
            )
        elif named and i == len(named):
            page.text("Not explained by that:" if len(named) == 1 else "Not explained by these:", indent=2)
        yield found, 4 if named else 2


def _others(page: Page, found: Finding, others: Sequence[CheckResult], indent: int) -> None:
    """Tell the titles of the checks that a known bug explains; of those that end alike, how many they are."""
    if found.labels:
        for check in others:
            _titled(page, check, indent=indent)
    elif others:
        told = "1 more check ends" if len(others) == 1 else f"{len(others)} more checks end"
        page.text(f"{told} the same way.", indent=indent + 2)


def _waiting(page: Page, exercise: ExerciseResult) -> None:
    """Tell what is still to be written, and what was not run because something else did not pass."""
    unwritten = [check for check in exercise.checks if check.status is Status.NOT_ATTEMPTED]
    if unwritten:
        page.text("Not written yet:", indent=2)
    for check in unwritten:
        _titled(page, check, indent=4)
    worth = [check for check in exercise.checks if check.max_points]  # for what gives no points nobody waits
    waiting = [(check, check.evidence.needs) for check in worth if isinstance(check.evidence, Blocked)]
    if len(causes_of(exercise.checks)) == 1 and waiting:
        page.text("Waiting until that is right:", indent=2)
        for check, _ in waiting:
            _titled(page, check, indent=4)
        return
    titles = {check.id: check.title for check in exercise.checks}
    for needed in dict.fromkeys(needs for _, needs in waiting):
        page.text(f'Waiting for "{titles.get(needed, needed)}":', indent=2)
        for check, needs in waiting:
            if needs == needed:
                _titled(page, check, indent=4)


def _every_check(page: Page, report: Report, exercise: ExerciseResult) -> None:
    """Show every check in full: those that fail below what makes them fail, then the others."""
    _progress(page, exercise)
    checks = {check.id: check for check in exercise.checks}
    code = trials(report, exercise)
    for found, indent in _causes(page, exercise):
        for name in found.checks:
            _in_full(page, checks.pop(name), indent=indent)
            _trial(page, code[name], indent)
        page.gap()
    for check in checks.values():
        _in_full(page, check, indent=2)
    _output(page, exercise, most=None, warnings=None)
    page.gap()


# --- checks ---------------------------------------------------------------------------------------------------------
def _titled(page: Page, check: CheckResult, *, indent: int) -> None:
    _marked(page, check.status, f"{points(check)}  {check.title}", indent=indent)


def _in_full(page: Page, check: CheckResult, *, indent: int) -> None:
    style = Style.BOLD if check.status in WRONG else Style.PLAIN
    _marked(page, check.status, f"{points(check)}  {check.title}", indent=indent, style=style)
    if check.message:
        page.text(said(check), indent=indent + 2)
    room = page.width - indent - 2
    curve, contrast = curve_of(check), contrast_of(check.evidence)
    if curve is not None:
        _figure(page, plot(curve, width=room, unicode=page.unicode), indent + 2)
    if contrast is not None and isinstance(check.evidence, WrongValue):
        what = check.evidence.what
        _figure(page, lines_of(contrast, what, width=room, unicode=page.unicode), indent + 2)


def _figure(page: Page, lines: Sequence[str], indent: int) -> None:
    if lines:
        page.gap()
    for line in lines:
        page.text(line, indent=indent, wrap=False)
    if lines:
        page.gap()


def _trial(page: Page, lines: Sequence[str], indent: int) -> None:
    """Print code from the left edge, so that it can be pasted; it breaks at blanks within brackets only."""
    if not lines:
        return
    page.text("To try it, paste this into Python:", indent=indent)
    page.gap()
    for line in lines:
        comment = line.startswith("# ")
        call = re.match(r"\w+\(", line) is not None and not any(quote in line for quote in "'\"")
        page.text(line, rest="# " if comment else "", wrap=comment or call)
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


def _what_next(page: Page, report: Report, again: str, course: str, verbose: bool) -> None:
    """Point to the file to go on with and, last, to the command that grades it again."""
    if any(exercise.status is Status.GRADER_ERROR for exercise in report.exercises):
        page.text("The grader failed. Please tell its developers, and send them the report (--report FILE).")
    open_ones = [e for e in report.exercises if e.status not in (Status.PASSED, Status.GRADER_ERROR)]
    tried = [e for e in open_ones if e.status is not Status.NOT_ATTEMPTED]
    if open_ones:
        exercise = (tried or open_ones)[0]
        part = part_at_fault(exercise)
        page.text(f"{part}.py" if part else _place(report, exercise), first="Next:  ")
        page.text(f"mdl-grade hint {part or exercise.id} {course}".rstrip(), first="Hint:  ", wrap=False)
    elif report.exercises and all(e.status is Status.PASSED for e in report.exercises):
        page.text("Everything passed. Well done!", style=Style.GREEN)
    if again and tried and not verbose:
        page.text(MORE, first="More:  ")
    if again:
        page.text(again, first="Again: ", wrap=False)


def _place(report: Report, exercise: ExerciseResult) -> str:
    label = report.submission.label
    file = label if label.endswith(".py") else f"{exercise.id}.py"
    for check in exercise.checks:
        if check.status in WRONG:
            evidence = check.evidence
            line = evidence.line if isinstance(evidence, Raised | NotLoaded) else None
            return f"{file}:{line}" if line is not None else file
    return file
