"""Checks, known bugs and variants of chapter21/noise_schedule."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=15,
    hints=(
        "np.linspace(beta1, betaT, T) are the T steps. What stands in front of them, at [0]?",
        "np.cumprod multiplies up. If alpha[0] is 1, alpha_bar[0] comes out right by itself.",
        "alpha_bar[:-1] is one step behind alpha_bar[1:]: with both, posterior_var[1:] takes one line.",
    ),
    no_hygiene="its arguments are numbers",
)


@cases("T", 7, 4, 2, 30)
def schedules(rng, T):
    beta1 = rng.uniform(0.02, 0.1)
    return {"T": T, "beta1": float(beta1), "betaT": float(rng.uniform(2.5, 4.0) * beta1)}


@cases("T", 1, 5)
def plain(rng, T):
    """One step alone, and steps that are equal."""
    beta1 = float(rng.uniform(0.1, 0.3))
    return {"T": T, "beta1": beta1, "betaT": 2.0 * beta1 if T == 1 else beta1}


@cases("T high", (300, 0.03), (6, 0.99), (60, 0.99))
def far(rng, T, high):
    """Steps from tiny ones to large ones: little is left at the end."""
    return {"T": T, "beta1": float(rng.uniform(1e-4, 2e-4)), "betaT": high}


def made(m, case):
    return m.noise_schedule(*case.values())


shapes = shaped("The four tables have T + 1 entries.", schedules)
steps = agrees("beta goes from beta1 to betaT in T steps.", schedules, of=made, only=["beta"], by="entry")
kept = agrees(
    "alpha is what a step keeps, alpha_bar what is left after all steps so far.",
    schedules,
    of=made,
    only=["alpha"],
    by="entry",
    points=2,
)
known = agrees(
    "posterior_var is the variance one step back, if the sample is known.",
    schedules,
    of=made,
    only=["posterior_var"],
    by="entry",
    points=2,
)
few = agrees(
    "There may be one step alone, and steps may be equal.",
    plain,
    by="entry",
    needs=[steps, kept, known],
    separates=False,
)
extremes = agrees(
    "Steps may be tiny or nearly 1, and there may be hundreds.",
    far,
    by="entry",
    needs=[steps, kept, known],
)


@check(points=1, kind="property")
def consistent(student, schedules):
    """What a step keeps and adds is 1 together, and precisions add up on the way back."""
    for case, tables in student.noise_schedule.on(schedules):
        beta, alpha, alpha_bar, var = (tables[name] for name in ("beta", "alpha", "alpha_bar", "posterior_var"))
        assert_law("alpha + beta = 1", alpha + beta, np.ones(case.T + 1), what="alpha", where=case)
        law = "alpha_bar[t] = alpha[t] alpha_bar[t−1]"
        assert_law(law, alpha_bar[1:], alpha[1:] * alpha_bar[:-1], by="entry", what="alpha_bar", where=case)
        precision = var[2:] * (1 / (1 - alpha_bar[1:-1]) + alpha[2:] / beta[2:])
        law = "posterior_var[t] (1/(1 − alpha_bar[t−1]) + alpha[t]/beta[t]) = 1"
        assert_law(law, precision, np.ones(case.T - 1), rtol=1e-9, what="posterior_var", where=case)


STEPS = "np.concatenate([[0.0], np.linspace(beta1, betaT, T)])"
PRODUCT = "np.cumprod(alpha)"
POSTERIOR = "beta[1:] * (1.0 - alpha_bar[:-1]) / (1.0 - alpha_bar[1:])"
BUGS = [
    patch(
        "the kept shares are added up, and not multiplied",
        {PRODUCT: "1.0 - np.cumsum(beta)"},
        hint="Each step keeps a share of what the last one left: np.cumprod(alpha).",
    ),
    patch(
        "beta is multiplied up, and not alpha",
        {PRODUCT: "np.concatenate([[1.0], np.cumprod(beta[1:])])"},
        hint="alpha_bar is the product of what is kept, alpha = 1 − beta.",
    ),
    patch(
        "alpha_bar is the product of √alpha",
        {PRODUCT: "np.sqrt(np.cumprod(alpha))"},
        hint="alpha_bar is a share of the variance: no root here.",
    ),
    patch(
        "alpha_bar lags a step behind",
        {
            PRODUCT: "np.concatenate([[1.0], np.cumprod(alpha)[:-1]])",
            "(1.0 - alpha_bar[1:])": "np.maximum(1.0 - alpha_bar[1:], 1e-3)",
        },
        hint="alpha_bar[1] is alpha[1]; 1 stands at [0].",
    ),
    patch(
        "alpha_bar is kept above 1e-5",
        {PRODUCT: "np.maximum(np.cumprod(alpha), 1e-5)"},
        hint="After many large steps next to nothing is left: alpha_bar is the product, however small.",
    ),
    patch(
        "posterior_var is beta",
        {POSTERIOR: "beta[1:]"},
        hint="The sample is known, too: times (1 − alpha_bar[t−1])/(1 − alpha_bar[t]).",
    ),
    patch(
        "posterior_var looks a step ahead, not back",
        {POSTERIOR: "beta[1:] * (1.0 - alpha_bar[1:]) / (1.0 - np.append(alpha_bar[2:], alpha_bar[-1] * alpha[-1]))"},
        hint="The numerator belongs to the step before, t − 1, the denominator to t.",
    ),
    patch(
        "the fraction of posterior_var is upside down",
        {POSTERIOR: "np.append(0.0, beta[2:] * (1.0 - alpha_bar[2:]) / (1.0 - alpha_bar[1:-1]))"},
        hint="(1 − alpha_bar[t−1]) on top: posterior_var is below beta.",
    ),
    patch(
        "posterior_var uses alpha_bar for 1 − alpha_bar",
        {POSTERIOR: "beta[1:] * alpha_bar[:-1] / alpha_bar[1:]"},
        hint="1 − alpha_bar is the noise; alpha_bar is what is left of the sample.",
    ),
    patch(
        "posterior_var is a standard deviation",
        {POSTERIOR: f"np.sqrt({POSTERIOR})"},
        hint="A variance is asked for: no root.",
    ),
    patch(
        "posterior_var of the first step is kept above 0",
        {POSTERIOR: f"np.maximum({POSTERIOR}, 1e-8)"},
        hint="Before the first step there is the sample itself: the variance is 0.",
    ),
    patch(
        "alpha and beta are exchanged",
        {'"beta": beta, "alpha": alpha': '"beta": alpha, "alpha": beta'},
        hint="beta is the noise that is added, alpha = 1 − beta what is kept.",
    ),
    patch(
        "beta is spread over T + 1 entries",
        {STEPS: "np.concatenate([[0.0], np.linspace(beta1, betaT, T + 1)[1:]])"},
        hint="beta1 belongs to step 1: T numbers, with 0 in front of them.",
    ),
    patch(
        "betaT is not reached",
        {STEPS: "np.concatenate([[0.0], np.linspace(beta1, betaT, T, endpoint=False)])"},
        hint="The last step has betaT: np.linspace with its end.",
    ),
    patch(
        "steps grow by a constant factor",
        {STEPS: "np.concatenate([[0.0], np.geomspace(beta1, betaT, T)])"},
        hint="Equal distances: np.linspace.",
    ),
    patch(
        "roots of beta are at equal distances (another convention)",
        {STEPS: "np.concatenate([[0.0], np.linspace(beta1**0.5, betaT**0.5, T) ** 2])"},
        hint="beta itself grows evenly: np.linspace(beta1, betaT, T).",
    ),
    patch(
        "tables begin with step 1",
        {
            STEPS: "np.linspace(beta1, betaT, T)",
            "np.zeros(T + 1)": "np.zeros(T)",
            f"posterior_var[1:] = {POSTERIOR}": f"posterior_var[1:] = {POSTERIOR}",
        },
        hint="T + 1 entries: before any step, at [0], beta is 0 and alpha_bar 1.",
    ),
    patch(
        "with one step alone betaT is taken",
        {STEPS: "np.concatenate([[0.0], np.linspace(beta1, betaT, T) if T > 1 else [betaT]])"},
        hint="The only step is the first one: beta1.",
    ),
    patch(
        "a small number is added to the denominator",
        {"(1.0 - alpha_bar[1:])": "(1.0 - alpha_bar[1:] + 1e-9)"},
        hint="1 − alpha_bar[t] is positive for t ≥ 1: nothing has to be added.",
    ),
]

EQUIVALENT = {
    "noise_schedule: posterior_var[1:] = beta[1:] * (1.0 - alpha_bar[:-1]) / (1.0 - alpha_bar[1:]) → "
    "posterior_var[1:] += beta[1:] * (1.0 - alpha_bar[:-1]) / (1.0 - alpha_bar[1:])": "it is added to zeros"
}


@variant
def step_by_step(T, beta1, betaT):
    beta, alpha, alpha_bar, posterior = [0.0], [1.0], [1.0], [0.0]
    for t in range(1, T + 1):
        b = beta1 if T == 1 else beta1 + (betaT - beta1) * (t - 1) / (T - 1)
        beta.append(b)
        alpha.append(1 - b)
        alpha_bar.append(alpha_bar[-1] * (1 - b))
        posterior.append(b * (1 - alpha_bar[-2]) / (1 - alpha_bar[-1]))
    tables = {"beta": beta, "alpha": alpha, "alpha_bar": alpha_bar, "posterior_var": posterior}
    return {name: np.array(table) for name, table in tables.items()}


@variant
def by_logarithms(T, beta1, betaT):
    beta = np.zeros(T + 1)
    beta[1:] = np.linspace(beta1, betaT, T)
    logs = np.cumsum(np.log1p(-beta))
    noise = -np.expm1(logs)
    before = np.concatenate(([0.0], noise[:-1]))
    posterior = np.divide(beta * before, noise, out=np.zeros(T + 1), where=noise > 0)
    return {"posterior_var": posterior, "alpha_bar": np.exp(logs), "alpha": 1 - beta, "beta": beta}


@variant
def by_precisions(T, beta1, betaT):
    beta = np.append(0.0, np.linspace(beta1, betaT, num=T))
    alpha_bar = np.array([np.prod(1 - beta[: t + 1]) for t in range(T + 1)])
    posterior = np.zeros(T + 1)
    for t in range(2, T + 1):
        posterior[t] = 1 / ((1 - beta[t]) / beta[t] + 1 / (1 - alpha_bar[t - 1]))
    return {"beta": beta, "alpha": 1 - beta, "alpha_bar": alpha_bar, "posterior_var": posterior}
