"""A step of Adam with decoupled weight decay.

Weights that nothing pulls back grow. With plain descent, two remedies are one: to add ½ decay ‖W‖² to the loss, which
adds decay · W to the gradient, and to shrink the weights by lr · decay in each step. With Adam they are not. What is
added to the gradient is divided by √V̂ like the rest of it, so that weights with steep gradients hardly decay. AdamW
keeps both apart: the averages see the gradient of the loss alone, and the weights shrink beside them.

    M ← β₁ M + (1 − β₁) dW,    V ← β₂ V + (1 − β₂) dW²,    M̂ = M/(1 − β₁ᵗ),    V̂ = V/(1 − β₂ᵗ),

    W ← W − lr (M̂ / (√V̂ + eps) + decay W).

* The decay is multiplied by lr, and it is the old W that decays.
* M and V are handed on as they are, uncorrected, and eps is added to the root, as in Adam.
* t counts the steps from 1.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 4. Loshchilov, Hutter, Decoupled Weight
Decay Regularization (2019), algorithm 2, in which the decay is not multiplied by lr but by a schedule.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def adamw_step(
    W: Array,
    M: Array,
    V: Array,
    dW: Array,
    t: int,
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    decay: float = 1e-2,
) -> tuple[Array, Array, Array]:
    """Return the parameters and both averages after step number t of AdamW.

    Parameters
    ----------
    W : array of any shape
        Parameters.
    M, V : same shape as W
        Moving averages of the gradients and of their squares that the last step returned; zeros before the first.
    dW : same shape as W
        ∂L/∂W of the loss without any decay, taken at W.
    t : int
        Number of this step; the first is 1.
    lr : float
        Learning rate.
    beta1, beta2 : float
        Weights of the old averages, M and V, at least 0 and below 1.
    eps : float
        A small positive number, in the units of the gradient.
    decay : float
        Share of W that is lost in a step of lr = 1, at least 0.

    Returns
    -------
    W, M, V : same shape as W
        After the step. The arguments stay as they were.

    Examples
    --------
    The first gradient is 4: corrected, M is 4 and √V is 4, so Adam alone would go by lr · 4/(4 + 4) = 0.25. The decay
    adds lr · 0.25 · W = 0.125. (This eps is large, so that it shows.)

    >>> W, M, V = adamw_step(
    ...     np.array([1.0]), np.zeros(1), np.zeros(1), np.array([4.0]), 1, 0.5, 0.5, 0.75, eps=4.0, decay=0.25
    ... )
    >>> W.tolist(), M.tolist(), V.tolist()
    ([0.625], [2.0], [4.0])
    """
    ### BEGIN SOLUTION
    M = beta1 * M + (1.0 - beta1) * dW
    V = beta2 * V + (1.0 - beta2) * dW**2
    M_hat = M / (1.0 - beta1**t)
    V_hat = V / (1.0 - beta2**t)
    return W - lr * (M_hat / (np.sqrt(V_hat) + eps) + decay * W), M, V
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Two penalties that are one.** Plain descent on L + ½ decay ‖W‖² takes W − lr (dW + decay W) = (1 − lr decay) W − lr
   dW: first shrink, then descend. That is where the name weight decay comes from.

2. **In Adam they part.** If decay · W is added to dW, it goes through M and V. With gradients much larger than decay W,
   V̂ is about dW², and W decays by lr · decay W / |dW|: the steeper the loss, the less decay. If the loss has no
   gradient, decay W is divided by its own size, and W goes by lr whatever decay is.

3. **Decoupled.** M and V see dW alone. Beside Adam's step, W loses the share lr · decay. Without gradients it shrinks
   geometrically:

>>> W = np.array([1.0, 100.0])
>>> M = V = nothing = np.zeros(2)
>>> for t in range(1, 4):
...     W, M, V = adamw_step(W, M, V, nothing, t, lr=0.1, decay=1.0)
>>> W.round(12).tolist()
[0.729, 72.9]

4. **Before or after.** (1 − lr decay) W − lr M̂/(√V̂ + eps) is the same sum. What is not the same is to shrink W after
   Adam's step: then this step decays as well, by lr² decay M̂/(√V̂ + eps).

5. **Times lr.** The paper keeps the decay apart from lr, and multiplies both by a schedule. PyTorch, and this exercise,
   multiply it by lr: with lr = 0.001 and decay = 0.01 a weight loses a hundred-thousandth in each step.
"""
### END EXPLANATION
