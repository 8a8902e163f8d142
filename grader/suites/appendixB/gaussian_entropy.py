"""Checks, known bugs and variants of appendixB/gaussian_entropy."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("H",),
    minutes=10,
    hints=(
        "Take the logarithm on paper first: of a power, and of a product.",
        "np.linalg.slogdet(S) gives log |det S| where the determinant itself is too small or too large for a float64.",
        "Or S = L Lᵀ by np.linalg.cholesky: det S is the square of the product of L's diagonal.",
    ),
)


def covariance(rng, d, height):
    """A covariance matrix whose eigenvalues are `height` times 0.4 to 2.5, in any direction."""
    Q = np.linalg.qr(rng.normal(size=(d, d)))[0]
    S = height * rng.uniform(0.8, 1.2) * (Q * np.geomspace(0.4, 2.5, d)) @ Q.T
    return (S + S.T) / 2


def telling(case):
    """Variables go together."""
    S = case.S
    sizes = np.sqrt(np.diag(S))
    correlations = np.abs(S / np.outer(sizes, sizes))[np.triu_indices(len(S), 1)]
    return len(S) == 1 or correlations.max() > 0.2


@cases("d height", (3, 5.0), (2, 0.02), (5, 3.0), (1, 7.0), (1, 0.01), fit=telling)
def matrices(rng, d, height):
    return {"S": covariance(rng, d, height)}


@cases("d condition", (4, 1e3), (2, 1e3), exact=True)
def narrow(rng, d, condition):
    Q = np.linalg.qr(rng.normal(size=(d, d)))[0]
    S = rng.uniform(2.0, 5.0) * (Q * np.geomspace(1.0 / condition, 1.0, d)) @ Q.T
    return {"S": (S + S.T) / 2}


far = scaled(matrices, scales=(-70, 70), rows=3, S=2)

values = agrees("H is ½ d log(2πe) + ½ log det S, in nats.", matrices, points=2)
flat = agrees("It is right where x varies little in some directions.", narrow)
every_unit = agrees("It is right in tiny units and in huge ones.", far)


@check(points=1, kind="property")
def laws(student, matrices, rng):
    """d log |a| is added if x is multiplied by a, and independent parts add up."""

    def ways(m, case, a, T):
        d = len(case.S)
        joint = np.zeros((d + 2, d + 2))
        joint[:d, :d], joint[d:, d:] = case.S, T
        return (
            m.gaussian_entropy(case.S),
            m.gaussian_entropy(a**2 * case.S),
            m.gaussian_entropy(T),
            m.gaussian_entropy(joint),
        )

    for case in matrices:
        a = -round(float(rng.uniform(2.0, 4.0)), 2)
        H, stretched, other, both = student.run(ways, case, a, covariance(rng, 2, 2.0).round(3))
        more = len(case.S) * np.log(abs(a))
        assert_law("H(a² S) = H(S) + d log |a|", stretched, H + more, rtol=1e-10, scale=1.0, what="H", where=case)
        law = "H of two independent parts = H of the one + H of the other"
        assert_law(law, both, H + other, rtol=1e-10, scale=1.0, what="H", where=case)


hygiene = hygiene_of(matrices)

CONSTANT, DETERMINANT = "0.5 * len(S) * np.log(2 * np.pi * np.e)", "np.sum(np.log(np.diag(L)))"
BUGS = [
    patch("the e is missing", {"2 * np.pi * np.e)": "2 * np.pi)"}, hint="½ log(2πe) for each dimension."),
    patch("the dimension is ignored", {" * len(S)": ""}, hint="½ d log(2πe): once for each dimension."),
    patch("the ½ before d log(2πe) is missing", {CONSTANT: CONSTANT[6:]}, hint="½ stands before both terms."),
    patch(
        "log det S is not halved, as if S held standard deviations",
        {DETERMINANT: f"2 * {DETERMINANT}"},
        hint="S holds variances: ½ log det S.",
    ),
    patch(
        "log det S has the wrong sign",
        {f" + {DETERMINANT}": f" - {DETERMINANT}"},
        hint="A wider distribution has more.",
    ),
    patch(
        "only the diagonal of S counts",
        {DETERMINANT: "0.5 * np.sum(np.log(np.diag(S)))"},
        hint="Covariances lower the determinant: log det S.",
    ),
    patch(
        "the determinant is taken before the logarithm",
        {DETERMINANT: "0.5 * np.log(np.linalg.det(S))"},
        hint="In a small unit it is 0: np.linalg.slogdet(S) gives the logarithm.",
    ),
    patch(
        "it is counted in bits",
        {CONSTANT: CONSTANT.replace("log", "log2"), DETERMINANT: DETERMINANT.replace("log", "log2")},
        hint="Nats: np.log.",
    ),
    patch("the trace is taken, not the determinant", {DETERMINANT: "0.5 * np.log(np.trace(S))"}, hint="log det S."),
    patch(
        "a small number is added to the diagonal of S",
        {"cholesky(S)": "cholesky(S + 1e-6 * np.eye(len(S)))"},
        hint="In a small unit it is all there is: S is positive definite without it.",
    ),
    patch(
        "the entropy is cut off at 0",
        {"float(0.5": "max(0.0, 0.5"},
        hint="The entropy of a density may be negative.",
    ),
]

EQUIVALENT = {f"gaussian_entropy: {DETERMINANT} → {DETERMINANT[:-1]}, axis=0)": "the diagonal has one axis"}


@variant
def by_slogdet(S):
    return 0.5 * (len(S) * np.log(2 * np.pi * np.e) + np.linalg.slogdet(S)[1])


@variant
def by_eigenvalues(S):
    return 0.5 * np.sum(np.log(2 * np.pi * np.e * np.linalg.eigvalsh(S)))


@variant
def by_pivots(S):
    import math

    rest, H = S.tolist(), 0.0
    while rest:
        pivot, row = rest[0][0], rest[0][1:]
        H += 0.5 * (math.log(2 * math.pi) + 1 + math.log(pivot))
        rest = [[x - y[0] / pivot * z for x, z in zip(y[1:], row, strict=True)] for y in rest[1:]]
    return H
