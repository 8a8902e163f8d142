"""Checks, known bugs and variants of chapter23/gcn_backward."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("dX", "dW"),
    requires=("chapter23/gcn_forward", "chapter10/dense_backward"),
    minutes=20,
    hints=(
        "First back through ReLU: dZ is dH where Z > 0, and 0 elsewhere. Z has to be computed again.",
        "Z = M W with M = Â X is a dense layer: dW = Mᵀ dZ, and dM = dZ Wᵀ.",
        "x_j stands in all m_i with Â[i, j] ≠ 0. Which index is summed over in dX[j], and what does that make of Â?",
    ),
)


def layer(rng, n, d, h):
    """Draw a directed graph: nobody hears back whom it is heard by, but for loops."""
    Ahat = np.triu(rng.uniform(0.3, 1.2, size=(n, n))) * rng.choice([1.0, 1.0, -1.0], size=(n, n))
    order = rng.permutation(n)
    return {
        "dH": rng.normal(size=(n, h)) + 0.5,
        "Ahat": Ahat[np.ix_(order, order)],
        "X": rng.normal(size=(n, d)),
        "W": rng.normal(size=(d, h)),
    }


def off_the_kink(case):
    """Return whether no Z is nearly 0, and some are on either side."""
    Z = case.Ahat @ case.X @ case.W
    return np.min(np.abs(Z)) > 0.02 and np.any(Z > 0.0) and np.any(Z < 0.0)


@cases("n d h", (5, 3, 2), (4, 4, 4), (3, 2, 5), (1, 2, 4), (4, 1, 3), (3, 2, 1), fit=off_the_kink)
def batch(rng, n, d, h):
    return layer(rng, n, d, h)


@cases("n d h", (5, 3, 2), (4, 4, 4), exact=True, fit=off_the_kink)
def fine(rng, n, d, h):
    """Numbers with all their digits: of sums of products of three digits, six decimals are nearly all there is."""
    return layer(rng, n, d, h)


@cases("n d h", (5, 3, 4), (3, 3, 3))
def flat(rng, n, d, h):
    """One column of W is 0, and so is that column of Z."""
    case = layer(rng, n, d, h)
    case["W"][:, int(rng.integers(h))] = 0.0
    return case


shapes = shaped("dX has the shape of X, dW that of W.", batch)
weights = agrees("dW is (Â X)ᵀ dZ.", batch, only=["dW"], kind="gradient", points=2)
features = agrees("dX goes back along the edges: Âᵀ dZ Wᵀ.", batch, only=["dX"], kind="gradient", points=2)
dead = agrees("Where Z is exactly 0, the derivative of ReLU is 0.", flat, kind="gradient", needs=[weights, features])
far = scaled(fine, dH=1)
any_slope = agrees(
    "Gradients may be tiny or huge.", far, rtol=1e-10, kind="gradient", needs=[weights, features], separates=False
)


@check(points=1, kind="gradient")
def finite_differences(student, batch, rng):
    """dX and dW agree with finite differences of L = Σ dH ∘ H."""
    for case, gradients in student.gcn_backward.on(batch):

        def total(X, W, case=case):
            return np.sum(case.dH * np.maximum(case.Ahat @ X @ W, 0.0))

        check_grads(total, {"X": case.X, "W": case.W}, dict(zip("XW", gradients, strict=True)), rng=rng, where=case)


hygiene = hygiene_of(batch)

EQUIVALENT = {
    "gcn_backward: dH * (heard @ W > 0.0) → dH * (heard @ W > 0.0) * (heard @ W > 0.0)": "The square of 0 is 0, that of 1 is 1."
}
DZ, DX, DW = "dH * (heard @ W > 0.0)", "Ahat.T @ dZ @ W.T", "heard.T @ dZ"
BUGS = [
    patch(
        "Â is not transposed in dX",
        {DX: "Ahat @ dZ @ W.T"},
        hint="dX[j] = Σ_i Â[i, j] dM[i]: the sum runs over the rows of Â.",
    ),
    patch("the graph is left out of dX", {DX: "dZ @ W.T"}, hint="x_j is told by everyone who heard it."),
    patch("the graph is left out of dW", {DW: "X.T @ dZ"}, hint="W acts on M = Â X, what the nodes have heard."),
    patch(
        "Â is transposed in dW",
        {DW: "(Ahat.T @ X).T @ dZ"},
        hint="Mᵀ dZ with M = Â X, as on the way forward.",
    ),
    patch("Â is applied twice in dW", {DW: "heard.T @ Ahat @ dZ"}, hint="Mᵀ dZ with M = Â X: Â stands there once."),
    patch("the derivative of ReLU is missing", {DZ: "dH"}, hint="Where Z ≤ 0, nothing is handed on."),
    patch(
        "dX lacks the derivative of ReLU",
        {DX: "Ahat.T @ dH @ W.T"},
        hint="Where Z ≤ 0, nothing is handed on: dZ, not dH.",
    ),
    patch(
        "the sign of dH decides, not that of Z",
        {DZ: "dH * (dH > 0.0)"},
        hint="ReLU has cut off where Z was negative on the way forward.",
    ),
    patch(
        "the sign of X W decides, not that of Â X W",
        {DZ: "dH * (X @ W > 0.0)"},
        hint="ReLU came last on the way forward, after the neighbours were added up.",
    ),
    patch("the derivative of ReLU at 0 is 1", {"W > 0.0": "W >= 0.0"}, hint="It is 0 there: Z > 0."),
    patch("the derivative of ReLU at 0 is ½", {DZ: "dH * (0.5 + 0.5 * np.sign(heard @ W))"}, hint="It is 0 there."),
    patch(
        "dX and dW are divided by the number of nodes",
        {f"{DX}, {DW}": f"{DX} / len(X), {DW} / len(X)"},
        hint="If the loss is a mean, dH says so already.",
    ),
    patch(
        "dW is divided by the number of nodes",
        {DW: f"{DW} / len(X)"},
        hint="If the loss is a mean, dH says so already.",
    ),
    patch(
        "W is not transposed in dX, where that fits",
        {DX: "Ahat.T @ dZ @ (W if W.shape[0] == W.shape[1] else W.T)"},
        hint="dM = dZ Wᵀ, as in a dense layer.",
    ),
    patch(
        "gradients are clipped at ±1000",
        {DZ: "np.clip(dH, -1e3, 1e3) * (heard @ W > 0.0)"},
        hint="The chain rule is a product: however large dH is, it is handed on.",
    ),
]


@variant
def transform_first(dH, Ahat, X, W):
    Z = Ahat @ (X @ W)
    back = Ahat.T @ np.where(Z > 0, dH, 0.0)
    return back @ W.T, X.T @ back


@variant
def einsum(dH, Ahat, X, W):
    Z = np.einsum("ij,jd,dh->ih", Ahat, X, W)
    dZ = dH * np.heaviside(Z, 0.0)
    return np.einsum("ij,ih,dh->jd", Ahat, dZ, W), np.einsum("ij,jd,ih->dh", Ahat, X, dZ)


@variant
def node_by_node(dH, Ahat, X, W):
    dX, dW = np.zeros(X.shape), np.zeros(W.shape)
    for i, row in enumerate(Ahat):
        neighbours = [j for j, weight in enumerate(row) if weight != 0]
        heard = sum((row[j] * X[j] for j in neighbours), np.zeros(X.shape[1]))
        dz = np.array([slope if z > 0 else 0.0 for z, slope in zip(heard @ W, dH[i], strict=True)])
        dW += np.outer(heard, dz)
        for j in neighbours:
            dX[j] += row[j] * (W @ dz)
    return dX, dW
