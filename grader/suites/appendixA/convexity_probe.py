"""Checks, known bugs and variants of appendixA/convexity_probe."""

import itertools

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    returns=("violation",),
    minutes=20,
    hints=(
        "Write one trial first: which point lies between x and y, and how high is the chord there?",
        "t is the share of x, in the point as in the chord: t x + (1 − t) y, and c = t f(x) + (1 − t) f(y).",
        "Three loops in each other: over i, over j from i + 1 on, over t. Return from within at the first violation.",
    ),
)
SHARES = (0.25, 0.5, 0.75)


# --- functions: they travel to the answer as source, and their numbers are drawn --------------------------------------
def bowl(rng, points):
    centre, steep = rng.normal(size=points.shape[1]), rng.uniform(0.5, 2.0)
    return lambda x: float(steep * np.sum((x - centre) ** 2) - 3.0)


def ridges(rng, points):
    """The largest of several affine functions: it has kinks, and flat parts."""
    A, b = rng.normal(size=(4, points.shape[1])), rng.normal(size=4)
    return lambda x: float(np.max(A @ x + b))


def far_above(rng, points):
    """An affine function at a height where rounding is larger than 1e-9."""
    a, b = rng.uniform(0.5, 2.0, size=points.shape[1]), rng.uniform(1e9, 2e9)
    return lambda x: float(a @ x + b)


def affine(rng, points):
    a, b = rng.uniform(0.5, 2.0, size=points.shape[1]), rng.uniform(0.1, 0.9)
    return lambda x: float(a @ x + b)


def slight(rng, points):
    """An affine function between 0 and 1e-6: whoever takes that for 0 has a chord that is too low."""
    a = 5e-8 * rng.uniform(0.5, 2.0, size=points.shape[1])
    b = float(2.0 * np.sum(a)) + 5e-8
    return lambda x: float(a @ x + b)


def dome(rng, points):
    centre, steep = rng.normal(size=points.shape[1]), rng.uniform(0.5, 2.0)
    return lambda x: float(-steep * np.sum((x - centre) ** 2) + 3.0)


def shallow(rng, points):
    """Concave, but so flat that the chord is a few 1e-8 below."""
    a, steep = rng.uniform(0.5, 2.0, size=points.shape[1]), rng.uniform(3e-8, 5e-8)
    return lambda x: float(a @ x - steep * np.sum(x**2))


CONVEX = {f.__name__: f for f in (bowl, ridges, far_above, affine, slight)}
CONCAVE = {f.__name__: f for f in (dome, shallow)}


def chords(f, points):
    """Yield each trial with the height above its chord, in units of what is allowed."""
    for i, j in itertools.combinations(range(len(points)), 2):
        for t in SHARES:
            chord = t * f(points[i]) + (1 - t) * f(points[j])
            yield (i, j, t), (f(t * points[i] + (1 - t) * points[j]) - chord) / (1e-9 * (1 + abs(chord)))


def clear(case):
    """No trial is a close call."""
    return all(not 0.7 < above < 1.5 for _, above in chords(case["f"], case["points"]))


def rounds_up(case):
    """By rounding alone, some trial of an affine function is above its chord."""
    flat = case.sizes["f"] in ("affine", "far_above")
    return clear(case) and (not flat or any(above > 0 for _, above in chords(case["f"], case["points"])))


def apart(rng, N, n):
    """Points of which no two are close to each other."""
    while True:
        points = rng.uniform(-2.0, 2.0, size=(N, n)).round(3)
        if all(np.linalg.norm(x - y) > 0.5 for x, y in itertools.combinations(points, 2)):
            return points


@cases(
    "f N n",
    ("bowl", 5, 2),
    ("ridges", 4, 3),
    ("affine", 6, 2),
    ("far_above", 5, 2),
    ("slight", 4, 2),
    ("dome", 1, 2),
    exact=True,
    fit=rounds_up,
)
def convex(rng, f, N, n):
    points = apart(rng, N, n)
    return {"f": {**CONVEX, **CONCAVE}[f](rng, points), "points": points}


@cases("f N n", ("dome", 4, 2), ("shallow", 3, 2), ("dome", 2, 1), exact=True, fit=clear)
def concave(rng, f, N, n):
    points = apart(rng, N, n)
    return {"f": CONCAVE[f](rng, points), "points": points}


def bumps(points, trials, width):
    """A bowl with a narrow bump in the way of each of these trials."""
    at = np.array([t * points[i] + (1 - t) * points[j] for i, j, t in trials])
    heights = np.array([t * (1 - t) * np.sum((points[i] - points[j]) ** 2) + 1.0 for i, j, t in trials])
    return lambda x: float(np.sum(x**2) + heights @ np.exp(-np.sum((x - at) ** 2, axis=1) / width**2))


def first_is(case):
    """The first violation is the first of the trials with a bump, and no bump covers a point or a second trial."""
    found = [trial for trial, above in chords(case["f"], case["points"]) if above > 1]
    return clear(case) and sorted(found) == sorted(case.sizes["trials"])


@cases(
    "N trials",
    (4, ((1, 3, 0.75),)),
    (5, ((0, 2, 0.25),)),
    (4, ((2, 3, 0.5),)),
    (4, ((0, 3, 0.75), (1, 2, 0.25), (2, 3, 0.25))),
    (4, ((0, 1, 0.75), (0, 2, 0.25), (1, 2, 0.5))),
    exact=True,
    fit=first_is,
)
def dents(rng, N, trials):
    points = apart(rng, N, 2)
    return {"f": bumps(points, trials, 0.02), "points": points}


@cases("height times", *itertools.product((0.0, 1000.0, -1000.0), (1.6, 0.6)), exact=True, fit=clear)
def limits(rng, height, times):
    """A flat function with a bump a little higher, or a little lower, than what is allowed for rounding."""
    points, level = apart(rng, 3, 2), height * rng.uniform(1.0, 2.0)
    i, j, t = (0, 2, float(rng.choice(SHARES[1:])))
    return {"f": bump(t * points[i] + (1 - t) * points[j], level, times * 1e-9 * (1 + abs(level))), "points": points}


def bump(at, level, height):
    return lambda x: float(level + height * np.exp(-np.sum((x - at) ** 2) / 0.02**2))


domes = agrees("Of a concave function, the first trial is a violation already.", concave, points=1)
proof = agrees("A dent is found wherever it is, and the first violation is returned.", dents, points=3)
nothing = agrees(
    "Of a convex function there is none: neither of a bowl, nor where rounding decides, nor of a single point.",
    convex,
    points=2,
)
allowed = agrees("What is allowed for rounding is 1e-9 (1 + |c|), neither more nor less.", limits)

hygiene = hygiene_of(dents)

PLACE, CHORD = "t * points[i] + (1 - t) * points[j]", "t * values[i] + (1 - t) * values[j]"
TEST, TIMES = f"f({PLACE}) > chord + 1e-9 * (1 + abs(chord))", "(0.25, 0.5, 0.75)"
RETURN, PAIRS = "return i, j, t", "range(i + 1, len(points))"
BUGS = [
    patch(
        "functions that are not concave are reported",
        {TEST: f"f({PLACE}) < chord - 1e-9 * (1 + abs(chord))"},
        hint="A convex function lies below its chords: a violation lies above.",
    ),
    patch("there is no tolerance", {TEST: f"f({PLACE}) > chord"}, hint="1e-9 (1 + |c|) is allowed for rounding."),
    patch(
        "the tolerance is absolute",
        {" * (1 + abs(chord))": ""},
        hint="Rounding is relative: 1e-9 (1 + |c|).",
    ),
    patch(
        "the tolerance is a thousand times as large",
        {"chord + 1e-9": "chord + 1e-6"},
        hint="1e-9 (1 + |c|): what is above by more counts.",
    ),
    patch("only midpoints are tried", {TIMES: "(0.5,)"}, hint="t = 1/4, 1/2 and 3/4."),
    patch("t = 3/4 is not tried", {TIMES: "(0.25, 0.5)"}, hint="t = 1/4, 1/2 and 3/4."),
    patch(
        "only the ends of segments are tried",
        {TIMES: "(0.0, 1.0)"},
        hint="There both sides are equal: t between 0 and 1.",
    ),
    patch("only neighbours are tried", {PAIRS: "range(i + 1, min(i + 2, len(points)))"}, hint="All i < j."),
    patch(
        "only segments from the first point are tried",
        {"for i in range(len(points))": "for i in range(min(1, len(points)))"},
        hint="All i < j, also those without the first point.",
    ),
    patch(
        "t is the share of y in the point, and that of x in the chord",
        {PLACE: "(1 - t) * points[i] + t * points[j]"},
        hint="t x + (1 − t) y, and t f(x) + (1 − t) f(y).",
    ),
    patch(
        "t is the share of y",
        {PLACE: "(1 - t) * points[i] + t * points[j]", CHORD: "(1 - t) * values[i] + t * values[j]"},
        hint="t is the share of x = points[i].",
    ),
    patch("j comes before i", {RETURN: "return j, i, t"}, hint="(i, j, t) with i < j."),
    patch(
        "the last violation is returned",
        {
            "values = [": "found = None\n    values = [",
            f"{RETURN}\n    return None": "found = i, j, t\n    return found",
        },
        hint="Return at the first one.",
    ),
    patch("True is returned where there is a violation", {RETURN: "return True"}, hint="The evidence: (i, j, t)."),
    patch(
        "the point is returned",
        {RETURN: f"return {PLACE}"},
        hint="The evidence is (i, j, t): two rows of `points`, and a share.",
    ),
]


@bug("violations are ordered by t first", hint="By i first, then by j, then by t: t is the innermost loop.")
def by_share(f, points):
    for t in (0.25, 0.5, 0.75):
        for i in range(len(points)):
            for j in range(i + 1, len(points)):
                chord = t * f(points[i]) + (1 - t) * f(points[j])
                if f(t * points[i] + (1 - t) * points[j]) > chord + 1e-9 * (1 + abs(chord)):
                    return i, j, t
    return None


@bug("only the first pair is tried", hint="Return None after all loops, not within them.")
def too_early(f, points):
    for i in range(len(points)):
        for j in range(i + 1, len(points)):
            for t in (0.25, 0.5, 0.75):
                chord = t * f(points[i]) + (1 - t) * f(points[j])
                if f(t * points[i] + (1 - t) * points[j]) > chord + 1e-9 * (1 + abs(chord)):
                    return i, j, t
            return None
    return None


CLOSE, PAIR = "no trial is a close call", "a pair that was tried already, or a point with itself, is no violation"
EQUIVALENT = {
    "convexity_probe: i + 1 → i": PAIR,
    "convexity_probe: i + 1 → 1": PAIR,
    "convexity_probe: range(i + 1, len(points)) → range(i + 1 - 1, len(points))": PAIR,
    "convexity_probe: range(len(points)) → range(len(points) - 1)": "no j comes after the last i",
    "convexity_probe: range(len(points)) → range(len(points) + 1)": "no j comes after the last i",
    f"convexity_probe: {TEST.replace('1e-9', '1e-09')} → {TEST.replace('1e-9', '1e-09').replace('>', '>=')}": CLOSE,
    "convexity_probe: 1 + abs(chord) → 1.01 + abs(chord)": CLOSE,
}


@variant
def by_combinations(f, points):
    import itertools

    for (i, x), (j, y) in itertools.combinations(enumerate(points), 2):
        for k in (1, 2, 3):
            t = k / 4
            c = t * f(x) + (1 - t) * f(y)
            if f(y + t * (x - y)) - c > 1e-9 * (1 + abs(c)):
                return i, j, t
    return None


@variant
def all_of_them_first(f, points):
    def violated(i, j, t):
        x, y = points[i], points[j]
        c = t * f(x) + (1 - t) * f(y)
        return f(t * x + (1 - t) * y) > c + 1e-9 * (1 + abs(c))

    N = len(points)
    trials = [(i, j, t) for i in range(N) for j in range(N) for t in (0.25, 0.5, 0.75) if i < j]
    return min((trial for trial in trials if violated(*trial)), default=None)


@variant
def with_a_generator(f, points):
    fx = np.array([f(x) for x in points])

    def found():
        for i in range(len(fx)):
            for j in range(i + 1, len(fx)):
                t = np.array([0.25, 0.5, 0.75])
                c = t * fx[i] + (1 - t) * fx[j]
                middle = np.array([f(z) for z in np.outer(t, points[i]) + np.outer(1 - t, points[j])])
                for k in np.flatnonzero(middle > c + 1e-9 * (1 + np.abs(c))):
                    yield i, j, float(t[k])

    return next(found(), None)
