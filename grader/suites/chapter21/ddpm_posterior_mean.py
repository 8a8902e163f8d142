"""Checks, known bugs and variants of chapter21/ddpm_posterior_mean."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    requires=("chapter21/noise_schedule", "chapter21/q_sample"),
    minutes=30,
    hints=(
        'sched["beta"][t] is one number for each sample; with [:, None] it multiplies rows.',
        'The step before stands at t − 1: sched["alpha_bar"][t - 1], which is 1 for t = 1.',
        "Check with t = 1: the factor of x0 has to be 1, and that of xt 0.",
        "In mean_from_eps there is one root below beta, √(1 − alpha_bar[t]), and one below everything, √alpha[t].",
    ),
)


def tables(rng, T):
    """Draw a diffusion whose steps are of very different sizes."""
    beta = np.concatenate([[0.0], rng.permutation(np.linspace(0.1, 0.5, T)) + rng.uniform(-0.03, 0.03, size=T)])
    alpha_bar = np.cumprod(1.0 - beta)
    var = np.zeros(T + 1)
    var[1:] = beta[1:] * (1.0 - alpha_bar[:-1]) / (1.0 - alpha_bar[1:])
    return {"beta": beta, "alpha": 1.0 - beta, "alpha_bar": alpha_bar, "posterior_var": var}


def several(rng, N, T):
    """Draw steps from 2 to T, and of two samples or more one that is 1: the first, if they are even in number."""
    t = rng.permutation(2 + (np.arange(N) + int(rng.integers(T - 1))) % (T - 1))
    if N > 1:
        t[0 if N % 2 == 0 else int(rng.integers(1, N))] = 1
    return t


@cases("N D T", (5, 3, 4), (4, 4, 3), (1, 6, 5), (6, 2, 9), (4, 1, 3), exact="sched")
def known(rng, N, D, T):
    xt, x0 = rng.normal(size=(2, N, D))
    return {"xt": xt, "x0": x0, "t": several(rng, N, T), "sched": tables(rng, T)}


@cases("N D T", (5, 3, 4), (4, 4, 3), (1, 6, 5), (6, 2, 9), (4, 1, 3), exact="sched")
def guessed(rng, N, D, T):
    xt, eps = rng.normal(size=(2, N, D))
    return {"xt": xt, "eps": eps, "t": several(rng, N, T), "sched": tables(rng, T)}


@cases("N D T", (5, 3, 4), (4, 4, 3), (1, 6, 5), (6, 2, 9), (4, 1, 3), exact="sched")
def drawn(rng, N, D, T):
    xt, eps, noise = rng.normal(size=(3, N, D))
    return {"xt": xt, "eps_hat": eps, "t": several(rng, N, T), "sched": tables(rng, T), "noise": noise}


@cases("N", 3, 1, exact="sched")
def last(rng, N):
    """The last step: no noise is added."""
    xt, eps, noise = rng.normal(size=(3, N, 2))
    return {"xt": xt, "eps_hat": eps, "t": np.ones(N, np.int64), "sched": tables(rng, 3), "noise": noise}


far = scaled(known, xt=1, x0=1)
far_guessed = scaled(guessed, xt=1, eps=1)
far_drawn = scaled(drawn, xt=1, eps_hat=1, noise=1)

shapes = shaped("posterior_mean has the shape of xt.", known, of="posterior_mean")
shapes_eps = shaped("mean_from_eps has the shape of xt.", guessed, of="mean_from_eps")
shapes_step = shaped("sample_step has the shape of xt.", drawn, of="sample_step")
mean = agrees(
    "The mean one step back weighs xt and x0, each sample by its own step.",
    known,
    of="posterior_mean",
    points=3,
    needs=[shapes],
)
from_eps = agrees(
    "The mean from the noise divides by √(1 − alpha_bar[t]) and by √alpha[t].",
    guessed,
    of="mean_from_eps",
    points=2,
    needs=[shapes_eps],
)
step = agrees(
    "A step back adds noise of the variance posterior_var[t].", drawn, of="sample_step", points=2, needs=[shapes_step]
)
end = agrees("The last step adds no noise.", last, of="sample_step", needs=[shapes_step])
every_scale = agrees("Samples may be tiny or huge.", far, of="posterior_mean", needs=[mean], separates=False)
every_scale_eps = agrees(
    "With the noise given, samples may be tiny or huge as well.",
    far_guessed,
    of="mean_from_eps",
    needs=[from_eps],
    separates=False,
)
every_scale_step = agrees(
    "A step back may be tiny or huge.", far_drawn, of="sample_step", needs=[step], separates=False
)


@check(points=1, kind="property", needs=[shapes, shapes_eps])
def consistent(student, known, rng):
    """With the noise that was added, both means are the same, and what Bayes' rule says; for t = 1 they are x0."""

    def both(m, case, xt, eps):
        return m.posterior_mean(xt, case.x0, case.t, case.sched), m.mean_from_eps(xt, eps, case.t, case.sched)

    for case in known:
        eps, s, t = rng.normal(size=case.x0.shape), case.sched, case.t
        left = s["alpha_bar"][t][:, None]
        xt = np.sqrt(left) * case.x0 + np.sqrt(1 - left) * eps
        one, other = student.run(both, case, xt, eps)
        size = float(np.abs(xt).max() + np.abs(eps).max())
        law = "posterior_mean(xt, x0) = mean_from_eps(xt, eps)"
        assert_law(law, one, other, rtol=1e-10, scale=size, what="the mean", where=case)
        later = t > 1
        if later.any():
            a, b, before = (v[later][:, None] for v in (s["alpha"][t], s["beta"][t], s["alpha_bar"][t - 1]))
            precision = a / b + 1 / (1 - before)
            bayes = (np.sqrt(a) / b * xt[later] + np.sqrt(before) / (1 - before) * case.x0[later]) / precision
            law = "the mean is weighed with the precisions of both sources"
            assert_law(law, one[later], bayes, rtol=1e-10, scale=size, what="posterior_mean", where=case)
        if not later.all():
            law = "for t = 1 the mean is x0"
            assert_law(law, one[~later], case.x0[~later], rtol=1e-10, scale=size, what="posterior_mean", where=case)


hygiene = hygiene_of(known, of="posterior_mean", needs=[mean])
hygiene_eps = hygiene_of(guessed, of="mean_from_eps", needs=[from_eps])
hygiene_step = hygiene_of(drawn, of="sample_step", needs=[step])

OF_X0, OF_XT = "np.sqrt(before) * beta / (1.0 - after)\n", "np.sqrt(alpha) * (1.0 - before) / (1.0 - after)\n"
MEAN, FROM_EPS = "of_x0 * x0 + of_xt * xt", "(xt - beta / np.sqrt(1.0 - after) * eps) / np.sqrt(alpha)"
BEFORE, STEP = 'sched["alpha_bar"][t - 1][:, None]', "mean_from_eps(xt, eps_hat, t, sched) + spread * noise"
SPREAD = 'np.sqrt(sched["posterior_var"][t])[:, None]'
BUGS = [
    patch(
        "the factor of x0 takes alpha_bar[t] for alpha_bar[t − 1]",
        {OF_X0: "np.sqrt(after) * beta / (1.0 - after)\n"},
        hint="From the start, x_{t−1} is √alpha_bar[t−1] x0: the root of the step before.",
    ),
    patch(
        "alpha_bar[t] is taken throughout",
        {BEFORE: 'sched["alpha_bar"][t][:, None]'},
        hint="Two steps meet in the formula: alpha_bar[t − 1] on top, alpha_bar[t] below.",
    ),
    patch(
        "the first step has no step before, and gets alpha_bar[1]",
        {BEFORE: 'sched["alpha_bar"][np.maximum(t - 1, 1)][:, None]'},
        hint="alpha_bar[0] = 1 is the entry before the first step.",
    ),
    patch(
        "the tables are read one entry too early",
        {
            'sched[name][t][:, None] for name in ("beta", "alpha", "alpha_bar"))\n    before': 'sched[name][t - 1][:, None] for name in ("beta", "alpha", "alpha_bar"))\n    before',
            BEFORE: 'sched["alpha_bar"][t - 2][:, None]',
            OF_X0: "np.sqrt(before) * beta / np.maximum(1.0 - after, 1e-3)\n",
            OF_XT: "np.sqrt(alpha) * (1.0 - before) / np.maximum(1.0 - after, 1e-3)\n",
        },
        hint="Tables have an entry for step 0: step t stands at [t].",
    ),
    patch(
        "the roots are missing",
        {OF_X0: "before * beta / (1.0 - after)\n", OF_XT: "alpha * (1.0 - before) / (1.0 - after)\n"},
        hint="alpha and alpha_bar are shares of variances: numbers are multiplied by their roots.",
    ),
    patch(
        "the factors of x0 and of xt are exchanged",
        {MEAN: "of_xt * x0 + of_x0 * xt"},
        hint="For t = 1 the factor of x0 has to be 1: √alpha_bar[t−1] beta/(1 − alpha_bar[t]).",
    ),
    patch(
        "√alpha_bar[t] stands at xt",
        {OF_XT: "np.sqrt(after) * (1.0 - before) / (1.0 - after)\n"},
        hint="xt is one step away from x_{t−1}: √alpha[t].",
    ),
    patch(
        "all samples go the step of the first",
        {
            'sched[name][t][:, None] for name in ("beta", "alpha", "alpha_bar"))\n    before': 'sched[name][t[0]] for name in ("beta", "alpha", "alpha_bar"))\n    before',
            BEFORE: 'sched["alpha_bar"][t[0] - 1]',
        },
        hint="Each sample has a t of its own: sched[name][t], as a column.",
    ),
    patch(
        "x0 is cut off at ±1",
        {MEAN: "of_x0 * np.clip(x0, -1.0, 1.0) + of_xt * xt"},
        hint="Samples may be as large as they like: nothing is cut off.",
    ),
    patch("means are rounded to ten digits", {MEAN: f"np.round({MEAN}, 10)"}, hint="Samples may be tiny."),
    patch(
        "the mean of the batch is returned",
        {MEAN: f"np.mean({MEAN}, axis=0)"},
        hint="Each sample has a mean of its own: (N, D).",
    ),
    patch(
        "the root below beta is missing",
        {FROM_EPS: "(xt - beta / (1.0 - after) * eps) / np.sqrt(alpha)"},
        hint="beta/√(1 − alpha_bar[t]): eps has been multiplied by the root.",
    ),
    patch(
        "the noise is added, and not taken away",
        {FROM_EPS: "(xt + beta / np.sqrt(1.0 - after) * eps) / np.sqrt(alpha)"},
        hint="xt minus a part of the noise.",
    ),
    patch(
        "the mean from the noise is divided by √alpha_bar[t]",
        {FROM_EPS: "(xt - beta / np.sqrt(1.0 - after) * eps) / np.sqrt(after)"},
        hint="One step back: √alpha[t]. √alpha_bar[t] would lead back to the start.",
    ),
    patch(
        "the guess of x0 is returned, and not the mean one step back",
        {FROM_EPS: "(xt - np.sqrt(1.0 - after) * eps) / np.sqrt(after)"},
        hint="All noise is taken away by this: one step back takes away beta/√(1 − alpha_bar[t]).",
    ),
    patch(
        "√beta[t] of the noise is taken away",
        {FROM_EPS: "(xt - np.sqrt(beta) * eps) / np.sqrt(alpha)"},
        hint="eps is the noise of all steps, not that of the last: beta/√(1 − alpha_bar[t]).",
    ),
    patch(
        "the mean from the noise is not divided by √alpha[t]",
        {FROM_EPS: "xt - beta / np.sqrt(1.0 - after) * eps"},
        hint="The step had multiplied by √alpha[t]: divide by it.",
    ),
    patch(
        "the mean from the noise is rounded to ten digits",
        {FROM_EPS: f"np.round({FROM_EPS}, 10)"},
        hint="Samples may be tiny.",
    ),
    patch(
        "the means from the noise are added up over the batch",
        {FROM_EPS: f"np.sum({FROM_EPS}, axis=0)"},
        hint="Each sample has a mean of its own: (N, D).",
    ),
    patch(
        "the noise of a step back has the variance beta[t] (another convention)",
        {SPREAD: 'np.sqrt(sched["beta"][t])[:, None]'},
        hint="The variance one step back is posterior_var[t]; it is 0 for t = 1.",
    ),
    patch(
        "posterior_var is taken for a standard deviation",
        {SPREAD: 'sched["posterior_var"][t][:, None]'},
        hint="√posterior_var[t] multiplies the noise.",
    ),
    patch(
        "a step back adds no noise",
        {STEP: "mean_from_eps(xt, eps_hat, t, sched) + 0.0 * spread * noise"},
        hint="+ √posterior_var[t] · noise.",
    ),
    patch(
        "the noise of a step back is subtracted",
        {STEP: "mean_from_eps(xt, eps_hat, t, sched) - spread * noise"},
        hint="As likely, but other samples: plus.",
    ),
    patch(
        "a step back takes the posterior variance of the step before",
        {SPREAD: 'np.sqrt(sched["posterior_var"][t - 1])[:, None]'},
        hint="It is known by the step that is undone: posterior_var[t].",
    ),
    patch(
        "the last step adds noise, too",
        {SPREAD: 'np.sqrt(np.maximum(sched["posterior_var"][t], 1e-3))[:, None]'},
        hint="posterior_var[1] is 0: leave it as it is.",
    ),
    patch(
        "nobody gets noise if the first sample takes its last step",
        {STEP: f"{STEP} * (t[0] > 1)"},
        hint="Each sample has a step of its own: posterior_var[t] is 0 just where t is 1.",
    ),
    patch(
        "nobody gets noise if any sample takes its last step",
        {STEP: f"{STEP} * (t.min() > 1)"},
        hint="Each sample has a step of its own: posterior_var[t] is 0 just where t is 1.",
    ),
    patch(
        "a step back is rounded to ten digits",
        {STEP: f"np.round({STEP}, 10)"},
        hint="Samples may be tiny.",
    ),
    patch(
        "steps back are averaged over the batch",
        {STEP: f"np.mean({STEP}, axis=0)"},
        hint="Each sample goes its own step: (N, D).",
    ),
]

EQUIVALENT = dict.fromkeys(
    (
        "posterior_mean: of_x0 * x0 → x0 * x0, and alike",
        "posterior_mean: of_xt * xt → xt * xt, and alike",
        "sample_step: spread * noise → noise * noise, and alike",
    ),
    "Both change places in a product.",
)


@variant(of="posterior_mean")
def by_precisions(xt, x0, t, sched):
    mean = x0.copy()
    for n, step in enumerate(t):
        if step > 1:
            a, b, before = sched["alpha"][step], sched["beta"][step], sched["alpha_bar"][step - 1]
            var = 1 / (a / b + 1 / (1 - before))
            mean[n] = var * (a**0.5 * xt[n] / b + before**0.5 * x0[n] / (1 - before))
    return mean


@variant(of="posterior_mean")
def by_transposes(xt, x0, t, sched):
    beta, alpha_bar = sched["beta"], sched["alpha_bar"]
    noise = 1 - alpha_bar[t]
    first = np.sqrt(alpha_bar[t - 1]) * beta[t] / noise
    second = np.sqrt(1 - beta[t]) * (1 - alpha_bar[t - 1]) / noise
    return (x0.T * first + xt.T * second).T


@variant(of="mean_from_eps")
def by_the_start(xt, eps, t, sched):
    a = sched["alpha_bar"][t][:, None]
    x0 = (xt - np.sqrt(1 - a) * eps) / np.sqrt(a)
    b = sched["alpha_bar"][t - 1][:, None]
    return (np.sqrt(b) * (1 - a / b) * x0 + np.sqrt(a / b) * (1 - b) * xt) / (1 - a)


@variant(of="mean_from_eps")
def row_by_row(xt, eps, t, sched):
    rows = []
    for n in range(len(xt)):
        b, a = sched["beta"][t[n]], sched["alpha_bar"][t[n]]
        rows.append([(x - b * e / (1 - a) ** 0.5) / (1 - b) ** 0.5 for x, e in zip(xt[n], eps[n], strict=True)])
    return np.array(rows)


@variant(of="sample_step")
def with_its_own_mean(xt, eps_hat, t, sched, noise):
    beta, alpha_bar, var = (sched[name][t, np.newaxis] for name in ("beta", "alpha_bar", "posterior_var"))
    mean = (xt - beta * eps_hat / np.sqrt(1 - alpha_bar)) / np.sqrt(1 - beta)
    return np.where(t[:, None] > 1, mean + np.sqrt(var) * noise, mean)


@variant(of="sample_step")
def one_sample_at_a_time(xt, eps_hat, t, sched, noise):
    x = np.zeros(xt.shape)
    for n in range(len(xt)):
        b, a, before = sched["beta"][t[n]], sched["alpha_bar"][t[n]], sched["alpha_bar"][t[n] - 1]
        x[n] = (xt[n] - b / (1 - a) ** 0.5 * eps_hat[n]) / sched["alpha"][t[n]] ** 0.5
        x[n] += (b * (1 - before) / (1 - a)) ** 0.5 * noise[n]
    return x
