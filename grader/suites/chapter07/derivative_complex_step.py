"""Checks, known bugs and variants of chapter07/derivative_complex_step."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    returns=("slope",),
    requires=("chapter07/derivative_central",),
    minutes=10,
    hints=(
        "Python writes i as 1j: 2 + 3i is 2 + 3j, and i h is 1j * h.",
        "Work out (x + ih)² on paper. Which part is 2x h?",
        "np.imag takes the imaginary part, of a number or of an array. Then divide by h.",
    ),
)


# --- functions and their derivatives: the functions travel to the answer as source ------------------------------------
def cubic(z):
    return z**3 - 2 * z


def waves(z):
    return np.sin(2 * z) * np.exp(z / 2)


def quotient(z):
    return np.exp(z) / (1 + z * z)


def composed(z):
    return np.exp(np.sin(z) - z) + z**4 / 8


FUNCTIONS = {"z³ − 2z": cubic, "sin 2z e^(z/2)": waves, "e^z/(1 + z²)": quotient, "e^(sin z − z) + z⁴/8": composed}
EXACT = {
    "sin 2z e^(z/2)": lambda x: np.exp(x / 2) * (2 * np.cos(2 * x) + np.sin(2 * x) / 2),
    "e^(sin z − z) + z⁴/8": lambda x: (np.cos(x) - 1) * np.exp(np.sin(x) - x) + x**3 / 2,
}
STEPS = [2.0**-k for k in range(2, 8)]
SMALL = {"1e-20": 1e-20, "1e-100": 1e-100, "1e-200": 1e-200}


@cases(
    "f shape h",
    ("z³ − 2z", (5,), 0.5),
    ("sin 2z e^(z/2)", (2, 3), 0.1),
    ("e^z/(1 + z²)", (3, 3), 0.2),
    ("e^(sin z − z) + z⁴/8", (1,), 0.3),
    ("z³ − 2z", (), 0.1),
)
def curves(rng, f, shape, h):
    """Points of both signs, and slopes: the first is that of z³ − 2z between its turning points."""
    x = rng.uniform(0.9, 2.0, size=shape or None)
    if np.ndim(x):
        x.flat[0] = -rng.uniform(0.1, 0.7)
    return {"f": FUNCTIONS[f], "x": x, "h": h * rng.uniform(0.8, 1.5)}


@cases("h f", *((h, f) for h in SMALL for f in ("sin 2z e^(z/2)", "e^z/(1 + z²)")))
def small(rng, h, f):
    return {"f": FUNCTIONS[f], "x": rng.uniform(0.5, 2.0, size=3), "h": SMALL[h] * rng.uniform(1.0, 2.0)}


@cases("f shape", ("sin 2z e^(z/2)", (4,)), ("e^(sin z − z) + z⁴/8", ()))
def without_h(rng, f, shape):
    return {"f": FUNCTIONS[f], "x": rng.uniform(1.5, 2.0, size=shape or None)}


@cases("shape", ((4,),), ((),))
def whole(rng, shape):
    return {"f": cubic, "x": rng.integers(-3, 5, size=shape or None), "h": rng.uniform(0.1, 0.9)}


@cases("unit height", (1e-100, 1e-100), (1e100, 1e100), (1e-100, 1e100), (1.0, 1e-100))
def units(rng, unit, height):
    """Units of x and of f: x and h are about `unit`, values about `height`."""

    def f(z):
        return height * np.sin(z / unit)

    x = unit * rng.uniform(0.5, 1.0, size=3)
    return {"f": f, "x": np.array([x[0], -x[1], x[2]]), "h": unit * rng.uniform(0.1, 0.3)}


@cases("f", ("sin 2z e^(z/2)",), ("e^(sin z − z) + z⁴/8",))
def points(rng, f):
    return {"f": FUNCTIONS[f], "x": rng.uniform(1.6, 2.0, size=4)}


# --- checks -----------------------------------------------------------------------------------------------------------
shapes = shaped("There is a slope for each x, and it is real; of a number, it is a number.", curves)
values = agrees("It is Im f(x + ih) / h, also for an h that is not small.", curves, points=2)
digits = agrees(
    "With a tiny h it has all its digits: nothing cancels.",
    small,
    points=2,
    rtol=1e-13,
    by="entry",
    scale=lambda case: 1.0,
)
ints = agrees("Slopes at ints are floats.", whole, needs=[values])
every_unit = agrees("It is right in tiny units and in huge ones.", units)


@check(points=1)
def own_step(student, without_h):
    """Without an h, it has all its digits as well."""
    for case, slope in student.derivative_complex_step.on(without_h):
        exact = EXACT[case.sizes["f"]](case.x)
        assert_close(slope, exact, rtol=1e-13, names=EXERCISE.returns, where=case)


@check(points=1, kind="convergence")
def order(student, points):
    """For an h that is not tiny, the error is of order 2: with half of h, it is a quarter."""

    def scenario(m, case):
        return [m.derivative_complex_step(case.f, case.x, h) for h in STEPS]

    for case, slopes in student.each(scenario, points):
        errors = np.stack(slopes) - EXACT[case.sizes["f"]](case.x)
        seen = check_order(errors, STEPS, 2, points=4, exactly=True, floor=1e-13, what="the slope's error", where=case)
    return seen.curve(2)


hygiene = hygiene_of(curves)

# --- known bugs and variants --------------------------------------------------------------------------------------------
QUOTIENT = "np.imag(f(x + 1j * h)) / h"

BUGS = [
    patch("the imaginary part is divided by 2h", {"1j * h)) / h": "1j * h)) / (2 * h)"}, hint="Im f(x + ih) is h f′."),
    patch("the imaginary part is not divided by h", {"1j * h)) / h": "1j * h))"}, hint="It is h f′(x): divide by h."),
    patch(
        "the modulus is taken for the imaginary part",
        {"np.imag(f": "np.abs(f"},
        hint="The modulus is nearly |f(x)|: the slope is in the imaginary part, np.imag.",
    ),
    patch(
        "the real part is taken",
        {"np.imag(f": "np.real(f"},
        hint="The real part is nearly f(x): the slope is in the imaginary part, np.imag.",
    ),
    patch(
        "the step is real",
        {"x + 1j * h": "x + h"},
        hint="f(x + h) has no imaginary part: the step is i h, in Python 1j * h.",
    ),
    patch("the step goes down", {"x + 1j * h": "x - 1j * h"}, hint="f(x − ih) has the imaginary part −h f′(x)."),
    patch(
        "the result is complex",
        {QUOTIENT: "f(x + 1j * h) / h"},
        hint="Take the imaginary part: the slope is a real number.",
    ),
    patch(
        "h is ignored, and 10⁻⁵ taken",
        {"    slope: float": "    h = 1e-5\n    slope: float"},
        hint="The error is about h²: use the h that is passed in.",
    ),
    patch(
        "h is ignored, and 10⁻²⁰ taken",
        {"    slope: float": "    h = 1e-20\n    slope: float"},
        hint="Use the h that is passed in, large or small.",
    ),
    patch(
        "the h that is taken without one is 10⁻³",
        {"h: float = 1e-20": "h: float = 1e-3"},
        hint="The error is about h², and nothing cancels: without an h, take 10⁻²⁰.",
    ),
    patch(
        "it is the central difference",
        {QUOTIENT: "(f(x + h) - f(x - h)) / (2 * h)"},
        hint="With a tiny h, x + h is x: step off the real line, x + 1j * h.",
    ),
    patch("the slope loses its sign", {QUOTIENT: f"abs({QUOTIENT})"}, hint="Where f falls, the slope is negative."),
    patch("the slope is squared", {QUOTIENT: f"({QUOTIENT}) ** 2"}, hint="The imaginary part over h is f′ itself."),
    patch(
        "one slope is returned for all x", {QUOTIENT: f"np.mean({QUOTIENT})"}, hint="Each entry of x has its own slope."
    ),
]


@bug("x is made complex and cast to its own type again", hint="Casting to float drops the imaginary part.")
def dropped(f, x, h=1e-20):
    z = np.real(x + 1j * h)
    return np.imag(f(z + 0j)) / h


@variant
def attribute(f, x, h=1e-20):
    z = f(x + complex(0, h))
    return z.imag / h


@variant
def entry_by_entry(f, x, h=1e-20):
    if np.ndim(x) == 0:
        return float(np.imag(f(complex(x, h))) / h)
    slopes = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        slopes[i] = f(complex(x[i], h)).imag / h
    return slopes


@variant
def filled(f, x, h=1e-20):
    z = np.zeros(np.shape(x), dtype=complex)
    z.real, z.imag = x, h
    return np.imag(f(z if z.ndim else z[()])) / h


@variant
def complex_quotient(f, x, h=1e-20):
    """A difference whose imaginary part loses nothing, over ih."""
    return np.real((f(x + 1j * h) - f(x)) / (1j * h))
