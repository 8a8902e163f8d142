"""Dropout, forward and backward.

In training, dropout sets each entry to 0 with the probability p_drop, independently of all others. No unit can rely on
another: it is as if many thinned networks were trained at once. So that the expectation stays what it was, what is left
is divided by 1 − p_drop (inverted dropout). In evaluation nothing happens.

Forward, return the output and the mask that was used, with entries 0 and 1/(1 − p_drop):

    Y = X · mask, entry by entry.

Backward, given ∂L/∂Y and the same mask, return ∂L/∂X.

* p_drop is the probability to drop. (In other places it is that to keep.)
* So that two right answers train alike, the draw is settled: an entry is kept where rng.random(X.shape) ≥ p_drop.
* If train is False, Y is X, and the mask is all ones; nothing is drawn from rng.
* p_drop must be at least 0 and below 1; otherwise raise ValueError, in evaluation as well.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 5. Srivastava, Hinton, Krizhevsky,
Sutskever, Salakhutdinov, Dropout (2014). (There the weights are scaled in evaluation instead.)
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def dropout_forward(X: Array, p_drop: float, train: bool, rng: np.random.Generator) -> tuple[Array, Array]:
    """Return X with some entries dropped, and the mask.

    Parameters
    ----------
    X : array of any shape
    p_drop : float
        Probability of each entry to be dropped, 0 ≤ p_drop < 1.
    train : bool
        Whether this is training, or evaluation.
    rng : numpy.random.Generator

    Returns
    -------
    Y, mask : shape of X
        float64; in evaluation Y may be X itself.

    Raises
    ------
    ValueError
        If p_drop is below 0, or not below 1.

    Examples
    --------
    The first numbers of this Generator are 0.64, 0.27, 0.04: with p_drop = 0.2 the third entry is dropped, and the
    others are divided by 0.8.

    >>> Y, mask = dropout_forward(np.array([4.0, 8.0, 2.0]), 0.2, True, np.random.default_rng(0))
    >>> Y.tolist(), mask.tolist()
    ([5.0, 10.0, 0.0], [1.25, 1.25, 0.0])
    """
    ### BEGIN SOLUTION
    if not 0 <= p_drop < 1:
        raise ValueError(f"p_drop is {p_drop}: it has to be at least 0 and below 1")
    if not train:
        return X.copy(), np.ones(X.shape)
    mask = (rng.random(X.shape) >= p_drop) / (1 - p_drop)
    return X * mask, mask
    ### END SOLUTION


def dropout_backward(dY: Array, mask: Array) -> Array:
    """Return the gradient of the loss with respect to what went into dropout.

    Parameters
    ----------
    dY : array of any shape
        ∂L/∂Y.
    mask : same shape
        What `dropout_forward` returned.

    Returns
    -------
    dX : same shape

    Examples
    --------
    >>> dropout_backward(np.array([1.0, 2.0, 3.0]), np.array([1.25, 1.25, 0.0])).tolist()
    [1.25, 2.5, 0.0]
    """
    ### BEGIN SOLUTION
    return dY * mask
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The expectation.** An entry of the mask is 0 with the probability p, and 1/(1 − p) with 1 − p: its mean is 1. So E
   Y = X, and the next layer sees inputs of the size that it will see in evaluation.

2. **Which probability.** rng.random is uniform on [0, 1): it is below p with the probability p. What is ≥ p is kept,
   with the probability 1 − p. At p = ½ drop and keep can be exchanged unnoticed; try 0.2.

3. **Backward.** Once the mask is drawn, Y = X · mask is linear, entry by entry: ∂Y/∂X is the mask, the factor 1/(1 − p)
   included. Another mask would be the derivative of another function.

4. **The variance** of Y is X² p/(1 − p): at p = 0.2 a quarter of X², at p = 0.7 more than twice. That is the noise
   which dropout regularises by.

>>> masks = [dropout_forward(np.ones(10000), p, True, np.random.default_rng(1))[1] for p in (0.2, 0.7)]
>>> [(round(float(mask.mean()), 1), round(float(np.mean(mask == 0)), 1)) for mask in masks]
[(1.0, 0.2), (1.0, 0.7)]

5. **Evaluation.** Without noise, and without scaling: that has been done in training.
"""
### END EXPLANATION
