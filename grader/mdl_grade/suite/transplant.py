"""Transplants: one part of a learner's is put into the reference network, which then trains on real data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from mdl_grade.checks import check_curve
from mdl_grade.network import Dataset, Optimiser, Parameters, Parts, initial, iris, loss_curve, optimisers
from mdl_grade.records.evidence import Curve
from mdl_grade.suite.check import Check
from mdl_grade.suite.recorder import Recording, constant, record
from mdl_grade.suite.runner import Respondent, runner

STEPS = 40
"""Rounding grows along a trajectory: so far a right part follows the reference's curve to 1e-8."""
REMEMBERED = 4
"""Starts whose programs and curves are kept: under a practice seed there is one."""


def transplant(
    *, of: str = "", points: int = 1, needs: Sequence[Check] | None = None, lr: float = 1.0, kind: str = "tanh"
) -> Check:
    """Declare a training check: the reference network, with this one part of the learner's, learns the irises.

    The losses of all steps must be those of the network's own parts.

    Parameters
    ----------
    of : str
        The part: a function that has the name of a field of `network.Parts`. Not needed where the exercise asks for
        one function.
    points : int
        What it is worth.
    needs : sequence of Check, optional
        What must have passed before; by default the checks of shapes that stand before it.
    lr : float
        Learning rate.
    kind : str
        Activation of the network.

    Returns
    -------
    check : Check
    """

    def losses(m: Any, part: str, start: Parameters) -> list[Any]:
        parts = Parts(**{part: getattr(m, part)})
        return loss_curve(_shared(m), start, steps=STEPS, optimiser=Optimiser.descent(lr), kind=kind, parts=parts)

    def wanted(part: str, start: Parameters) -> list[Any]:
        return loss_curve(iris(), start, steps=STEPS, optimiser=Optimiser.descent(lr), kind=kind)

    says = "With this part of yours, the reference network learns the irises along the reference's loss curve."
    return _training(losses, wanted, says, of, points, needs)


def optimises(
    *,
    remembers: int,
    settings: Sequence[float],
    counts: bool = False,
    of: str = "",
    points: int = 1,
    needs: Sequence[Check] | None = None,
) -> Check:
    """Declare a training check: the reference network, with the learner's steps, learns the irises.

    Parameters
    ----------
    remembers : int
        How many arrays it keeps for each parameter.
    settings : sequence of float
        Learning rate and the like.
    counts : bool
        Whether the step is told its number t.
    of : str
        Name of the function, ``step(W, *remembered, dW, *settings)``, or ``step(W, *remembered, dW, t, *settings)``
        if it `counts`. The reference is the network's own optimiser of that name, without "_step".
    points : int
        What it is worth.
    needs : sequence of Check, optional
        What must have passed before; by default the checks of shapes that stand before it.

    Returns
    -------
    check : Check
    """

    def optimiser(function: Callable[..., Any]) -> Optimiser:
        return Optimiser(lambda *given: function(*(given if counts else given[:-1]), *settings), remembers)

    def losses(m: Any, step: str, start: Parameters) -> list[Any]:
        return loss_curve(_shared(m), start, steps=STEPS, optimiser=optimiser(getattr(m, step)))

    def wanted(step: str, start: Parameters) -> list[Any]:
        own = getattr(optimisers, step.removesuffix("_step"))
        return loss_curve(iris(), start, steps=STEPS, optimiser=optimiser(own))

    says = "With these steps of yours, the reference network learns the irises along the reference's loss curve."
    return _training(losses, wanted, says, of, points, needs)


def _shared(m: Any) -> Dataset:
    return Dataset(constant(m, iris().X), constant(m, iris().Y))


def _training(
    losses: Callable[[Any, str, Parameters], list[Any]],
    wanted: Callable[[str, Parameters], list[Any]],
    says: str,
    of: str,
    points: int,
    needs: Sequence[Check] | None,
) -> Check:
    @lru_cache(maxsize=REMEMBERED)
    def told(name: str, seed: int) -> tuple[Recording, list[Any]]:
        start = initial(4, 5, 3, np.random.default_rng(seed))
        return record(losses, name, start), wanted(name, start)

    def training(student: Respondent, rng: np.random.Generator) -> Curve:
        program, curve = told(of or runner(student).exercise.function, int(rng.integers(2**63)))
        return check_curve(runner(student).perform(program, like=curve), curve, where="150 irises")

    return Check(training, says, points, "training", None if needs is None else tuple(needs), of=of)
