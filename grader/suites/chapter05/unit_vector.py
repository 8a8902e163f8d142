"""Checks, known bugs and variants of chapter05/unit_vector."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("unit",),
    minutes=6,
    hints=(
        "Draw (3, −4) on squared paper. How long is it, and by what must it be divided to be of length 1?",
        "The length is the root of the sum of squares: np.linalg.norm(v), or np.sqrt(np.sum(v**2)).",
        "Ask for length 0 before you divide. Divide with /, which makes a new array of floats.",
    ),
)


@cases("n", 5, 3, 2, 1)
def vectors(rng, n):
    """Of length 2 to 4; the largest entry is negative, and the next one positive."""
    v = rng.normal(size=n)
    order = np.argsort(-np.abs(v))[:2]
    v[order] = np.abs(v[order]) * (-1.0, 1.0)[:n]
    return {"v": v * rng.uniform(2.0, 4.0) / np.linalg.norm(v)}


@cases("n", 4, 2, fit=lambda case: case.v.sum() != 0)
def whole_numbers(rng, n):
    return {"v": rng.permutation(np.arange(1, 9))[:n] * rng.choice([-1, 1], size=n)}


@cases("n sign zero", (4, 1, 0), (3, 1, 2), (2, 1, None), (3, -1, 1))
def balanced(rng, n, sign, zero):
    """Entries that sum to 0, or one of which is 0, anywhere, or both; it may be the largest of them."""
    a, b = rng.permutation(np.arange(1, 9))[:2] / 4
    others = rng.permutation({2: [a, -a], 3: [sign * a, sign * b], 4: [a, b, -a - b]}[n])
    return {"v": others if zero is None else np.insert(others, zero, 0.0)}


far = scaled(vectors, scales=(-100, 100), rows=2, v=1)

shapes = shaped("The result has an entry for each entry of v.", vectors)
values = agrees("v is divided by its length, the root of the sum of squares.", vectors, points=2)
integers = agrees("Of integers, too, the result is float64.", whole_numbers, needs=[values])
zeros = agrees("Zeros stay, and entries may sum to 0.", balanced, needs=[values])
every_scale = agrees("Very short vectors have a direction, and very long ones.", far, needs=[values])


@check(points=1, kind="property")
def direction(student, vectors):
    """It has length 1, a longer vector has the same one, and the opposite vector has the opposite one."""

    def moved(m, case):
        return m.unit_vector(case.v), m.unit_vector(8.0 * case.v), m.unit_vector(-3.0 * case.v)

    for case, (unit, longer, opposite) in student.each(moved, vectors):
        assert_law("‖unit(v)‖ = 1", float(np.linalg.norm(unit)), 1.0, what="unit", where=case)
        assert_law("unit(8 v) = unit(v)", longer, unit, what="unit", where=case)
        assert_law("unit(−3 v) = −unit(v)", opposite, -unit, what="unit", where=case)


@check(points=1, kind="error")
def nowhere(student):
    """The zero vector raises ValueError, of floats and of integers."""
    for v, where in ((np.zeros(3), "v is 0, 0, 0"), (np.zeros(1), "v is 0"), (np.zeros(2, dtype=int), "v is 0, 0")):
        raises(student, ValueError, lambda m, v=v: m.unit_vector(v), where=where)


hygiene = hygiene_of(vectors)

LENGTH, ZERO, UNIT = "np.linalg.norm(v)", "length == 0", "v / length"
REFUSED = 'raise ValueError("the zero vector has no direction")'

BUGS = [
    patch(
        "a vector is taken for zero if its largest entry is 0",
        {ZERO: "np.max(v) == 0"},
        hint="(−1, 0) has the largest entry 0, and a direction: ask for the length, or whether any entry is not 0.",
    ),
    patch(
        "it is divided by the largest entry",
        {LENGTH: "np.max(v) if v.any() else 0.0"},
        hint="That makes the largest entry 1, and not the length.",
    ),
    patch(
        "it is divided by the largest modulus",
        {LENGTH: "np.max(np.abs(v))"},
        hint="The length is the root of the sum of squares.",
    ),
    patch(
        "it is divided by the sum of moduli",
        {LENGTH: "np.sum(np.abs(v))"},
        hint="The moduli sum to 1 then; it is the squares that have to.",
    ),
    patch(
        "it is divided by the sum of entries",
        {LENGTH: "np.sum(v) if v.any() else 0.0"},
        hint="That is for probabilities; the length is the root of the sum of squares.",
    ),
    patch(
        "the root is missing",
        {LENGTH: "np.sum(v**2)"},
        hint="v · v is the square of the length: take its root.",
    ),
    patch(
        "the root of the mean square is taken for the length",
        {LENGTH: "np.sqrt(np.mean(v**2))"},
        hint="Squares are added, without dividing by n.",
    ),
    patch(
        "the signs are lost",
        {UNIT: "np.abs(v) / length"},
        hint="The vector keeps its direction: signs are part of it.",
    ),
    patch(
        "every entry is divided by its own modulus",
        {UNIT: "np.sign(v) * 1.0"},
        hint="One length for the whole vector: np.sign has lost the direction.",
    ),
    patch(
        "it is multiplied by its length",
        {UNIT: "v * length"},
        hint="That makes it longer: divide.",
    ),
    patch(
        "the entries of the result are squared",
        {UNIT: "(v / length) ** 2"},
        hint="The squares sum to 1: the entries themselves are asked for.",
    ),
    patch(
        "the length is returned as well",
        {"return unit": "return unit, float(length)"},
        hint="The unit vector alone.",
    ),
    patch(
        "v itself is divided",
        {UNIT: "v\n    v /= length"},
        hint="v belongs to the caller, and if it holds integers /= fails: v / length makes a new array.",
    ),
    patch(
        "integers stay integers",
        {UNIT: "(v / length).astype(v.dtype)"},
        hint="0.6 and −0.8 are no integers: the result is float64.",
    ),
    patch(
        "integers are divided by //",
        {UNIT: "v // length if v.dtype.kind == 'i' else v / length"},
        hint="// cuts to whole numbers: use /.",
    ),
    patch(
        "the zero vector gives NaN",
        {ZERO: "False"},
        hint="Ask before you divide, and raise ValueError.",
    ),
    patch(
        "the zero vector gives zeros",
        {REFUSED: "return np.zeros(len(v))"},
        hint="Zeros are no direction, and have no length 1: raise ValueError.",
    ),
    patch(
        "short vectors are taken for the zero vector",
        {ZERO: "length < 1e-8"},
        hint="Short is a matter of units: only the zero vector has no direction.",
    ),
    patch(
        "a vector is taken for zero if its entries sum to 0",
        {ZERO: "np.sum(v) == 0"},
        hint="1 and −1 sum to 0: ask for the length.",
    ),
    patch(
        "a vector is taken for zero if one of its entries is 0",
        {ZERO: "not np.all(v)"},
        hint="Only if all entries are 0 there is no direction.",
    ),
    patch(
        "a small number is added to the length",
        {UNIT: "v / (length + 1e-8)"},
        hint="For short vectors that is all that stands there. The zero vector is asked for before.",
    ),
    patch(
        "a vector is taken for zero if its first entry is 0",
        {ZERO: "v[0] == 0"},
        hint="Only if all entries are 0 there is no direction.",
    ),
    patch(
        "a vector is taken for zero if its last entry is 0",
        {ZERO: "v[-1] == 0"},
        hint="Only if all entries are 0 there is no direction.",
    ),
]

EQUIVALENT = {"unit_vector: np.linalg.norm(v) → np.linalg.norm(v, axis=0)": "v has one axis"}


@variant
def root_of_squares(v):
    size = np.sqrt(v @ v)
    if not size > 0:
        raise ValueError("no direction")
    return v / size


@variant
def largest_first(v):
    """Scaled by the largest modulus, so that no square overflows."""
    if not np.any(v):
        raise ValueError("no direction")
    scaled = v / np.max(np.abs(v))
    return scaled / np.sqrt(np.sum(scaled**2))


@variant
def loop(v):
    total = 0.0
    for x in v.tolist():
        total += x * x
    if total == 0.0:
        raise ValueError(v)
    return np.array([x / total**0.5 for x in v.tolist()])


@variant
def hypot(v):
    import math

    length = math.hypot(*v)
    if length == 0:
        raise ValueError("zero")
    return np.multiply(v, 1.0 / length)
