"""Checks, known bugs and variants of chapter24/gumbel_softmax."""

from copy import deepcopy

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("Y", "dZ"),
    requires=("chapter12/softmax_backward",),
    minutes=20,
    hints=(
        "U = rng.random(Z.shape) comes first. log u is negative: where do the two minus signs stand?",
        "The sum of logits and noise is divided by τ, then comes softmax along rows.",
        "For the way back the noise is a constant: it is softmax's backward pass, and 1/τ.",
    ),
)


def generator(rng):
    return np.random.default_rng(int(rng.integers(2**31)))


@cases("N K tau", (5, 4, 0.7), (3, 3, 1.6), (1, 5, 2.5), (6, 2, 0.9), (3, 1, 1.6))
def batch(rng, N, K, tau):
    return {
        "Z": rng.normal(size=(N, K)),
        "dY": rng.normal(size=(N, K)),
        "tau": tau * rng.uniform(0.9, 1.1),
        "rng": generator(rng),
    }


@cases(
    "offset tau tiny", (2000.0, 1.3, False), (-2000.0, 0.6, False), (0.0, 1e-3, False), (0.0, 1e-3, True), exact=True
)
def far(rng, offset, tau, tiny):
    """Rows around 2000 and around −2000, and a temperature near 0.

    At that, logits lie thousands of temperatures apart, or some hundred (`tiny`) when the noise has come: what is not
    likely is tiny then, and not 0.
    """
    Z = rng.normal(size=(4, 3)) + offset * np.array([1.0, -1.0, 1.0, -1.0])[:, None]
    tau, draws = tau * rng.uniform(0.9, 1.1), generator(rng)
    if tiny:
        noise = -np.log(-np.log(deepcopy(draws).random(Z.shape)))
        Z = tau * rng.permuted(rng.uniform([0.0, 50.0, 300.0], [1.0, 150.0, 600.0], size=(4, 3)), axis=1) - noise
    return {"Z": Z, "dY": rng.normal(size=(4, 3)), "tau": tau, "rng": draws}


@cases("K", 4, 3)
def laws(rng, K):
    return {"z": rng.permutation(np.linspace(-0.8, 0.8, K)) + rng.uniform(-0.1, 0.1, size=K), "rng": generator(rng)}


def smallest(case):
    """What is less is counted in fewer digits, down to the smallest float64."""
    return 1e-290


shapes = shaped("Y and dZ have the shape of Z.", batch)
forward = agrees("Y is softmax of logits plus noise, divided by τ.", batch, only=["Y"], points=2)
backward = agrees("dZ is right for the noise that was drawn.", batch, only=["dZ"], points=2, needs=[shapes, forward])
extreme = agrees(
    "Large logits and a small τ give numbers, tiny ones too.",
    far,
    only=["Y"],
    by="entry",
    scale=smallest,
    needs=[forward],
)

far_back = scaled(batch, dY=1, scales=(-100, 100))
every_scale = agrees("Tiny and huge gradients go back as others do.", far_back, only=["dZ"], needs=[shapes, forward])


@check(points=1, kind="random", needs=[shapes])
def frequencies(student, laws):
    """The largest entry of a row is each class as often as softmax says, for every temperature."""
    n = 6000

    def drawn(m, case):
        return m.gumbel_softmax(np.tile(case.z, (n, 1)), np.zeros((n, len(case.z))), 0.5, case.rng)[0].argmax(axis=1)

    for case, classes in student.each(drawn, laws):
        p = np.exp(case.z) / np.exp(case.z).sum()
        counts = np.bincount(classes, minlength=len(p))
        check_frequencies(counts, n, p, sees=0.5, what="how often each class is drawn", where=case)


@check(points=1, kind="property", needs=[forward])
def temperatures(student, batch):
    """A large τ makes all classes alike, and the gradient small."""

    def ways(m, case):
        Z, dY, _, rng = case.values()
        return m.gumbel_softmax(Z, dY, 1e9, rng)

    for case, (Y, dZ) in student.each(ways, batch):
        N, K = case.Z.shape
        assert_law("Y = 1/K for τ → ∞", Y, np.full((N, K), 1 / K), rtol=1e-6, what="Y", where=case)
        centred = (case.dY - case.dY.mean(axis=1, keepdims=True)) / K
        assert_law(
            "τ dZ = (dY − mean of dY) / K for τ → ∞", 1e9 * dZ, centred, rtol=1e-6, scale=0.1, what="dZ", where=case
        )


@check(points=1, kind="random", needs=[forward])
def anew(student, rng):
    """The next call with the same rng draws other noise, and nothing else has been drawn."""

    def twice(m, Z, dY, seed):
        g = constant(m, np.random.default_rng(seed))
        return [m.gumbel_softmax(Z, dY, 0.7, g)[0] for _ in range(2)], g.random()

    (Z, dY), seed = rng.normal(size=(2, 4, 3)), int(rng.integers(2**31))
    found, after = student.run(twice, Z, dY, seed)
    fresh, where = np.random.default_rng(seed), "Z (4, 3), two calls with one rng"
    for Y, which in zip(found, ("first", "second"), strict=True):
        E = np.exp((Z - np.log(-np.log(fresh.random((4, 3))))) / 0.7)
        assert_close(Y, E / E.sum(axis=1, keepdims=True), names=(f"Y of the {which} call",), where=where)
    if after != fresh.random():
        fail("After two calls the Generator is not where it should be: something else was drawn.", where)


hygiene = hygiene_of(batch)

NOISE, SUM = "-np.log(-np.log(rng.random(Z.shape)))", "(Z + G) / tau"
BACK = "Y * (dY - np.sum(dY * Y, axis=1, keepdims=True)) / tau"
BUGS = [
    patch(
        "something more is drawn",
        {"    return Y, dZ": "    rng.random()\n    return Y, dZ"},
        hint="U = rng.random(Z.shape), and no other number.",
    ),
    patch(
        "the noise is drawn from a copy of rng, so that the next call draws it again",
        {NOISE: NOISE.replace("rng.random", "__import__('copy').deepcopy(rng).random")},
        hint="Draw from the rng that is handed over: it goes on.",
    ),
    patch("the noise has the wrong sign", {NOISE: NOISE[1:]}, hint="g = −log(−log u)."),
    patch("one logarithm is missing in the noise", {NOISE: "-np.log(rng.random(Z.shape))"}, hint="g = −log(−log u)."),
    patch("the uniform numbers themselves are the noise", {NOISE: "rng.random(Z.shape)"}, hint="g = −log(−log u)."),
    patch("the noise is normal", {NOISE: "rng.standard_normal(Z.shape)"}, hint="g = −log(−log u)."),
    patch(
        "numpy's Gumbel draws are taken",
        {NOISE: "rng.gumbel(size=Z.shape)"},
        hint="It has the right distribution, from other numbers: U = rng.random(Z.shape).",
    ),
    patch(
        "there is no noise",
        {NOISE: "0.0 * rng.random(Z.shape)"},
        hint="Without noise y is the same each time: nothing is drawn.",
    ),
    patch(
        "all rows have the same noise",
        {NOISE: NOISE.replace("Z.shape", "Z.shape[1]")},
        hint="Each entry has its own: rng.random(Z.shape).",
    ),
    patch(
        "all classes of a row have the same noise",
        {NOISE: NOISE.replace("Z.shape", "(len(Z), 1)")},
        hint="Each entry has its own: rng.random(Z.shape).",
    ),
    patch("the noise is not divided by τ", {SUM: "Z / tau + G"}, hint="(z + g) / τ."),
    patch("τ multiplies", {SUM: "(Z + G) * tau", BACK: BACK.replace("/ tau", "* tau")}, hint="(z + g) / τ."),
    patch("dZ lacks 1/τ", {BACK: BACK.removesuffix(" / tau")}, hint="s = (z + g) / τ: the chain rule brings 1/τ."),
    patch(
        "only the diagonal of softmax's Jacobian is taken",
        {BACK: "Y * (1.0 - Y) * dY / tau"},
        hint="Each y depends on all logits of its row: y (dY − Σ dY y).",
    ),
    patch(
        "dZ sums over all rows",
        {BACK: BACK.replace("axis=1, keepdims=True", "keepdims=True")},
        hint="Each row has its own sum.",
    ),
    patch("dY goes back as it is", {BACK: "dY / tau"}, hint="Softmax has a Jacobian: y (dY − Σ dY y)."),
    patch(
        "softmax runs along columns",
        {"S.max(axis=1, keepdims=True)": "S.max(axis=0)", "E.sum(axis=1, keepdims=True)": "E.sum(axis=0)"},
        hint="Classes stand in a row: axis 1.",
    ),
    patch(
        "Y is one-hot", {"return Y, dZ": "return np.eye(Z.shape[1])[Y.argmax(axis=1)], dZ"}, hint="Y itself: softened."
    ),
    patch(
        "nothing is taken off, so that large logits overflow",
        {"S.max(axis=1, keepdims=True)": "0.0"},
        hint="Take each row's maximum off before the exponential.",
    ),
]

EQUIVALENT = {
    "gumbel_softmax: np.exp(S - S.max(axis=1, keepdims=True)) → -np.exp(S - S.max(axis=1, keepdims=True))": (
        "signs cancel in the fraction"
    ),
    "gumbel_softmax: Z + G → G + G, and alike": "the two change places in a sum",
    "gumbel_softmax: np.log(rng.random(Z.shape)) → np.log2(rng.random(Z.shape))": (
        "one number is added to all noise, and softmax does not change"
    ),
}


@variant
def by_logaddexp(Z, dY, tau, rng):
    S = (Z - np.log(-np.log(rng.random(Z.shape)))) / tau
    Y = np.exp(S - np.logaddexp.reduce(S, axis=1)[:, None])
    return Y, (Y * dY - Y * np.einsum("nk,nk->n", Y, dY)[:, None]) / tau


@variant
def by_exponentials(Z, dY, tau, rng):
    waiting = -np.log(rng.random(Z.shape))
    S = Z / tau - np.log(waiting) / tau
    E = np.exp(S - np.max(S, axis=1)[:, None])
    Y = E / np.sum(E, axis=1)[:, None]
    J = np.einsum("ni,ij->nij", Y, np.eye(Z.shape[1])) - np.einsum("ni,nj->nij", Y, Y)
    return Y, np.einsum("nij,nj->ni", J, dY) / tau


@variant
def row_by_row(Z, dY, tau, rng):
    import math

    N, K = Z.shape
    U = rng.random((N, K)).tolist()
    Y, dZ = np.zeros((N, K)), np.zeros((N, K))
    for n in range(N):
        s = [(Z[n, k] - math.log(-math.log(U[n][k]))) / tau for k in range(K)]
        e = [math.exp(x - max(s)) for x in s]
        for k in range(K):
            Y[n, k] = e[k] / sum(e)
        mean = sum(Y[n, k] * dY[n, k] for k in range(K))
        for k in range(K):
            dZ[n, k] = Y[n, k] * (dY[n, k] - mean) / tau
    return Y, dZ
