"""Checks, known bugs and variants of chapter06/pairwise_distances."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("distances",),
    minutes=12,
    hints=(
        "Which shape has a table that holds a difference, which is a vector, for each of n times m pairs?",
        "A[:, None] is (n, 1, D). What does NumPy make of (n, 1, D) minus (m, D)?",
        "Square the differences, sum over the last axis, and take the root: in this order.",
    ),
)

HALF = 1e-6
"""What is left of a distance of 0 where squares are multiplied out, relative to the largest distance; with room."""


def all_apart(case):
    """No two points are so close that squares that are multiplied out lose more than a few digits."""
    gaps = np.linalg.norm(case.A[:, None] - case.B, axis=2)
    return gaps.min() > 0.05 * max(gaps.max(), np.abs(case.A).max())


@cases("n m D", (3, 5, 4), (4, 4, 4), (4, 4, 2), (1, 3, 5), (5, 1, 3), (2, 4, 1), (1, 1, 3), fit=all_apart)
def points(rng, n, m, D):
    return {"A": rng.normal(size=(n, D)), "B": rng.normal(size=(m, D))}


@cases("n D unit", (25, 24, 1.0), (21, 30, 1e3), (31, 20, 1e6))
def the_same_points(rng, n, D, unit):
    """Points of B are those of A in another order, but for the first. There are too many to be rounded to three digits.

    There are so many features that no two ways of adding up their squares round alike: whatever the machine, some
    squares that are multiplied out and are to be 0 are below it.
    """
    A = unit * rng.normal(size=(n, D))
    return {"A": A, "B": np.concatenate([unit * rng.normal(size=(1, D)), rng.permutation(A)[1:]])}


far = scaled(points, A=1, B=1)

shapes = shaped("There is a row for each point of A, and a column for each point of B.", points)
values = agrees("Every point of A is as far from every point of B as Euclid says.", points, points=3)
equal = agrees("Equal points have the distance 0, whatever the unit.", the_same_points, rtol=HALF, needs=[values])
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, needs=[values])


@check(points=1, kind="property")
def laws(student, points, rng):
    """Distances don't change if all points are shifted, turned or mirrored, and don't depend on the direction."""

    def moved(m, case, Q, c):
        A, B = case.A, case.B
        d = m.pairwise_distances
        return d(A, B), d(B, A), d(A + c, B + c), d(A @ Q, B @ Q), d(-2.0 * A, -2.0 * B)

    for case in points:
        D = case.A.shape[1]
        Q, c = np.linalg.qr(rng.normal(size=(D, D)))[0], rng.normal(size=D)
        there, back, shifted, turned, doubled = student.run(moved, case, Q, c)
        assert_law("d(b, a) = d(a, b)", back.T, there, rtol=1e-10, what="distances", where=case)
        assert_law("d(a + c, b + c) = d(a, b)", shifted, there, rtol=1e-10, what="distances", where=case)
        assert_law("d(Q a, Q b) = d(a, b) for orthogonal Q", turned, there, rtol=1e-10, what="distances", where=case)
        assert_law("d(−2 a, −2 b) = 2 d(a, b)", doubled, 2 * there, rtol=1e-10, what="distances", where=case)


@check(points=1, kind="property")
def metric(student, the_same_points):
    """Each point is at 0 from itself, and no detour by way of a third point is shorter."""

    def three_ways(m, case):
        d = m.pairwise_distances
        return d(case.A, case.A), d(case.A, case.B), d(case.B, case.B)

    for case, (within_A, between, within_B) in student.each(three_ways, the_same_points):
        size = max(between.max(), within_A.max(), within_B.max())
        for within in (within_A, within_B):
            zero = np.zeros(len(within))
            assert_law("d(a, a) = 0", np.diag(within), zero, rtol=HALF, scale=size, what="distances", where=case)
        detours = within_A[:, :, None] + between[None, :, :]
        if np.any(between[:, None, :] > detours + HALF * size):
            fail("A detour by way of a third point is shorter than the straight way.", case)


hygiene = hygiene_of(points)

DIFFERENCES = "A[:, np.newaxis] - B"
SUM = "np.sum(differences**2, axis=2)"
ROOT = f"np.sqrt({SUM})"
MULTIPLIED_OUT = "np.sum(A**2, axis=1)[:, np.newaxis] + np.sum(B**2, axis=1) - 2 * A @ B.T"
B_DOWN = "np.sum(B**2, axis=1)[:, np.newaxis]"

BUGS = [
    patch("the root is missing", {ROOT: SUM}, hint="These are the squared distances."),
    patch(
        "the differences are summed before they are squared",
        {ROOT: "np.sqrt(np.sum(differences, axis=2) ** 2)"},
        hint="Differences of either sign cancel: square each of them first.",
    ),
    patch(
        "the moduli of the differences are summed",
        {ROOT: "np.sum(np.abs(differences), axis=2)"},
        hint="That is the 1-norm: Euclid's distance has squares and a root.",
    ),
    patch(
        "the largest difference is taken",
        {ROOT: "np.max(np.abs(differences), axis=2)"},
        hint="That is the maximum norm: Euclid's distance sums squares.",
    ),
    patch(
        "the squares are averaged, not summed",
        {ROOT: "np.sqrt(np.mean(differences**2, axis=2))"},
        hint="No division by D: Σ_d is a sum.",
    ),
    patch(
        "squares are multiplied out, and the root is taken of what is below 0",
        {ROOT: f"np.sqrt({MULTIPLIED_OUT})"},
        hint="Rounding leaves −10⁻¹⁶ where 0 is due: clip it, np.maximum(squares, 0).",
    ),
    patch(
        "squares are multiplied out, and the product is not doubled",
        {ROOT: f"np.sqrt(np.abs({MULTIPLIED_OUT.replace('2 * A', 'A')}))"},
        hint="(a − b)² = a² + b² − 2 a b.",
    ),
    patch(
        "B goes down and A across",
        {DIFFERENCES: "A - B[:, np.newaxis]"},
        hint="The first index is A's: A gets the new axis, A[:, None].",
    ),
    patch(
        "one number is returned for all",
        {f"distances: Array = {ROOT}": "distances = np.linalg.norm(differences)"},
        hint="np.linalg.norm without axis= takes the norm of everything: axis=2.",
    ),
    patch(
        "points are paired instead of tabled",
        {DIFFERENCES: "(A - np.resize(B, A.shape))[:, np.newaxis]"},
        hint="Row i of A meets every row of B: A needs a new axis.",
    ),
    patch(
        "A is compared with itself",
        {DIFFERENCES: "A[:, np.newaxis] - np.resize(A, B.shape)"},
        hint="The columns belong to B's points.",
    ),
    patch(
        "the sum runs over the points, not over the coordinates",
        {"axis=2": "axis=1"},
        hint="Sum over the last axis, that of the coordinates.",
    ),
    patch(
        "a small number is added under the root",
        {SUM: f"{SUM} + 1e-8"},
        hint="Where the distance is 0, the root of this number is returned: √10⁻⁸ is 10⁻⁴.",
    ),
    patch(
        "a singleton axis is dropped",
        {ROOT: f"np.squeeze({ROOT})"},
        hint="One point still is a row, or a column.",
    ),
    patch(
        "squares are multiplied out, and those of A go across",
        {ROOT: f"np.sqrt(np.maximum(np.sum(A**2, axis=1) + {B_DOWN} - 2 * A @ B.T, 0.0))"},
        hint="Row i is that of A[i]: ‖A[i]‖² gets the new axis, [:, None], and ‖B[j]‖² does not.",
    ),
]

TOLERANT = {"metric": "how much shorter than the detour the straight way is, the triangle inequality does not say"}
EQUIVALENT = {"pairwise_distances: A[:, np.newaxis] - B → B - A[:, np.newaxis]": "differences are only squared"}


@variant
def multiplied_out(A, B):
    squares = (A**2).sum(axis=1, keepdims=True) + (B**2).sum(axis=1) - 2 * (A @ B.T)
    return np.sqrt(np.maximum(squares, 0.0))


@variant
def norm_of_differences(A, B):
    return np.linalg.norm(A[:, None, :] - B[None, :, :], axis=-1)


@variant
def pair_by_pair(A, B):
    import math

    distances = np.zeros((len(A), len(B)))
    for i, a in enumerate(A.tolist()):
        for j, b in enumerate(B.tolist()):
            distances[i, j] = math.dist(a, b)
    return distances


@variant
def coordinate_by_coordinate(A, B):
    squares = np.zeros((len(A), len(B)))
    for a, b in zip(A.T, B.T, strict=True):
        squares += np.subtract.outer(a, b) ** 2
    return squares**0.5
