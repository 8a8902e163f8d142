"""Checks, known bugs and variants of chapter23/gcn_forward."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("H",),
    requires=("chapter23/normalized_adjacency", "chapter09/dense_forward"),
    minutes=10,
    hints=(
        "Nodes are rows of X. Which side does a matrix stand on that mixes rows?",
        "Two products: Â from the left, W from the right. Row i of Â is what node i receives.",
        'The activation is the last step, entry by entry; for "linear" there is none.',
    ),
)


def layer(rng, n, d, h):
    """Draw a directed graph with weights of both signs, in which everybody hears itself."""
    Ahat = rng.uniform(0.3, 1.0, size=(n, n)) * (rng.random((n, n)) < 0.5) * rng.choice([-1.0, 1.0], size=(n, n))
    Ahat[np.arange(n), np.arange(n)] = rng.uniform(0.4, 0.8, size=n)
    Ahat[0, 1:], Ahat[1:, 0] = 0.0, 0.5
    order = rng.permutation(n)
    return {"Ahat": Ahat[np.ix_(order, order)], "X": rng.normal(size=(n, d)), "W": rng.normal(size=(d, h))}


@cases("n d h", (6, 3, 2), (4, 4, 3), (3, 3, 3), (1, 2, 3), (4, 1, 2), (3, 2, 1))
def batch(rng, n, d, h):
    return layer(rng, n, d, h)


@cases("n d h", (5, 3, 4), (3, 3, 3))
def linear(rng, n, d, h):
    return {**layer(rng, n, d, h), "act": "linear"}


@cases("n", 6)
def chain(rng, n):
    """Everybody hears itself and the next one."""
    Ahat = np.diag(rng.uniform(0.5, 1.0, size=n)) + np.diag(rng.uniform(0.5, 1.0, size=n - 1), 1)
    return {"Ahat": Ahat, "X": rng.uniform(0.5, 1.5, size=(n, 2)), "W": rng.uniform(0.5, 1.5, size=(2, 2))}


shapes = shaped("H is (n, h).", batch)
values = agrees("H is relu(Â X W).", batch, points=2)
no_act = agrees('With act="linear", H is Â X W.', linear)
far = scaled(linear, X=1)
any_size = agrees("Features may be tiny or huge.", far, needs=[no_act], separates=False)


@check(points=1, kind="property")
def renumbered(student, batch, rng):
    """If the nodes are renumbered, the rows of H are renumbered, and nothing else happens."""

    def both(m, case, order):
        return m.gcn_forward(*case.values()), m.gcn_forward(case.Ahat[order][:, order], case.X[order], case.W)

    for case in batch:
        order = rng.permutation(len(case.X))
        H, moved = student.run(both, case, order)
        assert_law("f(P Â Pᵀ, P X) = P f(Â, X)", moved, H[order], what="H", where=case)


@check(points=1, kind="property")
def hops(student, chain):
    """Two layers reach two edges far: what stands behind makes no difference."""

    def two_layers(m, case, X):
        return m.gcn_forward(case.Ahat, m.gcn_forward(case.Ahat, X, case.W), case.W)

    def both(m, case):
        X = case.X.copy()
        X[3:] *= -7.0
        return two_layers(m, case, case.X), two_layers(m, case, X)

    for case, (H, moved) in student.each(both, chain):
        assert_law("node 0, if nodes 3 to 5 change = node 0", moved[0], H[0], what="H", where=case)
        if np.allclose(moved[1], H[1]):
            fail("Node 1 hears nothing of node 3, which is two edges away.", case)


hygiene = hygiene_of(linear, needs=[no_act])

TOLERANT = {
    "renumbered": "A law of two replies: what is wrong in both alike is for other checks.",
    "hops": "Two rows are looked at: all others are for the comparisons.",
}
EQUIVALENT = {}
Z, RESULT = "Ahat @ X @ W", 'np.maximum(Z, 0.0) if act == "relu" else Z'
BUGS = [
    patch(
        "Â is transposed: nodes send where they should receive",
        {Z: "Ahat.T @ X @ W"},
        hint="Row i of Â is what node i receives: Â from the left, as it is.",
    ),
    patch(
        "the activation comes before the neighbours are added up",
        {"Z = Ahat @ X @ W": "Z = X @ W", RESULT: 'Ahat @ (np.maximum(Z, 0.0) if act == "relu" else Z)'},
        hint="First the sum over the neighbours, then the activation.",
    ),
    patch("the graph is left out", {Z: "X @ W"}, hint="Â X W: each node hears its neighbours."),
    patch(
        "Â stands on the right of X, where that fits",
        {Z: "(X @ Ahat if X.shape[0] == X.shape[1] else Ahat @ X) @ W"},
        hint="From the left a matrix mixes rows, and nodes are rows.",
    ),
    patch(
        "W is transposed, where that fits",
        {Z: "Ahat @ X @ (W.T if W.shape[0] == W.shape[1] else W)"},
        hint="X W: W is (d, h), rows of X times W.",
    ),
    patch("loops are added again", {Z: "(Ahat + np.eye(len(Ahat))) @ X @ W"}, hint="Take Â as it is."),
    patch("the neighbours are added up twice", {Z: "Ahat @ Ahat @ X @ W"}, hint="One layer, one hop: Â once."),
    patch(
        "each row is divided by the sum of what its node receives",
        {Z: "Ahat @ X @ W / np.sum(np.abs(Ahat), axis=1, keepdims=True)"},
        hint="Â has been normalised already: take it as it is.",
    ),
    patch("the ReLU is missing", {RESULT: "Z"}, hint="max(z, 0) in each entry, unless act says linear."),
    patch("act is ignored: there always is a ReLU", {RESULT: "np.maximum(Z, 0.0)"}, hint='For "linear", return Z.'),
    patch(
        "features are clipped at ±1000",
        {Z: "Ahat @ np.clip(X, -1e3, 1e3) @ W"},
        hint="A sum of products, however large they are.",
    ),
    patch(
        "negative numbers are kept to a hundredth",
        {"np.maximum(Z, 0.0)": "np.where(Z > 0.0, Z, 0.01 * Z)"},
        hint="ReLU makes 0 of them.",
    ),
]


@variant
def transform_first(Ahat, X, W, act="relu"):
    Z = np.matmul(Ahat, np.matmul(X, W))
    return Z * (Z > 0) if act == "relu" else Z


@variant
def einsum(Ahat, X, W, act="relu"):
    Z = np.einsum("ij,jd,dh->ih", Ahat, X, W)
    if act == "linear":
        return Z
    return np.where(Z < 0, 0.0, Z)


@variant
def node_by_node(Ahat, X, W, act="relu"):
    n, h = X.shape[0], W.shape[1]
    H = np.zeros((n, h))
    for i in range(n):
        heard = np.zeros(X.shape[1])
        for j in range(n):
            if Ahat[i, j] != 0:
                heard += Ahat[i, j] * X[j]
        for k in range(h):
            z = float(np.dot(heard, W[:, k]))
            H[i, k] = max(z, 0.0) if act == "relu" else z
    return H
