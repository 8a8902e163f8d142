"""Checks, known bugs and variants of chapter20/grid_and_random_search."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("best", "history"),
    minutes=20,
    hints=(
        "itertools.product(*grid.values()) gives all combinations, the last list fastest; dict(zip(grid, values)) is one of them.",
        "One loop over n configurations, and in it one over space.items(): a draw for each.",
        "exp(rng.uniform(log low, log high)), with the same base for the logarithm and for the power.",
        "min(history, key=…) returns the first of the smallest. Make a new dict for each configuration.",
    ),
)


def named(rng, number):
    """Choose names, which don't come in the order of the alphabet."""
    return sorted(str(name) for name in rng.permutation(["lr", "mu", "decay", "width"])[:number])[::-1]


def bowl(rng, names):
    """Return a loss that is smallest somewhere inside, with other weights for each name."""
    weights = {name: float(rng.uniform(0.5, 2.0)) for name in names}
    centre = {name: float(rng.uniform(0.2, 0.8)) for name in names}
    return lambda c: sum(weights[name] * (c[name] - centre[name]) ** 2 for name in weights)


@cases("sizes", ((3, 2),), ((2, 2, 3),), ((4,),), ((3, 3),), ((2, 1, 2),))
def grids(rng, sizes):
    names = named(rng, len(sizes))
    values = {
        name: rng.permutation(np.linspace(0.0, 1.0, m) + rng.uniform(-0.2, 0.2, size=m))
        for name, m in zip(names, sizes, strict=True)
    }
    return {"grid": {name: v.tolist() for name, v in values.items()}, "objective": bowl(rng, names)}


def generator(rng):
    return np.random.default_rng(int(rng.integers(2**31)))


@cases(
    "scales n",
    (("log",), 6),
    (("linear", "log"), 7),
    (("log", "linear", "log"), 5),
    (("linear", "linear"), 8),
    (("log", "log"), 1),
)
def spaces(rng, scales, n):
    names = named(rng, len(scales))
    space = {}
    for name, scale in zip(names, scales, strict=True):
        low = float(rng.uniform(0.01, 0.05) if scale == "log" else rng.uniform(-0.6, 0.2))
        space[name] = (
            low,
            low * float(rng.uniform(30.0, 90.0)) if scale == "log" else low + float(rng.uniform(1.3, 3.0)),
            scale,
        )
    return {"space": space, "objective": bowl(rng, names), "n": n, "rng": generator(rng)}


@cases("low high", (1e-16, 1e-14), (1e6, 1e9), (1e-9, 1e5), (1e14, 1e16))
def far(rng, low, high):
    """Ranges of other sizes, over few powers of ten and over many."""
    times = float(rng.uniform(1.0, 2.0))
    space = {"rate": (times * low, times * high, "log"), "width": (-times * high, times * high, "linear")}
    return {"space": space, "objective": lambda c: abs(c["width"]) + c["rate"], "n": 6, "rng": generator(rng)}


@cases("times", 1e-9, 1e9, 1e15)
def far_grids(rng, times):
    lists = {name: times * away for name, away in zip(("mu", "lr"), rng.uniform(1.0, 2.0, size=(2, 3)), strict=True)}
    return {
        "grid": {name: v.tolist() for name, v in lists.items()},
        "objective": lambda c: 2.0 * times + c["mu"] - c["lr"],
    }


@cases("number", 7, 5)
def tied_grid(rng, number):
    """The smallest loss is there three times."""
    low = float(rng.uniform(0.0, 1.0))
    values = [float(v) for v in rng.permutation(number) + 1.0]
    chosen = [float(v) for v in sorted(values)[1:4]]
    return {"grid": {"lr": values}, "objective": lambda c: low if c["lr"] in chosen else low + c["lr"]}


@cases("n", 6, 9)
def tied_draws(rng, n):
    """All losses are equal."""
    level = float(rng.uniform(0.0, 1.0))
    space = {"lr": (0.1, 1.0, "log"), "mu": (0.0, 1.0, "linear")}
    return {"space": space, "objective": lambda c: level + 0.0 * c["lr"], "n": n, "rng": generator(rng)}


@cases("number", 4, 1)
def diverged_grid(rng, number):
    """All losses are infinite."""
    values = rng.permutation(number) + rng.uniform(1.0, 2.0)
    return {"grid": {"lr": values.tolist()}, "objective": lambda c: np.inf * c["lr"]}


@cases("n", 5, 1)
def diverged_draws(rng, n):
    """All losses are infinite."""
    space = {"lr": (float(rng.uniform(0.1, 0.2)), 1.0, "log"), "mu": (0.5, 1.0, "linear")}
    return {"space": space, "objective": lambda c: np.inf * c["mu"], "n": n, "rng": generator(rng)}


@cases("first second", ("log", "uniform"), ("exp", "linear"), ("log", "Log"))
def unknown(rng, first, second):
    space = {name: (0.1, 1.0, scale) for name, scale in zip(("lr", "mu"), (first, second), strict=True)}
    return {"space": space, "objective": bowl(rng, ("lr", "mu")), "n": 3, "rng": generator(rng)}


grid_shapes = shaped(
    "grid_search returns a configuration, and a list of configurations and losses.", grids, of="grid_search"
)
random_shapes = shaped("random_search returns the like, n of them.", spaces, of="random_search")
product = agrees(
    "All combinations are tried, the last name fastest.",
    grids,
    of="grid_search",
    only=["history"],
    points=2,
    needs=[grid_shapes],
)
grid_best = agrees(
    "The best of the grid has the smallest loss.", grids, of="grid_search", only=["best"], needs=[grid_shapes]
)
draws = agrees(
    "Configuration by configuration, values are drawn name by name, uniform or with uniform logarithms.",
    spaces,
    of="random_search",
    only=["history"],
    points=2,
    by="entry",
    needs=[random_shapes],
)
random_best = agrees(
    "The best that was drawn has the smallest loss.", spaces, of="random_search", only=["best"], needs=[random_shapes]
)
first_of_grid = agrees(
    "Of equal losses on a grid, the first is the best.", tied_grid, of="grid_search", needs=[grid_best]
)
first_drawn = agrees(
    "Of equal losses of what was drawn, the first is the best.", tied_draws, of="random_search", needs=[random_best]
)
grid_diverged = agrees(
    "If all losses of the grid are infinite, the first is the best.",
    diverged_grid,
    of="grid_search",
    needs=[grid_best],
)
draws_diverged = agrees(
    "If all losses of what was drawn are infinite, the first is the best.",
    diverged_draws,
    of="random_search",
    needs=[random_best],
)
any_grid = agrees(
    "Values of a grid may be tiny or huge.", far_grids, of="grid_search", by="entry", needs=[product, grid_best]
)
every_scale = agrees(
    "Ranges may be tiny or huge, and span many powers of ten.", far, of="random_search", by="entry", needs=[draws]
)


class Diary:
    """An objective that writes down what it is asked for."""

    def __init__(self, objective):
        self.objective, self.pages = objective, []

    def asked(self, config):
        self.pages.append([float(value) for value in config.values()])
        return self.objective(config)


def grid_diary(m, case):
    one = constant(m, Diary(case.objective))
    m.grid_search(case.grid, one.asked)
    return one.pages


def random_diary(m, case):
    one = constant(m, Diary(case.objective))
    m.random_search(case.space, one.asked, case.n, case.rng)
    return one.pages


grid_in_turn = agrees(
    "Combinations are tried in the order in which the history has them.",
    grids,
    of=grid_diary,
    needs=[product],
)
random_in_turn = agrees(
    "What is drawn is tried in the order in which the history has it.",
    spaces,
    of=random_diary,
    by="entry",
    needs=[draws],
)


@check(points=1, kind="property", needs=[product, draws])
def once(student, grids, spaces):
    """Each configuration is evaluated once."""

    def on_grid(m, case):
        f = counted(m, case.objective)
        m.grid_search(case.grid, f)
        return calls(f)

    def at_random(m, case):
        f = counted(m, case.objective)
        m.random_search(case.space, f, case.n, case.rng)
        return calls(f)

    for scenario, drawn in ((on_grid, grids), (at_random, spaces)):
        for case, number in student.each(scenario, drawn):
            want = int(np.prod([len(v) for v in case.grid.values()])) if "grid" in case else case.n
            if number != want:
                fail(f"The objective was called {number} times, for {want} configurations.", case)


@check(points=1, kind="random", needs=[draws])
def anew(student, rng):
    """The next search with the same rng draws other values, and nothing is drawn but these."""

    def twice(m, space, seed):
        g = constant(m, np.random.default_rng(seed))
        searches = [m.random_search(space, lambda c: c["a"] - c["b"], 3, g)[1] for _ in range(2)]
        return searches, g.random()

    low, seed = float(rng.uniform(0.1, 0.2)), int(rng.integers(2**31))
    space = {"b": (low, 10 * low, "log"), "a": (-low, low, "linear")}
    searches, after = student.run(twice, space, seed)
    fresh, where = np.random.default_rng(seed), "two names, n=3, two searches"
    for number, history in enumerate(searches, start=1):
        for k, (config, _) in enumerate(history):
            want = {"b": np.exp(fresh.uniform(np.log(low), np.log(10 * low))), "a": fresh.uniform(-low, low)}
            for name, value in want.items():
                told = (f"{name}, configuration {k + 1} of search {number}",)
                assert_close(config[name], value, names=told, where=where)
    if after != fresh.random():
        fail("After two searches the Generator is not where it should be: something else was drawn.", where)


@check(points=1, kind="error")
def refused(student, unknown):
    """A scale that is neither linear nor log is refused with a ValueError."""
    for case in unknown:
        raises(student, ValueError, lambda m, case: m.random_search(*case.values()), case, where=case)


grid_hygiene = hygiene_of(grids, of="grid_search")
random_hygiene = hygiene_of(spaces, of="random_search", seeded=True)

ALL = "itertools.product(*grid.values())"
CONFIGS = f"[dict(zip(grid, values, strict=True)) for values in {ALL}]"
ON_GRID = "history = [(config, objective(config)) for config in configs]\n    return min(history, key=lambda tried: tried[1])[0], history"
APPENDED = (
    "history.append((config, objective(config)))\n    return min(history, key=lambda tried: tried[1])[0], history"
)
LOG, DRAWN = "math.exp(rng.uniform(math.log(low), math.log(high)))", "rng.uniform(low, high)"
START, NEW = "history: History = []", "    for _ in range(n):\n        config: Config = {}\n"
NAMES = "        for name, (low, high, scale) in space.items():\n"
TEST = 'any(scale not in ("linear", "log") for _, _, scale in space.values())'


def of_history(found, expression):
    return found.replace("min(history, key=lambda tried: tried[1])[0]", expression)


BUGS = [
    patch(
        "values are paired, the first with the first, instead of combined",
        {ALL: "zip(*grid.values())"},
        hint="zip gives a diagonal: itertools.product gives all combinations.",
    ),
    patch(
        "the first name changes fastest",
        {CONFIGS: "[dict(zip(grid, values[::-1])) for values in itertools.product(*list(grid.values())[::-1])]"},
        hint="As in nested loops over the names in their order: the last is innermost.",
    ),
    patch(
        "values of the grid are sorted",
        {ALL: "itertools.product(*map(sorted, grid.values()))"},
        hint="In the order of the lists.",
    ),
    patch(
        "names of the grid are sorted",
        {
            CONFIGS: "[dict(zip(sorted(grid), values)) for values in itertools.product(*(grid[name] for name in sorted(grid)))]"
        },
        hint="Names come in the order of the dict.",
    ),
    patch(
        "only one value of each name is changed at a time",
        {
            CONFIGS: "[{**{other: v[0] for other, v in grid.items()}, name: value} for name, v in grid.items() for value in v]"
        },
        hint="All combinations: itertools.product.",
    ),
    patch(
        "on the grid, the largest loss is the best",
        {ON_GRID: of_history(ON_GRID, "max(history, key=lambda tried: tried[1])[0]")},
        hint="Smaller is better.",
    ),
    patch(
        "at random, the largest loss is the best",
        {APPENDED: of_history(APPENDED, "max(history, key=lambda tried: tried[1])[0]")},
        hint="Smaller is better.",
    ),
    patch(
        "on the grid, the last of equal ones is the best",
        {ON_GRID: of_history(ON_GRID, "min(history[::-1], key=lambda tried: tried[1])[0]")},
        hint="The first of them: < and not ≤.",
    ),
    patch(
        "at random, the last of equal ones is the best",
        {APPENDED: of_history(APPENDED, "min(history[::-1], key=lambda tried: tried[1])[0]")},
        hint="The first of them: < and not ≤.",
    ),
    patch(
        "on the grid, no configuration is the best if all losses are infinite",
        {
            ON_GRID: "history = [(config, objective(config)) for config in configs]\n    best, least = {}, math.inf\n"
            "    for config, loss in history:\n        if loss < least:\n            best, least = config, loss\n    return best, history"
        },
        hint="Nothing is below infinity: begin with the first configuration and its loss.",
    ),
    patch(
        "at random, no configuration is the best if all losses are infinite",
        {
            APPENDED: "history.append((config, objective(config)))\n    best, least = {}, math.inf\n"
            "    for config, loss in history:\n        if loss < least:\n            best, least = config, loss\n    return best, history"
        },
        hint="Nothing is below infinity: begin with the first configuration and its loss.",
    ),
    patch(
        "the grid is tried from the last to the first, and the history turned round",
        {ON_GRID: ON_GRID.replace("in configs]", "in configs[::-1]][::-1]")},
        hint="The history tells in which order configurations were tried.",
    ),
    patch(
        "what was drawn is tried from the last to the first, and the history turned round",
        {
            APPENDED: APPENDED.replace(
                "objective(config)))",
                "0.0))\n    history = [(config, objective(config)) for config, _ in history[::-1]][::-1]",
            )
        },
        hint="The history tells in which order configurations were tried.",
    ),
    patch(
        "the smallest loss of the grid is returned, not its configuration",
        {ON_GRID: of_history(ON_GRID, "min(loss for _, loss in history)")},
        hint="best is a configuration.",
    ),
    patch(
        "the last that was drawn is the best",
        {APPENDED: of_history(APPENDED, "history[-1][0]")},
        hint="The one with the smallest loss.",
    ),
    patch(
        "losses are left out of the grid's history",
        {ON_GRID: ON_GRID.replace(", history", ", [config for config, _ in history]")},
        hint="A list of (config, loss).",
    ),
    patch(
        "each configuration is evaluated again to find the best",
        {APPENDED: of_history(APPENDED, "min(history, key=lambda tried: objective(tried[0]))[0]")},
        hint="An evaluation is a training: once each.",
    ),
    patch(
        "the best of the grid is evaluated once more",
        {
            ON_GRID: "history = [(config, objective(config)) for config in configs]\n    best = min(history, key=lambda tried: tried[1])[0]\n    objective(best)\n    return best, history"
        },
        hint="An evaluation is a training: once each.",
    ),
    patch(
        "logarithmic scales are drawn uniformly",
        {LOG: "rng.uniform(0 + low, high)"},
        hint="The logarithm is uniform: exp(rng.uniform(log low, log high)).",
    ),
    patch(
        "linear scales are drawn with uniform logarithms",
        {DRAWN: "math.exp(rng.uniform(math.log(abs(low) + 1e-12), math.log(abs(high) + 1e-12)))"},
        hint="linear: rng.uniform(low, high).",
    ),
    patch(
        "the logarithm is drawn to the base of 10, and e is taken to its power",
        {LOG: "math.exp(rng.uniform(math.log10(low), math.log10(high)))"},
        hint="One base for both: 10 ** …, or math.log.",
    ),
    patch("the logarithm itself is the value", {LOG: LOG[9:-1]}, hint="exp of it."),
    patch(
        "low and high are taken for integers",
        {DRAWN: "float(rng.integers(math.floor(low), math.ceil(high) + 1))"},
        hint="rng.uniform: any number between them.",
    ),
    patch(
        "all names share one draw",
        {
            NEW: f"{NEW}        u = rng.random()\n",
            LOG: "low * (high / low) ** u",
            DRAWN: "low + u * (high - low)",
        },
        hint="One rng.uniform for each name.",
    ),
    patch(
        "the same dict is changed and appended again",
        {f"{START}\n{NEW}": f"{START}\n    config: Config = {{}}\n    for _ in range(n):\n"},
        hint="A new dict for each configuration: otherwise all are the last one.",
    ),
    patch(
        "all configurations are the same one",
        {
            "history.append((config, objective(config)))": "config = history[0][0] if history else config\n        history.append((config, objective(config)))"
        },
        hint="Each that is drawn is tried.",
    ),
    patch(
        "all values of one name are drawn before those of the next",
        {
            f"{NEW}{NAMES}": "    columns: list[Config] = [{} for _ in range(n)]\n"
            "    for (name, (low, high, scale)), config in itertools.product(space.items(), columns):\n        if True:\n",
            "        history.append((config": "    for config in columns:\n        history.append((config",
        },
        hint="Configuration by configuration, and within it name by name: it is settled.",
    ),
    patch(
        "names are drawn in the order of the alphabet",
        {"in space.items()": "in sorted(space.items())"},
        hint="In the order of the dict.",
    ),
    patch("one configuration too few is drawn", {"range(n)": "range(max(n - 1, 1))"}, hint="n of them."),
    patch(
        "each search draws the same",
        {START: f"rng = np.random.default_rng(0)\n    {START}"},
        hint="Draw from the rng that is handed over.",
    ),
    patch(
        "NumPy's global random state is used",
        {START: f"np.random.seed(rng.integers(2**31))\n    rng = np.random\n    {START}"},
        hint="Leave np.random alone: draw from rng.",
    ),
    patch(
        "something more is drawn",
        {START: f"rng.random()\n    {START}"},
        hint="One number for each name and configuration.",
    ),
    patch(
        "something more is drawn at the end",
        {
            "        history.append((config": "        if len(history) == n - 1:\n            rng.random()\n        history.append((config"
        },
        hint="One number for each name and configuration.",
    ),
    patch(
        "values of the grid are rounded to six digits",
        {ALL: "itertools.product(*([round(v, 6) for v in values] for values in grid.values()))"},
        hint="Values may be tiny: leave them as they are.",
    ),
    patch(
        "values are rounded to six digits",
        {"config[name] = value": "config[name] = round(value, 6)"},
        hint="Ranges may be tiny: leave values as they are.",
    ),
    patch(
        "logarithms are written into the caller's space",
        {
            START: "for name, (low, high, scale) in space.items():\n        if scale == 'log':\n"
            f"            space[name] = (math.log(low), math.log(high), scale)\n    {START}",
            LOG: "math.exp(rng.uniform(0 + low, high))",
        },
        hint="space belongs to the caller.",
    ),
    patch(
        "the caller's grid is narrowed to the best",
        {
            ON_GRID: ON_GRID.replace(
                "return", "grid.update({k: [v] for k, v in min(history, key=lambda t: t[1])[0].items()})\n    return"
            )
        },
        hint="grid belongs to the caller.",
    ),
    patch("any other scale is taken for linear", {TEST: "False"}, hint="ValueError."),
    patch(
        "only the last scale is looked at, and the others are taken for linear",
        {TEST: 'list(space.values())[-1][2] not in ("linear", "log")'},
        hint="Each name has a scale of its own: look at all of them.",
    ),
    patch(
        "a name with an unknown scale is left out",
        {
            TEST: "False",
            "config[name] = value": "if scale in ('linear', 'log'):\n                config[name] = value",
        },
        hint="ValueError.",
    ),
]


@variant(of="grid_search")
def mixed_radix(grid, objective):
    sizes = [len(values) for values in grid.values()]
    history, best, least = [], None, None
    for index in np.ndindex(*sizes):
        config = {name: grid[name][i] for name, i in zip(grid, index, strict=True)}
        loss = objective(dict(config))
        history.append((config, loss))
        if least is None or loss < least:
            best, least = config, loss
    return best, history


@variant(of="grid_search")
def recursive(grid, objective):
    def combined(names):
        if not names:
            return [{}]
        return [{names[0]: value, **rest} for value in grid[names[0]] for rest in combined(names[1:])]

    history = []
    for config in combined(list(grid)):
        history.append((config, objective(config)))
    losses = [loss for _, loss in history]
    return history[losses.index(min(losses))][0], history


@variant(of="random_search")
def in_powers_of_ten(space, objective, n, rng):
    history = []
    while len(history) < n:
        config = {}
        for name, (low, high, scale) in space.items():
            if scale == "log":
                config[name] = 10 ** rng.uniform(np.log10(low), np.log10(high))
            elif scale == "linear":
                config[name] = rng.uniform(low, high)
            else:
                raise ValueError(scale)
        history.append((config, objective(config)))
    return history[int(np.argmin([loss for _, loss in history]))][0], history


@variant(of="random_search")
def from_a_table(space, objective, n, rng):
    if not {scale for _, _, scale in space.values()} <= {"linear", "log"}:
        raise ValueError("unknown scale")
    u = rng.random((n, len(space)))
    history = []
    for row in u:
        config = {}
        for (name, (low, high, scale)), share in zip(space.items(), row, strict=True):
            config[name] = float(low * (high / low) ** share if scale == "log" else low + share * (high - low))
        history.append((config, objective(config)))
    best = min(range(n), key=lambda k: history[k][1])
    return history[best][0], history
