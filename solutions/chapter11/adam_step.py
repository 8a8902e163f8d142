"""A step of Adam.

Adam keeps two moving averages, entry by entry: M of the gradients, which smooths like momentum, and V of their squares,
which sets the scale as in RMSprop. Both start from zeros, so that the first averages are too small. Adam knows by how
much: had the gradient always been g, then M after t steps would be (1 − β₁ᵗ) g, and V would be (1 − β₂ᵗ) g². Divided
by these factors the averages are right from the first step on, M̂ and V̂ in the paper. The step is lr times M̂ over
the root of V̂.

The old averages have the weights β₁ (beta1) and β₂ (beta2), and what is new the rest. t counts the steps from 1.

Three conventions decide the answer. M and V are handed on as they are; the correction serves this step alone. The
number eps is added to the root of V̂: after the correction, and not under the root. And t is passed in: the function
itself counts nothing.

References
----------
Kneusel, Math for Deep Learning, chapter 11. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
chapter 4. Kingma, Ba, Adam: A Method for Stochastic Optimization (2015), algorithm 1.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def adam_step(
    W: Array,
    M: Array,
    V: Array,
    dW: Array,
    t: int,
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Array, Array, Array]:
    """Return the parameters and both averages after step number t of Adam.

    Parameters
    ----------
    W : array of any shape
        Parameters.
    M, V : same shape as W
        Moving averages of the gradients and of their squares that the last step returned; zeros before the first.
    dW : same shape as W
        ∂L/∂W, taken at W.
    t : int
        Number of this step; the first is 1.
    lr : float
        Learning rate.
    beta1, beta2 : float
        Weights of the old averages, M and V, at least 0 and below 1.
    eps : float
        A small positive number, in the units of the gradient.

    Returns
    -------
    W, M, V : same shape as W
        After the step. The arguments stay as they were.

    Raises
    ------
    ValueError
        If t is below 1.

    Examples
    --------
    In the first step a gradient of 4 gives M = 2, which is corrected to 4, and V = 4, which is corrected to 16; the
    root of that is 4. (This eps is large, so that it shows.)

    >>> W, M, V = adam_step(
    ...     np.array([1.0]), np.zeros(1), np.zeros(1), np.array([4.0]), t=1, lr=0.5, beta1=0.5, beta2=0.75, eps=4.0
    ... )
    >>> W.tolist(), M.tolist(), V.tolist()
    ([0.75], [2.0], [4.0])
    """
    ### BEGIN SOLUTION
    if t < 1:
        raise ValueError(f"steps are counted from 1, so t can't be {t}")
    M = beta1 * M + (1.0 - beta1) * dW
    V = beta2 * V + (1.0 - beta2) * dW**2
    M_hat = M / (1.0 - beta1**t)
    V_hat = V / (1.0 - beta2**t)
    return W - lr * M_hat / (np.sqrt(V_hat) + eps), M, V
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **How much is missing.** M starts from 0. With a constant gradient g, unrolled,

       M_t = (1 − β₁)(1 + β₁ + … + β₁^(t−1)) g = (1 − β₁ᵗ) g.

   A mean of g should be g: divide by 1 − β₁ᵗ. The same for V, with β₂ and g².

2. **The first step has the length lr.** M̂ = g and V̂ = g², so M̂/√V̂ = ±1. Without the correction it would be
   (1 − β₁)/√(1 − β₂) = 0.1/√0.001 ≈ 3.2 times as long.

>>> one = np.ones(1)
>>> [float((-adam_step(0 * one, 0 * one, 0 * one, g * one, t=1, lr=0.01)[0]).round(6)[0]) for g in (1.0, 1e4)]
[0.01, 0.01]

3. **M̂ and V̂ are for this step alone.** If they were handed on, the correction would be applied to what has been
   corrected. M and V go on as they are.

4. **t is the exponent.** 1 − 0.999ᵗ is 0.001 for t = 1, and 0.63 for t = 1000: the correction of V matters for
   thousands of steps. t = 0 would divide by 0.

5. **Where eps stands.** After the root of V̂: eps is then in the unit of the gradient. Under the root, 10⁻⁸ acts like
   10⁻⁴, and small gradients get short steps.

6. **A bound.** If gradients change their signs, M̂ is small beside √V̂, and steps are short. If they agree, the ratio
   is 1: no step is much longer than lr.
"""
### END EXPLANATION
