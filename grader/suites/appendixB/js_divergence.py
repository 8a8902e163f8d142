"""Checks, known bugs and variants of appendixB/js_divergence."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("JS",),
    requires=("chapter06/kl_divergence",),
    minutes=12,
    hints=(
        "Write the mixture m down first: it is a distribution, so its entries sum to 1.",
        "The terms of KL(p ‖ m) with p = 0 are 0: take those with p > 0 only. Of KL(q ‖ m), those with q > 0.",
        "JS is half of the one and half of the other.",
    ),
)


def kl(p, q):
    return p[p > 0] @ np.log(p[p > 0] / q[p > 0])


def telling(case):
    """JS is not nearly 0, and its two halves differ."""
    p, q = case.p, case.q
    one, other = kl(p, (p + q) / 2), kl(q, (p + q) / 2)
    return min(one, other) > 0.01 and abs(one - other) > 1e-4


@cases("k", 4, 7, 5, 3, fit=telling)
def pairs(rng, k):
    return {"p": probabilities(rng, k), "q": probabilities(rng, k)}


@cases("k zeros", (5, 2), (1, 1))
def equal(rng, k, zeros):
    p = with_zeros(rng, probabilities(rng, k), zeros)
    return {"p": p, "q": p.copy()}


def with_zeros(rng, p, zeros):
    """Put zeros among probabilities, anywhere."""
    return np.insert(p, np.sort(rng.integers(0, len(p) + 1, size=zeros)), 0.0)


@cases("common only_p only_q neither", (2, 1, 1, 1), (1, 2, 0, 0), (2, 0, 1, 1), fit=telling)
def never(rng, common, only_p, only_q, neither):
    """Outcomes that both know, that only one of them knows, and that nobody knows."""
    places = rng.permutation(common + only_p + only_q + neither)
    p, q = np.zeros(len(places)), np.zeros(len(places))
    p[places[: common + only_p]] = probabilities(rng, common + only_p)
    q[np.concatenate([places[:common], places[common + only_p :][:only_q]])] = probabilities(rng, common + only_q)
    return {"p": p, "q": q}


@cases("n m", (2, 3), (1, 1), (3, 1))
def disjoint(rng, n, m):
    """No outcome in common."""
    places = rng.permutation(n + m + 1)
    p, q = np.zeros(n + m + 1), np.zeros(n + m + 1)
    p[places[:n]], q[places[n : n + m]] = probabilities(rng, n), probabilities(rng, m)
    return {"p": p, "q": q}


@cases("k rare", (4, 1e-18), (3, 1e-200), (5, 1e-290), exact=True)
def rare_outcomes(rng, k, rare):
    """One outcome is as good as certain under both; they differ in the rare ones."""
    certain = rng.integers(k)
    p, q = (rare * rng.permutation(np.arange(1.0, k + 1)) * rng.uniform(0.9, 1.1, size=k) for _ in range(2))
    q = 4.0 * q
    p[certain] = q[certain] = 1.0
    return {"p": p, "q": q}


def and_certain(m, case):
    """Ask for the case, and for distributions of one outcome, which are equal."""
    return {"JS": m.js_divergence(case.p, case.q), "JS of one outcome": m.js_divergence(np.ones(1), np.ones(1))}


values = agrees("JS is the mean of KL(p ‖ m) and KL(q ‖ m), in nats.", pairs, points=2)
zeros = agrees("What one of them rules out, or both, is no trouble.", never, points=2)
apart = agrees("Without an outcome in common it is log 2.", disjoint)
tails = agrees("Rare outcomes count as what they are.", rare_outcomes)
same = agrees("Of equal distributions it is 0.", equal, of=and_certain, atol=1e-12)


@check(points=1, kind="property")
def laws(student, pairs, never, rng):
    """It is symmetric, and does not change if outcomes change places, or one is split into two in both."""

    def ways(m, case, order):
        p, q = case.p, case.q
        halves = [np.append(r, r[0] / 2) * np.append(0.5, np.ones(len(r))) for r in (p, q)]
        of = m.js_divergence
        return of(p, q), of(q, p), of(p[order], q[order]), of(*halves)

    for case in [*pairs, *never]:
        there, back, reordered, split = student.run(ways, case, rng.permutation(len(case.p)))
        assert_law("JS(p, q) = JS(q, p)", there, back, rtol=1e-10, scale=1e-2, what="JS", where=case)
        law = "JS of the outcomes in another order = JS"
        assert_law(law, reordered, there, rtol=1e-10, scale=1e-2, what="JS", where=case)
        law = "JS with the first outcome split into two halves = JS"
        assert_law(law, split, there, rtol=1e-10, scale=1e-2, what="JS", where=case)


hygiene = hygiene_of(pairs)

MIXTURE, HAPPENS, HALF = "m = 0.5 * (p + q)", "happens = r > 0", "total += 0.5 * np.sum"
RATIO, RETURN = "np.log(r[happens] / m[happens])", "return float(total)"
BUGS = [
    patch("m is p + q", {MIXTURE: "m = p + q"}, hint="A mixture sums to 1: m = ½ (p + q)."),
    patch("the ½ before the divergences is missing", {HALF: "total += np.sum"}, hint="½ KL(p ‖ m) + ½ KL(q ‖ m)."),
    patch("the root is returned", {RETURN: "return float(np.sqrt(max(total, 0.0)))"}, hint="JS itself is asked for."),
    patch("it is counted in units of log 2", {RATIO: RATIO.replace("log", "log2")}, hint="Nats: np.log."),
    patch(
        "p and q are compared with each other, not with the mixture",
        {
            MIXTURE: "m = p",
            "    for r in": "    other = {0: q, 1: p}\n    for i, r in",
            "(p, q):": "enumerate((p, q)):",
            RATIO: "np.log(r[happens] / other[i][happens])",
        },
        hint="KL(p ‖ m) and KL(q ‖ m), with m = ½ (p + q).",
    ),
    patch("only p is compared with the mixture", {"(p, q):": "(p, p):"}, hint="Half of it is KL(q ‖ m)."),
    patch(
        "m is compared with p and q",
        {
            HAPPENS: "happens = (r > 0) & (m > 0)",
            f"r[happens] * {RATIO}": "m[happens] * np.log(m[happens] / r[happens])",
        },
        hint="KL(p ‖ m) averages over p, and m stands below the fraction.",
    ),
    patch(
        "the mixture is the geometric mean",
        {MIXTURE: "m = np.sqrt(p * q) / max(np.sum(np.sqrt(p * q)), 1e-300)"},
        hint="m = ½ (p + q).",
    ),
    patch(
        "0 log 0 is taken as NaN",
        {RETURN: "return float(total) if np.all(p > 0) and np.all(q > 0) else float(np.nan)"},
        hint="What never happens costs nothing: take the terms with p > 0.",
    ),
    patch(
        "outcomes are left out that one of them rules out",
        {HAPPENS: "happens = (p > 0) & (q > 0)"},
        hint="Where q = 0 < p, m is p / 2, and the term p log 2 counts.",
    ),
    patch(
        "a small number is added to both",
        {MIXTURE: "p, q = p + 1e-10, q + 1e-10\n    m = 0.5 * (p + q)"},
        hint="The mixture rules out nothing: no help is needed.",
    ),
    patch("the terms are averaged, not summed", {"np.sum(r": "np.mean(r"}, hint="The weights p sum to 1: add."),
]

EQUIVALENT = {
    f"js_divergence: np.sum(r[happens] * {RATIO}) → np.sum(r[happens] * {RATIO}, axis=0)": "the list has one axis",
    "js_divergence: p + q → q + q, and alike": "p and q change places: JS is symmetric",
}


@variant
def by_entropies(p, q):
    def H(r):
        return -np.sum(r[r > 0] * np.log(r[r > 0]))

    return H((p + q) / 2) - (H(p) + H(q)) / 2


@variant
def in_one_sum(p, q):
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.nan_to_num(p * np.log(2 * p / (p + q)))
        right = np.nan_to_num(q * np.log(2 * q / (p + q)))
    return np.sum(left + right) / 2


@variant
def term_by_term(p, q):
    import math

    JS = 0.0
    for a, b in zip(p.tolist(), q.tolist(), strict=True):
        m = (a + b) / 2
        JS += (a / 2) * math.log(a / m) if a else 0.0
        JS += (b / 2) * math.log(b / m) if b else 0.0
    return JS
