"""Checks, known bugs and variants of chapter08/newton_system."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("root", "history"),
    requires=("chapter08/newton_1d",),
    minutes=20,
    hints=(
        "It is newton_1d once more. What becomes of abs(f(x)), and of f(x) / slope?",
        "np.linalg.solve(A, b) solves A d = b, and raises LinAlgError, a ValueError, if A is singular.",
        "history.append(x) keeps the array itself: x += d would change it there, too. x = x + d makes a new one.",
    ),
)


# --- systems: constants are drawn, and have three digits --------------------------------------------------------------
def three_digits(numbers):
    return np.array([float(f"{number:.2e}") for number in np.ravel(numbers)]).reshape(np.shape(numbers))


def populations(rng, n):
    """The book's system, with other numbers: a root where neither population is zero."""
    a, b, c, d, e = three_digits(rng.uniform([3, 1.5, 1.5, 0.5, 1.5], [4, 2.5, 2.5, 1.0, 2.5]))
    root = np.array([(e * a / b - c) / d, a / b])
    return (
        lambda x: np.array([a * x[0] - b * x[0] * x[1], c * x[1] + d * x[0] * x[1] - e * x[1] ** 2]),
        lambda x: np.array([[a - b * x[1], -b * x[0]], [d * x[1], c + d * x[0] - 2 * e * x[1]]]),
        np.array([3.0, 2.5]) if np.any(np.abs(root) < 0.5) else root * rng.uniform(1.1, 1.3, size=2),
    )


def curves(rng, n):
    """A circle and a hyperbola."""
    r, h = three_digits(rng.uniform([8.0, 2.0], [10.0, 3.0]))
    return (
        lambda x: np.array([x[0] ** 2 + x[1] ** 2 - r, x[0] * x[1] - h]),
        lambda x: np.array([[2 * x[0], 2 * x[1]], [x[1], x[0]]]),
        three_digits(rng.uniform([2.8, 0.4], [3.6, 0.8])),
    )


def coupled(rng, n):
    """A x + x³ = b, with an A that is not symmetric."""
    A = three_digits(rng.uniform(-1.0, 1.0, size=(n, n)) + 3.0 * np.eye(n))
    b = three_digits(rng.choice((-1.0, 1.0), size=n) * rng.uniform(3.0, 6.0, size=n))
    return lambda x: A @ x + x**3 - b, lambda x: A + np.diag(3 * x**2), three_digits(np.sign(b) * 1.5)


def wrong_jacobian(rng, n):
    """What is handed over is no Jacobian of F, and the way is long."""
    F, J, x0 = coupled(rng, n)
    return F, lambda x: J(x) + np.eye(len(x)), x0


SYSTEMS = {f.__name__: f for f in (populations, curves, coupled, wrong_jacobian)}


def sizes(F, J, x, tol):
    """Return the largest |F_i| at all points of the way."""
    found = [np.abs(F(x)).max()]
    while found[-1] > tol and len(found) < 40 and np.isfinite(found[-1]):
        x = x - np.linalg.solve(J(x), F(x))
        found.append(np.abs(F(x)).max())
    return found


def decided(case):
    """No size of F is near tol: rounding does not decide where the way ends; and it is a quick way."""
    found = sizes(case["F"], case["J"], case["x0"], case["tol"])
    return (
        all(not 0.8 < size / case["tol"] < 1.25 for size in found)
        and max(found) <= 10 * found[0]
        and 2 < len(found) < 25
    )


def system(rng, name, n, tol):
    F, J, x0 = SYSTEMS[name](rng, n)
    return {"F": F, "J": J, "x0": x0, "tol": tol}


@cases(
    "name n tol", ("coupled", 3, 1e-8), ("curves", 2, 1e-10), ("coupled", 2, 1e-2), ("coupled", 1, 1e-8), fit=decided
)
def smooth(rng, name, n, tol):
    return system(rng, name, n, tol)


@cases("name n tol", ("populations", 2, 1e-3), exact="x0", fit=decided)
def book(rng, name, n, tol):
    return system(rng, name, n, tol)


@cases("name n tol", ("wrong_jacobian", 3, 1e-3), ("wrong_jacobian", 2, 1e-5), fit=decided)
def slow(rng, name, n, tol):
    return system(rng, name, n, tol)


@cases("n", 2, 3)
def at_the_root(rng, n):
    """A root to the last bit, where the Jacobian is zero."""
    r = rng.integers(1, 9, size=n) / 4
    return {"F": lambda x: (x - r) ** 2, "J": lambda x: 2 * np.diag(x - r), "x0": r}


@cases("start", "on the way", "at the root", fit=lambda case: case["x0"].sum() == 2 or decided(case))
def whole(rng, start):
    A = three_digits(rng.uniform(-1.0, 1.0, size=(2, 2)) + 3.0 * np.eye(2))
    x0 = np.array([3, -2] if start == "on the way" else [1, 1])
    return {
        "F": lambda x: A @ (x - 1) + (x - 1) ** 3,
        "J": lambda x: A + np.diag(3 * (x - 1) ** 2),
        "x0": x0,
        "tol": 1e-4,
    }


@cases("unit", 1e-9, 1e11, exact=True, fit=decided)
def units(rng, unit):
    """Tiny numbers with a tiny tolerance, and huge ones."""
    r, h = unit * unit * rng.uniform([8.0, 2.0], [10.0, 3.0])
    F = lambda x: np.array([x[0] ** 2 + x[1] ** 2 - r, x[0] * x[1] - h])  # noqa: E731
    J = lambda x: np.array([[2 * x[0], 2 * x[1]], [x[1], x[0]]])  # noqa: E731
    return {"F": F, "J": J, "x0": unit * rng.uniform([3.6, 0.3], [4.0, 0.5]), "tol": 1e-2 * unit * unit}


@cases("n", 2, 3)
def enough(rng, n):
    """Exactly as many steps are allowed as it takes."""
    while True:
        case = system(rng, "coupled", n, 1e-4)
        if decided(case):
            return case | {"max_iter": len(sizes(*case.values())) - 1}


@cases("n", 2, 3)
def signs(rng, n):
    """Every F_i is negative at the start, or their sum is zero, and J has no other steps than one."""
    b = three_digits(rng.uniform(1.0, 3.0, size=n))
    A = three_digits(rng.uniform(-0.5, 0.5, size=(n, n)) + 2.0 * np.eye(n))
    return {"F": lambda x: A @ x - b, "J": lambda x: A, "x0": np.zeros(n), "tol": 1e-6}


@cases("sign", 1, -1, exact=True)
def balanced(rng, sign):
    """The entries of x0, and those of J, sum to 0; one step leads to the root."""
    A = sign * rng.integers(1, 9) / 8 * np.array([[2.0, -1.0], [-3.0, 2.0]])
    b, start = rng.integers(1, 17, size=2) / 8, rng.integers(5, 13) / 8
    return {"F": lambda x: A @ x - b, "J": lambda x: A, "x0": np.array([start, -start]), "tol": 1e-6}


@cases("n", 2, 3)
def one_left(rng, n):
    """All equations hold but one, and its rest is above tol."""
    r, D = rng.integers(1, 9, size=n) / 4, rng.integers(2, 9, size=n) / 4
    D = -D if n == 2 else D * (1.0, -1.0, 1.0)
    x0 = r.copy()
    x0[rng.integers(n)] += 0.5
    return {
        "F": lambda x: D * (x - r),
        "J": lambda x: np.diag(D),
        "x0": x0,
        "tol": 0.6 * float(np.abs(D * (x0 - r)).max()),
    }


follows = agrees("Each point follows from the one before by J d = −F there, to the root.", smooth, rtol=1e-9, points=2)
two_species = agrees("The book's system leads to the root where both unknowns are positive.", book, rtol=1e-8)
takes = agrees("The Jacobian is what J says, be it right or wrong.", slow, rtol=1e-9)
first = agrees("A start that is a root is returned as it is, whatever J is there.", at_the_root)
linear = agrees("Linear equations take one step, also if all F_i are negative at the start.", signs, rtol=1e-9)
cancel = agrees("Numbers that sum to 0 are numbers like others.", balanced, rtol=1e-9, needs=[linear])
nearly = agrees("All equations have to hold: the largest |F_i| decides.", one_left, rtol=1e-9)
any_unit = agrees("Tiny numbers and huge ones are no different.", units, rtol=1e-9)
ints = agrees("A start of integers leads to floats.", whole, rtol=1e-9)
last_step = agrees("max_iter steps are allowed, if it takes that many.", enough, rtol=1e-9)


@check(points=1, kind="error", needs=[last_step])
def too_few(student, enough):
    """If one more step would be needed, ValueError is raised."""
    for case in enough:
        allowed = case.max_iter - 1
        raises(student, ValueError, lambda m, c=case, k=allowed: m.newton_system(c.F, c.J, c.x0, c.tol, k), where=case)


@cases("way", "a row of zeros", "a column of zeros")
def singular(rng, way):
    """The Jacobian is singular at the start, to the last bit, and F is not zero."""
    a = rng.uniform(1.0, 3.0)
    F = {
        "a row of zeros": lambda x: np.array([x[0] + 2 * x[1] - a, x[0] ** 2 + 3 * x[1] ** 2 - 2 * a * a]),
        "a column of zeros": lambda x: np.array([x[0] - a + x[1] ** 2, 3 * x[0] + a + x[1] ** 2]),
    }[way]
    J = {
        "a row of zeros": lambda x: np.array([[1.0, 2.0], [2 * x[0], 6 * x[1]]]),
        "a column of zeros": lambda x: np.array([[1.0, 2 * x[1]], [3.0, 2 * x[1]]]),
    }[way]
    return {"F": F, "J": J, "x0": np.zeros(2)}


@check(points=1, kind="error")
def no_step(student, singular):
    """Where the Jacobian is singular and F is not zero, ValueError is raised."""
    for case in singular:
        raises(student, ValueError, lambda m, c=case: m.newton_system(c.F, c.J, c.x0), where=case)


hygiene = hygiene_of(smooth)

VARYING = dict.fromkeys(
    ("follows", "two_species", "takes", "ints", "last_step", "any_unit"),
    "By another measure of F, a step more or less is made, or as many, as the numbers are.",
)
EQUIVALENT = {
    "newton_system: np.abs(F(x)).max() > tol → np.abs(F(x)).max() >= tol": "No size of F on the way is near tol.",
    "newton_system: np.abs(F(x)).max() → np.abs(F(x)).max(axis=0)": "F(x) has one axis.",
    "newton_system: x.copy() → x": "The history is an array of its own.",
}

TEST, STEP, LIMIT = "np.abs(F(x)).max() > tol", "x - np.linalg.solve(J(x), F(x))", "len(history) > max_iter"
SOLVED, START = "np.linalg.solve(J(x), F(x))", "x = np.array(x0, dtype=np.float64)"
BUGS = [
    patch("the step has the wrong sign", {STEP: "x + np.linalg.solve(J(x), F(x))"}, hint="J d = −F, and x + d."),
    patch(
        "the Jacobian is transposed", {"solve(J(x), F": "solve(J(x).T, F"}, hint="Row i of J belongs to F_i: J, not Jᵀ."
    ),
    patch(
        "each unknown has its own equation",
        {SOLVED: "F(x) / np.diag(J(x))"},
        hint="The unknowns are coupled: solve with all of J.",
    ),
    patch(
        "F is divided by J, entry by entry",
        {SOLVED: "(F(x) / (J(x) + 1e-300)).sum(axis=0)"},
        hint="A linear system is solved, not divided: np.linalg.solve.",
    ),
    patch("F is multiplied with J", {SOLVED: "J(x) @ F(x)"}, hint="J d = −F is solved for d."),
    patch(
        "the Jacobian at x0 is used for all steps",
        {"solve(J(x), F": "solve(J(history[0]), F"},
        hint="J at the point where you stand.",
    ),
    patch("only one step is made", {"    while ": "    if "}, hint="Go on until F is as good as zero."),
    patch("steps are half as long", {SOLVED: f"0.5 * {SOLVED}"}, hint="x + d, with all of d."),
    patch(
        "differences take the place of J",
        {SOLVED: "np.linalg.solve(np.array([(F(x + e) - F(x)) / 1e-4 for e in 1e-4 * np.eye(len(x))]).T, F(x))"},
        hint="J is handed over: call it.",
    ),
    patch(
        "a pseudoinverse is taken where no step is determined",
        {SOLVED: "np.linalg.pinv(J(x)) @ F(x)"},
        hint="np.linalg.pinv gives a step for singular J, too: np.linalg.solve raises.",
    ),
    patch(
        "negative entries of F are taken for small",
        {TEST: "F(x).max() > tol"},
        hint="−3 is below tol as well: take moduli.",
    ),
    patch(
        "entries of F may cancel", {TEST: "abs(F(x).sum()) > tol"}, hint="Each entry has to be small, not their sum."
    ),
    patch(
        "one small entry of F is enough",
        {TEST: "np.abs(F(x)).min() > tol"},
        hint="All have to be: the largest decides.",
    ),
    patch(
        "the length of F is compared with tol", {TEST: "(F(x) ** 2).sum() > tol"}, hint="The largest |F_i|, as it is."
    ),
    patch("tol is ignored", {TEST: "np.abs(F(x)).max() > 1e-10"}, hint="Compare with the tol that is passed in."),
    patch(
        "it stops when steps are small, and not when F is",
        {TEST: "len(history) < 2 or np.abs(history[-1] - history[-2]).max() > tol"},
        hint="F decides, also at the start.",
    ),
    patch("x0 is missing in the history", {"np.array(history)": "np.array(history[1:])"}, hint="It begins with x0."),
    patch("the root is missing in the history", {"np.array(history)": "np.array(history[:-1])"}, hint="It ends there."),
    patch(
        "what is returned as root is the last point but one",
        {"return x.copy()": "return history[max(len(history) - 2, 0)]"},
        hint="The root is where F was seen to be small.",
    ),
    patch(
        "points are columns of the history", {"np.array(history)": "np.array(history).T"}, hint="A row for each point."
    ),
    patch(
        "all rows of the history are the last point",
        {"np.array(history)": "np.array([x for _ in history])"},
        hint="x += d changes the arrays in the list, too: make a new one.",
    ),
    patch(
        "after max_iter steps the last point is returned",
        {'raise ValueError(f"no root after {max_iter} steps")': "break"},
        hint="It is no root: raise ValueError.",
    ),
    patch(
        "one step too few is allowed",
        {LIMIT: "len(history) >= max_iter"},
        hint="max_iter steps, and max_iter + 1 points.",
    ),
    patch("one step too many is allowed", {LIMIT: "len(history) > max_iter + 1"}, hint="max_iter steps, and no more."),
    patch(
        "points are made integers, as x0 is",
        {START: "x = x0.copy()", f"x = {STEP}": f"x = ({STEP}).astype(x0.dtype)"},
        hint="Make floats of x0 first.",
    ),
]


@bug(
    "unknowns are improved one after another", hint="One linear system for the whole step d, J d = −F, and then x + d."
)
def one_after_another(F, J, x0, tol=1e-10, max_iter=50):
    x = np.array(x0, dtype=float)
    history = [x.copy()]
    for _ in range(max_iter + 1):
        if np.max(np.abs(F(x))) <= tol:
            return x, np.array(history)
        for i in range(len(x)):
            if J(x)[i, i] == 0:
                raise ValueError("no step")
            x[i] = x[i] - F(x)[i] / J(x)[i, i]
        history.append(x.copy())
    raise ValueError("no root")


@variant
def with_the_inverse(F, J, x0, tol=1e-10, max_iter=50):
    points = [x0.astype(float)]
    for _ in range(max_iter):
        x = points[-1]
        if max(abs(value) for value in F(x)) <= tol:
            break
        points.append(x + np.linalg.inv(J(x)) @ -F(x))
    if np.max(np.abs(F(points[-1]))) > tol:
        raise ValueError("no root found")
    return points[-1].copy(), np.stack(points)


@variant
def filled_in(F, J, x0, tol=1e-10, max_iter=50):
    history = np.zeros((max_iter + 1, len(x0)))
    history[0] = x0
    for k in range(max_iter + 1):
        y = F(history[k])
        if np.linalg.norm(y, np.inf) <= tol:
            return history[k].copy(), history[: k + 1].copy()
        if k < max_iter:
            history[k + 1] = history[k] + np.linalg.solve(J(history[k]), -y)
    raise ValueError("too many steps")


@variant
def by_cramers_rule(F, J, x0, tol=1e-10, max_iter=50):
    x = 1.0 * x0
    history = x[None]
    while not np.all(np.abs(F(x)) <= tol):
        A, y = J(x), F(x)
        determinant = np.linalg.det(A)
        if determinant == 0 or len(history) == max_iter + 1:
            raise ValueError("no root found")
        d = np.zeros(len(x))
        for j in range(len(x)):
            B = A.copy()
            B[:, j] = -y
            d[j] = np.linalg.det(B) / determinant
        x = x + d
        history = np.vstack([history, x])
    return x, history
