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
    ### BEGIN SOLUTION
    values: dict[str, Array] = {}
    for name, (operation, *inputs) in nodes.items():
        values[name] = _forward(operation, *(inputs if operation == "leaf" else [values[i] for i in inputs]))
    grads = {name: np.zeros_like(value) for name, value in values.items()}
    grads[out] = np.ones_like(values[out])
    for name in reversed(list(nodes)):
        operation, *inputs = nodes[name]
        if operation != "leaf":
            pulled = _pull(operation, grads[name], values[name], *[values[i] for i in inputs])
            for i, dA in zip(inputs, pulled, strict=True):
                grads[i] = grads[i] + dA
    return grads


def _forward(operation: str, a: Any, b: Any = None) -> Any:
    """Return the value of a node, from those of its inputs."""
    match operation:
        case "add":
            return a + b
        case "mul":
            return a * b
        case "matmul":
            return a @ b
        case "relu":
            return np.maximum(a, 0.0)
        case "sigmoid":
            return 1 / (1 + np.exp(-a))
    return a


def _pull(operation: str, dY: Any, y: Any, a: Any, b: Any = None) -> tuple[Any, ...]:
    """Return what the inputs a, b of y hear, from the gradient dY of y."""
    match operation:
        case "add":
            return dY, dY
        case "mul":
            return dY * b, dY * a
        case "matmul":
            return dY @ b.T, a.T @ dY
        case "relu":
            return (dY * (a > 0),)
    return (dY * y * (1 - y),)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **What a node hears.** Let y be made of a and others. If L reacts to y with dY, it reacts to a, through y, with
   dY · ∂y/∂a. The chain rule adds this up over all nodes that a was used in:

       ∂L/∂a = Σ over users y of a:  dY · ∂y/∂a.

2. **Each operation pulls back.** add hands dY to both; mul hands each the other factor times dY; matmul hands dY Bᵀ to
   A and Aᵀ dY to B; ReLU and σ multiply dY by their slope.

3. **Adding, not replacing.** In y = x · x the node x is used twice, and hears x dY from both places: 2 x dY. Writing
   the second over the first leaves half.

>>> {k: float(v) for k, v in graph_backward({"x": ("leaf", 3.0), "y": ("mul", "x", "x")}, "y").items()}
{'x': 6.0, 'y': 1.0}

4. **In which order.** A node may pass on only when it has heard everything. Nodes are listed so that each stands behind
   what it is made of. Backwards, each stands behind all its users: walk the list in reverse, and nothing comes too
   late. Walking from `out` by recursion instead visits a node once for each path, and there may be 2ⁿ of them: x₁ = x₀
   + x₀, x₂ = x₁ + x₁, …

>>> nodes = {"x0": ("leaf", 1.0)} | {f"x{i}": ("add", f"x{i-1}", f"x{i-1}") for i in range(1, 31)}
>>> float(graph_backward(nodes, "x30")["x0"]) == 2.0**30
True

5. **What is not on the way.** L does not depend on nodes that no path leads from to `out`: they begin with zero, and
   nobody adds to it. `out` itself begins with ones, since L = Σ out.
"""
### END EXPLANATION
