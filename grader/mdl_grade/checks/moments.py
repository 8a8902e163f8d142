"""Checks of moments: a mean, a variance, a covariance matrix.

That the error of a Monte Carlo estimate falls like 1/√n, and not like 1/n, is `check_variance` of many independent
estimates at n = 16, 256 and 4096, against σ²/n, about the known mean.

A moment is not a law: a uniform of the right variance passes, and a tiled matrix does. An initialisation is held to
`check_variance`, `check_cdf` and `check_independence`.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from mdl_grade.checks.chance import beyond_chance, excess, finite_samples, require_sight, share
from mdl_grade.checks.failure import CheckFailed, Inconclusive
from mdl_grade.checks.form import tensor
from mdl_grade.checks.sample_tests import ALPHA, MeanTest, VarianceTest
from mdl_grade.records.evidence import BrokenLaw
from mdl_grade.records.numbers import number

KURTOSIS = 3.0
"""E (x − μ)⁴ / σ⁴ of the normal law."""


def check_mean(
    samples: Any,
    mean: Any,
    n: int,
    *,
    sees: float,
    sd: float | None = None,
    bounds: tuple[float, float] | None = None,
    alpha: float = ALPHA,
    what: str = "the samples",
    where: object = "",
) -> None:
    """Check that samples have this mean, each coordinate.

    It sees nothing but the mean: not the law, not dependence. Less than 1 ms for 10⁴ samples.

    Parameters
    ----------
    samples : (n,) or (n, d) array
        What the answer drew, or estimated.
    mean : float, or array of d numbers
        μ.
    n : int
        How many samples there must be.
    sees : float
        The smallest error of a mean that must not be missed.
    sd : float, optional
        σ, or a bound of it: without `bounds` samples are Gaussian, or averages of so many things that they may count
        as Gaussian five σ out.
    bounds : (low, high), optional
        What all samples lie between, whatever their law. What lies outside fails.
    alpha : float
        How often a right answer fails; shared with the other tests of the same check.
    what : str
        What is drawn.
    where : object
        The case; its `str` goes into the evidence.

    Raises
    ------
    CheckFailed
        With `BeyondChance` about the coordinate that is furthest off, `BrokenLaw` if a sample is out of bounds; with
        evidence about type, shape, dtype or finiteness.
    ValueError
        If n is too small for `sees`, or neither `sd` nor `bounds` is given.

    Notes
    -----
    The mean of each coordinate may be off by the radius of `MeanTest` at α/d: exact for Gaussian samples, a bound for
    all others. 0.1 σ takes 9,303 Gaussian samples; a tenth of the interval, 2,832 of any law.

    References
    ----------
    Hoeffding, Probability inequalities for sums of bounded random variables, JASA 58 (1963).
    """
    wanted = np.asarray(mean, np.float64)
    width = None if bounds is None else bounds[1] - bounds[0]
    test = MeanTest(n, sd, width, share(alpha) / max(1, wanted.size))
    require_sight(test, sees)
    x = tensor(what, samples, (n, *wanted.shape), where).astype(np.float64)
    if bounds is not None:
        assert width is not None
        beyond = float(np.max(np.maximum(bounds[0] - x, x - bounds[1]))) / width
        if beyond > 1e-9:
            law = f"{bounds[0]:g} ≤ x ≤ {bounds[1]:g}"
            raise CheckFailed(
                BrokenLaw(what=what, law=law, error=number(beyond), tolerance=1e-9, case=str(where)), where
            )
    found = x.mean(axis=0)
    off = np.abs(found - wanted)
    worst = int(np.argmax(off))
    if off.flat[worst] > test.radius:
        centre = float(wanted.flat[worst])
        figures = (float(found.flat[worst]), centre, centre - test.radius, centre + test.radius)
        index = tuple(int(i) for i in np.unravel_index(worst, wanted.shape))
        raise beyond_chance(what, "mean", figures, n, where, index)


def check_variance(
    samples: Any,
    variance: float,
    n: int,
    *,
    sees: float,
    mean: float | None = None,
    alpha: float = ALPHA,
    what: str = "the samples",
    where: object = "",
) -> None:
    """Check that Gaussian samples, or ones of lighter tails, have this variance.

    Of heavier tails (exponential, Laplace, t, a product with a dropout mask) right samples would fail too often: there
    it can't decide, and says so; use `check_cdf`. It sees nothing but the variance. 2 ms, bands are remembered.

    Parameters
    ----------
    samples : array of n entries
        What the answer drew, of any shape: independent of one another.
    variance : float
        σ².
    n : int
        How many samples there must be; the band depends on it, so the answer has no say.
    sees : float
        The smallest relative error of σ² that must not be missed: 1 for a factor 2, He's against Glorot's.
    mean : float, optional
        The mean, if it is known: then samples that are off centre fail too.
    alpha : float
        How often a right answer fails; shared with the other tests of the same check.
    what : str
        What is drawn.
    where : object
        The case; its `str` goes into the evidence.

    Raises
    ------
    CheckFailed
        With `BeyondChance`. With evidence about type, shape, dtype or finiteness of the samples.
    Inconclusive
        If the variance is off, and so is the kurtosis: the tails are heavier than Gaussian.
    ValueError
        If n is too small for `sees`, or the variance is not positive.

    Notes
    -----
    Of Gaussian samples, ν s²/σ² is χ² with ν degrees of freedom, and held to its exact band (see `VarianceTest`). The
    kurtosis decides nothing alone: it may be five standard deviations, √(24/n) each, above 3. A factor 2 takes 393
    samples, 11 % take 17,096.

    References
    ----------
    Lehmann, Romano, Testing Statistical Hypotheses, 3rd ed. (2005), §5.2.
    """
    if not 0 < variance < math.inf:
        raise ValueError(f"a variance that is tested is positive, not {variance}")
    test = VarianceTest(n, mean is not None, share(alpha))
    require_sight(test, sees)
    x = finite_samples(samples, n, what, where) / math.sqrt(variance)
    x = x - (x.mean() if mean is None else mean / math.sqrt(variance))
    with np.errstate(over="ignore"):
        quotient = float(np.sum(x**2)) / test.degrees
    if quotient not in test.band:
        _require_light_tails(x, what)
        figures = (quotient * variance, variance, test.band.low * variance, test.band.high * variance)
        raise beyond_chance(what, "variance", figures, n, where)


def check_covariance(
    samples: Any,
    covariance: Any,
    n: int,
    *,
    sees: float,
    mean: Any = None,
    alpha: float = ALPHA,
    what: str = "the samples",
    where: object = "",
) -> None:
    """Check that Gaussian vectors have this covariance matrix.

    It sees an error along a direction of two coordinates; one that is spread over many is larger along one of them. It
    sees nothing but second moments. 3 ms for 10⁴ vectors in three dimensions.

    Parameters
    ----------
    samples : (n, d) array
        What the answer drew.
    covariance : (d, d) array
        Σ, positive definite.
    n : int
        How many samples there must be.
    sees : float
        The smallest relative error of the variance along one of these directions that must not be missed.
    mean : array of d numbers, optional
        μ, if it is known: then samples that are off centre fail too.
    alpha : float
        How often a right answer fails; shared with the other tests of the same check.
    what : str
        What is drawn.
    where : object
        The case; its `str` goes into the evidence.

    Raises
    ------
    CheckFailed
        With `BeyondChance` about the direction that is furthest off; with evidence about type, shape, dtype or
        finiteness.
    ValueError
        If n is too small for `sees`, or Σ is not positive definite.

    Notes
    -----
    With Σ = L Lᵀ the vectors z = L⁻¹ (x − μ) have the identity for covariance, and aᵀz is Gaussian of variance 1 for
    every unit vector a. Tested are all axes e_i and all (e_i ± e_j)/√2, each exactly, at α/d²: together they determine
    the whole matrix. With n = 10⁴, d = 3, variances from 0.93 to 1.08 are accepted (whitened), 0.15 is seen.

    References
    ----------
    Anderson, An Introduction to Multivariate Statistical Analysis, 3rd ed. (2003), ch. 7.
    """
    sigma = np.asarray(covariance, np.float64)
    try:
        root = np.linalg.cholesky(sigma)
    except np.linalg.LinAlgError:
        raise ValueError("a covariance matrix that is tested is positive definite") from None
    d = len(sigma)
    test = VarianceTest(n, mean is not None, share(alpha) / d**2)
    require_sight(test, sees)
    x = tensor(what, samples, (n, d), where).astype(np.float64)
    z = np.linalg.solve(root, (x - (x.mean(axis=0) if mean is None else np.asarray(mean, np.float64))).T)
    along = _along_all_directions(z @ z.T / test.degrees)
    off = {name: excess(q, 1.0, test.band.low, test.band.high) for name, q in along.items()}
    worst = max(off, key=lambda name: off[name])
    if along[worst] not in test.band:
        figures = (along[worst], 1.0, test.band.low, test.band.high)
        raise beyond_chance(f"L⁻¹ (x − μ) along {worst}, x {what},", "variance", figures, n, where)


def _along_all_directions(matrix: Any) -> dict[str, float]:
    """Return aᵀ M a for the axes, and for the diagonals between any two of them."""
    d = len(matrix)
    found = {f"e{i}": float(matrix[i, i]) for i in range(d)}
    for i in range(d):
        for j in range(i):
            middle = float(matrix[i, i] + matrix[j, j]) / 2
            found[f"(e{j} + e{i})/√2"] = middle + float(matrix[i, j])
            found[f"(e{j} − e{i})/√2"] = middle - float(matrix[i, j])
    return found


def _require_light_tails(x: Any, what: str) -> None:
    """Refuse to judge samples whose kurtosis is five standard deviations, √(24/n) each, above the normal law's."""
    scaled = x / max(float(np.max(np.abs(x))), 1e-300)
    spread = float(np.mean(scaled**2))
    if spread == 0:
        return
    kurtosis = float(np.mean(scaled**4)) / spread**2
    if kurtosis > KURTOSIS + 5 * math.sqrt(24 / len(x)):
        raise Inconclusive(f"{what}: the kurtosis is {kurtosis:.3g}, and a variance is judged up to 3: use check_cdf")
