"""Numbers that remember where they come from.

Reverse mode in its smallest form: a number that knows of which numbers it was made, and with which slopes. Whoever
computes with such numbers builds a graph on the way. From its end one walks back, and each number learns how the end
reacts to it: all derivatives in one pass, however many inputs there are.

Write a class `Value(data)` with the attributes `data` and `grad`, both floats; grad is 0 at the beginning. It has

* the operators +, −, ·, /, and − in front, with another Value, or with a number on either side;
* powers Value ** number, for any base (with a negative base the exponent is whole; with base 0 it is 0, or 1 and more);
* the methods exp(), log(), tanh() and relu(); relu′(0) = 0;
* and the method `backward()`. After y.backward(), y.grad is 1, and every number x that y is made of has ∂y/∂x in
  x.grad.

Three rules for backward. A number that is used more than once (as in x · x, or x + x) hears from each place, and all of
it adds up. Each number is visited once, when all that use it have spoken: a ladder in which each rung uses the one
below twice has 2³⁰ paths after 30 rungs, and takes no time. And backward starts afresh: first it sets the grad of all
numbers below to 0, so calling it again gives the same again, and what another end has left there does not count.

Graphs are at most 300 deep. Operations make new Values, and change no data.

References
----------
Kapoor, Gulli, Pal, Deep Learning with TensorFlow and Keras, chapter 14. Liquet, Moka, Nazarathy, Mathematical
Engineering of Deep Learning, 4.4. Baydin, Pearlmutter, Radul, Siskind, Automatic differentiation in machine learning: a
survey (2018).
"""

import math


class Value:
    """A number that knows what it was made of.

    Parameters
    ----------
    data : float
        The number.

    Examples
    --------
    y = x w + x at x = 3, w = 2: y = 9, ∂y/∂x = w + 1 and ∂y/∂w = x.

    >>> x, w = Value(3.0), Value(2.0)
    >>> y = x * w + x
    >>> y.backward()
    >>> float(y.data), float(x.grad), float(w.grad)
    (9.0, 3.0, 3.0)
    """

    data: float
    grad: float

    def __init__(self, data: float) -> None:
        raise NotImplementedError

    def __add__(self, other: "Value | float") -> "Value":
        """Return self + other."""
        raise NotImplementedError

    def __radd__(self, other: float) -> "Value":
        """Return other + self."""
        raise NotImplementedError

    def __sub__(self, other: "Value | float") -> "Value":
        """Return self − other."""
        raise NotImplementedError

    def __rsub__(self, other: float) -> "Value":
        """Return other − self."""
        raise NotImplementedError

    def __mul__(self, other: "Value | float") -> "Value":
        """Return self · other."""
        raise NotImplementedError

    def __rmul__(self, other: float) -> "Value":
        """Return other · self."""
        raise NotImplementedError

    def __truediv__(self, other: "Value | float") -> "Value":
        """Return self / other."""
        raise NotImplementedError

    def __rtruediv__(self, other: float) -> "Value":
        """Return other / self."""
        raise NotImplementedError

    def __pow__(self, other: float) -> "Value":
        """Return self to the power of a number."""
        raise NotImplementedError

    def __neg__(self) -> "Value":
        """Return −self."""
        raise NotImplementedError

    def exp(self) -> "Value":
        """Return e to the power of self."""
        raise NotImplementedError

    def log(self) -> "Value":
        """Return the natural logarithm."""
        raise NotImplementedError

    def tanh(self) -> "Value":
        """Return its tanh."""
        raise NotImplementedError

    def relu(self) -> "Value":
        """Return max(0, self); its slope at 0 is 0."""
        raise NotImplementedError

    def backward(self) -> None:
        """Set the grad of all that this number is made of, and its own, which is 1."""
        raise NotImplementedError
