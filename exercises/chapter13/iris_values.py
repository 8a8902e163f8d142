"""A network whose numbers differentiate themselves.

Nobody derives a gradient here: neither you nor this program. There is nothing to fill in: the program below is
complete, and imports what you wrote. It writes a small network down as a graph, computes it with your numbers, and asks
them for all derivatives at once. That is what a framework does, on a small scale.

* The graph says by name which node is made of which. Your topological_order finds an order in which it can be computed.
* Your numbers, Value of value_reverse, are what is computed with. They remember where they come from; one backward()
  from the loss, and each weight has its derivative in grad.
* The irises are dealt by your minibatches, and your momentum_step moves the parameters (chapter 11).

Four lengths x of a flower go through a layer with tanh and one without, z = x W₁ + b₁, h = tanh z, s = h W₂ + b₂. The
softmax makes probabilities of that, pₖ = exp sₖ / Σⱼ exp sⱼ. (The numbers s stay small here, so nothing is subtracted
from them.) The loss of a sample with one-hot y is its cross-entropy, and a penalty for large weights,

    ½ λ Σ w² − Σₖ yₖ log pₖ,

where w are all entries of W₁ and W₂; b₁ and b₂ are free. The loss of a minibatch is the mean over its samples.

The Values of the weights, and the penalty, are made once a step, and all samples of the minibatch share them. So
backward is called on one sample's loss after the other, on numbers that have been through that before: it has to start
afresh each time.

Once your answers are there, run it in your workspace, from the folder that holds chapter13:

    python -m chapter13.iris_values

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 4.4. Kapoor, Gulli, Pal, Deep Learning with
TensorFlow and Keras, chapter 14. The irises: R. A. Fisher, The use of multiple measurements in taxonomic problems
(1936); UCI Machine Learning Repository.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chapter11.minibatches import minibatches
from chapter11.momentum_step import momentum_step
from chapter13.topological_order import topological_order
from chapter13.value_reverse import Value

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
Graph = dict[str, tuple[str, list[str]]]

NAMES = ("W1", "b1", "W2", "b2")
OPERATIONS: dict[str, Callable[..., Value]] = {
    "sum": lambda *terms: reduce(operator.add, terms),
    "difference": operator.sub,
    "product": operator.mul,
    "quotient": operator.truediv,
    "tanh": lambda a: a.tanh(),
    "exp": lambda a: a.exp(),
    "log": lambda a: a.log(),
}


def network(D: int, H: int, K: int) -> Graph:
    """Return how the loss of a sample comes about: the operation that makes a node, and of which nodes.

    Nodes that are not in it are given: x, y, the parameters and the penalty.

    Examples
    --------
    >>> graph = network(4, 3, 3)
    >>> graph["h[0]"], graph["p[2]"]
    (('tanh', ['z[0]']), ('quotient', ['e[2]', 'Σ e']))
    """
    graph: Graph = {}
    for layer, a, inputs, z, outputs in ((1, "x", D, "z", H), (2, "h", H, "s", K)):
        for j in range(outputs):
            terms = {f"{a}[{i}] W{layer}[{i},{j}]": [f"{a}[{i}]", f"W{layer}[{i},{j}]"] for i in range(inputs)}
            graph |= {term: ("product", factors) for term, factors in terms.items()}
            graph[f"{z}[{j}]"] = ("sum", [f"b{layer}[{j}]", *terms])
    graph |= {f"h[{j}]": ("tanh", [f"z[{j}]"]) for j in range(H)}
    for k in range(K):
        graph[f"e[{k}]"] = ("exp", [f"s[{k}]"])
        graph[f"p[{k}]"] = ("quotient", [f"e[{k}]", "Σ e"])
        graph[f"log p[{k}]"] = ("log", [f"p[{k}]"])
        graph[f"y[{k}] log p[{k}]"] = ("product", [f"y[{k}]", f"log p[{k}]"])
    graph["Σ e"] = ("sum", [f"e[{k}]" for k in range(K)])
    graph["Σ y log p"] = ("sum", [f"y[{k}] log p[{k}]" for k in range(K)])
    graph["loss"] = ("difference", ["penalty", "Σ y log p"])
    return graph


def evaluate(graph: Graph, out: str, given: Mapping[str, Any]) -> Value:
    """Compute the node `out`, and what it is made of, from the nodes that are given."""
    values = dict(given)
    for node in topological_order(out, lambda node: [] if node in given else graph[str(node)][1]):
        if node not in given:
            operation, parents = graph[str(node)]
            values[str(node)] = OPERATIONS[operation](*(values[parent] for parent in parents))
    result: Value = values[out]
    return result


def named(name: str, array: Array) -> dict[str, float]:
    """Return the entries of an array with their names, such as W1[0,2]."""
    return {f"{name}[{','.join(map(str, i))}]": float(array[i]) for i in np.ndindex(array.shape)}


def loss_and_gradients(params: Sequence[Array], X: Array, Y: Array, lam: float) -> tuple[float, list[Array]]:
    """Return the loss of a minibatch X (N, D), Y (N, K), and its derivatives by W1, b1, W2 and b2.

    Examples
    --------
    Weights of zero find all classes equally likely: the loss is log 2, and s of the true class should rise.

    >>> params = [np.zeros((1, 1)), np.zeros(1), np.zeros((1, 2)), np.zeros(2)]
    >>> loss, gradients = loss_and_gradients(params, np.array([[3.0]]), np.array([[1.0, 0.0]]), 0.1)
    >>> round(float(loss), 6), gradients[3].tolist()
    (0.693147, [-0.5, 0.5])
    """
    (D, H), K = params[0].shape, len(params[3])
    graph = network(D, H, K)
    leaves = [
        {entry: Value(value) for entry, value in named(name, array).items()}
        for name, array in zip(NAMES, params, strict=True)
    ]
    weights = [w for kind in leaves[::2] for w in kind.values()]
    given = {name: leaf for kind in leaves for name, leaf in kind.items()}
    shared = {**given, "penalty": lam / 2 * sum(w**2 for w in weights)}
    loss, gradients = 0.0, [np.zeros(array.shape) for array in params]
    for x, y in zip(X, Y, strict=True):
        end = evaluate(graph, "loss", {**shared, **named("x", x), **named("y", y)})
        end.backward()
        loss += float(end.data) / len(X)
        for gradient, kind in zip(gradients, leaves, strict=True):
            gradient += np.reshape([float(leaf.grad) for leaf in kind.values()], gradient.shape) / len(X)
    return loss, gradients


class Training:
    """A network on its way: its parameters W1 (D, H), b1 (H,), W2 (H, K), b2 (K,), and their velocities."""

    def __init__(self, params: Sequence[Array], lr: float, mu: float, lam: float) -> None:
        self.params = list(params)
        self.velocities = [np.zeros(array.shape) for array in params]
        self.lr, self.mu, self.lam = lr, mu, lam

    def epoch(self, X: Array, Y: Array, batches: Sequence[Indices]) -> list[float]:
        """Take one step for each batch; return the losses, each from before its step."""
        losses = []
        for batch in batches:
            loss, gradients = loss_and_gradients(self.params, X[batch], Y[batch], self.lam)
            losses.append(loss)
            moved = [
                momentum_step(p, V, dp, self.lr, self.mu)
                for p, V, dp in zip(self.params, self.velocities, gradients, strict=True)
            ]
            self.params, self.velocities = [p for p, _ in moved], [V for _, V in moved]
        return losses

    def train(
        self, X: Array, Y: Array, epochs: int, batch_size: int, rng: np.random.Generator
    ) -> tuple[list[list[Indices]], list[float]]:
        """Train, dealing anew for each epoch; return the batches of each epoch, and the losses of all steps."""
        dealt = [list(minibatches(len(X), batch_size, rng)) for _ in range(epochs)]
        return dealt, [loss for batches in dealt for loss in self.epoch(X, Y, batches)]


def initial(D: int, H: int, K: int, rng: np.random.Generator) -> list[Array]:
    """Draw weights from N(0, 1/n_in); biases start at zero."""
    return [rng.normal(scale=D**-0.5, size=(D, H)), np.zeros(H), rng.normal(scale=H**-0.5, size=(H, K)), np.zeros(K)]


def predict(params: Sequence[Array], X: Array) -> Array:
    """Return the probabilities (N, K) of the classes; for these no y has to be given."""
    (D, H), K = params[0].shape, len(params[3])
    graph = network(D, H, K)
    given = {
        entry: Value(v) for name, array in zip(NAMES, params, strict=True) for entry, v in named(name, array).items()
    }
    rows = [[evaluate(graph, f"p[{k}]", {**given, **named("x", x)}) for k in range(K)] for x in X]
    return np.array([[float(p.data) for p in row] for row in rows])


if __name__ == "__main__":
    from mdl_grade.network import iris

    X, Y = iris().X, iris().Y
    rng = np.random.default_rng(0)
    order = rng.permutation(len(X))
    known, new = order[:100], order[100:]
    training = Training(initial(4, 3, 3, rng), lr=0.2, mu=0.8, lam=0.001)
    _, losses = training.train(X[known], Y[known], epochs=6, batch_size=15, rng=rng)
    print("The loss, step by step:", *(f"{loss:.3f}" for loss in losses[::6]))
    right = predict(training.params, X[new]).argmax(axis=1) == Y[new].argmax(axis=1)
    print(f"Right: {right.mean():.0%} of {len(right)} irises that it has never seen.")
