"""A report as Markdown for a comment on a pull request: folded away where it is long, and short enough for GitHub."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from mdl_grade.records.causes import causes_of
from mdl_grade.records.evidence import WrongValue
from mdl_grade.records.model import CheckResult, ExerciseResult, Report, Status
from mdl_grade.report.contrast import contrast_of, lines_of
from mdl_grade.report.escaping import markdown, markdown_block
from mdl_grade.report.plot import plot
from mdl_grade.report.signs import SIGNS, circumstances, curve_of, notes, points, progress, said, score
from mdl_grade.report.trial import trials
from mdl_grade.report.wording import finding_sentence

MOST_BYTES = 65_000
"""GitHub refuses a comment of more than 65,536 characters; bytes are never fewer."""
MOST_QUOTED = 3000
"""Characters of printed output, or of a call, that are repeated."""
PLOT_WIDTH = 76


class _Telling(Struct, frozen=True):
    """An exercise told at three lengths."""

    full: str
    short: str
    line: str

    def longest(self, room: int) -> str:
        """Return the longest of them that takes at most `room` bytes, or the line."""
        return next((text for text in (self.full, self.short) if _size(text) <= room), self.line)


def render(report: Report) -> str:
    """Return the report as a comment.

    Every exercise has its line. As far as there is room, those that fail have what is wrong with them below it, with
    figures and output, or without. Of more exercises than fit, the first are told, and the others counted.

    Parameters
    ----------
    report : Report
        In the view of its reader: see `views.for_learner`.
    """
    head = "".join(f"{line}\n\n" for line in _head(report))
    foot = "\n".join(f"<sub>{markdown(told)}</sub><br>" for told in circumstances(report)) + "\n"
    tellings = [_telling(report, exercise) for exercise in report.exercises]
    room = MOST_BYTES - _size(head) - _size(foot) - 100
    reserved = sum(_size(telling.line) for telling in tellings)
    told: list[str] = []
    for telling in tellings:
        reserved -= _size(telling.line)
        text = telling.longest(room - reserved)
        if _size(text) > room:
            break
        told.append(text)
        room -= _size(text)
    left = len(tellings) - len(told)
    more = f"- … and {left} more, for which there is no room here\n" if left else ""
    return f"{head}{''.join(told)}{more}\n{foot}"


def _head(report: Report) -> Iterator[str]:
    label = markdown(report.submission.label or report.course.name)
    yield f"### {label}: {score(report)}" if len(label) < 1000 else f"### {score(report)}"
    yield from (f"> {markdown(note)}" for note in notes(report))


def _size(text: str) -> int:
    return len(text.encode())


def _line(exercise: ExerciseResult) -> str:
    sign = SIGNS[exercise.status]
    note = "" if exercise.status in (Status.PASSED, Status.FAILED) else f" ({sign.words})"
    title = markdown(_cut(exercise.title, 200))
    return f"- {sign.mark} **{points(exercise)}** {markdown(_cut(exercise.id, 200))}: {title}{note}\n"


def _telling(report: Report, exercise: ExerciseResult) -> _Telling:
    line = _line(exercise)
    checks = {check.id: check for check in exercise.checks}
    findings = causes_of(exercise.checks)
    faults = [_folded(check, []) for check in checks.values() if check.status is Status.GRADER_ERROR]
    if told := progress(exercise):
        line = f"{line.rstrip()} ({markdown(told)})\n"
    if not findings and not faults:
        return _Telling(line, line, line)
    full, short, code = list(faults), list(faults), trials(report, exercise)
    for found in findings:
        if found.labels:
            cause = f"→ **{markdown(_cut(finding_sentence(found, exercise.checks), MOST_QUOTED))}**\n\n"
            full.append(cause)
            short.append(cause)
        for check in (checks[name] for name in found.checks):
            full.append(_folded(check, list(_details(check, code[check.id]))))
            short.append(_folded(check, []))
    return _Telling(f"{line}\n{''.join(full)}{_output(exercise)}", f"{line}\n{''.join(short)}", line)


def _folded(check: CheckResult, details: list[str]) -> str:
    parts = [markdown(_cut(said(check), MOST_QUOTED))] if check.message else []
    sign = SIGNS[check.status]
    title = f"{sign.mark} {sign.words}, {points(check)}: {markdown(_cut(check.title, 300))}"
    return _fold(title, "\n\n".join(parts + details))


def _details(check: CheckResult, code: Sequence[str]) -> Iterator[str]:
    curve, contrast = curve_of(check), contrast_of(check.evidence)
    lines = plot(curve, width=PLOT_WIDTH, unicode=True) if curve is not None else []
    if contrast is not None and isinstance(check.evidence, WrongValue):
        lines += lines_of(contrast, check.evidence.what, width=PLOT_WIDTH, unicode=True)
    if lines:
        yield markdown_block("\n".join(lines))
    text = "\n".join(code)
    if text and len(text) <= MOST_QUOTED:
        yield f"To try it, paste this into Python:\n\n{markdown_block(text)}"


def _output(exercise: ExerciseResult) -> str:
    texts = {
        "Warnings (they cost no points)": "\n".join(exercise.warnings),
        "What the code printed": exercise.output.stdout,
        "What the code wrote to stderr": exercise.output.stderr,
    }
    return "".join(
        _fold(title, markdown_block(_cut(text.rstrip("\n"), MOST_QUOTED)))
        for title, text in texts.items()
        if text.strip()
    )


def _fold(title: str, body: str) -> str:
    """Fold Markdown away under a title. Empty lines make GitHub look for Markdown within the element again."""
    return f"<details><summary>{title}</summary>\n\n{body}\n\n</details>\n\n"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]} …"
