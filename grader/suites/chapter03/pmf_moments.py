"""Checks, known bugs and variants of chapter03/pmf_moments."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("mean", "variance"),
    minutes=10,
    hints=(
        "Do it on paper for the values 3 and 7 with 1/4 and 3/4: each value counts as much as its probability says.",
        "The mean comes first. The variance is a mean, too: of (x − mean)², weighted in the same way.",
        "np.sum(p * …) for both. Don't subtract squares from each other: subtract the mean, then square.",
    ),
)


def probabilities(rng, K):
    p = rng.uniform(0.2, 2.0, size=K)
    return p / p.sum()


@cases("K", 5, 2, 7, exact="p")
def distribution(rng, K):
    return {"x": rng.normal(1.0, 3.0, size=K), "p": probabilities(rng, K)}


@cases("K", 4, 1)
def certain(rng, K):
    return {"x": rng.normal(1.0, 3.0, size=K), "p": np.eye(K)[rng.integers(K)]}


@cases("K offset", (6, 1e8), (3, -1e8), exact=True)
def far_from_zero(rng, K, offset):
    return {"x": offset + rng.normal(0.0, 3.0, size=K), "p": probabilities(rng, K)}


@cases("prize", 1e9, 1e10, exact=True)
def lottery(rng, prize):
    """A ticket costs 1, and wins the prize with a tiny probability."""
    q = rng.uniform(0.12, 0.4) / prize
    return {"x": np.array([-1.0, prize - 1.0]), "p": np.array([1.0 - q, q])}


shapes = shaped("Two numbers come back: the mean and the variance.", distribution)
means = agrees("The mean weights each value with its probability.", distribution, only=["mean"])
variances = agrees(
    "The variance is the mean square of what is left when the mean is taken off.", distribution, only=["variance"]
)
sure = agrees("What is certain is its own mean, and has no variance.", certain, needs=[means, variances])
offset = agrees("Values around 10⁸ don't spoil the variance.", far_from_zero, needs=[means, variances])
rare = agrees("However unlikely a value is, it counts.", lottery, needs=[means, variances])
far = scaled(distribution, scales=(-75, 75), x=1)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, separates=False)


@check(points=1, kind="property")
def shift_and_scale(student, distribution):
    """E(a X + b) = a E X + b, Var(a X + b) = a² Var X, and it does not matter in which order the values stand."""

    def moved(m, case):
        x, p = case.x, case.p
        return m.pmf_moments(x, p), m.pmf_moments(3.0 - 2.0 * x, p), m.pmf_moments(x[::-1], p[::-1])

    for case, ((mean, variance), (moved_mean, moved_variance), (same_mean, same)) in student.each(moved, distribution):
        size = float(np.max(np.abs(case.x)))
        assert_law("E(3 − 2 X) = 3 − 2 E X", moved_mean, 3.0 - 2.0 * mean, scale=3.0 + size, what="mean", where=case)
        assert_law(
            "Var(3 − 2 X) = 4 Var X", moved_variance, 4.0 * variance, scale=4.0 * size**2, what="variance", where=case
        )
        assert_law("E X, in another order = E X", same_mean, mean, scale=size, what="mean", where=case)
        assert_law("Var X, in another order = Var X", same, variance, scale=size**2, what="variance", where=case)


hygiene = hygiene_of(distribution)

MEAN, VARIANCE = "float(p @ x)", "float(p @ (x - mean) ** 2)"

BUGS = [
    patch(
        "the mean is that of the values alone, without their probabilities",
        {MEAN: "float(np.mean(x))", VARIANCE: "float(np.sum(p * (x - np.sum(p * x)) ** 2))"},
        hint="A value that comes often counts more: Σ x p.",
    ),
    patch(
        "probabilities are left out of both",
        {MEAN: "float(np.mean(x))", VARIANCE: "float(np.var(x))"},
        hint="Values are not equally likely, as np.mean and np.var take them to be: weight them with p.",
    ),
    patch(
        "probabilities are left out of the variance",
        {VARIANCE: "float(np.mean((x - mean) ** 2))"},
        hint="The variance is a mean, too: Σ (x − mean)² p.",
    ),
    patch(
        "squared deviations are added up without weights",
        {VARIANCE: "float(np.sum((x - mean) ** 2))"},
        hint="Each square counts as much as its probability says.",
    ),
    patch(
        "sums are divided by K",
        {MEAN: "float(np.mean(p * x))", VARIANCE: "float(np.mean(p * (x - np.sum(p * x)) ** 2))"},
        hint="The weights already sum to 1: Σ x p is the mean, and nothing is left to divide by.",
    ),
    patch(
        "the variance is corrected for a sample",
        {VARIANCE: f"{VARIANCE} * len(x) / max(len(x) - 1, 1)"},
        hint="K / (K − 1) is for samples. Here the distribution is known, and nothing is estimated.",
    ),
    patch(
        "the standard deviation is returned for the variance",
        {VARIANCE: f"{VARIANCE} ** 0.5"},
        hint="Leave it squared.",
    ),
    patch(
        "the mean square is returned for the variance",
        {VARIANCE: "float(np.sum(p * x**2))"},
        hint="The mean has to be taken off before you square.",
    ),
    patch(
        "the variance is computed as a difference of squares",
        {VARIANCE: "float(np.sum(p * x**2) - mean**2)"},
        hint="Around 10⁸ both squares are 10¹⁶, and their difference is lost: subtract the mean first.",
    ),
    patch(
        "probabilities are squared with the deviations",
        {VARIANCE: "float(np.sum((p * (x - mean)) ** 2))"},
        hint="Square the deviation alone: p · (x − mean)².",
    ),
    patch(
        "the mean modulus of deviations is taken",
        {VARIANCE: "float(np.sum(p * np.abs(x - mean)))"},
        hint="The variance is the mean of squares.",
    ),
    patch(
        "mean and variance are exchanged",
        {"return mean, variance": "return variance, mean"},
        hint="The mean comes first.",
    ),
    patch(
        "the most likely value is taken for the mean",
        {MEAN: "float(x[np.argmax(p)])", VARIANCE: "float(np.sum(p * (x - np.sum(p * x)) ** 2))"},
        hint="That is the mode. The mean weights all values.",
    ),
    patch(
        "tiny probabilities are taken for 0",
        {"    mean =": "    p = np.where(p < 1e-6, 0.0, p)\n    mean ="},
        hint="What is unlikely may be large: each value counts as its probability says.",
    ),
    patch(
        "a variance that is small is set to 0",
        {"return mean, variance": "return mean, variance if variance > 1e-12 else 0.0"},
        hint="In a large unit, small numbers may be all that there is.",
    ),
    patch(
        "what is certain has no variance: NaN",
        {VARIANCE: f"{VARIANCE} if np.count_nonzero(p) > 1 else float('nan')"},
        hint="What never differs from its mean has the variance 0.",
    ),
    patch(
        "the variance is divided by 1 − Σ p²",
        {VARIANCE: "float(np.cov(x, aweights=p))"},
        hint="That is a correction for samples with weights, which np.cov makes unless bias=True. Here nothing is estimated.",
    ),
    patch(
        "deviations are taken from np.mean(x), the mean of the values without their probabilities",
        {VARIANCE: "float(p @ (x - np.mean(x)) ** 2)"},
        hint="How far a value is from E X counts, and E X is Σ x p: use the mean that is returned.",
    ),
    patch(
        "the values are sorted, and their probabilities are not",
        {"    mean =": "    x = np.sort(x)\n    mean ="},
        hint="x[k] and p[k] belong together: sort both with the same np.argsort, or none, as sums need no order.",
    ),
    patch(
        "the sum of x² p (1 − p) is taken for the variance",
        {VARIANCE: "float(np.sum(x**2 * p * (1 - p)))"},
        hint="p (1 − p) is the variance of a variable that is 0 or 1. Here it is Σ (x − mean)² p.",
    ),
    patch(
        "the variance is divided by the mean",
        {VARIANCE: f"{VARIANCE} / mean"},
        hint="That is the index of dispersion. The variance stands alone, in the square of X's unit.",
    ),
    patch(
        "the variance of the products p x is taken",
        {VARIANCE: "float(np.var(p * x))"},
        hint="p x are the parts of the mean, and no values of X: Σ (x − mean)² p.",
    ),
    patch(
        "the variance around the median is taken, and the median for the mean",
        {MEAN: "float(np.sort(x)[np.searchsorted(np.cumsum(p[np.argsort(x)]), 0.5)])"},
        hint="Half of the probability lies on either side of the median; the mean is Σ x p.",
    ),
    patch(
        "deviations are averaged first, and their mean is squared",
        {VARIANCE: "float(np.sum(p * np.abs(x - mean)) ** 2)"},
        hint="Square first, and average then: the square of a mean is no mean of squares.",
    ),
]

EQUIVALENT = {
    "pmf_moments: x - mean → mean - x": "what is squared has no sign",
    "pmf_moments: p @ x → (p @ x).T": "a number has no axes",
    "pmf_moments: p @ x → x @ p": "the inner product of two vectors is symmetric",
    "pmf_moments: p @ (x - mean) ** 2 → (p @ (x - mean) ** 2).T": "a number has no axes",
    "pmf_moments: p @ (x - mean) ** 2 → (x - mean) ** 2 @ p": "the inner product of two vectors is symmetric",
}


@variant
def pairs(x, p):
    d = np.subtract.outer(x, x)
    return np.dot(x, p), 0.5 * np.sum(np.outer(p, p) * d**2)


@variant
def from_one_of_them(x, p):
    """Around one of the values nothing is lost, wherever zero is."""
    c = x[np.argmax(p)]
    y = x - c
    shift = y @ p
    return c + shift, (y - shift) ** 2 @ p


@variant
def in_python(x, p):
    weighted = list(zip(x.tolist(), p.tolist(), strict=True))
    mean = sum(w * a for a, w in weighted)
    return mean, sum(w * (a - mean) ** 2 for a, w in weighted)


@variant
def averaged(x, p):
    mean = np.average(x, weights=p)
    return mean, np.average(np.square(x - mean), weights=p)
