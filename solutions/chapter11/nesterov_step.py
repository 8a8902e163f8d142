"""A step with Nesterov's momentum.

With momentum, most of the next step is known before the gradient is: the velocity V will carry the parameters W along,
whatever the slope. Nesterov's idea is to go there first, in thought, and to ask for the gradient at that place. If the
ground rises ahead, the velocity is corrected one step earlier.

So the gradient comes as a function, grad. A step looks ahead from W by what will be left of the velocity, the fraction
μ (mu) of it. The gradient that is found there pushes the velocity as in a step with momentum: of the old V the
fraction μ is left, and the push is a step of gradient descent with learning rate lr. Then W, and not the place ahead,
moves by the new velocity.

Three conventions decide the answer. V is in the units of W and points where W goes, with the learning rate inside.
All entries of W look ahead together, before grad is called: entry i of the gradient may depend on all of them. What is
returned is the place where W stands, not the one that it looks ahead to.

References
----------
Kneusel, Math for Deep Learning, chapter 11. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
chapter 4. Sutskever, Martens, Dahl, Hinton, On the importance of initialization and momentum in deep learning (2013).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def nesterov_step(W: Array, V: Array, grad: Callable[[Array], Array], lr: float, mu: float) -> tuple[Array, Array]:
    """Return the parameters and their velocity after one step with Nesterov's momentum.

    Parameters
    ----------
    W : array of any shape
        Parameters.
    V : same shape as W
        Velocity that the last step returned; zeros before the first.
    grad : callable
        ``grad(W)`` returns ∂L/∂W at W, an array of the shape of W.
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
    L = w² has the gradient 2w. From 1, half of the velocity −1 leads ahead to 0.5, where the gradient is 1:

    >>> W, V = nesterov_step(np.array([1.0]), np.array([-1.0]), lambda W: 2.0 * W, lr=0.25, mu=0.5)
    >>> W.tolist(), V.tolist()
    ([0.25], [-0.75])
    """
    ### BEGIN SOLUTION
    V = mu * V - lr * grad(W + mu * V)
    return W + V, V
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Look ahead, then push.** The place ahead is W + μ V: where W would come to if nothing pushed. The gradient is taken
   there, and nowhere else:

       V ← μ V − lr ∇L(W + μ V),    W ← W + V.

2. **W moves from W.** The place ahead was a thought. From there, W + μ V, the push −lr ∇L leads to the new W, indeed:
   W + V_new = (W + μ V) − lr ∇L(W + μ V). Adding V_new to the place ahead would count μ V twice.

3. **Why it helps.** On L = ½ λ w² momentum multiplies by λ w, Nesterov by λ (w + μ v): the extra push is −lr λ μ v,
   against the velocity, and stronger where it is steep. It is a brake that knows the road.

>>> def swing(look):
...     w, v = 1.0, 0.0
...     for _ in range(60):
...         v = 0.9 * v - 0.3 * (w + 0.9 * v * look)
...         w = w + v
...     return (w**2 + v**2) ** 0.5
>>> float(f"{swing(look=0):.0e}"), float(f"{swing(look=1):.0e}")
(0.04, 1e-06)

4. **All coordinates look ahead together.** Entry i of the gradient may depend on all of W, so grad gets one whole
   place, once.

With numbers, as in the example: W = 1, V = −1, μ = ½. Ahead is 0.5; the gradient of w² there is 1. V = −0.5 − 0.25 · 1
= −0.75, and W = 0.25. The gradient at W itself would have been 2.
"""
### END EXPLANATION
