"""Checks, known bugs and variants of chapter24/sliding_window_attention."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    requires=("chapter19/causal_mask", "chapter19/attention_backward"),
    minutes=30,
    hints=(
        "back = np.arange(T)[:, None] - np.arange(T) says how far each key lies behind each query.",
        "Seen is what has 0 ≤ back < window. The others get the score −∞, before softmax.",
        "Backward it is attention as ever, with the same weights: outside the band they are 0, and so is dR.",
    ),
)


def drawn(rng, N, T, d):
    return {
        "Q": rng.normal(scale=1.3, size=(N, T, d)),
        "K": rng.normal(size=(N, T, d)) + 0.4,
        "V": rng.normal(size=(N, T, d)),
    }


@cases("N T d window", (2, 6, 3, 3), (1, 5, 5, 2), (3, 7, 2, 4), (2, 6, 1, 3))
def batch(rng, N, T, d, window):
    return {**drawn(rng, N, T, d), "window": window}


@cases("N T d window", (2, 4, 3, 4), (1, 3, 2, 9), (2, 4, 2, 1), (1, 1, 3, 2), (1, 5, 2, 4))
def widths(rng, N, T, d, window):
    """Windows as long as the text, longer, one shorter, and of 1."""
    return {"dY": rng.normal(size=(N, T, d)) + 0.3, **drawn(rng, N, T, d), "window": window}


@cases("N T d window", (2, 6, 3, 3), (1, 5, 5, 2), (3, 7, 2, 4), (2, 5, 1, 3))
def slopes(rng, N, T, d, window):
    return {"dY": rng.normal(size=(N, T, d)) + 0.3, **drawn(rng, N, T, d), "window": window}


@cases("N T window height step", (1, 4, 2, 2e4, 0), (1, 4, 3, -2e4, 0), (2, 4, 3, 2e4, 15))
def high(rng, N, T, window, height, step):
    """Scores around ±20,000 that differ by a few; those of the last query are half as large.

    With a step between keys, each token gets nearly all from one in its window: what the others get is tiny, and so are
    all gradients of queries and keys, which are made of it.
    """
    case = drawn(rng, N, T, 2)
    most = 1e4 if step else 100.0
    case["Q"][..., 0], case["K"][..., 0] = most, height / most * np.sqrt(2.0)
    case["Q"][:, -1, 0] = most / 2.0
    if step:
        keys = step * np.arange(T) + rng.uniform(-0.5, 0.5, size=(N, T))
        case["Q"][..., 1], case["K"][..., 1] = np.sqrt(2.0), rng.choice((-1.0, 1.0)) * keys
    return {"dY": rng.normal(size=(N, T, 2)), **case, "window": window}


@cases("window", 0, -2)
def nothing(rng, window):
    return {"dY": rng.normal(size=(1, 3, 2)), **drawn(rng, 1, 3, 2), "window": window}


far, steep = scaled(batch, V=1), scaled(slopes, dY=1)


def back(m, case):
    dQ, dK, dV = m.window_backward(*case.values())
    return {"dQ": dQ, "dK": dK, "dV": dV}


def both(m, case):
    return {"Y": m.window_forward(case.Q, case.K, case.V, case.window), **back(m, case)}


forward_shapes = shaped("Y has the shape of Q.", batch, of="window_forward")
backward_shapes = shaped("dQ, dK and dV have the shape of Q.", slopes, of="window_backward", needs=[])
forward = agrees(
    "Each token attends to the last tokens, as many as the window, itself included.",
    batch,
    of="window_forward",
    points=3,
    needs=[forward_shapes],
)
dQ = agrees("dQ hears the keys of its window.", slopes, of=back, only=["dQ"], kind="gradient", needs=[backward_shapes])
dKV = agrees(
    "Keys and values hear the queries in whose windows they are.",
    slopes,
    of=back,
    only=["dK", "dV"],
    kind="gradient",
    points=2,
    needs=[backward_shapes],
)
ends = agrees(
    "The window may be 1, as long as the text, or longer.", widths, of=both, points=2, needs=[forward, dQ, dKV]
)
large = agrees(
    "Scores of 20,000 are no harm, above 0 or below.", high, of=both, needs=[forward, dQ, dKV], separates=False
)
any_value = agrees("Values may be tiny or huge.", far, of="window_forward", needs=[forward], separates=False)
any_slope = agrees("Gradients may be tiny or huge.", steep, of=back, kind="gradient", needs=[dQ, dKV], separates=False)


@check(points=1, kind="gradient", needs=[backward_shapes])
def finite_differences(student, slopes, rng):
    """dQ, dK and dV agree with finite differences of L = Σ dY ∘ Y."""
    for case, gradients in student.window_backward.on(slopes):

        def loss(Q, K, V, case=case):
            T, d = Q.shape[1:]
            hidden = ~(np.tri(T, dtype=bool) & ~np.tri(T, k=-case.window, dtype=bool))
            E = np.exp(np.where(hidden, -np.inf, Q @ K.swapaxes(1, 2) / np.sqrt(d)))
            return np.sum(case.dY * (E / E.sum(axis=2, keepdims=True) @ V))

        at = {name: case[name] for name in "QKV"}
        check_grads(loss, at, dict(zip("QKV", gradients, strict=True)), rng=rng, where=case)


@check(points=1, kind="property", needs=[forward_shapes])
def outside(student, batch, rng):
    """What lies outside the last token's window, or behind a token, can change, and what that token gets does not."""

    def changed(m, case, K, V, end):
        Y = m.window_forward(case.Q, case.K, case.V, case.window)
        cut = m.window_forward(case.Q[:, :end], case.K[:, :end], case.V[:, :end], case.window)
        return Y, m.window_forward(case.Q, K, V, case.window), cut

    for case in batch:
        T = case.Q.shape[1]
        K, V = case.K.copy(), case.V.copy()
        K[:, : T - case.window] = rng.normal(size=K[:, : T - case.window].shape)
        V[:, : T - case.window] += 5.0
        Y, other, cut = student.run(changed, case, K, V, T - 1)
        law = "Y of the last token, after changes outside its window = Y"
        assert_law(law, other[:, -1], Y[:, -1], what="Y", where=case)
        assert_law("Y without the last token = Y of the others", cut, Y[:, :-1], what="Y", where=case)


@check(points=1, kind="property", needs=[backward_shapes])
def unheard(student, slopes):
    """If the loss depends on one token alone, keys and values outside its window have gradients of 0, exactly."""

    def of_the_last(m, case, dY):
        return m.window_backward(dY, case.Q, case.K, case.V, case.window)

    for case in slopes:
        dY = case.dY.copy()
        dY[:, :-1] = 0.0
        _, dK, dV = student.run(of_the_last, case, dY)
        behind = slice(0, case.Q.shape[1] - case.window)
        if np.any(dK[:, behind] != 0.0) or np.any(dV[:, behind] != 0.0):
            fail("A key or a value outside the only window that counts has a gradient that is not 0.", case)


@check(points=1, kind="error", needs=[forward_shapes, backward_shapes])
def refused(student, nothing):
    """A window below 1 raises ValueError, forward and backward."""
    for case in nothing:
        raises(
            student, ValueError, lambda m, case: m.window_forward(case.Q, case.K, case.V, case.window), case, where=case
        )
        raises(student, ValueError, lambda m, case: m.window_backward(*case.values()), case, where=case)


forward_hygiene = hygiene_of(batch, of="window_forward", needs=[forward])
backward_hygiene = hygiene_of(slopes, of="window_backward", needs=[dQ, dKV])

TOLERANT = {
    "unheard": "Zeros alone are looked at: all else is for the comparisons.",
    "outside": "A law of replies: what is wrong in all of them alike is for other checks.",
}
SIGN = "In the quotient of exponentials and their sum the sign cancels."
WHOLE = "A window is a whole number."
EQUIVALENT = {
    "window_forward: np.exp(S - np.max(S, axis=2, keepdims=True)) → -np.exp(S - np.max(S, axis=2, keepdims=True))": SIGN,
    "window_backward: np.exp(scores - scores.max(axis=2, keepdims=True)) → -np.exp(scores - scores.max(axis=2, keepdims=True))": SIGN,
    "window_forward: window < 1 → window < 0.5": WHOLE,
    "window_backward: window >= 1 → window >= 0.5": WHOLE,
}
SEEN, AGAIN = "(back >= 0) & (back < window)", "(gap >= 0) & (gap < window)"
S, SCORES, ROOT, ROOT_BACK = (
    f"np.where({SEEN}, S, -np.inf)",
    f"np.where({AGAIN}, Q @ K.transpose(0, 2, 1) / root, -np.inf)",
    " / np.sqrt(d)",
    "root = np.sqrt(Q.shape[2])",
)
Y, A = "E / np.sum(E, axis=2, keepdims=True) @ V", "A = weights / weights.sum(axis=2, keepdims=True)"
SOFTMAX = "np.sum(dA * A, axis=2, keepdims=True)"
BAND = "t sees s if 0 ≤ t − s < w: w tokens, itself included."
HIDE = "What is not seen gets the score −∞, before softmax."
BUGS = [
    patch(
        "the window is one too wide: the token itself is not counted",
        {SEEN: "(back >= 0) & (back <= window)", AGAIN: "(gap >= 0) & (gap <= window)"},
        hint=BAND,
    ),
    patch("the window is ignored", {SEEN: "back >= 0", AGAIN: "gap >= 0"}, hint=BAND),
    patch(
        "the window also looks ahead",
        {SEEN: "np.abs(back) < window", AGAIN: "np.abs(gap) < window"},
        hint="t − s is not negative: what comes later is hidden.",
    ),
    patch(
        "all that comes later is seen as well",
        {SEEN: "back < window", AGAIN: "gap < window"},
        hint="t − s is not negative: what comes later is hidden.",
    ),
    patch(
        "the window looks ahead, not back",
        {SEEN: "(back <= 0) & (-back < window)", AGAIN: "(gap <= 0) & (-gap < window)"},
        hint="Rows are queries, columns are keys: t − s is rows minus columns.",
    ),
    patch(
        "the text is cut into blocks, and windows do not slide",
        {
            SEEN: "(back >= 0) & (np.arange(T)[:, None] // window == np.arange(T) // window)",
            AGAIN: "(gap >= 0) & (at[:, None] // window == at // window)",
        },
        hint="Each token has a window of its own, which ends with it.",
    ),
    patch(
        "weights outside the window are taken away after softmax, so that they do not sum to 1",
        {
            S: "np.where(back >= 0, S, -np.inf)",
            Y: f"np.where({SEEN}, E / np.sum(E, axis=2, keepdims=True), 0.0) @ V",
        },
        hint=HIDE,
    ),
    patch(
        "softmax goes over all tokens, and weights of what is not seen are taken away afterwards",
        {
            S: "S",
            Y: f"np.where({SEEN}, E / np.sum(E, axis=2, keepdims=True), 0.0) @ V",
            SCORES: "Q @ K.transpose(0, 2, 1) / root",
            A: f"A = np.where({AGAIN}, weights / weights.sum(axis=2, keepdims=True), 0.0)",
        },
        hint=HIDE,
    ),
    patch("hidden scores are 0", {S: f"np.where({SEEN}, S, 0.0)", SCORES: SCORES.replace("-np.inf", "0.0")}, hint=HIDE),
    patch(
        "hidden scores are −10⁴, which may be more than what is seen has",
        {S: f"np.where({SEEN}, S, -1e4)", SCORES: SCORES.replace("-np.inf", "-1e4")},
        hint="Scores may be −20,000: hide with −∞.",
    ),
    patch("scores are not scaled", {ROOT: "", ROOT_BACK: "root = 1.0"}, hint="Divide the scores by √d."),
    patch("scores are divided by d", {ROOT: " / d", ROOT_BACK: "root = Q.shape[2]"}, hint="By its root, √d."),
    patch(
        "nothing is taken off, so that large scores overflow",
        {"S - np.max(S, axis=2, keepdims=True)": "S", "scores - scores.max(axis=2, keepdims=True)": "scores"},
        hint="Take each row's maximum off.",
    ),
    patch("the way back forgets the window", {AGAIN: "gap >= 0"}, hint="The weights are those of the way forward."),
    patch(
        "dQ and dK lack the scale 1/√d",
        {"keepdims=True)) / root": "keepdims=True))"},
        hint="Scores are divided by √d: so are dQ and dK.",
    ),
    patch("nothing is taken off in softmax", {f"(dA - {SOFTMAX})": "dA"}, hint="dR = A ∘ (dA − Σ dA ∘ A)."),
    patch(
        "dV is made with A, not with its transpose",
        {"A.transpose(0, 2, 1) @ dY": "A @ dY"},
        hint="Columns of A belong to keys: dV = Aᵀ dY.",
    ),
    patch(
        "a window longer than the text is refused",
        {
            "if window < 1:": "if not 1 <= window <= len(Q[0]):",
            "if not window >= 1:": "if not 1 <= window <= len(Q[0]):",
        },
        hint="Then it is causal attention.",
    ),
    patch(
        "a window below 1 is taken for 1",
        {
            "if window < 1:": "window = max(window, 1)\n    if window < 1:",
            "if not window >= 1:": "window = max(window, 1)\n    if not window >= 1:",
        },
        hint="ValueError, forward and backward.",
    ),
    patch(
        "heads are swapped: Y is (T, N, d)", {"    return Y\n": "    return Y.swapaxes(0, 1)\n"}, hint="Y is (N, T, d)."
    ),
    patch(
        "gradients are (N, d, T)",
        {
            "return dR @ K, dR.transpose(0, 2, 1) @ Q, A.transpose(0, 2, 1) @ dY": "return (dR @ K).transpose(0, 2, 1), Q.transpose(0, 2, 1) @ dR, dY.transpose(0, 2, 1) @ A"
        },
        hint="dQ, dK and dV have the shape of Q.",
    ),
    patch(
        "values are clipped at ±1000", {Y: Y.replace("@ V", "@ np.clip(V, -1e3, 1e3)")}, hint="Values are any numbers."
    ),
    patch(
        "gradients are clipped at ±1000",
        {"dA = dY @": "dY = np.clip(dY, -1e3, 1e3)\n    dA = dY @"},
        hint="However large dY is, it is handed on.",
    ),
]


@variant(of="window_forward")
def token_by_token(Q, K, V, window):
    if window <= 0:
        raise ValueError(window)
    N, T, d = Q.shape
    Y = np.zeros((N, T, d))
    for n in range(N):
        for t in range(T):
            first = max(0, t - window + 1)
            scores = K[n, first : t + 1] @ Q[n, t] / d**0.5
            w = np.exp(scores - scores.max())
            Y[n, t] = w @ V[n, first : t + 1] / w.sum()
    return Y


@variant(of="window_forward")
def only_the_band(Q, K, V, window):
    """An array (N, T, w, d) of the keys before each query; no table (T, T)."""
    if window < 1:
        raise ValueError("window")
    N, T, d = Q.shape
    at = np.arange(T)[:, None] - np.arange(window)
    S = np.einsum("ntd,ntwd->ntw", Q, K[:, np.maximum(at, 0)]) / np.sqrt(d)
    S[:, at < 0] = -np.inf
    A = np.exp(S - S.max(axis=2, keepdims=True))
    A /= A.sum(axis=2, keepdims=True)
    return np.einsum("ntw,ntwd->ntd", A, V[:, np.maximum(at, 0)])


@variant(of="window_backward")
def query_by_query(dY, Q, K, V, window):
    if window < 1:
        raise ValueError("window")
    dQ, dK, dV = np.zeros(Q.shape), np.zeros(K.shape), np.zeros(V.shape)
    root = Q.shape[2] ** 0.5
    for n in range(len(Q)):
        for t in range(Q.shape[1]):
            seen = slice(max(0, t + 1 - window), t + 1)
            scores = K[n, seen] @ Q[n, t] / root
            a = np.exp(scores - scores.max())
            a /= a.sum()
            da = V[n, seen] @ dY[n, t]
            dr = a * (da - a @ da) / root
            dQ[n, t] = dr @ K[n, seen]
            dK[n, seen] += np.outer(dr, Q[n, t])
            dV[n, seen] += np.outer(a, dY[n, t])
    return dQ, dK, dV
