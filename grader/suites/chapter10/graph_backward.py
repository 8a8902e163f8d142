"""Checks, known bugs and variants of chapter10/graph_backward."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    minutes=40,
    requires=("chapter10/dense_backward",),
    hints=(
        "First compute the value of every node, in the order of the dict. Then walk through it in reverse.",
        "Start with a gradient of zeros for every node, and of ones for `out`.",
        "On its turn, a node gives to each of its inputs: its own gradient, times the derivative of its operation.",
        "Give by adding: grads[i] = grads[i] + …, also if both inputs are the same node.",
    ),
)


def signed(rng, *shape):
    """Return numbers away from zero, where ReLU has its kink, and of both signs."""
    return rng.uniform(0.2, 1.5, size=shape) * rng.choice([-1.0, 1.0], size=shape)


# --- graphs: each returns nodes and the name of `out` ---------------------------------------------------------------
def line(rng):
    m, x, b = rng.uniform(1, 3, size=3)
    leaves = {"m": ("leaf", float(m)), "x": ("leaf", float(x)), "b": ("leaf", float(b))}
    return {**leaves, "mx": ("mul", "m", "x"), "y": ("add", "mx", "b")}, "y"


def numbers(rng):
    """Return floats that go through every operation floats can go through."""
    x, v, w = rng.uniform(0.2, 1.5, size=3)
    leaves = {"x": ("leaf", float(x)), "v": ("leaf", float(v)), "w": ("leaf", float(w))}
    middle = {"r": ("relu", "x"), "s": ("sigmoid", "v"), "rs": ("mul", "r", "s")}
    return {**leaves, **middle, "y": ("add", "rs", "w")}, "y"


def leaf_alone(rng):
    nodes = {"x": ("leaf", signed(rng, 3)), "w": ("leaf", signed(rng, 3)), "y": ("mul", "x", "w")}
    return nodes, "w"


def dense(rng):
    leaves = {"X": ("leaf", signed(rng, 7, 5)), "W": ("leaf", signed(rng, 5, 3)), "B": ("leaf", signed(rng, 7, 3))}
    return {**leaves, "XW": ("matmul", "X", "W"), "Z": ("add", "XW", "B"), "A": ("sigmoid", "Z")}, "A"


def gate(rng):
    leaves = {"A": ("leaf", signed(rng, 4, 6)), "B": ("leaf", signed(rng, 4, 6)), "V": ("leaf", signed(rng, 6, 2))}
    return {**leaves, "R": ("relu", "A"), "S": ("sigmoid", "B"), "G": ("mul", "R", "S"), "Y": ("matmul", "G", "V")}, "Y"


def square(rng):
    leaves = {"A": ("leaf", signed(rng, 3, 3)), "B": ("leaf", signed(rng, 3, 3)), "C": ("leaf", signed(rng, 3, 3))}
    return {**leaves, "AB": ("matmul", "A", "B"), "Y": ("mul", "AB", "C")}, "Y"


def diamond(rng):
    leaves = {"x": ("leaf", signed(rng, 5)), "w": ("leaf", signed(rng, 5))}
    middle = {"a": ("mul", "x", "w"), "left": ("relu", "a"), "right": ("sigmoid", "a")}
    return {**leaves, **middle, "both": ("mul", "left", "right"), "y": ("add", "both", "x")}, "y"


def twice(rng):
    return {"x": ("leaf", signed(rng, 4)), "xx": ("mul", "x", "x"), "y": ("add", "xx", "xx")}, "y"


def powers(rng):
    nodes = {"A": ("leaf", signed(rng, 4, 4)), "AA": ("matmul", "A", "A"), "AAA": ("matmul", "AA", "A")}
    return {**nodes, "Y": ("add", "AAA", "A")}, "Y"


def handed_on(rng):
    leaves = {"a": ("leaf", signed(rng, 3)), "b": ("leaf", signed(rng, 3))}
    middle = {"sum": ("add", "a", "b"), "aa": ("mul", "a", "a")}
    return {**leaves, **middle, "y": ("add", "aa", "sum")}, "y"


def aside(rng):
    leaves = {"x": ("leaf", signed(rng, 3)), "w": ("leaf", signed(rng, 3)), "idle": ("leaf", signed(rng, 2, 4))}
    return {**leaves, "y": ("mul", "x", "w"), "unused": ("sigmoid", "idle")}, "y"


def beyond(rng):
    nodes = {"x": ("leaf", signed(rng, 3)), "w": ("leaf", signed(rng, 3)), "y": ("mul", "x", "w")}
    return {**nodes, "z": ("mul", "y", "x"), "last": ("sigmoid", "z")}, "y"


def kink(rng):
    x = signed(rng, 6)
    x[::2] = 0.0
    return {"x": ("leaf", x), "w": ("leaf", signed(rng, 6)), "r": ("relu", "x"), "y": ("mul", "r", "w")}, "y"


def ladder(rng):
    nodes = {"x0": ("leaf", float(rng.uniform(1, 2)))}
    nodes |= {f"x{k + 1}": ("add", f"x{k}", f"x{k}") for k in range(40)}
    return nodes, "x40"


def far(rng, s, t, c):
    """Leaves of four sizes, of which each gradient is a product, and each product is part of one. ReLU lets some pass."""
    A = signed(rng, 3, 3)
    np.fill_diagonal(A, np.abs(np.diag(A)))
    leaves = {"A": ("leaf", s * A), "B": ("leaf", t * signed(rng, 3, 3))}
    leaves |= {"C": ("leaf", c * signed(rng, 3, 3)), "D": ("leaf", signed(rng, 3, 3))}
    products = {"R": ("relu", "A"), "M": ("matmul", "R", "B"), "G": ("sigmoid", "D")}
    return {**leaves, **products, "MC": ("mul", "M", "C"), "GC": ("mul", "G", "C"), "Y": ("mul", "MC", "GC")}, "Y"


GRAPHS = {
    f.__name__: f
    for f in (
        line,
        numbers,
        leaf_alone,
        dense,
        gate,
        square,
        diamond,
        twice,
        powers,
        handed_on,
        aside,
        beyond,
        kink,
        ladder,
    )
}


def drawn(rng, graph):
    nodes, out = GRAPHS[graph](rng)
    return {"nodes": nodes, "out": out}


@cases("graph", "line", "numbers", "dense", "gate", "square")
def trees(rng, graph):
    return drawn(rng, graph)


@cases("graph", "diamond", "twice", "powers", "handed_on")
def shared(rng, graph):
    return drawn(rng, graph)


@cases("graph", "aside", "beyond", "leaf_alone")
def apart(rng, graph):
    return drawn(rng, graph)


@cases("graph", "kink")
def kinks(rng, graph):
    return drawn(rng, graph)


@cases("graph", "ladder")
def ladders(rng, graph):
    return drawn(rng, graph)


@cases("s t c", (1e100, 1e40, 1e-70), (1e-100, 1e-40, 1e70))
def sizes(rng, s, t, c):
    nodes, out = far(rng, s, t, c)
    return {"nodes": nodes, "out": out}


# --- checks ---------------------------------------------------------------------------------------------------------
shapes = shaped("Every node has a gradient, and it has the shape of the node.", trees)
rules = agrees("Each operation knows its derivative, and hands on what it heard.", trees, points=2, kind="gradient")
adds = agrees(
    "A node that is used more than once adds up what it hears: a diamond, x ∘ x, A A A + A.",
    shared,
    points=2,
    kind="gradient",
)
every_scale = agrees(
    "It is right for tiny numbers and for huge ones.", sizes, kind="gradient", by="entry", needs=[rules]
)
zeros = agrees("What `out` does not depend on has a gradient of zeros, also if it stands behind `out`.", apart)
at_the_kink = agrees("The derivative of ReLU at 0 is 0.", kinks)
once = agrees(
    "Each node is visited once: forty doublings in a row make 2⁴⁰ paths, and take no time.", ladders, kind="property"
)


def total(nodes, out):
    """Return L = Σ out."""
    compute = {
        "leaf": lambda value: value,
        "add": np.add,
        "mul": np.multiply,
        "matmul": np.matmul,
        "relu": lambda a: np.where(a > 0, a, 0.0),
        "sigmoid": lambda a: 0.5 + 0.5 * np.tanh(0.5 * a),
    }
    values = {}
    for name, (operation, *inputs) in nodes.items():
        values[name] = compute[operation](*(inputs if operation == "leaf" else [values[i] for i in inputs]))
    return np.sum(values[out])


@check(points=2, kind="gradient")
def finite_differences(student, trees, rng):
    """The gradients of the leaves agree with finite differences of L = Σ out."""
    for case, grads in student.graph_backward.on(trees):
        leaves = [name for name, node in case.nodes.items() if node[0] == "leaf"]

        def loss(case=case, **values):
            moved = {name: ("leaf", value) for name, value in values.items()}
            return total({**case.nodes, **moved}, case.out)

        at = {name: np.asarray(case.nodes[name][1]) for name in leaves}
        check_grads(loss, at, {name: grads[name] for name in leaves}, rng=rng, where=case)


hygiene = hygiene_of(trees)

# --- known bugs and variants ----------------------------------------------------------------------------------------
BUGS = [
    patch(
        "what is heard last overwrites the rest",
        {"grads[i] = grads[i] + dA": "grads[i] = dA"},
        hint="A node that is used twice acts on L in two ways: add them up.",
    ),
    patch(
        "a node that is both inputs of an operation is counted once",
        {"in zip(inputs, pulled, strict=True)": "in dict(zip(inputs, pulled, strict=True)).items()"},
        hint="x ∘ x has two inputs, though they are one node: both of its parts count.",
    ),
    patch(
        "the nodes are walked forwards",
        {"in reversed(list(nodes))": "in nodes"},
        hint="A node passes on its gradient when all that use it have spoken: walk through the dict in reverse.",
    ),
    patch(
        "only nodes that were reached have a gradient",
        {"    return grads\n": "    return {name: dA for name, dA in grads.items() if np.any(dA)}\n"},
        hint="A node that L does not depend on has the gradient zero: begin with zeros for all.",
    ),
    patch(
        "the walk starts at the last node, not at `out`",
        {"grads[out] = np.ones_like(values[out])": "grads[name] = np.ones_like(values[name])"},
        hint="L is the sum of the entries of `out`: that is where the ones belong.",
    ),
    patch(
        "the walk starts with the value of `out`",
        {"np.ones_like(values[out])": "np.array(values[out])"},
        hint="∂L/∂out is 1 for every entry, whatever its value is.",
    ),
    patch(
        "`mul` multiplies each input's gradient by that input",
        {"dY * b, dY * a": "dY * a, dY * b"},
        hint="The derivative of a b with respect to a is b, the other one.",
    ),
    patch(
        "`matmul` hands on dY b without the transpose",
        {"dY @ b.T, a.T @ dY": "dY @ b, a @ dY"},
        hint="a[n, d] reaches y[n, k] through b[d, k]: sum over k.",
    ),
    patch(
        "`matmul` is taken for an entrywise product",
        {"dY @ b.T, a.T @ dY": "(dY.sum() * np.ones_like(a), dY.sum() * np.ones_like(b))"},
        hint="∂L/∂a = dY bᵀ and ∂L/∂b = aᵀ dY.",
    ),
    patch(
        "the derivative of sigmoid is taken from the input",
        {"dY * y * (1 - y)": "dY * a * (1 - a)"},
        hint="σ′(a) = σ(a) (1 − σ(a)): the node's own value is what you need.",
    ),
    patch("the derivative of sigmoid is missing", {"dY * y * (1 - y)": "dY"}, hint="Multiply by y (1 − y)."),
    patch(
        "sigmoid does not pass on what it hears",
        {"dY * y * (1 - y)": "y * (1 - y)"},
        hint="The chain rule: what comes from above, times the node's own derivative.",
    ),
    patch(
        "ReLU looks at the sign of the gradient",
        {"(a > 0)": "(dY > 0)"},
        hint="Whether ReLU lets through depends on its input.",
    ),
    patch(
        "the derivative of ReLU at 0 is 1",
        {"(a > 0)": "(a >= 0)"},
        hint="ReLU′(0) = 0: where the input is exactly 0, nothing passes.",
    ),
    patch(
        "ReLU indexes its input, which a float does not bear",
        {
            "return (dY * (a > 0),)": "dA = np.array(dY)\n            dA[a <= 0] = 0.0\n            return (dA,)",
            "return np.maximum(a, 0.0)": "y = a.copy()\n            y[y < 0] = 0.0\n            return y",
        },
        hint="Values are floats or arrays: np.maximum and np.where take both.",
    ),
    patch(
        "a leaf has no gradient of its own",
        {"grads[out] = np.ones_like(values[out])": 'grads[out] = grads[out] + (nodes[out][0] != "leaf")'},
        hint="`out` may be a leaf, too: L is then the sum of its entries.",
    ),
    patch(
        "ReLU works in place, on the value of its input",
        {"np.maximum(a, 0.0)": "np.maximum(a, 0.0, out=a)"},
        hint="Others use that value too, and a leaf belongs to the caller: make a new array.",
    ),
]


EQUIVALENT = {
    "graph_backward: grads[out] = np.ones_like(values[out]) → grads[out] += np.ones_like(values[out])": "It was zero.",
    "_pull: dY * (a > 0) → dY * (a > 0) * (a > 0)": "A mask of zeros and ones is its own square.",
    "_pull: a > 0 → y > 0": "ReLU is positive where its input is.",
}


@bug(
    "nodes share one array, and adding to one changes the other",
    hint="grads[i] += … works in place: `add` has handed the same array to two nodes.",
)
def entangled(nodes, out):
    values, grads = {}, {}
    forward = {
        "add": lambda a, b: a + b,
        "mul": lambda a, b: a * b,
        "matmul": lambda a, b: a @ b,
        "relu": lambda a: np.maximum(a, 0),
        "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    }
    backward = {
        "add": lambda g, y, a, b: (g, g),
        "mul": lambda g, y, a, b: (g * b, g * a),
        "matmul": lambda g, y, a, b: (g @ b.T, a.T @ g),
        "relu": lambda g, y, a: (g * (a > 0),),
        "sigmoid": lambda g, y, a: (g * y * (1 - y),),
    }
    for name, (op, *inputs) in nodes.items():
        values[name] = np.asarray(inputs[0]) if op == "leaf" else forward[op](*(values[i] for i in inputs))
    grads[out] = np.ones_like(values[out])
    for name in reversed(list(nodes)):
        op, *inputs = nodes[name]
        if name not in grads:
            grads[name] = np.zeros_like(values[name])
        if op != "leaf":
            for i, g in zip(inputs, backward[op](grads[name], values[name], *(values[i] for i in inputs)), strict=True):
                if i in grads:
                    grads[i] += g
                else:
                    grads[i] = g
    return grads


@bug(
    "a node passes on what it has heard each time that it hears something",
    hint="It passes on once, when nobody is left who could add to it: walk through the dict in reverse.",
    times_out=True,
)
def at_once(nodes, out):
    values = {}
    for name, (operation, *inputs) in nodes.items():
        values[name] = _forward(operation, *(inputs if operation == "leaf" else [values[i] for i in inputs]))
    grads = {name: np.zeros_like(value) for name, value in values.items()}
    grads[out] = np.ones_like(values[out])

    def visit(name):
        operation, *inputs = nodes[name]
        if operation != "leaf":
            pulled = _pull(operation, grads[name], values[name], *[values[i] for i in inputs])
            for i, dA in zip(inputs, pulled, strict=True):
                grads[i] = grads[i] + dA
                visit(i)

    visit(out)
    return grads


@variant
def tape_of_closures(nodes, out):
    values, grads, tape = {}, {}, []

    def give(name, grad):
        grads[name] = grads[name] + grad

    for name, (op, *inputs) in nodes.items():
        if op == "leaf":
            values[name] = np.asarray(inputs[0], dtype=float)
        else:
            a, b = values[inputs[0]], values[inputs[-1]]
            if op == "add":
                y, rule = a + b, lambda g, i=inputs: (give(i[0], g), give(i[1], g))
            elif op == "mul":
                y, rule = a * b, lambda g, i=inputs, a=a, b=b: (give(i[0], g * b), give(i[1], g * a))
            elif op == "matmul":
                y, rule = a @ b, lambda g, i=inputs, a=a, b=b: (give(i[0], g @ b.T), give(i[1], a.T @ g))
            elif op == "relu":
                y, rule = a * (a > 0), lambda g, i=inputs, a=a: give(i[0], np.where(a > 0, g, 0.0))
            else:
                y = 1 / (1 + np.exp(-a))
                rule = lambda g, i=inputs, y=y: give(i[0], g * (y - y**2))  # noqa: E731
            values[name] = y
            tape.append((name, rule))
        grads[name] = np.zeros(np.shape(values[name]))
    grads[out] = np.ones(np.shape(values[out]))
    while tape:
        name, rule = tape.pop()
        rule(grads[name])
    return grads


@variant
def recursion_with_memo(nodes, out):
    users = {name: [] for name in nodes}
    values, known = {}, {}
    for name, (op, *inputs) in nodes.items():
        args = [inputs[0]] if op == "leaf" else [values[i] for i in inputs]
        for place, i in enumerate(inputs if op != "leaf" else []):
            users[i].append((name, place))
        match op:
            case "leaf":
                values[name] = args[0]
            case "add":
                values[name] = np.add(*args)
            case "mul":
                values[name] = np.multiply(*args)
            case "matmul":
                values[name] = np.matmul(*args)
            case "relu":
                values[name] = np.where(args[0] > 0, args[0], 0.0)
            case "sigmoid":
                values[name] = np.exp(args[0]) / (1 + np.exp(args[0]))

    def share(user, place):
        op, *inputs = nodes[user]
        g, other = grad(user), values[inputs[1 - place]] if len(inputs) == 2 else None
        match op:
            case "add":
                return g
            case "mul":
                return g * other
            case "matmul":
                return g @ other.T if place == 0 else other.T @ g
            case "relu":
                return g * (values[user] > 0)
        return g * values[user] * (1 - values[user])

    def grad(name):
        if name not in known:
            own = np.ones_like(values[name]) if name == out else np.zeros_like(values[name])
            known[name] = sum((share(*use) for use in users[name]), own)
        return known[name]

    return {name: grad(name) for name in nodes}
