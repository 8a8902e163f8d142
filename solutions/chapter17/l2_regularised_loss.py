"""A loss with weight decay.

A network with large weights bends sharply, and follows noise. So one adds to the loss what large weights cost,

    ½ lam Σ W²,

summed over all entries of all weight matrices. The biases are not penalised: they shift, but don't bend. The gradient
of this has to be added to the gradient of the loss.

Someone else has computed the loss and its gradients, layer by layer. Add the penalty to the one, and its derivative to
the others.

* params and grads are lists of pairs, (W, b) and (dW, db), one a layer, in the same order.
* The sum over all layers has the factor ½ lam once, and is divided by nothing.
* New lists of new arrays are returned, the biases' gradients as copies; what was handed over stays as it was.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 5. Goodfellow, Bengio, Courville, Deep
Learning (2016), section 7.1.1.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Layer = tuple[Array, Array]


def l2_regularised_loss(
    loss: float, grads: Sequence[Layer], params: Sequence[Layer], lam: float
) -> tuple[float, list[Layer]]:
    """Return the loss and its gradients with the penalty ½ lam Σ W².

    Parameters
    ----------
    loss : float
        Without penalty.
    grads : list of (dW, db)
        Its gradients, one pair a layer.
    params : list of (W, b)
        W (n_in, n_out), b (n_out,).
    lam : float
        Not negative.

    Returns
    -------
    loss : float
    grads : list of (dW, db)

    Examples
    --------
    Σ W² is 4 + 9 = 13 over both layers; with lam = 2 the penalty is 13, and its gradients are 2 W:

    >>> params = [(np.array([[2.0]]), np.array([7.0])), (np.array([[3.0]]), np.array([8.0]))]
    >>> grads = [(np.array([[1.0]]), np.array([5.0])), (np.array([[0.0]]), np.array([6.0]))]
    >>> loss, [(dW1, db1), (dW2, db2)] = l2_regularised_loss(10.0, grads, params, 2.0)
    >>> float(loss), dW1.item(), db1.item(), dW2.item(), db2.item()
    (23.0, 5.0, 5.0, 6.0, 6.0)
    """
    ### BEGIN SOLUTION
    squares = sum(np.sum(W**2) for W, _ in params)
    new = [(dW + lam * W, db.copy()) for (dW, db), (W, _) in zip(grads, params, strict=True)]
    return float(loss + 0.5 * lam * squares), new
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The gradient.** ∂/∂W of ½ lam W² is lam W, entry by entry: the ½ is there to cancel the 2. Each layer gets its own
   W.

2. **Loss and gradient fit.** Without the ½ in the loss, the gradient would have to be 2 lam W. Either is right, a
   mixture is wrong: a gradient check finds it.

3. **Decay.** A step of descent is W ← W − lr (dW + lam W) = (1 − lr lam) W − lr dW. Without the loss, each step takes
   the share lr lam off all weights.

4. **Why not the biases.** A bias shifts where a unit bends, and not how much. To pull it to 0 would only say that the
   data should be centred.

5. **No N.** The loss is a mean over samples, and stays as large if there are more of them. The penalty does, too.

>>> W, b = np.array([[3.0, -4.0]]), np.array([100.0, 100.0])
>>> loss, [(dW, db)] = l2_regularised_loss(0.0, [(np.zeros((1, 2)), np.zeros(2))], [(W, b)], 0.1)
>>> float(loss), dW.round(3).tolist(), db.tolist()
(1.25, [[0.3, -0.4]], [0.0, 0.0])
"""
### END EXPLANATION
