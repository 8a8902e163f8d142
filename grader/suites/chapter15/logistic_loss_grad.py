"""Checks, known bugs and variants of chapter15/logistic_loss_grad."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("loss", "dw", "db"),
    requires=("chapter09/sigmoid_stable",),
    minutes=25,
    hints=(
        "Write log σ(z) and log(1 − σ(z)) as −log(1 + e^…). Which sign has the exponent for y = 1, and which for y = 0?",
        "np.logaddexp(0, t) is log(1 + e^t), for any t.",
        "The derivative of the loss of a sample by its score is s − y. What do score and weights have to do with each other?",
    ),
)


def decided(case):
    """Some score is not nearly 0."""
    return np.max(np.abs(case.X @ case.w + case.b)) > 0.15


@cases("N D", (7, 3), (4, 4), (1, 2), (9, 1), fit=decided)
def samples(rng, N, D):
    """Scores of moderate size, both classes where there are two samples; b is not small."""
    X, w = rng.normal(size=(N, D)), rng.uniform(0.5, 1.5, size=D) * rng.choice([-1, 1], size=D)
    y = rng.permutation(np.arange(N) % 2) if N > 1 else rng.integers(2, size=1)
    return {"w": w, "b": float(rng.choice([-1, 1]) * rng.uniform(0.5, 1.5)), "X": X, "y": y}


@cases(
    "z y", (800.0, 0), (-800.0, 1), (40.0, 0), (-40.0, 1), (40.0, 1), (-40.0, 0), (18.0, 1), (5000.0, 0), (-5000.0, 1)
)
def alone(rng, z, y):
    """A single sample with such a score: right or wrong, the loss is all there is."""
    b = float(rng.uniform(1.0, 2.0))
    return {"w": np.array([z - b]) * rng.uniform(0.9, 1.0), "b": b, "X": np.array([[1.0]]), "y": np.array([y])}


@cases("N D", (6, 2), (5, 3))
def right(rng, N, D):
    """All samples are right beyond doubt: every error is below 1e-8, and b is small."""
    y = rng.permutation(np.arange(N) % 2)
    w, X = rng.uniform(0.5, 1.5, size=D), rng.normal(size=(N, D))
    towards = (2 * y - 1) * rng.uniform(18.7, 20.3, size=N)
    X = X + ((towards - X @ w) / (w @ w))[:, None] * w
    return {"w": w, "b": float(rng.uniform(0.004, 0.008)), "X": X, "y": y}


@cases("N D", (12, 3), (8, 2))
def mixed(rng, N, D):
    """Scores of thousands of either sign beside ordinary ones, of both classes: slopes are 0, 1 and what is between.

    One sample of thousands is taken for the other class.
    """
    X = rng.uniform(1.2, 3.0, size=(N, D)) * rng.choice([-1, 1], size=(N, D)) * 10.0 ** (np.arange(N) % 4)[:, None]
    w, y = rng.uniform(0.5, 1.5, size=D), rng.permutation(np.arange(N) % 2)
    y[3] = X[3] @ w < 0
    return {"w": w, "b": 0.3, "X": X, "y": y}


shapes = shaped("The loss and db are numbers, and dw has the shape of w.", samples)
loss = agrees("The loss is the mean cross-entropy.", samples, only=["loss"], points=2)
gradient = agrees("Both gradients are right.", samples, only=["dw", "db"], points=2)
tails = agrees(
    "The loss is right for scores of any size, right or wrong.", alone, only=["loss"], needs=[loss], rtol=1e-9
)
slopes = agrees("The gradients are right for scores of any size.", mixed, only=["dw", "db"], needs=[gradient])
sure = agrees(
    "The gradients are right where every sample is right, too.", right, only=["dw", "db"], needs=[gradient], rtol=1e-6
)


NODES, WEIGHTS = np.polynomial.legendre.leggauss(12)


@check(points=2, kind="gradient")
def fits_together(student, samples, rng):
    """The gradients are the derivatives of the very loss that comes with them."""
    # Along a way on which no score changes by more than 3, Gauss' rule with 12 nodes is exact to rounding. A single score
    # may pass 0 on its way.
    several, ways = [case for case in samples if len(case.y) > 1], []
    for case in several:
        d, t = rng.normal(size=len(case.w)), float(rng.normal())
        unit = min(1.5 / float(np.max(np.abs(case.X @ d + t))), 1.0)
        ways.append(case.replaced(d=unit * d, t=unit * t))

    def along(m, case):
        ends = [m.logistic_loss_grad(case.w + c * case.d, case.b + c * case.t, case.X, case.y)[0] for c in (1.0, -1.0)]
        slopes = []
        for c in NODES.tolist():
            _, dw, db = m.logistic_loss_grad(case.w + c * case.d, case.b + c * case.t, case.X, case.y)
            slopes.append((dw, db))
        return ends, slopes

    for (case, ((end, start), slopes)), where in zip(student.each(along, ways), several, strict=True):
        grown = sum(weight * (dw @ case.d + db * case.t) for weight, (dw, db) in zip(WEIGHTS, slopes, strict=True))
        law = "L(end) − L(start) = ∫ (dw · d + db · t)"
        assert_law(law, float(grown), float(end - start), scale=3.0, what="the growth of the loss", where=where)


@check(points=1, kind="property")
def at_zero(student, samples):
    """At zero the loss is log 2; and with classes exchanged and signs turned, nothing but signs changes."""

    def three(m, case):
        w, b, X, y = case.w, case.b, case.X, case.y
        return (
            m.logistic_loss_grad(0 * w, 0.0, X, y)[0],
            m.logistic_loss_grad(w, b, X, y),
            (m.logistic_loss_grad(-w, -b, X, 1 - y)),
        )

    for case, (none, (loss, dw, db), (other, dw_other, db_other)) in student.each(three, samples):
        assert_law("L(0, 0) = log 2", float(none), float(np.log(2)), what="the loss", where=case)
        assert_law("L(−w, −b; 1 − y) = L(w, b; y)", float(other), float(loss), what="the loss", where=case)
        assert_law("its gradients are the negative ones", dw_other, -dw, what="dw", where=case)
        assert_law("its gradients are the negative ones", float(db_other), -float(db), scale=1.0, what="db", where=case)


hygiene = hygiene_of(samples)

LAST = "return float(np.mean(losses)), error @ X / len(y), float(np.mean(error))"
SCORE, LOSSES = "z = X @ w + b", "losses = np.maximum(towards, 0.0) + np.log1p(small)"
ERROR = "error = np.where(y == 1, -wrong, wrong)"
SIGMOID = "1 / (1 + np.exp(-np.clip(z, -700, 700)))"
VARYING = {
    "loss": "What is added below a logarithm shows in ordinary losses, too, but only just.",
    "gradient": "What is rounded to eight digits shows in ordinary gradients only where these are small.",
    "fits_together": "What is rounded to eight digits shows in ordinary gradients only where these are small.",
    "slopes": "A loss overflows only if a score is large and wrong, and an answer that is infinite is no answer.",
}
BUGS = [
    patch(
        "gradients have the wrong sign",
        {ERROR: "error = np.where(y == 1, wrong, -wrong)"},
        hint="∂L/∂z = s − y: for a positive sample the loss falls as the score rises.",
    ),
    patch(
        "dw is summed over the samples",
        {LAST: "return float(np.mean(losses)), error @ X, float(np.mean(error))"},
        hint="The loss is a mean over the samples, and so are both gradients.",
    ),
    patch(
        "db is summed over the samples",
        {LAST: "return float(np.mean(losses)), error @ X / len(y), float(np.sum(error))"},
        hint="The loss is a mean over the samples, and so are both gradients.",
    ),
    patch(
        "everything is summed over the samples",
        {LAST: "return float(np.sum(losses)), error @ X, float(np.sum(error))"},
        hint="The three fit together, but the loss is a mean.",
    ),
    patch(
        "gradients are those of mean squares, with s (1 − s)",
        {ERROR: f"{ERROR} * wrong * (1 - wrong)"},
        hint="Of cross-entropy, the slope of the sigmoid cancels: ∂L/∂z = s − y.",
    ),
    patch("b is missing in the score", {SCORE: "z = X @ w"}, hint="z = x · w + b."),
    patch(
        "only the term of class 1 counts",
        {LOSSES: f"{LOSSES}\n    losses = np.where(y == 1, losses, 0.0)"},
        hint="A sample of class 0 costs −log(1 − σ(z)).",
    ),
    patch(
        "labels are taken for −1 and 1",
        {"towards = np.where(y == 1, -z, z)": "towards = -y * z"},
        hint="log(1 + e^{−y z}) is for labels of −1 and 1; here they are 0 and 1.",
    ),
    patch(
        "the logarithm is to base 2",
        {LOSSES: "losses = (np.maximum(towards, 0.0) + np.log1p(small)) / np.log(2)"},
        hint="The natural logarithm: the derivative s − y belongs to it.",
    ),
    patch(
        "probabilities are clipped before the logarithm",
        {LOSSES: f"s = np.clip({SIGMOID}, 1e-12, 1 - 1e-12)\n    losses = -y * np.log(s) - (1 - y) * np.log(1 - s)"},
        hint="Beyond the clip the loss no longer grows: work with log(1 + e^t) instead.",
    ),
    patch(
        "1e-8 is added below the logarithm",
        {LOSSES: f"s = {SIGMOID}\n    losses = -y * np.log(s + 1e-8) - (1 - y) * np.log(1 - s + 1e-8)"},
        hint="That ends the growth of the loss at 18: work with log(1 + e^t) instead.",
    ),
    patch(
        "the loss overflows",
        {LOSSES: "losses = np.log1p(np.exp(towards))"},
        hint="e^800 is too large: take max(t, 0) out, or use np.logaddexp(0, t).",
    ),
    patch(
        "small losses are lost beside 1",
        {LOSSES: "losses = np.maximum(towards, 0.0) + np.log(1 + small)"},
        hint="1 + 4e-18 is 1: np.log1p keeps what is small.",
    ),
    patch(
        "gradients are rounded to eight digits behind the point",
        {LAST: "return float(np.mean(losses)), np.round(error @ X / len(y), 8), round(float(np.mean(error)), 8)"},
        hint="Leave the digits as they are: gradients become small near the end of a training.",
    ),
    patch(
        "small losses are lost in the difference log(1 + e^z) − y z",
        {LOSSES: "losses = np.logaddexp(0.0, z) - y * z"},
        hint="40 + 4e-18 is 40: take log(1 + e^t) with t = −z where y is 1, and t = z where it is 0.",
    ),
    patch(
        "gradients take σ of the wrong sign, 1 − σ for σ",
        {"np.where(towards > 0, 1.0, small)": "np.where(towards > 0, small, 1.0)"},
        hint="With t = −1 or 1 for the class, ∂L/∂z = −t σ(−t z): a sample that is right beyond doubt has no gradient.",
    ),
    patch(
        "the sigmoid overflows to NaN",
        {ERROR: "error = np.exp(z) / (1 + np.exp(z)) - y"},
        hint="e^z/(1 + e^z) is ∞/∞ for large z: compute the sigmoid with the sign in mind.",
    ),
    patch(
        "db is an array",
        {LAST: "return float(np.mean(losses)), error @ X / len(y), np.mean(error, keepdims=True)"},
        hint="b is a number, and so is its gradient.",
    ),
    patch(
        "dw is that of scores without a sample's features",
        {LAST: "return float(np.mean(losses)), np.mean(error) * w, float(np.mean(error))"},
        hint="∂z/∂w = x: dw = Xᵀ(s − y)/N.",
    ),
]


EQUIVALENT = {
    "logistic_loss_grad: X @ w → (X @ w).T": "a vector is its own transpose in NumPy",
    "logistic_loss_grad: error @ X → (error @ X).T": "a vector is its own transpose in NumPy",
    "logistic_loss_grad: np.mean(losses) → np.mean(losses, axis=0)": "losses have one axis",
    "logistic_loss_grad: np.mean(error) → np.mean(error, axis=0)": "errors have one axis",
    "logistic_loss_grad: towards > 0 → towards >= 0": "at 0 both forms are ½",
    "logistic_loss_grad: np.abs(towards) → np.abs(z)": "they are equal up to signs",
}


@variant
def log_add_exp(w, b, X, y):
    z = X @ w + b
    loss = np.mean(np.logaddexp(0, z) * (1 - y) + np.logaddexp(0, -z) * y)
    s = np.exp(-np.logaddexp(0, -z))
    return loss, X.T @ (s - y) / len(X), np.sum(s - y) / len(X)


@variant
def augmented(w, b, X, y):
    A, theta = np.column_stack([X, np.ones(len(X))]), np.append(w, b)
    sign = 2.0 * y - 1.0
    margin = sign * (A @ theta)
    losses = np.where(margin > 0, np.log1p(np.exp(-np.abs(margin))), np.log1p(np.exp(-np.abs(margin))) - margin)
    slope = -sign * 0.5 * (1 - np.tanh(margin / 2))
    gradient = A.T @ slope / len(A)
    return losses.sum() / len(A), gradient[:-1], gradient[-1]


@variant
def sample_by_sample(w, b, X, y):
    from math import exp, log1p

    N, D = X.shape
    loss, dw, db = 0.0, np.zeros(D), 0.0
    for i in range(N):
        z = float(sum(X[i, j] * w[j] for j in range(D)) + b)
        tail = exp(-abs(z))
        s = 1 / (1 + tail) if z >= 0 else tail / (1 + tail)
        loss += log1p(tail) + (max(-z, 0.0) if y[i] == 1 else max(z, 0.0))
        dw += (s - y[i]) * X[i]
        db += s - y[i]
    return float(loss / N), dw / N, float(db / N)
