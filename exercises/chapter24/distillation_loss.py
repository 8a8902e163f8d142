"""Learning from a larger model.

A small network, the student, is to do what a large one, the teacher, does. The labels say which class is right; the
teacher's logits say more: how alike it finds the other classes. To hear that, both are softened by a temperature T.
With softmax along rows,

    P = softmax(Z / T),    Q = softmax(teacher / T),    KL(Q ‖ P) = Σ_k Q[k] log(Q[k] / P[k]),

and with the cross-entropy of the labels, at temperature 1, the loss of N samples is

    L = (1/N) Σ_n [ α T² KL(Q[n] ‖ P[n]) − (1 − α) log softmax(Z[n])[y[n]] ].

* The teacher's distribution stands in front of the logarithm: KL(Q ‖ P), and KL is returned in full, not only the part
  that depends on Z.
* T² makes up for the gradients that a large T would shrink: see the explanation. T > 0, 0 ≤ α ≤ 1.
* Return L and its gradient with respect to the student's logits Z (N, K). The teacher (N, K) is not trained.
* y (N,) are classes from 0 to K − 1. N ≥ 1, K ≥ 2. Logits may be thousands: results are numbers still.

References
----------
Hinton, Vinyals, Dean, Distilling the knowledge in a neural network (2015), section 2.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def distillation_loss(Z: Array, teacher: Array, y: NDArray[np.integer], T: float, alpha: float) -> tuple[float, Array]:
    """Return the loss of a student that learns from a teacher and from labels, and its gradient.

    Parameters
    ----------
    Z : (N, K)
        The student's logits.
    teacher : (N, K)
        The teacher's logits.
    y : (N,) int
        The true classes.
    T : float
        Temperature, > 0.
    alpha : float
        Weight of the teacher, from 0 to 1.

    Returns
    -------
    loss : float
    dZ : (N, K)
        ∂L/∂Z.

    Examples
    --------
    The student says ½ and ½. At T = 1 and α = 1, a teacher with ¾ and ¼ costs ¾ log 3/2 + ¼ log ½; with α = 0 only the
    label counts.

    >>> Z, teacher, y = np.zeros((1, 2)), np.array([[np.log(3.0), 0.0]]), np.array([0])
    >>> loss, dZ = distillation_loss(Z, teacher, y, 1.0, 1.0)
    >>> round(float(loss), 4), dZ.round(4).tolist()
    (0.1308, [[-0.25, 0.25]])
    >>> loss, dZ = distillation_loss(Z, teacher, y, 1.0, 0.0)
    >>> round(float(loss), 4), dZ.round(4).tolist()
    (0.6931, [[-0.5, 0.5]])
    """

    raise NotImplementedError
