"""What overviews of a class tell, as data: pages and terminal render it."""

from __future__ import annotations

import hashlib
import re
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mdl_grade.batch.counting import Keep
from mdl_grade.course.chapters import place
from mdl_grade.gradebook.book import Analysis, Common, Gradebook, Outline
from mdl_grade.gradebook.glance import (
    Losses,
    LostPoints,
    NeedsHelp,
    Period,
    attempted,
    below_half,
    losses,
    lost_points,
    need_help,
    periods,
)
from mdl_grade.gradebook.items import Item
from mdl_grade.gradebook.look import Look, to_look_at
from mdl_grade.gradebook.marks import LearnerMarks, Mark, untimed
from mdl_grade.gradebook.overrides import Lapsed, lapsed
from mdl_grade.gradebook.policy import NO_POLICY, Policy
from mdl_grade.records.model import Status

GROUP = 100
"""Learners in one table: a browser leaves out the tables that are not on the screen."""
MOST_DIAGNOSES = 5
MOST_NAMES = 20
BINS = 10

WORDS = {
    Status.PASSED: "passed",
    Status.FAILED: "failed",
    Status.ERROR: "raised an error",
    Status.TIMEOUT: "took too long",
    Status.BLOCKED: "waited for another",
    Status.NOT_ATTEMPTED: "not attempted",
    Status.GRADER_ERROR: "fault of the grader",
}


KEPT = {
    Keep.LATEST: "of each exercise the latest answer",
    Keep.BEST: "of each exercise the best answer",
    Keep.WHOLE: "the latest submission as a whole",
}


@dataclass(frozen=True)
class Bin:
    """Learners with at least `low` and less than `high` percent; the last bin has those with all points, too."""

    low: int
    high: int
    learners: int

    @property
    def label(self) -> str:
        return f"{self.low} to {self.high}"


@dataclass(frozen=True)
class KeyFigure:
    name: str
    value: str


@dataclass(frozen=True)
class CheckSummary:
    """One check over the class: of `learners` it ran on, `failing` failed; more were `waiting` for another check.

    `endings` says how it ended where it did not pass.
    """

    id: str
    title: str
    learners: int
    failing: int
    waiting: int
    passed: float | None
    discrimination: float | None
    endings: str


@dataclass(frozen=True)
class ExerciseSummary:
    """One exercise over the class; `mean` is the mean share of the points among those who attempted it."""

    id: str
    title: str
    learners: int
    attempted: int
    complete: int
    mean: float | None
    losses: Losses
    items: tuple[CheckSummary, ...]
    diagnoses: tuple[Common, ...]


@dataclass(frozen=True, slots=True)
class LearnerRow:
    name: str
    href: str
    points: int
    max_points: int
    final: str
    maximum: str
    share: float | None
    days_late: int
    overridden: int

    @property
    def order(self) -> float:
        return -1.0 if self.share is None else round(self.share, 6)


@dataclass(frozen=True)
class LearnerGroup:
    first: int
    last: int
    rows: tuple[LearnerRow, ...]


@dataclass(frozen=True)
class Unjudged:
    """An answer that the grader itself failed on."""

    learner: str
    exercise: str


@dataclass(frozen=True)
class Overview:
    """All that is told of a class."""

    title: str
    circumstances: tuple[str, ...]
    figures: tuple[KeyFigure, ...]
    notes: tuple[str, ...]
    unjudged: tuple[Unjudged, ...]
    lapsed: tuple[Lapsed, ...]
    look: tuple[Look, ...]
    lost: tuple[LostPoints, ...]
    losses: Losses
    zone: str
    below_half: int
    help: tuple[NeedsHelp, ...]
    nothing: tuple[str, ...]
    bugs: tuple[Common, ...]
    periods: tuple[Period, ...]
    bins: tuple[Bin, ...]
    exercises: tuple[ExerciseSummary, ...]
    groups: tuple[LearnerGroup, ...]


def overview(book: Gradebook, learners: Sequence[LearnerMarks], policy: Policy = NO_POLICY) -> Overview:
    """Gather what is told of the learners' marks."""
    shares = [learner.share for learner in learners if learner.share is not None]
    analysis = book.analysis(learners)
    exercises = tuple(_exercises(book, learners, analysis))
    titles = {(exercise.id, item.id): item.title for exercise in exercises for item in exercise.items}
    return Overview(
        title=", ".join(book.about().targets),
        circumstances=_circumstances(book, policy),
        figures=_figures(learners),
        notes=tuple(_notes(book, learners, policy)),
        unjudged=tuple(_unjudged(learners)),
        lapsed=lapsed(book.ledger),
        look=to_look_at(book, learners),
        lost=lost_points(analysis.items, lambda item: titles[item.exercise, item.check]),
        losses=losses(analysis.items),
        zone=str(policy.zone),
        below_half=len(below_half(learners)),
        help=need_help(learners, lambda mark: book.bug(mark.key)),
        nothing=tuple(learner.learner for learner in learners if not attempted(learner)),
        bugs=analysis.diagnoses[:MOST_DIAGNOSES],
        periods=periods(learners, policy.zone),
        bins=bins(shares),
        exercises=exercises,
        groups=tuple(_groups(learners)),
    )


def bins(shares: Iterable[float]) -> tuple[Bin, ...]:
    """Count shares (1.0 is all points; more, by an override, is counted with them)."""
    counts = [0] * BINS
    for share in shares:
        counts[min(int(share * BINS + 1e-9), BINS - 1)] += 1
    step = 100 // BINS
    return tuple(Bin(i * step, (i + 1) * step, count) for i, count in enumerate(counts))


def page_name(learner: str) -> str:
    """Return a file name for a learner's page or report: safe everywhere, readable, different for different names."""
    readable = re.sub(r"[^a-z0-9]+", "-", learner.lower()).strip("-")[:40]
    digest = hashlib.sha256(learner.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{readable}-{digest}" if readable else digest


def plain(number: Decimal) -> str:
    """Write a number without zeros at its end: 7, 6.3."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.0f} %"


def _circumstances(book: Gradebook, policy: Policy) -> tuple[str, ...]:
    seeds, tools, _ = book.provenance().kinds()
    told = [f"{kind}." for kind in (*(f"{seed[:1].upper()}{seed[1:]}" for seed in seeds), *tools) if kind]
    return (*told, *filter(None, [policy.told()]))


def _figures(learners: Sequence[LearnerMarks]) -> tuple[KeyFigure, ...]:
    """Return key figures; means are of those who attempted something, and say so where others are in the list."""
    those = [learner for learner in learners if attempted(learner)]
    shares = [learner.share for learner in those if learner.share is not None]
    told = [KeyFigure("Learners", str(len(learners)))]
    if len(those) < len(learners):
        told.append(KeyFigure("Attempted something", str(len(those))))
    if shares:
        of = f" of these {len(those)}" if len(those) < len(learners) else ""
        everybody = [learner.share for learner in learners if learner.share is not None]
        told += [KeyFigure(f"Mean{of}", percent(statistics.fmean(shares)))]
        told += [KeyFigure("Mean of all", percent(statistics.fmean(everybody)))] if of else []
        told += [
            KeyFigure(f"Median{of}", percent(statistics.median(shares))),
            KeyFigure(f"Standard deviation{of}", percent(statistics.pstdev(shares))),
            KeyFigure("Complete", str(sum(share >= 1 for share in shares))),
        ]
    late = sum(learner.days_late > 0 for learner in learners)
    overridden = sum(learner.overridden > 0 for learner in learners)
    return (*told, *(KeyFigure(name, str(n)) for name, n in (("Late", late), ("With overrides", overridden)) if n))


def _notes(book: Gradebook, learners: Sequence[LearnerMarks], policy: Policy) -> Iterable[str]:
    marks = [mark for learner in learners for mark in learner.marks]
    if late := len(lapsed(book.ledger)):
        yield f"Overrides that have lapsed and do not count, for what they were made for has changed: {late}."
    if earlier := sum(mark.earlier for mark in marks):
        yield (
            f"{earlier} marks are of an earlier submission than the learner's latest: "
            f"what counts is {KEPT[book.keep()]}."
        )
    yield from book.provenance().mixtures()
    if pending := book.pending():
        yield unfinished_in_words(pending)
    if faults := sum(mark.status is Status.GRADER_ERROR for mark in marks):
        yield (
            f"The grader itself failed on {faults} answers, which are listed. What it could not judge gives no points "
            "and stays in every maximum: grade again, or say by an override what these answers are worth."
        )
    if policy.told() and (unknown := untimed(learners)):
        yield untimed_in_words(unknown)


def untimed_in_words(names: Sequence[str]) -> str:
    """Return a sentence about those whose time is not known."""
    return (
        f"It is not known when the work of {len(names)} learner{'s' * (len(names) != 1)} came in, so the late policy "
        "leaves it alone: "
        f"{_named(names)}."
    )


def unfinished_in_words(pending: Mapping[str, int]) -> str:
    """Return a sentence about those of whom an answer is still to be graded, by how many."""
    count = sum(pending.values())
    return (
        f"This is not all: {count} answers of {len(pending)} learners are still to be graded, and their marks "
        f"are not there or not whole: {_named(list(pending))}. Give the same `mdl-grade batch` command again."
    )


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return "; ".join(names[:MOST_NAMES]) + more


def _unjudged(learners: Sequence[LearnerMarks]) -> Iterable[Unjudged]:
    for learner in learners:
        for mark in learner.marks:
            if mark.status is Status.GRADER_ERROR:
                yield Unjudged(mark.learner, mark.exercise)


def _exercises(book: Gradebook, learners: Sequence[LearnerMarks], analysis: Analysis) -> Iterable[ExerciseSummary]:
    marks: dict[str, list[Mark]] = {}
    for learner in learners:
        for mark in learner.marks:
            marks.setdefault(mark.exercise, []).append(mark)
    for exercise, own in sorted(marks.items(), key=lambda one: place(one[0])):
        outline = book.outlines([own[0].key])[0]
        attempted = [mark for mark in own if mark.status is not Status.NOT_ATTEMPTED and mark.maximum]
        yield ExerciseSummary(
            id=exercise,
            title=outline.title,
            learners=len(own),
            attempted=len(attempted),
            complete=sum(mark.status is Status.PASSED for mark in own),
            mean=statistics.fmean(mark.points / mark.maximum for mark in attempted) if attempted else None,
            losses=losses([item for item in analysis.items if item.exercise == exercise]),
            items=tuple(_check(item, outline) for item in analysis.items if item.exercise == exercise),
            diagnoses=tuple(common for common in analysis.diagnoses if common.exercise == exercise)[:MOST_DIAGNOSES],
        )


def _check(item: Item, outline: Outline) -> CheckSummary:
    titles = {check.id: check.title for check in outline.checks}
    endings = (f"{WORDS[status]}: {n}" for status, n in item.statuses if status is not Status.PASSED)
    return CheckSummary(
        item.check,
        titles.get(item.check, item.check),
        item.learners,
        item.failing,
        item.waiting,
        item.difficulty,
        item.discrimination,
        ", ".join(endings),
    )


def _groups(learners: Sequence[LearnerMarks]) -> Iterable[LearnerGroup]:
    for start in range(0, len(learners), GROUP):
        own = learners[start : start + GROUP]
        yield LearnerGroup(start + 1, start + len(own), tuple(map(learner_row, own)))


def learner_row(learner: LearnerMarks) -> LearnerRow:
    """Return a learner's line in the list."""
    return LearnerRow(
        name=learner.learner,
        href=f"learners/{page_name(learner.learner)}.html",
        points=learner.points,
        max_points=learner.max_points,
        final=plain(learner.final),
        maximum=plain(learner.maximum),
        share=learner.share,
        days_late=learner.days_late,
        overridden=learner.overridden,
    )
