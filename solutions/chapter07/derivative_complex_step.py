"""The complex step: a derivative to the last digit.

Differences lose digits: f(x + h) and f(x − h) agree in most of theirs, and what is left after the subtraction is the
rest. Step off the real line instead. If f is analytic (made of powers, exponentials, sines, and so on) and real on the
real line, then with i² = −1

    f(x + ih) = f(x) + ih f′(x) − h²/2 f″(x) − ih³/6 f‴(x) + …

The slope is what the imaginary part starts with. Nothing is subtracted, so h may be as small as it likes, and the error
of order h² can be made smaller than any rounding:

    f′(x) ≈ Im f(x + ih) / h.

Return this quotient, with the h that is passed in; without one, take 10⁻²⁰.

* x is a real number, or an array of any shape; f is applied to it as a whole, takes complex numbers, and works entry by
  entry. The result has the shape of x, and is float64: real, not complex.
* h is positive: a half, 10⁻²⁰, or 10⁻²⁰⁰.
* x is the same afterwards.

References
----------
Squire, Trapp, Using complex variables to estimate derivatives of real functions, SIAM Review 40 (1998). For
differences: Kneusel, Math for Deep Learning, chapter 7.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def derivative_complex_step(f: Callable[[Any], Any], x: float | Array, h: float = 1e-20) -> float | Array:
    """Return the derivative of f at x by a step off the real line.

    Parameters
    ----------
    f : callable
        Takes a complex number or an array of them, returns a complex number or an array of the same shape. Analytic,
        and real for real arguments.
    x : float, or array of any shape
    h : float
        Length of the step, > 0.

    Returns
    -------
    slope : float, or array of the shape of x

    Examples
    --------
    (2 + ih)³ = 8 + 12 ih − 6h² − ih³. The imaginary part over h is 12 − h²: with h = 1/2 that is 11.75, and with the h
    that is taken without one, 12.

    >>> [float(derivative_complex_step(lambda z: z**3, 2.0, h)) for h in (0.5, 1e-20)]
    [11.75, 12.0]
    """
    ### BEGIN SOLUTION
    slope: float | Array = np.imag(f(x + 1j * h)) / h
    return slope
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Sort by real and imaginary.** Put ih for the step into Taylor's formula. The powers of i are i, −1, −i, 1, …, so

       Re f(x + ih) = f(x) − h²/2 f″(x) + …
       Im f(x + ih) = h f′(x) − h³/6 f‴(x) + …

   Divide the second line by h: f′(x) − h²/6 f‴(x) + … The error is of order 2, as of central differences.

2. **Nothing cancels.** A difference subtracts two numbers near f(x), and rounding of f(x) is divided by h. Here the
   real part takes f(x) along, and the imaginary part holds h f′(x) alone, with 16 digits of its own, however small it
   is. For the sine at 1:

>>> central = [(np.sin(1 + h) - np.sin(1 - h)) / (2 * h) for h in (1e-5, 1e-20)]
>>> [bool(abs(slope - np.cos(1.0)) < 1e-10) for slope in central]
[True, False]
>>> slopes = [derivative_complex_step(np.sin, 1.0, h) for h in (1e-5, 1e-20, 1e-200)]
>>> [bool(abs(slope - np.cos(1.0)) < 1e-15) for slope in slopes]
[False, True, True]

   The central difference with h = 10⁻²⁰ is 0: 1 + 10⁻²⁰ is 1. The complex step with 10⁻⁵ is right to ten digits, since
   h² is 10⁻¹⁰, and with 10⁻²⁰ to all of them.

3. **What f must be.** |z|, the real part, a comparison or a maximum are not analytic. `abs` takes the modulus, and the
   imaginary part is gone:

>>> derivative_complex_step(abs, 1.0)
0.0

4. **A step in a second unit.** z = x + ih carries f(x) and f′(x) h through a calculation, by the rules of complex
   numbers. With ε in place of i, and ε² = 0 instead of −1, the error goes as well: these are dual numbers, from which
   automatic differentiation is made.
"""
### END EXPLANATION
