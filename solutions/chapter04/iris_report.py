"""A report on two groups of irises.

Here your answers to this chapter become what a paper says about two groups. There is nothing to fill in: the program
below is complete, and imports what you wrote. In 1936 Fisher published Anderson's measurements of 150 irises of three
species: length and width of their sepals and petals, in centimetres. Is there a difference between two species in one
of these, how large is it, and how surely is it known?

* Each group is described by its median, and by mean, deviation and standard error from your spread_measures.
* Your welch_t_test says whether the difference of the means can be chance.
* Your welch_confidence_interval says how large the difference is, and how well that is known.
* Your cohens_d says whether it is large beside what irises of one species differ anyhow.
* Your mann_whitney_u asks the question of the test again, without means and without normal distributions.

The five belong together. t, d and the middle of the interval have one sign; 0 lies in the interval exactly where p > α;
and with more flowers p falls towards 0 while d stays.

Once your answers are there, run it in your workspace, from the folder that holds chapter04:

    python -m chapter04.iris_report

References
----------
Kneusel, Math for Deep Learning, chapter 4. The irises: Fisher, The use of multiple measurements in taxonomic problems
(1936), UCI Machine Learning Repository.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from chapter04.cohens_d import cohens_d
from chapter04.mann_whitney_u import mann_whitney_u
from chapter04.median import median
from chapter04.spread_measures import spread_measures
from chapter04.welch_confidence_interval import welch_confidence_interval
from chapter04.welch_t_test import welch_t_test

Array = NDArray[np.float64]
Law = Callable[[float, float], float]


def describe(x: Array) -> dict[str, float]:
    """Return what describes one group: mean, its standard error, deviation, median, and median absolute deviation.

    Examples
    --------
    >>> numbers = describe(np.array([1.0, 5.0]))
    >>> numbers["mean"], numbers["median"], numbers["sem"]
    (3.0, 3.0, 2.0)
    """
    spread = spread_measures(x)
    return {
        "mean": float(np.mean(x)),
        "sem": float(spread["sem"]),
        "deviation": float(spread["std1"]),
        "median": float(median(x)),
        "mad": float(spread["mad_median"]),
    }


def compare(a: Array, b: Array, alpha: float, t_sf: Law, t_ppf: Law) -> dict[str, float]:
    """Return the difference of two groups, with test, interval and effect size.

    Parameters
    ----------
    a, b : (n,) and (m,)
        The groups.
    alpha : float
        The interval has the confidence 1 − alpha.
    t_sf, t_ppf : callable
        Student's distribution: P(T > t), and the t with P(T ≤ t) = q.

    Examples
    --------
    With 2 degrees of freedom, Student's distribution can be written down:

    >>> tail = lambda t, df: 0.5 - 0.5 * t / (2 + t * t) ** 0.5
    >>> quantile = lambda q, df: (2 * q - 1) * (2 / (1 - (2 * q - 1) ** 2)) ** 0.5
    >>> numbers = compare(np.array([1.0, 5.0]), np.array([4.0, 8.0]), 0.4, tail, quantile)
    >>> numbers["difference"], round(numbers["low"], 6), round(numbers["p"], 6), numbers["U_a"]
    (-3.0, -6.0, 0.4, 1.0)
    """
    t, df, p = welch_t_test(a, b, t_sf)
    low, high = welch_confidence_interval(a, b, alpha, t_ppf)
    U_a, p_ranks = mann_whitney_u(a, b)
    return {
        "difference": float(np.mean(a) - np.mean(b)),
        "low": float(low),
        "high": float(high),
        "t": float(t),
        "df": float(df),
        "p": float(p),
        "d": float(cohens_d(a, b)),
        "U_a": float(U_a),
        "p_ranks": float(p_ranks),
    }


def report(a: Array, b: Array, names: tuple[str, str], alpha: float, t_sf: Law, t_ppf: Law) -> str:
    """Return what a paper would say about two groups."""
    lines = []
    for name, x in zip(names, (a, b), strict=True):
        group = describe(x)
        mean = f"mean {group['mean']:.2f} ± {group['sem']:.2f} cm"
        lines.append(f"{name}: {len(x)} flowers, {mean}, median {group['median']:.2f} cm")
    found = compare(a, b, alpha, t_sf, t_ppf)
    lines += [
        f"difference: {found['difference']:.2f} cm, "
        f"{100 * (1 - alpha):.0f} % confidence from {found['low']:.2f} to {found['high']:.2f} cm",
        f"Welch's test: t = {found['t']:.2f} with {found['df']:.1f} degrees of freedom, p = {found['p']:.2g}",
        f"Mann and Whitney's: U = {found['U_a']:.1f} of {len(a) * len(b)}, p = {found['p_ranks']:.2g}",
        f"effect size: d = {found['d']:.2f}",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    from mdl_grade.checks import student_ppf, student_sf
    from mdl_grade.network.data import iris_in_cm

    irises = iris_in_cm()
    versicolor, virginica = (irises.X[irises.Y[:, k] == 1, 1] for k in (1, 2))
    print("Sepal widths")
    print(report(versicolor, virginica, ("versicolor", "virginica"), 0.05, student_sf, student_ppf))


### BEGIN EXPLANATION
"""
1. **Three questions.** Is there a difference (a test)? How large is it, and how surely is that known (an interval)?
   Is that much (an effect size)? A small p answers the first alone: with enough flowers, any difference has one.

2. **Test and interval are one.** Both measure the difference in standard errors: t = (ā − b̄)/se. The interval is ā −
   b̄ ± t* se, where P(|T| > t*) = α. 0 lies outside of it if and only if |t| > t*, which is p < α. For 1, 5 and 4, 8:
   the difference is −3, both variances are 8, se² = 8/2 + 8/2 = 8, and t = −3/√8 = −1.0607 with 2 degrees of freedom.

>>> tail = lambda t, df: 0.5 - 0.5 * t / (2 + t * t) ** 0.5
>>> quantile = lambda q, df: (2 * q - 1) * (2 / (1 - (2 * q - 1) ** 2)) ** 0.5
>>> found = compare(np.array([1.0, 5.0]), np.array([4.0, 8.0]), 0.5, tail, quantile)
>>> round(found["t"], 4), round(found["p"], 4), round(found["d"], 4)
(-1.0607, 0.4, -1.0607)
>>> bool(found["high"] < 0), bool(found["p"] < 0.5)
(True, True)

3. **Standard error or deviation.** d divides by the deviation of flowers, t by that of a mean, which is smaller by
   √n: with two equal groups of n, t = d √(n/2). Here n = 2, and the two are equal.

4. **Ranks.** U counts the pairs in which the first group is ahead: of 1, 5 and 4, 8 only (5, 4), so U = 1 of 4.
   Nothing in it depends on how far ahead, so no outlier decides, and no normal distribution is needed.
"""
### END EXPLANATION
