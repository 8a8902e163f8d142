"""Checks, known bugs and variants of chapter03/normal_logpdf."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("L",),
    minutes=10,
    hints=(
        "Take the logarithm on paper first: a product becomes a sum, and e^(−z²/2) becomes −z²/2.",
        "Compute z = (x − μ) / σ, and then three terms. NumPy's operators broadcast by themselves.",
        "np.any(sigma <= 0) works for one number as for an array; then raise ValueError.",
    ),
)


@cases("N", 7, 4, 1)
def one_distribution(rng, N):
    return {"x": rng.normal(1.0, 3.0, size=N), "mu": rng.normal(), "sigma": rng.uniform(1.5, 4.0)}


def far_out(rng):
    return rng.choice([-1.0, 1.0])


@cases("deviations", 50.0, 1e3, 1e7, 1e12)
def tail(rng, deviations):
    """One number at a time: what is large must not hide what is small."""
    mu, sigma = rng.normal(), rng.uniform(0.2, 5.0)
    return {"x": mu + far_out(rng) * deviations * sigma, "mu": mu, "sigma": sigma}


@cases(
    "x mu sigma",
    ((6, 1), (4,), (4,)),
    ((3, 3), (3,), (3, 1)),
    ((5,), (5,), (5,)),
    ((), (4,), ()),
    ((2, 1, 1), (3, 1), (4,)),
    ((3,), (3,), (2, 3)),
    ((4,), (1,), (4,)),
)
def several(rng, x, mu, sigma):
    """Arrays of these shapes; without axes, a number."""
    return {
        "x": rng.normal(0.0, 2.0, size=x or None),
        "mu": rng.normal(size=mu or None),
        "sigma": rng.uniform(0.3, 3.0, size=sigma or None),
    }


shapes = shaped("There is a logarithm for each x.", one_distribution)
values = agrees("L is the logarithm of the density, with its three terms.", one_distribution, points=2)
broadcast = agrees("Arrays of means and deviations are broadcast against x.", several, needs=[values])
far_tail = agrees("Fifty deviations away and farther the logarithm is still an ordinary number.", tail)
far = scaled(one_distribution, scales=(-100, 100), x=1, mu=1, sigma=1)
every_scale = agrees("It is right in tiny units and in huge ones.", far, separates=False)


@check(points=1, kind="property")
def unit_and_mass(student, one_distribution):
    """In units that are a times as small, log a is taken off; and the density, the exponential of L, has the integral 1."""

    def moved(m, case):
        x, mu, sigma = case.values()
        grid = np.linspace(mu - 9.0 * sigma, mu + 9.0 * sigma, 200)
        return (
            m.normal_logpdf(x, mu, sigma),
            m.normal_logpdf(3.0 - 4.0 * x, 3.0 - 4.0 * mu, 4.0 * sigma),
            m.normal_logpdf(grid, mu, sigma),
        )

    for case, (L, smaller, on_grid) in student.each(moved, one_distribution):
        size = float(np.max(np.abs(L)))
        law = "L(3 − 4 x; 3 − 4 μ, 4 σ) = L(x; μ, σ) − log 4"
        assert_law(law, smaller, L - np.log(4.0), scale=size, rtol=1e-11, what="L", where=case)
        # The trapezoid rule on a bell curve: the error is below 1e-15 for steps of 0.09 σ, and 2e-19 lies outside.
        mass = np.exp(on_grid).sum() * 18.0 * case.sigma / 199
        assert_law("∫ exp L dx = 1", mass, 1.0, what="L", where=case)


@check(points=1, kind="error", needs=[values])
def no_deviation(student, one_distribution):
    """A σ that is 0 or negative raises ValueError, alone or among others."""
    for case in one_distribution:
        some = np.full(len(case.x), case.sigma)
        for wrong in (0.0, -case.sigma):
            some[-1] = wrong
            for sigma in (wrong, some.copy()):
                changed = case.replaced(sigma=sigma)
                raises(student, ValueError, lambda m, c=changed: m.normal_logpdf(*c.values()), where=case)


hygiene = hygiene_of(several, needs=[broadcast])

TEST, Z = "np.any(np.asarray(sigma) <= 0)", "(x - mu) / sigma"
SQUARE, SIGMA, CONSTANT = "-0.5 * z**2", " - np.log(sigma)", " - 0.5 * np.log(2 * np.pi)"

VARYING = {"broadcast": "Whether an x is so far out that its density is below 1e-12 hangs on the draw."}
BUGS = [
    patch(
        "σ is taken for the variance",
        {Z: "(x - mu) / np.sqrt(sigma)", SIGMA: " - 0.5 * np.log(sigma)"},
        hint="σ is the standard deviation: z = (x − μ) / σ, and the whole log σ.",
    ),
    patch("z is divided by the variance", {Z: "(x - mu) / sigma**2"}, hint="z = (x − μ) / σ, squared afterwards."),
    patch("the ½ in front of z² is missing", {SQUARE: "-(z**2)"}, hint="The exponent is −z²/2."),
    patch("log σ is missing", {SIGMA: ""}, hint="The factor in front is 1 / (√(2π) σ): with σ."),
    patch("log σ is halved", {SIGMA: " - 0.5 * np.log(sigma)"}, hint="½ log σ² is the whole log σ."),
    patch("log σ is doubled", {SIGMA: " - np.log(sigma**2)"}, hint="√(2πσ²) has the logarithm ½ log 2π + log σ."),
    patch("log σ is added", {SIGMA: " + np.log(sigma)"}, hint="A wide bell is low: −log σ."),
    patch("log 2π is not halved", {CONSTANT: " - np.log(2 * np.pi)"}, hint="It comes from a square root: ½ log 2π."),
    patch("the constant is missing", {CONSTANT: ""}, hint="−½ log 2π makes the integral 1."),
    patch("the constant is added", {CONSTANT: CONSTANT.replace("-", "+")}, hint="1 / √(2π): −½ log 2π."),
    patch("z² is added", {SQUARE: "0.5 * z**2"}, hint="Far from the mean the density falls: −z²/2."),
    patch("the modulus of z stands for its square", {SQUARE: "-0.5 * np.abs(z)"}, hint="The bell has z² in it."),
    patch(
        "decimal logarithms are taken", {SIGMA: " - np.log10(sigma)"}, hint="The natural logarithm undoes e: np.log."
    ),
    patch(
        "the density is returned",
        {f"{SQUARE}{SIGMA}{CONSTANT}": f"np.exp({SQUARE}{SIGMA}{CONSTANT})"},
        hint="Its logarithm is asked for.",
    ),
    patch(
        "the logarithm is taken of a density that has become 0",
        {f"{SQUARE}{SIGMA}{CONSTANT}": "np.log(np.exp(-0.5 * z**2) / (sigma * np.sqrt(2 * np.pi)))"},
        hint="e^(−1250) is 0 to a float64: take logarithms on paper, and compute the sum.",
    ),
    patch(
        "a small number is added to the density before the logarithm",
        {f"{SQUARE}{SIGMA}{CONSTANT}": "np.log(np.exp(-0.5 * z**2) / (sigma * np.sqrt(2 * np.pi)) + 1e-300)"},
        hint="Then all tails are alike: take logarithms on paper, and compute the sum.",
    ),
    patch(
        "one σ is taken for all",
        {f"    z = {Z}": f"    sigma = np.ravel(sigma)[0]\n    z = {Z}"},
        hint="Each distribution has its own: broadcast.",
    ),
    patch(
        "the mean of all μ is taken",
        {Z: "(x - np.mean(mu)) / sigma"},
        hint="Each distribution has its own: broadcast.",
    ),
    patch(
        "L is summed up",
        {"return L": "return np.sum(L)"},
        hint="One logarithm for each x: leave the sum to whoever needs it.",
    ),
    patch("σ = 0 is let pass", {"<= 0": "< 0"}, hint="0 makes no density: raise ValueError there, too."),
    patch(
        "a negative σ is taken for its modulus",
        {TEST: "np.any(sigma == 0)", f"    z = {Z}": f"    sigma = np.abs(sigma)\n    z = {Z}"},
        hint="A negative σ makes no density: raise ValueError there, too.",
    ),
    patch(
        "only a σ that is one number is tested",
        {TEST: "np.ndim(sigma) == 0 and sigma <= 0"},
        hint="One wrong deviation among many is enough: np.any.",
    ),
    patch(
        "ValueError is only raised if all σ are wrong",
        {"np.any": "np.all"},
        hint="One wrong deviation among many is enough: np.any.",
    ),
    patch(
        "log π stands for log 2π",
        {CONSTANT: " - 0.5 * np.log(np.pi)"},
        hint="The factor in front is 1 / (√(2π) σ): with the 2.",
    ),
    patch(
        "all logarithms are decimal",
        {SIGMA: " - np.log10(sigma)", CONSTANT: " - 0.5 * np.log10(2 * np.pi)"},
        hint="The natural logarithm undoes e: np.log.",
    ),
    patch(
        "log (1 + σ) is taken off",
        {SIGMA: " - np.log1p(sigma)"},
        hint="np.log1p adds 1 to what it is given: np.log(σ).",
    ),
    patch(
        "(x − μ)² is divided by 2 σ",
        {SQUARE: "-0.5 * (x - mu) ** 2 / sigma"},
        hint="σ belongs to z, which is squared: (x − μ)² / (2 σ²).",
    ),
    patch(
        "(x − μ)² is multiplied by σ² / 2",
        {SQUARE: "-0.5 * (x - mu) ** 2 * sigma**2"},
        hint="a / 2 * b is (a / 2) · b: write / (2 * sigma**2), in parentheses.",
    ),
    patch(
        "½ log 2π is taken off once for each x",
        {CONSTANT: " - 0.5 * np.size(x) * np.log(2 * np.pi)"},
        hint="D of these terms belong to the density of D numbers together: here each x has a logarithm of its own.",
    ),
    patch(
        "the terms are multiplied",
        {f"{SQUARE}{SIGMA}{CONSTANT}": "(-0.5 * z**2) * (-np.log(sigma) - 0.5 * np.log(2 * np.pi))"},
        hint="The logarithm of a product is the sum of the logarithms.",
    ),
    patch(
        "the density is kept above a bound before the logarithm",
        {f"{SQUARE}{SIGMA}{CONSTANT}": "np.log(np.maximum(np.exp(-0.5 * z**2) / (sigma * np.sqrt(2 * np.pi)), 1e-12))"},
        hint="Then all tails are alike: take logarithms on paper, and compute the sum.",
    ),
    patch(
        "−∞ is replaced by the largest negative number",
        {f"{SQUARE}{SIGMA}{CONSTANT}": ("np.nan_to_num(np.log(np.exp(-0.5 * z**2) / (sigma * np.sqrt(2 * np.pi))))")},
        hint="What has become 0 has lost its logarithm: take logarithms on paper, and compute the sum.",
    ),
    patch(
        "a small number is added to σ",
        {f"    z = {Z}": f"    sigma = sigma + 1e-8\n    z = {Z}"},
        hint="A σ that is wrong has been refused already; one that is small is right, in a large unit.",
    ),
    patch(
        "a small σ is refused",
        {"<= 0": "< 1e-8"},
        hint="In a large unit σ may be tiny, and is right: only 0 and less raise ValueError.",
    ),
    patch(
        "an array of σ is tested as if it were one number",
        {TEST: "sigma <= 0"},
        hint="NumPy refuses to take an array for yes or no: np.any(sigma <= 0).",
    ),
    patch(
        "where σ is wrong L is NaN",
        {
            f'    if {TEST}:\n        raise ValueError("σ must be positive")\n': "    sigma = np.where(np.greater(sigma, 0), sigma, np.nan)\n"
        },
        hint="NaN is passed on in silence: raise ValueError.",
    ),
]


@bug(
    "L is an array that is made like x",
    hint="The result has the shape of x + mu + sigma, which may have more axes than x: let the formula make it.",
)
def made_like_x(x, mu, sigma):
    if np.any(np.asarray(sigma) <= 0):
        raise ValueError("sigma")
    L = np.zeros_like(x)
    L[...] = -0.5 * ((x - mu) / sigma) ** 2 - np.log(sigma) - 0.5 * np.log(2 * np.pi)
    return L


EQUIVALENT = {
    "normal_logpdf: (x - mu) / sigma → -((x - mu) / sigma)": "z is only squared",
    "normal_logpdf: x - mu → mu - x": "z is only squared",
}


@variant
def as_one_logarithm(x, mu, sigma):
    variance = np.square(sigma)
    if not np.all(np.greater(sigma, 0)):
        raise ValueError("sigma")
    return -(np.subtract(x, mu) ** 2) / (2 * variance) - np.log(2 * np.pi * variance) / 2


@variant
def one_by_one(x, mu, sigma):
    import math

    x, mu, sigma = np.broadcast_arrays(x, mu, sigma)
    L = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        if sigma[i] <= 0:
            raise ValueError("sigma")
        L[i] = -math.log(sigma[i] * math.sqrt(2 * math.pi)) - ((x[i] - mu[i]) / sigma[i]) ** 2 / 2
    return L if L.shape else float(L)


@variant
def standardised(x, mu, sigma):
    sigma = np.asarray(sigma, dtype=float)
    if sigma.min() <= 0:
        raise ValueError("sigma")
    z = (np.asarray(x) - np.asarray(mu)) / sigma
    standard = -(z * z + np.log(2.0 * np.pi)) / 2.0
    return standard - np.log(sigma)
