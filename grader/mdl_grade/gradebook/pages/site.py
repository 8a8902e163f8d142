"""Pages written to a folder: `index.html`, and `learners/NAME.html`.

Each page stands alone: styles and the one script are in it, named by digest in a content security policy that allows
nothing else. Foreign text reaches a page through autoescaping alone, and its controls are made visible.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from html import escape
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from mdl_grade.gradebook.book import CheckOutline, Gradebook, Outline
from mdl_grade.gradebook.marks import LearnerMarks, Mark
from mdl_grade.gradebook.overview import WORDS, overview, page_name, percent, plain
from mdl_grade.gradebook.pages.histogram import picture
from mdl_grade.gradebook.policy import NO_POLICY, Policy
from mdl_grade.records.model import Diagnosis, Status
from mdl_grade.report.text import printable
from mdl_grade.report.wording import diagnosis_sentence

JOINERS = "\u200c\u200d"
"""Format characters that names in Persian or Hindi are spelt with: they stay."""
PIECES = 20_000
"""How many pieces of pages are remembered."""


def write_site(book: Gradebook, learners: Sequence[LearnerMarks], folder: Path, policy: Policy = NO_POLICY) -> Path:
    """Write all pages; return the path of the index. What was there under these names is replaced."""
    environment = _environment()
    page = overview(book, learners, policy)
    (folder / "learners").mkdir(parents=True, exist_ok=True)
    script = _resource("learners.js")
    index = folder / "index.html"
    text = environment.get_template("class.html.jinja").render(
        page=page,
        histogram=picture(page.bins),
        script=Markup(script),  # noqa: S704 (ours)
        security=_security(script),
    )
    _write(index, text)
    pieces = _Pieces(book, environment)
    template, security = environment.get_template("learner.html.jinja"), _security()
    for learner in learners:
        text = template.render(
            learner=learner,
            title=page.title,
            security=security,
            marks=pieces.marks(learner),
            wrong=pieces.wrong(learner),
        )
        _write(folder / "learners" / f"{page_name(learner.learner)}.html", text)
    return index


class _Pieces:
    """Pieces of learners' pages. Rows of marks recur on many pages: each is rendered once, and then remembered."""

    def __init__(self, book: Gradebook, environment: Environment) -> None:
        self._book = book
        self._template = environment.get_template("mark.html.jinja")
        self._rows: dict[object, str] = {}

    def marks(self, learner: LearnerMarks) -> Markup:
        """Return the rows of a learner's table."""
        return _joined(map(self._row, learner.marks))

    def _row(self, mark: Mark) -> str:
        shows = mark.exercise, mark.status, mark.points, mark.max_points, mark.full_points, mark.override, mark.lateness
        if shows not in self._rows:
            self._rows[shows] = self._template.render(mark=mark)
        return self._rows[shows]

    def wrong(self, learner: LearnerMarks) -> Markup:
        """Return what is wrong with the answers, exercise by exercise."""
        keys = [mark.key for mark in learner.marks if mark.status not in (Status.PASSED, Status.NOT_ATTEMPTED)]
        return _joined(map(_section, self._book.outlines(keys)))


def _section(outline: Outline) -> str:
    lines = "".join(_line(check) for check in outline.checks if check.status is not Status.PASSED)
    return f"<section><h2>{_safe(outline.id)}: {_safe(outline.title)}</h2>\n<ul>\n{lines}</ul></section>\n"


def _line(check: CheckOutline) -> str:
    head = f"<b>{WORDS[check.status]}</b>, {check.points}/{check.max_points}: {_safe(check.title)}"
    message = f"<br>{_safe(check.message)}" if check.message else ""
    diagnosis = _named(check.diagnosis) if check.diagnosis else ""
    return f"<li>{head}{message}{diagnosis}</li>\n"


@lru_cache(maxsize=PIECES)
def _safe(text: str) -> str:
    """Escape text for HTML: most of it comes again and again."""
    return escape(shown(text))


@lru_cache(maxsize=PIECES)
def _named(diagnosis: Diagnosis) -> str:
    return f"<br><b>{_safe(diagnosis_sentence(diagnosis))}</b>"


def _joined(pieces: Iterable[str]) -> Markup:
    """Join pieces in which everything foreign has been escaped already."""
    return Markup("".join(pieces))  # noqa: S704


def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(_resource),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        shown=shown,
        percent=percent,
        plain=plain,
        signed=_signed,
        words=WORDS.__getitem__,
        day=_day,
    )
    environment.globals["style"] = Markup(_resource("style.css"))  # noqa: S704 (ours)
    return environment


def shown(text: str) -> str:
    """Make controls and directions visible in foreign text; letters that names need to be joined by stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c in JOINERS else printable(c) for c in text)


def _signed(number: float | None) -> str:
    return "" if number is None else f"{number:+.2f}".replace("-", "−")


def _day(time: datetime) -> str:
    return time.strftime("%Y-%m-%d")


def _security(script: str = "") -> str:
    """Return a content security policy that allows one style sheet and at most one script."""
    allowed = [f"style-src {_source(_resource('style.css'))}", *([f"script-src {_source(script)}"] if script else [])]
    return "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"])


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _resource(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())
