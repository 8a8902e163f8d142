"""Depth makes pieces.

A network of ReLUs from one number to one number is a broken line. With one hidden layer of M units it has M + 1
straight pieces at most: each unit bends it once. Depth does more. The tent map

    T(x) = 2x for x ≤ 1/2, and 2 − 2x for x ≥ 1/2,

is 2 relu(x) − 4 relu(x − 1/2) on [0, 1], a hidden layer of two units. Composed with itself, T(T(x)) goes up and down
twice: all that the second tent does, it does on the first one's way up, and again on its way down. After d compositions
there are 2^d pieces, from 2 d units. One hidden layer would need 2^d − 1.

`tent_network(depth)` returns a network that computes T composed `depth` times, on [0, 1], with `depth` hidden layers of
two units. Which weights it has is left to you.

`linear_pieces(params, low, high)` takes any such network, and returns the places between low and high where it has a
kink, in increasing order, and the slopes of its pieces, from left to right: one more than there are kinks.

* params is a list of pairs (W, b), one a layer, with W (n_in, n_out) and b (n_out,). After all layers but the last
  comes a ReLU: h ← relu(h W + b), and at the end y = h W + b. n_in of the first layer is 1, and so is n_out of the
  last. There is one pair at least; with one, y is a straight line.
* There is a kink where the slope changes. Where a unit switches on or off, and that does not show in y, there is none:
  slopes that differ by no more than 10⁻⁹ of the largest slope (in modulus) are the same. What is at low and at high, or
  outside, is none either.
* Pieces may be short: points on a grid don't find them all. In the networks that are tried, places where units switch
  are not nearer to each other than a thousandth of high − low, and slopes change at kinks by a thousandth of the
  largest at least. Where what goes into a unit is 0, it changes its sign.
* depth ≥ 1, and low < high.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 5, on expressive power. Telgarsky,
Representation Benefits of Deep Feedforward Networks (2015). Montúfar, Pascanu, Cho, Bengio, On the Number of Linear
Regions of Deep Neural Networks (2014).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Params = list[tuple[Array, Array]]


def tent_network(depth: int) -> Params:
    """Return a network that computes the tent map, composed with itself.

    Parameters
    ----------
    depth : int
        How many times, ≥ 1.

    Returns
    -------
    params : list of (W, b)
        depth hidden layers of two units, and a last layer of one: (1, 2), then (2, 2) for each further hidden layer,
        then (2, 1).

    Examples
    --------
    >>> (W1, b1), (W2, b2) = tent_network(1)
    >>> X = np.array([[0.0], [0.25], [0.5], [1.0]])
    >>> (np.maximum(X @ W1 + b1, 0.0) @ W2 + b2).round(10).ravel().tolist()
    [0.0, 0.5, 1.0, 0.0]
    """
    ### BEGIN SOLUTION
    units, tent = np.ones((1, 2)), np.array([[2.0], [-4.0]])
    shift = np.array([0.0, -0.5])
    between = [(tent @ units, shift) for _ in range(depth - 1)]
    return [(units, shift), *between, (tent, np.zeros(1))]
    ### END SOLUTION


def linear_pieces(params: Params, low: float, high: float) -> tuple[Array, Array]:
    """Return the kinks of a network of ReLUs between two places, and the slopes of its pieces.

    Parameters
    ----------
    params : list of (W, b)
        A network from one number to one number.
    low, high : float
        Where to look, low < high.

    Returns
    -------
    kinks : (n − 1,) float64
        In increasing order, low < kink < high.
    slopes : (n,) float64
        Of the pieces, from left to right.

    Examples
    --------
    2 relu(x) − 3 relu(x − 1) rises from 0 to 1, and falls from then on:

    >>> params = [(np.array([[1.0, 1.0]]), np.array([0.0, -1.0])), (np.array([[2.0], [-3.0]]), np.array([0.0]))]
    >>> kinks, slopes = linear_pieces(params, -1.0, 3.0)
    >>> kinks.round(10).tolist(), slopes.round(10).tolist()
    ([0.0, 1.0], [0.0, 2.0, -1.0])
    """
    ### BEGIN SOLUTION
    x, H = np.array([low, high]), np.array([[low], [high]])
    for W, b in params[:-1]:
        Z = H @ W + b  # at x; straight in between
        i, unit = np.nonzero(Z[:-1] * Z[1:] < 0)
        left, right = Z[i, unit], Z[i + 1, unit]
        crossings = x[i] + (x[i + 1] - x[i]) * left / (left - right)
        finer = np.union1d(x, crossings)
        H = np.maximum(np.column_stack([np.interp(finer, x, z) for z in Z.T]), 0.0)
        x = finer
    slopes = np.diff((H @ params[-1][0])[:, 0]) / np.diff(x)
    bends = np.abs(np.diff(slopes)) > 1e-9 * np.max(np.abs(slopes))
    return x[1:-1][bends], slopes[np.append(True, bends)]
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Layers of tents.** The hidden units of a layer are relu(t) and relu(t − 1/2), where t is the tent of the layer
   before, t = 2 h[0] − 4 h[1]. So the matrix between two hidden layers is the product of (2, −4), as a column, and (1,
   1), as a row: ((2, 2), (−4, −4)). The bias is (0, −1/2) throughout.

2. **Folding.** T maps [0, 1/2] onto [0, 1], and [1/2, 1] as well, backwards. Whatever g is on [0, 1], g(T(x)) is g
   twice, the second time mirrored: twice as many pieces, and two units more. Slopes are ±2^d.

>>> kinks, slopes = linear_pieces(tent_network(3), 0.0, 1.0)
>>> (8 * kinks).tolist(), slopes.tolist()
([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0], [8.0, -8.0, 8.0, -8.0, 8.0, -8.0, 8.0, -8.0])

3. **Why one layer can't.** y = Σ_m v_m relu(w_m x + b_m) + c: each unit bends y at −b_m/w_m alone. M units make M kinks
   at most.

4. **Layer by layer.** Suppose it is known for the units of one layer what they are at the places x_0 < x_1 < …, and
   that they are straight in between. Then the next layer's h W + b are straight there, too. Where one changes its sign
   between two places, it crosses 0 at the share z_left/(z_left − z_right) of the way: a new place. After the ReLU all
   units are straight between the old places and the new ones.

5. **No grid.** Pieces get as short as 2^−d, and a grid that is too coarse passes over them. Crossings are calculated,
   and found whatever their distance is.

6. **What does not show.** A unit may switch where its weights to the next layer are 0, or where what it goes to is
   switched off. The slopes on both sides are the same then, up to rounding.
"""
### END EXPLANATION
