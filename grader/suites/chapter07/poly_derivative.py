"""Checks, known bugs and variants of chapter07/poly_derivative."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("d",),
    minutes=10,
    hints=(
        "Differentiate 5 + 4x + 3x² on paper, and write both polynomials as lists of coefficients.",
        "Which entry of c makes d[0], and what is it multiplied by? Which one makes d[1]?",
        "c[1:] leaves out the constant; np.arange(1, n) are the factors. A constant is a case of its own.",
    ),
)


def spread(rng, n):
    """Coefficients of both signs, none of them small."""
    return rng.uniform(0.5, 3.0, size=n) * rng.permutation(np.where(np.arange(n) % 2, -1, 1))


@cases("n", 5, 4, 2, 12)
def polynomials(rng, n):
    return {"c": spread(rng, n)}


@cases("dtype", "float64", "int64")
def constants(rng, dtype):
    return {"c": (7 * spread(rng, 1)).astype(dtype)}


@cases("n zeros", (6, "first"), (6, "last"), (7, "between"), (3, "all but the constant"))
def sparse(rng, n, zeros):
    c = spread(rng, n)
    places = {
        "first": slice(0, 2),
        "last": slice(-2, None),
        "between": slice(2, 5),
        "all but the constant": slice(1, None),
    }
    c[places[zeros]] = 0.0
    return {"c": c}


@cases("n most", (5, 10), (4, 10), (2, 10), (4, 10**17))
def whole(rng, n, most):
    return {"c": rng.integers(1, most, size=n) * np.where(np.arange(n) % 2, -1, 1)}


@cases("n m", (4, 3), (3, 3), (2, 5))
def pairs(rng, n, m):
    return {"p": spread(rng, n), "q": spread(rng, m)}


shapes = shaped("It has one coefficient less than c.", polynomials)
values = agrees("It is the power rule, for each term.", polynomials, points=2)
constant = agrees("Of a constant, it is 0, with one coefficient.", constants)
zeros = agrees("Zeros among the coefficients stay in place, at the end as well.", sparse)
ints = agrees("The derivative of whole numbers has whole numbers, right to the last digit.", whole)
far = scaled(polynomials, c=1)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far)


@check(points=1, kind="property", needs=[shapes])
def product_rule(student, pairs):
    """It obeys the product rule: (p q)′ = p′ q + p q′."""

    def scenario(m, case):
        d = m.poly_derivative
        return d(np.convolve(case.p, case.q)), d(case.p), d(case.q)

    for case, (of_product, of_p, of_q) in student.each(scenario, pairs):
        right = np.convolve(of_p, case.q) + np.convolve(case.p, of_q)
        assert_law("(p q)′ = p′ q + p q′", of_product, right, what="d", where=case)


hygiene = hygiene_of(polynomials)

# --- known bugs and variants --------------------------------------------------------------------------------------------
PRODUCT = "c[1:] * np.arange(1, len(c))"

BUGS = [
    patch(
        "c is taken for descending",
        {PRODUCT: "c[:-1] * np.arange(len(c) - 1, 0, -1)"},
        hint="c[0] is the constant: it goes, and c[1] becomes the new constant.",
    ),
    patch(
        "the last coefficient is dropped, and not the first",
        {PRODUCT: "c[:-1] * np.arange(1, len(c))"},
        hint="The constant c[0] has the derivative 0: it is what goes.",
    ),
    patch(
        "the derivative comes back in descending order",
        {PRODUCT: "(c[1:] * np.arange(1, len(c)))[::-1]"},
        hint="d[0] is the constant of the derivative: the order of c is kept.",
    ),
    patch(
        "each coefficient is multiplied by one more than its power",
        {PRODUCT: "c[1:] * np.arange(2, len(c) + 1)"},
        hint="x^k has the derivative k x^{k−1}: the factor is k.",
    ),
    patch(
        "each coefficient is multiplied by its new power",
        {PRODUCT: "c[1:] * np.arange(len(c) - 1)"},
        hint="The factor is the power before it falls by one: k, not k − 1.",
    ),
    patch("the factors are missing", {PRODUCT: "c[1:] * 1"}, hint="x^k has the derivative k x^{k−1}: multiply by k."),
    patch(
        "the coefficients do not move down",
        {PRODUCT: "c * np.arange(len(c))"},
        hint="k c_k belongs to x^{k−1}: it moves one place to the front.",
    ),
    patch(
        "the length of c is kept, with a 0 at the end",
        {PRODUCT: "np.append(c[1:] * np.arange(1, len(c)), np.zeros(1, c.dtype))"},
        hint="The degree falls by one, and so does the number of coefficients.",
    ),
    patch(
        "it is the integral",
        {PRODUCT: "c[1:] / np.arange(1, len(c))"},
        hint="Dividing by the power belongs to integrals: multiply.",
    ),
    patch(
        "it is the whole integral, with a constant",
        {PRODUCT: "np.append(0.0, c / np.arange(1, len(c) + 1))"},
        hint="A derivative has one coefficient less, and multiplies by the power.",
    ),
    patch(
        "a constant has the derivative of no coefficients",
        {"    if len(c) == 1:\n        return np.zeros_like(c)\n": ""},
        hint="0 is a polynomial with one coefficient: return (0,).",
    ),
    patch(
        "a constant is its own derivative",
        {"np.zeros_like(c)": "c.copy()"},
        hint="A constant does not change: its derivative is 0.",
    ),
    patch(
        "zeros at the end are trimmed",
        {"return d": "return d[: max(1, len(d) - int(np.argmax(np.append(d[::-1] != 0, True))))]"},
        hint="n − 1 coefficients are asked for, zeros included.",
    ),
    patch(
        "coefficients that are 0 are left out",
        {"return d": "return d[c[1:] != 0]"},
        hint="A place tells the power: a 0 in between keeps the others in theirs.",
    ),
    patch(
        "whole numbers become floats",
        {"return d": "return d.astype(np.float64)"},
        hint="k c_k is an int if c_k is one: np.arange makes ints, np.zeros makes floats.",
    ),
    patch(
        "the 0 of a constant is a float always",
        {"np.zeros_like(c)": "np.zeros(1)"},
        hint="np.zeros makes floats: np.zeros_like(c) keeps the dtype of c.",
    ),
    patch(
        "floats are cut to whole numbers",
        {"return d": "return d.astype(np.int64)"},
        hint="Coefficients may be any numbers: keep the dtype of c.",
    ),
    patch(
        "signs are lost", {"return d": "return np.abs(d)"}, hint="A falling term has a negative slope: keep the sign."
    ),
]


@variant
def entry_by_entry(c):
    d = np.zeros(max(1, len(c) - 1), dtype=c.dtype)
    for k in range(1, len(c)):
        d[k - 1] = k * c[k]
    return d


@variant
def comprehension(c):
    return np.array([k * a for k, a in enumerate(c)][1:] or [0], dtype=c.dtype)


@variant
def descending_and_back(c):
    return np.polyder(c[::-1])[::-1].copy() if c.size > 1 else c * 0


@variant
def matrix(c):
    """The derivative is linear: a matrix with 1, 2, 3, … above its diagonal."""
    n = len(c)
    D = np.diag(np.arange(1, n), k=1).astype(c.dtype)
    return (D @ c)[: max(1, n - 1)] if n > 1 else np.zeros(1, c.dtype)


@bug(
    "whole numbers become floats on the way, and are cast back",
    hint="A float64 holds integers up to 2⁵³, and np.polynomial makes floats: multiply integers as they are.",
)
def polynomial_class(c):
    return np.polynomial.Polynomial(c).deriv().coef.astype(c.dtype)
