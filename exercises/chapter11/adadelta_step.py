"""A step of Adadelta.

In RMSprop a gradient is divided by a root mean square of gradients. Their units cancel, and the learning rate lr has to
bring in those of W. Zeiler's remark: a method should not care whether W is measured in metres or in miles. Adadelta
takes the missing length from its own past. It keeps two moving averages, entry by entry:

* S, of the squared gradients,
* D, of the squared steps.

The weights are those of RMSprop: ρ (rho) for the old average, the rest for the new square. With the root mean square
RMS(A) = √(A + eps), the step is

    minus the gradient, times RMS of the steps, over RMS of the gradients,

and no learning rate appears. S contains this step's gradient already. D can't contain this step, which is yet to be
found: it is brought up to date afterwards, for the next one.

The convention that decides the answer: here eps does stand under both roots. Since D starts from zeros, it is eps that
makes the very first step; it is not kept in S or D.

References
----------
Kneusel, Math for Deep Learning, chapter 11. Zeiler, ADADELTA: An Adaptive Learning Rate Method (2012).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def adadelta_step(W: Array, S: Array, D: Array, dW: Array, rho: float, eps: float) -> tuple[Array, Array, Array]:
    """Return the parameters and both averages after one step of Adadelta.

    Parameters
    ----------
    W : array of any shape
        Parameters.
    S : same shape as W
        Moving average of the squared gradients that the last step returned; zeros before the first.
    D : same shape as W
        Moving average of the squared steps, likewise.
    dW : same shape as W
        ∂L/∂W, taken at W.
    rho : float
        Weight of the old averages, 0 ≤ rho < 1.
    eps : float
        A small positive number, added to both averages under the root.

    Returns
    -------
    W, S, D : same shape as W
        After the step. The arguments stay as they were.

    Examples
    --------
    The mean of the squares 2 and 2² is 3, and with eps = 1 the root is 2. The root of 8 + 1 is 3, so that the step is
    −2 · 3/2 = −3, and its square goes into D. (This eps is large, so that it shows.)

    >>> W, S, D = adadelta_step(np.array([1.0]), np.array([2.0]), np.array([8.0]), np.array([2.0]), rho=0.5, eps=1.0)
    >>> W.tolist(), S.tolist(), D.tolist()
    ([-2.0], [3.0], [8.5])
    """
    raise NotImplementedError
