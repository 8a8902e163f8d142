"""Checks, known bugs and variants of chapter11/gd_nd."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=10,
    returns=("x",),
    requires=("chapter11/gd_1d",),
    hints=(
        "NumPy subtracts vectors as it subtracts numbers: what you wrote for a line is nearly enough.",
        "Is each row of the trajectory an array of its own, or the same array once more?",
        "x -= … changes the array that x is, and perhaps it is x0. x = x − … makes a new one.",
    ),
)


# --- gradients: they travel to the answer as source -------------------------------------------------------------------
def coupled(x):
    return 2 * x + x.sum()


def banana(x):
    g = x - 1
    g[1:] = g[1:] + x[1:] - x[:-1] ** 2
    g[:-1] = g[:-1] - 2 * x[:-1] * (x[1:] - x[:-1] ** 2)
    return g


def ripples(x):
    return x / 2 + np.cos(x.sum())


def quadratic(x):
    return np.array(A) @ (x - np.array(minimum))


def faint(x):
    return 1e-12 * x


def steep(x):
    return 1e6 * x


def level(x):
    return x


def hilltop(x):
    return -x


GRADIENTS = {"bowl": coupled, "banana": banana, "ripples": ripples}


@cases("f n steps", ("bowl", 5, 0), ("bowl", 5, 1), ("banana", 4, 3), ("ripples", 1, 1))
def step(rng, f, n, steps):
    return {"grad": GRADIENTS[f], "x0": rng.uniform(1.0, 2.0, size=n), "lr": 0.05, "steps": steps}


@cases("f n steps", ("bowl", 3, 3), ("banana", 4, 2), ("banana", 5, 20), ("ripples", 2, 15), ("ripples", 1, 6))
def walk(rng, f, n, steps):
    return {"grad": GRADIENTS[f], "x0": rng.uniform(0.5, 1.5, size=n), "lr": 0.05, "steps": steps}


@cases("λ", ((1.0, 4.0),), ((0.5, 1.0, 2.0),), ((0.01, 0.1, 1.0, 10.0),), ((3.0,),), exact=True)
def valley(rng, λ):
    Q, _ = np.linalg.qr(rng.normal(size=(len(λ), len(λ))))
    A, minimum = Q @ np.diag(λ) @ Q.T, rng.normal(size=len(λ))
    # The start is well away from the minimum along every axis: what grows shows soon.
    away = rng.choice((-1, 1), size=len(λ)) * rng.uniform(0.5, 1.5, size=len(λ))
    return {"A": (A + A.T) / 2, "minimum": minimum, "x0": minimum + Q @ away}


@cases("n", 3, 2)
def whole(rng, n):
    return {"grad": coupled, "x0": rng.integers(1, 9, size=n), "lr": 0.03125, "steps": 2}


RUNS = {
    "from the minimum": (level, 0.0, 0.3, 4),
    "gradients of 1e-12": (faint, 1.0, 3e11, 12),
    "gradients of 1e6": (steep, 1.0, 3e-7, 12),
    "from a hilltop": (hilltop, 1e-13, 1.0, 60),
    "further and further": (level, 1.0, 30.0, 40),
    "numbers of 1e-150": (level, 1e-150, 0.3, 12),
    "numbers of 1e150": (level, 1e150, 0.3, 12),
}


@cases("way", *RUNS)
def far(rng, way):
    """Gradients whose entries have the sum 0, at every size."""
    grad, size, lr, steps = RUNS[way]
    half = size * rng.uniform(1.0, 2.0, size=2)
    return {"grad": grad, "x0": np.concatenate([half, -half]), "lr": lr * rng.uniform(0.9, 1.0), "steps": steps}


# --- checks -----------------------------------------------------------------------------------------------------------
shapes = shaped("The trajectory has a row for the start and one for every step.", step)


def first_row(m, case):
    return m.gd_nd(*case.values())[0]


def second_row(m, case):
    return m.gd_nd(case.grad, case.x0, case.lr, 1)[1]


starts = agrees("The first row is the start, whatever comes after it.", step, of=first_row)
one_step = agrees(
    "A step moves all coordinates at once, by −lr times the gradient.", step, of=second_row, points=2, rtol=1e-10
)


@check(points=1, needs=[starts, one_step])
def follows(student, reference, walk):
    """Every step takes the gradient where it stands."""
    for (case, got), (_, want) in zip(student.gd_nd.on(walk), reference.gd_nd.on(walk), strict=True):
        check_trajectory(got, want, where=case)


@check(points=1, needs=[starts, one_step])
def every_step(student, reference, far):
    """No step is left out, and no point held back: where gradients are faint or cancel, and on the way to infinity."""
    for (case, got), (_, want) in zip(student.gd_nd.on(far), reference.gd_nd.on(far), strict=True):
        check_trajectory(got, want, where=case)


def descents(m, case, speeds, steps):
    """Go down a quadratic valley, at speeds that are told in units of the limit of stability, 2/max λ."""
    grad = code(quadratic, A=case.A.tolist(), minimum=case.minimum.tolist())
    return [m.gd_nd(grad, case.x0, c * limit(case), steps) for c in speeds]


def limit(case):
    return 2 / np.linalg.eigvalsh(case.A)[-1]


@check(points=1, kind="convergence", needs=[starts, one_step])
def modes(student, valley):
    """In a quadratic valley, each step makes the part along an eigenvector 1 − lr λ times as large, also if it grows."""
    speeds = (0.3, 0.95, 1.1)
    for case, paths in student.each(lambda m, case: descents(m, case, speeds, 15), valley):
        for c, path in zip(speeds, paths, strict=True):
            exact = case.minimum + quadratic_modes(case.A, case.x0 - case.minimum, c * limit(case), 15)
            check_trajectory(path, exact, where=f"{case}, lr = {c} · 2/max λ")


@check(points=1, kind="convergence", needs=[starts, one_step])
def both_sides(student, valley):
    """With lr just below 2/max λ the walk nears the minimum, with lr just above it flies apart."""
    speeds, steps = (0.98, 1.02), 150
    for case, (below, above) in student.each(lambda m, case: descents(m, case, speeds, steps), valley):
        assert_shapes([below, above], [np.zeros((steps + 1, len(case.x0)))] * 2, names=EXERCISE.returns, where=case)

        def walk(lr, case=case, below=below, above=above):
            return (below if lr < limit(case) else above) - case.minimum

        check_stability_limit(walk, limit(case), steps, margin=0.02, what="the walk", where=case)


ints = agrees("A start of ints leads to floats as well.", whole, needs=[follows])


def own_argument(x):
    return x


@check(points=1, kind="state", needs=[follows])
def keeps_the_gradient(student, reference):
    """What grad returns is left as it is: of f(x) = ½ ‖x‖², it may be x itself."""

    def scenario(m):
        return m.gd_nd(own_argument, np.array([8.0, -4.0, 2.0]), 0.25, 4)

    assert_close(student.run(scenario), reference.run(scenario), names=EXERCISE.returns, where="∇f(x) = x")


hygiene = hygiene_of(walk, needs=[follows])

# --- known bugs and variants --------------------------------------------------------------------------------------------
STEP = "x[t + 1] = x[t] - lr * grad(x[t])"

BUGS = [
    patch("the steps go uphill", {"x[t] - lr": "x[t] + lr"}, hint="The gradient points uphill: subtract it."),
    patch("the start is left out", {"return x\n": "return x[1:]\n"}, hint="The way begins with x0 itself."),
    patch(
        "the last point is left out", {"return x\n": "return x[:-1]\n"}, hint="steps steps lead to steps + 1 points."
    ),
    patch("points are columns", {"return x\n": "return x.T.copy()\n"}, hint="One point a row: (steps + 1, n)."),
    patch("only the last point is returned", {"return x\n": "return x[-1]\n"}, hint="The whole way is asked for."),
    patch(
        "the gradient at the start is used for every step",
        {"grad(x[t])": "grad(x[0])"},
        hint="Take the gradient again after each step: grad(x[t]).",
    ),
    patch(
        "the gradient is taken one point too early",
        {"grad(x[t])": "grad(x[max(t - 1, 0)])"},
        hint="x_{t+1} comes from x_t and from the gradient there.",
    ),
    patch("the learning rate is missing", {"lr * grad": "grad"}, hint="The step is lr times the gradient."),
    patch(
        "the learning rate is applied twice", {"lr * grad": "lr * lr * grad"}, hint="The step is lr times the gradient."
    ),
    patch(
        "the gradient is scaled to length 1",
        {STEP: f"g = grad(x[t]); {STEP.replace('grad(x[t])', 'g / np.linalg.norm(g)')}"},
        hint="Steep places make long steps: use the gradient itself.",
    ),
    patch(
        "the gradient is clipped",
        {STEP: f"g = grad(x[t]); {STEP.replace('grad(x[t])', 'np.clip(g, -1, 1)')}"},
        hint="Clipping is a trick for another day: use the gradient as it is.",
    ),
    patch(
        "momentum is added",
        {STEP: f"{STEP} + (0.9 * (x[t] - x[t - 1]) if t else 0.0)"},
        hint="Plain descent remembers nothing of the step before.",
    ),
    patch(
        "the walk stops where the gradient is small",
        {STEP: f"{STEP} if np.linalg.norm(grad(x[t])) > 1e-3 else x[t]"},
        hint="Small gradients make small steps by themselves: leave none out.",
    ),
    patch(
        "int starts make int points",
        {"np.zeros((steps + 1, len(x0)))": "np.zeros((steps + 1, len(x0)), x0.dtype)"},
        hint="Make the trajectory an array of floats, whatever x0 is.",
    ),
    patch(
        "what grad returns is scaled in place",
        {STEP: "g = grad(x[t])\n        g *= lr\n        x[t + 1] = x[t] - g"},
        hint="g *= lr changes an array that is not yours: write lr * g.",
    ),
]


@bug(
    "coordinates move one after the other",
    hint="First the whole gradient at x_t, then all coordinates move: a moved one must not be seen by the next.",
)
def sequential(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    path = [x.copy()]
    for _ in range(steps):
        for i in range(len(x)):
            x[i] -= lr * grad(x)[i]
        path.append(x.copy())
    return np.array(path)


@bug(
    "all rows are the same array",
    hint="append(x) keeps x itself, and x -= … changes what was kept: append a copy, or make a new x.",
)
def same_rows(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    path = [x]
    for _ in range(steps):
        x -= lr * grad(x)
        path.append(x)
    return np.array(path)


EQUIVALENT = {
    "gd_nd: x[0] = x0 → x[0] += x0": "every entry is set, and once",
    "gd_nd: x[t + 1] = x[t] - lr * grad(x[t]) → x[t + 1] += x[t] - lr * grad(x[t])": "every entry is set, and once",
    "gd_nd: np.zeros((steps + 1, len(x0))) → np.ones((steps + 1, len(x0)))": "every entry is set, and once",
}


@variant
def stacked(grad, x0, lr, steps):
    path = [np.asarray(x0, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - lr * grad(path[-1]))
    return np.vstack(path)


@variant
def coordinatewise(grad, x0, lr, steps):
    path = np.zeros((steps + 1, x0.size))
    path[0, :] = x0
    for t in range(1, steps + 1):
        g = grad(path[t - 1].copy())
        for i in range(x0.size):
            path[t, i] = path[t - 1, i] - lr * g[i]
    return path


@variant
def accumulated(grad, x0, lr, steps):
    from itertools import accumulate

    return np.array(list(accumulate(range(steps), lambda x, _: x - lr * grad(x), initial=x0 + 0.0)))
