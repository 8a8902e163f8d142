"""Newton's method for logistic regression.

Descent goes against the gradient, and asks how far. Newton's method asks for the minimum of the parabola that has f's
value, gradient and Hessian at the point, and goes there:

    w̃ ← w̃ − H⁻¹ g,

without any learning rate. Near the minimum the number of right digits doubles with every step.

Let w̃ = (w, b), z_n = x_nᵀw + b, s_n = 1/(1 + e^(−z_n)), and let the loss be the mean cross-entropy with a penalty,

    L = 1/N Σ (−y_n log s_n − (1 − y_n) log(1 − s_n)) + ½ l2 ‖w‖².

Its gradient g is made of 1/N Σ (s_n − y_n) x_n + l2 w, and 1/N Σ (s_n − y_n) for b; its Hessian is the mean of
s_n (1 − s_n) x̃_n x̃_nᵀ with x̃ = (x, 1), and l2 on the diagonal for w. The penalty keeps w finite, also where a plane
separates the classes. The bias is not penalised.

* Start with w = 0 and b = 0. Steps are full.
* The history holds ‖g‖, the Euclidean norm over all D + 1 entries, at each point: the first, and the last as well.
* Stop as soon as ‖g‖ ≤ tol: at once, if that is so at the start. If it is not so after max_iter steps, raise
  ValueError.
* l2 > 0, and both classes occur.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 4. Bishop, Pattern Recognition and Machine
Learning (2006), section 4.3.3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def newton_logistic(X: Array, y: Array, l2: float, tol: float = 1e-8, max_iter: int = 50) -> tuple[Array, float, Array]:
    """Return the weights of logistic regression, found by Newton's method, and the norms of the gradient on the way.

    Parameters
    ----------
    X : (N, D)
        One sample a row.
    y : (N,)
        Targets, 0 or 1.
    l2 : float
        Weight of the penalty ½ ‖w‖².
    tol : float
        The norm of the gradient at which to stop.
    max_iter : int
        How many steps are allowed.

    Returns
    -------
    w : (D,)
    b : float
    history : (steps + 1,)

    Raises
    ------
    ValueError
        If the gradient is still above tol after max_iter steps.

    Examples
    --------
    At the start each s is ½, the gradient is (−½, 0), and the Hessian is (¼ + ¼, ¼): the step leads to w = 1, b = 0.

    >>> X, y = np.array([[1.0], [-1.0]]), np.array([1.0, 0.0])
    >>> w, b, history = newton_logistic(X, y, l2=0.25, tol=0.03)
    >>> w.tolist(), float(b), history.round(4).tolist()
    ([1.0], 0.0, [0.5, 0.0189])
    """
    raise NotImplementedError
