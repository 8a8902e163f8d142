"""Digits told apart by their neighbours.

Of some hundred images of handwritten digits, two of each class have a label; what are all others? Here your answers put
a graph network together that finds out. Each image is a node, and is tied to the images that look most like it. The
network sees all images, and the labels of a few; what it learns from these spreads along the edges. There is nothing to
fill in: the program below is complete, and imports what you wrote.

    A  →  Â;    X  →  graph convolution, ReLU  →  graph convolution, ReLU  →  dense  →  logits (n, K)

* Your normalized_adjacency makes Â of the edges, with loops.
* Your gcn_forward is each of the two convolutions, your gcn_backward leads the gradients back through both of them.
* The loss is your softmax_cross_entropy of chapter 12, of the nodes that have a label alone: the logits of all others
  get a gradient of 0. Your adam_step of chapter 11 moves all weights.

Two networks of right parts that start from the same weights have the same losses and the same weights, step by step. By
that the parts are compared: many a wrong one still learns, and does nearly as well.

Once your answers are there, run it in your workspace, from the folder that holds chapter23. It trains the network
twice, with the graph and without:

    python -m chapter23.digits_graph

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 8 (graph neural networks). Kipf, Welling,
Semi-Supervised Classification with Graph Convolutional Networks (2017). The digits: Alpaydin, Kaynak, Optical
Recognition of Handwritten Digits, UCI Machine Learning Repository.
"""

import numpy as np
from numpy.typing import NDArray

from chapter11.adam_step import adam_step
from chapter12.softmax_cross_entropy import softmax_cross_entropy
from chapter23.gcn_backward import gcn_backward
from chapter23.gcn_forward import gcn_forward
from chapter23.normalized_adjacency import normalized_adjacency

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Params = dict[str, Array]


def nearest(X: Array, count: int) -> Array:
    """Return the adjacency matrix of a graph in which everybody is tied to those that are most like it.

    Parameters
    ----------
    X : (n, d)
        Features.
    count : int
        How many neighbours a node chooses; who is chosen is tied to it as well.

    Returns
    -------
    A : (n, n)
        Symmetric, with entries 0 and 1, and zeros on the diagonal.

    Examples
    --------
    >>> nearest(np.array([[0.0], [1.0], [3.0]]), 1).tolist()
    [[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]
    """
    distances = np.sum((X[:, None] - X) ** 2, axis=2)
    np.fill_diagonal(distances, np.inf)
    A = np.zeros(distances.shape)
    np.put_along_axis(A, np.argsort(distances, axis=1, kind="stable")[:, :count], 1.0, axis=1)
    return np.maximum(A, A.T)


def initial(d: int, h: int, K: int, rng: np.random.Generator) -> Params:
    """Draw the weights of a network.

    Parameters
    ----------
    d : int
        Features of a node.
    h : int
        Numbers that each node has after a convolution.
    K : int
        Classes.
    rng : numpy.random.Generator

    Returns
    -------
    params : dict
        W1 (d, h), W2 (h, h) and W3 (h, K).

    Examples
    --------
    >>> {name: W.shape for name, W in initial(64, 16, 10, np.random.default_rng(0)).items()}
    {'W1': (64, 16), 'W2': (16, 16), 'W3': (16, 10)}
    """
    return {
        "W1": rng.normal(scale=np.sqrt(2 / d), size=(d, h)),
        "W2": rng.normal(scale=np.sqrt(2 / h), size=(h, h)),
        "W3": rng.normal(scale=np.sqrt(1 / h), size=(h, K)),
    }


class GraphNetwork:
    """A network on one graph: its weights, and what Adam remembers.

    Parameters
    ----------
    A : (n, n)
        Who is tied to whom.
    X : (n, d)
        Features of all nodes.
    params : dict
        As `initial` draws them.

    Examples
    --------
    Two pairs; one node of each has a label, and the other one is found out, though it has no features at all:

    >>> A = np.kron(np.eye(2), 1 - np.eye(2))
    >>> X = np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    >>> network = GraphNetwork(A, X, initial(2, 8, 2, np.random.default_rng(0)))
    >>> losses = network.train(np.array([0, 2]), np.array([0, 1]), steps=20, lr=0.05)
    >>> losses[-1] < losses[0], network.forward()["dense"].argmax(axis=1).tolist()
    (True, [0, 0, 1, 1])
    """

    def __init__(self, A: Array, X: Array, params: Params) -> None:
        self.Ahat = normalized_adjacency(A)
        self.X = X
        self.params = dict(params)
        self.averages = {name: (np.zeros_like(W), np.zeros_like(W)) for name, W in self.params.items()}
        self.t = 0

    def forward(self) -> dict[str, Array]:
        """Return what each layer makes of all nodes, by the layer's name; the last are the logits (n, K)."""
        first = gcn_forward(self.Ahat, self.X, self.params["W1"])
        second = gcn_forward(self.Ahat, first, self.params["W2"], "relu")
        return {"first convolution": first, "second convolution": second, "dense": second @ self.params["W3"]}

    def gradients(self, labelled: Ints, y: Ints) -> tuple[float, Params]:
        """Return the mean cross-entropy of the nodes that have a label, and its gradients.

        Parameters
        ----------
        labelled : (m,) int
            The nodes that have one.
        y : (m,) int
            Their classes.
        """
        layers = self.forward()
        loss, d_known = softmax_cross_entropy(layers["dense"][labelled], y)
        d_logits = np.zeros_like(layers["dense"])
        d_logits[labelled] = d_known
        d_second = d_logits @ self.params["W3"].T
        d_first, dW2 = gcn_backward(d_second, self.Ahat, layers["first convolution"], self.params["W2"])
        _, dW1 = gcn_backward(d_first, self.Ahat, self.X, self.params["W1"])
        return float(loss), {"W1": dW1, "W2": dW2, "W3": layers["second convolution"].T @ d_logits}

    def train(self, labelled: Ints, y: Ints, steps: int, lr: float) -> list[float]:
        """Take some steps of Adam; return the losses, each from before its step."""
        losses = []
        for _ in range(steps):
            loss, slopes = self.gradients(labelled, y)
            losses.append(loss)
            self.t += 1
            for name, slope in slopes.items():
                M, V = self.averages[name]
                self.params[name], M, V = adam_step(self.params[name], M, V, slope, self.t, lr)
                self.averages[name] = (M, V)
        return losses


def two_of_each(y: Ints) -> Ints:
    """Return the first two nodes of each class, in the order of the nodes.

    Examples
    --------
    >>> two_of_each(np.array([0, 1, 0, 0, 1, 1])).tolist()
    [0, 1, 2, 4]
    """
    return np.sort(np.concatenate([np.flatnonzero(y == k)[:2] for k in np.unique(y)]))


if __name__ == "__main__":
    from mdl_grade.network import digits

    data, rng = digits(), np.random.default_rng(0)
    chosen = rng.choice(len(data.X), size=400, replace=False)
    X, y = data.X[chosen].reshape(400, -1), data.Y[chosen].argmax(axis=1)
    labelled = two_of_each(y)
    others = np.setdiff1d(np.arange(400), labelled)
    start = initial(64, 32, 10, rng)
    for name, A in (("without the graph", np.zeros((400, 400))), ("with the graph", nearest(X, 6))):
        network = GraphNetwork(A, X, start)
        losses = network.train(labelled, y[labelled], steps=60, lr=0.02)
        right = network.forward()["dense"].argmax(axis=1)[others] == y[others]
        print(f"{name}: loss {losses[-1]:.4f}, right: {right.mean():.0%} of {len(right)} without a label")


### BEGIN EXPLANATION
"""
1. **What the graph knows.** 20 labels are few. But images of one digit look like each other, and six that look most
   like it are mostly of its class. A convolution replaces an image by a mean over its neighbourhood, two of them reach
   two edges far, and what is left of a class are rows that are more alike than the images were.

2. **Nodes without a label take part.** Their features flow into those of their neighbours, and gradients flow back to
   the weights by way of them. They only have no loss of their own: their rows of ∂L/∂logits are 0.

>>> A = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
>>> X = np.array([[0.0], [0.0], [1.0]])
>>> params = {"W1": np.ones((1, 1)), "W2": np.ones((1, 1)), "W3": np.array([[1.0, -1.0]])}
>>> network = GraphNetwork(A, X, params)
>>> network.forward()["dense"][:, 0].round(4).tolist()
[0.1667, 0.3402, 0.4167]

   Node 0 has no features, and none of its neighbours has; node 2, which has, is two edges away. Its 1/6 is 1/√6 · 1/√6:
   the path from node 2 to node 1 to node 0, with degrees 2, 3 and 2 once the loops are there.

3. **The way back** starts at the logits, goes through the dense layer as ever, and then through the convolutions. The
   second one's dX is the first one's dH. The first one's dX would say how the loss reacts to the images, and nobody
   asks.

>>> loss, slopes = network.gradients(np.array([0]), np.array([0]))
>>> round(loss, 4), {name: slope.round(4).tolist() for name, slope in slopes.items()}
(0.5403, {'W1': [[-0.1391]], 'W2': [[-0.1391]], 'W3': [[-0.0696, 0.0696]]})

   With z = 1/6 the logits are ±z, the loss is log(1 + e^(−2z)) = 0.5403, and its slope along z is −2/(1 + e^(2z)) =
   −0.8347. As z = W1 W2 / 6, each of the two gets −0.8347 / 6 = −0.1391.

4. **The same weights for another graph.** W1, W2 and W3 have no n in their shapes: a network that was trained on one
   graph can be used on another.
"""
### END EXPLANATION
