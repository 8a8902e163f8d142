"""`mdl-grade grade`: answers in, report out."""

from __future__ import annotations

import difflib
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from mdl_grade.cli.interruption import interruptible
from mdl_grade.cli.options import (
    Wanted,
    as_typed,
    chosen_course,
    completed,
    cooperative_option,
    course_here,
    course_option,
    course_words,
    wanted,
)
from mdl_grade.cli.screen import show_report, write
from mdl_grade.errors import ExitCode, GraderFault, UsageError
from mdl_grade.intake import locate
from mdl_grade.intake.submission import ANSWER_SUFFIXES
from mdl_grade.official import read_secret, require_isolation
from mdl_grade.sandbox.machine import lockable
from mdl_grade.start import demand_own_code

if TYPE_CHECKING:
    from mdl_grade.course import Course
    from mdl_grade.grading import Graded
    from mdl_grade.intake import Found
    from mdl_grade.records.model import Report
    from mdl_grade.suite.seed import Seed

_MOST_REFUSED = 10


@click.command("grade", short_help="Grade answers (`mdl-grade chapter10` is short for this).")
@click.argument("words", nargs=-1, metavar="TARGET... [PATH]", shell_complete=completed)
@click.option("--report", "report_file", metavar="FILE", help="Write the JSON report to FILE; - is standard output.")
@click.option("--html", "page_file", metavar="FILE", help="Write the report as a page of its own, for a browser.")
@click.option("--view", type=click.Choice(["learner", "instructor"]), default="learner", help="Who will read it.")
@click.option("--seed", type=click.IntRange(min=0), default=None, help="Practice seed (default 0).")
@click.option(
    "--secret-file", type=click.Path(path_type=Path), metavar="F", help="Official run: seeds from this secret."
)
@click.option("--jobs", type=click.IntRange(min=1), default=1, metavar="N", help="Grading processes side by side.")
@click.option(
    "--fail-under", type=click.FloatRange(0, 100), metavar="P", help="Exit 0 from P percent of the points on."
)
@click.option("--only-attempted", is_flag=True, help="Leave out exercises that were not attempted.")
@click.option(
    "--isolation",
    type=click.Choice(["enforced", "partial", "cooperative"]),
    help="Least isolation to accept (default: what there is; under --secret-file: enforced).",
)
@click.option(
    "--bubblewrap/--no-bubblewrap", help="Put workers into namespaces of their own. `doctor` says if it works."
)
@click.option("--lines", is_flag=True, help="For editors: also FILE:LINE: MESSAGE for each thing that is wrong.")
@cooperative_option
@click.option("--verbose", is_flag=True, help="Show every check, and what the code printed.")
@course_option
@click.pass_context
def grade_command(
    ctx: click.Context,
    words: tuple[str, ...],
    report_file: str | None,
    page_file: str | None,
    view: str,
    seed: int | None,
    secret_file: Path | None,
    jobs: int,
    fail_under: float | None,
    only_attempted: bool,
    isolation: str | None,
    bubblewrap: bool,
    lines: bool,
    cooperative: bool,
    verbose: bool,
    course_folder: Path | None,
) -> None:
    """Grade the answers to TARGET (a chapter, an exercise, `all`; several are fine).

    PATH is a file, a chapter's folder, a folder that holds chapter folders, or a zip or tar archive of these; answers
    are scripts or notebooks. Without PATH, ./chapter10 is taken, then ./exercises/chapter10.

    Example: mdl-grade chapter10/dense_backward
    """
    start = time.perf_counter()
    course = (
        course_here(course_folder) if secret_file is None and not os.environ.get("CI") else chosen_course(course_folder)
    )
    if not words and course_folder is not None and _shown_where(course, course_folder):
        return
    _no_misspelt_command(ctx, words)
    want = wanted(course, words)
    found = locate(want.exercises, want.path, here=Path.cwd())
    secret = read_secret(secret_file, seed)
    if cooperative and (secret is not None or jobs > 1):
        raise UsageError(
            "--cooperative is for practising one's own work, in one process: official runs and --jobs do without.",
            "Leave one of them out.",
        )
    if jobs > 1 and not lockable():
        raise UsageError("Answers are graded in one process on Windows.", "Leave --jobs out.")
    demand_own_code([Path.cwd(), *filter(None, [want.path])], official=secret is not None)
    destination, page = _writable(report_file, want.path), _writable(page_file, want.path)
    if str(page) == "-":
        raise UsageError("A page is written to a file.", "--html FILE; `mdl-grade report show` writes to a pipe.")
    if want.path is None:
        click.echo(f"Grading {found.taken_for}", err=True)
    _tell_refused(found)
    least = isolation or ("enforced" if secret is not None else "cooperative")
    with interruptible("grading was not finished, and no report was written."):
        if jobs > 1 and len(found.exercises) > 1:
            graded = _side_by_side(course, found, secret, seed or 0, least, bubblewrap, jobs)
        else:
            graded = _alone(course, found, secret, seed or 0, least, bubblewrap, cooperative)
    from mdl_grade.grading import make_report

    seeds = _seeds(secret, seed or 0)
    report = make_report(course, want.targets, found.label, seeds, graded, time.perf_counter() - start, only_attempted)
    if secret is None:
        _remember(course, report, want.path)
    with interruptible("everything was graded, but the report may not have been written."):
        _deliver(report, destination, page, view, verbose, _again(want), course_words(course_folder))
    if lines:
        _tell_lines(report, found)
    ctx.exit(int(exit_code(report, fail_under)))


def _shown_where(course: Course, folder: Path) -> bool:
    """Say how far one is in a workspace of the course, as the command alone does; False if there is none here."""
    from mdl_grade.cli.workspace import show_where
    from mdl_grade.course.workspace import Workspace

    workspace = Workspace.find(course, Path.cwd())
    if workspace is not None:
        show_where(workspace, course_words(folder))
    return workspace is not None


def _alone(
    course: Course, found: Found, secret: bytes | None, seed: int, least: str, bubblewrap: bool, cooperative: bool
) -> Graded:
    """Grade in this process."""
    from mdl_grade.sandbox.wall import Wall, practice_wall

    with (
        Wall(bubblewrap=bubblewrap)
        if secret is not None
        else practice_wall(bubblewrap=bubblewrap, cooperative=cooperative)
    ) as wall:
        from mdl_grade.grading import grade_found  # the wall's zygote imports NumPy while this process does

        if least != "cooperative":
            require_isolation(least, wall.isolation())
        return grade_found(course, found, _seeds(secret, seed), wall)


def _side_by_side(
    course: Course, found: Found, secret: bytes | None, seed: int, least: str, bubblewrap: bool, jobs: int
) -> Graded:
    """Grade in processes of the same kind as a batch's."""
    from mdl_grade.answers import read_answers
    from mdl_grade.batch.keys import make_setup
    from mdl_grade.batch.submission import grade_side_by_side
    from mdl_grade.records.model import Trust

    wanted = found.exercises
    setup = make_setup(course, wanted, secret=secret, practice=seed, least=Trust(least), bubblewrap=bubblewrap)
    return grade_side_by_side(course, read_answers(course, wanted, found.read), setup, jobs)


def _seeds(secret: bytes | None, number: int) -> Seed:
    from mdl_grade.suite.seed import Seed

    return Seed.official(secret) if secret is not None else Seed.practice(number)


def _remember(course: Course, report: Report, path: Path | None) -> None:
    """Remember in a learner's workspace what was graded there: a convenience, and no reason to fail."""
    from mdl_grade.course.workspace import Workspace
    from mdl_grade.records.model import Status

    workspace = Workspace.find(course, Path.cwd()) if not os.environ.get("CI") else None
    if workspace is None or (path is not None and not path.resolve().is_relative_to(workspace.root)):
        return
    graded = [
        (result.id, result.points, result.max_points, result.file_digest)
        for result in report.exercises
        if result.status not in (Status.NOT_ATTEMPTED, Status.GRADER_ERROR) and result.file_digest
    ]
    if graded:
        with suppress(OSError):
            workspace.graded(graded)


def exit_code(report: Report, fail_under: float | None = None) -> ExitCode:
    """Return what a report tells the shell."""
    from mdl_grade.records.model import Status

    statuses = [exercise.status for exercise in report.exercises]
    if Status.GRADER_ERROR in statuses:
        return ExitCode.GRADER_FAULT
    if all(status is Status.NOT_ATTEMPTED for status in statuses):
        return ExitCode.NOTHING_ATTEMPTED
    if fail_under is not None:
        enough = 100 * report.score.points >= fail_under * report.score.max_points
        return ExitCode.PASSED if enough else ExitCode.FAILED
    return ExitCode.PASSED if all(status is Status.PASSED for status in statuses) else ExitCode.FAILED


def _tell_refused(found: Found) -> None:
    from mdl_grade.report.text import inert, printable

    for one in found.refused[:_MOST_REFUSED]:
        click.echo(inert(printable(f"Not taken: {one.name} {one.reason}.".replace("\n", "\\n"))), err=True)
    if len(found.refused) > _MOST_REFUSED:
        click.echo(f"Not taken either: {len(found.refused) - _MOST_REFUSED} more.", err=True)


def _no_misspelt_command(ctx: click.Context, words: tuple[str, ...]) -> None:
    """Offer the command that a lone word is close to."""
    group = ctx.parent.command if ctx.parent else None
    if len(words) == 1 and isinstance(group, click.Group):
        for close in difflib.get_close_matches(words[0], group.list_commands(ctx), n=1, cutoff=0.7):
            raise UsageError(f"There is no command called {words[0]!r}.", f"Did you mean `mdl-grade {close}`?")


def _again(want: Wanted) -> str:
    """Return the command that grades the same files again, but for the course."""
    path = [str(want.path)] if want.path else []
    return as_typed(["mdl-grade", *want.targets, *path])


def _writable(name: str | None, graded: Path | None) -> Path | None:
    """Return where the report goes; refuse before any work is done if it can't go there, or would replace an answer."""
    if name == "-" and sys.stdout is None:
        raise UsageError("The report can't be written to standard output: it is closed.", "Name a file.")
    if name in (None, "-"):
        return Path("-") if name else None
    path = Path(str(name))
    if _is_answer(path, graded):
        raise UsageError(f"The report would overwrite {path}, which is an answer.", "Name another file: --report FILE.")
    try:
        if path.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        if _special(path):
            if not os.access(path, os.W_OK):
                raise PermissionError(13, "permission denied")
            return path
        with tempfile.NamedTemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise UsageError(
            f"The report can't be written to {path}: {error.strerror}.",
            "Name a file in a folder that you can write to.",
        ) from None
    return path


def _is_answer(path: Path, graded: Path | None) -> bool:
    """Tell whether a file is, or may be, one that is graded: it is called so, or is PATH itself."""
    if not path.is_file():
        return False
    same = graded is not None and graded.exists() and path.samefile(graded)
    return same or path.suffix.lower() in ANSWER_SUFFIXES


def _deliver(
    report: Report, destination: Path | None, page: Path | None, view: str, verbose: bool, again: str, course: str
) -> None:
    from mdl_grade.report.encoding import encode
    from mdl_grade.report.views import for_learner

    shown = for_learner(report) if view == "learner" else report
    files = {"Report": (destination, encode(shown))} if destination is not None else {}
    if page is not None:
        from mdl_grade.report import html

        files["Page"] = page, html.render(shown).encode()
    if str(destination) == "-":
        write("-", files.pop("Report")[1])
    refused = {}
    for what, (path, content) in files.items():
        try:
            _replace(path, content)
        except OSError as error:
            refused[what] = error
    if str(destination) != "-":
        show_report(shown, verbose=verbose, again=f"{again} {course}".rstrip(), course=course)
    for what in (what for what in files if what not in refused):
        click.echo(f"{what}: {files[what][0]}", err=True)
    if refused:
        _keep([(*files[what], fault) for what, fault in refused.items()])


def _tell_lines(report: Report, found: Found) -> None:
    """Print where to look, one line for each thing that is wrong, as compilers do."""
    from mdl_grade.report.annotations import annotated, places_of
    from mdl_grade.report.text import inert, printable
    from mdl_grade.report.views import for_learner

    for one in annotated(for_learner(report), places_of(report, found.read)):
        message = " ".join(one.message.split())
        click.echo(inert(printable(f"{one.place.file}:{one.place.line}: {message}")), err=True)


def _special(path: Path) -> bool:
    """Tell whether there is something at `path` that must not be replaced, such as /dev/null."""
    return path.exists() and not path.is_file()


def _replace(path: Path, content: bytes) -> None:
    """Write the whole of a file, or nothing; into a device or a pipe, as it is."""
    if _special(path):
        path.write_bytes(content)
        return
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _keep(refused: Sequence[tuple[Path, bytes, OSError]]) -> NoReturn:
    """Save what can't be written where it was wanted: the disk may have filled since that was tried."""
    what = " ".join(f"The report can't be written to {wanted}: {fault.strerror}." for wanted, _, fault in refused)
    spares = []
    try:
        folder = Path(tempfile.mkdtemp(prefix="mdl-grade-report-"))
        for wanted, content, _ in refused:
            spares.append(folder / wanted.name)
            _replace(spares[-1], content)
    except OSError:
        raise GraderFault(what, "Make room there, and grade again: the result will be the same.") from None
    raise GraderFault(what, f"Kept here instead: {', '.join(map(str, spares))}")


commands = {"grade": grade_command}
