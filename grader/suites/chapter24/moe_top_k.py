"""Checks, known bugs and variants of chapter24/moe_top_k."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    requires=("chapter12/softmax_cross_entropy",),
    minutes=45,
    hints=(
        'np.argsort(-Z, axis=1, kind="stable")[:, :k] are the experts of each token, equal logits by index.',
        "Give all other logits −∞, and take softmax: the weights of the chosen ones sum to 1.",
        "Backward: dG[n, e] = dy_n · x_n W[e], then softmax's way back. x hears the experts, and the router.",
        "In the balance loss f is a constant, and softmax goes over all experts.",
    ),
)


def gap(Z, k):
    """Return the least distance of a token's last chosen logit to its first that is not."""
    ordered = np.sort(Z, axis=1)[:, ::-1]
    return np.inf if k == Z.shape[1] else np.min(ordered[:, k - 1] - ordered[:, k])


def apart(case):
    return gap(case.X @ case.R, case.k) > 0.02


def layer(rng, N, D, E, K, k):
    return {
        "X": rng.normal(size=(N, D)) + 0.2,
        "R": rng.normal(size=(D, E)),
        "W": rng.normal(size=(E, D, K)) + 0.3,
        "k": k,
    }


@cases(
    "N D E K k",
    (4, 3, 5, 2, 2),
    (1, 2, 3, 4, 2),
    (3, 3, 4, 3, 1),
    (2, 3, 3, 2, 3),
    (2, 3, 1, 2, 1),
    (2, 3, 4, 1, 2),
    fit=apart,
)
def batch(rng, N, D, E, K, k):
    return layer(rng, N, D, E, K, k)


@cases("N D E K k", (4, 3, 5, 2, 2), (3, 3, 4, 3, 3), (1, 2, 3, 4, 2), (2, 3, 3, 2, 3), (2, 3, 4, 1, 2), fit=apart)
def slopes(rng, N, D, E, K, k):
    return {"dY": rng.normal(size=(N, K)) + 0.3, **layer(rng, N, D, E, K, k)}


@cases("k", 2, 3, fit=apart)
def high(rng, k):
    """Logits in the thousands, of both signs, that differ by a few: tokens differ by tiny numbers, the router by huge ones."""
    case = layer(rng, 9, 2, 4, 2, k)
    case["X"][:, 0], case["R"][0] = np.tile([50.0, -50.0, 1.0], 3), 40.0
    case["X"][:, 1] = 1e-6 * rng.choice((-1.0, 1.0), size=9) * rng.uniform(0.5, 1.5, size=9)
    case["R"][1] = 1e6 * rng.permutation([-1.5, -0.5, 0.5, 1.5]) * rng.uniform(0.9, 1.1, size=4)
    return {"dY": rng.normal(size=(9, 2)), **case}


@cases("N E k", (6, 4, 2), (4, 4, 1), (3, 5, 3), (1, 3, 2), fit=lambda case: gap(case.Z, case.k) > 0, exact="Z")
def logits(rng, N, E, k):
    """The first experts are asked more than others; of one token, two logits are close, and the second is larger."""
    Z = rng.normal(size=(N, E)) + np.linspace(1.0, 0.0, E)
    asked = np.sort(rng.permutation(E)[: k + 1])
    Z[-1, asked] = rng.integers(150, 250) / 100 + np.array([0.0, *range(1, k), 1e-4])
    return {"Z": Z, "k": k}


@cases("N E k", (3, 5, 2), (2, 4, 1), (3, 1, 1))
def ties(rng, N, E, k):
    """The largest logit of each token occurs k + 1 times."""
    Z = rng.normal(size=(N, E))
    Z[:, : k + 1] = rng.uniform(3.0, 4.0)
    return {"Z": rng.permuted(Z, axis=1), "k": k}


@cases("N E k", (3, 5, 2), (2, 4, 1), (3, 1, 1), exact="X R")
def equal_experts(rng, N, E, k):
    """Columns of the router are equal, one more than are asked, and the largest: with one feature, no sum tells them."""
    case = layer(rng, N, 1, E, 2, k)
    case["R"][:, rng.permutation(E)[: k + 1]] = float(rng.integers(12, 20))
    case["X"] = rng.integers(1, 4, size=(N, 1)) * 1.0
    return {"dY": rng.normal(size=(N, 2)), **case}


@cases("height", 3000.0, -3000.0, exact=True)
def far_logits(rng, height):
    return {"Z": height + rng.normal(size=(3, 4)), "k": 2}


@cases("k", 0, 4, -1)
def impossible(rng, k):
    return {"dY": rng.normal(size=(2, 2)), **layer(rng, 2, 3, 3, 2, k)}


wide, steep = scaled(batch, W=1), scaled(slopes, dY=1)


def back(m, case):
    dX, dR, dW = m.moe_backward(*case.values())
    return {"dX": dX, "dR": dR, "dW": dW}


def one(case):
    """Return what sums cancel from: where shares happen to be even, the gradient is 0."""
    return 1.0


def both(m, case):
    return {"Y": m.moe_forward(case.X, case.R, case.W, case.k), **back(m, case)}


def balance(m, case):
    loss, dZ = m.balance_loss(*case.values())
    return {"B": loss, "dZ": dZ}


forward_shapes = shaped("Y is (N, K).", batch, of="moe_forward")
backward_shapes = shaped("dX, dR and dW have the shapes of X, R and W.", slopes, of="moe_backward", needs=[])
balance_shapes = shaped("The loss is a number, and dZ has the shape of Z.", logits, of="balance_loss", needs=[])
forward = agrees(
    "Each token gets its k experts, with weights that sum to 1.",
    batch,
    of="moe_forward",
    points=3,
    needs=[forward_shapes],
)
dX = agrees(
    "dX hears the experts and the router.", slopes, of=back, only=["dX"], kind="gradient", needs=[backward_shapes]
)
dR = agrees("dR goes back through the weights.", slopes, of=back, only=["dR"], kind="gradient", needs=[backward_shapes])
dW = agrees(
    "Chosen experts hear what they weigh.", slopes, of=back, only=["dW"], kind="gradient", needs=[backward_shapes]
)
loss = agrees("The balance loss is E Σ f p.", logits, of=balance, only=["B"], needs=[balance_shapes])
dZ = agrees(
    "The balance loss has a gradient that takes f for fixed.",
    logits,
    of=balance,
    scale=one,
    only=["dZ"],
    kind="gradient",
    needs=[balance_shapes],
)
equal = agrees("Of equal logits, those with smaller indices are chosen.", ties, of=balance, scale=one, needs=[loss, dZ])
equal_logits = agrees(
    "Of equal logits, those with smaller indices are chosen forward and backward, too.",
    equal_experts,
    of=both,
    needs=[forward, dX, dR, dW],
)
large = agrees("Logits of thousands are no harm.", high, of=both, needs=[forward, dX, dR, dW], separates=False)
large_balance = agrees(
    "Logits of thousands are no harm to the balance loss, either.",
    far_logits,
    of=balance,
    scale=one,
    needs=[loss, dZ],
    separates=False,
)
any_value = agrees("Experts may be tiny or huge.", wide, of="moe_forward", needs=[forward], separates=False)
any_slope = agrees(
    "Gradients may be tiny or huge.", steep, of=back, kind="gradient", needs=[dX, dR, dW], separates=False
)


@check(points=1, kind="gradient", needs=[backward_shapes])
def finite_differences(student, slopes, rng):
    """All three gradients agree with finite differences of L = Σ dY ∘ Y, the choice held fixed."""
    for case, gradients in student.moe_backward.on(slopes):
        Z = case.X @ case.R
        hidden = np.sort(Z, axis=1)[:, [-case.k]] > Z

        def loss(X, R, W, case=case, hidden=hidden):
            E = np.where(hidden, 0.0, np.exp(X @ R))
            return np.sum(case.dY * np.einsum("ne,nd,edk->nk", E / E.sum(axis=1, keepdims=True), X, W))

        check_grads(loss, {k: case[k] for k in "XRW"}, dict(zip("XRW", gradients, strict=True)), rng=rng, where=case)


@check(points=1, kind="property", needs=[forward_shapes])
def one_opinion(student, batch):
    """If all experts are the same, Y is what one of them says: the weights sum to 1."""

    def same(m, case):
        return m.moe_forward(case.X, case.R, np.tile(case.W[:1], (case.W.shape[0], 1, 1)), case.k)

    for case, Y in student.each(same, batch):
        assert_law("Y of equal experts = X W[0]", Y, case.X @ case.W[0], what="Y", where=case)


@check(points=1, kind="property", needs=[backward_shapes])
def unasked(student, slopes):
    """Who was not asked by any token has gradients of 0, exactly."""
    for case, (_, dR, dW) in student.moe_backward.on(slopes):
        Z = case.X @ case.R
        idle = ~np.any(np.sort(Z, axis=1)[:, [-case.k]] <= Z, axis=0)
        if np.any(dR[:, idle] != 0.0) or np.any(dW[idle] != 0.0):
            fail("An expert that no token asked has a gradient that is not 0.", case)


@check(points=1, kind="property", needs=[balance_shapes])
def least_when_even(student, logits):
    """Equal logits cost 1; if all tokens prefer the same experts, it is more, E times the mean of what these have."""

    def twice(m, case):
        alike = np.tile(case.Z[:1], (case.Z.shape[0], 1))
        return m.balance_loss(0.0 * case.Z, case.k)[0], m.balance_loss(alike, case.k)[0]

    for case, (even, uneven) in student.each(twice, logits):
        powers = np.exp(case.Z[0] - np.max(case.Z[0]))
        most = np.mean(np.sort(powers / np.sum(powers))[-case.k :]) * len(powers)
        assert_law("B of equal logits = 1", even, 1.0, what="B", where=case)
        assert_law("B of equal tokens = E times the mean of the k largest probabilities", uneven, most, where=case)


@check(points=1, kind="error", needs=[forward_shapes, backward_shapes, balance_shapes])
def refused(student, impossible):
    """A k that is not from 1 to E raises ValueError, in all three."""
    for case in impossible:
        raises(student, ValueError, lambda m, case: m.moe_forward(case.X, case.R, case.W, case.k), case, where=case)
        raises(student, ValueError, lambda m, case: m.moe_backward(*case.values()), case, where=case)
        raises(student, ValueError, lambda m, case: m.balance_loss(case.X @ case.R, case.k), case, where=case)


forward_hygiene = hygiene_of(batch, of="moe_forward", needs=[forward])
backward_hygiene = hygiene_of(slopes, of="moe_backward", needs=[dX, dR, dW])
balance_hygiene = hygiene_of(logits, of="balance_loss", needs=[loss, dZ])

TOLERANT = {
    "unasked": "Zeros alone are looked at: all else is for the comparisons.",
    "one_opinion": "Only the sum of the weights shows.",
}
EQUIVALENT = {
    "_softmax: np.exp(Z - np.max(Z, axis=1, keepdims=True)) → -np.exp(Z - np.max(Z, axis=1, keepdims=True))": (
        "The sign cancels in the quotient."
    ),
    "_chosen: 1 <= k <= Z.shape[1] → 0.5 <= k <= Z.shape[1]": "k is a whole number.",
    "balance_loss: np.sum(f * np.mean(P, axis=0)) → np.sum(f * np.mean(P, axis=0), axis=0)": "It has one axis.",
}
ORDER = 'np.argsort(-Z, axis=1, kind="stable")[:, :k]'
G, AGAIN = "_softmax(np.where(_chosen(Z, k), Z, -np.inf))", "_softmax(np.where(_chosen(logits, k), logits, -np.inf))"
POWERS = "np.exp(Z - np.max(Z, axis=1, keepdims=True))"
DZ, DX = "G * (dG - np.sum(G * dG, axis=1, keepdims=True))", "dZ @ R.T + np.einsum"
F = "np.sum(_chosen(Z, k), axis=0) / (N * k)"
SLOPE = "E / N * P * (f - np.sum(P * f, axis=1, keepdims=True))"
TEST = "if not 1 <= k <= Z.shape[1]:"
SUM = "Softmax over the k chosen logits alone: the weights sum to 1."
BUGS = [
    patch(
        "forward, all experts whose logits equal the last that is chosen are asked, too",
        {
            G
            + "\n    Y": "_softmax(np.where((Z >= np.sort(Z, axis=1)[:, [-k]]) & (_chosen(Z, k).any()), Z, -np.inf))\n    Y"
        },
        hint="Exactly k are asked: of equal logits, those with smaller indices.",
    ),
    patch(
        "backward, all experts whose logits equal the last that is chosen hear something",
        {
            AGAIN: "_softmax(np.where((logits >= np.sort(logits, axis=1)[:, [-k]]) & _chosen(logits, k).any(), logits, -np.inf))"
        },
        hint="Exactly k are asked: of equal logits, those with smaller indices.",
    ),
    patch(
        "weights are softmax over all experts, cut off afterwards, and do not sum to 1",
        {G: "_softmax(Z) * _chosen(Z, k)", AGAIN: "_softmax(logits) * _chosen(logits, k)"},
        hint=SUM,
    ),
    patch(
        "of equal logits, larger indices are chosen",
        {ORDER: 'np.argsort(Z, axis=1, kind="stable")[:, ::-1][:, :k]'},
        hint='np.argsort(-Z, kind="stable") leaves equal ones in order.',
    ),
    patch("nothing is taken off, so that large logits overflow", {POWERS: "np.exp(Z)"}, hint="Take the maximum off."),
    patch("dX does not hear the router", {DX: "np.einsum"}, hint="Logits are made of x, too: dX = dZ Rᵀ + …."),
    patch("nothing is taken off in softmax's way back", {DZ: "G * dG"}, hint="dZ = G (dG − Σ G dG)."),
    patch(
        "all experts learn, chosen or not", {'"ne,nd,nk->edk", G, X': '"ne,nd,nk->edk", _softmax(logits), X'}, hint=SUM
    ),
    patch(
        "shares are divided by N, not by N k",
        {F: F.replace("(N * k)", "N")},
        hint="Shares of all N k choices sum to 1.",
    ),
    patch("the balance's gradient lacks 1/N", {"E / N * P": "E * P"}, hint="p is a mean over tokens."),
    patch("dW is (D, E, K)", {"nk->edk": "nk->dek"}, hint="dW has the shape of W."),
    patch(
        "the balance loss lacks its gradient",
        {f"return float(loss), {SLOPE}": "return float(loss)"},
        hint="Return B and dZ.",
    ),
    patch("k is not looked at", {TEST: "if False:"}, hint="ValueError unless 1 ≤ k ≤ E."),
    patch(
        "experts are clipped at ±1000",
        {'nk", G, X, W)': 'nk", G, X, np.clip(W, -1e3, 1e3))'},
        hint="Experts are any matrices.",
    ),
    patch(
        "gradients are clipped at ±1000",
        {"dG = np.einsum(": "dY = np.clip(dY, -1e3, 1e3)\n    dG = np.einsum("},
        hint="However large dY is, it is handed on.",
    ),
]


@variant(of="moe_forward")
def token_by_token(X, R, W, k):
    if k < 1 or k > len(W):
        raise ValueError(k)
    Y = np.zeros((len(X), W.shape[2]))
    for n, x in enumerate(X):
        z = x @ R
        best = sorted(range(len(z)), key=lambda e: (-z[e], e))[:k]
        g = np.exp(z[best] - z[best[0]])
        for e, weight in zip(best, g / g.sum(), strict=True):
            Y[n] += weight * (x @ W[e])
    return Y


@variant(of="moe_forward")
def expert_by_expert(X, R, W, k):
    E = R.shape[1]
    if k not in range(1, E + 1):
        raise ValueError(f"{k} of {E}")
    Z = X @ R
    best = np.argsort(-Z, axis=1, kind="stable")[:, :k]
    top = np.take_along_axis(Z, best, axis=1)
    g = np.exp(top - top[:, :1])
    g /= g.sum(axis=1, keepdims=True)
    Y = np.zeros((len(X), W.shape[2]))
    for e in range(E):
        rows, places = np.nonzero(best == e)
        Y[rows] += g[rows, places][:, None] * (X[rows] @ W[e])
    return Y


@variant(of="moe_backward")
def back_token_by_token(dY, X, R, W, k):
    E = len(W)
    if k < 1 or k > E:
        raise ValueError(k)
    dX, dR, dW = np.zeros(X.shape), np.zeros(R.shape), np.zeros(W.shape)
    for n, x in enumerate(X):
        z = x @ R
        best = np.argsort(-z, kind="stable")[:k]
        g = np.exp(z[best] - z[best].max())
        g /= g.sum()
        said = np.array([x @ W[e] for e in best])
        dg = said @ dY[n]
        dz = g * (dg - g @ dg)
        for i, e in enumerate(best):
            dR[:, e] += dz[i] * x
            dW[e] += g[i] * np.outer(x, dY[n])
            dX[n] += dz[i] * R[:, e] + g[i] * (W[e] @ dY[n])
    return dX, dR, dW


@variant(of="balance_loss")
def by_counting(Z, k):
    N, E = Z.shape
    if not 0 < k <= E:
        raise ValueError(k)
    f = np.bincount(np.argsort(-Z, axis=1, kind="stable")[:, :k].ravel(), minlength=E) / (N * k)
    log_P = Z - np.logaddexp.reduce(Z, axis=1)[:, None]
    P = np.exp(log_P)
    dP = np.tile(E * f / N, (N, 1))
    return E * float(f @ P.mean(axis=0)), P * dP - P * np.sum(P * dP, axis=1)[:, None]
