"""Checks, known bugs and variants of chapter15/logistic_fit."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("w", "b"),
    requires=("chapter15/logistic_loss_grad", "chapter11/gd_nd"),
    minutes=20,
    hints=(
        "What is s − y at the start, where all scores are 0? What are the first dw and db?",
        "Compute both gradients, and only then move: b sees the w of before the step.",
        "dw = Xᵀ(s − y)/N + l2 w; db is the mean of s − y, without a penalty. s = ½ (1 + tanh(z/2)) holds for any z.",
    ),
)


@cases("N D steps", (7, 3, 1), (4, 4, 2), (9, 1, 5), (1, 2, 3), (6, 2, 0))
def plain(rng, N, D, steps):
    """Both classes where there are two samples, in unequal numbers where there are three; features away from 0."""
    X = rng.normal(size=(N, D)) + rng.choice([-1, 1], size=D) * rng.uniform(0.5, 1.5, size=D)
    y = rng.permutation(np.arange(N) % 3 == 0).astype(int)
    return {"X": X, "y": y, "lr": float(rng.uniform(0.3, 0.9)), "steps": steps}


@cases("N D steps", (8, 3, 2), (5, 2, 6), (12, 4, 12))
def penalised(rng, N, D, steps):
    X = rng.normal(size=(N, D)) + 0.5
    y = rng.permutation(np.arange(N) % 3 == 0).astype(int)
    return {"X": X, "y": y, "lr": float(rng.uniform(0.3, 0.7)), "steps": steps, "l2": float(rng.uniform(0.3, 0.6))}


def sure(case):
    """After the first step, every sample has a probability of 0 or 1: in between, b would hang on what rounding leaves."""
    w, b = np.zeros(case.X.shape[1]), 0.0
    for step in range(case.steps):
        z = case.X @ w + b
        if step and np.abs(z).min() < 100:
            return False
        error = np.where(z > 0, 1.0, 0.5 * (z == 0)) - case.y
        w, b = w - case.lr * (error @ case.X / len(case.y) + case.l2 * w), b - case.lr * error.mean()
    return True


@cases("size steps", (200.0, 3), (1000.0, 2), fit=sure)
def large(rng, size, steps):
    """Features so large that scores of thousands come up after a step."""
    X = size * rng.choice([-1, 1], size=(6, 2)) * rng.uniform(0.5, 2.0, size=(6, 2))
    y = rng.permutation([0, 1, 0, 1, 1, 0])
    return {"X": X, "y": y, "lr": float(rng.uniform(0.5, 1.0)), "steps": steps, "l2": 0.01}


@cases("kind", "tiny steps", "nothing to gain", "separable", "right at once", "b hardly moves")
def hard(rng, kind):
    """Steps that hardly move, a start at the minimum, classes that a plane separates, and none that are left to tell.

    Where b hardly moves, the first step moves w alone, and the errors are of the size of 1e-5 then: b needs their digits.
    """
    X = rng.uniform(1.5 if kind == "separable" else 0.5, 2.0, size=(4, 2))
    if kind == "nothing to gain":
        return {"X": np.concatenate([X, X]), "y": np.repeat([0, 1], 4), "lr": 0.5, "steps": 9, "l2": 0.1}
    if kind == "b hardly moves":
        X, y = np.concatenate([X[:2] + 1.0, -1.5 * X[2:] - 1.5]), np.array([1, 1, 0, 0])
        lr = float(rng.uniform(0.5, 0.8))
        scores = X @ (lr * (y - 0.5) @ X / 4)
        return {"X": X * np.sqrt(10.3 / np.abs(scores).min()), "y": y, "lr": lr, "steps": 2, "l2": 0.0}
    X, y = np.concatenate([X, -X[:2]]), np.repeat([1, 0], (4, 2))
    if kind == "right at once":
        return {"X": 1000.0 * X, "y": y, "lr": float(rng.uniform(0.5, 0.8)), "steps": 3, "l2": 0.1}
    lr = rng.uniform(1e-11, 2e-11) if kind == "tiny steps" else rng.uniform(1.0, 2.0)
    return {"X": X, "y": y, "lr": float(lr), "steps": 60, "l2": 0.0}


@cases("N D", (10, 2), (14, 3))
def settled(rng, N, D):
    """A penalty that is strong enough for 300 steps to be the end of it."""
    X = rng.normal(size=(N, D)) + 0.5
    y = rng.permutation(np.arange(N) % 3 == 0).astype(int)
    return {"X": X, "y": y, "lr": 1.0, "steps": 300, "l2": 0.5}


shapes = shaped("There is a weight for each feature, and b is a number.", plain)
iterates = agrees("Without a penalty, w and b are those after so many steps from zero.", plain, points=2)
with_penalty = agrees("With a penalty, w is pulled to 0, and b is not.", penalised, points=2)
no_overflow = agrees("Scores of thousands do no harm.", large, needs=[iterates, with_penalty])
all_steps = agrees(
    "No step is left out: not where steps are tiny, nor at the minimum, nor where there is none.",
    hard,
    needs=[iterates],
    by="entry",
    scale=lambda case: 0.0 if case.lr < 1e-3 or case.l2 == 0 else 1.0,
)


@check(points=1, kind="convergence")
def stationary(student, settled):
    """In the end the gradient of the penalised loss is 0."""
    for case, (w, b) in student.logistic_fit.on(settled):
        error = 0.5 * (1 + np.tanh((case.X @ w + b) / 2)) - case.y
        assert_law(
            "Xᵀ(s − y)/N + l2 w = 0", error @ case.X / len(case.y), -case.l2 * w, rtol=1e-9, what="dw", where=case
        )
        assert_law("the mean of s is that of y", float(error.mean()), 0.0, rtol=1e-9, scale=1.0, what="db", where=case)


hygiene = hygiene_of(penalised)

ERROR = "error = 0.5 * (1.0 + np.tanh(0.5 * (X @ w + b))) - y"
DW, DB = "error @ X / len(y) + l2 * w", "float(np.mean(error))"
MOVE = "w, b = w - lr * dw, b - lr * db"
VARYING = {"stationary": "A descent that ends early may end near enough to the minimum."}
BUGS = [
    patch("the steps go uphill", {MOVE: "w, b = w + lr * dw, b + lr * db"}, hint="Descent subtracts the gradient."),
    patch("b is penalised, too", {DB: f"{DB} + l2 * b"}, hint="The penalty is on w alone."),
    patch("the penalty is left out", {DW: "error @ X / len(y)"}, hint="∂/∂w of ½ l2 ‖w‖² is l2 w."),
    patch("the penalty lacks its ½", {DW: "error @ X / len(y) + 2 * l2 * w"}, hint="½ l2 ‖w‖² has the gradient l2 w."),
    patch(
        "the penalty is halved once more",
        {DW: "error @ X / len(y) + 0.5 * l2 * w"},
        hint=("The ½ cancels the 2 of the square: l2 w."),
    ),
    patch(
        "the penalty is divided by N, too",
        {DW: "(error @ X + l2 * w) / len(y)"},
        hint="Only the cross-entropy is a mean.",
    ),
    patch("the penalty pushes weights away from 0", {"+ l2 * w": "- l2 * w"}, hint="Its gradient is + l2 w."),
    patch("the penalty is that of the lasso", {"l2 * w": "l2 * np.sign(w)"}, hint="½ l2 ‖w‖² has the gradient l2 w."),
    patch(
        "gradients are summed over the samples",
        {DW: "error @ X + l2 * w", DB: "float(np.sum(error))"},
        hint="The cross-entropy is a mean over the samples, and so is its gradient.",
    ),
    patch(
        "b moves by the sum of the errors, w by their mean",
        {DB: "float(np.sum(error))"},
        hint="The cross-entropy is a mean over the samples: ∂L/∂b is the mean of s − y.",
    ),
    patch("only one step is taken", {"range(steps)": "range(min(steps, 1))"}, hint="Exactly `steps` steps."),
    patch("one step too many is taken", {"range(steps)": "range(steps + 1)"}, hint="Exactly `steps` steps."),
    patch("b stays at 0", {MOVE: "w = w - lr * dw"}, hint="b is learned, too."),
    patch(
        "b moves by an error that has already seen the new w",
        {MOVE: "w = w - lr * dw\n        b = b - lr * float(np.mean(0.5 * (1.0 + np.tanh(0.5 * (X @ w + b))) - y))"},
        hint="Take both gradients at the same point, then move.",
    ),
    patch(
        "gradients are those of mean squares",
        {ERROR: "s = 0.5 * (1.0 + np.tanh(0.5 * (X @ w + b)))\n        error = (s - y) * s * (1 - s)"},
        hint="Of cross-entropy, the slope of the sigmoid cancels: s − y.",
    ),
    patch(
        "there is no sigmoid: it is least squares",
        {ERROR: "error = X @ w + b - y"},
        hint="Scores become probabilities by σ.",
    ),
    patch(
        "the sigmoid overflows to NaN",
        {ERROR: "error = np.exp(X @ w + b) / (1 + np.exp(X @ w + b)) - y"},
        hint="e^z/(1 + e^z) is ∞/∞ for large z: ½ (1 + tanh(z/2)) is not.",
    ),
    patch(
        "the descent ends where the gradient is small",
        {MOVE: f"{MOVE}\n        if lr * np.abs(dw).max() < 1e-6:\n            break"},
        hint="Exactly `steps` steps, however small they are.",
    ),
    patch(
        "no step is taken where the gradient is small",
        {MOVE: f"if np.hypot(np.linalg.norm(dw), db) < 1e-6:\n            break\n        {MOVE}"},
        hint="Exactly `steps` steps, however small they are.",
    ),
]


EQUIVALENT = {
    "logistic_fit: X @ w → (X @ w).T": "a vector is its own transpose in NumPy",
    "logistic_fit: error @ X → (error @ X).T": "a vector is its own transpose in NumPy",
    "logistic_fit: np.mean(error) → np.mean(error, axis=0)": "errors have one axis",
}


@variant
def log_add_exp(X, y, lr, steps, l2=0.0):
    w, b, N = np.zeros(X.shape[1]), 0.0, len(X)
    for _ in range(steps):
        s = np.exp(-np.logaddexp(0, -(X @ w + b)))
        w, b = w - lr * (X.T @ (s - y) / N + l2 * w), b - lr * np.sum(s - y) / N
    return w, float(b)


@variant
def augmented_column(X, y, lr, steps, l2=0.0):
    A = np.column_stack([X, np.ones(len(X))])
    theta, decay = np.zeros(A.shape[1]), np.append(np.full(X.shape[1], l2), 0.0)
    for _ in range(steps):
        theta = theta - lr * (A.T @ (1 / (1 + np.exp(-np.clip(A @ theta, -700, 700))) - y) / len(A) + decay * theta)
    return theta[:-1], theta[-1]


@variant
def sample_by_sample(X, y, lr, steps, l2=0.0):
    from math import exp

    N, D = X.shape
    w, b = [0.0] * D, 0.0
    for _ in range(steps):
        dw, db = [l2 * value for value in w], 0.0
        for x, target in zip(X, y, strict=True):
            z = float(sum(x[j] * w[j] for j in range(D)) + b)
            s = 1 / (1 + exp(-z)) if z >= 0 else (exp(z) / (1 + exp(z)) if z > -700 else 0.0)
            for j in range(D):
                dw[j] += (s - target) * x[j] / N
            db += (s - target) / N
        w = [w[j] - lr * dw[j] for j in range(D)]
        b -= lr * db
    return np.array(w, dtype=float), float(b)
