"""`mdl-grade replay`: one check run again, for an appeal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mdl_grade.cli.options import chosen_course, course_option
from mdl_grade.cli.screen import read_report, show, write
from mdl_grade.errors import ExitCode, UsageError
from mdl_grade.official import read_secret, require_isolation

if TYPE_CHECKING:
    from mdl_grade.course import Course
    from mdl_grade.gradebook.replay import RecordedCheck, Replay
    from mdl_grade.intake import Answer
    from mdl_grade.records.model import Isolation
    from mdl_grade.report.page import Page
    from mdl_grade.suite.seed import Seed

PLACE = click.Path(path_type=Path)


@dataclass(frozen=True)
class _Appeal:
    """What is replayed, and behind which wall it was recorded."""

    record: RecordedCheck
    answer: Answer
    isolation: Isolation


@click.command("replay", short_help="Run a check again, and show its inputs and both answers.")
@click.argument("source", type=PLACE, metavar="REPORT|RESULTS|BUNDLE")
@click.argument("check", default="")
@click.option("--learner", metavar="NAME", help="Whose answer; needed with RESULTS.")
@click.option("--submission", type=int, metavar="N", help="One that does not count (`results --learner` numbers them).")
@click.option("--answer", "answer_path", type=PLACE, metavar="PATH", help="The answer; needed with a REPORT.")
@click.option("--secret-file", type=PLACE, metavar="F", help="The secret of the official run.")
@click.option("--bundle", type=PLACE, metavar="FILE", help="Write all that it takes, without names, to be sent.")
@click.option(
    "--isolation",
    type=click.Choice(["enforced", "partial", "cooperative"]),
    help="Least isolation to accept (default: what the record was made with).",
)
@click.option(
    "--bubblewrap/--no-bubblewrap",
    default=None,
    help="Put workers into namespaces of their own (default: as for the record).",
)
@course_option
@click.pass_context
def replay_command(
    ctx: click.Context,
    source: Path,
    check: str,
    learner: str | None,
    submission: int | None,
    answer_path: Path | None,
    secret_file: Path | None,
    bundle: Path | None,
    isolation: str | None,
    bubblewrap: bool | None,
    course_folder: Path | None,
) -> None:
    """Run CHECK (`chapter10/dense_backward::values`, or `values` if that is clear) again, as it was run for a mark.

    For instructors: it shows inputs and expected values, of official runs, too. The answer runs behind the wall, with
    the seed of the record. Exit code 0: the verdict is the recorded one; 1: it is another.

    Whoever holds a verdict for wrong can send it to the maintainers of the course: --bundle FILE writes the answer, the
    check, what its inputs are drawn from, and all versions. `mdl-grade replay FILE` runs it again anywhere.

    Example: mdl-grade replay results chapter10/dense_backward::values --learner ada
    """
    from mdl_grade.gradebook.replay import replay
    from mdl_grade.sandbox.wall import Wall

    course = chosen_course(course_folder)
    appeal, seed = _appeal(source, check, (learner, submission), course, answer_path, secret_file)
    recorded = appeal.isolation
    wrapped = bool(recorded.layers.get("namespaces")) if bubblewrap is None else bubblewrap
    with Wall(bubblewrap=wrapped) as wall:
        require_isolation(isolation or recorded.trust.value, wall.isolation())
        done = replay(course, appeal.answer, appeal.record, seed, wall)
    show(lambda page: _render(page, done))
    if bundle is not None:
        _write_bundle(bundle, course, appeal, seed)
    ctx.exit(int(ExitCode.PASSED if done.same else ExitCode.FAILED))


def _appeal(
    source: Path,
    check: str,
    whose: tuple[str | None, int | None],
    course: Course,
    answer: Path | None,
    secret_file: Path | None,
) -> tuple[_Appeal, Seed]:
    from mdl_grade.gradebook.bundle import is_bundle, read_bundle

    if source.is_file() and is_bundle(document := source.read_bytes()):
        made = read_bundle(document)
        return _Appeal(made.record, made.handed_in, made.isolation), made.drawn_from
    if not check:
        raise UsageError("Which check shall be run again?", "Name it last: chapter10/dense_backward::values.")
    if source.is_dir():
        appeal = _from_ledger(source, check, *whose, answer)
    else:
        appeal = _from_report(source, check, course, answer)
    return appeal, _seed(appeal.record, secret_file)


def _write_bundle(file: Path, course: Course, appeal: _Appeal, seed: Seed) -> None:
    from mdl_grade.gradebook.bundle import bundled

    write(file, bundled(course.name, appeal.record, appeal.answer, appeal.isolation, seed))
    click.echo(f"{file} names nobody; read what the learner wrote in it before you send it.", err=True)


def _from_ledger(folder: Path, check: str, learner: str | None, submission: int | None, path: Path | None) -> _Appeal:
    from mdl_grade.batch.counting import counting
    from mdl_grade.batch.ledger import Ledger
    from mdl_grade.gradebook.replay import RecordedCheck, find_check
    from mdl_grade.gradebook.standings import seed_of_run
    from mdl_grade.intake import Answer
    from mdl_grade.script import Script

    if learner is None or path is not None:
        raise UsageError(
            "Whose answer shall be run again?",
            "Results hold the answers of many: give --learner NAME, and no --answer.",
        )
    with Ledger.open(folder) as ledger:
        learner = ledger.learner(learner)
        counted = [one for one, _ in counting(ledger.attempts(learner), ledger.keep())]
        if submission is not None:
            counted = [one for one in ledger.attempts(learner) if one.submission == submission]
        answers = [a for one in counted for a in ledger.answers(one.submission) if a.exercise == one.exercise]
        if not answers and submission is not None:
            raise UsageError(f"{learner!r} has no submission {submission}.", "`results --learner` lists them.")
        if not answers:
            raise ledger.no_learner(learner)
        rows = {row.result.id: row for answer in answers if (row := ledger.result(answer.key)) is not None}
        result, found = find_check(tuple(row.result for row in rows.values()), check)
        row = rows[result.id]
        answer = next(answer for answer in reversed(answers) if answer.exercise == result.id)
        if answer.problem is not None:
            raise UsageError(f"There is no text to run: {answer.problem.reason}", "There is nothing to replay.")
        record = RecordedCheck(result, found, seed_of_run(ledger, row.run), row.tool)
        source = Script.read(ledger.text(answer.text))
        return _Appeal(record, Answer.of(source, answer.filename, answer.digest), row.isolation)


def _from_report(source: Path, check: str, course: Course, path: Path | None) -> _Appeal:
    from mdl_grade.answers import read_answers
    from mdl_grade.gradebook.replay import RecordedCheck, find_check
    from mdl_grade.gradebook.standings import seed_of_report
    from mdl_grade.intake import Problem, locate

    report = read_report(source)
    if path is None:
        raise UsageError("A report does not hold the answer.", "Name it: --answer PATH, as it was given to `grade`.")
    result, found = find_check(report.exercises, check)
    located = locate([result.id], path, here=Path.cwd())
    answer = read_answers(course, located.exercises, located.read)[result.id]
    if isinstance(answer, Problem):
        raise UsageError(f"There is no text to run: {answer.reason}", "Name the file that was graded.")
    record = RecordedCheck(result, found, seed_of_report(report), report.tool)
    return _Appeal(record, answer, report.isolation)


def _seed(record: RecordedCheck, secret_file: Path | None) -> Seed:
    from mdl_grade.records.model import SeedMode
    from mdl_grade.suite.seed import Seed

    if record.seed.mode is SeedMode.PRACTICE:
        return Seed.practice(int(record.seed.value))
    secret = read_secret(secret_file, None)
    if secret is None:
        raise UsageError("This is the record of an official run.", "Give its secret: --secret-file F.")
    seed = Seed.official(secret)
    if record.seed.value not in ("", seed.record.fingerprint):
        raise UsageError(
            f"The secret in {secret_file} is not that of the record.", "Give the one that it was made with."
        )
    return seed


def _render(page: Page, done: Replay) -> None:
    from mdl_grade.report.page import Style

    record, then = done.record, done.record.check
    page.text(f"{record.result.id}::{then.id}", style=Style.BOLD)
    page.text(then.title)
    page.gap()
    for warning in done.warnings:
        page.text(warning, first="! ", mark=Style.YELLOW)
    words = "" if done.same_words or not done.same else ", for another reason"
    verdict = f"The verdict is the same{words}" if done.same else "The verdict is another"
    page.text(f"{verdict}: then {then.status.value}, now {done.status.value}.", style=Style.BOLD)
    if done.message:
        page.text(done.message, indent=2)
    if then.message and not done.same_words:
        page.text(f"Then: {then.message}", indent=2)
    if done.call:
        page.gap()
        page.text("To try it:")
        page.text(done.call, indent=2, wrap=False)
    for shown in done.shown:
        page.gap()
        page.text(shown.case or "The whole program", style=Style.BOLD)
        for line in shown.inputs:
            page.text(line, indent=2, wrap=False)
        page.text(f"It uses {', '.join(shown.calls)}.", indent=2)
        page.text("The learner's answer:" if shown.differs else "Both answers agree:", indent=2)
        page.text(shown.answers, indent=4, wrap=False)
        if shown.differs:
            page.text("The reference's answer:", indent=2)
            page.text(shown.reference, indent=4, wrap=False)


commands = {"replay": replay_command}
