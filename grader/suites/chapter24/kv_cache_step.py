"""Checks, known bugs and variants of chapter24/kv_cache_step."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("Y", "past_K", "past_V"),
    requires=("chapter19/scaled_dot_attention", "chapter19/causal_mask"),
    minutes=25,
    hints=(
        "Copy the cache, and write rows length to length + c − 1.",
        "Query t stands at the position length + t: it sees the columns j ≤ length + t of the new cache.",
        "np.arange(end) <= length + np.arange(c)[:, None] is that as a table of bools.",
    ),
)


def drawn(rng, N, c, L, d):
    """Draw new tokens, and a cache whose rows behind `length` hold large numbers."""
    return {
        "Q": rng.normal(scale=1.4, size=(N, c, d)),
        "K": rng.normal(size=(N, c, d)) + 0.4,
        "V": rng.normal(size=(N, c, d)),
        "past_K": rng.normal(size=(N, L, d)),
        "past_V": 3.0 * rng.normal(size=(N, L, d)),
    }


@cases("N L d length", (2, 6, 3, 3), (1, 4, 4, 1), (3, 5, 2, 4), (2, 6, 1, 3))
def one_token(rng, N, L, d, length):
    return {**drawn(rng, N, 1, L, d), "length": length}


@cases("N c L d length", (2, 3, 7, 3, 2), (1, 2, 5, 2, 3), (2, 3, 6, 4, 1))
def chunk(rng, N, c, L, d, length):
    return {**drawn(rng, N, c, L, d), "length": length}


@cases("N c L d", (2, 4, 6, 3), (1, 3, 3, 3), (1, 1, 2, 2), (2, 1, 1, 3))
def empty(rng, N, c, L, d):
    return {**drawn(rng, N, c, L, d), "length": 0}


@cases("c L height hidden", (2, 5, 2e4, 0.0), (2, 5, -2e4, 0.0), (2, 5, -2e4, 1e9))
def high(rng, c, L, height, hidden):
    """Scores around ±20,000 that differ by a few, of the other sign for the last token; behind the text around 0.

    In the last one, what the first token may not see has far larger scores: the last token, and what is left over.
    """
    case = drawn(rng, 1, c, L, 3)
    case["Q"][..., 0] = 100.0
    case["Q"][:, -1, 0] = -100.0
    case["K"][..., 0] = case["past_K"][..., 0] = height / 100.0 * np.sqrt(3.0)
    case["past_K"][:, 2 + c :, 0] = hidden
    if hidden:
        case["K"][:, -1, 0] *= -1.0
    return {**case, "length": 2}


@cases("c L length", (1, 4, 4), (3, 5, 3), (4, 3, 0))
def full(rng, c, L, length):
    return {**drawn(rng, 1, c, L, 2), "length": length}


far = scaled(chunk, V=1, past_V=1)

shapes = shaped("Y is (N, c, d), and the cache keeps its shape.", chunk)
kept = agrees(
    "The new keys and values stand where the text ended, and all other rows are as they were.",
    chunk,
    only=["past_K", "past_V"],
    exactly=True,
)
single = agrees("One token sees all that is kept, and itself.", one_token, only=["Y"], points=2)
several = agrees(
    "Of several, each sees what stands before it, and itself, and nothing behind.", chunk, only=["Y"], points=2
)
first = agrees("The cache may be empty.", empty, needs=[single, several])
large = agrees(
    "Scores of 20,000 are no harm, above 0 or below, side by side.", high, needs=[single, several], separates=False
)
any_value = agrees("Values may be tiny or huge.", far, needs=[single, several], separates=False)


@check(points=2, kind="property")
def pieces(student, empty, rng):
    """A text in one piece, token by token, and after a cut: always the same rows."""

    def fed(m, case, wrong):
        Q, K, V, past_K, past_V, _ = case.values()
        c = Q.shape[1]
        whole = m.kv_cache_step(Q, K, V, past_K, past_V, 0)[0]
        rows = []
        for t in range(c):
            at = slice(t, t + 1)
            Y, past_K, past_V = (
                (step := m.kv_cache_step(Q[:, at], K[:, at], V[:, at], past_K, past_V, t))[0],
                step[1],
                step[2],
            )
            rows.append(Y)
        other = m.kv_cache_step(Q[:, -1:], wrong, wrong, past_K, past_V, c - 1)
        again = m.kv_cache_step(Q[:, -1:], K[:, -1:], V[:, -1:], other[1], other[2], c - 1)[0]
        return whole, np.concatenate(rows, axis=1), again

    for case in empty:
        wrong = rng.normal(size=case.K[:, -1:].shape)
        whole, rows, again = student.run(fed, case, wrong)
        assert_law("Y token by token = Y in one piece", rows, whole, what="Y", where=case)
        assert_law("the last token, after another was cut = the last token", again, whole[:, -1:], what="Y", where=case)


@check(points=1, kind="error")
def refused(student, full):
    """What does not fit is refused with a ValueError."""
    for case in full:
        raises(student, ValueError, lambda m, case: m.kv_cache_step(*case.values()), case, where=case)


hygiene = hygiene_of(chunk)

TOLERANT = {"pieces": "Laws of replies: what is wrong in all of them alike is for other checks."}
EQUIVALENT = {
    "kv_cache_step: np.exp(S - np.max(S, axis=2, keepdims=True)) → -np.exp(S - np.max(S, axis=2, keepdims=True))": "In the quotient of E and its sum the sign cancels.",
    "kv_cache_step: end > past_K.shape[1] → False": "Rows that are not there can't be written, or not be compared: NumPy raises ValueError as well.",
}
MASK = "np.arange(end) <= length + np.arange(c)[:, None]"
TEST, COPY = "if end > past_K.shape[1]:", "past_K, past_V = past_K.copy(), past_V.copy()"
WRITE = "past_K[:, length:end], past_V[:, length:end] = K, V"
BUGS = [
    patch("scores are not scaled", {" / np.sqrt(d)": ""}, hint="Divide the scores by √d."),
    patch("scores are divided by d", {"np.sqrt(d)": "d"}, hint="By its root, √d."),
    patch(
        "new tokens see all of the new ones, also those behind them",
        {MASK: "np.arange(end) <= end + np.arange(c)[:, None]"},
        hint="Query t sees columns j ≤ length + t.",
    ),
    patch(
        "the mask forgets what is kept: query t sees columns j ≤ t",
        {MASK: "np.arange(end) <= np.arange(c)[:, None]"},
        hint="Query t stands at the position length + t.",
    ),
    patch(
        "new tokens see each other, and nothing of what is kept",
        {MASK: f"({MASK}) & (np.arange(end) >= length)"},
        hint="They see the positions from 0 on.",
    ),
    patch(
        "a token does not see itself",
        {MASK: "(np.arange(end) < length + np.arange(c)[:, None]) | (np.arange(end) == 0)"},
        hint="j ≤ length + t, with the equal sign.",
    ),
    patch(
        "a token sees the one behind it as well",
        {MASK: "np.arange(end) <= length + 1 + np.arange(c)[:, None]"},
        hint="j ≤ length + t, and no further.",
    ),
    patch(
        "new tokens are written one row too early, over the last that is kept",
        {WRITE: "at = max(length - 1, 0)\n    past_K[:, at : at + c], past_V[:, at : at + c] = K, V"},
        hint="The first free row is number length, counted from 0.",
    ),
    patch(
        "new tokens are written one row too late",
        {WRITE: "at = min(length + 1, past_K.shape[1] - c)\n    past_K[:, at : at + c], past_V[:, at : at + c] = K, V"},
        hint="The first free row is number length, counted from 0.",
    ),
    patch(
        "queries look at the whole cache, with what is left over behind the text",
        {
            "past_K[:, :end].swap": "past_K.swap",
            "past_V[:, :end]": "past_V",
            MASK: "(np.arange(past_K.shape[1]) <= length + np.arange(c)[:, None]) | (np.arange(past_K.shape[1]) >= end)",
        },
        hint="Rows from length + c on don't count.",
    ),
    patch(
        "the new keys and values are not written into the cache that is returned",
        {
            "return E / np.sum(E, axis=2, keepdims=True) @ past_V[:, :end], past_K, past_V": "Y = E / np.sum(E, axis=2, keepdims=True) @ past_V[:, :end]\n    past_K[:, length:end], past_V[:, length:end] = before\n    return Y, past_K, past_V"
        }
        | {WRITE: f"before = past_K[:, length:end].copy(), past_V[:, length:end].copy()\n    {WRITE}"},
        hint="The next step has to find them: return the new cache.",
    ),
    patch(
        "the cache that was handed over is changed",
        {COPY: "pass"},
        hint="Write into a copy: whoever called may go back to the old one.",
    ),
    patch(
        "the cache is cut off behind the text",
        {" @ past_V[:, :end], past_K, past_V": " @ past_V[:, :end], past_K[:, :end], past_V[:, :end]"},
        hint="It keeps its room for L tokens.",
    ),
    patch(
        "keys and values are exchanged in the cache",
        {WRITE: "past_K[:, length:end], past_V[:, length:end] = V, K"},
        hint="past_K gets K, past_V gets V.",
    ),
    patch(
        "what does not fit is no error: the oldest tokens give way",
        {
            TEST: "if False:",
            COPY: f"over = max(end - past_K.shape[1], 0)\n    K, V, Q, c = K[:, -past_K.shape[1] :], V[:, -past_K.shape[1] :], Q[:, -past_K.shape[1] :], min(c, past_K.shape[1])\n    length, end = min(max(length - over, 0), past_K.shape[1] - c), min(end, past_K.shape[1])\n    {COPY}",
        },
        hint="length + c > L: ValueError.",
    ),
    patch(
        "a cache that becomes full is refused, though all fits",
        {TEST: "if end >= past_K.shape[1]:"},
        hint="length + c = L fits.",
    ),
    patch(
        "nothing is taken off, so that large scores overflow",
        {"S - np.max(S, axis=2, keepdims=True)": "S"},
        hint="Take each row's maximum off.",
    ),
    patch(
        "hidden keys get the score −10⁴, which may be more than what is seen has",
        {"S, -np.inf)": "S, -1e4)"},
        hint="Scores may be −20,000: hide with −∞.",
    ),
    patch(
        "what is taken off is the largest of all scores, hidden ones included",
        {
            "S = np.where(": "top = np.max(S, axis=2, keepdims=True)\n    S = np.where(",
            "S - np.max(S, axis=2, keepdims=True)": "S - top",
        },
        hint="A hidden key may have a score far above: hide first, then take the maximum.",
    ),
    patch(
        "10⁹ is taken off the scores of hidden keys, in the whole cache",
        {
            "past_K[:, :end].swap": "past_K.swap",
            "past_V[:, :end]": "past_V",
            f"np.where({MASK}, S, -np.inf)": "S + np.where(np.arange(past_K.shape[1]) <= length + np.arange(c)[:, None], 0.0, -1e9)",
        },
        hint="What is left over may be any numbers, and its scores larger than that: hide with −∞.",
    ),
    patch(
        "values are clipped at ±1000",
        {"@ past_V[:, :end]": "@ np.clip(past_V[:, :end], -1e3, 1e3)"},
        hint="They are averaged as they are.",
    ),
]


@variant
def token_by_token(Q, K, V, past_K, past_V, length):
    N, c, d = Q.shape
    if length + c > past_K.shape[1]:
        raise ValueError("full")
    past_K, past_V, Y = np.array(past_K), np.array(past_V), np.zeros((N, c, d))
    for t in range(c):
        past_K[:, length + t], past_V[:, length + t] = K[:, t], V[:, t]
        for n in range(N):
            s = past_K[n, : length + t + 1] @ Q[n, t] / d**0.5
            a = np.exp(s - s.max())
            Y[n, t] = a @ past_V[n, : length + t + 1] / a.sum()
    return Y, past_K, past_V


@variant
def put_together(Q, K, V, past_K, past_V, length):
    _, c, d = Q.shape
    L = past_K.shape[1]
    if not length + c <= L:
        raise ValueError(length + c)
    seen_keys, seen_values = (np.concatenate([old[:, :length], new], axis=1) for old, new in ((past_K, K), (past_V, V)))
    S = np.einsum("ncd,nld->ncl", Q, seen_keys) * d**-0.5
    S = S + np.triu(np.full((c, length + c), -np.inf), k=length + 1)
    A = np.exp(S - S.max(axis=-1, keepdims=True))
    A = A / A.sum(axis=-1, keepdims=True)
    rest = slice(length + c, L)
    return (
        A @ seen_values,
        np.concatenate([seen_keys, past_K[:, rest]], axis=1),
        np.concatenate([seen_values, past_V[:, rest]], axis=1),
    )


@variant
def all_of_the_cache(Q, K, V, past_K, past_V, length):
    N, c, d = Q.shape
    L = past_K.shape[1]
    if L - length < c:
        raise ValueError(f"{L - length} rows are left")
    new_keys, new_values = np.copy(past_K), np.copy(past_V)
    new_keys[:, length : length + c] = K
    new_values[:, length : length + c] = V
    S = Q @ new_keys.transpose(0, 2, 1) / np.sqrt(d)
    S[:, np.tri(c, L, length) == 0] = np.finfo(float).min
    E = np.exp(S - S.max(axis=2, keepdims=True))
    return E @ new_values / E.sum(axis=2, keepdims=True), new_keys, new_values
