"""Checks, known bugs and variants of chapter19/attention_backward."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("dQ", "dK", "dV"),
    requires=("chapter19/scaled_dot_attention", "chapter12/softmax_backward"),
    minutes=30,
    hints=(
        "Take one sample, and go back in three steps: through Y = A V, through softmax, through S = Q Kᵀ / √d.",
        "Two are matrix products: dV = Aᵀ dY, dA = dY Vᵀ; and from dS come dQ = dS K / √d and dK = dSᵀ Q / √d.",
        "Softmax in between: dS = A ∘ (dA − s), with s = Σ_j dA[i, j] A[i, j], one number for each query.",
    ),
)


def drawn(rng, N, Tq, Tk, d, dv):
    return {
        "dY": rng.normal(size=(N, Tq, dv)) + 0.5,
        "Q": rng.normal(scale=1.2, size=(N, Tq, d)),
        "K": rng.normal(size=(N, Tk, d)) + 0.5,
        "V": rng.normal(size=(N, Tk, dv)),
    }


def seeing(rng, *shape):
    """Draw a mask in whose rows something is seen, and something is hidden, if there are several keys."""
    if shape[-1] == 1:
        return np.ones(shape, dtype=bool)
    mask = rng.random(shape) < 0.6
    mask[..., :2], mask[..., 2] = True, False
    return rng.permuted(mask, axis=-1)


@cases(
    "N Tq Tk d dv", (3, 4, 6, 5, 2), (2, 3, 3, 3, 3), (1, 1, 4, 2, 3), (2, 5, 2, 3, 2), (3, 2, 4, 1, 1), (1, 3, 1, 1, 1)
)
def batch(rng, N, Tq, Tk, d, dv):
    return drawn(rng, N, Tq, Tk, d, dv)


@cases(
    "N Tq Tk shape",
    (3, 4, 6, (3, 4, 6)),
    (3, 4, 6, (4, 6)),
    (2, 3, 5, (2, 1, 5)),
    (2, 4, 4, (4, 4)),
    (3, 4, 5, (1, 4, 5)),
    (2, 3, 4, (4,)),
)
def masked(rng, N, Tq, Tk, shape):
    return {**drawn(rng, N, Tq, Tk, 5, 2), "mask": seeing(rng, *shape)}


@cases(
    "N Tq Tk shape one",
    (3, 4, 6, (3, 4, 6), False),
    (2, 3, 4, (3, 4), False),
    (2, 3, 4, (2, 3, 4), True),
    (2, 3, 4, (2, 3, 1), False),
    (1, 2, 3, (1, 2, 3), False),
)
def blind(rng, N, Tq, Tk, shape, one):
    """A query may see nothing, and a key may not be seen by any; who sees one key alone has no choice: dQ and dK are 0."""
    unseen = int(rng.integers(Tk))
    mask = seeing(rng, *shape)
    if one:
        seen = (unseen + rng.integers(1, Tk, size=shape[:-1])) % Tk
        mask = np.arange(Tk) == seen[..., None]
    if shape[-1] > 1:
        mask[..., unseen] = False
    mask[..., int(rng.integers(Tq)), :] = False
    if N == 1:  # nobody sees anything
        mask[:] = False
    case = drawn(rng, N, Tq, Tk, 3, 2)
    if one:  # what is not quite 0 is a product of both
        case["V"], case["dY"] = 50.0 * case["V"], 50.0 * case["dY"]
    return {**case, "mask": mask}


@cases("N Tq Tk height", (2, 3, 4, 2e5), (2, 3, 4, -2e5))
def steep(rng, N, Tq, Tk, height):
    """All scores are that high, and differ by a few; some are hidden."""
    case = drawn(rng, N, Tq, Tk, 4, 2)
    case["Q"][..., 0], case["K"][..., 0] = 400.0, height / 200.0
    return {**case, "mask": seeing(rng, N, Tq, Tk)}


@cases("N Tq Tk", (2, 3, 4), (1, 4, 4))
def apart(rng, N, Tq, Tk):
    """Queries of one sample whose scores lie around 1000, and around −1000."""
    case = drawn(rng, N, Tq, Tk, 4, 2)
    case["Q"][..., 0], case["K"][..., 0] = np.where(np.arange(Tq) % 2 == 0, 40.0, -40.0), 50.0
    return case


shapes = shaped("dQ, dK and dV have the shapes of Q, K and V.", batch)
dV = agrees("dV: each value hears from a query as much as that took of it.", batch, only=["dV"], kind="gradient")
dQ = agrees("dQ goes back through the scores and through softmax.", batch, only=["dQ"], kind="gradient", points=2)
dK = agrees("dK goes back through the scores and through softmax.", batch, only=["dK"], kind="gradient", points=2)
hidden = agrees("What may not be seen hands nothing on.", masked, kind="gradient", points=2)
nothing = agrees(
    "A query that may see nothing, and a key that nobody may see, have gradients of 0.",
    blind,
    kind="gradient",
    needs=[dQ, dK, dV, hidden],
)
large = agrees(
    "Scores of 100,000 are no harm, above 0 or below, with a mask.", steep, kind="gradient", needs=[dQ, dK, dV, hidden]
)
both = agrees(
    "Queries with scores of 1000 and of −1000 stand side by side.", apart, kind="gradient", needs=[dQ, dK, dV]
)
far = scaled(batch, dY=1)
any_slope = agrees("Gradients may be tiny or huge.", far, separates=False, needs=[dQ, dK, dV])


def attention(Q, K, V, seen):
    S = Q @ K.transpose(0, 2, 1) / np.sqrt(Q.shape[2])
    E = np.exp(S - S.max(axis=2, keepdims=True)) * seen
    return E / E.sum(axis=2, keepdims=True) @ V


@check(points=1, kind="gradient")
def finite_differences(student, masked, rng):
    """dQ, dK and dV agree with finite differences of L = Σ dY ∘ Y, with a mask."""
    for case, gradients in student.attention_backward.on(masked):

        def total(Q, K, V, case=case):
            return np.sum(case.dY * attention(Q, K, V, case.mask))

        at = {name: case[name] for name in "QKV"}
        check_grads(total, at, dict(zip("QKV", gradients, strict=True)), rng=rng, where=case)


@check(points=1, kind="property")
def balance(student, batch):
    """A vector added to all keys of a sample changes no weight: Σ_j dK[j] = 0, dV stays; dV sums to what dY does."""

    def moved(m, case):
        return m.attention_backward(*case.values()), m.attention_backward(case.dY, case.Q, case.K + 0.75, case.V)

    for case, ((_, dK, dV), (_, _, shifted)) in student.each(moved, batch):
        size = float(np.sum(np.abs(case.dY)) * np.max(np.abs(case.V)))
        assert_law("Σ_j dK[j] = 0", dK.sum(axis=1), np.zeros(dK[:, 0].shape), scale=size, what="dK", where=case)
        assert_law("Σ_j dV[j] = Σ_i dY[i]", dV.sum(axis=1), case.dY.sum(axis=1), scale=size, what="dV", where=case)
        assert_law("dV for K + c = dV", shifted, dV, scale=size, what="dV", where=case)


hygiene = hygiene_of(masked)

TOLERANT = {"balance": "Sums on the scale of their terms, and of dQ nothing: entries are for the comparisons."}
ZERO = "Where the sum is 0, all of E is 0 as well, whatever it is divided by."
LOWEST = "From −∞ any number may be taken off: the exponential is 0."
EQUIVALENT = {
    "attention_backward: np.exp(S - np.where(top == -np.inf, 0.0, top)) → -np.exp(S - np.where(top == -np.inf, 0.0, top))": "In the quotient of E and its sum the sign cancels.",
    "attention_backward: np.where(top == -np.inf, 0.0, top) → np.where(top == -np.inf, 1, top)": LOWEST,
    "attention_backward: np.where(top == -np.inf, 0.0, top) → np.where(top == -np.inf, 2, top)": LOWEST,
    "attention_backward: top == -np.inf → S == -np.inf": LOWEST,
    "attention_backward: np.where(total == 0.0, 1.0, total) → np.where(total == 0.0, 2.0, total)": ZERO,
    "attention_backward: np.where(total == 0.0, 1.0, total) → np.where(total == 0.0, 0.5, total)": ZERO,
    "attention_backward: np.where(total == 0.0, 1.0, total) → np.where(total == 0.0, -1.0, total)": ZERO,
    "attention_backward: np.where(total == 0.0, 1.0, total) → np.where(total == 0.0, 1.01, total)": ZERO,
    "attention_backward: total == 0.0 → E == 0.0": "An E of 0 stays 0, whatever it is divided by.",
}
HIDE, TOP = "np.where(mask, S, -np.inf)", "np.max(S, axis=2, keepdims=True)"
FINITE, WEIGHTS = "np.where(top == -np.inf, 0.0, top)", "E / np.where(total == 0.0, 1.0, total)"
SUM, SOFTMAX = "np.sum(dA * A, axis=2, keepdims=True)", "A * (dA - np.sum(dA * A, axis=2, keepdims=True))"
DQ, DK, DV = "dS @ K / root", "dS.transpose(0, 2, 1) @ Q / root", "A.transpose(0, 2, 1) @ dY"
BUGS = [
    patch(
        "dQ and dK lack the scale 1/√d",
        {DQ: "dS @ K", DK: "dS.transpose(0, 2, 1) @ Q"},
        hint="S is divided by √d: so are dQ and dK.",
    ),
    patch("dQ lacks the scale 1/√d", {DQ: "dS @ K"}, hint="S is divided by √d: so are dQ and dK."),
    patch("dK lacks the scale 1/√d", {DK: "dS.transpose(0, 2, 1) @ Q"}, hint="S is divided by √d: so are dQ and dK."),
    patch("dQ and dK are divided by d", {f"{DQ}, {DK}": f"{DQ} / root, {DK} / root"}, hint="By √d, once."),
    patch("the scores are divided by d", {"root = np.sqrt(Q.shape[2])": "root = Q.shape[2]"}, hint="By its root, √d."),
    patch(
        "of softmax only the diagonal is used, A (1 − A)",
        {SOFTMAX: "dA * A * (1.0 - A)"},
        hint="Each score moves all weights of its row.",
    ),
    patch(
        "dK is made with dS, not its transpose, where that fits",
        {DK: "(dS if dS.shape[1] == dS.shape[2] else dS.transpose(0, 2, 1)) @ Q / root"},
        hint="Key j meets query i in S[i, j]: dK[j] = Σ_i dS[i, j] q_i / √d.",
    ),
    patch(
        "dV is made with A, not its transpose, where that fits",
        {DV: "(A if A.shape[1] == A.shape[2] else A.transpose(0, 2, 1)) @ dY"},
        hint="Value j is taken by query i with A[i, j]: dV[j] = Σ_i A[i, j] dy_i.",
    ),
    patch(
        "the sum in softmax runs over the queries",
        {SUM: SUM.replace("2", "1")},
        hint="Σ_j: over the keys, one number for each query.",
    ),
    patch(
        "there is one sum in softmax for the whole sample",
        {SUM: SUM.replace("2", "(1, 2)")},
        hint="Σ_j: over the keys, one number for each query.",
    ),
    patch("dS lacks the factor A", {SOFTMAX: f"dA - {SUM}"}, hint="dS = A ∘ (dA − s)."),
    patch("the sum in softmax lacks its A", {SUM: SUM.replace("dA * A", "dA")}, hint="s is Σ_j dA[i, j] A[i, j]."),
    patch(
        "nothing is taken off in softmax",
        {SOFTMAX: "A * dA"},
        hint="If one weight grows, the others of its row give way.",
    ),
    patch("the gradients of the scores go unchanged past softmax", {SOFTMAX: "dA"}, hint="dS = A ∘ (dA − s)."),
    patch("dQ and dK are exchanged", {f"{DQ}, {DK}": f"{DK}, {DQ}"}, hint="dQ, dK, dV: in this order."),
    patch(
        "dV is made with the scores",
        {DV: "np.where(S == -np.inf, 0.0, S).transpose(0, 2, 1) @ dY"},
        hint="Y = A V, so dV = Aᵀ dY.",
    ),
    patch("the mask is ignored", {HIDE: "S"}, hint="What may not be seen has the weight 0."),
    patch(
        "a mask that hides everything is taken for none",
        {"if mask is not None:": "if mask is not None and np.any(mask):"},
        hint="Only None is no mask: who may see nothing gets nothing.",
    ),
    patch("True is taken for hidden", {HIDE: "np.where(mask, -np.inf, S)"}, hint="True = may be seen."),
    patch("hidden keys get the score 0", {HIDE: "S * mask"}, hint="e⁰ is 1: the score that weighs nothing is −∞."),
    patch(
        "hidden keys get the score −10⁴, which may be more than what is seen has, and then the weight 0",
        {
            HIDE: "np.where(mask, S, -1e4)",
            "dV = A.transpose": "A = A if mask is None else A * mask\n    dV = A.transpose",
        },
        hint="Scores may be −10⁵: hide with −∞.",
    ),
    patch(
        "hidden keys get the score −10⁹, so that a query that may see nothing hands back to all values",
        {HIDE: "np.where(mask, S, -1e9)"},
        hint="A query that sees nothing has weights 0.",
    ),
    patch(
        "a query that may see nothing hands NaN back",
        {FINITE: "top", WEIGHTS: "E / total"},
        hint="It has no maximum, and the sum 0: its weights are 0.",
    ),
    patch("nothing is taken off, so that large scores overflow", {FINITE: "0.0"}, hint="Take each row's maximum off."),
    patch(
        "the largest of all scores is taken off",
        {TOP: "np.max(S)"},
        hint="Queries far below it are lost: each row has its own maximum.",
    ),
    patch(
        "gradients are clipped at ±1000",
        {"dA = dY @": "dY = np.clip(dY, -1e3, 1e3)\n    dA = dY @"},
        hint="The chain rule is a product: however large dY is, it is handed on.",
    ),
]


@variant
def by_einsum(dY, Q, K, V, mask=None):
    c = Q.shape[-1] ** -0.5
    S = np.einsum("nid,njd->nij", Q, K) * c
    seen = np.ones(S.shape, dtype=bool) if mask is None else np.broadcast_to(mask, S.shape)
    S = np.where(seen, S, np.finfo(np.float64).min)
    E = np.exp(S - S.max(axis=2, keepdims=True)) * seen
    total = E.sum(axis=2, keepdims=True)
    A = np.divide(E, total, out=np.zeros_like(E), where=total > 0)
    G = A * np.einsum("niv,njv->nij", dY, V)
    dS = c * (G - A * G.sum(axis=2)[:, :, None])
    return np.einsum("nij,njd->nid", dS, K), np.einsum("nij,nid->njd", dS, Q), np.einsum("nij,niv->njv", A, dY)


@variant
def query_by_query(dY, Q, K, V, mask=None):
    N, Tq, d = Q.shape
    seen = np.broadcast_to(True if mask is None else mask, (N, Tq, K.shape[1]))
    dQ, dK, dV = np.zeros_like(Q), np.zeros_like(K), np.zeros_like(V)
    for n in range(N):
        for i in range(Tq):
            (keys,) = np.nonzero(seen[n, i])
            if not len(keys):
                continue
            s = K[n, keys] @ Q[n, i] / np.sqrt(d)
            a = np.exp(s - s.max())
            a /= a.sum()
            J = np.diag(a) - np.outer(a, a)
            ds = J @ (V[n, keys] @ dY[n, i])
            for j, key in enumerate(keys):
                dV[n, key] += a[j] * dY[n, i]
                dK[n, key] += ds[j] * Q[n, i] / np.sqrt(d)
                dQ[n, i] += ds[j] * K[n, key] / np.sqrt(d)
    return dQ, dK, dV


@variant
def what_was_handed_out(dY, Q, K, V, mask=None):
    """The sum in softmax is dy · y, as in flash attention."""
    c = 1.0 / np.sqrt(Q.shape[2])
    seen = True if mask is None else mask
    S = np.where(seen, c * (Q @ np.swapaxes(K, 1, 2)), -np.inf)
    top = S.max(axis=-1, keepdims=True)
    E = np.exp(S - np.where(np.isfinite(top), top, 0.0))
    A = E / np.maximum(E.sum(axis=-1, keepdims=True), 1e-300)
    Y = A @ V
    dS = A * (dY @ np.swapaxes(V, 1, 2) - np.sum(dY * Y, axis=-1, keepdims=True))
    return c * dS @ K, c * np.swapaxes(dS, 1, 2) @ Q, np.swapaxes(A, 1, 2) @ dY
