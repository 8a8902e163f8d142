"""A report as Markdown for a comment on a pull request: folded away where it is long, and short enough for GitHub."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mdl_grade.records.model import CheckResult, ExerciseResult, Report, Status
from mdl_grade.report.escaping import markdown, markdown_block
from mdl_grade.report.plot import plot
from mdl_grade.report.signs import SIGNS, WRONG, circumstances, curve_of, notes, points, said, score
from mdl_grade.report.wording import diagnosis_sentence

MOST_BYTES = 65_000
"""GitHub refuses a comment of more than 65,536 characters; bytes are never fewer."""
MOST_QUOTED = 3000
"""Characters of printed output, or of a call, that are repeated."""
PLOT_WIDTH = 76


@dataclass(frozen=True)
class _Telling:
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
    tellings = [_telling(exercise) for exercise in report.exercises]
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


def _telling(exercise: ExerciseResult) -> _Telling:
    line = _line(exercise)
    wrong = [check for check in exercise.checks if check.status in WRONG]
    if not wrong:
        return _Telling(line, line, line)
    short = "".join(_folded(check, full=False) for check in wrong)
    full = "".join(_folded(check, full=True) for check in wrong) + _output(exercise)
    return _Telling(f"{line}\n{full}", f"{line}\n{short}", line)


def _folded(check: CheckResult, *, full: bool) -> str:
    parts = [markdown(_cut(said(check), MOST_QUOTED))] if check.message else []
    if check.diagnosis is not None:
        parts.append(f"→ **{markdown(_cut(diagnosis_sentence(check.diagnosis), MOST_QUOTED))}**")
    if full:
        parts += _details(check)
    sign = SIGNS[check.status]
    title = f"{sign.mark} {sign.words}, {points(check)}: {markdown(_cut(check.title, 300))}"
    return _fold(title, "\n\n".join(parts))


def _details(check: CheckResult) -> Iterator[str]:
    curve = curve_of(check)
    lines = plot(curve, width=PLOT_WIDTH, unicode=True) if curve is not None else []
    if lines:
        yield markdown_block("\n".join(lines))
    call = check.evidence.call if check.evidence is not None else ""
    if call and len(call) <= MOST_QUOTED:
        yield f"To try it:\n\n{markdown_block(call)}"


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
