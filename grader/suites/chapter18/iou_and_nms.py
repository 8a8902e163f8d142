"""Checks, known bugs and variants of chapter18/iou_and_nms."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    minutes=35,
    hints=(
        "Take one pair first. In x, what both have in common goes from max(x1, x1′) to min(x2, x2′): its length, or 0.",
        "Union = both areas − what is common. All pairs at once: a[:, None] and b[None].",
        "nms: a list of those that are kept. Go through the indices by falling score, and compare each with that list.",
        'kind="stable" keeps the order of equal scores: np.argsort(-scores, kind="stable").',
    ),
)


def boxes(rng, n, size=9):
    """Draw boxes with whole corners and sides of 2 to 5."""
    corner, sides = rng.integers(0, size, size=(n, 2)), rng.integers(2, 6, size=(n, 2))
    return np.hstack([corner, corner + sides]).astype(float)


def overlaps(a, b):
    sides = np.minimum(a[:, None, 2:], b[:, 2:]) - np.maximum(a[:, None, :2], b[:, :2])
    common = np.prod(np.maximum(sides, 0.0), axis=2)
    areas = [np.prod(boxes[:, 2:] - boxes[:, :2], axis=1) for boxes in (a, b)]
    return common / np.maximum(areas[0][:, None] + areas[1] - common, 1e-300)


@cases("N M", (5, 3), (4, 4), (1, 3), (5, 1), fit=lambda case: overlaps(case.a, case.b).max() > 0)
def pairs(rng, N, M):
    """Boxes near each other; the last of b is one pixel away from the first of a, in both directions."""
    a, b = boxes(rng, N, 5), boxes(rng, M, 5)
    b[-1] = np.hstack([a[0, 2:] + 1.0, a[0, 2:] + rng.integers(3, 6, size=2)])
    return {"a": a, "b": b}


@cases("N M", (3, 2), (2, 2))
def apart(rng, N, M):
    """Above, below, beside, or away in both directions."""
    a, b = boxes(rng, N, 3), boxes(rng, M, 3)
    move = 20.0 * np.array([[1, 0, 1, 0], [0, 1, 0, 1], [1, 1, 1, 1]])
    return {"a": a, "b": np.vstack([b[k % M] + move[k] for k in range(3)])}


@cases("N", 2, 3)
def nested(rng, N):
    """A box in another, one that touches it, and the same one again."""
    outer = boxes(rng, N, 6) + [0.0, 0.0, 4.0, 4.0]
    inner, width = outer + [1.0, 2.0, -2.0, -1.0], outer[:, 2] - outer[:, 0]
    beside = outer + width[:, None] * [1.0, 0.0, 1.0, 0.0]
    return {"a": outer, "b": np.vstack([inner, beside, outer])}


@cases("N", 2, 3)
def without_area(rng, N):
    """Points and lines: with themselves, with each other, with a box around them."""
    box = boxes(rng, N, 6)
    point = np.hstack([box[:, :2] + 1.0, box[:, :2] + 1.0])
    line = np.column_stack([box[:, 0], box[:, 1] + 1.0, box[:, 2], box[:, 1] + 1.0])
    return {"a": np.vstack([point, line]), "b": np.vstack([point, line, box])}


def some_go(case):
    """Whether some boxes overlap too much and others don't, and none just so."""
    pairwise = overlaps(case.boxes, case.boxes)[np.triu_indices(len(case.boxes), 1)]
    return bool(
        (pairwise > case.thr).any() and (pairwise < case.thr).any() and np.abs(pairwise - case.thr).min() > 1e-3
    )


def scores_of(rng, n):
    """Draw scores, all distinct, the lower half of them below 0."""
    return rng.permutation(np.linspace(-0.85, 0.95, n).round(3))


@cases("N", 6, 9, 4, fit=some_go)
def guesses(rng, N):
    return {"boxes": boxes(rng, N, 6), "scores": scores_of(rng, N), "thr": float(rng.uniform(0.1, 0.4))}


@cases("N", 3, 4, 5, 1)
def chain(rng, N):
    """Boxes in a row, each of which suppresses the next and no other; scores fall along the row. They begin below 0."""
    order, width = rng.permutation(N), float(rng.integers(10, 15))
    x = 0.4 * width * np.arange(N)
    row = np.column_stack([x, np.zeros(N), x + width, np.full(N, float(rng.integers(1, 5)))])
    placed, scores = np.zeros((N, 4)), np.zeros(N)
    placed[order], scores[order] = row, np.linspace(0.9, 0.3, N)
    return {"boxes": placed - float(rng.integers(6, 12)), "scores": scores, "thr": 0.3}


@cases("thr", 0.0, 1.0)
def extremes(rng, thr):
    """At thr = 0 boxes that touch are kept, and others that overlap are not; at thr = 1 even the same box again is.

    Two scores are below 0, of which the lower one comes first.
    """
    left = boxes(rng, 1, 6)[0]
    right, near = left + (left[2] - left[0]) * np.array([1.0, 0.0, 1.0, 0.0]), left + 1.0
    order = rng.permutation(4)
    order[order > 1] = [3, 2]
    scores = rng.uniform(0.1, 0.6) - np.array([0.0, 0.1, 0.8, 0.9])
    return {"boxes": np.vstack([left, right, near, left])[order], "scores": scores[order], "thr": thr}


@cases("N levels", (4, 1), (6, 1), (40, 2))
def equal_scores(rng, N, levels):
    """Pairs that overlap, one after the other, with equal scores; other pairs have that score, too."""
    first = boxes(rng, 1, 3)
    left = np.vstack([first + 30.0 * k for k in range(N // 2)])
    score = np.repeat(rng.permutation(np.arange(N // 2) % levels) / 4 + rng.uniform(0.2, 0.6), 2)
    return {"boxes": np.repeat(left, 2, axis=0) + np.tile([[0.0], [0.3]], (N // 2, 1)), "scores": score, "thr": 0.3}


@cases("k", 1, 3, exact=True)
def just_as_much(rng, k):
    """The second is exactly half of the first, and thr is ½; the third is nearly the first.

    In small units, so that sides stay exact if all corners are moved by very little.
    """
    x, y = (float(n) for n in rng.integers(1, 9, size=2))
    wide = np.array([x, y, x + 2 * k, y + 4])
    half, near = np.array([x, y, x + k, y + 4]), np.array([x, y, x + 2 * k, y + 3])
    return {
        "boxes": 2.0**28 * np.vstack([half, wide, near]),
        "scores": np.array([0.5, rng.uniform(0.7, 0.9), 0.3]),
        "thr": 0.5,
    }


@cases("thr", 0.5, fixed="without boxes there is nothing to draw")
def no_boxes(rng, thr):
    return {"boxes": np.zeros((0, 4)), "scores": np.zeros(0), "thr": thr}


far = scaled(pairs, scales=(-75, 75), a=1, b=1)
shapes = shaped("overlaps has a row for each box of a, and a column for each box of b.", pairs, of="iou")
values = agrees("What is common, divided by the union.", pairs, of="iou", points=2, needs=[shapes])
separate = agrees(
    "Boxes that lie apart have nothing in common.", apart, of="iou", needs=[shapes], scale=lambda case: 1.0
)
contained = agrees("Boxes in boxes, boxes that touch, equal boxes.", nested, of="iou", needs=[shapes])
degenerate = agrees("Without area, the overlap is 0.", without_area, of="iou", needs=[shapes], scale=lambda case: 1.0)
units = agrees("Units do not matter.", far, of="iou", needs=[shapes], separates=False)
greedy = agrees("By falling score, boxes are kept that overlap none of those kept.", guesses, of="nms", points=2)
row = agrees("What was suppressed suppresses nothing.", chain, of="nms", points=2)
tied = agrees("Of equal scores, the lower index comes first.", equal_scores, of="nms")
equality = agrees("IoU = thr does not suppress.", just_as_much, of="nms")
limits = agrees("thr may be 0 or 1.", extremes, of="nms", needs=[greedy])
nothing = agrees("Without boxes, there are no indices.", no_boxes, of="nms")


@check(points=1, kind="property", needs=[shapes])
def symmetric(student, pairs):
    """IoU is the same the other way round, and 1 of a box with itself."""
    for case, (ab, ba, aa) in student.each(
        lambda m, case: [m.iou(case.a, case.b), m.iou(case.b, case.a), m.iou(case.a, case.a)], pairs
    ):
        assert_law("IoU(b, a) = IoU(a, b)", ba.T, ab, what="IoU", where=case)
        assert_law("IoU(aᵢ, aⱼ) = IoU(aⱼ, aᵢ)", aa.T, aa, what="IoU", where=case)
        assert_law("IoU(a, a) = 1", np.diag(aa), np.ones(len(case.a)), what="IoU", where=case)


hygiene = hygiene_of(pairs, of="iou", needs=[values])
nms_hygiene = hygiene_of(guesses, of="nms", needs=[greedy])

COMMON = "common = np.prod(np.maximum(high - low, 0.0), axis=2)"
UNION = "union = area_a[:, None] + area_b[None, :] - common"
QUOTIENT = "np.divide(common, union, out=np.zeros_like(union), where=union > 0)"
ORDER = 'np.argsort(-scores, kind="stable")'
KEEP = "if np.all(overlaps[i, kept] <= thr):"
KEPT = "return np.array(kept, dtype=np.int64)"

EQUIVALENT = {
    "iou: a[:, 2:] - a[:, :2] → a[:, :2] - a[:, 2:]": "Two signs turn, and the product of two sides does not.",
    "iou: b[:, 2:] - b[:, :2] → b[:, :2] - b[:, 2:]": "Two signs turn, and the product of two sides does not.",
    "iou: area_b[None, :] → area_b": "Broadcasting adds the axis.",
    "nms: np.all(overlaps[i, kept] <= thr) → np.all(overlaps[i, kept] <= thr, axis=0)": "It has one axis.",
    "iou: union > 0 → common > 0": "Where nothing is common, the quotient is 0 as well.",
    "iou: union > 0 → area_b > 0": "Where b has no area, nothing is common, and the quotient is 0 as well.",
}
VARYING = {"greedy": "Whether boxes lie apart in both directions, and far enough to suppress, is up to the draw."}

BUGS = [
    patch(
        "negative lengths are not set to 0",
        {COMMON: "common = np.prod(high - low, axis=2)"},
        hint="Boxes that lie apart have a negative length in common: take 0.",
    ),
    patch(
        "the product of the lengths is set to 0 where it is negative, not each length",
        {COMMON: "common = np.maximum(np.prod(high - low, axis=2), 0.0)"},
        hint="Apart in both directions, minus times minus is an area: set each length to 0 first.",
    ),
    patch(
        "what is common is counted twice in the union",
        {UNION: "union = area_a[:, None] + area_b[None, :]"},
        hint="Both areas contain what is common: take it off once.",
    ),
    patch(
        "the smaller area is taken, not the union",
        {UNION: "union = np.minimum(area_a[:, None], area_b[None, :])"},
        hint="Divide by both areas − what is common.",
    ),
    patch(
        "the box around both is taken for the union",
        {
            UNION: "union = np.prod(np.maximum(a[:, None, 2:], b[None, :, 2:]) - np.minimum(a[:, None, :2], b[None, :, :2]), axis=2)"
        },
        hint="Between two boxes there may be area that belongs to neither.",
    ),
    patch(
        "1 is added to all sides, as for pixels that are counted",
        {
            COMMON: "common = np.prod(np.maximum(high - low + 1.0, 0.0), axis=2)",
            "np.prod(a[:, 2:] - a[:, :2], axis=1), np.prod(b[:, 2:] - b[:, :2], axis=1)": "np.prod(a[:, 2:] - a[:, :2] + 1.0, axis=1), np.prod(b[:, 2:] - b[:, :2] + 1.0, axis=1)",
        },
        hint="Corners are real numbers here: a side is x2 − x1.",
    ),
    patch(
        "boxes are taken for (x, y, width, height)",
        {
            "low = np.maximum(": "a, b = (np.hstack([A[:, :2], A[:, :2] + A[:, 2:]]) for A in (a, b))\n    low = np.maximum("
        },
        hint="A box is (x1, y1, x2, y2): two corners.",
    ),
    patch(
        "boxes without area give NaN",
        {"overlaps: Array = " + QUOTIENT: "with np.errstate(all='ignore'):\n        overlaps = common / union"},
        hint="0/0 is NaN: say 0 where the union is 0.",
    ),
    patch(
        "a small number is added to the union",
        {QUOTIENT: "common / (union + 1e-5)"},
        hint="IoU of a box with itself is exactly 1: treat a union of 0 by itself.",
    ),
    patch("overlaps is transposed", {QUOTIENT: QUOTIENT + ".T"}, hint="Rows belong to a, columns to b."),
    patch(
        "only the heights are compared",
        {COMMON: "common = np.maximum(high - low, 0.0)[:, :, 1] * (a[:, None, 2] - a[:, None, 0])"},
        hint="Both directions have a length in common.",
    ),
    patch("the worst score comes first", {ORDER: 'np.argsort(scores, kind="stable")'}, hint="By falling score."),
    patch(
        "of equal scores the higher index comes first",
        {ORDER: 'np.argsort(scores, kind="stable")[::-1]'},
        hint="[::-1] turns equal ones round as well: sort −scores, stably.",
    ),
    patch(
        "of many equal scores any comes first",
        {ORDER: "np.argsort(-scores)"},
        hint="np.argsort keeps the order of equal numbers with kind='stable'; without, it may where they are few.",
    ),
    patch(
        "boxes whose score is not above 0 are left out",
        {KEEP: "if scores[i] > 0 and np.all(overlaps[i, kept] <= thr):"},
        hint="Scores may be of either sign. This is what you get when boxes that are done with are marked by the score 0.",
    ),
    patch(
        "the same box again is always suppressed",
        {KEEP: "if np.all(overlaps[i, kept] <= thr) and not np.any(overlaps[i, kept] == 1.0):"},
        hint="With thr = 1 no IoU is above thr: all boxes are kept.",
    ),
    patch("IoU = thr suppresses", {"<= thr": "< thr"}, hint="Above thr, not at thr."),
    patch(
        "boxes that were suppressed suppress others",
        {
            "kept: list[int] = []": "kept: list[int] = []\n    seen: list[int] = []",
            KEEP: "seen.append(int(i))\n        if np.all(overlaps[i, seen[:-1]] <= thr):",
        },
        hint="Compare with the boxes that were kept, and with no others.",
    ),
    patch(
        "each box is compared with the last that was kept alone",
        {KEEP: "if np.all(overlaps[i, kept[-1:]] <= thr):"},
        hint="Compare with all that were kept.",
    ),
    patch(
        "each box is compared with the best one alone",
        {KEEP: "if np.all(overlaps[i, kept[:1]] <= thr):"},
        hint="Compare with all that were kept.",
    ),
    patch(
        "the boxes are gone through as they come, whatever their scores",
        {ORDER: "range(len(scores))"},
        hint="The best score comes first.",
    ),
    patch("the indices are sorted", {KEPT: "return np.sort(np.array(kept, dtype=np.int64))"}, hint="By falling score."),
    patch(
        "what is suppressed is returned",
        {KEPT: "return np.array([i for i in range(len(scores)) if i not in kept], dtype=np.int64)"},
        hint="The boxes that are kept are asked for.",
    ),
    patch("the scores are returned", {KEPT: "return scores[kept]"}, hint="Indices are asked for."),
    patch(
        "without boxes, it fails",
        {"overlaps = iou(boxes, boxes)": "best = int(np.argmax(scores))\n    overlaps = iou(boxes, boxes)"},
        hint="argmax of nothing raises: no boxes, no indices.",
    ),
    patch(
        "the scores are used up",
        {KEPT: "scores[:] = -np.inf\n    " + KEPT},
        hint="Leave the scores as they were.",
    ),
]


@variant(of="iou")
def pair_by_pair(a, b):
    result = np.zeros((len(a), len(b)))
    for i, (x1, y1, x2, y2) in enumerate(a):
        for j, (u1, v1, u2, v2) in enumerate(b):
            width, height = min(x2, u2) - max(x1, u1), min(y2, v2) - max(y1, v1)
            if width > 0 and height > 0:
                common = width * height
                result[i, j] = common / ((x2 - x1) * (y2 - y1) + (u2 - u1) * (v2 - v1) - common)
    return result


@variant(of="iou")
def coordinate_by_coordinate(a, b):
    def common(low, high):
        return np.clip(np.minimum.outer(a[:, high], b[:, high]) - np.maximum.outer(a[:, low], b[:, low]), 0.0, None)

    inside = common(0, 2) * common(1, 3)
    areas = [(box[:, 2] - box[:, 0]) * (box[:, 3] - box[:, 1]) for box in (a, b)]
    union = np.add.outer(*areas) - inside
    return np.where(union > 0, inside / np.where(union > 0, union, 1.0), 0.0)


@variant(of="nms")
def struck_off(boxes, scores, thr):
    left, kept = list(range(len(scores))), []
    while left:
        best = max(left, key=lambda i: (scores[i], -i))
        kept.append(best)
        row = iou(boxes[best : best + 1], boxes)[0]
        left = [i for i in left if i != best and row[i] <= thr]
    return np.array(kept, dtype=int)


@variant(of="nms")
def by_a_mask(boxes, scores, thr):
    order = sorted(range(len(scores)), key=lambda i: -scores[i])
    alive = np.ones(len(scores), dtype=bool)
    too_near = iou(boxes, boxes) > thr
    for i in order:
        if alive[i]:
            alive &= ~too_near[i]
            alive[i] = True
    return np.array([i for i in order if alive[i]], dtype=np.int64)
