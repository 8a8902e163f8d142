"""Numbers that carry their derivative.

A dual number a + b ε has a value a and a slope b; ε is a new thing with ε² = 0 (and ε itself is not 0). Calculate with
it as with any number, and drop ε²:

    (a + b ε) + (c + d ε) = (a + c) + (b + d) ε,
    (a + b ε) · (c + d ε) = a c + (a d + b c) ε.

The second slope is the product rule. So it is with everything: f(a + b ε) = f(a) + f′(a) b ε. Whoever starts with x + 1
ε and just computes f ends with f(x) + f′(x) ε: the exact derivative, without a limit. That is forward mode.

Write a class of such numbers, `Dual(val, eps=0.0)`, with the attributes `val` and `eps`, both floats, and

* the operators +, −, ·, /, and − in front, with another Dual, or with a number on either side (a number has slope 0);
* powers: Dual ** number for any base (whole exponents of a negative base, exponent 0, base 0 with an exponent of 1 or
  more), number ** Dual and Dual ** Dual for a positive base;
* the methods sin(), exp(), log(), tanh() and relu(); relu′(0) = 0. NumPy's np.sin(x) calls x.sin() by itself.

Every operation makes a new Dual, and leaves those that it is made of as they are. Numbers are Python's ints and floats.
What is undefined for numbers (a division by 0, the logarithm of a negative number) is not asked for.

Then write `derivative(f, x)`: f is a function that is made of these operations, x a number, and f′(x) is returned, as a
float. f may also return a plain number: then it does not depend on x.

References
----------
Kapoor, Gulli, Pal, Deep Learning with TensorFlow and Keras, chapter 14. Liquet, Moka, Nazarathy, Mathematical
Engineering of Deep Learning, 4.4. Baydin, Pearlmutter, Radul, Siskind, Automatic differentiation in machine learning: a
survey (2018).
"""

import math
from collections.abc import Callable
from typing import Any


class Dual:
    """A number val + eps ε.

    Parameters
    ----------
    val : float
        The value.
    eps : float
        The slope.

    Examples
    --------
    x² + 3 x at x = 2 has the value 10 and the slope 7:

    >>> x = Dual(2.0, 1.0)
    >>> y = x * x + 3 * x
    >>> y.val, y.eps
    (10.0, 7.0)
    >>> y = 1 / x - x ** 3
    >>> y.val, y.eps
    (-7.5, -12.25)
    """

    def __init__(self, val: float, eps: float = 0.0) -> None:
        raise NotImplementedError

    def __add__(self, other: "Dual | float") -> "Dual":
        """Return self + other."""
        raise NotImplementedError

    def __radd__(self, other: float) -> "Dual":
        """Return other + self."""
        raise NotImplementedError

    def __sub__(self, other: "Dual | float") -> "Dual":
        """Return self − other."""
        raise NotImplementedError

    def __rsub__(self, other: float) -> "Dual":
        """Return other − self."""
        raise NotImplementedError

    def __mul__(self, other: "Dual | float") -> "Dual":
        """Return self · other."""
        raise NotImplementedError

    def __rmul__(self, other: float) -> "Dual":
        """Return other · self."""
        raise NotImplementedError

    def __truediv__(self, other: "Dual | float") -> "Dual":
        """Return self / other."""
        raise NotImplementedError

    def __rtruediv__(self, other: float) -> "Dual":
        """Return other / self."""
        raise NotImplementedError

    def __pow__(self, other: "Dual | float") -> "Dual":
        """Return self to the power of other."""
        raise NotImplementedError

    def __rpow__(self, other: float) -> "Dual":
        """Return other to the power of self."""
        raise NotImplementedError

    def __neg__(self) -> "Dual":
        """Return −self."""
        raise NotImplementedError

    def sin(self) -> "Dual":
        """Return its sine."""
        raise NotImplementedError

    def exp(self) -> "Dual":
        """Return e to the power of self."""
        raise NotImplementedError

    def log(self) -> "Dual":
        """Return the natural logarithm of self."""
        raise NotImplementedError

    def tanh(self) -> "Dual":
        """Return its tanh."""
        raise NotImplementedError

    def relu(self) -> "Dual":
        """Return max(0, self); its slope at 0 is 0."""
        raise NotImplementedError


def derivative(f: Callable[[Any], Any], x: float) -> float:
    """Return f′(x).

    Parameters
    ----------
    f : callable
        Takes a Dual, and returns one, or a number.
    x : float

    Returns
    -------
    slope : float

    Examples
    --------
    >>> float(derivative(lambda x: x * x.exp(), 0.0))
    1.0
    >>> float(derivative(lambda x: 2 - x, 5.0))
    -1.0
    """
    raise NotImplementedError
