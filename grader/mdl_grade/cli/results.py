"""`mdl-grade results`, `mdl-grade override`: what a class is worth, and what people say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mdl_grade.cli.giving_back import give_feedback, write_canvas, write_gradebook, write_moodle
from mdl_grade.cli.naming import known_learner
from mdl_grade.cli.screen import show, write
from mdl_grade.errors import ExitCode, UsageError
from mdl_grade.report.text import inert, printable

if TYPE_CHECKING:
    from mdl_grade.gradebook.book import Gradebook
    from mdl_grade.gradebook.marks import LearnerMarks, Mark
    from mdl_grade.gradebook.policy import Policy
    from mdl_grade.report.page import Page


class _Points(click.ParamType[Decimal]):
    """Whole and half points."""

    name = "points"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        if str(value).startswith(("+", "-")):
            self.fail(f"{value!r} has a sign. POINTS is what the answer is worth in all, not a change.", param, ctx)
        try:
            points = Decimal(str(value).replace(",", "."))
        except InvalidOperation:
            points = Decimal("NaN")
        if not points.is_finite() or points < 0:
            self.fail(f"{value!r} is no number of points.", param, ctx)
        return points


POINTS = _Points()
FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False, allow_dash=True)


@click.command("results", short_help="Show what a batch found; derive CSV, JSON lines, pages, reports.")
@click.argument("results", type=FOLDER)
@click.option("--learner", metavar="NAME", help="One learner: marks, and what is wrong.")
@click.option("--exercise", metavar="ID", help="One exercise: its checks over the class.")
@click.option("--hardest", is_flag=True, help="The checks that most attempts fail.")
@click.option("--diagnoses", is_flag=True, help="The commonest diagnoses.")
@click.option("--overrides", is_flag=True, help="All overrides, those that were withdrawn, too.")
@click.option("--look", is_flag=True, help="What a person must decide, each with the command for it.")
@click.option("--policy", "policy_file", type=FILE, metavar="FILE", help="Apply the late policy in this TOML file.")
@click.option("--csv", "csv_file", type=FILE, metavar="FILE", help="Write one row for each exercise of each learner.")
@click.option("--jsonl", "jsonl_file", type=FILE, metavar="FILE", help="Write the same rows as JSON lines.")
@click.option("--html", "site", type=FOLDER, metavar="FOLDER", help="Write pages for instructors.")
@click.option("--gradebook", "gradebook_file", type=FILE, metavar="FILE", help="Write one row a learner, as CSV.")
@click.option("--moodle", type=FILE, metavar="WORKSHEET", help="Fill in a copy of Moodle's grading worksheet.")
@click.option("--canvas", type=FILE, metavar="EXPORT", help="Fill in a copy of the gradebook that Canvas exports.")
@click.option("--column", default="", metavar="TITLE", help="The assignment in Canvas's gradebook.")
@click.option("--feedback", type=FOLDER, metavar="FOLDER", help="Write what each learner may read: a page, JSON.")
@click.option("--reports", type=FOLDER, metavar="FOLDER", help="Write the JSON report of each learner.")
@click.pass_context
def results_command(
    ctx: click.Context,
    results: Path,
    learner: str | None,
    exercise: str | None,
    hardest: bool,
    diagnoses: bool,
    overrides: bool,
    look: bool,
    policy_file: Path | None,
    csv_file: Path | None,
    jsonl_file: Path | None,
    site: Path | None,
    gradebook_file: Path | None,
    moodle: Path | None,
    canvas: Path | None,
    column: str,
    feedback: Path | None,
    reports: Path | None,
) -> None:
    """Show what `mdl-grade batch` wrote into the folder RESULTS.

    Nothing is graded: marks, overrides (`mdl-grade override`) and the late policy are put together when they are
    shown. Without an option, the class is shown.

    What goes back to Moodle or Canvas is the table that they gave, with grades in it; all else stays byte for byte. Who
    is in one of both only is named. If an answer is still to be graded, files say so, and the exit code is 1.

    Example: mdl-grade results results --hardest
    """
    from mdl_grade.batch.ledger import Ledger
    from mdl_grade.gradebook.book import Gradebook
    from mdl_grade.gradebook.look import to_look_at
    from mdl_grade.gradebook.marks import apply, by_learner, untimed
    from mdl_grade.gradebook.overrides import history, in_force, lapsed
    from mdl_grade.gradebook.overview import overview, unfinished_in_words, untimed_in_words
    from mdl_grade.gradebook.terminal import (
        show_class,
        show_diagnoses,
        show_hardest,
        show_lapsed,
        show_look,
        show_overrides,
    )

    with Ledger.open(results) as ledger:
        book = Gradebook(ledger)
        marks = book.marks()
        policy = _policy(policy_file, marks)
        learners = by_learner(apply(marks, policy, in_force(ledger)))
        if policy.told() and (unknown := untimed(learners)):
            click.echo(inert(printable(untimed_in_words(unknown))), err=True)
        files = ((csv_file, _csv), (jsonl_file, _jsonl), (site, _site), (reports, _reports))
        written = [write(book, learners, path, policy) for path, write in files if path is not None]
        written += [write_gradebook(book, learners, gradebook_file)] if gradebook_file is not None else []
        written += [give_feedback(book, learners, feedback)] if feedback is not None else []
        written += [write_moodle(book, learners, moodle)] if moodle is not None else []
        written += [write_canvas(book, learners, canvas, column)] if canvas is not None else []
        views: list[Callable[[Page], None]] = []
        if learner is not None:
            views.append(_learner_view(book, learners, learner))
        if exercise is not None:
            views.append(_exercise_view(book, learners, policy, exercise))
        if hardest:
            views.append(lambda page: show_hardest(page, overview(book, learners, policy).exercises))
        if diagnoses:
            views.append(lambda page: show_diagnoses(page, book.analysis(learners).diagnoses))
        if overrides:
            views.append(lambda page: show_overrides(page, history(ledger)))
            views.append(lambda page: show_lapsed(page, lapsed(ledger)))
        if look:
            views.append(lambda page: show_look(page, to_look_at(book, learners)))
        if not views and not written:
            views.append(lambda page: show_class(page, overview(book, learners, policy)))
        show(*views)
        late = len(lapsed(ledger)) if written else 0
        pending = book.pending() if written else {}
    for path in written:
        click.echo(path, err=True)
    if late:
        click.echo(
            f"Overrides that have lapsed and do not count: {late}. `mdl-grade results {results}` lists them.", err=True
        )
    if pending:
        click.echo(inert(printable(unfinished_in_words(pending))), err=True)
        ctx.exit(int(ExitCode.FAILED))


@click.command("override", short_help="Say what an answer is worth, beside the machine's mark.")
@click.argument("results", type=FOLDER)
@click.argument("learner")
@click.argument("exercise")
@click.argument("points", type=POINTS, required=False)
@click.option("--withdraw", is_flag=True, help="Give the mark back to the machine.")
@click.option("--author", required=True, help="Who says so.")
@click.option("--reason", required=True, help="Why; it is shown wherever the mark is.")
def override_command(
    results: Path, learner: str, exercise: str, points: Decimal | None, withdraw: bool, author: str, reason: str
) -> None:
    """Record that the answer of LEARNER to EXERCISE is worth POINTS in all, whole or half.

    Points for one check: EXERCISE is then `dense_backward::values`. Several of these add up.

    The machine's mark stays beside it. A later record withdraws an earlier one; none is ever deleted.

    Example: mdl-grade override results ada chapter10/dense_backward 8 --author "Prof. L." --reason "a typo"
    """
    from mdl_grade.batch.ledger import Ledger
    from mdl_grade.gradebook.book import Gradebook
    from mdl_grade.gradebook.marks import apply
    from mdl_grade.gradebook.overrides import in_force, record
    from mdl_grade.gradebook.overview import plain

    if withdraw == (points is not None):
        raise UsageError("Either POINTS or --withdraw is needed.", "POINTS is what the answer is worth.")
    entry = record(results, known_learner(results, learner), exercise, points, author=author, reason=reason)
    said = "the machine's mark counts again" if points is None else f"{points} points"
    with Ledger.open(results) as ledger:
        marks = apply(Gradebook(ledger).marks(), overrides=in_force(ledger))
    mark = next(one for one in marks if (one.learner, one.exercise) == (entry.learner, entry.whole))
    counts = f"{plain(mark.final)} of {mark.maximum} points count; the machine gave {mark.points}."
    click.echo(f"Override {entry.id}: {entry.learner}, {entry.exercise}: {said}. {counts}", err=True)


@click.command("decide", short_help="Say which file is meant, or that something may stay as it is.")
@click.argument("results", type=FOLDER)
@click.argument("learner")
@click.argument("exercise", default="")
@click.option("--file", "chosen", metavar="PATH", help="This file of the submission is the answer.")
@click.option("--not", "excluded", metavar="PATH", help="This file is not the answer.")
@click.option("--seen", is_flag=True, help="Take what is listed of it off the list.")
@click.option("--undo", is_flag=True, help="Undo all that was decided about this exercise of this learner.")
@click.option("--author", required=True, help="Who says so.")
@click.option("--reason", required=True, help="Why.")
def decide_command(
    results: Path,
    learner: str,
    exercise: str,
    chosen: str | None,
    excluded: str | None,
    seen: bool,
    undo: bool,
    author: str,
    reason: str,
) -> None:
    """Decide what `mdl-grade results RESULTS --look` lists, for EXERCISE of LEARNER.

    Which file counts is settled when the `mdl-grade batch` command is given again. Everything that is decided is kept
    with author and reason, and can be undone. PATH is written as the list has it. What is listed without an exercise is
    seen without one.

    Example: mdl-grade decide results ada relu --file "relu (1).py" --author me --reason "the newer one"
    """
    from mdl_grade.gradebook import decisions
    from mdl_grade.gradebook.look import settle_look

    if sum((chosen is not None, excluded is not None, seen, undo)) != 1:
        raise UsageError("Say one thing: --file PATH, --not PATH, --seen, or --undo.", "`--help` tells what they do.")
    if not exercise and not (seen or undo):
        raise UsageError("For which exercise?", "Name it after the learner.")
    learner = known_learner(results, learner)
    named = decisions.exercise_of(results, learner, exercise)
    about = decisions.new(learner, named, author=author, reason=reason)
    for line in settle_look(results, about, chosen=chosen, excluded=excluded, undo=undo):
        click.echo(line, err=True)


def _policy(file: Path | None, marks: Sequence[Mark]) -> Policy:
    from mdl_grade.gradebook.policy import NO_POLICY, parse_policy

    if file is None:
        return NO_POLICY
    try:
        written = parse_policy(file.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The late policy {file} can't be read: {error}.", "Name a TOML file.") from None
    learners, exercises = {mark.learner for mark in marks}, {mark.exercise for mark in marks}
    policy = written.named(learners, exercises)
    for name in policy.unknown(learners, exercises):
        click.echo(f"The late policy names {name!r}, which the results don't hold. Is it misspelt?", err=True)
    return policy


# --- views ----------------------------------------------------------------------------------------------------------
def _learner_view(book: Gradebook, learners: Sequence[LearnerMarks], name: str) -> Callable[[Page], None]:
    from mdl_grade.gradebook.overrides import lapsed
    from mdl_grade.gradebook.terminal import show_learner

    name = book.ledger.learner(name)
    own = next((learner for learner in learners if learner.learner == name), None)
    if own is None:
        raise book.ledger.no_learner(name)
    outlines = book.outlines([mark.key for mark in own.marks])
    no_longer = [one for one in lapsed(book.ledger) if one.entry.learner == name]
    others = {one.exercise: [x for x in several if x is not one and x.rank] for one, several in book.counting(name)}
    return lambda page: show_learner(page, own, outlines, no_longer, others)


def _exercise_view(
    book: Gradebook, learners: Sequence[LearnerMarks], policy: Policy, name: str
) -> Callable[[Page], None]:
    from mdl_grade.gradebook.overview import overview
    from mdl_grade.gradebook.terminal import show_exercise

    exercises = overview(book, learners, policy).exercises
    found = [x for x in exercises if x.id == name] or [x for x in exercises if x.id.partition("/")[2] == name]
    if len(found) != 1:
        raise UsageError(f"{name!r} names {len(found)} exercises.", _close(name, [x.id for x in exercises]))
    return lambda page: show_exercise(page, found[0])


def _close(name: str, names: Sequence[str]) -> str:
    import difflib

    close = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    return (
        f"Did you mean {' or '.join(map(repr, close))}?" if close else "`mdl-grade results RESULTS` shows what it has."
    )


# --- files ----------------------------------------------------------------------------------------------------------
def _csv(book: Gradebook, learners: Sequence[LearnerMarks], path: Path, policy: Policy) -> Path:
    from mdl_grade.gradebook.tables import to_csv

    return _written(path, to_csv(mark for own in learners for mark in own.marks).encode())


def _jsonl(book: Gradebook, learners: Sequence[LearnerMarks], path: Path, policy: Policy) -> Path:
    from mdl_grade.gradebook.tables import to_json_lines

    return _written(path, to_json_lines(mark for own in learners for mark in own.marks))


def _site(book: Gradebook, learners: Sequence[LearnerMarks], folder: Path, policy: Policy) -> Path:
    from mdl_grade.gradebook.site import write_site

    with _writing(folder):
        return write_site(book, learners, folder, policy)


def _reports(book: Gradebook, learners: Sequence[LearnerMarks], folder: Path, policy: Policy) -> Path:
    from mdl_grade.gradebook.overview import page_name
    from mdl_grade.gradebook.reports import report
    from mdl_grade.report.encoding import encode

    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for submission in book.ledger.submissions():
            made = report(book.ledger, submission)
            (folder / f"{page_name(submission.learner)}.json").write_bytes(encode(made))
    return folder


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(
            f"{error.filename or path} can't be written: {error.strerror}.", "Name a place that you can write to."
        ) from None


def _written(path: Path, content: bytes) -> Path:
    write(path, content)
    return Path("standard output") if str(path) == "-" else path


commands = {"results": results_command, "override": override_command, "decide": decide_command}
