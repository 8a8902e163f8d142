"""Fine-tuning, with some layers frozen.

A network that was trained on a million photographs can be taught to tell ten kinds of mushrooms with a few hundred: its
first layers know edges and textures already. They are frozen, and only what is named goes on learning.

The network has one hidden layer:

    A = tanh(X W1 + b1),   Z = A W2 + b2,

and its loss is the mean over the samples of the cross-entropy −log softmax(Z)[y]. Train it on all samples at once, with
gradient descent with momentum and weight decay. Every step calculates all gradients G of the loss at the parameters as
they are, and then, for each parameter P that is named in `trainable`,

    G ← G + decay · P   (if it is W1 or W2, and not b1 or b2),
    V ← mu · V − lr · G,
    P ← P + V.

Velocities V begin at 0. Return the parameters after `steps` steps.

* A parameter that is not named stays what it was, bit for bit: no gradient, no decay and no momentum moves it.
* Gradients go through a frozen layer all the same: b1 has its gradient even if W2 is frozen.
* Logits reach from −1000 to 1000: softmax must not overflow.
* The caller's arrays and dict stay as they are; frozen arrays may be handed back themselves.
* A name in `trainable` that is no parameter raises ValueError, also if steps = 0. Otherwise, with an empty tuple or
  steps = 0, nothing changes.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, tricks of the trade. Yosinski, Clune, Bengio,
Lipson, How Transferable Are Features in Deep Neural Networks? (2014).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int64]


def freeze_and_fine_tune(
    params: dict[str, Array],
    trainable: tuple[str, ...],
    X: Array,
    y: Labels,
    lr: float,
    mu: float,
    decay: float,
    steps: int,
) -> dict[str, Array]:
    """Return the parameters of a network after some of them were trained.

    Parameters
    ----------
    params : dict of arrays
        "W1" (D, M), "b1" (M,), "W2" (M, K), "b2" (K,).
    trainable : tuple of str
        Names of the parameters that are trained.
    X : (N, D) float64
        Samples.
    y : (N,) int
        Their classes, from 0 to K − 1.
    lr, mu, decay : float
        Learning rate, momentum and weight decay.
    steps : int
        How many steps are taken, ≥ 0.

    Returns
    -------
    params : dict of arrays
        The same names and shapes.

    Raises
    ------
    ValueError
        If a name in trainable is no parameter.

    Examples
    --------
    All weights are 0: both classes have the probability 1/2, whatever the sample is. If b2 is trained alone, one step
    with lr = 1 goes by the gradient (−1/2, 1/2) of the one sample of class 0.

    >>> params = {"W1": np.zeros((3, 2)), "b1": np.zeros(2), "W2": np.zeros((2, 2)), "b2": np.zeros(2)}
    >>> X, y = np.array([[1.0, 2.0, 3.0]]), np.array([0])
    >>> freeze_and_fine_tune(params, ("b2",), X, y, 1.0, 0.9, 0.0, 1)["b2"].tolist()
    [0.5, -0.5]
    """
    raise NotImplementedError
