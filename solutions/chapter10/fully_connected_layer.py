"""A fully connected layer that learns.

Write the layer as an object with a memory: it keeps what came by on the way forward, uses it on the way back, and
moves its weights when told to. Samples pass one at a time, each as a row x of shape (1, D).

* forward(x) returns x W + b and remembers x.
* backward(dy) returns ∂L/∂x for the x that went forward last, and collects this sample's ∂L/∂W and ∂L/∂b.
* step(lr) moves W and b by −lr times the MEAN of what was collected since the last step, and then forgets it.

References
----------
Kneusel, Math for Deep Learning, chapter 10.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class FullyConnectedLayer:
    """y = x W + b, trained with averaged gradients.

    Parameters
    ----------
    n_in, n_out : int
        D and K.
    rng : numpy.random.Generator
        Draws W from N(0, 1/D) in one call: ``rng.normal(scale=n_in**-0.5, size=(n_in, n_out))``. b starts at zero.

    Attributes
    ----------
    W : (D, K)
    b : (K,)

    Examples
    --------
    >>> layer = FullyConnectedLayer(2, 1, np.random.default_rng(0))
    >>> layer.W, layer.b = np.array([[3.0], [4.0]]), np.array([0.5])
    >>> layer.forward(np.array([[1.0, 2.0]])).item()
    11.5
    >>> layer.backward(np.array([[2.0]])).tolist()
    [[6.0, 8.0]]
    >>> layer.step(lr=0.1)
    >>> layer.W.tolist(), layer.b.tolist()
    ([[2.8], [3.6]], [0.3])
    """

    W: Array
    b: Array

    def __init__(self, n_in: int, n_out: int, rng: np.random.Generator) -> None:
        ### BEGIN SOLUTION
        self.W = rng.normal(scale=n_in**-0.5, size=(n_in, n_out))
        self.b = np.zeros(n_out)
        self._x: Array | None = None
        self._forget()
        ### END SOLUTION

    def forward(self, x: Array) -> Array:
        """Return x W + b, shape (1, K), for one sample x of shape (1, D)."""
        ### BEGIN SOLUTION
        self._x = x
        return x @ self.W + self.b
        ### END SOLUTION

    def backward(self, dy: Array) -> Array:
        """Return ∂L/∂x, shape (1, D), from dy = ∂L/∂y, shape (1, K), and collect ∂L/∂W and ∂L/∂b.

        Raises
        ------
        RuntimeError
            If nothing has gone forward yet.
        """
        ### BEGIN SOLUTION
        if self._x is None:
            raise RuntimeError("backward before forward")
        self._dW += self._x.T @ dy
        self._db += dy[0]
        self._n += 1
        return dy @ self.W.T
        ### END SOLUTION

    def step(self, lr: float) -> None:
        """Move W and b by −lr times the mean of the collected gradients, and forget them."""
        ### BEGIN SOLUTION
        self.W = self.W - lr * self._dW / self._n
        self.b = self.b - lr * self._db / self._n
        self._forget()

    def _forget(self) -> None:
        self._dW, self._db, self._n = np.zeros_like(self.W), np.zeros_like(self.b), 0
        ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **What one sample says.** For a row x, y = x W + b. As in a dense layer,

       ∂L/∂W = xᵀ dy  (D, K),    ∂L/∂b = dy  (K,),    ∂L/∂x = dy Wᵀ  (1, D).

   The first needs x: so forward has to remember it.

2. **Collect, then move.** The gradient of a mean over n samples is the mean of their gradients. Each backward adds to
   dW and db, and counts; step divides by the count, moves, and forgets. If it did not forget, the next minibatch would
   carry the last one along.

3. **W must not move in between.** ∂L/∂x uses the W that x went forward with. Within a minibatch W stays as it is, so
   all gradients are taken at the same point.

4. **The last x counts.** backward belongs to the forward before it. If it is never called for a sample (to predict, one
   only goes forward), nothing is collected for it.

5. **Add into arrays of your own.** `self._dW += …` on an array that was handed out, or `self.W -= …` on one that
   somebody else holds, changes it under their hands. self.W = self.W − … makes a new one.

With numbers: W = (3, 4)ᵀ, b = 0.5, x = (1, 2) give y = 11.5. With dy = 2: dW = (2, 4)ᵀ, db = 2 and ∂L/∂x = (6, 8). A
step with lr = 0.1 leads to W = (2.8, 3.6)ᵀ and b = 0.3. With two samples it is their mean that counts:

>>> layer = FullyConnectedLayer(1, 1, np.random.default_rng(0))
>>> layer.W = np.array([[1.0]])
>>> for x, dy in ((1.0, 1.0), (3.0, 1.0)):
...     _ = layer.forward(np.array([[x]])), layer.backward(np.array([[dy]]))
>>> layer.step(lr=0.5)  # dW is 1 and 3: mean 2
>>> layer.W.item(), layer.b.item()
(0.0, -0.5)
"""
### END EXPLANATION
