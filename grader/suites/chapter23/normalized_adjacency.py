"""Checks, known bugs and variants of chapter23/normalized_adjacency."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("Ahat",),
    minutes=15,
    hints=(
        "What does one entry look like? Â[i, j] = (A + I)[i, j] / √(d_i d_j).",
        "Add I first, then sum the rows: the degrees count the loops.",
        "factors[:, None] * weights * factors scales the rows and the columns.",
        "Where the degree is 0, put any other number in its place: the row is 0 all the same.",
    ),
)


def graph(rng, n):
    """Draw a path with weights, a hub that knows everybody but the last, and a loop of its own."""
    A = np.zeros((n, n))
    A[0, 1:-1] = 1.0
    A[np.arange(n - 1), np.arange(1, n)] = 1.0
    A *= rng.uniform(0.3, 3.0, size=(n, n))
    A += A.T
    A[1, 1] = rng.uniform(0.5, 2.0)
    order = rng.permutation(n)
    return A[np.ix_(order, order)]


def without(A, rng):
    """Cut all edges of one node."""
    lonely = int(rng.integers(len(A)))
    A[lonely], A[:, lonely] = 0.0, 0.0
    return A


@cases("n", 5, 3, 6)
def looped(rng, n):
    return {"A": graph(rng, n)}


@cases("n", 5, 3)
def bare(rng, n):
    return {"A": graph(rng, n), "self_loops": False}


@cases("n self_loops", (6, False), (5, True), (1, True))
def lonely(rng, n, self_loops):
    """One node has no edge; or the graph is a single node, with a loop."""
    A = without(graph(rng, n), rng) if n > 1 else rng.uniform(0.5, 2.0, size=(1, 1))
    return {"A": A, "self_loops": self_loops}


@cases("n least", (6, 1e-12), (5, 1e-200), exact=True)
def apart(rng, n, least):
    """Two graphs side by side; the weights of one of them are tiny."""
    A = graph(rng, n)
    half = rng.permutation(np.arange(n) < 3)
    A = np.where(half[:, None] == half, A + A.mean(), 0.0)
    return {"A": np.where(half[:, None] & half, least * A, A), "self_loops": False}


@cases("n", 6)
def plain(rng, n):
    """Edges are there or not, and nobody has a loop."""
    A = (graph(rng, n) > 0.0).astype(float)
    np.fill_diagonal(A, 0.0)
    return {"A": A, "self_loops": bool(rng.integers(2))}


shapes = shaped("Â is (n, n).", looped)
values = agrees("With loops, each edge is divided by the root of the degrees at both its ends.", looped, points=2)
no_loops = agrees("Without loops, the degrees are those of A.", bare)
alone = agrees("A node without an edge keeps its own loop, or has nothing but zeros.", lonely, needs=[values, no_loops])
unweighted = agrees("If all weights are 0 or 1, the degrees are numbers of edges, loops included.", plain)
far = scaled(bare, A=1)
any_weight = agrees("Weights may be tiny or huge.", far, needs=[no_loops], separates=False)
side_by_side = agrees("Weights may be tiny beside others that are not.", apart, needs=[no_loops])


@check(points=1, kind="property", needs=[values])
def spectrum(student, looped):
    """Â is symmetric, its eigenvalues lie between −1 and 1, and the roots of the degrees belong to the eigenvalue 1."""
    for case, Ahat in student.normalized_adjacency.on(looped):
        roots = np.sqrt(np.sum(case.A, axis=1) + 1.0)
        assert_law("Â = Âᵀ", Ahat, Ahat.T, what="Ahat", where=case)
        assert_law("Â √d = √d", Ahat @ roots, roots, what="Ahat", where=case)
        if np.max(np.abs(np.linalg.eigvalsh(Ahat))) > 1.0 + 1e-9:
            fail("An eigenvalue of Ahat is larger than 1, or less than −1.", case)


hygiene = hygiene_of(looped)

TOLERANT = {"spectrum": "Laws, on the scale of the largest entry: entries are for the comparisons."}
EQUIVALENT = {
    "normalized_adjacency: 1.0 / np.sqrt(np.where(degrees > 0.0, degrees, 1.0)) → 1 / np.sqrt(np.where(degrees > 0.0, degrees, 1.0))": "1 and 1.0 give the same quotient.",
    "normalized_adjacency: 1.0 / np.sqrt(np.where(degrees > 0.0, degrees, 1.0)) → -(1.0 / np.sqrt(np.where(degrees > 0.0, degrees, 1.0)))": "Each entry has two of the factors: their signs cancel.",
    "normalized_adjacency: np.sum(weights, axis=1) → np.sum(weights, axis=0)": "Weights are symmetric: columns have the sums of rows.",
    "normalized_adjacency: 1.0 / np.sqrt(np.where(degrees > 0.0, degrees, 1.0)) → -1.0 / np.sqrt(np.where(degrees > 0.0, degrees, 1.0))": "Each entry has two of the factors: their signs cancel.",
    "normalized_adjacency: np.where(degrees > 0.0, degrees, 1.0) → np.where(degrees > 0.0, degrees, 2.0)": "A degree of 0 belongs to a row and a column of zeros, whatever they are multiplied by.",
    "normalized_adjacency: np.where(degrees > 0.0, degrees, 1.0) → np.where(degrees > 0.0, degrees, 0.5)": "A degree of 0 belongs to a row and a column of zeros, whatever they are multiplied by.",
    "normalized_adjacency: np.where(degrees > 0.0, degrees, 1.0) → np.where(degrees > 0.0, degrees, 1.01)": "A degree of 0 belongs to a row and a column of zeros, whatever they are multiplied by.",
}
ROOT, RESULT = "np.sqrt(np.where(degrees > 0.0, degrees, 1.0))", "factors[:, None] * weights * factors"
DEGREES, LOOPS = "np.sum(weights, axis=1)", "A + np.eye(len(A)) if self_loops else A"
BUGS = [
    patch(
        "each row is divided by its degree, D^(−1) (A + I)",
        {RESULT: "factors[:, None] ** 2 * weights"},
        hint="The root of the degree, at both ends: rows by 1/√d_i and columns by 1/√d_j.",
    ),
    patch(
        "only the rows are divided, by the root of the degree",
        {RESULT: "factors[:, None] * weights"},
        hint="Columns have a factor 1/√d_j as well.",
    ),
    patch(
        "edges are divided by the product of the degrees, without the root",
        {RESULT: "factors[:, None] ** 2 * weights * factors**2"},
        hint="D^(−½): the root of each degree.",
    ),
    patch(
        "edges are multiplied by the roots of the degrees",
        {RESULT: "weights * np.sqrt(degrees) * np.sqrt(degrees)[:, None]"},
        hint="D^(−½), with the minus: divide.",
    ),
    patch(
        "degrees are counted before the loops are added",
        {DEGREES: "np.sum(A, axis=1)"},
        hint="A loop counts: d_i = Σ_j (A + I)[i, j].",
    ),
    patch(
        "degrees are numbers of edges, not sums of their weights",
        {DEGREES: "np.sum(weights > 0.0, axis=1)"},
        hint="d_i is the sum of row i.",
    ),
    patch(
        "the root is taken of each weight",
        {"    degrees =": "    weights = np.sqrt(weights)\n    degrees ="},
        hint="The root is that of the degrees.",
    ),
    patch(
        "I is added after A was divided, not before",
        {LOOPS: "A", RESULT: f"{RESULT} + (np.eye(len(A)) if self_loops else 0.0)"},
        hint="The loops are divided by the degrees as well: add I to A first.",
    ),
    patch(
        "nodes that have a loop get no other",
        {LOOPS: "np.where(np.eye(len(A)) * (A == 0.0) * self_loops > 0.0, 1.0, A)"},
        hint="A + I, whatever stands on the diagonal of A.",
    ),
    patch(
        "all loops have the weight 1, whatever A says",
        {LOOPS: "np.where(np.eye(len(A)) * self_loops > 0.0, 1.0, A)"},
        hint="A + I, whatever stands on the diagonal of A.",
    ),
    patch("loops are always added", {LOOPS: "A + np.eye(len(A))"}, hint="Only if self_loops is true."),
    patch("loops are never added", {LOOPS: "A"}, hint="A + I, if self_loops is true."),
    patch(
        "a node without an edge gets NaN",
        {ROOT: "np.sqrt(degrees)"},
        hint="Where the degree is 0, put another number in its place before you divide.",
    ),
    patch(
        "10⁻⁸ is added to the degrees, so that tiny weights vanish",
        {ROOT: "np.sqrt(degrees + 1e-8)"},
        hint="However small a degree is, divide by it; only where it is 0 there is something to see to.",
    ),
    patch(
        "a degree below a billionth of the largest is taken for 0",
        {"degrees > 0.0": "degrees > 1e-9 * np.max(degrees)"},
        hint="However small a degree is, divide by it.",
    ),
    patch(
        "the root is taken of the product of two degrees, which may be 0 for tiny ones",
        {RESULT: "weights / np.sqrt(np.where(np.outer(degrees, degrees) > 0.0, np.outer(degrees, degrees), 1.0))"},
        hint="Take the root of each degree first, then the product.",
    ),
    patch(
        "the Laplacian I − Â is returned",
        {RESULT: f"np.eye(len(A)) - {RESULT}"},
        hint="Â itself is asked for.",
    ),
]


@variant
def diagonal_matrices(A, self_loops=True):
    if self_loops:
        A = A + np.identity(A.shape[0])
    d = A.sum(axis=0)
    D = np.diag([x**-0.5 if x > 0 else 0.0 for x in d])
    return D @ A @ D


@variant
def quotient(A, self_loops=True):
    W = A + float(self_loops) * np.eye(*A.shape)
    root = np.sqrt(W.sum(axis=1))
    both = np.outer(root, root)
    return np.divide(W, both, out=np.zeros_like(W), where=both > 0)


@variant
def edge_by_edge(A, self_loops=True):
    n = len(A)
    W = [[float(A[i, j]) + (1.0 if self_loops and i == j else 0.0) for j in range(n)] for i in range(n)]
    d = [sum(row) for row in W]
    Ahat = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if W[i][j] != 0.0:
                Ahat[i, j] = W[i][j] / (d[i] ** 0.5 * d[j] ** 0.5)
    return Ahat
