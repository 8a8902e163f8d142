"""A convolutional network with its own way back.

In chapter 9 your layers went forward, and the way back was borrowed. Now all of it is yours. There is nothing to fill
in: the program below is complete, and imports what you wrote. A batch of images X (N, 1, H, W) goes through

    convolution, 3 × 3, stride 2, pad 1  →  ReLU  →  max pooling, windows of 2, stride 1
    →  convolution, 2 × 2, stride 1, pad 1  →  ReLU  →  dense

and leaves as logits (N, K). The windows of the pooling overlap: a pixel can win twice.

* Forward, they are your conv2d_forward (dilation 1), your max_pool_forward and relu of chapter 9, and your
  softmax_cross_entropy of chapter 12 at the end.
* Backward, they are your conv2d_backward and your max_pool_backward; softmax_cross_entropy gives the gradient that the
  way back starts with.
* Your adam_step moves all parameters, with averages for each of them and one count of steps; your minibatches deal the
  samples out.

Two networks of right parts that start from the same parameters have the same losses and the same parameters, step by
step. By that the parts are compared: many a wrong one still learns, and reads nearly as well.

Once your answers are there, run it in your workspace, from the folder that holds chapter18:

    python -m chapter18.digits_convnet

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 6. The digits: Alpaydin, Kaynak, Optical
Recognition of Handwritten Digits, UCI Machine Learning Repository.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chapter09.max_pool_forward import max_pool_forward
from chapter09.relu import relu
from chapter11.adam_step import adam_step
from chapter11.minibatches import minibatches
from chapter12.softmax_cross_entropy import softmax_cross_entropy
from chapter18.conv2d_backward import conv2d_backward
from chapter18.conv2d_forward import conv2d_forward
from chapter18.max_pool_backward import max_pool_backward

Array = NDArray[np.float64]
Labels = NDArray[np.int64]
Params = dict[str, Array]

FIRST = {"stride": 2, "pad": 1}
"""How the first convolution goes over the image."""
SECOND = {"stride": 1, "pad": 1}
POOLING = {"size": 2, "stride": 1}


def initial(shape: tuple[int, int], filters: tuple[int, int], K: int, rng: np.random.Generator) -> Params:
    """Draw the parameters of a network for images of H × W pixels.

    The biases of the kernels start a little above zero: where an image is black, a convolution gives its bias, and were
    that 0, the ReLU would stand on its kink.

    Parameters
    ----------
    shape : (H, W)
    filters : (F1, F2)
        Of the first and of the second convolution.
    K : int
        Classes.
    rng : numpy.random.Generator

    Returns
    -------
    params : dict
        kernels1 (F1, 1, 3, 3), b1 (F1,), kernels2 (F2, F1, 2, 2), b2 (F2,), W (D, K) and c (K,).

    Examples
    --------
    An image of 8 × 8 has 4 × 4 places for the first kernels, 3 × 3 windows are pooled, and 4 × 4 places follow:

    >>> initial((8, 8), (5, 6), 10, np.random.default_rng(0))["W"].shape
    (96, 10)
    """
    F1, F2 = filters
    rows, columns = ((length - 1) // 2 + 1 for length in shape)  # of the second convolution, as of the first
    D = F2 * rows * columns
    return {
        "kernels1": rng.normal(scale=np.sqrt(2 / 9), size=(F1, 1, 3, 3)),
        "b1": np.full(F1, 0.1),
        "kernels2": rng.normal(scale=np.sqrt(2 / (4 * F1)), size=(F2, F1, 2, 2)),
        "b2": np.full(F2, 0.1),
        "W": rng.normal(scale=D**-0.5, size=(D, K)),
        "c": np.zeros(K),
    }


def forward(params: Params, X: Array) -> dict[str, Array]:
    """Return what each layer makes of X (N, 1, H, W), by the layer's name; the last are the logits (N, K)."""
    maps1 = conv2d_forward(X, params["kernels1"], params["b1"], FIRST["stride"], FIRST["pad"], 1)
    rectified1 = relu(maps1)
    pooled = max_pool_forward(rectified1, POOLING["size"], POOLING["stride"])
    maps2 = conv2d_forward(pooled, params["kernels2"], params["b2"], SECOND["stride"], SECOND["pad"], 1)
    rectified2 = relu(maps2)
    logits = rectified2.reshape(len(X), -1) @ params["W"] + params["c"]
    return {
        "first convolution": maps1,
        "first ReLU": rectified1,
        "max pooling": pooled,
        "second convolution": maps2,
        "second ReLU": rectified2,
        "dense": logits,
    }


def gradients(params: Params, X: Array, y: Labels) -> tuple[float, Params]:
    """Return the mean cross-entropy of a batch, and its gradient with respect to each parameter."""
    layers = forward(params, X)
    loss, d_logits = softmax_cross_entropy(layers["dense"], y)
    d_rectified2 = (d_logits @ params["W"].T).reshape(layers["second ReLU"].shape)
    d_maps2 = d_rectified2 * (layers["second convolution"] > 0)
    d_pooled, d_kernels2, db2 = conv2d_backward(
        d_maps2, layers["max pooling"], params["kernels2"], SECOND["stride"], SECOND["pad"]
    )
    d_rectified1 = max_pool_backward(d_pooled, layers["first ReLU"], POOLING["size"], POOLING["stride"])
    d_maps1 = d_rectified1 * (layers["first convolution"] > 0)
    _, d_kernels1, db1 = conv2d_backward(d_maps1, X, params["kernels1"], FIRST["stride"], FIRST["pad"])
    rows = layers["second ReLU"].reshape(len(X), -1)
    return float(loss), {
        "kernels1": d_kernels1,
        "b1": db1,
        "kernels2": d_kernels2,
        "b2": db2,
        "W": rows.T @ d_logits,
        "c": d_logits.sum(axis=0),
    }


class Training:
    """A network on its way: its parameters, and what Adam remembers.

    Parameters
    ----------
    params : dict
        As `initial` draws them.

    Examples
    --------
    Two images that anybody could tell apart:

    >>> X, y = np.stack([np.eye(8), 1 - np.eye(8)])[:, None], np.array([0, 1])
    >>> training = Training(initial((8, 8), (2, 2), 2, np.random.default_rng(0)))
    >>> losses = training.epoch(X, y, [np.array([0, 1])] * 20, lr=0.05)
    >>> losses[0] > 0.5, losses[-1] < 0.05
    (True, True)
    """

    def __init__(self, params: Params) -> None:
        self.params = dict(params)
        self.averages = {name: (np.zeros_like(p), np.zeros_like(p)) for name, p in self.params.items()}
        self.t = 0

    def epoch(self, X: Array, y: Labels, batches: Sequence[Labels], lr: float) -> list[float]:
        """Take one step for each batch; return the losses, each from before its step."""
        losses = []
        for batch in batches:
            loss, slopes = gradients(self.params, X[batch], y[batch])
            losses.append(loss)
            self.t += 1
            for name, slope in slopes.items():
                M, V = self.averages[name]
                self.params[name], M, V = adam_step(self.params[name], M, V, slope, self.t, lr)
                self.averages[name] = (M, V)
        return losses


def train(
    params: Params, X: Array, y: Labels, epochs: int, batch_size: int, lr: float, rng: np.random.Generator
) -> Params:
    """Return the parameters after some epochs, of minibatches that are dealt out anew in each."""
    training = Training(params)
    for _ in range(epochs):
        training.epoch(X, y, minibatches(len(X), batch_size, rng), lr)
    return training.params


if __name__ == "__main__":
    from mdl_grade.network import digits

    data = digits()
    X, y = data.X - 0.3, data.Y.argmax(axis=1)  # dark pixels below zero, bright ones above
    rng = np.random.default_rng(0)
    training = Training(initial((8, 8), (8, 12), 10, rng))
    for number in range(1, 9):
        losses = training.epoch(X[:1500], y[:1500], minibatches(1500, 50, rng), lr=0.01)
        right = forward(training.params, X[1500:])["dense"].argmax(axis=1) == y[1500:]
        print(f"epoch {number}: mean loss {np.mean(losses):.3f}, right: {right.mean():.0%} of {len(right)} unseen")


### BEGIN EXPLANATION
"""
1. **Sizes.** The first kernels of 3 × 3 stand two pixels apart in an image of 8 × 8 with a frame of 1: (8 + 2 − 3)//2
   + 1 = 4 places in each direction. Windows of 2, one pixel apart, leave 3; kernels of 2 × 2 in a frame of 1 make 4
   of that.

>>> layers = forward(initial((8, 8), (5, 6), 10, np.random.default_rng(0)), np.zeros((2, 1, 8, 8)))
>>> [layers[name].shape[1:] for name in ("first ReLU", "max pooling", "second ReLU", "dense")]
[(5, 4, 4), (5, 3, 3), (6, 4, 4), (10,)]

2. **The way back is the way forward, reversed.** Each layer is told how the loss reacts to what it gave, and says how
   it reacts to what it was given. It needs what it was given once more: so `forward` returns the numbers of all
   layers.

3. **What convolution backward is used for.** Twice: of the second layer, all three gradients are needed, dX because
   layers stand before it. Of the first, dX would say how the loss reacts to the pixels, and nobody asks.

4. **Black images.** If X is 0, every place of the first convolution gives its bias, 0.1, and all pixels of a window are
   equal: the pooling hands the gradient to one of them, or shares it. For the kernels of the first layer it makes no
   difference, as they met zeros only: their gradient is 0. The biases hear the whole sum, whoever got it.

>>> params = initial((8, 8), (5, 6), 10, np.random.default_rng(0))
>>> loss, slopes = gradients(params, np.zeros((2, 1, 8, 8)), np.array([3, 7]))
>>> bool(np.all(slopes["kernels1"] == 0)), bool(np.all(slopes["b1"] != 0))
(True, True)

5. **Ties.** In real images they are common. If all pixels of a window are 0 after the ReLU, the gradient ends there,
   whoever got it. If they tie above zero, the first convolution saw the same pixels at all of these places, as in a
   dark corner, and its kernels and biases hear the same from any of them. So every choice among those that tie gives
   the same gradients; to give all of dY to each of them does not.
"""
### END EXPLANATION
