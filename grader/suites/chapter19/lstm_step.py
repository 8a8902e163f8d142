"""Checks, known bugs and variants of chapter19/lstm_step."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("h", "c"),
    requires=("chapter09/sigmoid_stable", "chapter19/rnn_forward"),
    minutes=20,
    hints=(
        "Z = X Wx + h Wh + b is (N, 4K). Cut it into four blocks of K columns, in the order i, f, o, g.",
        "Three of the blocks go through σ, the last through tanh.",
        "First the new memory, c′ = f c + i g. Then what is shown of it, h′ = o tanh(c′).",
    ),
)


def drawn(rng, N, D, K):
    """Draw a step whose gates are neither shut nor open."""
    return {
        "X": rng.normal(size=(N, D)),
        "h": rng.choice((-1.0, 1.0), size=(N, K)) * rng.uniform(0.3, 0.9, size=(N, K)),
        "c": rng.choice((-1.0, 1.0), size=(N, K)) * rng.uniform(0.7, 1.8, size=(N, K)),
        "Wx": rng.normal(scale=0.6, size=(D, 4 * K)),
        "Wh": rng.normal(scale=0.6, size=(K, 4 * K)),
        "b": rng.choice((-1.0, 1.0), size=4 * K) * rng.uniform(0.2, 0.8, size=4 * K),
    }


@cases("N D K", (5, 2, 3), (4, 4, 4), (1, 3, 2), (3, 2, 1), (3, 1, 2), (1, 1, 1))
def step(rng, N, D, K):
    return drawn(rng, N, D, K)


@cases("i f o", (-40, 40, 40), (40, -40, 40), (40, 40, 40), (40, 40, -40))
def gates(rng, i, f, o):
    """Gates that are all but open or shut, by large biases; the last unit's are neither, so that h′ is never tiny."""
    case = drawn(rng, 3, 2, 4)
    case["b"][:3], case["b"][4:7], case["b"][8:11] = i, f, o
    return case


def needs_its_sizes(case):
    """Whether the sizes of inputs decide what is remembered or shown, and not their signs alone."""
    seen = []
    for X in (case.X, np.sign(case.X)):
        i, f, o, g = np.split(np.sign(X @ case.Wx), 4, axis=1)
        c = (f > 0) * case.c + (i > 0) * g
        seen.append((c, (o > 0) * np.tanh(c)))
    (c, h), (others, shown) = seen
    return np.any(np.abs(c - others) > 0.1) or np.any(np.abs(h - shown) > 0.1)


@cases("times", 30.0, 1e4, 1e200, fit=needs_its_sizes)
def saturated(rng, times):
    """Entries of Z of either sign that are huge, and of one sample that are not."""
    case = drawn(rng, 4, 3, 2)
    case["X"][0] = 0.0
    return case | {"X": times * case["X"]}


@cases("times", 1e-9, 1e-100)
def faint(rng, times):
    """Memory and candidate are tiny, and keep their digits."""
    case = drawn(rng, 3, 2, 2)
    case["X"] = times * case["X"]
    case["h"], case["c"] = times * case["h"], times * case["c"]
    case["b"][6:] = 0.0
    return case


@cases("times", 1e3, 1e100)
def rich(rng, times):
    """A memory that has grown."""
    case = drawn(rng, 3, 2, 3)
    return case | {"c": times * case["c"]}


shapes = shaped("h′ and c′ have the shape of h.", step)
memory = agrees("c′ = f c + i g, with the blocks in the order i, f, o, g.", step, only=["c"], points=2)
state = agrees("h′ = o tanh(c′).", step, only=["h"], points=2)
extremes = agrees("Gates that are open let everything through, gates that are shut nothing.", gates, atol=1e-13)
far = agrees("Entries of Z may be huge: nothing becomes NaN.", saturated, needs=[memory, state], separates=False)
small = agrees("Memories and candidates may be tiny.", faint, by="entry", needs=[memory, state], separates=False)
grown = agrees("The memory may have grown as large as it likes.", rich, needs=[memory, state], separates=False)


hygiene = hygiene_of(step, needs=[memory, state])

NEVER_ONE = dict.fromkeys(("axis 1 of Wx", "axis 1 of Wh", "axis 0 of b"), "there are four blocks of K columns")
SPLIT, MEMORY, OUT = (
    "i, f, o, g = np.split(X @ Wx + h @ Wh + b, 4, axis=1)",
    "f * c + i * np.tanh(g)",
    "o * np.tanh(c)",
)
BUGS = [
    patch(
        "the blocks are taken in the order i, f, g, o (PyTorch's)",
        {"i, f, o, g =": "i, f, g, o ="},
        hint="Here the order is i, f, o, g.",
    ),
    patch(
        "input and forget gate are exchanged",
        {"i, f, o, g =": "f, i, o, g ="},
        hint="The first block is i, the second is f.",
    ),
    patch(
        "Z is cut so that the four numbers of a unit stand side by side",
        {SPLIT: "i, f, o, g = np.moveaxis((X @ Wx + h @ Wh + b).reshape(len(X), -1, 4), 2, 0)"},
        hint="The columns stand in four blocks of K: Z[:, :K] is i.",
    ),
    patch("h′ is made without the tanh of the memory", {OUT: "o * c"}, hint="h′ = o tanh(c′)."),
    patch(
        "the candidate goes through σ, not tanh",
        {"np.tanh(g)": "(0.5 + 0.5 * np.tanh(0.5 * g))"},
        hint="g = tanh(…): it may be negative.",
    ),
    patch("the candidate is not squashed", {"np.tanh(g)": "g"}, hint="g = tanh(…)."),
    patch("c′ keeps of the state h, not of the memory c", {"f * c": "f * h"}, hint="c′ = f c + i g."),
    patch(
        "forget and input gate act on the wrong terms",
        {MEMORY: "i * c + f * np.tanh(g)"},
        hint="f decides what stays of c, i what of g comes in.",
    ),
    patch(
        "1 − f stands for the input gate",
        {"i * np.tanh(g)": "(1 - f) * np.tanh(g)"},
        hint="i is a gate of its own.",
    ),
    patch("the memory is replaced, not added to", {MEMORY: "i * np.tanh(g)"}, hint="c′ = f c + i g."),
    patch("nothing is ever forgotten", {"f * c": "c"}, hint="c′ = f c + i g."),
    patch("the input gate is left out", {"i * np.tanh(g)": "np.tanh(g)"}, hint="c′ = f c + i g."),
    patch(
        "h′ shows the old memory",
        {f"    c = {MEMORY}\n    return {OUT}, c": f"    new = {MEMORY}\n    return {OUT}, new"},
        hint="It is c′ that is shown.",
    ),
    patch("the output gate is left out", {OUT: "np.tanh(c)"}, hint="h′ = o tanh(c′)."),
    patch(
        "the gates go through tanh",
        {"0.5 + 0.5 * np.tanh(0.5 * z)": "np.tanh(z)"},
        hint="Gates are σ: between 0 and 1.",
    ),
    patch("the gates are not squashed", {"0.5 + 0.5 * np.tanh(0.5 * z)": "z"}, hint="Gates are σ: between 0 and 1."),
    patch(
        "1 is added to the forget gate's bias",
        {"    i, f, o = (": "    f = f + 1.0\n    i, f, o = ("},
        hint="Some libraries begin with such a bias; here b is as it is given.",
    ),
    patch("the bias is left out", {"h @ Wh + b": "h @ Wh"}, hint="Z = X Wx + h Wh + b."),
    patch("the bias is added twice, for X and for h", {"h @ Wh + b": "h @ Wh + b + b"}, hint="There is one bias."),
    patch("the state before is left out", {"X @ Wx + h @ Wh": "X @ Wx"}, hint="Z = X Wx + h Wh + b."),
    patch(
        "σ is e^z/(1 + e^z), which is ∞/∞ for large z",
        {"0.5 + 0.5 * np.tanh(0.5 * z)": "np.exp(z) / (1 + np.exp(z))"},
        hint="1/(1 + e⁻ᶻ) is right on both sides, but for a warning.",
    ),
    patch(
        "the memory is kept within −10 and 10",
        {f"c = {MEMORY}": f"c = np.clip({MEMORY}, -10, 10)"},
        hint="c has no bounds.",
    ),
    patch(
        "the memory is rounded to ten digits after the point",
        {"c = f * c + i * np.tanh(g)": "c = np.round(f * c + i * np.tanh(g), 10)"},
        hint="c may be tiny: leave it as it is.",
    ),
    patch("h′ and c′ are exchanged", {f"return {OUT}, c": f"return c, {OUT}"}, hint="h′ first, then c′."),
    patch(
        "the old memory is changed",
        {f"c = {MEMORY}": f"c[:] = {MEMORY}"},
        hint="c[:] = …, c *= … and c += … write into the caller's array.",
    ),
]


@variant
def by_slices(X, h, c, Wx, Wh, b):
    K = h.shape[1]
    Z = X.dot(Wx) + h.dot(Wh) + b
    gate = 1 / (1 + np.exp(-Z[:, : 3 * K]))
    c_new = gate[:, K : 2 * K] * c + gate[:, :K] * np.tanh(Z[:, 3 * K :])
    return gate[:, 2 * K :] * np.tanh(c_new), c_new


@variant
def separate_matrices(X, h, c, Wx, Wh, b):
    def layer(block):
        columns = slice(block * h.shape[1], (block + 1) * h.shape[1])
        return X @ Wx[:, columns] + h @ Wh[:, columns] + b[columns]

    i, f, o = (0.5 + 0.5 * np.tanh(0.5 * layer(block)) for block in range(3))
    new = f * c + i * np.tanh(layer(3))
    return o * np.tanh(new), new


@variant
def unit_by_unit(X, h, c, Wx, Wh, b):
    import math

    def sigmoid(z):
        return 1 / (1 + math.exp(-z)) if z > -700 else 0.0

    N, K = h.shape
    h_new, c_new = np.zeros((N, K)), np.zeros((N, K))
    for n in range(N):
        z = np.concatenate([X[n], h[n]]) @ np.concatenate([Wx, Wh]) + b
        for k in range(K):
            i, f, o, g = sigmoid(z[k]), sigmoid(z[K + k]), sigmoid(z[2 * K + k]), math.tanh(z[3 * K + k])
            c_new[n, k] = f * c[n, k] + i * g
            h_new[n, k] = o * math.tanh(c_new[n, k])
    return h_new, c_new
