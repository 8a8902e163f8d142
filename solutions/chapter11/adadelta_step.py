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
    ### BEGIN SOLUTION
    S = rho * S + (1.0 - rho) * dW**2
    step = -np.sqrt(D + eps) / np.sqrt(S + eps) * dW
    D = rho * D + (1.0 - rho) * step**2
    return W + step, S, D
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Units.** Let W be a length. dW has the unit of loss over length. dW/RMS(dW) has none. Multiplied by RMS of the
   steps, which are lengths, it is a length again. No lr is needed to bring one in.

2. **In order.** S takes in this gradient; the step is computed from the new S and the old D; then D takes in the step.
   Putting this step into D first would be a circle.

3. **The first step.** D = 0, so its root is √eps. S = (1 − ρ) g². The step is about √eps/√(1 − ρ), however large the
   gradient is:

>>> zero = np.zeros(1)
>>> steps = [adadelta_step(zero, zero, zero, np.array([float(g)]), rho=0.95, eps=1e-6)[0] for g in (1, 1e3)]
>>> [float((-step).round(6)[0]) for step in steps]
[0.004472, 0.004472]

   From there D grows from step to step, slowly: Adadelta starts timidly.

4. **eps stands under both roots**, RMS(A) = √(A + eps), and is not kept in the averages. Beside the root, the first
   step would be eps instead of √eps: a thousand times as short.

With numbers, as in the example: S = ½ · 2 + ½ · 4 = 3, the roots are √(3 + 1) = 2 and √(8 + 1) = 3, the step is
−3/2 · 2 = −3, and D = ½ · 8 + ½ · 9 = 8.5.
"""
### END EXPLANATION
