"""Checks, known bugs and variants of chapter17/relu_function_approx."""

import itertools

import numpy as np

from mdl_grade.records.evidence import Unclean
from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    returns=("W1", "b1", "w2", "b2"),
    minutes=20,
    no_hygiene="networks of any width are right; the check `untouched` asks for it",
    hints=(
        "What does max(0, x − t) look like, and a sum of several of them?",
        "Left of the first knot all hinges are 0: what must b2 be?",
        "A hinge changes the slope from its knot on. By how much does the slope change at each knot?",
    ),
)


@cases("m", 5, 3, 2, 8)
def points(rng, m):
    """Slopes change by at least 0.2 at every knot; the first value and the first knot are not 0."""
    knots = np.cumsum(rng.uniform(0.3, 1.5, size=m)) - rng.uniform(1.0, 4.0)
    slopes = np.cumsum(rng.choice((-1, 1), size=m - 1) * rng.uniform(0.3, 2.0, size=m - 1))
    values = rng.choice((-1, 1)) * rng.uniform(1.0, 2.0) + np.concatenate([[0.0], np.cumsum(slopes * np.diff(knots))])
    return {"knots": knots, "heights": values}


@cases("m", 4, 2)
def level(rng, m):
    """The same value everywhere."""
    return {"knots": np.cumsum(rng.uniform(0.3, 1.5, size=m)), "heights": np.full(m, rng.uniform(1.0, 2.0))}


@cases("times", 1e-6, 1e6)
def far(rng, times):
    """Knots in other units."""
    case = points.draw(rng, 5)
    return {"knots": times * case["knots"], "heights": case["heights"]}


@cases("times", 1e-9, 1e9)
def tall(rng, times):
    """Values in other units."""
    case = points.draw(rng, 5)
    return {"knots": case["knots"], "heights": times * case["heights"]}


def curve(result, case):
    """Return what a network computes at the knots and between them."""
    W1, b1, w2, b2 = result
    H = np.size(w2)
    if np.shape(W1) != (1, H) or np.shape(b1) != (H,) or np.shape(w2) != (H,) or np.shape(b2) != ():
        fail(f"The shapes don't fit: W1 {np.shape(W1)}, b1 {np.shape(b1)}, w2 {np.shape(w2)}, b2 {np.shape(b2)}.", case)
    t = case.knots
    x = np.sort(np.concatenate([t, *(t[:-1] + share * np.diff(t) for share in (0.25, 0.6, 0.9))]))
    return np.maximum(x[:, None] * np.asarray(W1, float) + b1, 0.0) @ np.asarray(w2, float) + b2


values = agrees("The network is the broken line through the points.", points, worth=curve, points=3)
flat = agrees("Equal values give a constant.", level, worth=curve)
units = agrees("Knots may be close or far apart.", far, worth=curve, needs=[values])
any_height = agrees("Values may be tiny or huge.", tall, worth=curve, needs=[values])


def network(m, case, x):
    """What the learner's network computes, and the sum of its weights, in their own precision."""
    result = m.relu_function_approx(case.knots, case.heights)
    return np.maximum(x[:, None] * result[0] + result[1], 0.0) @ result[2] + result[3], np.sum(result[2])


@check(points=1, kind="convergence")
def second_order(student, rng):
    """With twice as many knots, a smooth function is met four times as well."""
    phase, x = float(rng.uniform(0.0, 1.0)), np.linspace(0.0, 2.0, 1601)
    errors = []
    for m in (9, 17, 33):
        knots = np.linspace(0.0, 2.0, m)
        case = Case({"knots": knots, "heights": np.sin(2 * knots + phase)}, f"sin at {m} knots")
        errors.append(np.abs(student.run(network, case, x)[0] - np.sin(2 * x + phase)).max())
    for coarse, fine in itertools.pairwise(errors):
        if not 3.0 < coarse / fine < 5.0:
            fail(f"From one grid to the next the error is divided by {coarse / fine:.2f}, not by 4.", "sin on (0, 2)")


@check(points=1, kind="state")
def untouched(student, points):
    """The arguments stay as they were."""
    x = np.linspace(0.0, 1.0, 5)

    def ask(m, case):
        return network(m, case, x)[0]

    _, facts = student.watch(ask, points)
    for fact in facts:
        raise CheckFailed(Unclean(fact=fact.kind, what="knots or heights"), "m = 5, 3, 2, 8")


SLOPES, HINGES = "np.diff(slopes, prepend=0.0)", "-knots[:-1]"
TOLERANT = {
    "untouched": "It is about the arguments alone.",
    "values": "Many networks are the same broken line.",
    "flat": "Many networks are the same constant.",
    "units": "Many networks are the same broken line.",
    "any_height": "Many networks are the same broken line.",
    "second_order": "Many networks are the same broken line.",
}
NEVER_ONE = {"axis 0 of knots": "there are two at least", "axis 0 of heights": "there are two knots at least"}

BUGS = [
    patch(
        "the knots are changed in place",
        {"    slopes =": "    knots -= knots[0]\n    slopes ="},
        hint="knots - knots[0] is a new array: leave the caller's alone.",
    ),
    patch(
        "the slopes themselves are the weights, not their changes",
        {SLOPES: "slopes"},
        hint="All hinges on the left are on as well: only the change of slope is new.",
    ),
    patch(
        "the first slope is missing",
        {SLOPES: "np.diff(slopes, prepend=slopes[0])"},
        hint="Before the first knot the slope is 0: it changes there, too.",
    ),
    patch(
        "the changes of slope have the wrong sign",
        {SLOPES: "-np.diff(slopes, prepend=0.0)"},
        hint="New slope minus old.",
    ),
    patch(
        "heights, not slopes, are differenced",
        {"np.diff(heights) / np.diff(knots)": "np.diff(heights)"},
        hint="A slope is a difference of heights over a difference of knots.",
    ),
    patch(
        "slopes are upside down",
        {
            "np.diff(heights) / np.diff(knots)": "np.diff(knots) / np.where(np.diff(heights) == 0, 1.0, np.diff(heights))"
        },
        hint="Values above, knots below.",
    ),
    patch(
        "knots are taken for equally far apart",
        {"np.diff(knots)\n": "np.mean(np.diff(knots))\n"},
        hint="Each interval has its own length.",
    ),
    patch(
        "all intervals are taken to be as long as the first",
        {"np.diff(knots)\n": "(knots[1] - knots[0])\n"},
        hint="Each interval has its own length.",
    ),
    patch("the biases are the knots, with a plus sign", {HINGES: "knots[:-1]"}, hint="max(0, x − t): the bias is −t."),
    patch("hinges are one knot too late", {HINGES: "-knots[1:]"}, hint="The first hinge is at the first knot."),
    patch(
        "the offset is missing",
        {"float(heights[0])": "0.0"},
        hint="At the first knot all hinges are 0: b2 is the first value.",
    ),
    patch(
        "the offset is the last value",
        {"float(heights[0])": "float(heights[-1])"},
        hint="At the first knot all hinges are 0: b2 is the first value.",
    ),
    patch(
        "the offset is the mean of the heights",
        {"float(heights[0])": "float(heights.mean())"},
        hint="At the first knot all hinges are 0: b2 is the first value.",
    ),
    patch("W1 is a vector", {"np.ones((1, len(w2)))": "np.ones(len(w2))"}, hint="W1 is (1, H)."),
    patch(
        "weights are rounded to ten digits",
        {SLOPES: "np.round(np.diff(slopes, prepend=0.0), 10)"},
        hint="In other units all slopes are tiny.",
    ),
]


@variant
def hats(knots, heights):
    """A hat for each inner knot, of three hinges, and half hats at the ends."""
    first, last = 2 * knots[0] - knots[1], 2 * knots[-1] - knots[-2]
    t = np.concatenate([[first], knots, [last]])
    b1, w2 = [], []
    for k in range(1, len(t) - 1):
        left, right = 1 / (t[k] - t[k - 1]), 1 / (t[k + 1] - t[k])
        b1 += [-t[k - 1], -t[k], -t[k + 1]]
        w2 += [heights[k - 1] * left, -heights[k - 1] * (left + right), heights[k - 1] * right]
    return np.ones((1, len(b1))), np.array(b1), np.array(w2), 0.0


@variant
def from_the_right(knots, heights):
    """Hinges that are on to the left of their knots."""
    slopes = np.diff(heights[::-1]) / -np.diff(knots[::-1])
    w2 = np.append(slopes[0], np.diff(slopes))
    return -np.ones((1, w2.size)), knots[:0:-1].copy(), w2, heights[-1]


@variant
def one_by_one(knots, heights):
    b1, w2, before = [], [], 0.0
    for k in range(len(knots) - 1):
        slope = (heights[k + 1] - heights[k]) / (knots[k + 1] - knots[k])
        b1.append(-knots[k])
        w2.append(slope - before)
        before = slope
    return np.array([[1.0] * len(b1)]), np.array(b1), np.array(w2), heights[0]
