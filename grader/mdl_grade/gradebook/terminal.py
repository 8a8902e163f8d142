"""A class in a terminal: the overview, one learner, the hardest checks, the commonest diagnoses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from mdl_grade.batch.counting import AnswerAttempt
from mdl_grade.gradebook.book import Common, Outline
from mdl_grade.gradebook.look import Look, asking
from mdl_grade.gradebook.marks import LearnerMarks, Mark
from mdl_grade.gradebook.overrides import Lapsed, OverrideEntry
from mdl_grade.gradebook.overview import MOST_NAMES, WORDS, ExerciseSummary, Overview, Unjudged, percent, plain
from mdl_grade.records.model import Status
from mdl_grade.report.page import Page, Style
from mdl_grade.report.wording import diagnosis_sentence

MOST = 20
SEEN = (
    "What may stay as it is: `mdl-grade decide RESULTS LEARNER EXERCISE --seen --author YOU --reason WHY` takes it off "
    "this list, `--undo` puts it back. Where no exercise is listed, leave EXERCISE out."
)
ASKED = (
    "Do they still hold? `mdl-grade override RESULTS LEARNER EXERCISE POINTS` says one again, `--withdraw` ends it: "
    "until then they are listed."
)


def show_class(page: Page, told: Overview) -> None:
    """Show how a class did."""
    page.text(told.title, style=Style.BOLD)
    page.text(", ".join(f"{figure.name.lower()} {figure.value}" for figure in told.figures))
    for line in told.circumstances:
        page.text(line, style=Style.DIM)
    for note in told.notes:
        page.text(note, first="! ", mark=Style.YELLOW)
    show_glance(page, told)
    page.gap()
    page.text(
        "The mean is of the points of those who attempted the exercise; lost: points of everybody.", style=Style.DIM
    )
    page.text("attempted   mean  complete  lost  exercise", style=Style.DIM)
    for exercise in told.exercises:
        numbers = (
            f"{exercise.attempted:9}  {percent(exercise.mean):>5}  {exercise.complete:8}  {exercise.losses.total:4}  "
        )
        page.text(f"{exercise.id}: {exercise.title}", first=numbers)
    show_unjudged(page, told.unjudged)
    show_lapsed(page, told.lapsed)
    if told.look:
        page.gap()
        page.text(f"{look_in_words(told.look)} `mdl-grade results RESULTS --look` lists them.")


def show_glance(page: Page, told: Overview) -> None:
    """Show where points are lost, who needs help, the commonest bugs, and when work came in."""
    if told.losses.total:
        page.gap()
        page.text("Where points are lost", style=Style.BOLD)
        page.text(lost_in_words(told))
    if told.lost:
        page.text("share  failing  waiting  check", style=Style.DIM)
    for lost in told.lost:
        numbers = f"{percent(lost.share):>5}  {lost.failing:7}  {lost.waiting:7}  "
        page.text(f"{lost.exercise}: {lost.title}", first=numbers)
    if told.below_half or told.nothing:
        page.gap()
        page.text("Who needs help: less than half of the points", style=Style.BOLD)
    for one in told.help:
        why = f": {one.why}" if one.why else ""
        untried = f" ({one.open} not attempted)" if one.open else ""
        page.text(f"{one.learner}{untried}: {one.lost} lost in {one.where}{why}", first=f"{percent(one.share):>6}  ")
    if told.below_half > len(told.help):
        page.text(f"and {told.below_half - len(told.help)} more have less than half.", indent=8)
    if told.nothing:
        names = "; ".join(told.nothing[:MOST_NAMES]) + (" …" if len(told.nothing) > MOST_NAMES else "")
        page.text(f"Attempted nothing: {len(told.nothing)}: {names}", indent=2)
    if told.bugs:
        page.gap()
        show_diagnoses(page, told.bugs)
    if told.periods:
        page.gap()
        page.text(f"When the latest work came in (clocks of {told.zone})", style=Style.BOLD)
        page.text("learners   mean  late  from", style=Style.DIM)
    for period in told.periods:
        page.text(period.label, first=f"{period.learners:8}  {percent(period.mean):>5}  {period.late or '':>4}  ")


def lost_in_words(told: Overview) -> str:
    """Return how many points are lost, how many of them without an attempt and where, and what a share is of."""
    lost, open_ = told.losses.lost, told.losses.open
    if not open_:
        return f"{lost} points are lost. Shares are of these."
    said = f"{lost + open_} points are lost. {open_} of them ({percent(open_ / (lost + open_))}) were not attempted"
    if len(told.exercises) > 1:
        most = max(told.exercises, key=lambda exercise: exercise.losses.open)
        said += f", {most.losses.open} of these in {most.id} alone"
    said += "."
    return f"{said} Shares are of the other {lost}, where an answer fails or a check waits." if lost else said


def look_in_words(items: Sequence[Look]) -> str:
    """Return how many things there are to look at."""
    asks = asking(items)
    rest = sum(not one.kind.asks for one in items)
    if rest and not asks:
        return f"Nothing needs a look, {rest} thing{'s are' if rest != 1 else ' is'} told."
    needs = f"{asks} thing{'s' * (asks != 1)} need{'s' * (asks == 1)} a look"
    return f"{needs}, {rest} more {'is' if rest == 1 else 'are'} told." if rest else f"{needs}."


def show_look(page: Page, items: Sequence[Look]) -> None:
    """List what a person must look at, each with the command that decides it."""
    page.text(look_in_words(items) if items else "Nothing needs a look.", style=Style.BOLD)
    for kind, group in groupby(items, key=lambda one: one.kind):
        those = list(group)
        page.gap()
        page.text(f"{kind.value}: {asking(those) or len(those)}", style=Style.BOLD)
        for one in those:
            page.text(str(one), indent=2)
            if one.command:
                page.text(one.command, indent=4, wrap=False)
    if any(one.learner for one in items):
        page.gap()
        page.text(SEEN, style=Style.DIM)


def show_unjudged(page: Page, unjudged: Sequence[Unjudged]) -> None:
    """List the answers that the grader itself failed on."""
    if not unjudged:
        return
    page.gap()
    page.text(f"The grader failed on: {len(unjudged)}", style=Style.BOLD)
    for one in unjudged[:MOST]:
        page.text(f"{one.learner}, {one.exercise}", indent=2)
    if len(unjudged) > MOST:
        page.text(f"(and {len(unjudged) - MOST} more)", indent=2, style=Style.DIM)


def show_lapsed(page: Page, lapsed: Sequence[Lapsed]) -> None:
    """List the overrides that have lapsed, and ask about each."""
    if not lapsed:
        return
    page.gap()
    page.text(f"Overrides that have lapsed: {len(lapsed)}", style=Style.BOLD)
    for one in lapsed:
        entry = one.entry
        page.text(
            f"{entry.learner}, {entry.exercise}: {entry.points} points by {entry.author}, {entry.time:%Y-%m-%d}: "
            f"{entry.reason}. It does not count: {one.why}.",
            first=f"{entry.id:4}  ",
        )
    page.text(ASKED, indent=6, style=Style.DIM)


def show_exercise(page: Page, exercise: ExerciseSummary) -> None:
    """Show the checks of one exercise over the class."""
    page.text(f"{exercise.id}: {exercise.title}", style=Style.BOLD)
    page.text(
        f"{exercise.attempted} of {exercise.learners} learners attempted it, {exercise.complete} have all of it right; "
        f"{percent(exercise.mean)} of the points on average."
    )
    page.gap()
    page.text("passed  discrimination  check", style=Style.DIM)
    for item in exercise.items:
        discrimination = "" if item.discrimination is None else f"{item.discrimination:+.2f}"
        page.text(f"{item.title} [{item.id}]", first=f"{percent(item.passed):>6}  {discrimination:>14}  ")
    if exercise.diagnoses:
        page.gap()
        show_diagnoses(page, exercise.diagnoses)


def show_hardest(page: Page, exercises: Sequence[ExerciseSummary]) -> None:
    """Show the checks that most attempts fail; nobody failed a check that waited for another."""
    rows = [
        (item.passed, exercise, item) for exercise in exercises for item in exercise.items if item.passed is not None
    ]
    rows.sort(key=lambda row: row[0])
    page.text("The checks that most attempts fail, of those that they ran on", style=Style.BOLD)
    page.text("failed       of  waiting  check", style=Style.DIM)
    for share, exercise, item in rows[:MOST]:
        numbers = f"{percent(1 - share):>6}  {item.learners:7}  {item.waiting or '':>7}  "
        page.text(f"{exercise.id}: {item.title} [{item.id}]", first=numbers)


def show_diagnoses(page: Page, diagnoses: Sequence[Common]) -> None:
    """Show the commonest diagnoses."""
    page.text("The commonest diagnoses", style=Style.BOLD)
    if not diagnoses:
        page.text("There are none: no answer fails in a way that has a name.")
    for common in diagnoses[:MOST]:
        page.text(f"{common.exercise}: {common.label}", first=f"{common.learners:6} × ")


def show_learner(
    page: Page,
    learner: LearnerMarks,
    outlines: Sequence[Outline],
    lapsed: Sequence[Lapsed] = (),
    others: Mapping[str, Sequence[AnswerAttempt]] | None = None,
) -> None:
    """Show the marks of a learner, what people say of them, and what is wrong.

    Parameters
    ----------
    others : mapping, optional
        Answers that do not count, by exercise.
    """
    page.text(learner.learner, style=Style.BOLD)
    page.text(
        f"{plain(learner.final)} of {plain(learner.maximum)} points count; "
        f"the machine gave {learner.points} of {learner.max_points}."
    )
    for mark in learner.marks:
        page.text(
            f"{mark.exercise} ({WORDS[mark.status]}){_beside(mark)}", first=f"{mark.points:4}/{mark.max_points}  "
        )
        if mark.made_under:
            page.text(mark.made_under, indent=9, style=Style.DIM)
        for one in (others or {}).get(mark.exercise, ()):
            page.text(_other(one), indent=9, style=Style.DIM)
    show_lapsed(page, lapsed)
    for outline in outlines:
        wrong = [check for check in outline.checks if check.status is not Status.PASSED]
        if not wrong:
            continue
        page.gap()
        page.text(f"{outline.id}: {outline.title}", style=Style.BOLD)
        for check in wrong:
            page.text(f"{check.points}/{check.max_points} {check.title} ({WORDS[check.status]}) [{check.id}]", indent=2)
            if check.message:
                page.text(check.message, indent=4)
            if check.diagnosis is not None:
                page.text(diagnosis_sentence(check.diagnosis), indent=4, style=Style.BOLD)


def show_overrides(page: Page, entries: Sequence[OverrideEntry]) -> None:
    """Show every record, those that no longer count, too."""
    page.text("Overrides", style=Style.BOLD)
    if not entries:
        page.text("There are none.")
    for entry in entries:
        said = "gives the mark back to the machine" if entry.points is None else f"{entry.points} points"
        ended = f" (withdrawn by number {entry.withdrawn_by})" if entry.withdrawn_by else ""
        page.text(
            f"{entry.learner}, {entry.exercise}: {said}, by {entry.author}, {entry.time:%Y-%m-%d %H:%M} UTC: "
            f"{entry.reason}{ended}",
            first=f"{entry.id:4}  ",
        )


def _other(one: AnswerAttempt) -> str:
    when = f", received {one.received[:16].replace('T', ' ')} UTC" if one.received else ""
    worth = "not graded" if one.status is None else f"{one.points}/{one.max_points} ({WORDS[Status(one.status)]})"
    return f"does not count: submission {one.submission}{when}: {worth}"


def _beside(mark: Mark) -> str:
    told = "; of an earlier submission than the latest" if mark.earlier else ""
    if mark.override is not None:
        by = mark.override
        told += f"; overridden: {by.points} points by {by.author}, {by.time:%Y-%m-%d}: {by.reason}"
    if mark.lateness.days:
        days = "1 day" if mark.lateness.days == 1 else f"{mark.lateness.days} days"
        told += f"; {days} late, less {plain(mark.lateness.percent)} %"
    counts = mark.override is not None or mark.lateness.days
    return f"{told}; counts {plain(mark.final)}/{mark.maximum}" if counts else told
