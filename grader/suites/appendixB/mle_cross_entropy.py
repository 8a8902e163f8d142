"""Checks, known bugs and variants of appendixB/mle_cross_entropy."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("p", "mu", "S"),
    requires=("appendixB/cross_entropy_decomposition", "appendixB/gaussian_entropy"),
    minutes=15,
    hints=(
        "CE(r, p) = H(r) + KL(r ‖ p): which p makes it least?",
        "Set the derivative with respect to μ to 0. It is the same μ whatever S is.",
        "Z = X − mu has a row for each observation: Zᵀ Z is a (d, d) sum. What is the factor before the sum?",
    ),
)


def table(rng, k, zeros):
    """Different counts, some of them 0."""
    counts = rng.permutation(np.arange(1, k + 1) * 3) + rng.integers(0, 3, size=k)
    counts[rng.permutation(k)[:zeros]] = 0
    return counts


def observations(rng, N, d):
    """Skewed and correlated, and far from 0 in units of their deviations."""
    E = rng.exponential(1.0, size=(N, d))
    return E @ (np.eye(d) + rng.uniform(0.4, 0.8, size=(d, d))) + rng.uniform(1.0, 3.0, size=d) * rng.choice(
        (-1.0, 1.0)
    )


def telling(case):
    """Median and mean differ."""
    X = case.X
    return np.max(np.abs(np.median(X, axis=0) - X.mean(axis=0)) / np.ptp(X, axis=0)) > 0.02


@cases("k zeros N d", (4, 1, 7, 3), (5, 0, 5, 2), (3, 2, 6, 1), (2, 0, 3, 3), fit=telling)
def samples(rng, k, zeros, N, d):
    return {"counts": table(rng, k, zeros), "X": observations(rng, N, d)}


@cases("k N d", (1, 1, 2), (2, 2, 4), (1, 1, 1))
def few(rng, k, N, d):
    """Observations that don't fill the space."""
    return {"counts": rng.integers(1, 9, size=k), "X": observations(rng, N, d)}


@cases("N d offset", (9, 2, 1e6), (6, 1, -3e6), exact=True)
def far_from_zero(rng, N, d, offset):
    return {"counts": table(rng, 3, 1), "X": rng.normal(size=(N, d)) + offset * rng.uniform(0.8, 1.2, size=d)}


far = scaled(samples, rows=2, X=1)
shapes = shaped("p has an entry for each outcome, mu one for each variable, and S is (d, d).", samples)
outcomes = agrees("p is the most likely distribution of the outcomes.", samples, only=["p"], points=2)
mean = agrees("mu is the most likely mean.", samples, only=["mu"])
covariance = agrees("S is the most likely covariance matrix.", samples, only=["S"], points=2)
singular = agrees("One observation, or too few to fill the space: the same formula.", few, scale=lambda case: 1e-3)
offset = agrees("Numbers around a million are not spoilt by rounding.", far_from_zero, only=["mu", "S"])
every_unit = agrees("S is right for tiny numbers and for huge ones.", far, only=["S"])


def surprise(r, p):
    with np.errstate(divide="ignore", invalid="ignore"):
        return -np.sum(np.where(r > 0, r * np.log(p), 0.0))


def normal_surprise(X, mu, S):
    Z = X - mu
    with np.errstate(invalid="ignore"):
        return 0.5 * np.linalg.slogdet(S)[1] + 0.5 * np.mean(np.sum(Z * np.linalg.solve(S, Z.T).T, axis=1))


@cases("k N d", (4, 8, 2), (3, 6, 1), (5, 9, 3), fit=telling)
def full(rng, k, N, d):
    return {"counts": table(rng, k, 0), "X": observations(rng, N, d)}


@check(points=1, kind="property")
def least(student, full, rng):
    """Whatever is changed a little, the cross-entropy gets larger."""
    for case, (p, mu, S) in student.mle_cross_entropy.on(full):
        r, d = case.counts / case.counts.sum(), len(mu)
        if np.any(p <= 0) or np.linalg.eigvalsh(S)[0] <= 0:
            fail("p has a zero where something was observed, or S is not positive definite.", case)
        here, there = surprise(r, p), normal_surprise(case.X, mu, S)
        for size in (0.1, 0.01, -0.01, -0.1):
            other = p * (1.0 + size * rng.uniform(0.5, 1.0, size=len(p)) * np.sign(np.arange(len(p)) - 0.5))
            if surprise(r, other / other.sum()) < here - 1e-9:
                fail("Other probabilities have a smaller cross-entropy.", case)
            if normal_surprise(case.X, mu + size * np.sqrt(np.diag(np.abs(S))), S) < there - 1e-9:
                fail("Another mean has a smaller cross-entropy.", case)
            if normal_surprise(case.X, mu, (1.0 + size) * S) < there - 1e-9:
                fail("A multiple of S has a smaller cross-entropy.", case)
            M = np.eye(d) + size * rng.uniform(-1.0, 1.0, size=(d, d)) / d
            if normal_surprise(case.X, mu, M @ S @ M.T) < there - 1e-9:
                fail("Another covariance matrix has a smaller cross-entropy.", case)


hygiene = hygiene_of(samples)

PROBABILITIES, MEAN, CENTRED = "p = counts / counts.sum()", "mu = X.mean(axis=0)", "Z = X - mu"
RETURN, PRODUCT = "return p, mu, Z.T @ Z / len(X)", "Z.T @ Z / len(X)"
BUGS = [
    patch("S is divided by N − 1", {"/ len(X)": "/ max(len(X) - 1, 1)"}, hint="The likelihood is an average: 1/N."),
    patch("S is a sum, not an average", {" / len(X)": ""}, hint="The likelihood is an average: 1/N."),
    patch("mu is the median", {MEAN: "mu = np.median(X, axis=0)"}, hint="The median is likeliest for another model."),
    patch(
        "S is the mean of products, without deviations",
        {CENTRED: "Z = X"},
        hint="Subtract mu first.",
    ),
    patch(
        "the square of the mean is subtracted from the mean of squares",
        {PRODUCT: "X.T @ X / len(X) - np.outer(mu, mu)"},
        hint="For numbers around a million, nothing is left of the difference: subtract mu first.",
    ),
    patch(
        "S has variances alone",
        {PRODUCT: "np.diag(np.mean(Z**2, axis=0))"},
        hint="Covariances are fitted as well: S is a full matrix.",
    ),
    patch("S holds standard deviations", {PRODUCT: "np.sqrt(np.abs(Z.T @ Z / len(X)))"}, hint="S holds variances."),
    patch(
        "mu is one mean of all numbers", {MEAN: "mu = np.full(X.shape[1], X.mean())"}, hint="A mean for each variable."
    ),
    patch(
        "1 is added to each count",
        {PROBABILITIES: "p = (counts + 1) / (counts + 1).sum()"},
        hint="What was never observed gets 0 here.",
    ),
    patch(
        "outcomes that were never observed are left out",
        {PROBABILITIES: "p = counts[counts > 0] / counts.sum()"},
        hint="They stay in their places, with probability 0.",
    ),
    patch("p is divided by the largest count", {"counts.sum()": "counts.max()"}, hint="Probabilities sum to 1."),
    patch("p is divided by N − 1", {"counts.sum()": "max(counts.sum() - 1, 1)"}, hint="Probabilities sum to 1."),
    patch(
        "p is uniform", {PROBABILITIES: "p = np.full(len(counts), 1 / len(counts))"}, hint="KL(r ‖ p) is 0 for p = r."
    ),
    patch(
        "p is softmax of the counts",
        {PROBABILITIES: "p = np.exp(counts - counts.max()) / np.exp(counts - counts.max()).sum()"},
        hint="KL(r ‖ p) is 0 for p = r = counts / N.",
    ),
]

EQUIVALENT = {
    "mle_cross_entropy: Z.T @ Z → (Z.T @ Z).T": "it is symmetric",
    "mle_cross_entropy: X - mu → mu - X": "it is multiplied by itself",
    "mle_cross_entropy: counts.sum() → counts.sum(axis=0)": "the list has one axis",
}


@variant
def by_numpy(counts, X):
    return counts / np.sum(counts), np.mean(X, axis=0), np.atleast_2d(np.cov(X, rowvar=False, ddof=0))


@variant
def of_outer_products(counts, X):
    mu = np.sum(X, axis=0) / X.shape[0]
    S = sum(np.outer(x - mu, x - mu) for x in X) / X.shape[0]
    return counts.astype(float) * (1.0 / counts.sum()), mu, S


@variant
def entry_by_entry(counts, X):
    N, d = X.shape
    total = sum(counts.tolist())
    mu, S = np.zeros(d), np.zeros((d, d))
    for i in range(d):
        mu[i] = sum(X[:, i].tolist()) / N
    for i in range(d):
        for j in range(d):
            S[i, j] = sum((X[n, i] - mu[i]) * (X[n, j] - mu[j]) for n in range(N)) / N
    return np.array([c / total for c in counts.tolist()]), mu, S
