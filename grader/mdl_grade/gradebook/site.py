"""A class as pages to look at: `index.html`, and `learners/NAME.html`. They load nothing from anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup

from mdl_grade.gradebook.book import Gradebook
from mdl_grade.gradebook.look import asking
from mdl_grade.gradebook.marks import LearnerMarks, Mark
from mdl_grade.gradebook.overview import WORDS, Bin, overview, page_name, percent, plain
from mdl_grade.gradebook.policy import NO_POLICY, Policy
from mdl_grade.gradebook.terminal import ASKED, SEEN, look_in_words, lost_in_words
from mdl_grade.records.model import Status
from mdl_grade.report.drawing import Drawing, Shape, rounded, shape
from mdl_grade.report.pages import Pages
from mdl_grade.report.wording import diagnosis_sentence

WIDTH, HEIGHT, TOP, BOTTOM = 420, 210, 22, 40
AXIS = HEIGHT - BOTTOM
MARGIN = 12
"""Of the histogram, in units of the drawing."""


def write_site(book: Gradebook, learners: Sequence[LearnerMarks], folder: Path, policy: Policy = NO_POLICY) -> Path:
    """Write all pages; return the path of the index. What was there under these names is replaced."""
    pages = _pages()
    page = overview(book, learners, policy)
    (folder / "learners").mkdir(parents=True, exist_ok=True)
    index = folder / "index.html"
    _write(
        index,
        pages.render(
            "class.html.jinja", page=page, asked=ASKED, seen=SEEN, histogram=histogram(page.bins), scripted=True
        ),
    )
    rows = _Rows(pages)
    for learner in learners:
        marks, outlines = rows.of(learner), book.outlines(_wrong(learner))
        lapsed = [one for one in page.lapsed if one.entry.learner == learner.learner]
        text = pages.render(
            "learner.html.jinja", learner=learner, title=page.title, marks=marks, outlines=outlines, lapsed=lapsed
        )
        _write(folder / "learners" / f"{page_name(learner.learner)}.html", text)
    return index


class _Rows:
    """Rows of learners' tables. They recur on many pages: each is rendered once, and then remembered."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._rows: dict[object, Markup] = {}

    def of(self, learner: LearnerMarks) -> Markup:
        """Return the rows of a learner's table."""
        return _joined(map(self._row, learner.marks))

    def _row(self, mark: Mark) -> Markup:
        shows = (
            mark.exercise,
            mark.earlier,
            mark.status,
            mark.points,
            mark.max_points,
            mark.full_points,
            mark.override,
            mark.lateness,
            mark.weight,
        )
        if shows not in self._rows:
            self._rows[shows] = self._pages.piece("mark.html.jinja", mark=mark)
        return self._rows[shows]


def _wrong(learner: LearnerMarks) -> list[str]:
    """Return the keys of the results in which something is wrong."""
    return [mark.key for mark in learner.marks if mark.status not in (Status.PASSED, Status.NOT_ATTEMPTED)]


def _joined(pieces: Iterable[Markup]) -> Markup:
    return Markup().join(pieces)


def _pages() -> Pages:
    filters: dict[str, Callable[..., Any]] = {
        "day": _day,
        "look_in_words": look_in_words,
        "lost_in_words": lost_in_words,
        "asking": asking,
        "percent": percent,
        "plain": plain,
        "sentence": diagnosis_sentence,
        "signed": _signed,
        "words": WORDS.__getitem__,
    }
    return Pages(__package__, style="class.css", script="learners.js", filters=filters)


def _signed(number: float | None) -> str:
    return "" if number is None else f"{number:+.2f}".replace("-", "−")


def _day(time: datetime) -> str:
    return time.strftime("%Y-%m-%d")


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


def histogram(counted: tuple[Bin, ...]) -> Drawing:
    """Draw bins, with their counts above them."""
    return Drawing(
        kind="histogram",
        left=-MARGIN,
        width=WIDTH + 2 * MARGIN,
        height=HEIGHT,
        title="Learners by percent of the points",
        told="; ".join(f"{b.label} percent: {b.learners}" for b in counted),
        shapes=tuple(_bars(counted)),
    )


def _bars(counted: tuple[Bin, ...]) -> Iterator[Shape]:
    most = max((b.learners for b in counted), default=0) or 1
    across = WIDTH / len(counted)
    for i, b in enumerate(counted):
        tall, x = (AXIS - TOP) * b.learners / most, i * across
        top, middle = AXIS - tall, rounded(x + across / 2)
        yield shape("rect", x=rounded(x + 2), y=rounded(top), width=rounded(across - 4), height=rounded(tall))
        yield shape("text", str(b.learners), x=middle, y=rounded(top - 5), text_anchor="middle")
        yield shape("text", str(b.low), x=rounded(x), y=AXIS + 16, text_anchor="middle")
    yield shape("text", "100", x=WIDTH, y=AXIS + 16, text_anchor="middle")
    yield shape("line", x1=0, y1=AXIS, x2=WIDTH, y2=AXIS)
    yield shape("text", "percent of the points", x=WIDTH // 2, y=HEIGHT - 5, text_anchor="middle")
