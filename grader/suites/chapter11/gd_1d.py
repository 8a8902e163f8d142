"""Checks, known bugs and variants of chapter11/gd_1d."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=8,
    no_hygiene="its arguments are numbers, and a function of numbers",
    returns=("x",),
    hints=(
        "Do one step with pencil and paper: f(x) = x², x_0 = 8, lr = 1/4.",
        "Two steps take two slopes: each is taken where you stand by then.",
        "Make an array of steps + 1 zeros, put x0 into its first entry, and let each entry follow from the one before.",
    ),
)


# --- slopes: they travel to the answer as source ----------------------------------------------------------------------
def parabola(x):
    return 12 * x - 12


def double_well(x):
    return x**3 - 3 * x


def wave(x):
    return x / 2 + np.cos(2 * x)


def faint(x):
    return 1e-12 * x


def steep(x):
    return 1e6 * x


def level(x):
    return x


def hilltop(x):
    return -x


SLOPES = {"6x² − 12x + 3": parabola, "x⁴/4 − 3x²/2": double_well, "x²/4 + sin(2x)/2": wave}


@cases("f steps", *((name, steps) for name in SLOPES for steps in (0, 1)))
def step(rng, f, steps):
    return {"df": SLOPES[f], "x0": rng.uniform(2.0, 4.0), "lr": rng.uniform(0.01, 0.05), "steps": steps}


@cases("f steps", *((name, steps) for name in SLOPES for steps in (2, 3, 20)))
def walk(rng, f, steps):
    return {"df": SLOPES[f], "x0": rng.uniform(2.0, 4.0), "lr": rng.uniform(0.01, 0.05), "steps": steps}


@cases("lr", 0.03, 0.08, 1 / 12, 0.15, 1 / 6, 0.2, exact=True)
def speeds(rng, lr):
    x0 = 1 + float(rng.choice((-1, 1)) * np.round(rng.uniform(1, 3), 2))
    return {"df": parabola, "x0": x0, "lr": lr, "steps": 20}


@cases("f", ("6x² − 12x + 3",), ("x⁴/4 − 3x²/2",))
def whole(rng, f):
    return {"df": SLOPES[f], "x0": int(rng.integers(2, 5)), "lr": 0.03125, "steps": 3}


RUNS = {
    "from the minimum": (parabola, lambda u: 1.0, 0.05, 5),
    "slopes of 1e-12": (faint, lambda u: u, 3e11, 12),
    "slopes of 1e6": (steep, lambda u: u, 3e-7, 12),
    "from a hilltop": (hilltop, lambda u: 1e-13 * u, 1.0, 60),
    "further and further": (level, lambda u: u, 30.0, 40),
    "numbers of 1e-150": (level, lambda u: 1e-150 * u, 0.3, 12),
    "numbers of 1e150": (level, lambda u: -1e150 * u, 0.3, 12),
}


@cases("way", *RUNS)
def far(rng, way):
    df, x0, lr, steps = RUNS[way]
    return {"df": df, "x0": x0(rng.uniform(1.0, 2.0)), "lr": lr * rng.uniform(0.9, 1.0), "steps": steps}


# --- checks -----------------------------------------------------------------------------------------------------------
shapes = shaped("The trajectory has steps + 1 entries, also if there is no step at all.", step)


def start(m, case):
    return m.gd_1d(*case.values())[0]


starts = agrees("The first entry is the start.", step, of=start)
one_step = agrees("One step goes downhill, by lr times the slope.", step, points=2, rtol=1e-10, needs=[starts])


@check(points=1, needs=[one_step])
def follows(student, reference, walk):
    """Every step takes the slope where it stands: on a parabola, between two valleys, on a wave."""
    for (case, got), (_, want) in zip(student.gd_1d.on(walk), reference.gd_1d.on(walk), strict=True):
        check_trajectory(got, want, where=case)


@check(points=1, needs=[one_step])
def every_step(student, reference, far):
    """No step is left out, and no point held back: where slopes are faint or zero, and on the way to infinity."""
    for (case, got), (_, want) in zip(student.gd_1d.on(far), reference.gd_1d.on(far), strict=True):
        check_trajectory(got, want, where=case)


@check(points=1, kind="property", needs=[one_step])
def contraction(student, speeds):
    """On 6x² − 12x + 3, each step makes the distance to the minimum 1 − 12 lr times as large, less or more than 1."""
    for case, got in student.gd_1d.on(speeds):
        factors = (1 - 12 * case.lr) ** np.arange(case.steps + 1)
        check_trajectory(got, 1 + factors * (case.x0 - 1), where=case)


ints = agrees("A start that is an int leads to floats as well.", whole, needs=[follows])

# --- known bugs and variants --------------------------------------------------------------------------------------------
STEP = "x[t + 1] = x[t] - lr * df(x[t])"

VARYING = {"follows": "Slopes below 1e-4 are met on some walks only; every_step meets them always."}
BUGS = [
    patch("the steps go uphill", {"x[t] - lr": "x[t] + lr"}, hint="The slope points uphill: subtract it."),
    patch("the start is left out", {"return x\n": "return x[1:]\n"}, hint="The way begins with x0 itself."),
    patch(
        "the last point is left out", {"return x\n": "return x[:-1]\n"}, hint="steps steps lead to steps + 1 points."
    ),
    patch(
        "one step too many is taken, and the start left out",
        {
            "np.zeros(steps + 1)": "np.zeros(steps + 2)",
            "range(steps)": "range(steps + 1)",
            "return x\n": "return x[1:]\n",
        },
        hint="The first entry is x0, before any step.",
    ),
    patch("only the last point is returned", {"return x\n": "return x[-1]\n"}, hint="The whole way is asked for."),
    patch(
        "the slope at the start is used for every step",
        {"df(x[t])": "df(x0)"},
        hint="Feel the slope again after each step: df(x[t]).",
    ),
    patch(
        "each slope is used for two steps",
        {"df(x[t])": "df(x[t - t % 2])"},
        hint="A slope belongs to one point: take it anew for each step.",
    ),
    patch(
        "the slope is taken one point too early",
        {"df(x[t])": "df(x[max(t - 1, 0)])"},
        hint="x_{t+1} comes from x_t and from the slope there, not from that at x_{t−1}.",
    ),
    patch(
        "the walk stops where the slope is small",
        {STEP: f"{STEP} if abs(df(x[t])) > 1e-4 else x[t]"},
        hint="Small slopes make small steps by themselves: leave none out.",
    ),
    patch(
        "points are kept between −100 and 100",
        {STEP: f"x[t + 1] = np.clip({STEP[len('x[t + 1] = ') :]}, -100, 100)"},
        hint="Too large an lr leads away from the minimum; show it, do not hide it.",
    ),
    patch("the learning rate is missing", {"lr * df": "df"}, hint="The step is lr times the slope."),
    patch("the learning rate is applied twice", {"lr * df": "lr * lr * df"}, hint="The step is lr times the slope."),
    patch(
        "only the sign of the slope is used",
        {"df(x[t])": "np.sign(df(x[t]))"},
        hint="Steep places make long steps: use the slope itself.",
    ),
    patch(
        "the learning rate falls from step to step",
        {"lr * df": "lr / (t + 1) * df"},
        hint="lr stays the same all the way; schedules come later.",
    ),
    patch(
        "momentum is added",
        {STEP: f"{STEP} + (0.9 * (x[t] - x[t - 1]) if t else 0.0)"},
        hint="Plain descent remembers nothing of the step before.",
    ),
    patch(
        "an int start turns all points into ints",
        {"np.zeros(steps + 1)": "np.full(steps + 1, x0)"},
        hint="np.full takes the dtype of what it is filled with: ask for float.",
    ),
]


@bug("the point moves, but the trajectory repeats the start", hint="Put each new point into the trajectory.")
def standing(df, x0, lr, steps):
    x = float(x0)
    path = [x]
    for _ in range(steps):
        path.append(float(x0))
        x -= lr * df(x)
    return np.array(path)


EQUIVALENT = {
    "gd_1d: x[0] = x0 → x[0] += x0": "every entry is set, and once",
    "gd_1d: x[t + 1] = x[t] - lr * df(x[t]) → x[t + 1] += x[t] - lr * df(x[t])": "every entry is set, and once",
    "gd_1d: np.zeros(steps + 1) → np.ones(steps + 1)": "every entry is set, and once",
}


@variant
def appended(df, x0, lr, steps):
    path = [float(x0)]
    while len(path) <= steps:
        path.append(path[-1] - lr * df(path[-1]))
    return np.array(path)


@variant
def accumulated(df, x0, lr, steps):
    from itertools import accumulate, repeat

    return np.fromiter(accumulate(repeat(lr, steps), lambda x, rate: x - rate * df(x), initial=x0), dtype=float)


@variant
def momentum_zero(df, x0, lr, steps):
    x, v, path = np.float64(x0), 0.0, np.zeros(steps + 1)
    for t in range(steps + 1):
        path[t] = x
        if t < steps:
            v = 0.0 * v - lr * df(x)
            x = x + v
    return path
