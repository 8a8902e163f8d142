"""An LSTM that reads digits row by row.

A picture of 8 × 8 pixels can be read like a text: eight rows, one after the other, from the top. There is nothing to
fill in: the program below is complete, and imports what you wrote. An LSTM sees one row at a time and keeps in its
memory what it needs; after the last row, a dense layer tells which digit it was.

* Your lstm_forward reads the rows, and your lstm_backward leads the gradient back through them.
* Your softmax_cross_entropy, of chapter 12, is the loss of what is said after the last row.
* Your clip_by_global_norm, of chapter 17, shortens all gradients together where they are long.
* Your adam_step takes the steps, your minibatches deals the samples out, both of chapter 11.
* When the network is trained, your lstm_step reads on its own: `beliefs` tells after each row what it looks like so
far.

All states and memories start at zero. The forget gates' biases start at 1, so that at first memories are kept rather
than lost.

Once your answers are there, run it in your workspace, from the folder that holds chapter19:

    python -m chapter19.row_reader

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 7. Jozefowicz, Zaremba, Sutskever, An
Empirical Exploration of Recurrent Network Architectures (2015), the forget gate's bias. The digits: Alpaydin, Kaynak,
Optical Recognition of Handwritten Digits, UCI Machine Learning Repository.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chapter11.adam_step import adam_step
from chapter11.minibatches import minibatches
from chapter12.softmax_cross_entropy import softmax_cross_entropy
from chapter17.clip_by_global_norm import clip_by_global_norm
from chapter19.lstm_backward import lstm_backward, lstm_forward
from chapter19.lstm_step import lstm_step

Array = NDArray[np.float64]
Labels = NDArray[np.int64]
Indices = NDArray[np.int64]

MAX_NORM = 0.2
"""All gradients together are not longer than this."""


class RowReader:
    """An LSTM of K units that reads sequences of D numbers, and a dense layer on its last state.

    Parameters
    ----------
    D, K, classes : int
    rng : numpy.random.Generator
        Draws the weights.

    Attributes
    ----------
    params : dict of str to array
        Wx (D, 4K), Wh (K, 4K), b (4K,) of the LSTM; V (K, classes), a (classes,) of the dense layer.

    Examples
    --------
    >>> reader = RowReader(2, 3, 4, np.random.default_rng(0))
    >>> {name: p.shape for name, p in reader.params.items()}
    {'Wx': (2, 12), 'Wh': (3, 12), 'b': (12,), 'V': (3, 4), 'a': (4,)}

    A row of zeros opens the gates by their b alone. With ones there, each of the three units comes to σ(1) tanh(c) for
    c = σ(1) tanh(1), and V of ones adds them up:

    >>> reader.params["b"][:], reader.params["V"][:] = 1.0, 1.0
    >>> reader.beliefs(np.zeros((1, 1, 2))).round(3).tolist()
    [[[1.109, 1.109, 1.109, 1.109]]]
    """

    def __init__(self, D: int, K: int, classes: int, rng: np.random.Generator) -> None:
        self.params = {
            "Wx": rng.normal(scale=D**-0.5, size=(D, 4 * K)),
            "Wh": rng.normal(scale=K**-0.5, size=(K, 4 * K)),
            "b": np.repeat([0.0, 1.0, 0.0, 0.0], K),
            "V": rng.normal(scale=K**-0.5, size=(K, classes)),
            "a": np.zeros(classes),
        }
        self.averages = {name: (np.zeros_like(p), np.zeros_like(p)) for name, p in self.params.items()}
        self.t = 0

    def gradients(self, X: Array, y: Labels) -> tuple[float, dict[str, Array]]:
        """Return the loss of what is said after the last of the rows X (N, T, D), and its gradients."""
        Wx, Wh, b, V, a = self.params.values()
        nothing = np.zeros((len(X), len(V)))
        H, _ = lstm_forward(X, nothing, nothing, Wx, Wh, b)
        loss, dZ = softmax_cross_entropy(H[:, -1] @ V + a, y)
        dH = np.zeros_like(H)
        dH[:, -1] = dZ @ V.T
        _, _, _, dWx, dWh, db = lstm_backward(dH, X, nothing, nothing, Wx, Wh, b)
        return float(loss), {"Wx": dWx, "Wh": dWh, "b": db, "V": H[:, -1].T @ dZ, "a": dZ.sum(axis=0)}

    def step(self, X: Array, y: Labels, lr: float) -> float:
        """Take one step on a batch; return its loss from before."""
        loss, gradients = self.gradients(X, y)
        clipped, _ = clip_by_global_norm(list(gradients.values()), MAX_NORM)
        self.t += 1
        for name, dp in zip(gradients, clipped, strict=True):
            p, M, V = adam_step(self.params[name], *self.averages[name], dp, self.t, lr)
            self.params[name], self.averages[name] = p, (M, V)
        return loss

    def epoch(self, X: Array, y: Labels, batches: Sequence[Indices], lr: float) -> list[float]:
        """Take one step for each batch; return the losses."""
        return [self.step(X[batch], y[batch], lr) for batch in batches]

    def beliefs(self, X: Array) -> Array:
        """Return logits after each row, (N, T, classes): read by lstm_step, one row at a time."""
        Wx, Wh, b, V, a = self.params.values()
        h = c = np.zeros((len(X), len(V)))
        logits = []
        for t in range(X.shape[1]):
            h, c = lstm_step(X[:, t], h, c, Wx, Wh, b)
            logits.append(h @ V + a)
        return np.stack(logits, axis=1)


def train(X: Array, y: Labels, K: int, epochs: int, batch_size: int, lr: float, rng: np.random.Generator) -> RowReader:
    """Return a reader with K units that has gone through all samples so many times."""
    reader = RowReader(X.shape[2], K, int(y.max()) + 1, rng)
    for _ in range(epochs):
        reader.epoch(X, y, minibatches(len(X), batch_size, rng), lr)
    return reader


if __name__ == "__main__":
    from mdl_grade.network import digits

    data = digits()
    X, y = data.X[:, 0], data.Y.argmax(axis=1)
    reader = train(X[:1500], y[:1500], 24, 8, 50, 0.02, np.random.default_rng(0))
    right = reader.beliefs(X[1500:]).argmax(axis=2) == y[1500:, None]
    for row, share in enumerate(right.mean(axis=0), 1):
        print(f"after {row} rows of 8, right: {share:.0%} of {len(right)} digits that it has never seen")
