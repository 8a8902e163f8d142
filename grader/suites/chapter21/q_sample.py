"""Checks, known bugs and variants of chapter21/q_sample."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("xt",),
    requires=("chapter21/noise_schedule",),
    minutes=15,
    hints=(
        "alpha_bar[t] picks a number for each sample: an array (N,).",
        "To multiply row n by number n, make a column of it: alpha_bar[t][:, None].",
        "Roots of variances multiply numbers: √alpha_bar for x0, √(1 − alpha_bar) for eps.",
    ),
)


def table(rng, T):
    """Draw what is left after each step; no share is near another, or near 0 or 1."""
    shares = np.linspace(0.85, 0.1, T) if T > 1 else np.array([0.4])
    return np.concatenate([[1.0], shares + rng.uniform(-0.1, 0.1, size=T) / T])


def several(rng, N, T):
    """Draw steps from 1 to T; of two samples and more, at least two have different steps."""
    return rng.permutation(1 + (np.arange(N) + rng.integers(T)) % T)


@cases("N D T", (5, 3, 4), (4, 4, 3), (1, 6, 7), (6, 2, 10), (3, 1, 2))
def batch(rng, N, D, T):
    return {
        "x0": rng.normal(size=(N, D)),
        "t": several(rng, N, T),
        "eps": rng.normal(size=(N, D)),
        "alpha_bar": table(rng, T),
    }


@cases("N", 4, 2)
def at_the_start(rng, N):
    """Samples that have not gone a step, and one that has."""
    t = np.zeros(N, dtype=np.int64)
    t[int(rng.integers(N))] = 2
    return {"x0": rng.normal(size=(N, 3)), "t": t, "eps": rng.normal(size=(N, 3)), "alpha_bar": table(rng, 3)}


@cases("left noise", (1.0, 1e-6), (1e-12, 1.0), exact="alpha_bar")
def ends(rng, left, noise):
    """Next to nothing has been added, or next to nothing is left; each entry shows one of the two."""
    share = rng.uniform(0.5, 0.9)
    late = 1.0 - share * noise if left == 1.0 else share * left
    x0, eps = rng.normal(size=(2, 4, 4))
    x0[:, ::2], eps[:, 1::2] = 0.0, 0.0
    return {"x0": x0, "t": np.array([1, 2, 1, 0]), "eps": eps, "alpha_bar": np.array([1.0, late, 0.0])}


far = scaled(batch, x0=1, eps=1)

shapes = shaped("xt has the shape of x0.", batch)
values = agrees("Each sample goes as many steps as its t says.", batch, points=3)
start = agrees("After no step, xt is x0.", at_the_start)
extremes = agrees("Next to nothing may be added, or left.", ends, by="entry", needs=[values], separates=False)
every_scale = agrees("Samples and noise may be tiny or huge.", far, needs=[values], separates=False)


@check(points=1, kind="property")
def composition(student, batch, rng):
    """What goes some steps, and then some more, has gone all of them, with the noise of both; variances add up to 1."""

    def two_ways(m, x0, e1, e2, table, rest, combined):
        first, second = np.full(len(x0), 1), np.full(len(x0), 2)
        half_way = m.q_sample(x0, first, e1, table)
        on_from_there = m.q_sample(half_way, first, e2, rest)
        none, ones = 0.0 * x0, 0.0 * x0 + 1.0
        shares = m.q_sample(ones, second, none, table), m.q_sample(none, second, ones, table)
        return on_from_there, m.q_sample(x0, second, combined, table), shares

    for case in batch:
        a, b = rng.uniform(0.3, 0.9, size=2)
        e1, e2 = rng.normal(size=(2, *case.x0.shape))
        combined = (np.sqrt(b * (1 - a)) * e1 + np.sqrt(1 - b) * e2) / np.sqrt(1 - a * b)
        tables = np.array([1.0, a, a * b]), np.array([1.0, b])
        on, at_once, (left, noise) = student.run(two_ways, case.x0, e1, e2, *tables, combined)
        law, size = "steps, and then steps = all steps at once", float(np.abs(case.x0).max() + 1.0)
        assert_law(law, on, at_once, scale=size, what="xt", where=case)
        law = "(factor of x0)² + (factor of eps)² = 1"
        assert_law(law, left * np.abs(left) + noise * np.abs(noise), np.ones(case.x0.shape), what="xt", where=case)


hygiene = hygiene_of(batch)

LEFT, RESULT = "alpha_bar[t][:, None]", "np.sqrt(left) * x0 + np.sqrt(1.0 - left) * eps"
NEVER_ONE = {"axis 0 of alpha_bar": "a diffusion has a step or more, and its table an entry more than that"}
BUGS = [
    patch(
        "alpha_bar multiplies x0 without the root",
        {RESULT: "left * x0 + np.sqrt(1.0 - left) * eps"},
        hint="alpha_bar is a share of the variance: numbers are multiplied by its root.",
    ),
    patch(
        "1 − alpha_bar multiplies eps without the root",
        {RESULT: "np.sqrt(left) * x0 + (1.0 - left) * eps"},
        hint="1 − alpha_bar is a variance: the standard deviation is its root.",
    ),
    patch(
        "both roots are missing",
        {RESULT: "left * x0 + (1.0 - left) * eps"},
        hint="alpha_bar and 1 − alpha_bar are variances: take their roots.",
    ),
    patch(
        "eps is multiplied by 1 − √alpha_bar",
        {RESULT: "np.sqrt(left) * x0 + (1.0 - np.sqrt(left)) * eps"},
        hint="First 1 − alpha_bar, then the root.",
    ),
    patch(
        "eps is multiplied by √alpha_bar, too",
        {RESULT: "np.sqrt(left) * (x0 + eps)"},
        hint="What is lost of x0 comes as noise: √(1 − alpha_bar).",
    ),
    patch(
        "the shares of sample and noise are exchanged",
        {RESULT: "np.sqrt(1.0 - left) * x0 + np.sqrt(left) * eps"},
        hint="alpha_bar is what is left of the sample.",
    ),
    patch("the noise is subtracted", {RESULT: "np.sqrt(left) * x0 - np.sqrt(1.0 - left) * eps"}, hint="Plus."),
    patch(
        "all samples go the steps of the first",
        {LEFT: "alpha_bar[t[0]]"},
        hint="Each sample has a t of its own: alpha_bar[t], as a column.",
    ),
    patch(
        "steps are looked up at t − 1",
        {LEFT: "alpha_bar[t - 1][:, None]"},
        hint="The table has an entry for step 0: step t stands at [t].",
    ),
    patch(
        "steps are looked up at t − 1, but for step 0",
        {LEFT: "alpha_bar[np.maximum(t - 1, 0)][:, None]"},
        hint="The table has an entry for step 0: step t stands at [t].",
    ),
    patch(
        "shares of samples are taken for those of columns",
        {LEFT: "alpha_bar[t]"},
        hint="(N,) against (N, D) goes along the columns: make a column of it, [:, None].",
    ),
    patch(
        "alpha_bar is multiplied up once more",
        {LEFT: "np.cumprod(alpha_bar)[t][:, None]"},
        hint="The table holds products already.",
    ),
    patch(
        "new noise is drawn",
        {"left) * eps": "left) * np.random.default_rng(0).standard_normal(x0.shape)"},
        hint="The noise is handed over: eps.",
    ),
    patch(
        "a small number is added under the root",
        {"np.sqrt(1.0 - left)": "np.sqrt(1.0 - left + 1e-8)"},
        hint="1 − alpha_bar is not negative: nothing has to be added.",
    ),
    patch(
        "alpha_bar is kept above 10⁻⁸",
        {"np.sqrt(left)": "np.sqrt(np.maximum(left, 1e-8))"},
        hint="Next to nothing may be left: take alpha_bar as it is.",
    ),
    patch(
        "xt is rounded to ten digits",
        {RESULT: f"np.round({RESULT}, 10)"},
        hint="Samples may be tiny: leave them as they are.",
    ),
    patch("only the sample is returned, scaled", {RESULT: "np.sqrt(left) * x0 + 0.0 * eps"}, hint="Add the noise."),
    patch(
        "x0 is scaled in place",
        {f"return {RESULT}": "x0 *= np.sqrt(left)\n    x0 += np.sqrt(1.0 - left) * eps\n    return x0"},
        hint="x0 *= … changes the caller's samples: make a new array.",
    ),
    patch(
        "the mean of the batch is returned",
        {RESULT: f"np.mean({RESULT}, axis=0)"},
        hint="Each sample stays: xt is (N, D).",
    ),
]


@variant
def row_by_row(x0, t, eps, alpha_bar):
    xt = np.zeros(x0.shape)
    for n, step in enumerate(t):
        a = alpha_bar[step]
        xt[n] = a**0.5 * x0[n] + (1 - a) ** 0.5 * eps[n]
    return xt


@variant
def by_transposes(x0, t, eps, alpha_bar):
    signal, noise = np.sqrt(alpha_bar), np.sqrt(1 - alpha_bar)
    return (signal[t] * x0.T + noise[t] * eps.T).T


@variant
def by_einsum(x0, t, eps, alpha_bar):
    a = np.take(alpha_bar, t)
    return np.einsum("n,nd->nd", np.sqrt(a), x0) + np.einsum("n,nd->nd", np.sqrt(1 - a), eps)
