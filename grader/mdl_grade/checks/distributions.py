"""Checks of the law of continuous samples, or of any that has a distribution function, and of their independence.

Inverse transforms, Box and Muller, Gumbel's and truncated laws, rejection samplers, initialisations: `check_cdf`
against F, or, where F is known by samples alone (diffusion, flows, a variational autoencoder), against samples of the
reference, on projections. Neither looks at the order of the samples: 5,000 samples handed out twice pass, and so do
antithetic pairs; `check_independence` sees both. Independent draws are assumed: states along the path of a Markov chain
must not meet these tests, where a correlation of 0.9 fails one right answer in four; restart the chain for each sample.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from mdl_grade.checks.chance import beyond_chance, finite_samples, require_sight, share
from mdl_grade.checks.exact_laws import Cdf, sphere_cdf
from mdl_grade.checks.failure import CheckFailed
from mdl_grade.checks.form import tensor
from mdl_grade.checks.sample_tests import ALPHA, BinomialTest, CdfTest
from mdl_grade.records.evidence import BrokenLaw, Curve, WrongDistribution, WrongDtype
from mdl_grade.records.numbers import number

FIGURE_POINTS = 60
DRAWN_DIRECTIONS = 2
MANTISSA_BITS = 52


def check_cdf(
    samples: Any,
    law: Cdf | Any,
    n: int,
    *,
    sees: float,
    alpha: float = ALPHA,
    what: str = "the samples",
    where: object = "",
) -> None:
    """Check that samples follow a distribution, continuous or discrete.

    It sees where mass is shifted by `sees`; it can't see far tails, to which a millionth belongs, nor the order of the
    samples. 1 ms for 10⁴ samples, and the law's own time.

    Parameters
    ----------
    samples : array of n entries
        What the answer drew, of any shape.
    law : callable, or array of m samples
        F(x) = P(X ≤ x) for an array x; or independent samples of the law.
    n : int
        How many samples there must be; the band depends on it, so the answer has no say.
    sees : float
        The smallest sup|G − F| of a wrong distribution G that must not be missed (more than once in a million times).
    alpha : float
        How often a right answer fails; shared with the other tests of the same check.
    what : str
        What is drawn.
    where : object
        The case; its `str` goes into the evidence.

    Raises
    ------
    CheckFailed
        With `WrongDistribution`: F_n beside F over the sorted samples; with evidence about the form of the samples.
    ValueError
        If n is too small for `sees`, or `law` is no distribution function.

    Notes
    -----
    The test is sup|F_n − F| ≤ ε = √(ln(2/α) / 2n) (see `CdfTest`). Samples may be off by rounding, 4500 units in the
    last place of a float64, eight of a float32: for δ so large,

        accept  ⇔  F(x − δ) − ε ≤ F_n(x) ≤ F(x + δ) + ε    for all x

    so that an atom is hit by whatever rounds to it (3.3333333333333335 for 1/0.3). 10⁴ samples see 0.053, and 0.092
    against as many samples.

    References
    ----------
    Massart, The tight constant in the Dvoretzky-Kiefer-Wolfowitz inequality, Ann. Probab. 18 (1990).
    """
    cdf_check(samples, law, n, sees, share(alpha), what, where)


def cdf_check(samples: Any, law: Cdf | Any, n: int, sees: float, alpha: float, what: str, where: object) -> None:
    """Do what `check_cdf` does at this α."""
    known = None if callable(law) else np.sort(np.asarray(law, np.float64), axis=None)
    test = CdfTest(n, alpha, None if known is None else known.size)
    require_sight(test, sees)
    x = np.sort(finite_samples(samples, n, what, where))
    units = 2.0**-40 if getattr(samples, "dtype", x.dtype) != np.float32 else 2.0**-20
    rounding = units * np.maximum(np.abs(x), np.median(np.abs(x)))
    cdf = law if known is None else lambda t: np.searchsorted(known, t, "right") / known.size
    upper, lower = _probabilities(cdf, x + rounding), _probabilities(cdf, np.nextafter(x - rounding, -math.inf))
    at_most, less = np.searchsorted(x, x, "right") / n, np.searchsorted(x, x, "left") / n
    above, below = at_most - upper, lower - less
    gaps = np.maximum(above, below)
    worst = int(np.argmax(gaps))
    if gaps[worst] > test.band.high:
        # Just below a sample, F_n still has the value it got at the sample before.
        yours, reference = (less, lower) if below[worst] > above[worst] else (at_most, upper)
        raise CheckFailed(
            WrongDistribution(
                what=what,
                rank=worst + 1,
                error=number(gaps[worst]),
                tolerance=float(number(test.band.high)),
                samples=n,
                curve=_figure(yours, reference, worst),
                case=str(where),
            ),
            where,
        )


def check_independence(
    samples: Any,
    n: int,
    *,
    median: float,
    sees: float,
    alpha: float = ALPHA,
    what: str = "the samples",
    where: object = "",
) -> None:
    """Check that continuous samples don't depend on one another: none comes twice, and neighbours share no side.

    It sees repeats, and correlation of neighbours; it can't see dependence that leaves the sides alone (of the sizes
    alone, as in an orthogonal matrix), nor over other distances, nor a grid of quantiles in random order. Laws with
    atoms have repeats: use joint counts there. 2 ms for 10⁴ samples.

    Parameters
    ----------
    samples : float64 array of n entries
        What the answer drew, of any shape, in the order in which it was drawn.
    n : int
        How many samples there must be.
    median : float
        The median of their law, which has to be known.
    sees : float
        The smallest correlation of Gaussian neighbours that must not be missed: P(same side) = ½ + arcsin(ρ)/π.
    alpha : float
        How often a right answer fails; shared with the other tests of the same check.
    what : str
        What is drawn.
    where : object
        The case; its `str` goes into the evidence.

    Raises
    ------
    CheckFailed
        With `BeyondChance` about equal samples, or about pairs on the same side; with evidence about their form.
    ValueError
        If n is too small for `sees`.

    Notes
    -----
    - Of n doubles with 52 random bits, two are equal with probability n²/2⁵³ or less: a tiled matrix, and a batch that
      is handed out twice, fail at once.
    - Of two independent samples, both are on the same side of the median with probability ½: exactly binomial over
      disjoint pairs. Pairs are neighbours (autocorrelation, antithetic pairs), and samples half of all apart (an
      antithetic second half).

    ρ = 0.5 takes 1,686 samples, 0.1 takes 47,748.

    References
    ----------
    Blomqvist, On a measure of dependence between two random variables, Ann. Math. Stat. 21 (1950).
    """
    alpha = share(alpha) / 3
    pairs = BinomialTest(n // 2, 0.5, alpha)
    require_sight(pairs, 2 * math.asin(min(1.0, sees)) / math.pi)
    row = finite_samples(samples, n, what, where)
    if isinstance(samples, np.ndarray) and samples.dtype == np.float32:
        raise CheckFailed(WrongDtype(what=what, got="float32", expected="float64", case=str(where)), where)
    repeats, allowed = n - np.unique(row).size, _repeats_by_chance(n, alpha)
    if repeats > allowed:
        raise beyond_chance(what, "repeats", (repeats / n, 0.0, 0.0, allowed / n), n, where)
    side, half = row > median, n // 2
    together = {
        "neighbours": side[: 2 * half : 2] == side[1 : 2 * half : 2],
        "samples half of all apart": side[:half] == side[half : 2 * half],
    }
    for name, same in together.items():
        count = int(same.sum())
        if count not in pairs.band:
            figures = (count / half, 0.5, pairs.band.low / half, pairs.band.high / half)
            told = f"{name} in {what} that are on the same side of the median"
            raise beyond_chance(told, "share", figures, half, where)


def check_directions(
    points: Any,
    dimension: int,
    n: int,
    *,
    rng: np.random.Generator,
    sees: float,
    alpha: float = ALPHA,
    what: str = "the points",
    where: object = "",
) -> None:
    """Check that points are uniform on the unit sphere: of length one, and alike in all directions.

    It sees a cube that is normalised, the classical mistake, along the axis or the diagonal. It can't see what is
    uniform along the four directions that it looks along, nor dependence between points. 8 ms for 10⁴ points.

    Parameters
    ----------
    points : (n, dimension) array
        What the answer drew.
    dimension, n : int
        Of how many coordinates, and how many points there must be.
    rng : Generator
        The check's own.
    sees : float
        The smallest sup|G − F| along one of these directions that must not be missed.
    alpha : float
        How often a right answer fails; shared with the other tests of the same check.
    what : str
        What is drawn.
    where : object
        The case; its `str` goes into the evidence.

    Raises
    ------
    CheckFailed
        With `BrokenLaw` if a point is not on the sphere, `WrongDistribution` along a direction; with evidence about
        type, shape, dtype or finiteness.
    ValueError
        If n is too small for `sees`.

    Notes
    -----
    (1 + x·a)/2 has the law Beta((d − 1)/2, (d − 1)/2) for every unit vector a. Tested are the first axis, the diagonal
    and two directions drawn from `rng`, each as `check_cdf` does, at α/4. Lengths must be one to 1e-6. The normalised
    cube takes 49,188 points in two dimensions, 25,653 in three, 11,835 in ten.

    References
    ----------
    Muller, A note on a method for generating points uniformly on N-dimensional spheres, CACM 2 (1959).
    """
    drawn = tensor(what, points, (n, dimension), where).astype(np.float64)
    length = float(np.max(np.abs(np.linalg.norm(drawn, axis=1) - 1)))
    if length > 1e-6:
        law = "‖x‖ = 1"
        raise CheckFailed(BrokenLaw(what=what, law=law, error=number(length), tolerance=1e-6, case=str(where)), where)
    axis, diagonal = np.eye(1, dimension)[0], np.ones(dimension)
    others = rng.standard_normal((DRAWN_DIRECTIONS, dimension))
    named = {"the first axis": axis, "the diagonal": diagonal, "a first direction": others[0], "a second": others[1]}
    law_along, each = sphere_cdf(dimension), share(alpha) / len(named)
    for name, direction in named.items():
        along = np.ascontiguousarray(drawn @ (direction / np.linalg.norm(direction)))
        cdf_check(along, law_along, n, sees, each, f"{what} along {name}", where)


def _repeats_by_chance(n: int, alpha: float) -> int:
    """Return how many equal pairs chance explains: their number exceeds k with probability λ^(k+1)/(k+1)! or less."""
    expected, k = n**2 / 2 ** (MANTISSA_BITS + 1), 0
    while expected ** (k + 1) / math.factorial(k + 1) > alpha:
        k += 1
    return k


def _probabilities(cdf: Cdf, x: Any) -> Any:
    values = np.asarray(cdf(x), np.float64)
    # Where F is flat, its rounding may go down, by a few units in the last place.
    if values.shape != x.shape or not np.all((values >= 0) & (values <= 1)) or np.any(np.diff(values) < -1e-12):
        raise ValueError("a cdf gives every x a probability, and never decreases")
    return values


def _figure(yours: Any, reference: Any, worst: int) -> Curve:
    n = len(yours)
    places = sorted({worst, *np.linspace(0, n - 1, min(n, FIGURE_POINTS)).round().astype(int).tolist()})
    return Curve(
        axis="rank",
        quantity="F(x)",
        x=tuple(float(i + 1) for i in places),
        yours=tuple(number(yours[i]) for i in places),
        reference=tuple(number(reference[i]) for i in places),
    )
