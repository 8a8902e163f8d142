"""Checks, known bugs and variants of chapter19/scaled_dot_attention."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("Y", "A"),
    requires=("chapter09/softmax_rows",),
    minutes=25,
    hints=(
        "Write it for one sample first: Q @ K.T, and softmax along the rows. For a batch, K.transpose(0, 2, 1).",
        "Each query has a softmax of its own, over the keys: axis=2, with keepdims=True.",
        "What is hidden gets the score −∞ before softmax: then its exponential is 0, and it has no share in the sum.",
        "In a row of −∞ alone, take off 0 instead of the maximum, and divide by 1 instead of the sum.",
    ),
)


def drawn(rng, N, Tq, Tk, d, dv):
    return {
        "Q": rng.normal(scale=1.5, size=(N, Tq, d)),
        "K": rng.normal(size=(N, Tk, d)) + 0.5,
        "V": rng.normal(size=(N, Tk, dv)),
    }


def seeing(rng, *shape):
    """Draw a mask in whose rows something is seen, and something is hidden, if there are several keys."""
    if shape[-1] == 1:
        return np.ones(shape, dtype=bool)
    mask = rng.random(shape) < 0.5
    mask[..., 0], mask[..., 1] = True, False
    return rng.permuted(mask, axis=-1)


@cases(
    "N Tq Tk d dv", (3, 4, 6, 5, 2), (2, 3, 3, 3, 3), (1, 1, 4, 2, 3), (2, 5, 1, 3, 2), (2, 3, 4, 1, 1), (1, 3, 1, 1, 1)
)
def batch(rng, N, Tq, Tk, d, dv):
    return drawn(rng, N, Tq, Tk, d, dv)


@cases(
    "N Tq Tk shape", (3, 4, 6, (3, 4, 6)), (3, 4, 6, (4, 6)), (2, 3, 5, (2, 1, 5)), (2, 4, 4, (4, 4)), (2, 3, 4, (4,))
)
def masked(rng, N, Tq, Tk, shape):
    return {**drawn(rng, N, Tq, Tk, 5, 2), "mask": seeing(rng, *shape)}


@cases(
    "N Tq Tk shape",
    (3, 4, 6, (3, 4, 6)),
    (2, 3, 3, (3, 3)),
    (2, 3, 4, (2, 1, 4)),
    (2, 3, 4, (2, 3, 1)),
    (1, 2, 3, (1, 2, 3)),
)
def blind(rng, N, Tq, Tk, shape):
    """Some queries may see nothing; of a mask for all queries, a whole sample; of one sample alone, no query sees."""
    mask = seeing(rng, *shape)
    mask[..., int(rng.integers(mask.shape[-2])), :] = False
    if N == 1:
        mask[:] = False
    elif mask.ndim == 3:
        mask[1:] |= seeing(rng, *mask[1:].shape)
    return {**drawn(rng, N, Tq, Tk, 3, 2), "mask": mask}


@cases("N Tq Tk height", (2, 3, 4, 2e5), (2, 3, 4, -2e5), (1, 4, 4, 2e5))
def steep(rng, N, Tq, Tk, height):
    """All scores are that high, and differ by a few; some are hidden."""
    case = drawn(rng, N, Tq, Tk, 4, 2)
    case["Q"][..., 0], case["K"][..., 0] = 400.0, height / 200.0
    return {**case, "mask": seeing(rng, N, Tq, Tk)}


@cases("N Tq Tk", (2, 3, 4), (1, 4, 4))
def apart(rng, N, Tq, Tk):
    """Queries of one sample whose scores lie around 3000, and around −3000."""
    case = drawn(rng, N, Tq, Tk, 4, 2)
    case["Q"][..., 0], case["K"][..., 0] = np.where(np.arange(Tq) % 2 == 0, 80.0, -80.0), 75.0
    return case


shapes = shaped("Y is (N, Tq, dv), A is (N, Tq, Tk).", batch)
values = agrees("Y is the mean of the values, with softmax of the scaled scores as weights.", batch, points=2)
hidden = agrees("What may not be seen gets no weight, and the others share it.", masked, points=2)
faint = agrees(
    "Small weights have all their digits, and that of a hidden key is 0.",
    masked,
    only=["A"],
    by="entry",
    needs=[hidden],
)
nothing = agrees("A query that may see nothing gets weights 0, and 0.", blind, needs=[values, hidden])
large = agrees("Scores of 100,000 are no harm, above 0 or below, with a mask.", steep, needs=[values, hidden])
both = agrees("Queries with scores of 3000 and of −3000 stand side by side.", apart, needs=[values])
far = scaled(batch, V=1)
any_value = agrees("Values may be tiny or huge.", far, separates=False, needs=[values])


@check(points=1, kind="property", needs=[hidden])
def weights(student, masked):
    """No weight is negative, each row of A sums to 1, and hidden keys have exactly 0."""
    for case, (_, A) in student.scaled_dot_attention.on(masked):
        assert_law("Σ_j A[i, j] = 1", A.sum(axis=2), np.ones(A.shape[:2]), what="A", where=case)
        if np.any(A < 0.0):
            fail("A weight is negative.", case)
        if np.any(A[~np.broadcast_to(case.mask, A.shape)] != 0.0):
            fail("A key that may not be seen has a weight that is not 0.", case)


@check(points=1, kind="property")
def order(student, masked):
    """If keys, values and the mask's columns change places together, Y stays."""

    def turned(m, case):
        Y, A = m.scaled_dot_attention(*case.values())
        moved, B = m.scaled_dot_attention(
            case.Q, *(np.roll(B, 1, axis=1) for B in (case.K, case.V)), np.roll(case.mask, 1, axis=-1)
        )
        return Y, A, moved, B

    for case, (Y, A, moved, B) in student.each(turned, masked):
        assert_law("Y for keys in another order = Y", moved, Y, what="Y", where=case)
        assert_law(
            "A for keys in another order = columns of A in that order", B, np.roll(A, 1, axis=2), what="A", where=case
        )


hygiene = hygiene_of(masked)

TOLERANT = {"order": "A law of two replies: what is wrong in both alike is for other checks."}
ZERO = "Where the sum is 0, all of E is 0 as well, whatever it is divided by."
LOWEST = "From −∞ any number may be taken off: the exponential is 0."
EQUIVALENT = {
    "scaled_dot_attention: np.exp(S - np.where(top == -np.inf, 0.0, top)) → -np.exp(S - np.where(top == -np.inf, 0.0, top))": "In the quotient of E and its sum the sign cancels.",
    "scaled_dot_attention: np.where(top == -np.inf, 0.0, top) → np.where(top == -np.inf, 1, top)": LOWEST,
    "scaled_dot_attention: np.where(top == -np.inf, 0.0, top) → np.where(top == -np.inf, 2, top)": LOWEST,
    "scaled_dot_attention: top == -np.inf → S == -np.inf": LOWEST,
    "scaled_dot_attention: np.where(total == 0.0, 1.0, total) → np.where(total == 0.0, 2.0, total)": ZERO,
    "scaled_dot_attention: np.where(total == 0.0, 1.0, total) → np.where(total == 0.0, 0.5, total)": ZERO,
    "scaled_dot_attention: np.where(total == 0.0, 1.0, total) → np.where(total == 0.0, -1.0, total)": ZERO,
    "scaled_dot_attention: np.where(total == 0.0, 1.0, total) → np.where(total == 0.0, 1.01, total)": ZERO,
    "scaled_dot_attention: total == 0.0 → E == 0.0": "An E of 0 stays 0, whatever it is divided by.",
}
SCORES, ROOT = "Q @ K.transpose(0, 2, 1)", "np.sqrt(Q.shape[2])"
HIDE, TOP = "np.where(mask, S, -np.inf)", "np.max(S, axis=2, keepdims=True)"
WEIGHTS, SUM = "E / np.where(total == 0.0, 1.0, total)", "np.sum(E, axis=2, keepdims=True)"
FINITE, LOW = "np.where(top == -np.inf, 0.0, top)", "A query that sees nothing has no maximum, and the sum 0."
BUGS = [
    patch("scores are divided by d", {ROOT: "Q.shape[2]"}, hint="By its root, √d."),
    patch("scores are not scaled", {f" / {ROOT}": ""}, hint="Divide the scores by √d."),
    patch(
        "scores are divided by the root of dv",
        {ROOT: "np.sqrt(V.shape[2])"},
        hint="d is the length of a query and of a key.",
    ),
    patch(
        "scores are divided by the root of Tk",
        {ROOT: "np.sqrt(K.shape[1])"},
        hint="d is the length of a query and of a key.",
    ),
    patch("scores are multiplied by √d", {f"/ {ROOT}": f"* {ROOT}"}, hint="Divide by √d."),
    patch(
        "softmax runs over the queries",
        {TOP: TOP.replace("2", "1"), SUM: SUM.replace("2", "1")},
        hint="Each query has a softmax of its own: rows of A sum to 1, axis=2.",
    ),
    patch(
        "softmax runs over queries and keys together",
        {TOP: TOP.replace("2", "(1, 2)"), SUM: SUM.replace("2", "(1, 2)")},
        hint="Each query has a softmax of its own: rows of A sum to 1, axis=2.",
    ),
    patch(
        "hidden keys lose their weight after softmax, and nobody gets it",
        {
            "S = np.where(mask, S, -np.inf)": "pass",
            "return A @ V, A": "if mask is not None:\n        A = A * mask\n    return A @ V, A",
        },
        hint="Hide before softmax, with a score of −∞: then the others share the 1.",
    ),
    patch("hidden keys get the score 0", {HIDE: "S * mask"}, hint="e⁰ is 1: the score that weighs nothing is −∞."),
    patch("True is taken for hidden", {HIDE: "np.where(mask, -np.inf, S)"}, hint="True = may be seen."),
    patch("the mask is ignored", {HIDE: "S"}, hint="What may not be seen gets the score −∞."),
    patch(
        "a mask that hides everything is taken for none",
        {"if mask is not None:": "if mask is not None and np.any(mask):"},
        hint="Only None is no mask: who may see nothing gets nothing.",
    ),
    patch(
        "hidden keys get the score −10⁹, so that a query that may see nothing sees everything",
        {HIDE: "np.where(mask, S, -1e9)"},
        hint=LOW,
    ),
    patch(
        "10⁹ is taken off hidden scores, so that a query that may see nothing sees everything",
        {HIDE: "S + np.where(mask, 0.0, -1e9)"},
        hint=LOW,
    ),
    patch(
        "hidden keys get the score −10⁴, which may be more than what is seen has",
        {HIDE: "np.where(mask, S, np.where(np.any(mask, axis=-1, keepdims=True), -1e4, -np.inf))"},
        hint="Scores may be −10⁵: hide with −∞.",
    ),
    patch(
        "hidden keys get the score −10⁴, which may be more than what is seen has, and then the weight 0",
        {
            HIDE: "np.where(mask, S, -1e4)",
            "return A @ V, A": "if mask is not None:\n        A = A * mask\n    return A @ V, A",
        },
        hint="Scores may be −10⁵: hide with −∞.",
    ),
    patch(
        "a query that may see nothing gets the mean of all values",
        {WEIGHTS: "np.where(total == 0.0, 1.0 / K.shape[1], E / np.where(total == 0.0, 1.0, total))"},
        hint="It gets weights 0, and y = 0.",
    ),
    patch(
        "a query that may see nothing gets NaN",
        {FINITE: "top", WEIGHTS: "E / total"},
        hint=LOW,
    ),
    patch("nothing is taken off, so that large scores overflow", {FINITE: "0.0"}, hint="Take each row's maximum off."),
    patch(
        "the largest score of the whole sample is taken off",
        {TOP: "np.max(S, axis=(1, 2), keepdims=True)"},
        hint="Queries far below it are lost: each row has its own maximum.",
    ),
    patch(
        "Y is made with the scores",
        {"return A @ V": "return np.where(S == -np.inf, 0.0, S) @ V"},
        hint="y_i = Σ_j A[i, j] v_j.",
    ),
    patch(
        "the scores are returned for the weights",
        {"@ V, A": "@ V, np.where(S == -np.inf, 0.0, S)"},
        hint="A is softmax of S.",
    ),
    patch(
        "hidden keys keep a weight of 10⁻⁹",
        {
            "E = np.exp(S - np.where(top == -np.inf, 0.0, top))": "E = np.maximum(np.exp(S - np.where(top == -np.inf, 0.0, top)), 0.0 if mask is None else 1e-9 * np.any(mask, axis=-1, keepdims=True))"
        },
        hint="e^(−∞) is 0, exactly.",
    ),
    patch(
        "the last key is never looked at",
        {"if mask is not None:": "if S.shape[2] > 1:\n        S[..., -1] = -np.inf\n    if mask is not None:"},
        hint="All Tk keys count, wherever they stand.",
    ),
    patch(
        "values are clipped at ±1000",
        {"A @ V": "A @ np.clip(V, -1e3, 1e3)"},
        hint="Y is a mean of the values as they are.",
    ),
]


@variant
def by_einsum(Q, K, V, mask=None):
    S = np.einsum("nid,njd->nij", Q, K) * Q.shape[-1] ** -0.5
    seen = np.ones(S.shape, dtype=bool) if mask is None else np.broadcast_to(mask, S.shape)
    top = np.max(S, axis=2, keepdims=True, where=seen, initial=-np.finfo(float).max)
    E = np.exp(np.minimum(S - top, 0.0)) * seen
    total = E.sum(axis=2, keepdims=True)
    A = np.divide(E, total, out=np.zeros_like(E), where=total > 0)
    return np.einsum("nij,njv->niv", A, V), A


@variant
def query_by_query(Q, K, V, mask=None):
    N, Tq, d = Q.shape
    seen = np.broadcast_to(True if mask is None else mask, (N, Tq, K.shape[1]))
    Y, A = np.zeros((N, Tq, V.shape[2])), np.zeros((N, Tq, K.shape[1]))
    for n in range(N):
        for i in range(Tq):
            (keys,) = np.nonzero(seen[n, i])
            if len(keys):
                s = np.array([Q[n, i] @ K[n, j] for j in keys]) / np.sqrt(d)
                e = np.exp(s - s.max())
                A[n, i, keys] = e / e.sum()
                Y[n, i] = A[n, i, keys] @ V[n, keys]
    return Y, A


@variant
def one_key_after_another(Q, K, V, mask=None):
    """Run over the keys with a maximum and a sum that are corrected on the way: the softmax of flash attention."""
    N, Tq, d = Q.shape
    Tk = K.shape[1]
    seen = np.broadcast_to(True if mask is None else mask, (N, Tq, Tk))
    top, total, Y = np.full((N, Tq), -np.inf), np.zeros((N, Tq)), np.zeros((N, Tq, V.shape[2]))
    scores = np.full((N, Tq, Tk), -np.inf)
    for j in range(Tk):
        scores[:, :, j] = np.where(seen[:, :, j], np.sum(Q * K[:, j : j + 1], axis=2) / d**0.5, -np.inf)
        higher = np.maximum(top, scores[:, :, j])
        base = np.where(np.isfinite(higher), higher, 0.0)
        old, new = np.exp(top - base), np.exp(scores[:, :, j] - base)
        total, Y = total * old + new, Y * old[..., None] + new[..., None] * V[:, j : j + 1]
        top = higher
    base, total = np.where(np.isfinite(top), top, 0.0), np.where(total > 0, total, 1.0)
    return Y / total[..., None], np.exp(scores - base[..., None]) / total[..., None]


@variant
def minus_a_huge_number(Q, K, V, mask=None):
    S = (Q / np.sqrt(Q.shape[2])) @ np.swapaxes(K, 1, 2)
    if mask is not None:
        S = np.where(mask, S, np.finfo(np.float64).min)
    E = np.exp(S - S.max(axis=-1, keepdims=True))
    A = E / E.sum(axis=-1, keepdims=True)
    if mask is not None:
        A = A * mask
    return A @ V, A
