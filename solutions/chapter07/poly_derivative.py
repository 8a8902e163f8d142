"""The derivative of a polynomial.

A polynomial is known by its coefficients. Written down from the constant on, c = (c₀, c₁, …, c_{n−1}) stands for

    p(x) = c₀ + c₁ x + c₂ x² + … + c_{n−1} x^{n−1}.

The power rule, (x^k)′ = k x^{k−1}, and the derivative of a sum make another polynomial of p′. Return its coefficients,
in the same order. The constant goes, and all others move down by one place.

* The order is *ascending*: c[k] belongs to x^k.
* The derivative has n − 1 coefficients, zeros included, also where the last of c is 0. Of a constant, (c₀,), it is the
  polynomial 0 with its one coefficient, (0,).
* The kind of numbers stays what it is: int64 for int64, float64 for float64. All whole numbers fit into an int64, and
  are exact.
* c holds at least one coefficient.

References
----------
Kneusel, Math for Deep Learning, chapter 7.
"""

import numpy as np
from numpy.typing import NDArray

Coefficients = NDArray[np.float64] | NDArray[np.int64]


def poly_derivative(c: Coefficients) -> Coefficients:
    """Return the coefficients of the derivative of a polynomial.

    Parameters
    ----------
    c : (n,), float64 or int64
        Coefficients, c[k] that of x^k.

    Returns
    -------
    d : (n − 1,), but (1,) for n = 1; the dtype of c
        Coefficients of the derivative, d[k] that of x^k.

    Examples
    --------
    5 + 4x + 3x² has the derivative 4 + 6x, and 5 has the derivative 0:

    >>> poly_derivative(np.array([5, 4, 3])).tolist(), poly_derivative(np.array([5])).tolist()
    ([4, 6], [0])
    """
    ### BEGIN SOLUTION
    if len(c) == 1:
        return np.zeros_like(c)
    d: Coefficients = c[1:] * np.arange(1, len(c))
    return d
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The power rule.** (x + h)^k = x^k + k x^{k−1} h + terms with h² and more. Subtract x^k, divide by h, and let h go
   to 0: k x^{k−1} is left. Of x³, for instance, 3x² + 3x h + h² becomes 3x².

2. **Sums and factors.** Slopes add up as heights do, (u + v)′ = u′ + v′, and (a u)′ = a u′. So each term can be taken
   by itself:

       (Σ_k c_k x^k)′ = Σ_{k ≥ 1} k c_k x^{k−1} = Σ_{j ≥ 0} (j + 1) c_{j+1} x^j.

   The coefficient of x^j in the derivative is (j + 1) c_{j+1}: what stood one place further up, times the place where
   it stood.

3. **In NumPy.** c[1:] are c₁, c₂, …, and np.arange(1, n) is 1, 2, …, n − 1. Their product, entry by entry, is the
   answer. For n = 1 it would have no entries, and no coefficients are no polynomial: the derivative of a constant is 0.

   With numbers: 7 − 2x³, c = (7, 0, 0, −2). c[1:] = (0, 0, −2) times (1, 2, 3) is (0, 0, −6): −6x².

>>> poly_derivative(np.array([7, 0, 0, -2])).tolist()
[0, 0, -6]

4. **A law to check it by.** The coefficients of a product are a convolution, np.convolve(p, q). Then the product rule
   (p q)′ = p′ q + p q′ holds for them:

>>> p, q = np.array([1, 2, 3]), np.array([4, 5])
>>> left = poly_derivative(np.convolve(p, q))
>>> right = np.convolve(poly_derivative(p), q) + np.convolve(p, poly_derivative(q))
>>> left.tolist(), right.tolist()
([13, 44, 45], [13, 44, 45])

5. **Ascending or descending?** NumPy's newer polynomials (`numpy.polynomial`) are ascending, its older `np.polyder` is
   descending. Nothing in the numbers tells which order they are in: it must be agreed on.
"""
### END EXPLANATION
