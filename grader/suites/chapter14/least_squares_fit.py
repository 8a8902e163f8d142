"""Checks, known bugs and variants of chapter14/least_squares_fit."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("w", "b"),
    requires=("chapter06/pseudoinverse",),
    minutes=20,
    hints=(
        "Suppose that w is known. Which b makes the sum of squares smallest? Put it in: what is left to be minimised?",
        "Subtract the mean of each column from X, and that of y from y. Then it is least squares without intercept.",
        "np.linalg.lstsq(A, c)[0] is the shortest of all vectors that fit A w = c best; np.linalg.pinv(A) @ c is the same.",
    ),
)


def well_conditioned(case):
    """Those directions in which the samples vary at all, they vary in well, whatever the features' units."""
    centred = case.X - case.X.mean(axis=0)
    units = np.abs(centred).max(axis=0)
    s = np.linalg.svd(centred / np.where(units > 0, units, 1.0), compute_uv=False)
    s = s[s > 1e-9 * s[0]] if len(s) and s[0] > 0 else np.ones(1)
    return s[-1] > 0.15 * s[0]


@cases("N D unit", (8, 3, 1.0), (5, 4, 1.0), (12, 1, 1.0), (3, 2, 1.0), (9, 2, 0.02), fit=well_conditioned)
def independent(rng, N, D, unit):
    """Neither the features nor y have means near 0; the last feature may be told in a unit of its own."""
    X = rng.normal(size=(N, D)) + rng.choice([-1, 1], size=D) * rng.uniform(1.0, 3.0, size=D)
    y = X @ rng.uniform(1, 3, size=D) + rng.normal(size=N) + rng.uniform(3.0, 6.0)
    X[:, -1] *= unit
    return {"X": X, "y": y}


KINDS = ("doubled", "constant", "dummies", "few samples", "square", "one sample", "nothing varies")


@cases("kind", *KINDS, fit=well_conditioned, exact="X")
def dependent(rng, kind):
    """Whole numbers, so that columns are multiples of others exactly."""
    N, D = {"few samples": (3, 5), "square": (4, 4), "one sample": (1, 3)}.get(kind, (7, 3))
    X = rng.integers(1, 9, size=(N, D)).astype(float)
    if kind == "doubled":
        X[:, 2] = rng.choice([-2.0, 2.0, 3.0]) * X[:, 0]
    elif kind == "constant":
        X[:, 1] = float(rng.integers(2, 6))
    elif kind == "nothing varies":
        X[:] = X[0]
    elif kind == "dummies":
        X[:, :2] = np.array([[1.0, 0.0], [0.0, 1.0]])[np.append([0, 0, 1, 1], rng.integers(2, size=3))]
    return {"X": X, "y": rng.normal(size=N) + rng.uniform(3.0, 6.0)}


@cases("offset", 1e5, -1e6, fit=well_conditioned, exact=True)
def offset(rng, offset):
    """Data so far from the origin that what they vary by is small beside it."""
    X = rng.normal(size=(9, 2))
    return {"X": X + offset, "y": X @ rng.uniform(1, 3, size=2) + rng.normal(size=9) + offset}


far = scaled(independent, X=1, y=2, scales=(-60, 60), rows=2)


def centred(m, case):
    """What is predicted at the mean: b itself is x̄ · w and more, and cancels."""
    w, b = m.least_squares_fit(case.X, case.y)
    return {"w": w, "prediction at the mean": case.X.mean(axis=0) @ w + b}


def in_units(m, case):
    w, b = m.least_squares_fit(case.X, case.y)
    unit, of_y = float(np.abs(case.X).max()), float(np.abs(case.y).max())
    return w * (unit / of_y), b / of_y


shapes = shaped("There is a weight for each feature, and b is a number.", independent)
values = agrees("Weights and intercept are right if columns are independent.", independent, points=2)
shortest = agrees("Of all that fit equally well, it is the shortest w; b costs nothing.", dependent, points=2)
from_afar = agrees("Data far from the origin are not spoilt by it.", offset, of=centred, needs=[values], rtol=1e-6)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, of=in_units, needs=[values])


@check(points=1, kind="property")
def orthogonal(student, independent):
    """Errors sum to 0, and are orthogonal to each feature."""

    def parts(m, case):
        return m.least_squares_fit(case.X, case.y)

    for case, (w, b) in student.each(parts, independent):
        e = case.X @ w + b - case.y
        size = float(np.abs(case.X).max() * np.abs(case.y).sum())
        assert_law("Xᵀ (X w + b − y) = 0", e @ case.X, np.zeros(len(w)), scale=size, what="Xᵀ e", where=case)
        assert_law("Σ (X w + b − y) = 0", float(e.sum()), 0.0, scale=size, what="Σ e", where=case)


hygiene = hygiene_of(independent)

FIT = "np.linalg.lstsq(X - x_mean, y - y_mean)[0]"
MEANS = "x_mean, y_mean = X.mean(axis=0), y.mean()"
BUGS = [
    patch(
        "Xᵀ y is taken for the solution",
        {FIT: "(X - x_mean).T @ (y - y_mean)"},
        hint="The normal equations are XᵀX w = Xᵀy: XᵀX has to be solved for.",
    ),
    patch(
        "a feature that varies little beside another counts as constant",
        {FIT: "np.linalg.lstsq(X - x_mean, y - y_mean, rcond=0.05)[0]"},
        hint="Features are told in different units: rcond is for what rounding leaves, 1e-12 and less.",
    ),
    patch(
        "normal equations are solved that may be singular",
        {FIT: "np.linalg.solve((X - x_mean).T @ (X - x_mean), (X - x_mean).T @ (y - y_mean))"},
        hint="If columns depend on one another, XᵀX has no inverse: take lstsq or pinv of the centred X.",
    ),
    patch(
        "w and b together are made short",
        {
            "w = "
            + FIT: "w = np.linalg.lstsq(np.column_stack([X, np.ones(len(X))]), y)[0]\n    return w[:-1], float(w[-1])",
        },
        hint="Only ‖w‖ counts. A column of ones lets b be part of the norm: subtract means instead.",
    ),
    patch(
        "there is no intercept",
        {FIT: "np.linalg.lstsq(X, y)[0]", "float(y_mean - x_mean @ w)": "0.0"},
        hint="The plane need not pass through the origin.",
    ),
    patch(
        "b is the mean of y",
        {"y_mean - x_mean @ w": "y_mean"},
        hint="That is the prediction at x̄, not at 0: b = ȳ − x̄ · w.",
    ),
    patch(
        "x̄ · w is added to b, not subtracted",
        {"y_mean - x_mean @ w": "y_mean + x_mean @ w"},
        hint="At x̄, the prediction is ȳ: x̄ · w + b = ȳ.",
    ),
    patch(
        "the intercept is subtracted only after w was fitted without one",
        {FIT: "np.linalg.lstsq(X, y)[0]"},
        hint="Centre X and y before you fit.",
    ),
    patch(
        "only y is centred",
        {FIT: "np.linalg.lstsq(X, y - y_mean)[0]"},
        hint="The means of the features have to be subtracted as well.",
    ),
    patch(
        "the weight of the ones is left in w",
        {
            "w = "
            + FIT: "w = np.linalg.lstsq(np.column_stack([X, np.ones(len(X))]), y)[0]\n    return w, float(w[-1])",
        },
        hint="w has an entry for each feature; that of the ones is b.",
    ),
    patch(
        "X is centred by one mean for all features",
        {MEANS: "x_mean, y_mean = np.full(X.shape[1], X.mean()), y.mean()"},
        hint="Each column has a mean of its own: axis=0.",
    ),
    patch(
        "X is centred in place",
        {FIT: "np.linalg.lstsq(np.subtract(X, x_mean, out=X), y - y_mean)[0]"},
        hint=("X belongs to the caller: X -= … changes it for everybody."),
    ),
    patch(
        "normal equations are solved far from the origin",
        {
            "w = " + FIT: (
                "A = np.column_stack([X, np.ones(len(X))])\n"
                "    w = np.linalg.pinv(A.T @ A) @ A.T @ y\n"
                "    return w[:-1], float(w[-1])"
            )
        },
        hint="AᵀA squares the condition number, and the offset enters it: subtract means first.",
    ),
    patch(
        "a small ridge is added to be safe",
        {
            FIT: "np.linalg.solve((X - x_mean).T @ (X - x_mean) + 1e-4 * np.eye(X.shape[1]), (X - x_mean).T @ (y - y_mean))"
        },
        hint="That is another problem, with another solution: lstsq needs no such help.",
    ),
]


EQUIVALENT = {
    "least_squares_fit: x_mean @ w → (x_mean @ w).T": "a number is its own transpose",
    "least_squares_fit: x_mean @ w → w @ x_mean": "an inner product is symmetric",
    "least_squares_fit: y.mean() → y.mean(axis=0)": "y has one axis",
}


@variant
def pseudoinverse(X, y):
    centre = np.mean(X, axis=0)
    w = np.linalg.pinv(X - centre) @ (y - np.mean(y))
    return w, np.mean(y) - centre @ w


@variant
def singular_values(X, y):
    centre = X.mean(axis=0)
    U, s, Vh = np.linalg.svd(X - centre, full_matrices=False)
    inverse = np.array([1 / value if value > 1e-12 * s[0] else 0.0 for value in s])
    w = Vh.T @ (inverse * (U.T @ (y - y.mean())))
    return w, float(np.mean(y - X @ w))


@variant
def by_the_smaller_gram_matrix(X, y):
    A, c = X - X.mean(axis=0), y - y.mean()
    scale = np.abs(A).max() or 1.0
    A = A / scale
    values, vectors = np.linalg.eigh(A.T @ A)
    keep = values > 1e-11 * max(values[-1], 1e-300)
    V = vectors[:, keep]
    w = V @ ((V.T @ (A.T @ c)) / values[keep]) / scale
    return w, y.mean() - X.mean(axis=0) @ w
