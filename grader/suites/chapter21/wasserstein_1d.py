"""Checks, known bugs and variants of chapter21/wasserstein_1d."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("W",),
    minutes=20,
    hints=(
        "Draw F and G for three numbers and for two: steps. What is the area between them?",
        "Sort all n + m numbers together. Between two neighbours F and G are constant.",
        'np.searchsorted(np.sort(x), s, side="right") / n is F(s).',
    ),
)


def mixed(rng, n, m):
    """Draw samples that overlap and cross: F − G has both signs, and neither is sorted."""
    x = rng.permutation(np.append(rng.normal(scale=2.0, size=n - 1), rng.uniform(4.0, 6.0)))
    y = rng.permutation(np.append(rng.normal(scale=0.7, size=m - 1), rng.uniform(1.5, 2.5)))
    return x, y


def distinct(case):
    return len(set(case.x.tolist())) == len(case.x) and len(set(case.y.tolist())) == len(case.y)


@cases("n m", (5, 3), (4, 7), (8, 2), (6, 4), fit=distinct)
def uneven(rng, n, m):
    x, y = mixed(rng, n, m)
    return {"x": x, "y": y}


@cases("n", 5, 4, fit=distinct)
def even(rng, n):
    x, y = mixed(rng, n, n)
    return {"x": x, "y": y}


@cases("n m", (1, 4), (5, 1), (1, 1), fit=distinct)
def single(rng, n, m):
    return {"x": rng.normal(size=n), "y": 1.5 * rng.normal(size=m) + 0.5}


@cases("x y", ((4, 0, 10, 4, 0, 0), (7, 1, 6, 1)), ((8, 0, 3, 0, 3), (5, 9, 0, 5, 5)), ((3, 0, 3, 1), (1, 3, 0, 3)))
def tied(rng, x, y):
    """Numbers that occur twice and more."""
    unit, start = float(rng.integers(1, 8)), float(rng.integers(-20, 20))
    return {"x": unit * np.array(x) + start, "y": unit * np.array(y) + start}


@cases("n m c", (5, 3, 1e6), (4, 4, -1e6), fit=distinct)
def far_away(rng, n, m, c):
    """Far from 0, with one number alone a long way off."""
    x, y = mixed(rng, n, m)
    y[0] += c
    return {"x": x, "y": y}


@cases("n m", (5, 3), (4, 4), fit=distinct)
def apart(rng, n, m):
    """Heaps that don't touch."""
    return {"x": rng.uniform(-2.0, 2.0, size=n), "y": 7.0 + rng.uniform(-2.0, 2.0, size=m)}


far = scaled(uneven, x=1, y=1)

shapes = shaped("The distance is one number.", uneven)
same_size = agrees("Equally many: the sorted numbers are moved to each other.", even, points=2)
values = agrees("Of n and m numbers, each weighs 1/n or 1/m.", uneven, points=3)
few = agrees("There may be one number alone.", single, by="entry")
ties = agrees("What occurs twice counts twice.", tied)
outliers = agrees("A number may be a long way off.", far_away, needs=[values], separates=False)
every_scale = agrees("Numbers may be tiny or huge.", far, needs=[values], separates=False)


@check(points=1, kind="property")
def distance(student, uneven, apart, rng):
    """Moving all by c costs |c|, neither order matters, and repeating numbers until there are equally many is no change."""

    def ways(m, x, y, z, c, i, j):
        w = m.wasserstein_1d
        return w(x, y), w(y, x), w(x[i], y[j]), w(x, x + c), w(x + c, y + c), w(-2.0 * x, -2.0 * y), w(x, z), w(y, z)

    for case in [*uneven, *apart]:
        x, y = case.x, case.y
        c, z = float(rng.choice((-1.0, 1.0)) * rng.uniform(30.0, 40.0)), rng.normal(size=4)
        order = rng.permutation(len(x)), rng.permutation(len(y))
        W, back, reordered, moved, both, stretched, one, other = student.run(ways, x, y, z, c, *order)
        size = float(np.abs(x).max() + np.abs(y).max() + abs(c))
        assert_law("W(y, x) = W(x, y)", back, W, scale=size, what="W", where=case)
        assert_law("W of the same numbers in another order = W", reordered, W, scale=size, what="W", where=case)
        assert_law("W(x, x + c) = |c|", moved, abs(c), scale=size, what="W", where=case)
        assert_law("W(x + c, y + c) = W(x, y)", both, W, scale=size, what="W", where=case)
        assert_law("W(−2 x, −2 y) = 2 W(x, y)", stretched, 2 * W, scale=size, what="W", where=case)
        for got, to, name in ((one, x, "x"), (other, y, "y")):
            grains = np.abs(np.repeat(np.sort(to), len(z)) - np.repeat(np.sort(z), len(to)))
            law = f"W({name}, z) = the mean distance of n · m grains, sorted"
            assert_law(law, got, float(np.mean(grains)), scale=size, what="W", where=case)
        if case.x.max() < case.y.min():
            gap = float(np.mean(y) - np.mean(x))
            assert_law("W = mean of y − mean of x, if all y lie above all x", W, gap, scale=size, what="W", where=case)


hygiene = hygiene_of(uneven)

BODY = (
    "places = np.sort(np.concatenate([x, y]))\n"
    '    F, G = (np.searchsorted(np.sort(sample), places[:-1], side="right") / len(sample) for sample in (x, y))\n'
    "    return float(np.sum(np.abs(F - G) * np.diff(places)))"
)
AREA, SAMPLES = "float(np.sum(np.abs(F - G) * np.diff(places)))", "for sample in (x, y))"


def instead(body):
    return {BODY: body}


BUGS = [
    patch(
        "the longer sample is cut off",
        instead("k = min(len(x), len(y))\n    return float(np.mean(np.abs(np.sort(x)[:k] - np.sort(y)[:k])))"),
        hint="No grain may be left out: compare F and G.",
    ),
    patch(
        "both samples are cut off, and then sorted",
        instead("k = min(len(x), len(y))\n    return float(np.mean(np.abs(np.sort(x[:k]) - np.sort(y[:k]))))"),
        hint="No grain may be left out: compare F and G.",
    ),
    patch(
        "nothing is sorted",
        instead(
            "k = len(x) * len(y)\n    return float(np.mean(np.abs(np.repeat(x, k // len(x)) - np.repeat(y, k // len(y)))))"
        ),
        hint="The least goes to the least: sort both first.",
    ),
    patch(
        "quantiles are interpolated",
        instead(
            "k = max(len(x), len(y))\n    s = np.linspace(0, 1, k)\n"
            "    return float(np.mean(np.abs(np.quantile(x, s) - np.quantile(y, s))))"
        ),
        hint="F and G are steps: nothing lies between the numbers.",
    ),
    patch(
        "distances are squared", {AREA: "float(np.sum((F - G) ** 2 * np.diff(places)))"}, hint="|F − G|, of order 1."
    ),
    patch(
        "it is the distance of order 2",
        instead(
            "n, m = len(x), len(y)\n"
            "    return float(np.sqrt(np.mean((np.repeat(np.sort(x), m) - np.repeat(np.sort(y), n)) ** 2)))"
        ),
        hint="Order 1: a grain that goes twice as far costs twice as much.",
    ),
    patch(
        "the largest gap of F and G is returned (Kolmogorov and Smirnov)",
        {AREA: "float(np.max(np.abs(F - G)))"},
        hint="The area between F and G, not their largest distance.",
    ),
    patch(
        "areas of both signs cancel: the difference of the means is left",
        {AREA: "float(np.abs(np.sum((F - G) * np.diff(places))))"},
        hint="Take the modulus in each gap, before adding up.",
    ),
    patch("the area has a sign", {AREA: "float(np.sum((F - G) * np.diff(places)))"}, hint="|F − G| in each gap."),
    patch(
        "the distances of all pairs are averaged",
        instead("return float(np.mean(np.abs(x[:, None] - y[None, :])))"),
        hint="Each grain goes to one place, and none overtakes another.",
    ),
    patch(
        "each number goes to the nearest one",
        instead("return float(np.mean(np.min(np.abs(x[:, None] - y[None, :]), axis=1)))"),
        hint="Places have to be filled up, too: no more than 1/m goes to each.",
    ),
    patch(
        "what occurs twice counts once",
        {SAMPLES: "for sample in (np.unique(x), np.unique(y)))"},
        hint="A number that occurs twice weighs 2/n.",
    ),
    patch(
        "distances are added up, not averaged",
        {AREA: "float(np.sum(np.abs(F - G) * np.diff(places))) * len(x)"},
        hint="Each grain weighs 1/n: the whole heap weighs 1.",
    ),
    patch(
        "F and G are both divided by n",
        {"/ len(sample) for": "/ len(x) for"},
        hint="Each heap weighs 1 altogether: F by n, G by m.",
    ),
    patch(
        "F and G count what is below a place, and not what is at it",
        {'side="right"': 'side="left"'},
        hint='From a place on, the number there counts: side="right".',
    ),
    patch(
        "the heights are taken at the right ends of the gaps",
        {"places[:-1], side": "places[1:], side"},
        hint="In a gap, F and G are what they are at its left end.",
    ),
    patch(
        "F and G are compared on a grid of 100 places",
        {
            "places = np.sort(np.concatenate([x, y]))": "places = np.linspace(min(x.min(), y.min()), max(x.max(), y.max()), 100)"
        },
        hint="F and G change at the numbers themselves: cut there.",
    ),
    patch(
        "both samples are centred first",
        {BODY: f"x, y = x - x.mean(), y - y.mean()\n    {BODY}"},
        hint="Where heaps lie matters: leave them there.",
    ),
    patch(
        "the sorted distances come back, and not their mean",
        instead("return np.abs(np.repeat(np.sort(x), len(y)) - np.repeat(np.sort(y), len(x)))"),
        hint="One number: the mean.",
    ),
    patch("W is rounded to ten digits", {AREA: f"round({AREA}, 10)"}, hint="Numbers may be tiny: leave W as it is."),
    patch(
        "x is sorted in place",
        {"places = np.sort(np": "x.sort()\n    places = np.sort(np"},
        hint="np.sort(x) makes a sorted copy.",
    ),
    patch(
        "what lies more than 1000 away is not counted",
        {AREA: "float(np.sum(np.abs(F - G) * np.minimum(np.diff(places), 1000.0)))"},
        hint="A number may be a long way off.",
    ),
]


EQUIVALENT = {
    "wasserstein_1d: F - G → G - F": "it is the modulus that counts",
    "wasserstein_1d: np.sum(np.abs(F - G) * np.diff(places)) → np.sum(np.abs(F - G) * np.diff(places), axis=0)": (
        "there is one axis"
    ),
    "wasserstein_1d: [x, y] → [y, y], and alike": "Both change places, and are sorted then.",
}


@variant
def repeated(x, y):
    n, m = len(x), len(y)
    return np.mean(np.abs(np.repeat(np.sort(x), m) - np.repeat(np.sort(y), n)))


@variant
def grain_by_grain(x, y):
    x, y = sorted(x.tolist()), sorted(y.tolist())
    i, j, left, room, cost = 0, 0, len(y), len(x), 0.0
    while i < len(x) and j < len(y):
        load = min(left, room)
        cost += load * abs(x[i] - y[j])
        left, room = left - load, room - load
        if left == 0:
            i, left = i + 1, len(y)
        if room == 0:
            j, room = j + 1, len(x)
    return cost / (len(x) * len(y))


@variant
def by_quantiles(x, y):
    n, m = len(x), len(y)
    cuts = np.unique(np.concatenate([np.arange(n + 1) * m, np.arange(m + 1) * n]))
    widths, middles = np.diff(cuts) / (n * m), (cuts[1:] + cuts[:-1]) / 2
    i, j = (middles // m).astype(int), (middles // n).astype(int)
    return float(widths @ np.abs(np.sort(x)[i] - np.sort(y)[j]))


@variant
def by_signs(x, y):
    places = np.concatenate([x, y])
    steps = np.concatenate([np.full(x.size, 1 / x.size), np.full(y.size, -1 / y.size)])
    order = np.argsort(places)
    return np.sum(np.abs(np.cumsum(steps[order])[:-1]) * np.diff(places[order]))
