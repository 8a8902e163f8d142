"""The Gaussian naive Bayes classifier.

Irises come in species, and each species has lengths and widths of its own. Measure a flower: which species is it?
Bayes' rule answers, if it is known how the measurements are distributed within each class. Naive Bayes takes them for
independent there, each of them normal, with a mean and a variance of its own for each class k and each feature d:

    J[k] = log π[k] + Σ_d log f(x[d]; μ[k, d], σ²[k, d]),        log P(k | x) = J[k] − log Σ_j e^J[j].

Everything is estimated from samples X (N, D) with their classes y (N,):

* π[k] is the share of class k among the N samples.
* μ[k, d] is the mean of feature d over the samples of class k, σ²[k, d] the variance there: the mean squared deviation,
  divided by the number of these samples, and not by one less.
* To each σ²[k, d] is added 10⁻⁹ times the largest variance of any feature over all samples, X.var(axis=0).max(). So a
  feature that is constant within a class divides nothing by 0.

Return the logarithms of the posteriors of new samples Q (M, D): one row for each of them, one column for each class.

* Classes are the different entries of y, any integers; columns are in their sorted order.
* Every row is normalised: the exponentials in it sum to 1.
* There may be hundreds of features. A product of 400 densities underflows, or overflows; a sum of 400 logarithms does
  not. And rows may lie far below 0 before they are normalised: shift them, as in a softmax.
* There are two classes or more, at least two samples of each, and some feature varies.

References
----------
Kneusel, Math for Deep Learning, chapter 3. The addition to variances: scikit-learn, GaussianNB.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def gaussian_naive_bayes(X: Array, y: NDArray[np.int64], Q: Array) -> Array:
    """Return the logarithms of the probabilities of the classes, for new samples.

    Parameters
    ----------
    X : (N, D)
        Samples to learn from.
    y : (N,), integers
        Their classes: K different ones.
    Q : (M, D)
        New samples.

    Returns
    -------
    L : (M, K)
        log P(k | Q[m]); columns in sorted order of the classes.

    Examples
    --------
    Two samples of class 1 around 0, two of class 5 around 4, with variance 1. In the middle both are alike; at 1 the
    densities are e^−½ and e^−9/2, in the proportion e⁴ : 1.

    >>> X, y = np.array([[-1.0], [1.0], [3.0], [5.0]]), np.array([1, 1, 5, 5])
    >>> np.exp(gaussian_naive_bayes(X, y, np.array([[2.0], [1.0]]))).round(4).tolist()
    [[0.5, 0.5], [0.982, 0.018]]
    """
    raise NotImplementedError
