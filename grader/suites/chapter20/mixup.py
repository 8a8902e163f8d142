"""Checks, known bugs and variants of chapter20/mixup."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("Xm", "Ym"),
    requires=("chapter01/one_hot",),
    minutes=10,
    hints=(
        "Two draws, in this order: lam = rng.beta(alpha, alpha), one number, and perm = rng.permutation(N).",
        "X[perm] are the partners: rows in another order, for any number of axes.",
        "lam, perm, and what lam stands at are the same for X and for Y.",
    ),
)


def generator(rng, alpha, N, low):
    """Draw a Generator whose lam is on one side of 1/2, neither near it nor near the end, and whose partners differ."""
    while True:
        seed = int(rng.integers(2**31))
        trial = np.random.default_rng(seed)
        lam, perm = trial.beta(alpha, alpha), trial.permutation(N)
        pairs = N < 3 or not np.array_equal(perm, np.argsort(perm))
        if 0.1 < (lam if low else 1 - lam) < 0.4 and (N == 1 or np.sum(perm != np.arange(N)) > N / 2) and pairs:
            return np.random.default_rng(seed)


def one_hot(rng, N, K):
    y = rng.permutation(np.arange(N) % K)
    return np.eye(K)[y]


@cases(
    "shape K alpha low",
    ((7, 5), 3, 0.4, True),
    ((4, 4), 4, 1.0, False),
    ((5, 2, 3), 2, 2.0, True),
    ((3, 2, 2, 3), 3, 1.0, True),
    ((1, 4), 3, 0.4, False),
    ((6,), 4, 3.0, False),
    ((5, 1), 1, 0.1, False),
    ((4, 3, 1), 2, 12.0, True),
)
def batch(rng, shape, K, alpha, low):
    return {
        "X": rng.normal(size=shape),
        "Y": one_hot(rng, shape[0], K),
        "alpha": alpha,
        "rng": generator(rng, alpha, shape[0], low),
    }


@cases("N K alpha low", (6, 3, 1.0, True), (5, 5, 0.4, False))
def soft(rng, N, K, alpha, low):
    """Labels that are probabilities already."""
    return {
        "X": rng.normal(size=(N, 2)),
        "Y": probabilities(rng, N, K),
        "alpha": alpha,
        "rng": generator(rng, alpha, N, low),
    }


@cases("alpha", 0.0, -0.5)
def wrong(rng, alpha):
    rng_passed = np.random.default_rng(int(rng.integers(2**31)))
    return {"X": rng.normal(size=(3, 2)), "Y": np.eye(3), "alpha": alpha, "rng": rng_passed}


far = scaled(batch, X=1)

shapes = shaped("Xm and Ym have the shapes of X and Y.", batch)
samples = agrees("Samples are mixed with lam, and with the partners that perm gives.", batch, only=["Xm"], points=2)
same = agrees("Labels are mixed just as their samples are.", batch, only=["Ym"], points=2)
mixed_labels = agrees("Labels that are probabilities already are mixed, too.", soft, only=["Ym"])
every_scale = agrees("X may be tiny or huge.", far, needs=[samples, same], separates=False)


@check(points=1, kind="property")
def sums(student, batch):
    """The mean of the batch stays what it was, and rows of labels still sum to 1."""
    for case, (Xm, Ym) in student.mixup.on(batch):
        assert_law("Σ_n Xm[n] = Σ_n X[n]", Xm.sum(axis=0), case.X.sum(axis=0), scale=len(Xm), what="Xm", where=case)
        assert_law("Σ_k Ym[n, k] = 1", Ym.sum(axis=1), np.ones(len(Ym)), what="Ym", where=case)


@check(points=1, kind="random", needs=[samples, same])
def anew(student, rng):
    """The next batch from the same rng is mixed otherwise: lam and perm are drawn once a call, and nothing else."""

    def twice(m, X, Y, seed):
        g = constant(m, np.random.default_rng(seed))
        return m.mixup(X, Y, 0.7, g), m.mixup(X, Y, 0.7, g), g.random()

    X, Y, seed = rng.normal(size=(8, 3)), one_hot(rng, 8, 4), int(rng.integers(2**31))
    *found, after = student.run(twice, X, Y, seed)
    fresh, where = np.random.default_rng(seed), "8 samples, alpha=0.7, two batches"
    for (Xm, Ym), which in zip(found, ("first", "second"), strict=True):
        lam, perm = fresh.beta(0.7, 0.7), fresh.permutation(8)
        assert_close(Xm, lam * X + (1 - lam) * X[perm], names=(f"Xm, {which} batch",), where=where)
        assert_close(Ym, lam * Y + (1 - lam) * Y[perm], names=(f"Ym, {which} batch",), where=where)
    if after != fresh.random():
        fail("After two batches the Generator is not where it should be: something else was drawn.", where)


@check(points=1, kind="error")
def refused(student, wrong):
    """An alpha that is not above 0 is refused with a ValueError."""
    for case in wrong:
        raises(student, ValueError, lambda m, case: m.mixup(*case.values()), case, where=case)


hygiene = hygiene_of(batch, seeded=True)

LAM, PERM = "rng.beta(a=alpha, b=alpha)", "rng.permutation(len(X))"
XM, YM = "lam * X + (1 - lam) * X[perm]", "lam * Y + (1 - lam) * Y[perm]"
DRAWS = f"lam = {LAM}\n    perm = {PERM}"
BUGS = [
    patch(
        "labels are not mixed", {YM: "Y.copy()"}, hint="A mixed sample has a mixed label: the same lam, the same perm."
    ),
    patch(
        "labels have the share of the partner",
        {YM: "(1 - lam) * Y + lam * Y[perm]"},
        hint="lam stands at X and at Y, 1 − lam at X[perm] and at Y[perm].",
    ),
    patch(
        "lam and 1 − lam are exchanged, for samples and labels",
        {XM: "(1 - lam) * X + lam * X[perm]", YM: "(1 - lam) * Y + lam * Y[perm]"},
        hint="As likely, but another batch: lam stands at X and at Y.",
    ),
    patch(
        "labels have partners of their own",
        {YM: "lam * Y + (1 - lam) * Y[rng.permutation(len(X))]"},
        hint="One perm: a sample's partner is its label's partner.",
    ),
    patch(
        "labels have a lam of their own",
        {f"return {XM},": f"mixed = {XM}\n    lam = {LAM}\n    return mixed,"},
        hint="One lam: a label goes as far as its sample.",
    ),
    patch(
        "labels are one-hot again afterwards",
        {f"return {XM}, {YM}": f"Ym = {YM}\n    return {XM}, 1.0 * np.eye(Y.shape[1])[np.argmax(Ym, axis=1)]"},
        hint="What has been mixed is what is to be learned: leave Ym as it is.",
    ),
    patch(
        "each sample has a lam of its own",
        {
            f"lam = {LAM}": "lam = rng.beta(alpha, alpha, size=len(X))",
            f"return {XM}, {YM}": "wide = lam.reshape((-1,) + (1,) * (X.ndim - 1))\n    return wide * X + (1 - wide) * X[perm], "
            "lam[:, None] * Y + (1 - lam[:, None]) * Y[perm]",
        },
        hint="One lam for the batch: rng.beta(alpha, alpha), without a size.",
    ),
    patch("lam is uniform, whatever alpha is", {LAM: "rng.random()"}, hint="rng.beta(alpha, alpha)."),
    patch("lam is drawn from beta(alpha, 1)", {LAM: "rng.beta(alpha, 1.0)"}, hint="Both parameters are alpha."),
    patch(
        "the larger of lam and 1 − lam is taken (another convention)",
        {LAM: "rng.beta(alpha, alpha)\n    lam = max(lam, 1 - lam)"},
        hint="lam is used as it is drawn.",
    ),
    patch(
        "perm is drawn before lam",
        {DRAWS: f"perm = {PERM}\n    lam = {LAM}"},
        hint="First lam, then perm: it is settled.",
    ),
    patch(
        "partners are drawn with replacement",
        {PERM: "rng.integers(len(X), size=len(X))"},
        hint="Each sample is a partner once: rng.permutation.",
    ),
    patch("partners are the batch in reverse", {PERM: "np.arange(len(X))[::-1]"}, hint="perm = rng.permutation(N)."),
    patch(
        "partners are those for whom one is the partner",
        {PERM: "np.argsort(rng.permutation(len(X)))"},
        hint="Row n is mixed with row perm[n].",
    ),
    patch(
        "the differences to the partners are mixed in with the wrong sign",
        {XM: "X + (1 - lam) * (X - X[perm])"},
        hint="From X towards X[perm]: lam X + (1 − lam) X[perm].",
    ),
    patch(
        "samples and partners are added without weights",
        {XM: "X + X[perm]", YM: "Y + lam * 0 + Y[perm]"},
        hint="The weights are lam and 1 − lam.",
    ),
    patch(
        "each batch is mixed in the same way",
        {f"lam = {LAM}": f"rng = np.random.default_rng(0)\n    lam = {LAM}"},
        hint="Draw from the rng that is handed over.",
    ),
    patch(
        "NumPy's global random state is used",
        {
            DRAWS: "np.random.seed(rng.integers(2**31))\n    lam = np.random.beta(alpha, alpha)\n    perm = np.random.permutation(len(X))"
        },
        hint="Leave np.random alone: draw from rng.",
    ),
    patch(
        "X is mixed in place",
        {f"return {XM},": "partners = X[perm]\n    X *= lam\n    X += (1 - lam) * partners\n    return X,"},
        hint="X *= … changes the caller's batch.",
    ),
    patch("something more is drawn", {DRAWS: f"{DRAWS}\n    rng.random()"}, hint="lam and perm, and nothing else."),
    patch(
        "samples are rounded to eight digits",
        {f"return {XM},": f"return np.round({XM}, 8),"},
        hint="X may be tiny: leave it as it is.",
    ),
    patch(
        "alpha = 0 is let pass",
        {"not alpha > 0": "not alpha >= 0", LAM: "rng.beta(alpha, alpha) if alpha else 1.0"},
        hint="alpha > 0, or ValueError.",
    ),
    patch(
        "any alpha is let pass",
        {"not alpha > 0": "False", LAM: "rng.beta(abs(alpha) + 1e-300, abs(alpha) + 1e-300)"},
        hint="alpha > 0, or ValueError.",
    ),
]


EQUIVALENT = dict.fromkeys(
    ("mixup: not alpha > 0 → False", "mixup: alpha > 0 → alpha >= 0"), "rng.beta refuses what is not above 0 itself"
)


@variant
def towards_the_partner(X, Y, alpha, rng):
    if alpha <= 0:
        raise ValueError("alpha")
    away = 1 - rng.beta(alpha, alpha)
    partners = rng.permutation(X.shape[0])
    return X + away * (X[partners] - X), Y + away * (Y[partners] - Y)


@variant
def pair_by_pair(X, Y, alpha, rng):
    if not alpha > 0:
        raise ValueError(alpha)
    lam = rng.beta(alpha, alpha)
    Xm, Ym = np.zeros_like(X), np.zeros_like(Y)
    for n, partner in enumerate(rng.permutation(len(X))):
        Xm[n] = lam * X[n] + (1 - lam) * X[partner]
        Ym[n] = lam * Y[n] + (1 - lam) * Y[partner]
    return Xm, Ym


@variant
def as_a_matrix(X, Y, alpha, rng):
    if alpha <= 0:
        raise ValueError("alpha has to be positive")
    N = len(X)
    lam = rng.beta(alpha, alpha)
    mixing = lam * np.eye(N) + (1 - lam) * np.eye(N)[rng.permutation(N)]
    return np.tensordot(mixing, X, axes=1), mixing @ Y
