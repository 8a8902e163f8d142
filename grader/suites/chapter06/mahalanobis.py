"""Checks, known bugs and variants of chapter06/mahalanobis."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("d",),
    requires=("chapter06/covariance_matrix",),
    minutes=15,
    hints=(
        "Of one sample: which vector is S⁻¹ (x − μ)? np.linalg.solve finds it without an inverse.",
        "Of all samples: solve(S, (X - mu).T).T has a row S⁻¹ (x − μ) for each sample.",
        "Multiply these rows entry by entry with those of X − μ, sum over each row, and take the root.",
    ),
)


def covariance(rng, D, condition):
    """A covariance matrix with eigenvalues from 1/condition to 1, in any direction, times something."""
    Q = np.linalg.qr(rng.normal(size=(D, D)))[0]
    eigenvalues = rng.uniform(0.5, 2.0) * condition ** -np.linspace(0.0, 1.0, D)
    S = Q * eigenvalues @ Q.T
    return (S + S.T) / 2


def telling(case):
    """Features go together, no distance is small or beyond 9, and not all of them are nearly Euclid's."""
    Z = case.X - case.mu
    d = np.sqrt(np.sum(Z * np.linalg.solve(case.S, Z.T).T, axis=1))
    sizes = np.sqrt(np.diag(case.S))
    correlations = np.abs(case.S / np.outer(sizes, sizes))[np.triu_indices(len(sizes), 1)]
    unlike = np.abs(np.log(d / np.linalg.norm(Z, axis=1)))
    return d.min() > 0.05 and d.max() < 9 and np.all(correlations > 0.01) and unlike.max() > 0.05


@cases("N D", (6, 3), (4, 4), (1, 3), (5, 2), (3, 1), fit=telling)
def samples(rng, N, D):
    mu = rng.normal(size=D)
    S = covariance(rng, D, 6.0)
    return {"X": mu + rng.normal(0.0, 2.0, size=(N, D)), "mu": mu, "S": S}


@cases("N D condition", (5, 4, 1e4), (4, 3, 1e4), (3, 2, 1e3), fit=telling, exact=True)
def flat(rng, N, D, condition):
    """Samples of a distribution that is a hundred times as wide in one direction as in another."""
    S, mu = covariance(rng, D, condition), rng.normal(size=D)
    return {"X": mu + rng.normal(size=(N, D)) @ np.linalg.cholesky(S).T, "mu": mu, "S": S}


far = scaled(samples, scales=(-70, 70), rows=2, X=1, mu=1, S=2)

shapes = shaped("There is a distance for each sample, also if there is only one.", samples)
values = agrees("d is the root of (x − μ)ᵀ S⁻¹ (x − μ), of each sample for itself.", samples, points=3)
narrow = agrees("It is right where samples vary little in some directions.", flat, by="entry", needs=[values])
every_unit = agrees("It is right in tiny units and in huge ones.", far, needs=[values])


@check(points=2, kind="property")
def affine(student, samples, rng):
    """An invertible map x → M x + c, of samples, mean and covariance, changes no distance."""

    def both(m, case, M, c):
        X, mu, S = case.values()
        return m.mahalanobis(X, mu, S), m.mahalanobis(X @ M.T + c, M @ mu + c, M @ S @ M.T)

    for case in samples:
        D = len(case.mu)
        M = np.linalg.qr(rng.normal(size=(D, D)))[0] * rng.uniform(0.5, 2.0, size=D)
        before, after = student.run(both, case, M, rng.normal(size=D))
        assert_law("d(M x + c; M μ + c, M S Mᵀ) = d(x; μ, S)", after, before, rtol=1e-10, what="d", where=case)


@check(points=1, kind="property")
def euclid(student, samples, rng):
    """With S = I it is Euclid's distance, with S = σ² I that in units of σ, and the mean is at 0 from itself."""

    def special(m, case, sigma):
        X, mu, S = case.values()
        one = np.eye(len(mu))
        return m.mahalanobis(X, mu, one), m.mahalanobis(X, mu, sigma**2 * one), m.mahalanobis(mu[None], mu, S)

    for case in samples:
        sigma = round(float(rng.uniform(2.0, 4.0)), 2)
        plain, in_sigmas, none = student.run(special, case, sigma)
        norms = np.linalg.norm(case.X - case.mu, axis=1)
        assert_law("d = ‖x − μ‖ for S = I", plain, norms, rtol=1e-10, what="d", where=case)
        assert_law("d = ‖x − μ‖ / σ for S = σ² I", in_sigmas, norms / sigma, rtol=1e-10, what="d", where=case)
        assert_law("d(μ) = 0", none, np.zeros(1), scale=1e-3, what="d", where=case)


def no_inverse(rng):
    """Return covariance matrices of a constant feature, and of one that is there twice; elimination leaves 0 exactly."""
    quarter, other = 0.25, round(float(rng.uniform(1.0, 3.0)), 2)
    return {
        "one feature, and it is constant": np.zeros((1, 1)),
        "the second feature is constant": np.diag([other, 0.0, 1.0]),
        "both features are the same": np.full((2, 2), 4.0),
        "the first two of three features are the same": np.array(
            [[4.0, 4.0, quarter], [4.0, 4.0, quarter], [quarter, quarter, other]]
        ),
    }


@check(points=1, kind="error")
def singular(student, rng):
    """If S is singular, ValueError is raised."""
    for where, S in no_inverse(rng).items():
        X, mu = rng.normal(size=(3, len(S))), rng.normal(size=len(S))
        raises(student, ValueError, lambda m, X=X, mu=mu, S=S: m.mahalanobis(X, mu, S), where=where)


hygiene = hygiene_of(samples)

SOLVED, SUM = "np.linalg.solve(S, deviations.T).T", "np.sum(deviations * scaled, axis=1)"
ROOT = f"np.sqrt({SUM})"

BUGS = [
    patch("the root is missing", {ROOT: SUM}, hint="This is d²."),
    patch("S is not inverted", {SOLVED: "deviations @ S"}, hint="S⁻¹ stands in the middle: np.linalg.solve(S, …)."),
    patch(
        "S is inverted entry by entry",
        {SOLVED: "deviations @ (1.0 / S)"},
        hint="1 / S divides 1 by each entry; the inverse matrix is np.linalg.inv(S), or better np.linalg.solve.",
    ),
    patch(
        "covariances are left out",
        {SOLVED: "deviations / np.diag(S) if np.all(np.diag(S)) else np.linalg.solve(S, deviations.T).T"},
        hint="The whole of S is inverted: features go together.",
    ),
    patch(
        "S is taken for standard deviations",
        {SOLVED: "np.linalg.solve(S, np.linalg.solve(S, deviations.T)).T"},
        hint="S holds variances: S⁻¹ once, not twice.",
    ),
    patch(
        "the mean is not subtracted",
        {"X - mu": "X"},
        hint="Distances are those from μ.",
    ),
    patch(
        "the mean of the samples is subtracted",
        {"X - mu": "X - X.mean(axis=0)"},
        hint="μ is given: also for a single sample.",
    ),
    patch(
        "a table of all pairs of samples is returned",
        {ROOT: "np.sqrt(np.abs(deviations @ scaled.T))"},
        hint="Z S⁻¹ Zᵀ is (N, N); the distances are the root of its diagonal.",
    ),
    patch(
        "one number is returned for all samples",
        {ROOT: "np.sqrt(np.sum(deviations * scaled))"},
        hint="Each sample has a distance of its own: sum over axis 1.",
    ),
    patch(
        "the norm is that of S⁻¹ (x − μ)",
        {ROOT: "np.linalg.norm(scaled, axis=1)"},
        hint="S⁻¹ stands once between two deviations: x − μ times S⁻¹ (x − μ).",
    ),
    patch(
        "the sum is divided by the number of features",
        {SUM: "np.mean(deviations * scaled, axis=1)"},
        hint="It is a sum over the features.",
    ),
    patch(
        "whitening is done with the wrong factor, Lᵀ",
        {ROOT: "np.linalg.norm(np.linalg.solve(np.linalg.cholesky(S).T, deviations.T).T, axis=1)"},
        hint="S = L Lᵀ, and z = L⁻¹ (x − μ): solve with L itself.",
    ),
    patch(
        "a singular S gets a pseudoinverse",
        {SOLVED: "deviations @ np.linalg.pinv(S)"},
        hint="Raise ValueError: in a direction in which nothing varies, there is no distance.",
    ),
    patch(
        "a small number is added to the diagonal of S",
        {SOLVED: "np.linalg.solve(S + 1e-9 * np.eye(len(S)), deviations.T).T"},
        hint="Then a singular S has an inverse, and in a small unit the number is all there is.",
    ),
    patch(
        "S is taken for singular if its determinant is small",
        {
            "    deviations = X - mu": (
                '    if np.linalg.det(S) < 1e-12:\n        raise ValueError("singular")\n    deviations = X - mu'
            )
        },
        hint="The determinant has a unit: in a small one it is small, and S is as good as before.",
    ),
]

EQUIVALENT = {"mahalanobis: X - mu → mu - X": "it is multiplied by itself"}


@variant
def whitened(X, mu, S):
    L = np.linalg.cholesky(S)
    return np.linalg.norm(np.linalg.solve(L, (X - mu).T), axis=0)


@variant
def by_the_inverse(X, mu, S):
    Z = X - mu
    return np.sqrt(np.einsum("ni,ij,nj->n", Z, np.linalg.inv(S), Z))


@variant
def sample_by_sample(X, mu, S):
    d = np.zeros(len(X))
    for n, x in enumerate(X):
        d[n] = ((x - mu) @ np.linalg.solve(S, x - mu)) ** 0.5
    return d


@variant
def diagonal_of_all_pairs(X, mu, S):
    inverse = np.linalg.inv(S)
    return np.sqrt(np.diag((X - mu) @ inverse @ (X - mu).T))
