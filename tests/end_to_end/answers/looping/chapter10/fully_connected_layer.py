# A layer in the manner of the book: deltas pile up, a step spends them.
import numpy as np


class Layer:
    """What all my layers share."""

    def forward(self, incoming):
        raise NotImplementedError

    def step(self, lr):
        pass


class FullyConnectedLayer(Layer):
    def __init__(self, n_in, n_out, rng):
        self.W = rng.normal(0.0, 1.0 / np.sqrt(n_in), (n_in, n_out))
        self.b = np.zeros((n_out,))
        self.pile_W, self.pile_b, self.seen, self.incoming = 0, 0, 0, None

    def forward(self, incoming):
        self.incoming = np.array(incoming)
        outgoing = np.empty((1, self.W.shape[1]))
        for k in range(self.W.shape[1]):
            outgoing[0, k] = sum(self.incoming[0, d] * self.W[d, k] for d in range(self.W.shape[0])) + self.b[k]
        return outgoing

    def backward(self, error):
        if self.incoming is None:
            raise RuntimeError("nothing came forward")
        back = np.array([[np.dot(error[0], row) for row in self.W]])
        self.pile_W = self.pile_W + np.outer(self.incoming, error)
        self.pile_b = self.pile_b + error.reshape(-1)
        self.seen += 1
        return back

    def step(self, lr):
        self.W = self.W - lr * (self.pile_W / self.seen)
        self.b = self.b - lr * (self.pile_b / self.seen)
        self.pile_W = self.pile_b = self.seen = 0
