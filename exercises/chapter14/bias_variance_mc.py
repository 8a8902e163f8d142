"""Bias and variance.

A model is fitted to data that are a matter of chance; with other data it would be another model. Take the error of its
predictions apart. At a place x let f(x) be the truth, ŷ(x) the prediction of a model that was fitted to a random data
set, and E the mean over all data sets:

    E (ŷ − f)²   =   (E ŷ − f)²   +   E (ŷ − E ŷ)²
      error      =     bias²      +     variance

The bias is what is wrong with the mean prediction: the model is too stiff. The variance is how much single predictions
differ from their mean: the model follows the noise. A stiffer model has less of the latter, and more of the former.

Where data can be made at will, both can be estimated by Monte Carlo: draw `reps` data sets, fit a model to each, and
predict at the M places x_test. Put the mean over the data sets in the place of E, place by place; then average each of
the three over the places.

* For each repetition, one after another, call `sampler(rng)` once, which gives (x, y), then `fit(x, y)`, which gives a
  model, then `predict(model, x_test)`, which gives M numbers.
* f_test holds the truth at x_test, without noise. (Noise that no model can foresee would be a third term; it is left
  out.)
* The variance is divided by reps, not by reps − 1. With that, error = bias² + variance holds exactly, for any draws.
* With reps = 1 the variance is 0.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 2, on generalisation. Geman,
Bienenstock, Doursat, Neural networks and the bias/variance dilemma (1992).
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def bias_variance_mc(
    fit: Callable[[Floats, Floats], Any],
    predict: Callable[[Any, Floats], Floats],
    sampler: Callable[[np.random.Generator], tuple[Floats, Floats]],
    x_test: Floats,
    f_test: Floats,
    reps: int,
    rng: np.random.Generator,
) -> tuple[float, float, float]:
    """Return the squared bias, the variance and the error of a model, averaged over some places.

    Parameters
    ----------
    fit : callable
        fit(x, y) gives a model of the data.
    predict : callable
        predict(model, x_test) gives its (M,) predictions.
    sampler : callable
        sampler(rng) gives a data set (x, y).
    x_test : (M,)
        Where predictions are judged.
    f_test : (M,)
        The truth there.
    reps : int
        How many data sets are drawn, 1 or more.
    rng : numpy.random.Generator

    Returns
    -------
    bias2, variance, error : float
        error is bias2 + variance, up to rounding.

    Examples
    --------
    A model that says the first value everywhere. The data sets are (1), (3), so its mean is 2, and the truth is 5:

    >>> values = iter([1.0, 3.0])
    >>> def sampler(rng):
    ...     return np.zeros(1), np.array([next(values)])
    >>> fit, predict = lambda x, y: y[0], lambda model, x: np.full(len(x), model)
    >>> x_test, f_test = np.array([0.0, 1.0]), np.array([5.0, 5.0])
    >>> result = bias_variance_mc(fit, predict, sampler, x_test, f_test, 2, np.random.default_rng(0))
    >>> [float(number) for number in result]
    [9.0, 1.0, 10.0]
    """
    raise NotImplementedError
