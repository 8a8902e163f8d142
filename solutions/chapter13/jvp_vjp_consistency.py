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
    ### BEGIN SOLUTION
    for layer in layers:
        x, slope = _step(layer, x)
        v = slope @ v if slope.ndim == 2 else slope * v
    return v
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    slopes = []
    for layer in layers:
        x, slope = _step(layer, x)
        slopes.append(slope)
    for slope in reversed(slopes):
        u = slope.T @ u if slope.ndim == 2 else slope * u
    return u


def _step(layer: Layer, x: Array) -> tuple[Array, Array]:
    """Return what leaves a layer, and its slope where x arrives: a matrix, or one number for each entry."""
    match layer:
        case ("linear", A):
            return A @ x, A
        case ("shift", c):
            return x + c, np.ones_like(x)
        case ("tanh",):
            return np.tanh(x), 1.0 - np.tanh(x) ** 2
        case ("exp",):
            return np.exp(x), np.exp(x)
        case ("square",):
            return x**2, 2.0 * x
    raise ValueError(f"no layer is called {layer[0]!r}")
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The chain rule is a product.** With layers f₁, …, f_L, J = J_L … J₂ J₁, each J_i taken at what arrives at layer i.

2. **From the right or from the left.** J v = J_L (… (J₂ (J₁ v))) starts with the first layer; Jᵀ u = J₁ᵀ (… (J_Lᵀ u))
   with the last. Either is a row of products of a matrix and a vector. Multiplying the matrices with each other first
   would be far more work.

3. **Each layer.** ("linear", A) has J = A and Jᵀ = Aᵀ, wherever x is. The others have diagonal Jacobians, which are
   their own transposes: 1; 1 − tanh²; eˣ; 2 x.

4. **What reverse mode has to remember.** It needs the slopes in the order opposite to that in which the values come up.
   So it goes forwards first, and keeps the slopes or the values. Forward mode keeps nothing.

5. **Which to take.** J v costs about as much as f, and gives one column of J for each v; Jᵀ u gives one row. For a loss
   (m = 1) the whole gradient is one Jᵀ u: that is why networks are trained backwards.

At x = (1, 2) with the layers square and [[1, 1]]: J = [[2, 4]].

>>> layers = [("square",), ("linear", np.array([[1.0, 1.0]]))]
>>> x = np.array([1.0, 2.0])
>>> jvp(layers, x, np.array([1.0, 10.0])).tolist(), vjp(layers, x, np.array([3.0])).tolist()
([42.0], [6.0, 12.0])
"""
### END EXPLANATION
