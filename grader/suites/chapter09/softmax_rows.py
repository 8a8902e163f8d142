"""Checks, known bugs and variants of chapter09/softmax_rows."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=10,
    returns=("P",),
    hints=(
        "Do one row first: e to the power of each logit, divided by the sum of all of them.",
        "For a batch, the sums have shape (N,). To divide row n by sum n they must be a column, (N, 1): keepdims=True.",
        "Shift each row so that its largest logit is 0: then no term overflows, and the sum is at least 1.",
        "Rows have maxima of their own: Z.max(axis=axis, keepdims=True), not Z.max().",
    ),
)


@cases("N K", (7, 5), (4, 4), (1, 5), (3, 2), (3, 1))
def batch(rng, N, K):
    """Logits of usual size; with two classes, logits that hardly differ; a square batch whose rows cancel."""
    Z = rng.normal(scale=1e-4 if K == 2 else 2.0, size=(N, K))
    if N == K:
        Z[N // 2 :] = -Z[: N // 2]
    return {"Z": Z}


@cases(
    "shape axis", ((7, 5), 0), ((4, 4), 0), ((2, 3, 5), 1), ((2, 3, 5), 0), ((2, 5, 3), -2), ((6,), 0), ((2, 3, 1), 1)
)
def other(rng, shape, axis):
    return {"Z": rng.normal(scale=2.0, size=shape), "axis": axis}


@cases("N K offset", (3, 5, 1000), (3, 5, -1000), (4, 4, 1000), (1, 3, -2e6), exact=True)
def huge(rng, N, K, offset):
    return {"Z": offset + rng.normal(size=(N, K))}


@cases("N K axis", (3, 5, -1), (4, 4, -1), (3, 4, 0))
def spread(rng, N, K, axis):
    """Lines that are far from each other, and one that is far apart in itself."""
    Z = rng.normal(size=(N, K)) + np.linspace(-2000.0, 1000.0, N)[:, None]
    Z[1, 0] += 900.0
    return {"Z": Z if axis == -1 else Z.T.copy(), "axis": axis}


shapes = shaped("There is a probability for each logit.", batch)
values = agrees("The probabilities are right: for a batch, for a square one, for one row.", batch, points=2)
axes = agrees("The classes may lie along any axis.", other, needs=[values])
overflow = agrees("Logits around 1000 or −1000 give probabilities, never NaN.", huge, needs=[values])
rows_apart = agrees(
    "Rows whose logits are thousands apart don't harm each other.", spread, needs=[overflow], rtol=1e-10
)


@check(points=1, kind="property")
def distribution(student, batch):
    """Every row sums to 1, and a larger logit has a larger probability."""
    for case, P in student.softmax.on(batch):
        assert_law("Σ_k P[n, k] = 1", P.sum(axis=1), np.ones(len(P)), what="P", where=case)
        by_logit = np.take_along_axis(P, np.argsort(case.Z, axis=1), axis=1)
        assert_law("Z[n, j] < Z[n, k] ⇒ P[n, j] < P[n, k]", by_logit, np.sort(P, axis=1), what="P", where=case)


@check(points=1, kind="property")
def invariance(student, batch):
    """A number added to all logits of one row changes nothing, and classes in another order keep what is theirs."""

    def moved(m, case):
        shifts = np.linspace(7.0, -5.0, len(case.Z))[:, None]
        return m.softmax(case.Z), m.softmax(case.Z + shifts), m.softmax(case.Z[:, ::-1].copy())

    for case, (P, shifted, reversed_) in student.each(moved, batch):
        assert_law("softmax(z + c) = softmax(z)", shifted, P, what="P", where=case)
        assert_law("softmax(z in reverse) = P in reverse", reversed_, P[:, ::-1], what="P", where=case)


hygiene = hygiene_of(batch)
SHIFT, SUM = "Z - Z.max(axis=axis, keepdims=True)", "E.sum(axis=axis, keepdims=True)"

BUGS = [
    patch(
        "nothing is subtracted, so that large logits overflow",
        {SHIFT: "Z"},
        hint="e^1000 is ∞: take the largest logit off.",
    ),
    patch(
        "the largest logit of the whole batch is taken off",
        {SHIFT: "Z - Z.max()"},
        hint="In rows far below it all terms become 0, and 0 / 0 is NaN: each row has a maximum of its own.",
    ),
    patch(
        "along other axes than the last, the largest logit of all is taken off",
        {SHIFT: "Z - (Z.max(axis=axis, keepdims=True) if axis == -1 else Z.max())"},
        hint="Each line along the axis has a maximum of its own, whichever axis it is.",
    ),
    patch(
        "the smallest logit is taken off",
        {"Z.max(": "Z.min("},
        hint="What remains has to be 0 or below, so that e to its power is 1 at most.",
    ),
    patch(
        "the largest modulus is taken off",
        {"Z.max(": "np.abs(Z).max("},
        hint="A row of logits around −1000 is then at −2000, where all terms are 0: subtract the maximum itself.",
    ),
    patch("logits are clipped to ±500", {SHIFT: "np.clip(Z, -500, 500)"}, hint="Clipping makes 1000 and 1001 equal."),
    patch(
        "the sum is taken over the whole batch",
        {SUM: "E.sum()"},
        hint="Every row is a distribution of its own: sum along the axis of the classes.",
    ),
    patch(
        "the probabilities of a class sum to 1 over the batch",
        {"axis: int = -1": "axis: int = 0"},
        hint="One sample is one row: its K probabilities sum to 1.",
    ),
    patch(
        "the axis is ignored",
        {SHIFT: "Z - Z.max(axis=-1, keepdims=True)", SUM: "E.sum(axis=-1, keepdims=True)"},
        hint="The classes lie along `axis`, which need not be the last.",
    ),
    patch(
        "the sums lose their axis",
        {SUM: "E.sum(axis=axis)"},
        hint="Sums of shape (N,) are lined up with the columns: keepdims=True makes them a column.",
    ),
    patch("the sum is forgotten", {"E / total": "E"}, hint="Probabilities sum to 1."),
    patch(
        "the logits are divided by their sum",
        {"E / total": "Z / Z.sum(axis=axis, keepdims=True)"},
        hint="e^z comes first.",
    ),
    patch(
        "the logarithm is returned",
        {"return E / total": "return np.log(E / total)"},
        hint="Probabilities are asked for.",
    ),
    patch(
        "every class has a sigmoid of its own",
        {"return E / total": "return 0.5 + 0.5 * np.tanh(0.5 * Z)"},
        hint="K sigmoids don't sum to 1: the classes compete in one sum.",
    ),
    patch("powers of 2 are taken", {"np.exp(": "np.exp2("}, hint="The base is e."),
    patch(
        "all is given to the largest logit",
        {"return E / total": "return np.floor(E)"},
        hint="That is the hard maximum; softmax leaves something to all classes.",
    ),
    patch(
        "a small number is added to the sum",
        {"E / total": "E / (total + 1e-6)"},
        hint="With the maximum taken off, the sum is at least 1: nothing needs protection, and rows must sum to 1.",
    ),
    patch(
        "a single class gets σ(z)",
        {"E: Array = ": "if Z.shape[axis] == 1:\n        return 1 / (1 + np.exp(-Z))\n    E: Array = "},
        hint="Where there is one class only, its probability is 1: e^z / e^z. σ is for one logit that stands for two classes.",
    ),
]


@bug("the mean of the row is taken off", hint="One logit may be far above the mean: take off the largest.")
def mean_off(Z, axis=-1):
    E = np.exp(Z - Z.mean(axis=axis, keepdims=True))
    return E / E.sum(axis=axis, keepdims=True)


@variant
def by_logarithm(Z, axis=-1):
    return np.exp(Z - np.logaddexp.reduce(Z, axis=axis, keepdims=True))


@variant
def by_differences(Z, axis=-1):
    lines = np.moveaxis(Z, axis, -1)
    P = 1.0 / np.exp(lines[..., None, :] - lines[..., :, None]).sum(axis=-1)
    return np.moveaxis(P, -1, axis)


@variant
def line_by_line(Z, axis=-1):
    def one(z):
        e = np.array([np.exp(x - max(z)) for x in z])
        return e / sum(e)

    return np.apply_along_axis(one, axis, Z)


@variant
def transposed(Z, axis=-1):
    Z = np.swapaxes(Z, 0, axis)
    E = np.exp(Z - np.max(Z, axis=0))
    return np.swapaxes(E / np.sum(E, axis=0), 0, axis)
