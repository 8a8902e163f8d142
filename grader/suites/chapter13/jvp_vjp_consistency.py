"""Checks, known bugs and variants of chapter13/jvp_vjp_consistency."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    minutes=35,
    requires=("chapter08/jacobian_elementwise",),
    hints=(
        "Write down the Jacobian of each of the five layers. Four of them are diagonal.",
        "For J v, keep two things while you walk: the value that has arrived, and the direction.",
        "For Jᵀ u, go forwards first and keep the slopes in a list; then go through it in reverse.",
        "Slopes are taken at the value that arrives at the layer, not at x.",
    ),
)


def scaled_matrix(rng, m, n):
    return rng.uniform(0.3, 1.2, size=(m, n)) * rng.choice([-1.0, 1.0], size=(m, n)) / n


def chain(rng, name, n, m):
    """Return layers of which all values stay near 1."""
    A, B, c = scaled_matrix(rng, m, n), scaled_matrix(rng, m, m), rng.uniform(0.3, 1.0, size=m)
    chains = {
        "linear": [("linear", A)],
        "two matrices": [("linear", A), ("linear", B)],
        "shift": [("linear", A), ("shift", c)],
        "tanh": [("linear", A), ("tanh",)],
        "exp": [("linear", A), ("exp",)],
        "square": [("linear", A), ("square",)],
        "square first": [("square",), ("linear", A)],
        "network": [("linear", A), ("shift", c), ("tanh",), ("linear", B), ("shift", -c), ("exp",)],
        "entries": [("tanh",), ("square",), ("exp",), ("linear", A)],
        "shifted": [("linear", A), ("shift", c), ("square",), ("tanh",), ("exp",)],
        "inside": [("linear", A), ("exp",), ("shift", -c), ("linear", B), ("tanh",)],
    }
    return chains[name]


def drawn(rng, name, n, m):
    layers = chain(rng, name, n, m)
    x = rng.uniform(0.3, 1.2, size=n) * rng.choice([-1.0, 1.0], size=n)
    return {"layers": layers, "x": x}, m


@cases("name n m", ("linear", 4, 3), ("shift", 3, 5), ("tanh", 4, 3), ("exp", 2, 4), ("square", 3, 3), ("exp", 1, 4))
def single(rng, name, n, m):
    case, m = drawn(rng, name, n, m)
    return {**case, "v": rng.normal(size=n)}


@cases("name n m", ("linear", 4, 3), ("shift", 3, 5), ("tanh", 4, 3), ("exp", 2, 4), ("square", 3, 3), ("exp", 2, 1))
def single_back(rng, name, n, m):
    case, m = drawn(rng, name, n, m)
    return {**case, "u": rng.normal(size=m)}


CHAINS = (
    ("two matrices", 4, 3),
    ("square first", 4, 3),
    ("network", 4, 3),
    ("network", 3, 3),
    ("entries", 3, 4),
    ("shifted", 2, 4),
    ("inside", 4, 3),
)


@cases("name n m", *CHAINS)
def chains(rng, name, n, m):
    case, m = drawn(rng, name, n, m)
    return {**case, "v": rng.normal(size=n)}


@cases("name n m", *CHAINS)
def chains_back(rng, name, n, m):
    case, m = drawn(rng, name, n, m)
    return {**case, "u": rng.normal(size=m)}


def moved(layers, x):
    """Return what leaves the layers; x may be complex."""
    for name, *of in layers:
        x = {
            "linear": lambda x, of=of: of[0] @ x,
            "shift": lambda x, of=of: x + of[0],
            "tanh": np.tanh,
            "exp": np.exp,
            "square": np.square,
        }[name](x)
    return x


def audible(case):
    """Neither J v nor Jᵀ u nearly cancels: by complex steps, which lose no digits."""
    step = 1e-30j
    Jv = moved(case["layers"], case["x"] + step * case["v"]).imag
    JTu = [np.sum(case["u"] * moved(case["layers"], case["x"] + step * e).imag) for e in np.eye(len(case["x"]))]
    return min(np.max(np.abs(Jv)), np.max(np.abs(JTu))) > 0.05 * abs(step)


@cases("name n m", *CHAINS, fit=audible)
def pairs(rng, name, n, m):
    case, m = drawn(rng, name, n, m)
    return {**case, "v": rng.normal(size=n), "u": rng.normal(size=m)}


@cases("name n", ("square", 3), ("square", 5), ("tanh", 4), exact=True)
def flat(rng, name, n):
    """A square near its minimum, or a tanh that has almost levelled off: slopes of 1e-6, or of 1e-4."""
    x, at = rng.uniform(0.3, 1.2, size=n), 1e-6 * rng.uniform(1.0, 5.0, size=n)
    if name == "tanh":
        at = rng.choice([-1.0, 1.0], size=n) * rng.uniform(5.2, 5.8, size=n)
    return {"layers": [("shift", at - x), (name,)], "x": x, "v": rng.normal(size=n), "u": rng.normal(size=n)}


@cases("n", 3, 5, 1)
def empty(rng, n):
    return {"layers": [], "x": rng.normal(size=n), "w": rng.normal(size=n)}


@cases("times", 1e-150, 1e150)
def far(rng, times):
    """Directions of any size, through layers of usual size."""
    case, m = drawn(rng, "network", 4, 3)
    return {**case, "v": times * rng.normal(size=4), "u": times * rng.normal(size=m)}


def both_ways(m, case):
    return {"J v": m.jvp(case.layers, case.x, case.v), "Jᵀ u": m.vjp(case.layers, case.x, case.u)}


def identity(m, case):
    return {"J v": m.jvp(case.layers, case.x, case.w), "Jᵀ u": m.vjp(case.layers, case.x, case.w)}


forwards = agrees("jvp: each layer hands on J v.", single, of="jvp", kind="gradient")
backwards = agrees("vjp: each layer hands back Jᵀ u.", single_back, of="vjp", kind="gradient")
along = agrees(
    "jvp: in a chain, each layer has its slope where the value arrives.",
    chains,
    of="jvp",
    points=2,
    kind="gradient",
    needs=[forwards],
)
against = agrees(
    "vjp: in a chain, the last layer comes first.", chains_back, of="vjp", points=2, kind="gradient", needs=[backwards]
)
faint = agrees("Slopes may be as small as they like.", flat, of=both_ways, needs=[along, against])
nothing = agrees("An empty list of layers is the identity.", empty, of=identity, needs=[forwards, backwards])
every_scale = agrees(
    "They are right for tiny directions and for huge ones.", far, of=both_ways, separates=False, needs=[along, against]
)


@check(points=1, kind="property", needs=[forwards, backwards])
def adjoint(student, pairs):
    """They fit together: ⟨u, J v⟩ = ⟨Jᵀ u, v⟩."""
    for case, both in student.each(both_ways, pairs):
        check_adjoint(both["J v"], case.u, case.v, both["Jᵀ u"], what="Jᵀ u", where=case)


@check(points=1, kind="gradient", needs=[forwards])
def finite_differences(student, chains):
    """J v is how f(x) moves along v, by central differences."""
    for case, Jv in student.each(lambda m, case: m.jvp(*case.values()), chains):
        h = 1e-4
        ahead, behind, ahead2, behind2 = (moved(case.layers, case.x + s * h * case.v) for s in (1, -1, 2, -2))
        slope = (8 * (ahead - behind) - (ahead2 - behind2)) / (12 * h)
        assert_law("J v = d/dt f(x + t v) at t = 0", Jv, slope, rtol=1e-7, scale=1.0, what="J v", where=case)


@check(points=1, kind="error")
def unknown(student):
    """A layer of another name raises ValueError, in both."""
    x = np.array([0.5, 1.0])
    for name in ("sine", "Tanh", "relu", "identity"):
        layers = [("tanh",), (name,)]
        raises(student, ValueError, lambda m, layers=layers: m.jvp(layers, x, x))
        raises(student, ValueError, lambda m, layers=layers: m.vjp(layers, x, x))


jvp_hygiene = hygiene_of(chains, of="jvp")
vjp_hygiene = hygiene_of(chains_back, of="vjp")

FORWARD = "        x, slope = _step(layer, x)\n        v = slope"
BUGS = [
    patch(
        "all layers of jvp have their slope at x",
        {
            "v = slope @ v if slope.ndim == 2 else slope * v": "v = slope @ v if slope.ndim == 2 else np.resize(_step(layer, start)[1], len(v)) * v",
            "    for layer in layers:\n        x, slope = _step(layer, x)\n        v": "    start = x\n    for layer in layers:\n        x, slope = _step(layer, x)\n        v",
        },
        hint="The slope belongs to the value that arrives at the layer: walk the value along.",
    ),
    patch(
        "all layers of vjp have their slope at x",
        {
            "slopes = []": "slopes, start = [], x",
            "slopes.append(slope)": "slopes.append(slope if slope.ndim == 2 else np.resize(_step(layer, start)[1], len(slope)))",
        },
        hint="The slope belongs to the value that arrives at the layer: go forwards first.",
    ),
    patch(
        "vjp walks through the layers forwards, if shapes allow it",
        {
            "in reversed(slopes)": "in (slopes if all(s.shape in ((len(u), len(u)), u.shape) for s in slopes) else reversed(slopes))"
        },
        hint="Jᵀ = J₁ᵀ … J_Lᵀ: the last layer comes first.",
    ),
    patch(
        "vjp does not transpose where a matrix is square",
        {"slope.T @ u": "(slope if slope.shape[0] == slope.shape[1] else slope.T) @ u"},
        hint="Jᵀ u, with the transpose, also for square matrices.",
    ),
    patch(
        "jvp transposes where a matrix is square",
        {"slope @ v": "(slope.T if slope.shape[0] == slope.shape[1] else slope) @ v"},
        hint="J v, without a transpose.",
    ),
    patch(
        "both have A and Aᵀ exchanged where A is square",
        {
            "slope @ v": "(slope.T if slope.shape[0] == slope.shape[1] else slope) @ v",
            "slope.T @ u": "(slope if slope.shape[0] == slope.shape[1] else slope.T) @ u",
        },
        hint="They fit together, and both are wrong: J v = A v.",
    ),
    patch(
        "capitals are made small",
        {"match layer:": "match (layer[0].lower(), *layer[1:]):"},
        hint='"Tanh" is none of the five names: compare them as they are.',
    ),
    patch("jvp returns f(x)", {"return v\n": "return x.copy()"}, hint="How f(x) moves is asked for, not where it is."),
    patch(
        "vjp returns f(x) times u",
        {"return u\n": "return _step(layers[0], x)[0][: len(x)] * np.resize(u, len(x[: len(x)])) if layers else u\n"},
        hint="Walk back to x, with the slopes.",
    ),
    patch(
        "a shift is added to the direction as well",
        {
            "v = slope @ v if slope.ndim == 2 else slope * v": "v = slope @ v if slope.ndim == 2 else slope * v + (layer[1] if layer[0] == 'shift' else 0.0)"
        },
        hint="A shift moves all points alike: differences stay.",
    ),
    patch(
        "the slope of tanh is taken for 1 − tanh",
        {"1.0 - np.tanh(x) ** 2": "1.0 - np.tanh(x)"},
        hint="tanh′ = 1 − tanh².",
    ),
    patch("the slope of the square lacks its 2", {"2.0 * x": "x + 0.0"}, hint="The derivative of x² is 2 x."),
    patch(
        "the slope of exp is taken for 1", {"np.exp(x), np.exp(x)": "np.exp(x), np.ones_like(x)"}, hint="(eˣ)′ = eˣ."
    ),
    patch(
        "slopes of entries are taken after the layer",
        {"x**2, 2.0 * x": "x**2, 2.0 * x**2", "1.0 - np.tanh(x) ** 2": "1.0 - np.tanh(np.tanh(x)) ** 2"},
        hint="f′ belongs to what arrives, not to what leaves.",
    ),
    patch(
        "the slope of the square is taken after the layer",
        {"x**2, 2.0 * x": "x**2, 2.0 * x**2"},
        hint="A slope is taken where the value arrives: compute it before you overwrite x.",
    ),
    patch(
        "the slope of the exponential is taken for what arrives",
        {"np.exp(x), np.exp(x)": "np.exp(x), x"},
        hint="Its slope is its value, eˣ, and x is what arrives.",
    ),
    patch(
        "vjp takes what arrives for the slope of the exponential",
        {"slopes.append(slope)": "slopes.append(np.log(slope) if layer[0] == 'exp' else slope)"},
        hint="On the way back, x is what arrived at the layer: its slope there is eˣ.",
    ),
    patch(
        "a layer of another name is passed over",
        {'raise ValueError(f"no layer is called {layer[0]!r}")': "return x, np.ones_like(x)"},
        hint="A misspelt name is an error.",
    ),
    patch(
        "a layer of another name raises KeyError",
        {"raise ValueError(": "raise KeyError("},
        hint="ValueError is agreed.",
    ),
    patch(
        "without layers, zeros come back",
        {"return v\n": "return v * (len(layers) > 0)"},
        hint="The identity has J = I.",
    ),
    patch(
        "the direction is brought to length 1",
        {
            "    for layer in layers:\n        x, slope = _step(layer, x)\n        v": "    v = v / np.linalg.norm(v)\n    for layer in layers:\n        x, slope = _step(layer, x)\n        v"
        },
        hint="J v is linear in v: its length counts.",
    ),
    patch(
        "a small number is added to the slope of the square",
        {"2.0 * x": "2.0 * x + 1e-9"},
        hint="Nothing is divided by it: a slope may be 0.",
    ),
    patch(
        "directions are clipped at ±1000",
        {"return v\n": "return np.clip(v, -1e3, 1e3)"},
        hint="J v is linear in v.",
    ),
]

EQUIVALENT = {
    "jvp: slope @ v → (slope @ v).T": "a vector is its own transpose",
    "vjp: slope.T @ u → (slope.T @ u).T": "a vector is its own transpose",
    "_step: A @ x → (A @ x).T": "a vector is its own transpose",
}


@variant(of="jvp")
def whole_jacobian(layers, x, v):
    J = np.eye(len(x))
    for layer in layers:
        if layer[0] == "linear":
            x, own = layer[1] @ x, layer[1]
        elif layer[0] == "shift":
            x, own = x + layer[1], np.eye(len(x))
        elif layer[0] == "tanh":
            x, own = np.tanh(x), np.diag(1 / np.cosh(x) ** 2)
        elif layer[0] == "exp":
            x, own = np.exp(x), np.diag(np.exp(x))
        elif layer[0] == "square":
            x, own = x * x, np.diag(x + x)
        else:
            raise ValueError(layer)
        J = own @ J
    return J @ v


@variant(of="vjp")
def by_recursion(layers, x, u):
    if not layers:
        return 1.0 * u
    (name, *rest), later = layers[0], layers[1:]
    if name == "linear":
        return rest[0].T @ by_recursion(later, rest[0] @ x, u)
    if name == "shift":
        return by_recursion(later, x + rest[0], u)
    rules = {
        "tanh": (np.tanh, lambda x: 1 - np.tanh(x) ** 2),
        "exp": (np.exp, np.exp),
        "square": (np.square, lambda x: 2 * x),
    }
    if name not in rules:
        raise ValueError(name)
    f, slope = rules[name]
    return slope(x) * by_recursion(later, f(x), u)


@variant(of="vjp")
def one_entry_at_a_time(layers, x, u):
    return np.array([jvp(layers, x, e) @ u for e in np.eye(len(x))])


@variant(of="jvp")
def by_complex_step(layers, x, v):
    size = float(np.max(np.abs(v), initial=0.0)) or 1.0
    z = x + 1e-30j * (v / size)
    for name, *of in layers:
        match name:
            case "linear":
                z = of[0] @ z
            case "shift":
                z = z + of[0]
            case "tanh":
                z = np.tanh(z)
            case "exp":
                z = np.exp(z)
            case "square":
                z = z * z
            case _:
                raise ValueError(name)
    return z.imag / 1e-30 * size
