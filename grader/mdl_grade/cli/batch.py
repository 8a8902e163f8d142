"""`mdl-grade batch`: a class in, a ledger out."""

from __future__ import annotations

import itertools
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mdl_grade.cli.interruption import interruptible
from mdl_grade.cli.options import Wanted, chosen_course, course_option, wanted
from mdl_grade.errors import ExitCode, UsageError
from mdl_grade.official import read_secret
from mdl_grade.report.text import inert, printable
from mdl_grade.sandbox.machine import processors
from mdl_grade.start import demand_own_code

if TYPE_CHECKING:
    from mdl_grade.batch.counting import Keep
    from mdl_grade.batch.crew import Crew
    from mdl_grade.batch.dispatch import Tally
    from mdl_grade.batch.enrolled import EnrolledLearner
    from mdl_grade.batch.ledger import Ledger
    from mdl_grade.batch.messages import Setup
    from mdl_grade.batch.progress import Listener
    from mdl_grade.batch.writer import Taken, Writer
    from mdl_grade.course import Course
    from mdl_grade.exchange import Cohort
    from mdl_grade.gradebook.decisions import Files
    from mdl_grade.intake import Sought

FILE = click.Path(path_type=Path, dir_okay=False)
MOST_REFUSED = 20

EPILOG = """\b
Many machines (in a checkout: pip install '.[cluster]'), every connection with certificates of your own:
  dask scheduler --protocol tls --tls-ca-file CA --tls-cert CERT --tls-key KEY
  dask worker tls://HOST:8786 --nthreads 1 --nworkers 8 --tls-ca-file CA --tls-cert CERT --tls-key KEY
  mdl-grade batch TARGET SUBMISSIONS --out RESULTS --scheduler tls://HOST:8786 --tls-ca CA --tls-cert … --tls-key …
"""


@click.command("batch", short_help="Grade the submissions of a class.", epilog=EPILOG)
@click.argument("words", nargs=-1, metavar="TARGET... SUBMISSIONS")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="RESULTS", help="Folder of the ledger."
)
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Grading processes (default: one a processor).")
@click.option("--scheduler", metavar="ADDRESS", help="Grade on a Dask cluster, tls://HOST:PORT.")
@click.option("--tls-ca", type=FILE, metavar="FILE", help="Whom to believe that it is the scheduler (PEM).")
@click.option("--tls-cert", type=FILE, metavar="FILE", help="Your certificate (PEM).")
@click.option("--tls-key", type=FILE, metavar="FILE", help="Its key (PEM).")
@click.option("--seed", type=click.IntRange(min=0), default=None, help="Practice seed (default 0).")
@click.option("--secret-file", type=FILE, metavar="F", help="Official run: seeds from this secret.")
@click.option("--layout", metavar="NAME", help="How SUBMISSIONS is laid out (default: what it looks like).")
@click.option(
    "--assignment", metavar="NAME", help="What names of clones begin with (default: what RESULTS knows, or all share)."
)
@click.option("--roster", "roster_file", type=FILE, metavar="FILE", help="Who is enrolled (CSV): nobody is left out.")
@click.option(
    "--times", "times_file", type=FILE, metavar="FILE", help="When work came in: Moodle's worksheet or log, CSV."
)
@click.option("--timezone", metavar="NAME", help="Whose clocks times without a zone are of: Europe/Berlin.")
@click.option("--dry-run", is_flag=True, help="Show what would be graded, and stop.")
@click.option(
    "--keep",
    type=click.Choice(["latest", "best", "whole"]),
    help="Of several answers of a learner to an exercise counts the latest, or the best, before any penalty; or the "
    "latest submission counts as a whole. It is kept in the ledger (at first: latest).",
)
@click.option("--regrade", is_flag=True, help="Grade again what has a result.")
@click.option(
    "--isolation",
    type=click.Choice(["enforced", "partial", "cooperative"]),
    help="Least isolation to accept (default: what there is; under --secret-file: enforced).",
)
@click.option("--bubblewrap/--no-bubblewrap", help="Put workers into namespaces of their own.")
@click.option("--json-progress", is_flag=True, help="Progress as one JSON object a line.")
@course_option
@click.pass_context
def batch_command(
    ctx: click.Context,
    words: tuple[str, ...],
    out: Path | None,
    jobs: int | None,
    scheduler: str | None,
    tls_ca: Path | None,
    tls_cert: Path | None,
    tls_key: Path | None,
    seed: int | None,
    secret_file: Path | None,
    layout: str | None,
    assignment: str | None,
    roster_file: Path | None,
    times_file: Path | None,
    timezone: str | None,
    dry_run: bool,
    keep: str | None,
    regrade: bool,
    isolation: str | None,
    bubblewrap: bool,
    json_progress: bool,
    course_folder: Path | None,
) -> None:
    """Grade the answers of a class to TARGET (a chapter, an exercise, `all`; several are fine).

    SUBMISSIONS is a folder or archive with a folder or a file for each learner, the download of a learning platform,
    or a roster. What it was taken for is shown first, and what in it could not be taken.

    All that is found out goes into RESULTS/ledger.sqlite: `mdl-grade results RESULTS` shows it. Stopped or killed, the
    same command goes on where it was; what has not changed is not graded again.

    The roster has a column `learner`, or is Moodle's grading worksheet or what Canvas exports: who is enrolled and
    handed in nothing has marks, too, and who is not enrolled is asked about. RESULTS keeps it.

    Example: mdl-grade batch chapter10 submissions --out results
    """
    from mdl_grade.answers import with_parts
    from mdl_grade.batch.counting import Keep
    from mdl_grade.exchange import open_class
    from mdl_grade.exchange.times import read_times, zone_said
    from mdl_grade.gradebook.falls import begin
    from mdl_grade.sandbox.wall import demand_locks

    demand_locks()
    course = chosen_course(course_folder)
    want = wanted(course, words)
    if want.path is None:
        raise UsageError(
            "Whose work shall be graded?", "Name it last: `mdl-grade batch chapter10 CLASS --out RESULTS`."
        )
    if scheduler is not None and jobs is not None:
        raise UsageError("--jobs and --scheduler exclude each other.", "A cluster has as many workers as it has.")
    secret = read_secret(secret_file, seed)
    if secret is None and seed is None:
        _demand_secret(out)
    demand_own_code([Path.cwd(), *filter(None, [want.path])], official=secret is not None)
    least = isolation or ("enforced" if secret is not None else "cooperative")
    roster, zone = _roster(roster_file), zone_said(timezone)
    named = _assignment(out, assignment)
    exercises = with_parts(course, want.exercises)
    with open_class(want.path, exercises, layout=layout, assignment=named, zone=zone) as cohort:
        if times_file is not None:
            _say_missed(cohort.set_times(read_times(times_file, zone)))
        setup = _setup(course, want, secret, seed or 0, least, bubblewrap)
        cohort.sought = _searched(course, setup)
        kept = Keep(keep) if keep else None
        if dry_run:
            _tell(cohort)
            _tell_plan(course, setup, cohort, out, kept)
            return
        if out is None:
            raise UsageError("Where shall the results go?", "Name a folder: --out RESULTS.")
        far = scheduler is not None and _cluster(scheduler, tls_ca, tls_cert, tls_key)
        crew = far or _local(jobs or processors())
        again = interruptible(f"what is graded stays graded. To go on: {_command()}")
        with again, _writer(out) as ledger:
            progress = _progress(json_progress)
            _tell(cohort, progress.note if json_progress else None)
            cohort.decided = _decided(ledger)
            _keep_names(ledger, cohort.assignment, roster)
            begin(ledger)
            tally = _conduct(ledger, course, want, setup, cohort, crew, progress, regrade, kept)
            _tell_end(ledger, tally, out, progress.note if json_progress else None)
    ctx.exit(int(ExitCode.GRADER_FAULT if tally.failed else ExitCode.PASSED))


def _setup(course: Course, want: Wanted, secret: bytes | None, seed: int, least: str, bubblewrap: bool) -> Setup:
    from mdl_grade.batch.keys import make_setup
    from mdl_grade.records.model import Trust

    return make_setup(course, want.exercises, secret=secret, practice=seed, least=Trust(least), bubblewrap=bubblewrap)


def _searched(course: Course, setup: Setup) -> Sought:
    from mdl_grade.answers import with_parts
    from mdl_grade.batch.assemblies import Assemblies
    from mdl_grade.intake import Sought

    exercises = with_parts(course, setup.exercises)
    return Sought(exercises, tuple(course.exercises), Assemblies(course, exercises).is_stub)


def _decided(ledger: Ledger) -> dict[str, Files]:
    from mdl_grade.gradebook.decisions import decided_files, decisions

    return decided_files(decisions(ledger))


def _roster(file: Path | None) -> tuple[EnrolledLearner, ...] | None:
    from mdl_grade.exchange.enrolment import read_enrolment

    return None if file is None else read_enrolment(file)


def _say_missed(missed: tuple[EnrolledLearner, ...]) -> None:
    if missed:
        named = "; ".join(one.name for one in missed[:MOST_REFUSED])
        _say(f"The times tell that these {len(missed)} handed in, and of them there is nothing here: {named}.")


def _assignment(out: Path | None, said: str | None) -> str | None:
    """Return what names of clones begin with, as it was said now or before."""
    from mdl_grade.batch.ledger import Ledger

    known = None
    if (before := Ledger.known(out)) is not None:
        with before as ledger:
            known = ledger.meta("assignment")
    if None not in (said, known) and said != known:
        raise UsageError(
            f"The results in {out} are of clones whose names begin with {known!r}, not with {said!r}.",
            "Who is who hangs on it: name another folder with --out.",
        )
    return known if said is None else said


def _demand_secret(out: Path | None) -> None:
    """Ask before a class that was graded under official seeds goes on without them."""
    from mdl_grade.batch.ledger import Ledger
    from mdl_grade.gradebook.book import Gradebook

    if (before := Ledger.known(out)) is None:
        return
    with before as ledger:
        seeds, _, _ = Gradebook(ledger).provenance().kinds()
    if any(kind.startswith("official") for kind in seeds):
        raise UsageError(
            f"The marks in {out} were made under official seeds, and this would go on under a practice seed.",
            "Give the secret: --secret-file F. If practice is meant: --seed 0.",
        )


def _keep_names(ledger: Writer, assignment: str | None, roster: tuple[EnrolledLearner, ...] | None) -> None:
    from mdl_grade.batch.enrolled import enrol

    if assignment is not None:
        with ledger.transaction():
            ledger.execute("INSERT OR REPLACE INTO meta VALUES('assignment', ?)", assignment)
    if roster is not None:
        enrol(ledger, roster)


def _writer(out: Path) -> Writer:
    from mdl_grade.batch.writer import Writer

    return Writer.open(out)


def _conduct(
    ledger: Writer,
    course: Course,
    want: Wanted,
    setup: Setup,
    cohort: Cohort,
    crew: Callable[[], AbstractContextManager[Crew]],
    progress: Listener,
    regrade: bool,
    keep: Keep | None,
) -> Tally:
    from mdl_grade.batch.enrolled import absent
    from mdl_grade.batch.run import Job, batch

    job = Job(_command(), course, want.targets, setup, regrade, keep)
    nothing = absent(ledger, [entry.learner for entry in cohort.entries], cohort.sought.exercises)
    return batch(ledger, job, itertools.chain(_taken(cohort), nothing), _refused(cohort), crew, progress)


def _taken(cohort: Cohort) -> Iterator[Taken]:
    from mdl_grade.batch.writer import Taken
    from mdl_grade.intake import Notice, NoticeKind

    for superseded, entries in ((True, cohort.superseded), (False, cohort.entries)):
        for entry in entries:
            read = cohort.submission(entry)
            refused = tuple((f"{entry.where}/{one.name}", one.reason) for one in read.refused)
            about = entry.learner, entry.where, entry.received, entry.attempt
            late = (Notice(NoticeKind.LATE, entry.where, "is late, as it is marked, and not since when"),) * entry.late
            yield Taken(*about, superseded, read.answers, refused, (*read.notices, *late))


def _refused(cohort: Cohort) -> Iterator[tuple[str, str]]:
    return ((one.name, one.reason) for one in cohort.refused)


def _local(jobs: int) -> Callable[[], AbstractContextManager[Crew]]:
    from mdl_grade.batch.crew import local

    return lambda: local(jobs)


def _cluster(
    address: str, ca: Path | None, certificate: Path | None, key: Path | None
) -> Callable[[], AbstractContextManager[Crew]]:
    from mdl_grade.batch.cluster import Certificates, cluster, require_safe

    require_safe(address)
    return lambda: cluster(address, Certificates(ca, certificate, key))


def _progress(json_lines: bool) -> Listener:
    from mdl_grade.batch.progress import Bar, JsonLines, Lines

    if json_lines:
        return JsonLines(_say)
    return Bar(sys.stderr) if sys.stderr.isatty() else Lines(_say)


def _tell(cohort: Cohort, note: Callable[[str], None] | None = None) -> None:
    """Say what SUBMISSIONS was taken for, and what was not taken."""
    say = note or _say
    late = f", and {len(cohort.superseded):,} earlier ones of theirs" if cohort.superseded else ""
    learners = "1 learner" if len(cohort.entries) == 1 else f"{len(cohort.entries):,} learners"
    say(f"Taken for {cohort.layout}: the work of {learners}{late}.")
    for one in cohort.refused[:MOST_REFUSED]:
        say(f"Not taken: {one.name} {one.reason}.")
    if len(cohort.refused) > MOST_REFUSED:
        say(f"Not taken either: {len(cohort.refused) - MOST_REFUSED:,} more; the ledger has them all.")


def _tell_plan(course: Course, setup: Setup, cohort: Cohort, out: Path | None, keep: Keep | None) -> None:
    from mdl_grade.batch.ledger import Ledger
    from mdl_grade.batch.plan import foresee

    known = Ledger.known(out)
    try:
        if known is not None:
            cohort.decided = _decided(known)
        for line in foresee(course, setup, _taken(cohort), known, keep):
            click.echo(_plain(str(line)))
    finally:
        if known is not None:
            known.close()


def _tell_end(ledger: Writer, tally: Tally, out: Path, note: Callable[[str], None] | None) -> None:
    from mdl_grade.batch.enrolled import enrolled_in, who_is_there
    from mdl_grade.batch.progress import in_words
    from mdl_grade.gradebook.book import Gradebook
    from mdl_grade.gradebook.falls import tell
    from mdl_grade.gradebook.look import to_look_at
    from mdl_grade.gradebook.marks import apply, by_learner
    from mdl_grade.gradebook.overrides import in_force, lapsed
    from mdl_grade.gradebook.terminal import look_in_words

    say = note or _say
    if tally.graded:
        rate = f" ({tally.graded / tally.seconds:.1f}/s)" if tally.seconds else ""
        say(f"{tally.graded:,} answer{'s' * (tally.graded != 1)} graded in {in_words(tally.seconds)}{rate}.")
    else:
        say("Everything was graded before.")
    if late := len(lapsed(ledger)):
        say(f"Overrides that have lapsed, for the answer or the maximum has changed: {late:,}. The marks list them.")
    if tally.failed:
        say(f"{tally.failed:,} could not be graded, which is the grader's fault. The same command tries them again.")
    if falls := tell(ledger):
        say(f"{len(falls)} mark{'s' * (len(falls) != 1)} fell:")
        for fall in falls[:MOST_REFUSED]:
            say(f"  {fall}.")
        if len(falls) > MOST_REFUSED:
            say(f"  and {len(falls) - MOST_REFUSED} more: `mdl-grade results {shlex.quote(str(out))} --look` has all.")
    if enrolled := enrolled_in(ledger):
        there = who_is_there(ledger)
        absent = sum(learner is None for learner in there.present.values())
        say(f"Enrolled: {len(enrolled):,}. Handed in nothing: {absent:,}. Not enrolled: {len(there.strangers):,}.")
    folder = shlex.quote(str(out))
    book = Gradebook(ledger)
    if items := to_look_at(book, by_learner(apply(book.marks(), overrides=in_force(ledger)))):
        say(f"{look_in_words(items)} `mdl-grade results {folder} --look` lists them.")
    say(f"`mdl-grade results {folder}` shows how the class did.")


def _command() -> str:
    return shlex.join(["mdl-grade", *sys.argv[1:]])


def _say(line: str) -> None:
    click.echo(_plain(line), err=True)


def _plain(line: str) -> str:
    """Return a line in which names from learners can do no harm."""
    return inert(printable(line.replace("\n", "\\n")))


commands = {"batch": batch_command}
