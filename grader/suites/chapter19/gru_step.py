"""Checks, known bugs and variants of chapter19/gru_step."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("h",),
    requires=("chapter19/lstm_step",),
    minutes=20,
    hints=(
        "The gates first: columns 0 to 2K of Wx, Wh and b, and σ.",
        "For the candidate, multiply r and h entry by entry, and only then by the last K columns of Wh.",
        "h′ = (1 − z) n + z h: if z is 1, nothing changes.",
    ),
)


def drawn(rng, N, D, K):
    """Draw a step whose gates are neither shut nor open."""
    return {
        "X": rng.normal(size=(N, D)),
        "h": rng.choice((-1.0, 1.0), size=(N, K)) * rng.uniform(0.4, 0.9, size=(N, K)),
        "Wx": rng.normal(scale=0.7, size=(D, 3 * K)),
        "Wh": rng.normal(scale=0.7, size=(K, 3 * K)),
        "b": rng.choice((-1.0, 1.0), size=3 * K) * rng.uniform(0.3, 0.8, size=3 * K),
    }


@cases("N D K", (5, 2, 3), (4, 4, 4), (1, 3, 2))
def step(rng, N, D, K):
    return drawn(rng, N, D, K)


@cases("N D", (3, 2), (1, 1))
def one_unit(rng, N, D):
    return drawn(rng, N, D, 1)


@cases("r z", (-60, -60), (60, -60), (-60, 60))
def gates(rng, r, z):
    """Gates that are all but open or shut, by large biases."""
    case = drawn(rng, 3, 2, 4)
    case["b"][:4], case["b"][4:8] = r, z
    return case


@cases("times", 40.0, 1e4, 1e200)
def saturated(rng, times):
    """Large entries of either sign, and of one sample none. In another, one entry outweighs all others."""
    case = drawn(rng, 4, 3, 2)
    of_z, of_n = case["Wx"][:, 3], case["Wx"][:, 5]
    least = np.argmin(np.abs(of_n))
    outweighed = -np.sign(of_n)
    outweighed[least] = 4 * np.abs(of_n).sum() / of_n[least]
    of_z *= -np.sign(outweighed @ of_z)  # z is shut, and shows the candidate
    case["X"][0], case["X"][1] = 0.0, outweighed
    return case | {"X": times * case["X"]}


@cases("times", 1e-9, 1e-100)
def faint(rng, times):
    """State and candidate are tiny, and keep their digits."""
    case = drawn(rng, 3, 2, 2)
    case["X"], case["h"] = times * case["X"], times * case["h"]
    case["b"][4:] = 0.0
    return case


@cases("times", 1e3, 1e100)
def rich(rng, times):
    """A state that no step has made, so that it may be large."""
    case = drawn(rng, 3, 2, 3)
    return case | {"h": times * case["h"]}


shapes = shaped("h′ has the shape of h.", step)
values = agrees("h′ = (1 − z) n + z h, with the blocks in the order r, z, n.", step, points=3)
single = agrees("There may be a single unit.", one_unit, separates=False)
extremes = agrees(
    "z open keeps the state, z shut takes the candidate; r shut makes that of the input alone.", gates, atol=1e-13
)
far = agrees("What goes into the gates may be huge: nothing becomes NaN.", saturated, needs=[values], separates=False)
small = agrees("States and candidates may be tiny.", faint, by="entry", needs=[values], separates=False)
large = agrees("The state may be large.", rich, needs=[values], separates=False)


@check(points=1, kind="property")
def between(student, step):
    """Without a candidate's weights, h′ lies between 0 and h."""
    for case in step:
        K = case.h.shape[1]
        alone = {"Wx": case.Wx.copy(), "Wh": case.Wh.copy(), "b": case.b.copy()}
        alone["Wx"][:, 2 * K :], alone["Wh"][:, 2 * K :], alone["b"][2 * K :] = 0.0, 0.0, 0.0
        z = 0.5 + 0.5 * np.tanh(0.5 * (case.X @ case.Wx + case.h @ case.Wh + case.b)[:, K : 2 * K])

        def run(m, case, weights):
            return m.gru_step(case.X, case.h, weights["Wx"], weights["Wh"], weights["b"])

        assert_law("h′ = z h if n = 0", student.run(run, case, alone), z * case.h, what="h", where=case)


hygiene = hygiene_of(step)

NEVER_ONE = dict.fromkeys(("axis 1 of Wx", "axis 1 of Wh", "axis 0 of b"), "there are three blocks of K columns")
GATES = "0.5 + 0.5 * np.tanh(0.5 * (inputs[:, : 2 * K] + h @ Wh[:, : 2 * K]))"
N, NEW = "np.tanh(inputs[:, 2 * K :] + (r * h) @ Wh[:, 2 * K :])", "(1 - z) * n + z * h"
AFTER_RESET = "gates[:, :K], 0.5 + 0.5 * np.tanh(0.5 * (inputs[:, K : 2 * K] + (gates[:, :K] * h) @ Wh[:, K : 2 * K]))"
BUGS = [
    patch(
        "z and 1 − z are exchanged (another convention)",
        {NEW: "z * n + (1 - z) * h"},
        hint="Here z keeps the old state: h′ = (1 − z) n + z h.",
    ),
    patch(
        "the state is reset after the product with Un (PyTorch's way)",
        {"(r * h) @ Wh[:, 2 * K :]": "r * (h @ Wh[:, 2 * K :])"},
        hint="(r ∘ h) Un: reset first, then multiply.",
    ),
    patch(
        "the blocks are taken in the order z, r, n",
        {"r, z = gates": "z, r = gates"},
        hint="The first block is r, the second is z.",
    ),
    patch(
        "the reset gate acts on the input as well",
        {N: "np.tanh(inputs[:, 2 * K :] * r + (r * h) @ Wh[:, 2 * K :])"},
        hint="r acts on the old state alone.",
    ),
    patch(
        "the reset gate acts on the input, not on the state",
        {N: "np.tanh(inputs[:, 2 * K :] * r + h @ Wh[:, 2 * K :])"},
        hint="n = tanh(x Wn + (r ∘ h) Un + bn).",
    ),
    patch("the reset gate is left out", {"(r * h) @": "h @"}, hint="n = tanh(x Wn + (r ∘ h) Un + bn)."),
    patch(
        "the update gate looks at the state that was reset",
        {"gates[:, :K], gates[:, K:]": AFTER_RESET},
        hint="z = σ(x Wz + h Uz + bz): r acts on the candidate alone.",
    ),
    patch(
        "the update takes the state that was reset",
        {NEW: "(1 - z) * n + z * (r * h)"},
        hint="z h: the old state as it was.",
    ),
    patch(
        "the candidate goes through σ, not tanh",
        {N: "1 / (1 + np.exp(-np.clip(inputs[:, 2 * K :] + (r * h) @ Wh[:, 2 * K :], -700, 700)))"},
        hint="n = tanh(…): it may be negative.",
    ),
    patch(
        "the gates go through tanh, not σ",
        {GATES: "np.tanh(inputs[:, : 2 * K] + h @ Wh[:, : 2 * K])"},
        hint="Gates are σ: between 0 and 1.",
    ),
    patch(
        "the candidate is added to the state that is kept", {NEW: "n + z * h"}, hint="h′ is a mean: (1 − z) n + z h."
    ),
    patch(
        "h′ goes through tanh once more",
        {f"return {NEW}": f"return np.tanh({NEW})"},
        hint="h′ is a mean of n and h: no tanh is needed.",
    ),
    patch(
        "the candidate is made without the state",
        {" + (r * h) @ Wh[:, 2 * K :]": ""},
        hint="n = tanh(x Wn + (r ∘ h) Un + bn).",
    ),
    patch(
        "the gates do not look at the state",
        {" + h @ Wh[:, : 2 * K]": ""},
        hint="r = σ(x Wr + h Ur + br), and z alike.",
    ),
    patch("the biases are left out", {"X @ Wx + b": "X @ Wx + 0 * b"}, hint="Each part has its bias."),
    patch(
        "σ is e^a/(1 + e^a), which is ∞/∞ for large a",
        {
            GATES: "np.exp(inputs[:, : 2 * K] + h @ Wh[:, : 2 * K]) / (1 + np.exp(inputs[:, : 2 * K] + h @ Wh[:, : 2 * K]))"
        },
        hint="1/(1 + e⁻ᵃ) is right on both sides, but for a warning.",
    ),
    patch(
        "the state is rounded to ten digits after the point",
        {f"return {NEW}": f"return np.round({NEW}, 10)"},
        hint="h may be tiny: leave it as it is.",
    ),
    patch(
        "the state is kept within −1 and 1",
        {f"return {NEW}": f"return np.clip({NEW}, -1, 1)"},
        hint="h is what it is given as: it may be large.",
    ),
    patch(
        "h is changed",
        {f"return {NEW}": f"h[:] = {NEW}\n    return h.copy()"},
        hint="h[:] = …, h *= … and h += … write into the caller's array.",
    ),
]


@variant
def separate_matrices(X, h, Wx, Wh, b):
    (Wr, Wz, Wn), (Ur, Uz, Un), (br, bz, bn) = (np.split(W, 3, axis=-1) for W in (Wx, Wh, b))
    r = 1 / (1 + np.exp(-(X @ Wr + h @ Ur + br)))
    z = 1 / (1 + np.exp(-(X @ Wz + h @ Uz + bz)))
    n = np.tanh(X @ Wn + (r * h) @ Un + bn)
    return n * (1 - z) + h * z


@variant
def fused(X, h, Wx, Wh, b):
    """The state moves towards the candidate, by a share of 1 − z."""
    K = h.shape[1]
    A = np.hstack([X, h, np.ones((len(X), 1))])
    W = np.vstack([Wx, Wh, b])
    gates = np.exp(-np.logaddexp(0.0, -(A @ W[:, : 2 * K])))
    A[:, X.shape[1] : -1] *= gates[:, :K]
    n, z = np.tanh(A @ W[:, 2 * K :]), gates[:, K:]
    return z * h + n - z * n


@variant
def unit_by_unit(X, h, Wx, Wh, b):
    from math import exp, tanh

    def sigmoid(a):
        return 1 / (1 + exp(-a)) if a > -700 else 0.0

    N, K = h.shape
    out = np.zeros((N, K))
    for m in range(N):
        r = [sigmoid(X[m] @ Wx[:, k] + h[m] @ Wh[:, k] + b[k]) for k in range(K)]
        for k in range(K):
            z = sigmoid(X[m] @ Wx[:, K + k] + h[m] @ Wh[:, K + k] + b[K + k])
            past = sum(r[j] * h[m, j] * Wh[j, 2 * K + k] for j in range(K))
            out[m, k] = (1 - z) * tanh(X[m] @ Wx[:, 2 * K + k] + past + b[2 * K + k]) + z * h[m, k]
    return out
