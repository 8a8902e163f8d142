"""Checks, known bugs and variants of chapter19/rnn_forward."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("H",),
    minutes=15,
    requires=("chapter09/dense_forward",),
    hints=(
        "One step first: x_t (N, D) and the state before (N, K) give a state (N, K).",
        "Then a loop over time, which is axis 1 of X. The state of one step is what the next begins with.",
        "h0 is used once, in the first step. What is returned are the states after each input, T of them.",
    ),
)


def drawn(rng, N, T, D, K):
    """Draw a network that is neither saturated nor linear, and a state to begin with."""
    return {
        "X": rng.normal(size=(N, T, D)),
        "h0": rng.choice((-1.0, 1.0), size=(N, K)) * rng.uniform(0.3, 0.9, size=(N, K)),
        "Wx": rng.normal(scale=0.6, size=(D, K)),
        "Wh": rng.normal(scale=0.6, size=(K, K)),
        "b": rng.choice((-1.0, 1.0), size=K) * rng.uniform(0.2, 0.6, size=K),
    }


@cases("N T D K", (3, 5, 2, 4), (4, 4, 4, 4), (1, 3, 3, 2), (5, 3, 2, 1))
def sequences(rng, N, T, D, K):
    return drawn(rng, N, T, D, K)


@cases("N D K", (3, 2, 4), (1, 1, 1))
def one_input(rng, N, D, K):
    """The states before are not from a tanh, and beyond 1."""
    case = drawn(rng, N, 1, D, K)
    return case | {"h0": 4.0 * case["h0"]}


@cases("times", 1e-9, 1e-100)
def tiny(rng, times):
    """Where tanh z is z, to all digits."""
    case = drawn(rng, 2, 4, 3, 2)
    return case | {name: times * case[name] for name in ("X", "h0", "b")}


def outweighed(case):
    """Tell whether a unit would turn if all numbers of an input had the same size: a bound can't be put to them."""
    return bool(np.any(np.sign(np.sign(case.X) @ case.Wx) * np.sign(case.X @ case.Wx) < 0))


@cases("times", 40.0, 1e4, 1e200, fit=outweighed)
def huge(rng, times):
    """Where tanh is ±1, but for some units that an input of 0 leaves in between."""
    case = drawn(rng, 2, 4, 3, 2)
    case["X"][0, 1] = 0.0
    return case | {"X": times * case["X"]}


shapes = shaped("H has a state of K numbers after each of the T inputs.", sequences)
values = agrees("Each state is the tanh of x_t Wx + h_{t−1} Wh + b.", sequences, points=2)
single = agrees("A sequence may be a single input.", one_input, separates=False)
small = agrees("Inputs may be tiny: tanh keeps their digits.", tiny, by="entry", needs=[values], separates=False)
large = agrees("Inputs may be huge: saturated states are ±1, not NaN.", huge, needs=[values], separates=False)


@check(points=1, kind="property")
def causal(student, sequences, rng):
    """What is read later changes nothing before."""
    for case in sequences:
        t = case.X.shape[1] // 2 + 1
        other = case.X.copy()
        other[:, t:] = rng.normal(size=other[:, t:].shape)

        def before(m, case, other, t=t):
            return [m.rnn_forward(X, case.h0, case.Wx, case.Wh, case.b)[:, :t] for X in (case.X, other)]

        H, changed = student.run(before, case, other)
        assert_law("H[:, :t] does not hear X[:, t:]", changed, H, what="H", where=case)


@check(points=1, kind="property")
def in_two_pieces(student, sequences):
    """A sequence may be read in two pieces: the last state of the first is where the second begins."""
    for case in sequences:
        s = case.X.shape[1] // 2

        def pieces(m, case, s=s):
            weights = (case.Wx, case.Wh, case.b)
            first = m.rnn_forward(case.X[:, :s], case.h0, *weights)
            return m.rnn_forward(case.X, case.h0, *weights), first, m.rnn_forward(case.X[:, s:], first[:, -1], *weights)

        whole, first, second = student.run(pieces, case)
        assert_law("H = (H₁, H₂)", np.concatenate([first, second], axis=1), whole, what="H", where=case)


hygiene = hygiene_of(sequences)

STEP = "np.tanh(X[:, t] @ Wx + h @ Wh + b)"
BUGS = [
    patch(
        "the states before are cut off at ±1",
        {"    h = h0\n": "    h = np.clip(h0, -1.0, 1.0)\n"},
        hint="h0 is handed over: it need not be a tanh.",
    ),
    patch("Wh is transposed", {"h @ Wh": "h @ Wh.T"}, hint="h is a row: h Wh, as in a dense layer."),
    patch(
        "h0 is ignored: the state starts at zero",
        {"h = h0": "h = np.zeros_like(h0)"},
        hint="The first state before is h0.",
    ),
    patch(
        "h0 is the state before at every step",
        {"h @ Wh": "h0 @ Wh"},
        hint="After the first step the state is what that step gave.",
    ),
    patch(
        "tanh is applied twice to what is returned",
        {"H[:, t] = h": "H[:, t] = np.tanh(h)"},
        hint="H[:, t] is the state itself.",
    ),
    patch(
        "the state is handed on without its tanh",
        {f"h = {STEP}\n        H[:, t] = h": "h = X[:, t] @ Wx + h @ Wh + b\n        H[:, t] = np.tanh(h)"},
        hint="What the next step begins with is tanh(…), the same as is returned.",
    ),
    patch(
        "samples and time are exchanged",
        {
            "for t in range(X.shape[1])": "for t in range(min(X.shape[:2]))",
            f"h = {STEP}\n        H[:, t] = h": "h = np.tanh(X[t] @ Wx + (h[:1] if len(h) != X.shape[1] else h) @ Wh + b)\n        H[t] = h",
        },
        hint="Axis 1 of X is time: X[:, t] (N, D) is read at once.",
    ),
    patch("tanh is missing", {STEP: "X[:, t] @ Wx + h @ Wh + b"}, hint="h_t = tanh(…)."),
    patch(
        "the sigmoid stands for tanh", {STEP: "1 / (1 + np.exp(-(X[:, t] @ Wx + h @ Wh + b)))"}, hint="h_t = tanh(…)."
    ),
    patch("b is left out", {"h @ Wh + b": "h @ Wh"}, hint="h_t = tanh(x_t Wx + h_{t−1} Wh + b)."),
    patch(
        "the state before is left out",
        {"X[:, t] @ Wx + h @ Wh": "X[:, t] @ Wx"},
        hint="Without h_{t−1} Wh nothing is remembered.",
    ),
    patch(
        "the state is added to, not made anew",
        {STEP: f"h + {STEP}"},
        hint="h_t = tanh(…): the old state counts by h_{t−1} Wh alone.",
    ),
    patch(
        "the sequence is read from the back",
        {"in range(X.shape[1])": "in reversed(range(X.shape[1]))"},
        hint="X[:, 0] is read first.",
    ),
    patch(
        "h0 is returned as the first state, and the last is missing",
        {"H[:, t] = h\n": "H[:, t] = h\n    H = np.concatenate([h0[:, None], H[:, :-1]], axis=1)\n"},
        hint="H[:, t] is the state after X[:, t]; h0 is not among them.",
    ),
    patch(
        "h0 is returned in front of the states",
        {"return H": "return np.concatenate([h0[:, None], H], axis=1)"},
        hint="T states are returned, those after each input.",
    ),
    patch("only the last state is returned", {"return H": "return h"}, hint="Return all T states: (N, T, K)."),
    patch(
        "tanh is written with exponentials, which overflow",
        {STEP: "(lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)))(X[:, t] @ Wx + h @ Wh + b)"},
        hint="∞/∞ is NaN, and small differences lose digits: np.tanh is right everywhere.",
    ),
    patch(
        "tanh is written with 1 − 2/(e²ᶻ + 1), which loses the digits of small numbers",
        {STEP: "1 - 2 / (np.exp(2 * (X[:, t] @ Wx + h @ Wh + b)) + 1)"},
        hint="1 − 0.999999 has few digits left: take np.tanh.",
    ),
    patch(
        "tanh is written with 2/(1 + e⁻²ᶻ) − 1, which loses the digits of small numbers",
        {STEP: "2 / (1 + np.exp(-2 * (X[:, t] @ Wx + h @ Wh + b))) - 1"},
        hint="1.000001 − 1 has few digits left: take np.tanh.",
    ),
    patch(
        "h0 is changed",
        {"h = h0\n": "h = h0\n", f"h = {STEP}": f"h[:] = {STEP}"},
        hint="h[:] = … writes into the caller's array. h = … makes a new one.",
    ),
]


EQUIVALENT = {
    "rnn_forward: H[:, t] = h → H[:, t] += h": "every entry is set, and once",
    "rnn_forward: np.zeros((*X.shape[:2], len(b))) → np.ones((*X.shape[:2], len(b)))": "every entry is set, and once",
}


@variant
def accumulated(X, h0, Wx, Wh, b):
    from functools import reduce

    states = reduce(lambda hs, x: [*hs, np.tanh(x @ Wx + hs[-1] @ Wh + b)], X.swapaxes(0, 1), [h0])
    return np.stack(states[1:], axis=1)


@variant
def one_matrix(X, h0, Wx, Wh, b):
    W = np.vstack([Wx, Wh, b])
    states, h = [], h0
    for t in range(X.shape[1]):
        h = np.tanh(np.hstack([X[:, t], h, np.ones((len(X), 1))]) @ W)
        states.append(h)
    return np.array(states).transpose(1, 0, 2)


@variant
def sample_by_sample(X, h0, Wx, Wh, b):
    from math import tanh

    N, T, D = X.shape
    K = len(b)
    H = np.zeros((N, T, K))
    for n in range(N):
        h = [float(v) for v in h0[n]]
        for t in range(T):
            h = [
                tanh(sum(X[n, t, d] * Wx[d, k] for d in range(D)) + sum(h[j] * Wh[j, k] for j in range(K)) + b[k])
                for k in range(K)
            ]
            H[n, t] = h
    return H


@variant
def inputs_first(X, h0, Wx, Wh, b):
    Z = np.einsum("ntd,dk->ntk", X, Wx) + b
    H = [h0]
    for z in np.moveaxis(Z, 1, 0):
        H.append(np.tanh(z + H[-1].dot(Wh)))
    return np.stack(H[1:], 1)
