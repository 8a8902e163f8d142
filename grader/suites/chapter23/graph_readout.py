"""Checks, known bugs and variants of chapter23/graph_readout."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("R",),
    requires=("chapter23/message_passing_aggregate",),
    minutes=15,
    hints=(
        "It is like messages along edges: every node sends its row to its graph.",
        "Which rows of H belong to graph g? H[graph_ids == g], in whatever order they stand.",
        "A graph without nodes has no largest and no mean: its row is zeros.",
    ),
)


def nodes(rng, n, G, d, how):
    """Draw nodes of graphs, of which graph 1 and the last have none, graph 0 has one, and graph 2 the most.

    They are in no order; the first feature is negative everywhere.
    """
    filled = [g for g in range(G - 1) if g != 1]
    ids = np.concatenate([filled, np.full(3, 2), rng.choice(filled[1:], size=n - len(filled) - 3)])
    H = rng.normal(size=(n, d)) + 0.3
    H[:, 0] = -np.abs(H[:, 0]) - 0.1
    order = rng.permutation(n)
    while np.all(np.diff(ids[order]) >= 0):
        order = rng.permutation(n)
    return {"H": H, "graph_ids": ids[order], "num_graphs": G, "how": how}


@cases("n G d how", (9, 5, 3, "sum"), (6, 4, 6, "sum"), (5, 4, 1, "sum"))
def added(rng, n, G, d, how):
    return nodes(rng, n, G, d, how)


@cases("n G d how", (11, 6, 3, "mean"), (5, 4, 4, "mean"))
def averaged(rng, n, G, d, how):
    return nodes(rng, n, G, d, how)


@cases("n G d how", (11, 6, 3, "max"), (5, 4, 4, "max"))
def largest(rng, n, G, d, how):
    return nodes(rng, n, G, d, how)


@cases("n d how", (5, 3, "sum"), (4, 2, "mean"), (6, 2, "max"), (1, 2, "mean"), (1, 1, "max"))
def single(rng, n, d, how):
    """There is one graph, and all nodes belong to it."""
    return {"H": rng.normal(size=(n, d)), "graph_ids": np.zeros(n, dtype=np.int64), "num_graphs": 1, "how": how}


shapes = shaped("R has a row for each graph, whichever have nodes.", added)
sums = agrees('"sum" adds up the nodes of each graph.', added, points=2)
means = agrees('"mean" divides by the number of nodes of the graph.', averaged)
maxima = agrees('"max" takes the largest of each feature, which may be negative.', largest)
one_graph = agrees("A single graph is read as well.", single, needs=[sums, means, maxima])
far, high = scaled(averaged, H=1), scaled(largest, H=1)
any_mean = agrees("A mean may be tiny or huge.", far, needs=[means], separates=False)
any_largest = agrees("A largest may be tiny or huge.", high, by="entry", needs=[maxima], separates=False)


@check(points=1, kind="property")
def order(student, added, averaged, largest, rng):
    """If nodes and their ids change places together, nothing changes; if graphs do, their rows do."""

    def three(m, case, names):
        H, ids, G, how = case.values()
        return (
            m.graph_readout(H, ids, G, how),
            m.graph_readout(H[::-1].copy(), ids[::-1].copy(), G, how),
            m.graph_readout(H, names[ids], G, how),
        )

    for case in (*added, *averaged, *largest):
        graphs = rng.permutation(case.num_graphs)
        R, other, renumbered = student.run(three, case, np.argsort(graphs))
        assert_law("R for nodes in reverse order = R", other, R, what="R", where=case)
        assert_law(
            "R for graphs in another order = rows of R in that order", renumbered, R[graphs], what="R", where=case
        )


hygiene = hygiene_of(averaged, needs=[means])

TOLERANT = {"order": "A law of replies: what is wrong in all of them alike is for other checks."}
EQUIVALENT = {
    "graph_readout: np.maximum(sizes, 1) → np.maximum(sizes, 0.5)": "Sizes are whole numbers, and where they are 0 the sum is 0, whatever it is divided by."
}
ADD, MAX = "np.add.at(R, graph_ids, H)", "np.maximum.at(R, graph_ids, H)"
SIZES, MEAN = (
    "np.bincount(graph_ids, minlength=num_graphs)[:, None]",
    'R / np.maximum(sizes, 1) if how == "mean" else R',
)
FILLED = "return np.where(sizes > 0, R, 0.0)"
BUGS = [
    patch(
        "all nodes go to every graph",
        {ADD: "R += np.sum(H, axis=0)", MAX: "R[:] = np.max(H, axis=0)", FILLED: "return R"},
        hint="Row g is made of the nodes with graph_ids == g.",
    ),
    patch(
        "the nodes of a graph are taken to stand side by side",
        {
            SIZES: "np.bincount(np.sort(graph_ids), minlength=num_graphs)[:, None]",
            "    if how ==": "    graph_ids = np.sort(graph_ids)\n    if how ==",
        },
        hint="graph_ids is in any order: rows of H belong to the ids beside them.",
    ),
    patch(
        "of the nodes of a graph, the sum and the mean keep the last",
        {ADD: "R[graph_ids] += H"},
        hint="R[graph_ids] += H writes each row once. np.add.at adds one after the other; so does a loop.",
    ),
    patch(
        "of the nodes of a graph, the last counts as the largest",
        {MAX: "R[graph_ids] = np.maximum(R[graph_ids], H)"},
        hint="R[graph_ids] = … writes each row once. np.maximum.at compares one after the other; so does a loop.",
    ),
    patch(
        "the mean divides by the number of graphs",
        {"np.maximum(sizes, 1)": "num_graphs"},
        hint="By the number of nodes of this graph.",
    ),
    patch(
        "the mean divides by the number of all nodes",
        {"np.maximum(sizes, 1)": "len(H)"},
        hint="By the number of nodes of this graph.",
    ),
    patch(
        "the largest starts at 0, so that negative features are lost",
        {"np.full((num_graphs, H.shape[1]), -np.inf)": "np.zeros((num_graphs, H.shape[1]))"},
        hint="The largest of −3 and −2 is −2: start at −∞.",
    ),
    patch("the largest of an empty graph is −∞", {FILLED: "return R"}, hint="A graph without nodes has zeros."),
    patch(
        "the mean of an empty graph is NaN",
        {MEAN: 'R / sizes if how == "mean" else R'},
        hint="A graph without nodes has zeros: divide by 1 there.",
    ),
    patch(
        "an empty graph gets what the next one has",
        {
            FILLED: "R = np.where(sizes > 0, R, 0.0)\n        for g in range(num_graphs - 2, -1, -1):\n            R[g] = R[g] if sizes[g] else R[g + 1]\n        return R",
            MEAN: f"({MEAN})[[g if sizes[g] or g + 1 == num_graphs else g + 1 for g in range(num_graphs)]]",
        },
        hint="np.add.reduceat has no empty stretches: a graph without nodes has zeros.",
    ),
    patch(
        "R ends with the last graph that has nodes",
        {FILLED: "return np.where(sizes > 0, R, 0.0)[: graph_ids.max() + 1]", MEAN: f"({MEAN})[: graph_ids.max() + 1]"},
        hint="num_graphs tells how many rows there are.",
    ),
    patch('"mean" is taken for "sum"', {MEAN: "R"}, hint="Divide by the number of nodes of the graph."),
    patch(
        "a single graph is averaged, whatever was asked for",
        {"    if how ==": '    how = "mean" if num_graphs == 1 else how\n    if how =='},
        hint="One graph is a batch of graphs, too.",
    ),
    patch(
        "features are clipped at ±1000",
        {"    if how ==": "    H = np.clip(H, -1e3, 1e3)\n    if how =="},
        hint="Features are read as they are.",
    ),
]


@variant
def graph_by_graph(H, graph_ids, num_graphs, how):
    R = np.zeros((num_graphs, H.shape[1]))
    for g in range(num_graphs):
        rows = H[graph_ids == g]
        if len(rows):
            R[g] = {"sum": rows.sum, "mean": rows.mean, "max": rows.max}[how](axis=0)
    return R


@variant
def membership_matrix(H, graph_ids, num_graphs, how):
    M = graph_ids == np.arange(num_graphs)[:, None]
    if how == "max":
        all_of_them = np.where(M[:, :, None], H, -np.inf).max(axis=1)
        return np.where(M.any(axis=1, keepdims=True), all_of_them, 0.0)
    if how == "mean":
        return (M / np.maximum(M.sum(axis=1, keepdims=True), 1)) @ H
    return M.astype(float) @ H


@variant
def reduceat_where_there_is_something(H, graph_ids, num_graphs, how):
    by_graph = np.argsort(graph_ids, kind="stable")
    filled, starts, sizes = np.unique(graph_ids[by_graph], return_index=True, return_counts=True)
    R = np.zeros((num_graphs, H.shape[1]))
    R[filled] = (np.maximum if how == "max" else np.add).reduceat(H[by_graph], starts, axis=0)
    if how == "mean":
        R[filled] /= sizes[:, None]
    return R
