"""An answer to chapter10/dense_backward, with a bug that many learners write."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def dense_backward(dY: Array, X: Array, W: Array) -> tuple[Array, Array, Array]:
    dX = np.dot(dY, np.transpose(W))
    dW = np.dot(np.transpose(X), dY)
    db = np.mean(dY, axis=0)
    return dX, dW, db
