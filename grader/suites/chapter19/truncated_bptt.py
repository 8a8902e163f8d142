"""Checks, known bugs and variants of chapter19/truncated_bptt."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    returns=("dX", "dh0", "dWx", "dWh", "db"),
    requires=("chapter19/rnn_backward",),
    minutes=40,
    hints=(
        "Go forward as ever, and keep all states. Only the way back is cut.",
        "Take one state after the other as a source: lead its dH[:, t] back, cell by cell, and stop after k cells.",
        "In each cell that is passed: times 1 − h², then what X, Wx, Wh and b get there, then times Whᵀ.",
        "If cell 1 has been passed, what is in front of it belongs to h0.",
    ),
)


def drawn(rng, N, T, D, K, k):
    """Draw a network whose slopes are neither 0 nor 1."""
    return {
        "dH": rng.normal(size=(N, T, K)),
        "X": rng.normal(size=(N, T, D)),
        "h0": rng.choice((-1.0, 1.0), size=(N, K)) * rng.uniform(0.3, 0.9, size=(N, K)),
        "Wx": rng.normal(scale=0.5, size=(D, K)),
        "Wh": rng.normal(scale=0.8, size=(K, K)),
        "b": rng.choice((-1.0, 1.0), size=K) * rng.uniform(0.1, 0.4, size=K),
        "k": k,
    }


@cases("N T D K k", (3, 5, 2, 4, 2), (4, 4, 4, 4, 3), (1, 7, 3, 2, 3), (2, 6, 3, 1, 4), (3, 6, 1, 4, 2))
def cut(rng, N, T, D, K, k):
    return drawn(rng, N, T, D, K, k)


@cases("N T D K k", (2, 4, 3, 5, 4), (1, 3, 2, 2, 3), (2, 3, 2, 3, 7), (3, 1, 2, 2, 1))
def whole(rng, N, T, D, K, k):
    return drawn(rng, N, T, D, K, k)


def balanced(rng, numbers):
    """Return an even count of numbers, half of them the others with the other sign: also rounded, their sum is 0."""
    half = numbers.ravel()[: numbers.size // 2]
    return rng.permutation([*half, *-half]).reshape(numbers.shape)


@cases("N T D K add_up", (2, 4, 3, 5, True), (3, 3, 3, 3, True), (1, 2, 2, 2, False))
def own_cell(rng, N, T, D, K, add_up):
    """Sums of what is given are 0 in the last case: that says nothing of the numbers."""
    case = drawn(rng, N, T, D, K, 1)
    if add_up:
        return case
    return {name: value if name == "k" else balanced(rng, value) for name, value in case.items()}


@cases("k", 0, -1)
def no_cells(rng, k):
    return drawn(rng, 2, 3, 2, 2, k)


steep = scaled(cut, rows=2, dH=1)

shapes = shaped("Each gradient has the shape of what it is the gradient of.", cut)
inputs = agrees(
    "dX and dh0 hear each state's dH through its own k cells.", cut, only=["dX", "dh0"], kind="gradient", points=2
)
weights = agrees(
    "dWx, dWh and db add up what the cells that are passed contribute.",
    cut,
    only=["dWx", "dWh", "db"],
    kind="gradient",
    points=2,
)
one = agrees("With k = 1 each state is heard in its own cell alone.", own_cell, kind="gradient", rtol=1e-10)
any_slope = agrees("Gradients may be tiny or huge.", steep, kind="gradient", needs=[inputs, weights], separates=False)


@check(points=1, kind="gradient")
def nothing_cut(student, whole, rng):
    """From k = T on all five agree with finite differences, dh0 included."""
    for case, grads in student.truncated_bptt.on(whole):

        def loss(X, h0, Wx, Wh, b, dH=case.dH):
            h, total = h0, 0.0
            for t in range(X.shape[1]):
                h = np.tanh(X[:, t] @ Wx + h @ Wh + b)
                total += np.sum(dH[:, t] * h)
            return total

        names = ("X", "h0", "Wx", "Wh", "b")
        at = {name: getattr(case, name) for name in names}
        check_grads(loss, at, dict(zip(names, grads, strict=True)), rng=rng, where=case)


@check(points=1, kind="property")
def window(student, cut, rng):
    """A loss of one state alone reaches the inputs of its k cells, and no others."""
    for case in cut:
        T, k = case.X.shape[1], case.k
        t = int(rng.integers(k, T))
        dH = np.zeros_like(case.dH)
        dH[:, t] = case.dH[:, t]

        def outside(m, case, dH, t=t, k=k):
            grads = m.truncated_bptt(dH, case.X, case.h0, case.Wx, case.Wh, case.b, case.k)
            dX, dh0 = grads[0], grads[1]
            return dX[:, : t - k + 1], dX[:, t + 1 :], dh0

        for part, what in zip(student.run(outside, case, dH), ("dX", "dX", "dh0"), strict=True):
            assert_law("it is 0 outside of the window", part, np.zeros_like(part), scale=1.0, what=what, where=case)


@check(points=1, kind="error")
def refused(student, no_cells):
    """A k below 1 is refused with a ValueError."""
    for case in no_cells:
        raises(student, ValueError, lambda m, case: m.truncated_bptt(*case.values()), case, where=case)


hygiene = hygiene_of(cut, needs=[inputs, weights])

ROUNDS, MOVE = "range(min(k, X.shape[1]) - 1)", "passing = (passing[:, 1:] @ Wh.T) * slopes[:, : passing.shape[1] - 1]"
START, RETURN = "    slopes = 1 - H[:, 1:] ** 2\n", "return dZ @ Wx.T, dZ[:, 0] @ Wh.T, dWx, dWh, dZ.sum(axis=(0, 1))"


def chunked(length):
    """Text of a reset of what passes the border of a piece."""
    return f"{MOVE}\n        passing = passing * ((np.arange(passing.shape[1]) // {length} == (np.arange(passing.shape[1]) + _ + 1) // {length})[:, None])"


EQUIVALENT = {
    "truncated_bptt: H[:, t + 1] = np.tanh(X[:, t] @ Wx + H[:, t] @ Wh + b) → H[:, t + 1] += np.tanh(X[:, t] @ Wx + H[:, t] @ Wh + b)": "every entry is set, and once",
    "truncated_bptt: np.zeros(dH.shape) → np.ones(dH.shape)": "every entry is set, and once",
    "truncated_bptt: k < 1 → k < 0.5": "k is a whole number.",
}
BUGS = [
    patch(
        "the sequence is cut into pieces of k steps, and what a state hears stays in its piece",
        {MOVE: chunked("k")},
        hint="Every state has a window of its own: k cells back from it.",
    ),
    patch(
        "what a state hears passes one cell too many",
        {ROUNDS: "range(min(k + 1, X.shape[1]) - 1)"},
        hint="k cells, its own included: k = 1 is its own alone.",
    ),
    patch(
        "what a state hears passes one cell too few",
        {ROUNDS: "range(max(min(k, X.shape[1]) - 2, 0))"},
        hint="k cells, its own included: k = 1 is its own alone.",
    ),
    patch("nothing is cut", {ROUNDS: "range(X.shape[1] - 1)"}, hint="Stop after k cells."),
    patch(
        "only the last k states are heard at all",
        {
            "passing = dZ = dH * slopes": "passing = dZ = dH * slopes * (np.arange(X.shape[1]) >= X.shape[1] - k)[:, None]"
        },
        hint="All of dH counts; what is cut are the ways back.",
    ),
    patch(
        "the way back ends k cells before the end, and never reaches the cells in front of these",
        {"    dWx, dWh =": "    dZ = dZ * (np.arange(X.shape[1]) >= X.shape[1] - k)[:, None]\n    dWx, dWh ="},
        hint="Every state has a window of its own: the early ones reach back to the first cell.",
    ),
    patch(
        "dWh leaves out the first cell, whose state before is h0",
        {"H[:, :-1], dZ)": "H[:, 1:-1], dZ[:, 1:])"},
        hint="h0 Wh is part of the first cell: h0 is a factor like other states.",
    ),
    patch(
        "the state is reset after every k steps on the way forward",
        {"H[:, t] @ Wh + b)": "(H[:, t] if t == 0 or t % k else 0 * h0) @ Wh + b)"},
        hint="The way forward is not cut.",
    ),
    patch(
        "gradients are scaled up for what was cut",
        {"    dWx, dWh =": "    dZ = dZ * (X.shape[1] / min(k, X.shape[1]))\n    dWx, dWh ="},
        hint="Nothing is scaled.",
    ),
    patch(
        "gradients are divided by k",
        {"    dWx, dWh =": "    dZ = dZ / k\n    dWx, dWh ="},
        hint="Nothing is averaged.",
    ),
    patch(
        "of k = T, what comes from the last state does not reach h0",
        {
            RETURN: "dh0 = (dZ[:, 0] - passing[:, 0] * (k <= X.shape[1])) @ Wh.T\n    return dZ @ Wx.T, dh0, dWx, dWh, dZ.sum(axis=(0, 1))"
        },
        hint="What has passed through cell 1, the last of its k cells perhaps, arrives in front of it.",
    ),
    patch(
        "dh0 is zero unless nothing was cut",
        {RETURN: "dh0 = dZ[:, 0] @ Wh.T * (k >= X.shape[1])\n    return dZ @ Wx.T, dh0, dWx, dWh, dZ.sum(axis=(0, 1))"},
        hint="Early states have h0 within their windows.",
    ),
    patch(
        "dh0 is what the first cell's z hears, without Whᵀ",
        {RETURN: "return dZ @ Wx.T, dZ[:, 0], dWx, dWh, dZ.sum(axis=(0, 1))"},
        hint="h0 comes into cell 1 by h0 Wh: times Whᵀ.",
    ),
    patch(
        "the slope of tanh is missing on the way back",
        {MOVE: "passing = passing[:, 1:] @ Wh.T"},
        hint="Each cell that is passed has its tanh: times 1 − h².",
    ),
    patch(
        "on the way back, the slope is that of the cell before",
        {MOVE: "passing = (passing[:, 1:] @ Wh.T) * slopes[:, 1 : passing.shape[1]]"},
        hint="What comes out of cell t goes through the tanh of cell t − 1.",
    ),
    patch(
        "Wh is not transposed on the way back",
        {"passing[:, 1:] @ Wh.T": "passing[:, 1:] @ Wh"},
        hint="Forward h Wh, back dz Whᵀ.",
    ),
    patch(
        "dWh is made with the state after the cell",
        {"H[:, :-1], dZ)": "H[:, 1:], dZ)"},
        hint="The state before the cell is the factor.",
    ),
    patch(
        "the weights hear only of each state's own cell",
        {
            "    dWx, dWh =": "    own = dH * slopes\n    dWx, dWh =",
            "X, dZ), np": "X, own), np",
            "H[:, :-1], dZ)": "H[:, :-1], own)",
        },
        hint="In every cell that is passed, the weights are used.",
    ),
    patch("k = 0 gives gradients all the same", {"if k < 1": "if k < 0"}, hint="k is at least 1, or ValueError."),
    patch(
        "a k below 1 is taken for 1",
        {'if k < 1:\n        raise ValueError("k is at least 1")': "k = max(k, 1)"},
        hint="k is at least 1, or ValueError.",
    ),
    patch(
        "gradients are clipped on the way back",
        {MOVE: MOVE + "\n        passing = np.clip(passing, -1e3, 1e3)"},
        hint="What passes is handed on as it is.",
    ),
]


@variant
def walk_by_walk(dH, X, h0, Wx, Wh, b, k):
    if k <= 0:
        raise ValueError(k)
    T = X.shape[1]
    hs = [h0]
    for t in range(T):
        hs.append(np.tanh(X[:, t] @ Wx + hs[t] @ Wh + b))
    dX, dh0, dWx, dWh, db = (np.zeros(np.shape(p)) for p in (X, h0, Wx, Wh, b))
    for source in range(T):
        dh = dH[:, source]
        for t in range(source, max(source - k, -1), -1):
            dz = dh * (1 - hs[t + 1] ** 2)
            dX[:, t] += dz @ Wx.T
            dWx += X[:, t].T @ dz
            dWh += hs[t].T @ dz
            db += dz.sum(axis=0)
            dh = dz @ Wh.T
        if source - k < 0:
            dh0 += dh
    return dX, dh0, dWx, dWh, db


@variant
def sweep_with_ages(dH, X, h0, Wx, Wh, b, k):
    """One sweep from the back, with what passes kept apart by its age."""
    if not k >= 1:
        raise ValueError("k")
    N, T, D = X.shape
    before = [h0]
    for t in range(T):
        before.append(np.tanh(X[:, t] @ Wx + before[-1] @ Wh + b))
    ages = []
    dX, dWx, dWh, db = np.zeros((N, T, D)), np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(len(b))
    for t in range(T - 1, -1, -1):
        ages = [dH[:, t], *ages][:k]
        slope = 1 - before[t + 1] ** 2
        dz = sum(ages) * slope
        dX[:, t], dWx, dWh, db = dz @ Wx.T, dWx + X[:, t].T @ dz, dWh + before[t].T @ dz, db + dz.sum(0)
        ages = [(g * slope) @ Wh.T for g in ages]
    return dX, sum(ages), dWx, dWh, db


@variant
def jacobians(dH, X, h0, Wx, Wh, b, k):
    """By products of the cells' Jacobians, sample by sample."""
    if k < 1:
        raise ValueError("k must be positive")
    N, T, _ = X.shape
    dZ, hs = np.zeros(dH.shape), np.zeros((N, T + 1, h0.shape[1]))
    dh0 = np.zeros(h0.shape)
    for n in range(N):
        hs[n, 0] = h0[n]
        for t in range(T):
            hs[n, t + 1] = np.tanh(X[n, t] @ Wx + hs[n, t] @ Wh + b)
        for t in range(T):
            J = np.eye(len(b))
            for s in range(t, max(-1, t - k), -1):
                J = J @ np.diag(1 - hs[n, s + 1] ** 2)
                dZ[n, s] += dH[n, t] @ J
                J = J @ Wh.T
            if t < k:
                dh0[n] += dH[n, t] @ J
    flat = dZ.reshape(N * T, -1)
    return dZ @ Wx.T, dh0, X.reshape(N * T, -1).T @ flat, hs[:, :-1].reshape(N * T, -1).T @ flat, flat.sum(axis=0)
