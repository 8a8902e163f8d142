"""Checks, known bugs and variants of chapter24/grouped_query_attention."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    requires=("chapter19/multi_head_attention", "chapter19/attention_backward"),
    minutes=35,
    hints=(
        "np.repeat(K, H // G, axis=1) gives every head of queries a head of keys. Which heads get the same one?",
        "Forward, it is attention as ever from there on: softmax along the last axis, 1/√d, −∞ for what is hidden.",
        "Backward, a key that several heads have used hears the sum of what each of them says.",
        "Reshape (N, H, T, d) to (N, G, H/G, T, d), and sum over the third axis at the end.",
    ),
)


def drawn(rng, N, H, G, T, S, d):
    return {
        "Q": rng.normal(scale=1.3, size=(N, H, T, d)),
        "K": rng.normal(size=(N, G, S, d)) + 0.4,
        "V": rng.normal(size=(N, G, S, d)),
    }


def seeing(rng, T, S):
    """Draw a mask in whose rows something is seen, and something is hidden, if there are several keys."""
    if S == 1:
        return np.ones((T, S), dtype=bool)
    mask = rng.random((T, S)) < 0.5
    mask[:, 0], mask[:, 1] = True, False
    return rng.permuted(mask, axis=1)


@cases(
    "N H G T S d",
    (2, 4, 2, 3, 4, 2),
    (1, 6, 3, 2, 2, 3),
    (2, 3, 3, 3, 3, 3),
    (1, 4, 1, 2, 5, 2),
    (2, 1, 1, 1, 3, 1),
    (1, 2, 1, 3, 1, 2),
)
def batch(rng, N, H, G, T, S, d):
    return drawn(rng, N, H, G, T, S, d)


@cases("N H G T S d", (2, 4, 2, 3, 4, 2), (1, 4, 2, 3, 3, 3), (2, 4, 2, 1, 4, 2), (1, 2, 1, 3, 1, 2))
def masked(rng, N, H, G, T, S, d):
    return {**drawn(rng, N, H, G, T, S, d), "mask": seeing(rng, T, S)}


@cases(
    "N H G T S d", (2, 4, 2, 3, 4, 2), (1, 6, 3, 2, 2, 3), (2, 3, 3, 3, 3, 3), (1, 4, 1, 2, 3, 2), (2, 1, 1, 1, 3, 1)
)
def slopes(rng, N, H, G, T, S, d):
    return {"dY": rng.normal(size=(N, H, T, d)) + 0.4, **drawn(rng, N, H, G, T, S, d)}


@cases("N H G T S d", (2, 4, 2, 3, 4, 2), (1, 4, 2, 3, 3, 3), (2, 4, 2, 1, 4, 2), (1, 2, 1, 3, 1, 2))
def masked_slopes(rng, N, H, G, T, S, d):
    """One key, if there are several, may be seen by nobody."""
    mask = seeing(rng, T, max(S - 1, 1))
    if S > 1:
        mask = np.insert(mask, int(rng.integers(S)), False, axis=1)
    return {"dY": rng.normal(size=(N, H, T, d)) + 0.4, **drawn(rng, N, H, G, T, S, d), "mask": mask}


@cases("T S height", (2, 3, 2e4), (2, 3, -2e4))
def high(rng, T, S, height):
    """Scores around ±20,000 that differ by a few; the first head's are smaller; one key is hidden from each query.

    What is left are two keys at least: a query that sees one alone gives it all its weight, whatever the score is.
    """
    case = drawn(rng, 1, 4, 2, T, S, 2)
    case["Q"][..., 0], case["K"][..., 0] = 100.0, height / 100.0 * np.sqrt(2.0)
    case["Q"][0, 0, 0, 0] = 50.0
    mask = rng.permuted(np.tile(np.arange(S) > 0, (T, 1)), axis=1)
    return {"dY": rng.normal(size=(1, 4, T, 2)), **case, "mask": mask}


@cases("H G", (4, 3), (3, 2), (2, 4))
def odd(rng, H, G):
    return {"dY": rng.normal(size=(1, H, 2, 2)), **drawn(rng, 1, H, G, 2, 3, 2)}


steep = scaled(slopes, dY=1)


def both(m, case):
    result = m.gqa_backward(*case.values())
    return {
        "Y": m.gqa_forward(case.Q, case.K, case.V, case.mask),
        "dQ": result[0],
        "dK": result[1],
        "dV": result[2],
    }


def back(m, case):
    result = m.gqa_backward(*case.values())
    return {"dQ": result[0], "dK": result[1], "dV": result[2]}


forward_shapes = shaped("Y has the shape of Q.", batch, of="gqa_forward")
backward_shapes = shaped("dQ, dK and dV have the shapes of Q, K and V.", slopes, of="gqa_backward", needs=[])
forward = agrees(
    "Each head attends to the keys of its own group.", batch, of="gqa_forward", points=3, needs=[forward_shapes]
)
hidden = agrees("What may not be seen gets no weight.", masked, of="gqa_forward", needs=[forward_shapes])
dQ = agrees("dQ goes back head by head.", slopes, of=back, only=["dQ"], kind="gradient", needs=[backward_shapes])
shared = agrees(
    "Keys and values hear all heads that share them.",
    slopes,
    of=back,
    only=["dK", "dV"],
    kind="gradient",
    points=2,
    needs=[backward_shapes],
)
hidden_back = agrees(
    "What may not be seen hands nothing on.", masked_slopes, of=back, kind="gradient", needs=[backward_shapes]
)
large = agrees(
    "Scores of 20,000 are no harm, above 0 or below, with a mask.",
    high,
    of=both,
    needs=[forward, hidden, dQ, shared, hidden_back],
    separates=False,
)
any_slope = agrees(
    "Gradients may be tiny or huge.", steep, of=back, kind="gradient", needs=[dQ, shared], separates=False
)


def attention(Q, K, V):
    S = Q @ K.swapaxes(2, 3) / np.sqrt(Q.shape[3])
    E = np.exp(S - S.max(axis=3, keepdims=True))
    return E / E.sum(axis=3, keepdims=True) @ V


@check(points=1, kind="gradient", needs=[backward_shapes])
def finite_differences(student, slopes, rng):
    """dQ, dK and dV agree with finite differences of L = Σ dY ∘ Y."""
    for case, gradients in student.gqa_backward.on(slopes):

        def loss(Q, K, V, case=case):
            times = Q.shape[1] // K.shape[1]
            return np.sum(case.dY * attention(Q, np.repeat(K, times, axis=1), np.repeat(V, times, axis=1)))

        at = {name: case[name] for name in "QKV"}
        check_grads(loss, at, dict(zip("QKV", gradients, strict=True)), rng=rng, where=case)


@check(points=1, kind="property", needs=[forward_shapes])
def repeated(student, batch):
    """It equals attention with H heads for repeated keys and values."""

    def twice(m, case):
        times = case.Q.shape[1] // case.K.shape[1]
        K, V = np.repeat(case.K, times, axis=1), np.repeat(case.V, times, axis=1)
        return m.gqa_forward(*case.values()), m.gqa_forward(case.Q, K, V)

    for case, (Y, as_ever) in student.each(twice, batch):
        assert_law("Y with G groups = Y with H groups, repeated", Y, as_ever, what="Y", where=case)


@check(points=1, kind="property", needs=[backward_shapes])
def unseen(student, masked_slopes):
    """A key that nobody may see has gradients of 0, exactly."""
    for case, (_, dK, dV) in student.gqa_backward.on(masked_slopes):
        hidden = ~np.any(case.mask, axis=0)
        if np.any(dK[:, :, hidden] != 0.0) or np.any(dV[:, :, hidden] != 0.0):
            fail("A key that nobody may see has a gradient that is not 0.", case)


@check(points=1, kind="error", needs=[forward_shapes, backward_shapes])
def refused(student, odd):
    """If G does not divide H, there is a ValueError, forward and backward."""
    for case in odd:
        raises(student, ValueError, lambda m, case: m.gqa_forward(case.Q, case.K, case.V), case, where=case)
        raises(student, ValueError, lambda m, case: m.gqa_backward(*case.values()), case, where=case)


forward_hygiene = hygiene_of(masked, of="gqa_forward", needs=[hidden])
backward_hygiene = hygiene_of(masked_slopes, of="gqa_backward", needs=[hidden_back])

TOLERANT = {
    "unseen": "Zeros alone are looked at: all else is for the comparisons.",
    "repeated": "A law of two replies: what is wrong in both alike is for other checks.",
}
REFUSED = "Heads and groups that don't fit together: NumPy raises ValueError as well."
SIGN = "In the quotient of E and its sum the sign cancels."
EQUIVALENT = {
    "gqa_forward: np.exp(S - np.max(S, axis=3, keepdims=True)) → -np.exp(S - np.max(S, axis=3, keepdims=True))": SIGN,
    "gqa_backward: np.exp(scores - np.max(scores, axis=4, keepdims=True)) → -np.exp(scores - np.max(scores, axis=4, keepdims=True))": SIGN,
    "gqa_forward: H % G != 0 → False": REFUSED,
    "gqa_forward: keys.swapaxes(2, 3) → keys.swapaxes(-2, 3)": "Of four axes, −2 is 2.",
    "gqa_backward: Q.shape[1] % G != 0 → False": REFUSED,
    "gqa_forward: H % G → G % G": REFUSED,
    "gqa_forward: H % G → H % H": REFUSED,
}
KEYS = "np.repeat(K, H // G, axis=1), np.repeat(V, H // G, axis=1)"
ROOT, AGAIN = "np.sqrt(Q.shape[3])", "root = np.sqrt(d)"
DK, DV = "np.sum(dS.swapaxes(3, 4) @ queries, axis=2)", "np.sum(A.swapaxes(3, 4) @ d_out, axis=2)"
HIDE, HIDE_BACK = "np.where(mask, S, -np.inf)", "np.where(mask, scores, -np.inf)"
SOFTMAX = "np.sum(dA * A, axis=4, keepdims=True)"
BLOCKS = "Neighbours share: head j belongs to group j // (H // G)."
BUGS = [
    patch(
        "heads go round the groups: head j uses group j mod G",
        {
            KEYS: "np.tile(K, (1, H // G, 1, 1)), np.tile(V, (1, H // G, 1, 1))",
            "queries, d_out = Q.reshape(in_groups), dY.reshape(in_groups)": "round_about = (N, Q.shape[1] // G, G, Q.shape[2], d)\n    queries, d_out = Q.reshape(round_about).swapaxes(1, 2), dY.reshape(round_about).swapaxes(1, 2)",
            "dQ = (dS @ K[:, :, None]).reshape(Q.shape)": "dQ = (dS @ K[:, :, None]).swapaxes(1, 2).reshape(Q.shape)",
        },
        hint=BLOCKS,
    ),
    patch(
        "all heads use the first group",
        {KEYS: "np.repeat(K[:, :1], H, axis=1), np.repeat(V[:, :1], H, axis=1)"},
        hint=BLOCKS,
    ),
    patch("scores are not scaled", {f" / {ROOT}": "", AGAIN: "root = 1.0"}, hint="Divide the scores by √d."),
    patch("scores are divided by d", {ROOT: "Q.shape[3]", AGAIN: "root = d"}, hint="By its root, √d."),
    patch(
        "softmax runs over the queries",
        {"np.exp(S - np.max(S, axis=3, keepdims=True))": "np.exp(S - np.max(S, axis=2, keepdims=True))"}
        | {"np.sum(E, axis=3, keepdims=True)": "np.sum(E, axis=2, keepdims=True)"},
        hint="Each query has a softmax of its own: the last axis.",
    ),
    patch("keys and values are exchanged", {"keys, values =": "values, keys ="}, hint="Scores are made with K."),
    patch(
        "the mask comes after softmax, so that weights do not sum to 1",
        {
            HIDE: "S",
            HIDE_BACK: "scores",
            "E / np.sum(E, axis=3, keepdims=True) @": "(E / np.sum(E, axis=3, keepdims=True) * (mask is None or mask)) @",
            "A = E / np.sum(E, axis=4, keepdims=True)": "A = E / np.sum(E, axis=4, keepdims=True) * (mask is None or mask)",
        },
        hint="Before softmax: the score of what may not be seen is −∞.",
    ),
    patch("the mask is ignored", {HIDE: "S", HIDE_BACK: "scores"}, hint="What may not be seen gets the score −∞."),
    patch(
        "True is taken for hidden",
        {HIDE: "np.where(mask, -np.inf, S)", HIDE_BACK: "np.where(mask, -np.inf, scores)"},
        hint="True = may be seen.",
    ),
    patch(
        "hidden keys get the score −10⁴, which may be more than what is seen has",
        {HIDE: "np.where(mask, S, -1e4)", HIDE_BACK: "np.where(mask, scores, -1e4)"},
        hint="Scores may be −20,000: hide with −∞.",
    ),
    patch(
        "nothing is taken off, so that large scores overflow",
        {"S - np.max(S, axis=3, keepdims=True)": "S", "scores - np.max(scores, axis=4, keepdims=True)": "scores"},
        hint="Take each row's maximum off.",
    ),
    patch(
        "keys and values hear the mean of the heads that share them",
        {DK: DK.replace("np.sum", "np.mean"), DV: DV.replace("np.sum", "np.mean")},
        hint="What is used several times hears the sum.",
    ),
    patch(
        "keys and values hear the first head of their group alone",
        {DK: "(dS.swapaxes(3, 4) @ queries)[:, :, 0]", DV: "(A.swapaxes(3, 4) @ d_out)[:, :, 0]"},
        hint="What is used several times hears the sum.",
    ),
    patch(
        "dK and dV are those of repeated keys, not summed over the heads that share them",
        {
            DK: "(dS.swapaxes(3, 4) @ queries).reshape(N, Q.shape[1], -1, d)",
            DV: "(A.swapaxes(3, 4) @ d_out).reshape(N, Q.shape[1], -1, d)",
        },
        hint="They have the shapes of K and V: sum over the heads of each group.",
    ),
    patch("dK and dV are exchanged", {f"{DK}, {DV}": f"{DV}, {DK}"}, hint="dQ, dK, dV: in this order."),
    patch(
        "dQ and dK lack the scale 1/√d",
        {"keepdims=True)) / root": "keepdims=True))"},
        hint="Scores are divided by √d: so are dQ and dK.",
    ),
    patch("of softmax only the diagonal is used", {f"(dA - {SOFTMAX})": "dA * (1.0 - A)"}, hint="A ∘ (dA − Σ dA ∘ A)."),
    patch("nothing is taken off in softmax", {f"(dA - {SOFTMAX})": "dA"}, hint="A ∘ (dA − Σ dA ∘ A)."),
    patch(
        "if G does not divide H, the last heads have no group of their own",
        {"H % G != 0": "False", KEYS: "K[:, np.arange(H) * G // H], V[:, np.arange(H) * G // H]"},
        hint="ValueError if H % G is not 0.",
    ),
    patch(
        "gradients are clipped at ±1000",
        {"dA = d_out @": "d_out = np.clip(d_out, -1e3, 1e3)\n    dA = d_out @"},
        hint="However large dY is, it is handed on.",
    ),
]


@variant(of="gqa_forward")
def head_by_head(Q, K, V, mask=None):
    N, H, T, d = Q.shape
    size, rest = divmod(H, K.shape[1])
    if rest:
        raise ValueError("groups")
    Y = np.zeros(Q.shape)
    for n in range(N):
        for j in range(H):
            S = Q[n, j] @ K[n, j // size].T / d**0.5
            if mask is not None:
                S[~mask] = -np.inf
            A = np.exp(S - S.max(axis=1, keepdims=True))
            Y[n, j] = (A / A.sum(axis=1, keepdims=True)) @ V[n, j // size]
    return Y


@variant(of="gqa_forward")
def by_einsum(Q, K, V, mask=None):
    N, H, T, d = Q.shape
    G = K.shape[1]
    if H % G:
        raise ValueError(f"{H} heads, {G} groups")
    S = np.einsum("ngrtd,ngsd->ngrts", Q.reshape(N, G, H // G, T, d), K) * d**-0.5
    S = S if mask is None else np.where(mask, S, np.finfo(float).min)
    A = np.exp(S - S.max(-1, keepdims=True))
    A /= A.sum(-1, keepdims=True)
    return np.einsum("ngrts,ngsd->ngrtd", A, V).reshape(N, H, T, d)


@variant(of="gqa_backward")
def repeat_and_add_up(dY, Q, K, V, mask=None):
    N, H, T, d = Q.shape
    G = K.shape[1]
    if H % G > 0:
        raise ValueError(G)
    dQ, dK, dV = np.zeros(Q.shape), np.zeros(K.shape), np.zeros(V.shape)
    for j in range(H):
        g = j // (H // G)
        S = Q[:, j] @ K[:, g].transpose(0, 2, 1) / np.sqrt(d)
        if mask is not None:
            S = S + np.where(mask, 0.0, -np.inf)
        A = np.exp(S - S.max(axis=2, keepdims=True))
        A = A / A.sum(axis=2, keepdims=True)
        dA = dY[:, j] @ V[:, g].transpose(0, 2, 1)
        dS = A * dA - A * np.sum(A * dA, axis=2, keepdims=True)
        dQ[:, j] = dS @ K[:, g] / np.sqrt(d)
        dK[:, g] += dS.transpose(0, 2, 1) @ Q[:, j] / np.sqrt(d)
        dV[:, g] += A.transpose(0, 2, 1) @ dY[:, j]
    return dQ, dK, dV
