"""Checks, known bugs and variants of chapter21/optimal_discriminator."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    requires=("chapter21/gan_losses", "chapter06/kl_divergence"),
    minutes=20,
    hints=(
        "Where p + q is 0, there is nothing to divide: start from an array of ½, and divide elsewhere.",
        "Take the terms with p > 0 only, and those with q > 0 only: the others are 0.",
        "np.log(0) is −∞, with a warning. Where something happens, that is the right answer.",
    ),
)


def with_zeros(rng, k, zeros):
    """Draw two distributions, with outcomes that never happen: in both, in one, in the other."""
    places = rng.permutation(k)
    p, q = np.zeros(k), np.zeros(k)
    of_p, of_q = (np.delete(places, drop) for drop in ([0, 1], [0, 2])) if zeros else (places, places)
    p[of_p], q[of_q] = probabilities(rng, len(of_p)), probabilities(rng, len(of_q))
    return p, q


def apart(case):
    """The two are not nearly the same, nor mirror images, outcome by outcome."""
    return (
        np.abs(case.p - case.q).max() > 0.1 and abs(np.sum(case.p * np.log((case.q + 1e-3) / (case.p + 1e-3)))) > 0.05
    )


@cases("k", 5, 7, 2, 3, fit=apart)
def pairs(rng, k):
    p, q = with_zeros(rng, k, zeros=False)
    return {"p": p, "q": q}


@cases("k", 6, 5)
def never(rng, k):
    """One outcome never happens, one is never real, one is never made."""
    p, q = with_zeros(rng, k, zeros=True)
    return {"p": p, "q": q}


@cases("k", 5, 4, exact=True)
def rare(rng, k):
    """Outcomes that are nearly impossible in both."""
    p, q = probabilities(rng, k), probabilities(rng, k)
    p[0], p[1] = 1e-299 * rng.uniform(1.0, 9.0), p[1] + p[0]
    q[0], q[1] = 1e-299 * rng.uniform(1.0, 9.0), q[1] + q[0]
    return {"p": p, "q": q}


@cases("k", 1, fixed="of one outcome alone, p and q are 1")
def alone(rng, k):
    return {"p": np.ones(k), "q": np.ones(k)}


@cases("k", 5, 7, 2, 3, 1)
def players(rng, k):
    """Any discriminator, none of whose answers is near ½."""
    D = 0.5 + rng.permutation(np.resize([1.0, -1.0], k)) * rng.uniform(0.1, 0.4, size=k)
    return {"D": D, "p": probabilities(rng, k), "q": probabilities(rng, k)}


@cases("k", 6, 5)
def sure(rng, k):
    """A discriminator that is certain where it may be; p and q are 0 in places."""
    p, q = with_zeros(rng, k, zeros=True)
    D = rng.uniform(0.1, 0.4, size=k)
    D[p == 0], D[q == 0] = 0.0, 1.0
    D[(p == 0) & (q == 0)] = rng.choice([0.0, 1.0])
    return {"D": D, "p": p, "q": q}


@cases("said k", (0.0, 4), (1.0, 3))
def excluded(rng, said, k):
    """It excludes what does happen."""
    D = rng.uniform(0.2, 0.8, size=k)
    D[int(rng.integers(k))] = said
    return {"D": D, "p": probabilities(rng, k), "q": probabilities(rng, k)}


@cases("said small k", (0.0, 1e-20, 4), (1.0, 1e-200, 3), exact=True)
def rarely_excluded(rng, said, small, k):
    """It excludes what does happen, though hardly ever."""
    D, p, q = rng.uniform(0.2, 0.8, size=k), probabilities(rng, k), probabilities(rng, k)
    weights = q if said else p
    weights[0], weights[1], D[0] = small * rng.uniform(1.0, 9.0), weights[1] + weights[0], said
    return {"D": D, "p": p, "q": q}


@cases("k", 4, exact=True)
def nearly_sure(rng, k):
    """It all but excludes what happens."""
    D = rng.uniform(0.2, 0.8, size=k)
    D[0], D[1] = 1e-200 * rng.uniform(1.0, 9.0), 1e-30 * rng.uniform(1.0, 9.0)
    return {"D": D, "p": probabilities(rng, k), "q": probabilities(rng, k)}


shapes = shaped("D has an entry for each outcome.", pairs, of="optimal_d")
shapes_value = shaped("The value is one number.", players, of="value")
best = agrees("D is p/(p + q).", pairs, of="optimal_d", by="entry", points=2, needs=[shapes])
nothing = agrees("Where nothing ever happens, D is ½.", never, of="optimal_d", needs=[shapes])
tiny = agrees("Outcomes may be rare.", rare, of="optimal_d", by="entry", needs=[best], separates=False)
worth = agrees(
    "The value weighs log D with p, and log(1 − D) with q.", players, of="value", points=2, needs=[shapes_value]
)
zeros = agrees("What never happens costs nothing.", sure, of="value", needs=[worth])
infinite = agrees("To exclude what happens is worth −∞.", excluded, of="value", needs=[worth])
rarely = agrees("To exclude what hardly ever happens is worth −∞, too.", rarely_excluded, of="value", needs=[worth])
costly = agrees("To all but exclude it costs what it costs.", nearly_sure, of="value", needs=[worth])


def log_or_zero(x):
    return np.log(np.where(x > 0, x, 1.0))


@check(points=1, kind="property", needs=[shapes, shapes_value])
def divergence(student, pairs, never, alone, rng):
    """The best one is worth 2 JS(p, q) − 2 log 2, and any other less, by a divergence."""

    def best_and_other(m, case, other):
        return m.value(m.optimal_d(case.p, case.q), case.p, case.q), m.value(other, case.p, case.q)

    for case in [*pairs, *never, *alone]:
        p, q = case.p, case.q
        both = np.where(p + q > 0, p + q, 1.0)
        D, other = p / both, rng.uniform(0.1, 0.9, size=len(p))
        V, W = student.run(best_and_other, case, other)
        JS = 0.5 * np.sum(p * log_or_zero(2 * p / both)) + 0.5 * np.sum(q * log_or_zero(2 * q / both))
        law = "value(optimal_d(p, q), p, q) = 2 JS(p, q) − 2 log 2"
        assert_law(law, V, float(2 * JS - 2 * np.log(2)), scale=4.0, what="the value", where=case)
        gap = p * (log_or_zero(D) - np.log(other)) + q * (log_or_zero(1 - D) - np.log(1 - other))
        law = "V(D*) − V(D) = Σ (p + q) KL(Bernoulli(D*) ‖ Bernoulli(D))"
        assert_law(law, V - W, float(np.sum(gap)), scale=4.0, what="the value", where=case)


hygiene = hygiene_of(pairs, of="optimal_d", needs=[best])
hygiene_value = hygiene_of(players, of="value", needs=[worth])

BEST = "np.divide(p, both, out=np.full(p.shape, 0.5), where=both > 0)"
PAIRS, TERMS = "((p, D), (q, 1.0 - D))", "float(np.sum(weights[happens] * np.log(said[happens])))"
BUGS = [
    patch(
        "D is the probability of being made", {BEST: BEST.replace("np.divide(p", "np.divide(q")}, hint="p on top: real."
    ),
    patch(
        "D is p/q, the ratio",
        {BEST: "np.divide(p, q, out=np.full(p.shape, 0.5), where=q > 0)"},
        hint="A probability: p of p + q.",
    ),
    patch(
        "D is the logit, log p/q",
        {BEST: "np.log(np.maximum(p, 1e-300) / np.maximum(q, 1e-300))"},
        hint="A probability is asked for: σ(log p/q) = p/(p + q).",
    ),
    patch("D is 1 or 0, whichever is likelier", {BEST: "np.where(both > 0, 1.0 * (p > q), 0.5)"}, hint="p/(p + q)."),
    patch("D is p over the sum of both sums", {BEST: "p / both.sum()"}, hint="Outcome by outcome: p[i]/(p[i] + q[i])."),
    patch("0/0 is NaN where nothing ever happens", {BEST: "p / both"}, hint="Where p + q is 0, let D be ½."),
    patch(
        "D is 0 where nothing ever happens",
        {BEST: BEST.replace("np.full(p.shape, 0.5)", "np.zeros(p.shape)")},
        hint="Where p + q is 0, let D be ½.",
    ),
    patch(
        "a small number is added to the denominator",
        {BEST: "np.where(both > 0, p / (both + 1e-12), 0.5)"},
        hint="Outcomes may be rare: take p + q as it is, and set aside where it is 0.",
    ),
    patch(
        "D is one number",
        {BEST: "float(np.sum(p * p / np.maximum(both, 1e-300)))"},
        hint="An answer for each outcome: (k,).",
    ),
    patch(
        "D is written over p",
        {
            f"D: Array = {BEST}\n    return D": "np.divide(p, both, out=p, where=both > 0)\n    p[both == 0] = 0.5\n    return p"
        },
        hint="out=p changes the caller's array: make a new one.",
    ),
    patch(
        "the value is that of a loss: minus the logarithms",
        {"V += float": "V -= float"},
        hint="The value is at most 0: plus the logarithms.",
    ),
    patch("p and q are exchanged", {PAIRS: "((q, D), (p, 1.0 - D))"}, hint="p weighs log D, q weighs log(1 − D)."),
    patch("made samples count as real", {PAIRS: "((p, D), (q, D))"}, hint="q weighs log(1 − D)."),
    patch("only real samples count", {PAIRS: "((p, D),)"}, hint="q weighs log(1 − D): add it."),
    patch("the value is halved", {"return V": "return 0.5 * V"}, hint="The two sums are added, and not averaged."),
    patch("logarithms have the base 2", {"np.log(": "np.log2("}, hint="Natural logarithms: np.log."),
    patch(
        "terms are averaged", {TERMS: TERMS.replace("np.sum", "np.mean")}, hint="p and q are the weights already: add."
    ),
    patch("terms are not weighed", {TERMS: "float(np.mean(np.log(said[happens])))"}, hint="Weigh log D with p."),
    patch(
        "log 2 is added: JS is returned",
        {"return V": "return 0.5 * V + np.log(2.0)"},
        hint="The value itself: Σ p log D + Σ q log(1 − D).",
    ),
    patch(
        "the terms come back, and not their sum",
        {"V += float(np.sum(": "V += ((", "V = 0.0": "V = np.zeros(1)"},
        hint="One number.",
    ),
    patch("0 log 0 is NaN", {"weights > 0": "weights > -1.0"}, hint="Take the terms with a weight above 0."),
    patch(
        "what hardly ever happens is taken for what never does",
        {"weights > 0": "weights > 1e-12"},
        hint="A weight of 1e-20 is above 0: if D excludes that, the value is −∞.",
    ),
    patch(
        "D is kept away from 0 and 1",
        {"np.log(said[happens])": "np.log(np.clip(said[happens], 1e-12, 1 - 1e-12))"},
        hint="To exclude what happens is worth −∞.",
    ),
    patch(
        "a small number is added inside the logarithms",
        {"np.log(said[happens])": "np.log(said[happens] + 1e-10)"},
        hint="To exclude what happens is worth −∞.",
    ),
    patch(
        "terms with D = 0 are left out",
        {"weights > 0": "(weights > 0) & (said > 0)"},
        hint="If it happens, it is worth −∞.",
    ),
    patch(
        "what is infinite is replaced by a number",
        {"return V": "return float(np.nan_to_num(V))"},
        hint="To exclude what happens is worth −∞.",
    ),
    patch(
        "1 − D is written over D",
        {PAIRS: "((p, D.copy()), (q, np.subtract(1.0, D, out=D)))"},
        hint="out=D changes the caller's array: make a new one.",
    ),
]


EQUIVALENT = {
    "value: np.sum(weights[happens] * np.log(said[happens])) → "
    "np.sum(weights[happens] * np.log(said[happens]), axis=0)": "there is one axis"
}


@variant(of="optimal_d")
def one_by_one(p, q):
    return np.array([a / (a + b) if a + b > 0 else 0.5 for a, b in zip(p, q, strict=True)])


@variant(of="optimal_d")
def replaced_afterwards(p, q):
    with np.errstate(invalid="ignore"):
        D = p / (p + q)
    D[np.isnan(D)] = 0.5
    return D


@variant(of="value")
def term_by_term(D, p, q):
    import math

    total = 0.0
    for d, a, b in zip(D.tolist(), p.tolist(), q.tolist(), strict=True):
        for weight, chance in ((a, d), (b, 1 - d)):
            if weight > 0:
                total += weight * math.log(chance) if chance > 0 else -math.inf
    return total


@variant(of="value")
def by_where(D, p, q):
    with np.errstate(divide="ignore", invalid="ignore"):
        real = np.where(p > 0, p * np.log(D), 0.0)
        made = np.where(q > 0, q * np.log1p(-D), 0.0)
    return real.sum() + made.sum()
