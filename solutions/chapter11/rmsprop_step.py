"""A step of RMSprop.

Adagrad divides each entry's step by the root of the sum of all its squared gradients. The sum only grows, so that in
the end nothing moves. RMSprop forgets: in place of the sum it keeps a moving average S of the squares. In each step
the old average gets the weight ρ (rho), and this step's square the rest, so that the weights add up to 1. The root of
S is the root mean square of the recent gradients, entry by entry, and gives the method its name.

An entry moves by lr times its gradient over that root, with the average that already contains this step's square.

Two conventions decide the answer. The number eps, which keeps a step finite where no gradient has come by yet, is added
to the root; it does not stand under it. And S starts from zeros and is used as it is: nothing corrects for the first
averages being too small.

References
----------
Kneusel, Math for Deep Learning, chapter 11. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
chapter 4. Hinton, Neural Networks for Machine Learning, lecture 6 (2012).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def rmsprop_step(W: Array, S: Array, dW: Array, lr: float, rho: float, eps: float) -> tuple[Array, Array]:
    """Return the parameters and their mean squares after one step of RMSprop.

    Parameters
    ----------
    W : array of any shape
        Parameters.
    S : same shape as W
        Moving average of the squared gradients that the last step returned; zeros before the first.
    dW : same shape as W
        ∂L/∂W, taken at W.
    lr : float
        Learning rate.
    rho : float
        Weight of the old average, 0 ≤ rho < 1.
    eps : float
        A small positive number, in the units of the gradient.

    Returns
    -------
    W, S : same shape as W
        After the step. The arguments stay as they were.

    Examples
    --------
    The mean of the squares 2 and 4² is 9, its root 3. (This eps is large, so that it shows.)

    >>> W, S = rmsprop_step(np.array([1.0]), np.array([2.0]), np.array([4.0]), lr=0.5, rho=0.5, eps=1.0)
    >>> W.tolist(), S.tolist()
    ([0.5], [9.0])
    """
    ### BEGIN SOLUTION
    S = rho * S + (1.0 - rho) * dW**2
    return W - lr * dW / (np.sqrt(S) + eps), S
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **An average that forgets.** S ← ρ S + (1 − ρ) dW². Unrolled, a square that is k steps old has the weight (1 − ρ) ρᵏ.
   The weights add up to 1, so S is a mean, and it looks back about 1/(1 − ρ) steps.

2. **The new square counts.** S is brought up to date first, and the step divides by its root. With the old S the first
   step would divide by eps alone.

3. **The first steps are large.** S starts from 0. After one step S = (1 − ρ) g², and the step is lr/√(1 − ρ): with ρ =
   0.9 about 3.2 lr. Adam corrects this; RMSprop does not.

>>> W, S = rmsprop_step(np.zeros(1), np.zeros(1), np.array([5.0]), lr=1.0, rho=0.9, eps=1e-12)
>>> float((-W).round(6)[0])
3.162278

4. **Then they have the length lr.** With a constant gradient, S tends to g² and the step to ±lr, for ever. Unlike
   Adagrad's, steps do not fade: lr has to.

5. **Not the variance.** The mean is not subtracted. S is the mean of squares, as the name says.
"""
### END EXPLANATION
