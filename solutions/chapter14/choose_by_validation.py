"""Choosing a model by validation.

Here your answers to this chapter choose a model. There is nothing to fill in: the program below is complete, and
imports what you wrote. A curve was measured, with noise. Which polynomial says best what the next measurement will be?
A stiff one misses the curve, and a supple one follows the noise; the error on the samples that it was fitted to falls
with every degree, and says nothing about that. So it is asked on samples that the fit has not seen.

* Your polynomial_features make a table of powers, and your ridge_fit fits weights to it. (Column 0, of ones, is left
  out: the intercept has its place in ridge_fit.)
* Your kfold_indices deals the samples into folds; each candidate, a degree and a strength of the penalty, is fitted k
  times, and judged on the fold that was left out.
* The candidate with the smallest mean error is chosen, and fitted once more to all samples.

All candidates are judged on the same folds, or the luck of the draw would be compared as well. The error of the chosen
one is a little too small, as it was chosen for that: to report it, keep a test set that was never looked at.

Once your answers are there, run it in your workspace, from the folder that holds chapter14:

    python -m chapter14.choose_by_validation

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 2, on generalisation and cross-validation.
"""

import numpy as np
from numpy.typing import NDArray

from chapter14.kfold_indices import kfold_indices
from chapter14.polynomial_features import polynomial_features
from chapter14.ridge_fit import ridge_fit

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
Model = tuple[Array, float]
Folds = list[tuple[Indices, Indices]]


def fit(x: Array, y: Array, degree: int, lam: float) -> Model:
    """Return weights of x, x², …, x^degree, and the intercept.

    Examples
    --------
    The line through three points that lie on one, shrunk a little:

    >>> w, b = fit(np.array([-1.0, 0.0, 1.0]), np.array([1.0, 3.0, 5.0]), 1, 0.5)
    >>> w.round(6).tolist(), round(float(b), 6)
    ([1.6], 3.0)
    """
    return ridge_fit(polynomial_features(x, degree)[:, 1:], y, lam)


def predict(model: Model, x: Array) -> Array:
    """Return what the polynomial is at x."""
    w, b = model
    return polynomial_features(x, len(w))[:, 1:] @ w + b


def validation_error(x: Array, y: Array, degree: int, lam: float, folds: Folds) -> float:
    """Return the mean squared error on the folds, each left out once."""
    errors = []
    for train, val in folds:
        model = fit(x[train], y[train], degree, lam)
        errors.append(float(np.mean((predict(model, x[val]) - y[val]) ** 2)))
    return float(np.mean(errors))


def choose(
    x: Array, y: Array, degrees: list[int], lams: list[float], k: int, rng: np.random.Generator
) -> tuple[Folds, Array, int, float]:
    """Return the folds, the errors of all candidates (degrees, lams), and the degree and lam of the smallest."""
    folds = kfold_indices(len(x), k, rng)
    errors = np.array([[validation_error(x, y, degree, lam, folds) for lam in lams] for degree in degrees])
    row, column = np.unravel_index(np.argmin(errors), errors.shape)
    return folds, errors, degrees[int(row)], lams[int(column)]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    x = rng.uniform(-1.0, 1.0, size=40)
    y = np.sin(4 * x) + 0.3 * rng.normal(size=40)
    degrees, lams = list(range(1, 11)), [1e-6, 1e-3, 1e-1, 10.0]
    _, errors, degree, lam = choose(x, y, degrees, lams, 5, rng)
    for row, candidates in zip(degrees, errors, strict=True):
        seen = float(np.mean((predict(fit(x, y, row, lams[0]), x) - y) ** 2))
        print(f"degree {row:2}: on the samples themselves {seen:.3f}, unseen", candidates.round(3))
    print(f"chosen: degree {degree}, lam {lam:g}")


### BEGIN EXPLANATION
"""
1. **Why not on the samples themselves.** Every polynomial of degree p is one of degree p + 1 as well, with a last
   weight of 0. So the least squared error on the samples can't rise with the degree, and with degree N − 1 it is 0,
   noise included. It tells how well a model can bend, not how well it predicts.

2. **A small case.** y = x² at −1, 0 and 1, left out one at a time (k = 3), with hardly a penalty. Degree 1, without
   0: the line through (−1, 1) and (1, 1) says 1, and the error is 1. Without 1: the line through (−1, 1) and (0, 0)
   says −1, and the error is (−2)² = 4; so it is without −1. The mean is (1 + 4 + 4)/3 = 3.

>>> x = np.array([-1.0, 0.0, 1.0])
>>> folds = [(np.delete(np.arange(3), i), np.array([i])) for i in range(3)]
>>> round(validation_error(x, x**2, 1, 1e-9, folds), 6)
3.0

3. **The same folds for all.** The error on a fold depends on which samples are in it. That part is common to all
   candidates if they are judged on the same folds, and cancels when they are compared.

4. **A smallest of many is too small.** Each error is an estimate, with noise of its own. The smallest of many
   estimates is more often one that was lucky than not: as a mark for the chosen model it is biased, downwards.
"""
### END EXPLANATION
