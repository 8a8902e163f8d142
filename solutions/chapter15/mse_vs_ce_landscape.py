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
    ### BEGIN SOLUTION
    if kind not in ("mse", "ce"):
        raise ValueError(f"there is no loss called {kind!r}")
    z = w_grid[:, None, None] * x + b_grid[:, None]
    towards = np.where(y == 1, -z, z)
    if kind == "mse":
        squares: Floats = np.mean((0.5 * (1.0 + np.tanh(0.5 * towards))) ** 2, axis=2)
        return squares
    entropies: Floats = np.mean(np.logaddexp(0.0, towards), axis=2)
    return entropies
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One number for both classes.** Let t = −z for y = 1 and t = z for y = 0: how far the score points to the wrong
   class. 1 − σ(z) = σ(−z), so |s − y| = σ(t) in both cases, and the cross-entropy is −log(1 − σ(t)) = log(1 + e^t).

2. **The second derivatives.** That of log(1 + e^t) is σ(t)(1 − σ(t)) > 0, and t is linear in (w, b): a sum of such
   functions is convex. That of σ(t)² is 2 σ² (1 − σ)(2 − 3σ), negative where σ(t) > 2/3. A sample that is badly wrong
   bends the landscape downwards.

>>> s = np.array([0.5, 0.9])
>>> (2 * s**2 * (1 - s) * (2 - 3 * s)).round(4).tolist()
[0.125, -0.1134]

3. **The plain far out.** For t → ∞ the mean square tends to 1 and its slope to 0, while the cross-entropy grows as t,
   with slope 1:

>>> x, y = np.array([1.0]), np.array([0])
>>> w, none = np.array([5.0, 10.0, 20.0]), np.array([0.0])
>>> mse_vs_ce_landscape(x, y, w, none, "mse").ravel().round(4).tolist()
[0.9867, 0.9999, 1.0]
>>> mse_vs_ce_landscape(x, y, w, none, "ce").ravel().round(4).tolist()
[5.0067, 10.0, 20.0]

4. **Three axes.** A table (P, 1, 1) times (N,) plus (Q, 1) is (P, Q, N): all scores at once. The mean over the last
   axis leaves (P, Q).

5. **Orientation.** σ(w x + b) rises with x for w > 0. Scripts that write 1/(1 + e^{w x + b}) draw the same landscape
   turned by 180°: with symmetric data, nobody notices.
"""
### END EXPLANATION
