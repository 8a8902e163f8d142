"""Checks, known bugs and variants of chapter23/message_passing_aggregate."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("Y",),
    requires=("chapter19/embedding",),
    minutes=20,
    hints=(
        "X[edges[0]] are the messages, a row for each edge; edges[1] says where each one goes.",
        "Several messages may go to one node: np.add.at(Y, targets, messages) adds them all; so does a loop over edges.",
        "What is the largest of no numbers at all? Start with that, and see to nodes that hear nothing at the end.",
    ),
)


def graph(rng, n, E, d, how):
    """Draw edges of which one is there twice and one is a loop; two nodes hear nothing, one hears one message, if n > 3.

    The last node is one of the deaf ones. The first message and the last go to one node, from two others. The first
    feature is negative everywhere. A single edge leads to another node, or from a node alone to itself.
    """
    if E == 1:
        return {"edges": np.resize(rng.permutation(n), (2, 1)), "X": rng.normal(size=(n, d)) - 1.0, "how": how}
    deaf = int(rng.integers(n - 1))
    hearing = np.array([node for node in range(n - 1) if node != deaf])
    edges = np.stack([rng.integers(n, size=E), rng.choice(hearing[:-1] if n > 3 else hearing, size=E)])
    edges[:, 0] = deaf, hearing[0]
    edges[:, 1] = edges[:, 0]
    edges[:, 2] = n - 1, hearing[0]
    edges[:, 3] = hearing[-1]
    X = rng.normal(size=(n, d))
    X[:, 0] = -np.abs(X[:, 0]) - 0.1
    between = 1 + rng.permutation(E - 1)
    between = between[between != 2]
    return {"edges": edges[:, [0, *between, 2]], "X": X, "how": how}


@cases("n E d how", (6, 11, 3, "sum"), (5, 5, 2, "sum"), (3, 4, 1, "sum"), (3, 1, 2, "sum"))
def added(rng, n, E, d, how):
    return graph(rng, n, E, d, how)


@cases("n E d how", (6, 11, 3, "mean"), (5, 5, 2, "mean"), (3, 4, 1, "mean"), (2, 1, 2, "mean"))
def averaged(rng, n, E, d, how):
    return graph(rng, n, E, d, how)


@cases("n E d how", (6, 11, 3, "max"), (5, 5, 2, "max"), (3, 4, 1, "max"), (1, 1, 2, "max"))
def largest(rng, n, E, d, how):
    return graph(rng, n, E, d, how)


@cases("n d how", (3, 2, "sum"), (2, 3, "mean"), (4, 1, "max"))
def silent(rng, n, d, how):
    return {"edges": np.zeros((2, 0), dtype=np.int64), "X": rng.normal(size=(n, d)), "how": how}


shapes = shaped("Y has a row for each node, whoever receives.", added)
sums = agrees('"sum" adds up all that arrives, and gives zeros where nothing does.', added, points=2)
means = agrees('"mean" divides by the number of messages that arrived.', averaged)
maxima = agrees('"max" takes the largest of each feature, which may be negative.', largest, points=2)
nothing = agrees("Without any edge, all rows are zeros.", silent, needs=[sums, means, maxima])
far, high = scaled(averaged, X=1), scaled(largest, X=1)
any_mean = agrees("A mean may be tiny or huge.", far, needs=[means], separates=False)
any_largest = agrees("A largest may be tiny or huge.", high, by="entry", needs=[maxima], separates=False)


@check(points=1, kind="property")
def order(student, added, averaged, largest, rng):
    """The order of the edges does not matter; if the nodes are renumbered, so are the rows, and that is all."""

    def three(m, case, order, names):
        return (
            m.message_passing_aggregate(*case.values()),
            m.message_passing_aggregate(case.edges[:, ::-1].copy(), case.X, case.how),
            m.message_passing_aggregate(names[case.edges], case.X[order], case.how),
        )

    for case in (*added, *averaged, *largest):
        order = rng.permutation(len(case.X))
        Y, other, renumbered = student.run(three, case, order, np.argsort(order))
        assert_law("Y for edges in reverse order = Y", other, Y, what="Y", where=case)
        assert_law("Y for nodes in another order = rows of Y in that order", renumbered, Y[order], what="Y", where=case)


hygiene = hygiene_of(averaged, needs=[means])

TOLERANT = {"order": "A law of replies: what is wrong in all of them alike is for other checks."}
EQUIVALENT = {
    "message_passing_aggregate: np.maximum(counts, 1) → np.maximum(counts, 0.5)": "Counts are whole numbers, and where they are 0 the sum is 0, whatever it is divided by."
}
COUNTS, ADD = "np.bincount(targets, minlength=len(X))[:, None]", "np.add.at(Y, targets, X[sources])"
MAX, MEAN = "np.maximum.at(Y, targets, X[sources])", 'Y / np.maximum(counts, 1) if how == "mean" else Y'
BUGS = [
    patch(
        "sources and targets are exchanged",
        {"sources, targets = edges": "targets, sources = edges"},
        hint="edges[0] sends, edges[1] receives.",
    ),
    patch(
        "of several messages to a node, the sum and the mean keep the last",
        {ADD: "Y[targets] += X[sources]"},
        hint="Y[targets] += … writes each row once. np.add.at adds one after the other; so does a loop.",
    ),
    patch(
        "of several messages to a node, the last counts as the largest",
        {MAX: "Y[targets] = np.maximum(Y[targets], X[sources])"},
        hint="Y[targets] = … writes each row once. np.maximum.at compares one after the other; so does a loop.",
    ),
    patch(
        "an edge that is listed twice counts once",
        {"    counts =": "    sources, targets = np.unique(edges, axis=1)\n    counts ="},
        hint="Two edges, two messages.",
    ),
    patch(
        "the mean counts an edge that is listed twice once, and the sum twice",
        {COUNTS: "np.bincount(np.unique(edges, axis=1)[1], minlength=len(X))[:, None]"},
        hint="The mean divides by the number of messages.",
    ),
    patch(
        "the largest starts at 0, so that negative messages are lost",
        {"np.full(X.shape, -np.inf)": "np.zeros(X.shape)"},
        hint="The largest of −3 and −2 is −2: start at −∞.",
    ),
    patch(
        "the largest of nothing is −∞",
        {"return np.where(counts > 0, Y, 0.0)": "return Y"},
        hint="A node at which nothing arrives gets zeros.",
    ),
    patch(
        "the mean of nothing is NaN",
        {MEAN: 'Y / counts if how == "mean" else Y'},
        hint="A node at which nothing arrives gets zeros: divide by 1 there.",
    ),
    patch(
        "the mean divides by the number of nodes",
        {"np.maximum(counts, 1)": "len(X)"},
        hint="By the number of messages that arrived at this node.",
    ),
    patch(
        "the mean divides by the number of edges",
        {"np.maximum(counts, 1)": "max(len(targets), 1)"},
        hint="By the number of messages that arrived at this node.",
    ),
    patch(
        "the mean divides by one more than arrived",
        {"np.maximum(counts, 1)": "(counts + 1)"},
        hint="By the number of messages that arrived: a node sends itself nothing, unless an edge says so.",
    ),
    patch(
        "each node hears itself as well",
        {
            "    counts =": "    itself = np.arange(len(X))\n    sources, targets = np.append(sources, itself), np.append(targets, itself)\n    counts ="
        },
        hint="Only if there is an edge from it to itself.",
    ),
    patch(
        "edges go both ways",
        {"sources, targets = edges": "sources, targets = np.concatenate([edges, edges[::-1]], axis=1)"},
        hint="An edge has one direction: from edges[0] to edges[1].",
    ),
    patch(
        "a node at which nothing arrives keeps its own features",
        {
            "return np.where(counts > 0, Y, 0.0)": "return np.where(counts > 0, Y, X)",
            MEAN: f"np.where(counts > 0, {MEAN}, X)",
        },
        hint="It gets zeros.",
    ),
    patch(
        "Y ends with the last node that receives",
        {"return np.where(counts > 0, Y, 0.0)": "return np.where(counts > 0, Y, 0.0)[: max(targets, default=0) + 1]"}
        | {MEAN: f"({MEAN})[: max(targets, default=0) + 1]"},
        hint="Y has n rows, as X has.",
    ),
    patch(
        "without any edge, X comes back",
        {"    counts =": "    if edges.size == 0:\n        return X.copy()\n    counts ="},
        hint="Nothing arrives anywhere: all rows are zeros.",
    ),
    patch('"mean" is taken for "sum"', {MEAN: "Y"}, hint="Divide by the number of messages that arrived."),
    patch(
        "features are clipped at ±1000",
        {"    counts =": "    X = np.clip(X, -1e3, 1e3)\n    counts ="},
        hint="Messages are sent as they are.",
    ),
]


@variant
def edge_by_edge(edges, X, how):
    heard = [[] for _ in X]
    for source, target in edges.T:
        heard[target].append(X[source])
    combine = {"sum": np.sum, "mean": np.mean, "max": np.max}[how]
    return np.array([combine(messages, axis=0) if messages else np.zeros(X.shape[1]) for messages in heard])


@variant
def dense_matrix(edges, X, how):
    n = len(X)
    A = np.zeros((n, n))
    for source, target in zip(*edges, strict=True):
        A[target, source] += 1
    if how == "max":
        all_of_them = np.where(A[:, :, None] > 0, X[None, :, :], -np.inf).max(axis=1)
        return np.where(np.isneginf(all_of_them), 0.0, all_of_them)
    Y = A @ X
    if how == "mean":
        degree = A.sum(axis=1, keepdims=True)
        Y = np.divide(Y, degree, out=np.zeros_like(Y), where=degree > 0)
    return Y


@variant
def sorted_by_target(edges, X, how):
    """Sort the messages by where they go, and combine each stretch: no stretch is empty."""
    Y = np.zeros_like(X)
    if edges.shape[1] == 0:
        return Y
    by_target = np.argsort(edges[1], kind="stable")
    nodes, starts, sizes = np.unique(edges[1][by_target], return_index=True, return_counts=True)
    messages = X[edges[0][by_target]]
    if how == "max":
        Y[nodes] = np.maximum.reduceat(messages, starts, axis=0)
    else:
        Y[nodes] = np.add.reduceat(messages, starts, axis=0)
    if how == "mean":
        Y[nodes] /= sizes[:, None]
    return Y
