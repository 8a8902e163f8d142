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
    ### BEGIN SOLUTION
    floor = 1e-9 * X.var(axis=0).max()
    columns = []
    for k in np.unique(y):  # log N and ½ log 2π are the same for all classes, and drop out
        of_class = X[y == k]
        mean, variance = of_class.mean(axis=0), of_class.var(axis=0) + floor
        log_densities = -0.5 * (Q - mean) ** 2 / variance - 0.5 * np.log(variance)
        columns.append(np.log(len(of_class)) + log_densities.sum(axis=1))
    joint = np.stack(columns, axis=1)
    L: Array = joint - np.logaddexp.reduce(joint, axis=1, keepdims=True)
    return L
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Bayes' rule.** P(k | x) = π[k] f(x | k) / Σ_j π[j] f(x | j). The densities f(x | k) are likelihoods: they need not
   sum to anything.

2. **Naive.** If features are independent within a class, f(x | k) is the product of the densities of the features, and
   its logarithm the sum. Petals that are long are wide, too, so it isn't true; but of K · D means and variances each is
   estimated from many samples, where a full covariance has D²/2 numbers to be estimated. What is lost: two features
   that say the same are counted twice, and posteriors come out too sure.

3. **Estimates.** Mean and mean squared deviation maximise the likelihood of the class's samples; so does the share for
   the prior. N_k − 1 would make the variance right on average, and the likelihood a little smaller.

4. **Normalising.** With J[k] = log π[k] + log f(x | k), log P(k | x) = J[k] − log Σ_j e^J[j]. For 400 features J is
   about −600, or −60,000, and e^J is 0. But Σ_j e^J[j] = e^c Σ_j e^(J[j] − c) for every c; with the largest J for c,
   one term is 1 and none overflows:

       log P(k | x) = (J[k] − c) − log Σ_j e^(J[j] − c).

   `np.logaddexp` adds two numbers that are given by their logarithms in this way, and its `reduce` a whole row. What is
   the same for all classes drops out with c: log N of the shares N_k / N, and ½ log 2π of every density.

>>> J = np.array([-1000.0, -1001.0])
>>> with np.errstate(divide="ignore"):
...     np.log(np.exp(J).sum()).item()
-inf
>>> (J - J.max() - np.log(np.exp(J - J.max()).sum())).round(3).tolist()
[-0.313, -1.313]

5. **A boundary.** For one feature with equal variances, J[0] − J[1] is linear in x: the squares cancel. With unequal
   ones it is a parabola, and the class with the larger variance wins on both sides, far out:

>>> X, y = np.array([[-1.0], [1.0], [-3.0], [3.0]]), np.array([0, 0, 1, 1])
>>> gaussian_naive_bayes(X, y, np.array([[-4.0], [0.0], [4.0]])).argmax(axis=1).tolist()
[1, 0, 1]

With numbers: in the example above, x = 1 has the deviations 1 and −3 from the two means, so J differs by
(9 − 1)/2 = 4, and 1 / (1 + e⁻⁴) = 0.982.
"""
### END EXPLANATION
