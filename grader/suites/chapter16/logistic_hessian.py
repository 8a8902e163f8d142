"""Checks, known bugs and variants of chapter16/logistic_hessian."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("H",),
    requires=("chapter15/logistic_loss_grad",),
    minutes=15,
    hints=(
        "Give X a last column of ones: then b is one more weight.",
        "The gradient is the mean of (s − y) x̃. Only s depends on the weights: what is its derivative?",
        "σ′ = σ (1 − σ): each sample adds s (1 − s) x̃ x̃ᵀ, and H is the mean.",
        "X̃.T @ (weights[:, None] * X̃) / N.",
    ),
)


@cases("N D", (7, 3), (4, 4), (1, 5), (6, 1))
def batch(rng, N, D):
    return {
        "w": rng.normal(scale=0.7, size=D),
        "b": rng.uniform(0.3, 1.0) * rng.choice((-1, 1)),
        "X": rng.normal(size=(N, D)),
    }


@cases("N D", (5, 3), (6, 2))
def sure(rng, N, D):
    """Of some samples the model is so sure, on either side, that e^z overflows; of others it is not.

    One of those is far away, too, on the plane where the model is in doubt.
    """
    w = rng.uniform(0.5, 2.0, size=D)
    X = rng.normal(size=(N, D))
    X[0], X[1] = 2e4 + 1e3 * rng.random(D), -2e4 - 1e3 * rng.random(D)
    X[2, :2] = rng.uniform(25.0, 45.0) * np.array([w[1], -w[0]])
    return {"w": w, "b": rng.normal(), "X": X}


@cases("N D", (5, 2), (1, 3))
def far_away(rng, N, D):
    """Of every sample the model is as good as sure: H is small, and right to its last digits."""
    w = rng.uniform(0.5, 1.0, size=D)
    return {"w": w, "b": -12.0 - rng.random(), "X": rng.normal(scale=0.5, size=(N, D))}


def by_weights(m, case):
    return m.logistic_hessian(*case.values())[:-1, :-1]


def by_bias(m, case):
    H = m.logistic_hessian(*case.values())
    return H[-1], H[:, -1]


def but_for_the_corner(m, case):
    """What hangs on X: the corner does not."""
    H = m.logistic_hessian(*case.values())
    return H[:-1, :-1], H[-1, :-1]


tiny = scaled(batch, scales=(-120,), rows=2, X=1)

shapes = shaped("H has a row and a column for each weight, and one of each for b.", batch)
weights = agrees("The second derivatives by w are right.", batch, of=by_weights)
bias = agrees("The last row and the last column are those of b.", batch, of=by_bias)
saturated = agrees(
    "Samples of which the model is sure add nothing, and no NaN.", sure, by="entry", needs=[weights, bias]
)
small = agrees("If it is nearly sure of all, H is small, but not zero.", far_away, needs=[weights, bias])
every_scale = agrees("Entries of X may be tiny.", tiny, of=but_for_the_corner, by="entry", needs=[weights, bias])


@check(points=1, kind="gradient")
def jacobian_of_the_gradient(student, batch, rng):
    """H times a direction is what the gradient changes by in that direction."""
    h = 1e-30
    for case, H in student.logistic_hessian.on(batch):
        v = rng.normal(size=len(case.w) + 1)
        with_ones = np.column_stack([case.X, np.ones(len(case.X))])
        z = with_ones @ (np.append(case.w, case.b) + 1j * h * v)
        change = (with_ones.T @ (1.0 / (1.0 + np.exp(-z)))).imag / h / len(case.X)
        size = float(np.mean(np.abs(with_ones) @ np.abs(v)) * np.abs(with_ones).max())
        assert_law("H v = d/dt ∇L(w + t v)", H @ v, change, scale=size, rtol=1e-9, what="H v", where=case)


hygiene = hygiene_of(batch, needs=[weights, bias])

EQUIVALENT = {
    "logistic_hessian: X @ w → (X @ w).T": "A vector is its own transpose.",
    "logistic_hessian: with_ones.T @ ((s * (1.0 - s))[:, None] * with_ones) → "
    "(with_ones.T @ ((s * (1.0 - s))[:, None] * with_ones)).T": "H is symmetric.",
    "logistic_hessian: -(X @ w + b) → X @ w + b": "σ(−z) = 1 − σ(z): s and 1 − s change places.",
    "logistic_hessian: np.column_stack([X, np.ones(len(X))]) → -np.column_stack([X, np.ones(len(X))])": (
        "It stands twice in the product: the sign cancels."
    ),
}

WEIGHT, ONES, SIGMOID = (
    "s * (1.0 - s)",
    "np.column_stack([X, np.ones(len(X))])",
    "np.exp(-np.logaddexp(0.0, -(X @ w + b)))",
)
BUGS = [
    patch(
        "X is rounded to six digits",
        {ONES: ONES.replace("[X,", "[np.round(X, 6),")},
        hint="In other units, X is tiny: leave it as it is.",
    ),
    patch("H is a sum, not a mean", {" / len(X)": ""}, hint="The loss is a mean: divide by N."),
    patch(
        "the last entry, of b with itself, is a sum",
        {
            "return with_ones.T @ ((s * (1.0 - s))[:, None] * with_ones) / len(X)": (
                "H = with_ones.T @ ((s * (1.0 - s))[:, None] * with_ones) / len(X)\n"
                "    H[-1, -1] *= len(X)\n"
                "    return H"
            )
        },
        hint="The loss is a mean, and so are all of its second derivatives: the last is the mean of s (1 − s).",
    ),
    patch("H is divided by N twice", {" / len(X)": " / len(X) ** 2"}, hint="One mean is enough."),
    patch("H is divided by the number of weights", {" / len(X)": " / len(w)"}, hint="The mean is over the samples."),
    patch("the weights are s, not s (1 − s)", {WEIGHT: "s"}, hint="The derivative of σ is σ (1 − σ)."),
    patch("the weights are 1 − s", {WEIGHT: "1.0 - s"}, hint="The derivative of σ is σ (1 − σ)."),
    patch("the weights are squared", {WEIGHT: "(s * (1.0 - s)) ** 2"}, hint="σ′ stands once in ∂s/∂w."),
    patch(
        "the weights have their roots taken",
        {WEIGHT: "np.sqrt(s * (1.0 - s))"},
        hint="√S on either side makes S; once is not enough.",
    ),
    patch(
        "the weights are missing",
        {WEIGHT: "np.ones_like(s)"},
        hint="That is the Hessian of least squares; here σ′ stands before each sample.",
    ),
    patch("the weights are s (1 + s)", {WEIGHT: "s * (1.0 + s)"}, hint="σ′ = σ (1 − σ)."),
    patch(
        "the sign is reversed",
        {"return with_ones.T": "return -with_ones.T"},
        hint="The loss is convex: H has no negative eigenvalue.",
    ),
    patch(
        "the weights are (1 − s)², as if all targets were 1",
        {WEIGHT: "(s - 1.0) ** 2"},
        hint="(s − y)² is no derivative of s − y; the targets are gone.",
    ),
    patch(
        "the row and the column of b are missing",
        {ONES: "X"},
        hint="b is a parameter as well: add a column of ones to X.",
    ),
    patch("b comes first", {ONES: "np.column_stack([np.ones(len(X)), X])"}, hint="w first, b last."),
    patch("b is left out of z", {"X @ w + b": "X @ w"}, hint="s = σ(x·w + b)."),
    patch("b is subtracted", {"X @ w + b": "X @ w - b"}, hint="s = σ(x·w + b)."),
    patch(
        "sure samples give NaN",
        {f"s = {SIGMOID}": "e = np.exp(X @ w + b)", "(s * (1.0 - s))": "(e / (1.0 + e) ** 2)"},
        hint="e^z overflows, and ∞/∞ is NaN: s = 1/(1 + e^(−z)) goes to 1.",
    ),
    patch(
        "s is clipped away from 0 and 1",
        {SIGMOID: "np.clip(np.exp(-np.logaddexp(0.0, -(X @ w + b))), 1e-3, 1 - 1e-3)"},
        hint="No logarithm is taken here, so s may be 0 or 1.",
    ),
    patch(
        "a small multiple of the identity is added",
        {" / len(X)": " / len(X) + 1e-6 * np.eye(len(w) + 1)"},
        hint="That helps Newton's method, but is no derivative of this loss.",
    ),
    patch(
        "only the diagonal is filled",
        {
            "return with_ones.T @ ((s * (1.0 - s))[:, None] * with_ones) / len(X)": "return np.diag(np.mean((s * (1.0 - s))[:, None] * with_ones**2, axis=0))"
        },
        hint="Weights act together: beside the diagonal stand the means of s (1 − s) x_i x_j.",
    ),
]


@variant
def outer_products(w, b, X):
    H = np.zeros((len(w) + 1, len(w) + 1))
    for x in X:
        x = np.append(x, 1.0)
        s = 1 / (1 + np.exp(-(x[:-1] @ w + b)))
        H += s * (1 - s) * np.outer(x, x)
    return H / X.shape[0]


@variant
def by_blocks(w, b, X):
    a = 0.25 * (1 - np.tanh(0.5 * (X @ w + b)) ** 2)
    H = np.zeros((w.size + 1, w.size + 1))
    H[:-1, :-1] = np.einsum("n,ni,nj->ij", a, X, X)
    H[-1, :-1] = H[:-1, -1] = a @ X
    H[-1, -1] = a.sum()
    return H / a.size


@variant
def roots_of_weights(w, b, X):
    z = np.hstack([X, np.ones((len(X), 1))]) @ np.append(w, b)
    e = np.exp(-np.abs(z))
    root = np.sqrt(e) / (1 + e)
    R = root[:, None] * np.c_[X, np.ones(len(X))]
    return R.T @ R / len(X)
