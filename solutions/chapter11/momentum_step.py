"""A step with momentum.

Plain gradient descent forgets: each step knows only the slope under its feet. In a long narrow valley it swings from
wall to wall and hardly moves along. Momentum gives the parameters a velocity V that lives on from step to step.
Swings of opposite sign cancel in it, and what keeps its direction adds up.

One step does two things, in this order. The velocity loses some of itself, so that the fraction μ (mu, 0 ≤ μ < 1)
is left, and is pushed by an ordinary step of gradient descent with learning rate lr. Then the parameters W move by
the velocity, the new one.

Two conventions decide the answer. V is in the units of W and points where W goes: downhill, with the learning rate
already inside. And the push has full strength: it is not weighted with 1 − μ.

References
----------
Kneusel, Math for Deep Learning, chapter 11. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
chapter 4.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def momentum_step(W: Array, V: Array, dW: Array, lr: float, mu: float) -> tuple[Array, Array]:
    """Return the parameters and their velocity after one step of gradient descent with momentum.

    Parameters
    ----------
    W : array of any shape
        Parameters.
    V : same shape as W
        Velocity that the last step returned; zeros before the first.
    dW : same shape as W
        ∂L/∂W, taken at W.
    lr : float
        Learning rate.
    mu : float
        Fraction of the velocity that is kept, 0 ≤ mu < 1.

    Returns
    -------
    W, V : same shape as W
        After the step. The arguments stay as they were.

    Examples
    --------
    Half of the velocity 0.5 is kept, and the gradient 2 pushes it by −0.25 · 2:

    >>> W, V = momentum_step(np.array([1.0]), np.array([0.5]), np.array([2.0]), lr=0.25, mu=0.5)
    >>> W.tolist(), V.tolist()
    ([0.75], [-0.25])
    """
    ### BEGIN SOLUTION
    V = mu * V - lr * dW
    return W + V, V
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Two lines.** V ← μ V − lr dW, then W ← W + V, with the new V. The first line is a velocity with friction that is
   pushed downhill; the second moves by it.

2. **What V remembers.** Unrolled, V_t = −lr (dW_t + μ dW_{t−1} + μ² dW_{t−2} + …): all gradients so far, the older the
   fainter.

3. **A constant slope g.** The sum 1 + μ + μ² + … is 1/(1 − μ): V tends to −lr g/(1 − μ). With μ = 0.9 that is ten times
   a plain step.

>>> W, V = np.zeros(1), np.zeros(1)
>>> for _ in range(200):
...     W, V = momentum_step(W, V, np.ones(1), lr=0.01, mu=0.9)
>>> float(V.round(6)[0])
-0.1

4. **A slope that changes its sign each time.** 1 − μ + μ² − … = 1/(1 + μ): with μ = 0.9, about half of a plain step.
   Swings are damped, and what keeps its direction is amplified: that is what a long narrow valley needs.

5. **Other conventions.** V ← μ V + dW, W ← W − lr V is the same way down as long as lr is constant. With
   V ← μ V + (1 − μ) dW steps are 1 − μ times as long. So one always has to say which is meant.
"""
### END EXPLANATION
