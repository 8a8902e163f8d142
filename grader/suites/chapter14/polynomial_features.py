"""Checks, known bugs and variants of chapter14/polynomial_features."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("Phi",),
    minutes=10,
    hints=(
        "How many columns are there for degree 3, and what stands in the first?",
        "x[:, None] is a column. What is a column to the power of the row np.arange(degree + 1)?",
        "Make floats of x before you raise it to a power: x.astype(float).",
    ),
)


@cases("N degree", (5, 3), (4, 3), (1, 4), (3, 1), (6, 0))
def numbers(rng, N, degree):
    """Of both signs, and away from 1, whose powers are all alike."""
    signs = np.where(np.arange(N) % 2 == 0, -1.0, 1.0)
    return {"x": rng.permutation(signs * rng.uniform(1.3, 3.0, size=N)), "degree": degree}


@cases("N degree", (5, 3), (3, 12), (4, 0))
def whole_numbers(rng, N, degree):
    """0, and numbers whose highest powers are more than 64 bits hold where the degree is 12."""
    x = np.append(rng.integers(50, 90, size=N - 1) * rng.choice([-1, 1], size=N - 1), 0)
    return {"x": rng.permutation(x), "degree": degree}


far = scaled(numbers, x=1, scales=(-60, -8, 8, 60), rows=1)

shapes = shaped("There is a row for each number, with degree + 1 floats.", numbers)
kinds = shaped("Of whole numbers the table holds floats as well, of degree 0 too.", whole_numbers, needs=[shapes])
values = agrees("Column j holds the powers x^j, for numbers of both signs.", numbers, by="entry", points=2)
integers = agrees("Powers of whole numbers are floats, and don't overflow; 0⁰ is 1.", whole_numbers, by="entry")
extremes = agrees("It is right for tiny numbers and for huge ones.", far, by="entry", needs=[values])


@check(points=1, kind="property")
def evaluates(student, numbers, rng):
    """The table times weights is the polynomial with these weights."""
    for case, Phi in student.polynomial_features.on(numbers):
        w = rng.uniform(1.0, 2.0, size=case.degree + 1)
        value = np.zeros(len(case.x))
        for weight in w[::-1]:
            value = value * case.x + weight
        size = float(np.max(np.abs(case.x)) ** case.degree * np.sum(w))
        assert_law("Φ w = w_0 + w_1 x + … + w_p x^p", Phi @ w, value, scale=size, where=case)


hygiene = hygiene_of(numbers)

POWERS, FLOATS = "np.arange(degree + 1)", "x.astype(np.float64)"

BUGS = [
    patch(
        "the column of ones is missing",
        {POWERS: "np.arange(1, degree + 1)"},
        hint="A polynomial has a constant: x⁰ = 1.",
    ),
    patch(
        "powers fall from left to right",
        {POWERS: "np.arange(degree, -1, -1)"},
        hint="np.vander does so unless increasing=True; column j is to hold x^j.",
    ),
    patch("there is one power too many", {POWERS: "np.arange(degree + 2)"}, hint="The highest power is the degree."),
    patch("the highest power is missing", {POWERS: "np.arange(degree)"}, hint="The degree itself is a power, too."),
    patch(
        "powers of whole numbers are whole numbers, and overflow",
        {FLOATS: "x"},
        hint="Integers wrap around without a word: make floats of x first.",
    ),
    patch(
        "floats are made only after whole numbers have overflowed",
        {f"{FLOATS}[:, None] ** {POWERS}": f"(x[:, None] ** {POWERS}).astype(np.float64)"},
        hint="Make floats of x before you raise it to a power.",
    ),
    patch(
        "signs are lost", {FLOATS: "np.abs(x).astype(np.float64)"}, hint="Odd powers of a negative number are negative."
    ),
    patch(
        "of whole numbers, the table of degree 0 holds whole numbers",
        {f"return {FLOATS}": f"if degree == 0:\n        return np.ones_like(x)[:, None]\n    return {FLOATS}"},
        hint="np.ones_like(x) has the dtype of x: ask for floats, also where no other power comes to it.",
    ),
    patch("x is multiplied by j, not raised to it", {"**": "*"}, hint="A power is x ** j."),
    patch(
        "numbers near 0 are taken for 0",
        {FLOATS: "np.where(np.abs(x) < 1e-6, 0.0, x)"},
        hint="Leave x as it is: small numbers have small powers, which are not 0.",
    ),
    patch(
        "samples are columns",
        {f"{FLOATS}[:, None] ** {POWERS}": f"({FLOATS}[:, None] ** {POWERS}).T"},
        hint="One row for each sample.",
    ),
]


EQUIVALENT = {
    "polynomial_features: degree + 1 → degree + 0.5": "np.arange counts up to the next whole number, degree + 1 numbers"
}


@bug("0 to the power of 0 is taken for 0", hint="x⁰ is 1, for x = 0 too: the constant of the polynomial.")
def nothing_at_zero(x, degree):
    x = x.astype(float)
    return np.where(x[:, None] == 0, 0.0, x[:, None] ** np.arange(degree + 1))


@variant
def vandermonde(x, degree):
    return np.vander(np.asarray(x, dtype=float), degree + 1, increasing=True)


@variant
def column_by_column(x, degree):
    columns = [np.ones(len(x))]
    for _ in range(degree):
        columns.append(columns[-1] * x)
    return np.column_stack(columns)


@variant
def cumulative_product(x, degree):
    table = np.ones((len(x), degree + 1))
    table[:, 1:] = np.asarray(x, dtype=float).reshape(-1, 1)
    return np.cumprod(table, axis=1)


@variant
def entry_by_entry(x, degree):
    return np.array([[float(value) ** j for j in range(degree + 1)] for value in x])
