"""The Jacobian, measured.

A function f takes n numbers and returns m. How each of the outputs changes with each of the inputs is a table, the
Jacobian

    J[i, j] = ∂f_i / ∂x_j,        J (m, n):

a row for each output, a column for each input (numerator layout). Close to x the function is nearly linear, and J is
its matrix: f(x + d) ≈ f(x) + J d. Row i is the gradient of f_i. Column j tells what happens if x_j alone moves, and
that is how it is measured: move x_j by h forwards and backwards, everything else stays, and

    J[:, j] = ( f(x + h e_j) − f(x − h e_j) ) / 2h,

where e_j has a 1 at j and zeros elsewhere. Such central differences have an error of order h².

* h is the step itself, the same for every entry; it is not scaled with x.
* f is given arrays (n,) of float64, also if x holds integers.
* f returns an array (m,), or a list of m numbers, or a single number. A single number counts as m = 1: J is (1, n).
* If x has one entry, f is a curve and J a column (m, 1): its derivative by a number.
* x is the same afterwards, to the last bit.

References
----------
Kneusel, Math for Deep Learning, chapter 8, on the Jacobian. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep
Learning, appendix A.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def jacobian_numeric(
    f: Callable[[Array], Array | Sequence[float] | float], x: NDArray[np.float64 | np.integer], h: float = 1e-5
) -> Array:
    """Return the Jacobian of f at x by central differences.

    Parameters
    ----------
    f : callable
        Takes an array (n,), returns an array (m,), a list of m numbers, or a number.
    x : (n,), floats or integers
    h : float
        Step of the differences, > 0.

    Returns
    -------
    J : (m, n), float64
        J[i, j] = ∂f_i/∂x_j.

    Examples
    --------
    f(x) = (x₁x₂, x₁ + x₂, 3x₁) has the Jacobian [[x₂, x₁], [1, 1], [3, 0]]:

    >>> J = jacobian_numeric(lambda x: np.array([x[0] * x[1], x[0] + x[1], 3 * x[0]]), np.array([5.0, 2.0]))
    >>> bool(np.abs(J - np.array([[2, 5], [1, 1], [3, 0]])).max() < 1e-8)
    True
    >>> jacobian_numeric(lambda x: x[0] ** 2, np.array([3]), h=0.5).tolist()
    [[6.0]]
    """
    ### BEGIN SOLUTION
    columns = []
    for j in range(len(x)):
        step = np.zeros(len(x))
        step[j] = h
        columns.append((np.atleast_1d(f(x + step)) - np.atleast_1d(f(x - step))) / (2 * h))
    return np.stack(columns, axis=1)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Column by column.** Moving x_j alone changes all m outputs at once: two calls of f give a whole column. So 2n calls
   are enough, whatever m is. For row i one would call f as often, and throw away all outputs but one.

2. **Why central.** Taylor's formula at x_j ± h:

       f(x ± h e_j) = f ± h f′ + h²/2 f″ ± h³/6 f‴ + …

   In the difference the even terms go: (f(x + h e_j) − f(x − h e_j)) / 2h = f′ + h²/6 f‴ + …. One-sided differences
   keep h/2 f″, an error of order h. On a cubic the error can be seen: x³ at 1 has the derivative 3, and f‴/6 = 1.

>>> [round(float(jacobian_numeric(lambda x: x**3, np.array([1.0]), h=h)[0, 0]), 9) for h in (0.5, 0.25, 0.125)]
[3.25, 3.0625, 3.015625]

3. **Not too small.** f is known to rounding only, about 10⁻¹⁶ |f|, and that is divided by 2h. With h = 10⁻⁵ both errors
   are about 10⁻¹¹ to 10⁻¹⁰; with h = 10⁻¹² four digits are left.

4. **A linear function is its own Jacobian**: f(x) = A x + b has J = A everywhere, in this layout. In the other one,
   denominator layout, it would be Aᵀ.

>>> A = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
>>> jacobian_numeric(lambda x: A @ x + 7.0, np.array([1.0, 0.0, -2.0]), h=0.5).tolist()
[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]

5. **The chain rule is a product of matrices.** f(g(x + d)) ≈ f(g(x) + J_g d) ≈ f(g(x)) + J_f J_g d, where J_f is taken
   at g(x). The shapes (m, k) (k, n) fit in this order only.

6. **A curve.** For one input, x(t) in the plane, J is the velocity, as a column:

>>> J = jacobian_numeric(lambda t: np.array([np.cos(t[0]), np.sin(t[0])]), np.array([0.0]))
>>> J.shape, J.round(6).ravel().tolist()
((2, 1), [0.0, 1.0])

7. **A step on a copy.** `x[j] += h` on an array of integers adds nothing (or is refused), and `x[j] -= h` afterwards
   need not give the old bits back. A new array, x + step, is both float and harmless.
"""
### END EXPLANATION
