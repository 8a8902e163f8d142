"""Checks, known bugs and variants of chapter16/backtracking_armijo."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("alpha",),
    minutes=15,
    hints=(
        "Before the search: what is g · d, and what if it is not negative?",
        "Compare f(x + alpha d) with f(x) + c · alpha · (g · d). Mind that g · d is negative.",
        "A loop: as long as the condition does not hold, alpha becomes rho · alpha.",
        "Every comparison with NaN is false. What does your loop do then?",
    ),
)


# --- functions: bowls that are steeper along some axes, a quartic, and one that ends ----------------------------------
def bowl(a):
    return lambda x: 0.5 * np.sum(a * x**2), lambda x: a * x


def quartic(a):
    return lambda x: np.sum(a * x**4) / 4, lambda x: a * x**3


def barrier(a):
    """It ends at 0: there is no logarithm beyond."""
    return lambda x: np.sum(a * x - np.log(x)) if np.all(x > 0) else float("nan"), lambda x: a - 1 / x


def wall(a):
    """It is infinite outside of a ball."""
    return lambda x: np.sum(a * x**2) if np.sum(x**2) < 9 else np.inf, lambda x: 2 * a * x


FUNCTIONS = {f.__name__: f for f in (bowl, quartic, barrier, wall)}


def lengths(case):
    """Return the trials up to the one that is accepted, and how clearly each was decided."""
    alpha, c, rho = case.get("alpha0", 1.0), case.get("c", 1e-4), case.get("rho", 0.5)
    slope, found = float(case["g"] @ case["d"]), []
    start = float(case["f"](case["x"]))
    while len(found) < 60:
        new = float(case["f"](case["x"] + alpha * case["d"]))
        # how much of what the slope promises is reached: accepted if it is at least c
        found.append((alpha, (new - start) / (alpha * slope)))
        if found[-1][1] >= c:
            break
        alpha *= rho
    return found


def decided(least, most=8):
    """No trial is close to the limit, and the search takes a number of steps between these."""

    def fit(case):
        found = lengths(case)
        clear = all(not abs(share - case.get("c", 1e-4)) < 0.02 for _, share in found)
        return clear and np.isfinite(case["f"](case["x"])) and least <= len(found) - 1 <= most

    return fit


def shares_matter(case):
    """A step that lowers f, but not enough, is tried before the one that is right."""
    found = lengths(case)
    missed = [share for _, share in found[:-1] if share > 0.02]
    clear = all(not abs(share - case.get("c", 1e-4)) < 0.02 for _, share in found)
    return clear and len(found) <= 9 and len(missed) > 0


def three_digits(numbers):
    return np.array([float(f"{v:.2e}") for v in numbers])


def search(rng, name, n, size=1.0):
    """Start where the function is bent, and go against the gradient, or nearly so."""
    a, x = three_digits(rng.uniform(1.0, 4.0, size=n)), three_digits(rng.uniform(1.0, 2.0, size=n))
    f, gradient = FUNCTIONS[name](a)
    g = gradient(x)
    d = -g * rng.uniform(0.5, 1.5, size=n)
    numbers = {"alpha0": size * rng.uniform(1.0, 4.0), "c": rng.uniform(0.3, 0.6), "rho": rng.uniform(0.3, 0.7)}
    return {"f": f, "g": g, "x": x, "d": d, **numbers}


@cases("function n", ("bowl", 4), ("bowl", 1), ("quartic", 3), ("bowl", 2), fit=decided(1))
def descent(rng, function, n):
    return search(rng, function, n)


@cases("function n", ("bowl", 3), ("bowl", 1), ("quartic", 2), fit=shares_matter)
def meagre(rng, function, n):
    """Steps that go down a little come before the right one."""
    return search(rng, function, n)


@cases("n", 3, 1, fit=decided(0, 0))
def at_once(rng, n):
    """alpha0 itself is right."""
    return search(rng, "bowl", n, size=0.05)


@cases("function n", ("barrier", 2), ("barrier", 1), ("wall", 3), fit=decided(1))
def outside(rng, function, n):
    """The first trials are where f is NaN, or infinite."""
    return search(rng, function, n, size=4.0)


def trialled(case):
    """Of many trials, all clearly decided, one lowers f, but not enough."""
    return decided(1, 60)(case) and any(share > 0.02 for _, share in lengths(case)[:-1])


@cases("steepness", 1e12, 1e-14, fit=trialled)
def steep(rng, steepness):
    """Many trials, of a function so steep that alpha is tiny; or one so flat that all numbers are small."""
    a = three_digits(steepness * rng.uniform(1.0, 4.0, size=2))
    f, gradient = bowl(a)
    x = three_digits(rng.uniform(1.0, 2.0, size=2))
    numbers = {"alpha0": rng.uniform(1.0, 4.0) / min(steepness, 1.0), "c": rng.uniform(0.3, 0.6), "rho": 0.5}
    return {"f": f, "g": gradient(x), "x": x, "d": -gradient(x), **numbers}


@cases("n", 2, 1, fit=decided(1))
def plain(rng, n):
    """Left out: alpha0, c and rho."""
    case = search(rng, "bowl", n)
    return {name: case[name] for name in ("f", "g", "x", "d")} | {"d": 3.0 * case["d"]}


def told(m, case):
    return m.backtracking_armijo(case.f, case.g, case.x, case.d)


@cases("function n", ("bowl", 2), ("quartic", 1), fit=decided(2))
def enough(rng, function, n):
    """Exactly as many lengths may be tried as it takes."""
    while True:
        case = search(rng, function, n)
        if decided(2)(case):
            return case | {"max_iter": len(lengths(case))}


@cases("c", 0.5, 0.25, 0.75)
def at_the_limit(rng, c):
    """The second trial reaches the share c to the last bit: f is a whole number of few digits, before and after."""
    a, x = 2.0 ** rng.integers(0, 3, size=3), rng.choice((2.0, 4.0, 8.0), size=3)
    f, gradient = bowl(a)
    return {"f": f, "g": gradient(x), "x": x, "d": -x, "alpha0": 4.0 * (1.0 - c), "c": c, "rho": 0.5}


def deep(rng, trials):
    """A slope that is cut off so near to x that alpha = 1 has to be halved trials − 1 times."""
    g = rng.uniform(1.0, 2.0, size=2)
    radius = 0.75 * 0.5 ** (trials - 2) * float(np.linalg.norm(g))
    f = lambda x: float(g @ x) if np.linalg.norm(x) < radius else np.inf  # noqa: E731
    return {"f": f, "g": g, "x": np.zeros(2), "d": -g}


@cases("trials", 100, 60)
def patient(rng, trials):
    return deep(rng, trials)


@cases("trials", 101)
def too_deep(rng, trials):
    return deep(rng, trials)


@cases("n", 2)
def level(rng, n):
    """What is handed over as gradient is none: f is 0 everywhere."""
    g = rng.uniform(1.0, 2.0, size=n)
    return {"f": lambda x: 0.0 * np.sum(x), "g": g, "x": rng.normal(size=n), "d": -g}


@cases("slope", "uphill", "along a level line", "nowhere")
def misled(rng, slope):
    """Directions that don't lead downhill."""
    case = search(rng, "bowl", 2)
    if slope == "uphill":
        return case | {"d": case["g"]}
    case["g"] = np.array([2.0, 1.0])
    return case | {"d": np.array([-1.0, 2.0]) if slope == "along a level line" else np.zeros(2)}


shapes = shaped("alpha is one number.", descent)
values = agrees("alpha is the first trial that satisfies the condition.", descent, points=2)
share = agrees("Steps that go down, but too little, are refused.", meagre)
first = agrees("If alpha0 satisfies the condition, it is returned.", at_once)
limit = agrees("A length that satisfies the condition with equality is accepted.", at_the_limit, needs=[values])
domain = agrees("Where f is NaN or infinite, the step is not accepted.", outside, needs=[values])
any_steepness = agrees("f may be steep or flat.", steep, needs=[values])
defaults = agrees("Left out, alpha0 is 1, c is 1e-4 and rho is ½.", plain, of=told, needs=[values], separates=False)


@check(points=1, kind="error")
def not_downhill(student, misled):
    """A direction that does not lead downhill is refused with a ValueError."""
    for case in misled:
        raises(student, ValueError, lambda m, case: m.backtracking_armijo(*case.values()), case, where=case)


default_trials = agrees("Left out, max_iter is 100.", patient, of=told, needs=[values])
last_trial = agrees("max_iter lengths are tried, if it takes that many.", enough, needs=[values])


@check(points=1, kind="error")
def none_accepted(student, enough, level, too_deep):
    """If one more length would have to be tried, or none can be right, ValueError is raised."""
    for case in level:
        raises(student, ValueError, lambda m, case: m.backtracking_armijo(*case.values()), case, where=case)
    for case in enough:
        call = case.replaced(max_iter=case.max_iter - 1)
        raises(student, ValueError, lambda m, case: m.backtracking_armijo(*case.values()), call, where=case)
    for case in too_deep:
        raises(student, ValueError, told, case, where=case)


@check(points=1, kind="property")
def promise(student, descent):
    """alpha satisfies the condition, and alpha/rho does not."""
    for case, alpha in student.backtracking_armijo.on(descent):

        def kept(alpha, case=case):
            new = float(case.f(case.x + alpha * case.d))
            return new <= float(case.f(case.x)) + case.c * alpha * float(case.g @ case.d)

        if not alpha > 0:
            fail(f"alpha is {alpha:.3g}: it has to be positive.", case)
        if not kept(alpha):
            fail(f"alpha = {alpha:.3g} does not satisfy the condition.", case)
        if kept(alpha / case.rho):
            fail(f"alpha/rho = {alpha / case.rho:.3g} satisfies the condition already.", case)


hygiene = hygiene_of(descent, needs=[values])

TEST, RIGHT = "f(x + alpha * d) <= start + c * alpha * slope", "start + c * alpha * slope"
LAST = 'raise ValueError(f"none of the first {max_iter} lengths satisfies the condition")'
TOLERANT = {"promise": "Any alpha between the last refused and the first accepted would do."}
VARYING = dict.fromkeys(
    (
        "values",
        "share",
        "domain",
        "promise",
        "any_steepness",
        "first",
        "limit",
        "default_trials",
        "last_trial",
        "none_accepted",
    ),
    "Lengths are tried on a grid: whether another limit lies between the same two of them is up to the draw.",
)
EQUIVALENT = {
    "backtracking_armijo: g @ d → (g @ d).T": "A number is its own transpose.",
    "backtracking_armijo: g @ d → d @ g": "The product of two vectors has no order.",
}
BUGS = [
    patch(
        "equality is refused",
        {TEST: f"f(x + alpha * d) < {RIGHT}"},
        hint="The condition says ≤: what reaches the limit exactly is accepted.",
    ),
    patch("any decrease is accepted", {RIGHT: "start"}, hint="Less than c · alpha · (g · d) is too little."),
    patch("c stands there twice", {RIGHT: "start + c * c * alpha * slope"}, hint="c · alpha · (g · d), with one c."),
    patch(
        "1 − c takes the place of c",
        {RIGHT: "start + (1 - c) * alpha * slope"},
        hint="c itself is the share that is asked for.",
    ),
    patch(
        "alpha is missing in the condition",
        {RIGHT: "start + c * slope"},
        hint="Short steps promise little: c · alpha · (g · d).",
    ),
    patch(
        "the sign of the promise is reversed",
        {RIGHT: "start - c * alpha * slope"},
        hint="g · d is negative: adding it lowers the limit.",
    ),
    patch(
        "the squared length of d takes the place of g · d",
        {RIGHT: "start - c * alpha * (d @ d)"},
        hint="That is the same only if d = −g.",
    ),
    patch(
        "the squared length of g takes the place of g · d",
        {RIGHT: "start - c * alpha * (g @ g)"},
        hint="That is the same only if d = −g.",
    ),
    patch(
        "the slope is taken along the unit vector",
        {RIGHT: "start + c * alpha * slope / np.linalg.norm(d)"},
        hint="The step is alpha d, and d is what it is: its length belongs to the slope.",
    ),
    patch(
        "steps go against the gradient, not along d",
        {"x + alpha * d": "x - alpha * g"},
        hint="The new point is x + alpha d.",
    ),
    patch(
        "NaN is taken for a decrease",
        {TEST: f"not f(x + alpha * d) > {RIGHT}"},
        hint="NaN > anything is False: go on as long as the condition does not hold.",
    ),
    patch(
        "the trial after the right one is returned",
        {"return alpha\n": "return alpha * rho\n"},
        hint="Return the first alpha that satisfies the condition.",
    ),
    patch(
        "the last refused trial is returned",
        {"return alpha": "return alpha / rho"},
        hint="Return the first alpha that satisfies the condition.",
    ),
    patch(
        "a step is shortened before it is tried",
        {"alpha = f(x), alpha0": "alpha = f(x), alpha0 * rho"},
        hint="alpha0 itself is the first trial.",
    ),
    patch(
        "steps are halved, whatever rho is",
        {"alpha * rho": "alpha * 0.5"},
        hint="From one trial to the next the factor is rho.",
    ),
    patch(
        "steps shrink by the factor 1 − rho",
        {"alpha * rho": "alpha * (1 - rho)"},
        hint="From one trial to the next the factor is rho.",
    ),
    patch(
        "steps are lengthened",
        {"alpha * rho": "alpha / rho"},
        hint="Backtracking makes them shorter.",
    ),
    patch(
        "the last length is returned if none is accepted",
        {LAST: "return alpha"},
        hint="It does not satisfy the condition: raise ValueError.",
    ),
    patch(
        "one length too few is tried",
        {"range(max_iter)": "range(max_iter - 1)"},
        hint="max_iter lengths, alpha0 included.",
    ),
    patch(
        "one length too many is tried",
        {"range(max_iter)": "range(max_iter + 1)"},
        hint="max_iter lengths, alpha0 included.",
    ),
    patch("max_iter is ignored", {"range(max_iter)": "range(100)"}, hint="Try max_iter lengths, and no more."),
    patch(
        "the best of all trials is returned",
        {
            "return alpha": "return min((alpha0 * rho**k for k in range(40)), key=lambda a: (not f(x + a * d) < np.inf, f(x + a * d)))"
        },
        hint="The first that satisfies the condition is asked for; none is compared with another.",
    ),
    patch(
        "a direction uphill is searched along",
        {"not slope < 0": "False"},
        hint="Along d, f does not fall: raise ValueError before the search.",
    ),
    patch(
        "a slope of 0 is let pass",
        {"not slope < 0": "slope > 0"},
        hint="Where f is level, nothing is promised: raise ValueError.",
    ),
    patch(
        "a small slope is taken for 0",
        {"not slope < 0": "not slope < -1e-3"},
        hint="In other units all slopes are small.",
    ),
    patch(
        "a direction uphill is turned around",
        {
            "not slope < 0": "slope == 0",
            "start, alpha =": "d, slope = (d, slope) if slope < 0 else (-d, -slope)\n    start, alpha =",
        },
        hint="The caller has to know: raise ValueError.",
    ),
    patch(
        "0 is returned for a direction uphill",
        {'raise ValueError(f"the slope along d is {slope}: d does not lead downhill")': "return 0.0"},
        hint="The caller has to know: raise ValueError.",
    ),
    patch("max_iter is 50 if left out", {"max_iter: int = 100": "max_iter: int = 50"}, hint="Left out, it is 100."),
    patch("c is 0.5 if left out", {"c: float = 1e-4": "c: float = 0.5"}, hint="Left out, c is 1e-4."),
    patch("rho is 0.8 if left out", {"rho: float = 0.5": "rho: float = 0.8"}, hint="Left out, rho is ½."),
]


@variant
def while_loop(f, g, x, d, alpha0=1.0, c=1e-4, rho=0.5, max_iter=100):
    slope = sum(a * b for a, b in zip(g, d, strict=True))
    if slope >= 0:
        raise ValueError("not a direction of descent")
    at_x, alpha, tried = f(x), alpha0, 0
    while tried < max_iter and not f(x + alpha * d) <= at_x + c * alpha * slope:
        tried += 1
        alpha = alpha0 * rho**tried
    if tried == max_iter:
        raise ValueError("no step")
    return alpha


@variant
def calling_itself(f, g, x, d, alpha0=1.0, c=1e-4, rho=0.5, max_iter=100):
    if np.dot(g, d) >= 0 or max_iter == 0:
        raise ValueError("uphill, or too far")
    if f(x + alpha0 * d) - f(x) <= alpha0 * c * np.dot(g, d):
        return alpha0
    return calling_itself(f, g, x, d, alpha0 * rho, c, rho, max_iter - 1)


@variant
def all_candidates(f, g, x, d, alpha0=1.0, c=1e-4, rho=0.5, max_iter=100):
    if not g.dot(d) < 0:
        raise ValueError("uphill")
    alphas = alpha0 * rho ** np.arange(max_iter)
    right = np.array([f(x + alpha * d) for alpha in alphas]) <= f(x) + c * alphas * g.dot(d)
    if not right.any():
        raise ValueError("none is right")
    return alphas[np.argmax(right)]
