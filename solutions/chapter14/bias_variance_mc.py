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
    ### BEGIN SOLUTION
    rows = []
    for _ in range(reps):
        x, y = sampler(rng)
        rows.append(predict(fit(x, y), x_test))
    predictions = np.array(rows)
    bias2 = np.mean((predictions.mean(axis=0) - f_test) ** 2)
    variance = np.mean(predictions.var(axis=0))
    error = np.mean((predictions - f_test) ** 2)
    return float(bias2), float(variance), float(error)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Why it adds up.** At one place let m be the mean of the predictions p_r. Then

       (p_r − f)² = (p_r − m)² + 2 (p_r − m)(m − f) + (m − f)².

   Averaged over r, the middle term vanishes, since the p_r − m sum to 0. That is so for any numbers p_r, if all means
   have the same divisor; with reps − 1 in the variance it would hold no longer.

2. **First average, then square.** The bias is what remains when chance has been averaged out. If each prediction's
   error is squared before the mean, the result is the error, with the variance in it. And the mean over the places
   comes last: a model that is too high here and too low there has a bias, though its mean error is 0.

3. **How exact is it?** Were data drawn without end, the mean of bias2 would be too large by variance/reps: the mean of
   reps predictions still varies. Its own standard error falls as 1/√reps.

>>> values = iter([1.0, 3.0])
>>> sampler, fit = lambda rng: (np.zeros(1), np.array([next(values)])), lambda x, y: y[0]
>>> predict = lambda model, x: np.full(len(x), model)
>>> rng, place = np.random.default_rng(0), np.zeros(2)
>>> bias_variance_mc(fit, predict, sampler, place, np.array([1.0, 3.0]), 2, rng)
(1.0, 1.0, 2.0)

   Here the mean prediction is 2 at both places; it is 1 too high at the one and 1 too low at the other, so bias² is 1.

4. **The dilemma.** A constant model ("always 0") has variance 0, and all its error is bias. A polynomial through every
   sample has hardly any bias, and all its error is variance. In between, the sum has its minimum.

5. **The truth, not samples of it.** If f_test were noisy, the noise would be taken for bias.
"""
### END EXPLANATION
