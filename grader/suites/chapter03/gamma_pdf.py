"""Checks, known bugs and variants of chapter03/gamma_pdf."""

import math

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("f",),
    requires=("chapter03/poisson_pmf",),
    minutes=15,
    hints=(
        "Begin with k = 1: the density is λ e^(−λ x). Then the power and Γ(k), with math.gamma.",
        "Then take the logarithm of all of it, with math.lgamma. exp comes last.",
        "Where is x negative? There the density is 0, and there are no logarithms.",
        "0 · log 0 is NaN: for k = 1 the power is 1 everywhere, and is best left out.",
    ),
)


@cases("shape rate size", (3.0, 2.0, (5,)), (1.5, 0.4, (3, 2)), (0.7, 1.5, (4,)), (9.0, 3.0, (1,)))
def inside(rng, shape, rate, size):
    shape, rate = shape * rng.uniform(0.9, 1.1), rate * rng.uniform(0.9, 1.1)
    return {"x": shape / rate * rng.uniform(0.2, 2.5, size=size), "shape": shape, "rate": rate}


@cases("shape rate", (3.0, 2.0), (1.0, 0.5), (0.7, 3.0))
def outside(rng, shape, rate):
    x = [-rng.uniform(0.1, 9.0), -1e-9, -1e3, rng.uniform(0.2, 2.0)]
    return {"x": rng.permutation(x), "shape": shape, "rate": rate * rng.uniform(0.9, 1.1)}


@cases("shape", 1.0, 2.0, 3.5)
def finite_start(rng, shape):
    x = [0.0, rng.uniform(0.2, 0.8), rng.uniform(1.0, 2.0)]
    return {"x": rng.permutation(x), "shape": shape, "rate": rng.uniform(0.3, 3.0)}


@cases("shape", 0.5, 0.9)
def infinite_start(rng, shape):
    return {"x": rng.permutation([0.0, rng.uniform(0.2, 0.8)]), "shape": shape, "rate": rng.uniform(0.3, 3.0)}


@cases("shape rate", (200.0, 3.0), (1000.0, 0.02), (3000.0, 50.0), (2.0, 1.0))
def narrow(rng, shape, rate):
    """Around the mean, and far out in the tails."""
    shape, rate = shape * rng.uniform(0.9, 1.1), rate * rng.uniform(0.9, 1.1)
    deviations = rng.uniform(-6.0, 12.0, size=7)
    return {"x": np.maximum(shape + deviations * shape**0.5, 0.1) / rate, "shape": shape, "rate": rate}


@cases("times", 50.0, 250.0)
def far_out(rng, times):
    """In the tail of a small shape."""
    shape, rate = rng.uniform(0.5, 3.0), rng.uniform(0.5, 2.0)
    return {"x": times * rng.uniform(0.5, 2.0, size=4) / rate, "shape": shape, "rate": rate}


shapes = shaped("There is a density for each x.", inside)
values = agrees("f is the density, for small shapes.", inside, points=2)
zero = agrees("For negative x the density is 0.", outside, by="entry", needs=[values])
start = agrees(
    "At x = 0 the density is 0 above k = 1, and λ for k = 1, never NaN.", finite_start, by="entry", needs=[values]
)
infinite = agrees("For k below 1 the density at 0 is infinite.", infinite_start, needs=[values])
large = agrees(
    "The shape may be in the thousands, and densities be tiny.", narrow, points=2, by="entry", needs=[values]
)
tail = agrees("Far out in the tail densities are small, but not 0.", far_out, by="entry", needs=[values])
far = scaled(inside, scales=(-100, 100), x=1, rate=-1)
every_scale = agrees("x may be measured in tiny units and in huge ones.", far, separates=False, needs=[values])


@check(points=1, kind="property")
def laws(student, inside):
    """x times the density belongs to the next shape, other units change the rate, and the integral is 1."""

    def related(m, case):
        x, shape, rate = case.values()
        grid = np.arange(1, 4000) * (shape + 4.0) / (100.0 * rate)
        return (
            m.gamma_pdf(x, shape, rate),
            m.gamma_pdf(x, shape + 1.0, rate),
            m.gamma_pdf(4.0 * x, shape, rate / 4.0),
            m.gamma_pdf(grid, shape + 4.0, rate),
        )

    for case, (f, following, stretched, smooth) in student.each(related, inside):
        x, shape, rate = case.values()
        step = (shape + 4.0) / (100.0 * rate)
        assert_law("x f(x; k, λ) = k / λ · f(x; k + 1, λ)", x * f, shape / rate * following, what="f", where=case)
        assert_law("4 f(4 x; k, λ / 4) = f(x; k, λ)", 4.0 * stretched, f, what="f", where=case)
        # f vanishes at 0 like x³·⁶ or faster, and behind the last point lies less than e⁻¹⁰⁰.
        assert_law("∫ f dx = 1", smooth.sum() * step, 1.0, rtol=1e-8, what="f", where=case)


@check(points=1, kind="error", needs=[values])
def no_law(student, inside):
    """A shape or a rate that is 0 or negative raises ValueError."""
    for case in inside:
        for wrong in ({"shape": 0.0}, {"rate": 0.0}, {"shape": -case.shape}, {"rate": -case.rate}):
            changed = case.replaced(**wrong)
            raises(student, ValueError, lambda m, c=changed: m.gamma_pdf(*c.values()), where=case)


hygiene = hygiene_of(inside)

TEST, T = "shape <= 0 or rate <= 0", "rate * np.maximum(x, 0.0)"
POWER = "(shape - 1) * np.log(t) if shape != 1 else 0.0"
EXP, WHERE = "rate * np.exp(log_power - t - math.lgamma(shape))", "np.where(x >= 0, "

VARYING = {
    "laws": "Whether 1e-12 shows beside a small x hangs on the draw.",
    "tail": "Whether the shape is below 1 there hangs on the draw.",
}
BUGS = [
    patch(
        "the logarithm of the density is kept between −100 and 100",
        {
            EXP: (
                "np.where(x > 0, np.exp(np.clip(np.log(rate) + log_power - t - math.lgamma(shape), -100.0, 100.0)), "
                "rate * np.exp(log_power - t - math.lgamma(shape)))"
            )
        },
        hint="In the tails densities are smaller than e⁻¹⁰⁰, in tiny units larger than e¹⁰⁰: leave the logarithm as it is.",
    ),
    patch(
        "the rate is taken for the scale",
        {T: "np.maximum(x, 0.0) / rate", EXP: "np.exp(log_power - t - math.lgamma(shape)) / rate"},
        hint="λ is the number of calls in a unit of time: e^(−λ x).",
    ),
    patch("the exponent is k", {POWER: "shape * np.log(t)"}, hint="The exponent of x is k − 1."),
    patch("Γ(k) is missing", {" - math.lgamma(shape)": ""}, hint="Divide by Γ(k), or the area is not 1."),
    patch(
        "Γ is taken for the factorial",
        {"math.lgamma(shape)": "math.lgamma(shape + 1)"},
        hint="Γ(k) is (k − 1)!: lgamma(k), without + 1.",
    ),
    patch("it is multiplied by Γ(k)", {"- math.lgamma": "+ math.lgamma"}, hint="Divide by Γ(k)."),
    patch(
        "λ stands there once too seldom",
        {EXP: EXP.removeprefix("rate * ")},
        hint="λᵏ, and not λᵏ⁻¹: a density is a probability per unit of x.",
    ),
    patch(
        "λ stands there once, not k times",
        {POWER: "(shape - 1) * np.log(np.maximum(x, 0.0)) if shape != 1 else 0.0"},
        hint="λᵏ xᵏ⁻¹: every x comes with a λ, and one is left over.",
    ),
    patch("the exponential is missing", {" - t -": " -"}, hint="e^(−λ x) brings the density down again."),
    patch("λ is missing in the exponential", {" - t -": " - np.maximum(x, 0.0) -"}, hint="e^(−λ x)."),
    patch(
        "shape and rate are exchanged",
        {f"t = {T}": f"shape, rate = rate, shape\n    t = {T}"},
        hint="The shape comes first.",
    ),
    patch(
        "the logarithm is returned",
        {EXP: "(np.log(rate) + log_power - t - math.lgamma(shape)) * (x > 0)"},
        hint="exp makes a density of it.",
    ),
    patch("0 · log 0 is NaN", {" if shape != 1 else 0.0": ""}, hint="For k = 1 there is no power of x: leave it out."),
    patch(
        "the density at 0 is 0, whatever k is",
        {WHERE: "np.where(x > 0, "},
        hint="For k = 1 it is λ, and for k < 1 it is infinite.",
    ),
    patch(
        "what is infinite is made finite",
        {EXP: f"np.nan_to_num({EXP})"},
        hint="Below k = 1 the density has a pole at 0: inf.",
    ),
    patch(
        "negative x are taken for 0",
        {WHERE: "np.where(x == x, "},
        hint="Nobody waits less than no time: the density is 0 there.",
    ),
    patch(
        "negative x are NaN",
        {T: "rate * x", WHERE: "np.where(x == x, ", '(divide="ignore")': '(all="ignore")'},
        hint="Nobody waits less than no time: the density is 0 there.",
    ),
    patch(
        "x is kept away from 0",
        {T: "rate * np.maximum(x, 1e-12)"},
        hint="0 is part of the law: 0, λ or infinite.",
    ),
    patch(
        "Γ itself is computed, which overflows",
        {"math.lgamma(shape)": "math.log(math.gamma(shape))"},
        hint="Γ(172) is more than a float64 holds: math.lgamma.",
    ),
    patch(
        "a normal law is taken where the shape is large",
        {
            f"{WHERE}{EXP}, 0.0)": (
                f"{WHERE}{EXP}, 0.0) if shape < 50 else "
                "np.exp(-((t - shape) ** 2) / (2 * shape)) * rate / np.sqrt(2 * np.pi * shape)"
            )
        },
        hint="It comes near, in the middle. In the tails it is far off: add logarithms.",
    ),
    patch(
        "what is small is set to 0",
        {EXP: f"np.where(t > shape + 40, 0.0, {EXP})"},
        hint="Small densities count as well: only for negative x it is 0.",
    ),
    patch(
        "a shape of 0 is let pass",
        {TEST: "shape < 0 or rate <= 0", "math.lgamma(shape)": "math.lgamma(shape or 1.0)"},
        hint="Positive means above 0: raise ValueError.",
    ),
    patch("only the shape is tested", {TEST: "shape <= 0"}, hint="The rate has to be positive, too."),
    patch(
        "Γ(k) is the factorial of a whole number, whatever is behind the point of k",
        {"math.lgamma(shape)": "float(np.sum(np.log(np.arange(1, int(shape)))))"},
        hint="Γ(k) = (k − 1)! holds for whole k. Between them Γ goes on: math.lgamma(k).",
    ),
    patch(
        "x is divided by λ in the exponential",
        {" - t -": " - t / rate**2 -"},
        hint="λ is the rate, not the scale: e^(−λ x).",
    ),
    patch(
        "the probability of k calls until x stands for the density",
        {POWER: "shape * np.log(t)", "rate * np.exp": "np.exp", "math.lgamma(shape)": "math.lgamma(shape + 1)"},
        hint="That is Poisson's law, of a number. The density of the time until the k-th is λᵏ xᵏ⁻¹ e^(−λ x) / Γ(k).",
    ),
    patch(
        "for k = 1 the density at 0 is 1",
        {EXP: f"np.where((x == 0) & (shape == 1), 1.0, {EXP})"},
        hint="0⁰ is 1, and is multiplied by λᵏ: for k = 1 the density begins with λ.",
    ),
    patch(
        "for k = 1 the density at 0 is infinite",
        {EXP: f"np.where((x == 0) & (shape == 1), np.inf, {EXP})"},
        hint="Only below k = 1 there is a pole; for k = 1 there is no power of x, and the density begins with λ.",
    ),
    patch(
        "for k below 1 the density at 0 is 0",
        {EXP: f"np.where((x == 0) & (shape < 1), 0.0, {EXP})"},
        hint="Three cases are at x = 0: 0 for k > 1, λ for k = 1, and +∞ for k < 1.",
    ),
    patch(
        "one negative x makes all densities 0",
        {WHERE: "np.where(np.all(x >= 0), "},
        hint="Each x has a density of its own: choose entry by entry, with a mask.",
    ),
    patch(
        "a negative x raises ValueError",
        {TEST: f"{TEST} or np.any(x < 0)"},
        hint="It is no error to ask for it: the density is 0.",
    ),
    patch(
        "log Γ(k) is taken to be Stirling's formula",
        {"math.lgamma(shape)": "((shape - 0.5) * math.log(shape) - shape + 0.5 * math.log(2 * math.pi))"},
        hint="Its next term is 1 / (12 k), and counts: math.lgamma(k) has all of them.",
    ),
    patch(
        "NaN is replaced by 0, and infinity by a large number",
        {" if shape != 1 else 0.0": "", '(divide="ignore")': '(all="ignore")', EXP: f"np.nan_to_num({EXP})"},
        hint="0 · log 0 is NaN where k = 1, and the density is λ there: leave the power out.",
    ),
    patch(
        "a small number is added to x before the logarithm",
        {"np.log(t) if shape != 1 else 0.0": "np.log(t + 1e-12)"},
        hint="Below k = 1 the density at 0 is infinite, and small x are right as they are: leave x alone.",
    ),
    patch(
        "ValueError is only raised if both are wrong",
        {TEST: "shape <= 0 and rate <= 0", "math.lgamma(shape)": "math.lgamma(abs(shape) or 1.0)"},
        hint="One of them that is not positive is enough: `or`, and not `and`.",
    ),
    patch(
        "only the rate is tested",
        {TEST: "rate <= 0", "math.lgamma(shape)": "math.lgamma(abs(shape) or 1.0)"},
        hint="The shape has to be positive, too.",
    ),
    patch(
        "a shape below 1 is refused",
        {TEST: "shape < 1 or rate <= 0"},
        hint="The shape is positive, and may be below 1: only 0 and less raise ValueError.",
    ),
    patch(
        "densities are divided by their sum",
        {f"    return {WHERE}{EXP}, 0.0)": f"    f = {WHERE}{EXP}, 0.0)\n    return f / f.sum()"},
        hint="A density has the integral 1, and not the sum 1 over the x that are asked for: divide by Γ(k).",
    ),
]


EQUIVALENT = {
    "gamma_pdf: shape <= 0 → shape < 0": "math.lgamma(0) raises ValueError itself",
    "gamma_pdf: np.maximum(x, 0.0) → x": "where x is negative, the result is 0 whatever the logarithm is",
}


@bug("powers are computed without logarithms", hint="1000¹⁰⁰⁰ is no float64: add logarithms, and take exp last.")
def powers(x, shape, rate):
    if shape <= 0 or rate <= 0:
        raise ValueError("no law")
    t = rate * np.maximum(x, 0.0)
    with np.errstate(all="ignore"):
        return np.where(x >= 0, rate * t ** (shape - 1) * np.exp(-t) / np.exp(np.float64(math.lgamma(shape))), 0.0)


@variant
def masked(x, shape, rate):
    if min(shape, rate) <= 0:
        raise ValueError("no law")
    f = np.zeros(x.shape)
    later = x > 0
    logs = shape * np.log(rate) + (shape - 1) * np.log(x[later]) - rate * x[later] - math.lgamma(shape)
    f[later] = np.exp(logs)
    f[x == 0] = np.inf if shape < 1 else rate if shape == 1 else 0.0
    return f


@variant
def one_by_one(x, shape, rate):
    if not (shape > 0 and rate > 0):
        raise ValueError("no law")

    def density(t):
        if t < 0:
            return 0.0
        if t == 0:
            return 0.0 if shape > 1 else rate if shape == 1 else math.inf
        return math.exp(math.log(rate) + (shape - 1) * math.log(rate * t) - rate * t - math.lgamma(shape))

    return np.array([density(t) for t in x.ravel().tolist()]).reshape(x.shape)


@variant
def relative_to_the_mode(x, shape, rate):
    """The power and the exponential, both divided by what they are near the mode, where they nearly cancel."""
    if shape <= 0 or rate <= 0:
        raise ValueError("no law")
    top = max(shape - 1, 1.0)
    with np.errstate(all="ignore"):
        ratio = np.log(np.abs(x) * rate / top)
        power = np.zeros(x.shape) if shape == 1 else (shape - 1) * ratio
        factor = (shape - 1) * math.log(top) - top - math.lgamma(shape)
        f = np.exp(power - (rate * x - top) + factor) * rate
    return np.where(x < 0, 0.0, f)
