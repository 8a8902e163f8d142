"""A step of Adagrad.

One learning rate for all parameters is a compromise: what fits a steep direction is too timid for a flat one. Adagrad
gives every entry of W a rate of its own. It keeps, entry by entry, the sum S of the squares of all gradients so far,
this step's included, and divides the step by the root of it. Where gradients have been large steps become short, and
entries that are seldom touched keep long ones. The price: S only grows, so that all steps fade.

Two conventions decide the answer. The number eps, which keeps a step finite where no gradient has come by yet, is added
to the root; it does not stand under it, and is not kept in S. And S is a sum, as its name says, neither a mean nor a
root.

References
----------
Kneusel, Math for Deep Learning, chapter 11. Duchi, Hazan, Singer, Adaptive Subgradient Methods for Online Learning and
Stochastic Optimization (2011).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def adagrad_step(W: Array, S: Array, dW: Array, lr: float, eps: float) -> tuple[Array, Array]:
    """Return the parameters and their sums of squares after one step of Adagrad.

    Parameters
    ----------
    W : array of any shape
        Parameters.
    S : same shape as W
        Sums of the squared gradients that the last step returned; zeros before the first.
    dW : same shape as W
        ∂L/∂W, taken at W.
    lr : float
        Learning rate.
    eps : float
        A small positive number, in the units of the gradient.

    Returns
    -------
    W, S : same shape as W
        After the step. The arguments stay as they were.

    Examples
    --------
    A gradient of 3 has come by, and now one of 4; the root of the sum of squares is 5. (This eps is large, so that it
    shows.)

    >>> W, S = adagrad_step(np.array([1.0]), np.array([9.0]), np.array([4.0]), lr=0.5, eps=3.0)
    >>> W.tolist(), S.tolist()
    ([0.75], [25.0])
    """
    ### BEGIN SOLUTION
    S = S + dW**2
    return W - lr * dW / (np.sqrt(S) + eps), S
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Entry by entry.** S ← S + dW², then W ← W − lr dW / (√S + eps). All of it is elementwise: each entry has a history
   of its own.

2. **The first step has the length lr.** S = g², so g/√S is ±1, whatever the size of g. Multiply the loss by 1000, and
   the steps stay the same (but for eps).

3. **How steps fade.** With a constant gradient g, S after t steps is t g², and the step is lr/√t. All steps together,
   lr (1 + 1/√2 + 1/√3 + …) ≈ 2 lr √t, still lead as far as it takes.

>>> W, S = np.zeros(1), np.zeros(1)
>>> for t in range(1, 101):
...     before = W
...     W, S = adagrad_step(W, S, np.array([7.0]), lr=1.0, eps=1e-12)
>>> float((before - W).round(6)[0]), float(W.round(2)[0])
(0.1, -18.59)

4. **Rare entries keep long steps.** If an entry has a gradient once in a hundred steps, its S has grown a hundredth as
   much. That is what the method was made for: words that seldom occur.

5. **eps beside the root.** Where no gradient has come by, S is 0 and dW is 0: 0/(0 + eps) = 0 and not 0/0. Under the
   root, √(S + eps), the same eps = 10⁻⁸ would act like 10⁻⁴.
"""
### END EXPLANATION
