"""Checks, known bugs and variants of chapter19/multi_head_attention."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("Y",),
    requires=("chapter19/scaled_dot_attention",),
    minutes=30,
    hints=(
        "Write one head first: columns j · D/h to (j + 1) · D/h of X Wq, X Wk and X Wv, then attention as before.",
        "A loop over the heads and np.concatenate(…, axis=2) is fine. At once: reshape to (N, T, h, D/h), and transpose.",
        "The scale is that of a head: √(D/h).",
        "np.broadcast_to(mask, (N, T, T)) settles the mask for every shape; for all heads at once it needs [:, None].",
    ),
)


def drawn(rng, N, T, D):
    weights = {name: rng.normal(scale=1.3 * D**-0.5, size=(D, D)) for name in ("Wq", "Wk", "Wv", "Wo")}
    return {"X": rng.normal(size=(N, T, D)) + 0.3, **weights}


def seeing(rng, *shape):
    """Draw a mask in whose rows something is seen, and something is hidden, if there are several steps."""
    if shape[-1] == 1:
        return np.ones(shape, dtype=bool)
    mask = rng.random(shape) < 0.5
    mask[..., 0], mask[..., 1] = True, False
    return rng.permuted(mask, axis=-1)


@cases(
    "N T D heads",
    (3, 5, 6, 2),
    (2, 3, 12, 4),
    (4, 4, 4, 2),
    (1, 2, 6, 3),
    (2, 3, 5, 1),
    (2, 1, 3, 3),
    (2, 3, 1, 1),
    (2, 3, 4, 4),
)
def batch(rng, N, T, D, heads):
    return {**drawn(rng, N, T, D), "heads": heads}


@cases(
    "N T D heads shape",
    (3, 5, 6, 2, (3, 5, 5)),
    (2, 4, 6, 3, (4, 4)),
    (2, 5, 4, 2, (2, 1, 5)),
    (2, 4, 4, 2, (2, 4, 4)),
    (3, 3, 4, 1, (3, 3)),
)
def masked(rng, N, T, D, heads, shape):
    return {**drawn(rng, N, T, D), "heads": heads, "mask": seeing(rng, *shape)}


@cases("N T D heads shape", (2, 4, 6, 2, (2, 4, 4)), (3, 4, 6, 3, (1, 4, 4)), (3, 1, 4, 2, (3, 1, 1)))
def blind(rng, N, T, D, heads, shape):
    """Some queries may see nothing; of sequences of one step, the first."""
    mask = seeing(rng, *shape)
    if T == 1:
        mask[0] = False
    else:
        mask[..., int(rng.integers(T)), :] = False
    return {**drawn(rng, N, T, D), "heads": heads, "mask": mask}


@cases("D heads", (6, 4), (5, 2), (4, 8))
def odd(rng, D, heads):
    return {**drawn(rng, 2, 3, D), "heads": heads}


@cases("N T D heads height", (2, 3, 4, 2, 2e5), (2, 3, 6, 2, -2e5))
def steep(rng, N, T, D, heads, height):
    """All scores of a sample are about as high, those of the first so high, of the next a quarter; some are hidden."""
    case = drawn(rng, N, T, D)
    first = slice(None, None, D // heads)
    case["X"][..., 0] = 1 / (1 + np.arange(N))[:, None]
    case["Wq"][:, first] = case["Wk"][:, first] = 0.0
    case["Wq"][0, first], case["Wk"][0, first] = 400.0, height * np.sqrt(D // heads) / 400.0
    return {**case, "heads": heads, "mask": seeing(rng, N, T, T)}


shapes = shaped("Y has the shape of X.", batch)
values = agrees("Each head attends to its own block of columns, and Wo mixes what they give.", batch, points=3)
hidden = agrees("What may not be seen is hidden from every head.", masked, points=2)
nothing = agrees("A query that may see nothing gets 0.", blind, needs=[values, hidden])
large = agrees("Scores of 100,000 are no harm, above 0 or below, with a mask.", steep, needs=[values, hidden])


@check(points=1, kind="error")
def indivisible(student, odd):
    """If the heads do not divide D, there is a ValueError."""
    for case in odd:
        raises(student, ValueError, lambda m, case: m.multi_head_attention(*case.values()), case, where=case)


@check(points=1, kind="property")
def exchange(student, batch):
    """If heads change places, and the rows of Wo with them, Y stays."""

    def turned(m, case):
        width = case.X.shape[2] // case.heads
        Wq, Wk, Wv = (np.roll(W, width, axis=1) for W in (case.Wq, case.Wk, case.Wv))
        return (
            m.multi_head_attention(*case.values()),
            m.multi_head_attention(case.X, Wq, Wk, Wv, np.roll(case.Wo, width, axis=0), case.heads),
        )

    for case, (Y, moved) in student.each(turned, batch):
        assert_law("Y for heads in another order = Y", moved, Y, what="Y", where=case)


@check(points=1, kind="property")
def causality(student, rng):
    """With a causal mask, another future changes nothing before it."""
    D, T, s = 6, 5, int(rng.integers(1, 5))
    one = drawn(rng, 2, T, D)
    future = one["X"].copy()
    future[:, s:] += rng.normal(size=(2, T - s, D))
    weights, mask = [one[name] for name in ("Wq", "Wk", "Wv", "Wo")], np.tri(T, dtype=bool)

    def both(m):
        return [m.multi_head_attention(X, *weights, 3, mask) for X in (one["X"], future)]

    Y, other = student.run(both)
    assert_law("Y before s, with another future = Y before s", other[:, :s], Y[:, :s], what="Y")


hygiene = hygiene_of(masked)

ZERO = "Where the sum is 0, all of E is 0 as well, whatever it is divided by."
LOWEST = "From −∞ any number may be taken off: the exponential is 0."
EQUIVALENT = {
    "multi_head_attention: np.exp(S - np.where(top == -np.inf, 0.0, top)) → -np.exp(S - np.where(top == -np.inf, 0.0, top))": "In the quotient of E and its sum the sign cancels.",
    "multi_head_attention: D % heads != 0 → False": "np.reshape refuses that with a ValueError, too.",
    "multi_head_attention.split: Z.reshape(N, T, heads, D // heads).transpose(0, 2, 1, 3) → Z.reshape(N, T, heads, D // heads).transpose(0, -2, 1, 3)": "Axis −2 of four is axis 2.",
    "multi_head_attention: K.transpose(0, 1, 3, 2) → K.transpose(0, 1, 3, -2)": "Axis −2 of four is axis 2.",
    "multi_head_attention: np.where(top == -np.inf, 0.0, top) → np.where(top == -np.inf, 1, top)": LOWEST,
    "multi_head_attention: np.where(top == -np.inf, 0.0, top) → np.where(top == -np.inf, 2, top)": LOWEST,
    "multi_head_attention: np.where(total == 0.0, 1.0, total) → np.where(total == 0.0, 2.0, total)": ZERO,
    "multi_head_attention: np.where(total == 0.0, 1.0, total) → np.where(total == 0.0, 0.5, total)": ZERO,
    "multi_head_attention: np.where(total == 0.0, 1.0, total) → np.where(total == 0.0, -1.0, total)": ZERO,
    "multi_head_attention: np.where(total == 0.0, 1.0, total) → np.where(total == 0.0, 1.01, total)": ZERO,
    "multi_head_attention: Y.transpose(0, 2, 1, 3) → Y.transpose(0, -2, 1, 3)": "Axis −2 of four is axis 2.",
    "multi_head_attention: D % heads → heads % heads": "np.reshape refuses that with a ValueError, too.",
    "multi_head_attention: D % heads → D % D": "np.reshape refuses that with a ValueError, too.",
    "multi_head_attention: top == -np.inf → S == -np.inf": LOWEST,
    "multi_head_attention: total == 0.0 → E == 0.0": "An E of 0 stays 0, whatever it is divided by.",
}
TOLERANT = {
    "exchange": "A law of two replies: what is wrong in both alike is for other checks.",
    "causality": "Only steps before s are looked at, in two replies.",
}
SPLIT, JOIN = "Z.reshape(N, T, heads, D // heads).transpose(0, 2, 1, 3)", "Y.transpose(0, 2, 1, 3).reshape(N, T, D)"
SCALE, HIDE = "np.sqrt(D // heads)", "np.where(np.broadcast_to(mask, (N, T, T))[:, None], S, -np.inf)"
TOP, TOTAL = "np.max(S, axis=3, keepdims=True)", "np.sum(E, axis=3, keepdims=True)"
FINITE, QUOTIENT = "np.where(top == -np.inf, 0.0, top)", "E / np.where(total == 0.0, 1.0, total)"
RAISE = 'raise ValueError(f"{heads} heads do not divide {D} numbers")'
BUGS = [
    patch(
        "heads are cut out by reshape alone, which cuts up the steps",
        {SPLIT: "Z.reshape(N, heads, T, D // heads)"},
        hint="reshape to (N, T, h, D/h), then transpose: D is what is cut.",
    ),
    patch(
        "heads are cut out by reshape alone, and put together so, too",
        {SPLIT: "Z.reshape(N, heads, T, D // heads)", JOIN: "Y.reshape(N, T, D)"},
        hint="reshape to (N, T, h, D/h), then transpose: D is what is cut.",
    ),
    patch(
        "heads are put together by reshape, without the transpose",
        {JOIN: "Y.reshape(N, T, D)"},
        hint="First bring the heads of a step beside each other, then reshape.",
    ),
    patch(
        "head j takes every h-th column",
        {SPLIT: "Z.reshape(N, T, D // heads, heads).transpose(0, 3, 1, 2)"},
        hint="Blocks of neighbours: reshape to (N, T, h, D/h).",
    ),
    patch(
        "what heads give is interleaved",
        {JOIN: "Y.transpose(0, 2, 3, 1).reshape(N, T, D)"},
        hint="Head after head: (N, T, h, D/h), then reshape.",
    ),
    patch(
        "heads are put together from last to first",
        {JOIN: "Y[:, ::-1].transpose(0, 2, 1, 3).reshape(N, T, D)"},
        hint="In their order.",
    ),
    patch("scores are divided by √D", {SCALE: "np.sqrt(D)"}, hint="A head's queries have D/h entries."),
    patch("scores are divided by D/h", {SCALE: "(D // heads)"}, hint="By its root."),
    patch("scores are not scaled", {f" / {SCALE}": ""}, hint="Divide by √(D/h)."),
    patch("scores are divided by the root of h", {SCALE: "np.sqrt(heads)"}, hint="A head's queries have D/h entries."),
    patch("Wo is forgotten", {" @ Wo": ""}, hint="Y = [Y_1, …, Y_h] Wo."),
    patch("Wo is transposed", {"@ Wo": "@ Wo.T"}, hint="Rows times matrix: [Y_1, …, Y_h] Wo."),
    patch(
        "there is one head, whatever h is",
        {"split(X @ Wq)": "(heads := 1) and split(X @ Wq)"},
        hint="Each block of D/h columns attends by itself.",
    ),
    patch(
        "all heads have the scores of the first",
        {"S = Q @ K": "Q, K = np.broadcast_to(Q[:, :1], Q.shape), np.broadcast_to(K[:, :1], K.shape)\n    S = Q @ K"},
        hint="Each head has its own columns of Wq and Wk.",
    ),
    patch("values are made with Wk", {"split(X @ Wv)": "split(X @ Wk)"}, hint="V = X Wv."),
    patch("keys are made with Wq", {"split(X @ Wk)": "split(X @ Wq)"}, hint="K = X Wk."),
    patch("values are not multiplied by Wv", {"split(X @ Wv)": "split(X)"}, hint="V = X Wv."),
    patch(
        "softmax runs over the queries",
        {TOP: TOP.replace("3", "2"), TOTAL: TOTAL.replace("3", "2")},
        hint="Over the keys, the last axis.",
    ),
    patch("the mask is ignored", {HIDE: "S"}, hint="What may not be seen gets the score −∞."),
    patch(
        "with one head the mask is ignored",
        {"if mask is not None:": "if mask is not None and heads > 1:"},
        hint="The mask holds for all heads, also if there is one alone.",
    ),
    patch("True is taken for hidden", {HIDE: HIDE.replace("S, -np.inf", "-np.inf, S")}, hint="True = may be seen."),
    patch(
        "the mask is transposed",
        {"[:, None]": ".transpose(0, 2, 1)[:, None]"},
        hint="Rows are queries, columns are keys.",
    ),
    patch(
        "only the first head is masked",
        {HIDE: f"np.where(np.arange(heads)[:, None, None] > 0, S, {HIDE})"},
        hint="The mask holds for all heads.",
    ),
    patch(
        "hidden keys get the score 0",
        {HIDE: HIDE.replace("-np.inf", "0.0")},
        hint="e⁰ is 1: the score that weighs nothing is −∞.",
    ),
    patch(
        "hidden keys get the score −10⁴, which may be more than what is seen has, and then the weight 0",
        {
            HIDE: HIDE.replace("-np.inf", "-1e4"),
            "    Y: Array =": "    E = E if mask is None else E * np.broadcast_to(mask, (N, T, T))[:, None]\n    Y: Array =",
        },
        hint="Scores may be −10⁵: hide with −∞.",
    ),
    patch(
        "hidden keys get the score −10⁹, so that a query that may see nothing sees everything",
        {HIDE: HIDE.replace("-np.inf", "-1e9")},
        hint="A query that sees nothing has weights 0.",
    ),
    patch(
        "a query that may see nothing gets NaN",
        {FINITE: "top", QUOTIENT: "E / total"},
        hint="It has no maximum, and the sum 0: its weights are 0.",
    ),
    patch(
        "the largest of all scores is taken off",
        {"np.max(S, axis=3, keepdims=True)": "np.max(S, axis=None, keepdims=True)"},
        hint="Samples far below it are lost: each row has its own maximum.",
    ),
    patch("nothing is taken off, so that large scores overflow", {FINITE: "0.0"}, hint="Take each row's maximum off."),
    patch(
        "columns that are left over are dropped without a word",
        {
            RAISE: "D = D // heads * heads\n        X, Wq, Wk, Wv, Wo = X[..., :D], Wq[:D, :D], Wk[:D, :D], Wv[:D, :D], Wo[:D, :D]"
        },
        hint="raise ValueError if D % heads is not 0.",
    ),
]


@variant
def head_by_head(X, Wq, Wk, Wv, Wo, heads, mask=None):
    N, T, D = X.shape
    width, rest = divmod(D, heads)
    if rest:
        raise ValueError("heads must divide D")
    seen = np.broadcast_to(True if mask is None else mask, (N, T, T))
    parts = []
    for j in range(heads):
        block = slice(j * width, (j + 1) * width)
        Q, K, V = X @ Wq[:, block], X @ Wk[:, block], X @ Wv[:, block]
        S = np.where(seen, np.einsum("nid,njd->nij", Q, K) / width**0.5, np.finfo(np.float64).min)
        E = np.exp(S - S.max(axis=2, keepdims=True)) * seen
        parts.append(E / np.maximum(E.sum(axis=2, keepdims=True), 1e-300) @ V)
    return np.concatenate(parts, axis=2) @ Wo


@variant
def sum_over_heads(X, Wq, Wk, Wv, Wo, heads, mask=None):
    """Each head has its own rows of Wo, and the results are added."""
    D = X.shape[2]
    if D % heads:
        raise ValueError("heads must divide D")
    Y = np.zeros_like(X)
    for n in range(len(X)):
        for columns in np.split(np.arange(D), heads):
            S = (X[n] @ Wq[:, columns]) @ (X[n] @ Wk[:, columns]).T / np.sqrt(len(columns))
            seen = np.ones(S.shape, dtype=bool) if mask is None else np.broadcast_to(mask, (len(X), *S.shape))[n]
            for t in range(len(S)):
                if seen[t].any():
                    e = np.exp(S[t, seen[t]] - S[t, seen[t]].max())
                    Y[n, t] += e / e.sum() @ (X[n][seen[t]] @ Wv[:, columns]) @ Wo[columns]
    return Y


@variant
def by_einsum(X, Wq, Wk, Wv, Wo, heads, mask=None):
    N, T, D = X.shape
    if D % heads:
        raise ValueError("heads must divide D")
    q, k, v = (np.einsum("ntd,dhe->nthe", X, W.reshape(D, heads, -1)) for W in (Wq, Wk, Wv))
    S = np.einsum("nihe,njhe->nhij", q, k) * (heads / D) ** 0.5
    if mask is not None:
        S = np.where((mask if mask.ndim == 2 else mask[:, None]), S, -np.inf)
    top = S.max(axis=-1, keepdims=True)
    E = np.exp(S - np.where(np.isinf(top), 0.0, top))
    total = E.sum(axis=-1, keepdims=True)
    A = np.divide(E, total, out=np.zeros_like(E), where=total > 0)
    return np.einsum("nhij,njhe,hed->nid", A, v, Wo.reshape(heads, -1, D))
