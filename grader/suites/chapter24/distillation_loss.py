"""Checks, known bugs and variants of chapter24/distillation_loss."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("loss", "dZ"),
    requires=("chapter12/softmax_cross_entropy", "chapter06/kl_divergence"),
    minutes=25,
    hints=(
        "Three log softmaxes along rows: of Z / T, of teacher / T, and of Z itself.",
        "Of KL only −Σ Q log P depends on Z: a cross-entropy with soft labels, and with the logits Z / T.",
        "The soft part's gradient is T² · (P − Q) / T; the hard part's is softmax(Z) minus one-hot.",
    ),
)


def labels(rng, N, K):
    y = rng.integers(K, size=N)
    if N > 1:
        y[1] = (y[0] + 1) % K
    return y


@cases("N K T alpha", (5, 4, 2.5, 0.7), (3, 3, 4.0, 0.3), (1, 5, 3.0, 0.5), (6, 2, 0.6, 0.8), (4, 3, 0.2, 0.6))
def batch(rng, N, K, T, alpha):
    return {
        "Z": rng.normal(scale=1.5, size=(N, K)),
        "teacher": rng.normal(scale=2.0, size=(N, K)),
        "y": labels(rng, N, K),
        "T": T * rng.uniform(0.9, 1.1),
        "alpha": alpha,
    }


@cases("N K alpha", (4, 3, 0.0), (4, 3, 1.0))
def one_teacher(rng, N, K, alpha):
    """Only the labels count, or only the teacher."""
    case = batch.draw(rng, N, K, 2.0, alpha)
    return case | {"T": rng.uniform(1.5, 3.0)}


@cases("N K", (4, 3), (2, 5), exact=True)
def learned(rng, N, K):
    """The student's logits are the teacher's, but for a number in each row.

    Labels are what both find least likely: their part, should it count, is large.
    """
    teacher = rng.integers(-24, 25, size=(N, K)) / 8.0
    Z = teacher + rng.integers(-3, 4, size=(N, 1))
    return {"Z": Z, "teacher": teacher, "y": np.argmin(teacher, axis=1), "T": 2.0, "alpha": 1.0}


@cases("N K", (4, 3), (3, 5))
def hot(rng, N, K):
    return batch.draw(rng, N, K, 2.0, 0.6) | {"T": rng.uniform(5000.0, 6000.0)}


@cases("offset T alpha", (2000.0, 1.7, 0.6), (-2000.0, 0.8, 0.4), (0.0, 1.2, 0.5), exact=True)
def far(rng, offset, T, alpha):
    """Samples around 2000 and around −2000; in the last row, each model is certain, of another class."""
    Z, teacher = rng.normal(size=(2, 3, 4)) + offset * np.array([1.0, -1.0, 1.0])[:, None]
    if offset == 0.0:
        first, second = rng.permutation(4)[:2]
        Z[:, first] += 1.5e4
        teacher[:, second] += 1.8e4
    return {"Z": Z, "teacher": teacher, "y": labels(rng, 3, 4), "T": T * rng.uniform(0.9, 1.1), "alpha": alpha}


def unit(case):
    return 10.0


def share(case):
    """A sample's share in the mean: probabilities that cancel in dZ have it for a factor."""
    return 1.0 / len(case.Z)


shapes = shaped("The loss is one number, and dZ has the shape of Z.", batch)
loss = agrees("The loss weighs T² KL(Q ‖ P) and the labels' cross-entropy.", batch, only=["loss"], points=2)
gradient = agrees("dZ is right.", batch, only=["dZ"], points=2)
ends = agrees("With α = 0 only the labels count, with α = 1 only the teacher.", one_teacher)
nothing = agrees("A student with the teacher's distributions has nothing to learn from it.", learned, scale=share)
heated = agrees("At a high temperature T² keeps the teacher's part in force.", hot, rtol=1e-6)
certain = agrees("Logits of thousands give numbers.", far, needs=[loss, gradient], scale=unit)


def log_softmax(Z):
    return Z - np.logaddexp.reduce(Z, axis=1)[:, None]


def total(Z, case):
    log_P, log_Q = log_softmax(Z / case.T), log_softmax(case.teacher / case.T)
    soft = case.T**2 * np.mean(np.sum(np.exp(log_Q) * (log_Q - log_P), axis=1))
    return case.alpha * soft - (1 - case.alpha) * np.mean(log_softmax(Z)[np.arange(len(Z)), case.y])


@check(points=1, kind="gradient")
def finite_differences(student, batch, rng):
    """dZ agrees with finite differences of the loss."""
    for case, (_, dZ) in student.distillation_loss.on(batch):
        check_grads(lambda Z, case=case: total(Z, case), {"Z": case.Z}, {"Z": dZ}, rng=rng, where=case)


hygiene = hygiene_of(batch)

SOFT, HARD = "T**2 * np.sum(Q * (log_Q - log_P)) / N", "-np.sum(log_hard[labels, y]) / N"
PULL, RESULT = "alpha * T * (np.exp(log_P) - Q) / N", "alpha * soft + (1 - alpha) * hard"
STUDENT, TEACHER, AT_ONE = "log_softmax(Z / T)", "log_softmax(teacher / T)", ", log_softmax(Z)"
NEVER_ONE = dict.fromkeys(("axis 1 of Z", "axis 1 of teacher"), "there are two classes or more")
BUGS = [
    patch(
        "a temperature below ½ is taken for ½",
        {"    N = len(Z)\n": "    T = max(T, 0.5)\n    N = len(Z)\n"},
        hint="T may be any number above 0.",
    ),
    patch(
        "T² is forgotten",
        {SOFT: SOFT.removeprefix("T**2 * "), PULL: PULL.replace("alpha * T *", "alpha / T *")},
        hint="α T² KL: without it, a high temperature makes the teacher's part vanish.",
    ),
    patch("T² is forgotten in the gradient", {PULL: PULL.replace("alpha * T *", "alpha / T *")}, hint="T² / T = T."),
    patch("T² is forgotten in the loss", {SOFT: SOFT.removeprefix("T**2 * ")}, hint="α T² KL."),
    patch(
        "the gradient lacks the 1/T of Z / T",
        {PULL: PULL.replace("alpha * T *", "alpha * T**2 *")},
        hint="T² · (P − Q) / T.",
    ),
    patch(
        "T stands in place of T²",
        {SOFT: SOFT.replace("T**2", "T"), PULL: PULL.replace("alpha * T *", "alpha *")},
        hint="T².",
    ),
    patch("only the student is softened", {TEACHER: "log_softmax(teacher)"}, hint="Both: teacher / T as well."),
    patch("only the teacher is softened", {STUDENT: "log_softmax(Z)"}, hint="Both: Z / T as well."),
    patch(
        "the temperature multiplies",
        {STUDENT: "log_softmax(Z * T)", TEACHER: "log_softmax(teacher * T)", PULL: PULL.replace("T *", "T**3 *")},
        hint="Z / T: a high temperature makes distributions flat.",
    ),
    patch(
        "the labels' part is softened, too",
        {AT_ONE: AT_ONE.replace("Z", "Z / T")},
        hint="The labels' cross-entropy is at temperature 1.",
    ),
    patch(
        "KL is taken the other way round",
        {SOFT: "T**2 * np.sum(np.exp(log_P) * (log_P - log_Q)) / N"},
        hint="KL(Q ‖ P): the teacher's distribution stands in front.",
    ),
    patch(
        "the cross-entropy with the teacher is taken, not KL",
        {SOFT: "-T**2 * np.sum(Q * log_P) / N"},
        hint="KL is the cross-entropy minus the teacher's entropy.",
    ),
    patch(
        "logits are compared, not distributions",
        {SOFT: "np.sum((Z - teacher) ** 2) / (2 * Z.size)"},
        hint="That is the limit for T → ∞, up to the rows' means: KL of the softened distributions.",
    ),
    patch(
        "α and 1 − α are exchanged",
        {"    N = len(Z)": "    alpha = 1 - alpha\n    N = len(Z)"},
        hint="α is the weight of the teacher.",
    ),
    patch("the labels' part has weight 1", {RESULT: "alpha * soft + hard"}, hint="1 − α."),
    patch(
        "the gradient lacks the labels' part",
        {"dZ += (1 - alpha) * np.exp(log_hard) / N": "pass", "dZ[labels, y] -= (1 - alpha) / N": "pass"},
        hint="(1 − α) (softmax(Z) − one-hot) / N belongs to it.",
    ),
    patch(
        "KL is averaged over all N K entries",
        {SOFT: SOFT.replace("/ N", "/ Z.size")},
        hint="A sum over classes, a mean over samples.",
    ),
    patch(
        "the logarithm is taken of a probability that has become 0",
        {SOFT: "T**2 * np.sum(Q * (np.log(Q) - np.log(np.exp(log_P)))) / N"},
        hint="log P = z/T − log Σ e^{z/T}: take it on paper.",
    ),
    patch(
        "nothing is taken off, so that large logits overflow",
        {"Z.max(axis=1, keepdims=True)": "0.0"},
        hint="Take each row's maximum off before the exponential.",
    ),
]

EQUIVALENT = {"distillation_loss: np.sum(log_hard[labels, y]) → np.sum(log_hard[labels, y], axis=0)": "it has one axis"}


@variant
def by_logaddexp(Z, teacher, y, T, alpha):
    def log_softmax(Z):
        return Z - np.logaddexp.reduce(Z, axis=1)[:, None]

    Y = np.eye(Z.shape[1])[y]
    P, Q = log_softmax(Z / T), log_softmax(teacher / T)
    losses = alpha * T * T * np.sum(np.exp(Q) * (Q - P), axis=1) - (1 - alpha) * np.sum(Y * log_softmax(Z), axis=1)
    slopes = alpha * T * (np.exp(P) - np.exp(Q)) + (1 - alpha) * (np.exp(log_softmax(Z)) - Y)
    return losses.mean(), slopes / len(Z)


@variant
def two_losses(Z, teacher, y, T, alpha):
    N = len(Z)

    def cross_entropy(Z, targets):
        shifted = Z - Z.max(axis=1)[:, None]
        E = np.exp(shifted)
        total = E.sum(axis=1)[:, None]
        return np.sum(targets * (np.log(total) - shifted)) / N, (E / total - targets) / N

    E = np.exp((teacher - teacher.max(axis=1)[:, None]) / T)
    Q = E / E.sum(axis=1)[:, None]
    entropy = -np.sum(Q * np.log(np.where(Q > 0, Q, 1.0))) / N
    soft, d_soft = cross_entropy(Z / T, Q)
    hard, d_hard = cross_entropy(Z, np.eye(Z.shape[1])[y])
    return alpha * T**2 * (soft - entropy) + (1 - alpha) * hard, alpha * T * d_soft + (1 - alpha) * d_hard


@variant
def sample_by_sample(Z, teacher, y, T, alpha):
    import math

    def log_softmax(z):
        top = max(z)
        s = top + math.log(sum(math.exp(x - top) for x in z))
        return [x - s for x in z]

    N, K = Z.shape
    loss, dZ = 0.0, np.zeros((N, K))
    for n in range(N):
        p, q = log_softmax([z / T for z in Z[n].tolist()]), log_softmax([z / T for z in teacher[n].tolist()])
        h = log_softmax(Z[n].tolist())
        for k in range(K):
            loss += alpha * T**2 * math.exp(q[k]) * (q[k] - p[k]) / N
            dZ[n, k] = alpha * T * (math.exp(p[k]) - math.exp(q[k])) / N
            dZ[n, k] += (1 - alpha) * (math.exp(h[k]) - (k == y[n])) / N
        loss -= (1 - alpha) * h[y[n]] / N
    return loss, dZ
