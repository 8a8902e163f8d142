"""Mixup.

Between a cat and a dog there is half a cat and half a dog. Mixup trains on such samples: each is mixed with another of
the same batch, and its label as well,

    Xm = lam · X + (1 − lam) · X[perm],   Ym = lam · Y + (1 − lam) · Y[perm].

The network learns to go from class to class in a straight line, and not to be certain in between.

Return Xm and Ym.

* One lam holds for the whole batch. It is drawn from the beta distribution with both parameters alpha. For small alpha
  it is mostly near 0 or 1, for alpha = 1 uniform, for large alpha near 1/2.
* X may have any number of axes; the first is that of the samples. Y is one-hot, or holds other probabilities.
* So that two right answers train alike, the draws are settled: first lam = rng.beta(alpha, alpha), then
  perm = rng.permutation(N), and nothing else. A sample may be mixed with itself.
* alpha > 0; any other raises ValueError.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, tricks of the trade. Zhang, Cisse, Dauphin,
Lopez-Paz, mixup: Beyond Empirical Risk Minimization (2018).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def mixup(X: Array, Y: Array, alpha: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Return a batch in which each sample is mixed with another.

    Parameters
    ----------
    X : (N, ...) float64
        Samples.
    Y : (N, K) float64
        Their labels: rows that sum to 1.
    alpha : float
        Both parameters of the beta distribution, > 0.
    rng : numpy.random.Generator

    Returns
    -------
    Xm : (N, ...) float64
    Ym : (N, K) float64

    Raises
    ------
    ValueError
        If alpha is not above 0.

    Examples
    --------
    This Generator gives lam = 0.25 (to two digits) and perm = [1, 0].

    >>> X, Y = np.array([[0.0], [100.0]]), np.eye(2)
    >>> Xm, Ym = mixup(X, Y, 1.0, np.random.default_rng(108))
    >>> Xm.round().tolist(), Ym.round(2).tolist()
    ([[75.0], [25.0]], [[0.25, 0.75], [0.75, 0.25]])
    """
    ### BEGIN SOLUTION
    if not alpha > 0:
        raise ValueError(f"alpha is {alpha}: it has to be above 0")
    lam = rng.beta(a=alpha, b=alpha)
    perm = rng.permutation(len(X))
    return lam * X + (1 - lam) * X[perm], lam * Y + (1 - lam) * Y[perm]
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **On the line between two samples.** Row n of Xm lies between X[n] and X[perm[n]], at the share 1 − lam of the way,
   and its label at the same share between theirs. So lam, perm and the side on which lam stands are the same for both:
   a label that is mixed otherwise is the label of another point.

2. **Rows are still probabilities.** lam + (1 − lam) = 1, so rows of Ym sum to 1; cross-entropy takes them as targets.
   argmax would throw away what has been mixed.

3. **Sums stay.** Each sample is once the first and once the second: Σ_n Xm[n] = lam Σ_n X[n] + (1 − lam) Σ_n X[n]. The
   mean of the batch is not moved, whatever lam is.

>>> X, Y = np.array([[1.0], [2.0], [6.0]]), np.eye(3)
>>> Xm, Ym = mixup(X, Y, 0.5, np.random.default_rng(0))
>>> round(float(Xm.mean()), 10), Ym.sum(axis=0).round(10).tolist()
(3.0, [1.0, 1.0, 1.0])

4. **What is expected.** lam has the mean 1/2, and a partner is each sample with the probability 1/N: on average a
   sample comes half-way to the mean of its batch.

5. **A permutation, not a draw with replacement**, makes this so with one call. Mixing within the batch means that no
   second batch has to be loaded.

6. **How far.** Var lam = 1/(4 (2 alpha + 1)): with alpha = 0.2, lam is mostly near 0 or 1, and mixes little. (lam and
   1 − lam are equally likely: some take the larger, so that a sample keeps most of itself.)

>>> rng = np.random.default_rng(0)
>>> bool(abs(rng.beta(0.2, 0.2, size=100000).var() - 1 / (4 * 1.4)) < 0.001)
True
"""
### END EXPLANATION
