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
    raise NotImplementedError


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
    raise NotImplementedError
