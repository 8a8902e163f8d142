"""Forwards and backwards through the same layers.

A function f from vectors (n,) to vectors (m,) is a chain of layers, given as a list, and applied in its order:

    ("linear", A)   x becomes A x, for a matrix A (m, n)
    ("shift", c)    x becomes x + c
    ("tanh",)       each entry becomes its tanh
    ("exp",)        each entry x becomes eˣ
    ("square",)     each entry becomes its square

Let J (m, n) be the Jacobian of f at x. There are two ways to multiply with it, and neither of them builds it:

* `jvp(layers, x, v)` returns J v (m,): how f(x) moves if x moves along v (n,). It walks with the layers: forward mode.
* `vjp(layers, x, u)` returns Jᵀ u (n,): how ⟨u, f(x)⟩ reacts to x. It walks against them: reverse mode.

Layers are not linear: each has its slope at the value that *arrives* there, and that is x at the first layer only.

The two know each other: ⟨u, J v⟩ = ⟨Jᵀ u, v⟩ for all u and v. This tells whether they fit together, without knowing
what is right.

An empty list is the identity. A layer of any other name raises ValueError, in both.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 4.4. Baydin, Pearlmutter, Radul, Siskind, Automatic
differentiation in machine learning: a survey (2018).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Layer = tuple[Any, ...]


def jvp(layers: Sequence[Layer], x: Array, v: Array) -> Array:
    """Return J v, for the Jacobian J of the layers at x.

    Parameters
    ----------
    layers : list of tuples
    x : (n,) float64
    v : (n,) float64
        The direction in which x moves.

    Returns
    -------
    Jv : (m,) float64

    Raises
    ------
    ValueError
        If a layer has another name.

    Examples
    --------
    f(x) = (x₀ + 2 x₁)² at x = (1, 1), where the slope of the square is 2 · 3:

    >>> layers = [("linear", np.array([[1.0, 2.0]])), ("square",)]
    >>> jvp(layers, np.array([1.0, 1.0]), np.array([0.0, 1.0])).tolist()
    [12.0]
    """
    raise NotImplementedError


def vjp(layers: Sequence[Layer], x: Array, u: Array) -> Array:
    """Return Jᵀ u, for the Jacobian J of the layers at x.

    Parameters
    ----------
    layers : list of tuples
    x : (n,) float64
    u : (m,) float64
        The weights of the outputs.

    Returns
    -------
    JTu : (n,) float64

    Raises
    ------
    ValueError
        If a layer has another name.

    Examples
    --------
    >>> layers = [("linear", np.array([[1.0, 2.0]])), ("square",)]
    >>> vjp(layers, np.array([1.0, 1.0]), np.array([1.0])).tolist()
    [6.0, 12.0]
    """
    raise NotImplementedError
