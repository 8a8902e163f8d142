"""Checks, known bugs and variants of appendixB/entropy."""

import math

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("H",),
    minutes=10,
    hints=(
        "What does −p log p tend to as p goes to 0? And what does NumPy make of 0 · log 0?",
        "p[p > 0] are the outcomes that happen: take the sum over these.",
        "The logarithm of x to the base b is log x / log b.",
    ),
)


@cases("k base", (5, 3.0), (4, 7.5), (7, 1.02), (10, 2.5), (3, 2))
def distributions(rng, k, base):
    return {"p": probabilities(rng, k), "base": base if base == 2 else base * rng.uniform(1.0, 1.15)}


@cases("k", 4, 6)
def in_nats(rng, k):
    return {"p": probabilities(rng, k)}


@cases("k zeros", (4, 2), (3, 1), (5, 1))
def never(rng, k, zeros):
    """Some outcomes never happen, wherever they stand."""
    p = probabilities(rng, k)
    return {"p": np.insert(p, np.sort(rng.integers(0, k + 1, size=zeros)), 0.0), "base": rng.uniform(1.5, 4.0)}


@cases("k", 1, 3, 6)
def certain(rng, k):
    return {"p": np.eye(k)[rng.integers(k)], "base": rng.uniform(1.5, 4.0)}


@cases("k rare", (4, 1e-18), (3, 1e-200), (5, 1e-290))
def rare_outcomes(rng, k, rare):
    """One outcome is nearly certain: its probability is rounded to 1, and the others are all that counts."""
    p = rare * rng.uniform(1.0, 9.0, size=k)
    p[rng.integers(k)] = 1.0
    return {"p": p}


values = agrees("Surprise −log p is averaged over p, in the unit that the base says.", distributions, points=2)
nats = agrees("Without a base it is counted in nats.", in_nats)
zeros = agrees("What never happens costs nothing.", never, needs=[values])
sure = agrees("What is certain has the entropy 0.", certain, atol=1e-15, needs=[values])
tails = agrees("Rare outcomes count as what they are.", rare_outcomes, needs=[nats])


@check(points=1, kind="property")
def laws(student, distributions, rng):
    """It is log k if all are equally likely, adds up for independent pairs, and does not depend on the order."""

    def ways(m, case, r, order):
        p, base, k = case.p, case.base, len(case.p)
        joint = m.entropy(np.outer(p, r).ravel(), base)
        return (
            m.entropy(np.full(k, 1 / k), base),
            joint,
            m.entropy(p, base),
            m.entropy(r, base),
            m.entropy(p[order], base),
        )

    for case in distributions:
        r, k = np.array([0.625, 0.375]), len(case.p)
        uniform, both, one, other, reordered = student.run(ways, case, r, rng.permutation(k))
        most = math.log(k) / math.log(case.base)
        assert_law("H = log k for k outcomes that are equally likely", uniform, most, rtol=1e-10, what="H", where=case)
        assert_law("H of independent pairs = H(p) + H(r)", both, one + other, rtol=1e-10, what="H", where=case)
        assert_law("H of the outcomes in another order = H", reordered, one, rtol=1e-10, what="H", where=case)


hygiene = hygiene_of(distributions)

HAPPENS, TERMS, BASE = "happens = p[p > 0]", "happens * np.log(happens)", " / np.log(base)"
RESULT = f"float(-np.sum({TERMS}){BASE})"

BUGS = [
    patch(
        "0 log 0 is taken as NaN",
        {RESULT: f"{RESULT} if np.all(p) else np.nan"},
        hint="What never happens costs nothing: take the terms with p > 0.",
    ),
    patch("the minus is missing", {"-np.sum": "np.sum"}, hint="Logarithms of probabilities are negative: −Σ p log p."),
    patch("the base is ignored", {BASE: ""}, hint="log_b x = log x / log b."),
    patch("the result is always in bits", {BASE: " / np.log(2)"}, hint="The base is an argument: divide by its log."),
    patch("the result is multiplied by log base", {BASE: " * np.log(base)"}, hint="log_b x = log x / log b."),
    patch("the default base is 2", {"base: float = math.e": "base: float = 2.0"}, hint="Nats have the base e."),
    patch(
        "a small number is added below the logarithm",
        {"np.log(happens)": "np.log(happens + 1e-12)"},
        hint="Then what is rarer than that surprises too little: take the terms with p > 0 as they are.",
    ),
    patch(
        "p is clipped from below",
        {HAPPENS: "happens = np.maximum(p, 1e-12)"},
        hint="Then what never happens costs something: take the terms with p > 0 as they are.",
    ),
    patch(
        "surprises are not weighted with p",
        {TERMS: "np.log(happens)"},
        hint="It is an average over p: p stands in front of the logarithm.",
    ),
    patch(
        "the terms are averaged, not summed",
        {"np.sum": "np.mean"},
        hint="The weights p sum to 1 already: add the terms.",
    ),
    patch(
        "the entropy is divided by that of k equally likely outcomes",
        {BASE: " / max(np.log(len(p)), 1e-9)"},
        hint="The largest value is log k, not 1.",
    ),
    patch(
        "the terms are returned, and not added",
        {RESULT: f"-{TERMS}{BASE}"},
        hint="H is one number: the sum of the terms.",
    ),
]

EQUIVALENT = {
    "entropy: np.sum(happens * np.log(happens)) → np.sum(happens * np.log(happens), axis=0)": "the list has one axis"
}


@variant
def where_it_happens(p, base=math.e):
    safe = np.where(p > 0, p, 1.0)
    return -(p @ np.log(safe)) / math.log(base)


@variant
def by_the_reciprocal(p, base=math.e):
    happens = p[p != 0]
    return np.sum(happens * np.log(1.0 / happens)) / np.log(base)


@variant
def in_bits_first(p, base=math.e):
    with np.errstate(divide="ignore", invalid="ignore"):
        bits = -np.nansum(p * np.log2(p))
    return bits / np.log2(base)


@variant
def term_by_term(p, base=math.e):
    H = 0.0
    for x in p.tolist():
        if x > 0:
            H -= x * math.log(x, base)
    return H
