"""Checks, known bugs and variants of chapter17/batchnorm_forward."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("Y", "running"),
    requires=("chapter01/standardize_columns",),
    minutes=20,
    hints=(
        "Write the two cases one after the other: in training mean and var are X's, in evaluation those of running.",
        "Over which axis do the N samples of a feature lie?",
        "Running averages: decay times the old, 1 − decay times the batch's. Build a new dict.",
        "Y = gamma (X − mean) / √(var + eps) + beta, the same formula in both cases.",
    ),
)


def drawn(rng, N, D, train):
    """Features of different means and spreads; the running averages are far from the batch's."""
    X = rng.normal(size=(N, D)) * rng.uniform(0.5, 3.0, size=D) + rng.normal(scale=2.0, size=D)
    gamma = rng.choice((-1, 1), size=D) * rng.uniform(0.5, 2.0, size=D)
    running = {"mean": rng.normal(scale=2.0, size=D) + 3.0, "var": rng.uniform(2.0, 6.0, size=D)}
    numbers = {"decay": rng.uniform(0.7, 0.95), "eps": rng.uniform(0.05, 0.3), "train": train}
    return {"X": X, "gamma": gamma, "beta": rng.normal(size=D), "running": running, **numbers}


@cases("N D", (7, 3), (4, 4), (2, 5), (6, 1))
def training(rng, N, D):
    return drawn(rng, N, D, True)


@cases("N D", (7, 3), (4, 4), (1, 5), (3, 1))
def evaluation(rng, N, D):
    return drawn(rng, N, D, False)


@cases("D", 3, 1)
def single(rng, D):
    return drawn(rng, 1, D, True)


@cases("times", 1e-120, 1e120)
def far(rng, times):
    """X, its mean and its standard deviation in other units."""
    case = drawn(rng, 5, 3, True)
    running = {"mean": times * case["running"]["mean"], "var": times**2 * case["running"]["var"]}
    return case | {"X": times * case["X"], "running": running, "eps": times**2 * case["eps"]}


@cases("N D", (5, 3), (4, 2))
def nearly_constant(rng, N, D):
    """Features that hardly vary, and a tiny eps."""
    case = drawn(rng, N, D, True)
    return case | {"X": 1e-6 * case["X"], "eps": 1e-12}


def averages(m, case):
    new = m.batchnorm_forward(*case.values())[1]
    return {"mean": new["mean"], "var": new["var"]}


def output(m, case):
    return m.batchnorm_forward(*case.values())[0]


def epoch(m, case):
    """Three batches in training, and then one in evaluation."""
    X, gamma, beta, running, decay, eps, _ = case.values()
    seen = {}
    for k in range(3):
        _, running = m.batchnorm_forward((k + 1.0) * X + k, gamma, beta, running, decay, eps, True)
        seen |= {f"mean after batch {k + 1}": running["mean"], f"var after batch {k + 1}": running["var"]}
    Y, running = m.batchnorm_forward(X, gamma, beta, running, decay, eps, False)
    return seen | {
        "Y in evaluation": Y,
        "mean after evaluation": running["mean"],
        "var after evaluation": running["var"],
    }


shapes = shaped("Y has the shape of X, and running holds a mean and a variance for each feature.", training)
normalises = agrees("In training, the batch's own mean and variance normalise.", training, of=output, points=2)
remembers = agrees("In training, the running averages move towards the batch's.", training, of=averages, points=2)
fixed = agrees("In evaluation, the running averages normalise.", evaluation, of=output)
kept = agrees("In evaluation, the running averages stay as they are.", evaluation, of=averages)
courses = agrees("Three batches of training and one evaluation follow one another.", training, of=epoch, kind="state")
one_sample = agrees(
    "A single sample in training gives beta, and counts for the averages.",
    single,
    needs=[normalises, remembers],
    separates=False,
)
small = agrees(
    "Features may hardly vary, and eps may be tiny.", nearly_constant, of=output, needs=[normalises], separates=False
)
every_scale = agrees("Units do not matter.", far, needs=[normalises, remembers], separates=False)


@check(points=1, kind="property")
def shifted(student, training):
    """Adding a number to each feature does not change Y."""

    def both(m, case):
        _, *rest = case.values()
        return m.batchnorm_forward(case.X, *rest)[0], m.batchnorm_forward(case.X + 8.0, *rest)[0]

    for case, (Y, moved) in student.each(both, training):
        assert_law("Y(X + 8) = Y(X)", moved, Y, scale=10.0, what="Y", where=case)


hygiene = hygiene_of(training, needs=[normalises, remembers])
evaluation_hygiene = hygiene_of(evaluation, fresh=False, needs=[fixed, kept])

BATCH, ROOT = "mean, var = X.mean(axis=0), X.var(axis=0)", "np.sqrt(var + eps)"
TOLERANT = {"shifted": "A law of two replies: what is wrong in both alike is for other checks."}
EQUIVALENT = {
    "batchnorm_forward: mean.copy() → mean": "In evaluation nothing is written to it.",
    "batchnorm_forward: var.copy() → var": "In evaluation nothing is written to it.",
}
BUGS = [
    patch(
        "a single sample is refused (another convention, PyTorch's)",
        {"    if train:": "    if train and len(X) == 1:\n        raise ValueError\n    if train:"},
        hint="A single sample gives beta.",
    ),
    patch(
        "eps is never below 1e-8",
        {ROOT: "np.sqrt(var + max(eps, 1e-8))"},
        hint="eps is what it is: in other units it may be tiny.",
    ),
    patch(
        "each sample is normalised over its features",
        {
            BATCH: "mean, var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)",
            'running["mean"] + (1 - decay) * mean': 'running["mean"] + (1 - decay) * X.mean(axis=0)',
            'running["var"] + (1 - decay) * var': 'running["var"] + (1 - decay) * X.var(axis=0)',
        },
        hint="A feature is a column: the mean goes over the batch, axis 0.",
    ),
    patch(
        "one mean and one variance serve all features",
        {BATCH: "mean, var = np.full(X.shape[1], X.mean()), np.full(X.shape[1], X.var())"},
        hint="Each feature has its own: axis=0.",
    ),
    patch(
        "in evaluation X itself is centred",
        {
            'new = {"mean": mean.copy(), "var": var.copy()}': (
                'new = {"mean": mean.copy(), "var": var.copy()}\n        X -= mean\n        mean = 0.0'
            )
        },
        hint="X belongs to the caller, in evaluation as in training. This is what you get when X -= … stands for X - ….",
    ),
    patch("eps is added outside of the root", {ROOT: "(np.sqrt(var) + eps)"}, hint="√(var + eps)."),
    patch("eps is left out", {ROOT: "np.sqrt(var)"}, hint="√(var + eps)."),
    patch(
        "the root is missing", {ROOT: "(var + eps)"}, hint="Divide by a standard deviation, the root of the variance."
    ),
    patch(
        "the variance is unbiased",
        {"X.var(axis=0)": "X.var(axis=0, ddof=min(1, len(X) - 1))"},
        hint="Divide by N, not by N − 1.",
    ),
    patch(
        "the running variance is unbiased (another convention, PyTorch's)",
        {"(1 - decay) * var": "(1 - decay) * var * len(X) / max(len(X) - 1, 1)"},
        hint="The batch's variance enters as it is, biased.",
    ),
    patch(
        "the running variance averages squares of X, the mean not subtracted",
        {"(1 - decay) * var": "(1 - decay) * np.mean(X**2, axis=0)"},
        hint="The variance is the mean of (X − mean)².",
    ),
    patch(
        "standard deviations are averaged, not variances",
        {"(1 - decay) * var": "(1 - decay) * np.sqrt(var)"},
        hint="What is kept are variances.",
    ),
    patch(
        "decay and 1 − decay are swapped (another convention, PyTorch's momentum)",
        {
            'decay * running["mean"] + (1 - decay) * mean': '(1 - decay) * running["mean"] + decay * mean',
            'decay * running["var"] + (1 - decay) * var': '(1 - decay) * running["var"] + decay * var',
        },
        hint="decay is the weight of the old average.",
    ),
    patch(
        "the running averages are not updated",
        {
            'decay * running["mean"] + (1 - decay) * mean': 'running["mean"].copy()',
            'decay * running["var"] + (1 - decay) * var': 'running["var"].copy()',
        },
        hint="In training each batch moves them.",
    ),
    patch(
        "the last batch takes the place of the averages",
        {'decay * running["mean"] + (1 - decay) * mean': "mean", 'decay * running["var"] + (1 - decay) * var': "var"},
        hint="decay · old + (1 − decay) · batch's.",
    ),
    patch(
        "evaluation normalises with the batch",
        {
            'mean, var = running["mean"], running["var"]\n        new = {"mean": mean.copy(), "var": var.copy()}': 'mean, var = X.mean(axis=0), X.var(axis=0)\n        new = {"mean": running["mean"].copy(), "var": running["var"].copy()}'
        },
        hint="In evaluation an answer must not depend on its neighbours: take running.",
    ),
    patch(
        "evaluation updates the averages",
        {
            'new = {"mean": mean.copy(), "var": var.copy()}': 'new = {"mean": decay * mean + (1 - decay) * X.mean(axis=0), "var": decay * var + (1 - decay) * X.var(axis=0)}'
        },
        hint="In evaluation they stay as they are.",
    ),
    patch(
        "training normalises with the running averages",
        {"    return gamma": '    if train:\n        mean, var = new["mean"], new["var"]\n    return gamma'},
        hint="In training, the batch's own mean and variance normalise.",
    ),
    patch(
        "train and evaluation are exchanged",
        {"if train:": "if not train:"},
        hint="train=True means: normalise with the batch.",
    ),
    patch("gamma is forgotten", {"gamma * (X": "(X"}, hint="Y = gamma X̂ + beta."),
    patch("beta is forgotten", {" + beta, new": ", new"}, hint="Y = gamma X̂ + beta."),
    patch(
        "beta is added before gamma multiplies",
        {f"gamma * (X - mean) / {ROOT} + beta": f"gamma * ((X - mean) / {ROOT} + beta)"},
        hint="Y = gamma X̂ + beta.",
    ),
    patch("the mean is not subtracted", {"(X - mean)": "X"}, hint="X̂ = (X − mean) / √(var + eps)."),
    patch(
        "the caller's dict is changed",
        {"    return gamma": '    running["mean"], running["var"] = new["mean"], new["var"]\n    return gamma'},
        hint="Return a new dict, and leave the old one alone.",
    ),
]


@variant
def two_passes(X, gamma, beta, running, decay, eps, train):
    if train:
        m = np.sum(X, 0) / len(X)
        v = np.sum((X - m) ** 2, 0) / len(X)
        r = {
            "mean": running["mean"] + (1 - decay) * (m - running["mean"]),
            "var": running["var"] + (1 - decay) * (v - running["var"]),
        }
    else:
        r = dict(running)
        m, v = r["mean"], r["var"]
    scale = gamma * (v + eps) ** -0.5
    return X * scale + (beta - m * scale), r


@variant
def feature_by_feature(X, gamma, beta, running, decay, eps, train):
    Y, new = np.zeros_like(X), {key: value.copy() for key, value in running.items()}
    for j in range(X.shape[1]):
        m, v = running["mean"][j], running["var"][j]
        if train:
            new["mean"][j] = decay * m + (1 - decay) * np.mean(X[:, j])
            new["var"][j] = decay * v + (1 - decay) * np.var(X[:, j])
            m, v = np.mean(X[:, j]), np.var(X[:, j])
        Y[:, j] = beta[j] + gamma[j] * (X[:, j] - m) / (v + eps) ** 0.5
    return Y, new
