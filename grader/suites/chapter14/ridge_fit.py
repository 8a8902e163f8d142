"""Checks, known bugs and variants of chapter14/ridge_fit."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("w", "b"),
    requires=("chapter14/least_squares_fit",),
    minutes=15,
    hints=(
        "b is not penalised: for every w the best b makes the errors sum to 0. So centre X and y first.",
        "Set the gradient of Σ e² + lam ‖w‖² to 0. What is added to XᵀX?",
        "lam times the identity, np.eye(D), and then np.linalg.solve. In the end b = ȳ − x̄ · w.",
    ),
)


@cases("N D", (7, 3), (4, 4), (3, 5), (9, 1), (6, 2))
def samples(rng, N, D):
    """Neither the features nor y have means near 0, and lam is of the size of the eigenvalues, and not near 1."""
    X = rng.normal(size=(N, D)) + rng.choice([-1, 1], size=D) * rng.uniform(1.0, 3.0, size=D)
    y = X @ rng.uniform(1, 3, size=D) + rng.normal(size=N) + rng.uniform(3.0, 6.0)
    return {"X": X, "y": y, "lam": float(rng.choice([rng.uniform(0.3, 0.6), rng.uniform(2.0, 5.0)]))}


@cases("kind", "doubled", "constant", "one sample", "nothing varies", exact="X")
def dependent(rng, kind):
    N = 1 if kind == "one sample" else 6
    X = rng.integers(1, 9, size=(N, 3)).astype(float)
    if kind == "doubled":
        X[:, 2] = 2.0 * X[:, 0]
    elif kind == "constant":
        X[:, 1] = 3.0
    elif kind == "nothing varies":
        X[:] = X[0]
    return {"X": X, "y": rng.normal(size=N) + rng.uniform(3.0, 6.0), "lam": float(rng.uniform(1.5, 4.0))}


far = scaled(samples, X=1, y=2, lam=2, scales=(-60, 60), rows=2)


@cases("lam", 1e-5, 1e5, 1e12)
def strengths(rng, lam):
    X = rng.normal(size=(8, 3)) * rng.uniform(1.0, 2.0, size=3) + 1.0
    return {"X": X, "y": X @ rng.uniform(1, 3, size=3) + rng.normal(size=8), "lam": lam * rng.uniform(1.0, 2.0)}


def in_units(m, case):
    w, b = m.ridge_fit(*case.values())
    unit, of_y = float(np.abs(case.X).max()), float(np.abs(case.y).max())
    return w * (unit / of_y), b / of_y


shapes = shaped("There is a weight for each feature, and b is a number.", samples)
values = agrees("Weights and intercept are right: for many samples, and for few.", samples, points=2)
any_features = agrees("Columns may depend on one another, and one sample is enough.", dependent, needs=[values])
penalties = agrees("It is right for weak penalties, and for strong ones.", strengths, needs=[values])
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, of=in_units, needs=[values])


@check(points=1, kind="property")
def shifted(student, samples):
    """Shifting all y by a number shifts b by it, and shifting a feature changes no weight."""

    def three(m, case):
        X, y, lam = case.X, case.y, case.lam
        return m.ridge_fit(X, y, lam), m.ridge_fit(X, y + 8.0, lam), m.ridge_fit(X + 2.0, y, lam)

    for case, ((w, b), (w_up, b_up), (w_aside, b_aside)) in student.each(three, samples):
        assert_law("y + 8 has the same w", w_up, w, what="w", where=case)
        assert_law("y + 8 has b + 8", float(b_up), float(b) + 8.0, what="b", where=case)
        assert_law("X + 2 has the same w", w_aside, w, what="w", where=case)
        assert_law(
            "X + 2 has b − 2 Σ w", float(b_aside), float(b) - 2.0 * float(w.sum()), scale=40.0, what="b", where=case
        )


hygiene = hygiene_of(samples)

EYE = "lam * np.eye(X.shape[1])"
SINGULAR = "Of few samples, lam in every entry makes a matrix that is singular, or barely not."
VARYING = {"shapes": SINGULAR, "shifted": SINGULAR}
BUGS = [
    patch(
        "the intercept is penalised, too",
        {
            "    x_mean, y_mean = X.mean(axis=0), y.mean()\n": (
                "    A = np.column_stack([X, np.ones(len(X))])\n"
                "    v = np.linalg.solve(A.T @ A + lam * np.eye(A.shape[1]), A.T @ y)\n"
                "    return v[:-1], float(v[-1])\n"
                "    x_mean, y_mean = X.mean(axis=0), y.mean()\n"
            )
        },
        hint="Only w is charged for: centre X and y, or put a 0 where the penalty of the ones would stand.",
    ),
    patch("lam is multiplied by N", {EYE: f"len(X) * {EYE}"}, hint="Squared errors are summed, not averaged: lam I."),
    patch("lam is divided by N", {EYE: f"{EYE} / len(X)"}, hint="Squared errors are summed: lam I."),
    patch(
        "lam is squared",
        {EYE: f"lam * {EYE}"},
        hint="Rows that are appended to X are √lam I, since errors are squared.",
    ),
    patch(
        "a feature that is constant is refused",
        {
            "centred = X - x_mean": (
                "centred = X - x_mean\n    if not np.all(np.any(centred, axis=0)):\n        raise ValueError('constant')"
            )
        },
        hint="With lam above 0 there is a solution for every X: the weight of a constant feature is 0.",
    ),
    patch(
        "a lam above 1000 counts as 1000",
        {EYE: EYE.replace("lam", "min(lam, 1e3)")},
        hint="Penalties may be strong, or features large: take lam as it is.",
    ),
    patch("lam is halved", {EYE: f"0.5 * {EYE}"}, hint="Neither term is halved: both 2's cancel."),
    patch(
        "lam is added to every entry of XᵀX",
        {EYE: "lam"},
        hint="NumPy adds a number to all entries: lam * np.eye(D) has it on the diagonal only.",
    ),
    patch("lam is subtracted", {f"+ {EYE}": f"- {EYE}"}, hint="The penalty is added to the squared errors."),
    patch(
        "weights of least squares are shrunk by a common factor",
        {f"+ {EYE}, centred.T @ (y - y_mean))": "+ 1e-9 * np.eye(X.shape[1]), centred.T @ (y - y_mean)) / (1 + lam)"},
        hint="Each direction has a share of its own, s²/(s² + lam): solve (XᵀX + lam I) w = Xᵀy.",
    ),
    patch(
        "X is not centred",
        {"centred = X - x_mean": "centred = X"},
        hint="The penalty hits w only once b has taken the means: subtract them from X as well.",
    ),
    patch("b is left at the mean of y", {"y_mean - x_mean @ w": "y_mean"}, hint="b = ȳ − x̄ · w."),
    patch("there is no intercept", {"float(y_mean - x_mean @ w)": "0.0"}, hint="b = ȳ − x̄ · w."),
    patch(
        "features are divided by their standard deviations first",
        {"centred = X - x_mean": "centred = (X - x_mean) / (X.std(axis=0) + 1e-300)"},
        hint="The penalty is on the weights of the features as they are.",
    ),
    patch(
        "features are divided by their standard deviations first, and the weights in the end",
        {
            "centred = X - x_mean": "spread = X.std(axis=0) + 1e-300\n    centred = (X - x_mean) / spread",
            "    return w,": "    w = w / spread\n    return w,",
        },
        hint="The penalty is on the weights of the features as they are: in other units it is another one.",
    ),
    patch(
        "the absolute value of the weights is charged for, as in the lasso",
        {"centred.T @ (y - y_mean))": "centred.T @ (y - y_mean) - lam / 2)", f"+ {EYE}": "+ 1e-9 * np.eye(X.shape[1])"},
        hint="The penalty is lam times the sum of squares.",
    ),
]


EQUIVALENT = {
    "ridge_fit: x_mean @ w → (x_mean @ w).T": "a number is its own transpose",
    "ridge_fit: x_mean @ w → w @ x_mean": "an inner product is symmetric",
    "ridge_fit: y.mean() → y.mean(axis=0)": "y has one axis",
    "ridge_fit: centred.T @ centred → (centred.T @ centred).T": "it is symmetric",
    "ridge_fit: centred.T @ (y - y_mean) → (centred.T @ (y - y_mean)).T": "a vector is its own transpose in NumPy",
    "ridge_fit: lam * np.eye(X.shape[1]) → lam * np.eye(X.shape[1]) * np.eye(X.shape[1])": "entry by entry, I * I = I",
    "ridge_fit: y - y_mean → y": "centred columns sum to 0: a number that is added to y falls out",
    "ridge_fit: y - y_mean → y - y_mean - y_mean": "centred columns sum to 0: a number that is added to y falls out",
    "ridge_fit: y - y_mean → y + y_mean": "centred columns sum to 0: a number that is added to y falls out",
}


@variant
def appended_rows(X, y, lam):
    N, D = X.shape
    x_mean = X.sum(axis=0) / N
    A = np.vstack([X - x_mean, lam**0.5 * np.eye(D)])
    w = np.linalg.lstsq(A, np.append(y - np.mean(y), np.zeros(D)), rcond=None)[0]
    return w, np.mean(y) - w @ x_mean


@variant
def damped_singular_values(X, y, lam):
    U, s, Vh = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)
    w = Vh.T @ (s / (s**2 + lam) * (U.T @ (y - y.mean())))
    return w, np.mean(y - X @ w)


@variant
def gram_of_the_samples(X, y, lam):
    K = X - X.mean(axis=0)
    w = K.T @ np.linalg.solve(K @ K.T + lam * np.eye(len(X)), y - y.mean())
    return w, float(y.mean() - X.mean(axis=0) @ w)


@variant
def sums_in_loops(X, y, lam):
    N, D = X.shape
    means = [sum(X[:, j]) / N for j in range(D)]
    target = sum(y) / N
    A, c = np.zeros((D, D)), np.zeros(D)
    for i in range(N):
        for j in range(D):
            c[j] += (X[i, j] - means[j]) * (y[i] - target)
            for k in range(D):
                A[j, k] += (X[i, j] - means[j]) * (X[i, k] - means[k])
    for j in range(D):
        A[j, j] += lam
    w = np.linalg.inv(A) @ c
    return w, target - sum(w[j] * means[j] for j in range(D))
