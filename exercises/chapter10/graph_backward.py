"""Backpropagation on a graph.

Any computation is a graph. Its nodes are listed in an order in which they can be computed, by name, as a dict:

    {"m": ("leaf", 2.0), "x": ("leaf", 3.0), "b": ("leaf", 1.0), "mx": ("mul", "m", "x"), "y": ("add", "mx", "b")}

says that y = m x + b. A leaf has a value; every other node has an operation, and the names of one or two nodes that
stand before it:

    ("add", a, b)     a + b, of equal shapes
    ("mul", a, b)     a ∘ b, entry by entry, of equal shapes
    ("matmul", a, b)  a b, the matrix product of a (N, D) and b (D, K)
    ("relu", a)       max(0, a), entry by entry; ReLU′(0) = 0
    ("sigmoid", a)    1 / (1 + e⁻ᵃ), entry by entry

Let L be the sum of the entries of one of these nodes, `out`. Walk back from it, and find out how L reacts to every
node.

Each operation has to know its own derivative only. Two things make this a method: a node that is used more than once
hears from each place where it is used, and all of that adds up; and a node passes on what it has heard only when
nobody is left who could add to it. So each node is visited once, however many paths lead from it to `out`.

What `out` doesn't depend on has a gradient too: zero.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 4.4 and 5.4. Kapoor, Gulli, Pal, Deep Learning with
TensorFlow and Keras, chapter 14. Kneusel, Math for Deep Learning, chapter 10.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Node = tuple[Any, ...]


def graph_backward(nodes: Mapping[str, Node], out: str) -> dict[str, Array]:
    """Return the gradient of L = Σ out with respect to every node.

    Parameters
    ----------
    nodes : dict
        name -> ("leaf", value) or (operation, name) or (operation, name, name); the values are floats or arrays.
    out : str
        Name of a node, not always the last.

    Returns
    -------
    grads : dict
        name -> ∂L/∂node, of the shape of the node's value, for every node there is.

    Examples
    --------
    y = m x + b at m = 2, x = 3, b = 1:

    >>> leaves = {"m": ("leaf", 2.0), "x": ("leaf", 3.0), "b": ("leaf", 1.0)}
    >>> grads = graph_backward({**leaves, "mx": ("mul", "m", "x"), "y": ("add", "mx", "b")}, "y")
    >>> {name: float(grad) for name, grad in grads.items()}
    {'m': 3.0, 'x': 2.0, 'b': 1.0, 'mx': 1.0, 'y': 1.0}
    """
    raise NotImplementedError
