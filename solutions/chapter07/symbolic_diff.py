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
    ### BEGIN SOLUTION
    if not isinstance(formula, tuple):
        return 1 if formula == "x" else 0
    operation, u, v = formula if len(formula) == 3 else (*formula, 0)
    du, dv = symbolic_diff(u), symbolic_diff(v)
    match operation:
        case "+":
            return ("+", du, dv)
        case "*":
            return ("+", ("*", du, v), ("*", u, dv))
        case "/":
            return ("/", ("+", ("*", du, v), ("*", -1, ("*", u, dv))), ("pow", v, 2))
        case "sin":
            return ("*", ("cos", u), du)
        case "cos":
            return ("*", ("*", -1, ("sin", u)), du)
        case "exp":
            return ("*", formula, du)
        case "log":
            return ("/", du, u)
    if isinstance(v, int | float):
        return ("*", ("*", v, ("pow", u, v - 1)), du)
    return ("*", formula, ("+", ("*", dv, ("log", u)), ("/", ("*", v, du), u)))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Leaves.** A constant has the slope 0, and x the slope 1. All else is made of smaller formulas, whose derivatives
   the function finds by calling itself. It ends, since they get smaller.

2. **Nodes.** With u′ and v′ from there:

       (u + v)′ = u′ + v′        (u v)′ = u′ v + u v′        (u / v)′ = (u′ v − u v′) / v²
       (sin u)′ = cos u · u′     (cos u)′ = −sin u · u′      (e^u)′ = e^u · u′      (log u)′ = u′ / u

   The factor u′ at the end of the second line is the chain rule. In a formula as a tree, it multiplies along each way
   from the root to an x.

3. **Powers.** With a number n for exponent, (uⁿ)′ = n u^{n−1} · u′, for any u. If the exponent has an x in it, write
   u^v = e^{v log u}, and differentiate that:

       (u^v)′ = u^v (v′ log u + v u′ / u).

   2^x has the derivative 2^x log 2: the power rule, x 2^{x−1}, is for powers of x, and wrong here. With v a number, the
   last formula gives n u^{n−1} u′ as well, but log u is no number for negative u, and 0 · NaN is NaN.

4. **With numbers.** x² sin 3x at x = 1 has the slope 2 sin 3 + 3 cos 3 = −2.6877:

>>> import math
>>> def value(formula, x):
...     if formula == "x" or not isinstance(formula, tuple):
...         return x if formula == "x" else formula
...     name, *parts = formula
...     a = [value(part, x) for part in parts]
...     if name in ("+", "*", "pow"):
...         return {"+": a[0] + a[-1], "*": a[0] * a[-1], "pow": a[0] ** a[-1]}[name]
...     return a[0] / a[1] if name == "/" else getattr(math, name)(a[0])
>>> wave = ("*", ("pow", "x", 2), ("sin", ("*", 3, "x")))
>>> round(value(symbolic_diff(wave), 1.0), 4), round(2 * math.sin(3) + 3 * math.cos(3), 4)
(-2.6877, -2.6877)

5. **Formulas grow.** Both factors of a product stand twice in its derivative. A product of twenty factors, nested, has
   a derivative of some four hundred. Automatic differentiation computes the same values and writes no formulas down.
"""
### END EXPLANATION
