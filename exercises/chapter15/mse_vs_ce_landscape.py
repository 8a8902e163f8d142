"""Loss landscapes of one neuron.

A neuron with one input has two parameters, and so its loss can be drawn as a landscape over the plane: s = σ(w x + b)
with σ(z) = 1/(1 + e^{−z}), for samples x_i of the classes y_i, 0 or 1. Two losses compete, both a mean over the
samples:

    "mse":  1/N Σ_i (s_i − y_i)²,          "ce":  1/N Σ_i ( −y_i log s_i − (1 − y_i) log(1 − s_i) ).

That of cross-entropy is convex, a single bowl. That of mean squares is not: far out it is level, since the sigmoid is,
and a descent that starts there hardly moves, however wrong it is.

Return the loss at each point of a grid, as a table: the row says which w it is, and the column which b.

* The mean square is not halved. Logarithms are natural.
* Cross-entropy is right for any grid, also where s is 0 or 1 in floating point: with z = w x + b = 900 and y = 0 it is
  900.
* A cross-entropy that is tiny is tiny, not 0: with a single sample, z = 40 and y = 1, it is 4.2e-18.
* Other kinds than "mse" and "ce" raise ValueError.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 3, on the losses of logistic regression.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def mse_vs_ce_landscape(x: Floats, y: NDArray[np.int64], w_grid: Floats, b_grid: Floats, kind: str) -> Floats:
    """Return the loss of a neuron at each point of a grid.

    Parameters
    ----------
    x : (N,)
        Samples of a single feature.
    y : (N,), integers
        Classes 0 and 1.
    w_grid : (P,)
    b_grid : (Q,)
    kind : str
        "mse" or "ce".

    Returns
    -------
    losses : (P, Q)
        losses[p, q] is that of w_grid[p] and b_grid[q].

    Raises
    ------
    ValueError
        If the kind is neither of them.

    Examples
    --------
    With w = 0 and b = 0 all probabilities are ½:

    >>> x, y, zero = np.array([-1.0, 2.0]), np.array([0, 1]), np.array([0.0])
    >>> mse_vs_ce_landscape(x, y, zero, zero, "mse").tolist()
    [[0.25]]
    >>> mse_vs_ce_landscape(x, y, zero, zero, "ce").round(6).tolist()
    [[0.693147]]
    """
    raise NotImplementedError
