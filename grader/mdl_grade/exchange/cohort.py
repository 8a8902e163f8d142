"""The work of a class: who handed in what, read one learner at a time."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from mdl_grade.batch.enrolled import EnrolledLearner
from mdl_grade.batch.writer import storable
from mdl_grade.errors import UsageError
from mdl_grade.exchange import canvas, classroom, learners, moodle, nbgrader, roster
from mdl_grade.exchange.layout import HandedIn, Reading, Recogniser
from mdl_grade.exchange.times import SubmissionTime, times_of
from mdl_grade.intake import CLASS, Answer, Problem, Sought, Submission, Tree, gather, open_tree
from mdl_grade.intake.opening import is_archive

LAYOUTS: Mapping[str, Recogniser] = {
    learners.NAME: learners.recognise,
    moodle.NAME: moodle.recognise,
    canvas.NAME: canvas.recognise,
    nbgrader.NAME: nbgrader.recognise,
    classroom.NAME: classroom.recognise,
}
"""What trees are recognised as. A roster is a file, known by its first line."""

LAYOUT_NAMES = (*LAYOUTS, roster.NAME)
_CLEAR = 0.2


@dataclass(frozen=True)
class CohortEntry:
    """One submission of one learner.

    `learner` is data: it may hold commas, quotes, line ends and right-to-left text. `received` has a time zone; `late`
    is what the platform says, and not when.
    """

    learner: str
    where: str
    received: datetime | None = None
    attempt: int = 1
    late: bool = False


class Cohort:
    """The work of a class.

    Attributes
    ----------
    layout : str
        What it was taken for, in words.
    entries : tuple of CohortEntry
        The submissions that count, one a learner, sorted by learner.
    superseded : tuple of CohortEntry
        Earlier submissions of the same learners.
    refused : tuple of Refused
        What was there and is nobody's submission.
    sought : Sought
        What submissions are searched for; the exercises alone at first.
    decided : mapping
        What people decided, by learner: the files that are answers, and those that are not (see `Sought`).
    assignment : str or None
        What names of clones begin with.
    """

    def __init__(self, reading: Reading, exercises: Sequence[str], tree: Tree | None) -> None:
        self.layout, self.refused, self.assignment = reading.words, reading.refused, reading.assignment
        self._exercises, self._tree = tuple(exercises), tree
        self.sought = Sought(self._exercises)
        self.decided: Mapping[str, tuple[Mapping[str, str], frozenset[tuple[str, str]]]] = {}
        self._sources: dict[CohortEntry, Callable[[], Tree | Problem]] = {}
        by_learner: dict[str, list[HandedIn]] = {}
        for one in reading.submissions:
            by_learner.setdefault(unicodedata.normalize("NFC", one.learner), []).append(one)
        counting, earlier = [], []
        for learner in sorted(by_learner):
            *older, latest = _in_order(by_learner[learner])
            counting.append(self._entry(latest, learner))
            earlier += [self._entry(one, learner) for one in older]
        self.entries, self.superseded = tuple(counting), tuple(earlier)

    def answers(self, entry: CohortEntry) -> Mapping[str, Answer | Problem]:
        """Read the answers of one entry, now: nothing of it is kept."""
        return self.submission(entry).answers

    def submission(self, entry: CohortEntry) -> Submission:
        """Read the answers of one entry, and what in it is not taken."""
        source = self._sources[entry]()
        chosen, excluded = self.decided.get(storable(entry.learner), ({}, frozenset()))
        return gather(source, self._exercises, replace(self.sought, chosen=chosen, excluded=excluded))

    def set_times(self, times: Sequence[SubmissionTime]) -> tuple[EnrolledLearner, ...]:
        """Say when the latest work of learners came in; return those with a time of whom there is no work."""
        received, missed = times_of(times, [entry.learner for entry in self.entries])
        timed = {entry: replace(entry, received=received.get(entry.learner, entry.received)) for entry in self.entries}
        for before, entry in timed.items():
            self._sources[entry] = self._sources[before]
        self.entries = tuple(timed.values())
        return missed

    def close(self) -> None:
        if self._tree is not None:
            self._tree.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _entry(self, one: HandedIn, learner: str) -> CohortEntry:
        entry = CohortEntry(learner, one.where, one.received, one.attempt, one.late)
        self._sources[entry] = one.open
        return entry


def open_class(
    path: Path,
    exercises: Sequence[str],
    *,
    layout: str | None = None,
    assignment: str | None = None,
    zone: tzinfo | None = None,
) -> Cohort:
    """Open the work of a class: a folder, a zip or tar archive, or a roster.

    Parameters
    ----------
    path : Path
        What a learning platform gave, or was put together by hand.
    exercises : sequence of str
        Ids of the exercises whose answers will be read.
    layout : str, optional
        One of `LAYOUT_NAMES`; by default it is recognised.
    assignment : str, optional
        What names of clones begin with; by default it is found out.
    zone : tzinfo, optional
        Of time stamps that do not tell it.

    Raises
    ------
    UsageError
        If it is nothing of the kind, or could be several.
    """
    if layout is not None and layout not in LAYOUT_NAMES:
        raise UsageError(f"There is no layout called {layout!r}.", f"Layouts: {', '.join(LAYOUT_NAMES)}.")
    if not path.exists():
        raise UsageError(f"There is no {path}.", "Name a folder, an archive, or a roster in CSV.")
    if layout == roster.NAME or not (path.is_dir() or is_archive(path)):
        return Cohort(roster.read_roster(path, exercises), exercises, None)
    tree = open_tree(path, CLASS)
    if isinstance(tree, Problem):
        raise UsageError(tree.reason, "Nothing in it was read.")
    try:
        layouts: dict[str, Recogniser] = {
            **LAYOUTS,
            nbgrader.NAME: partial(nbgrader.recognise, zone=zone),
            classroom.NAME: partial(classroom.recognise, assignment=assignment),
        }
        return Cohort(_reading(tree, path, exercises, layouts, layout), exercises, tree)
    except BaseException:
        tree.close()
        raise


def _reading(
    tree: Tree, path: Path, exercises: Sequence[str], layouts: Mapping[str, Recogniser], layout: str | None
) -> Reading:
    if problem := tree.top().problem:
        raise UsageError(problem.reason, "Nothing in it was read.")
    wanted: Mapping[str, Recogniser] = {layout: layouts[layout]} if layout else layouts
    readings = _readings(tree, exercises, wanted)
    if not readings and len(tree.top().folders) == 1:
        readings = _readings(tree.within(tree.top().folders[0]), exercises, wanted)
    if not readings:
        what = f"look like the layout {layout}" if layout else f"look like a class's work on {' '.join(exercises[:3])}"
        raise UsageError(
            f"{path} does not {what}.",
            "Expected a folder or archive with a folder for each learner, a learning platform's download, or a roster. "
            "One learner's work is graded by `mdl-grade TARGET PATH`.",
        )
    best, *others = readings
    rivals = [reading.layout for reading in others if reading.score > best.score - _CLEAR]
    if rivals:
        names = ", ".join([best.layout, *rivals])
        raise UsageError(f"{path} could be laid out in several ways: {names}.", f"Say which: --layout {best.layout}.")
    return best


def _readings(tree: Tree, exercises: Sequence[str], layouts: Mapping[str, Recogniser]) -> list[Reading]:
    found: list[Reading] = []
    for recognise in layouts.values():
        reading = recognise(tree, exercises)
        if reading is not None and reading.submissions:
            found.append(reading)
    return sorted(found, key=lambda reading: -reading.score)


def _in_order(several: list[HandedIn]) -> list[HandedIn]:
    """Sort the submissions of one learner, the one that counts last; say so if nothing tells which it is."""
    if len(several) == 1:
        return several
    times = [one.received for one in several if one.received is not None]
    if len(times) == len(several):
        return sorted(several, key=lambda one: (one.received, one.attempt))
    if len({one.attempt for one in several}) == len(several):
        return sorted(several, key=lambda one: one.attempt)
    places = " and ".join(sorted(one.where for one in several))
    problem = Problem(f"{places} are of one learner, and one can count: take the others away, or make a roster.")
    return [HandedIn(learner=several[0].learner, where=places, open=lambda: problem)]
