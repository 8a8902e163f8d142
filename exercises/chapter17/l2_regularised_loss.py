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
    raise NotImplementedError
