"""Checks, known bugs and variants of chapter02/is_independent."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("independent",),
    minutes=15,
    requires=("chapter02/marginals",),
    hints=(
        "Which table would J be, if the two quantities were independent and had these margins?",
        "np.outer(p_A, p_B) is the table of all products p_A[i] p_B[j].",
        "One entry that is off makes them dependent: look at the largest |J − product|, and compare it with tol.",
    ),
)


def shifted(rng, J, d):
    """Move the probability d around a rectangle of four entries: margins stay, and these entries are off by d."""
    (i, k), (j, m) = (rng.choice(n, size=2, replace=False) for n in J.shape)
    J = J.copy()
    J[[i, k], [j, m]] += d
    J[[i, k], [m, j]] -= d
    return J


def table(rng, A, B, kind):
    """Draw a table: a product, or one that is as far from it as its kind tells."""
    J = np.outer(probabilities(rng, A), probabilities(rng, B))
    match kind:
        case "impossible values":
            a, b = probabilities(rng, A), probabilities(rng, B)
            a[rng.integers(A)], b[rng.integers(B)] = 0.0, 0.0
            return np.outer(a / a.sum(), b / b.sum())
        case "one rectangle is off":
            return shifted(rng, J, 0.5 * J.min())
        case "the first row and the diagonal are right":
            d = 0.4 * J.min()
            J[np.ix_([1, 2], [0, 3])] += [[d, -d], [-d, d]]
            return J
        case "uncorrelated":
            circle = rng.choice([-1.0, 1.0]) * np.array([[0.0, 1.0, -1.0], [-1.0, 0.0, 1.0], [1.0, -1.0, 0.0]])
            return J + rng.uniform(0.3, 0.6) * J.min() * circle
        case "symmetric":
            p = probabilities(rng, A)
            return 0.5 * np.outer(p, p) + 0.5 * np.diag(p)
        case "one decides the other":
            return rng.permutation(np.diag(probabilities(rng, A)))
    return J


@cases(
    "A B kind",
    (3, 4, "a product"),
    (2, 3, "one rectangle is off"),
    (4, 4, "a product"),
    (3, 3, "uncorrelated"),
    (4, 3, "impossible values"),
    (3, 4, "the first row and the diagonal are right"),
    (3, 3, "symmetric"),
    (1, 4, "a product"),
    (3, 3, "one decides the other"),
    (4, 5, "one rectangle is off"),
    (5, 1, "a product"),
    exact=True,
)
def tables(rng, A, B, kind):
    return {"J": table(rng, A, B, kind), "tol": 1e-9}


@cases(
    "off tol",
    (1e-4, 3e-4),
    (1e-4, 3e-5),
    (1e-7, 1e-9),
    (2e-10, 1e-9),
    (3e-12, 1e-14),
    (0.02, 0.03),
    (0.02, 0.015),
    (3e-13, 1e-14),
    (0.01, 0.0055),
    (0.01, 0.025),
    (0.01, 0.034),
    exact=True,
)
def tolerances(rng, off, tol):
    """Four entries are off by 0.9 to 1.1 times `off`."""
    return {"J": shifted(rng, np.outer(*np.full((2, 3), 1 / 3)), off * rng.uniform(0.9, 1.1)), "tol": tol}


@cases("d per_d", (0.01, 1.6), (0.01, 0.74), (0.01, 1.87), (0.01, 2.2), (0.01, 2.7), exact=True)
def around(rng, d, per_d):
    """Six entries are off by d, in a circle; tol is some multiple of it."""
    d *= rng.uniform(0.8, 1.2) * rng.choice([-1.0, 1.0])
    D = d * np.array([[0.0, 1.0, -1.0], [-1.0, 0.0, 1.0], [1.0, -1.0, 0.0]])
    return {"J": np.outer(*np.full((2, 3), 1 / 3)) + D, "tol": abs(d) * per_d}


@cases("low high", (0.085, 0.095), (0.102, 0.108), (0.113, 0.12), exact=True)
def impossible_alone(rng, low, high):
    """What can't happen is off by 1/9, all others by half of it."""
    i, j = rng.integers(3, size=2)
    J = np.full((3, 3), 1 / 12)
    J[i], J[:, j], J[i, j] = 1 / 6, 1 / 6, 0.0
    return {"J": J, "tol": rng.uniform(low, high)}


@cases("d tol", (0.01, 0.015), (0.01, 0.025), (-0.01, 0.015), (-0.01, 0.025), (0.01, 0.035), exact=True)
def one_sided(rng, d, tol):
    """At one entry twice as much is missing as is too much anywhere, or the other way round."""
    d *= rng.uniform(0.9, 1.1)
    i, j = rng.integers(3, size=2)
    D = np.full((3, 3), -0.5 * d)
    D[i], D[:, j] = d, d
    D[i, j] = -2.0 * d
    return {"J": np.outer(*np.full((2, 3), 1 / 3)) + D, "tol": tol}


@cases("A B", (2, 3), (3, 3), exact=True)
def dyadic(rng, A, B):
    """Products without any rounding, and a tolerance of 0."""
    parts = {2: [0.25, 0.75], 3: [0.5, 0.125, 0.375]}
    return {"J": np.outer(rng.permutation(parts[A]), rng.permutation(parts[B])), "tol": 0.0}


values = agrees("It is True for products of the margins, and False if any entry is something else.", tables, points=3)
limits = agrees("An entry may be off by tol, whatever tol is, and by nothing more.", tolerances, needs=[values])
circle = agrees("It is the largest distance that counts, not all of them together.", around, needs=[values])
zeros = agrees("What can't happen is compared as well.", impossible_alone, needs=[values])
missing = agrees("What is missing counts as much as what is too much.", one_sided, needs=[values])


@check(points=1, kind="property")
def relabelled(student, tables):
    """Values and quantities may be listed in another order: that changes no answer. Some are independent, others not."""

    def again(m, case):
        orders = case.J, case.J[::-1], case.J[:, ::-1], np.roll(case.J, 1, axis=0), np.roll(case.J, 1, axis=1), case.J.T
        return [m.is_independent(J.copy(), case.tol) for J in orders]

    answers = set()
    kinds = (
        "its rows reversed",
        "its columns reversed",
        "the last row first",
        "the last column first",
        "its axes exchanged",
    )
    for case, (one, *others) in student.each(again, tables):
        for what, other in zip(kinds, others, strict=True):
            if bool(other) is not bool(one):
                fail(f"The answer changes if the table is given with {what}.", case)
        answers.add(bool(one))
    if len(answers) == 1:
        fail("The answer is the same for every table.")


@check(points=1, kind="property", needs=[limits])
def exactly(student, dyadic, rng):
    """With tol = 0, a table that is a product to the last digit is one, and another is none."""

    def both(m, case, other):
        return m.is_independent(case.J, case.tol), m.is_independent(other, case.tol)

    for case in dyadic:
        other = shifted(rng, case.J, 2.0**-20)
        product, none = student.run(both, case, other)
        assert_close([product, none], [True, False], names=("independent",), where=case)


hygiene = hygiene_of(tables)

A, B = "J.sum(axis=1)", "J.sum(axis=0)"
PRODUCT, OFF = f"np.outer({A}, {B})", "np.max(np.abs(J - product))"
RESULT = f"bool({OFF} <= tol)"

VARYING = {
    "values": "Which entries are off is left to chance: the last column may be right.",
    "relabelled": "Whether a product that is rounded equals an entry to the last digit may depend on the order of sums.",
}
BUGS = [
    patch(
        "uncorrelated quantities are taken for independent",
        {RESULT: ("bool(abs(np.arange(J.shape[0]) @ (J - product) @ np.arange(J.shape[1])) <= tol)")},
        hint="A covariance of 0 is one equation. Independence is one for each entry.",
    ),
    patch(
        "only the diagonal is compared",
        {OFF: "np.max(np.abs(np.diag(J - product)))"},
        hint="In a table larger than 2 × 2 the diagonal can be right by chance: compare all entries.",
    ),
    patch("only the first row is compared", {OFF: "np.max(np.abs(J - product)[0])"}, hint="Compare all entries."),
    patch("only the first column is compared", {OFF: "np.max(np.abs(J - product)[:, 0])"}, hint="Compare all entries."),
    patch("only the first entry is compared", {OFF: "abs(J - product)[0, 0]"}, hint="Compare all entries."),
    patch(
        "the mean of the differences is compared",
        {OFF: "abs(np.mean(J - product))"},
        hint="Differences from the product of the margins always sum to 0: take moduli, and the largest.",
    ),
    patch(
        "J has to be symmetric",
        {PRODUCT: "J.T if J.shape[0] == J.shape[1] else np.full(J.shape, 9.0)"},
        hint="Symmetry is something else: compare with the product of the margins.",
    ),
    patch(
        "all entries have to be equal",
        {PRODUCT: "np.full(J.shape, 1.0 / J.size)"},
        hint="Independent quantities need not be uniform: compare with the product of the margins.",
    ),
    patch(
        "J is compared with the square of one margin",
        {PRODUCT: f"np.outer({A}, {A}) if J.shape[0] == J.shape[1] else {PRODUCT}"},
        hint="Each quantity has a marginal distribution of its own.",
    ),
    patch(
        "the margins are exchanged",
        {PRODUCT: f"np.outer({B}, {A}).reshape(J.shape)"},
        hint="p_A, the row sums, go down; p_B goes across.",
    ),
    patch(
        "one entry that is right is enough",
        {RESULT: "bool(np.any(np.abs(J - product) <= tol))"},
        hint="All of them have to be: one that is not makes the quantities dependent.",
    ),
    patch(
        "entries have to be equal to the last digit",
        {RESULT: "bool(np.all(J == product))"},
        hint="Products are rounded: compare |J − product| with tol.",
    ),
    patch(
        "tol is not used",
        {RESULT: f"bool({OFF} <= 1e-9)"},
        hint="How far an entry may be off is an argument.",
    ),
    patch(
        "a hundred-thousandth of each entry is added to tol",
        {RESULT: "bool(np.allclose(J, product, atol=tol))"},
        hint="What may be off is tol, and nothing more: of np.allclose, ask for rtol=0.",
    ),
    patch(
        "tol is taken as a relative tolerance",
        {RESULT: "bool(np.allclose(J, product, rtol=tol, atol=0.0))"},
        hint="|J − product| ≤ tol, with nothing else on the right.",
    ),
    patch(
        "the differences are added up before they are compared",
        {OFF: "np.sum(np.abs(J - product))"},
        hint="Each entry may be off by tol: take the largest, not the sum.",
    ),
    patch(
        "the root of the sum of squares is compared",
        {OFF: "np.linalg.norm(J - product)"},
        hint="The norm takes all entries together. The largest modulus is asked for.",
    ),
    patch(
        "the second singular value is compared",
        {OFF: "(round(np.linalg.svd(J, compute_uv=False)[1], 15) if min(J.shape) > 1 else 0.0)"},
        hint="It is 0 for products, too, but no entry's distance: compare |J − product| with tol.",
    ),
    patch(
        "what is missing is not seen",
        {OFF: "np.max(J - product)"},
        hint="A difference can be negative: take the modulus.",
    ),
    patch("what is too much is not seen", {OFF: "np.max(product - J)"}, hint="Take the modulus of the difference."),
    patch(
        "a difference of exactly tol is not let pass",
        {"<= tol": "< tol"},
        hint="≤, not <: with tol = 0, what is exact is right.",
    ),
    patch(
        "the opposite is returned",
        {"<= tol": "> tol"},
        hint="Small differences mean independence.",
    ),
    patch(
        "each entry has an answer of its own",
        {RESULT: "np.abs(J - product) <= tol"},
        hint="One bool for the table: all of them.",
    ),
    patch("a number is returned for a bool", {RESULT: f"int({OFF} <= tol)"}, hint="The answer is True or False."),
    patch(
        "rows are compared as conditional distributions",
        {OFF: "np.max(np.abs(J - product) / np.maximum(J.sum(axis=1, keepdims=True), 1e-300))"},
        hint="J[i, j] − p_A[i] p_B[j] is asked for. Divided by p_A[i], it is larger.",
    ),
    patch(
        "the mean of the moduli is compared",
        {OFF: "np.mean(np.abs(J - product))"},
        hint="One entry that is off makes them dependent, however right the others are: take the largest modulus.",
    ),
    patch(
        "the root of the mean square is compared",
        {OFF: "np.sqrt(np.mean((J - product) ** 2))"},
        hint="One entry that is off makes them dependent, however right the others are: take the largest modulus.",
    ),
    patch(
        "squares of differences are compared",
        {OFF: "np.max((J - product) ** 2)"},
        hint="The square of a small number is much smaller: take moduli.",
    ),
    patch(
        "the span from the smallest difference to the largest is compared",
        {OFF: "np.ptp(J - product)"},
        hint="How far an entry is from the product is |J − product|, the distance from 0.",
    ),
    patch(
        "half of the sum of moduli is compared, the total variation",
        {OFF: "0.5 * np.sum(np.abs(J - product))"},
        hint="Each entry may be off by tol: take the largest, not the sum.",
    ),
    patch(
        "the largest row sum of moduli is compared",
        {OFF: "np.linalg.norm(J - product, np.inf)"},
        hint="np.linalg.norm(D, np.inf) of a matrix adds up its rows: np.max(np.abs(D)) is the largest entry.",
    ),
    patch(
        "tol is multiplied by the largest entry",
        {"<= tol": "<= tol * np.max(J)"},
        hint="|J − product| ≤ tol, with nothing else on the right.",
    ),
    patch(
        "square tables are judged by their determinant",
        {OFF: "(abs(np.linalg.det(J)) if J.shape[0] == J.shape[1] else np.max(np.abs(J - product)))"},
        hint="It is 0 for products, and for others, too: compare all entries with the product of the margins.",
    ),
    patch(
        "the conditional distributions of the rows are compared with that of the first",
        {
            RESULT: (
                "(lambda r: bool(np.max(np.abs(r - r[0])) <= tol))"
                "((J / np.maximum(J.sum(axis=1, keepdims=True), 1e-300))[J.sum(axis=1) > 0])"
            )
        },
        hint="J[i, j] − p_A[i] p_B[j] is asked for: tol is about entries of J.",
    ),
    patch(
        "only the last entry decides",
        {OFF: "abs(J - product)[-1, -1]"},
        hint="`=` in a loop forgets what was before: return False at the first entry that is off, and True behind both loops.",
    ),
    patch(
        "the last row is not compared",
        {OFF: "np.max(np.abs(J - product)[:-1], initial=0.0)"},
        hint="range(A) ends with A − 1 by itself: compare all entries.",
    ),
    patch("only the last column is compared", {OFF: "np.max(np.abs(J - product)[:, -1])"}, hint="Compare all entries."),
    patch("only the last row is compared", {OFF: "np.max(np.abs(J - product)[-1])"}, hint="Compare all entries."),
    patch(
        "the sum over the diagonal is compared",
        {OFF: "abs(np.trace(J - product))"},
        hint="Differences cancel in a sum, and the diagonal is not all: compare each entry.",
    ),
    patch(
        "the mutual information is compared",
        {OFF: "np.sum(J[J > 0] * np.log(J[J > 0] / product[J > 0]))"},
        hint="It is 0 for products, too, but no entry's distance: compare |J − product| with tol.",
    ),
    patch(
        "squares of differences are divided by the product, and added up",
        {OFF: "np.sum((J - product)[product > 0] ** 2 / product[product > 0])"},
        hint="That is χ², which is 0 for products, too, but no entry's distance: compare |J − product| with tol.",
    ),
    patch(
        "means are taken for the margins",
        {PRODUCT: "np.outer(J.mean(axis=1), J.mean(axis=0))"},
        hint="p_A and p_B are sums: what belongs to one value is added up.",
    ),
    patch(
        "impossible entries are not compared",
        {OFF: "np.max(np.abs(J - product)[J > 0])"},
        hint="Where J is 0 and the product is not, the quantities are dependent: compare all entries.",
    ),
    patch(
        "tol times the product is added to tol",
        {RESULT: "bool(np.all(np.isclose(J, product, rtol=tol, atol=tol)))"},
        hint="What may be off is tol, and nothing more: of np.isclose, ask for rtol=0.",
    ),
    patch(
        "a small number is added to tol",
        {"<= tol": "<= tol + 1e-12"},
        hint="What may be off is tol, and nothing more.",
    ),
    patch(
        "a tol that is small is made larger",
        {"<= tol": "<= max(tol, 1e-10)"},
        hint="What may be off is tol, however small it is.",
    ),
]

EQUIVALENT = {"is_independent: J - product → product - J": "it is the modulus that is compared"}


@variant
def all_close(J, tol):
    p_A, p_B = np.sum(J, 1), np.sum(J, 0)
    return np.allclose(J, p_A[:, None] * p_B, rtol=0.0, atol=tol)


@variant
def entry_by_entry(J, tol):
    p_A = [sum(row) for row in J.tolist()]
    p_B = [sum(column) for column in J.T.tolist()]
    for i, row in enumerate(J.tolist()):
        for j, p in enumerate(row):
            if abs(p - p_A[i] * p_B[j]) > tol:
                return False
    return True


@variant
def einsum(J, tol):
    off = J - np.einsum("ij,kl->il", J, J)
    return np.all((off <= tol) & (off >= -tol))
