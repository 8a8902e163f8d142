"""Checks, known bugs and variants of chapter03/gaussian_naive_bayes."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("L",),
    requires=("chapter03/normal_logpdf", "chapter03/bayes_posterior"),
    minutes=30,
    hints=(
        "For each class: which samples belong to it? X[y == k]. Mean and variance of each feature there have shape (D,).",
        "The logarithm of the density of one feature is a term of its own: add the terms over the features, axis=1.",
        "Add the logarithm of the class's share of the samples; put the classes side by side: (M, K).",
        "Last, make rows sum to 1 in exp: take off the largest entry of each row, then the log of the sum of exp.",
    ),
)


def learnt(rng, y, D, apart=1.0):
    """Samples around a centre for each class, with deviations of their own."""
    K = len(np.unique(y))
    index = np.unique(y, return_inverse=True)[1]
    centres, deviations = apart * rng.normal(size=(K, D)), rng.uniform(0.5, 2.0, size=(K, D))
    noise = rng.normal(size=(len(y), D))
    for k in range(K):  # no variance is small by chance: what is added to it counts where it is meant to
        noise[index == k] -= noise[index == k].mean(axis=0)
        noise[index == k] /= noise[index == k].std(axis=0)
    return centres[index] + deviations[index] * noise


def classes(rng, sizes, labels):
    return rng.permutation(np.repeat(labels, sizes))


@cases("sizes D M", ((7, 3), 2, 5), ((6, 3, 4), 3, 4), ((4, 6, 2, 3), 4, 4), ((5, 3), 1, 1))
def few(rng, sizes, D, M):
    y = classes(rng, sizes, np.arange(len(sizes)))
    return {"X": learnt(rng, y, D), "y": y, "Q": rng.normal(0.0, 1.5, size=(M, D))}


@cases("sizes D M", ((6, 3, 4), 2, 5), ((3, 6), 3, 3))
def any_labels(rng, sizes, D, M):
    """Labels with gaps, negative ones as well, in no order."""
    labels = rng.permutation(np.concatenate([[-3], rng.choice(np.arange(2, 30), size=len(sizes) - 1, replace=False)]))
    y = classes(rng, sizes, labels)
    return {"X": learnt(rng, y, D), "y": y, "Q": rng.normal(0.0, 1.5, size=(M, D))}


@cases("D M unit", (400, 4, 1e-6), (600, 3, 1e8))
def many_features(rng, D, M, unit):
    """Densities whose product underflows, for narrow features or for wide ones."""
    y = classes(rng, (7, 4, 5), np.arange(3))
    X = np.array([1.0, 1.2, 3.0])[y][:, None] * learnt(rng, y, D, apart=0.1)
    Q = np.linspace(1.0, 4.0, M)[:, None] * rng.normal(size=(M, D))  # rows are thousands apart
    return {"X": unit * X, "y": y, "Q": unit * rng.permutation(Q)}


@cases("D M", (3, 4), (4, 3))
def constant_in_a_class(rng, D, M):
    """One feature is constant in one of the classes; queries have its value there."""
    y = classes(rng, (5, 4), np.arange(2))
    X, Q = learnt(rng, y, D), rng.normal(0.0, 1.5, size=(M, D))
    d, value = rng.integers(D), rng.integers(-4, 5) / 4
    X[y == rng.integers(2), d] = value
    Q[:, d] = value
    return {"X": X, "y": y, "Q": Q}


@cases("unit", 1e-4, 1e-5)
def in_other_units(rng, unit):
    """Features with variances below 1; one is much smaller than the other: what is added to its variance counts."""
    y = classes(rng, (4, 6), np.arange(2))
    scale = 0.1 * np.array([1.0, unit])
    return {"X": scale * learnt(rng, y, 2), "y": y, "Q": scale * rng.normal(0.0, 1.5, size=(4, 2))}


shapes = shaped("There is a row for each new sample, and a column for each class.", few)
values = agrees(
    "L is log prior plus log densities, normalised, with each class's own means and variances.", few, points=3
)
labels = agrees("Classes may be any integers; columns are in their sorted order.", any_labels, needs=[values])
long = agrees("Hundreds of features neither underflow nor overflow.", many_features, needs=[values])
constant = agrees(
    "A feature that is constant within a class divides nothing by 0.", constant_in_a_class, needs=[values]
)
floor_added = agrees(
    "10⁻⁹ times the largest variance of all features is added to every variance.", in_other_units, needs=[values]
)


@check(points=1, kind="property")
def laws(student, few):
    """The exponentials of a row sum to 1; every sample twice, another order, another zero and another unit change nothing."""

    def related(m, case):
        X, y, Q = case.values()
        return (
            m.gaussian_naive_bayes(X, y, Q),
            m.gaussian_naive_bayes(np.tile(X, (2, 1)), np.tile(y, 2), Q),
            m.gaussian_naive_bayes(X[::-1], y[::-1], Q[::-1]),
            m.gaussian_naive_bayes(4.0 * X + 2.0, y, 4.0 * Q + 2.0),
        )

    for case, (L, twice, reversed_, moved) in student.each(related, few):
        assert_law("Σ_k exp L[m, k] = 1", np.exp(L).sum(axis=1), np.ones(len(L)), what="L", where=case)
        assert_law("L for every sample twice = L", twice, L, rtol=1e-11, what="L", where=case)
        assert_law("L in another order = L", reversed_[::-1], L, rtol=1e-11, what="L", where=case)
        assert_law("L for 4 X + 2 and 4 Q + 2 = L", moved, L, rtol=1e-10, what="L", where=case)


hygiene = hygiene_of(few)

NEVER_ONE = dict.fromkeys(("axis 0 of X", "axis 0 of y"), "there are two classes, and two samples of each")

FLOOR, MEAN, VARIANCE = "1e-9 * X.var(axis=0).max()", "of_class.mean(axis=0)", "of_class.var(axis=0) + floor"
SQUARES, LOGS = "-0.5 * (Q - mean) ** 2 / variance", " - 0.5 * np.log(variance)"
PRIOR, SUM = "np.log(len(of_class))", "log_densities.sum(axis=1)"
NORMALISE = "joint - np.logaddexp.reduce(joint, axis=1, keepdims=True)"
WHOLE = "    joint = joint - np.log(len(X)) - 0.5 * X.shape[1] * np.log(2 * np.pi)\n"
"""What the reference leaves out, for it drops out when rows are normalised."""


def after_shift(by, axis=1):
    return (
        f"{WHOLE}    shifted = joint{by}\n    L = shifted - np.log(np.exp(shifted).sum(axis={axis}, keepdims=True))\n"
    )


BUGS = [
    patch(
        "the prior is forgotten",
        {f"{PRIOR} + ": ""},
        hint="A class that is rare needs more evidence: add log π[k].",
    ),
    patch(
        "the prior is added without its logarithm",
        {PRIOR: "len(of_class) / len(X)"},
        hint="Logarithms are added up: log π[k].",
    ),
    patch(
        "all classes share their variances",
        {VARIANCE: "X.var(axis=0) + floor"},
        hint="Every class has variances of its own: those of X[y == k].",
    ),
    patch(
        "all features share a variance",
        {VARIANCE: "np.full(X.shape[1], of_class.var()) + floor"},
        hint="Every feature has a variance of its own: axis=0.",
    ),
    patch(
        "means are those of all samples",
        {MEAN: "X.mean(axis=0)"},
        hint="Every class has means of its own: those of X[y == k].",
    ),
    patch(
        "variances are divided by one less",
        {"of_class.var(axis=0)": "of_class.var(axis=0, ddof=1)"},
        hint="The mean squared deviation is meant: ddof=0.",
    ),
    patch(
        "the deviation stands for the variance",
        {VARIANCE: "of_class.std(axis=0) + floor"},
        hint="(x − μ)² is divided by 2 σ², a square.",
    ),
    patch(
        "the deviation stands for the variance in the exponent",
        {SQUARES: "-0.5 * (Q - mean) ** 2 / np.sqrt(variance)"},
        hint="(x − μ)² is divided by 2 σ², a square.",
    ),
    patch("the logarithm of the variances is missing", {LOGS: ""}, hint="A wide bell is low: −½ log 2πσ²."),
    patch(
        "the ½ in front of the squares is missing",
        {SQUARES: "-((Q - mean) ** 2) / variance"},
        hint="The exponent is −(x − μ)² / 2σ².",
    ),
    patch(
        "densities are added up over the features",
        {SUM: "np.log(np.exp(log_densities - 0.5 * np.log(2 * np.pi)).sum(axis=1))"},
        hint="Independent features multiply: the logarithms are added.",
    ),
    patch(
        "logarithms are averaged over the features",
        {SUM: "log_densities.mean(axis=1)"},
        hint="Every feature is evidence of its own: the logarithms are added.",
    ),
    patch(
        "densities are multiplied, which underflows",
        {SUM: "np.log(np.exp(log_densities - 0.5 * np.log(2 * np.pi)).prod(axis=1))"},
        hint="A product of 400 densities is 0 or ∞ to a float64: add logarithms.",
    ),
    patch(
        "rows are not normalised",
        {f"    L: Array = {NORMALISE}\n": f"{WHOLE}    L = joint\n"},
        hint="Posteriors sum to 1: take log Σ exp off each row.",
    ),
    patch(
        "rows are only shifted",
        {NORMALISE: "joint - joint.max(axis=1, keepdims=True)"},
        hint="The exponentials of a row sum to 1: take log Σ exp off.",
    ),
    patch(
        "rows are divided by their sums as if they were probabilities",
        {f"    L: Array = {NORMALISE}\n": f"{WHOLE}    L = joint / joint.sum(axis=1, keepdims=True)\n"},
        hint="They are logarithms: divide in exp, which is to subtract log Σ exp.",
    ),
    patch(
        "rows are normalised without a shift",
        {f"    L: Array = {NORMALISE}\n": after_shift("")},
        hint="e^−1000 is 0: take the largest entry of a row off first.",
    ),
    patch(
        "the smallest entry of a row is taken off",
        {f"    L: Array = {NORMALISE}\n": after_shift(" - joint.min(axis=1, keepdims=True)")},
        hint="e^1000 is ∞: take the largest entry off, so that no exponent is above 0.",
    ),
    patch(
        "the mean of a row is taken off",
        {f"    L: Array = {NORMALISE}\n": after_shift(" - joint.mean(axis=1, keepdims=True)")},
        hint="e^1000 is ∞: take the largest entry off, so that no exponent is above 0.",
    ),
    patch(
        "the largest entry of all rows is taken off",
        {f"    L: Array = {NORMALISE}\n": after_shift(" - joint.max()")},
        hint="Rows may be hundreds apart: each has a maximum of its own.",
    ),
    patch(
        "columns are normalised, not rows",
        {f"    L: Array = {NORMALISE}\n": after_shift(" - joint.max(axis=0, keepdims=True)", axis=0)},
        hint="A row has the classes of one sample side by side: axis=1.",
    ),
    patch(
        "probabilities are returned",
        {NORMALISE: f"np.exp({NORMALISE})"},
        hint="Their logarithms are asked for.",
    ),
    patch(
        "the most probable class is returned",
        {NORMALISE: "np.unique(y)[joint.argmax(axis=1)]"},
        hint="The log posteriors of all classes are asked for.",
    ),
    patch(
        "classes are taken for 0 to K − 1",
        {"np.unique(y)": "range(len(np.unique(y)))", PRIOR: "np.log(max(len(of_class), 1))"},
        hint="Labels may be any integers: np.unique(y).",
    ),
    patch(
        "classes are in the order in which they first occur",
        {"np.unique(y)": "dict.fromkeys(y.tolist())"},
        hint="Columns are in sorted order of the classes: np.unique(y).",
    ),
    patch(
        "nothing is added to the variances",
        {FLOOR: "0.0"},
        hint="A feature may be constant within a class, and then divides by 0.",
    ),
    patch(
        "the smallest variance is bounded, and nothing is added",
        {VARIANCE: "np.maximum(of_class.var(axis=0), floor)"},
        hint="It is added to every variance.",
    ),
    patch(
        "what is added is taken from each feature's own variance",
        {FLOOR: "1e-9 * X.var(axis=0)"},
        hint="The largest variance of all features is meant, .max().",
    ),
    patch(
        "what is added is 1e-9, whatever the unit",
        {FLOOR: "1e-9"},
        hint="It is 10⁻⁹ times the largest variance of all features.",
    ),
    patch(
        "all classes share one variance for each feature",
        {VARIANCE: "sum((y == c).mean() * X[y == c].var(axis=0) for c in np.unique(y)) + floor"},
        hint="Every class has variances of its own: those of X[y == k].",
    ),
    patch(
        "what is added is taken from the variance of all entries of X",
        {FLOOR: "1e-9 * X.var()"},
        hint="Every feature has a variance, X.var(axis=0), and the largest of them is meant.",
    ),
    patch(
        "only a variance of 0 is replaced, and nothing is added to the others",
        {VARIANCE: "of_class.var(axis=0)\n        variance = np.where(variance == 0, floor, variance)"},
        hint="It is added to every variance.",
    ),
    patch(
        "the logarithm of the variances is not halved",
        {LOGS: " - np.log(variance)"},
        hint="The factor in front is 1 / √(2πσ²), a root: −½ log σ².",
    ),
    patch(
        "the variance is squared, as if it were a deviation",
        {VARIANCE: "(of_class.var(axis=0) + floor) ** 2"},
        hint="What is estimated is σ² already: (x − μ)² is divided by 2 σ², and ½ log σ² taken off.",
    ),
    patch(
        "the prior is added once for every feature",
        {f"{PRIOR} + {SUM}": f"X.shape[1] * {PRIOR} + {SUM}"},
        hint="A class has one prior: add log π[k] after the sum over the features.",
    ),
    patch(
        "one is added to the count of every class",
        {PRIOR: "np.log(len(of_class) + 1)"},
        hint="That is Laplace's smoothing: π[k] is the share of class k among the samples.",
    ),
    patch(
        "medians are taken for means",
        {MEAN: "np.median(of_class, axis=0)"},
        hint="μ[k, d] is the mean over the samples of class k.",
    ),
    patch(
        "X is standardised, and Q is not",
        {f"floor = {FLOOR}": f"X = (X - X.mean(axis=0)) / X.std(axis=0)\n    floor = {FLOOR}"},
        hint="What is done to the samples has to be done to the new ones, with the same numbers; here nothing needs it.",
    ),
    patch(
        "columns are in the order of the sizes of the classes",
        {"np.unique(y)": "sorted(np.unique(y), key=lambda c: -np.sum(y == c))"},
        hint="Columns are in sorted order of the classes, however many samples each has: np.unique(y).",
    ),
    patch(
        "logarithms are taken of posteriors that have become 0",
        {NORMALISE: "np.log(np.exp(joint - np.logaddexp.reduce(joint, axis=1, keepdims=True)))"},
        hint="e^−1000 is 0, and has no logarithm: stay with logarithms, and take log Σ exp off.",
    ),
    patch(
        "a small number is added to the posteriors before the logarithm",
        {NORMALISE: "np.log(np.exp(joint - np.logaddexp.reduce(joint, axis=1, keepdims=True)) + 1e-12)"},
        hint="Then what is improbable is all alike: stay with logarithms, and take log Σ exp off.",
    ),
    patch(
        "the largest entry is taken off before exp, and not put back after the logarithm",
        {
            f"    L: Array = {NORMALISE}\n": f"{WHOLE}    top = joint.max(axis=1, keepdims=True)\n    L = joint - np.log(np.exp(joint - top).sum(axis=1, keepdims=True))\n"
        },
        hint="log Σ exp(J) is top + log Σ exp(J − top): take both off, or go on with J − top.",
    ),
]

EQUIVALENT = {
    "gaussian_naive_bayes: Q - mean → mean - Q": "what is squared has no sign",
    "gaussian_naive_bayes: X.var(axis=0).max() → X.var(axis=0).max(axis=0)": "variances have one axis",
    "gaussian_naive_bayes: y == k → k == k, and alike": "y == k and k == y are the same",
}


@variant
def all_at_once(X, y, Q):
    _, index, counts = np.unique(y, return_inverse=True, return_counts=True)
    member = np.eye(len(counts))[index]
    means = member.T @ X / counts[:, None]
    residuals = X - means[index]
    variances = member.T @ residuals**2 / counts[:, None] + 1e-9 * np.var(X, axis=0).max()
    z2 = (Q[:, None, :] - means) ** 2 / variances
    J = np.log(counts / counts.sum()) - 0.5 * np.sum(z2 + np.log(2 * np.pi * variances), axis=2)
    return J - np.logaddexp.reduce(J, axis=1, keepdims=True)


@variant
def diagonal_covariances(X, y, Q):
    """A normal law in D dimensions whose covariance has the variances on its diagonal."""
    K, M, D = np.unique(y), len(Q), X.shape[1]
    J = np.zeros((M, len(K)))
    for j, k in enumerate(K):
        Xk = X[y == k]
        C = np.diag(np.mean((Xk - Xk.mean(axis=0)) ** 2, axis=0) + 1e-9 * X.var(axis=0).max())
        R = Q - Xk.mean(axis=0)
        distances = np.sum(R * np.linalg.solve(C, R.T).T, axis=1)
        J[:, j] = np.log(np.mean(y == k)) - 0.5 * (distances + np.linalg.slogdet(C)[1] + D * np.log(2 * np.pi))
    top = np.max(J, axis=1)[:, None]
    return J - top - np.log(np.sum(np.exp(J - top), axis=1))[:, None]


@variant
def in_python(X, y, Q):
    import math

    def moments(values):
        mean = sum(values) / len(values)
        return mean, sum((v - mean) ** 2 for v in values) / len(values)

    floor = 1e-9 * max(moments(column)[1] for column in X.T.tolist())
    model = []
    for k in sorted(set(y.tolist())):
        rows = [x for x, label in zip(X.tolist(), y.tolist(), strict=True) if label == k]
        features = [moments(column) for column in zip(*rows, strict=True)]
        model.append((math.log(len(rows) / len(y)), [(mean, variance + floor) for mean, variance in features]))
    L = []
    for q in Q.tolist():
        J = [
            prior - sum((v - m) ** 2 / (2 * s) + math.log(2 * math.pi * s) / 2 for v, (m, s) in zip(q, f, strict=True))
            for prior, f in model
        ]
        total = max(J) + math.log(sum(math.exp(j - max(J)) for j in J))
        L.append([j - total for j in J])
    return np.array(L)
