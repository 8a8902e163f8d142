"""Probabilities for cases: short to read, and of sum 1 although drawn numbers are rounded."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from mdl_grade.errors import CourseError

UNITS = 1000
"""Parts of which probabilities are whole numbers: three digits, which rounding leaves as they are."""
MOST = 20
"""So many of them can be told apart: the least likely has three parts."""


def probabilities(rng: np.random.Generator, *shape: int, joint: bool = False) -> Any:
    """Draw probabilities of three digits that sum to 1, each another than the others.

    They are proportional to 1, …, n in an order that is drawn, each shifted by up to 0.3. So what is taken for another
    entry, or for a uniform distribution, shows. None of them is 0.

    Parameters
    ----------
    rng : Generator
        The draw's own.
    *shape : int
        Of the array.
    joint : bool
        Whether all entries sum to 1 together, as those of a joint distribution do; if not, each row along the last axis
        does.

    Returns
    -------
    p : array of that shape, float64
        Multiples of 1/1000, whose sums are 1 but for rounding.

    Raises
    ------
    CourseError
        If more than 20 are to sum to 1, or none.

    Examples
    --------
    >>> J = probabilities(np.random.default_rng(0), 2, 3, joint=True)
    >>> J.tolist(), round(J.sum(), 12)
    ([[0.243, 0.294, 0.146], [0.185, 0.083, 0.049]], 1.0)
    """
    together = math.prod(shape) if joint else shape[-1]
    if not 1 <= together <= MOST:
        raise CourseError(f"{together} probabilities can't be told apart in three digits.", f"1 to {MOST} sum to 1.")
    weights = rng.permuted(np.tile(np.arange(1.0, together + 1), (math.prod(shape) // together, 1)), axis=1)
    weights += rng.uniform(-0.3, 0.3, size=weights.shape)
    parts = np.floor(UNITS * weights / weights.sum(axis=1, keepdims=True))
    parts[np.arange(len(parts)), parts.argmax(axis=1)] += UNITS - parts.sum(axis=1)
    return parts.reshape(shape) / UNITS
