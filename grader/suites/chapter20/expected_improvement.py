"""Checks, known bugs and variants of chapter20/expected_improvement."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    returns=("EI",),
    requires=("chapter03/normal_logpdf",),
    minutes=15,
    hints=(
        "The gain is best − mu, or mu − best if large values are good. Everything else is the same for both.",
        "math.erf takes one number at a time: a list of Φ(z), made into an array.",
        "Where sigma is 0, divide by 1 instead, and put max(gain, 0) there at the end: np.where.",
    ),
)


def candidates(rng, n, minimise):
    """Draw candidates on both sides of the best, from 0.2 to 3 of their own deviations away; some in pairs."""
    best = float(f"{rng.uniform(2.0, 4.0):.2e}")
    sigma = rng.uniform(0.2, 0.8, size=n) * rng.choice([1.0, 4.0], size=n)
    side = rng.permutation(np.resize([1.0, -1.0], n)) * rng.uniform(0.2, 2.5, size=n)
    return {"mu": best + side * sigma, "sigma": sigma, "best": best, "minimise": minimise}


@cases("n minimise", (7, True), (4, False), (1, True), (2, False), (12, True))
def uncertain(rng, n, minimise):
    return candidates(rng, n, minimise)


@cases("minimise", True, False)
def certain(rng, minimise):
    """Some are known: better, worse, and just as good."""
    case = candidates(rng, 6, minimise)
    sigma, mu = case["sigma"], case["mu"]
    sigma[:3] = 0.0
    mu[:3] = case["best"] + np.array([-1.0, 0.0, 1.0]) * rng.uniform(0.5, 2.0)
    order = rng.permutation(6)
    return case | {"mu": mu[order], "sigma": sigma[order]}


@cases("minimise", True, False)
def all_known(rng, minimise):
    """All are known, and some are better."""
    case = candidates(rng, 4, minimise)
    return case | {"sigma": np.zeros(4)}


@cases("minimise", True, False, exact=True)
def nearly(rng, minimise):
    """A deviation is tiny beside the gain, on both sides, or the gain is tiny beside the deviation."""
    case = candidates(rng, 4, minimise)
    away = rng.uniform(0.5, 1.0, size=4) * np.array([-1.0, 1.0, -1e-9, 1e-9])
    sigma = rng.uniform(0.5, 1.0, size=4) * np.array([1e-3, 1e-3, 1.0, 1.0])
    return case | {"mu": case["best"] + away, "sigma": sigma}


@cases("n minimise size", (3, True, 1.0), (1, True, 1.0), (2, False, 1.0), (2, True, 1e-9))
def negative(rng, n, minimise, size):
    case = candidates(rng, n, minimise)
    case["sigma"][rng.integers(n)] *= -size
    return case


far = scaled(uncertain, mu=1, sigma=1, best=1)


def by_default(m, case):
    return m.expected_improvement(case.mu, case.sigma, case.best)


shapes = shaped("There is a number for each candidate.", uncertain)
values = agrees(
    "EI is (best − mu) Φ(z) + sigma φ(z), whether small or large values are good.", uncertain, points=2, rtol=1e-10
)
limit = agrees("What is certain improves by max(best − mu, 0).", certain, points=2)
known = agrees("All candidates may be certain.", all_known, needs=[limit])
default = agrees("Small values are good, if nothing else is said.", uncertain, of=by_default, needs=[values])
edges = agrees("sigma may be tiny beside the gain, and the gain beside sigma.", nearly, needs=[values])
every_scale = agrees("Losses may be tiny or huge.", far, needs=[values])


def integrated(gain, sigma):
    """Return the mean of max(gain − sigma t, 0), by 60 nodes of Gauss and Legendre on twelve deviations below z."""
    nodes, weights = np.polynomial.legendre.leggauss(60)
    z = gain / sigma
    low = min(z, 0.0) - 12.0
    t = low + (nodes + 1) * (z - low) / 2
    return np.sum(weights * (gain - sigma * t) * np.exp(-(t**2) / 2)) * (z - low) / 2 / np.sqrt(2 * np.pi)


@check(points=1, kind="property")
def mean_gain(student, uncertain):
    """It is the mean of what is gained: the integral, which grows with sigma, and is never below the certain gain."""

    def two(m, case):
        return m.expected_improvement(*case.values()), m.expected_improvement(
            case.mu, 1.5 * case.sigma, case.best, case.minimise
        )

    for case, (EI, wider) in student.each(two, uncertain):
        gain = case.best - case.mu if case.minimise else case.mu - case.best
        want = np.array([integrated(g, s) for g, s in zip(gain, case.sigma, strict=True)])
        assert_law("EI = E[max(best − f, 0)]", EI, want, rtol=1e-7, what="EI", where=case)
        if not np.all(np.maximum(gain, 0.0) <= EI):
            fail("An uncertain candidate is expected to improve by less than if it were certain.", case)
        if not np.all(wider > EI):
            fail("With a larger sigma less is expected.", case)


@check(points=1, kind="error")
def refused(student, negative):
    """A negative sigma is refused with a ValueError."""
    for case in negative:
        raises(student, ValueError, lambda m, case: m.expected_improvement(*case.values()), case, where=case)


hygiene = hygiene_of(uncertain)

GAIN, Z, PHI = "best - mu if minimise else mu - best", "gain / np.where(known, 1.0, sigma)", "math.sqrt(2 * math.pi)"
EI, LIMIT = "gain * Phi + sigma * phi", "np.maximum(gain, 0.0)"
BUGS = [
    patch(
        "a negative sigma is let pass if large values are good",
        {"np.any(sigma < 0)": "minimise and np.any(sigma < 0)"},
        hint="sigma < 0 is no deviation, whatever is good.",
    ),
    patch(
        "a negative sigma is let pass if it is small",
        {"np.any(sigma < 0)": "np.any(sigma < -1e-6)"},
        hint="sigma < 0 raises ValueError, however near to 0.",
    ),
    patch(
        "nothing is gained if all candidates are certain",
        {
            "    known = sigma == 0": "    if np.all(sigma == 0):\n        return np.zeros(len(mu))\n    known = sigma == 0"
        },
        hint="What is certain gains max(best − mu, 0).",
    ),
    patch(
        "the gain has the wrong sign",
        {GAIN: "mu - best if minimise else best - mu"},
        hint="If small values are good, best − mu is gained.",
    ),
    patch(
        "if large values are good, z is turned round, but not the gain before Φ(z)",
        {EI: "(best - mu) * Phi + sigma * phi"},
        hint="The gain stands in z and before Φ(z): both change their sign.",
    ),
    patch("minimise is not looked at", {GAIN: "best - mu"}, hint="If large values are good, the gain is mu − best."),
    patch(
        "the whole result changes its sign if large values are good",
        {
            f"gain = {GAIN}": "gain = best - mu",
            f"np.where(known, {LIMIT}, {EI})": f"np.where(known, {LIMIT}, {EI}) * (1 if minimise else -1)",
        },
        hint="Only best − mu changes its sign: EI is never negative.",
    ),
    patch(
        "large values are taken for good, if nothing else is said",
        {"minimise: bool = True": "minimise: bool = False"},
        hint="minimise is True by default.",
    ),
    patch(
        "sigma is taken for the variance",
        {"    gain = ": "    sigma = np.sqrt(sigma)\n    gain = "},
        hint="sigma is a standard deviation.",
    ),
    patch("the second term has sigma²", {"sigma * phi": "sigma**2 * phi"}, hint="EI has the unit of mu: sigma φ(z)."),
    patch("the second term lacks sigma", {"sigma * phi": "phi"}, hint="sigma φ(z): EI has the unit of mu."),
    patch("z is not divided by sigma", {Z: "gain + 0.0"}, hint="z = (best − mu)/sigma."),
    patch("z is divided by the variance", {Z: "gain / np.where(known, 1.0, sigma**2)"}, hint="z = (best − mu)/sigma."),
    patch("φ lacks its factor 1/√(2π)", {f" / {PHI}": ""}, hint="φ(z) = e^(−z²/2)/√(2π)."),
    patch("φ is e^(−z²), without the half", {"-(z**2) / 2": "-(z**2)"}, hint="φ(z) = e^(−z²/2)/√(2π)."),
    patch("φ and Φ have changed places", {EI: "gain * phi + sigma * Phi"}, hint="(best − mu) Φ(z) + sigma φ(z)."),
    patch("Φ is erf(z), without the root of 2", {"t / math.sqrt(2)": "t"}, hint="Φ(z) = (1 + erf(z/√2))/2."),
    patch(
        "Φ is erf, from −1 to 1",
        {"(1 + math.erf(t / math.sqrt(2))) / 2": "math.erf(t / math.sqrt(2))"},
        hint="Φ(z) = (1 + erf(z/√2))/2, from 0 to 1.",
    ),
    patch(
        "Φ is the logistic function, which is only near it",
        {"(1 + math.erf(t / math.sqrt(2))) / 2": "1 / (1 + math.exp(-1.702 * min(max(t, -400.0), 400.0)))"},
        hint="Φ(z) = (1 + erf(z/√2))/2, with math.erf.",
    ),
    patch(
        "the terms are subtracted",
        {EI: "gain * Phi - sigma * phi"},
        hint="Uncertainty is worth something: + sigma φ(z).",
    ),
    patch("uncertainty is worth nothing", {EI: "gain * Phi"}, hint="+ sigma φ(z)."),
    patch("the probability of an improvement is returned", {EI: "Phi"}, hint="How much is gained counts, too."),
    patch(
        "there is a margin of 0.01",
        {"known = ": "gain = gain - 0.01\n    known = "},
        hint="No ξ: an improvement counts from 0 on.",
    ),
    patch(
        "sigma = 0 gives no number",
        {"return np.where(known, ": "z = gain / sigma\n    return np.where(known, np.nan + "},
        hint="There EI is max(best − mu, 0).",
    ),
    patch(
        "sigma = 0 gives 0",
        {f"np.where(known, {LIMIT}": "np.where(known, 0.0"},
        hint="What is known to be better improves by best − mu.",
    ),
    patch("sigma = 0 gives best − mu, also where that is negative", {LIMIT: "gain"}, hint="max(best − mu, 0)."),
    patch(
        "1e-9 is added to sigma",
        {Z: "gain / (sigma + 1e-9)"},
        hint="Losses may be tiny themselves: treat sigma = 0 by itself.",
    ),
    patch(
        "z is clipped to ±3",
        {f"z = {Z}": f"z = np.clip({Z}, -3.0, 3.0)"},
        hint="Φ and φ are harmless far out: leave z as it is.",
    ),
    patch("a negative sigma is let pass", {"np.any(sigma < 0)": "False"}, hint="sigma ≥ 0, or ValueError."),
    patch(
        "a sigma of 0 is refused", {"np.any(sigma < 0)": "np.any(sigma <= 0)"}, hint="sigma = 0 means that it is known."
    ),
    patch(
        "EI is rounded to twelve digits",
        {f"return np.where(known, {LIMIT}, {EI})": f"return np.round(np.where(known, {LIMIT}, {EI}), 12)"},
        hint="Losses may be tiny: leave it as it is.",
    ),
]


VARYING = {"values": "Twelve decimals are enough for ordinary improvements, and not for one that is small."}
TOLERANT = {
    "mean_gain": "How much more is expected with a larger sigma is not said there; values are compared elsewhere."
}
REPLACED = "Where sigma is 0, what comes of the quotient is replaced."
EQUIVALENT = {
    "expected_improvement: np.where(known, 1.0, sigma) → sigma": REPLACED,
    "expected_improvement: np.where(known, 1.0, sigma) → np.where(known, 0, sigma)": REPLACED,
    "expected_improvement: np.where(known, 1.0, sigma) → np.where(known, 2.0, sigma)": REPLACED,
    "expected_improvement: np.where(known, 1.0, sigma) → np.where(known, 0.5, sigma)": REPLACED,
    "expected_improvement: np.where(known, 1.0, sigma) → np.where(known, -1.0, sigma)": REPLACED,
    "expected_improvement: np.where(known, 1.0, sigma) → np.where(known, 1.01, sigma)": REPLACED,
    "expected_improvement: np.maximum(gain, 0.0) → np.maximum(z, 0.0)": "Where it counts, z is the gain divided by 1.",
    "expected_improvement: np.any(sigma < 0) → np.any(sigma < 0, axis=0)": "There is one axis.",
    "expected_improvement: sigma * phi → phi * phi, and alike": "Both change places in a product.",
}


@variant
def one_by_one(mu, sigma, best, minimise=True):
    import math

    result = []
    for m, s in zip(mu, sigma, strict=True):
        if s < 0:
            raise ValueError("sigma")
        gain = (best - m) * (1 if minimise else -1)
        if s == 0:
            result.append(max(gain, 0.0))
            continue
        z = gain / s
        result.append(gain * math.erfc(-z / 2**0.5) / 2 + s * math.exp(-z * z / 2) / math.sqrt(2 * math.pi))
    return np.array(result)


@variant
def in_units_of_sigma(mu, sigma, best, minimise=True):
    import math

    if (sigma < 0).any():
        raise ValueError(sigma)
    sign = 1.0 if minimise else -1.0
    EI = np.maximum(sign * (best - mu), 0.0)
    some = sigma > 0
    z = sign * (best - mu[some]) / sigma[some]
    erf = np.vectorize(math.erf, otypes=[float])
    EI[some] = sigma[some] * (z * (0.5 + 0.5 * erf(z / np.sqrt(2.0))) + np.exp(-0.5 * z * z) / np.sqrt(2.0 * np.pi))
    return EI


@variant
def standard_library(mu, sigma, best, minimise=True):
    from statistics import NormalDist

    if min(sigma) < 0:
        raise ValueError("negative")
    if not minimise:
        mu, best = -mu, -best
    law = NormalDist()

    def one(m, s):
        z = (best - m) / s if s else 0.0
        return (best - m) * law.cdf(z) + s * law.pdf(z) if s else max(best - m, 0.0)

    return np.array([one(float(m), float(s)) for m, s in zip(mu, sigma, strict=True)])
