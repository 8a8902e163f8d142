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
from mdl_grade.suite.runner import Answer, runner

STEPS = 40
"""Rounding grows along a trajectory: so far a right part follows the reference's curve to 1e-8."""
REMEMBERED = 4
"""Starts whose programs and curves are kept: under a practice seed there is one."""


def transplant(part: str, *, points: int, needs: Sequence[Check], lr: float = 1.0, kind: str = "tanh") -> Check:
    """Declare a training check: the reference network, with this one part of the learner's, learns the irises.

    `part` is a field of `network.Parts`, and the function's name. The losses of all steps must be those of the
    network's own parts.
    """

    def losses(m: Any, start: Parameters) -> list[Any]:
        parts = Parts(**{part: getattr(m, part)})
        return loss_curve(_shared(m), start, steps=STEPS, optimiser=Optimiser.descent(lr), kind=kind, parts=parts)

    def wanted(start: Parameters) -> list[Any]:
        return loss_curve(iris(), start, steps=STEPS, optimiser=Optimiser.descent(lr), kind=kind)

    says = "With this part of yours, the reference network learns the irises along the reference's loss curve."
    return _training(losses, wanted, says, points, needs)


def optimises(
    step: str, *, remembers: int, settings: Sequence[float], points: int, needs: Sequence[Check], counts: bool = False
) -> Check:
    """Declare a training check: the reference network, with the learner's steps, learns the irises.

    Parameters
    ----------
    step : str
        Name of the function, ``step(W, *remembered, dW, *settings)``, or ``step(W, *remembered, dW, t, *settings)``
        if it `counts`. The reference is the network's own optimiser of that name, without "_step".
    remembers : int
        How many arrays it keeps for each parameter.
    settings : sequence of float
        Learning rate and the like.
    """

    def optimiser(function: Callable[..., Any]) -> Optimiser:
        return Optimiser(lambda *given: function(*(given if counts else given[:-1]), *settings), remembers)

    def losses(m: Any, start: Parameters) -> list[Any]:
        return loss_curve(_shared(m), start, steps=STEPS, optimiser=optimiser(getattr(m, step)))

    def wanted(start: Parameters) -> list[Any]:
        return loss_curve(iris(), start, steps=STEPS, optimiser=optimiser(getattr(optimisers, step[: -len("_step")])))

    says = "With these steps of yours, the reference network learns the irises along the reference's loss curve."
    return _training(losses, wanted, says, points, needs)


def _shared(m: Any) -> Dataset:
    return Dataset(constant(m, iris().X), constant(m, iris().Y))


def _training(
    losses: Callable[[Any, Parameters], list[Any]],
    wanted: Callable[[Parameters], list[Any]],
    says: str,
    points: int,
    needs: Sequence[Check],
) -> Check:
    @lru_cache(maxsize=REMEMBERED)
    def of(seed: int) -> tuple[Recording, list[Any]]:
        start = initial(4, 5, 3, np.random.default_rng(seed))
        return record(losses, start), wanted(start)

    def training(student: Answer, rng: np.random.Generator) -> Curve:
        program, curve = of(int(rng.integers(2**63)))
        return check_curve(runner(student).perform(program, like=curve), curve, where="150 irises")

    return Check(training, says, points, "training", tuple(needs))
