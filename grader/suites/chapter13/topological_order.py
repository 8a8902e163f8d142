"""Checks, known bugs and variants of chapter13/topological_order."""

import itertools

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("order",),
    no_hygiene="its arguments are a node and a function",
    minutes=40,
    requires=("chapter10/graph_backward",),
    seconds=5.0,
    hints=(
        "To list a node, list its parents first, then the node itself. Remember which are listed already.",
        "A node is not begun, begun, or done. Which of the three do you meet if there is a cycle, which in a diamond?",
        "A list of your own in place of Python's calls: put a node on it once to begin it, and once to finish it.",
        "Or count how many use each node, and list a node when the last of them has been listed; then reverse.",
    ),
)


def table(node):
    return graph.get(node, [])


# --- graphs: what each node is made of; the last key is `out`; the names are drawn --------------------------------------
GRAPHS = {
    "a line": {"a": [], "b": ["a"], "c": ["b"], "out": ["c"]},
    "a tree": {"a": [], "b": [], "c": ["a"], "d": ["b", "c"], "e": [], "out": ["d", "e"]},
    "nothing": {"out": []},
    "a diamond": {"x": [], "left": ["x"], "right": ["x"], "out": ["left", "right"]},
    "two diamonds": {
        "x": [],
        "l": ["x"],
        "r": ["x"],
        "y": ["l", "r"],
        "m": ["y"],
        "s": ["y", "x"],
        "out": ["s", "m"],
    },
    "a square": {"x": [], "xx": ["x", "x"], "out": ["xx", "xx"]},
    "a short cut, listed first": {"c": [], "b": ["c"], "a": ["b"], "out": ["c", "a"]},
    "a short cut, listed last": {"c": [], "b": ["c"], "a": ["b"], "out": ["a", "c"]},
    "short cuts": {"a": [], "b": ["a"], "c": ["a", "b"], "d": ["a", "c", "b"], "out": ["a", "b", "d", "c"]},
    "a rest": {"z": [], "x": [], "y": ["x"], "w": ["z", "y"], "v": ["w", "out"], "out": ["y", "x"]},
    "a loop": {"a": ["a"], "out": ["a"]},
    "a circle": {"a": ["c"], "b": ["a"], "c": ["b"], "out": ["c"]},
    "back to out": {"a": ["out"], "b": ["a"], "out": ["b"]},
    "a circle behind a diamond": {"a": ["d"], "d": ["a"], "l": ["d"], "r": ["d"], "out": ["l", "r"]},
}


def named(rng, edges, numbers):
    """Give the nodes other names: numbers, or letters, in an order that tells nothing; or both, 3 and "3" among them."""
    names = list(edges)
    other = rng.permutation(len(names) + 10)[: len(names)].tolist()
    new = {old: k if numbers else f"n{k}" for old, k in zip(names, other, strict=True)}
    if numbers == "both":
        new = {old: other[i // 2] if i % 2 else str(other[i // 2]) for i, old in enumerate(names)}
    graph = {new[node]: [new[p] for p in of] for node, of in edges.items()}
    return {"out": new[names[-1]], "parents": code(table, graph=graph)}, graph


def drawn(rng, graph, numbers):
    inputs, edges = named(rng, GRAPHS[graph], numbers)
    return {**inputs, "edges": edges}


@cases(
    "graph numbers",
    ("a line", True),
    ("a tree", False),
    ("nothing", True),
    ("a rest", False),
    ("a tree", "both"),
    hidden="edges",
)
def trees(rng, graph, numbers):
    return drawn(rng, graph, numbers)


SHARED = ("a diamond", "two diamonds", "a square")


@cases("graph numbers", *[(graph, i % 2 == 0) for i, graph in enumerate(SHARED)], hidden="edges")
def shared(rng, graph, numbers):
    return drawn(rng, graph, numbers)


SHORT = ("a short cut, listed first", "a short cut, listed last", "short cuts")


@cases("graph numbers", *itertools.product(SHORT, (True, False)), hidden="edges")
def short_cuts(rng, graph, numbers):
    return drawn(rng, graph, numbers)


@cases("graph", "a loop", "a circle", "back to out", "a circle behind a diamond")
def cycles(rng, graph):
    return named(rng, GRAPHS[graph], numbers=True)[0]


def down(node):
    return [node - 1] if node > bottom else []


def rungs(node):
    """A ladder: from each rung, 3 k, two ways lead down to the next."""
    if node % 3:
        return [node - node % 3]
    return [node - 2, node - 1] if node > bottom else []


@cases("nodes", 2400)
def deep(rng, nodes):
    bottom = int(rng.integers(-50, 50))
    return {"out": bottom + nodes - 1, "parents": code(down, bottom=bottom)}


@cases("diamonds", 50)
def ladder(rng, diamonds):
    bottom = 3 * int(rng.integers(-20, 20))
    return {"out": bottom + 3 * diamonds, "parents": code(rungs, bottom=bottom)}


def judged(order, case):
    """Return what is true of an order: how many nodes are missing, strange, repeated, and before their parents."""
    if not isinstance(order, list):
        fail("A list of nodes is asked for.", case)
    if not all(isinstance(node, int | str) for node in order):
        fail("The list has something else than nodes in it.", case)
    wanted, todo = set(), [case.out]
    while todo:
        node = todo.pop()
        if node not in wanted:
            wanted.add(node)
            todo.extend(case.edges[node])
    place = {node: i for i, node in enumerate(order)}
    late = sum(place.get(p, -1) > place[node] for node in set(order) & set(case.edges) for p in case.edges[node])
    return {
        "nodes that are missing": len(wanted - set(order)),
        "nodes that do not belong there": len(set(order) - wanted),
        "nodes that are there more than once": len(order) - len(set(order)),
        "parents that stand behind what is made of them": late,
    }


def asked(m, case):
    return m.topological_order(case.out, case.parents)


in_order = agrees("What a node is made of comes first: in a line, in a tree.", trees, of=asked, worth=judged, points=2)
once = agrees("A node that is used twice is listed once: diamonds, squares.", shared, of=asked, worth=judged, points=2)
shortcuts = agrees(
    "Where there are short cuts, a node still stands behind all its parents.",
    short_cuts,
    of=asked,
    worth=judged,
    points=2,
)


@check(points=1, kind="error")
def circles(student, cycles):
    """If a node is made of itself, directly or through others, ValueError is raised."""
    for case in cycles:
        raises(student, ValueError, lambda m, case=case: m.topological_order(case.out, case.parents), where=case)


@check(points=1, kind="property", needs=[in_order])
def thousands_deep(student, deep):
    """A line of 2400 nodes is put in order."""
    for case, order in student.topological_order.on(deep):
        if order != list(range(case.out - 2399, case.out + 1)):
            fail("The 2400 nodes are not in order.", case)


@check(points=1, kind="property", needs=[in_order])
def nodes_not_paths(student, ladder):
    """A ladder of 50 diamonds has 2⁵⁰ paths, and takes no time."""
    for case, order in student.topological_order.on(ladder):
        if sorted(order) != list(range(case.out - 150, case.out + 1)):
            fail("Not every one of the 151 nodes is there once.", case)


RAISE = 'raise ValueError(f"{node!r} is made of itself")'
BUGS = [
    patch(
        "what is used comes behind what uses it",
        {"return order": "return order[::-1]"},
        hint="Parents come first; `out` is the last.",
    ),
    patch(
        "a cycle is passed over",
        {RAISE: "continue"},
        hint="A node that is begun and not done, met again, is made of itself.",
    ),
    patch(
        "a cycle is noticed only where a node is its own parent",
        {RAISE: "if node in parents(node):\n                " + RAISE},
        hint="A node may be made of itself by way of others: look whether it is begun and not done.",
    ),
    patch("a cycle raises KeyError", {"raise ValueError(": "raise KeyError("}, hint="ValueError is agreed."),
    patch(
        "a diamond is taken for a cycle",
        {
            "elif node in begun and node not in done:": "elif node in begun:",
            "for parent in dict.fromkeys(parents(node)) if parent not in done": "for parent in dict.fromkeys(parents(node))",
        },
        hint="A node that is done may be met again: two nodes share a parent.",
    ),
    patch(
        "a parent that is listed twice is taken for a cycle",
        {
            "elif node in begun and node not in done:": "elif node in begun and node not in done or len(set(parents(node))) < len(parents(node)):"
        },
        hint="x · x has x and x: no cycle.",
    ),
    patch(
        "it gives up after a thousand nodes",
        {"while todo:": "while todo and len(begun) <= 1000:"},
        hint="A list of your own has no limit; Python's calls have one.",
    ),
    patch(
        "it gives up after two thousand nodes",
        {"while todo:": "while todo and len(begun) <= 2000:"},
        hint="A limit that is set higher is a limit still: with a list of your own there is none.",
    ),
    patch(
        "a number and the text of it are taken for the same node",
        {
            "node in begun and node not in done": "str(node) in begun and str(node) not in done",
            "elif node not in done": "elif str(node) not in done",
            "done.add(node)": "done.add(str(node))",
            "begun.add(node)": "begun.add(str(node))",
            "if parent not in done)": "if str(parent) not in done)",
        },
        hint='3 and "3" are two nodes: keep nodes as they are.',
    ),
    patch("`out` itself is left out", {"return order": "return order[:-1]"}, hint="`out` comes last."),
]

EQUIVALENT = {
    "topological_order: done.add(node) → begun.add(node), and alike": "the two names change places, everywhere",
    "topological_order: parent not in done → True": "what is done is passed over when its turn comes",
    "topological_order: node not in done → node not in begun (2)": "what is begun and not done has raised before",
}


@bug(
    "breadth first, reversed: a node is listed when it is first met",
    hint="Through a short cut a node is met too early: it has to wait for all that use it.",
)
def breadth_first(out, parents):
    order, seen, ancestors = [out], {out}, []
    for node in order:
        for parent in parents(node):
            if parent not in seen:
                seen.add(parent)
                order.append(parent)
    above = {}
    for node in reversed(order):
        above[node] = list(parents(node))
    todo = [(node, [node]) for node in order] if len(order) < 20 else []
    while todo:
        node, path = todo.pop()
        for parent in above[node]:
            if parent in path:
                raise ValueError("cycle")
            todo.append((parent, [*path, parent]))
    return order[::-1] + ancestors


@bug(
    "every path is walked, though nodes are listed once",
    hint="Look whether a node is done before you visit it.",
    times_out=True,
)
def walks_each_path(out, parents):
    order = []
    todo = [(out, (), False)]
    while todo:
        node, path, ready = todo.pop()
        if ready:
            if node not in order:
                order.append(node)
            continue
        if node in path:
            raise ValueError("cycle")
        todo.append((node, path, True))
        below = (*path, node) if len(path) < 200 else path
        todo.extend((parent, below, False) for parent in parents(node))
    return order


@variant
def kahn(out, parents):
    edges, todo = {}, [out]
    while todo:
        node = todo.pop()
        if node not in edges:
            edges[node] = set(parents(node))
            todo.extend(edges[node])
    users = dict.fromkeys(edges, 0)
    for of in edges.values():
        for parent in of:
            users[parent] += 1
    free = [node for node, count in users.items() if count == 0]
    order = []
    while free:
        node = free.pop()
        order.append(node)
        for parent in edges[node]:
            users[parent] -= 1
            if users[parent] == 0:
                free.append(parent)
    if len(order) < len(edges):
        raise ValueError("a cycle")
    return order[::-1]


@variant
def layer_by_layer(out, parents):
    edges, front = {}, [out]
    while front:
        edges.update({node: list(parents(node)) for node in front})
        front = [p for node in front for p in edges[node] if p not in edges]
        front = list(dict.fromkeys(front))
    users = {node: [] for node in edges}
    missing = {node: len(set(of)) for node, of in edges.items()}
    for node, of in edges.items():
        for parent in set(of):
            users[parent].append(node)
    order = [node for node, count in missing.items() if count == 0]
    for node in order:
        for user in users[node]:
            missing[user] -= 1
            if missing[user] == 0:
                order.append(user)
    if len(order) != len(edges):
        raise ValueError("made of itself")
    return order


@variant
def with_iterators(out, parents):
    order, state = [], {out: "begun"}
    stack = [(out, iter(parents(out)))]
    while stack:
        node, rest = stack[-1]
        parent = next(rest, None)
        if parent is None:
            state[node] = "done"
            order.append(node)
            stack.pop()
        elif parent not in state:
            state[parent] = "begun"
            stack.append((parent, iter(parents(parent))))
        elif state[parent] == "begun":
            raise ValueError(parent)
    return order


@variant
def with_calls_and_no_limit(out, parents):
    import sys

    sys.setrecursionlimit(100_000)
    order, state = [], {}

    def visit(node):
        if state.get(node) == "begun":
            raise ValueError(node)
        if node not in state:
            state[node] = "begun"
            for parent in parents(node):
                visit(parent)
            state[node] = "done"
            order.append(node)

    visit(out)
    return order
