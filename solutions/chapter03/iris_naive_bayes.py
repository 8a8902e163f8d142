"""A classifier out of Bayes' rule.

Here your answers become a classifier that tells irises apart by four lengths. There is nothing to fill in: the program
below is complete, and imports what you wrote.

* How common a class is comes from your empirical_pmf. Where its features lie, and how they spread, comes from your
  pmf_moments, with equal weights for all samples of the class. This is all that is learnt from data.
* A new flower is looked at feature by feature. What is believed of it begins with the shares of the classes; each
  length has a density under each class, by your normal_logpdf, and changes the belief, by your bayes_sequential. What
  is believed in the end is the posterior. Only proportions count there: the largest density of each feature is divided
  by.
* Your gaussian_naive_bayes does the same in one go, with logarithms. Both have to agree.
* What was taken for what is counted by your confusion_matrix, of chapter 1.

To every variance 10⁻⁹ times the largest variance of a feature is added, as in gaussian_naive_bayes. Classes are the
whole numbers 0 to K − 1, and at least two samples of each are there to learn from.

Once your answers are there, run it in your workspace, from the folder that holds chapter03:

    python -m chapter03.iris_naive_bayes

References
----------
Kneusel, Math for Deep Learning, chapter 3. The irises: R. A. Fisher, The use of multiple measurements in taxonomic
problems (1936); UCI Machine Learning Repository.
"""

import numpy as np
from numpy.typing import NDArray

from chapter01.confusion_matrix import confusion_matrix
from chapter03.bayes_sequential import bayes_sequential
from chapter03.empirical_pmf import empirical_pmf
from chapter03.gaussian_naive_bayes import gaussian_naive_bayes
from chapter03.normal_logpdf import normal_logpdf
from chapter03.pmf_moments import pmf_moments

Array = NDArray[np.float64]
Labels = NDArray[np.int64]
Model = tuple[Array, Array, Array]


def learn(X: Array, y: Labels, K: int) -> Model:
    """Return the shares (K,) of the classes, and the means (K, D) and deviations (K, D) of features within them.

    Examples
    --------
    One feature; one sample in three is of class 0.

    >>> X, y = np.array([[0.0], [2.0], [5.0], [9.0], [7.0], [7.0]]), np.array([0, 0, 1, 1, 1, 1])
    >>> shares, means, deviations = learn(X, y, 2)
    >>> shares.round(3).tolist(), means.ravel().round(6).tolist(), (deviations.ravel() ** 2).round(6).tolist()
    ([0.333, 0.667], [1.0, 7.0], [1.0, 2.0])
    """
    floor = 1e-9 * max(variance for _, variance in _moments(X))
    by_class = np.array([_moments(X[y == k]) for k in range(K)])
    return empirical_pmf(y, K), by_class[:, :, 0], np.sqrt(by_class[:, :, 1] + floor)


def _moments(X: Array) -> list[tuple[float, float]]:
    """Return mean and variance of each column."""
    equal = np.full(len(X), 1.0 / len(X))
    return [pmf_moments(column.copy(), equal) for column in X.T]


def beliefs(model: Model, x: Array) -> Array:
    """Return what is believed of one sample x (D,), before and after each feature: (D + 1, K).

    Examples
    --------
    Two classes that are equally common and far from each other; a sample in the middle of the second one:

    >>> model = np.array([0.5, 0.5]), np.array([[0.0], [8.0]]), np.array([[1.0], [1.0]])
    >>> beliefs(model, np.array([8.0])).round(6).tolist()
    [[0.5, 0.5], [0.0, 1.0]]
    """
    shares, means, deviations = model
    logs = np.asarray(normal_logpdf(x[:, None], means.T, deviations.T))
    return bayes_sequential(shares, np.exp(logs - logs.max(axis=1, keepdims=True)))


def classify(model: Model, X: Array) -> Array:
    """Return the posteriors (M, K) of samples X (M, D)."""
    return np.array([beliefs(model, x)[-1] for x in X])


def at_once(X: Array, y: Labels, Q: Array) -> Array:
    """Return the posteriors (M, K) of samples Q (M, D), learnt from X and y and computed in one go."""
    return np.exp(gaussian_naive_bayes(X, y, Q))


def tell_apart(X: Array, y: Labels, X_new: Array, y_new: Labels, K: int) -> NDArray[np.int64]:
    """Return the confusion matrix (K, K) of new samples: row i, column j, how many of class i were taken for j."""
    P = classify(learn(X, y, K), X_new)
    return confusion_matrix(y_new, P.argmax(axis=1), K)


if __name__ == "__main__":
    from mdl_grade.network import iris

    X, y = iris().X, iris().Y.argmax(axis=1)
    order = np.random.default_rng(0).permutation(len(X))
    known, new = order[:100], order[100:]
    print("What is believed of the first new flower, feature by feature:")
    print(beliefs(learn(X[known], y[known], 3), X[new[0]]).round(4))
    print("True classes in rows, what they were taken for in columns:")
    print(tell_apart(X[known], y[known], X[new], y[new], 3))


### BEGIN EXPLANATION
"""
1. **What is naive.** Bayes' rule asks for the density of all D features at once, given the class. To learn that takes
   samples without end. If features are taken for independent within a class, it is a product of D densities of one
   number each, and mean and variance of each are enough: 2 D numbers a class.

2. **One feature after the other.** With a product, the rule may be applied factor by factor: what is believed after
   one feature is the prior of the next. Take one feature, two classes that are equally common, means 0 and 2,
   deviation 1. At x = 2 the densities have the proportion e⁻² to 1, so the belief in the second is 1/(1 + e⁻²) =
   0.8808. A second feature of the same kind makes it 1/(1 + e⁻⁴) = 0.9820.

>>> model = np.array([0.5, 0.5]), np.array([[0.0, 0.0], [2.0, 2.0]]), np.ones((2, 2))
>>> beliefs(model, np.array([2.0, 2.0])).round(4).tolist()
[[0.5, 0.5], [0.1192, 0.8808], [0.018, 0.982]]

3. **Only proportions count.** A factor that all classes share cancels when beliefs are made to sum to 1. So densities
   may be divided by the largest of them, and a sample that is far from all classes does not end in 0/0.

4. **Too sure.** Features of an iris are not independent: long petals are wide. What they say in common is counted
   several times, and posteriors lie nearer to 0 and 1 than they should. Which class is the largest is right all the
   same, mostly.
"""
### END EXPLANATION
