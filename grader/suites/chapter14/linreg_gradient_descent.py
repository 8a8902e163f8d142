"""Checks, known bugs and variants of chapter14/linreg_gradient_descent."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("w", "b", "losses"),
    requires=("chapter14/least_squares_fit", "chapter11/gd_nd"),
    minutes=25,
    hints=(
        "Compute the error e = X w + b − y once a step: the loss and both gradients are made of it.",
        "How many losses are there for 0 steps? Note the loss first, then move.",
        "Soft thresholding keeps the sign and takes t off the modulus, but not below 0: np.sign(v) * np.maximum(np.abs(v) − "
        "t, 0), with t = lr · l1.",
    ),
)


def limit(X):
    """Return 2/λ for X with a column of ones."""
    A = np.column_stack([X, np.ones(len(X))])
    return 2 * len(X) / np.linalg.norm(A, 2) ** 2


@cases("N D steps", (7, 3, 1), (4, 4, 3), (1, 2, 2), (9, 1, 6), (5, 2, 0))
def plain(rng, N, D, steps):
    """Neither the features nor y have means near 0."""
    X = rng.normal(size=(N, D)) + rng.choice([-1, 1], size=D) * rng.uniform(0.5, 1.5, size=D)
    y = X @ rng.uniform(1, 3, size=D) + rng.normal(size=N) + rng.uniform(1.0, 3.0)
    return {"X": X, "y": y, "lr": float(rng.uniform(0.2, 0.4) * limit(X)), "steps": steps}


def lively(case):
    """Some weights are 0 in the end and others aren't; none is on the threshold."""
    w = np.zeros(case.X.shape[1])
    b, t = 0.0, case.lr * case.l1
    margins, zeros = [], []
    for _ in range(case.steps):
        e = case.X @ w + b - case.y
        v = w - case.lr * e @ case.X / len(e)
        margins.append(np.min(np.abs(np.abs(v) - t)) / t)
        w, b = np.sign(v) * np.maximum(np.abs(v) - t, 0.0), b - case.lr * e.mean()
        zeros.append(w == 0)
    return min(margins) > 1e-3 and zeros[-1].any() and not zeros[-1].all() and (w < 0).any() and (w > 0).any()


@cases("N D steps", (8, 5, 1), (6, 6, 4), (12, 4, 8), fit=lively)
def penalised(rng, N, D, steps):
    """Of the weights that made y some are 0, and others have either sign."""
    X = rng.normal(size=(N, D)) + 0.3
    w = np.append([2.0, -2.0], np.zeros(D - 2)) * rng.uniform(0.8, 1.5)
    y = X @ w + 0.3 * rng.normal(size=N) + rng.uniform(1.0, 2.0)
    return {"X": X, "y": y, "lr": float(0.4 * limit(X)), "steps": steps, "l1": float(rng.uniform(0.3, 0.6))}


@cases("kind", "nothing to do", "tiny steps", "beyond the limit")
def hard(rng, kind):
    """Where nothing moves, where hardly anything does, and where the losses grow."""
    X, y = rng.normal(size=(6, 2)) + 1.0, rng.uniform(1.0, 3.0, size=6)
    if kind == "nothing to do":
        return {"X": X, "y": 0.0 * y, "lr": 0.1, "steps": 4, "l1": float(rng.uniform(0.1, 0.5))}
    lr = 1e-11 if kind == "tiny steps" else 30.0 * limit(X)
    return {"X": X, "y": y, "lr": float(lr * rng.uniform(1.0, 2.0)), "steps": 30, "l1": 0.0}


@cases("D", 3, 5, exact=True)
def long_runs(rng, D):
    """Well-conditioned features, so that 400 steps are the end of it; one weight is worth nothing."""
    Z = rng.normal(size=(12, D))
    Q = np.linalg.qr(Z - Z.mean(axis=0))[0] * np.sqrt(12) * rng.uniform(0.8, 1.2, size=D)
    w = rng.choice([-1, 1], size=D) * rng.uniform(1.5, 3.0, size=D)
    w[0] = 0.01
    return {"X": Q, "y": Q @ w + 2.0 + 0.1 * rng.normal(size=12), "lr": 0.25 * limit(Q), "steps": 400, "l1": 0.3}


far = scaled(penalised, y=1, l1=1, scales=(-60, 60), rows=1)


def in_units_of_y(m, case):
    w, b, losses = m.linreg_gradient_descent(*case.values())
    unit = float(np.abs(case.y).max())
    return w / unit, b / unit, losses / unit / unit


shapes = shaped("There is a weight for each feature, b is a number, and there are steps + 1 losses.", plain)
iterates = agrees(
    "Without the penalty, w and b are those after so many steps from zero.", plain, only=["w", "b"], points=2
)
curve = agrees(
    "There is a loss before each step, and one after the last.", plain, only=["losses"], by="entry", needs=[iterates]
)
lasso = agrees(
    "With the penalty, w is soft-thresholded in each step, and b is not.",
    penalised,
    only=["w", "b"],
    by="entry",
    points=2,
)
lasso_curve = agrees("The losses include the penalty.", penalised, only=["losses"], by="entry", needs=[lasso])
no_stop = agrees(
    "No step is left out: not where nothing moves, nor where hardly anything does, nor where all explodes.",
    hard,
    by="entry",
    needs=[curve],
    rtol=1e-6,
)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, of=in_units_of_y, needs=[lasso_curve])


@check(points=1, kind="convergence")
def optimal(student, long_runs):
    """In the end nothing is left to gain: the gradient is the penalty's where a weight is not 0, and less where it is."""

    def parts(m, case):
        w, b, losses = m.linreg_gradient_descent(*case.values())
        return w, b

    for case, (w, b) in student.each(parts, long_runs):
        e = case.X @ w + b - case.y
        g = e @ case.X / len(e)
        if not np.any(w == 0):
            fail("No weight is exactly 0, though one feature is worth less than its penalty.", case)
        assert_law(
            "Xᵀ e / N = −l1 sign(w) where w ≠ 0", g[w != 0], -case.l1 * np.sign(w[w != 0]), what="Xᵀ e/N", where=case
        )
        assert_law(
            "Σ e = 0", float(e.mean()), 0.0, scale=float(np.abs(case.y).max()), what="the mean error", where=case
        )
        if np.any(np.abs(g[w == 0]) > case.l1 * (1 + 1e-6)):
            fail("A weight is 0 though its feature is worth more than its penalty.", case)


hygiene = hygiene_of(penalised)

LOSS = "0.5 * np.mean(error**2) + l1 * np.sum(np.abs(w))"
SOFT = "np.sign(moved) * np.maximum(np.abs(moved) - lr * l1, 0.0)"
MOVE, BIAS = "moved = w - lr * (error @ X) / len(y)", "b = b - lr * float(np.mean(error))"
BUGS = [
    patch(
        "gradients are summed over the samples",
        {MOVE: "moved = w - lr * (error @ X)", BIAS: "b = b - lr * float(np.sum(error))"},
        hint="The loss is a mean over the samples, and so is its gradient.",
    ),
    patch(
        "only the gradient of b is summed", {BIAS: "b = b - lr * float(np.sum(error))"}, hint="b has the same 1/N as w."
    ),
    patch(
        "gradients are twice too large",
        {MOVE: "moved = w - 2 * lr * (error @ X) / len(y)", BIAS: "b = b - 2 * lr * float(np.mean(error))"},
        hint="The ½ of the loss cancels the 2 of the square.",
    ),
    patch(
        "the steps go uphill",
        {MOVE: MOVE.replace("w - lr", "w + lr"), BIAS: BIAS.replace("b - lr", "b + lr")},
        hint="Descent subtracts the gradient.",
    ),
    patch(
        "b moves by an error that has already seen the new w",
        {BIAS: "b = b - lr * float(np.mean(X @ w + b - y))"},
        hint="Take both gradients at the same point, then move.",
    ),
    patch("b stays at zero", {BIAS: "pass"}, hint="b is learned, too."),
    patch(
        "b moves by an error that has seen the new w before it was thresholded",
        {BIAS: "b = b - lr * float(np.mean(X @ moved + b - y))"},
        hint="Both gradients are taken before the step: keep the error.",
    ),
    patch(
        "b is soft-thresholded, too",
        {BIAS: f"{BIAS}; b = float(np.sign(b)) * max(abs(b) - lr * l1, 0.0)"},
        hint="b is not penalised: leave it as the gradient step has made it.",
    ),
    patch(
        "the threshold lacks lr",
        {"np.abs(moved) - lr * l1": "np.abs(moved) - l1"},
        hint="What is minimised near v is lr times the penalty: t = lr · l1.",
    ),
    patch(
        "the penalty enters by its sub-gradient",
        {SOFT: "moved - lr * l1 * np.sign(w)"},
        hint="That seldom gives a weight that is exactly 0: threshold after the gradient step.",
    ),
    patch(
        "small weights become 0, and others are not shrunk",
        {SOFT: "np.where(np.abs(moved) > lr * l1, moved, 0.0)"},
        hint="That is hard thresholding. Soft thresholding takes t off all the others.",
    ),
    patch(
        "negative weights become 0",
        {SOFT: "np.maximum(moved - lr * l1, 0.0)"},
        hint="S_t keeps the sign: v + t for v < −t.",
    ),
    patch(
        "weights cross 0 when they are shrunk",
        {SOFT: "moved - lr * l1 * np.sign(moved)"},
        hint="Where |v| ≤ t the result is 0: what is taken off is not more than there is.",
    ),
    patch(
        "the penalty is that of ridge regression",
        {SOFT: "moved - lr * l1 * w"},
        hint="|w| is the lasso's penalty; w² would shrink weights, and never make them 0.",
    ),
    patch(
        "weights that are tiny become 0",
        {SOFT: f"np.where(np.abs(moved) < 1e-9, 0.0, {SOFT})"},
        hint="Only lr · l1 decides what is small: the unit of y may be anything.",
    ),
    patch("losses lack the penalty", {LOSS: "0.5 * np.mean(error**2)"}, hint="L is what is minimised, with l1 Σ |w|."),
    patch("losses lack their ½", {LOSS: LOSS.replace("0.5 * ", "")}, hint="L = 1/(2N) Σ e²: its gradient is Xᵀ e / N."),
    patch(
        "losses are sums over the samples", {LOSS: LOSS.replace("mean", "sum")}, hint="L is a mean over the samples."
    ),
    patch(
        "the loss after the last step is missing",
        {"np.array(losses)": "np.array(losses[:-1])"},
        hint="steps + 1 losses: before each step, and after the last.",
    ),
    patch(
        "the loss at the start is missing",
        {"np.array(losses)": "np.array(losses[1:])"},
        hint="steps + 1 losses: before each step, and after the last.",
    ),
    patch(
        "one step too many is taken", {"if step < steps": "if True"}, hint="After the last loss nothing moves any more."
    ),
    patch(
        "the descent ends where the loss hardly falls",
        {"if step < steps": "if step < steps and (step < 2 or abs(losses[-2] - losses[-1]) > 1e-6)"},
        hint="Exactly `steps` steps are asked for, however small they are.",
    ),
]


EQUIVALENT = {
    "linreg_gradient_descent: X @ w → (X @ w).T": "a vector is its own transpose in NumPy",
    "linreg_gradient_descent: error @ X → (error @ X).T": "a vector is its own transpose in NumPy",
    "linreg_gradient_descent: np.mean(error ** 2) → np.mean(error ** 2, axis=0)": "errors have one axis",
    "linreg_gradient_descent: np.sum(np.abs(w)) → np.sum(np.abs(w), axis=0)": "weights have one axis",
    "linreg_gradient_descent: np.mean(error) → np.mean(error, axis=0)": "errors have one axis",
}


@variant
def augmented_column(X, y, lr, steps, l1=0.0):
    A, N = np.column_stack([X, np.ones(len(X))]), len(X)
    theta = np.zeros(A.shape[1])
    t = np.append(np.full(X.shape[1], lr * l1), 0.0)
    path = [theta]
    for _ in range(steps):
        theta = theta - lr / N * A.T @ (A @ theta - y)
        theta = np.where(theta > t, theta - t, np.where(theta < -t, theta + t, 0.0)) if l1 else theta
        path.append(theta)
    losses = [np.sum((A @ p - y) ** 2) / (2 * N) + l1 * np.abs(p[:-1]).sum() for p in path]
    return theta[:-1], theta[-1], np.array(losses)


@variant
def sample_by_sample(X, y, lr, steps, l1=0.0):
    N, D = X.shape
    w, b = [0.0] * D, 0.0

    def loss():
        total = 0.0
        for x, target in zip(X, y, strict=True):
            total += (sum(x[j] * w[j] for j in range(D)) + b - target) ** 2
        return total / 2 / N + l1 * sum(abs(v) for v in w)

    losses = [loss()]
    for _ in range(steps):
        dw, db = [0.0] * D, 0.0
        for x, target in zip(X, y, strict=True):
            error = sum(x[j] * w[j] for j in range(D)) + b - target
            dw = [dw[j] + error * x[j] / N for j in range(D)]
            db += error / N
        for j in range(D):
            v = w[j] - lr * dw[j]
            w[j] = v - lr * l1 if v > lr * l1 else v + lr * l1 if v < -lr * l1 else 0.0
        b -= lr * db
        losses.append(loss())
    return np.array(w), float(b), np.array(losses)
