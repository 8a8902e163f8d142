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
    ### BEGIN SOLUTION
    if not set(trainable) <= set(params):
        raise ValueError("what is trained must be a parameter")
    P = dict(params)
    V = {name: np.zeros_like(P[name]) for name in trainable}
    for _ in range(steps):
        A = np.tanh(X @ P["W1"] + P["b1"])
        Z = A @ P["W2"] + P["b2"]
        E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
        dZ = E / np.sum(E, axis=1, keepdims=True)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dH = dZ @ P["W2"].T * (1 - A**2)
        G = {"W1": X.T @ dH, "b1": np.sum(dH, axis=0), "W2": A.T @ dZ, "b2": np.sum(dZ, axis=0)}
        for name in V:
            shrinks = decay if name.startswith("W") else 0.0
            V[name] = mu * V[name] - lr * (G[name] + shrinks * P[name])
            P[name] = P[name] + V[name]
    return P
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **What frozen means.** A frozen parameter is a constant of the loss. It is not that its gradient is 0: nobody asks
   for it.

2. **Three things move a weight**: its gradient, its decay, and the momentum of earlier steps. To set gradients to 0
   stops the first alone: decay · P still shrinks the weight, and if it has a velocity, it rolls on. Whoever loops over
   the names that are trained, and over no others, need not think of it.

3. **Through, and not into.** The gradient of b1 is that of the hidden layer, which comes through W2: dZ W2ᵀ. If W2 is
   frozen, it is still there, and is used with its value.

4. **All gradients first.** They belong to the parameters before the step. If W2 is moved before dZ W2ᵀ is calculated,
   the first layer gets the gradient of another network.

5. **Only the head.** With W1 and b1 frozen, A is a fixed table: what is left is softmax regression on the features A, a
   convex problem. A could be calculated once, which is why training a head is cheap.

>>> params = {"W1": np.eye(2), "b1": np.zeros(2), "W2": np.zeros((2, 2)), "b2": np.zeros(2)}
>>> X, y = np.array([[2.0, 0.0], [0.0, 2.0]]), np.array([0, 1])
>>> tuned = freeze_and_fine_tune(params, ("W2", "b2"), X, y, 1.0, 0.0, 0.0, 1)
>>> tuned["W1"] is params["W1"], (tuned["W2"] / np.tanh(2.0)).round(10).tolist()
(True, [[0.25, -0.25], [-0.25, 0.25]])

6. **No decay of biases**, as everywhere: they don't make the function steeper.
"""
### END EXPLANATION
