"""Checks, known bugs and variants of chapter19/rnn_backward."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("dX", "dh0", "dWx", "dWh", "db"),
    requires=("chapter19/rnn_forward", "chapter10/dense_backward"),
    minutes=40,
    hints=(
        "Go forward first, and keep all states: h0, then one for each step.",
        "Draw two steps. The state h_1 goes to two places: which two gradients does it hear?",
        "Go back from the last step. Keep what the step after sends back, and add it to dH[:, t] before tanh′.",
        "dz = (dH[:, t] + dh) (1 − h_t²). Weights are shared by all steps, so their gradients add up; then dh = dz Whᵀ.",
    ),
)


def drawn(rng, N, T, D, K):
    """Draw a network whose slopes are neither 0 nor 1."""
    return {
        "dH": rng.normal(size=(N, T, K)),
        "X": rng.normal(size=(N, T, D)),
        "h0": rng.choice((-1.0, 1.0), size=(N, K)) * rng.uniform(0.3, 0.9, size=(N, K)),
        "Wx": rng.normal(scale=0.6, size=(D, K)),
        "Wh": rng.normal(scale=0.7, size=(K, K)),
        "b": rng.choice((-1.0, 1.0), size=K) * rng.uniform(0.2, 0.6, size=K),
    }


@cases("N T D K", (3, 5, 2, 4), (4, 4, 4, 4), (1, 3, 3, 2), (5, 3, 2, 1))
def sequences(rng, N, T, D, K):
    return drawn(rng, N, T, D, K)


@cases("N T D K", (2, 4, 3, 5), (1, 3, 2, 2))
def at_the_end(rng, N, T, D, K):
    """Only the last state is made something of."""
    case = drawn(rng, N, T, D, K)
    case["dH"][:, :-1] = 0.0
    return case


@cases("N D K", (3, 2, 4), (1, 1, 1))
def one_input(rng, N, D, K):
    """The states before are not from a tanh, and beyond 1."""
    case = drawn(rng, N, 1, D, K)
    return case | {"h0": 4.0 * case["h0"]}


@cases("T gain", (40, 0.3), (40, 2.0), exact="Wh")
def long(rng, T, gain):
    """Gradients that vanish on the way, and that grow: states are near 0, where tanh has the slope 1."""
    Q, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    small = {"X": 1e-14 * rng.normal(size=(2, T, 2)), "h0": 1e-14 * rng.normal(size=(2, 3)), "b": np.zeros(3)}
    dH = np.zeros((2, T, 3))
    dH[:, -1] = rng.normal(size=(2, 3))
    return {
        "dH": dH,
        "X": small["X"],
        "h0": small["h0"],
        "Wx": rng.normal(size=(2, 3)),
        "Wh": gain * Q,
        "b": small["b"],
    }


steep = scaled(sequences, dH=1)

shapes = shaped("Each gradient has the shape of what it is the gradient of.", sequences)
inputs = agrees(
    "dX and dh0 know that a state is heard at its own step and at all later ones.",
    sequences,
    only=["dX", "dh0"],
    kind="gradient",
    points=2,
)
weights = agrees(
    "dWx, dWh and db are sums over all steps, for the weights are shared.",
    sequences,
    only=["dWx", "dWh", "db"],
    kind="gradient",
    points=2,
)
last = agrees("A loss of the last state alone goes back through all steps.", at_the_end, kind="gradient")
single = agrees("A sequence may be a single input.", one_input, kind="gradient", separates=False)
far_back = agrees(
    "Through many steps gradients may vanish, or grow by powers.",
    long,
    only=["dX", "dh0"],
    by="entry",
    rtol=1e-6,
    kind="gradient",
    needs=[inputs],
    separates=False,
)
any_slope = agrees("Gradients may be tiny or huge.", steep, kind="gradient", needs=[inputs, weights], separates=False)


@check(points=2, kind="gradient")
def finite_differences(student, sequences, rng):
    """All five agree with finite differences of L = Σ dH ∘ H."""
    for case, grads in student.rnn_backward.on(sequences):

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
def not_before_its_time(student, sequences, rng):
    """What comes after a state's loss hears nothing of it."""
    for case in sequences:
        t = int(rng.integers(case.X.shape[1] - 1))
        dH = case.dH.copy()
        dH[:, t + 1 :] = 0.0

        def later(m, case, dH, t=t):
            return m.rnn_backward(dH, case.X, case.h0, case.Wx, case.Wh, case.b)[0][:, t + 1 :]

        after = student.run(later, case, dH)
        assert_law("dX[:, t + 1:] = 0", after, np.zeros_like(after), scale=1.0, what="dX", where=case)


hygiene = hygiene_of(sequences, needs=[inputs, weights])

DZ, SLOPE = "(dH[:, t] + dh) * (1 - states[t + 1] ** 2)", "(1 - states[t + 1] ** 2)"
BUGS = [
    patch(
        "what comes back from the step after is dropped",
        {"(dH[:, t] + dh)": "dH[:, t]"},
        hint="h_t acts on L by h_{t+1}, too: add what the step after sends back.",
    ),
    patch(
        "only the last entry of dH counts",
        {"(dH[:, t] + dh)": "(dH[:, t] * (t == T - 1) + dh)"},
        hint="Each state hears dH[:, t] directly, at its own step.",
    ),
    patch(
        "gradients of the weights are overwritten at each step",
        {"dWx += X[:, t].T @ dz": "dWx = X[:, t].T @ dz", "dWh += states[t].T @ dz": "dWh = states[t].T @ dz"},
        hint="All steps share the weights: what they contribute adds up.",
    ),
    patch(
        "db is that of one step alone",
        {"db += dz.sum(axis=0)": "db = dz.sum(axis=0)"},
        hint="All steps share b: what they contribute adds up.",
    ),
    patch(
        "db is that of the last step alone",
        {"db += dz.sum(axis=0)": "db += dz.sum(axis=0) * (t == T - 1)"},
        hint="All steps share b: what they contribute adds up.",
    ),
    patch(
        "the way back goes from front to back",
        {"in reversed(range(T))": "in range(T)"},
        hint="A state needs what the step after sends back: begin with the last.",
    ),
    patch(
        "the slope of tanh is taken at the state before",
        {SLOPE: "(1 - states[t] ** 2)"},
        hint="h_t = tanh(z_t), so its slope is 1 − h_t², of the same step.",
    ),
    patch(
        "dWh is made with the state after the step",
        {"states[t].T @ dz": "states[t + 1].T @ dz"},
        hint="z_t = … + h_{t−1} Wh: the state before the step is the factor.",
    ),
    patch("the slope of tanh is missing", {DZ: "dH[:, t] + dh"}, hint="dz = dh ∘ (1 − h_t²)."),
    patch(
        "the slope of tanh is not applied to what comes back",
        {DZ: f"dH[:, t] * {SLOPE} + dh"},
        hint="Both go through tanh: add first, then multiply by 1 − h_t².",
    ),
    patch(
        "what goes on to the step before has not gone through tanh",
        {"dh = dz @ Wh.T": "dh = (dH[:, t] + dh) @ Wh.T"},
        hint="h_{t−1} is inside of tanh, as x_t is: it hears dz Whᵀ.",
    ),
    patch(
        "dWh leaves out the first step, whose state before is h0",
        {"dWh += states[t].T @ dz": "dWh += states[t].T @ dz * (t > 0)"},
        hint="h0 Wh is part of the first step: h0 is a factor like other states.",
    ),
    patch(
        "the slope of the sigmoid stands for that of tanh",
        {SLOPE: "(states[t + 1] * (1 - states[t + 1]))"},
        hint="tanh′ = 1 − tanh².",
    ),
    patch(
        "the slope of tanh is taken of the tanh of the state",
        {SLOPE: "(1 - np.tanh(states[t + 1]) ** 2)"},
        hint="h_t is a tanh already: 1 − h_t².",
    ),
    patch("Wh is not transposed on the way back", {"dz @ Wh.T": "dz @ Wh"}, hint="Forward h Wh, back dz Whᵀ."),
    patch("dWh is transposed", {"states[t].T @ dz": "dz.T @ states[t]"}, hint="dWh[j, k] = Σ h_{t−1}[j] dz[k]."),
    patch(
        "dh0 is what the first state hears, not what the one before hears",
        {"dh = dz @ Wh.T": "first, dh = dH[:, t] + dh, dz @ Wh.T", "return dX, dh,": "return dX, first,"},
        hint="h0 is one step further back: through tanh′ and Whᵀ of the first step.",
    ),
    patch(
        "dh0 is zero",
        {"return dX, dh,": "return dX, np.zeros_like(h0),"},
        hint="What is left when the loop is done belongs to h0.",
    ),
    patch(
        "h0 is taken for zero on the way forward",
        {"states = [h0]": "states = [np.zeros_like(h0)]"},
        hint="The first state before is h0.",
    ),
    patch(
        "gradients of the weights are averaged over time",
        {"return dX, dh, dWx, dWh, db": "return dX, dh, dWx / T, dWh / T, db / T"},
        hint="What the steps contribute adds up.",
    ),
    patch(
        "gradients of the weights are averaged over the batch",
        {"return dX, dh, dWx, dWh, db": "return dX, dh, dWx / len(X), dWh / len(X), db / len(X)"},
        hint="If L is a mean, that 1/N is already in dH.",
    ),
    patch(
        "gradients are clipped on the way back",
        {"        dh = dz @ Wh.T": "        dh = np.clip(dz @ Wh.T, -1e3, 1e3)"},
        hint="The exact gradient is asked for.",
    ),
    patch(
        "dH of all steps after is added up without going through the steps",
        {"dh = dz @ Wh.T": "dh = dh + dz @ Wh.T"},
        hint="dh is what the step after sends back, made anew at each step.",
    ),
    patch(
        "dH is changed",
        {"dz = (dH[:, t] + dh)": "dH[:, t] += dh\n        dz = dH[:, t]"},
        hint="dH[:, t] += … writes into the caller's array: dH[:, t] + dh makes a new one.",
    ),
]


EQUIVALENT = {
    "rnn_backward: dX[:, t] = dz @ Wx.T → dX[:, t] += dz @ Wx.T": "every entry is set, and once",
    "rnn_backward: np.zeros_like(X) → np.ones_like(X)": "every entry is set, and once",
}


@variant
def unrolled(dH, X, h0, Wx, Wh, b):
    """Each loss by itself, through all the steps before it."""
    N, T, D = X.shape
    hs = [h0]
    for t in range(T):
        hs += [np.tanh(X[:, t] @ Wx + hs[-1] @ Wh + b)]
    dX, dh0, dWx, dWh, db = (
        np.zeros(X.shape),
        np.zeros(h0.shape),
        np.zeros(Wx.shape),
        np.zeros(Wh.shape),
        np.zeros(b.shape),
    )
    for source in range(T):
        dh = dH[:, source]
        for t in range(source, -1, -1):
            dz = dh * (1 - hs[t + 1] ** 2)
            dX[:, t] += np.einsum("nk,dk->nd", dz, Wx)
            dWx += np.einsum("nd,nk->dk", X[:, t], dz)
            dWh += np.einsum("nj,nk->jk", hs[t], dz)
            db += np.einsum("nk->k", dz)
            dh = np.einsum("nk,jk->nj", dz, Wh)
        dh0 += dh
    return dX, dh0, dWx, dWh, db


@variant
def all_at_once(dH, X, h0, Wx, Wh, b):
    """First all dz, then one product for each gradient."""
    H = np.zeros(dH.shape)
    before = h0
    for t in range(X.shape[1]):
        H[:, t] = before = np.tanh(X[:, t] @ Wx + before @ Wh + b)
    dZ = np.zeros(dH.shape)
    carry = 0.0
    for t in range(X.shape[1] - 1, -1, -1):
        dZ[:, t] = (1 - H[:, t]) * (1 + H[:, t]) * (dH[:, t] + carry)
        carry = dZ[:, t] @ Wh.T
    earlier = np.concatenate([h0[:, None], H[:, :-1]], axis=1)
    flat = dZ.reshape(-1, dZ.shape[2])
    dWx, dWh = X.reshape(-1, X.shape[2]).T @ flat, earlier.reshape(-1, dZ.shape[2]).T @ flat
    return dZ @ Wx.T, carry, dWx, dWh, flat.sum(0)


@variant
def tape(dH, X, h0, Wx, Wh, b):
    backward, h = [], h0
    for t in range(X.shape[1]):
        out = np.tanh(X[:, t] @ Wx + h @ Wh + b)
        backward.append((X[:, t], h, out))
        h = out
    dx, dWx, dWh, db, dh = [], 0.0, 0.0, 0.0, np.zeros(h0.shape)
    for t, (x, before, after) in reversed(list(enumerate(backward))):
        dz = (dH[:, t] + dh) * (1.0 - np.square(after))
        dx.insert(0, dz @ Wx.T)
        dWx, dWh, db = dWx + x.T @ dz, dWh + before.T @ dz, db + np.sum(dz, 0)
        dh = dz @ Wh.T
    return np.stack(dx, axis=1), dh, dWx, dWh, db
