"""`dev new | new-course | borrow | sync | check | calibrate | words | mutants`: for authors."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mdl_grade.cli.options import chosen_course, course_option, course_words
from mdl_grade.course.course import Course
from mdl_grade.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from mdl_grade.authoring.proof import Proof


@click.group("dev", short_help="Write exercises, and prove that they judge rightly.")
def dev_group() -> None:
    """Write exercises, and prove that they judge rightly.

    Example: mdl-grade dev check chapter10/dense_backward
    """


@dev_group.command("new")
@click.argument("exercise")
@course_option
def new_command(exercise: str, course_folder: Path | None) -> None:
    """Start EXERCISE (chapter10/name): a solution and a suite that prove themselves, to be filled in.

    Example: mdl-grade dev new chapter10/thing
    """
    from mdl_grade.authoring.template import new_exercise

    for path in new_exercise(_course_for_authors(course_folder), exercise):
        click.echo(path)
    course = f" {course_words(course_folder)}".rstrip()
    click.echo(f"Next: write them, then `mdl-grade dev sync{course}` and `mdl-grade dev check {exercise}{course}`.")


@dev_group.command("new-course")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--exercise", default="chapter01/twice", show_default=True, help="Its first exercise.")
@click.option(
    "--install-from",
    "source",
    metavar="SOURCE",
    help="For a workflow that proves it: a folder that `kit wheelhouse` made for Python 3.12, or"
    " https://…/mdl_grade-….whl#sha256=….",
)
def new_course_command(folder: Path, exercise: str, source: str | None) -> None:
    """Start a course of your own in DIR: an exercise, its tests, a README, and a workflow that proves it.

    Example: mdl-grade dev new-course my-course
    """
    from mdl_grade.authoring.sync import sync
    from mdl_grade.authoring.template import new_exercise
    from mdl_grade.delivery.beginning import beginning, demand_room, write

    demand_room(folder)
    files = beginning(folder.resolve().name, exercise, source)
    course = _course_for_authors(folder)
    written = new_exercise(course, exercise)
    write(files, folder)
    for path in (*(folder / name for name in files), *written, *sync(course)):
        click.echo(path)
    words = course_words(folder)
    click.echo(f"Next: `mdl-grade dev check {exercise} {words} --seeds 1`, and {folder / 'README.md'}.")
    if source is None:
        click.echo("There is no workflow that proves it: --install-from SOURCE says what that would install.")


@dev_group.command("borrow")
@click.argument("targets", nargs=-1, required=True)
@course_option
def borrow_command(targets: tuple[str, ...], course_folder: Path | None) -> None:
    """Copy exercises of the built-in course, such as the parts of an assembly, into one of your own.

    Example: mdl-grade dev borrow 9/relu 10/dense_backward --course my-course
    """
    from mdl_grade.authoring.borrowing import borrow
    from mdl_grade.authoring.sync import sync

    if course_folder is None:
        raise UsageError("The built-in course has them already.", "Name a course of your own: --course DIR.")
    course = _course_for_authors(course_folder)
    for path in (*borrow(course, targets), *sync(course)):
        click.echo(path)


@dev_group.command("sync")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 if something has drifted.")
@course_option
@click.pass_context
def sync_command(ctx: click.Context, only_check: bool, course_folder: Path | None) -> None:
    """Write stubs, chapter pages and the catalogue from solutions and suites.

    Example: mdl-grade dev sync --check
    """
    from mdl_grade.authoring.sync import drift, sync

    course = chosen_course(course_folder)
    if course.installed and not only_check:
        raise UsageError("The built-in course, as installed, is not written to.", "Name your own: --course DIR.")
    changed = drift(course) if only_check else sync(course)
    for path in changed:
        click.echo(path)
    click.echo(f"{len(changed)} files {'have drifted' if only_check else 'written'}.")
    ctx.exit(int(ExitCode.FAILED if only_check and changed else ExitCode.PASSED))


@dev_group.command("check")
@click.argument("targets", nargs=-1, required=True)
@click.option("--seeds", type=click.IntRange(min=1), default=20, show_default=True, help="How many fresh seeds.")
@click.option("--first-seed", type=int, help="Start of the seeds (default: drawn; it is shown).")
@click.option("--mutants/--no-mutants", default=True, help="Also reject the mutants of the reference.")
@click.option("--matrix", is_flag=True, help="Show the bug × check matrix.")
@click.option("--kind", metavar="KIND,…", help="Only checks of these kinds: who fails them, and who passes.")
@click.option("--resume", type=click.Path(path_type=Path), metavar="FILE", help="Note what is proved, and go on there.")
@click.option("--jobs", type=click.IntRange(min=1), default=2, show_default=True)
@course_option
@click.pass_context
def check_command(
    ctx: click.Context,
    targets: tuple[str, ...],
    seeds: int,
    first_seed: int | None,
    mutants: bool,
    matrix: bool,
    kind: str | None,
    resume: Path | None,
    jobs: int,
    course_folder: Path | None,
) -> None:
    """Prove every obligation of the exercises that TARGETS name, over fresh seeds.

    With --resume, it can be stopped at any time: the same command goes on where it was, with the seeds that it began
    with; what has changed since is proved again.

    Example: mdl-grade dev check chapter10/thing --seeds 1
    """
    course = chosen_course(course_folder)
    start = secrets.randbelow(10**6) if first_seed is None else first_seed
    if kind is not None:
        ctx.exit(int(_endure(course, course.select(targets), range(start, start + seeds), kind, jobs)))
    numbers = (0, *range(start, start + seeds))
    ctx.exit(int(_prove(course, course.select(targets), numbers, mutants, matrix, resume, jobs)))


def _prove(
    course: Course,
    exercises: Sequence[str],
    seeds: tuple[int, ...],
    mutants: bool,
    matrix: bool,
    resume: Path | None,
    jobs: int,
) -> ExitCode:
    """Prove exercises and show a line for each, and what does not hold."""
    from mdl_grade.authoring.journal import Journal
    from mdl_grade.authoring.proof import ALL_SEEDS, Extent, prove_all

    journal = Journal.at(resume, seeds, mutants) if resume is not None else None
    known = journal.proved(course) if journal else {}
    if journal is not None:
        seeds, mutants = journal.terms.seeds, journal.terms.mutants
    click.echo(f"seeds 0 and {seeds[1]} to {seeds[-1]}" + (f"; {len(known)} proved before" if known else ""))
    click.echo(_row("exercise", "points", "checks", "variants", "bugs", "named", "mutants", "allowed", "kill rate"))
    waiting = [exercise for exercise in exercises if exercise not in known]
    proofs = [known[exercise] for exercise in exercises if exercise in known]
    broken = 0
    for proof in prove_all(course, waiting, Extent(seeds, mutants, progress=show_progress), jobs=jobs):
        show_progress("", "")
        proofs.append(proof)
        click.echo(_line(proof))
        if proof.rounded:
            click.echo(f"    rounded to three digits: {'; '.join(proof.rounded)}")
        for text in proof.broken:
            click.echo(f"    BROKEN: {text}")
        if matrix:
            click.echo(_matrix(proof))
        broken += bool(proof.broken)
        if journal is not None:
            journal.add(course, proof)
        sys.stdout.flush()
    for line in _fates([proof for proof in proofs if not proof.broken]):
        click.echo(line)
    click.echo(
        f"{len(exercises)} exercise{'s' * (len(exercises) != 1)}, {len(exercises) - broken} proved, {broken} broken."
    )
    if len(seeds) < ALL_SEEDS and broken < len(exercises):
        click.echo(
            f"Proved under {len(seeds)} seeds, with a share of what can be tried: --seeds {ALL_SEEDS} tries all."
        )
    return ExitCode.FAILED if broken else ExitCode.PASSED


def _fates(proofs: Sequence[Proof]) -> Iterator[str]:
    """Yield the tables of mutants by operator and of guards by kind, and why single ones are allowed."""
    from mdl_grade.authoring.fates import HARMLESS, summed, table

    tried = [proof for proof in proofs if proof.kills is not None]
    if not tried:
        return
    yield ""
    yield from table("mutants, by operator", summed(proof.kills.kinds for proof in tried if proof.kills))
    for proof in tried:
        for key, reason in proof.kills.reasons.items() if proof.kills else ():
            yield f"    allowed in {proof.exercise}: {key}: {reason}"
    yield ""
    yield from table("guards, by kind", summed(proof.guards for proof in tried))
    yield f"    allowed: what {HARMLESS}, computed of each"
    yield ""


def show_progress(exercise: str, doing: str) -> None:
    """Tell a person at a terminal what is being done; of several processes, the one that spoke last."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[2K{exercise}{': ' if exercise else ''}{doing}")
        sys.stderr.flush()


def _endure(course: Course, exercises: Sequence[str], seeds: range, kind: str, jobs: int) -> ExitCode:
    """Run the checks of some kinds over many seeds, and show a row for each of them."""
    from mdl_grade.authoring.endurance import endure_all
    from mdl_grade.suite.check import KINDS

    kinds = kind.split(",")
    if unknown := sorted(set(kinds) - set(KINDS)):
        raise UsageError(f"{unknown[0]!r} is no kind of check.", f"Kinds are {', '.join(KINDS)}.")
    click.echo(f"seeds {seeds.start} to {seeds.stop - 1}; right answers are rejected, and known bugs missed, so often:")
    header = _row("exercise", "answers", "bugs", "judged", "rejected", "accepted")
    click.echo(f"{header}    check: bugs seen, missed")
    broken, found_any = False, False
    for found in endure_all(course, exercises, seeds, kinds, jobs=jobs):
        found_any = True
        judged = found.seeds * (found.rights + found.bugs)
        rejected, accepted = len(found.false_rejects), len(found.false_accepts)
        checks = ", ".join(f"{name}: {found.seen[name]}, {found.missed[name]}" for name in found.checks)
        click.echo(_row(found.exercise, found.rights, found.bugs, judged, rejected, accepted) + f"    {checks}")
        for text in (*found.false_rejects, *found.false_accepts):
            click.echo(f"    BROKEN: {text}")
        broken |= bool(rejected or accepted)
        sys.stdout.flush()
    if not found_any:
        raise UsageError(f"No check is of the kind {kind}.", "A check says what it is: @check(…, kind=…).")
    return ExitCode.FAILED if broken else ExitCode.PASSED


@dev_group.command("calibrate")
@click.argument("targets", nargs=-1)
@click.option("--seeds", type=click.IntRange(min=1), help="Runs of the reference  [default: 1000].")
@click.option("--first-seed", type=int, help="Start of the seeds  [default: 0; with --check drawn, and shown].")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if a stored floor no longer holds.")
@course_option
@click.pass_context
def calibrate_command(
    ctx: click.Context,
    targets: tuple[str, ...],
    seeds: int | None,
    first_seed: int | None,
    only_check: bool,
    course_folder: Path | None,
) -> None:
    """Measure what right answers reach in trainings, and store the floors that follow beside the suites.

    Example: mdl-grade dev calibrate chapter10/thing
    """
    from mdl_grade.authoring.calibration import Plan, calibrate, objections, store, suites_with_floors, table

    course = chosen_course(course_folder)
    start = first_seed if first_seed is not None else secrets.randbelow(10**6) + 10**6 if only_check else 0
    plan = Plan.check(seeds or 1000, start) if only_check else Plan.measure(seeds or 1000, start)
    broken = False
    for suite in suites_with_floors(course, course.select(targets or ["all"])):
        click.echo(f"{suite.id}, seeds from {start}")
        if only_check:
            found = list(objections(suite, plan))
            click.echo("\n".join(f"    BROKEN: {text}" for text in found) or "    the stored floors hold")
            broken |= bool(found)
        else:
            calibration = calibrate(suite, plan)
            store(suite, calibration)
            click.echo(table(suite, calibration))
        sys.stdout.flush()
    ctx.exit(int(ExitCode.FAILED if broken else ExitCode.PASSED))


@dev_group.command("words")
@click.argument("names", nargs=-1)
def words_command(names: tuple[str, ...]) -> None:
    """Show how the words of suites are called: all of them, or what is known of NAMES.

    Example: mdl-grade dev words check_cdf
    """
    from mdl_grade.authoring.words import every_word, explained

    for line in explained(names) if names else every_word():
        click.echo(line)


@dev_group.command("mutants")
@click.argument("exercise")
@course_option
def mutants_command(exercise: str, course_folder: Path | None) -> None:
    """List the mutants of an EXERCISE's reference, with the keys that its EQUIVALENT list uses.

    Example: mdl-grade dev mutants chapter10/thing
    """
    from mdl_grade.diagnosis.naming import reference_mutants
    from mdl_grade.suite.suite import Suite

    course = chosen_course(course_folder)
    for name in course.select([exercise]):
        found = reference_mutants(Suite.load(course, name))
        for mutant in found:
            click.echo(f"{mutant.rank:>3}  {mutant.key}  [{mutant.label}]")
        click.echo(f"{name}: {len(found)} mutants")


@dev_group.command("inputs")
@click.argument("targets", nargs=-1, required=True)
@course_option
def inputs_command(targets: tuple[str, ...], course_folder: Path | None) -> None:
    """List what the checks of TARGETS never ask for: one row, whole numbers, ties, a 0 in the first place.

    A wrong answer that goes wrong there alone passes; whether the prompt allows such inputs, you decide.

    Example: mdl-grade dev inputs chapter10/thing
    """
    from mdl_grade.authoring.inputs import untried
    from mdl_grade.sandbox.wall import Wall
    from mdl_grade.suite.suite import Suite

    course = chosen_course(course_folder)
    with Wall() as wall:
        for name in course.select(targets):
            click.echo(name)
            for argument, kinds in untried(Suite.load(course, name), wall).items():
                click.echo(f"    {argument} is never given: {'; '.join(kinds)}")


def _course_for_authors(folder: Path | None) -> Course:
    """Return a course that may still be empty."""
    if folder is None:
        if chosen_course(None).installed:
            raise UsageError(
                "Without a checkout, the built-in course can't be added to.", "Name a folder of your own: --course DIR."
            )
        return chosen_course(None)
    folder = folder.resolve()
    return Course(folder.name, folder / "solutions", folder / "grader" / "suites", folder / "exercises")


def _row(first: str, *cells: object) -> str:
    return f"{first:<34}" + "".join(f"{cell!s:>10}" for cell in cells)


def _line(proof: Proof) -> str:
    kills = proof.kills
    mutant_cells: Sequence[object] = ("-", "-", "-")
    if kills is not None:
        mutant_cells = (f"{kills.rejected}/{kills.live}", kills.allowed, f"{kills.rate:.1%}")
    named = f"{proof.named}/{proof.bugs}"
    return _row(proof.exercise, proof.points, len(proof.checks), proof.variants, proof.bugs, named, *mutant_cells)


def _matrix(proof: Proof) -> str:
    lines = ["    " + " " * 46 + " ".join(f"{check[:12]:>12}" for check in proof.checks)]
    for label, counts in proof.matrix.items():
        cells = " ".join(f"{counts.get(check) or '.':>12}" for check in proof.checks)
        lines.append(f"    {label[:45]:<46}{cells}")
    return "\n".join(lines)


commands = {"dev": dev_group}
