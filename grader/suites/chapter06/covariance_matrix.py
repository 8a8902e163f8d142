"""Checks, known bugs and variants of chapter06/covariance_matrix."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("C",),
    minutes=12,
    hints=(
        "Make the deviations first: X minus the mean of each column, X.mean(axis=0).",
        "Entry (i, j) is a sum over samples of products of deviations. Of which two matrices is that the product?",
        "Z.T @ Z is (D, D). Divide it by N − ddof; before anything else, compare N with ddof.",
    ),
)


@cases("N D", (7, 3), (3, 5), (4, 4), (2, 3))
def samples(rng, N, D):
    """The features have means of their own, and go together."""
    return {"X": rng.normal(size=(N, D)) @ rng.normal(size=(D, D)) + rng.uniform(1.0, 3.0, size=D)}


@cases("N D ddof", (7, 3, 0), (6, 2, 1), (5, 4, 2), (1, 3, 0), (4, 2, 3))
def divisors(rng, N, D, ddof):
    return {"X": rng.normal(1.0, 2.0, size=(N, D)), "ddof": ddof}


@cases("N", 6, 2)
def one_feature(rng, N):
    return {"X": rng.normal(1.0, 2.0, size=(N, 1))}


@cases("N D offset", (9, 3, 1e6), (6, 4, -1e6), exact=True)
def far_from_zero(rng, N, D, offset):
    return {"X": rng.normal(size=(N, D)) @ rng.normal(size=(D, D)) + offset * rng.uniform(0.5, 2.0, size=D)}


far_out = scaled(samples, X=1)

shapes = shaped("There is a row and a column for each feature.", samples)
values = agrees("Each entry is the sum of products of deviations, divided by N − 1.", samples, points=2)
divided = agrees("Whatever ddof is, N − ddof is what it is divided by.", divisors, needs=[values])
alone = agrees("The matrix of one feature is (1, 1).", one_feature, needs=[values])
offset = agrees("Features around a million are not spoilt by rounding.", far_from_zero, needs=[values])
extremes = agrees("It is right for tiny numbers and for huge ones.", far_out, needs=[values])


@check(points=2, kind="property")
def mapped(student, samples, rng):
    """A linear map goes through on both sides, a shift drops out, and samples have no order."""

    def images(m, X, M, c, order):
        of = m.covariance_matrix
        return of(X), of(X @ M + c), of(X[order]), of(np.concatenate([X, X]), 0), of(X, 0)

    for case in samples:
        N, D = case.X.shape
        M, c = rng.normal(size=(D, 2)), rng.normal(size=2)
        C, image, reordered, twice, once = student.run(images, case.X, M, c, rng.permutation(N))
        size = np.abs(M.T) @ np.abs(C) @ np.abs(M)
        law = "Cov(X M + c) = Mᵀ Cov(X) M"
        assert_law(law, image, M.T @ C @ M, scale=size.max(), rtol=1e-10, what="C", where=case)
        assert_law("C of the samples in another order = C", reordered, C, rtol=1e-10, what="C", where=case)
        assert_law("with ddof=0, every sample twice changes nothing", twice, once, rtol=1e-10, what="C", where=case)


@check(points=1, kind="property")
def semidefinite(student, samples):
    """C is symmetric, its diagonal holds the variances, and no combination of features has a negative one."""
    for case, C in student.each(lambda m, case: m.covariance_matrix(case.X), samples):
        assert_law("Cᵀ = C", C.T, C, what="C", where=case)
        assert_law("C[i, i] = Var(X[:, i])", np.diag(C), np.var(case.X, axis=0, ddof=1), what="C", where=case)
        if np.linalg.eigvalsh(C).min() < -1e-12 * np.trace(C):
            fail("C has a negative eigenvalue.", case)


@check(points=1, kind="error")
def too_few(student, rng):
    """Unless N > ddof, ValueError is raised."""
    X = rng.normal(size=(4, 3))
    for N, ddof in ((1, 1), (0, 1), (0, 0), (2, 2), (2, 3), (3, 4)):
        raises(student, ValueError, lambda m, X=X[:N], d=ddof: m.covariance_matrix(X, d), where=f"N={N}, ddof={ddof}")
    raises(student, ValueError, lambda m: m.covariance_matrix(X[:1]), where="one sample, ddof not given")


hygiene = hygiene_of(samples)

FEW, MEAN, DIVISOR = "N - ddof < 1", "X.mean(axis=0)", "(N - ddof)"
C = f"deviations.T @ deviations / {DIVISOR}"

BUGS = [
    patch("the means stay", {MEAN: "0.0"}, hint="The products are those of deviations: subtract X.mean(axis=0)."),
    patch(
        "one mean is subtracted from all features",
        {MEAN: "X.mean()"},
        hint="Each feature has a mean of its own: axis=0.",
    ),
    patch(
        "the mean of each sample is subtracted",
        {MEAN: "X.mean(axis=1, keepdims=True)"},
        hint="Samples are rows: the mean over samples is that of axis 0.",
    ),
    patch(
        "ddof is 1 whatever is asked for",
        {DIVISOR: "max(N - 1, 1)"},
        hint="N − ddof, whatever ddof is.",
    ),
    patch("ddof is 0 whatever is asked for", {DIVISOR: "N"}, hint="N − ddof, and ddof is 1 if nothing is said."),
    patch(
        "ddof is 0 if nothing is said",
        {"ddof: int = 1": "ddof: int = 0"},
        hint="The default is 1: covariance_matrix(X, ddof=1).",
    ),
    patch("ddof is added to N", {DIVISOR: "(N + ddof)"}, hint="N − ddof."),
    patch(
        "it is divided by the number of features",
        {DIVISOR: "X.shape[1]"},
        hint="The sum runs over the N samples: divide by N − ddof.",
    ),
    patch("it is not divided", {f" / {DIVISOR}": ""}, hint="Divide the sums by N − ddof."),
    patch(
        "samples are compared instead of features",
        {"deviations.T @ deviations": "deviations @ deviations.T"},
        hint="(D, D) is Zᵀ Z; Z Zᵀ is (N, N).",
    ),
    patch(
        "correlations are returned",
        {"    return C": "    return C / np.sqrt(np.outer(np.diag(C), np.diag(C)))"},
        hint="Covariances keep their units: don't divide by deviations.",
    ),
    patch(
        "all covariances are 0",
        {"    return C": "    return np.diag(np.diag(C))"},
        hint="Beside the diagonal stand the covariances.",
    ),
    patch(
        "only the upper triangle is filled",
        {"    return C": "    return np.triu(C)"},
        hint="C[j, i] = C[i, j]: the matrix is symmetric.",
    ),
    patch(
        "the means are subtracted after the products",
        {C: "(X.T @ X - N * np.outer(X.mean(axis=0), X.mean(axis=0))) / (N - ddof)"},
        hint="Around a million the terms are 10¹², and their difference is lost: subtract the means first.",
    ),
    patch(
        "for one feature, a number is returned",
        {"    return C": "    return C if len(C) > 1 else C[0, 0]"},
        hint="np.cov does that: reshape to (D, D).",
    ),
    patch(
        "too few samples give NaN or inf",
        {f"if {FEW}:\n        raise": "if False:\n        raise"},
        hint="Compare N with ddof first.",
    ),
    patch(
        "N = ddof is let pass",
        {FEW: "N - ddof < 0"},
        hint="N − ddof is 0 then, and nothing can be divided by it.",
    ),
    patch(
        "a divisor below 1 is taken for 1",
        {FEW: "False", DIVISOR: "max(N - ddof, 1)", MEAN: "(X.mean(axis=0) if N else 0.0)"},
        hint="Without N > ddof there is no covariance: raise ValueError.",
    ),
    patch(
        "fewer than two samples raise ValueError, whatever ddof is",
        {FEW: "N < 2 or N - ddof < 1"},
        hint="With ddof=0, one sample is enough: its covariance is 0.",
    ),
    patch(
        "covariances below 1e-12 are taken for 0",
        {"    return C": "    return np.where(np.abs(C) < 1e-12, 0.0, C)"},
        hint="In small units all entries are small: they are numbers like others.",
    ),
    patch(
        "a small number is added to the diagonal",
        {"    return C": "    return C + 1e-5 * np.eye(len(C))"},
        hint="Nothing has to be inverted here: the sums of products are all there is.",
    ),
    patch(
        "the means are divided by N − ddof, too",
        {MEAN: "X.sum(axis=0) / (N - ddof)"},
        hint="The mean of N samples is their sum over N. ddof is for the products alone.",
    ),
]

EQUIVALENT = {
    "covariance_matrix: deviations.T @ deviations → (deviations.T @ deviations).T": "ZᵀZ is symmetric",
    "covariance_matrix: X - X.mean(axis=0) → X.mean(axis=0) - X": "(−Z)ᵀ(−Z) = ZᵀZ",
    "covariance_matrix: N - ddof < 1 → N - ddof < 0.5": "N − ddof is a whole number",
}


@variant
def by_numpy(X, ddof=1):
    if len(X) <= ddof:
        raise ValueError("too few")
    return np.cov(X, rowvar=False, ddof=ddof).reshape(X.shape[1], X.shape[1])


@variant
def outer_products(X, ddof=1):
    N, D = X.shape
    if N - ddof <= 0:
        raise ValueError("too few")
    mean, C = sum(X) / N, np.zeros((D, D))
    for x in X:
        C += np.outer(x - mean, x - mean)
    return C / (N - ddof)


@variant
def entry_by_entry(X, ddof=1):
    import math

    rows = X.tolist()
    N, D = X.shape
    if N - ddof < 1:
        raise ValueError("too few")
    means = [math.fsum(row[i] for row in rows) / N for i in range(D)]
    centred = [[value - mean for value, mean in zip(row, means, strict=True)] for row in rows]
    products = [[math.fsum(z[i] * z[j] for z in centred) for j in range(D)] for i in range(D)]
    return np.array(products) / (N - ddof)


@variant
def all_pairs_of_samples(X, ddof=1):
    """Each sample is compared with each other one: no mean is needed."""
    N = len(X)
    if N - ddof <= 0:
        raise ValueError("too few")
    gaps = X[:, None, :] - X
    return np.einsum("nmi,nmj->ij", gaps, gaps) / (2 * N * (N - ddof))
