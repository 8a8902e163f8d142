"""Checks, known bugs and variants of chapter19/lstm_backward."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    requires=("chapter19/lstm_step", "chapter19/rnn_backward"),
    minutes=60,
    hints=(
        "Forward is your lstm_step in a loop, with all states and memories kept.",
        "Backward, two gradients come from the step after: dh and dc. Both are 0 at the last step.",
        "The memory is heard by way of h_t and by way of c_{t+1}: add up both before you go on to the gates.",
        "In a product each factor hears the gradient times the other: di = dc g, dg = dc i, df = dc c_{t−1}, do = dh "
        "tanh(c_t). Then σ′ and tanh′, side by side, and a dense layer.",
    ),
    returns=("dX", "dh0", "dc0", "dWx", "dWh", "db"),
)


def drawn(rng, N, T, D, K):
    """Draw a network whose gates are neither shut nor open, and whose memories reach to where tanh bends."""
    return {
        "X": rng.normal(size=(N, T, D)),
        "h0": rng.choice((-1.0, 1.0), size=(N, K)) * rng.uniform(0.3, 0.9, size=(N, K)),
        "c0": rng.choice((-1.0, 1.0), size=(N, K)) * rng.uniform(0.7, 1.8, size=(N, K)),
        "Wx": rng.normal(scale=0.6, size=(D, 4 * K)),
        "Wh": rng.normal(scale=0.6, size=(K, 4 * K)),
        "b": rng.choice((-1.0, 1.0), size=4 * K) * rng.uniform(0.2, 0.8, size=4 * K),
    }


def heard(rng, N, T, D, K):
    return {"dH": rng.normal(size=(N, T, K)), **drawn(rng, N, T, D, K)}


@cases("N T D K", (3, 4, 2, 5), (4, 4, 4, 4), (1, 3, 3, 2), (5, 3, 2, 1), (2, 1, 1, 3), (1, 1, 1, 1))
def sequences(rng, N, T, D, K):
    return drawn(rng, N, T, D, K)


@cases("N T D K", (3, 4, 2, 5), (3, 3, 3, 3), (1, 3, 3, 2), (5, 3, 2, 1), (2, 3, 1, 3))
def losses(rng, N, T, D, K):
    return heard(rng, N, T, D, K)


@cases("N T D K", (2, 4, 3, 2), (1, 3, 2, 2))
def at_the_end(rng, N, T, D, K):
    """Only the last state is made something of."""
    case = heard(rng, N, T, D, K)
    case["dH"][:, :-1] = 0.0
    return case


@cases("N D K", (3, 2, 4), (1, 1, 1))
def one_input(rng, N, D, K):
    return heard(rng, N, 1, D, K)


@cases("times", 30.0, 1e4, 1e200)
def saturated(rng, times):
    """Gates that are all but open or shut, for one input 0 in between."""
    case = drawn(rng, 3, 3, 2, 2)
    case["X"][0, 1] = 0.0
    return case | {"X": times * case["X"]}


@cases("T shut", (5, 40.0), (4, 9.0))
def hidden_for_a_while(rng, T, shut):
    """At two steps all output gates are shut, or nearly: hardly a state is shown, and the memories go on."""
    case = drawn(rng, 3, T, 2, 2)
    case["X"][:, :, 0] = 0.0
    case["X"][:, 1:3, 0] = 1.0
    case["Wx"][0, 4:6] = -shut
    return case


@cases("T full", (30, False), (8, True))
def long(rng, T, full):
    """A memory that is kept for a long time, by a forget gate that is nearly open; of a full one tanh is all but level."""
    case = heard(rng, 2, T, 2, 3)
    case["dH"][:, :-1] = 0.0
    case["b"][3:6] = rng.uniform(4.0, 6.0, size=3)
    if full:
        case["c0"] = rng.choice((-1.0, 1.0), size=(2, 3)) * rng.uniform(5.5, 7.0, size=(2, 3))
        case["b"][:3] = rng.uniform(-9.0, -8.0, size=3)
    return case | {"Wx": 0.2 * case["Wx"], "Wh": 0.2 * case["Wh"]}


steep = scaled(losses, dH=1)

forward_shapes = shaped("Forward, H and C have K numbers after each of the T inputs.", sequences, of="lstm_forward")
states = agrees("Forward, H and C are all states and all memories.", sequences, of="lstm_forward", rtol=1e-9, points=2)
far = agrees(
    "Forward, inputs may be huge: nothing becomes NaN.",
    saturated,
    of="lstm_forward",
    needs=[states],
    separates=False,
)
unseen = agrees(
    "Forward, memories go on while nothing of them is shown.", hidden_for_a_while, of="lstm_forward", separates=False
)
shapes = shaped(
    "Backward, each gradient has the shape of what it is the gradient of.", losses, of="lstm_backward", needs=[]
)
inputs = agrees(
    "dX, dh0 and dc0 know both ways through time, by the state and by the memory.",
    losses,
    of="lstm_backward",
    only=["dX", "dh0", "dc0"],
    kind="gradient",
    points=2,
    needs=[shapes],
)
weights = agrees(
    "dWx, dWh and db are sums over all steps.",
    losses,
    of="lstm_backward",
    only=["dWx", "dWh", "db"],
    kind="gradient",
    points=2,
    needs=[shapes],
)
last = agrees(
    "A loss of the last state alone goes back through all steps.",
    at_the_end,
    of="lstm_backward",
    kind="gradient",
    needs=[shapes],
)
single = agrees(
    "A sequence may be a single input.",
    one_input,
    of="lstm_backward",
    kind="gradient",
    rtol=1e-10,
    needs=[shapes],
    separates=False,
)
kept = agrees(
    "Through many steps, gradients come back by a forget gate that is nearly open.",
    long,
    of="lstm_backward",
    kind="gradient",
    only=["dX", "dh0", "dc0"],
    needs=[shapes],
    separates=False,
)
any_slope = agrees(
    "Gradients may be tiny or huge.",
    steep,
    of="lstm_backward",
    kind="gradient",
    needs=[inputs, weights],
    separates=False,
)


@check(points=2, kind="gradient", needs=[shapes])
def finite_differences(student, losses, rng):
    """All six agree with finite differences of L = Σ dH ∘ H."""
    for case, grads in student.lstm_backward.on(losses):

        def loss(X, h0, c0, Wx, Wh, b, dH=case.dH):
            h, c, total = h0, c0, 0.0
            for t in range(X.shape[1]):
                z = X[:, t] @ Wx + h @ Wh + b
                i, f, o, g = (z[:, k : k + dH.shape[2]] for k in range(0, z.shape[1], dH.shape[2]))
                c = c / (1 + np.exp(-f)) + np.tanh(g) / (1 + np.exp(-i))
                h = np.tanh(c) / (1 + np.exp(-o))
                total += np.sum(dH[:, t] * h)
            return total

        names = ("X", "h0", "c0", "Wx", "Wh", "b")
        at = {name: getattr(case, name) for name in names}
        check_grads(loss, at, dict(zip(names, grads, strict=True)), rng=rng, where=case)


forward_hygiene = hygiene_of(sequences, of="lstm_forward", needs=[states])
backward_hygiene = hygiene_of(losses, of="lstm_backward", needs=[inputs, weights])

NEVER_ONE = dict.fromkeys(("axis 1 of Wx", "axis 1 of Wh", "axis 0 of b"), "there are four blocks of K columns")
FORWARD_DC = "dc = dc + dh * o * (1 - shown**2)"
DZ = "np.hstack([di * i * (1 - i), df * f * (1 - f), do * o * (1 - o), dg * (1 - g**2)])"
FORWARD = """        c = f * c + i * np.tanh(g)
        h = o * np.tanh(c)
"""
BUGS = [
    patch(
        "forward: the memory starts at zero",
        {"h, c = h0, c0\n": "h, c = h0, np.zeros_like(c0)\n"},
        hint="The first memory before is c0.",
    ),
    patch(
        "forward: the state starts at zero",
        {"h, c = h0, c0\n": "h, c = np.zeros_like(h0), c0\n"},
        hint="The first state before is h0.",
    ),
    patch(
        "forward: the state is always h0",
        {
            "X[:, t] @ Wx + h @ Wh + b, 4, axis=1)\n        i, f, o = (0.5 + 0.5 * np.tanh(0.5 * z) for z in (i, f, o))\n        c =": "X[:, t] @ Wx + h0 @ Wh + b, 4, axis=1)\n        i, f, o = (0.5 + 0.5 * np.tanh(0.5 * z) for z in (i, f, o))\n        c ="
        },
        hint="After the first step the state is what that step gave.",
    ),
    patch(
        "forward: the memory is not handed on",
        {"c = f * c + i * np.tanh(g)": "c = f * c0 + i * np.tanh(g)"},
        hint="c_t = f c_{t−1} + i g.",
    ),
    patch(
        "forward: the state is made without the tanh of the memory",
        {"h = o * np.tanh(c)": "h = o * c"},
        hint="h_t = o tanh(c_t).",
    ),
    patch(
        "forward: σ is e^z/(1 + e^z), which is ∞/∞ for large z",
        {
            "i, f, o = (0.5 + 0.5 * np.tanh(0.5 * z) for z in (i, f, o))\n        c =": "i, f, o = (np.exp(z) / (1 + np.exp(z)) for z in (i, f, o))\n        c ="
        },
        hint="1/(1 + e⁻ᶻ) is right on both sides, but for a warning.",
    ),
    patch("forward: only the last step is returned", {"return H, C": "return h, c"}, hint="All T steps: (N, T, K)."),
    patch("forward: the memories are returned first", {"return H, C": "return C, H"}, hint="H, then C."),
    patch(
        "forward: c0 is changed",
        {"c = f * c + i * np.tanh(g)": "c[:] = f * c + i * np.tanh(g)"},
        hint="c[:] = … writes into the caller's array.",
    ),
    patch(
        "backward: what the memory hears from the step after is dropped",
        {FORWARD_DC: "dc = dh * o * (1 - shown**2)"},
        hint="c_t acts on L by c_{t+1} as well: add what comes back from there.",
    ),
    patch(
        "backward: what the state hears from the step after is dropped",
        {"dh = dH[:, t] + dh": "dh = dH[:, t]"},
        hint="h_t acts on all four parts of the next step: add what comes back from there.",
    ),
    patch(
        "backward: the memory goes back without the forget gate",
        {"dh, dc = dz @ Wh.T, dc * f": "dh, dc = dz @ Wh.T, dc"},
        hint="c_t = f c_{t−1} + …: what goes back is dc f.",
    ),
    patch(
        "backward: dc of the step after is added when the gates have used it",
        {
            FORWARD_DC: "later, dc = dc, dh * o * (1 - shown**2)",
            "dh, dc = dz @ Wh.T, dc * f": "dh, dc = dz @ Wh.T, (dc + later) * f",
        },
        hint="First all that the memory hears, then the gates.",
    ),
    patch(
        "backward: the slope of the memory's tanh is missing",
        {FORWARD_DC: "dc = dc + dh * o"},
        hint="h_t = o tanh(c_t): 1 − tanh²(c_t) is a factor.",
    ),
    patch(
        "backward: the slope of the memory's tanh is that of the step before",
        {"np.tanh(C[:, t])": "np.tanh(c)"},
        hint="h_t = o tanh(c_t), with the new memory.",
    ),
    patch(
        "backward: 1 − h² stands for the slope of the memory's tanh",
        {"(1 - shown**2)": "(1 - H[:, t] ** 2)"},
        hint="tanh was applied to the memory: 1 − tanh²(c_t).",
    ),
    patch(
        "backward: the slopes of the gates are taken at z, not at σ(z)",
        {
            "        g, shown": "        zi, zf, zo = np.split((X[:, t] @ Wx + h @ Wh + b)[:, : 3 * h.shape[1]], 3, axis=1)\n        g, shown",
            DZ: "np.hstack([di * zi * (1 - zi), df * zf * (1 - zf), do * zo * (1 - zo), dg * (1 - g**2)])",
        },
        hint="σ′ = σ (1 − σ), with the values of the gates.",
    ),
    patch(
        "backward: the slopes of the gates are missing",
        {DZ: "np.hstack([di, df, do, dg * (1 - g**2)])"},
        hint="dz = di ∘ i (1 − i), and so on.",
    ),
    patch(
        "backward: the slope of the candidate is missing",
        {"dg * (1 - g**2)": "dg"},
        hint="g = tanh(z): 1 − g² is a factor.",
    ),
    patch(
        "backward: the slope of the candidate is that of σ",
        {"dg * (1 - g**2)": "dg * g * (1 - g)"},
        hint="g = tanh(z): 1 − g².",
    ),
    patch(
        "backward: the blocks are put together in the order i, f, g, o",
        {DZ: "np.hstack([di * i * (1 - i), df * f * (1 - f), dg * (1 - g**2), do * o * (1 - o)])"},
        hint="i, f, o, g: as they were cut.",
    ),
    patch(
        "backward: the forget gate hears the new memory",
        {"dc * c, dh * shown": "dc * C[:, t], dh * shown"},
        hint="c_t = f c_{t−1} + …: the other factor is c_{t−1}.",
    ),
    patch(
        "backward: the output gate hears the memory without its tanh",
        {"dh * shown": "dh * C[:, t]"},
        hint="h_t = o tanh(c_t): the other factor is tanh(c_t).",
    ),
    patch(
        "backward: input gate and candidate are exchanged",
        {"di, df, do, dg = dc * g": "di, df, do, dg = dc * i", "dh * shown, dc * i": "dh * shown, dc * g"},
        hint="In a product each factor hears the gradient times the other.",
    ),
    patch(
        "backward: dWh is made with the state after the step",
        {"dWh += h.T @ dz": "dWh += H[:, t].T @ dz"},
        hint="z_t = … + h_{t−1} Wh: the state before the step is the factor.",
    ),
    patch(
        "backward: dWh leaves out the first step, whose state before is h0",
        {"dWh += h.T @ dz": "dWh += h.T @ dz * (t > 0)"},
        hint="h0 Wh is part of the first step: h0 is a factor like other states.",
    ),
    patch(
        "backward: gradients of the weights are overwritten at each step",
        {"dWx += X": "dWx = X", "dWh += h": "dWh = h", "db += dz": "db = dz"},
        hint="All steps share the weights: what they contribute adds up.",
    ),
    patch(
        "backward: dc0 lacks the first step's forget gate",
        {"dh, dc = dz @ Wh.T, dc * f": "dh, dc = dz @ Wh.T, dc * (f if t else 1.0)"},
        hint="c_1 = f c_0 + …: dc0 is dc f.",
    ),
    patch(
        "backward: dc0 is zero",
        {"return dX, dh, dc,": "return dX, dh, 0.0 * dc,"},
        hint="What is left of dc when the loop is done belongs to c0.",
    ),
    patch(
        "backward: dh0 and dc0 are exchanged",
        {"return dX, dh, dc,": "return dX, dc, dh,"},
        hint="dX, dh0, dc0, dWx, dWh, db: in this order.",
    ),
    patch(
        "backward: dc0 is left out",
        {"return dX, dh, dc,": "return dX, dh,"},
        hint="Six gradients are asked for, and c0 has one, too.",
    ),
    patch(
        "backward: gradients of the weights are averaged over the batch",
        {"return dX, dh, dc, dWx, dWh, db": "return dX, dh, dc, dWx / len(X), dWh / len(X), db / len(X)"},
        hint="If L is a mean, that 1/N is already in dH.",
    ),
    patch(
        "backward: gradients are clipped on the way back",
        {"dh, dc = dz @ Wh.T, dc * f": "dh, dc = np.clip(dz @ Wh.T, -1e3, 1e3), np.clip(dc * f, -1e3, 1e3)"},
        hint="The exact gradient is asked for.",
    ),
    patch(
        "backward: dH is changed",
        {"dh = dH[:, t] + dh": "dH[:, t] += dh\n        dh = dH[:, t]"},
        hint="dH[:, t] += … writes into the caller's array.",
    ),
]


EQUIVALENT = {
    "lstm_backward: dX[:, t] = dz @ Wx.T → dX[:, t] += dz @ Wx.T": "every entry is set, and once",
    "lstm_forward: np.zeros((2, *X.shape[:2], h0.shape[1])) → np.ones((2, *X.shape[:2], h0.shape[1]))": "every entry is set, and once",
    "lstm_backward: np.zeros_like(X) → np.ones_like(X)": "every entry is set, and once",
}


@variant(of="lstm_forward")
def inputs_first(X, h0, c0, Wx, Wh, b):
    K = h0.shape[1]
    Z = X @ Wx + b
    H, C = [], []
    for t in range(X.shape[1]):
        z = Z[:, t] + h0 @ Wh
        gates = 1 / (1 + np.exp(-z[:, : 3 * K]))
        c0 = gates[:, K : 2 * K] * c0 + gates[:, :K] * np.tanh(z[:, 3 * K :])
        h0 = gates[:, 2 * K :] * np.tanh(c0)
        H.append(h0)
        C.append(c0)
    return np.stack(H, axis=1), np.stack(C, axis=1)


@variant(of="lstm_forward")
def sample_by_sample(X, h0, c0, Wx, Wh, b):
    N, T, _ = X.shape
    K = h0.shape[1]
    H, C = np.zeros((N, T, K)), np.zeros((N, T, K))
    for n in range(N):
        h, c = h0[n], c0[n]
        for t in range(T):
            z = (X[n, t] @ Wx + h @ Wh + b).reshape(4, K)
            i, f, o = (np.exp(-np.logaddexp(0.0, -row)) for row in z[:3])
            c = f * c + i * np.tanh(z[3])
            h = o * np.tanh(c)
            H[n, t], C[n, t] = h, c
    return H, C


@variant(of="lstm_backward")
def tape(dH, X, h0, c0, Wx, Wh, b):
    T, K, h, c, steps = X.shape[1], h0.shape[1], h0, c0, []
    for t in range(T):
        z = X[:, t] @ Wx + h @ Wh + b
        gates = 1 / (1 + np.exp(-z[:, : 3 * K]))
        i, f, o, g = gates[:, :K], gates[:, K : 2 * K], gates[:, 2 * K :], np.tanh(z[:, 3 * K :])
        new = f * c + i * g
        steps.append((h, c, i, f, o, g, np.tanh(new)))
        h, c = o * np.tanh(new), new
    dX, dWx, dWh, db = np.zeros(X.shape), np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    dh, dc = np.zeros(h0.shape), np.zeros(c0.shape)
    for t in range(T - 1, -1, -1):
        h, c, i, f, o, g, shown = steps.pop()
        dh = dh + dH[:, t]
        dc = dc + dh * o * (1 - shown * shown)
        dz = np.zeros((len(X), 4 * K))
        dz[:, :K] = dc * g * i * (1 - i)
        dz[:, K : 2 * K] = dc * c * f * (1 - f)
        dz[:, 2 * K : 3 * K] = dh * shown * o * (1 - o)
        dz[:, 3 * K :] = dc * i * (1 - g * g)
        dX[:, t] = dz.dot(Wx.T)
        dWx += X[:, t].T.dot(dz)
        dWh += h.T.dot(dz)
        db += dz.sum(0)
        dh, dc = dz.dot(Wh.T), f * dc
    return dX, dh, dc, dWx, dWh, db


@variant(of="lstm_backward")
def four_layers(dH, X, h0, c0, Wx, Wh, b):
    """Each gate with matrices of its own; products for all steps at the end."""
    N, T, _ = X.shape
    K = h0.shape[1]
    A = np.concatenate([X, np.zeros((N, T, K)), np.ones((N, T, 1))], axis=2)
    W = np.concatenate([Wx, Wh, b[None]], axis=0).reshape(-1, 4, K)
    C, gates = [c0], np.zeros((T, 4, N, K))
    h = h0
    for t in range(T):
        A[:, t, X.shape[2] : -1] = h
        z = np.einsum("na,agk->gnk", A[:, t], W)
        gates[t] = np.concatenate([0.5 * (1 + np.tanh(z[:3] / 2)), np.tanh(z[3:])])
        i, f, o, g = gates[t]
        C.append(f * C[-1] + i * g)
        h = o * np.tanh(C[-1])
    dZ = np.zeros((N, T, 4, K))
    dh, dc = np.zeros((N, K)), np.zeros((N, K))
    for t in reversed(range(T)):
        i, f, o, g = gates[t]
        u = np.tanh(C[t + 1])
        dh = dh + dH[:, t]
        dc = dc + dh * o * (1 - u**2)
        dZ[:, t, 0], dZ[:, t, 1] = dc * g * (i - i**2), dc * C[t] * (f - f**2)
        dZ[:, t, 2], dZ[:, t, 3] = dh * u * (o - o**2), dc * i * (1 - g**2)
        back = np.einsum("ngk,agk->na", dZ[:, t], W)
        dh, dc = back[:, X.shape[2] : -1], dc * f
    dW = np.einsum("nta,ntgk->agk", A, dZ).reshape(len(W), -1)
    dX = np.einsum("ntgk,agk->nta", dZ, W)[:, :, : X.shape[2]]
    return dX, dh, dc, dW[: X.shape[2]], dW[X.shape[2] : -1], dW[-1]
