"""A program that differentiates.

The rules of differentiation leave no choice: sum, product, quotient, power, chain. So a program can apply them.
Formulas in x come as nested tuples, the operation first:

=================  ======================================================================================
a number, int or   a constant
float
"x"                the variable
("+", u, v)        u + v
("*", u, v)        u · v
("/", u, v)        u / v
("pow", u, v)      u to the power v. v is a number, or it holds "x"; then u is positive
("sin", u)         the sine of u; likewise ("cos", u), ("exp", u) and ("log", u), the natural logarithm
=================  ======================================================================================

Here u and v are formulas again. x² sin 3x is ("*", ("pow", "x", 2), ("sin", ("*", 3, "x"))).

Return the derivative, as a formula of the same kind. Write a function that calls itself: the derivative of a product is
made of the derivatives of its factors.

* Nothing needs to be simplified: 0 · x + 1 · 1 is as good as 1. It is judged by its values.
* There is no minus: −u is ("*", -1, u).
* A power with a number for exponent has its own rule, which holds for negative u as well; take no logarithm there.
* The result has the nodes of the table and no others. So it can be differentiated once more.

References
----------
Kneusel, Math for Deep Learning, chapter 7. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 4.4.
"""

from typing import Any, TypeAlias

Formula: TypeAlias = float | str | tuple[Any, ...]


def symbolic_diff(formula: Formula) -> Formula:
    """Return the derivative of a formula in x, as a formula.

    Parameters
    ----------
    formula : number, "x", or nested tuples

    Returns
    -------
    derivative : number, "x", or nested tuples

    Examples
    --------
    Of a number and of x it is a number. Of larger formulas there are many ways to write it: for x² any formula will do
    that has the values of 2x.

    >>> float(symbolic_diff(7)), float(symbolic_diff("x"))
    (0.0, 1.0)
    """
    raise NotImplementedError
