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
    raise NotImplementedError
