"""Checks, known bugs and variants of chapter11/sgd_linear_regression."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=20,
    returns=("w", "b"),
    requires=("chapter11/gd_nd", "chapter11/minibatches"),
    hints=(
        "Let e_i = x_i · w + b − y_i. What is the derivative of ½ e_i² with respect to one entry of w, and to b?",
        "X[rows] and y[rows] with the same rows: a sample and its target stay together.",
        "∂L/∂w is the mean of e_i x_i over the rows of this batch, ∂L/∂b the mean of e_i. The last batch may be shorter.",
    ),
    rtol=1e-10,
)


@cases("N D", (7, 3), (4, 4), (5, 1), (1, 3))
def all_at_once(rng, N, D):
    return {
        "X": rng.normal(size=(N, D)),
        "y": rng.normal(size=N) + 1,
        "lr": 0.25,
        "epochs": 1,
        "batch_size": N + 2 * (N == 4),
        "rng": np.random.default_rng(int(rng.integers(2**31))),
    }


@cases("N D epochs", (7, 3, 2), (4, 4, 3), (1, 3, 4))
def epochs_of_all(rng, N, D, epochs):
    return {
        "X": rng.normal(size=(N, D)),
        "y": rng.normal(size=N) + 1,
        "lr": 0.25,
        "epochs": epochs,
        "batch_size": N,
        "rng": np.random.default_rng(int(rng.integers(2**31))),
    }


def generator(rng, N):
    """Draw a Generator whose first order does not end with row 0: whoever stops there, at a batch of zeros, is early."""
    while True:
        seed = int(rng.integers(2**31))
        if np.random.default_rng(seed).permutation(N)[-1] != 0:
            return np.random.default_rng(seed)


@cases("N D batch_size", (6, 2, 3), (9, 4, 3), (5, 5, 1))
def even(rng, N, D, batch_size):
    return {
        "X": rng.normal(size=(N, D)),
        "y": rng.normal(size=N) + 1,
        "lr": 0.125,
        "epochs": 2,
        "batch_size": batch_size,
        "rng": generator(rng, N),
    }


@cases("N D batch_size", (7, 2, 3), (11, 3, 4), (9, 2, 7))
def uneven(rng, N, D, batch_size):
    return {
        "X": rng.normal(size=(N, D)),
        "y": rng.normal(size=N) + 1,
        "lr": 0.125,
        "epochs": 2,
        "batch_size": batch_size,
        "rng": np.random.default_rng(int(rng.integers(2**31))),
    }


@cases("X y noise", (0, 0, 0), (0, -12, 1), (0, 150, 1), (0, -150, 1), (-3, 3, 0), (3, -3, 1), exact=True)
def far(rng, X, y, noise):
    """Data at scales 10^X and 10^y, with noise or without; X and y have their means near 0, so that sums cancel."""
    data = 10.0**X * rng.normal(size=(8, 2))
    data = np.concatenate([data, -data])
    targets = 10.0 ** (y - X) * data @ rng.uniform(1, 3, size=2) + noise * 10.0**y * rng.normal(size=16)
    return {
        "X": data,
        "y": targets - targets.mean(),
        "lr": 0.03 * 10.0 ** (-2 * X),
        "epochs": 4,
        "batch_size": 5,
        "rng": np.random.default_rng(int(rng.integers(2**31))),
    }


def second_run(m, case):
    """Run twice with one Generator, and return what comes of the second run."""
    X, y, lr, epochs, batch_size, rng = case.values()
    rng = constant(m, rng)
    m.sgd_linear_regression(X, y, lr, epochs, batch_size, rng)
    result = m.sgd_linear_regression(X, y, lr, epochs, batch_size, rng)
    return {"w": result[0], "b": result[1]}


# --- checks -----------------------------------------------------------------------------------------------------------
FUNCTION = "sgd_linear_regression"

shapes = shaped("w has an entry for each column of X, and b is a number.", all_at_once)
one_step = agrees(
    "With all samples in one batch, an epoch is one step of gradient descent from zero.",
    all_at_once,
    points=2,
    kind="gradient",
)
more_steps = agrees(
    "The next epoch goes on from where the last one stopped, with a gradient taken there.",
    epochs_of_all,
    needs=[one_step],
)
in_batches = agrees(
    "In batches, the run is that of the agreed order: a new one for each epoch.", even, needs=[more_steps]
)
last_batch = agrees(
    "A last batch that is shorter counts as well, with a mean over the rows that it has.", uneven, needs=[in_batches]
)


nothing_else = agrees(
    "Nothing but an order for each epoch is drawn: the next run finds rng where it should be.",
    even,
    of=second_run,
    kind="state",
    needs=[in_batches],
)


@check(points=1, kind="property", needs=[one_step])
def right_on_average(student, even):
    """The gradients of equal batches have the gradient of all samples as their mean, whoever meets whom."""
    # Steps so small that the gradients hardly change within an epoch: what they add up to is −lr · Σ gradients.
    tiny = 1e-9

    def epoch(m, case):
        return m.sgd_linear_regression(case.X, case.y, tiny, 1, case.batch_size, np.random.default_rng(3))

    for case, (w, b) in student.each(epoch, even):
        batches = len(case.y) // case.batch_size
        law, size = "mean of the batches' gradients = gradient of all", float(np.abs(case.y).mean())
        full_w, full_b = -case.y @ case.X / len(case.y), -case.y.mean()
        scale = {"rtol": 1e-6, "scale": size, "where": case}
        assert_law(law, w / (-tiny * batches), full_w, what="w", **scale)
        assert_law(law, float(b) / (-tiny * batches), float(full_b), what="b", **scale)


@check(points=1, kind="training")
def recovers(student, rng):
    """From data without noise, the w and b that made it are found, to three digits, in whichever order."""
    # The Hessian of the loss is near 1 in all directions: 400 steps of 0.1 leave 0.9⁴⁰⁰ ≈ 1e-18 of the distance.
    for D, batch_size in ((3, 8), (5, 7)):
        X, w, b = rng.normal(size=(80, D)), rng.uniform(1, 3, size=D), float(rng.uniform(1, 3))
        order = np.random.default_rng(int(rng.integers(2**31)))
        found = student.sgd_linear_regression(X, X @ w + b, 0.1, 40, batch_size, order)
        where = f"80 samples, D={D}, batch_size={batch_size}"
        assert_close(found, (w, b), names=EXERCISE.returns, rtol=1e-3, where=where)


far_out = agrees(
    "No step is left out, whatever the size of the data, and also where hardly anything moves any more.",
    far,
    needs=[in_batches],
    separates=False,
)
hygiene = hygiene_of(uneven, seeded=True)

# --- known bugs and variants --------------------------------------------------------------------------------------------
ORDER = "        order = rng.permutation(N)\n"
ERROR = "error = X[rows] @ w + b - y[rows]"
MOVE = "w, b = w - lr * error @ X[rows] / len(rows), b - lr * error.mean()"

VARYING = {"recovers": "Gradients that are an epoch late may settle or swing, as the data are."}
BUGS = [
    patch(
        "targets are shuffled apart from their samples",
        {ORDER: f"{ORDER}        other = rng.permutation(N)\n", "y[rows]": "y[other[start : start + batch_size]]"},
        hint="Draw one order, and use it for X and for y: a sample and its target belong together.",
    ),
    patch(
        "targets are not shuffled at all",
        {"y[rows]": "y[start : start + batch_size]"},
        hint="X[rows] belongs to y[rows]: a sample and its target stay together.",
    ),
    patch(
        "gradients are divided by N, not by the batch's size",
        {"/ len(rows)": "/ N", "error.mean()": "error.sum() / N"},
        hint="The loss of a batch is a mean over its own rows.",
    ),
    patch(
        "gradients of a short batch are divided by batch_size",
        {"/ len(rows)": "/ min(batch_size, N)", "error.mean()": "error.sum() / min(batch_size, N)"},
        hint="The last batch may be shorter: divide by the rows that it has.",
    ),
    patch(
        "gradients are summed over the batch",
        {"/ len(rows)": "", "error.mean()": "error.sum()"},
        hint="The loss is a mean over the rows, and so is its gradient.",
    ),
    patch(
        "only the gradient of w is a mean",
        {"error.mean()": "error.sum()"},
        hint="∂L/∂b carries the same 1/B as ∂L/∂w.",
    ),
    patch(
        "gradients are twice too large",
        {ERROR: f"error = 2 * ({ERROR[len('error = ') :]})"},
        hint="The ½ of the loss cancels the 2 of the square.",
    ),
    patch(
        "the bias stays at zero",
        {"b - lr * error.mean()": "b"},
        hint="b is a parameter too, and learns in the same way.",
    ),
    patch(
        "the steps go uphill",
        {"w - lr * error": "w + lr * error", "b - lr * error": "b + lr * error"},
        hint="Descent subtracts the gradient.",
    ),
    patch("b is missing in the prediction", {"@ w + b - y": "@ w - y"}, hint="ŷ = X w + b, also while it is learned."),
    patch(
        "b moves by an error that has already seen the new w",
        {MOVE: f"w = w - lr * error @ X[rows] / len(rows)\n            {ERROR}\n            b = b - lr * error.mean()"},
        hint="Take both gradients at the same point, then move.",
    ),
    patch(
        "gradients are taken at the start of the epoch",
        {ORDER: f"{ORDER}        w_old, b_old = w, b\n", "@ w + b - y": "@ w_old + b_old - y"},
        hint="Each batch moves w and b, and the next sees them where they are then.",
    ),
    patch(
        "each epoch starts from zero",
        {ORDER: f"{ORDER}        w, b = np.zeros(D), 0.0\n"},
        hint="w and b start at zero once, before the first epoch.",
    ),
    patch(
        "one order is drawn for all epochs",
        {
            f"    for _ in range(epochs):\n{ORDER}": "    order = rng.permutation(N)\n    for _ in range(epochs):\n",
        },
        hint="Draw a new order for each epoch.",
    ),
    patch(
        "nothing is shuffled", {ORDER: "        order = np.arange(N)\n"}, hint="Draw an order from rng for each epoch."
    ),
    patch(
        "the Generator is ignored",
        {ORDER: "        order = np.random.default_rng(0).permutation(N)\n"},
        hint="Draw from the rng that is passed in, or nobody can repeat a run.",
    ),
    patch(
        "orders are drawn by sorting random keys",
        {ORDER: "        order = np.argsort(rng.random(N))\n"},
        hint="A sound order, but agreed is rng.permutation(N), so that runs can be compared.",
    ),
    patch(
        "samples are drawn with replacement",
        {ORDER: "        order = rng.integers(N, size=N)\n"},
        hint="In an epoch each sample comes once: rng.permutation(N).",
    ),
    patch(
        "one more order is drawn at the end",
        {"    return w, float(b)": "    rng.permutation(N)\n    return w, float(b)"},
        hint="Nothing else is drawn from rng: whoever uses it next must find it as agreed.",
    ),
    patch(
        "a short last batch is thrown away",
        {"range(0, N, batch_size)": "range(0, max(N - batch_size, 0) + 1, batch_size)"},
        hint="The last batch holds the rest, and counts as well.",
    ),
    patch(
        "w starts at random",
        {"w, b = np.zeros(D), 0.0": "w, b = rng.normal(scale=0.01, size=D), 0.0"},
        hint="w and b start at zero, as agreed; nothing but orders is drawn from rng.",
    ),
    patch(
        "errors are a table of all predictions with all targets",
        {"y[rows]\n": "y[rows, None]\n", "error @ X[rows]": "X[rows].T @ error"},
        hint="(B,) minus (B, 1) is (B, B): let both have the shape (B,).",
    ),
    patch("b is an array", {"return w, float(b)": "return w, np.full(1, b)"}, hint="b is one number."),
    patch(
        "gradients are divided by batch_size, whatever the batch holds",
        {"/ len(rows)": "/ batch_size", "error.mean()": "error.sum() / batch_size"},
        hint="The last batch may be shorter, or batch_size above N: divide by the rows that it has.",
    ),
]


EQUIVALENT = {
    "sgd_linear_regression: X[rows] @ w → (X[rows] @ w).T": "A vector is its own transpose in NumPy.",
    "sgd_linear_regression: lr * error @ X[rows] → (lr * error @ X[rows]).T": "A vector is its own transpose in NumPy.",
    "sgd_linear_regression: error.mean() → error.mean(axis=0)": "The error of a batch has one axis.",
}


@bug(
    "X and y are shuffled in place",
    hint="X and y belong to the caller: index with the order, and leave them as they are.",
)
def in_place(X, y, lr, epochs, batch_size, rng):
    w, b = np.zeros(X.shape[1]), 0.0
    original, targets = X.copy(), y.copy()
    for _ in range(epochs):
        order = rng.permutation(len(X))
        X[:], y[:] = original[order], targets[order]
        for s in range(0, len(X), batch_size):
            A, e = X[s : s + batch_size], X[s : s + batch_size] @ w + b - y[s : s + batch_size]
            w, b = w - lr * A.T @ e / len(e), b - lr * e.mean()
    return w, b


@variant
def augmented_column(X, y, lr, epochs, batch_size, rng):
    A, theta = np.column_stack([X, np.ones(len(X))]), np.zeros(X.shape[1] + 1)
    for _ in range(epochs):
        order = rng.permutation(len(A))
        for rows in np.split(order, range(batch_size, len(A), batch_size)):
            theta -= lr / len(rows) * A[rows].T @ (A[rows] @ theta - y[rows])
    return theta[:-1], theta[-1]


@variant
def sample_by_sample(X, y, lr, epochs, batch_size, rng):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        order = list(rng.permutation(len(y)))
        while order:
            batch, order = order[:batch_size], order[batch_size:]
            dw, db = np.zeros_like(w), 0.0
            for i in batch:
                error = np.dot(X[i], w) + b - y[i]
                dw += error * X[i]
                db += error
            w -= lr * dw / len(batch)
            b -= lr * db / len(batch)
    return [w, float(b)]


@variant
def shuffled_copies(X, y, lr, epochs, batch_size, rng):
    w, b, N = np.zeros((X.shape[1], 1)), np.zeros(1), len(X)
    for _ in range(epochs):
        order = rng.permutation(N)
        Xs, ys = X[order], y[order].reshape(-1, 1)
        for s in range(0, N, batch_size):
            e = (Xs[s : s + batch_size] @ w + b - ys[s : s + batch_size]) / min(batch_size, N - s)
            w, b = w - lr * Xs[s : s + batch_size].T @ e, b - lr * e.sum(axis=0)
    return w.ravel(), b.item()
