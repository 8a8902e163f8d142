"""What goes back to learners: a page and a JSON file each, in the learner's view, without a word about others.

The folder of each is called as Moodle calls it, so that a zip of all can be uploaded as feedback files; in other
layouts as the learner is, so that it can be put beside what was handed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path, PurePosixPath

import msgspec

from mdl_grade.batch.enrolled import enrolled_in
from mdl_grade.batch.ledger import Ledger, SubmissionRow
from mdl_grade.gradebook.book import Gradebook
from mdl_grade.gradebook.comments import comments_of
from mdl_grade.gradebook.groups import members_of
from mdl_grade.gradebook.marks import LearnerMarks, Mark
from mdl_grade.gradebook.overview import page_name, plain
from mdl_grade.gradebook.reports import report
from mdl_grade.records.model import Report
from mdl_grade.report.html import render
from mdl_grade.report.views import for_learner


class ExerciseFeedback(msgspec.Struct, frozen=True):
    """What counts of an exercise, and what people say of it."""

    id: str
    points: Decimal
    maximum: int
    remarks: tuple[str, ...]


class LearnerFeedback(msgspec.Struct, frozen=True):
    """What a learner is told; `report` is in the learner's view."""

    learner: str
    points: Decimal
    maximum: Decimal
    remarks: tuple[str, ...]
    exercises: tuple[ExerciseFeedback, ...]
    report: Report


def write_feedback(book: Gradebook, learners: Iterable[LearnerMarks], folder: Path) -> int:
    """Write the feedback of all learners whose answers are graded; return how many that are."""
    ledger, pending = book.ledger, book.pending()
    places = _places(ledger)
    comments, groups = comments_of(ledger), members_of(ledger)
    written = 0
    everybody = (one for own in learners for one in _shared(own, groups.get(own.learner, ())))
    for name_of_one, own in everybody:
        if own.learner in pending or name_of_one not in places:
            continue
        submission, name = places[name_of_one]
        told = msgspec.structs.replace(_feedback(ledger, submission, own, comments), learner=name_of_one)
        into = folder / name
        into.mkdir(parents=True, exist_ok=True)
        (into / "feedback.json").write_bytes(msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n")
        (into / "feedback.html").write_text(_page(ledger, told, own), encoding="utf-8")
        written += 1
    return written


def _shared(own: LearnerMarks, members: Sequence[str]) -> Iterator[tuple[str, LearnerMarks]]:
    """Yield the members of a group with its marks, or the learner alone."""
    yield from ((member, own) for member in members or (own.learner,))


def _feedback(
    ledger: Ledger, submission: SubmissionRow, own: LearnerMarks, comments: Mapping[tuple[str, str], tuple[str, ...]]
) -> LearnerFeedback:
    def said(mark: Mark) -> tuple[str, ...]:
        return (*_beside(mark), *(f"Comment: {text}" for text in comments.get((own.learner, mark.exercise), ())))

    made = for_learner(report(ledger, submission))
    labelled = msgspec.structs.replace(made, submission=msgspec.structs.replace(made.submission, label=own.learner))
    exercises = tuple(ExerciseFeedback(m.exercise, m.final, m.maximum, said(m)) for m in own.marks)
    remarks = tuple(f"Comment: {text}" for text in comments.get((own.learner, ""), ()))
    return LearnerFeedback(own.learner, own.final, own.maximum, remarks, exercises, labelled)


def _beside(mark: Mark) -> Iterator[str]:
    """Yield what makes a mark another one than the machine's."""
    if mark.override is not None:
        by = mark.override
        yield f"Corrected by hand: {plain(by.points)} of {mark.maximum} points, by {by.author}: {by.reason}"
    if mark.lateness.days:
        days = "1 day" if mark.lateness.days == 1 else f"{mark.lateness.days} days"
        yield f"{days} late, less {plain(mark.lateness.percent)} %."
    if mark.earlier:
        yield "It is of an earlier submission than the latest."
    if mark.override is not None or mark.lateness.days:
        yield f"{plain(mark.final)} of {mark.maximum} points count."
    if mark.weight != 1:
        yield f"In the sum it counts {plain(mark.weight)} times."


def _page(ledger: Ledger, told: LearnerFeedback, own: LearnerMarks) -> str:
    total = f"{plain(told.points)} of {plain(told.maximum)} points count."
    return render(
        told.report,
        beside={one.id: one.remarks for one in told.exercises},
        answers=_answers(ledger, own.marks),
        remarks=(total, *told.remarks),
    )


def _answers(ledger: Ledger, marks: Sequence[Mark]) -> dict[str, str]:
    found = {}
    for mark in marks:
        row = next((row for row in ledger.answers(mark.submission) if row.exercise == mark.exercise), None)
        if row is not None and row.digest:
            found[mark.exercise] = ledger.text(row.text)
    return found


# --- folders --------------------------------------------------------------------------------------------------------
_MOODLE = re.compile(r"(?P<name>.*)_(?P<number>\d+)_assignsubmission_file(_.*)?", re.DOTALL)
_PLAIN = re.compile(r"[^\W_][\w .,'()+-]{0,99}")


def _places(ledger: Ledger) -> dict[str, tuple[SubmissionRow, str]]:
    """Return the latest submission of each learner, and the name of the folder for it."""
    latest: dict[str, SubmissionRow] = {}
    for one in ledger.submissions(superseded=True):
        if one.learner not in latest or latest[one.learner].superseded or not one.superseded:
            latest[one.learner] = one
    moodle = any(_MOODLE.fullmatch(_top(one)) for one in latest.values())
    numbered = {name: one.name for one in enrolled_in(ledger) for name in (one.name, *one.aliases)}
    wanted = [(learner, one, _folder(learner, _top(one), moodle=moodle)) for learner, one in latest.items()]
    wanted += [
        (member, latest[group], _folder(numbered.get(member, member), "", moodle=moodle))
        for group, members in members_of(ledger).items()
        if group in latest
        for member in members
    ]
    taken: set[str] = set()
    names: dict[str, tuple[SubmissionRow, str]] = {}
    for learner, one, folder in wanted:
        name = page_name(learner) if folder.casefold() in taken else folder
        taken.add(name.casefold())
        names[learner] = one, name
    return names


def _top(submission: SubmissionRow) -> str:
    return next(iter(PurePosixPath(submission.place).parts), "")


def _folder(learner: str, top: str, *, moodle: bool) -> str:
    called = f"{learner}_assignsubmission_file_" if moodle and not top else top
    if match := _MOODLE.fullmatch(called):
        # Moodle looks for the number behind the first underscore.
        name = re.sub(r"[^\w .,'()-]|_", " ", match["name"]).strip(" .") or "x"
        return f"{name}_{match['number']}_assignsubmission_file_"
    if _PLAIN.fullmatch(learner) and not learner.endswith((".", " ")):
        return learner
    return page_name(learner)
