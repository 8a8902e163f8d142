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

    ### BEGIN SOLUTION
    def log_softmax(Z: Array) -> Array:
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P: Array = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
        return log_P

    N = len(Z)
    log_P, log_Q, log_hard = log_softmax(Z / T), log_softmax(teacher / T), log_softmax(Z)
    Q, labels = np.exp(log_Q), np.arange(N)
    soft = T**2 * np.sum(Q * (log_Q - log_P)) / N
    hard = -np.sum(log_hard[labels, y]) / N
    dZ = alpha * T * (np.exp(log_P) - Q) / N
    dZ += (1 - alpha) * np.exp(log_hard) / N
    dZ[labels, y] -= (1 - alpha) / N
    return float(alpha * soft + (1 - alpha) * hard), dZ
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The gradient of the soft part.** KL(Q ‖ P) = Σ Q log Q − Σ Q log P. Only the second sum depends on Z; it is a cross
   entropy with the logits Z / T. Its gradient with respect to Z / T is P − Q, and with respect to Z (P − Q) / T. Times
   T² that is T (P − Q).

2. **Why T².** For large T, e^{z/T} ≈ 1 + z/T. With logits whose mean is 0, P ≈ (1 + z/T) / K, so P − Q is about
   (z − teacher) / (K T): another factor 1/T. The gradient of KL shrinks like 1/T², and T² keeps its weight beside the
   labels' when T is changed. Then

       T² KL(Q ‖ P) → (1 / 2K) Σ_k (d[k] − d̄)²,       d = z − teacher:

   at high temperatures the student fits logits, up to a number for each row.

>>> Z, teacher = np.array([[1.0, 2.0, -1.0]]), np.array([[0.0, 1.5, 0.5]])
>>> d = (Z - teacher)[0]
>>> losses = [distillation_loss(Z, teacher, np.array([0]), T, 1.0)[0] for T in (1.0, 10.0, 1000.0)]
>>> [round(float(loss), 3) for loss in losses], round(float(np.sum((d - d.mean()) ** 2)) / 6, 3)
([0.277, 0.556, 0.583], 0.583)

3. **KL or cross-entropy.** The two differ by the teacher's entropy, which the student can't change: the gradient is the
   same. But KL is 0 if the student has learned everything, and says so.

4. **The hard part** is at temperature 1. It is what the student will be used with.

5. **Far out.** log P is z/T − log Σ e^{z/T}, with the row's maximum taken off. A teacher that is certain has Q = 0 and
   log Q = −1000 for other classes: their product is 0, as it has to be. Whoever takes the logarithm of Q = 0 gets NaN.
"""
### END EXPLANATION
