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
        ### BEGIN SOLUTION
        self.val = float(val)
        self.eps = float(eps)
        ### END SOLUTION

    def __add__(self, other: "Dual | float") -> "Dual":
        """Return self + other."""
        ### BEGIN SOLUTION
        other = _dual(other)
        return Dual(self.val + other.val, self.eps + other.eps)
        ### END SOLUTION

    def __radd__(self, other: float) -> "Dual":
        """Return other + self."""
        ### BEGIN SOLUTION
        return self + other
        ### END SOLUTION

    def __sub__(self, other: "Dual | float") -> "Dual":
        """Return self − other."""
        ### BEGIN SOLUTION
        other = _dual(other)
        return Dual(self.val - other.val, self.eps - other.eps)
        ### END SOLUTION

    def __rsub__(self, other: float) -> "Dual":
        """Return other − self."""
        ### BEGIN SOLUTION
        return _dual(other) - self
        ### END SOLUTION

    def __mul__(self, other: "Dual | float") -> "Dual":
        """Return self · other."""
        ### BEGIN SOLUTION
        other = _dual(other)
        return Dual(self.val * other.val, self.val * other.eps + self.eps * other.val)
        ### END SOLUTION

    def __rmul__(self, other: float) -> "Dual":
        """Return other · self."""
        ### BEGIN SOLUTION
        return self * other
        ### END SOLUTION

    def __truediv__(self, other: "Dual | float") -> "Dual":
        """Return self / other."""
        ### BEGIN SOLUTION
        other = _dual(other)
        ratio = self.val / other.val
        return Dual(ratio, (self.eps - ratio * other.eps) / other.val)
        ### END SOLUTION

    def __rtruediv__(self, other: float) -> "Dual":
        """Return other / self."""
        ### BEGIN SOLUTION
        return _dual(other) / self
        ### END SOLUTION

    def __pow__(self, other: "Dual | float") -> "Dual":
        """Return self to the power of other."""
        ### BEGIN SOLUTION
        if isinstance(other, Dual):
            return (other * self.log()).exp()
        if other == 0:
            return Dual(1.0)
        return Dual(self.val**other, other * self.val ** (other - 1) * self.eps)
        ### END SOLUTION

    def __rpow__(self, other: float) -> "Dual":
        """Return other to the power of self."""
        ### BEGIN SOLUTION
        return (self * math.log(other)).exp()
        ### END SOLUTION

    def __neg__(self) -> "Dual":
        """Return −self."""
        ### BEGIN SOLUTION
        return Dual(-self.val, -self.eps)
        ### END SOLUTION

    def sin(self) -> "Dual":
        """Return its sine."""
        ### BEGIN SOLUTION
        return Dual(math.sin(self.val), math.cos(self.val) * self.eps)
        ### END SOLUTION

    def exp(self) -> "Dual":
        """Return e to the power of self."""
        ### BEGIN SOLUTION
        power = math.exp(self.val)
        return Dual(power, power * self.eps)
        ### END SOLUTION

    def log(self) -> "Dual":
        """Return the natural logarithm of self."""
        ### BEGIN SOLUTION
        return Dual(math.log(self.val), self.eps / self.val)
        ### END SOLUTION

    def tanh(self) -> "Dual":
        """Return its tanh."""
        ### BEGIN SOLUTION
        t = math.tanh(self.val)
        return Dual(t, (1.0 - t * t) * self.eps)
        ### END SOLUTION

    def relu(self) -> "Dual":
        """Return max(0, self); its slope at 0 is 0."""
        ### BEGIN SOLUTION
        return Dual(self.val, self.eps) if self.val > 0 else Dual(0.0)
        ### END SOLUTION


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
    ### BEGIN SOLUTION
    return _dual(f(Dual(x, 1.0))).eps


def _dual(number: Dual | float) -> Dual:
    return number if isinstance(number, Dual) else Dual(number)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Why ε² = 0.** In a Taylor series f(a + h) = f(a) + f′(a) h + ½ f″(a) h² + …, all that a derivative needs is the
   term with h. With h = b ε, all later terms have an ε² and vanish: f(a + b ε) = f(a) + f′(a) b ε, exactly.

2. **The rules of differentiation come out by themselves.** The product was shown above. For a quotient, look for the
   q + r ε with (q + r ε)(c + d ε) = a + b ε: q c = a, and q d + r c = b, so r = (b − q d)/c, which is (b c − a d)/c².

3. **Chains.** sin(g(x)) gets g(x) as a + b ε with b = g′(x), and makes cos(a) b of it: the chain rule. Every operation
   knows its own derivative only.

4. **Powers.** xⁿ for a number n has the slope n xⁿ⁻¹, also for negative x. With exponent 0 it is 1, with slope 0;
   written as n xⁿ⁻¹, it would be 0 · 0⁻¹ at x = 0. If the exponent has a slope, u^w = e^(w log u), for positive u.

5. **Numbers on the left.** 2 − x asks 2 first, which knows no Dual; then Python calls x.__rsub__(2), and expects 2 − x,
   not x − 2.

6. **What it costs.** One pass gives the slope along one input. For a gradient of n numbers that is n passes: for
   networks one goes the other way, in reverse.

At x = 2, f(x) = x²/(1 + x): f = 4/3, and f′ = (2 x (1 + x) − x²)/(1 + x)² = 8/9.

>>> y = Dual(2.0, 1.0) ** 2 / (1 + Dual(2.0, 1.0))
>>> round(y.val, 6), round(y.eps, 6)
(1.333333, 0.888889)
>>> round(derivative(lambda x: x ** x, 2.0), 6), round(4 * (math.log(2.0) + 1), 6)
(6.772589, 6.772589)
"""
### END EXPLANATION
