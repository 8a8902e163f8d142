"""Clean habits: arguments are left alone, and the same call gives the same answer again, whatever the memory layout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from mdl_grade.checks import CheckFailed, assert_close
from mdl_grade.records.evidence import Habit, Unclean
from mdl_grade.sandbox.packing import strided
from mdl_grade.suite.cases import Case, Draw
from mdl_grade.suite.check import Check, all_of
from mdl_grade.suite.recordings import call
from mdl_grade.suite.runner import CallFact, CodeRaised, Respondent, Runner, runner


def hygiene_of(
    inputs: Draw,
    *,
    of: str = "",
    points: int = 1,
    needs: Sequence[Check] | None = None,
    fresh: bool = True,
    seeded: bool = False,
) -> Check:
    """Declare the hygiene check of a function.

    Arguments are left as they were; the same call gives the same answer again, for every memory layout; if `fresh`, the
    result shares no memory with an argument; and if it is `seeded`, given a Generator, the global random state is not
    touched. (Elsewhere that costs nothing, as long as the answers are the same.) It needs the checks of values on the
    same inputs: cleanliness counts once the answer is right. Results that these compare in a normal form are compared
    in it here, too: rounding, which hangs on the layout, may turn an axis round.

    Of the other cases on which the function is compared, the first and the last are looked at, too: who clips an
    argument in place leaves ordinary numbers as they are. Whoever raises there has nothing to answer for here.

    Parameters
    ----------
    inputs : Draw
        The cases.
    of : str
        Name of the function. Not needed where the exercise asks for one.
    points : int
        What it is worth.
    needs : sequence of Check, optional
        What must have passed before; by default the comparisons on the same cases.
    fresh : bool
        Whether the result may share no memory with an argument.
    seeded : bool
        Whether the function is given a Generator.

    Returns
    -------
    check : Check
    """
    says = "It leaves its arguments alone, and the same call gives the same answer again."
    if seeded:
        says = f"{says[:-1]}: all that is random comes from the Generator."
    ignored = frozenset(({"global_random"} if not seeded else set()) | ({"aliased"} if not fresh else set()))

    def hygiene(student: Respondent, inputs: list[Case], **beside: list[Case]) -> None:
        function, returns = of or runner(student).exercise.function, runner(student).exercise.returns
        everything = with_layouts(inputs)
        results, facts = runner(student).watch(call(function), everything)
        told = [fact for fact in facts if fact.kind not in ignored]
        hold_clean([runner(student).normal(r) for r in results], told, everything, function, returns)
        for others in beside.values():
            _hold_untouched(runner(student), function, others)

    return Check(hygiene, says, points, "hygiene", all_of(needs), {"inputs": inputs}, of, ignored=ignored)


def with_layouts(inputs: Sequence[Case]) -> list[Case]:
    """Return the cases, the same once more, and the same in two other memory layouts."""
    layouts = [_laid_out(case, layout) for layout in (np.asfortranarray, strided) for case in inputs]
    return [*inputs, *inputs, *layouts]


def hold_clean(
    results: Sequence[Any], facts: Sequence[CallFact], cases: Sequence[Case], function: str, returns: Sequence[str]
) -> None:
    """Hold an answer to clean habits, on what came back for `with_layouts(inputs)`."""
    for fact in facts:
        case = cases[fact.call]
        raise CheckFailed(Unclean(fact=fact.kind, what=_argument(fact.argument, case)), case)
    count = len(cases) // 4
    for i in range(count, len(cases)):
        try:
            assert_close(results[i], results[i % count], names=returns, where=cases[i])
        except CheckFailed:
            fact_kind: Habit = "unrepeatable" if i < 2 * count else "layout"
            raise CheckFailed(Unclean(fact=fact_kind, what=function), cases[i]) from None


def _hold_untouched(student: Runner, function: str, cases: Sequence[Case]) -> None:
    """Hold an answer to leaving the arguments of two cases alone, each given twice."""
    some = [*cases[:1], *cases[1:][-1:]]
    twice = [case for case in some for _ in range(2)]
    try:
        results, facts = student.watch(call(function), twice, held=False)  # what form they have is another's business
    except CodeRaised:
        return
    for fact in facts:
        if fact.kind == "mutated":
            case = twice[fact.call]
            raise CheckFailed(Unclean(fact=fact.kind, what=_argument(fact.argument, case)), case)
    for case, one, again in zip(some, results[::2], results[1::2], strict=True):
        try:
            assert_close(again, one, where=case)
        except CheckFailed:
            raise CheckFailed(Unclean(fact="unrepeatable", what=function), case) from None


def _laid_out(case: Case, layout: Callable[[Any], Any]) -> Case:
    return case.replaced(**{name: _each_array(value, layout) for name, value in case.items()})


def _each_array(value: Any, layout: Callable[[Any], Any]) -> Any:
    match value:
        case np.ndarray() if value.ndim > 0:
            return layout(value)
        case list() | tuple():
            return type(value)(_each_array(item, layout) for item in value)
        case dict():
            return {key: _each_array(item, layout) for key, item in value.items()}
    return value


def _argument(position: str, case: Case) -> str:
    """Return the name of an argument; what a worker says beyond positions is not repeated."""
    names = list(case)
    return names[int(position)] if position.isdecimal() and int(position) < len(names) else "an argument"
