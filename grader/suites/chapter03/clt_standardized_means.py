"""Checks, known bugs and variants of chapter03/clt_standardized_means."""

import math

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("Z",),
    requires=("chapter03/pmf_moments",),
    minutes=15,
    hints=(
        "One value first: n numbers, sampler(rng, n); their mean; minus μ; divided by σ / √n.",
        "sampler(rng, (reps, n)) draws a table, one experiment a row. Along which axis are the means taken?",
        "μ and σ are given: nothing is estimated.",
    ),
)


def waiting(scale):
    """A sampler of the exponential law: mean and deviation are the scale."""
    return lambda rng, size: rng.exponential(scale, size)


def always(c):
    return lambda rng, size: np.full(size, c)


def generator(rng):
    return np.random.default_rng(int(rng.integers(2**31)))


@cases("n reps", (4, 7), (5, 5), (3, 1), (1, 6))
def experiments(rng, n, reps):
    scale = float(f"{rng.uniform(0.5, 3.0):.2e}")
    return {
        "sampler": waiting(scale),
        "mu": scale,
        "sigma": scale,
        "n": n,
        "reps": reps,
        "rng": generator(rng),
    }


@cases("n reps", (4, 3), (7, 7), (50, 2), (1, 4))
def nothing_random(rng, n, reps):
    """Numbers that are all the same: what is left is √n (c − μ) / σ."""
    return {
        "sampler": always(rng.uniform(2.0, 5.0)),
        "mu": rng.choice([-1.0, 1.0]) * rng.uniform(0.2, 0.9),
        "sigma": rng.uniform(0.3, 3.0),
        "n": n,
        "reps": reps,
        "rng": generator(rng),
    }


shapes = shaped("There is a value of Z for each of the reps means.", experiments)
values = agrees("If all numbers are c, every Z is √n (c − μ) / σ.", nothing_random, points=2)


def erlang_cdf(n):
    """Return the law of Z for n exponential numbers: n + √n Z is the time until the n-th call, at the rate 1."""

    def cdf(z):
        t = np.maximum(n + math.sqrt(n) * np.asarray(z, float), 0.0)
        term = np.exp(-t)
        fewer = term.copy()
        for j in range(1, n):
            term = term * t / j
            fewer += term
        return np.clip(1.0 - fewer, 0.0, 1.0)

    return cdf


def drawn(student, n, reps, rng):
    seed = int(rng.integers(2**31))
    one = waiting(1.0)
    Z = student.run(lambda m: m.clt_standardized_means(one, 1.0, 1.0, n, reps, np.random.default_rng(seed)))
    assert_shapes(Z, np.zeros(reps), names=("Z",))
    return Z


@check(points=1, kind="random", needs=[values])
def few(student, rng):
    """Means of two waiting times have their exact distribution, which is not a bell, and none depends on another."""
    n, reps = 2, 20_000
    Z = drawn(student, n, reps, rng)
    where = f"exponential numbers, n={n}, reps={reps}"
    check_cdf(Z, erlang_cdf(n), reps, sees=0.05, alpha=5e-7, what="Z", where=where)
    median = (1.6783469900166605 - n) / math.sqrt(n)
    check_independence(Z, reps, median=median, sees=0.2, alpha=5e-7, what="Z", where=where)


@check(points=1, kind="random", needs=[values])
def several(student, rng):
    """Means of fifty waiting times have their exact distribution, which is nearly a bell."""
    n, reps = 50, 4000
    Z = drawn(student, n, reps, rng)
    where = f"exponential numbers, n={n}, reps={reps}"
    check_cdf(Z, erlang_cdf(n), reps, sees=0.1, what="Z", where=where)


@check(points=1, kind="property", needs=[values])
def own_numbers(student, rng):
    """No number serves for two means, and Z is not standardised by itself: means of one waiting time each."""
    one, seed, reps = waiting(1.0), int(rng.integers(2**31)), 200
    Z = student.run(lambda m: m.clt_standardized_means(one, 1.0, 1.0, 1, reps, np.random.default_rng(seed)))
    where = f"exponential numbers, n=1, reps={reps}"
    assert_shapes(Z, np.zeros(reps), names=("Z",))
    if len(np.unique(Z)) < reps:
        fail("A number serves for several means, though no two that are drawn are equal.", where)
    if abs(Z.mean()) < 1e-9 or abs(Z.std() - 1.0) < 1e-9:  # chance comes that near once in 10⁸ times
        fail("The values of Z have the mean 0 or the deviation 1 to nine digits, which chance does not give.", where)


@check(points=1, kind="state", needs=[values])
def anew(student, rng):
    """A Generator that has moved on gives other values, and so does one in another state."""
    one, seed = waiting(1.0), int(rng.integers(2**31))

    def twice(m):
        moving = constant(m, np.random.default_rng(seed))
        other = np.random.default_rng(seed + 1)
        return [m.clt_standardized_means(one, 1.0, 1.0, 3, 20, r) for r in (moving, moving, other)]

    first, second, other = student.run(twice)
    where = "exponential numbers, n=3, reps=20"
    if np.isin(second, first).any():
        fail("Called again with the same Generator, it gives values that it has given before.", where)
    if np.isin(other, first).any():
        fail("A Generator in another state gives the same values.", where)


hygiene = hygiene_of(experiments, seeded=True, needs=[values])

DRAW, Z = "sampler(rng, (reps, n))", "np.sqrt(n) * (samples.mean(axis=1) - mu) / sigma"

SEPARATE = "it asks whether values come again; what they are is told by their law"
TOLERANT = {"anew": SEPARATE, "own_numbers": SEPARATE}
VARYING = {"several": "Means that share numbers move together, by chance far or not."}
BUGS = [
    patch("√n is missing", {"np.sqrt(n) * ": ""}, hint="The deviation of a mean of n numbers is σ / √n."),
    patch("it is divided by √n", {"np.sqrt(n) * ": "1 / np.sqrt(n) * "}, hint="Divide by σ / √n: √n comes on top."),
    patch("n stands for √n", {"np.sqrt(n)": "n"}, hint="The variance of a mean is σ² / n; its root is σ / √n."),
    patch("√(n − 1) is taken", {"np.sqrt(n)": "np.sqrt(max(n - 1, 1))"}, hint="Nothing is estimated here: √n."),
    patch("μ is not subtracted", {" - mu)": ")"}, hint="Z is how far the mean is from μ."),
    patch("nothing is divided by σ", {" / sigma": ""}, hint="Measured in σ: divide by it."),
    patch("it is divided by the variance", {"/ sigma": "/ sigma**2"}, hint="σ is the standard deviation."),
    patch("sums are taken for means", {"samples.mean(axis=1)": "samples.sum(axis=1)"}, hint="Divide by n."),
    patch("Z has the wrong sign", {"(samples.mean(axis=1) - mu)": "(mu - samples.mean(axis=1))"}, hint="x̄ − μ."),
    patch(
        "the mean of the means is subtracted",
        {" - mu)": " - samples.mean())"},
        hint="μ is that of the distribution, and handed over.",
    ),
    patch(
        "the deviation of the means is taken for σ / √n",
        {
            Z: "(samples.mean(axis=1) - mu) / np.where(np.ptp(samples) > 0, samples.mean(axis=1).std(), sigma / np.sqrt(n))"
        },
        hint="That makes the variance exactly 1, whatever happens: σ is handed over.",
    ),
    patch(
        "each mean is divided by its own sample's deviation",
        {"/ sigma": "/ np.where(np.ptp(samples, axis=1) > 0, samples.std(axis=1), sigma)"},
        hint="With few numbers their own deviation is small by chance quite often: σ is handed over.",
    ),
    patch(
        "one sample serves for all",
        {DRAW: "np.tile(sampler(rng, (1, n)), (reps, 1))"},
        hint="Every value of Z has n numbers of its own.",
    ),
    patch(
        "all means are made of the same n numbers, drawn again and again",
        {DRAW: "sampler(rng, (n,))[rng.integers(n, size=(reps, n))]"},
        hint="To draw from a sample again is the bootstrap: here every value of Z has n numbers of its own, from sampler.",
    ),
    patch(
        "numbers are drawn again and again from as many as are needed",
        {DRAW: "rng.choice(sampler(rng, n * reps), size=(reps, n))"},
        hint="What is put back may serve twice, and other numbers never: use each number as it comes.",
    ),
    patch(
        "half of the samples serve twice",
        {DRAW: "np.resize(sampler(rng, ((reps + 1) // 2, n)), (reps, n))"},
        hint="Every value of Z has n numbers of its own.",
    ),
    patch(
        "samples overlap",
        {DRAW: "np.lib.stride_tricks.sliding_window_view(sampler(rng, (reps + n - 1,)), n)"},
        hint="Every value of Z has n numbers of its own: a table (reps, n).",
    ),
    patch(
        "each sample is one number, n times",
        {DRAW: "np.repeat(sampler(rng, (reps, 1)), n, axis=1)"},
        hint="A mean of n equal numbers is that number: draw n × reps of them.",
    ),
    patch(
        "normal numbers are drawn",
        {Z: f"np.where(np.ptp(samples, axis=1) > 0, rng.normal(size=reps), {Z})"},
        hint="The bell has to come out of the sampler's numbers by itself.",
    ),
    patch(
        "means are taken down the columns",
        {DRAW: "sampler(rng, (n, reps))", "samples.mean(axis=1)": "samples.mean(axis=1)[:1].repeat(reps)"},
        hint="One experiment a row, and the mean along it: axis=1.",
    ),
    patch(
        "there are n values, of reps numbers each",
        {DRAW: "sampler(rng, (n, reps))"},
        hint="reps means of n numbers.",
    ),
    patch(
        "a new Generator is made",
        {DRAW: "sampler(np.random.default_rng(0), (reps, n))"},
        hint="Hand rng on: with a seed of its own every run is the same.",
    ),
    patch(
        "NumPy's global random state is seeded",
        {DRAW: "(np.random.seed(0), sampler(rng, (reps, n)))[1]"},
        hint="Leave np.random alone: it belongs to others as well.",
    ),
    patch(
        "from a sum, μ is subtracted once",
        {Z: "(samples.sum(axis=1) - mu) / (np.sqrt(n) * sigma)"},
        hint="The sum of n numbers is n μ on average: (Σ x − n μ) / (√n σ).",
    ),
    patch(
        "each mean is that of all numbers so far",
        {"samples.mean(axis=1)": "np.cumsum(samples.sum(axis=1)) / (n * np.arange(1, reps + 1))"},
        hint="Every value of Z has n numbers of its own: begin anew for each.",
    ),
    patch(
        "each mean is divided by its own sample's deviation, with n − 1",
        {"/ sigma": "/ np.where(np.ptp(samples, axis=1) > 0, samples.std(axis=1, ddof=min(n - 1, 1)), sigma)"},
        hint="That makes Student's t of it, which has longer tails: σ is handed over.",
    ),
    patch(
        "μ is divided by σ, and the mean is not",
        {Z: "np.sqrt(n) * (samples.mean(axis=1) - mu / sigma)"},
        hint="The difference is divided, and needs parentheses: (x̄ − μ) / σ.",
    ),
    patch(
        "μ is divided by σ / √n, and the mean is not",
        {Z: "samples.mean(axis=1) - mu / (sigma / np.sqrt(n))"},
        hint="The difference is divided, and needs parentheses: (x̄ − μ) / (σ / √n).",
    ),
    patch(
        "medians are taken for means",
        {"samples.mean(axis=1)": "np.median(samples, axis=1)"},
        hint="The theorem is about sums, divided by n: mean(axis=1).",
    ),
    patch(
        "Z is standardised by its own mean and deviation",
        {Z: f"(lambda Z: (Z - Z.mean()) / Z.std() if np.ptp(Z) > 1e-9 else Z)({Z})"},
        hint="That makes the mean exactly 0 and the variance exactly 1, whatever happens: μ and σ are handed over.",
    ),
    patch(
        "Z is sorted",
        {Z: f"np.sort({Z})"},
        hint="Values come as their numbers are drawn, one independent of another: leave them in their order.",
    ),
    patch(
        "the mean of all numbers is repeated",
        {"samples.mean(axis=1)": "np.full(reps, samples.mean())"},
        hint="Every value of Z has n numbers of its own: one mean along each row, axis=1.",
    ),
    patch(
        "sums are divided by n − 1",
        {"samples.mean(axis=1)": "samples.sum(axis=1) / max(n - 1, 1)"},
        hint="n − 1 is for variances of samples. A mean of n numbers is their sum divided by n.",
    ),
    patch(
        "Z is cut off at ±3",
        {Z: f"np.clip({Z}, -3.0, 3.0)"},
        hint="Large values are rare, and no mistake: leave them as they are.",
    ),
    patch(
        "rng is copied, and stays where it is",
        {
            DRAW: "(lambda other: (setattr(other, 'state', rng.bit_generator.state), sampler(np.random.Generator(other), (reps, n)))[1])(type(rng.bit_generator)())"
        },
        hint="Draw from rng itself: a copy leaves it in its state, and the next call draws the same numbers.",
    ),
]


@variant
def one_by_one(sampler, mu, sigma, n, reps, rng):
    Z = np.zeros(reps)
    for r in range(reps):
        Z[r] = (sampler(rng, n).mean() - mu) / (sigma / n**0.5)
    return Z


@variant
def columns(sampler, mu, sigma, n, reps, rng):
    x = sampler(rng, (n, reps))
    return (x.sum(axis=0) - n * mu) / (sigma * np.sqrt(n))


@variant
def in_one_row(sampler, mu, sigma, n, reps, rng):
    x = sampler(rng, n * reps).reshape(reps, n)
    return np.mean((x - mu) / sigma, axis=-1) * n**0.5


@variant
def comprehended(sampler, mu, sigma, n, reps, rng):
    return np.array([sum(sampler(rng, (n,)) - mu) / (sigma * n**0.5) for _ in range(reps)])
