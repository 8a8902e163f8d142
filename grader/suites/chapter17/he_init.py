"""Checks, known bugs and variants of chapter17/he_init."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("W",),
    requires=("chapter17/xavier_init",),
    minutes=10,
    hints=(
        "The variance is 2 / ((1 + slope²) n_in): only the number of inputs counts.",
        "rng.normal takes a standard deviation, as scale=, and a shape, as size=.",
    ),
)


def generator(rng):
    return np.random.default_rng(int(rng.integers(2**31)))


@cases("n_in n_out", (7, 3), (3, 7), (4, 4), (1, 5))
def layer(rng, n_in, n_out):
    return {"n_in": n_in, "n_out": n_out, "slope": 0.0, "rng": generator(rng)}


@cases("n_in n_out", (5, 3), (2, 6))
def leaky(rng, n_in, n_out):
    return {"n_in": n_in, "n_out": n_out, "slope": rng.uniform(0.3, 0.9) * rng.choice((-1, 1)), "rng": generator(rng)}


@cases("n_in", 20_000)
def wide(rng, n_in):
    """So many inputs that weights are tiny."""
    return {"n_in": n_in, "n_out": 1, "slope": 0.0, "rng": generator(rng)}


def few(m, case):
    return m.he_init(*case.values())[:5]


shapes = shaped("W has a row for each input and a column for each output.", layer)


@check(points=2, kind="random")
def variance(student, rng):
    """The mean is 0, and the variance is 2 / n_in, or 2 / ((1 + slope²) n_in)."""
    for n_in, n_out, slope in ((80, 40, 0.0), (40, 80, 0.0), (60, 50, 1.0)):
        W = student.run(lambda m, a, b, s, g: m.he_init(a, b, s, g), n_in, n_out, slope, generator(rng))
        assert_shapes(W, np.zeros((n_in, n_out)), names=EXERCISE.returns)
        where = f"n_in={n_in}, n_out={n_out}, slope={slope}"
        check_variance(
            W, 2 / ((1 + slope**2) * n_in), W.size, sees=0.35, mean=0.0, what="the entries of W", where=where
        )


settled = agrees("The numbers are those of one call of rng.normal.", layer)
with_slope = agrees("A slope for negative inputs counts.", leaky)
many_inputs = agrees("Weights may be tiny.", wide, of=few, needs=[settled], separates=False)


@check(points=1, kind="random")
def anew(student, rng):
    """The next matrix from the same rng is another, and so is the first from another rng."""

    def draws(m, seeds):
        first, second = (constant(m, np.random.default_rng(seed)) for seed in seeds)
        return [m.he_init(6, 4, 0.0, g) for g in (first, first, second)]

    one, next_one, other = student.run(draws, [int(seed) for seed in rng.choice(2**31, size=2, replace=False)])
    if np.any(one == next_one):
        fail("One Generator gave the same numbers twice.", "n_in=6, n_out=4")
    if np.any(one == other):
        fail("Two Generators in different states gave the same numbers.", "n_in=6, n_out=4")


hygiene = hygiene_of(layer, seeded=True, needs=[shapes])

SCALE, DRAW = (
    "np.sqrt(2 / ((1 + slope**2) * n_in))",
    "rng.normal(scale=np.sqrt(2 / ((1 + slope**2) * n_in)), size=(n_in, n_out))",
)
TOLERANT = {
    "variance": "A sample may be any that has this variance.",
    "anew": "They only have to be different.",
}
BUGS = [
    patch(
        "the variance is 1/n_in",
        {SCALE: "np.sqrt(1 / ((1 + slope**2) * n_in))"},
        hint="ReLU halves the second moment: 2/n_in makes up for it.",
    ),
    patch(
        "the variance is 2/n_out",
        {"* n_in)), size": "* n_out)), size"},
        hint="It is the number of inputs that are summed: n_in.",
    ),
    patch(
        "the variance is 2/(n_in + n_out) (Xavier's)",
        {"* n_in)), size": "* (n_in + n_out))), size"},
        hint="That is for activations like tanh; He's is 2/n_in.",
    ),
    patch(
        "the root is missing",
        {SCALE: "2 / ((1 + slope**2) * n_in)"},
        hint="scale= is the standard deviation: √(2/n_in).",
    ),
    patch("weights are 0.01 times normal numbers", {SCALE: "0.01"}, hint="The scale depends on n_in."),
    patch(
        "weights are uniform",
        {
            DRAW: "rng.uniform(-np.sqrt(6 / ((1 + slope**2) * n_in)), np.sqrt(6 / ((1 + slope**2) * n_in)), size=(n_in, n_out))"
        },
        hint="One call of rng.normal is asked for.",
    ),
    patch(
        "weights are uniform with the bound √(2/n_in)",
        {
            DRAW: "rng.uniform(-np.sqrt(2 / ((1 + slope**2) * n_in)), np.sqrt(2 / ((1 + slope**2) * n_in)), size=(n_in, n_out))"
        },
        hint="One call of rng.normal is asked for.",
    ),
    patch("W is transposed", {"size=(n_in, n_out)": "size=(n_out, n_in)"}, hint="W is (n_in, n_out)."),
    patch(
        "W is drawn as (n_out, n_in) and turned",
        {DRAW: DRAW.replace("(n_in, n_out)", "(n_out, n_in)") + ".T.copy()"},
        hint="The size of the one call is (n_in, n_out).",
    ),
    patch(
        "slope is ignored",
        {"(1 + slope**2) * n_in": "n_in"},
        hint="Negative inputs keep slope² of their part: 1 + slope².",
    ),
    patch("slope is not squared", {"slope**2": "slope"}, hint="The second moment counts: slope²."),
    patch(
        "1 + slope² is squared", {"(1 + slope**2) *": "(1 + slope**2) ** 2 *"}, hint="It stands in the variance once."
    ),
    patch(
        "1 + slope² stands outside of the root",
        {SCALE: "np.sqrt(2 / n_in) / (1 + slope**2)"},
        hint="It belongs to the variance, under the root.",
    ),
    patch(
        "a Generator with a fixed seed is used",
        {"return rng.": "return np.random.default_rng(0)."},
        hint="Draw from rng: it decides.",
    ),
    patch(
        "NumPy's global random state is used",
        {"return rng.": "np.random.seed(rng.integers(2**31))\n    return np.random."},
        hint="Leave np.random alone: draw from rng.",
    ),
    patch("the scale is never below 0.05", {SCALE: f"max({SCALE}, 0.05)"}, hint="Leave the scale as it is."),
]


@variant
def standard_numbers(n_in, n_out, slope, rng):
    return rng.standard_normal((n_in, n_out)) * (2 / n_in / (1 + slope * slope)) ** 0.5


@variant
def entry_by_entry(n_in, n_out, slope, rng):
    gain = np.sqrt(2.0 / (1 + slope**2))
    return np.array([[rng.normal(0.0, gain / np.sqrt(n_in)) for _ in range(n_out)] for _ in range(n_in)])
