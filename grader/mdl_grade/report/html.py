"""A report as one page of HTML: no script, nothing loaded from anywhere, one style sheet that the page vouches for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from markupsafe import Markup, escape
from msgspec import Struct

from mdl_grade.records.causes import causes_of
from mdl_grade.records.evidence import Contrast, WrongValue
from mdl_grade.records.model import CheckResult, ExerciseResult, Report, Score, Status
from mdl_grade.report.contrast import EXPECTED, YOURS, contrast_of, spelled_entry
from mdl_grade.report.drawing import Drawing
from mdl_grade.report.heatmap import heatmap
from mdl_grade.report.pages import Pages
from mdl_grade.report.samples import samples_drawn
from mdl_grade.report.signs import SIGNS, WRONG, circumstances, curve_of, notes, points, progress, said, score, stem
from mdl_grade.report.svg import drawn
from mdl_grade.report.trial import trials
from mdl_grade.report.wording import finding_sentence

KINDS = {
    Status.PASSED: "passed",
    Status.BLOCKED: "open",
    Status.NOT_ATTEMPTED: "open",
    Status.GRADER_ERROR: "fault",
}


def render(
    report: Report,
    *,
    beside: Mapping[str, Sequence[str]] | None = None,
    answers: Mapping[str, str] | None = None,
    remarks: Sequence[str] = (),
) -> str:
    """Return the report as a page that stands alone.

    Parameters
    ----------
    report : Report
        In the view of its reader: see `views.for_learner`.
    beside : mapping, optional
        What people say of exercises.
    answers : mapping, optional
        The text of answers, to be shown with what is said of them.
    remarks : sequence of str
        What people say of the whole.

    Notes
    -----
    Everything that fails is unfolded. It can be read without colours, with a keyboard, in a narrow window, and printed.
    """
    return _pages().render(
        "report.html.jinja",
        report=report,
        label=report.submission.label or report.course.name,
        score=score(report),
        notes=[*remarks, *notes(report)],
        circumstances=circumstances(report),
        beside=beside or {},
        answers=answers or {},
        SIGNS=SIGNS,
        WRONG=WRONG,
    )


def render_checks(report: Report, exercise: ExerciseResult, checks: Sequence[CheckResult]) -> str:
    """Return some checks of an exercise as a piece of HTML, for the output of a notebook's cell.

    It is a table, and the report of the exercise behind it, as a page in a frame that can run nothing.
    """
    wanted = {check.id for check in checks}
    alone = msgspec.structs.replace(
        report,
        exercises=(exercise,),
        score=Score(points=exercise.points, max_points=exercise.max_points),
        submission=msgspec.structs.replace(report.submission, label=exercise.title or exercise.id),
    )
    groups = ((told, [one for one in shown if one.check.id in wanted]) for told, shown in _groups(exercise, alone, "c"))
    return _pages().render(
        "checks.html.jinja",
        exercise=exercise,
        points=f"{sum(check.points for check in checks)}/{sum(check.max_points for check in checks)}",
        groups=[(told, shown) for told, shown in groups if shown],
        frame=frame(alone),
        SIGNS=SIGNS,
        WRONG=WRONG,
    )


def frame(report: Report) -> Markup:
    """Return the page of a report in a frame that can run nothing, for pages of others."""
    return _pages().piece("frame.html.jinja", page=escape(render(report)), label=report.submission.label)


@lru_cache(maxsize=1)
def _pages() -> Pages:
    filters: dict[str, Callable[..., Any]] = {
        "groups": _groups,
        "code_spans": code_spans,
        "kind": _kind,
        "not_started": _not_started,
        "points": points,
        "reasons": _reasons,
        "stem": stem,
    }
    return Pages(__package__, style="report.css", filters=filters)


def code_spans(text: str) -> list[str]:
    """Cut a text at its backticks: every other piece is code."""
    pieces = text.split("`")
    return pieces if len(pieces) % 2 else [text]


def _kind(status: Status) -> str:
    return KINDS.get(status, "wrong")


def _not_started(exercise: ExerciseResult) -> bool:
    return exercise.status is Status.NOT_ATTEMPTED


def _reasons(exercise: ExerciseResult) -> list[str]:
    """Return why nothing was judged, each reason once; or what is still to be written."""
    if told := progress(exercise):
        return [told]
    if not _not_started(exercise):
        return []
    return list(dict.fromkeys(check.message for check in exercise.checks if check.message))


class EntryTable(Struct, frozen=True):
    """Entries of a tensor as they are told, and which of them are off."""

    caption: str
    rows: tuple[tuple[tuple[str, bool], ...], ...]


class ShownCheck(Struct, frozen=True):
    """A check, and what there is to say about it; `place` is unlike that of any other."""

    check: CheckResult
    place: str
    message: str
    code: str
    curve: Drawing | None
    samples: Drawing | None
    tables: tuple[EntryTable, ...]
    map: Drawing | None

    @property
    def alone(self) -> bool:
        """Whether there is nothing more to say than how it ended."""
        return not (self.message or self.code or self.curve or self.samples or self.tables or self.map)


def _groups(exercise: ExerciseResult, report: Report, place: str) -> Iterator[tuple[str, list[ShownCheck]]]:
    """Yield each cause, in words, with the checks that it explains; then, without words, those that are not wrong."""
    code = trials(report, exercise)
    shown = {
        check.id: _shown(check, f"{place}c{i}", "\n".join(code[check.id])) for i, check in enumerate(exercise.checks)
    }
    for found in causes_of(exercise.checks):
        yield (
            finding_sentence(found, exercise.checks) if found.labels else "",
            [shown.pop(name) for name in found.checks],
        )
    yield "", list(shown.values())


def _shown(check: CheckResult, place: str, code: str) -> ShownCheck:
    curve, contrast = curve_of(check), contrast_of(check.evidence)
    what = check.evidence.what if isinstance(check.evidence, WrongValue) else ""
    few = contrast is not None and bool(contrast.got)
    return ShownCheck(
        check=check,
        place=place,
        message=said(check),
        code=code,
        curve=drawn(curve) if curve is not None else None,
        samples=samples_drawn(check.evidence),
        tables=_tables(contrast, what) if contrast is not None and few else (),
        map=heatmap(contrast, what) if contrast is not None and not few else None,
    )


def _tables(contrast: Contrast, what: str) -> tuple[EntryTable, ...]:
    return tuple(
        EntryTable(
            f"{what}, {whose}",
            tuple(
                tuple((spelled_entry(entry), level != "0") for entry, level in zip(row, levels, strict=True))
                for row, levels in zip(entries, contrast.off, strict=True)
            ),
        )
        for whose, entries in ((YOURS, contrast.got), (EXPECTED, contrast.expected))
    )
