"""Checks, known bugs and variants of chapter03/beta_pdf."""

import math

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("f",),
    requires=("chapter03/normal_logpdf",),
    minutes=20,
    hints=(
        "Write the formula down with math.gamma, and try a = 3, b = 2 at x = 0.5: it must give 1.5.",
        "Then take the logarithm of all of it: a sum of three terms, with math.lgamma. exp comes last.",
        "Where is x outside of [0, 1]? There the density is 0, and there are no logarithms.",
        "0 · log 0 is NaN: for a = 1 the factor xᵃ⁻¹ is 1 everywhere, and is best left out; likewise for b = 1.",
    ),
)


def drawn(rng, low, high):
    return rng.uniform(low, high)


@cases("a b shape", (3.0, 2.0, (5,)), (1.5, 4.0, (3, 2)), (0.6, 0.8, (4,)), (8.0, 3.0, (1,)))
def inside(rng, a, b, shape):
    times = rng.uniform(0.9, 1.1)
    return {"x": rng.uniform(0.1, 0.9, size=shape), "a": a * times, "b": b / times}


@cases("a b", (3.0, 2.0), (1.5, 4.0), (2.5, 0.7), exact="x")
def outside(rng, a, b):
    x = [-drawn(rng, 0.1, 3.0), -1e-9, drawn(rng, 0.2, 0.8), 1.0 + 1e-9, drawn(rng, 1.1, 5.0)]
    return {"x": rng.permutation(x), "a": a * drawn(rng, 0.95, 1.05), "b": b}


@cases("a b", (1.0, 3.0), (4.0, 1.0), (1.0, 1.0), (2.0, 3.0))
def finite_ends(rng, a, b):
    """a = 1 or b = 1, or both, or none of them."""
    a, b = (p if p == 1 else p * rng.uniform(0.9, 1.1) for p in (a, b))
    return {"x": rng.permutation([0.0, drawn(rng, 0.2, 0.8), 1.0]), "a": a, "b": b}


@cases("a b", (0.5, 3.0), (4.0, 0.7), (0.5, 0.6), (0.8, 1.0))
def infinite_ends(rng, a, b):
    a, b = (p if p == 1 else p * rng.uniform(0.9, 1.1) for p in (a, b))
    return {"x": rng.permutation([0.0, drawn(rng, 0.2, 0.8), 1.0]), "a": a, "b": b}


@cases(
    "a b low high",
    (200.0, 300.0, -9.0, 9.0),
    (3000.0, 2000.0, -9.0, 9.0),
    (600.0, 1.5, -9.0, 9.0),
    (1.0, 9000.0, -9.0, 9.0),
    (90.0, 85.0, 9.0, 10.0),
)
def narrow(rng, a, b, low, high):
    """So many deviations from the mean: around it, and far out in the tails."""
    a, b = (p if p == 1 else p * rng.uniform(0.9, 1.1) for p in (a, b))
    mean, deviation = a / (a + b), math.sqrt(a * b / (a + b + 1)) / (a + b)
    return {"x": np.clip(mean + deviation * rng.uniform(low, high, size=7), 1e-5, 1 - 1e-3), "a": a, "b": b}


shapes = shaped("There is a density for each x.", inside)
values = agrees("f is the density, for small a and b.", inside, points=2)
zero = agrees("Outside of [0, 1] the density is 0.", outside, needs=[values])
ends = agrees("At the ends the density is 0 above a = 1, and b for a = 1, never NaN.", finite_ends, needs=[values])
infinite = agrees("Where a or b is below 1, the density is infinite at that end.", infinite_ends, needs=[values])
large = agrees("a and b may be in the thousands, and densities be tiny.", narrow, points=2, by="entry", needs=[values])


@check(points=1, kind="property")
def laws(student, inside):
    """Between the ends x and 1 − x exchange a and b; one more success multiplies the density by x (a + b) / a; its integral is 1."""

    def related(m, case):
        x, a, b = case.values()
        grid = np.arange(1, 1000) / 1000.0
        return (
            m.beta_pdf(x, a, b),
            m.beta_pdf(1.0 - x, b, a),
            m.beta_pdf(x, a + 1.0, b),
            m.beta_pdf(grid, a + 4.0, b + 4.0),
        )

    for case, (f, mirrored, success, smooth) in student.each(related, inside):
        x, a, b = case.values()
        # Rounding 1 − x costs 1e-16 / 0.1 of x, times an exponent below 10.
        assert_law("f(1 − x; b, a) = f(x; a, b)", mirrored, f, rtol=1e-11, what="f", where=case)
        assert_law("f(x; a + 1, b) = f(x; a, b) x (a + b) / a", success, f * x * (a + b) / a, what="f", where=case)
        # f vanishes at both ends like x³·⁶ or faster: the trapezoid rule is right to 1e-12.
        assert_law("∫ f dx = 1", smooth.sum() / 1000.0, 1.0, rtol=1e-9, what="f", where=case)


@check(points=1, kind="error", needs=[values])
def no_law(student, inside):
    """a or b that are 0 or negative raise ValueError."""
    for case in inside:
        for wrong in ({"a": 0.0}, {"b": 0.0}, {"a": -case.a}, {"b": -case.b}):
            changed = case.replaced(**wrong)
            raises(student, ValueError, lambda m, c=changed: m.beta_pdf(*c.values()), where=case)


hygiene = hygiene_of(inside)

TEST, LEFT, RIGHT = (
    "a <= 0 or b <= 0",
    "(a - 1) * np.log(u) if a != 1 else 0.0",
    "(b - 1) * np.log1p(-u) if b != 1 else 0.0",
)
LOG_B, WHERE = (
    "math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)",
    "np.where(x == u, np.exp(left + right - log_B), 0.0)",
)

BUGS = [
    patch(
        "the exponents are a and b",
        {
            "(a - 1) * np.log(u) if a != 1 else 0.0": "a * np.log(u)",
            "(b - 1) * np.log1p(-u) if b != 1 else 0.0": "b * np.log1p(-u)",
        },
        hint="The exponents are a − 1 and b − 1.",
    ),
    patch("B is missing", {LOG_B: "0.0"}, hint="Divide by B(a, b), or the area is not 1."),
    patch("it is multiplied by B", {"- log_B": "+ log_B"}, hint="Divide by B(a, b)."),
    patch("Γ(a + b) is missing", {LOG_B: "math.lgamma(a) + math.lgamma(b)"}, hint="B = Γ(a) Γ(b) / Γ(a + b)."),
    patch("Γ(b) is missing", {LOG_B: "math.lgamma(a) - math.lgamma(a + b)"}, hint="B = Γ(a) Γ(b) / Γ(a + b)."),
    patch(
        "Γ is taken for the factorial",
        {LOG_B: "math.lgamma(a + 1) + math.lgamma(b + 1) - math.lgamma(a + b + 1)"},
        hint="Γ(n) is (n − 1)!: lgamma(a), without + 1.",
    ),
    patch(
        "a and b are exchanged",
        {LEFT: LEFT.replace("a", "b"), RIGHT: RIGHT.replace("(b - 1)", "(a - 1)").replace("b !=", "a !=")},
        hint="a belongs to x, b to 1 − x.",
    ),
    patch("the factor of 1 − x is missing", {RIGHT: "0.0"}, hint="xᵃ⁻¹ (1 − x)ᵇ⁻¹."),
    patch("the factor of x is missing", {LEFT: "0.0"}, hint="xᵃ⁻¹ (1 − x)ᵇ⁻¹."),
    patch(
        "the logarithm is returned",
        {WHERE: "np.where((x == u) & (x % 1 != 0), left + right - log_B, 0.0)"},
        hint="exp makes a density of it.",
    ),
    patch(
        "0 · log 0 is NaN",
        {" if a != 1 else 0.0": "", " if b != 1 else 0.0": ""},
        hint="For a = 1 there is no factor of x at all: leave it out. So with b.",
    ),
    patch(
        "the density is 0 at the ends, whatever a and b are",
        {"x == u,": "(x > 0) & (x < 1),"},
        hint="For a = 1 the density at 0 is b, and for a < 1 it is infinite.",
    ),
    patch(
        "what is infinite is made finite",
        {WHERE: f"np.nan_to_num({WHERE})"},
        hint="Below a = 1 the density has a pole at 0: inf.",
    ),
    patch(
        "x outside is taken for the nearest end",
        {WHERE: "np.exp(left + right - log_B)"},
        hint="Outside of [0, 1] the density is 0.",
    ),
    patch(
        "x outside is NaN",
        {"np.clip(x, 0.0, 1.0)": "x", '(divide="ignore")': '(all="ignore")'},
        hint="There are no logarithms outside of [0, 1]: choose with a mask.",
    ),
    patch(
        "x is kept away from 0 and 1",
        {"np.clip(x, 0.0, 1.0)": "np.clip(x, 1e-12, 1 - 1e-12)", "x == u,": "(x >= 0) & (x <= 1),"},
        hint="The ends are part of the law: 0, b or infinite.",
    ),
    patch(
        "Γ itself is computed, which overflows",
        {LOG_B: "math.log(math.gamma(a)) + math.log(math.gamma(b)) - math.log(math.gamma(a + b))"},
        hint="Γ(172) is more than a float64 holds: math.lgamma.",
    ),
    patch(
        "a = 0 is let pass",
        {
            TEST: "a < 0 or b < 0",
            LOG_B: "(math.lgamma(a) if a else 0.0) + (math.lgamma(b) if b else 0.0) - math.lgamma(a + b)",
        },
        hint="Positive means above 0: raise ValueError.",
    ),
    patch(
        "only a is tested",
        {TEST: "a <= 0", LOG_B: "math.lgamma(a) + math.lgamma(abs(b) + 1e-300) - math.lgamma(a + abs(b))"},
        hint="b has to be positive, too.",
    ),
    patch(
        "at x = 1 the rule of x = 0 is used",
        {
            LEFT: LEFT.replace("(u)", "(np.where(u == 1, 0.0, u))"),
            RIGHT: RIGHT.replace("(-u)", "(-np.where(u == 1, 0.0, u))"),
        },
        hint="At x = 1 it is b that decides: 0 if b > 1, a if b = 1, +∞ if b < 1.",
    ),
    patch(
        "NaN is replaced by 0, and infinity by a large number",
        {
            " if a != 1 else 0.0": "",
            " if b != 1 else 0.0": "",
            '(divide="ignore")': '(all="ignore")',
            WHERE: f"np.nan_to_num({WHERE})",
        },
        hint="0 · log 0 is NaN where a = 1 or b = 1, and the density is not 0 there: leave that factor out.",
    ),
    patch(
        "x outside raises ValueError",
        {TEST: f"{TEST} or np.any((x < 0) | (x > 1))"},
        hint="It is no error to ask for it: the density is 0.",
    ),
    patch(
        "one x outside makes all densities 0",
        {"np.where(x == u,": "np.where(np.all(x == u),"},
        hint="Each x has a density of its own: choose entry by entry, with a mask.",
    ),
    patch(
        "Γ(a + b − 1) stands for Γ(a + b)",
        {"math.lgamma(a + b)": "math.lgamma(max(a + b - 1, 1e-9))"},
        hint="B = Γ(a) Γ(b) / Γ(a + b); Γ is the factorial of one less already.",
    ),
    patch(
        "the exponents are a and b, with n! / (k! (n − k)!) in front",
        {
            LEFT: "a * np.log(u)",
            RIGHT: "b * np.log1p(-u)",
            LOG_B: "math.lgamma(a + 1) + math.lgamma(b + 1) - math.lgamma(a + b + 1)",
        },
        hint="That is the binomial law, of a number of heads. Here x is what is random: xᵃ⁻¹ (1 − x)ᵇ⁻¹ / B(a, b).",
    ),
    patch(
        "at the ends the density is 0 where it is infinite",
        {
            "np.exp(left + right - log_B), 0.0)": "np.where(np.isinf(left + right), 0.0, np.exp(left + right - log_B)), 0.0)"
        },
        hint="Three cases are at x = 0: 0 for a > 1, b for a = 1, and +∞ for a < 1. So with b at x = 1.",
    ),
    patch(
        "for a = 1 the density at 0 is 1, and for b = 1 that at 1",
        {
            "np.exp(left + right - log_B), 0.0)": "np.where(((x == 0) & (a == 1)) | ((x == 1) & (b == 1)), 1.0, np.exp(left + right - log_B)), 0.0)"
        },
        hint="0⁰ is 1, and is divided by B: for a = 1 the density at 0 is 1 / B(1, b) = b.",
    ),
    patch(
        "for b = 1 the density at 1 is b, not a",
        {
            "np.exp(left + right - log_B), 0.0)": "np.where((x == 1) & (b == 1), 1.0, np.exp(left + right - log_B)), 0.0)"
        },
        hint="Turned round, 0 and 1 change places, and so do a and b: for b = 1 the density at 1 is a.",
    ),
    patch(
        "for a = 1 the density at 0 is infinite, and for b = 1 that at 1",
        {
            "np.exp(left + right - log_B), 0.0)": "np.where(((x == 0) & (a == 1)) | ((x == 1) & (b == 1)), np.inf, np.exp(left + right - log_B)), 0.0)"
        },
        hint="Only below 1 there is a pole; for a = 1 there is no factor of x, and the density at 0 is b.",
    ),
    patch(
        "at x = 1 the density is 0, whatever b is",
        {"np.where(x == u,": "np.where((x == u) & (x < 1),"},
        hint="At x = 1 it is b that decides: 0 if b > 1, a if b = 1, +∞ if b < 1.",
    ),
    patch(
        "1 + x stands for 1 − x",
        {"np.log1p(-u)": "np.log1p(u)"},
        hint="np.log1p(t) is log (1 + t): log (1 − x) is np.log1p(−x).",
    ),
    patch(
        "for large a and b the normal curve stands in for it",
        {
            WHERE: (
                f"{WHERE} if a + b < 150 else np.exp(-((x - a / (a + b)) ** 2) / (2 * a * b) * (a + b) ** 2 * (a + b + 1))"
                " * (a + b) * math.sqrt((a + b + 1) / (2 * math.pi * a * b))"
            )
        },
        hint="The two agree in the middle to a few digits, and not in the tails: keep the formula, with logarithms.",
    ),
    patch(
        "ValueError is only raised if both are wrong",
        {
            TEST: "a <= 0 and b <= 0",
            LOG_B: LOG_B.replace("(a)", "(a or 1.0)").replace("(b)", "(b or 1.0)").replace("(a + b)", "(a + b or 1.0)"),
        },
        hint="One of them that is not positive is enough: `or`, and not `and`.",
    ),
    patch(
        "a and b below 1 are refused",
        {TEST: "a < 1 or b < 1"},
        hint="a and b are positive, and may be below 1: only 0 and less raise ValueError.",
    ),
    patch(
        "Γ is the factorial of a whole number, whatever is behind the point",
        {
            LOG_B: LOG_B.replace("(a)", "(max(int(a), 1))")
            .replace("(b)", "(max(int(b), 1))")
            .replace("(a + b)", "(max(int(a + b), 1))")
        },
        hint="Γ(n) = (n − 1)! holds for whole n. Between them Γ goes on: math.lgamma(a).",
    ),
    patch(
        "densities are divided by their sum",
        {f"    return {WHERE}": f"    f = {WHERE}\n    return f / f.sum()"},
        hint="A density has the integral 1, and not the sum 1 over the x that are asked for: divide by B(a, b).",
    ),
]


EQUIVALENT = {
    "beta_pdf: a <= 0 → a < 0": "math.lgamma(0) raises ValueError itself",
    "beta_pdf: b <= 0 → b < 0": "math.lgamma(0) raises ValueError itself",
    "beta_pdf: np.log(u) → np.log(x)": "where x is not u, the result is 0 whatever the logarithm is",
    "beta_pdf: np.log(u) → np.log(x), and alike": "where x is not u, the result is 0 whatever the logarithm is",
    "beta_pdf: -u → -x": "where x is not u, the result is 0 whatever the logarithm is",
    "beta_pdf: left + right → right + right, and alike": "left and right exchanged have the same sum",
}


@bug(
    "powers and B are computed without logarithms",
    hint="B(600, 600) is 0 to a float64: add logarithms, and take exp last.",
)
def powers(x, a, b):
    if a <= 0 or b <= 0:
        raise ValueError("no law")
    B = math.exp(math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b))
    u = np.clip(x, 0.0, 1.0)
    with np.errstate(all="ignore"):
        return np.where(x == u, u ** (a - 1) * (1 - u) ** (b - 1) / np.float64(B), 0.0)


@variant
def masked(x, a, b):
    if min(a, b) <= 0:
        raise ValueError("no law")
    log_B = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    f = np.zeros(x.shape)
    within = (x > 0) & (x < 1)
    f[within] = np.exp((a - 1) * np.log(x[within]) + (b - 1) * np.log(1 - x[within]) - log_B)
    f[x == 0] = b if a == 1 else 0.0 if a > 1 else np.inf
    f[x == 1] = a if b == 1 else 0.0 if b > 1 else np.inf
    return f


@variant
def one_by_one(x, a, b):
    if not (a > 0 and b > 0):
        raise ValueError("no law")
    log_factor = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)

    def end(p, q):
        return math.inf if p < 1 else q if p == 1 else 0.0

    def density(t):
        if t < 0 or t > 1:
            return 0.0
        if t in (0, 1):
            return end(a, b) if t == 0 else end(b, a)
        return math.exp(log_factor + (a - 1) * math.log(t) + (b - 1) * math.log1p(-t))

    return np.array([density(t) for t in x.ravel().tolist()]).reshape(x.shape)


@variant
def with_shared_powers(x, a, b):
    """Powers, the largest of them taken out: at the mode the product is largest, and that is divided by first."""
    if a <= 0 or b <= 0:
        raise ValueError("no law")
    with np.errstate(all="ignore"):
        logs = np.where(a == 1, 0.0, (a - 1) * np.log(np.abs(x))) + np.where(
            b == 1, 0.0, (b - 1) * np.log(np.abs(1 - x))
        )
        f = np.exp(logs + (math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)))
    f[(x < 0) | (x > 1)] = 0.0
    return f
