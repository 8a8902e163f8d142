"""The chain rule in many variables.

f depends on x₀, …, x_{n−1}, and each of these on r₀, …, r_{m−1}. If one r_j moves, all of the x may move, and each of
them moves f. The ways add up:

    ∂f/∂r_j = Σ_i ∂f/∂xᵢ · ∂xᵢ/∂r_j.

Given are the slopes of f in all xᵢ, and the table of the slopes of each xᵢ in each r_j. Return the slopes of f in all
r_j. Layers of a network are chains of this kind, with thousands of x and r.

* dx_dr has a row for each xᵢ and a column for each r_j: dx_dr[i, j] = ∂xᵢ/∂r_j.
* n and m are at least 1; they may be equal, and then the shapes don't tell rows from columns.

References
----------
Kneusel, Math for Deep Learning, chapter 7. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
appendix A.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def chain_rule_multivariable(df_dx: Array, dx_dr: Array) -> Array:
    """Return the partial derivatives of f in r.

    Parameters
    ----------
    df_dx : (n,)
        ∂f/∂xᵢ.
    dx_dr : (n, m)
        ∂xᵢ/∂r_j.

    Returns
    -------
    df_dr : (m,)

    Examples
    --------
    f = x y at x = 3, y = 5 has the slopes (5, 3). If x = r + 2s and y = 4r, the table is [[1, 2], [4, 0]], so that
    ∂f/∂r = 5 · 1 + 3 · 4 = 17 and ∂f/∂s = 5 · 2 + 3 · 0 = 10.

    >>> chain_rule_multivariable(np.array([5.0, 3.0]), np.array([[1.0, 2.0], [4.0, 0.0]])).tolist()
    [17.0, 10.0]
    """
    ### BEGIN SOLUTION
    df_dr: Array = df_dx @ dx_dr
    return df_dr
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Small steps.** If r_j moves by h and nothing else does, xᵢ moves by about h ∂xᵢ/∂r_j, for each i. f then moves by
   what each of these contributes,

       Σ_i ∂f/∂xᵢ · h ∂xᵢ/∂r_j.

   Divide by h. There is a product along each way from r_j to f, and a sum over the ways.

2. **A row times a matrix.** For each column j, the sum runs over the rows i of the table: (df_dx) @ (dx_dr). Its shape
   is (n,) @ (n, m) = (m,), and n, over which it is summed, is gone.

3. **With numbers**: r = 1, s = 1/2 gives x = r + 2s = 2 and y = 4r = 4. With f = x² y the slopes in x and y are
   2 x y = 16 and x² = 4, and the table is [[1, 2], [4, 0]]:

>>> chain_rule_multivariable(np.array([16.0, 4.0]), np.array([[1.0, 2.0], [4.0, 0.0]])).tolist()
[32.0, 32.0]

   Put in: f = (r + 2s)² 4r. A central difference in r, and one in s:

>>> f, h = lambda r, s: (r + 2 * s) ** 2 * 4 * r, 1e-5
>>> [round((f(1 + a, 0.5 + b) - f(1 - a, 0.5 - b)) / (2 * h), 6) for a, b in ((h, 0.0), (0.0, h))]
[32.0, 32.0]

4. **The table turned over** gives numbers as well, if n = m: dx_dr @ df_dx sums over the wrong index, over the r_j.
"""
### END EXPLANATION
