"""Inputs that show guards: what people put into numerical code "to be safe" acts far out, and seldom anywhere else.

Four families: `scaled` for functions that are right at every scale, `tails` for functions that level off on both
sides, `all_but_one` for what may be constant, and slopes for what descends (a suite's own: at a minimum, faint, steep,
leaving every bound).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from msgspec.structs import replace

from mdl_grade.suite.cases import Draw

SCALES = (-150, 150)
"""Powers of 10 at which squares and their sums are numbers still."""


def scaled(draw: Draw, *, scales: tuple[int, ...] = SCALES, rows: int = 1, **powers: int) -> Draw:
    """Return the first rows of another draw at other scales.

    Parameters
    ----------
    draw : Draw
        The cases at scale 1.
    scales : tuple of int
        Powers of 10.
    rows : int
        How many rows of sizes.
    powers : int
        Which inputs are multiplied by the scale to which power: ``dW=1, V=2``.

    Returns
    -------
    draw : Draw
        A row of sizes for each scale.

    Examples
    --------
    >>> from mdl_grade.suite import cases
    >>> @cases("N", 2)
    ... def batch(rng, N):
    ...     return {"X": rng.uniform(1.0, 2.0, size=N)}
    >>> bool(scaled(batch, scales=(100,), X=1)(np.random.default_rng(0))[0].X.min() > 1e99)
    True
    """

    def drawn(rng: np.random.Generator, *row: Any) -> dict[str, Any]:
        *sizes, times = row
        inputs = draw.draw(rng, *sizes)
        return {name: value * times ** powers[name] if name in powers else value for name, value in inputs.items()}

    drawn.__name__ = f"{draw.name}_scaled"
    sizes = tuple((*row, 10.0**scale) for scale in scales for row in draw.sizes[:rows])
    return replace(draw, names=(*draw.names, "times"), sizes=sizes, draw=drawn)


def tails(rng: np.random.Generator) -> Any:
    """Draw numbers on both sides, from where a function levels off to where it has done so, and a few in the middle.

    Parameters
    ----------
    rng : numpy.random.Generator
        The draw's own.

    Returns
    -------
    numbers : array
        (19,) float64: 0, two in (−1, 1), and eight sizes from 3 to 1e300 with either sign, in an order of their own.
    """
    out = 10.0 ** rng.uniform([0.5, 1.0, 1.2, 1.4, 1.6, 2.0, 4.0, 100.0], [1.0, 1.2, 1.4, 1.6, 2.0, 3.0, 9.0, 300.0])
    return rng.permutation([0.0, *rng.uniform(-1.0, 1.0, size=2), *out, *-out])


def all_but_one(rng: np.random.Generator, N: int, odd: int) -> Any:
    """Draw equal numbers, but for one: they are not constant, though most pairs of them are equal.

    Whoever looks at the first two, or at the first and the last, takes them for constant if the odd one stands
    elsewhere.

    Parameters
    ----------
    rng : Generator
        The draw's own.
    N : int
        How many, at least 2.
    odd : int
        The place of the one that differs.

    Returns
    -------
    x : array (N,), float64
        Multiples of 1/4: their mean over N values is seldom exact, their differences are.

    Examples
    --------
    >>> x = all_but_one(np.random.default_rng(0), 5, 2)
    >>> bool(x[0] == x[1] == x[3] == x[4] != x[2])
    True
    """
    x = np.full(N, int(rng.integers(-20, 20)) / 4)
    x[odd] += int(rng.choice((-1, 1))) * int(rng.integers(4, 20)) / 4
    return x
