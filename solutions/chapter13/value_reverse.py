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
        ### BEGIN SOLUTION
        self.data = float(data)
        self.grad = 0.0
        self._parents: tuple[tuple[Value, float], ...] = ()
        ### END SOLUTION

    def __add__(self, other: "Value | float") -> "Value":
        """Return self + other."""
        ### BEGIN SOLUTION
        other = _value(other)
        return _made(self.data + other.data, (self, 1.0), (other, 1.0))
        ### END SOLUTION

    def __radd__(self, other: float) -> "Value":
        """Return other + self."""
        ### BEGIN SOLUTION
        return self + other
        ### END SOLUTION

    def __sub__(self, other: "Value | float") -> "Value":
        """Return self − other."""
        ### BEGIN SOLUTION
        other = _value(other)
        return _made(self.data - other.data, (self, 1.0), (other, -1.0))
        ### END SOLUTION

    def __rsub__(self, other: float) -> "Value":
        """Return other − self."""
        ### BEGIN SOLUTION
        return _value(other) - self
        ### END SOLUTION

    def __mul__(self, other: "Value | float") -> "Value":
        """Return self · other."""
        ### BEGIN SOLUTION
        other = _value(other)
        return _made(self.data * other.data, (self, other.data), (other, self.data))
        ### END SOLUTION

    def __rmul__(self, other: float) -> "Value":
        """Return other · self."""
        ### BEGIN SOLUTION
        return self * other
        ### END SOLUTION

    def __truediv__(self, other: "Value | float") -> "Value":
        """Return self / other."""
        ### BEGIN SOLUTION
        other = _value(other)
        ratio = self.data / other.data
        return _made(ratio, (self, 1.0 / other.data), (other, -ratio / other.data))
        ### END SOLUTION

    def __rtruediv__(self, other: float) -> "Value":
        """Return other / self."""
        ### BEGIN SOLUTION
        return _value(other) / self
        ### END SOLUTION

    def __pow__(self, other: float) -> "Value":
        """Return self to the power of a number."""
        ### BEGIN SOLUTION
        slope = other * self.data ** (other - 1) if other else 0.0
        return _made(self.data**other, (self, slope))
        ### END SOLUTION

    def __neg__(self) -> "Value":
        """Return −self."""
        ### BEGIN SOLUTION
        return _made(-self.data, (self, -1.0))
        ### END SOLUTION

    def exp(self) -> "Value":
        """Return e to the power of self."""
        ### BEGIN SOLUTION
        power = math.exp(self.data)
        return _made(power, (self, power))
        ### END SOLUTION

    def log(self) -> "Value":
        """Return the natural logarithm."""
        ### BEGIN SOLUTION
        return _made(math.log(self.data), (self, 1.0 / self.data))
        ### END SOLUTION

    def tanh(self) -> "Value":
        """Return its tanh."""
        ### BEGIN SOLUTION
        t = math.tanh(self.data)
        return _made(t, (self, 1.0 - t * t))
        ### END SOLUTION

    def relu(self) -> "Value":
        """Return max(0, self); its slope at 0 is 0."""
        ### BEGIN SOLUTION
        return _made(self.data, (self, 1.0)) if self.data > 0 else _made(0.0, (self, 0.0))
        ### END SOLUTION

    def backward(self) -> None:
        """Set the grad of all that this number is made of, and its own, which is 1."""
        ### BEGIN SOLUTION
        order = _order(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node._parents:
                parent.grad += slope * node.grad


def _value(number: Value | float) -> Value:
    return number if isinstance(number, Value) else Value(number)


def _made(data: float, *parents: tuple[Value, float]) -> Value:
    """Return a number that was made of others, with the slopes that it has in them."""
    made = Value(data)
    made._parents = parents
    return made


def _order(end: Value) -> list[Value]:
    """Return all that a number is made of, each behind what it is made of itself."""
    order: list[Value] = []
    done: set[Value] = set()
    todo = [(end, False)]
    while todo:
        node, ready = todo.pop()
        if ready:
            order.append(node)
        elif node not in done:
            done.add(node)
            todo.append((node, True))
            todo.extend((parent, False) for parent, _ in node._parents)
    return order
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **What each operation writes down.** Its result, what it was made of, and the slope in each of these: for a b they
   are b and a; for a/b, 1/b and −a/b²; for tanh a, 1 − tanh² a.

2. **The chain rule, backwards.** If y reacts to a number n with n.grad, and n has the slope s in its parent p, then y
   reacts to p, through n, with s · n.grad. Over all n that use p, that adds up: hence +=, not =.

3. **In which order.** n may hand on its grad only when it has heard everything. In the order in which each number
   stands behind what it is made of, read backwards, each comes behind all that use it.

4. **Once each.** Walking from the end by paths visits the lowest rung of a ladder 2ⁿ times. With `done`, each number is
   listed once.

5. **Afresh.** What is left in grad from an earlier pass would be added to. So all numbers below begin with 0, not only
   the inputs: what numbers in between have kept would be handed on once more.

>>> x = Value(3.0)
>>> y = x * x + 2 / x
>>> y.backward()
>>> y.backward()
>>> round(float(x.grad), 6), round(2 * 3.0 - 2 / 9, 6)
(5.777778, 5.777778)
>>> ladder = x
>>> for _ in range(30):
...     ladder = ladder + ladder
>>> ladder.backward()
>>> float(x.grad) == 2.0**30
True
"""
### END EXPLANATION
