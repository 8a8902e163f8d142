"""Three or eight? Logistic regression by L-BFGS.

Here your answers become a minimiser, and tell two handwritten digits apart. There is nothing to fill in: the program
below is complete, and imports what you wrote.

* Your logistic_loss_grad, of chapter 15, is the loss, and its gradient. A penalty ½ l2 ‖w‖² is added; the intercept has
  none.
* Your lbfgs_direction tells where to go, from the last few steps and what the gradient changed by in each.
* Your backtracking_armijo tells how far.

All unknowns stand in one vector theta (D + 1,): first the weights, last the intercept. It starts at 0. A pair (s, y)
that does not have sᵀy > 0 is not kept; with a penalty that is hardly ever so. The descent ends when the gradient's
length is at most tol.

Nothing is drawn, so all iterates are settled. By them the parts are judged: steepest descent, too, tells a 3 from an 8,
but it is far from the minimum when L-BFGS has arrived.

Once your answers are there, run it in your workspace, from the folder that holds chapter16:

    python -m chapter16.digits_lbfgs

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 4. Nocedal, Wright, Numerical Optimization,
2nd ed. (2006), algorithm 7.5. The digits: Alpaydin, Kaynak, Optical Recognition of Handwritten Digits, UCI Machine
Learning Repository.
"""

import numpy as np
from numpy.typing import NDArray

from chapter15.logistic_loss_grad import logistic_loss_grad
from chapter16.backtracking_armijo import backtracking_armijo
from chapter16.lbfgs_direction import lbfgs_direction

Array = NDArray[np.float64]
Labels = NDArray[np.int64]


def penalised(theta: Array, X: Array, y: Labels, l2: float) -> tuple[float, Array]:
    """Return the loss with its penalty, and its gradient (D + 1,).

    Examples
    --------
    At w = 2 and b = 0, a sample x = 0 has the loss log 2 = 0.693; the penalty is ½ · 0.5 · 2² = 1.

    >>> loss, gradient = penalised(np.array([2.0, 0.0]), np.array([[0.0]]), np.array([1]), 0.5)
    >>> round(float(loss), 3), gradient.tolist()
    (1.693, [1.0, -0.5])
    """
    w, b = theta[:-1], float(theta[-1])
    loss, dw, db = logistic_loss_grad(w, b, X, y)
    return float(loss + 0.5 * l2 * (w @ w)), np.append(dw + l2 * w, db)


def minimise(X: Array, y: Labels, l2: float, max_iter: int = 100, memory: int = 5, tol: float = 1e-6) -> Array:
    """Return all points on the way to the minimum, the start first: (steps + 1, D + 1)."""
    theta = np.zeros(X.shape[1] + 1)
    points, S, Y = [theta], list[Array](), list[Array]()
    _, gradient = penalised(theta, X, y, l2)
    for _ in range(max_iter):
        if np.linalg.norm(gradient) <= tol:
            break
        d = lbfgs_direction(gradient, S, Y)
        alpha = backtracking_armijo(lambda point: penalised(point, X, y, l2)[0], gradient, theta, d)
        moved = theta + alpha * d
        _, after = penalised(moved, X, y, l2)
        s, change = moved - theta, after - gradient
        if s @ change > 0:
            S, Y = [*S, s][-memory:], [*Y, change][-memory:]
        theta, gradient = moved, after
        points.append(theta)
    return np.array(points)


def scores(theta: Array, X: Array) -> Array:
    """Return scores (N,), positive for class 1."""
    z: Array = X @ theta[:-1] + theta[-1]
    return z


if __name__ == "__main__":
    from mdl_grade.network import digits

    data = digits()
    labels = data.Y.argmax(axis=1)
    chosen = (labels == 3) | (labels == 8)
    X, y = data.X.reshape(-1, 64)[chosen], (labels[chosen] == 8).astype(np.int64)
    points = minimise(X[:120], y[:120], 0.01)
    for k in range(0, len(points), 5):
        loss, gradient = penalised(points[k], X[:120], y[:120], 0.01)
        right = (scores(points[k], X[120:]) > 0) == (y[120:] == 1)
        print(f"step {k:2}: loss {loss:.6f}, gradient {np.linalg.norm(gradient):.1e}, right: {right.mean():.1%}")


### BEGIN EXPLANATION
"""
1. **The penalty makes it convex, and more.** The logistic loss is convex, but flat far out. With ½ l2 ‖w‖² the
   curvature in w is at least l2, so there is one minimum, and sᵀy > 0 holds for nearly every step: for a convex
   function sᵀy is never negative.

2. **The first step.** Without pairs, L-BFGS goes along −g. At 0 all s are ½. For x = 4 and class 1: g = −½ · 4 = −2
   for w and −½ for b, so d = (2, ½). With alpha = 1 the score becomes 4 · 2 + ½ = 8.5, and the loss falls from 0.693
   to 2 · 10⁻⁴; without a penalty, that is far more than Armijo asks for.

>>> points = minimise(np.array([[4.0]]), np.array([1]), 0.0, max_iter=1)
>>> points.tolist()
[[0.0, 0.0], [2.0, 0.5]]

3. **Pairs instead of a matrix.** For D + 1 unknowns BFGS keeps (D + 1)² numbers: 4225 for 64 pixels. L-BFGS keeps the
   last five pairs, 10 · 65 numbers, and finds the direction with some 20 inner products.

4. **How one sees that it is L-BFGS.** Near the minimum steepest descent gains a factor of about 1 − 1/κ with each
   step, where κ, the ratio of the extreme curvatures, is large here. L-BFGS gains much more, so after 30 steps its
   gradient is small, and that of steepest descent is not. What they say about digits hardly differs.
"""
### END EXPLANATION
