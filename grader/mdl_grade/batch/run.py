"""The batch itself: take in, plan, hand out, record. It can be killed at any point and started again.

The ledger is the queue: what is handed in is recorded first, and what has no result yet is graded. So memory does not
grow with the class, and files may change while it is being graded.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from mdl_grade.batch.assemblies import Assemblies
from mdl_grade.batch.counting import Keep
from mdl_grade.batch.crew import Crew
from mdl_grade.batch.dispatch import Dispatch, Tally
from mdl_grade.batch.keys import Keys, seed_identity
from mdl_grade.batch.messages import Setup
from mdl_grade.batch.progress import Listener
from mdl_grade.batch.settling import settle
from mdl_grade.batch.writer import Taken, Writer
from mdl_grade.course import Course
from mdl_grade.errors import UsageError
from mdl_grade.intake import Answer, Problem

GROUP = 100
"""Submissions in one transaction."""


@dataclass(frozen=True)
class Job:
    """What the command asks for; without `keep`, what counts is what the ledger says."""

    command: str
    course: Course
    targets: tuple[str, ...]
    setup: Setup
    regrade: bool = False
    keep: Keep | None = None


def batch(
    ledger: Writer,
    job: Job,
    submissions: Iterable[Taken],
    refused: Iterable[tuple[str, str]],
    crew: Callable[[], AbstractContextManager[Crew]],
    progress: Listener,
) -> Tally:
    """Take in a class and grade what has no result yet. However it ends, the ledger says how, and holds what is done.

    Parameters
    ----------
    crew : callable
        Called only if there is something to grade.
    """
    ledger.bind(job.course.name, job.targets, job.setup.exercises)
    target = {"course": job.course.name, "targets": job.targets, "exercises": job.setup.exercises}
    ledger.begin_run(job.command, target, seed_identity(job.setup), job.setup.versions)
    keys, assemblies = Keys(job.course, job.setup), Assemblies(job.course, job.setup.exercises)
    tally = Tally(0, 0, 0.0)
    try:
        take_in(ledger, keys, assemblies, attempted(submissions, assemblies), refused)
        prepare(ledger, keys, assemblies, job.keep)
        while total := ledger.plan(regrade=job.regrade):
            with crew() as hands, progress:
                tally += Dispatch(ledger, job.course, job.setup, hands, progress).run(total)
            if ledger.keep() is not Keep.BEST:
                break
            settle(ledger, keys, assemblies)  # which parts are best is known only now
    except BaseException as error:
        ledger.end_run("interrupted" if isinstance(error, KeyboardInterrupt) else "failed")
        raise
    ledger.end_run("finished")
    return tally


def take_in(
    ledger: Writer,
    keys: Keys,
    assemblies: Assemblies,
    submissions: Iterable[Taken],
    refused: Iterable[tuple[str, str]],
) -> None:
    """Record a class; what is there already stays, and what has changed supersedes it."""
    ledger.begin_intake()
    for group in _groups(submissions, GROUP):
        with ledger.transaction():
            for taken in group:
                answers = assemblies.complete(taken.answers)
                complete = replace(taken, answers=answers)
                keyed = {e: keys.key(e, answer) for e, answer in answers.items() if assemblies.graded(e)}
                ledger.take(complete, keyed, assemblies.untouched(answers))
    ledger.end_intake(refused)


def prepare(ledger: Writer, keys: Keys, assemblies: Assemblies, keep: Keep | None) -> None:
    """Make what was taken in ready to be planned, by what counts from now on."""
    if keep is not None:
        ledger.set_keep(keep)
    settle(ledger, keys, assemblies)


def attempted(submissions: Iterable[Taken], assemblies: Assemblies) -> Iterator[Taken]:
    """Yield submissions, none of them before somebody is found who handed something in.

    Raises
    ------
    UsageError
        If nobody did: it is the wrong folder, or the wrong target, and not a class of zeros.
    """
    rest, empty = iter(submissions), list[Taken]()
    for taken in rest:
        empty.append(taken)
        stubs = assemblies.untouched(taken.answers)
        if any(not (_is_missing(answer) or exercise in stubs) for exercise, answer in taken.answers.items()):
            yield from empty
            yield from rest
            return
    if empty:
        told = [f"{notice.place} {notice.text}" for taken in empty for notice in taken.notices][:5]
        shown = "".join(f"\n  {line}" for line in told)
        raise UsageError(
            f"Nobody of {len(empty)} learners handed in an answer to {', '.join(assemblies.exercises[:3])}.{shown}",
            "Is it the right target, and the right folder? `--dry-run` shows what is read as what.",
        )


def _is_missing(answer: Answer | Problem) -> bool:
    return isinstance(answer, Problem) and answer.missing


def _groups(things: Iterable[Taken], size: int) -> Iterator[list[Taken]]:
    rest = iter(things)
    while group := list(itertools.islice(rest, size)):
        yield group
