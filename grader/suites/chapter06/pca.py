"""Checks, known bugs and variants of chapter06/pca."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("scores", "components", "explained_variance"),
    requires=("chapter06/covariance_matrix",),
    minutes=25,
    hints=(
        "Subtract the mean of each feature first, and keep what is left: it is needed twice.",
        "np.linalg.eigh of the covariance matrix: the smallest comes first, and eigenvectors are columns. Which of them "
        "are the first k components, as rows?",
        "Scores are the centred samples times the transposed components. Or take it all from np.linalg.svd of the centred "
        "samples: rows of Vh are components, and variances are s² / (N − 1).",
    ),
)


def spectrum(X):
    return np.linalg.svd(X - X.mean(axis=0), compute_uv=False)


def gaps(case):
    """Each deviation that is asked for is well apart from the next."""
    s = np.append(spectrum(case.X), 0.0)
    return np.all(s[1 : case.k + 1] < 0.85 * s[: case.k])


def table(rng, N, D, fall=0.65):
    """Samples whose deviations along their components fall, each to about 0.65 of the one before."""
    rank = min(N - 1, D)
    Z = rng.normal(size=(N, rank))
    U = np.linalg.qr(Z - Z.mean(axis=0))[0]
    V = np.linalg.qr(rng.normal(size=(D, rank)))[0]
    s = rng.uniform(2.0, 4.0) * fall ** (np.arange(rank) + rng.uniform(-0.2, 0.2, size=rank))
    return U * s @ V.T + rng.choice([-1, 1], size=D) * rng.uniform(1.0, 3.0, size=D)


@cases("N D k", (8, 4, 2), (5, 5, 3), (4, 6, 2), (9, 3, 1), (2, 3, 1), fit=gaps)
def samples(rng, N, D, k):
    return {"X": table(rng, N, D), "k": k}


@cases("N D k", (8, 3, 3), (4, 4, 3), (4, 7, 3), (6, 1, 1), fit=gaps)
def all_of_them(rng, N, D, k):
    """As many components as there are."""
    return {"X": table(rng, N, D), "k": k}


@cases("N D k offset", (9, 4, 2, 1e4), (6, 5, 2, -1e5), (7, 4, 2, 0.0), fit=gaps, exact=True)
def far_from_zero(rng, N, D, k, offset):
    """Features that are hundreds of deviations away from 0, or one that does not vary at all."""
    X = table(rng, N, D) + offset
    if offset == 0:
        X[:, 1] = rng.integers(1, 9) / 4
    return {"X": X, "k": k}


far = scaled(samples, rows=2, X=1)

SIGNS = {"scores": up_to_sign(axis=0), "components": up_to_sign(axis=1)}
"""Columns of scores and rows of components; that they belong together is a law."""

shapes = shaped("Scores are (N, k), components (k, D), and there are k variances.", samples)
directions = agrees(
    "The components are the directions of largest variance, the largest first.",
    samples,
    only=["components"],
    canonical={"components": SIGNS["components"]},
    points=2,
)
variances = agrees(
    "The variances along them are eigenvalues of the covariance matrix, with N − 1.",
    samples,
    only=["explained_variance"],
    by="entry",
)
coordinates = agrees(
    "The scores are coordinates of the centred samples.",
    samples,
    only=["scores"],
    canonical={"scores": SIGNS["scores"]},
    points=2,
)
complete = agrees("All components may be asked for.", all_of_them, canonical=SIGNS, needs=[coordinates])
offset = agrees(
    "Samples far from the origin are not spoilt by it, nor by a feature that is the same in all.",
    far_from_zero,
    canonical=SIGNS,
    needs=[coordinates],
)


def parts(m, case):
    return m.pca(case.X, case.k)


def in_units_of_X(m, case):
    scores, components, variance = m.pca(case.X, case.k)
    unit = np.abs(case.X).max()
    return scores / unit, components, variance / unit**2


every_scale = agrees(
    "It is right for tiny numbers and for huge ones.", far, of=in_units_of_X, canonical=SIGNS, needs=[coordinates]
)


@check(points=1, kind="property")
def together(student, samples):
    """Components are orthonormal, a component and its scores have one sign, and scores are uncorrelated."""
    for case, (scores, components, variance) in student.each(parts, samples):
        centred = case.X - case.X.mean(axis=0)
        one = np.eye(case.k)
        assert_law("V Vᵀ = I", components @ components.T, one, rtol=1e-9, what="components", where=case)
        assert_law("scores = (X − m) Vᵀ", scores, centred @ components.T, rtol=1e-9, what="scores", where=case)
        covariances = scores.T @ scores / (len(centred) - 1)
        law = "Cov(scores) = diag(explained_variance)"
        assert_law(law, covariances, np.diag(variance), rtol=1e-9, what="explained_variance", where=case)


@check(points=1, kind="property")
def reconstruction(student, samples, all_of_them):
    """What is lost when samples are put together again is the variance that is not explained."""
    for case, (scores, components, variance) in student.each(parts, [*samples, *all_of_them]):
        centred = case.X - case.X.mean(axis=0)
        N = len(centred)
        lost = np.sum((centred - scores @ components) ** 2) / (N - 1)
        total = np.sum(centred**2) / (N - 1)
        law = "Σ‖x − x̂‖² / (N − 1) = Σ Var(X[:, i]) − Σ explained_variance"
        assert_law(law, lost, total - variance.sum(), rtol=1e-9, scale=total, what="scores", where=case)


@check(points=1, kind="property")
def turned(student, samples, rng):
    """If samples are turned and shifted, components turn with them, and scores stay but for signs."""

    def both(m, case, Q, c):
        return m.pca(case.X, case.k), m.pca(case.X @ Q + c, case.k)

    for case in samples:
        D = case.X.shape[1]
        Q, c = np.linalg.qr(rng.normal(size=(D, D)))[0], rng.normal(size=D)
        (scores, V, variance), (scores_after, V_after, variance_after) = student.run(both, case, Q, c)
        signs = np.sign(np.sum((V @ Q) * V_after, axis=1))
        law = "the components of X Q + c are those of X, times Q"
        assert_law(law, V_after, signs[:, None] * (V @ Q), rtol=1e-8, what="components", where=case)
        assert_law("the scores of X Q + c = those of X", scores_after, signs * scores, rtol=1e-8, where=case)
        law = "the variances of X Q + c = those of X"
        assert_law(law, variance_after, variance, rtol=1e-9, what="explained_variance", where=case)


@check(points=1, kind="error")
def too_many(student, rng):
    """Unless 1 ≤ k ≤ min(N − 1, D), ValueError is raised."""
    for N, D, k in ((6, 3, 4), (4, 6, 4), (4, 4, 4), (5, 3, 0), (5, 3, -1), (1, 3, 1), (3, 2, 7)):
        X = table(rng, N, D) if N > 1 else rng.normal(size=(1, D))
        raises(student, ValueError, lambda m, X=X, k=k: m.pca(X, k), where=f"N={N}, D={D}, k={k}")


hygiene = hygiene_of(samples)

CENTRED = "X - X.mean(axis=0)"
VECTORS = "np.linalg.svd(centred, full_matrices=False)[2][:k]"
EIGH = "np.linalg.eigh(np.atleast_2d(np.cov(X, rowvar=False)))[1]"
VALUES = "np.linalg.eigvalsh(np.atleast_2d(np.cov(X, rowvar=False)))"
SCORES, VARIANCE = "centred @ components.T", "np.sum(scores**2, axis=0) / (N - 1)"
RANGE = "1 <= k <= min(N - 1, D)"

BUGS = [
    patch(
        "the directions of smallest variance come first",
        {VECTORS: f"{EIGH}.T[:k]"},
        hint="np.linalg.eigh has the smallest eigenvalue first: take the last k, and turn them round.",
    ),
    patch(
        "the last of the k components comes first",
        {VECTORS: f"{EIGH}.T[-k:]"},
        hint="np.linalg.eigh has the smallest first: after [-k:], turn the order round with [::-1].",
    ),
    patch(
        "rows of the matrix of eigenvectors are taken for eigenvectors",
        {VECTORS: f"{EIGH}[:, ::-1][:k]"},
        hint="np.linalg.eigh returns them as columns: transpose before you take rows.",
    ),
    patch(
        "scores are made of X whose mean is not taken off",
        {"return scores, components,": "return X @ components.T, components,"},
        hint="The components came from centred features: the scores do, too.",
    ),
    patch(
        "components are columns",
        {"return scores, components,": "return scores, components.T,"},
        hint="components (k, D): each is a row.",
    ),
    patch(
        "features are not centred",
        {CENTRED: "1.0 * X"},
        hint="Without it the first component points from the origin to the samples.",
    ),
    patch(
        "the scores are those of samples that are not centred",
        {SCORES: "X @ components.T"},
        hint="Subtract the mean before you project, too.",
    ),
    patch(
        "features are scaled to variance 1",
        {CENTRED: f"({CENTRED}) / X.std(axis=0)"},
        hint="Centre only: that would be the PCA of correlations.",
    ),
    patch(
        "one mean is subtracted from all features",
        {CENTRED: "X - X.mean()"},
        hint="Each feature has a mean of its own: axis=0.",
    ),
    patch(
        "variances are divided by N",
        {VARIANCE: "np.sum(scores**2, axis=0) / N"},
        hint="N − 1, as in the covariance matrix.",
    ),
    patch(
        "singular values are not squared",
        {VARIANCE: "np.sqrt(np.sum(scores**2, axis=0)) / (N - 1)"},
        hint="λ = s² / (N − 1).",
    ),
    patch(
        "singular values are returned",
        {VARIANCE: "np.sqrt(np.sum(scores**2, axis=0))"},
        hint="Variances are s² / (N − 1).",
    ),
    patch(
        "standard deviations are returned",
        {VARIANCE: f"np.sqrt({VARIANCE})"},
        hint="The variances are asked for, not their roots.",
    ),
    patch(
        "shares of the variance are returned",
        {VARIANCE: "np.sum(scores**2, axis=0) / np.sum(centred**2)"},
        hint="The variances themselves are asked for, not divided by their sum.",
    ),
    patch(
        "the scores have variance 1",
        {
            SCORES: "centred @ components.T / np.std(centred @ components.T, axis=0, ddof=1)",
            VARIANCE: "np.sum((centred @ components.T) ** 2, axis=0) / (N - 1)",
        },
        hint="Scores are U S, not U: don't divide by deviations.",
    ),
    patch(
        "scores and components differ in sign",
        {SCORES: "-centred @ components.T"},
        hint="A sign may be chosen, but once: scores = (X − m) Vᵀ, with the V that you return.",
    ),
    patch(
        "the samples are returned as they are put together again",
        {"return scores,": "return scores @ components,"},
        hint="Scores are coordinates along the components: (N, k).",
    ),
    patch(
        "k may be as large as N",
        {RANGE: "1 <= k <= min(N, D)"},
        hint="N centred samples sum to 0: they vary in N − 1 directions.",
    ),
    patch("k may be larger than the number of features", {RANGE: "1 <= k <= N - 1"}, hint="There are D at most."),
    patch("k may be 0", {RANGE: "0 <= k <= min(N - 1, D)"}, hint="1 ≤ k."),
    patch("k is not looked at", {f"not {RANGE}": "False"}, hint="Unless 1 ≤ k ≤ min(N − 1, D), raise ValueError."),
    patch(
        "variances below 1e-8 are taken for 0",
        {VARIANCE: f"np.where({VARIANCE} > 1e-8, {VARIANCE}, 0.0)"},
        hint="In a small unit all variances are small.",
    ),
    patch(
        "rows of the matrix of eigenvectors are put in order",
        {VECTORS: f"{EIGH}[::-1][:k]", VARIANCE: f"{VALUES}[::-1][:k]"},
        hint="Eigenvectors are columns: order columns, V[:, order], and transpose then.",
    ),
    patch(
        "a feature that does not vary is refused",
        {RANGE: f"{RANGE} or np.any(X.std(axis=0) == 0)"},
        hint="It has the variance 0, and no part in the first components: nothing is divided by it.",
    ),
]

EQUIVALENT = {
    "pca: 1 <= k <= min(N - 1, D) → 0.5 <= k <= min(N - 1, D)": "k is a whole number",
    "pca: N - 1 → N - 0.5": "it is compared with k, which is a whole number",
}


@variant
def eigenvectors_of_the_covariance(X, k):
    N, D = X.shape
    if k < 1 or k > D or k >= N:
        raise ValueError("k")
    Z = X - np.mean(X, axis=0)
    size = np.abs(Z).max()
    eigenvalues, vectors = np.linalg.eigh((Z / size).T @ (Z / size) / (N - 1))
    first = np.argsort(eigenvalues)[::-1][:k]
    return Z @ vectors[:, first], vectors[:, first].T, eigenvalues[first] * size**2


@variant
def singular_values(X, k):
    if k not in range(1, min(len(X) - 1, X.shape[1]) + 1):
        raise ValueError("k")
    U, s, Vh = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)
    return U[:, :k] * s[:k], Vh[:k], s[:k] ** 2 / (len(X) - 1)


@variant
def one_after_another(X, k):
    """Power iteration; what is explained is taken off the samples."""
    N, D = X.shape
    if not 0 < k <= min(N - 1, D):
        raise ValueError("k")
    rest = X - X.mean(axis=0)
    scores, components, variances = [], [], []
    for _ in range(k):
        size = np.abs(rest).max()
        C = (rest / size).T @ (rest / size)
        v = C[:, np.argmax(np.diag(C))]
        for _ in range(300):
            v = C @ v
            v = v / np.linalg.norm(v)
        t = rest @ v
        rest = rest - np.outer(t, v)
        scores.append(t)
        components.append(v)
        variances.append(t @ t / (N - 1))
    return np.stack(scores, axis=1), np.array(components), np.array(variances)


@variant
def by_products_of_samples(X, k):
    """The matrix of all products of centred samples, (N, N), has the same eigenvalues, and the scores for eigenvectors."""
    N, D = X.shape
    if not 1 <= k <= min(N - 1, D):
        raise ValueError("k")
    Z = X - X.mean(axis=0)
    size = np.linalg.norm(Z, 2)
    squares, U = np.linalg.eigh(Z / size @ Z.T / size)
    s, U = size * np.sqrt(squares[: -k - 1 : -1]), U[:, : -k - 1 : -1]
    return s * U, (U / s).T @ Z, s**2 / (N - 1)
