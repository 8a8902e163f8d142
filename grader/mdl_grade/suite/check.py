"""The vocabulary of checks: `check` for one's own; `agrees`, `shaped` and `hygiene_of` for what most suites repeat."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, NoReturn

from msgspec import Struct, field

from mdl_grade.checks import CheckFailed, Inconclusive, assert_shapes
from mdl_grade.checks.closeness import By
from mdl_grade.errors import CourseError
from mdl_grade.records.evidence import Curve, Remark, WrongException
from mdl_grade.records.model import CheckKind
from mdl_grade.suite.cases import Case, Draw, to_try
from mdl_grade.suite.exercise import Exercise
from mdl_grade.suite.likeness import select, selected
from mdl_grade.suite.recorder import Scenario
from mdl_grade.suite.recordings import call
from mdl_grade.suite.runner import CodeRaised, Respondent, runner
from mdl_grade.suite.sameness import EQUAL, Canonical, Sameness, Worth

KINDS = tuple(kind.value for kind in CheckKind)


def _line() -> int:
    """Return the line of the suite that is being executed; 0 outside suites."""
    frame = sys._getframe()
    while frame.f_back is not None and not str(frame.f_globals.get("__name__")).startswith("_mdl_suite_"):
        frame = frame.f_back
    return frame.f_lineno if frame.f_back is not None else 0


class Check(Struct, frozen=True, eq=False, dict=True):
    """One check of a suite: a function that returns when the answer is right and raises `CheckFailed` when not.

    The docstring is the sentence that a learner reads. Parameters are bound by name: `student`, `reference`, `rng`,
    and the suite's own cases. A curve that is returned goes into the report.

    Parameters
    ----------
    needs : tuple of Check, or None
        The checks to pass first. None: what is implied (see `Suite.needs`).
    of : str or callable
        What a check that compares with the reference is about: a function's name or a scenario; "" is the one function
        of the exercise.
    only : tuple of str
        The parts of the result that it is about: names as in `returns`, or beginnings of a dict's keys.
    separates : bool
        Whether draws that blur a known bug are drawn again.
    sameness : Sameness
        What of results is compared, and how near it must be.
    looks_back : bool
        Whether it is about all that came back before, and asks nothing by itself.
    ignored : frozenset of str
        Facts about calls that cost nothing in a check of hygiene.
    line : int
        Where the suite declares it.
    """

    function: Callable[..., Curve | None]
    title: str
    points: int
    kind: str
    needs: tuple[Check, ...] | None = None
    draws: Mapping[str, Draw] = field(default_factory=dict)
    of: str | Scenario = ""
    only: tuple[str, ...] = ()
    compares: bool = False
    separates: bool = False
    sameness: Sameness = EQUAL
    looks_back: bool = False
    ignored: frozenset[str] = frozenset()
    line: int = field(default_factory=_line)

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        return tuple(p.name for p in self._signature if p.kind is not p.VAR_KEYWORD)

    @cached_property
    def looks_beside(self) -> bool:
        """Whether it is given the cases of the comparisons beside its own."""
        return any(p.kind is p.VAR_KEYWORD for p in self._signature)

    @property
    def _signature(self) -> tuple[inspect.Parameter, ...]:
        return tuple(inspect.signature(self.function).parameters.values())


def check(
    *, points: int, kind: str = "value", needs: Sequence[Check] | None = None
) -> Callable[[Callable[..., Curve | None]], Check]:
    """Declare a check; its docstring is the sentence that a learner reads.

    Parameters
    ----------
    points : int
        What it is worth.
    kind : str
        What it is about: "value", "shape", "gradient", "property", "hygiene", "error", "state", "random", "training" or
        "convergence".
    needs : sequence of Check, optional
        What must have passed before; by default the checks of shapes that stand before it, and for hygiene the
        comparisons on the same cases.

    Returns
    -------
    declare : callable
        Decorates the function, whose arguments are bound by name, and returns the `Check`.
    """

    def declare(function: Callable[..., Curve | None]) -> Check:
        return Check(function, _title(function.__doc__ or ""), points, kind, all_of(needs))

    return declare


def agrees(
    says: str,
    inputs: Draw,
    *,
    of: str | Scenario = "",
    points: int = 1,
    kind: str = "value",
    needs: Sequence[Check] | None = None,
    only: Sequence[str] = (),
    rtol: float | None = None,
    by: By = "tensor",
    scale: Callable[[Case], float] | None = None,
    atol: float | None = None,
    exactly: bool = False,
    separates: bool = True,
    canonical: Canonical | None = None,
    worth: Worth | None = None,
) -> Check:
    """Declare a check that the answer does what the reference does on the same inputs.

    Parameters
    ----------
    says : str
        The sentence that a learner reads.
    inputs : Draw
        The cases.
    of : str or callable
        Name of a function, called with the case's inputs in order, or a scenario ``(m, case) -> values``. Not needed
        where the exercise asks for one function.
    points : int
        What it is worth.
    kind : str
        What it is about, as in `check`.
    needs : sequence of Check, optional
        What must have passed before; by default the checks of shapes that stand before it.
    only : sequence of str
        The parts of the result that this check is about: names as in `returns`; or, if the scenario returns a dict,
        beginnings of its keys.
    rtol : float, optional
        Tolerance relative to the largest entry of a tensor; that of `EXERCISE`, or by dtype, if not given.
    by : {"tensor", "row", "entry"}
        Relative to what: rows are for distributions side by side, entries for tails, masks and spectra.
    scale : callable, optional
        ``scale(case)``: the sum of the moduli of the terms that cancel in an entry (Σ|xᵢ| of a sum), where a right
        answer may be nothing but rounding.
    atol : float, optional
        Instead of a relative tolerance, the error that is allowed in the answer's own unit: a root by bisection.
    exactly : bool
        Bit for bit: for what is copied, permuted or drawn, and not computed.
    separates : bool
        Whether draws that blur a known bug (less than ten tolerances away) are drawn again.
    canonical : callable, or mapping of name to callable, optional
        For answers that are unique only up to something: their normal form, or those of some of the results by name
        (``{"V": up_to_sign(axis=0)}``; see `checks.canonical`).
    worth : callable, optional
        ``worth(result, case)``: many results are right, and this is what is compared. Nothing is known of a result that
        it is given, not even its shape; what it raises is the answer's fault.

    Returns
    -------
    check : Check

    Raises
    ------
    CourseError
        If `needs` is no list of checks.
    """
    only = (only,) if isinstance(only, str) else only
    sameness = Sameness(canonical=canonical, worth=worth, rtol=rtol, by=by, scale=scale, atol=atol, exactly=exactly)

    def agreement(student: Respondent, reference: Respondent, inputs: list[Case]) -> None:
        about = runner(student).exercise
        scenario, returns = scenario_of(of, about), about.returns
        names = selected(only, returns)
        mine = runner(student).each(scenario, inputs, only, sameness)
        failures, undecided = [], []
        for (case, got), (_, want) in zip(mine, runner(reference).each(scenario, inputs), strict=True):
            wanted = sameness.of(select(want, only, returns), case, names)
            try:
                counts = sameness.of_answer(select(got, only, returns), case, names)
                sameness.require(counts, wanted, case, names=sameness.names(names), rtol=about.rtol)
            except CheckFailed as failure:
                failures.append((case, failure))
            except Inconclusive as doubt:
                undecided.append(doubt)
        if failures:
            raise to_try(failures)
        if undecided:
            raise undecided[0]

    return Check(
        agreement,
        _title(says),
        points,
        kind,
        all_of(needs),
        {"inputs": inputs},
        of,
        tuple(only),
        compares=True,
        separates=separates,
        sameness=sameness,
    )


def shaped(
    says: str, inputs: Draw, *, of: str | Scenario = "", points: int = 1, needs: Sequence[Check] | None = ()
) -> Check:
    """Declare a check that what comes back has the reference's structure, shapes and kinds of numbers.

    All checks after it that don't say what they need, need it.

    Parameters
    ----------
    says : str
        The sentence that a learner reads.
    inputs : Draw
        The cases.
    of : str or callable
        As in `agrees`.
    points : int
        What it is worth.
    needs : sequence of Check, optional
        What must have passed before; by default nothing.

    Returns
    -------
    check : Check
    """

    def shapes(student: Respondent, reference: Respondent, inputs: list[Case]) -> None:
        scenario = scenario_of(of, runner(student).exercise)
        got, want = ([result for _, result in runner(each).each(scenario, inputs)] for each in (student, reference))
        hold_shapes(got, want, inputs, runner(student).exercise.returns)

    return Check(shapes, _title(says), points, "shape", all_of(needs), {"inputs": inputs}, of)


def hold_shapes(got: Sequence[Any], want: Sequence[Any], cases: Sequence[Case], returns: Sequence[str]) -> None:
    """Hold results to structure, shapes and kinds of numbers of the right ones, case by case."""
    for mine, right, case in zip(got, want, cases, strict=True):
        assert_shapes(mine, right, names=returns, where=case)


def scenario_of(of: str | Scenario, exercise: Exercise) -> Scenario:
    """Return the scenario that a comparison runs."""
    if callable(of):
        return of
    return call(of or exercise.function)


def all_of(needs: Sequence[Check] | None) -> tuple[Check, ...] | None:
    if isinstance(needs, Check):
        raise CourseError("needs= lists checks.", "needs=[…].")
    return None if needs is None else tuple(needs)


def fail(text: str, where: object = "") -> NoReturn:
    """Fail the check with a sentence of the author's.

    Parameters
    ----------
    text : str
        The sentence.
    where : object
        The case.

    Raises
    ------
    CheckFailed
        With the sentence as its evidence.
    """
    raise CheckFailed(Remark(text=text), where)


def raises(
    student: Respondent,
    exception: type[Exception] | tuple[type[Exception], ...],
    scenario: Scenario,
    *args: Any,
    where: object = "",
) -> None:
    """Assert that a scenario raises an exception, one of several, or a subclass of it.

    The check goes on, and fails when it has asked for everything.

    Parameters
    ----------
    student : Respondent
        The answer.
    exception : type, or tuple of types
        What must be raised.
    scenario : callable
        What must raise it: ``scenario(m, *args)``.
    *args
        Constants, or a case.
    where : object
        The case.

    Raises
    ------
    CheckFailed
        With evidence of what was raised instead, or that nothing was.
    """
    accepted = [e.__name__ for e in (exception if isinstance(exception, tuple) else (exception,))]
    expected = " or ".join(accepted)
    try:
        runner(student).run(scenario, *args)
    except CodeRaised as raised:
        if raised.unattempted:
            raise
        if not set(accepted) & set(raised.bases):
            failure = WrongException(got=raised.evidence.exception, expected=expected)
            runner(student).refuse(CheckFailed(failure, where))
    else:
        runner(student).refuse(CheckFailed(WrongException(got="", expected=expected), where))


def _title(text: str) -> str:
    return " ".join(text.split())
