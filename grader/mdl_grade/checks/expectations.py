"""Expectations without chance: the mean over everything that could have been drawn, not over what was.

An estimator that should be unbiased (REINFORCE, a minibatch gradient, dropout, a lower bound of evidence) is given each
outcome in turn, the action, the minibatch, the mask or the noise, and its answers are weighed with their probabilities.
That is exact, sees any bias, and needs no sample: only where the outcomes can't be listed is `check_mean` of many
estimates the way.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from mdl_grade.checks.failure import CheckFailed
from mdl_grade.checks.form import Precision, tensor
from mdl_grade.checks.structure import describe
from mdl_grade.checks.tolerance import rtol_for, unit_for
from mdl_grade.records.evidence import BrokenLaw, WrongType
from mdl_grade.records.numbers import number

EXPECTATION_RTOL = 1e-10


def check_unbiased(
    estimates: Any,
    p: Any,
    expected: Any,
    *,
    rtol: float | None = None,
    dtype: Precision | None = None,
    law: str = "Σ_a p(a) g(a) = E g",
    what: str = "the estimates",
    where: object = "",
) -> None:
    """Check that an estimator is unbiased, by its answers for all outcomes of what it draws.

    It sees every bias, of one outcome too, and never fails a right answer by chance. It can't see whether the outcome
    is used at all: what gives the expectation itself each time is unbiased, so compare values for some outcomes as
    well. The cost is one call of the answer for each outcome.

    Parameters
    ----------
    estimates : (k, …) array or sequence of k arrays or numbers
        What the answer gives for each outcome: for each action, each of the minibatches that can be drawn, each mask,
        or each node of a quadrature.
    p : (k,) array
        The probabilities of the outcomes, ``np.full(k, 1 / k)`` if they are equally likely. Of Gaussian noise: nodes
        and weights / √(2π) of ``numpy.polynomial.hermite_e.hermegauss(k)``, exact for polynomials up to degree 2 k − 1.
    expected : number or array
        What is estimated, of the shape of an estimate.
    rtol : float, optional
        By default 1e-10, or 1e-5 if the answer is float32. A quadrature that is not exact needs its own.
    dtype : "float64", optional
        Demands double precision.
    law : str
        What is told of it, in symbols: "Σ_a π(a) g(a) = ∇J".
    what : str
        What is estimated.
    where : object
        The case; its `str` goes into the evidence.

    Raises
    ------
    CheckFailed
        With `BrokenLaw`; with evidence about type, shape, dtype or finiteness of the estimates.
    ValueError
        If p does not consist of probabilities that add up to one, or the tolerance would let everything pass.

    Notes
    -----
    For each entry, with the unit roundoff u,

        accept  ⇔  |Σ_a p_a g_a − E| ≤ rtol · max(max|Σ_a p_a g_a|, max|E|) + 64 u Σ_a p_a |g_a|

    The second term is rounding of a sum whose terms cancel, as those of a score function do.

    References
    ----------
    Williams, Simple statistical gradient-following algorithms for connectionist reinforcement learning, Machine
    Learning 8 (1992). Golub, Welsch, Calculation of Gauss quadrature rules, Math. Comp. 23 (1969).
    """
    weights, wanted = np.asarray(p, np.float64), np.asarray(expected, np.float64)
    if weights.ndim != 1 or not np.all(weights >= 0) or not abs(float(weights.sum()) - 1) <= 1e-9:
        raise ValueError("the probabilities of all outcomes are not negative, and add up to one")
    given = _stacked(estimates, (len(weights), *wanted.shape), what, where, dtype)
    tolerance, unit = rtol_for(rtol, EXPECTATION_RTOL, given), unit_for(rtol, given)
    with np.errstate(over="ignore", invalid="ignore"):
        g = given.astype(np.float64)
        found, terms = np.tensordot(weights, g, 1), np.tensordot(weights, np.abs(g), 1)
        gap, size = np.abs(found - wanted), max(float(np.max(np.abs(v), initial=0.0)) for v in (found, wanted))
        fine = gap <= tolerance * size + 64 * unit * terms
    if not np.all(fine):
        off = float(np.max(gap, where=~fine, initial=0.0)) / size if math.isfinite(size) else math.inf
        raise CheckFailed(BrokenLaw(what=what, law=law, error=number(off), tolerance=tolerance, case=str(where)), where)


def _stacked(estimates: Any, shape: tuple[int, ...], what: str, where: object, dtype: Precision | None) -> Any:
    """Check the form of estimates, one for each outcome, and return them as one array."""
    if not isinstance(estimates, (list, tuple)):
        return tensor(what, estimates, shape, where, dtype)
    if len(estimates) != shape[0]:
        told, wanted = f"{describe(estimates)}", f"{shape[0]} of them"
        raise CheckFailed(WrongType(what=what, got=told, expected=wanted, case=str(where)), where)
    return np.stack([tensor(f"{what}[{i}]", g, shape[1:], where, dtype) for i, g in enumerate(estimates)])
