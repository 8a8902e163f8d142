"""A report for people, in a terminal: marks and words carry the meaning, colour only helps the eye."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from mdl_grade.report.evidence import AnyEvidence, Blocked, Curve, NotLoaded, Number, Raised
from mdl_grade.report.model import CheckResult, ExerciseResult, Report, SeedMode, Status, Trust
from mdl_grade.report.page import Page, Style
from mdl_grade.report.sparkline import sparklines
from mdl_grade.report.wording import diagnosis_sentence, shown

MAX_PRINTED_LINES = 8
MAX_WARNINGS = 3
ROOMY = 60
"""Columns from which on a curve is drawn with the numbers at its ends."""
WRONG = (Status.FAILED, Status.ERROR, Status.TIMEOUT, Status.GRADER_ERROR)

MARKS = {
    Status.PASSED: ("✓", "+", Style.GREEN),
    Status.FAILED: ("✗", "-", Style.RED),
    Status.ERROR: ("✗", "-", Style.RED),
    Status.TIMEOUT: ("✗", "-", Style.RED),
    Status.BLOCKED: ("·", ".", Style.DIM),
    Status.NOT_ATTEMPTED: ("·", ".", Style.DIM),
    Status.GRADER_ERROR: ("!", "!", Style.YELLOW),
}

NOTES = {
    Status.NOT_ATTEMPTED: " (not started)",
    Status.GRADER_ERROR: " (a fault of the grader: not counted)",
}

TRUST = {
    Trust.PARTIAL: "Isolation was partial: some walls around the graded code could not be built on this machine.",
    Trust.COOPERATIVE: "Isolation was cooperative: this result is worth as much as your trust in the graded code.",
}


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
    for chapter, exercises in groupby(report.exercises, key=_chapter_of):
        page.gap()
        page.text(chapter or report.course.name, style=Style.BOLD)
        _chapter(page, tuple(exercises), verbose)
    page.gap()
    _score(page, report)
    if verbose:
        _circumstances(page, report)
    _what_next(page, report, again)
    return page.finished()


# --- exercises ------------------------------------------------------------------------------------------------------
def _chapter_of(exercise: ExerciseResult) -> str:
    return exercise.id.rpartition("/")[0]


def _chapter(page: Page, exercises: Sequence[ExerciseResult], verbose: bool) -> None:
    room = max(len(_points(exercise)) for exercise in exercises)
    for exercise in exercises:
        stem = exercise.id.rpartition("/")[2]
        line = f"{_points(exercise).rjust(room)}  {stem}: {exercise.title}{NOTES.get(exercise.status, '')}"
        _marked(page, exercise.status, line, style=Style.PLAIN)
        if verbose:
            _every_check(page, exercise)
        elif exercise.status is Status.NOT_ATTEMPTED:
            _why_not_started(page, exercise)
        elif exercise.status is not Status.PASSED:
            _what_is_wrong(page, exercise)


def _points(part: ExerciseResult | CheckResult) -> str:
    return f"{part.points}/{part.max_points}"


def _marked(page: Page, status: Status, text: str, *, indent: int = 0, style: Style = Style.PLAIN) -> None:
    fancy, plain, mark = MARKS[status]
    page.text(text, indent=indent, first=f"{fancy if page.unicode else plain} ", style=style, mark=mark)


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
            _marked(page, check.status, f"{_points(check)}  {check.title}{note}", indent=2)
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
                _marked(page, check.status, f"{_points(check)}  {check.title}", indent=4)


def _every_check(page: Page, exercise: ExerciseResult) -> None:
    page.gap()
    for check in exercise.checks:
        _in_full(page, check)
    _output(page, exercise, most=None, warnings=None)
    page.gap()


# --- checks ---------------------------------------------------------------------------------------------------------
def _in_full(page: Page, check: CheckResult) -> None:
    style = Style.BOLD if check.status in WRONG else Style.PLAIN
    _marked(page, check.status, f"{_points(check)}  {check.title}", indent=2, style=style)
    evidence = check.evidence
    if check.message:
        case = f"For {evidence.case}: " if evidence is not None and evidence.case else ""
        page.text(f"{case}{check.message}", indent=4)
    if evidence is not None:
        _curve(page, _curve_of(evidence))
    if check.diagnosis is not None:
        arrow = "→ " if page.unicode else "> "
        page.text(diagnosis_sentence(check.diagnosis), indent=4, first=arrow, mark=Style.YELLOW, style=Style.BOLD)
    if evidence is not None and evidence.call:
        page.text("To try it:", indent=4)
        page.text(evidence.call, indent=6, wrap=not any(quote in evidence.call for quote in "'\""))


def _curve_of(evidence: AnyEvidence) -> Curve | None:
    curve = getattr(evidence, "curve", None)
    return curve if isinstance(curve, Curve) else None


def _curve(page: Page, curve: Curve | None) -> None:
    if curve is None or not curve.x:
        return
    axis = f"{curve.axis} {shown(curve.x[0])} to {shown(curve.x[-1])}"
    page.text(f"{curve.quantity} over {axis}:", indent=4)
    series = [("yours", curve.yours), ("reference", curve.reference)]
    roomy = page.width >= ROOMY
    room = page.width - (35 if roomy else 18)
    drawn = sparklines(curve.yours, curve.reference, width=room, unicode=page.unicode)
    for (name, points), line in zip(series, drawn, strict=True):
        if points:
            page.text(f"{name:<9}  {line}{_ends(points) if roomy else ''}", indent=6)


def _ends(points: Sequence[Number]) -> str:
    return f"  {shown(points[0])} to {shown(points[-1])}"


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
    done = sum(exercise.status is Status.PASSED for exercise in report.exercises)
    score, count = report.score, len(report.exercises)
    told = f"{score.points} of {score.max_points} points, {done} of {count} exercises done"
    page.text(f"{told} ({report.timing.seconds:.1f} s).", style=Style.BOLD)
    if report.seed.mode is SeedMode.OFFICIAL and report.view == "learner":
        page.text("Official run: inputs and expected values are not shown.")
    if report.isolation.trust in TRUST:
        page.text(f"{TRUST[report.isolation.trust]} `mdl-grade doctor` tells more.")


def _circumstances(page: Page, report: Report) -> None:
    tool, seed = report.tool, report.seed
    value = "" if seed.value is None else f" {seed.value}"
    page.text(f"{tool.name} {tool.version}, Python {tool.python}, NumPy {tool.numpy}; {seed.mode.value} seed{value}.")
    page.text(f"Isolation: {report.isolation.trust.value}. {' '.join(report.isolation.missing)}")


def _what_next(page: Page, report: Report, again: str) -> None:
    """Point to the file to go on with and, last, to the command that grades it again."""
    if any(exercise.status is Status.GRADER_ERROR for exercise in report.exercises):
        page.text("The grader failed. Please tell its developers, and send them the report (--report FILE).")
    open_ones = [e for e in report.exercises if e.status not in (Status.PASSED, Status.GRADER_ERROR)]
    tried = [e for e in open_ones if e.status is not Status.NOT_ATTEMPTED]
    if open_ones:
        exercise = (tried or open_ones)[0]
        page.text(_place(report, exercise), first="Next:  ")
        page.text(f"mdl-grade hint {exercise.id}", first="Hint:  ")
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
