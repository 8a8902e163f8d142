"""Batch normalisation, forward.

Whatever the weights before it do, batch normalisation gives each feature a mean of beta and a standard deviation of
gamma, over the batch that is being trained on:

    X̂ = (X − mean) / √(var + eps),    Y = gamma X̂ + beta,

with mean and var of each column over the N samples, var the biased variance (divided by N), and eps *under* the root.

When the network is used, there may be one sample only, and what is answered for it must not depend on its neighbours.
So in training, running averages of means and variances are kept, and in evaluation they take the place of the batch's:

    running ← decay · running + (1 − decay) · batch's.

* running is a dict with the keys "mean" and "var", each (D,). In training a new dict is returned, in evaluation one
  with the same numbers. The caller's is not changed.
* The batch's variance enters the average as it is, biased. (PyTorch takes the unbiased one, and its `momentum` is 1 −
  decay.)
* In training, the batch's own mean and variance normalise; the running ones don't.
* With a single sample, X̂ is 0 in training: Y is beta.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 5. Ioffe, Szegedy, Batch Normalization
(2015), algorithms 1 and 2.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def batchnorm_forward(
    X: Array, gamma: Array, beta: Array, running: dict[str, Array], decay: float, eps: float, train: bool
) -> tuple[Array, dict[str, Array]]:
    """Return the normalised batch, and the running averages after it.

    Parameters
    ----------
    X : (N, D)
    gamma, beta : (D,)
    running : dict of (D,)
        Averages of means and variances, "mean" and "var", so far.
    decay : float
        Weight of the old average, between 0 and 1.
    eps : float
        > 0.
    train : bool
        Whether this is training, or evaluation.

    Returns
    -------
    Y : (N, D)
    running : dict of (D,)

    Examples
    --------
    The column 1, 5 has the mean 3 and the variance 4; with eps = 5 the root is 3:

    >>> running = {"mean": np.array([1.0]), "var": np.array([8.0])}
    >>> X, gamma, beta = np.array([[1.0], [5.0]]), np.array([3.0]), np.array([1.0])
    >>> Y, after = batchnorm_forward(X, gamma, beta, running, 0.75, 5.0, True)
    >>> Y.tolist(), after["mean"].tolist(), after["var"].tolist()
    ([[-1.0], [3.0]], [1.5], [7.0])
    """
    ### BEGIN SOLUTION
    if train:
        mean, var = X.mean(axis=0), X.var(axis=0)
        new = {
            "mean": decay * running["mean"] + (1 - decay) * mean,
            "var": decay * running["var"] + (1 - decay) * var,
        }
    else:
        mean, var = running["mean"], running["var"]
        new = {"mean": mean.copy(), "var": var.copy()}
    return gamma * (X - mean) / np.sqrt(var + eps) + beta, new
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Over the batch.** A feature is a column: mean and variance are taken along axis 0, and each of the D features has
   its own. Over axis 1 it would be another method, layer normalisation.

2. **eps under the root.** √(var + eps) is the root of a positive number, and never 0. The columns of X̂ then have the
   variance var/(var + eps), a little below 1.

3. **What is forgotten.** Adding a number to a column of X changes nothing, and neither does a factor, up to eps. So the
   bias of a dense layer before it is superfluous: beta has taken its place.

4. **Two ways to be.** In training, each sample's output depends on the whole batch, which is a noise that regularises.
   In evaluation it must not: the averages of many batches are fixed numbers, and Y is an affine function of X, row by
   row.

>>> running = {"mean": np.zeros(2), "var": np.ones(2)}
>>> X = np.array([[3.0, 8.0], [5.0, 0.0]])
>>> one, two = np.ones(2), np.zeros(2)
>>> batchnorm_forward(X, one, two, running, 0.9, 1e-12, True)[0].round(6).tolist()
[[-1.0, 1.0], [1.0, -1.0]]
>>> batchnorm_forward(X, one, two, running, 0.9, 1e-12, False)[0].round(6).tolist()
[[3.0, 8.0], [5.0, 0.0]]

5. **How long the average remembers.** With decay = 0.9 a batch counts for a tenth, and after k more batches for 0.9ᵏ of
   that: the memory is about 1/(1 − decay) batches long. At the start, running holds what it was set to.

6. **A single sample** is its own mean: X − mean is 0, and Y is beta. That is of no use in training, but no error.
"""
### END EXPLANATION
