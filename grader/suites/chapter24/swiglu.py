"""Checks, known bugs and variants of chapter24/swiglu."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    requires=("chapter09/sigmoid_stable", "chapter10/dense_backward"),
    minutes=30,
    hints=(
        "Three products of matrices, and between them silu(X W) ∘ (X V), entry by entry.",
        "σ without overflow: e^(−|z|) is never large.",
        "Backward, a product hands on to each factor what it got, times the other.",
        "silu′(z) = σ + z σ (1 − σ); dX is a sum over both ways, dZ Wᵀ + dP Vᵀ.",
    ),
)


def layer(rng, M, D, h):
    return {
        "X": rng.normal(size=(M, D)),
        "W": rng.normal(size=(D, h)),
        "V": rng.normal(size=(D, h)),
        "U": rng.normal(size=(h, D)),
    }


@cases("M D h", (4, 3, 5), (3, 3, 3), (1, 4, 2), (3, 1, 2), (2, 3, 1))
def batch(rng, M, D, h):
    return layer(rng, M, D, h)


@cases("M D h", (4, 3, 5), (3, 3, 3), (1, 4, 2), (3, 1, 2), (2, 3, 1))
def slopes(rng, M, D, h):
    return {"dY": rng.normal(size=(M, D)) + 0.3, **layer(rng, M, D, h)}


@cases("M D h", (3, 3, 4))
def wide(rng, M, D, h):
    """Gates in the thousands, of both signs."""
    case = layer(rng, M, D, h)
    case["X"][:, 0] = np.where(np.arange(M) % 2 == 0, 60.0, -60.0)
    case["W"][0] = 50.0
    return {"dY": rng.normal(size=(M, D)), **case}


@cases("M D h", (4, 3, 5), exact=True)
def fine(rng, M, D, h):
    """Numbers with all their digits: of products of three digits, rounding to six decimals takes little or nothing."""
    return layer(rng, M, D, h)


@cases("M D h", (4, 3, 5), exact=True)
def fine_slopes(rng, M, D, h):
    return slopes.draw(rng, M, D, h)


far, steep = scaled(fine, V=1), scaled(fine_slopes, dY=1)


def back(m, case):
    result = m.swiglu_backward(*case.values())
    return {name: result[i] for i, name in enumerate(("dX", "dW", "dV", "dU"))}


def both(m, case):
    return {"Y": m.swiglu_forward(case.X, case.W, case.V, case.U), **back(m, case)}


forward_shapes = shaped("Y has the shape of X.", batch, of="swiglu_forward")
backward_shapes = shaped("Gradients have the shapes of X, W, V and U.", slopes, of="swiglu_backward", needs=[])
forward = agrees("Y is (silu(X W) ∘ X V) U.", batch, of="swiglu_forward", points=2, needs=[forward_shapes])
dU = agrees(
    "dU is made of what went through the gate.",
    slopes,
    of=back,
    only=["dU"],
    kind="gradient",
    needs=[backward_shapes],
)
dV = agrees("dV goes back through the gate.", slopes, of=back, only=["dV"], kind="gradient", needs=[backward_shapes])
dW = agrees(
    "dW goes back through the slope of silu.",
    slopes,
    of=back,
    only=["dW"],
    kind="gradient",
    points=2,
    needs=[backward_shapes],
)
dX = agrees(
    "dX is the sum over both ways.", slopes, of=back, only=["dX"], kind="gradient", points=2, needs=[backward_shapes]
)
large = agrees("Gates in the thousands are no harm.", wide, of=both, needs=[forward, dU, dV, dW, dX])
any_value = agrees(
    "What is gated may be tiny or huge.", far, of="swiglu_forward", rtol=1e-10, needs=[forward], separates=False
)
any_slope = agrees(
    "Gradients may be tiny or huge.",
    steep,
    of=back,
    rtol=1e-10,
    kind="gradient",
    needs=[dU, dV, dW, dX],
    separates=False,
)


@check(points=1, kind="gradient", needs=[backward_shapes])
def finite_differences(student, slopes, rng):
    """All four gradients agree with finite differences of L = Σ dY ∘ Y."""
    for case, gradients in student.swiglu_backward.on(slopes):

        def loss(X, W, V, U, case=case):
            Z = X @ W
            return np.sum(case.dY * ((Z / (1.0 + np.exp(-Z)) * (X @ V)) @ U))

        check_grads(loss, {k: case[k] for k in "XWVU"}, dict(zip("XWVU", gradients, strict=True)), rng=rng, where=case)


@check(points=1, kind="property", needs=[forward_shapes])
def gated(student, batch):
    """With W = 0 nothing comes through; with V = 0 neither; and Y is linear in V."""

    def shut(m, case):
        X, W, V, U = case.values()
        return (
            m.swiglu_forward(X, 0.0 * W, V, U),
            m.swiglu_forward(X, W, 0.0 * V, U),
            m.swiglu_forward(X, W, V, U),
            m.swiglu_forward(X, W, -3.0 * V, U),
        )

    for case, (no_gate, nothing, Y, more) in student.each(shut, batch):
        size = float(np.max(np.abs(case.X @ case.V)) * np.sum(np.abs(case.U)))
        zero = np.zeros(Y.shape)
        assert_law("Y for W = 0 is 0", no_gate, zero, scale=size, what="Y", where=case)
        assert_law("Y for V = 0 is 0", nothing, zero, scale=size, what="Y", where=case)
        assert_law("Y for −3 V = −3 Y", more, -3.0 * Y, what="Y", where=case)


forward_hygiene = hygiene_of(batch, of="swiglu_forward", needs=[forward])
backward_hygiene = hygiene_of(slopes, of="swiglu_backward", needs=[dU, dV, dW, dX])

TOLERANT = {"gated": "Laws of replies: what is wrong in all of them alike is for other checks."}
EQUIVALENT = {
    "swiglu_forward: Z >= 0.0 → Z > 0.0": "At 0, e^(−|z|) is 1: both cases give ½.",
    "swiglu_backward: Z > 0.0 → Z >= 0.0": "At 0, e^(−|z|) is 1: both cases give ½.",
    "swiglu_forward: Z * sigma → sigma * sigma, and alike": "Mixed up in both places, the product is the same.",
}
SIGMA, AGAIN = "np.where(Z >= 0.0, 1.0, small) / (1.0 + small)", "np.where(Z > 0.0, 1.0, small) / (1.0 + small)"
Y, SLOPE = "(Z * sigma * (X @ V)) @ U", "(sigma + gate * (1.0 - sigma))"
DX, DW = "dZ @ W.T + d_through @ V.T", "X.T @ dZ"
SILU = "silu(z) = z σ(z)."
BUGS = [
    patch("the gate is σ, not silu", {Y: "(sigma * (X @ V)) @ U", "gate = Z * sigma": "gate = sigma"}, hint=SILU),
    patch(
        "the gate is ReLU",
        {Y: "(np.maximum(Z, 0.0) * (X @ V)) @ U", "gate = Z * sigma": "gate = np.maximum(Z, 0.0)", SLOPE: "(Z > 0.0)"},
        hint=SILU,
    ),
    patch(
        "W and V are exchanged: silu acts on X V",
        {
            "    Z = X @ W\n": "    W, V = V, W\n    Z = X @ W\n",
            "    Z, through = X @ W, X @ V": "    W, V = V, W\n    Z, through = X @ W, X @ V",
            f"return {DX}, X.T @ dZ, X.T @ d_through": f"return {DX}, X.T @ d_through, X.T @ dZ",
        },
        hint="W is the gate: silu(X W) ∘ X V.",
    ),
    patch("nothing is gated: Y is silu(X W) U", {Y: "(Z * sigma) @ U"}, hint="silu(X W) ∘ X V, entry by entry."),
    patch(
        "silu comes after the product",
        {Y: "(Z * (X @ V) / (1.0 + np.exp(-Z * (X @ V)))) @ U"},
        hint="silu acts on X W alone.",
    ),
    patch(
        "σ has the wrong sign in its exponent",
        {SIGMA: "1.0 / (1.0 + np.exp(Z))", AGAIN: "1.0 / (1.0 + np.exp(Z))"},
        hint="σ(z) = 1/(1 + e^(−z)).",
    ),
    patch(
        "σ is made of e^z, which overflows",
        {SIGMA: "np.exp(Z) / (1.0 + np.exp(Z))", AGAIN: "np.exp(Z) / (1.0 + np.exp(Z))"},
        hint="e^1000 is ∞, and ∞/∞ is no number: take e^(−|z|).",
    ),
    patch("the slope of the gate is σ alone", {SLOPE: "sigma"}, hint="silu is a product: silu′ = σ + z σ (1 − σ)."),
    patch(
        "the slope of the gate is σ (1 − σ), that of σ",
        {SLOPE: "sigma * (1.0 - sigma)"},
        hint="silu′ = σ + z σ (1 − σ).",
    ),
    patch(
        "the slope of the gate lacks the factor z",
        {SLOPE: "(sigma + sigma * (1.0 - sigma))"},
        hint="silu′ = σ + z σ (1 − σ).",
    ),
    patch("the slope of the gate is missing", {SLOPE: "1.0"}, hint="dZ = dG ∘ P ∘ silu′(Z)."),
    patch("the gate's gradient lacks what is gated", {"dG * through * ": "dG * "}, hint="dZ = dG ∘ P ∘ silu′(Z)."),
    patch(
        "what is gated hears dG without the gate",
        {"d_through = dG * gate": "d_through = dG"},
        hint="dP = dG ∘ silu(Z).",
    ),
    patch("dX only comes through the gate", {DX: "dZ @ W.T"}, hint="X goes both ways: dX = dZ Wᵀ + dP Vᵀ."),
    patch("dX does not come through the gate", {DX: "d_through @ V.T"}, hint="X goes both ways: dX = dZ Wᵀ + dP Vᵀ."),
    patch(
        "dW and dV are exchanged",
        {"X.T @ dZ, X.T @ d_through": "X.T @ d_through, X.T @ dZ"},
        hint="dX, dW, dV, dU: W is the gate.",
    ),
    patch("dU is made with the gate alone", {"(gate * through).T": "gate.T"}, hint="dU = Gᵀ dY with G = silu(Z) ∘ P."),
    patch(
        "dW, dV and dU are divided by the number of tokens",
        {
            f"{DW}, X.T @ d_through, (gate * through).T @ dY": "X.T @ dZ / len(X), X.T @ d_through / len(X), (gate * through).T @ dY / len(X)"
        },
        hint="If the loss is a mean, dY says so already.",
    ),
    patch("dW has the shape of its transpose", {DW: "dZ.T @ X"}, hint="dW has the shape of W, (D, h)."),
    patch(
        "what is gated is clipped at ±1000",
        {"* (X @ V)": "* np.clip(X @ V, -1e3, 1e3)"},
        hint="It goes through as it is.",
    ),
    patch(
        "gradients are clipped at ±1000",
        {"dG = dY @": "dY = np.clip(dY, -1e3, 1e3)\n    dG = dY @"},
        hint="However large dY is, it is handed on.",
    ),
]


@variant(of="swiglu_forward")
def by_tanh(X, W, V, U):
    Z = np.matmul(X, W)
    return np.matmul(0.5 * Z * (1.0 + np.tanh(0.5 * Z)) * np.matmul(X, V), U)


@variant(of="swiglu_forward")
def token_by_token(X, W, V, U):
    import math

    rows = []
    for x in X:
        gates = [z / (1 + math.exp(-z)) if z > -700 else 0.0 for z in (float(a) for a in x @ W)]
        rows.append(sum(g * p * u for g, p, u in zip(gates, x @ V, U, strict=True)))
    return np.array(rows)


@variant(of="swiglu_backward")
def one_dense_layer(dY, X, W, V, U):
    """Both layers as one, of twice the width."""
    h = W.shape[1]
    both = np.concatenate([W, V], axis=1)
    out = X @ both
    Z, P = out[:, :h], out[:, h:]
    s = 0.5 * (1 + np.tanh(Z / 2))
    dG = dY @ U.T
    d_out = np.concatenate([dG * P * s * (1 + Z * (1 - s)), dG * Z * s], axis=1)
    d_both = X.T @ d_out
    return d_out @ both.T, d_both[:, :h], d_both[:, h:], (Z * s * P).T @ dY


@variant(of="swiglu_backward")
def sample_by_sample(dY, X, W, V, U):
    dX, dW, dV, dU = (np.zeros(A.shape) for A in (X, W, V, U))
    for n, x in enumerate(X):
        for k in range(W.shape[1]):
            z, p = x @ W[:, k], x @ V[:, k]
            s = 1 / (1 + np.exp(-z)) if z > -700 else 0.0
            g = dY[n] @ U[k]
            dz, dp = g * p * (s + z * s * (1 - s)), g * z * s
            dU[k] += z * s * p * dY[n]
            dW[:, k] += dz * x
            dV[:, k] += dp * x
            dX[n] += dz * W[:, k] + dp * V[:, k]
    return dX, dW, dV, dU
