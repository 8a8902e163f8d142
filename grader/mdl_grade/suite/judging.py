"""An answer judged by a suite: its checks in turn, each with a verdict. The same code for graders and for authors.

Nothing in the surroundings takes part: no configuration, no environment, no file beside the suite; what a suite prints
is dropped, and a warning in trusted code is an error.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct, field

from mdl_grade.checks import CheckFailed, Inconclusive
from mdl_grade.checks.chance import one_check
from mdl_grade.checks.tolerance import precision_apart
from mdl_grade.course.loader import place_of
from mdl_grade.errors import CourseError, GraderError, WallFault
from mdl_grade.records.evidence import AnyEvidence, Blocked, Curve, Fault, NotFinite, Raised, Remark
from mdl_grade.records.model import Output, Status
from mdl_grade.records.numbers import sayable
from mdl_grade.sandbox.wall import Wall
from mdl_grade.script import Script
from mdl_grade.suite.budget import LEAST, MOST, Budget, OverBudget, held, measured
from mdl_grade.suite.host import Behind
from mdl_grade.suite.pasting import call_to_paste
from mdl_grade.suite.runner import AnswerError, CodeRaised, Exchange, Respondent
from mdl_grade.suite.seed import generator
from mdl_grade.suite.subject import Loading, Subject
from mdl_grade.suite.suite import Suite
from mdl_grade.suite.verdict import Verdict, everywhere, status_of


class Judged(Struct, frozen=True):
    """The verdicts on one answer, in the order of the checks; what it printed, and what it was warned of."""

    verdicts: tuple[Verdict, ...]
    output: Output = field(default_factory=Output)
    warnings: tuple[str, ...] = ()
    passed_over: tuple[Raised, ...] = ()
    """Statements of the file that failed while it was loaded, and that nothing depends on."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """What the file defines: function, class, other, unwritten or absent, by name. Empty if it did not load."""

    @property
    def passed(self) -> bool:
        return all(verdict.status is Status.PASSED for verdict in self.verdicts)


def judge(
    suite: Suite,
    wall: Wall,
    source: Script | str,
    key: bytes,
    *,
    only: Collection[str] | None = None,
    until_failure: bool = False,
    host: Loading | None = None,
) -> Judged:
    """Judge a text as an answer to an exercise, its code behind the wall.

    Parameters
    ----------
    key : bytes
        What the inputs are drawn from (see `Seed.of`).
    only : collection of str
        The checks to run, among them all that they need; all if not given.
    until_failure : bool
        Whether to end with the first check that does not pass.
    host : Loading
        Where the answer runs (see `host_of`), if it is needed afterwards, too; it is not closed then.
    """
    subject = Subject(suite, host or host_of(suite, wall, source), key)
    wanted = [name for name in suite.checks if only is None or name in only]
    with redirect_stdout(io.StringIO()):
        try:
            subject.start()
            verdicts = tuple(in_turn(subject, wanted, wall, until_failure=until_failure))
        except AnswerError as error:
            verdicts = everywhere(wanted, status_of(error.evidence), error.evidence)
        finally:
            if host is None:
                subject.close()
    kinds = {name: found.kind for name, found in subject.student.definitions.items()}
    return Judged(verdicts, subject.host.output, tuple(subject.host.warnings), subject.student.passed_over, kinds)


def subject_for(suite: Suite, wall: Wall, source: Script | str, key: bytes) -> Subject:
    """Return `source` as the answer under judgement."""
    return Subject(suite, host_of(suite, wall, source), key)


def host_of(suite: Suite, wall: Wall, source: Script | str) -> Behind:
    """Return where an answer runs: its worker starts when it is first needed."""
    filename = f"{suite.id.partition('/')[2]}.py"
    names = tuple(dict.fromkeys((*suite.solution.names, *suite.solution.to_write)))
    return Behind(wall, Script.of(source), filename, suite.exercise.seconds, names)


def in_turn(
    subject: Subject,
    names: Iterable[str],
    wall: Wall,
    *,
    until_failure: bool = False,
) -> Iterator[Verdict]:
    """Run checks on a started answer, each after those that it needs, and yield the verdicts."""
    checks, verdicts = subject.suite.checks, dict[str, Verdict]()
    for name in names:
        needs = (verdicts[needed] for needed in subject.suite.needs[name])
        missing = [verdict for verdict in needs if holds_up(verdict)]
        if checks[name].looks_back and not subject.student.answered:
            verdict = Verdict(name, Status.BLOCKED, Blocked(needs=next(iter(checks.values())).title))
        elif not missing:
            verdict = verdict_on(name, subject, wall)
        elif all(needed.status is Status.GRADER_ERROR for needed in missing):
            verdict = Verdict(name, Status.GRADER_ERROR, missing[0].evidence)
        else:
            verdict = Verdict(name, Status.BLOCKED, Blocked(needs=checks[missing[0].check].title))
        verdicts[name] = verdict
        yield verdict
        if until_failure and verdict.status is not Status.PASSED:
            return


def holds_up(needed: Verdict) -> bool:
    """Tell whether a check waits for one that ended so.

    One exception does not cost everything that follows, nor does a function that is still to be written.
    """
    raised = needed.status is Status.ERROR and isinstance(needed.evidence, Raised)
    return needed.status not in (Status.PASSED, Status.NOT_ATTEMPTED) and not raised


def verdict_on(name: str, subject: Subject, wall: Wall) -> Verdict:
    """Run one check, whatever it needs, and return how it ended: nothing that comes back can excuse itself."""
    failure = _failure(name, subject)
    if isinstance(failure, WallFault) or _may_use_more(name, failure, subject, wall):
        failure = _failure(name, subject)
    verdict = _ended(name, failure, subject)
    ours = isinstance(failure, WallFault)
    if verdict.status is Status.GRADER_ERROR and not ours and _holds_for_reference(name, subject, wall):
        return _charged(verdict, failure)
    return verdict


def _failure(name: str, subject: Subject, budget: Budget | None = None) -> BaseException | None:
    try:
        run_check(name, subject, budget or subject.suite.budgets.get(name, LEAST))
    except (Exception, OverBudget) as error:
        return error
    return None


def _may_use_more(name: str, failure: BaseException | None, subject: Subject, wall: Wall) -> bool:
    """Tell whether a check that ran out of its budget needs more on the reference as well, and from now on has it."""
    if not isinstance(failure, OverBudget | MemoryError) or subject.suite.endless:
        return False
    budgets, out_of_memory = subject.suite.budgets, isinstance(failure, MemoryError)
    had = budgets.get(name, LEAST)
    ended: list[BaseException | None] = []
    needed = measured(lambda: ended.append(_on_reference(name, subject, wall, MOST)), memory=out_of_memory)
    if any(isinstance(failure, OverBudget) for failure in ended):
        subject.suite.endless.add(name)
    if any(ended):
        return False
    budgets[name] = had.or_more(needed)
    return budgets[name] != had


def _holds_for_reference(name: str, subject: Subject, wall: Wall) -> bool:
    return _on_reference(name, subject, wall) is None


def _on_reference(name: str, subject: Subject, wall: Wall, budget: Budget | None = None) -> BaseException | None:
    """Return what ends a check on the reference, if it does not pass."""
    control = subject_for(subject.suite, wall, subject.suite.solution.whole, subject.key)
    try:
        control.start()
        return _failure(name, control, budget)
    finally:
        control.close()


def run_check(name: str, subject: Subject, budget: Budget | None = LEAST) -> None:
    """Run one check with its arguments bound by name, within a budget. A warning in trusted code is an error."""
    suite = subject.suite
    check = suite.checks[name]
    subject.curve = None
    subject.student.begin(finite=check.kind != "shape")
    arguments = {parameter: _bound(parameter, name, subject) for parameter in check.parameters}
    arguments |= {draw: subject.cases(draw) for draw in suite.beside(name)}
    with warnings.catch_warnings(), np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("error")
        suite.reference.exchanges.clear()
        with held(budget), one_check(), precision_apart(subject.student.single):
            try:
                curve = check.function(**arguments)
            except Exception:
                subject.student.settle()
                raise
            subject.student.settle()
    if not isinstance(curve, Curve | None):
        raise CourseError(
            f"{suite.path}, line {check.line}: what the check {name} returns is not looked at.",
            'Say fail("sentence", case) where the answer is wrong, and return nothing.',
        )
    subject.curve = curve


def _bound(parameter: str, name: str, subject: Subject) -> Any:
    suite = subject.suite
    match parameter:
        case "student":
            return Respondent(subject.student)
        case "reference":
            return Respondent(suite.reference)
        case "rng":
            return generator(subject.key, "check", name)
    draw = suite.draw_for(suite.checks[name], parameter)
    assert draw is not None
    return subject.cases(draw)


def _ended(name: str, failure: BaseException | None, subject: Subject) -> Verdict:
    """Turn the end of a check into a verdict."""
    exchanges = tuple(subject.student.exchanges)
    match failure:
        case None:
            curve = subject.curve and sayable(subject.curve)
            return Verdict(name, Status.PASSED, exchanges=exchanges, curve=curve)
        case CheckFailed():
            before = subject.student.before(failure)
            known = _advised(failure.evidence, subject.suite)
            evidence = sayable(_placed(known, failure.where, before, subject.suite.signatures))
            return Verdict(name, Status.FAILED, evidence, exchanges, failure.where)
        case CodeRaised() if failure.unattempted:
            return Verdict(name, Status.NOT_ATTEMPTED, failure.evidence)
        case CodeRaised():
            evidence = _placed(failure.evidence, failure.where, exchanges, subject.suite.signatures)
            return Verdict(name, status_of(evidence), evidence, exchanges)
        case AnswerError():
            return Verdict(name, status_of(failure.evidence), failure.evidence, exchanges)
    return Verdict(name, Status.GRADER_ERROR, _fault(failure, subject.suite.path), exchanges)


def _fault(failure: BaseException, suite: Path) -> Fault:
    """Return what its developers have to know: errors of the grader's own say by themselves where they come from."""
    text = f"{type(failure).__name__}: {failure}"
    if isinstance(failure, OverBudget):
        text = f"the check does not end on the reference, within {MOST.seconds:g} s of processor time"
    place = "" if isinstance(failure, GraderError) else place_of(failure, suite)
    return Fault(text=f"{place}: {text}" if place.startswith(f"{suite}, ") else text)


def _charged(verdict: Verdict, failure: BaseException | None) -> Verdict:
    """Charge to the answer what broke the check on it, or left it open, and not on the reference."""
    text = "The check could not make sense of what came back: the value is not of the kind that was asked for."
    if isinstance(failure, OverBudget | MemoryError):
        text = "The check could not be finished on what came back: it takes far more than a right answer does."
    if isinstance(failure, Inconclusive):
        text = "What came back leaves this check without a verdict, and what is right does not."
    return Verdict(verdict.check, Status.ERROR, Remark(text=text), verdict.exchanges)


def _advised(evidence: AnyEvidence, suite: Suite) -> AnyEvidence:
    """Note where NaN is no accident: then nothing is said of how it mostly comes about."""
    if isinstance(evidence, NotFinite) and suite.solution.deals_with_nan:
        return msgspec.structs.replace(evidence, nan_is_asked_for=True)
    return evidence


def _placed(
    evidence: AnyEvidence, where: object, exchanges: tuple[Exchange, ...], signatures: Mapping[str, tuple[str, ...]]
) -> AnyEvidence:
    """Add to evidence which case it is about, and the call to paste."""
    call = evidence.call or call_to_paste(evidence, where, exchanges, signatures)
    if not call and not str(where):
        return evidence
    return msgspec.structs.replace(evidence, case=str(where), call=call)
