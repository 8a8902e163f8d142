"""Checks, known bugs and variants of chapter06/kl_divergence."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("KL",),
    minutes=15,
    hints=(
        "Which of the two distributions stands in front of the logarithm, and on top of the fraction?",
        "Take the terms with p > 0 only: the others are 0. Is q 0 in one of those that are left?",
        "Before that: is an entry negative, or a sum further from 1 than 1e-9? p and q are both looked at.",
    ),
)


def kl(p, q):
    return p[p > 0] @ np.log(p[p > 0] / q[p > 0])


def two_numbers(case):
    """KL(p ‖ q) and KL(q ‖ p) are not nearly the same."""
    one, other = kl(case.p, case.q), kl(case.q, case.p)
    return min(one, other) > 0.01 and abs(one - other) > 0.02 * max(one, other)


def distribution(rng, k):
    """Draw k multiples of 1/128 in any order, no two of them close to each other, whose sum is 1 to the last digit."""
    p = rng.permutation(np.arange(1.0, k + 1)) + rng.uniform(-0.3, 0.3, size=k)
    p = np.floor(128 * p / p.sum()) / 128
    return p + (p == p.max()) * (1.0 - p.sum())


def lopsided(rng):
    """Two outcomes, the first of them rare or not."""
    first = rng.choice([6, 40]) / 128 + rng.integers(10) / 128
    return np.array([first, 1.0 - first])


@cases("k", 4, 7, 3, 2, 10, fit=two_numbers, exact=True)
def pairs(rng, k):
    if k == 2:
        return {"p": lopsided(rng), "q": lopsided(rng)}
    return {"p": distribution(rng, k), "q": distribution(rng, k)}


@cases("k shift", (6, 1 / 512), (4, -1 / 1024), exact=True)
def nearly_equal(rng, k, shift):
    p = distribution(rng, k)
    q = p.copy()
    q[p.argmax()] -= shift
    q[p.argmin()] += shift
    return {"p": p, "q": q}


@cases("k", 5, 3, 4, exact=True)
def equal(rng, k):
    p = distribution(rng, k)
    return {"p": p, "q": p.copy()}


@cases("k", 1, fixed="a single outcome is certain")
def certain(rng, k):
    return {"p": np.ones(k), "q": np.ones(k)}


def with_zeros(rng, p, zeros):
    """Put zeros among probabilities, anywhere."""
    return np.insert(p, np.sort(rng.integers(0, len(p) + 1, size=zeros)), 0.0)


@cases("k zeros", (6, 2), (4, 1), (3, 1), exact=True)
def never(rng, k, zeros):
    """Some outcomes never happen; in the first row one of them was believed impossible, too."""
    p = with_zeros(rng, distribution(rng, k - zeros), zeros)
    q = distribution(rng, k)
    if k == 6:
        rare = np.flatnonzero(p == 0)[0]
        q[q.argmax()] += q[rare]
        q[rare] = 0.0
    return {"p": p, "q": q}


@cases("k", 5, 3, 2, exact=True)
def impossible(rng, k):
    """One outcome was believed impossible, and happens."""
    p = lopsided(rng) if k == 2 else distribution(rng, k)
    return {"p": p, "q": with_zeros(rng, distribution(rng, k - 1), 1)}


@cases("k rare", (4, 1e-18), (3, 1e-200), (5, 1e-290), exact=True)
def rare_outcomes(rng, k, rare):
    """One outcome was believed nearly impossible; another one nearly is."""
    p, q = distribution(rng, k), distribution(rng, k)
    i, j = rng.choice(k, size=2, replace=False)
    for r, where in ((q, i), (p, j)):
        other = (where + 1) % k
        r[other] += r[where]
        r[where] = rare * rng.uniform(1.0, 9.0)
    return {"p": p, "q": q}


def apart(case):
    """What a sum is off by is lost in KL."""
    return kl(case.p, case.q) > 0.05


@cases("k p_off q_off", (5, 5e-10, 0.0), (4, -5e-10, 4e-10), (6, 0.0, -5e-10), fit=apart, exact=True)
def rounded_off(rng, k, p_off, q_off):
    """The sums are not quite 1."""
    p, q = distribution(rng, k), distribution(rng, k)
    return {"p": p * (1.0 + p_off), "q": q * (1.0 + q_off)}


values = agrees("Surprise is averaged over p, in nats.", pairs, points=3)
zeros_in_p = agrees("What never happens costs nothing.", never, needs=[values])
zeros_in_q = agrees("If what was believed impossible happens, KL is inf.", impossible, needs=[values])
tails = agrees("Beliefs as small as 10⁻²⁹⁰ count as what they are.", rare_outcomes, needs=[values])
close = agrees("Of nearly equal distributions it is small, and right.", nearly_equal, needs=[values])
same = agrees("Of equal distributions it is 0.", equal, scale=lambda case: 1.0, needs=[values])
alone = agrees("Of a single outcome, which is certain, it is 0.", certain, scale=lambda case: 1.0, needs=[values])
good_enough = agrees("A sum that is as good as 1 is let pass.", rounded_off, needs=[values])


@check(points=1, kind="property")
def additive(student, pairs, rng):
    """Of independent pairs KL is the sum of both, and outcomes have no order."""

    def ways(m, case, r, s, order):
        p, q = case.p, case.q
        joint = m.kl_divergence(np.outer(p, r).ravel(), np.outer(q, s).ravel())
        return m.kl_divergence(p, q), m.kl_divergence(r, s), joint, m.kl_divergence(p[order], q[order])

    for case in pairs:
        r, s = np.array([0.25, 0.75]), np.array([0.625, 0.375])
        one, other, both, reordered = student.run(ways, case, r, s, rng.permutation(len(case.p)))
        assert_law("KL(p p′ ‖ q q′) = KL(p ‖ q) + KL(p′ ‖ q′)", both, one + other, rtol=1e-10, what="KL", where=case)
        assert_law("KL of the outcomes in another order = KL", reordered, one, rtol=1e-10, what="KL", where=case)


def refuses(student, case, wrong):
    """ValueError is raised if one of the two is `wrong`, and the other as it is."""
    for name in ("p", "q"):
        given = {"p": case.p, "q": case.q, name: wrong(case[name])}
        where = f"{case}, {name} is none"
        raises(student, ValueError, lambda m, g=given: m.kl_divergence(g["p"], g["q"]), where=where)


@check(points=1, kind="error", needs=[values])
def sums(student, pairs):
    """If a sum is not 1, ValueError is raised: if it is far off, and if it is off by 4e-9."""
    for case in pairs[:3]:
        for off in (0.25, -0.25, 1e-3, -1e-3, 1e-7, -1e-7, 4e-9, -4e-9):
            refuses(student, case, lambda r, off=off: r * (1.0 + off))


@check(points=1, kind="error", needs=[values])
def negative(student, pairs):
    """If an entry is negative, ValueError is raised, also if the sum is 1, and however near to 0 it is."""
    for case in pairs:
        for below in (0.25, 0.001, 1e-12):
            refuses(student, case, lambda r, below=below: np.concatenate([[r[0] + r[-1] + below], r[1:-1], [-below]]))


hygiene = hygiene_of(pairs)

BOTH, NEGATIVE, SUM = "(p, q):", "np.any(r < 0)", "abs(r.sum() - 1.0) > 1e-9"
HAPPENS, RATIO = "happens = p > 0", "np.log(p[happens] / q[happens])"
RESULT = f"float(np.sum(p[happens] * {RATIO}))"

BUGS = [
    patch(
        "a sum may be off by 1e-8",
        {SUM: "abs(r.sum() - 1.0) > 1e-8"},
        hint="1e-9 is what is let pass. np.isclose lets 1e-8 pass unless it is told otherwise: atol=1e-9, rtol=0.",
    ),
    patch(
        "negative entries that are nearly 0 are let pass",
        {NEGATIVE: "np.any(r < -1e-10)"},
        hint="No entry is negative, however near to 0: r < 0, without a tolerance.",
    ),
    patch(
        "a single outcome is refused",
        {NEGATIVE: "len(r) < 2 or np.any(r < 0)"},
        hint="k may be 1: p and q are (1,) then, and KL is 0.",
    ),
    patch(
        "p and q have changed places",
        {HAPPENS: f"p, q = q, p\n    {HAPPENS}"},
        hint="The average is taken with p, the first one: Σ p log(p / q).",
    ),
    patch(
        "the fraction below the logarithm is upside down",
        {RATIO: "np.log(q[happens] / p[happens])"},
        hint="log(p / q): KL is not negative.",
    ),
    patch("logarithms to the base 2 are taken", {RATIO: RATIO.replace("log", "log2")}, hint="Nats have np.log."),
    patch(
        "a small number is added to q",
        {RATIO: "np.log(p[happens] / (q[happens] + 1e-12))"},
        hint="Then what is impossible costs 27 nats, and not inf.",
    ),
    patch(
        "q is clipped from below",
        {RATIO: "np.log(p[happens] / np.maximum(q[happens], 1e-10))"},
        hint="What is believed impossible, and happens, costs inf.",
    ),
    patch(
        "outcomes are left out that were believed impossible",
        {HAPPENS: "happens = (p > 0) & (q > 0)"},
        hint="Leave out those with p = 0 only: q = 0 where p > 0 gives inf.",
    ),
    patch(
        "the cross-entropy is returned",
        {RATIO: "-np.log(q[happens])"},
        hint="Subtract the entropy of p: log p − log q.",
    ),
    patch("the entropy of p is returned", {RATIO: "-np.log(p[happens])"}, hint="q has a part in it, too."),
    patch(
        "the differences are not weighted with p",
        {RESULT: f"float(np.sum({RATIO}))"},
        hint="What is likely counts more: p stands in front of the logarithm.",
    ),
    patch(
        "the terms are averaged, not summed",
        {RESULT: RESULT.replace("np.sum", "np.mean")},
        hint="The weights p sum to 1 already: add the terms.",
    ),
    patch(
        "the terms are returned, and not added",
        {RESULT: f"p[happens] * {RATIO}"},
        hint="KL is one number: the sum of the terms.",
    ),
    patch(
        "the moduli of the terms are added",
        {RESULT: f"float(np.sum(np.abs(p[happens] * {RATIO})))"},
        hint="Single terms may be negative; only their sum is not.",
    ),
    patch(
        "both directions are averaged",
        {RESULT: f"0.5 * float(np.sum((p[happens] - q[happens]) * {RATIO}))"},
        hint="KL(p ‖ q) is asked for, in this order.",
    ),
    patch(
        "0 log 0 is taken as NaN",
        {RESULT: "float(np.nansum(p * np.log(p / q))) if np.all(p) else np.nan"},
        hint="What never happens costs nothing: take the terms with p > 0.",
    ),
    patch(
        "p = 0 where q = 0 gives inf",
        {RESULT: f"{RESULT} if np.all(q) else np.inf"},
        hint="Only where p > 0 is q = 0 a catastrophe.",
    ),
    patch(
        "distributions are normalised",
        {
            f"{NEGATIVE} or {SUM}": NEGATIVE,
            "    happens = p > 0": "    p, q = p / p.sum(), q / q.sum()\n    happens = p > 0",
        },
        hint="A sum that is wrong is somebody's mistake: raise ValueError.",
    ),
    patch("sums are not looked at", {f"{NEGATIVE} or {SUM}": NEGATIVE}, hint="Raise ValueError if a sum is not 1."),
    patch("only p is looked at", {BOTH: "(p,):"}, hint="q is a distribution, too."),
    patch("only q is looked at", {BOTH: "(q,):"}, hint="p is a distribution, too."),
    patch(
        "a sum may be off as far as np.isclose lets it",
        {SUM: "not np.isclose(r.sum(), 1.0)"},
        hint="np.isclose allows 1e-5 unless told otherwise: rtol=0, atol=1e-9.",
    ),
    patch(
        "a sum has to be 1 to the last digit",
        {SUM: "r.sum() != 1.0"},
        hint="Rounding makes 0.9999999999999999 of ten tenths: allow 1e-9.",
    ),
    patch(
        "only a sum that is too large is refused",
        {SUM: "r.sum() > 1.0 + 1e-9"},
        hint="A sum may be too small as well.",
    ),
    patch(
        "negative entries are let pass",
        {f"{NEGATIVE} or {SUM}": SUM},
        hint="1.25 and −0.25 sum to 1: look at each of them.",
    ),
]

EQUIVALENT = {
    "kl_divergence: r.sum() - 1.0 → 1.0 - r.sum()": "it is the distance that is asked for",
    "kl_divergence: np.any(r < 0) → np.any(r < 0, axis=0)": "the lists have one axis",
    "kl_divergence: r.sum() → r.sum(axis=0)": "the lists have one axis",
    "kl_divergence: np.sum(p[happens] * np.log(p[happens] / q[happens])) → np.sum(p[happens] * np.log(p[happens] / "
    "q[happens]), axis=0)": "the lists have one axis",
    "kl_divergence: abs(r.sum() - 1.0) > 1e-09 → abs(r.sum() - 1.0) >= 1e-09": (
        "a float64 between 1/2 and 2 is a multiple of 2⁻⁵³ away from 1, which the float64 1e-9 is not"
    ),
}


@variant
def difference_of_logarithms(p, q):
    if min(p.min(), q.min()) < 0 or not np.allclose([p.sum(), q.sum()], 1.0, rtol=0, atol=1e-9):
        raise ValueError("no distributions")
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(p == 0, 0.0, p * (np.log(p) - np.log(q)))
    return terms.sum()


@variant
def term_by_term(p, q):
    import math

    if any(x < 0 for x in (*p, *q)) or abs(math.fsum(p) - 1) > 1e-9 or abs(math.fsum(q) - 1) > 1e-9:
        raise ValueError("no distributions")
    total = 0.0
    for a, b in zip(p.tolist(), q.tolist(), strict=True):
        if a > 0 and b == 0:
            return float("inf")
        if a > 0:
            total += a * math.log(a / b)
    return total


@variant
def by_cross_entropy(p, q):
    for r in (p, q):
        if (r < 0).any() or not -1e-9 <= 1 - r.sum() <= 1e-9:
            raise ValueError("no distribution")
    if ((p > 0) & (q == 0)).any():
        return np.inf
    p, q = p[p != 0], q[p != 0]
    return np.log(q / p) @ -p
