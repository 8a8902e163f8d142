"""Checks, known bugs and variants of chapter02/coin_heads_histogram."""

import math

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("h",),
    minutes=15,
    requires=("chapter02/monty_hall",),
    seconds=10.0,
    hints=(
        "One toss is rng.random() < p. How do you count the heads of one trial, and how do you note the result?",
        "rng.random((n_trials, n_flips)) < p tosses everything at once; its row sums are the heads of each trial.",
        "np.bincount counts them; it needs minlength=n_flips + 1. Divide by n_trials.",
        "Before that: is p from 0 to 1, and n_trials at least 1? If not, raise ValueError.",
    ),
)


def generator(rng):
    return np.random.default_rng(int(rng.integers(2**31)))


@cases("n_flips p n_trials", (5, 0.3, 40), (12, 0.05, 7), (1, 0.6, 20), (8, 0.9, 10), (3, 0.5, 1))
def coins(rng, n_flips, p, n_trials):
    return {"n_flips": n_flips, "p": p, "n_trials": n_trials, "rng": generator(rng)}


@cases("n_flips p", (4, 0.0), (3, 1.0), (1, 1.0), (7, 0.0))
def certain(rng, n_flips, p):
    return {"n_flips": n_flips, "p": p, "n_trials": int(rng.integers(2, 30)), "rng": generator(rng)}


@cases("n_flips", 3, 5)
def lowest(rng, n_flips):
    """The coin never shows heads, and the Generator gives the lowest numbers that it can."""
    n_trials = int(rng.integers(2, 30))
    return {"n_flips": n_flips, "p": 0.0, "n_trials": n_trials, "rng": generator_with([0.0] * n_flips * n_trials)}


shapes = shaped("h has an entry for each number of heads, from 0 to n_flips.", coins)
sure = agrees("A coin that never shows heads, or always, has one number of heads, in all trials.", certain)

never = agrees(
    "What has probability 0 does not happen, whatever numbers come from the Generator.", lowest, needs=[sure]
)


@check(points=1, kind="property")
def shares(student, coins):
    """Each trial is counted once: entries are whole numbers of trials, divided by n_trials, and sum to 1."""
    for case, h in student.coin_heads_histogram.on(coins):
        counts = h * case.n_trials
        if np.any(h < 0):
            fail("An entry of h is negative.", case)
        assert_law(
            "h · n_trials are whole numbers", counts, np.round(counts), scale=1.0, rtol=1e-9, what="h", where=case
        )
        assert_law("Σ_k h[k] = 1", h.sum(), 1.0, rtol=1e-9, what="h", where=case)


def histograms(student, n_flips, p, n_trials, seed, calls=1):
    """Return what comes of some calls with one Generator."""

    def toss(m):
        rng = constant(m, np.random.default_rng(seed))
        return [m.coin_heads_histogram(n_flips, p, n_trials, rng) for _ in range(calls)]

    found = student.run(toss)
    assert_shapes(found, [np.zeros(n_flips + 1)] * calls, names=("h",) * calls)
    return found


@check(points=2, kind="random", needs=[sure, shares])
def binomial(student, rng):
    """Over many trials, the shares come near to the binomial distribution: tosses are independent, heads have p."""
    n_flips, p, n_trials = 1000, 0.3, 100  # trials that share tosses are too much alike
    (h,) = histograms(student, n_flips, p, n_trials, int(rng.integers(2**31)))
    heads = np.repeat(np.arange(n_flips + 1.0), np.round(h * n_trials).astype(int))
    where = f"n_flips={n_flips}, p={p}, n_trials={n_trials}"
    check_variance(heads, n_flips * p * (1 - p), n_trials, sees=4.0, what="the numbers of heads", where=where)
    finer = 1000, 0.0045, 100, 0.7  # than whole per cents
    for n_flips, p, n_trials, sees in ((6, 0.1, 10_000, 0.06), (3, 0.6, 10_000, 0.06), finer):
        (h,) = histograms(student, n_flips, p, n_trials, int(rng.integers(2**31)))
        heads = np.repeat(np.arange(n_flips + 1.0), np.round(h * n_trials).astype(int))
        pmf = [math.comb(n_flips, k) * p**k * (1 - p) ** (n_flips - k) for k in range(n_flips + 1)]
        steps = np.concatenate([[0.0], np.minimum(np.cumsum(pmf), 1.0)])
        where = f"n_flips={n_flips}, p={p}, n_trials={n_trials}"
        law = lambda x, s=steps, n=n_flips: s[np.searchsorted(np.arange(n + 1), x, "right")]  # noqa: E731
        check_cdf(heads, law, n_trials, sees=sees, what="the number of heads", where=where)


@check(points=1, kind="random", needs=[binomial])
def anew(student, rng):
    """The next trials are others, and so are those of another Generator."""
    # Some twenty entries are about 10 each: that two such histograms are equal by chance happens once in 1e18.
    seed, another = (int(s) for s in rng.choice(2**31, size=2, replace=False))
    where = "n_flips=60, p=0.4, n_trials=200"
    first, second = histograms(student, 60, 0.4, 200, seed, calls=2)
    (other,) = histograms(student, 60, 0.4, 200, another)
    if np.array_equal(first, second):
        fail("One Generator gave the same histogram twice.", where)
    if np.array_equal(first, other):
        fail("Two Generators in different states gave the same histogram.", where)


@check(points=1, kind="error", needs=[sure])
def refused(student, rng):
    """A p outside of 0 … 1, and less than one trial, raise ValueError."""
    n_flips = int(rng.integers(2, 9))
    for p, n_trials in ((1.25, 9), (-0.25, 9), (0.5, 0), (0.5, -3), (1.001, 4), (-0.001, 4)):
        coin = n_flips, p, n_trials, generator(rng)
        where = f"n_flips={n_flips}, p={p}, n_trials={n_trials}"
        raises(student, ValueError, lambda m, coin=coin: m.coin_heads_histogram(*coin), where=where)


hygiene = hygiene_of(coins, seeded=True, needs=[sure, shares])

TEST, DRAW = "not 0 <= p <= 1 or n_trials < 1", "heads = (rng.random((n_trials, n_flips)) < p).sum(axis=1)"
COUNT = "np.bincount(heads, minlength=n_flips + 1) / n_trials"

BUGS = [
    patch(
        "p is cut to whole per cents",
        {DRAW: DRAW.replace("< p", "< int(100 * p + 1e-9) / 100")},
        hint="p may be any number from 0 to 1, such as 1/3: compare with rng.random().",
    ),
    patch(
        "h ends with the most heads that came up",
        {COUNT: "np.bincount(heads) / n_trials"},
        hint="There is an entry for each number from 0 to n_flips, whatever comes up: np.bincount with minlength=n_flips + 1.",
    ),
    patch(
        "there is no entry for all heads",
        {COUNT: "np.bincount(heads, minlength=n_flips + 1)[:n_flips] / n_trials"},
        hint="From 0 to n_flips there are n_flips + 1 numbers.",
    ),
    patch(
        "all heads, and all but one, are counted in one entry",
        {COUNT: "np.append(np.histogram(heads, bins=np.arange(n_flips + 1))[0], 0) / n_trials"},
        hint="Each number has an entry of its own: np.bincount, or one edge more, as the last bin of np.histogram holds both of its edges.",
    ),
    patch(
        "bins lie between the fewest and the most heads that came up",
        {COUNT: "np.histogram(heads, bins=n_flips + 1)[0] / n_trials"},
        hint="Entries belong to the numbers 0 … n_flips, whatever comes up: use np.bincount.",
    ),
    patch("tails are counted", {DRAW: DRAW.replace("< p", ">= p")}, hint="p is the probability of heads."),
    patch(
        "h is in the reverse order",
        {COUNT: f"({COUNT})[::-1]"},
        hint="h[0] belongs to no heads.",
    ),
    patch(
        "what is exactly p counts as heads",
        {DRAW: DRAW.replace("< p", "<= p")},
        hint="rng.random() can be 0, and 0 <= 0: with p = 0, heads would come up. Ask for < p.",
    ),
    patch(
        "a fair coin is tossed, whatever p is",
        {DRAW: DRAW.replace("< p", "< 0.5")},
        hint="Heads have the probability p: rng.random() < p.",
    ),
    patch(
        "the coin is fair unless one side is certain",
        {DRAW: DRAW.replace("< p", "< (p if p in (0.0, 1.0) else 0.5)")},
        hint="Heads have the probability p, not 1/2.",
    ),
    patch(
        "heads never come up, since integers leave out their end",
        {DRAW: "heads = rng.integers(0, 1, size=(n_trials, n_flips)).sum(axis=1)"},
        hint="rng.integers(0, 1) is always 0. And a coin with p is rng.random() < p.",
    ),
    patch(
        "frequencies are divided by the number of tosses",
        {COUNT: COUNT.replace("/ n_trials", "/ n_flips")},
        hint="What is counted are trials: divide by n_trials.",
    ),
    patch(
        "frequencies are divided by the number of entries",
        {COUNT: COUNT.replace("/ n_trials", "/ (n_flips + 1)")},
        hint="What is counted are trials: divide by n_trials.",
    ),
    patch(
        "counts are not divided",
        {COUNT: COUNT.replace("/ n_trials", "* 1.0")},
        hint="Relative frequencies sum to 1: divide by n_trials.",
    ),
    patch(
        "shares are added up from 0 on",
        {COUNT: f"np.cumsum({COUNT})"},
        hint="h[k] is the share of exactly k heads, not of k or fewer.",
    ),
    patch(
        "one toss decides the whole trial",
        {DRAW: "heads = n_flips * (rng.random(n_trials) < p)"},
        hint="Each trial has n_flips tosses of its own: size=(n_trials, n_flips).",
    ),
    patch(
        "all trials share their tosses",
        {DRAW: "heads = np.repeat((rng.random(n_flips) < p).sum(), n_trials)"},
        hint="Each trial has tosses of its own: size=n_trials.",
    ),
    patch(
        "trials are the windows of one row of tosses",
        {
            DRAW: (
                "tosses = rng.random(n_trials + n_flips - 1) < p\n"
                "    heads = np.array([tosses[i : i + n_flips].sum() for i in range(n_trials)])"
            )
        },
        hint="Neighbours then share all tosses but one. Each trial has n_flips tosses of its own.",
    ),
    patch(
        "numbers of heads are rounded normal numbers",
        {
            DRAW: (
                "heads = rng.normal(n_flips * p, (n_flips * p * (1 - p)) ** 0.5, size=n_trials)\n"
                "    heads = np.clip(np.rint(heads), 0, n_flips).astype(int)"
            )
        },
        hint="That is an approximation for many tosses, and a bad one for few. Toss, and count.",
    ),
    patch(
        "there is a toss too few in each trial",
        {DRAW: DRAW.replace("n_flips)", "n_flips - 1)")},
        hint="n_flips tosses make a trial.",
    ),
    patch(
        "every number of heads is equally likely",
        {
            DRAW: "heads = rng.integers(n_flips + 1, size=n_trials) if 0 < p < 1 else np.full(n_trials, int(p) * n_flips)"
        },
        hint="There are more ways to get some heads than to get none: add up single tosses.",
    ),
    patch(
        "the binomial distribution itself is returned",
        {
            COUNT: ("np.array([comb(n_flips, k) * p**k * (1 - p) ** (n_flips - k) for k in range(n_flips + 1)])"),
            "import numpy as np": "from math import comb\n\nimport numpy as np",
        },
        hint="The experiment is asked for, with what chance makes of it: toss, and count.",
    ),
    patch(
        "all histograms are the same",
        {DRAW: DRAW.replace("rng", "np.random.default_rng(0)")},
        hint="A new Generator with a fixed seed starts over each time: draw from rng.",
    ),
    patch(
        "NumPy's global random state is used",
        {DRAW: "np.random.seed(rng.integers(2**31)); heads = np.random.binomial(n_flips, p, size=n_trials)"},
        hint="Leave np.random alone: it belongs to others as well. Draw from rng.",
    ),
    patch(
        "a p above 1 is taken for 1, and a negative one for 0",
        {TEST: "n_trials < 1"},
        hint="rng.random() < 1.25 is always true, and says nothing. Raise ValueError.",
    ),
    patch(
        "only a negative p is refused",
        {TEST: "p < 0 or n_trials < 1"},
        hint="Above 1 there are no probabilities either: raise ValueError.",
    ),
    patch(
        "without trials, h is NaN",
        {TEST: "not 0 <= p <= 1"},
        hint="0 / 0 is NaN: raise ValueError if there is no trial.",
    ),
    patch(
        "only the heads before the first tails are counted",
        {DRAW: "heads = np.cumprod(rng.random((n_trials, n_flips)) < p, axis=1).sum(axis=1)"},
        hint="All n_flips tosses count: tails end nothing.",
    ),
]

EQUIVALENT = {
    "coin_heads_histogram: n_trials < 1 → n_trials < 0.5": "n_trials is a whole number",
}


@variant
def drawn_at_once(n_flips, p, n_trials, rng):
    if n_trials <= 0 or p < 0 or p > 1:
        raise ValueError("not possible")
    heads = rng.binomial(n_flips, p, size=n_trials)
    return np.array([np.mean(heads == k) for k in range(n_flips + 1)])


@variant
def toss_by_toss(n_flips, p, n_trials, rng):
    if not (n_trials >= 1 and 0 <= p <= 1):
        raise ValueError((p, n_trials))
    h = np.zeros(n_flips + 1)
    for _ in range(n_trials):
        heads = 0
        for _ in range(n_flips):
            if rng.random() < p:
                heads += 1
        h[heads] += 1 / n_trials
    return h


@variant
def chosen(n_flips, p, n_trials, rng):
    if not 0.0 <= p <= 1.0 or n_trials < 1:
        raise ValueError("no such coin")
    tosses = rng.choice([1, 0], size=(n_trials, n_flips), p=[p, 1 - p])
    edges = np.arange(n_flips + 2) - 0.5
    return np.histogram(tosses.sum(1), bins=edges, density=True)[0]


@variant
def counted_tails(n_flips, p, n_trials, rng):
    if p < 0 or p > 1 or n_trials < 1:
        raise ValueError
    tails = rng.binomial(n_flips, 1 - p, size=n_trials)
    found, counts = np.unique(n_flips - tails, return_counts=True)
    h = np.zeros(n_flips + 1)
    h[found] = counts
    return h / sum(h)
