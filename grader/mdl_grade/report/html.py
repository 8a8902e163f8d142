"""A report as one page of HTML: no script, nothing loaded from anywhere, one style sheet that the page vouches for."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from mdl_grade.records.causes import causes_of
from mdl_grade.records.evidence import WrongValue
from mdl_grade.records.model import CheckResult, ExerciseResult, Report, Status
from mdl_grade.report.contrast import contrast_of
from mdl_grade.report.heatmap import beside
from mdl_grade.report.markup import Content, Markup, element, joined, trusted
from mdl_grade.report.signs import SIGNS, WRONG, circumstances, curve_of, notes, points, said, score, stem
from mdl_grade.report.svg import svg
from mdl_grade.report.trial import trials
from mdl_grade.report.wording import finding_sentence

STYLE_FILE = Path(__file__).with_name("report.css")
CLASSES = {
    Status.PASSED: "passed",
    Status.BLOCKED: "open",
    Status.NOT_ATTEMPTED: "open",
    Status.GRADER_ERROR: "fault",
}


def render(report: Report) -> str:
    """Return the report as a page that stands alone.

    Parameters
    ----------
    report : Report
        In the view of its reader: see `views.for_learner`.

    Notes
    -----
    Everything that fails is unfolded. It can be read without colours, with a keyboard, in a narrow window, and printed.
    """
    label = report.submission.label or report.course.name
    body = element(
        "main",
        element(
            "header",
            element("h1", f"Report on {label}"),
            element("p", f"{score(report)}.", class_="score"),
            element(
                "progress", value=report.score.points, max=max(report.score.max_points, 1), aria_label="points reached"
            ),
            *(element("p", note, class_="note") for note in notes(report)),
        ),
        _contents(report),
        *(_exercise(report, exercise, f"e{i}") for i, exercise in enumerate(report.exercises)),
        element("footer", *(element("p", told, class_="small") for told in circumstances(report))),
    )
    return page(f"{label}: {score(report)}", body)


def page(title: str, body: Markup) -> str:
    """Return a whole document with the style of reports, under a policy that allows nothing else."""
    style = STYLE_FILE.read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", title),
        element("style", trusted(style)),
    )
    return f"<!doctype html>\n{element('html', head, element('body', body), lang='en')}\n"


def _contents(report: Report) -> Markup:
    """List the exercises, each a link to its section."""
    if len(report.exercises) < 2:
        return joined()
    rows = (
        element(
            "li",
            element("span", points(exercise), class_="points"),
            element(
                "span",
                _sign(exercise.status, short=True),
                " ",
                element("a", exercise.title or exercise.id, href=f"#e{i}"),
                " ",
                element("span", exercise.id, class_="name"),
            ),
        )
        for i, exercise in enumerate(report.exercises)
    )
    return element("nav", element("ul", *rows), aria_label="Exercises")


def _sign(status: Status, *, short: bool = False) -> Markup:
    """Show a status in shape and in words; in a list, the words are for those who can't see the shape."""
    sign = SIGNS[status]
    class_ = f"sign {CLASSES.get(status, 'wrong')}"
    if short:
        return element("span", sign.mark, class_=class_, role="img", aria_label=sign.words, title=sign.words)
    return element("span", f"{sign.mark} {sign.words}", class_=class_)


def _exercise(report: Report, exercise: ExerciseResult, place: str) -> Markup:
    return element(
        "section",
        element("h2", exercise.title or stem(exercise)),
        element(
            "p",
            _sign(exercise.status),
            f", {points(exercise)} points ",
            element("span", exercise.id, class_="name"),
        ),
        *_what_waits(exercise),
        *_checks(report, exercise, place),
        *_output(exercise),
        id=place,
    )


def _what_waits(exercise: ExerciseResult) -> Iterator[Markup]:
    if exercise.status is Status.NOT_ATTEMPTED:
        reasons = dict.fromkeys(check.message for check in exercise.checks if check.message)
        yield from (element("p", reason) for reason in reasons)


def _checks(report: Report, exercise: ExerciseResult, place: str) -> Iterator[Markup]:
    """Show each cause with the checks that it explains, then the checks that are not wrong."""
    code = trials(report, exercise)
    shown = {check.id: _check(check, code[check.id], f"{place}c{i}") for i, check in enumerate(exercise.checks)}
    for found in causes_of(exercise.checks):
        checks = [shown.pop(name) for name in found.checks]
        if found.labels:
            yield element("div", element("p", f"→ {finding_sentence(found)}", class_="diagnosis"), *checks)
        else:
            yield from checks
    yield from shown.values()


def _check(check: CheckResult, code: Sequence[str], place: str) -> Markup:
    """Show a check: folded away if there is more to say about it and it is not wrong."""
    line = (element("span", points(check), class_="points"), _sign(check.status), " ", check.title or check.id)
    contents = list(_told(check, code, place))
    if not contents:
        return element("p", *line, class_="check")
    return element("details", element("summary", *line), *contents, open=check.status in WRONG)


def _told(check: CheckResult, code: Sequence[str], place: str) -> Iterator[Markup]:
    """Yield what is known about a check: message, figure, code to try it."""
    if check.message:
        yield element("p", said(check))
    curve, contrast = curve_of(check), contrast_of(check.evidence)
    figure = svg(curve, place) if curve is not None else None
    if figure is not None:
        yield figure
    if contrast is not None and isinstance(check.evidence, WrongValue):
        yield beside(contrast, check.evidence.what, place)
    if code:
        yield element("p", "To try it, paste this into Python:")
        yield _code("\n".join(code))


def _output(exercise: ExerciseResult) -> Iterator[Markup]:
    output = exercise.output
    cut: list[Content] = []
    if output.truncated:
        cut = [element("p", "Only the beginning of what it printed was kept.", class_="small")]
    texts = {
        "Warnings while the code ran (they cost no points)": "\n".join(exercise.warnings),
        "What the code printed": output.stdout,
        "What the code wrote to stderr": output.stderr,
    }
    for title, text in texts.items():
        if text.strip():
            yield element("details", element("summary", title), _code(text.rstrip("\n")), *cut)


def _code(text: str) -> Markup:
    """Show text as it is; a line break first, which HTML drops, so that it drops none of the text's."""
    return element("pre", trusted("\n"), element("code", text), tabindex=0)
