"""Laws that are known exactly: normal, Student's, and of a coordinate on the sphere. They travel to answers."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from mdl_grade.checks.tails import beta_tails

Cdf = Callable[[Any], Any]


def normal_cdf(mean: float = 0.0, sd: float = 1.0) -> Cdf:
    """Return the distribution function of the normal law.

    Parameters
    ----------
    mean, sd : float
        μ, and σ > 0.

    Returns
    -------
    cdf : callable
        x ↦ ½ erfc((μ − x) / (σ √2)) for arrays, in float64, right to 1e-15 of itself in the lower tail too.

    Notes
    -----
    By erfc, since 1 + erf cancels where x is far below μ. One call of erfc for each number.

    References
    ----------
    Abramowitz, Stegun, Handbook of Mathematical Functions (1964), 7.1.2 and 26.2.29.
    """
    erfc = np.vectorize(math.erfc, otypes=[np.float64])
    return lambda x: erfc((mean - np.asarray(x, np.float64)) / (sd * math.sqrt(2))) / 2


def student_sf(t: float, df: float) -> float:
    """Return P(T > t) of Student's t, as far out as floats go.

    Parameters
    ----------
    t : float
        Where the tail begins.
    df : float
        Degrees of freedom, positive, whole or not.

    Returns
    -------
    p : float
        Right to 1e-12 of itself for df up to 1000.

    Notes
    -----
    I_x(df/2, 1/2) / 2 with x = df / (df + t²) for t ≥ 0; below 0 it is what is missing to 1. Of x and 1 − x the smaller
    one is computed: the other would lose its digits.

    References
    ----------
    Abramowitz, Stegun, Handbook of Mathematical Functions (1964), 26.7.1.
    """
    square = t * t
    if square < df:
        tail = beta_tails(0.5, df / 2, square / (df + square))[1] / 2
    else:
        tail = beta_tails(df / 2, 0.5, df / (df + square))[0] / 2
    return tail if t >= 0 else 1 - tail


def student_ppf(q: float, df: float) -> float:
    """Return the quantile of Student's t, the t with P(T ≤ t) = q.

    Parameters
    ----------
    q : float
        A probability, 0 < q < 1.
    df : float
        Degrees of freedom, positive, whole or not.

    Returns
    -------
    t : float
        As right as `student_sf` is.

    Raises
    ------
    ValueError
        If q is not between 0 and 1, or df not positive and finite: no search would end.

    Notes
    -----
    By bisection of `student_sf` to the last bit; −t for 1 − q, exactly.

    References
    ----------
    Abramowitz, Stegun, Handbook of Mathematical Functions (1964), 26.7.1.
    """
    if not 0 < q < 1:
        raise ValueError(f"q is a probability between 0 and 1, and not {q:.6g}")
    if not 0 < df < math.inf:
        raise ValueError(f"df is positive and finite, and not {df:.6g}")
    tail = min(q, 1 - q)
    low, high = 0.0, 1.0
    while student_sf(high, df) > tail:
        low, high = high, 2 * high
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if student_sf(middle, df) > tail else (low, middle)
    return high if q > 0.5 else -high if q < 0.5 else 0.0


def sphere_cdf(dimension: int) -> Cdf:
    """Return the distribution function of one coordinate of a uniform point on the unit sphere.

    Parameters
    ----------
    dimension : int
        d ≥ 2: of how many coordinates a point has.

    Returns
    -------
    cdf : callable
        t ↦ F_d(t) for arrays, in float64; 0 below −1 and 1 above 1.

    Raises
    ------
    ValueError
        If the dimension is less than two.

    Notes
    -----
    F_d(t) = I_x(a, a) with x = (1 + t)/2, a = (d − 1)/2; from d to d + 2 by I_x(a + 1, a + 1) = I_x(a, a) +
    (2 x − 1) (x (1 − x))^a / (a B(a, a)). All terms have the sign of t, so that rounding is that of a sum of d/2 terms.

    References
    ----------
    Abramowitz, Stegun, Handbook of Mathematical Functions (1964), 26.5.16.
    """
    if dimension < 2:
        raise ValueError("a sphere has two dimensions at least")

    def cdf(t: Any) -> Any:
        t = np.clip(np.asarray(t, np.float64), -1.0, 1.0)
        a = 0.5 if dimension % 2 == 0 else 1.0
        value = 1 - np.arccos(t) / math.pi if dimension % 2 == 0 else (1 + t) / 2
        while a < (dimension - 1) / 2:
            scale = math.exp(math.lgamma(2 * a) - 2 * math.lgamma(a) - 2 * a * math.log(2)) / a
            value = value + scale * t * (1 - t * t) ** a
            a += 1
        return np.clip(value, 0.0, 1.0)

    return cdf
