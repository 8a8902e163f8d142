"""Checks, known bugs and variants of appendixB/cross_entropy_decomposition."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("CE", "H", "KL"),
    requires=("appendixB/entropy", "chapter06/kl_divergence"),
    minutes=12,
    hints=(
        "All three are averages over p. What stands below the logarithm in each of them?",
        "Take the outcomes with p > 0 only, of p and of q. What is −log 0, for those that are left?",
        "CE = H + KL holds also if two of the three are inf.",
    ),
)


def telling(case):
    """p and q differ, and so do the entropies and the two directions."""
    p, q = case.p, case.q
    one, other = p @ np.log(p / q), q @ np.log(q / p)
    entropies = -p @ np.log(p), -q @ np.log(q)
    return min(one, other) > 0.02 and abs(one - other) > 0.02 * one and abs(entropies[0] - entropies[1]) > 0.005


def lopsided(rng):
    first = int(rng.integers(60, 280)) / 1000
    return np.array([first, round(1.0 - first, 3)])


@cases("k", 4, 7, 2, 5, fit=telling)
def pairs(rng, k):
    if k == 2:
        return {"p": lopsided(rng)[::-1], "q": np.array([0.5, 0.5]) + rng.choice((-0.125, 0.125)) * np.array([1, -1])}
    return {"p": probabilities(rng, k), "q": probabilities(rng, k)}


@cases("k", 5, 3)
def equal(rng, k):
    p = probabilities(rng, k)
    return {"p": p, "q": p.copy()}


def with_zeros(rng, p, zeros):
    """Put zeros among probabilities, anywhere."""
    return np.insert(p, np.sort(rng.integers(0, len(p) + 1, size=zeros)), 0.0)


def different(case):
    """Of two nearly equal distributions, KL is rounding."""
    return np.max(np.abs(case.p - case.q)) > 0.05


@cases("k zeros ruled_out", (4, 2, 1), (3, 1, 0), (2, 2, 2), fit=different)
def never(rng, k, zeros, ruled_out):
    """Some outcomes never happen, and some of these were ruled out."""
    p = with_zeros(rng, probabilities(rng, k), zeros)
    q = np.zeros(k + zeros)
    q[np.sort(rng.permutation(np.concatenate([np.flatnonzero(p), np.flatnonzero(p == 0)[ruled_out:]])))] = (
        probabilities(rng, k + zeros - ruled_out)
    )
    return {"p": p, "q": q}


@cases("k", 5, 3, 2)
def ruled_out(rng, k):
    """One outcome was ruled out, and happens."""
    p = lopsided(rng) if k == 2 else probabilities(rng, k)
    return {"p": p, "q": with_zeros(rng, probabilities(rng, k - 1), 1)}


@cases("k rare", (4, 1e-18), (3, 1e-200), (5, 1e-290), exact=True)
def rare_outcomes(rng, k, rare):
    """The model believed one outcome nearly impossible."""
    q = probabilities(rng, k)
    i = rng.integers(k)
    q[(i + 1) % k] += q[i]
    q[i] = rare * rng.uniform(1.0, 9.0)
    return {"p": probabilities(rng, k), "q": q}


def and_certain(m, case):
    """Ask for the case, and for distributions of one outcome, which are equal."""
    one = np.ones(1)
    named = {"of p and p": m.cross_entropy_decomposition(case.p, case.q)}
    return named | {"of one outcome": m.cross_entropy_decomposition(one, one)}


def nats(case):
    return 1.0


cross = agrees("CE is the surprise under q, averaged over p, in nats.", pairs, only=["CE"], points=2)
own = agrees("H is the entropy of p.", pairs, only=["H"])
gap = agrees("KL is that of p from q.", pairs, only=["KL"])
zeros = agrees("What never happens costs nothing, also if it was ruled out.", never, needs=[cross, own, gap])
infinite = agrees("If what was ruled out happens, CE and KL are inf, and H is not.", ruled_out, needs=[cross, own, gap])
tails = agrees("Beliefs as small as 10⁻²⁹⁰ count as what they are.", rare_outcomes, needs=[cross, own, gap])
same = agrees(
    "Of equal distributions, CE is H and KL is 0.", equal, of=and_certain, scale=nats, needs=[cross, own, gap]
)


@cases("k", 3)
def label(rng, k):
    return {"p": np.eye(k)[rng.integers(k)], "q": probabilities(rng, k)}


@check(points=1, kind="property")
def parts(student, pairs, never, label):
    """CE = H + KL, and all three add up for independent pairs."""
    r, s = np.array([0.25, 0.75]), np.array([0.625, 0.375])

    def ways(m, case):
        joint = m.cross_entropy_decomposition(np.outer(case.p, r).ravel(), np.outer(case.q, s).ravel())
        return m.cross_entropy_decomposition(case.p, case.q), m.cross_entropy_decomposition(r, s), joint

    for case, (one, other, both) in student.each(ways, [*pairs, *never, *label]):
        CE, H, KL = one
        assert_law("CE = H + KL", CE, H + KL, rtol=1e-10, scale=1.0, what="CE", where=case)
        for name, a, b, c in zip(EXERCISE.returns, one, other, both, strict=True):
            law = f"{name} of independent pairs = {name} of the one + {name} of the other"
            assert_law(law, c, a + b, rtol=1e-10, scale=1.0, what=name, where=case)


hygiene = hygiene_of(pairs)

HAPPENS, TAKEN = "happens = p > 0", "p, q = p[happens], q[happens]"
CROSS, GAP, OWN = "-np.sum(p * np.log(q))", "np.sum(p * np.log(p / q))", "-np.sum(p * np.log(p))"
RETURN = "return CE, H, KL"
BUGS = [
    patch(
        "p and q have changed places",
        {HAPPENS: f"p, q = q, p\n    {HAPPENS}"},
        hint="Averages are taken over p, the first argument: what happens.",
    ),
    patch("H is the entropy of q", {OWN: "-np.sum(q[q > 0] * np.log(q[q > 0]))"}, hint="H(p): that of what happens."),
    patch("KL is taken the other way round", {GAP: "np.sum(q * np.log(q / p))"}, hint="KL(p ‖ q) = Σ p log(p / q)."),
    patch("KL has the wrong sign", {RETURN: "return CE, H, -KL"}, hint="KL is CE − H, and not negative."),
    patch("H and KL have changed places", {RETURN: "return CE, KL, H"}, hint="In this order: CE, H, KL."),
    patch("CE has the wrong sign", {CROSS: CROSS[1:]}, hint="Surprise is −log q."),
    patch(
        "logarithms to the base 2 are taken",
        {"np.log(q)": "np.log2(q)", "np.log(p / q)": "np.log2(p / q)", "np.log(p))": "np.log2(p))"},
        hint="Nats have np.log.",
    ),
    patch(
        "the logarithm of the average is taken, not the average of logarithms",
        {CROSS: "-np.log(np.sum(p * q))"},
        hint="The sum stands outside: −Σ p log q.",
    ),
    patch("CE is averaged over k, not summed", {CROSS: "-np.mean(p * np.log(q))"}, hint="The weights p sum to 1: add."),
    patch(
        "q is clipped from below",
        {TAKEN: "p, q = p[happens], np.maximum(q[happens], 1e-12)"},
        hint="What is ruled out, and happens, costs inf.",
    ),
    patch(
        "a small number is added to q",
        {TAKEN: "p, q = p[happens], q[happens] + 1e-12"},
        hint="What is ruled out, and happens, costs inf.",
    ),
    patch(
        "outcomes are left out that were ruled out",
        {HAPPENS: "happens = (p > 0) & (q > 0)"},
        hint="Leave out those with p = 0 only.",
    ),
    patch(
        "0 log 0 is taken as NaN",
        {RETURN: "return (CE, H, KL) if np.all(happens) else (np.nan, np.nan, np.nan)"},
        hint="What never happens costs nothing: take the terms with p > 0.",
    ),
    patch(
        "p = 0 where q = 0 gives inf",
        {
            HAPPENS: f"ruled_out = np.any(q == 0)\n    {HAPPENS}",
            RETURN: "return (np.inf, H, np.inf) if ruled_out else (CE, H, KL)",
        },
        hint="Only where p > 0 is q = 0 a catastrophe.",
    ),
    patch(
        "H is inf if something was ruled out",
        {OWN: "CE - KL if np.isfinite(CE) else np.inf"},
        hint="H does not depend on q: compute it from p.",
    ),
]

ONE_AXIS = "the list has one axis"
EQUIVALENT = {
    f"cross_entropy_decomposition: {each} → {each[:-1]}, axis=0)": ONE_AXIS for each in (CROSS[1:], GAP, OWN[1:])
}


@variant
def where_it_happens(p, q):
    with np.errstate(divide="ignore", invalid="ignore"):
        CE = -np.where(p > 0, p * np.log(q), 0.0).sum()
        H = -np.where(p > 0, p * np.log(p), 0.0).sum()
    return CE, H, CE - H


@variant
def term_by_term(p, q):
    import math

    CE = H = KL = 0.0
    for a, b in zip(p.tolist(), q.tolist(), strict=True):
        if a == 0:
            continue
        H += a * math.log(1 / a)
        if b == 0:
            CE = KL = float("inf")
        else:
            CE -= a * math.log(b)
            KL += a * (math.log(a) - math.log(b))
    return CE, H, KL


@variant
def by_parts(p, q):
    seen = np.flatnonzero(p)
    a, b = p[seen], q[seen]
    H = np.sum(a * -np.log(a))
    KL = np.inf if np.any(b == 0) else a @ (np.log(a) - np.log(b))
    return H + KL, H, KL
